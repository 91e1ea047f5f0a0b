-- +goose Up

-- Files that no scanner has cleared yet, or that one has found to be malware since: they are kept and opened to nobody. No row: nothing against it.
CREATE TABLE held_blob (
    blob     TEXT PRIMARY KEY,
    state    TEXT NOT NULL,
    since_ms BIGINT NOT NULL,
    tried_ms BIGINT NOT NULL
);
-- What is to be looked at again (held_blob_waits).
CREATE INDEX held_blob_waits ON held_blob (state, tried_ms);

-- +goose Down
DROP TABLE held_blob;
