-- +goose Up

-- 外勤联系单: which order a slip opens, by the hash of its address; the address itself is nowhere. Rebuilt by replay.
CREATE TABLE slip (
    hash     TEXT PRIMARY KEY,
    id       TEXT NOT NULL,
    order_id TEXT NOT NULL
);

-- +goose Down
DROP TABLE slip;
