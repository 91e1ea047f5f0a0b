-- name: reading_put
INSERT INTO reading (post, order_id, why, at_ms, unread) VALUES ($1, $2, $3, $4, TRUE)
ON CONFLICT (post, order_id) DO UPDATE SET why = excluded.why, at_ms = excluded.at_ms, unread = TRUE

-- name: reading_clear
DELETE FROM reading WHERE order_id = $1

-- name: reading_drop
DELETE FROM reading WHERE post = $1 AND order_id = $2

-- name: reading_mark
INSERT INTO reading_mark (post, order_id, seen_ms, account) VALUES ($1, $2, $3, $4)
ON CONFLICT (post, order_id) DO UPDATE SET seen_ms = excluded.seen_ms, account = excluded.account

-- name: reading_done
UPDATE reading SET unread = FALSE WHERE post = $1 AND order_id = $2 AND at_ms <= $3

-- name: reading_marks_kept
UPDATE reading SET unread = FALSE
WHERE EXISTS (SELECT 1 FROM reading_mark m WHERE m.post = reading.post AND m.order_id = reading.order_id AND m.seen_ms >= reading.at_ms)

-- name: reading_all
SELECT post, order_id, why, at_ms FROM reading ORDER BY post, order_id

-- name: replay_reading
DELETE FROM reading

-- name: instructed_put
INSERT INTO instructed (post, order_id, at_ms) VALUES ($1, $2, $3)
ON CONFLICT (post, order_id) DO UPDATE SET at_ms = excluded.at_ms

-- name: instructed_all
SELECT post, order_id, at_ms FROM instructed ORDER BY post, order_id

-- name: replay_instructed
DELETE FROM instructed
