-- +goose Up

-- Lines of the dispatch directory (派单目录) that the office keeps: whose matter a category is, in the county or in one township. Rebuilt by replay.
-- Some hundred lines, read whole: duty_all.
CREATE TABLE duty (
    key        TEXT PRIMARY KEY,
    stream_at  BIGINT NOT NULL,
    category   TEXT NOT NULL,
    town       TEXT NOT NULL,
    units      TEXT NOT NULL,
    department BOOLEAN NOT NULL,
    basis      TEXT NOT NULL,
    ended      BOOLEAN NOT NULL,
    changed_ms BIGINT NOT NULL
);

-- +goose Down
DROP TABLE duty;
