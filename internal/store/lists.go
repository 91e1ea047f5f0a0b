package store

import (
	"context"
	"fmt"
	"strings"
)

const orderColumns = `id, number, version, status, open, matter, channel, outer_no, outer_due_ms, type, category, town, place, title, urgency, secrecy,
    key_order, level, appeals, assigns, key_count, urges, reworks, lead, deputy, handler, registered_by, registered_ms, received_ms, closed_ms,
    due_ms, due_kind, result_due_ms, paused, provisional, late, satisfaction, calendar, old_platform`

func scanOrder(scan func(...any) error) (OrderRow, error) {
	var r OrderRow
	err := scan(&r.ID, &r.Number, &r.Version, &r.Status, &r.Open, &r.Matter, &r.Channel, &r.OuterNo, &r.OuterDueMS, &r.Type, &r.Category, &r.Town, &r.Place,
		&r.Title, &r.Urgency, &r.Secrecy, &r.Key, &r.Level, &r.Appeals, &r.Assigns, &r.Keys, &r.Urges, &r.Reworks, &r.Lead, &r.Deputy, &r.Handler,
		&r.RegisteredBy, &r.RegisteredMS, &r.ReceivedMS, &r.ClosedMS, &r.DueMS, &r.DueKind, &r.ResultDueMS, &r.Paused, &r.Provisional, &r.Late,
		&r.Satisfaction, &r.Calendar, &r.OldPlatform)
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

// ListFilter says which orders a list holds. Scope fields are set by the desk from the reader's post, the rest by the page.
type ListFilter struct {
	Audience    string   // a post: only what it owes (待办)
	Act         string   // with Audience: only this act
	Lead        string   // scope of a unit
	Deputy      string   // scope of a deputy
	Account     string   // scope 已办: what this account took part in
	Own         string   // registered by this account
	Open        *bool    // open or done
	Statuses    []string // at least one of them
	DueFrom     int64    // due_ms >=
	DueBefore   int64    // due_ms <
	Paused      *bool
	Provisional bool
	IDs         []string // only these
	After       string   // cursor of the last row of the page before
	Limit       int      // at most 100
}

// Listed is a row of a list with what the audience owes and the cursor to go on from it.
type Listed struct {
	OrderRow
	Act  string
	Key_ int64 // the sort key
}

// List reads a page. Open lists run by what presses most, done ones by the newest end. The text of the query is put together from fixed pieces;
// nothing a person typed is in it.
func (s *Store) List(ctx context.Context, f ListFilter) ([]Listed, error) {
	var where []string
	var args []any
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	and := func(cond string) { where = append(where, cond) }
	cols, from, act, key := "o."+strings.ReplaceAll(strings.Join(strings.Fields(orderColumns), " "), ", ", ", o."), "orders o", "''", "o.due_ms"
	dir := "ASC"
	switch {
	case f.Audience != "":
		from, act, key = "todo t JOIN orders o ON o.id = t.order_id", "t.act", "t.due_ms"
		and("t.audience = " + arg(f.Audience))
		if f.Act != "" {
			and("t.act = " + arg(f.Act))
		}
	case f.Account != "":
		from, key, dir = "took_part t JOIN orders o ON o.id = t.order_id", "t.last_ms", "DESC"
		and("t.account = " + arg(f.Account))
	case f.Own != "":
		key, dir = "o.registered_ms", "DESC"
		and("o.registered_by = " + arg(f.Own))
	case f.Open != nil && !*f.Open:
		key, dir = "o.closed_ms", "DESC"
	}
	if f.Lead != "" {
		and("o.lead = " + arg(f.Lead))
	}
	if f.Deputy != "" {
		and("o.deputy = " + arg(f.Deputy))
	}
	if f.Open != nil {
		and("o.open = " + arg(*f.Open))
	}
	if f.Paused != nil {
		and("o.paused = " + arg(*f.Paused))
	}
	if f.Provisional {
		and("o.provisional = " + arg(true))
	}
	if f.DueFrom > 0 {
		and(key + " >= " + arg(f.DueFrom))
	}
	if f.DueBefore > 0 {
		and(key + " < " + arg(f.DueBefore))
	}
	in := func(col string, vs []string) {
		var ps []string
		for _, v := range vs {
			ps = append(ps, arg(v))
		}
		and(col + " IN (" + strings.Join(ps, ", ") + ")")
	}
	if len(f.Statuses) > 0 {
		in("o.status", f.Statuses)
	}
	if len(f.IDs) > 0 {
		in("o.id", f.IDs[:min(len(f.IDs), 30)])
	}
	if f.After != "" {
		var k int64
		var id, a string
		if n, err := fmt.Sscanf(f.After, "%d~%s", &k, &id); n != 2 || err != nil {
			return nil, fmt.Errorf("read cursor %q: not one of ours", f.After)
		}
		if i := strings.IndexByte(id, '~'); i >= 0 {
			id, a = id[:i], id[i+1:]
		}
		cmp := ">"
		if dir == "DESC" {
			cmp = "<"
		}
		if f.Audience != "" {
			and(fmt.Sprintf("(%s, o.id, t.act) %s (%s, %s, %s)", key, cmp, arg(k), arg(id), arg(a)))
		} else {
			and(fmt.Sprintf("(%s, o.id) %s (%s, %s)", key, cmp, arg(k), arg(id)))
		}
	}
	q := "SELECT " + cols + ", " + act + ", " + key + " FROM " + from
	if len(where) > 0 {
		q += " WHERE " + strings.Join(where, " AND ")
	}
	q += fmt.Sprintf(" ORDER BY %s %s, o.id %s", key, dir, dir)
	if f.Audience != "" {
		q += ", t.act " + dir
	}
	q += fmt.Sprintf(" LIMIT %d", min(max(f.Limit, 1), 101))
	out, err := rows(ctx, s.db.Read, q, func(scan func(...any) error) (Listed, error) {
		var l Listed
		row, err := scanOrder(func(dest ...any) error { return scan(append(dest, &l.Act, &l.Key_)...) })
		l.OrderRow = row
		return l, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("list orders: %w", err)
	}
	return out, nil
}

// Cursor is where a list goes on after this row.
func (l Listed) Cursor() string {
	c := fmt.Sprintf("%d~%s", l.Key_, l.ID)
	if l.Act != "" {
		c += "~" + l.Act
	}
	return c
}

// CountActs counts what a post owes, by act.
func (s *Store) CountActs(ctx context.Context, audience string) (map[string]int, error) {
	type pair struct {
		act string
		n   int
	}
	all, err := rows(ctx, s.db.Read, s.db.Q("todo_count"), func(scan func(...any) error) (pair, error) {
		var p pair
		err := scan(&p.act, &p.n)
		return p, err
	}, audience)
	if err != nil {
		return nil, fmt.Errorf("count what %s owes: %w", audience, err)
	}
	out := map[string]int{}
	for _, p := range all {
		out[p.act] = p.n
	}
	return out, nil
}

// CountOpen counts open orders in a scope whose most pressing limit falls in [from, before), paused ones apart. Empty lead and deputy mean the county.
func (s *Store) CountOpen(ctx context.Context, lead, deputy string, from, before int64, paused bool) (int, error) {
	var n int
	name, args := "open_count", []any{from, before, paused}
	switch {
	case lead != "":
		name, args = "open_count_lead", append(args, lead)
	case deputy != "":
		name, args = "open_count_deputy", append(args, deputy)
	}
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q(name), args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count open orders: %w", err)
	}
	return n, nil
}

// ProvisionalOrders lists open orders bound to an older calendar version, or whose limits are provisional.
func (s *Store) ProvisionalOrders(ctx context.Context, calendar int) ([]string, error) {
	return s.ids(ctx, "orders_older_calendar", calendar)
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
