-- The inverted index of PostgreSQL: lists of words under GIN. A word is named with its bucket, so a list is as long as a bucket at most.

-- name: search_text_put
INSERT INTO search_text (doc, words) VALUES (CAST($1 AS BIGINT) * 8 + CAST($2 AS BIGINT), CAST(CAST($3 AS TEXT) AS TSVECTOR))
ON CONFLICT (doc) DO UPDATE SET words = excluded.words

-- name: search_words
-- One expression a bucket; the inverted index gathers what a bucket holds, which is bounded. Gathered apart: told of the limit, the planner would walk down
-- the primary key and unpack every text on its way.
WITH m AS MATERIALIZED (
    SELECT t.doc
    FROM unnest(string_to_array(CAST($1 AS TEXT), ';')) AS q (expression)
    CROSS JOIN LATERAL (SELECT doc FROM search_text WHERE words @@ CAST(q.expression AS TSQUERY)) AS t
)
SELECT doc FROM m WHERE doc < $2 AND doc >= $3 ORDER BY doc DESC LIMIT $4

-- name: search_text_has
SELECT COUNT(*) FROM search_text WHERE doc = $1
