-- +goose Up

-- For whom an order does not exist (回避, Art. 23(6)): the marks of the unit, the posts and the persons it reports. Lists, counts, searches and messages leave
-- out what stands here under one of their reader's own marks. Only orders that report somebody have rows. Rebuilt by replay.
CREATE TABLE recused (
    order_id TEXT NOT NULL,
    mark     TEXT NOT NULL,
    PRIMARY KEY (order_id, mark)
);

{{sqlite}} INSERT INTO recused (order_id, mark) SELECT e.stream_id, 'u:' || json_extract(e.body, '$.request.reported_unit') FROM event e WHERE e.stream_type = 'order' AND e.version = 1 AND COALESCE(json_extract(e.body, '$.request.reported_unit'), '') <> '';
{{postgres}} INSERT INTO recused (order_id, mark) SELECT e.stream_id, 'u:' || (e.body::jsonb #>> '{request,reported_unit}') FROM event e WHERE e.stream_type = 'order' AND e.version = 1 AND COALESCE(e.body::jsonb #>> '{request,reported_unit}', '') <> '';

-- +goose Down
DROP TABLE recused;
