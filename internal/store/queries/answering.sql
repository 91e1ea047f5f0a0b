-- name: answering_put
INSERT INTO answering (id, v, day, week, kind, who, cancelled, minuted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id) DO UPDATE SET v = excluded.v, day = excluded.day, week = excluded.week, kind = excluded.kind, who = excluded.who, cancelled = excluded.cancelled, minuted = excluded.minuted

-- name: answering_between
SELECT id FROM answering WHERE day >= $1 AND day <= $2 ORDER BY day, id LIMIT $3

-- name: answering_weeks
SELECT week, COUNT(*) FROM answering WHERE cancelled = FALSE AND day >= $1 AND day <= $2 GROUP BY week ORDER BY week

-- name: answering_unminuted
SELECT COUNT(*) FROM answering WHERE day < $1 AND day >= $2 AND cancelled = FALSE AND minuted = FALSE

-- name: answering_call_put
INSERT INTO answering_call (session, order_id, at_ms) VALUES ($1, $2, $3)
ON CONFLICT (session, order_id) DO NOTHING

-- name: answering_calls
SELECT order_id FROM answering_call WHERE session = $1 ORDER BY at_ms, order_id LIMIT $2

-- name: answering_all
SELECT id, v, day, week, kind, who, cancelled, minuted FROM answering ORDER BY id

-- name: answering_call_all
SELECT session, order_id, at_ms FROM answering_call ORDER BY session, order_id

-- name: replay_answering
DELETE FROM answering

-- name: replay_answering_call
DELETE FROM answering_call
