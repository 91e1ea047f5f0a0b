-- +goose Up

-- 通讯录: each unit's own numbers and when it last said that they are right. Rebuilt by replay.
CREATE TABLE phonebook (
    unit         TEXT PRIMARY KEY,
    v            BIGINT NOT NULL,
    lines        TEXT NOT NULL,
    month        TEXT NOT NULL,
    confirmed_ms BIGINT NOT NULL,
    confirmed_by TEXT NOT NULL
);

-- +goose Down
DROP TABLE phonebook;
