-- name: folder_sheet_put
INSERT INTO folder_sheet (id, kind, order_id, chain, step, made_by, made_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: folder_sheet_get
SELECT id, kind, order_id, chain, step, made_by, made_ms FROM folder_sheet WHERE id = $1

-- name: folder_sheet_forget
DELETE FROM folder_sheet WHERE id = $1

-- name: folder_scan_put
INSERT INTO folder_scan (id, account, kind, sheet, blob, mime, size, made_ms, taken) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE)

-- name: folder_scan_all
SELECT id, account, kind, sheet, blob, mime, size, made_ms FROM folder_scan WHERE account = $1 AND kind = $2 AND taken = FALSE ORDER BY id LIMIT 100

-- name: folder_scan_take
UPDATE folder_scan SET taken = TRUE WHERE account = $1 AND id = $2 AND taken = FALSE

-- name: folder_scan_back
UPDATE folder_scan SET taken = FALSE WHERE account = $1 AND id = $2

-- name: folder_scan_drop
DELETE FROM folder_scan WHERE account = $1 AND id = $2

-- name: folder_scan_waits
SELECT account, blob FROM folder_scan WHERE id = $1 AND taken = FALSE

-- name: folder_scan_forget
DELETE FROM folder_scan WHERE id = $1
