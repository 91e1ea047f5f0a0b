-- name: duty_put
INSERT INTO duty (key, stream_at, category, town, units, department, basis, ended, changed_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (key) DO UPDATE SET stream_at = excluded.stream_at, category = excluded.category, town = excluded.town, units = excluded.units,
    department = excluded.department, basis = excluded.basis, ended = excluded.ended, changed_ms = excluded.changed_ms

-- name: duty_all
SELECT key, stream_at, category, town, units, department, basis, ended, changed_ms FROM duty ORDER BY category, town

-- name: replay_duties
DELETE FROM duty
