package store

import (
	"context"
	"fmt"
	"time"
)

// ProvisionalEnds are ends of open limits that rest on a year not announced: the nearest and the farthest. Empty where there is none.
func (s *Store) ProvisionalEnds(ctx context.Context) ([]time.Time, error) {
	var ends [3]int64
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("provisional_ends")).Scan(&ends[0], &ends[1], &ends[2]); err != nil {
		return nil, fmt.Errorf("read provisional limits: %w", err)
	}
	var out []time.Time
	for _, e := range ends {
		if e > 0 {
			out = append(out, time.UnixMilli(e).UTC())
		}
	}
	return out, nil
}

// ProvisionalOrders lists open orders with a limit that rests on a year not announced.
func (s *Store) ProvisionalOrders(ctx context.Context, limit int) ([]string, error) {
	return s.ids(ctx, "orders_provisional", limit)
}

// OrdersBehind lists open orders after an id that are read by an older calendar than version.
func (s *Store) OrdersBehind(ctx context.Context, version int, after string, limit int) ([]string, error) {
	return s.ids(ctx, "orders_behind", version, after, limit)
}

// CountBehind counts them.
func (s *Store) CountBehind(ctx context.Context, version int) (int, error) {
	var n int
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("orders_behind_count"), version).Scan(&n); err != nil {
		return 0, fmt.Errorf("count orders behind the calendar: %w", err)
	}
	return n, nil
}
