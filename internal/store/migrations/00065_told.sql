-- +goose Up

-- The page that a message is about where it is about no order: a leader's word, a day without log-in. Rebuilt by replay.
ALTER TABLE message ADD COLUMN about TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE message DROP COLUMN about;
