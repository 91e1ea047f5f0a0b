-- name: roster_put
INSERT INTO roster_week (unit, monday, v, marks, people, by_id, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (unit, monday) DO UPDATE SET v = excluded.v, marks = excluded.marks, people = excluded.people, by_id = excluded.by_id, at_ms = excluded.at_ms

-- name: roster_of_week
SELECT unit, monday, marks, people, by_id, at_ms FROM roster_week WHERE monday = $1 ORDER BY unit

-- name: roster_of_unit
SELECT unit, monday, marks, people, by_id, at_ms FROM roster_week WHERE unit = $1 AND monday >= $2 AND monday <= $3 ORDER BY monday

-- name: roster_all
SELECT unit, monday, v, marks, people, by_id, at_ms FROM roster_week ORDER BY unit, monday

-- name: replay_roster
DELETE FROM roster_week
