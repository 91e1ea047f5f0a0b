-- +goose Up

-- The first day that anything was heard: no trend is found before there is a past to hold it against (Art. 21(6)).
CREATE INDEX contact_at ON contact (at_ms);

-- +goose Down
DROP INDEX contact_at;
