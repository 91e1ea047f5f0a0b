// Package sqldb opens the two databases that the archive runs on and hides what differs between them: pools, transactions, named queries,
// migrations, what an error means. It knows dialects and no table. Start reading at Open.
package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

// Dialect names a database.
type Dialect string

// The dialects.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// DB is an open database: one writing connection and a pool of readers on SQLite, one pool on PostgreSQL.
type DB struct {
	Dialect Dialect
	Read    *sql.DB
	Write   *sql.DB
	path    string // of the file, on SQLite
	queries map[string]string
	alone   bool                     // see Alone
	try     func(point string) error // see Try
}

// Option changes how a database is opened.
type Option func(*DB)

// Alone has a SQLite file opened for one goroutine of one process that may lose it with the power: one connection reads and writes, holds the file's lock, keeps its
// journal in memory and waits for no disk. A simulation opens its archive so; an office never does. It changes nothing on PostgreSQL.
func Alone() Option { return func(d *DB) { d.alone = true } }

// Open opens a directory (SQLite, file huiyin.db in it) or a postgres:// URL, and loads the named queries of the files.
func Open(ctx context.Context, where string, queries fs.FS, options ...Option) (*DB, error) {
	d := &DB{Dialect: SQLite}
	for _, o := range options {
		o(d)
	}
	if strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://") {
		d.Dialect = Postgres
	}
	var err error
	if d.queries, err = load(queries, d.Dialect); err != nil {
		return nil, err
	}
	if d.Dialect == Postgres {
		c, err := pgx.ParseConfig(where)
		if err != nil {
			return nil, fmt.Errorf("open PostgreSQL: %w", err)
		}
		// Compiling a query takes longer than any of ours runs; the planner believes otherwise where a table is large.
		d.Read = stdlib.OpenDB(*c, stdlib.OptionAfterConnect(func(ctx context.Context, conn *pgx.Conn) error {
			_, err := conn.Exec(ctx, "SET jit = off")
			return err
		}))
		d.Read.SetMaxOpenConns(16)
		d.Read.SetMaxIdleConns(16)
		d.Write = d.Read
	} else if err := d.openFile(where); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := d.Write.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("连接数据库：%w", err), d.Close())
	}
	return d, nil
}

func (d *DB) openFile(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make data directory: %w", err)
	}
	path, err := filepath.Abs(filepath.Join(dir, File))
	if err != nil {
		return fmt.Errorf("open SQLite: %w", err)
	}
	d.path = path
	// busy_timeout stands first, or the switch to WAL fails while another process holds the file. secure_delete: a destroyed key leaves no trace
	// in a free page.
	dsn := (&url.URL{Scheme: "file", OmitHost: true, Path: path}).String() + "?_pragma=busy_timeout(10000)"
	if d.alone {
		dsn += "&_pragma=locking_mode(EXCLUSIVE)&_pragma=cache_size(-12288)&_pragma=temp_store(MEMORY)"
	}
	dsn += map[bool]string{true: "&_pragma=journal_mode(MEMORY)&_pragma=synchronous(OFF)", false: "&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"}[d.alone] + "&_pragma=foreign_keys(1)&_pragma=secure_delete(1)"
	if d.Write, err = openKept(dsn+"&_txlock=immediate", d.queries); err != nil {
		return err
	}
	if d.alone {
		d.Write.SetMaxOpenConns(1)
		d.Read = d.Write
		return nil
	}
	// One writer: connections that fight for the lock are unfair and slow.
	d.Write.SetMaxOpenConns(1)
	if d.Read, err = openKept(dsn+"&_pragma=query_only(1)", d.queries); err != nil {
		return err
	}
	d.Read.SetMaxOpenConns(max(4, runtime.NumCPU()*2))
	d.Read.SetMaxIdleConns(max(4, runtime.NumCPU()*2))
	return nil
}

// Close closes the pools.
func (d *DB) Close() error {
	var errs []error
	if d.Read != nil && d.Read != d.Write {
		errs = append(errs, d.Read.Close())
	}
	if d.Write != nil {
		errs = append(errs, d.Write.Close())
	}
	return errors.Join(errs...)
}

// Q is the text of a named query. A name that does not exist is a fault of the program and panics; a test prepares every name.
func (d *DB) Q(name string) string {
	q, ok := d.queries[name]
	if !ok {
		panic("sqldb: no query named " + name)
	}
	return q
}

// Names lists the named queries.
func (d *DB) Names() []string {
	var out []string
	for n := range d.queries {
		out = append(out, n)
	}
	return out
}

// load reads *.sql files with "-- name: x" headers. x.sqlite.sql and x.postgres.sql are twins of which one is read.
func load(files fs.FS, d Dialect) (map[string]string, error) {
	out := map[string]string{}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, fmt.Errorf("list queries: %w", err)
	}
	for _, n := range names {
		other := map[Dialect]Dialect{SQLite: Postgres, Postgres: SQLite}[d]
		if base, ok := strings.CutSuffix(n, "."+string(other)+".sql"); ok {
			if !slices.Contains(names, base+"."+string(d)+".sql") {
				return nil, fmt.Errorf("read queries %s: its twin for %s is missing", n, d)
			}
			continue
		}
		b, err := fs.ReadFile(files, n)
		if err != nil {
			return nil, fmt.Errorf("read queries %s: %w", n, err)
		}
		name := ""
		for _, line := range strings.Split(string(b), "\n") {
			if after, ok := strings.CutPrefix(line, "-- name:"); ok {
				name = strings.TrimSpace(after)
				if _, twice := out[name]; twice {
					return nil, fmt.Errorf("read queries %s: %s is named twice", n, name)
				}
				out[name] = ""
				continue
			}
			if name != "" {
				out[name] += line + "\n"
			}
		}
	}
	for n, q := range out {
		out[n] = strings.TrimSpace(q)
	}
	return out, nil
}

// filled is a file system that fills in what the dialects call differently before goose reads a migration.
type filled struct {
	fs.FS
	with *strings.Replacer
}

func (f filled) Open(name string) (fs.File, error) {
	file, err := f.FS.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return file, err
	}
	defer file.Close()
	b, err := fs.ReadFile(f.FS, name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	return &text{Reader: strings.NewReader(f.with.Replace(string(b))), info: info}, nil
}

type text struct {
	*strings.Reader
	info fs.FileInfo
}

func (t *text) Stat() (fs.FileInfo, error) { return t.info, nil }
func (t *text) Close() error               { return nil }

// Migrate brings the schema to the newest version. One set of files serves both databases: {{bytes}} is filled in, and a
// line that begins with {{sqlite}} or {{postgres}} is for that one alone.
func (d *DB) Migrate(ctx context.Context, files fs.FS) error {
	return d.MigrateTo(ctx, files, goose.MaxVersion)
}

// MigrateTo brings the schema up to a version, for a backup of that version. On PostgreSQL one process migrates at a time.
func (d *DB) MigrateTo(ctx context.Context, files fs.FS, version int64) error {
	p, err := d.provider(files)
	if err != nil {
		return err
	}
	unlock := func() error { return nil }
	if d.Dialect == Postgres {
		if unlock, err = d.lockSchema(ctx); err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
	}
	_, err = p.UpTo(ctx, version)
	if err := errors.Join(err, unlock()); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// lockSchema waits until this process alone may migrate. The lock belongs to a connection of its own and dies with it.
func (d *DB) lockSchema(ctx context.Context) (unlock func() error, err error) {
	conn, err := d.Write.Conn(ctx)
	if err != nil {
		return nil, err
	}
	const key = 7812345
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", key); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return func() error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", key)
		return errors.Join(err, conn.Close())
	}, nil
}

// Schema is the version of the schema, 0 before the first migration.
func (d *DB) Schema(ctx context.Context, files fs.FS) (int64, error) {
	p, err := d.provider(files)
	if err != nil {
		return 0, err
	}
	v, err := p.GetDBVersion(ctx)
	if err != nil {
		return 0, fmt.Errorf("read schema version: %w", err)
	}
	return v, nil
}

// Pending reports whether the schema is older than the program.
func (d *DB) Pending(ctx context.Context, files fs.FS) (bool, error) {
	p, err := d.provider(files)
	if err != nil {
		return false, err
	}
	pending, err := p.HasPending(ctx)
	if err != nil {
		return false, fmt.Errorf("read schema version: %w", err)
	}
	return pending, nil
}

func (d *DB) provider(files fs.FS) (*goose.Provider, error) {
	dialect, with := goose.DialectSQLite3, strings.NewReplacer("{{bytes}}", "BLOB", "{{sqlite}} ", "", "{{postgres}} ", "-- ")
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger())}
	if d.Dialect == Postgres {
		dialect, with = goose.DialectPostgres, strings.NewReplacer("{{bytes}}", "BYTEA", "{{postgres}} ", "", "{{sqlite}} ", "-- ")
	}
	p, err := goose.NewProvider(dialect, d.Write, filled{files, with}, options...)
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	return p, nil
}
