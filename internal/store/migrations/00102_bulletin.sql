-- +goose Up

-- 简报、通报 (Art. 26): one row for each, as its stream says. Rebuilt by replay.
CREATE TABLE bulletin (
    id        TEXT PRIMARY KEY,
    version   BIGINT NOT NULL,
    kind      TEXT NOT NULL,
    from_day  TEXT NOT NULL,
    to_day    TEXT NOT NULL,
    stage     TEXT NOT NULL,
    title     TEXT NOT NULL,
    number    TEXT NOT NULL,   -- empty until it is published
    issued_ms BIGINT NOT NULL  -- 0 until it is published
);
-- The list: those at work, and those that are out, the latest period first.
CREATE INDEX bulletin_of ON bulletin (to_day, id);

-- +goose Down
DROP TABLE bulletin;
