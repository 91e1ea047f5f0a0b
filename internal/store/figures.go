package store

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/bulletin"
)

func scanSum(scan func(...any) error) (bulletin.Sum, error) {
	var x bulletin.Sum
	err := scan(&x.Kind, &x.Unit, &x.Category, &x.Place, &x.Day, &x.N)
	return x, err
}

// FigureSums sums the facts of a span of days up to a position, both days included (2026-03-02).
func (s *Store) FigureSums(ctx context.Context, pos int64, from, to string) ([]bulletin.Sum, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("figure_sums"), scanSum, pos, from, to)
	if err != nil {
		return nil, fmt.Errorf("sum figures: %w", err)
	}
	return out, nil
}

// DueSums sums what is due in a span of days, of all times, without the day.
func (s *Store) DueSums(ctx context.Context, pos int64, from, to string) ([]bulletin.Sum, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("figure_due"), scanSum, pos, from, to)
	if err != nil {
		return nil, fmt.Errorf("sum what is due: %w", err)
	}
	return out, nil
}

// FigureAsk asks for the orders that a sum of facts counts. Empty fields of Where are all; Place "-" is the orders without a township.
type FigureAsk struct {
	Pos        int64
	From, To   string
	Plus       []string // at most five kinds
	Minus      []string // at most four
	Unit       string
	Category   string
	Place      string
	AfterOrder string
	Limit      int
}

// FigureOrder is an order that a figure counts, and how often: two assignments that were due in one week are two.
type FigureOrder struct {
	Order string
	N     int64
}

// FigureOrders lists them by id. The sum of N is the figure.
func (s *Store) FigureOrders(ctx context.Context, a FigureAsk) ([]FigureOrder, error) {
	if len(a.Plus) > 5 || len(a.Minus) > 4 {
		return nil, fmt.Errorf("list orders of a figure: %d and %d kinds are too many", len(a.Plus), len(a.Minus))
	}
	args := []any{a.Pos, a.From, a.To}
	for i := range 9 {
		kinds, k := a.Plus, i
		if i >= 5 {
			kinds, k = a.Minus, i-5
		}
		kind := ""
		if k < len(kinds) {
			kind = kinds[k]
		}
		args = append(args, kind)
	}
	args = append(args, a.Unit, a.Category, a.Place, a.AfterOrder, a.Limit)
	out, err := rows(ctx, s.db.Read, s.db.Q("figure_orders"), func(scan func(...any) error) (FigureOrder, error) {
		var x FigureOrder
		err := scan(&x.Order, &x.N)
		return x, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("list orders of a figure: %w", err)
	}
	return out, nil
}

// PositionBefore is the last position that was written before an instant, 0 where the log begins later. Positions and times grow together.
func (s *Store) PositionBefore(ctx context.Context, at time.Time) (int64, error) {
	hi, err := s.Head(ctx)
	if err != nil {
		return 0, err
	}
	lo, want := int64(0), ms(at)
	for lo < hi {
		mid := lo + (hi-lo+1)/2
		var t int64
		if err := s.db.Read.QueryRowContext(ctx, s.db.Q("pos_at"), mid).Scan(&t); err != nil {
			return 0, fmt.Errorf("read the time of position %d: %w", mid, err)
		}
		if t < want {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo, nil
}

// TimeOf is when a position was written.
func (s *Store) TimeOf(ctx context.Context, pos int64) (time.Time, error) {
	var t int64
	if pos <= 0 {
		return time.Time{}, nil
	}
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("pos_at"), pos).Scan(&t); err != nil {
		return time.Time{}, fmt.Errorf("read the time of position %d: %w", pos, err)
	}
	return time.UnixMilli(t).UTC(), nil
}

// CountOpenCases counts the rows of the ledger that are pressed and not struck off.
func (s *Store) CountOpenCases(ctx context.Context) (int, error) {
	var n int
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("supervision_open")).Scan(&n); err != nil {
		return 0, fmt.Errorf("count open cases: %w", err)
	}
	return n, nil
}
