-- +goose Up

-- Where an order stands for a search: one narrow row an order, numbered by the position of the event that made it, so newer is greater. Every
-- limit of a search to what a post may find goes through here. Derived from the log; rebuilt by replay.
CREATE TABLE search_scope (
    seq           BIGINT PRIMARY KEY,
    order_id      TEXT NOT NULL,
    lead          TEXT NOT NULL,
    deputy        TEXT NOT NULL,
    registered_by TEXT NOT NULL,
    open          BOOLEAN NOT NULL
);
-- From an order to its row: search_scope_put.
CREATE UNIQUE INDEX search_scope_order ON search_scope (order_id);
-- What a unit may find, newest first: search_of_lead.
CREATE INDEX search_scope_lead ON search_scope (lead, seq);
-- What a deputy may find: search_of_deputy.
CREATE INDEX search_scope_deputy ON search_scope (deputy, seq);
-- What an outsourced operator may find: search_of_own.
CREATE INDEX search_scope_own ON search_scope (registered_by, seq);
-- Open or done alone: search_of_open.
CREATE INDEX search_scope_open ON search_scope (open, seq);
-- The numbers of other platforms, typed without saying which: order_ids_by_outer.
CREATE INDEX orders_outer_no ON orders (outer_no, id);

INSERT INTO search_scope (seq, order_id, lead, deputy, registered_by, open)
SELECT e.pos, o.id, o.lead, o.deputy, o.registered_by, o.open
FROM orders o
JOIN event e ON e.stream_type = 'order' AND e.stream_id = o.id AND e.version = 1;

-- The words, keyed, in the database's own inverted index. The number of a text is seq * 8 + its class. Filled by the desk, which alone can open what
-- is sealed; an archive of before is indexed when the program starts.
DROP TABLE token;
{{sqlite}} CREATE VIRTUAL TABLE search_text USING fts5(words, content='', contentless_delete=1, detail='none', tokenize='ascii');
{{postgres}} CREATE TABLE search_text (doc BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
-- Every text that holds a set of words: search_words.
{{postgres}} CREATE INDEX search_text_words ON search_text USING GIN (words);

-- +goose Down
DROP TABLE search_text;
DROP INDEX orders_outer_no;
DROP TABLE search_scope;
CREATE TABLE token (token TEXT NOT NULL, class TEXT NOT NULL, order_id TEXT NOT NULL, PRIMARY KEY (token, order_id, class));
CREATE INDEX token_order ON token (order_id, class);
