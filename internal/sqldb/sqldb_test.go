package sqldb_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"huiyin/internal/sqldb"
	"huiyin/internal/testkit/pgtest"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

var queries = fstest.MapFS{
	"a.sql": file("-- A word on this file.\n\n-- name: put\nINSERT INTO thing (id, data) VALUES ($1, $2)\n\n-- name: get\nSELECT data FROM thing WHERE id = $1\n"),
	// $2 before $1: the driver must bind by number.
	"b.sql":          file("-- name: numbered\nSELECT CAST($2 AS TEXT) || CAST($1 AS TEXT) || CAST($2 AS TEXT)\n"),
	"c.sqlite.sql":   file("-- name: dialect\nSELECT 'sqlite'\n"),
	"c.postgres.sql": file("-- name: dialect\nSELECT 'postgres'\n"),
}

var migrations = fstest.MapFS{
	"00001_thing.sql": file("-- +goose Up\nCREATE TABLE thing (id TEXT PRIMARY KEY, data {{bytes}} NOT NULL);\n-- +goose Down\nDROP TABLE thing;\n"),
	"00002_more.sql":  file("-- +goose Up\nALTER TABLE thing ADD COLUMN n BIGINT NOT NULL DEFAULT 0;\n-- +goose Down\nALTER TABLE thing DROP COLUMN n;\n"),
}

func both(t *testing.T, f func(t *testing.T, where string)) {
	t.Run("sqlite", func(t *testing.T) { f(t, filepath.Join(t.TempDir(), "a dir?with#odd%20name")) })
	t.Run("postgres", func(t *testing.T) { f(t, pgtest.URL(t)) })
}

func open(t *testing.T, where string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), where, queries)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.Migrate(t.Context(), migrations); err != nil {
		t.Fatal(err)
	}
	return db
}

func TestTheTwinOfTheDialectIsRead(t *testing.T) {
	both(t, func(t *testing.T, where string) {
		db := open(t, where)
		var got string
		if err := db.Read.QueryRow(db.Q("dialect")).Scan(&got); err != nil || got != string(db.Dialect) {
			t.Errorf("got %q, %v", got, err)
		}
		if err := db.Read.QueryRow(db.Q("numbered"), "one", "two").Scan(&got); err != nil || got != "twoonetwo" {
			t.Errorf("parameters by number got %q, %v", got, err)
		}
		if db.Dialect == sqldb.SQLite {
			if _, err := os.Stat(filepath.Join(where, sqldb.File)); err != nil {
				t.Errorf("the file is not where it was asked for: %v", err)
			}
		}
	})
}

func TestQueryFilesAreRefusedWhenTheyLie(t *testing.T) {
	for name, files := range map[string]fs.FS{
		"twin missing": fstest.MapFS{"x.postgres.sql": file("-- name: a\nSELECT 1\n")},
		"name twice":   fstest.MapFS{"x.sql": file("-- name: a\nSELECT 1\n"), "y.sql": file("-- name: a\nSELECT 2\n")},
	} {
		if db, err := sqldb.Open(t.Context(), t.TempDir(), files); err == nil {
			t.Errorf("%s was accepted", name)
			_ = db.Close()
		}
	}
	db := open(t, t.TempDir())
	if db.Has("nothing") || !db.Has("put") || len(db.Names()) != 4 {
		t.Errorf("names got %v", db.Names())
	}
	err := db.WriteTx(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(t.Context(), "nothing")
		return err
	})
	if err == nil {
		t.Error("an unknown query ran")
	}
}

func TestMigratingTwiceOrAtOnceIsMigratingOnce(t *testing.T) {
	both(t, func(t *testing.T, where string) {
		db, err := sqldb.Open(t.Context(), where, queries)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if pending, err := db.Pending(t.Context(), migrations); err != nil || !pending {
			t.Errorf("an empty database: pending %v, %v", pending, err)
		}
		if err := db.MigrateTo(t.Context(), migrations, 1); err != nil {
			t.Fatal(err)
		}
		if v, err := db.Schema(t.Context(), migrations); err != nil || v != 1 {
			t.Errorf("got schema %d, %v", v, err)
		}
		var wg sync.WaitGroup
		if db.Dialect == sqldb.Postgres { // several processes start at once
			for range 3 {
				wg.Go(func() {
					other, err := sqldb.Open(t.Context(), where, queries)
					if err == nil {
						err = errors.Join(other.Migrate(t.Context(), migrations), other.Close())
					}
					if err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
		}
		for range 2 {
			if err := db.Migrate(t.Context(), migrations); err != nil {
				t.Fatal(err)
			}
		}
		if pending, err := db.Pending(t.Context(), migrations); err != nil || pending {
			t.Errorf("afterwards: pending %v, %v", pending, err)
		}
		if v, err := db.Schema(t.Context(), migrations); err != nil || v != 2 {
			t.Errorf("got schema %d, %v", v, err)
		}
	})
}

func TestATransactionIsWholeOrNothing(t *testing.T) {
	both(t, func(t *testing.T, where string) {
		db := open(t, where)
		ctx := t.Context()
		read := func(id string) string {
			var b []byte
			if err := db.Read.QueryRow(db.Q("get"), id).Scan(&b); err != nil && !errors.Is(err, sql.ErrNoRows) {
				t.Fatal(err)
			}
			return string(b)
		}
		told := ""
		put := func(id string, fail error) error {
			return db.WriteTx(ctx, func(tx *sqldb.Tx) error {
				tx.AfterCommit(func() { told += id })
				if _, err := tx.Exec(ctx, "put", id, []byte(id)); err != nil {
					return err
				}
				var b []byte
				if err := tx.Row(ctx, "get", []any{&b}, id); err != nil || string(b) != id {
					t.Errorf("within the transaction got %q, %v", b, err)
				}
				return fail
			})
		}
		boom := errors.New("boom")
		// Twice each: the second time the statements are prepared ones.
		for _, id := range []string{"a", "b"} {
			if err := put(id, nil); err != nil {
				t.Fatal(err)
			}
			if err := put(id+"x", boom); !errors.Is(err, boom) {
				t.Errorf("got %v", err)
			}
		}
		if read("a") != "a" || read("b") != "b" || read("ax") != "" || told != "ab" {
			t.Errorf("read %q %q %q, told %q", read("a"), read("b"), read("ax"), told)
		}
		err := put("a", nil)
		if !sqldb.Unique(err) || sqldb.Retryable(err) || errors.Is(err, sqldb.ErrUnknown) {
			t.Errorf("a doubled key got %v", err)
		}
		// A batch is part of its transaction.
		err = db.WriteTx(ctx, func(tx *sqldb.Tx) error {
			var b sqldb.Batch
			b.Add("put", "c", []byte("c"))
			b.Add("put", "a", []byte("again"))
			return tx.Send(ctx, &b)
		})
		if !sqldb.Unique(err) || read("c") != "" {
			t.Errorf("a broken batch got %v and left %q", err, read("c"))
		}
		err = db.WriteTx(ctx, func(tx *sqldb.Tx) error {
			var b sqldb.Batch
			for i := range 200 {
				b.Add("put", fmt.Sprint("n", i), []byte{byte(i)})
			}
			if err := tx.Send(ctx, &b); err != nil {
				return err
			}
			b.Clear()
			b.Add("put", "last", []byte("z"))
			return tx.Send(ctx, &b)
		})
		if err != nil || read("last") != "z" || read("n199") != "\xc7" {
			t.Errorf("batch got %v", err)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = db.WriteTx(ctx, func(tx *sqldb.Tx) error {
				if _, err := tx.Exec(ctx, "put", "p", []byte("p")); err != nil {
					return err
				}
				panic("bug")
			})
		}()
		if read("p") != "" {
			t.Error("a panic committed")
		}
		if err := put("after", nil); err != nil {
			t.Errorf("after a panic: %v", err)
		}
		if db.Dialect == sqldb.SQLite {
			if _, err := db.Read.Exec("INSERT INTO thing (id, data) VALUES ('r', 'r')"); err == nil {
				t.Error("a reader wrote")
			}
		}
	})
}

func TestAReaderSeesOneMoment(t *testing.T) {
	both(t, func(t *testing.T, where string) {
		db := open(t, where)
		ctx := t.Context()
		count := func(q sqldb.Reader) (n int) {
			rs, err := q.QueryContext(ctx, "SELECT COUNT(*) FROM thing")
			if err != nil {
				t.Fatal(err)
			}
			defer rs.Close()
			for rs.Next() {
				if err := rs.Scan(&n); err != nil {
					t.Fatal(err)
				}
			}
			return n
		}
		err := db.ReadTx(ctx, func(q sqldb.Reader) error {
			before := count(q)
			if err := db.WriteTx(ctx, func(tx *sqldb.Tx) error { _, err := tx.Exec(ctx, "put", "a", []byte("a")); return err }); err != nil {
				return err
			}
			if after := count(q); after != before {
				t.Errorf("within one moment %d became %d", before, after)
			}
			return nil
		})
		if err != nil || count(db.Read) != 1 {
			t.Errorf("got %v", err)
		}
	})
}

func TestADeadlockMayBeTriedAgain(t *testing.T) {
	db := open(t, pgtest.URL(t))
	ctx := t.Context()
	for _, id := range []string{"a", "b"} {
		if _, err := db.Write.Exec(db.Q("put"), id, []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	var met sync.WaitGroup
	met.Add(2)
	errs := make([]error, 2)
	var wg sync.WaitGroup
	for i, ids := range [][2]string{{"a", "b"}, {"b", "a"}} {
		wg.Go(func() {
			errs[i] = db.WriteTx(ctx, func(tx *sqldb.Tx) error {
				if _, err := tx.SQL().ExecContext(ctx, "UPDATE thing SET n = n + 1 WHERE id = $1", ids[0]); err != nil {
					return err
				}
				met.Done()
				met.Wait()
				_, err := tx.SQL().ExecContext(ctx, "UPDATE thing SET n = n + 1 WHERE id = $1", ids[1])
				return err
			})
		})
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("got %v and %v, want one deadlock", errs[0], errs[1])
	}
	for _, err := range errs {
		if err != nil && (!sqldb.Retryable(err) || errors.Is(err, sqldb.ErrUnknown)) {
			t.Errorf("%v is not retryable", err)
		}
	}
}

func TestAConnectionLostBeforeTheCommitIsNotUnknown(t *testing.T) {
	db := open(t, pgtest.URL(t))
	ctx := t.Context()
	err := db.WriteTx(ctx, func(tx *sqldb.Tx) error {
		var pid int
		if err := tx.SQL().QueryRowContext(ctx, "SELECT pg_backend_pid()").Scan(&pid); err != nil {
			return err
		}
		if _, err := db.Read.ExecContext(ctx, "SELECT pg_terminate_backend($1)", pid); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "put", "a", []byte("a"))
		return err
	})
	if err == nil || errors.Is(err, sqldb.ErrUnknown) || !sqldb.Retryable(err) {
		t.Errorf("got %v", err)
	}
}

func TestACommitWithoutAnAnswerIsUnknown(t *testing.T) {
	line := pgtest.Through(t, pgtest.URL(t))
	db := open(t, line.URL)
	ctx := t.Context()
	line.LoseCommit()
	err := db.WriteTx(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, "put", "a", []byte("a"))
		return err
	})
	if !errors.Is(err, sqldb.ErrUnknown) || sqldb.Retryable(err) || line.Lost() != 1 {
		t.Errorf("got %v, lost %d", err, line.Lost())
	}
	var b []byte
	if err := db.Read.QueryRow(db.Q("get"), "a").Scan(&b); err != nil || string(b) != "a" {
		t.Errorf("it was committed all the same; read %q, %v", b, err)
	}
}

func TestWhatNeverConnectedMayBeTriedAgain(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = sqldb.Open(t.Context(), "postgres://huiyin@"+addr+"/x?sslmode=disable", queries)
	if err == nil || !sqldb.Retryable(err) || strings.Contains(fmt.Sprint(err), "panic") {
		t.Errorf("got %v", err)
	}
	if sqldb.Retryable(nil) || sqldb.Retryable(context.Canceled) || sqldb.Unknown(nil) {
		t.Error("nothing wrong is not to be tried again")
	}
}
