-- name: casefile_put
INSERT INTO case_file (order_id, v, order_no, year, number, class, closed, until, unit, held, destroyed, filed_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (order_id) DO UPDATE SET v = excluded.v, order_no = excluded.order_no, year = excluded.year, number = excluded.number, class = excluded.class, closed = excluded.closed,
    until = excluded.until, unit = excluded.unit, held = excluded.held, destroyed = excluded.destroyed, filed_ms = excluded.filed_ms

-- name: casefile_all
SELECT order_id, v, order_no, year, number, class, closed, until, unit, held, destroyed, filed_ms FROM case_file ORDER BY order_id

-- name: casefile_get
SELECT order_id, v, order_no, year, number, class, closed, until, unit, held, destroyed, filed_ms FROM case_file WHERE order_id = $1

-- name: casefile_page
SELECT order_id, v, order_no, year, number, class, closed, until, unit, held, destroyed, filed_ms FROM case_file
WHERE year = $1 AND number > $2 AND ($3 = '' OR class = $3) AND ($4 = '' OR order_no = $4 OR number = $4) /* spared case_file.order_id */
ORDER BY number, order_id LIMIT $5

-- name: casefile_due
SELECT order_id, v, order_no, year, number, class, closed, until, unit, held, destroyed, filed_ms FROM case_file
WHERE destroyed = FALSE AND held = FALSE AND until <> '' AND until < $1 AND (until > $2 OR until = $2 AND order_id > $3) /* spared case_file.order_id */
ORDER BY until, order_id LIMIT $4

-- name: casefile_held
SELECT order_id, v, order_no, year, number, class, closed, until, unit, held, destroyed, filed_ms FROM case_file
WHERE destroyed = FALSE AND held = TRUE AND order_id > $1 /* spared case_file.order_id */
ORDER BY order_id LIMIT $2

-- name: casefile_years
SELECT year, class, COUNT(*), COALESCE(SUM(CASE WHEN held THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN destroyed THEN 1 ELSE 0 END), 0), MAX(filed_ms) FROM case_file
GROUP BY year, class ORDER BY year DESC, class

-- name: casefile_due_count
SELECT COUNT(*) FROM case_file WHERE destroyed = FALSE AND held = FALSE AND until <> '' AND until < $1

-- name: casefile_pack
SELECT order_id, v, order_no, year, number, class, closed, until, unit, held, destroyed, filed_ms FROM case_file
WHERE year = $1 AND number > $2 AND filed_ms > $3 AND filed_ms <= $4 AND destroyed = FALSE
ORDER BY number, order_id LIMIT $5

-- name: casefile_pack_count
SELECT COUNT(*) FROM case_file WHERE year = $1 AND number <> '' AND filed_ms > $2 AND filed_ms <= $3 AND destroyed = FALSE

-- name: casefile_unfiled
SELECT o.id FROM orders o
WHERE o.status IN ('archived', 'direct_closed', 'phone_closed', 'emergency_closed', 'logged_closed', 'not_accepted', 'returned_up', 'explained', 'withdrawn', 'terminated')
AND NOT EXISTS (SELECT 1 FROM case_file c WHERE c.order_id = o.id)
ORDER BY o.registered_ms, o.id LIMIT $1

-- name: replay_casefile
DELETE FROM case_file

-- name: sealed_empty
UPDATE sealed SET subject = $2, ciphertext = $3 WHERE ref = $1 AND (subject = $2 OR subject LIKE 'p-%')

-- name: phone_drop
DELETE FROM phone WHERE order_id = $1


-- name: casefile_destroyed
SELECT order_id FROM case_file WHERE destroyed = TRUE ORDER BY order_id
