-- +goose Up

-- What an operator is writing, under the key that its form will be sent with. The text is sealed; the row goes when the form is sent.
CREATE TABLE draft (
    id         TEXT PRIMARY KEY,
    account    TEXT NOT NULL,
    rev        BIGINT NOT NULL,
    ciphertext {{bytes}} NOT NULL,
    saved_ms   BIGINT NOT NULL
);
-- My drafts, newest first (drafts_of).
CREATE INDEX draft_account ON draft (account, saved_ms);
-- Sweeping drafts that nobody came back to (draft_sweep).
CREATE INDEX draft_saved ON draft (saved_ms);

-- How many people of late said the same at the same place (orders_alike), and an operator's last categories.
CREATE INDEX orders_alike ON orders (category, town, registered_ms);

-- The knowledge base: one row an article, folded from its stream. Rebuilt by replay.
CREATE TABLE article (
    id         TEXT PRIMARY KEY,
    number     TEXT NOT NULL,
    stream_at  BIGINT NOT NULL,
    status     TEXT NOT NULL,
    version    BIGINT NOT NULL,
    title      TEXT NOT NULL,
    words      TEXT NOT NULL,
    answer     TEXT NOT NULL,
    unit       TEXT NOT NULL,
    category   TEXT NOT NULL,
    valid_to   TEXT NOT NULL,
    proposed   BOOLEAN NOT NULL,
    changed_ms BIGINT NOT NULL
);
-- Numbers are typed and cited.
CREATE UNIQUE INDEX article_number ON article (number);

-- +goose Down
DROP TABLE article;
DROP INDEX orders_alike;
DROP TABLE draft;
