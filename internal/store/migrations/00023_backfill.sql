-- +goose Up

-- Orders of upper platforms and where their answer stands there (回填). Rebuilt by replay.
CREATE TABLE backfill (
    order_id TEXT PRIMARY KEY,
    waits    BOOLEAN NOT NULL,
    due_ms   BIGINT NOT NULL,
    done_ms  BIGINT NOT NULL,
    done_by  TEXT NOT NULL,
    state    TEXT NOT NULL
);
-- 待回填 by the platform's limit, and what was typed in last.
CREATE INDEX backfill_due ON backfill (waits, due_ms, order_id);
CREATE INDEX backfill_done ON backfill (done_ms, order_id);

-- +goose Down
DROP TABLE backfill;
