-- +goose Up

-- Whether a limit rests on a year that is not announced: asked by every page, and hardly ever there.
CREATE INDEX orders_provisional ON orders (provisional, open, due_ms);

-- +goose Down
DROP INDEX orders_provisional;
