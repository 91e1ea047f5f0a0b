-- +goose Up

-- Lines of the batches in which terminations are put before the magistrate (终结事项汇总呈批表, Art. 20). Rebuilt by replay.
CREATE TABLE termination_line (
    batch    TEXT NOT NULL,
    order_id TEXT NOT NULL,
    number   TEXT NOT NULL,
    at_ms    BIGINT NOT NULL,
    PRIMARY KEY (batch, order_id)
);
-- The batches, the newest first.
CREATE INDEX termination_line_at ON termination_line (at_ms, batch, order_id);

-- +goose Down
DROP TABLE termination_line;
