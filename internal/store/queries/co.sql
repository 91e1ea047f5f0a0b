-- Requests to co-units (协办, Art. 14).

-- name: co_put
INSERT INTO co_request (order_id, unit, seq, lead, status, open, part, due_ms, ended_ms, late) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (order_id, unit) DO UPDATE SET lead = excluded.lead, status = excluded.status, open = excluded.open, part = excluded.part, due_ms = excluded.due_ms,
    ended_ms = excluded.ended_ms, late = excluded.late

-- name: co_drop
DELETE FROM co_request WHERE order_id = $1 AND unit = $2

-- name: co_all
SELECT order_id, unit, seq, lead, status, open, part, due_ms, ended_ms, late FROM co_request ORDER BY order_id, unit

-- name: replay_co
DELETE FROM co_request
