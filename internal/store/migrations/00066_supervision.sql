-- +goose Up

-- 跟踪台账: a row of the watch over an order (Art. 21, 22). Rebuilt by replay.
CREATE TABLE supervision (
    id        TEXT PRIMARY KEY, -- order and number of the row
    order_id  TEXT NOT NULL,
    n         BIGINT NOT NULL,
    item      BIGINT NOT NULL,  -- of Art. 21
    level     BIGINT NOT NULL,
    unit      TEXT NOT NULL,
    joint     BOOLEAN NOT NULL,
    open      BOOLEAN NOT NULL,
    step      TEXT NOT NULL,    -- what it waits for
    owes      BOOLEAN NOT NULL, -- the unit owes a reply
    number    TEXT NOT NULL,    -- of the last sheet
    due_ms    BIGINT NOT NULL,  -- of the reply, while it is owed
    opened_ms BIGINT NOT NULL,
    closed_ms BIGINT NOT NULL,
    outcome   TEXT NOT NULL,
    unsolved  BIGINT NOT NULL,
    late      BOOLEAN NOT NULL
);
-- The ledger, open or closed, the newest first; by what rows wait for; of one unit; of the bodies that supervise along; of one order.
CREATE INDEX supervision_opened ON supervision (open, opened_ms, id);
CREATE INDEX supervision_step ON supervision (step, opened_ms, id);
CREATE INDEX supervision_unit ON supervision (unit, open, opened_ms, id);
CREATE INDEX supervision_joint ON supervision (joint, open, opened_ms, id);
CREATE INDEX supervision_order ON supervision (order_id, n);

-- +goose Down
DROP TABLE supervision;
