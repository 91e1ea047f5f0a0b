package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Tx is a writing transaction. It is for one goroutine.
type Tx struct {
	d     *DB
	conn  *sql.Conn
	tx    *sql.Tx
	after []func()
}

// WriteTx runs fn in a writing transaction and commits it. If fn returns an error, everything is rolled back and that error returned. If the answer
// to the commit was lost, the error is [ErrUnknown]: it may or may not have happened. On SQLite there is one writer at a time; others wait.
func (d *DB) WriteTx(ctx context.Context, fn func(*Tx) error) (err error) {
	conn, err := d.Write.Conn(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	t := &Tx{d: d, conn: conn}
	defer func() {
		if cerr := conn.Close(); cerr != nil && err == nil && !errors.Is(cerr, sql.ErrConnDone) {
			err = fmt.Errorf("release connection: %w", cerr)
		}
		if err == nil {
			for _, f := range t.after {
				f()
			}
		}
	}()
	if t.tx, err = conn.BeginTx(ctx, nil); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	committing := false
	defer func() { // also when fn panics
		if committing {
			return
		}
		if rerr := t.tx.Rollback(); rerr != nil && !errors.Is(rerr, sql.ErrTxDone) && err == nil {
			err = fmt.Errorf("roll back: %w", rerr)
		}
	}()
	if err := fn(t); err != nil {
		return err
	}
	if err := d.trial(BeforeCommit); err != nil {
		return err
	}
	committing = true
	if err := commitError(t.tx.Commit()); err != nil {
		return err
	}
	if err := d.trial(AfterCommit); err != nil {
		return fmt.Errorf("%w: %w", ErrUnknown, err) // it happened, and nobody was told
	}
	return nil
}

// AfterCommit has f called once the transaction is committed, in the order of the calls; never if it is not.
func (t *Tx) AfterCommit(f func()) { t.after = append(t.after, f) }

// Exec runs a named statement and says how many rows it touched.
func (t *Tx) Exec(ctx context.Context, name string, args ...any) (int64, error) {
	q, err := t.d.find(name)
	if err != nil {
		return 0, err
	}
	res, err := t.tx.ExecContext(ctx, q, args...)
	if err != nil {
		return 0, fmt.Errorf("run %s: %w", name, err)
	}
	return res.RowsAffected()
}

// Row runs a named query for one row; sql.ErrNoRows where there is none.
func (t *Tx) Row(ctx context.Context, name string, dest []any, args ...any) error {
	q, err := t.d.find(name)
	if err != nil {
		return err
	}
	if err := t.tx.QueryRowContext(ctx, q, args...).Scan(dest...); err != nil {
		return fmt.Errorf("run %s: %w", name, err)
	}
	return nil
}

// Reader is what can be read from: a pool or a transaction.
type Reader interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// ReadTx runs fn in a read-only transaction that sees one moment of the database throughout.
func (d *DB) ReadTx(ctx context.Context, fn func(Reader) error) error {
	var o *sql.TxOptions
	if d.Dialect == Postgres {
		o = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := d.Read.BeginTx(ctx, o)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	err = fn(tx)
	if rerr := tx.Rollback(); rerr != nil && !errors.Is(rerr, sql.ErrTxDone) {
		err = errors.Join(err, fmt.Errorf("roll back: %w", rerr))
	}
	return err
}

// SQL is the transaction itself, for tools that work on any table.
func (t *Tx) SQL() *sql.Tx { return t.tx }

// Batch is a list of named statements that travel together: one round trip on PostgreSQL, prepared statements one after the other on SQLite.
type Batch struct{ items []item }

type item struct {
	name string
	args []any
}

// Add appends a statement.
func (b *Batch) Add(name string, args ...any) { b.items = append(b.items, item{name, args}) }

// Clear empties the batch for further use.
func (b *Batch) Clear() {
	clear(b.items)
	b.items = b.items[:0]
}

// Send runs the batch within the transaction. After an error the transaction can only be rolled back.
func (t *Tx) Send(ctx context.Context, b *Batch) error {
	if t.d.Dialect == Postgres {
		return t.pipeline(ctx, b)
	}
	for _, it := range b.items {
		if _, err := t.Exec(ctx, it.name, it.args...); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) pipeline(ctx context.Context, b *Batch) error {
	if len(b.items) == 0 {
		return nil
	}
	pb := &pgx.Batch{}
	for _, it := range b.items {
		q, err := t.d.find(it.name)
		if err != nil {
			return err
		}
		pb.Queue(q, it.args...)
	}
	return t.conn.Raw(func(dc any) error {
		results := dc.(*stdlib.Conn).Conn().SendBatch(ctx, pb)
		var first error
		for _, it := range b.items {
			if _, err := results.Exec(); err != nil {
				first = fmt.Errorf("run %s: %w", it.name, err)
				break
			}
		}
		if err := results.Close(); err != nil && first == nil {
			first = fmt.Errorf("run batch: %w", err)
		}
		return first
	})
}

// find is Q for those who can return an error.
func (d *DB) find(name string) (string, error) {
	q, ok := d.queries[name]
	if !ok {
		return "", fmt.Errorf("find query %s: no such name", name)
	}
	return q, nil
}

// Has reports whether a query of that name exists.
func (d *DB) Has(name string) bool {
	_, ok := d.queries[name]
	return ok
}
