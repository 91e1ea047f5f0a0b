-- +goose Up

-- The PIN that a person enters for a signature: its hash, and the failures that shut it for a while. It is no part of the log.
CREATE TABLE pin (
    account    TEXT PRIMARY KEY,
    hash       TEXT NOT NULL,
    failures   BIGINT NOT NULL,
    shut_until BIGINT NOT NULL
);

-- +goose Down
DROP TABLE pin;
