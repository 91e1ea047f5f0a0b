-- +goose Up

-- 接听日: who answers the telephone, when and where (Art. 11). Rebuilt by replay.
CREATE TABLE answering (
    id        TEXT PRIMARY KEY,
    v         BIGINT NOT NULL,
    day       TEXT NOT NULL,
    week      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    who       TEXT NOT NULL,
    cancelled BOOLEAN NOT NULL,
    minuted   BOOLEAN NOT NULL
);
-- The schedule of a period.
CREATE INDEX answering_day ON answering (day, id);

-- The register of calls: which orders were taken on which day. Rebuilt by replay from the orders.
CREATE TABLE answering_call (
    session  TEXT NOT NULL,
    order_id TEXT NOT NULL,
    at_ms    BIGINT NOT NULL,
    PRIMARY KEY (session, order_id)
);
CREATE INDEX answering_call_at ON answering_call (session, at_ms, order_id);

-- +goose Down
DROP TABLE answering_call;
DROP TABLE answering;
