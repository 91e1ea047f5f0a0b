-- name: recheck_draw_put
INSERT INTO recheck_draw (draw, at_ms, account, from_day, to_day, pool, percent, drawn) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: recheck_put
INSERT INTO recheck (order_id, draw, unit, why, closed, due, open, result, done_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: recheck_done
UPDATE recheck SET open = FALSE, result = $3, done_ms = $4 WHERE order_id = $1 AND draw = $2

-- name: recheck_pool
SELECT id, lead, closed_ms, key_order, EXISTS (SELECT 1 FROM supervision x WHERE x.order_id = orders.id AND x.level > 0 AND x.outcome <> 'mistaken')
FROM orders
WHERE open = FALSE AND closed_ms >= $1 AND closed_ms < $2 AND status IN ('closed', 'archived') AND lead <> '' AND led_by = '' AND old_platform = FALSE
ORDER BY closed_ms, id

-- name: recheck_pool_count
SELECT COUNT(*) FROM orders
WHERE open = FALSE AND closed_ms >= $1 AND closed_ms < $2 AND status IN ('closed', 'archived') AND lead <> '' AND led_by = '' AND old_platform = FALSE

-- name: recheck_page
SELECT order_id, draw, unit, why, closed, due, open, result, done_ms
FROM recheck
WHERE open = $1 AND (due > $2 OR due = $2 AND order_id > $3) AND ($4 = '' OR unit = $4) AND ($5 = '' OR why = $5) AND ($6 = '' OR result = $6) AND ($7 = 0 OR draw = $7) /* spared recheck.order_id */
ORDER BY due, order_id
LIMIT $8

-- name: recheck_of_order
SELECT order_id, draw, unit, why, closed, due, open, result, done_ms FROM recheck WHERE order_id = $1 AND open = TRUE ORDER BY draw DESC LIMIT 1

-- name: recheck_sums
SELECT open, result, COUNT(*) FROM recheck WHERE TRUE /* spared recheck.order_id */ GROUP BY open, result ORDER BY open, result

-- name: recheck_late
SELECT COUNT(*) FROM recheck WHERE open = TRUE AND due < $1 /* spared recheck.order_id */

-- name: recheck_draws
SELECT draw, at_ms, account, from_day, to_day, pool, percent, drawn FROM recheck_draw ORDER BY draw DESC LIMIT $1

-- name: recheck_all
SELECT order_id, draw, unit, why, closed, due, open, result, done_ms FROM recheck ORDER BY order_id, draw

-- name: recheck_draw_all
SELECT draw, at_ms, account, from_day, to_day, pool, percent, drawn FROM recheck_draw ORDER BY draw

-- name: replay_recheck
DELETE FROM recheck

-- name: replay_recheck_draw
DELETE FROM recheck_draw
