-- +goose Up
CREATE TABLE bare (v TEXT NOT NULL);
-- +goose Down
DROP TABLE bare;
