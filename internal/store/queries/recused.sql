-- name: recused_put
INSERT INTO recused (order_id, mark) VALUES ($1, $2)
ON CONFLICT (order_id, mark) DO NOTHING

-- name: recused_clear
DELETE FROM recused WHERE order_id = $1

-- name: recused_all
SELECT order_id, mark FROM recused ORDER BY order_id, mark

-- name: recused_seq
SELECT COUNT(*) FROM search_scope c WHERE c.seq = $1 /* spared c.order_id */

-- name: recused_order
SELECT COUNT(*) FROM orders o WHERE o.id = $1 /* spared o.id */

-- What waits to be told to a unit of an order that reports it is never told.
-- name: outbox_unsay
DELETE FROM outbox WHERE order_id = $1 AND state = 'queued' AND audience <> 'caller' AND audience NOT LIKE 'hotline/%'

-- name: replay_recused
DELETE FROM recused
