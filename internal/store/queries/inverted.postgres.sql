-- The inverted index of PostgreSQL: lists of words under GIN.

-- name: search_text_put
INSERT INTO search_text (doc, words) VALUES (CAST($1 AS BIGINT) * 8 + CAST($2 AS BIGINT), CAST(CAST($3 AS TEXT) AS TSVECTOR))
ON CONFLICT (doc) DO UPDATE SET words = excluded.words

-- name: search_words
-- The matches are gathered apart, by the inverted index: told of the limit, the planner would walk down the primary key and unpack every text on its way.
WITH m AS MATERIALIZED (SELECT doc FROM search_text WHERE words @@ CAST(CAST($1 AS TEXT) AS TSQUERY))
SELECT doc FROM m WHERE doc < $2 ORDER BY doc DESC LIMIT $3

-- name: search_text_has
SELECT COUNT(*) FROM search_text WHERE doc = $1

-- name: search_text_any
SELECT COUNT(*) FROM (SELECT doc FROM search_text LIMIT 1) x
