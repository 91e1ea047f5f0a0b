-- name: account_post_take
INSERT INTO account_post (account, post, from_day, until_day) VALUES ($1, $2, $3, '')
ON CONFLICT (account, post) DO UPDATE SET from_day = excluded.from_day, until_day = excluded.until_day

-- name: account_post_leave
UPDATE account_post SET until_day = $3 WHERE account = $1 AND post = $2

-- name: account_name_put
INSERT INTO account_name (account, from_ms, title) VALUES ($1, $2, $3)
ON CONFLICT (account, from_ms) DO NOTHING

-- name: account_names
SELECT account, from_ms, title FROM account_name ORDER BY account, from_ms

-- name: unit_seen_put
INSERT INTO unit_seen (unit, day, first_ms, account) VALUES ($1, $2, $3, $4)
ON CONFLICT (unit, day) DO NOTHING

-- name: unit_seen_on
SELECT unit, first_ms FROM unit_seen WHERE day = $1 ORDER BY unit

-- name: orders_of_unit
SELECT id FROM orders WHERE open = TRUE AND (lead = $1 OR lead = '') ORDER BY id

-- name: open_by_unit
SELECT lead, COUNT(*) FROM orders WHERE open = TRUE AND lead <> '' GROUP BY lead ORDER BY lead
