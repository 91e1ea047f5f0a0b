-- name: draft_put
INSERT INTO draft (id, account, rev, ciphertext, saved_ms)
SELECT $1, $2, 1, $3, $4
WHERE NOT EXISTS (SELECT 1 FROM command WHERE actor = $2 AND route = $5 AND key = $1)
ON CONFLICT (id) DO NOTHING

-- name: draft_set
UPDATE draft SET rev = rev + 1, ciphertext = $4, saved_ms = $5 WHERE id = $1 AND account = $2 AND rev = $3

-- name: draft_get
SELECT id, rev, ciphertext, saved_ms FROM draft WHERE id = $1 AND account = $2

-- name: drafts_of
SELECT id, rev, ciphertext, saved_ms FROM draft WHERE account = $1 ORDER BY saved_ms DESC, id LIMIT 20

-- name: draft_drop
DELETE FROM draft WHERE id = $1 AND account = $2

-- name: draft_sweep
DELETE FROM draft WHERE saved_ms < $1

-- name: orders_alike
SELECT id, number, title, place, status, open, due_ms, registered_ms
FROM orders
WHERE category = $1 AND town = $2 AND registered_ms >= $3 AND ($4 = '' OR registered_by = $4) /* spared orders.id */
ORDER BY registered_ms DESC, id
LIMIT 50

-- name: orders_taught
SELECT category, title FROM orders WHERE category <> '' ORDER BY id DESC LIMIT 3000

-- name: orders_used
SELECT category, town, place FROM orders WHERE registered_by = $1 ORDER BY registered_ms DESC, id DESC LIMIT 30
