-- +goose Up

-- Each time that somebody was heard about an order: n 0 is its registration, the others are callers' urges. Rebuilt by replay.
CREATE TABLE contact (
    order_id TEXT NOT NULL,
    n        BIGINT NOT NULL,
    category TEXT NOT NULL,
    town     TEXT NOT NULL,
    place    TEXT NOT NULL,
    at_ms    BIGINT NOT NULL,
    PRIMARY KEY (order_id, n)
);
-- What was said of late about one leaf category in one township (Art. 21(6)).
CREATE INDEX contact_area ON contact (category, town, at_ms);

INSERT INTO contact (order_id, n, category, town, place, at_ms)
SELECT id, 0, category, town, place, registered_ms FROM orders WHERE type <> 'praise' AND old_platform = FALSE;
{{sqlite}} INSERT INTO contact (order_id, n, category, town, place, at_ms) SELECT o.id, ROW_NUMBER() OVER (PARTITION BY o.id ORDER BY e.version), o.category, o.town, o.place, e.at_ms FROM event e JOIN orders o ON o.id = e.stream_id WHERE e.stream_type = 'order' AND e.kind = 'urged' AND json_extract(e.body, '$.caller') = 1 AND COALESCE(json_extract(e.body, '$.member'), '') = '' AND o.type <> 'praise' AND o.old_platform = FALSE;
{{postgres}} INSERT INTO contact (order_id, n, category, town, place, at_ms) SELECT o.id, ROW_NUMBER() OVER (PARTITION BY o.id ORDER BY e.version), o.category, o.town, o.place, e.at_ms FROM event e JOIN orders o ON o.id = e.stream_id WHERE e.stream_type = 'order' AND e.kind = 'urged' AND e.body::jsonb #>> '{caller}' = 'true' AND COALESCE(e.body::jsonb #>> '{member}', '') = '' AND o.type <> 'praise' AND o.old_platform = FALSE;

-- 集中反映: what came together. Rebuilt by replay.
CREATE TABLE cluster (
    id        TEXT PRIMARY KEY,
    area      TEXT NOT NULL,   -- its stream
    category  TEXT NOT NULL,
    town      TEXT NOT NULL,
    place     TEXT NOT NULL,
    order_id  TEXT NOT NULL,   -- whose supervision it opened
    formed_ms BIGINT NOT NULL,
    last_ms   BIGINT NOT NULL, -- the last contact
    times     BIGINT NOT NULL,
    persons   BIGINT NOT NULL
);
-- The list, the newest first.
CREATE INDEX cluster_last ON cluster (last_ms, id);

-- The orders of a cluster: who must not see one of them sees nothing of it.
CREATE TABLE cluster_order (
    order_id   TEXT NOT NULL,
    cluster_id TEXT NOT NULL,
    PRIMARY KEY (cluster_id, order_id)
);

-- +goose Down
DROP TABLE cluster_order;
DROP TABLE cluster;
DROP TABLE contact;
