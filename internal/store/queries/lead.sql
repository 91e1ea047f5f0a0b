-- name: lead_put
INSERT INTO lead (id, v, order_id, unit, fault, state, open, number, made_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (id) DO UPDATE SET v = excluded.v, state = excluded.state, open = excluded.open, number = excluded.number

-- name: lead_hint_put
INSERT INTO lead_hint (id, order_id, unit, fault, source, code, n, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id) DO NOTHING

-- name: lead_page
SELECT id, made_ms FROM lead
WHERE open = $1 AND (made_ms < $2 OR made_ms = $2 AND id < $3) AND ($4 = '' OR state = $4) AND ($5 = 0 OR fault = $5) AND ($6 = '' OR unit = $6) /* spared lead.order_id */
ORDER BY made_ms DESC, id DESC LIMIT $7

-- name: lead_of_order
SELECT id, made_ms FROM lead WHERE order_id = $1 AND state <> 'dropped' /* spared lead.order_id */ ORDER BY made_ms DESC, id DESC LIMIT $2

-- name: lead_states
SELECT state, COUNT(*) FROM lead WHERE open = TRUE /* spared lead.order_id */ GROUP BY state ORDER BY state

-- name: lead_hint_page
SELECT id, order_id, unit, fault, source, code, n, at_ms FROM lead_hint
WHERE (at_ms < $1 OR at_ms = $1 AND id < $2) AND NOT EXISTS (SELECT 1 FROM lead l WHERE l.id = lead_hint.id) /* spared lead_hint.order_id */
ORDER BY at_ms DESC, id DESC LIMIT $3

-- name: lead_hint_get
SELECT id, order_id, unit, fault, source, code, n, at_ms FROM lead_hint WHERE id = $1

-- name: lead_hint_count
SELECT COUNT(*) FROM lead_hint WHERE NOT EXISTS (SELECT 1 FROM lead l WHERE l.id = lead_hint.id) /* spared lead_hint.order_id */

-- name: lead_all
SELECT id, v, order_id, unit, fault, state, open, number, made_ms FROM lead ORDER BY id

-- name: lead_hint_all
SELECT id, order_id, unit, fault, source, code, n, at_ms FROM lead_hint ORDER BY id

-- name: replay_lead
DELETE FROM lead

-- name: replay_lead_hint
DELETE FROM lead_hint
