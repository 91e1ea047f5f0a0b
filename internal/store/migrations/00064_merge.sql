-- +goose Up

-- How many orders are merged under this one, and the id of the one it is merged under (并单): the lists of leading and merged orders. Rebuilt by replay.
ALTER TABLE orders ADD COLUMN members BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN led_by TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE orders DROP COLUMN led_by;
ALTER TABLE orders DROP COLUMN members;
