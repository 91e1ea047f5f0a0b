-- name: put
INSERT INTO bare (v) VALUES ($1)
