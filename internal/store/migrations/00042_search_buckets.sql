-- +goose Up

-- Words are keyed anew: those of letters apart from those of titles, and on PostgreSQL each within its bucket of the log, so that no list of the index grows
-- with the archive. The index is emptied here; the desk, which alone can open what is sealed, fills it when the program starts, and puts its form into
-- search_form when every order is in it.
DROP TABLE search_text;
{{sqlite}} CREATE VIRTUAL TABLE search_text USING fts5(words, content='', contentless_delete=1, detail='none', tokenize='ascii');
{{postgres}} CREATE TABLE search_text (doc BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
-- Every text that holds a set of words: search_words. Without a list of what is not yet sorted in: each look into a bucket would read the whole of it.
{{postgres}} CREATE INDEX search_text_words ON search_text USING GIN (words) WITH (fastupdate = off);
CREATE TABLE search_form (form BIGINT PRIMARY KEY);

-- +goose Down
DROP TABLE search_form;
DROP TABLE search_text;
{{sqlite}} CREATE VIRTUAL TABLE search_text USING fts5(words, content='', contentless_delete=1, detail='none', tokenize='ascii');
{{postgres}} CREATE TABLE search_text (doc BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
{{postgres}} CREATE INDEX search_text_words ON search_text USING GIN (words);
