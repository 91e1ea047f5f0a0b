-- Figures: sums of facts up to a position (domain.md §1.5).

-- name: figure_sums
SELECT kind, unit, category, place, date, SUM(n) FROM fact
WHERE pos <= $1 AND date >= $2 AND date <= $3
GROUP BY kind, unit, category, place, date
HAVING SUM(n) <> 0
ORDER BY kind, unit, category, place, date

-- What is due, of all times: the part that a limit has passed, or has not.
-- name: figure_due
SELECT kind, unit, category, place, '', SUM(n) FROM fact
WHERE kind IN ('due', 'due.late', 'due.met', 'due.waits') AND pos <= $1 AND date >= $2 AND date <= $3
GROUP BY kind, unit, category, place
HAVING SUM(n) <> 0
ORDER BY kind, unit, category, place

-- The orders that a figure counts, each with how often: $4 to $8 are the kinds that add, $9 to $12 those that take away.
-- name: figure_orders
SELECT f.order_id, SUM(CASE WHEN f.kind IN ($4, $5, $6, $7, $8) THEN f.n ELSE -f.n END)
FROM fact f
WHERE f.kind IN ($4, $5, $6, $7, $8, $9, $10, $11, $12) AND f.pos <= $1 AND f.date >= $2 AND f.date <= $3
    AND ($13 = '' OR f.unit = $13) AND ($14 = '' OR f.category = $14) AND ($15 = '' OR f.place = $15 OR $15 = '-' AND f.place = '')
    AND f.order_id > $16
GROUP BY f.order_id
HAVING SUM(CASE WHEN f.kind IN ($4, $5, $6, $7, $8) THEN f.n ELSE -f.n END) <> 0
ORDER BY f.order_id
LIMIT $17

-- name: pos_at
SELECT at_ms FROM event WHERE pos = $1
