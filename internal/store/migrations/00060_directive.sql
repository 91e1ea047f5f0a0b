-- +goose Up

-- 批示件: a leader's word with who shall do what about it (Art. 6(4)). Rebuilt by replay.
CREATE TABLE directive (
    id       TEXT PRIMARY KEY,
    v        BIGINT NOT NULL,
    post     TEXT NOT NULL,
    order_id TEXT NOT NULL,
    open     BOOLEAN NOT NULL,
    ready    BOOLEAN NOT NULL,
    due      TEXT NOT NULL,
    made_ms  BIGINT NOT NULL
);
-- The office's list and that of a leader, the newest first; what an order bears.
CREATE INDEX directive_made ON directive (open, made_ms, id);
CREATE INDEX directive_post ON directive (post, open, made_ms, id);
CREATE INDEX directive_order ON directive (order_id, made_ms, id);

CREATE TABLE directive_unit (
    directive TEXT NOT NULL,
    unit      TEXT NOT NULL,
    open      BOOLEAN NOT NULL,
    due       TEXT NOT NULL,
    made_ms   BIGINT NOT NULL,
    PRIMARY KEY (directive, unit)
);
CREATE INDEX directive_unit_of ON directive_unit (unit, open, made_ms, directive);

-- +goose Down
DROP TABLE directive_unit;
DROP TABLE directive;
