-- name: supervision_put
INSERT INTO supervision (id, order_id, n, item, level, unit, joint, open, step, owes, number, due_ms, opened_ms, closed_ms, outcome, unsolved, late)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
ON CONFLICT (id) DO UPDATE SET level = excluded.level, unit = excluded.unit, joint = excluded.joint, open = excluded.open, step = excluded.step, owes = excluded.owes,
    number = excluded.number, due_ms = excluded.due_ms, closed_ms = excluded.closed_ms, outcome = excluded.outcome, unsolved = excluded.unsolved, late = excluded.late

-- name: supervision_page
SELECT order_id, n, opened_ms
FROM supervision
WHERE open = $1 AND (opened_ms < $2 OR opened_ms = $2 AND id < $3) AND level >= $4 AND ($5 < 0 OR level = $5) AND ($6 = 0 OR item = $6)
    AND ($7 = '' OR step = $7) AND ($8 = '' OR unit = $8) /* spared supervision.order_id */
ORDER BY opened_ms DESC, id DESC
LIMIT $9

-- name: supervision_page_unit
SELECT order_id, n, opened_ms
FROM supervision
WHERE unit = $8 AND open = $1 AND (opened_ms < $2 OR opened_ms = $2 AND id < $3) AND level >= $4 AND ($5 < 0 OR level = $5) AND ($6 = 0 OR item = $6)
    AND ($7 = '' OR step = $7) /* spared supervision.order_id */
ORDER BY opened_ms DESC, id DESC
LIMIT $9

-- name: supervision_page_joint
SELECT order_id, n, opened_ms
FROM supervision
WHERE joint = TRUE AND open = $1 AND (opened_ms < $2 OR opened_ms = $2 AND id < $3) AND level >= $4 AND ($5 < 0 OR level = $5) AND ($6 = 0 OR item = $6)
    AND ($7 = '' OR step = $7) AND ($8 = '' OR unit = $8) /* spared supervision.order_id */
ORDER BY opened_ms DESC, id DESC
LIMIT $9

-- name: supervision_page_step
SELECT order_id, n, opened_ms
FROM supervision
WHERE step = $7 AND open = $1 AND (opened_ms < $2 OR opened_ms = $2 AND id < $3) AND level >= $4 AND ($5 < 0 OR level = $5) AND ($6 = 0 OR item = $6)
    AND ($8 = '' OR unit = $8) /* spared supervision.order_id */
ORDER BY opened_ms DESC, id DESC
LIMIT $9

-- name: supervision_page_owed
SELECT order_id, n, opened_ms
FROM supervision
WHERE open = $1 AND step IN ('to_urge', 'to_issue', 'to_judge', 'to_close') AND $7 = 'owed' AND (opened_ms < $2 OR opened_ms = $2 AND id < $3) AND level >= $4
    AND ($5 < 0 OR level = $5) AND ($6 = 0 OR item = $6) AND ($8 = '' OR unit = $8) /* spared supervision.order_id */
ORDER BY opened_ms DESC, id DESC
LIMIT $9

-- name: supervision_steps
SELECT step, COUNT(*) FROM supervision WHERE open = TRUE /* spared supervision.order_id */ GROUP BY step ORDER BY step

-- name: supervision_steps_joint
SELECT step, COUNT(*) FROM supervision WHERE joint = TRUE AND open = TRUE /* spared supervision.order_id */ GROUP BY step ORDER BY step

-- name: supervision_owed
SELECT order_id, n FROM supervision WHERE unit = $1 AND open = TRUE AND owes = TRUE /* spared supervision.order_id */ ORDER BY due_ms, id LIMIT $2

-- name: supervision_levels
-- "open" stands bare: compared, it would lead SQLite through the index of all open rows.
SELECT order_id, MAX(level) FROM supervision WHERE order_id IN ($3) AND open AND level > 0 AND ($1 = '' OR unit = $1) AND ($2 = FALSE OR joint = TRUE) GROUP BY order_id

-- name: supervision_all
SELECT id, order_id, n, item, level, unit, joint, open, step, owes, number, due_ms, opened_ms, closed_ms, outcome, unsolved, late FROM supervision ORDER BY id

-- name: replay_supervision
DELETE FROM supervision

-- name: supervision_open
SELECT COUNT(*) FROM supervision WHERE open = TRUE AND level > 0
