-- +goose Up

-- What an event or a reminder tells whom (domain.md §6.4): ids only, the words come from the catalogue. Rebuilt by replay.
CREATE TABLE message (
    pos      BIGINT NOT NULL,
    n        BIGINT NOT NULL,
    audience TEXT NOT NULL,
    order_id TEXT NOT NULL,
    code     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    due_ms   BIGINT NOT NULL,
    times    BIGINT NOT NULL,
    urgent   BOOLEAN NOT NULL,
    at_ms    BIGINT NOT NULL,
    PRIMARY KEY (pos, n)
);
-- A reader's messages, newest first, and the count in the top bar.
CREATE INDEX message_audience ON message (audience, pos, n);
-- What a digest gathers: everything since the last one that did not go at once.
CREATE INDEX message_digest ON message (urgent, pos, n);

-- What a person has read, one by one, and up to where he has read all. Personal, not derived from the log.
CREATE TABLE message_read (
    account TEXT NOT NULL,
    pos     BIGINT NOT NULL,
    n       BIGINT NOT NULL,
    at_ms   BIGINT NOT NULL,
    PRIMARY KEY (account, pos, n)
);
CREATE TABLE message_mark (
    account TEXT PRIMARY KEY,
    pos     BIGINT NOT NULL
);

-- Messages on their way out, ids only: the telephone is looked up when it is sent. One row a key: what comes twice is sent once.
CREATE TABLE outbox (
    id       TEXT PRIMARY KEY,
    channel  TEXT NOT NULL,
    audience TEXT NOT NULL,
    order_id TEXT NOT NULL,
    code     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    due_ms   BIGINT NOT NULL,
    times    BIGINT NOT NULL,
    n        BIGINT NOT NULL,
    urgent   BOOLEAN NOT NULL,
    made_ms  BIGINT NOT NULL,
    send_ms  BIGINT NOT NULL,
    state    TEXT NOT NULL
);
-- The queue by time, for its page and its sender.
CREATE INDEX outbox_state ON outbox (state, send_ms, id);

-- +goose Down
DROP TABLE outbox;
DROP TABLE message_mark;
DROP TABLE message_read;
DROP TABLE message;
