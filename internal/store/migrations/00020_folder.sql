-- +goose Up

-- A printed sheet: the opaque name in its square code stands for a step of an order, and nothing of the order is on the code.
CREATE TABLE folder_sheet (
    id       TEXT PRIMARY KEY,
    kind     TEXT NOT NULL,
    order_id TEXT NOT NULL,
    chain    TEXT NOT NULL,
    step     BIGINT NOT NULL,
    made_by  TEXT NOT NULL,
    made_ms  BIGINT NOT NULL
);

-- A photograph of a sheet that waits for the clerk who sent it in: which sheet it is (empty: not read), and where its bytes are.
CREATE TABLE folder_scan (
    id      TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    sheet   TEXT NOT NULL,
    blob    TEXT NOT NULL,
    mime    TEXT NOT NULL,
    size    BIGINT NOT NULL,
    made_ms BIGINT NOT NULL
);
-- The clerk's own scans, oldest first.
CREATE INDEX folder_scan_account ON folder_scan (account, id);

-- +goose Down
DROP TABLE folder_scan;
DROP TABLE folder_sheet;
