-- +goose Up

-- 案卷: one row an order that is over (Art. 6(3)). Rebuilt by replay.
CREATE TABLE case_file (
    order_id  TEXT PRIMARY KEY,
    v         BIGINT NOT NULL,
    order_no  TEXT NOT NULL,
    year      BIGINT NOT NULL,  -- in which the order was closed
    number    TEXT NOT NULL,    -- 卷号, '' where the class has no files
    class     TEXT NOT NULL,
    closed    TEXT NOT NULL,
    until     TEXT NOT NULL,    -- last day, '' is for ever
    unit      TEXT NOT NULL,
    held      BOOLEAN NOT NULL,
    destroyed BOOLEAN NOT NULL,
    filed_ms  BIGINT NOT NULL
);
-- A year's files by number, for the list and the package.
CREATE INDEX case_file_number ON case_file (year, number, order_id);
-- What is due, the longest first.
CREATE INDEX case_file_due ON case_file (destroyed, held, until, order_id);

-- +goose Down
DROP TABLE case_file;
