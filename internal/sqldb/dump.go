package sqldb

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
)

// File is the database file of a data directory.
const File = "huiyin.db"

// Snapshot writes a consistent copy of a SQLite database into a new file while work goes on. The caller syncs it.
func (d *DB) Snapshot(ctx context.Context, path string) error {
	if d.Dialect != SQLite {
		return errors.New("snapshot: only SQLite is one file")
	}
	// A connection of its own: the one writer goes on writing meanwhile.
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", OmitHost: true, Path: d.path}).String()+"?_pragma=busy_timeout(10000)&mode=ro")
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", path)
	if err := errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("snapshot into %s: %w", path, err)
	}
	return nil
}

// OpenCopy opens a SQLite file that nobody writes, such as a backup, without leaving a trace beside it. Only Read is there.
func OpenCopy(path string, d *DB) (*DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open copy: %w", err)
	}
	c := &DB{Dialect: SQLite, queries: d.queries}
	if c.Read, err = sql.Open("sqlite", (&url.URL{Scheme: "file", OmitHost: true, Path: abs}).String()+"?mode=ro&immutable=1"); err != nil {
		return nil, fmt.Errorf("open copy %s: %w", path, err)
	}
	c.Read.SetMaxOpenConns(runtime.NumCPU())
	return c, nil
}

// versions is the table of the migrations; it is made by migrating, never copied.
const versions = "goose_db_version"

// Tables lists the tables of a PostgreSQL database, sorted.
func (d *DB) Tables(ctx context.Context, q Reader) ([]string, error) {
	return texts(ctx, q, `SELECT table_name::text FROM information_schema.tables
WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND table_name <> '`+versions+`'
ORDER BY table_name`)
}

func texts(ctx context.Context, q Reader, query string, args ...any) ([]string, error) {
	rs, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rs.Close()
	var out []string
	for rs.Next() {
		var s string
		if err := rs.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rs.Err()
}

// head is the first line of a dumped table.
type dumpHead struct {
	Columns []string `json:"columns"`
	Types   []string `json:"types"`
}

func headOf(ctx context.Context, q Reader, table string) (dumpHead, error) {
	var h dumpHead
	rs, err := q.QueryContext(ctx, `SELECT attname::text, format_type(atttypid, atttypmod) FROM pg_attribute
WHERE attrelid = CAST($1 AS regclass) AND attnum > 0 AND NOT attisdropped
ORDER BY attnum`, quote(table))
	if err != nil {
		return h, fmt.Errorf("read columns of %s: %w", table, err)
	}
	defer rs.Close()
	for rs.Next() {
		var c, t string
		if err := rs.Scan(&c, &t); err != nil {
			return h, fmt.Errorf("read columns of %s: %w", table, err)
		}
		h.Columns, h.Types = append(h.Columns, c), append(h.Types, t)
	}
	return h, rs.Err()
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// Dump writes a PostgreSQL table as lines of JSON: first its columns and types, then a list of texts a row, null for NULL. Every type of value has a
// text that it is read back from exactly.
func (d *DB) Dump(ctx context.Context, q Reader, table string, w io.Writer) (rows int64, err error) {
	h, err := headOf(ctx, q, table)
	if err != nil {
		return 0, err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(h); err != nil {
		return 0, fmt.Errorf("dump %s: %w", table, err)
	}
	cols := make([]string, len(h.Columns))
	for i, c := range h.Columns {
		cols[i] = "CAST(" + quote(c) + " AS TEXT)"
	}
	rs, err := q.QueryContext(ctx, "SELECT "+strings.Join(cols, ", ")+" FROM "+quote(table))
	if err != nil {
		return 0, fmt.Errorf("dump %s: %w", table, err)
	}
	defer rs.Close()
	row := make([]*string, len(cols))
	dest := make([]any, len(cols))
	for i := range row {
		dest[i] = &row[i]
	}
	for rs.Next() {
		if err := rs.Scan(dest...); err != nil {
			return rows, fmt.Errorf("dump %s: %w", table, err)
		}
		if err := enc.Encode(row); err != nil {
			return rows, fmt.Errorf("dump %s: %w", table, err)
		}
		rows++
	}
	return rows, rs.Err()
}

// Load replaces a PostgreSQL table's rows by those that Dump wrote.
func (d *DB) Load(ctx context.Context, tx *Tx, table string, r io.Reader) (rows int64, err error) {
	dec := json.NewDecoder(bufio.NewReaderSize(r, 1<<20))
	var h dumpHead
	if err := dec.Decode(&h); err != nil {
		return 0, fmt.Errorf("load %s: %w", table, err)
	}
	if len(h.Columns) == 0 || len(h.Columns) != len(h.Types) {
		return 0, fmt.Errorf("load %s: the first line names %d columns and %d types", table, len(h.Columns), len(h.Types))
	}
	have, err := headOf(ctx, tx.tx, table)
	if err != nil {
		return 0, err
	}
	// Types go into the statement as text, so they must be the table's own.
	if fmt.Sprint(have) != fmt.Sprint(h) {
		return 0, fmt.Errorf("load %s: it has other columns than the copy", table)
	}
	if _, err := tx.tx.ExecContext(ctx, "DELETE FROM "+quote(table)); err != nil {
		return 0, fmt.Errorf("load %s: %w", table, err)
	}
	cols, vals := make([]string, len(h.Columns)), make([]string, len(h.Columns))
	for i, c := range h.Columns {
		cols[i], vals[i] = quote(c), fmt.Sprintf("CAST(CAST($%d AS TEXT) AS %s)", i+1, h.Types[i])
	}
	st, err := tx.tx.PrepareContext(ctx, "INSERT INTO "+quote(table)+" ("+strings.Join(cols, ", ")+") VALUES ("+strings.Join(vals, ", ")+")")
	if err != nil {
		return 0, fmt.Errorf("load %s: %w", table, err)
	}
	defer st.Close()
	for {
		row := make([]*string, 0, len(cols))
		if err := dec.Decode(&row); errors.Is(err, io.EOF) {
			return rows, nil
		} else if err != nil {
			return rows, fmt.Errorf("load %s after row %d: %w", table, rows, err)
		}
		if len(row) != len(cols) {
			return rows, fmt.Errorf("load %s: row %d has %d columns", table, rows+1, len(row))
		}
		args := make([]any, len(row))
		for i, v := range row {
			args[i] = v
		}
		if _, err := st.ExecContext(ctx, args...); err != nil {
			return rows, fmt.Errorf("load %s row %d: %w", table, rows+1, err)
		}
		rows++
	}
}
