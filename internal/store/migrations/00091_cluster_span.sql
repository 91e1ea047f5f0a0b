-- +goose Up

-- Where in its area's stream a cluster begins and ends until now: a contact reads what still runs, a page its own cluster, however long the stream is.
ALTER TABLE cluster ADD COLUMN first BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cluster ADD COLUMN last BIGINT NOT NULL DEFAULT 0;
{{sqlite}} UPDATE cluster SET first = COALESCE((SELECT MIN(e.version) FROM event e WHERE e.stream_type = 'cluster' AND e.stream_id = cluster.area AND json_extract(e.body, '$.cluster') = cluster.id), 0), last = COALESCE((SELECT MAX(e.version) FROM event e WHERE e.stream_type = 'cluster' AND e.stream_id = cluster.area AND json_extract(e.body, '$.cluster') = cluster.id), 0);
{{postgres}} UPDATE cluster SET first = COALESCE((SELECT MIN(e.version) FROM event e WHERE e.stream_type = 'cluster' AND e.stream_id = cluster.area AND e.body::jsonb ->> 'cluster' = cluster.id), 0), last = COALESCE((SELECT MAX(e.version) FROM event e WHERE e.stream_type = 'cluster' AND e.stream_id = cluster.area AND e.body::jsonb ->> 'cluster' = cluster.id), 0);
-- What still runs in an area: cluster_running.
CREATE INDEX cluster_area ON cluster (area, last_ms);

-- +goose Down
DROP INDEX cluster_area;
ALTER TABLE cluster DROP COLUMN first;
ALTER TABLE cluster DROP COLUMN last;
