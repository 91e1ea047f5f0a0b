-- +goose Up

-- Whether an application for a later limit waits for its decision: past its limit such an order is not overdue, it waits for the word (domain.md §13.4).
ALTER TABLE orders ADD COLUMN waits BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE orders SET waits = TRUE WHERE id IN (SELECT order_id FROM todo WHERE act = 'extend');

-- Orders on which a post gave its word: an instruction or the words of a signature (批示落实). Rebuilt by replay.
CREATE TABLE instructed (
    post     TEXT NOT NULL,
    order_id TEXT NOT NULL,
    at_ms    BIGINT NOT NULL,
    PRIMARY KEY (post, order_id)
);
-- The list of a post, the newest word first.
CREATE INDEX instructed_post ON instructed (post, at_ms, order_id);

-- +goose Down
DROP TABLE instructed;
ALTER TABLE orders DROP COLUMN waits;
