-- name: provisional_ends
SELECT COALESCE(MIN(due_ms), 0), COALESCE(MAX(due_ms), 0), COALESCE(MAX(result_due_ms), 0) FROM orders WHERE provisional = TRUE AND open = TRUE

-- Those that a confirmed calendar has not moved yet.
-- name: orders_behind
SELECT id FROM orders WHERE open = TRUE AND calendar < $1 AND id > $2 ORDER BY id LIMIT $3

-- name: orders_behind_count
SELECT COUNT(*) FROM orders WHERE open = TRUE AND calendar < $1

-- name: orders_provisional
SELECT id FROM orders WHERE provisional = TRUE AND open = TRUE ORDER BY due_ms, id LIMIT $1
