-- +goose Up

-- Sums of a span of days over all kinds: bulletins and the county's picture (Art. 26; figure_sums).
CREATE INDEX fact_day ON fact (date, kind);

-- +goose Down
DROP INDEX fact_day;
