-- name: termination_put
INSERT INTO termination_line (batch, order_id, number, at_ms) VALUES ($1, $2, $3, $4)
ON CONFLICT (batch, order_id) DO UPDATE SET number = excluded.number, at_ms = excluded.at_ms

-- name: termination_batch
SELECT batch, order_id, number, at_ms FROM termination_line WHERE batch = $1 ORDER BY at_ms, order_id

-- name: termination_newest
SELECT batch, order_id, number, at_ms FROM termination_line ORDER BY at_ms DESC, batch DESC, order_id DESC LIMIT $1

-- name: termination_all
SELECT batch, order_id, number, at_ms FROM termination_line ORDER BY batch, order_id

-- name: replay_termination
DELETE FROM termination_line
