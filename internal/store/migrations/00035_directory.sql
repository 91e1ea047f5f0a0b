-- +goose Up

-- Lines of the dispatch directory (派单目录) that a meeting of the office made: whose matter a category is, at a place (Art. 21(3)). Rebuilt by replay.
CREATE TABLE directory (
    order_id TEXT PRIMARY KEY,
    stands   BOOLEAN NOT NULL,
    category TEXT NOT NULL,
    town     TEXT NOT NULL,
    unit     TEXT NOT NULL,
    grounds  TEXT NOT NULL,
    at_ms    BIGINT NOT NULL
);
-- Suggestions at dispatch: what was decided for the category, the newest first.
CREATE INDEX directory_category ON directory (stands, category, at_ms, order_id);

-- +goose Down
DROP TABLE directory;
