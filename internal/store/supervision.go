package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/ledger"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
)

// WatchStream is the supervision of one order, beside the order's own stream.
func WatchStream(orderID string) Stream { return Stream{Type: "supervision", ID: orderID} }

// WatchTimers is the key under which the due table keeps the timers of a watch.
func WatchTimers(orderID string) string { return "watch/" + orderID }

// WatchEvent makes an event of room oversight.
func WatchEvent(e oversight.Event) (NewEvent, error) {
	kind, body, err := oversight.Encode(e)
	return NewEvent{Kind: kind, V: oversight.Version, Body: body}, err
}

// FoldWatch applies a record of a watch's stream.
func FoldWatch(w oversight.Watch, r ledger.Record) (oversight.Watch, oversight.Event, error) {
	e, err := oversight.Decode(r.Kind, r.V, r.Body)
	if err != nil {
		return w, nil, fmt.Errorf("fold position %d: %w", r.Pos, err)
	}
	w = oversight.Evolve(w, e)
	w.Order, w.Version = r.StreamID, r.Version
	return w, e, nil
}

// CaseID names a row of the ledger.
func CaseID(orderID string, n int) string { return orderID + "." + strconv.Itoa(n) }

// WatchRows are the rows of the ledger that a watch has.
func WatchRows(w oversight.Watch) []Exec {
	var out []Exec
	for _, c := range w.Cases {
		unit, number, due, outcome, closed, late := c.Unit, "", int64(0), "", int64(0), false
		if sh := c.Sheet(); sh != nil {
			number = sh.Number
			if c.Owes() {
				unit, due = sh.Unit, ms(sh.Limit.Due)
			}
		}
		for _, sh := range c.Sheets {
			late = late || sh.Missed || sh.Reply != nil && sh.Reply.Late
		}
		if c.Closed != nil {
			outcome, closed = string(c.Closed.Outcome), ms(c.Closed.At)
		}
		out = append(out, Exec{Query: "supervision_put", Args: []any{CaseID(w.Order, c.N), w.Order, int64(c.N), int64(c.Item), int64(c.Level), string(unit), c.Joint, c.Open(), c.Step(), c.Owes(), number, due,
			ms(c.OpenedAt), closed, outcome, int64(c.Unsolved), late}})
	}
	return out
}

// WatchDues are the timers of a watch as rows of the due table.
func WatchDues(w oversight.Watch, s order.State) []Due {
	var out []Due
	for _, t := range oversight.Timers(w, s) {
		out = append(out, Due{Key: WatchTimers(w.Order) + "/" + t.Key(), Kind: "timer", Stream: WatchTimers(w.Order), Payload: t.Kind, At: t.At})
	}
	return out
}

// WatchEventRows are the figures and messages that events of a watch bring. write is the place of their stream in the append; s is the order then.
func WatchEventRows(write int, before oversight.Watch, s order.State, events []oversight.Event, at time.Time) []Exec {
	var out []Exec
	at = at.Truncate(time.Millisecond)
	date, week := dayOf(at)
	w := before
	w.Order = s.ID
	for i, e := range events {
		w = oversight.Evolve(w, e)
		pos := PosOf{Write: write, Event: i}
		for n, f := range watchFacts(w, s, e) {
			out = append(out, factExec(pos, n, s.ID, f, date, week))
		}
		out = append(out, HintRows(oversight.HintsOfWatch(w, e))...)
		all := oversight.Notices(w, s, e)
		out = append(out, messageRows(pos, s.ID, all, at)...)
		for _, n := range all {
			out = append(out, outboxRow(s.ID, n, at)...)
		}
	}
	return out
}

// watchFacts says what an event of a watch adds to the figures: 督办按期反馈率 is supervise.replied.in_time over supervise.sheet, F1 of the score takes
// supervise.replied.late, supervise.missed and supervise.second (domain.md §§1.5, 2.2).
func watchFacts(w oversight.Watch, s order.State, e oversight.Event) []Fact {
	c := w.Case(oversight.CaseOf(e))
	if c == nil {
		return nil
	}
	var out []Fact
	add := func(kind string, unit org.UnitID) {
		out = append(out, Fact{Kind: kind, Unit: string(unit), Category: s.Request.Category, Place: s.Request.Town, N: 1})
	}
	flag := func(kind string, unit org.UnitID, yes bool) {
		if yes {
			add(kind, unit)
		}
	}
	switch e := e.(type) {
	case oversight.Opened:
		add("supervise.opened", e.Unit)
		add("supervise.opened.item"+strconv.Itoa(int(c.Item)), e.Unit)
		add("supervise.opened.level"+strconv.Itoa(int(e.Level)), e.Unit)
		flag("supervise.opened.hand", e.Unit, e.Account != "")
	case oversight.Raised:
		add("supervise.raised.level"+strconv.Itoa(int(e.Level)), c.Unit)
	case oversight.Acted:
		add("supervise.action."+string(e.Action.Means), e.Unit)
	case oversight.SheetIssued:
		add("supervise.sheet", e.Unit)
		add("supervise.sheet.level"+strconv.Itoa(int(e.Level)), e.Unit)
		flag("supervise.sheet.joint", e.Unit, len(e.Joint) > 0)
		flag("supervise.second", e.Unit, e.Sheet > 1 && c.Unsolved > 0)
	case oversight.SheetAnswered:
		add("supervise.replied", e.Unit)
		flag("supervise.replied.in_time", e.Unit, !e.Late)
		if sh := c.Sheet(); sh != nil && !e.Late { // at the day of the sheet, so that it is a part of what was issued (domain.md §1.5)
			out = append(out, Fact{Kind: "supervise.sheet.in_time", Unit: string(sh.Unit), Category: s.Request.Category, Place: s.Request.Town, Date: calendar.DateOf(sh.At).String(), N: 1})
		}
		flag("supervise.replied.late", e.Unit, e.Late)
	case oversight.SheetMissed:
		add("supervise.missed", e.Unit)
	case oversight.SheetLapsed:
		add("supervise.lapsed", e.Unit)
	case oversight.Judged:
		flag("supervise.solved", e.Unit, e.Solved)
		flag("supervise.unsolved", e.Unit, !e.Solved)
	case oversight.LeadProposed:
		add("supervise.lead", e.Unit)
	case oversight.Closed:
		add("supervise.closed", e.Unit)
		add("supervise.closed."+string(e.Outcome), e.Unit)
	}
	return out
}

// CaseAsk says which rows of the ledger. Level -1 and Item 0 are all.
type CaseAsk struct {
	Open     bool
	Level    int
	Least    oversight.Level
	Item     int
	Step     string
	Unit     org.UnitID
	Joint    bool // only those that the two bodies see
	BeforeMS int64
	BeforeID string
	Limit    int
	Marks    []string
}

// CaseRef names a row.
type CaseRef struct {
	Order    string
	N        int
	OpenedMS int64
}

// Cases reads a page of the ledger, the newest first.
func (s *Store) Cases(ctx context.Context, a CaseAsk) ([]CaseRef, error) {
	q := "supervision_page"
	switch {
	case a.Step == oversight.StepOwed:
		q = "supervision_page_owed"
	case a.Joint:
		q = "supervision_page_joint"
	case a.Unit != "":
		q = "supervision_page_unit"
	case a.Step != "":
		q = "supervision_page_step"
	}
	before := a.BeforeMS
	if before == 0 {
		before = 1 << 52
	}
	text, args := s.sparing(q, a.Marks, a.Open, before, a.BeforeID, int64(a.Least), int64(a.Level), int64(a.Item), a.Step, string(a.Unit), a.Limit)
	out, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (CaseRef, error) {
		var r CaseRef
		err := scan(&r.Order, &r.N, &r.OpenedMS)
		return r, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("read the ledger: %w", err)
	}
	return out, nil
}

// OwedSheets lists the rows on which a unit owes a reply, by their limit.
func (s *Store) OwedSheets(ctx context.Context, u org.UnitID, limit int, marks []string) ([]CaseRef, error) {
	text, args := s.sparing("supervision_owed", marks, string(u), limit)
	out, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (CaseRef, error) {
		var r CaseRef
		err := scan(&r.Order, &r.N)
		return r, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("read what %s owes: %w", u, err)
	}
	return out, nil
}

// CaseSteps counts the open rows by what they wait for.
func (s *Store) CaseSteps(ctx context.Context, joint bool, marks []string) (map[string]int, error) {
	q := "supervision_steps"
	if joint {
		q = "supervision_steps_joint"
	}
	text, args := s.sparing(q, marks)
	out := map[string]int{}
	_, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (struct{}, error) {
		var step string
		var n int
		err := scan(&step, &n)
		out[step] = n
		return struct{}{}, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("count the ledger: %w", err)
	}
	return out, nil
}

// addWatch folds a record of a watch.
func (f *folded) addWatch(r ledger.Record) error {
	w, e, err := FoldWatch(f.watches[r.StreamID], r)
	if err != nil {
		return err
	}
	f.watches[r.StreamID] = w
	st := f.states[r.StreamID]
	for n, x := range watchFacts(w, st, e) {
		f.facts = append(f.facts, factExec(r.Pos, n, st.ID, x, r.LocalDate, r.Week))
	}
	f.leads.hints = append(f.leads.hints, HintRows(oversight.HintsOfWatch(w, e))...)
	f.messages = append(f.messages, messageRows(r.Pos, st.ID, oversight.Notices(w, st, e), r.At())...)
	return nil
}

// watchRows are all rows and timers of the ledger.
func (f *folded) watchRows() (out []Exec, dues []Due) {
	for _, id := range sorted(f.watches) {
		out = append(out, WatchRows(f.watches[id])...)
		dues = append(dues, WatchDues(f.watches[id], f.states[id])...)
	}
	return out, dues
}

// checkWatches holds the ledger against the log; have are the timers that no order explains.
func (s *Store) checkWatches(ctx context.Context, f *folded, have map[string]time.Time, say func(string, ...any)) error {
	put, dues := f.watchRows()
	want := map[string]bool{}
	for _, x := range put {
		want[fmt.Sprint(x.Args...)] = true
	}
	_, err := rows(ctx, s.db.Read, s.db.Q("supervision_all"), func(scan func(...any) error) (struct{}, error) {
		var id, order, unit, step, number, outcome string
		var n, item, level, due, opened, closed, unsolved int64
		var joint, open, owes, late bool
		err := scan(&id, &order, &n, &item, &level, &unit, &joint, &open, &step, &owes, &number, &due, &opened, &closed, &outcome, &unsolved, &late)
		key := fmt.Sprint(id, order, n, item, level, unit, joint, open, step, owes, number, due, opened, closed, outcome, unsolved, late)
		if !want[key] {
			say("督办台账的 %s 行与日志不符", id)
		}
		delete(want, key)
		return struct{}{}, err
	})
	if err != nil {
		return fmt.Errorf("check the ledger: %w", err)
	}
	if len(want) > 0 {
		say("督办台账缺%d行", len(want))
	}
	for _, d := range dues {
		if at, ok := have[d.Key]; !ok || !at.Equal(d.At.Truncate(time.Millisecond)) {
			say("督办 %s 没有定时或时刻不符", d.Key)
		}
		delete(have, d.Key)
	}
	return nil
}

// PressedLevels says of orders how hard supervision presses them: the highest level of an open row above mere following; of a unit alone where one is named, and only what
// the two bodies see where joint.
func (s *Store) PressedLevels(ctx context.Context, ids []string, unit org.UnitID, joint bool) (map[string]int, error) {
	type level struct {
		id string
		n  int
	}
	args := []any{string(unit), joint}
	var holes []string
	for _, id := range ids {
		args = append(args, id)
		holes = append(holes, "$"+strconv.Itoa(len(args)))
	}
	out := map[string]int{}
	if len(ids) == 0 {
		return out, nil
	}
	text := strings.Replace(s.db.Q("supervision_levels"), "IN ($3)", "IN ("+strings.Join(holes, ", ")+")", 1)
	all, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (level, error) {
		var l level
		err := scan(&l.id, &l.n)
		return l, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("read what is pressed: %w", err)
	}
	for _, l := range all {
		out[l.id] = l.n
	}
	return out, nil
}
