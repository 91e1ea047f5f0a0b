-- +goose Up

-- Commands held for the undo window. The due item "held/<id>" fires one; whoever takes that item away, the firing or the cancelling, has decided.
-- What was typed is sealed; a row is forgotten some days after it was settled.
CREATE TABLE held (
    id        TEXT PRIMARY KEY,
    order_id  TEXT NOT NULL,
    act       TEXT NOT NULL,
    account   TEXT NOT NULL,
    post      TEXT NOT NULL,
    shown     BIGINT NOT NULL,
    placed_ms BIGINT NOT NULL,
    due_ms    BIGINT NOT NULL,
    state     TEXT NOT NULL,
    payload   {{bytes}} NOT NULL,
    answer    {{bytes}} NOT NULL
);
-- What a person holds, and what he must be told (held_mine).
CREATE INDEX held_account ON held (account, state, due_ms);
-- What waits on an order, and what was last held on it by somebody (held_of_order).
CREATE INDEX held_order ON held (order_id, state, due_ms);
-- Forgetting what was settled long ago (held_forget).
CREATE INDEX held_placed ON held (placed_ms);

-- +goose Down
DROP TABLE held;
