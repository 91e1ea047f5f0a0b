-- name: held_put
INSERT INTO held (id, order_id, act, account, post, shown, placed_ms, due_ms, state, payload, answer)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9, $10)

-- name: held_end
UPDATE held SET state = $2, payload = $3, answer = $4 WHERE id = $1 AND state = 'waiting'

-- name: held_cancel
UPDATE held SET state = 'cancelled' WHERE id = $1 AND state = 'waiting'

-- name: held_due_drop
DELETE FROM due WHERE id = $1 AND kind = 'held'

-- name: held_told
UPDATE held SET state = 'told' WHERE id = $1 AND account = $2 AND state = 'refused'

-- name: held_taken_up
DELETE FROM held WHERE order_id = $1 AND account = $2 AND act = $3 AND state <> 'waiting'

-- name: held_forget
DELETE FROM held WHERE placed_ms < $1 AND state <> 'waiting'

-- name: held_get
SELECT id, order_id, act, account, post, shown, placed_ms, due_ms, state, payload, answer FROM held WHERE id = $1

-- name: held_mine
SELECT id, order_id, act, account, post, shown, placed_ms, due_ms, state, payload, answer FROM held
WHERE account = $1 AND state = $2
ORDER BY due_ms DESC, id DESC
LIMIT $3

-- name: held_of_order
SELECT id, order_id, act, account, post, shown, placed_ms, due_ms, state, payload, answer FROM held
WHERE order_id = $1 AND state = $2
ORDER BY due_ms DESC, id DESC
LIMIT $3
