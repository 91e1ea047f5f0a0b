-- name: message_put
INSERT INTO message (pos, n, audience, order_id, code, kind, due_ms, times, urgent, at_ms, about) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: message_page
SELECT m.pos, m.n, m.audience, m.order_id, m.code, m.kind, m.due_ms, m.times, m.urgent, m.at_ms, COALESCE(o.number, ''), COALESCE(o.lead, ''), COALESCE(o.deputy, ''),
    COALESCE(o.registered_by, ''), CASE WHEN r.pos IS NULL AND m.pos > $3 THEN FALSE ELSE TRUE END, m.about
FROM message m
LEFT JOIN orders o ON o.id = m.order_id
LEFT JOIN message_read r ON r.account = $4 AND r.pos = m.pos AND r.n = m.n
WHERE m.audience IN ($1, $2)
    AND (m.pos < $5 OR m.pos = $5 AND m.n < $6)
    AND ($7 = FALSE OR r.pos IS NULL AND m.pos > $3) /* spared m.order_id */
ORDER BY m.pos DESC, m.n DESC
LIMIT $8

-- name: message_unread
SELECT COUNT(*) FROM (
    SELECT m.pos
    FROM message m
    LEFT JOIN message_read r ON r.account = $4 AND r.pos = m.pos AND r.n = m.n
    WHERE m.audience IN ($1, $2) AND m.pos > $3 AND r.pos IS NULL /* spared m.order_id */
    LIMIT 100
) AS unread

-- name: message_mark
SELECT COALESCE(MAX(pos), 0) FROM message_mark WHERE account = $1

-- name: message_mark_put
INSERT INTO message_mark (account, pos) VALUES ($1, $2)
ON CONFLICT (account) DO UPDATE SET pos = excluded.pos WHERE message_mark.pos < excluded.pos

-- name: message_read_put
INSERT INTO message_read (account, pos, n, at_ms)
SELECT CAST($1 AS TEXT), m.pos, m.n, CAST($5 AS BIGINT) FROM message m WHERE m.pos = $2 AND m.n = $3 AND m.audience IN ($4, $6)
ON CONFLICT (account, pos, n) DO NOTHING

-- name: message_order
SELECT m.order_id, m.about, m.code FROM message m WHERE m.pos = $1 AND m.n = $2 AND m.audience IN ($3, $4) /* spared m.order_id */

-- name: message_since
SELECT m.audience, COUNT(*)
FROM message m
WHERE m.urgent = FALSE AND m.pos > $1 AND m.pos <= $2
    AND NOT EXISTS (SELECT 1 FROM recused x WHERE x.order_id = m.order_id
        AND (x.mark = 'p:' || m.audience OR m.audience LIKE substr(x.mark, 3) || '/%' OR m.audience = '@' || substr(x.mark, 3)))
GROUP BY m.audience
ORDER BY m.audience

-- name: message_all
SELECT pos, n, audience, order_id, code, kind, due_ms, times, urgent, at_ms, about FROM message ORDER BY pos, n

-- name: replay_messages
DELETE FROM message

-- name: outbox_put
INSERT INTO outbox (id, channel, audience, order_id, code, kind, due_ms, times, n, urgent, made_ms, send_ms, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'queued')
ON CONFLICT (id) DO UPDATE SET n = outbox.n + excluded.n WHERE outbox.state = 'queued'

-- name: outbox_page
SELECT b.id, b.channel, b.audience, b.order_id, b.code, b.kind, b.due_ms, b.times, b.n, b.urgent, b.made_ms, b.send_ms, b.state, b.attempts, b.fault, COALESCE(o.number, '')
FROM outbox b
LEFT JOIN orders o ON o.id = b.order_id
WHERE b.state = $1 AND (b.send_ms > $2 OR b.send_ms = $2 AND b.id > $3)
ORDER BY b.send_ms, b.id
LIMIT $4

-- name: outbox_claim
UPDATE outbox SET state = 'sending', lease_ms = $2, tried_ms = $1, attempts = attempts + 1
WHERE (state = 'queued' AND send_ms <= $1 OR state = 'sending' AND lease_ms <= $1) AND id IN (
    SELECT id FROM outbox
    WHERE state = 'queued' AND send_ms <= $1 OR state = 'sending' AND lease_ms <= $1
    ORDER BY send_ms, id
    LIMIT $3)
RETURNING id, channel, audience, order_id, code, kind, due_ms, times, n, urgent, made_ms, send_ms, attempts,
    COALESCE((SELECT o.number FROM orders o WHERE o.id = outbox.order_id), '')

-- name: outbox_sent
UPDATE outbox SET state = 'sent', sent_ms = $2, road = $3, receipt = $4, fault = '' WHERE id = $1 AND state = 'sending' AND tried_ms = $5

-- name: outbox_failed
UPDATE outbox SET state = $2, send_ms = $3, fault = $4 WHERE id = $1 AND state = 'sending' AND tried_ms = $5

-- name: outbox_wait
UPDATE outbox SET state = 'queued', send_ms = $2, attempts = attempts - 1 WHERE id = $1 AND state = 'sending' AND tried_ms = $3

-- name: outbox_again
UPDATE outbox SET state = 'queued', send_ms = $2, attempts = 0, fault = '' WHERE id = $1 AND state = 'dead'

-- name: outbox_to_caller
SELECT code, state, made_ms, sent_ms, fault FROM outbox WHERE order_id = $1 AND audience = 'caller' ORDER BY made_ms, id

-- name: outbox_count
SELECT channel, state, COUNT(*) FROM outbox GROUP BY channel, state ORDER BY channel, state

-- name: outbox_stray
SELECT b.id FROM outbox b LEFT JOIN orders o ON o.id = b.order_id WHERE b.order_id <> '' AND o.id IS NULL ORDER BY b.id

-- name: due_reminders
SELECT id, kind, stream, payload, at_ms, attempts FROM due WHERE kind = 'remind' ORDER BY id

-- name: replay_reminders
DELETE FROM due WHERE kind = 'remind'

-- name: due_digest
SELECT COUNT(*) FROM due WHERE kind = 'digest'

-- name: orders_open
SELECT id FROM orders WHERE open = TRUE ORDER BY due_ms, id
