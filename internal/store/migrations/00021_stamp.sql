-- +goose Up

-- What a photograph is of: sign (签批页) or seal (盖章页). taken: its bytes have gone, or are just going, to an order's files, and must never be swept.
ALTER TABLE folder_scan ADD COLUMN kind TEXT NOT NULL DEFAULT 'sign';
ALTER TABLE folder_scan ADD COLUMN taken BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE folder_scan DROP COLUMN taken;
ALTER TABLE folder_scan DROP COLUMN kind;
