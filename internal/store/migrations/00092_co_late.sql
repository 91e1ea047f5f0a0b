-- +goose Up

-- How many co-units of the present lead were late with their part (Art. 14; domain.md §13.4): a mark in the lists of the lead and the office. The lateness
-- itself is the co-unit's and stands in co_request and in the facts. Rebuilt by replay.
ALTER TABLE orders ADD COLUMN co_late BIGINT NOT NULL DEFAULT 0;
UPDATE orders SET co_late = (SELECT COUNT(*) FROM co_request c WHERE c.order_id = orders.id AND c.lead = orders.lead AND c.late = TRUE);

-- +goose Down
ALTER TABLE orders DROP COLUMN co_late;
