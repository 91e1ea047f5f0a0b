-- +goose Up

-- 知识库: the order whose answer showed the gap, and whether citizens may read the version in force (Art. 10(1)). Rebuilt by replay.
ALTER TABLE article ADD COLUMN asked_order TEXT NOT NULL DEFAULT '';
ALTER TABLE article ADD COLUMN offered TEXT NOT NULL DEFAULT '';
ALTER TABLE article ADD COLUMN public_version BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE article DROP COLUMN public_version;
ALTER TABLE article DROP COLUMN offered;
ALTER TABLE article DROP COLUMN asked_order;
