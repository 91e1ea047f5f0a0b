-- +goose Up

-- 值班表: each unit's weeks as they stand (Art. 12). Who is on duty is sealed; marks say which shifts are filled. Rebuilt by replay.
CREATE TABLE roster_week (
    unit   TEXT NOT NULL,
    monday TEXT NOT NULL,
    v      BIGINT NOT NULL,
    marks  TEXT NOT NULL,
    people TEXT NOT NULL,
    by_id  TEXT NOT NULL,
    at_ms  BIGINT NOT NULL,
    PRIMARY KEY (unit, monday)
);
-- All units of a week: who is on duty now, what is missing.
CREATE INDEX roster_week_monday ON roster_week (monday, unit);

-- +goose Down
DROP TABLE roster_week;
