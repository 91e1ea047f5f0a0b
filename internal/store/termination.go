package store

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/order"
)

// TerminationLine is an order on a batch that was put before the magistrate (Art. 20).
type TerminationLine struct {
	Batch, Order, Number string
	AtMS                 int64
}

// TerminationRows are the lines that an event adds to batches.
func TerminationRows(id string, e order.Event, at time.Time) []Exec {
	x, ok := e.(order.TerminationSubmitted)
	if !ok {
		return nil
	}
	return []Exec{{Query: "termination_put", Args: []any{x.Batch, id, x.Number, ms(at)}}}
}

// TerminationBatch reads the lines of a batch.
func (s *Store) TerminationBatch(ctx context.Context, batch string) ([]TerminationLine, error) {
	return s.terminationLines(ctx, "termination_batch", batch)
}

// NewestTerminations reads the newest lines of all batches.
func (s *Store) NewestTerminations(ctx context.Context, limit int) ([]TerminationLine, error) {
	return s.terminationLines(ctx, "termination_newest", limit)
}

func (s *Store) terminationLines(ctx context.Context, query string, args ...any) ([]TerminationLine, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q(query), func(scan func(...any) error) (TerminationLine, error) {
		var l TerminationLine
		err := scan(&l.Batch, &l.Order, &l.Number, &l.AtMS)
		return l, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("read batches of terminations: %w", err)
	}
	return out, nil
}

// checkTerminations holds the batches against the fold.
func (s *Store) checkTerminations(ctx context.Context, f *folded, say func(string, ...any)) error {
	all, err := s.terminationLines(ctx, "termination_all")
	if err != nil {
		return err
	}
	have := map[string]bool{}
	for _, l := range all {
		have[fmt.Sprint(l.Batch, l.Order, l.Number, l.AtMS)] = true
	}
	for _, x := range f.terminations {
		key := fmt.Sprint(x.Args[0], x.Args[1], x.Args[2], x.Args[3])
		if !have[key] {
			say("终结呈批表 %v 少了一件或与日志不符", x.Args[2])
		}
		delete(have, key)
	}
	if len(have) > 0 {
		say("终结呈批表多出%d件", len(have))
	}
	return nil
}
