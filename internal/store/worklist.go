package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"huiyin/internal/sqldb"
)

// ListFilter says which orders a list holds. Scope fields are set by the desk from the reader's post, the rest by the page.
type ListFilter struct {
	Audience string // a post: only what it owes (待办)
	Act      string // with Audience: only this act
	Copies   string // a post: unread copies for it (待阅)
	Lead     string // scope of a unit
	Deputy   string // scope of a deputy
	Account  string // scope 已办: what this account took part in
	Own      string // registered by this account
	Open     *bool  // open or done

	Statuses    []string // at least one of them
	Types       []string
	Channels    []string
	Categories  []string
	Towns       []string
	Units       []string // held by one of them
	Urgencies   []string
	Secrecies   []string
	Key         bool // 重点
	Urged       bool // with 催办
	Late        bool // 逾期办结
	Times       int  // 诉求次数 at least
	NoDue       bool // no limit runs
	DueFrom     int64
	DueBefore   int64 // of the list's own key
	RegFrom     int64 // registered_ms >=
	RegBefore   int64
	Since       int64 // newest-first lists go back to here
	Paused      *bool
	Provisional bool
	IDs         []string // only these

	After  string // cursor of the last row of the page before
	Before string // cursor of the first row of the page after: pages backward
	Limit  int    // at most 101
}

// Listed is a row of a list with what the audience owes, why a copy came, and the cursor to go on from it.
type Listed struct {
	OrderRow
	Act  string // act owed, or why a copy came
	Key_ int64  // the sort key
}

// listQuery is a list's query while it is put together from fixed pieces; nothing a person typed is in its text.
type listQuery struct {
	from, act, key, dir string
	tie                 bool // the act breaks ties too: one order may stand there twice
	where               []string
	args                []any
}

func (q *listQuery) arg(v any) string {
	q.args = append(q.args, v)
	return "$" + strconv.Itoa(len(q.args))
}

func (q *listQuery) and(cond string) { q.where = append(q.where, cond) }

func (q *listQuery) in(col string, vs []string) {
	if len(vs) == 0 {
		return
	}
	var ps []string
	for _, v := range vs[:min(len(vs), 30)] {
		ps = append(ps, q.arg(v))
	}
	q.and(col + " IN (" + strings.Join(ps, ", ") + ")")
}

// base chooses the table that the list walks: open lists run by what presses most, the others by the newest end.
func (f ListFilter) base() *listQuery {
	q := &listQuery{from: "orders o", act: "''", key: "o.due_ms", dir: "ASC"}
	switch {
	case f.Audience != "":
		q.from, q.act, q.key, q.tie = "todo t JOIN orders o ON o.id = t.order_id", "t.act", "t.due_ms", true
		q.and("t.audience = " + q.arg(f.Audience))
		if f.Act != "" {
			q.and("t.act = " + q.arg(f.Act))
		}
	case f.Copies != "":
		q.from, q.act, q.key, q.dir = "reading t JOIN orders o ON o.id = t.order_id", "t.why", "t.at_ms", "DESC"
		q.and("t.post = " + q.arg(f.Copies) + " AND t.unread = TRUE")
	case f.Account != "":
		q.from, q.key, q.dir = "took_part t JOIN orders o ON o.id = t.order_id", "t.last_ms", "DESC"
		q.and("t.account = " + q.arg(f.Account))
	case f.Own != "":
		q.key, q.dir = "o.registered_ms", "DESC"
		q.and("o.registered_by = " + q.arg(f.Own))
	case f.Open != nil && !*f.Open:
		q.key, q.dir = "o.closed_ms", "DESC"
	}
	return q
}

func (f ListFilter) query() *listQuery {
	q := f.base()
	if f.Lead != "" {
		q.and("o.lead = " + q.arg(f.Lead))
	}
	if f.Deputy != "" {
		q.and("o.deputy = " + q.arg(f.Deputy))
	}
	if f.Open != nil {
		q.and("o.open = " + q.arg(*f.Open))
	}
	if f.Paused != nil {
		q.and("o.paused = " + q.arg(*f.Paused))
	}
	for _, x := range []struct {
		col string
		on  bool
	}{{"o.provisional = ", f.Provisional}, {"o.key_order = ", f.Key}, {"o.late = ", f.Late}} {
		if x.on {
			q.and(x.col + q.arg(true))
		}
	}
	if f.Urged {
		q.and("o.urges > 0")
	}
	if f.Times > 0 {
		q.and("o.appeals >= " + q.arg(f.Times))
	}
	if f.NoDue {
		q.and(q.key + " = 0")
	}
	bound := func(col, cmp string, v int64) {
		if v > 0 {
			q.and(col + cmp + q.arg(v))
		}
	}
	bound(q.key, " >= ", f.DueFrom)
	bound(q.key, " < ", f.DueBefore)
	bound(q.key, " >= ", f.Since)
	bound("o.registered_ms", " >= ", f.RegFrom)
	bound("o.registered_ms", " < ", f.RegBefore)
	for _, x := range []struct {
		col string
		vs  []string
	}{{"o.status", f.Statuses}, {"o.type", f.Types}, {"o.channel", f.Channels}, {"o.category", f.Categories}, {"o.town", f.Towns}, {"o.lead", f.Units},
		{"o.urgency", f.Urgencies}, {"o.secrecy", f.Secrecies}, {"o.id", f.IDs}} {
		q.in(x.col, x.vs)
	}
	return q
}

func (q *listQuery) text(cols string) string {
	s := "SELECT " + cols + " FROM " + q.from
	if len(q.where) > 0 {
		s += " WHERE " + strings.Join(q.where, " AND ")
	}
	return s
}

// past keeps what lies behind a cursor in the direction of the walk.
func (q *listQuery) past(cursor, dir string) error {
	part := strings.SplitN(cursor, "~", 3)
	k, err := strconv.ParseInt(part[0], 10, 64)
	if err != nil || len(part) < 2 || part[1] == "" {
		return fmt.Errorf("read cursor %q: not one of ours", cursor)
	}
	cmp := ">"
	if dir == "DESC" {
		cmp = "<"
	}
	if q.tie {
		act := ""
		if len(part) == 3 {
			act = part[2]
		}
		q.and(fmt.Sprintf("(%s, o.id, t.act) %s (%s, %s, %s)", q.key, cmp, q.arg(k), q.arg(part[1]), q.arg(act)))
	} else {
		q.and(fmt.Sprintf("(%s, o.id) %s (%s, %s)", q.key, cmp, q.arg(k), q.arg(part[1])))
	}
	return nil
}

// page is the query of a page with its parameters; back says that the rows come in reverse.
func (f ListFilter) page() (text string, args []any, back bool, err error) {
	q := f.query()
	dir := q.dir
	cursor := f.After
	if f.Before != "" {
		back, cursor = true, f.Before
		dir = map[string]string{"ASC": "DESC", "DESC": "ASC"}[q.dir]
	}
	if cursor != "" {
		if err := q.past(cursor, dir); err != nil {
			return "", nil, false, err
		}
	}
	cols := "o." + strings.ReplaceAll(strings.Join(strings.Fields(orderColumns), " "), ", ", ", o.") + ", " + q.act + ", " + q.key
	text = q.text(cols) + fmt.Sprintf(" ORDER BY %s %s, o.id %s", q.key, dir, dir)
	if q.tie {
		text += ", t.act " + dir
	}
	return text + fmt.Sprintf(" LIMIT %d", min(max(f.Limit, 1), 101)), q.args, back, nil
}

// List reads a page, in the list's own order whichever way it was reached.
func (s *Store) List(ctx context.Context, f ListFilter) ([]Listed, error) {
	text, args, back, err := f.page()
	if err != nil {
		return nil, err
	}
	out, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (Listed, error) {
		var l Listed
		row, err := scanOrder(func(dest ...any) error { return scan(append(dest, &l.Act, &l.Key_)...) })
		l.OrderRow = row
		return l, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("list orders: %w", err)
	}
	if back {
		slices.Reverse(out)
	}
	return out, nil
}

// CountList counts the rows of a list, up to most: counting never walks further than that. most 0 counts all, for lists of open orders only.
func (s *Store) CountList(ctx context.Context, f ListFilter, most int) (int, error) {
	q := f.query()
	text := q.text("1 AS one")
	if most > 0 {
		text += fmt.Sprintf(" LIMIT %d", most)
	}
	var n int
	if err := s.db.Read.QueryRowContext(ctx, "SELECT COUNT(*) FROM ("+text+") c", q.args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count orders: %w", err)
	}
	return n, nil
}

// ExplainList is the database's plan for a page of a list, for tests that hold the lists to their indexes.
func (s *Store) ExplainList(ctx context.Context, f ListFilter) (string, error) {
	text, args, _, err := f.page()
	if err != nil {
		return "", err
	}
	verb := "EXPLAIN QUERY PLAN "
	if s.db.Dialect == sqldb.Postgres {
		verb = "EXPLAIN "
	}
	found, err := rows(ctx, s.db.Read, verb+text, func(scan func(...any) error) (string, error) {
		var line string
		if s.db.Dialect == sqldb.Postgres {
			return line, scan(&line)
		}
		var id, parent, unused int
		err := scan(&id, &parent, &unused, &line)
		return line, err
	}, args...)
	if err != nil {
		return "", fmt.Errorf("explain list: %w", err)
	}
	return strings.Join(found, "\n"), nil
}

// Cursor is where a list goes on after this row, or back before it.
func (l Listed) Cursor() string {
	c := fmt.Sprintf("%d~%s", l.Key_, l.ID)
	if l.Act != "" {
		c += "~" + l.Act
	}
	return c
}
