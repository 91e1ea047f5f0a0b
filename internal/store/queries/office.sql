-- name: handover_put
INSERT INTO handover (id, made_ms, made_by, taken_ms, taken_by, items, settled) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE SET taken_ms = excluded.taken_ms, taken_by = excluded.taken_by

-- name: handover_page
SELECT id, made_ms, made_by, taken_ms, taken_by, items, settled FROM handover WHERE made_ms < $1 ORDER BY made_ms DESC, id DESC LIMIT $2

-- name: handover_all
SELECT id, made_ms, made_by, taken_ms, taken_by, items, settled FROM handover ORDER BY id

-- name: replay_handover
DELETE FROM handover

-- name: statement_put
INSERT INTO statement (id, v, title, from_ms, until_ms, ended_ms, uses) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE SET v = excluded.v, title = excluded.title, from_ms = excluded.from_ms, until_ms = excluded.until_ms, ended_ms = excluded.ended_ms, uses = excluded.uses

-- name: statement_used
UPDATE statement SET uses = uses + 1 WHERE id = $1

-- name: statement_use_put
INSERT INTO statement_use (order_id, statement, v, at_ms) VALUES ($1, $2, $3, $4)

-- name: statement_running
SELECT id FROM statement WHERE ended_ms = 0 AND until_ms > $1 AND from_ms <= $1 ORDER BY until_ms, id

-- name: statement_page
SELECT id FROM statement WHERE until_ms < $1 ORDER BY until_ms DESC, id LIMIT $2

-- name: statement_orders
SELECT order_id FROM statement_use WHERE statement = $1 ORDER BY at_ms DESC, order_id LIMIT $2

-- name: statement_of
SELECT statement FROM statement_use WHERE order_id = $1

-- name: statement_all
SELECT id, v, title, from_ms, until_ms, ended_ms, uses FROM statement ORDER BY id

-- name: statement_use_all
SELECT order_id, statement, v, at_ms FROM statement_use ORDER BY order_id

-- name: replay_statement
DELETE FROM statement

-- name: replay_statement_use
DELETE FROM statement_use

-- name: orders_urgent
SELECT id FROM orders WHERE open = TRUE AND due_ms > 0 AND (urgency <> 'routine' OR key_order = TRUE) AND due_ms <= $1 ORDER BY due_ms, id LIMIT $2
