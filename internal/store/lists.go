package store

import (
	"context"
	"fmt"
)

const orderColumns = `id, number, version, status, open, matter, channel, outer_no, outer_due_ms, type, category, town, place, title, urgency, secrecy,
    key_order, level, appeals, assigns, key_count, urges, reworks, lead, deputy, handler, registered_by, registered_ms, received_ms, closed_ms,
    due_ms, due_kind, result_due_ms, paused, provisional, late, satisfaction, calendar, old_platform, waits, members, led_by, co_late`

func scanOrder(scan func(...any) error) (OrderRow, error) {
	var r OrderRow
	err := scan(&r.ID, &r.Number, &r.Version, &r.Status, &r.Open, &r.Matter, &r.Channel, &r.OuterNo, &r.OuterDueMS, &r.Type, &r.Category, &r.Town, &r.Place,
		&r.Title, &r.Urgency, &r.Secrecy, &r.Key, &r.Level, &r.Appeals, &r.Assigns, &r.Keys, &r.Urges, &r.Reworks, &r.Lead, &r.Deputy, &r.Handler,
		&r.RegisteredBy, &r.RegisteredMS, &r.ReceivedMS, &r.ClosedMS, &r.DueMS, &r.DueKind, &r.ResultDueMS, &r.Paused, &r.Provisional, &r.Late,
		&r.Satisfaction, &r.Calendar, &r.OldPlatform, &r.Waits, &r.Members, &r.LedBy, &r.CoLate)
	return r, err
}

// OrderRow reads the row of one order, ErrNone when there is none.
func (s *Store) OrderRow(ctx context.Context, id string) (OrderRow, error) {
	r, err := scanOrder(s.db.Read.QueryRowContext(ctx, s.db.Q("order_row"), id).Scan)
	return r, none(err)
}

// OrderByNumber finds an order's id by its number, ErrNone when there is none.
func (s *Store) OrderByNumber(ctx context.Context, number string) (string, error) {
	var id string
	err := s.db.Read.QueryRowContext(ctx, s.db.Q("order_by_number"), number).Scan(&id)
	return id, none(err)
}

// OrderByOuter finds an order by channel and outer number, ErrNone when there is none.
func (s *Store) OrderByOuter(ctx context.Context, channel, no string) (string, error) {
	var id string
	err := s.db.Read.QueryRowContext(ctx, s.db.Q("order_by_outer"), channel, no).Scan(&id)
	return id, none(err)
}

// CountActs counts what a post owes, by act.
func (s *Store) CountActs(ctx context.Context, audience string, marks []string) (map[string]int, error) {
	type pair struct {
		act string
		n   int
	}
	text, args := s.sparing("todo_count", marks, audience)
	all, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (pair, error) {
		var p pair
		err := scan(&p.act, &p.n)
		return p, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("count what %s owes: %w", audience, err)
	}
	out := map[string]int{}
	for _, p := range all {
		out[p.act] = p.n
	}
	return out, nil
}

// OrdersOfMatter lists the orders of a matter, oldest first.
func (s *Store) OrdersOfMatter(ctx context.Context, matter string) ([]string, error) {
	return s.ids(ctx, "orders_of_matter", matter)
}

// FactSum sums facts of a span of days up to a position, by kind and unit: one query for a figure and for its recount.
func (s *Store) FactSum(ctx context.Context, pos int64, from, to string) (map[[2]string]int64, error) {
	type sum struct {
		key [2]string
		n   int64
	}
	all, err := rows(ctx, s.db.Read, s.db.Q("fact_sum"), func(scan func(...any) error) (sum, error) {
		var x sum
		err := scan(&x.key[0], &x.key[1], &x.n)
		return x, err
	}, pos, from, to)
	if err != nil {
		return nil, fmt.Errorf("sum facts: %w", err)
	}
	out := map[[2]string]int64{}
	for _, x := range all {
		out[x.key] = x.n
	}
	return out, nil
}
