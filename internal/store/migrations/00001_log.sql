-- +goose Up

-- The log: for ever, gapless, chained. Bodies are TEXT and hashed as stored.
CREATE TABLE event (
    pos         BIGINT PRIMARY KEY,
    stream_type TEXT NOT NULL,
    stream_id   TEXT NOT NULL,
    version     BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    v           BIGINT NOT NULL,
    at_ms       BIGINT NOT NULL,
    local_date  TEXT NOT NULL,
    week        TEXT NOT NULL,
    actor       TEXT NOT NULL,
    post        TEXT NOT NULL,
    cause       TEXT NOT NULL,
    node        TEXT NOT NULL,
    body        TEXT NOT NULL,
    prev        TEXT NOT NULL,
    hash        TEXT NOT NULL
);
-- Loading a stream, and the guard that no version is written twice.
CREATE UNIQUE INDEX event_stream ON event (stream_type, stream_id, version);

-- One row: the head of the chain, and the lock that puts writers in a line.
CREATE TABLE log_head (
    id   BIGINT PRIMARY KEY,
    pos  BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO log_head (id, pos, hash) VALUES (1, 0, '');

-- Gapless numbers by kind and period.
CREATE TABLE number (
    kind   TEXT NOT NULL,
    period TEXT NOT NULL,
    last   BIGINT NOT NULL,
    PRIMARY KEY (kind, period)
);

-- Private text: ciphertext under the key of its subject.
CREATE TABLE sealed (
    ref        TEXT PRIMARY KEY,
    subject    TEXT NOT NULL,
    class      TEXT NOT NULL,
    ciphertext {{bytes}} NOT NULL
);
-- Erasing a person touches what is his.
CREATE INDEX sealed_subject ON sealed (subject);
CREATE TABLE person_key (
    subject TEXT PRIMARY KEY,
    wrapped {{bytes}} NOT NULL
);

-- Blind indexes: whole numbers and last four digits of callers, keyed words of sealed text.
CREATE TABLE phone (
    hash     TEXT NOT NULL,
    order_id TEXT NOT NULL,
    PRIMARY KEY (hash, order_id)
);
CREATE TABLE token (
    token    TEXT NOT NULL,
    class    TEXT NOT NULL,
    order_id TEXT NOT NULL,
    PRIMARY KEY (token, order_id, class)
);
-- Replacing an order's words.
CREATE INDEX token_order ON token (order_id, class);

-- Facts: every published number is a sum over them up to a position.
CREATE TABLE fact (
    pos      BIGINT NOT NULL,
    seq      BIGINT NOT NULL,
    order_id TEXT NOT NULL,
    kind     TEXT NOT NULL,
    unit     TEXT NOT NULL,
    category TEXT NOT NULL,
    place    TEXT NOT NULL,
    date     TEXT NOT NULL,
    week     TEXT NOT NULL,
    n        BIGINT NOT NULL,
    PRIMARY KEY (pos, seq)
);
-- Sums by kind and day.
CREATE INDEX fact_kind ON fact (kind, date, unit);

-- Timers and jobs.
CREATE TABLE due (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    stream      TEXT NOT NULL,
    payload     TEXT NOT NULL,
    at_ms       BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    lease_token TEXT NOT NULL,
    attempts    BIGINT NOT NULL,
    dead        BOOLEAN NOT NULL,
    last_error  TEXT NOT NULL
);
-- The sweep for what is due.
CREATE INDEX due_at ON due (dead, at_ms);
-- Replacing an order's timers.
CREATE INDEX due_stream ON due (stream, kind);

-- Commands already answered.
CREATE TABLE command (
    actor   TEXT NOT NULL,
    route   TEXT NOT NULL,
    key     TEXT NOT NULL,
    digest  TEXT NOT NULL,
    outcome TEXT NOT NULL,
    at_ms   BIGINT NOT NULL,
    seen    BIGINT NOT NULL,
    PRIMARY KEY (actor, route, key)
);

-- Attachments as chunks, where several nodes share the database.
CREATE TABLE blob_chunk (
    address TEXT NOT NULL,
    n       BIGINT NOT NULL,
    bytes   {{bytes}} NOT NULL,
    PRIMARY KEY (address, n)
);

CREATE TABLE account (
    id          TEXT PRIMARY KEY,
    login       TEXT NOT NULL,
    title       TEXT NOT NULL,
    hash        TEXT NOT NULL,
    disabled    BOOLEAN NOT NULL,
    failures    BIGINT NOT NULL,
    shut_until  BIGINT NOT NULL
);
-- One login, one account.
CREATE UNIQUE INDEX account_login ON account (login);
CREATE TABLE account_post (
    account TEXT NOT NULL,
    post    TEXT NOT NULL,
    PRIMARY KEY (account, post)
);
CREATE TABLE session (
    token   TEXT PRIMARY KEY,
    data    {{bytes}} NOT NULL,
    expires BIGINT NOT NULL
);
-- Sweeping old sessions.
CREATE INDEX session_expires ON session (expires);

CREATE TABLE checkpoint (
    pos   BIGINT PRIMARY KEY,
    hash  TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    sig   TEXT NOT NULL
);

-- +goose Down
DROP TABLE checkpoint;
DROP TABLE session;
DROP TABLE account_post;
DROP TABLE account;
DROP TABLE blob_chunk;
DROP TABLE command;
DROP TABLE due;
DROP TABLE fact;
DROP TABLE token;
DROP TABLE phone;
DROP TABLE person_key;
DROP TABLE sealed;
DROP TABLE number;
DROP TABLE log_head;
DROP TABLE event;
