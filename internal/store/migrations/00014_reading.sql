-- +goose Up

-- Copies to read (待阅): the newest reason why a post should read an order that it owes nothing to. Folded from the log, rebuilt by replay.
CREATE TABLE reading (
    post     TEXT NOT NULL,
    order_id TEXT NOT NULL,
    why      TEXT NOT NULL,
    at_ms    BIGINT NOT NULL,
    unread   BOOLEAN NOT NULL,
    PRIMARY KEY (post, order_id)
);
-- The list 待阅 of a post, newest first: what was read does not lengthen it.
CREATE INDEX reading_unread ON reading (post, unread, at_ms, order_id);
-- Withdrawing the copies of an order.
CREATE INDEX reading_order ON reading (order_id);

-- Up to when a post has read an order (已阅), and who read it. A person's mark, not in the log: replay leaves it alone.
CREATE TABLE reading_mark (
    post     TEXT NOT NULL,
    order_id TEXT NOT NULL,
    seen_ms  BIGINT NOT NULL,
    account  TEXT NOT NULL,
    PRIMARY KEY (post, order_id)
);

-- A deputy's closed orders, newest first (办结 of his portfolio).
CREATE INDEX orders_deputy_closed ON orders (deputy, open, closed_ms, id);
-- 办结 narrowed by category or by town: the narrow list must not walk all that was ever closed.
CREATE INDEX orders_category_closed ON orders (category, open, closed_ms, id);
CREATE INDEX orders_town_closed ON orders (town, open, closed_ms, id);

-- +goose Down
DROP INDEX orders_town_closed;
DROP INDEX orders_category_closed;
DROP INDEX orders_deputy_closed;
DROP TABLE reading_mark;
DROP TABLE reading;
