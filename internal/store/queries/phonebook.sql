-- name: phonebook_put
INSERT INTO phonebook (unit, v, lines, month, confirmed_ms, confirmed_by) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (unit) DO UPDATE SET v = excluded.v, lines = excluded.lines, month = excluded.month, confirmed_ms = excluded.confirmed_ms, confirmed_by = excluded.confirmed_by

-- name: phonebook_all
SELECT unit, v, lines, month, confirmed_ms, confirmed_by FROM phonebook ORDER BY unit

-- name: phonebook_of
SELECT unit, v, lines, month, confirmed_ms, confirmed_by FROM phonebook WHERE unit = $1

-- name: replay_phonebook
DELETE FROM phonebook
