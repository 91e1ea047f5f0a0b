package store_test

import (
	"testing"

	"huiyin/internal/store/storetest"
	"huiyin/internal/testkit/pgtest"
)

func TestSQLite(t *testing.T) {
	storetest.Exercise(t, func(t *testing.T) string { return t.TempDir() })
}

func TestPostgres(t *testing.T) {
	storetest.Exercise(t, func(t *testing.T) string { return pgtest.URL(t) })
}
