package store

import (
	"context"
	"fmt"
	"math"
	"time"

	"huiyin/internal/order"
)

// Backfill is where the answer stands that an upper platform or a programme's editor waits for.
type Backfill struct {
	Order         string
	DueMS, DoneMS int64
	DoneBy        string
	State         order.OuterState
}

func backfillExec(s order.State) Exec {
	due := int64(math.MaxInt64) // without a limit: last
	if s.Request.OuterDue != nil {
		due = ms(*s.Request.OuterDue)
	}
	return Exec{Query: "backfill_put", Args: []any{s.ID, s.ToBackfill(), due, ms(s.BackfilledAt), string(s.BackfilledBy), string(s.OuterState)}}
}

func (s *Store) backfills(ctx context.Context, query string, args ...any) ([]Backfill, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q(query), func(scan func(...any) error) (Backfill, error) {
		var b Backfill
		var state string
		err := scan(&b.Order, &b.DueMS, &b.DoneMS, &b.DoneBy, &state)
		b.State = order.OuterState(state)
		return b, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", query, err)
	}
	return out, nil
}

// ToBackfill reads a page of the orders whose answer the upper platform waits for, by its limit.
func (s *Store) ToBackfill(ctx context.Context, dueMS int64, id string, limit int) ([]Backfill, error) {
	return s.backfills(ctx, "backfill_waits", dueMS, id, limit)
}

// Backfilled reads what was typed in after an instant, the newest first.
func (s *Store) Backfilled(ctx context.Context, afterMS int64, limit int) ([]Backfill, error) {
	return s.backfills(ctx, "backfill_done", afterMS, limit)
}

// CountToBackfill counts them.
func (s *Store) CountToBackfill(ctx context.Context) (int, error) {
	var n int
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("backfill_count")).Scan(&n); err != nil {
		return 0, fmt.Errorf("count to backfill: %w", err)
	}
	return n, nil
}

func (s *Store) checkBackfill(ctx context.Context, f *folded, say func(string, ...any)) error {
	have := map[string]string{}
	_, err := rows(ctx, s.db.Read, s.db.Q("backfill_all"), func(scan func(...any) error) (struct{}, error) {
		var id, by, state string
		var waits bool
		var due, done int64
		err := scan(&id, &waits, &due, &done, &by, &state)
		have[id] = fmt.Sprint(id, waits, due, done, by, state)
		return struct{}{}, err
	})
	if err != nil {
		return fmt.Errorf("read backfill: %w", err)
	}
	for _, id := range sorted(f.states) {
		st := f.states[id]
		if !st.OwedBack() {
			continue
		}
		if want := fmt.Sprint(backfillExec(st).Args...); have[id] != want {
			say("工单 %s 的回填行与日志不符", st.Number)
		}
		delete(have, id)
	}
	if len(have) > 0 {
		say("多出的回填行%d条", len(have))
	}
	return nil
}

// Owed is what a unit owes.
type Owed struct {
	ID, Number, Lead string
	Status           order.Status
	DueMS            int64
}

// OwedByUnits lists the orders at units whose nearest limit ends by an instant, and those that are not signed for yet.
func (s *Store) OwedByUnits(ctx context.Context, by time.Time, marks []string) ([]Owed, error) {
	var out []Owed
	for _, q := range []string{"owed_by_units", "owed_to_sign"} {
		text, args := s.sparing(q, marks, ms(by))
		part, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (Owed, error) {
			var o Owed
			var status string
			err := scan(&o.ID, &o.Number, &o.Lead, &status, &o.DueMS)
			o.Status = order.Status(status)
			return o, err
		}, args...)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", q, err)
		}
		out = append(out, part...)
	}
	return out, nil
}
