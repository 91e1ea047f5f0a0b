package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"huiyin/internal/sqldb"
)

type watchKey struct{}

// Watched lets see be told each reading query with its arguments: for the test that looks at their plans. Arguments may be somebody's words: see must not
// keep them.
func Watched(ctx context.Context, see func(query string, args []any)) context.Context {
	return context.WithValue(ctx, watchKey{}, see)
}

func watched(ctx context.Context, query string, args []any) {
	if see, ok := ctx.Value(watchKey{}).(func(string, []any)); ok {
		see(query, args)
	}
}

// Explain answers the steps by which the database would run a query. On PostgreSQL whole readings of a table are forbidden while it plans, so that a small
// table shows what a large one would: one that is read whole all the same has no index for the query.
func (s *Store) Explain(ctx context.Context, query string, args ...any) (steps []string, err error) {
	tx, err := s.db.Read.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("explain: %w", err)
	}
	defer func() { err = errors.Join(err, ignoreDone(tx.Rollback())) }()
	if s.db.Dialect == sqldb.Postgres {
		if _, err := tx.ExecContext(ctx, "SET LOCAL enable_seqscan = off"); err != nil {
			return nil, fmt.Errorf("explain: %w", err)
		}
		return rows(ctx, tx, "EXPLAIN "+query, func(scan func(...any) error) (string, error) {
			var line string
			err := scan(&line)
			return strings.TrimSpace(line), err
		}, args...)
	}
	return rows(ctx, tx, "EXPLAIN QUERY PLAN "+query, func(scan func(...any) error) (string, error) {
		var id, parent, unused int64
		var detail string
		err := scan(&id, &parent, &unused, &detail)
		return detail, err
	}, args...)
}
