-- +goose Up

-- 恶意占用热线: records about callers who disturb the hotline (Art. 13), by the blind index of the number. Rebuilt by replay.
CREATE TABLE abuse (
    id       TEXT PRIMARY KEY,
    v        BIGINT NOT NULL,
    caller   TEXT NOT NULL,
    unit     TEXT NOT NULL,
    waits    BOOLEAN NOT NULL,
    until_ms BIGINT NOT NULL,
    made_ms  BIGINT NOT NULL
);
-- What waits for the head, what is over, the newest first; a unit's own; the hint for a number.
CREATE INDEX abuse_waits ON abuse (waits, made_ms, id);
CREATE INDEX abuse_unit ON abuse (unit, made_ms, id);
CREATE INDEX abuse_caller ON abuse (caller, until_ms, id);
CREATE INDEX abuse_until ON abuse (until_ms, made_ms, id);

-- +goose Down
DROP TABLE abuse;
