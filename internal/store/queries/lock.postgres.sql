-- What takes locks, where the two databases differ: the log's head puts the writers of all processes in a line; claims pass each other by.

-- name: head_lock
SELECT pos, hash FROM log_head WHERE id = 1 FOR UPDATE

-- name: due_claim
UPDATE due SET lease_until = $3, lease_token = $4, attempts = attempts + 1
WHERE id IN (SELECT id FROM due WHERE dead = FALSE AND at_ms <= $1 AND lease_until < $1 ORDER BY at_ms, id LIMIT $2 FOR UPDATE SKIP LOCKED)
    AND dead = FALSE AND at_ms <= $1 AND lease_until < $1
RETURNING id, kind, stream, payload, at_ms, attempts
