-- name: bulletin_put
INSERT INTO bulletin (id, version, kind, from_day, to_day, stage, title, number, issued_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (id) DO UPDATE SET version = excluded.version, stage = excluded.stage, title = excluded.title, number = excluded.number, issued_ms = excluded.issued_ms

-- name: bulletin_page
SELECT id, version, kind, from_day, to_day, stage, title, number, issued_ms
FROM bulletin
WHERE ($1 = '' OR kind = $1) AND (stage = 'published') = $2 AND ($3 = '' OR to_day < $3 OR to_day = $3 AND id < $4)
ORDER BY to_day DESC, id DESC
LIMIT $5

-- name: bulletin_all
SELECT id, version, kind, from_day, to_day, stage, title, number, issued_ms FROM bulletin ORDER BY id

-- name: bulletin_stages
SELECT stage, COUNT(*) FROM bulletin WHERE stage <> 'published' GROUP BY stage

-- name: replay_bulletin
DELETE FROM bulletin
