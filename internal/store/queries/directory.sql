-- name: directory_put
INSERT INTO directory (order_id, stands, category, town, unit, grounds, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (order_id) DO UPDATE SET stands = excluded.stands, category = excluded.category, town = excluded.town, unit = excluded.unit, grounds = excluded.grounds,
    at_ms = excluded.at_ms

-- name: directory_of
SELECT order_id, category, town, unit, grounds, at_ms FROM directory WHERE stands = TRUE AND category = $1 ORDER BY at_ms DESC, order_id DESC LIMIT $2

-- name: directory_all
SELECT order_id, stands, category, town, unit, grounds, at_ms FROM directory ORDER BY order_id

-- name: replay_directory
DELETE FROM directory
