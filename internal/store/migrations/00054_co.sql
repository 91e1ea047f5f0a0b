-- +goose Up

-- What a unit was asked to help with (协办, Art. 14): the newest request of an order to a unit. Rebuilt by replay.
CREATE TABLE co_request (
    order_id TEXT NOT NULL,
    unit     TEXT NOT NULL,
    seq      BIGINT NOT NULL,
    lead     TEXT NOT NULL,
    status   TEXT NOT NULL,
    open     BOOLEAN NOT NULL,
    part     BOOLEAN NOT NULL,
    due_ms   BIGINT NOT NULL,
    ended_ms BIGINT NOT NULL,
    late     BOOLEAN NOT NULL,
    PRIMARY KEY (order_id, unit)
);
-- What a unit owes as a co-unit, by its limit.
CREATE INDEX co_request_due ON co_request (unit, open, due_ms, order_id);
-- What it has given, the newest first.
CREATE INDEX co_request_ended ON co_request (unit, open, part, ended_ms, order_id);
-- The orders that a search by the unit may find, the newest first.
CREATE INDEX co_request_seq ON co_request (unit, part, seq);
-- The orders of a lead that wait for others.
CREATE INDEX co_request_lead ON co_request (lead, open, order_id);

-- +goose Down
DROP TABLE co_request;
