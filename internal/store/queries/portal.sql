-- name: portal_try
INSERT INTO portal_try (name, n, until_ms, at_ms) VALUES ($1, 1, 0, $2)
ON CONFLICT (name) DO UPDATE SET
    n = CASE WHEN portal_try.until_ms > 0 OR portal_try.at_ms < CAST($3 AS BIGINT) THEN 1 ELSE portal_try.n + 1 END,
    until_ms = CASE WHEN portal_try.until_ms = 0 AND portal_try.at_ms >= CAST($3 AS BIGINT) AND portal_try.n + 1 >= CAST($4 AS BIGINT) THEN CAST($5 AS BIGINT) ELSE 0 END,
    at_ms = $2
WHERE portal_try.until_ms <= $2
RETURNING n

-- name: portal_right
DELETE FROM portal_try WHERE name = $1

-- name: portal_count
SELECT n FROM portal_try WHERE name = $1

-- name: portal_sweep
DELETE FROM portal_try WHERE at_ms < $1

-- name: drafts_before
SELECT id, rev, ciphertext, saved_ms FROM draft WHERE account = $1 AND saved_ms < $2 ORDER BY saved_ms, id LIMIT 20
