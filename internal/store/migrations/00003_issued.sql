-- +goose Up

-- Every number given out, so that a gap or a second use shows. Voided numbers stay.
CREATE TABLE number_issued (
    kind   TEXT NOT NULL,
    period TEXT NOT NULL,
    n      BIGINT NOT NULL,
    text   TEXT NOT NULL,
    pos    BIGINT NOT NULL,
    PRIMARY KEY (kind, period, n)
);
-- One text is given out once.
CREATE UNIQUE INDEX number_issued_text ON number_issued (kind, text);

-- A checkpoint says who signed it where.
ALTER TABLE checkpoint ADD COLUMN node TEXT NOT NULL DEFAULT '';
ALTER TABLE checkpoint ADD COLUMN signer TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE checkpoint DROP COLUMN signer;
ALTER TABLE checkpoint DROP COLUMN node;
DROP TABLE number_issued;
