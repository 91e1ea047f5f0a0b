-- +goose Up

-- Shift hand-overs, for the history and the last one. Rebuilt by replay.
CREATE TABLE handover (
    id       TEXT PRIMARY KEY,
    made_ms  BIGINT NOT NULL,
    made_by  TEXT NOT NULL,
    taken_ms BIGINT NOT NULL,
    taken_by TEXT NOT NULL,
    items    BIGINT NOT NULL,
    settled  BIGINT NOT NULL
);
-- The history, newest first; its first row is the shift that runs.
CREATE INDEX handover_made ON handover (made_ms, id);

-- Statements that answer many callers at once (事件口径). Rebuilt by replay.
CREATE TABLE statement (
    id       TEXT PRIMARY KEY,
    v        BIGINT NOT NULL,
    title    TEXT NOT NULL,
    from_ms  BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    ended_ms BIGINT NOT NULL,
    uses     BIGINT NOT NULL
);
-- What runs now, and the history.
CREATE INDEX statement_until ON statement (ended_ms, until_ms, id);

-- Which orders a statement answered.
CREATE TABLE statement_use (
    order_id  TEXT PRIMARY KEY,
    statement TEXT NOT NULL,
    v         BIGINT NOT NULL,
    at_ms     BIGINT NOT NULL
);
CREATE INDEX statement_use_of ON statement_use (statement, at_ms, order_id);

-- +goose Down
DROP TABLE statement_use;
DROP TABLE statement;
DROP TABLE handover;
