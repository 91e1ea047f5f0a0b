-- +goose Up

-- How an account likes its pages: columns, saved views, open tabs, text size. Small JSON; no personal data of callers, nothing derived from the log.
CREATE TABLE preference (
    account TEXT NOT NULL,
    name    TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (account, name)
);

-- +goose Down
DROP TABLE preference;
