-- +goose Up

-- Tries at the citizens' door, under keyed hashes: wrong codes by number, letters of a day by telephone and by address. Nothing is derived from them and they are
-- swept after a day.
CREATE TABLE portal_try (
    name     TEXT PRIMARY KEY,
    n        BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    at_ms    BIGINT NOT NULL
);
-- Sweeping what is long past (portal_sweep).
CREATE INDEX portal_try_at ON portal_try (at_ms);

-- +goose Down
DROP TABLE portal_try;
