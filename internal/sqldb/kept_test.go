package sqldb_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"testing/fstest"

	"huiyin/internal/sqldb"
)

// A query keeps its statement on each connection. It must answer while its own rows are read, after a refused write, after a cancelled call, and after the
// table has changed.
func TestAKeptStatementServesAgain(t *testing.T) {
	both(t, func(t *testing.T, where string) {
		db := open(t, where)
		ctx := t.Context()
		put := func(id string) error {
			return db.WriteTx(ctx, func(tx *sqldb.Tx) error {
				_, err := tx.Exec(ctx, "put", id, []byte("data of "+id))
				return err
			})
		}
		for i := range 20 {
			if err := put(fmt.Sprint(i)); err != nil {
				t.Fatal(err)
			}
		}
		get := func(q sqldb.Reader, id string) string {
			rs, err := q.QueryContext(ctx, db.Q("get"), id)
			if err != nil {
				t.Fatal(err)
			}
			defer rs.Close()
			var b []byte
			for rs.Next() {
				if err := rs.Scan(&b); err != nil {
					t.Fatal(err)
				}
			}
			return string(b)
		}
		if err := put("3"); !sqldb.Unique(err) {
			t.Fatalf("a second row of one key: %v", err)
		}
		if err := put("20"); err != nil {
			t.Fatalf("after a refused write: %v", err)
		}
		if db.Dialect == sqldb.SQLite { // pgx reads one result at a time
			err := db.ReadTx(ctx, func(q sqldb.Reader) error {
				outer, err := q.QueryContext(ctx, db.Q("get"), "1")
				if err != nil {
					return err
				}
				defer outer.Close()
				if !outer.Next() {
					return errors.New("no row")
				}
				for _, id := range []string{"2", "3", "2"} {
					if got := get(q, id); got != "data of "+id {
						return fmt.Errorf("within the rows of 1, %s is %q", id, got)
					}
				}
				var b []byte
				if err := outer.Scan(&b); err != nil || string(b) != "data of 1" {
					return fmt.Errorf("the outer row is %q, %w", b, err)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if err := db.Read.QueryRowContext(gone, db.Q("get"), "1").Scan(new([]byte)); !errors.Is(err, context.Canceled) {
			t.Errorf("a cancelled call: %v", err)
		}
		// A row that is left unread gives its statement back.
		if err := db.Read.QueryRowContext(ctx, db.Q("get"), "none").Scan(new([]byte)); !errors.Is(err, sql.ErrNoRows) {
			t.Errorf("no row: %v", err)
		}
		if _, err := db.Write.ExecContext(ctx, "ALTER TABLE thing RENAME COLUMN n TO m"); err != nil {
			t.Fatal(err)
		}
		for i := range 10 {
			if got := get(db.Read, fmt.Sprint(i)); got != fmt.Sprint("data of ", i) {
				t.Errorf("after the table changed, %d is %q", i, got)
			}
		}
	})
}

// How long one read of one row takes on SQLite: with its statement kept, and with a text that is compiled each time.
func BenchmarkRead(b *testing.B) {
	db, err := sqldb.Open(b.Context(), filepath.Join(b.TempDir(), "db"), fstest.MapFS{"a.sql": file("-- name: get\nSELECT data FROM thing WHERE id = $1\n")})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(b.Context(), migrations); err != nil {
		b.Fatal(err)
	}
	if _, err := db.Write.Exec("INSERT INTO thing (id, data) VALUES ('a', 'x')"); err != nil {
		b.Fatal(err)
	}
	for name, q := range map[string]string{"kept": db.Q("get"), "compiled": db.Q("get") + " -- again"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				var x []byte
				if err := db.Read.QueryRowContext(b.Context(), q, "a").Scan(&x); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
