-- name: token_put_new
INSERT INTO api_token (id, hash, account, post, label, read_only, created_ms, expires_ms, revoked_ms, last_use_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0)

-- name: token_by_hash
SELECT id, account, post, label, read_only, created_ms, expires_ms, revoked_ms, last_use_ms FROM api_token WHERE hash = $1

-- name: token_all
SELECT id, account, post, label, read_only, created_ms, expires_ms, revoked_ms, last_use_ms FROM api_token ORDER BY created_ms, id

-- name: token_revoke
UPDATE api_token SET revoked_ms = $2 WHERE id = $1 AND revoked_ms = 0

-- name: token_used
UPDATE api_token SET last_use_ms = $2 WHERE id = $1 AND last_use_ms < $2
