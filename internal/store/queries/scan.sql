-- name: held_blob_put
INSERT INTO held_blob (blob, state, since_ms, tried_ms) VALUES ($1, 'waits', $2, $2) ON CONFLICT (blob) DO NOTHING

-- name: held_blob_state
SELECT state FROM held_blob WHERE blob = $1

-- name: held_blob_waits
SELECT blob FROM held_blob WHERE state = 'waits' ORDER BY tried_ms, blob LIMIT $1

-- name: held_blob_clean
DELETE FROM held_blob WHERE blob = $1

-- name: held_blob_tried
UPDATE held_blob SET state = $2, tried_ms = $3 WHERE blob = $1
