-- +goose Up

-- 问责线索: an accountability lead, or a suggestion that was put aside (Art. 23). Rebuilt by replay.
CREATE TABLE lead (
    id       TEXT PRIMARY KEY, -- of the suggestion, where it began with one
    v        BIGINT NOT NULL,
    order_id TEXT NOT NULL,    -- empty where it speaks of none
    unit     TEXT NOT NULL,
    fault    BIGINT NOT NULL,  -- item of Art. 23
    state    TEXT NOT NULL,
    open     BOOLEAN NOT NULL,
    number   TEXT NOT NULL,    -- of the letter that handed it over
    made_ms  BIGINT NOT NULL
);
-- The list, open or ended, the newest first; what an order bears.
CREATE INDEX lead_made ON lead (open, made_ms, id);
CREATE INDEX lead_state ON lead (state, made_ms, id);
CREATE INDEX lead_order ON lead (order_id, made_ms, id);

-- What the rules noticed. It is a suggestion until a lead of its id exists.
CREATE TABLE lead_hint (
    id       TEXT PRIMARY KEY,
    order_id TEXT NOT NULL,
    unit     TEXT NOT NULL,
    fault    BIGINT NOT NULL,
    source   TEXT NOT NULL,
    code     TEXT NOT NULL,
    n        BIGINT NOT NULL,
    at_ms    BIGINT NOT NULL
);
CREATE INDEX lead_hint_at ON lead_hint (at_ms, id);

-- +goose Down
DROP TABLE lead_hint;
DROP TABLE lead;
