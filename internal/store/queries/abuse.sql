-- name: abuse_put
INSERT INTO abuse (id, v, caller, unit, waits, until_ms, made_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO UPDATE SET v = excluded.v, waits = excluded.waits, until_ms = excluded.until_ms

-- name: abuse_waiting
SELECT id FROM abuse WHERE waits = TRUE AND made_ms < $1 ORDER BY made_ms DESC, id DESC LIMIT $2

-- name: abuse_hinting
SELECT id FROM abuse WHERE until_ms > $1 AND made_ms < $2 ORDER BY made_ms DESC, id DESC LIMIT $3

-- name: abuse_past
SELECT id FROM abuse WHERE waits = FALSE AND until_ms <= $1 AND made_ms < $2 ORDER BY made_ms DESC, id DESC LIMIT $3

-- name: abuse_of_unit
SELECT id FROM abuse WHERE unit = $1 AND made_ms < $2 ORDER BY made_ms DESC, id DESC LIMIT $3

-- name: abuse_of_caller
SELECT id FROM abuse WHERE caller = $1 AND until_ms > $2 ORDER BY until_ms DESC, id LIMIT 1

-- name: abuse_count
SELECT COUNT(*) FROM abuse WHERE waits = TRUE

-- name: abuse_all
SELECT id, v, caller, unit, waits, until_ms, made_ms FROM abuse ORDER BY id

-- name: replay_abuse
DELETE FROM abuse
