-- The inverted index of SQLite: FTS5 without content and without places; a text's number is its rowid.

-- name: search_text_put
INSERT OR REPLACE INTO search_text (rowid, words) VALUES (CAST($1 AS BIGINT) * 8 + $2, $3)

-- name: search_words
SELECT rowid FROM search_text WHERE search_text MATCH $1 AND rowid < $2 AND rowid >= $3 ORDER BY rowid DESC LIMIT $4

-- name: search_text_has
SELECT COUNT(*) FROM search_text WHERE rowid = $1
