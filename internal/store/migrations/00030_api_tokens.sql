-- +goose Up

-- Tokens of the JSON interface: an account acting in one post. Only the hash of a token is kept. Like accounts, they are not derived from the log;
-- that they were made and revoked stands there too.
CREATE TABLE api_token (
    id          TEXT PRIMARY KEY,
    hash        TEXT NOT NULL,
    account     TEXT NOT NULL,
    post        TEXT NOT NULL,
    label       TEXT NOT NULL,
    read_only   BOOLEAN NOT NULL,
    created_ms  BIGINT NOT NULL,
    expires_ms  BIGINT NOT NULL,
    revoked_ms  BIGINT NOT NULL,
    last_use_ms BIGINT NOT NULL
);
-- Every request finds its token by the hash: token_by_hash.
CREATE UNIQUE INDEX api_token_hash ON api_token (hash);

-- +goose Down
DROP TABLE api_token;
