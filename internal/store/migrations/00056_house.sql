-- +goose Up

-- The days of a post: from the first to the last one, both inclusive; empty is open. The history is in the log (stream org), this is what holds now and
-- what is to come.
ALTER TABLE account_post ADD COLUMN from_day TEXT NOT NULL DEFAULT '';
ALTER TABLE account_post ADD COLUMN until_day TEXT NOT NULL DEFAULT '';

-- What an account was called, from an instant: a signature keeps the name of its day. Names stay out of the log.
CREATE TABLE account_name (
    account TEXT NOT NULL,
    from_ms BIGINT NOT NULL,
    title   TEXT NOT NULL,
    PRIMARY KEY (account, from_ms)
);

-- The first log-in of a unit on a day (Art. 14: 每日登录). Whoever did not is on record in the log.
CREATE TABLE unit_seen (
    unit     TEXT NOT NULL,
    day      TEXT NOT NULL,
    first_ms BIGINT NOT NULL,
    account  TEXT NOT NULL,
    PRIMARY KEY (unit, day)
);

-- +goose Down
DROP TABLE unit_seen;
DROP TABLE account_name;
ALTER TABLE account_post DROP COLUMN until_day;
ALTER TABLE account_post DROP COLUMN from_day;
