-- name: preference_get
SELECT value FROM preference WHERE account = $1 AND name = $2

-- name: preference_put
INSERT INTO preference (account, name, value) VALUES ($1, $2, $3)
ON CONFLICT (account, name) DO UPDATE SET value = excluded.value

-- name: preference_drop
DELETE FROM preference WHERE account = $1 AND name = $2

-- name: preference_all
SELECT name, value FROM preference WHERE account = $1 ORDER BY name
