-- name: slip_put
INSERT INTO slip (hash, id, order_id) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING

-- name: slip_by_hash
SELECT id, order_id FROM slip WHERE hash = $1

-- name: slip_all
SELECT hash, id, order_id FROM slip ORDER BY hash

-- name: replay_slip
DELETE FROM slip
