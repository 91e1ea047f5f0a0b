-- name: trial_put
INSERT INTO trial (id, account, name, draft, file, from_day, to_day, pos, asked_ms, total, done, cursor, state, result, digest, again)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (id) DO UPDATE SET done = excluded.done, cursor = excluded.cursor, state = excluded.state, result = excluded.result, digest = excluded.digest, again = excluded.again

-- name: trial_get
SELECT id, account, name, draft, file, from_day, to_day, pos, asked_ms, total, done, cursor, state, result, digest, again FROM trial WHERE id = $1

-- name: trial_page
SELECT id, account, name, draft, '', from_day, to_day, pos, asked_ms, total, done, cursor, state, '', digest, again FROM trial ORDER BY asked_ms DESC, id DESC LIMIT $1

-- name: trial_orders
SELECT id, registered_ms FROM orders WHERE registered_ms >= $1 AND registered_ms < $2 AND (registered_ms > $3 OR id > $4) ORDER BY registered_ms, id LIMIT $5

-- name: trial_orders_count
SELECT COUNT(*) FROM orders WHERE registered_ms >= $1 AND registered_ms < $2
