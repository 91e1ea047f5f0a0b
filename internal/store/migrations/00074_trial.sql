-- +goose Up

-- 试算: a draft of the rules run over the real history up to a position of the log (Art. 29). A result is kept as computed; it is not rebuilt by replay, but computing
-- it again gives the same bytes.
CREATE TABLE trial (
    id       TEXT PRIMARY KEY,
    account  TEXT NOT NULL,
    name     TEXT NOT NULL,
    draft    TEXT NOT NULL,
    file     TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day   TEXT NOT NULL,
    pos      BIGINT NOT NULL,
    asked_ms BIGINT NOT NULL,
    total    BIGINT NOT NULL,
    done     BIGINT NOT NULL,
    cursor   TEXT NOT NULL,
    state    TEXT NOT NULL,
    result   TEXT NOT NULL,
    digest   TEXT NOT NULL,
    again    BIGINT NOT NULL
);
-- The list, the newest first.
CREATE INDEX trial_asked ON trial (asked_ms, id);

-- The orders of a period, by when they were registered.
CREATE INDEX orders_registered ON orders (registered_ms, id);

-- +goose Down
DROP INDEX orders_registered;
DROP TABLE trial;
