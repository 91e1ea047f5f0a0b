-- +goose Up

-- 回头看: the draws, and the orders that came out of each (Art. 23(8)). Rebuilt by replay.
CREATE TABLE recheck_draw (
    draw     BIGINT PRIMARY KEY,
    at_ms    BIGINT NOT NULL,
    account  TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day   TEXT NOT NULL,
    pool     BIGINT NOT NULL,
    percent  BIGINT NOT NULL,
    drawn    BIGINT NOT NULL
);
CREATE TABLE recheck (
    order_id TEXT NOT NULL,
    draw     BIGINT NOT NULL,
    unit     TEXT NOT NULL,
    why      TEXT NOT NULL,
    closed   TEXT NOT NULL,   -- the day on which it had been closed
    due      TEXT NOT NULL,   -- the last day of the look-back
    open     BOOLEAN NOT NULL,
    result   TEXT NOT NULL,
    done_ms  BIGINT NOT NULL,
    PRIMARY KEY (order_id, draw)
);
-- What waits, by its last day; what was done, by draw.
CREATE INDEX recheck_due ON recheck (open, due, order_id);
CREATE INDEX recheck_of_draw ON recheck (draw, due, order_id);
-- What was closed in a span of days stands before the lot: orders_closed serves it.

-- +goose Down
DROP TABLE recheck;
DROP TABLE recheck_draw;
