package pgtest

import (
	"database/sql"
	"runtime"
	"testing"
)

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	a, b := URL(t), URL(t)
	if a == b {
		t.Fatalf("both got %s", a)
	}
	for _, u := range []string{a, b} {
		// The server outlives a collection: only the end of the process may take it down.
		runtime.GC()
		runtime.GC()
		db, err := sql.Open("pgx", u)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		// The second CREATE would fail if both addresses led to one database.
		if _, err := db.Exec("CREATE TABLE mine (id BIGINT)"); err != nil {
			t.Errorf("%s: %v", u, err)
		}
	}
}
