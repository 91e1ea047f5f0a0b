package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

// keeper opens connections to a SQLite file that keep a prepared statement for each named query: compiling a query takes SQLite several times as long as
// most of ours run. pgx keeps its statements by itself.
type keeper struct {
	driver.Connector
	named map[string]bool // the texts of the named queries; nothing else is kept
}

// openKept is sql.Open for a SQLite file whose connections keep the named queries prepared.
func openKept(dsn string, queries map[string]string) (*sql.DB, error) {
	base, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, fmt.Errorf("open SQLite: %w", err)
	}
	k := keeper{base, map[string]bool{}}
	for _, q := range queries {
		k.named[q] = true
	}
	return sql.OpenDB(k), nil
}

// liteConn and liteStmt are what the driver's connection and statement can do.
type (
	liteConn interface {
		driver.Conn
		driver.ConnBeginTx
		driver.ConnPrepareContext
		driver.ExecerContext
		driver.Pinger
		driver.QueryerContext
		driver.SessionResetter
		driver.Validator
	}
	liteStmt interface {
		driver.Stmt
		driver.StmtExecContext
		driver.StmtQueryContext
	}
)

// Connect opens one connection.
func (k keeper) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	lite, ok := c.(liteConn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("open SQLite: the driver's connection is a %T", c), c.Close())
	}
	return &kept{liteConn: lite, named: k.named, idle: map[string]liteStmt{}}, nil
}

// kept is one connection. database/sql lets one goroutine use it at a time.
type kept struct {
	liteConn
	named map[string]bool
	idle  map[string]liteStmt // prepared, and at no work: a statement whose rows are being read is away
}

// take is a statement for a named query, away from the idle ones until it is given back.
func (k *kept) take(ctx context.Context, query string) (liteStmt, error) {
	if s := k.idle[query]; s != nil {
		delete(k.idle, query)
		return s, nil
	}
	s, err := k.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	lite, ok := s.(liteStmt)
	if !ok {
		return nil, errors.Join(fmt.Errorf("prepare: the driver's statement is a %T", s), s.Close())
	}
	return lite, nil
}

// back keeps a statement for the next time; a second one of the same query, which ran within the first one's rows, is closed.
func (k *kept) back(query string, s liteStmt) error {
	if k.idle[query] != nil {
		return s.Close()
	}
	k.idle[query] = s
	return nil
}

// ExecContext runs a statement.
func (k *kept) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if !k.named[query] {
		return k.liteConn.ExecContext(ctx, query, args)
	}
	s, err := k.take(ctx, query)
	if err != nil {
		return nil, err
	}
	res, err := s.ExecContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return res, k.back(query, s)
}

// QueryContext runs a query; its statement comes back when its rows are closed.
func (k *kept) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if !k.named[query] {
		return k.liteConn.QueryContext(ctx, query, args)
	}
	s, err := k.take(ctx, query)
	if err != nil {
		return nil, err
	}
	rs, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return &keptRows{rs, k, query, s}, nil
}

// Close closes the statements and the connection.
func (k *kept) Close() error {
	var errs []error
	for _, s := range k.idle {
		errs = append(errs, s.Close())
	}
	clear(k.idle)
	return errors.Join(append(errs, k.liteConn.Close())...)
}

// keptRows are the rows of a kept statement.
type keptRows struct {
	driver.Rows
	k     *kept
	query string
	s     liteStmt
}

// Close resets the statement and gives it back.
func (r *keptRows) Close() error {
	if r.s == nil {
		return nil
	}
	s := r.s
	r.s = nil
	if err := r.Rows.Close(); err != nil {
		return errors.Join(err, s.Close())
	}
	return r.k.back(r.query, s)
}
