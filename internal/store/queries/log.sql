-- name: head
SELECT pos, hash FROM log_head WHERE id = 1

-- name: head_set
UPDATE log_head SET pos = $1, hash = $2 WHERE id = 1 AND pos = $3

-- name: event_put
INSERT INTO event (pos, stream_type, stream_id, version, kind, v, at_ms, local_date, week, actor, post, cause, node, body, prev, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)

-- name: stream_version
SELECT COALESCE(MAX(version), 0) FROM event WHERE stream_type = $1 AND stream_id = $2

-- name: stream_stretch
SELECT pos, stream_type, stream_id, version, kind, v, at_ms, local_date, week, actor, post, cause, node, body, prev, hash
FROM event
WHERE stream_type = $1 AND stream_id = $2 AND version >= $3 AND version <= $4
ORDER BY version

-- name: stream_load
SELECT pos, stream_type, stream_id, version, kind, v, at_ms, local_date, week, actor, post, cause, node, body, prev, hash
FROM event
WHERE stream_type = $1 AND stream_id = $2
ORDER BY version

-- An order's events and its matter's in one round trip and one snapshot. The matter's name comes from the order's row; who asks compares it with the events.
-- name: order_load
SELECT e.pos, e.stream_type, e.stream_id, e.version, e.kind, e.v, e.at_ms, e.local_date, e.week, e.actor, e.post, e.cause, e.node, e.body, e.prev, e.hash
FROM event e
WHERE e.stream_type = 'order' AND e.stream_id = $1
UNION ALL
SELECT e.pos, e.stream_type, e.stream_id, e.version, e.kind, e.v, e.at_ms, e.local_date, e.week, e.actor, e.post, e.cause, e.node, e.body, e.prev, e.hash
FROM orders o
JOIN event e ON e.stream_type = 'matter' AND e.stream_id = o.matter
WHERE o.id = $1
ORDER BY 1

-- name: order_load_after
SELECT e.pos, e.stream_type, e.stream_id, e.version, e.kind, e.v, e.at_ms, e.local_date, e.week, e.actor, e.post, e.cause, e.node, e.body, e.prev, e.hash
FROM event e
WHERE e.stream_type = 'order' AND e.stream_id = $1 AND e.version > $2
UNION ALL
SELECT e.pos, e.stream_type, e.stream_id, e.version, e.kind, e.v, e.at_ms, e.local_date, e.week, e.actor, e.post, e.cause, e.node, e.body, e.prev, e.hash
FROM orders o
JOIN event e ON e.stream_type = 'matter' AND e.stream_id = o.matter
WHERE o.id = $1 AND (o.matter <> $3 OR e.version > $4)
ORDER BY 1

-- name: log_from
SELECT pos, stream_type, stream_id, version, kind, v, at_ms, local_date, week, actor, post, cause, node, body, prev, hash
FROM event
WHERE pos > $1
ORDER BY pos
LIMIT $2

-- name: number_last
SELECT last FROM number WHERE kind = $1 AND period = $2

-- name: number_set
INSERT INTO number (kind, period, last) VALUES ($1, $2, $3)
ON CONFLICT (kind, period) DO UPDATE SET last = excluded.last

-- name: command_get
SELECT digest, outcome FROM command WHERE actor = $1 AND route = $2 AND key = $3

-- name: command_put
INSERT INTO command (actor, route, key, digest, outcome, at_ms, seen) VALUES ($1, $2, $3, $4, $5, $6, 1)

-- name: command_seen
UPDATE command SET seen = seen + 1 WHERE actor = $1 AND route = $2 AND key = $3

-- name: sealed_put
INSERT INTO sealed (ref, subject, class, ciphertext) VALUES ($1, $2, $3, $4)

-- name: sealed_get
SELECT subject, class, ciphertext FROM sealed WHERE ref = $1

-- name: person_key_put
INSERT INTO person_key (subject, wrapped) VALUES ($1, $2)
ON CONFLICT (subject) DO NOTHING

-- name: person_key_get
SELECT wrapped FROM person_key WHERE subject = $1

-- name: person_key_drop
DELETE FROM person_key WHERE subject = $1

-- name: phone_put
INSERT INTO phone (hash, order_id, seq) VALUES ($1, $2, $3)
ON CONFLICT (hash, order_id) DO NOTHING

-- name: fact_put
INSERT INTO fact (pos, seq, order_id, kind, unit, category, place, date, week, n) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: fact_sum
SELECT kind, unit, COALESCE(SUM(n), 0) FROM fact
WHERE pos <= $1 AND date >= $2 AND date <= $3
GROUP BY kind, unit
ORDER BY kind, unit

-- name: fact_orders
SELECT DISTINCT order_id FROM fact WHERE kind = $1 AND date >= $2 AND date <= $3 /* spared fact.order_id */ ORDER BY order_id LIMIT $4

-- name: due_put
INSERT INTO due (id, kind, stream, payload, at_ms, lease_until, lease_token, attempts, dead, last_error)
VALUES ($1, $2, $3, $4, $5, 0, '', 0, FALSE, '')
ON CONFLICT (id) DO UPDATE SET payload = excluded.payload, at_ms = excluded.at_ms, lease_until = 0, lease_token = '', attempts = 0, dead = FALSE, last_error = ''

-- name: due_clear
DELETE FROM due WHERE stream = $1 AND kind = 'timer'

-- name: due_done
DELETE FROM due WHERE id = $1 AND lease_token = $2

-- name: due_retry
UPDATE due SET lease_until = $3, lease_token = '', dead = $4, last_error = $5 WHERE id = $1 AND lease_token = $2

-- name: due_next
SELECT COALESCE(MIN(at_ms), 0) FROM due WHERE dead = FALSE AND lease_until < $1

-- name: due_dead
SELECT id, kind, stream, payload, at_ms, attempts FROM due WHERE dead = TRUE ORDER BY at_ms, id

-- name: due_timers
SELECT id, kind, stream, payload, at_ms, attempts FROM due WHERE kind = 'timer' ORDER BY id

-- name: blob_put
INSERT INTO blob_chunk (address, n, bytes) VALUES ($1, $2, $3)
ON CONFLICT (address, n) DO NOTHING

-- name: blob_has
SELECT address FROM blob_chunk WHERE address = $1 AND n = 0

-- name: blob_get
SELECT bytes FROM blob_chunk WHERE address = $1 ORDER BY n

-- name: blob_drop
DELETE FROM blob_chunk WHERE address = $1

-- name: account_put
INSERT INTO account (id, login, title, hash, disabled, failures, shut_until) VALUES ($1, $2, $3, $4, $5, 0, 0)
ON CONFLICT (id) DO UPDATE SET login = excluded.login, title = excluded.title, hash = excluded.hash, disabled = excluded.disabled

-- name: account_failures
UPDATE account SET failures = $2, shut_until = $3 WHERE id = $1

-- name: account_by_login
SELECT id, login, title, hash, disabled, failures, shut_until FROM account WHERE login = $1

-- name: account_by_id
SELECT id, login, title, hash, disabled, failures, shut_until FROM account WHERE id = $1

-- name: account_all
SELECT id, login, title, hash, disabled, failures, shut_until FROM account ORDER BY login

-- name: account_post_drop
DELETE FROM account_post WHERE account = $1 AND post = $2

-- name: account_post_put
INSERT INTO account_post (account, post) VALUES ($1, $2)
ON CONFLICT (account, post) DO NOTHING

-- name: account_posts
SELECT account, post, from_day, until_day FROM account_post ORDER BY account, post

-- name: session_put
INSERT INTO session (token, data, expires) VALUES ($1, $2, $3)
ON CONFLICT (token) DO UPDATE SET data = excluded.data, expires = excluded.expires

-- name: session_get
SELECT data FROM session WHERE token = $1 AND expires > $2

-- name: session_drop
DELETE FROM session WHERE token = $1

-- name: session_sweep
DELETE FROM session WHERE expires <= $1

-- name: orders_by_phone
SELECT order_id FROM phone WHERE hash = $1 ORDER BY order_id DESC LIMIT $2
