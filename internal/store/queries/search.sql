-- Search walks lists of orders, each newest first, and keeps what is on all of them. Every list goes on below a bound ($2), n rows ($3) at a time.

-- name: search_scope_put
INSERT INTO search_scope (seq, order_id, lead, deputy, registered_by, open) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (order_id) DO UPDATE SET lead = excluded.lead, deputy = excluded.deputy, open = excluded.open
WHERE search_scope.lead <> excluded.lead OR search_scope.deputy <> excluded.deputy OR search_scope.open <> excluded.open

-- name: search_scope_row
SELECT seq, lead, deputy, registered_by, open FROM search_scope WHERE order_id = $1

-- name: search_order
SELECT order_id FROM search_scope WHERE seq = $1

-- name: search_all
SELECT seq FROM search_scope WHERE $1 = '' AND seq < $2 ORDER BY seq DESC LIMIT $3

-- name: search_of_lead
SELECT seq FROM (SELECT seq FROM search_scope WHERE lead = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3) own
UNION
SELECT seq FROM (SELECT seq FROM co_request WHERE unit = $1 AND part = TRUE AND seq < $2 ORDER BY seq DESC LIMIT $3) helped
ORDER BY seq DESC LIMIT $3

-- name: search_of_deputy
SELECT seq FROM search_scope WHERE deputy = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3

-- name: search_of_own
SELECT seq FROM search_scope WHERE registered_by = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3

-- name: search_of_open
SELECT seq FROM search_scope WHERE open = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3

-- name: search_phone
SELECT seq FROM phone WHERE hash = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3

-- name: order_ids_by_outer
SELECT id FROM orders WHERE outer_no = $1 ORDER BY id DESC LIMIT 20

-- name: order_ids_by_matter
SELECT o.id
FROM matters m
JOIN orders o ON o.matter = m.id
WHERE m.number = $1
ORDER BY o.registered_ms DESC, o.id DESC
LIMIT 20

-- name: replay_search_scope
DELETE FROM search_scope

-- name: search_when
SELECT o.registered_ms
FROM search_scope c
JOIN orders o ON o.id = c.order_id
WHERE c.seq >= $1
ORDER BY c.seq
LIMIT 1

-- name: search_mine
SELECT c.seq
FROM orders o
JOIN search_scope c ON c.order_id = o.id
WHERE o.registered_by = $1 AND o.registered_ms >= $2

-- name: search_form_has
SELECT COUNT(*) FROM search_form WHERE form = $1

-- name: search_form_put
INSERT INTO search_form (form) VALUES ($1) ON CONFLICT (form) DO NOTHING

-- name: replay_search_form
DELETE FROM search_form
