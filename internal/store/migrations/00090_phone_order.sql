-- +goose Up

-- Which orders a caller's number belongs to, newest first: search_phone reads a page of them, however many end in the same four digits.
ALTER TABLE phone ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;
UPDATE phone SET seq = COALESCE((SELECT c.seq FROM search_scope c WHERE c.order_id = phone.order_id), 0);
CREATE INDEX phone_newest ON phone (hash, seq);

-- +goose Down
DROP INDEX phone_newest;
ALTER TABLE phone DROP COLUMN seq;
