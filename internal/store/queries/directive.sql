-- name: directive_put
INSERT INTO directive (id, v, post, order_id, open, ready, due, made_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (id) DO UPDATE SET v = excluded.v, open = excluded.open, ready = excluded.ready, due = excluded.due

-- name: directive_unit_put
INSERT INTO directive_unit (directive, unit, open, due, made_ms) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (directive, unit) DO UPDATE SET open = excluded.open, due = excluded.due

-- name: directive_page
SELECT id FROM directive WHERE open = $1 AND made_ms < $2 ORDER BY made_ms DESC, id DESC LIMIT $3

-- name: directive_of_post
SELECT id FROM directive WHERE post = $1 AND open = $2 AND made_ms < $3 ORDER BY made_ms DESC, id DESC LIMIT $4

-- name: directive_of_unit
SELECT directive FROM directive_unit WHERE unit = $1 AND open = $2 AND made_ms < $3 ORDER BY made_ms DESC, directive DESC LIMIT $4

-- name: directive_of_order
SELECT id FROM directive WHERE order_id = $1 ORDER BY made_ms DESC, id DESC LIMIT $2

-- name: directive_count
SELECT COUNT(*) FROM directive d WHERE d.open = TRUE AND d.ready = TRUE /* spared d.order_id */

-- name: directive_unit_count
SELECT COUNT(*) FROM directive_unit t JOIN directive d ON d.id = t.directive WHERE t.unit = $1 AND t.open = TRUE /* spared d.order_id */

-- name: directive_all
SELECT id, v, post, order_id, open, ready, due, made_ms FROM directive ORDER BY id

-- name: directive_unit_all
SELECT directive, unit, open, due, made_ms FROM directive_unit ORDER BY directive, unit

-- name: replay_directive
DELETE FROM directive

-- name: replay_directive_unit
DELETE FROM directive_unit
