-- +goose Up

-- The office's own records beside the orders: 质检、培训、检查、制度 (Art. 6, 9). One row a record, rebuilt by replay.
CREATE TABLE record (
    kind    TEXT NOT NULL,
    id      TEXT NOT NULL,
    v       BIGINT NOT NULL,
    unit    TEXT NOT NULL,
    person  TEXT NOT NULL,  -- whose work is looked at
    open    BOOLEAN NOT NULL,
    due     TEXT NOT NULL,  -- nearest day, '' where nothing presses
    made_ms BIGINT NOT NULL,
    PRIMARY KEY (kind, id)
);
-- What is open and what is over, a unit's and a person's, the newest first.
CREATE INDEX record_open ON record (kind, open, made_ms, id);
CREATE INDEX record_unit ON record (kind, unit, made_ms, id);
CREATE INDEX record_person ON record (kind, person, made_ms, id);

-- +goose Down
DROP TABLE record;
