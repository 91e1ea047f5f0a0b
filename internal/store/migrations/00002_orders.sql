-- +goose Up

-- One row an order, folded from its stream; every column that a list filters, sorts or prints. Rebuilt by replay.
CREATE TABLE orders (
    id            TEXT PRIMARY KEY,
    number        TEXT NOT NULL,
    version       BIGINT NOT NULL,
    status        TEXT NOT NULL,
    open          BOOLEAN NOT NULL,
    matter        TEXT NOT NULL,
    channel       TEXT NOT NULL,
    outer_no      TEXT NOT NULL,
    outer_due_ms  BIGINT NOT NULL,
    type          TEXT NOT NULL,
    category      TEXT NOT NULL,
    town          TEXT NOT NULL,
    place         TEXT NOT NULL,
    title         TEXT NOT NULL,
    urgency       TEXT NOT NULL,
    secrecy       TEXT NOT NULL,
    key_order     BOOLEAN NOT NULL,
    level         BIGINT NOT NULL,
    appeals       BIGINT NOT NULL,
    assigns       BIGINT NOT NULL,
    key_count     BIGINT NOT NULL,
    urges         BIGINT NOT NULL,
    reworks       BIGINT NOT NULL,
    lead          TEXT NOT NULL,
    deputy        TEXT NOT NULL,
    handler       TEXT NOT NULL,
    registered_by TEXT NOT NULL,
    registered_ms BIGINT NOT NULL,
    received_ms   BIGINT NOT NULL,
    closed_ms     BIGINT NOT NULL,
    due_ms        BIGINT NOT NULL,
    due_kind      TEXT NOT NULL,
    result_due_ms BIGINT NOT NULL,
    paused        BOOLEAN NOT NULL,
    provisional   BOOLEAN NOT NULL,
    late          BOOLEAN NOT NULL,
    satisfaction  TEXT NOT NULL,
    calendar      BIGINT NOT NULL,
    old_platform  BOOLEAN NOT NULL
);

-- Numbers are typed and searched; two platforms never share one.
CREATE UNIQUE INDEX orders_number ON orders (number);
-- Outer numbers: reconciliation, and the import that must not double.
CREATE INDEX orders_outer ON orders (channel, outer_no);
-- Open orders by what presses most: the lists of the office.
CREATE INDEX orders_open_due ON orders (open, due_ms, id);
-- The same for a unit, and for a deputy's portfolio.
CREATE INDEX orders_lead_due ON orders (lead, open, due_ms, id);
CREATE INDEX orders_deputy_due ON orders (deputy, open, due_ms, id);
-- Closed orders, newest first.
CREATE INDEX orders_closed ON orders (open, closed_ms, id);
CREATE INDEX orders_lead_closed ON orders (lead, open, closed_ms, id);
-- The rounds of a matter.
CREATE INDEX orders_matter ON orders (matter, registered_ms, id);
-- An operator's own day.
CREATE INDEX orders_registered_by ON orders (registered_by, registered_ms, id);

-- Who must act on an order now. The audience is a post, a kind of post, or a kind of post within a unit.
CREATE TABLE todo (
    audience TEXT NOT NULL,
    order_id TEXT NOT NULL,
    act      TEXT NOT NULL,
    due_ms   BIGINT NOT NULL,
    PRIMARY KEY (audience, order_id, act)
);
-- A work list, by what presses most.
CREATE INDEX todo_due ON todo (audience, act, due_ms, order_id);
CREATE INDEX todo_order ON todo (order_id);

-- The matter's counters, for lists and for check.
CREATE TABLE matters (
    id      TEXT PRIMARY KEY,
    number  TEXT NOT NULL,
    version BIGINT NOT NULL,
    appeals BIGINT NOT NULL,
    assigns BIGINT NOT NULL,
    keys    BIGINT NOT NULL,
    rounds  BIGINT NOT NULL
);
CREATE UNIQUE INDEX matters_number ON matters (number);

-- The timeline of an order as a list of what happened, without private text: the reader decodes the log itself; this says who took part.
CREATE TABLE took_part (
    account  TEXT NOT NULL,
    order_id TEXT NOT NULL,
    last_ms  BIGINT NOT NULL,
    PRIMARY KEY (account, order_id)
);
-- 已办: what I did, newest first.
CREATE INDEX took_part_last ON took_part (account, last_ms, order_id);

-- +goose Down
DROP TABLE took_part;
DROP TABLE matters;
DROP TABLE todo;
DROP TABLE orders;
