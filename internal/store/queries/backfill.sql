-- name: backfill_put
INSERT INTO backfill (order_id, waits, due_ms, done_ms, done_by, state) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (order_id) DO UPDATE SET waits = excluded.waits, due_ms = excluded.due_ms, done_ms = excluded.done_ms, done_by = excluded.done_by, state = excluded.state

-- name: backfill_waits
SELECT b.order_id, b.due_ms, b.done_ms, b.done_by, b.state
FROM backfill b
WHERE b.waits = TRUE AND (b.due_ms > $1 OR b.due_ms = $1 AND b.order_id > $2)
ORDER BY b.due_ms, b.order_id
LIMIT $3

-- name: backfill_done
SELECT b.order_id, b.due_ms, b.done_ms, b.done_by, b.state FROM backfill b WHERE b.done_ms > $1 ORDER BY b.done_ms DESC, b.order_id LIMIT $2

-- name: backfill_count
SELECT COUNT(*) FROM backfill WHERE waits = TRUE

-- name: backfill_all
SELECT order_id, waits, due_ms, done_ms, done_by, state FROM backfill ORDER BY order_id

-- name: replay_backfill
DELETE FROM backfill

-- name: owed_by_units
SELECT o.id, o.number, o.lead, o.status, o.due_ms FROM orders o WHERE o.open = TRUE AND o.due_ms > 0 AND o.due_ms <= $1 AND o.paused = FALSE
    AND o.status IN ('dispatched', 'unit_assigning', 'in_progress', 'unit_signing') /* spared o.id */ ORDER BY o.due_ms, o.id

-- name: owed_to_sign
SELECT o.id, o.number, o.lead, o.status, o.due_ms FROM orders o WHERE o.open = TRUE AND o.status = 'dispatched' AND o.due_ms > $1 /* spared o.id */ ORDER BY o.due_ms, o.id
