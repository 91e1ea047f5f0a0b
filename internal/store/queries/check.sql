-- name: number_issue
INSERT INTO number_issued (kind, period, n, text, pos) VALUES ($1, $2, $3, $4, $5)

-- name: number_faults
-- Counters whose numbers are not exactly 1 to last.
SELECT c.kind, c.period, c.last, COUNT(i.n), COALESCE(MIN(i.n), 0), COALESCE(MAX(i.n), 0)
FROM number c
LEFT JOIN number_issued i ON i.kind = c.kind AND i.period = c.period
GROUP BY c.kind, c.period, c.last
HAVING COUNT(i.n) <> c.last OR COALESCE(MIN(i.n), 1) <> 1 OR COALESCE(MAX(i.n), 0) <> c.last
ORDER BY c.kind, c.period

-- name: number_orphans
-- Numbers without a counter: it was removed.
SELECT i.kind, i.period, COUNT(*)
FROM number_issued i
WHERE NOT EXISTS (SELECT 1 FROM number c WHERE c.kind = i.kind AND c.period = i.period)
GROUP BY i.kind, i.period
ORDER BY i.kind, i.period

-- name: checkpoint_put
INSERT INTO checkpoint (pos, hash, at_ms, node, signer, sig) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (pos) DO NOTHING

-- name: checkpoint_all
SELECT pos, hash, at_ms, node, signer, sig FROM checkpoint ORDER BY pos
