-- +goose Up

-- What became of a message on its way out: how often it was tried and when, until when a process is at it, by which road it went, the gateway's own number of it, and why it
-- did not go. No number and no text.
ALTER TABLE outbox ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN tried_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN lease_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN sent_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN road TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN receipt TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN fault TEXT NOT NULL DEFAULT '';
-- What an order's caller was told (outbox_to_caller).
CREATE INDEX outbox_order ON outbox (order_id, audience, made_ms);

-- +goose Down
DROP INDEX outbox_order;
ALTER TABLE outbox DROP COLUMN fault;
ALTER TABLE outbox DROP COLUMN receipt;
ALTER TABLE outbox DROP COLUMN road;
ALTER TABLE outbox DROP COLUMN sent_ms;
ALTER TABLE outbox DROP COLUMN lease_ms;
ALTER TABLE outbox DROP COLUMN tried_ms;
ALTER TABLE outbox DROP COLUMN attempts;
