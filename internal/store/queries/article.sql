-- name: article_put
INSERT INTO article (id, number, stream_at, status, version, title, words, answer, unit, category, valid_to, proposed, changed_ms, asked_order, offered, public_version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (id) DO UPDATE SET number = excluded.number, stream_at = excluded.stream_at, status = excluded.status, version = excluded.version,
    title = excluded.title, words = excluded.words, answer = excluded.answer, unit = excluded.unit, category = excluded.category,
    valid_to = excluded.valid_to, proposed = excluded.proposed, changed_ms = excluded.changed_ms,
    offered = excluded.offered, public_version = excluded.public_version

-- name: article_all
SELECT id, number, stream_at, status, version, title, words, answer, unit, category, valid_to, proposed, changed_ms, asked_order, offered, public_version FROM article ORDER BY number

-- name: article_mark
SELECT COUNT(*), COALESCE(SUM(stream_at), 0) FROM article

-- name: article_gaps
SELECT o.id, o.number, o.title, o.category, o.closed_ms
FROM fact f JOIN orders o ON o.id = f.order_id
WHERE f.kind = 'answered_without_knowledge' AND f.date >= $1
ORDER BY f.date DESC, f.pos DESC
LIMIT 50

-- name: replay_articles
DELETE FROM article
