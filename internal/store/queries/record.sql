-- name: record_put
INSERT INTO record (kind, id, v, unit, person, open, due, made_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (kind, id) DO UPDATE SET v = excluded.v, unit = excluded.unit, person = excluded.person, open = excluded.open, due = excluded.due

-- name: record_page
SELECT id FROM record WHERE kind = $1 AND open = $2 AND made_ms < $3 ORDER BY made_ms DESC, id DESC LIMIT $4

-- name: record_of_unit
SELECT id FROM record WHERE kind = $1 AND unit = $2 AND made_ms < $3 ORDER BY made_ms DESC, id DESC LIMIT $4

-- name: record_of_person
SELECT id FROM record WHERE kind = $1 AND person = $2 AND made_ms < $3 ORDER BY made_ms DESC, id DESC LIMIT $4

-- name: record_count
SELECT COUNT(*) FROM record WHERE kind = $1 AND open = TRUE

-- name: record_due
SELECT unit, COUNT(*) FROM record WHERE kind = $1 AND open = TRUE AND due <= $2 AND due <> '' AND unit <> '' GROUP BY unit ORDER BY unit

-- name: record_all
SELECT kind, id, v, unit, person, open, due, made_ms FROM record ORDER BY kind, id

-- name: replay_record
DELETE FROM record

-- name: handled_in
SELECT id, registered_by, status FROM orders WHERE registered_ms >= $1 AND registered_ms < $2 ORDER BY registered_ms, id
