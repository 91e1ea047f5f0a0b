-- name: contact_clear
DELETE FROM contact WHERE order_id = $1

-- name: contact_put
INSERT INTO contact (order_id, n, category, town, place, at_ms) VALUES ($1, $2, $3, $4, $5, $6)

-- name: contact_near
SELECT order_id, place, at_ms
FROM contact
WHERE category = $1 AND town = $2 AND at_ms >= $3 /* spared contact.order_id */
ORDER BY at_ms DESC, order_id, n
LIMIT $4

-- name: contact_first
SELECT at_ms FROM contact WHERE n = 0 ORDER BY at_ms LIMIT 1

-- name: contact_weeks
SELECT (-1 - (at_ms - $1)) / 604800000 AS back, COUNT(*)
FROM contact
WHERE n = 0 AND category = $2 AND ($3 = '' OR town = $3) AND at_ms >= $4 AND at_ms < $1 /* spared contact.order_id */
GROUP BY back
ORDER BY back

-- name: contact_listed
SELECT order_id, at_ms
FROM contact
WHERE n = 0 AND category = $1 AND ($2 = '' OR town = $2) AND at_ms >= $3 AND (at_ms < $4 OR at_ms = $4 AND order_id < $5) /* spared contact.order_id */
ORDER BY at_ms DESC, order_id DESC
LIMIT $6

-- name: contact_all
SELECT order_id, n, category, town, place, at_ms FROM contact ORDER BY order_id, n

-- name: replay_contact
DELETE FROM contact

-- name: cluster_put
INSERT INTO cluster (id, area, category, town, place, order_id, formed_ms, last_ms, times, persons, first, last)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (id) DO UPDATE SET last_ms = excluded.last_ms, times = excluded.times, persons = excluded.persons, last = excluded.last

-- name: cluster_running
SELECT COALESCE(MIN(first), 0) FROM cluster WHERE area = $1 AND last_ms > $2

-- name: cluster_order_put
INSERT INTO cluster_order (cluster_id, order_id) VALUES ($1, $2)
ON CONFLICT (cluster_id, order_id) DO NOTHING

-- name: cluster_page
SELECT c.id, c.area, c.last_ms, c.first, c.last
FROM cluster c
WHERE (c.last_ms < $1 OR c.last_ms = $1 AND c.id < $2) AND ($4 = '' OR c.town = $4) AND ($5 = '' OR c.category = $5) AND ($6 = 0 OR $6 = 1 AND c.last_ms > $7 OR $6 = 2 AND c.last_ms <= $7)
    AND NOT EXISTS (SELECT 1 FROM cluster_order o WHERE o.cluster_id = c.id AND NOT (o.order_id = o.order_id /* spared o.order_id */))
ORDER BY c.last_ms DESC, c.id DESC
LIMIT $3

-- name: cluster_one
SELECT c.id, c.area, c.last_ms, c.first, c.last
FROM cluster c
WHERE c.id = $1
    AND NOT EXISTS (SELECT 1 FROM cluster_order o WHERE o.cluster_id = c.id AND NOT (o.order_id = o.order_id /* spared o.order_id */))

-- name: cluster_count
SELECT COUNT(*)
FROM cluster c
WHERE c.last_ms > $1
    AND NOT EXISTS (SELECT 1 FROM cluster_order o WHERE o.cluster_id = c.id AND NOT (o.order_id = o.order_id /* spared o.order_id */))

-- name: cluster_all
SELECT id, area, category, town, place, order_id, formed_ms, last_ms, times, persons, first, last FROM cluster ORDER BY id

-- name: cluster_order_all
SELECT cluster_id, order_id FROM cluster_order ORDER BY cluster_id, order_id

-- name: replay_cluster
DELETE FROM cluster

-- name: replay_cluster_order
DELETE FROM cluster_order
