// Package store is the archive: the log, and everything that is derived from it and can be rebuilt. All SQL of the program is here, as named
// queries that run on SQLite and PostgreSQL alike. It decides no rule; it keeps what the desk decided, or nothing.
//
// Start reading at Append (append.go): a write is a value, and one writer per process commits many at once.
package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/sqldb"
)

//go:embed queries/*.sql
var queryFiles embed.FS

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Store is an open archive.
type Store struct {
	db      *sqldb.DB
	node    string
	in      chan *pending
	quit    chan struct{}
	stopped chan struct{}
	after   []func(pos int64)
	try     func(point string) error // see Try
}

// Open opens the archive in a directory (SQLite) or at a postgres:// URL, brings its schema up to date and starts the writer.
func Open(ctx context.Context, where, node string, options ...sqldb.Option) (*Store, error) {
	q, err := fs.Sub(queryFiles, "queries")
	if err != nil {
		return nil, err
	}
	m, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, err
	}
	db, err := sqldb.Open(ctx, where, q, options...)
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, m); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s := &Store{db: db, node: node, in: make(chan *pending, 256), quit: make(chan struct{}), stopped: make(chan struct{})}
	go s.write()
	return s, nil
}

// Close lets the writer finish and closes the database.
func (s *Store) Close() error {
	close(s.quit)
	<-s.stopped
	return s.db.Close()
}

// The points of a write at which a trial may let the program die, beside those of the transaction itself (sqldb.BeforeCommit, AfterCommit).
const (
	BeforeAppend = "before append" // decided, and not yet handed to the writer
	BeforeClaim  = "before claim"  // due work is about to be taken
	BeforeRetry  = "before retry"  // failed due work is about to be given back
)

// Try puts a trial in the way of every write: f is asked at each point, and its error ends the write there as a death of the program would. Only a
// simulation calls it, before the first write.
func (s *Store) Try(f func(point string) error) {
	s.try = f
	s.db.Try(f)
}

func (s *Store) trial(point string) error {
	if s.try == nil {
		return nil
	}
	return s.try(point)
}

// Dialect says which database it is.
func (s *Store) Dialect() sqldb.Dialect { return s.db.Dialect }

// AfterCommit calls f after each commit with the new head of the log. Register before the first Append.
func (s *Store) AfterCommit(f func(pos int64)) { s.after = append(s.after, f) }

// Head is the position of the last event.
func (s *Store) Head(ctx context.Context) (int64, error) {
	var pos int64
	var hash string
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("head"), nil...).Scan(&pos, &hash); err != nil {
		return 0, fmt.Errorf("read head: %w", err)
	}
	return pos, nil
}

// Version is the version of a stream, 0 where there is none.
func (s *Store) Version(ctx context.Context, st Stream) (int64, error) {
	var v int64
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("stream_version"), st.Type, st.ID).Scan(&v); err != nil {
		return 0, fmt.Errorf("read version of %s %s: %w", st.Type, st.ID, err)
	}
	return v, nil
}

// Load reads a stream from its first event.
func (s *Store) Load(ctx context.Context, st Stream) ([]ledger.Record, error) {
	return s.records(ctx, "stream_load", st.Type, st.ID)
}

// LoadOrder reads an order's events, and those of the matter that its row names, each from the first. matter is "" where the row is not written yet.
func (s *Store) LoadOrder(ctx context.Context, id string) (order []ledger.Record, matter string, rounds []ledger.Record, err error) {
	all, err := s.records(ctx, "order_load", id)
	for _, r := range all {
		if r.StreamType == "matter" {
			matter, rounds = r.StreamID, append(rounds, r)
		} else {
			order = append(order, r)
		}
	}
	return order, matter, rounds, err
}

// LoadOrderAfter is LoadOrder for whoever knows the order up to a version, and a matter up to another: it reads what came after. Where the order's row names another matter
// now, all of that one's events are read.
func (s *Store) LoadOrderAfter(ctx context.Context, id string, version int64, matter string, matterVersion int64) (order, rounds []ledger.Record, err error) {
	all, err := s.records(ctx, "order_load_after", id, version, matter, matterVersion)
	for _, r := range all {
		if r.StreamType == "matter" {
			rounds = append(rounds, r)
		} else {
			order = append(order, r)
		}
	}
	return order, rounds, err
}

// LogFrom reads up to n events after a position: how other processes follow the log.
func (s *Store) LogFrom(ctx context.Context, pos int64, n int) ([]ledger.Record, error) {
	return s.records(ctx, "log_from", pos, n)
}

func (s *Store) records(ctx context.Context, query string, args ...any) ([]ledger.Record, error) {
	return rows(ctx, s.db.Read, s.db.Q(query), scanRecord, args...)
}

func scanRecord(scan func(...any) error) (ledger.Record, error) {
	r, bad, err := scanAny(scan)
	if err == nil {
		err = bad
	}
	return r, err
}

// scanAny reads a record even where its hashes are no hashes; bad says so.
func scanAny(scan func(...any) error) (r ledger.Record, bad, err error) {
	var body, prev, hash string
	err = scan(&r.Pos, &r.StreamType, &r.StreamID, &r.Version, &r.Kind, &r.V, &r.AtMS, &r.LocalDate, &r.Week, &r.Actor, &r.Post, &r.Cause, &r.Node, &body, &prev, &hash)
	if err != nil {
		return r, nil, err
	}
	r.Body = []byte(body)
	if prev != "" {
		r.Prev, bad = ledger.ParseHash(prev)
	}
	h, herr := ledger.ParseHash(hash)
	r.Hash = h
	return r, errors.Join(bad, herr), nil
}

// rows runs a query and scans every row.
func rows[T any](ctx context.Context, q sqldb.Reader, query string, scan func(func(...any) error) (T, error), args ...any) ([]T, error) {
	watched(ctx, query, args)
	rs, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rs.Close()
	var out []T
	for rs.Next() {
		x, err := scan(rs.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, rs.Err()
}

func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Queries are the named queries with their text, for the test that prepares them all.
func (s *Store) Queries() map[string]string {
	out := map[string]string{}
	for _, n := range s.db.Names() {
		out[n] = s.db.Q(n)
	}
	return out
}
