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
	Audience   string   // a post: only what it owes (待办)
	Too        string   // with Audience: another post whose acts it stands in for
	Act        string   // with Audience: only this act
	Copies     string   // a post: unread copies for it (待阅)
	Lead       string   // scope of a unit
	Co         string   // a unit: what it was asked to help with
	CoOwes     bool     // with Co: what it owes still, else what it has given
	Deputy     string   // scope of a deputy
	Instructed string   // a post: on which it gave its word (批示落实)
	Account    string   // scope 已办: what this account took part in
	Own        string   // registered by this account
	Spare      []string // the reader's marks: orders that report him are left out
	Open       *bool    // open or done

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
	Leading     bool // with others merged under it
	Merged      bool // merged under another
	CoLate      bool // a co-unit was late; on a co-unit's own lists: it was itself
	Late        bool // 逾期办结
	Times       int  // 诉求次数 at least
	NoDue       bool // no limit runs
	DueFrom     int64
	DueBefore   int64 // of the list's own key
	NotWaits    bool  // not what waits for a later limit
	WaitsWord   bool  // only what waits for a later limit
	WaitsCo     bool  // with Lead: only what a co-unit owes a result on
	OrWaits     int64 // with a span of limits: also what waits for a later limit, the present one past before this instant
	RegFrom     int64 // registered_ms >=
	RegBefore   int64
	Since       int64 // newest-first lists go back to here
	Paused      *bool
	Provisional bool
	IDs         []string // only these

	After  string // cursor of the last row of the page before
	Before string // cursor of the first row of the page after: pages backward
	Limit  int    // at most 201
}

// Listed is a row of a list with what the audience owes, why a copy came, and the cursor to go on from it.
type Listed struct {
	OrderRow
	Act  string // act owed, or why a copy came
	Key_ int64  // the sort key

	OwnLate bool // on a co-unit's lists: its own part was late
}

// listQuery is a list's query while it is put together from fixed pieces; nothing a person typed is in its text.
type listQuery struct {
	from, act, key, dir string
	late                string // whether the list's own unit was late with its part
	tie                 bool   // the act breaks ties too: one order may stand there twice
	where               []string
	args                []any
}

func (q *listQuery) arg(v any) string {
	q.args = append(q.args, v)
	return "$" + strconv.Itoa(len(q.args))
}

func (q *listQuery) and(cond string) { q.where = append(q.where, cond) }

// waits is the condition that a row's limit is the result's and an application for a later one waits.
func (q *listQuery) waits() string { return "o.waits = TRUE AND " + q.key + " = o.result_due_ms" }

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
	q := &listQuery{from: "orders o", act: "''", late: "FALSE", key: "o.due_ms", dir: "ASC"}
	switch {
	case f.Audience != "":
		q.from, q.act, q.key, q.tie = "todo t JOIN orders o ON o.id = t.order_id", "t.act", "t.due_ms", true
		if f.Too != "" {
			q.and("t.audience IN (" + q.arg(f.Audience) + ", " + q.arg(f.Too) + ")")
		} else {
			q.and("t.audience = " + q.arg(f.Audience))
		}
		if f.Act != "" {
			q.and("t.act = " + q.arg(f.Act))
		}
	case f.Co != "":
		q.from, q.act, q.key = "co_request t JOIN orders o ON o.id = t.order_id", "t.status", "t.due_ms"
		q.late = "t.late"
		q.and("t.unit = " + q.arg(f.Co) + " AND t.open = " + q.arg(f.CoOwes) + " AND t.part = TRUE")
		if !f.CoOwes {
			q.key, q.dir = "t.ended_ms", "DESC"
		}
	case f.Copies != "":
		q.from, q.act, q.key, q.dir = "reading t JOIN orders o ON o.id = t.order_id", "t.why", "t.at_ms", "DESC"
		q.and("t.post = " + q.arg(f.Copies) + " AND t.unread = TRUE")
	case f.Instructed != "":
		q.from, q.key, q.dir = "instructed t JOIN orders o ON o.id = t.order_id", "t.at_ms", "DESC"
		q.and("t.post = " + q.arg(f.Instructed))
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
	if cond := spared("o.id", f.Spare, q.arg); cond != "" {
		q.and(cond)
	}
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
	if f.Leading {
		q.and("o.members > 0")
	}
	if f.Merged {
		q.and("o.led_by <> ''")
	}
	switch {
	case f.CoLate && f.Co != "":
		q.and("t.late = " + q.arg(true))
	case f.CoLate:
		q.and("o.co_late > 0")
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
	from := f.DueFrom
	if f.OrWaits > 0 {
		// The walk starts at the first limit, and keeps what lies in the span or waits.
		from = min(from, 1)
		q.and(fmt.Sprintf("(%s >= %s OR %s AND %s < %s)", q.key, q.arg(f.DueFrom), q.waits(), q.key, q.arg(f.OrWaits)))
	}
	if f.NotWaits {
		q.and("NOT (" + q.waits() + ")")
	}
	if f.WaitsWord {
		q.and(q.waits())
	}
	if f.WaitsCo {
		q.and("o.id IN (SELECT c.order_id FROM co_request c WHERE c.lead = " + q.arg(f.Lead) + " AND c.open = TRUE)")
	}
	bound(q.key, " >= ", from)
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
	cols := "o." + strings.ReplaceAll(strings.Join(strings.Fields(orderColumns), " "), ", ", ", o.") + ", " + q.act + ", " + q.key + ", " + q.late
	text = q.text(cols) + fmt.Sprintf(" ORDER BY %s %s, o.id %s", q.key, dir, dir)
	if q.tie {
		text += ", t.act " + dir
	}
	return text + fmt.Sprintf(" LIMIT %d", min(max(f.Limit, 1), 201)), q.args, back, nil
}

// List reads a page, in the list's own order whichever way it was reached.
func (s *Store) List(ctx context.Context, f ListFilter) ([]Listed, error) {
	text, args, back, err := f.page()
	if err != nil {
		return nil, err
	}
	out, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (Listed, error) {
		var l Listed
		row, err := scanOrder(func(dest ...any) error { return scan(append(dest, &l.Act, &l.Key_, &l.OwnLate)...) })
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
