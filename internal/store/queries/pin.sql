-- name: pin_put
INSERT INTO pin (account, hash, failures, shut_until) VALUES ($1, $2, 0, 0)
ON CONFLICT (account) DO UPDATE SET hash = excluded.hash, failures = 0, shut_until = 0

-- name: pin_get
SELECT hash, failures, shut_until FROM pin WHERE account = $1

-- name: pin_try
UPDATE pin SET failures = failures + 1, shut_until = CASE WHEN (failures + 1) % $2 = 0 THEN $3 ELSE shut_until END
WHERE account = $1 AND shut_until <= $4
RETURNING hash, failures, shut_until

-- name: pin_right
UPDATE pin SET failures = 0, shut_until = 0 WHERE account = $1 AND hash = $2
