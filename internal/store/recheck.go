package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/ledger"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
)

// RechecksStream is the stream of all draws of look-backs (回头看, Art. 23(8)): one, so that two draws at once meet at its version.
func RechecksStream() Stream { return Stream{Type: "recheck", ID: "county"} }

// RechecksEvent makes the event of a draw.
func RechecksEvent(e oversight.RechecksDrawn) (NewEvent, error) {
	b, err := oversight.EncodeRechecks(e)
	return NewEvent{Kind: oversight.RechecksKind, V: oversight.Version, Body: b}, err
}

// FoldRechecks applies a record of the draws' stream.
func FoldRechecks(r oversight.Rechecks, rec ledger.Record) (oversight.Rechecks, oversight.RechecksDrawn, error) {
	e, err := oversight.DecodeRechecks(rec.Kind, rec.V, rec.Body)
	if err != nil {
		return r, e, fmt.Errorf("fold position %d: %w", rec.Pos, err)
	}
	r = oversight.EvolveRechecks(r, e)
	r.Version = rec.Version
	return r, e, nil
}

// RecheckRow is an order that was drawn, with what came of it. Closed and Due are days; Result is empty while it is open.
type RecheckRow struct {
	Order  string
	Draw   int
	Unit   org.UnitID
	Why    oversight.Pick
	Closed string
	Due    string
	Open   bool
	Result order.RecheckResult
	DoneMS int64
}

func (r RecheckRow) exec() Exec {
	return Exec{Query: "recheck_put", Args: []any{r.Order, int64(r.Draw), string(r.Unit), string(r.Why), r.Closed, r.Due, r.Open, string(r.Result), r.DoneMS}}
}

func scanRecheck(scan func(...any) error) (RecheckRow, error) {
	var r RecheckRow
	var unit, why, result string
	err := scan(&r.Order, &r.Draw, &unit, &why, &r.Closed, &r.Due, &r.Open, &result, &r.DoneMS)
	r.Unit, r.Why, r.Result = org.UnitID(unit), oversight.Pick(why), order.RecheckResult(result)
	return r, err
}

func linesOf(e oversight.RechecksDrawn) []RecheckRow {
	var out []RecheckRow
	for _, l := range e.Lines {
		out = append(out, RecheckRow{Order: l.Order, Draw: e.Draw, Unit: l.Unit, Why: l.Why, Closed: l.Closed, Due: l.Due, Open: true})
	}
	return out
}

func drawRow(e oversight.RechecksDrawn) Exec {
	return Exec{Query: "recheck_draw_put", Args: []any{int64(e.Draw), ms(e.At), string(e.Account), e.From, e.To, int64(e.Pool), int64(e.Percent), int64(len(e.Lines))}}
}

// DrawRows are the rows and figures of a draw. write is the place of its stream in the append.
func DrawRows(write int, e oversight.RechecksDrawn, at time.Time) []Exec {
	out := []Exec{drawRow(e)}
	for _, l := range linesOf(e) {
		out = append(out, l.exec())
	}
	date, week := dayOf(at.Truncate(time.Millisecond))
	return append(out, drawFacts(PosOf{Write: write}, e, date, week)...)
}

// drawFacts say how many look-backs are owed, by unit and reason: the share that was done and held is recheck.done and recheck.holds over recheck.drawn.
func drawFacts(pos any, e oversight.RechecksDrawn, date, week string) []Exec {
	var out []Exec
	for _, l := range e.Lines {
		for _, kind := range []string{"recheck.drawn", "recheck.drawn." + string(l.Why)} {
			out = append(out, factExec(pos, len(out), l.Order, Fact{Kind: kind, Unit: string(l.Unit), N: 1}, date, week))
		}
	}
	return out
}

// RecheckRows say what an event of an order did to the row of its draw.
func RecheckRows(s order.State, e order.Event) []Exec {
	x, ok := e.(order.Rechecked)
	if !ok || x.Draw == 0 {
		return nil
	}
	return []Exec{{Query: "recheck_done", Args: []any{s.ID, int64(x.Draw), string(x.Result), ms(x.At)}}}
}

// RecheckPool lists what was closed by units from one instant to before another.
func (s *Store) RecheckPool(ctx context.Context, from, before time.Time) ([]oversight.Candidate, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("recheck_pool"), func(scan func(...any) error) (oversight.Candidate, error) {
		var c oversight.Candidate
		var unit string
		var at int64
		err := scan(&c.Order, &unit, &at, &c.Key, &c.Supervised)
		c.Unit, c.ClosedAt = org.UnitID(unit), time.UnixMilli(at).UTC()
		return c, err
	}, ms(from), ms(before))
	if err != nil {
		return nil, fmt.Errorf("read what is to be drawn from: %w", err)
	}
	return out, nil
}

// CountRecheckPool counts them.
func (s *Store) CountRecheckPool(ctx context.Context, from, before time.Time) (int, error) {
	var n int
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("recheck_pool_count"), ms(from), ms(before)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count what is to be drawn from: %w", err)
	}
	return n, nil
}

// RecheckAsk says which look-backs. Unit, Why, Result empty and Draw 0 are all.
type RecheckAsk struct {
	Open       bool
	Unit       org.UnitID
	Why        oversight.Pick
	Result     order.RecheckResult
	Draw       int
	AfterDue   string
	AfterOrder string
	Limit      int
	Marks      []string
}

// Rechecks reads a page, by the last day.
func (s *Store) Rechecks(ctx context.Context, a RecheckAsk) ([]RecheckRow, error) {
	text, args := s.sparing("recheck_page", a.Marks, a.Open, a.AfterDue, a.AfterOrder, string(a.Unit), string(a.Why), string(a.Result), int64(a.Draw), a.Limit)
	out, err := rows(ctx, s.db.Read, text, scanRecheck, args...)
	if err != nil {
		return nil, fmt.Errorf("read look-backs: %w", err)
	}
	return out, nil
}

// RecheckOf is the look-back that an order owes, or ErrNone.
func (s *Store) RecheckOf(ctx context.Context, id string) (RecheckRow, error) {
	all, err := rows(ctx, s.db.Read, s.db.Q("recheck_of_order"), scanRecheck, id)
	if err == nil && len(all) == 0 {
		return RecheckRow{}, ErrNone
	}
	if err != nil {
		return RecheckRow{}, fmt.Errorf("read the look-back of %s: %w", id, err)
	}
	return all[0], nil
}

// RecheckSums are how many look-backs wait, are past their last day, held, and found the matter back.
type RecheckSums struct{ Open, Late, Holds, Rebound int }

// CountRechecks counts them; today is the day that is not late yet.
func (s *Store) CountRechecks(ctx context.Context, today calendar.Date, marks []string) (RecheckSums, error) {
	var out RecheckSums
	text, args := s.sparing("recheck_sums", marks)
	_, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (struct{}, error) {
		var open bool
		var result string
		var n int
		err := scan(&open, &result, &n)
		switch {
		case open:
			out.Open = n
		case result == string(order.RecheckHolds):
			out.Holds = n
		default:
			out.Rebound = n
		}
		return struct{}{}, err
	}, args...)
	if err == nil {
		text, args = s.sparing("recheck_late", marks, today.String())
		err = s.db.Read.QueryRowContext(ctx, text, args...).Scan(&out.Late)
	}
	if err != nil {
		return out, fmt.Errorf("count look-backs: %w", err)
	}
	return out, nil
}

// DrawLine is a draw in the list.
type DrawLine struct {
	Draw                 int
	At                   time.Time
	Account              org.AccountID
	From, To             string
	Pool, Percent, Drawn int
}

func scanDraw(scan func(...any) error) (DrawLine, error) {
	var d DrawLine
	var at int64
	var by string
	err := scan(&d.Draw, &at, &by, &d.From, &d.To, &d.Pool, &d.Percent, &d.Drawn)
	d.At, d.Account = time.UnixMilli(at).UTC(), org.AccountID(by)
	return d, err
}

// Draws lists the last draws, the newest first.
func (s *Store) Draws(ctx context.Context, limit int) ([]DrawLine, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("recheck_draws"), scanDraw, limit)
	if err != nil {
		return nil, fmt.Errorf("read draws: %w", err)
	}
	return out, nil
}

// recheckFold is the part of look-backs in a walk through the log.
type recheckFold struct {
	state oversight.Rechecks
	draws []Exec
	lines map[string]RecheckRow // by order and draw
}

func recheckKey(id string, draw int) string { return id + "/" + strconv.Itoa(draw) }

func (f *recheckFold) add(r ledger.Record) ([]Exec, error) {
	var e oversight.RechecksDrawn
	var err error
	if f.state, e, err = FoldRechecks(f.state, r); err != nil {
		return nil, err
	}
	f.draws = append(f.draws, drawRow(e))
	if f.lines == nil {
		f.lines = map[string]RecheckRow{}
	}
	for _, l := range linesOf(e) {
		f.lines[recheckKey(l.Order, l.Draw)] = l
	}
	return drawFacts(r.Pos, e, r.LocalDate, r.Week), nil
}

// done follows an event of an order.
func (f *recheckFold) done(id string, e order.Event) {
	x, ok := e.(order.Rechecked)
	if !ok || x.Draw == 0 {
		return
	}
	k := recheckKey(id, x.Draw)
	if l, ok := f.lines[k]; ok {
		l.Open, l.Result, l.DoneMS = false, x.Result, ms(x.At)
		f.lines[k] = l
	}
}

func (f *recheckFold) rows() []Exec {
	out := f.draws
	for _, k := range sorted(f.lines) {
		out = append(out, f.lines[k].exec())
	}
	return out
}

// checkRechecks holds draws and look-backs against the log.
func (s *Store) checkRechecks(ctx context.Context, f *folded, say func(string, ...any)) error {
	want := map[string]bool{}
	for _, x := range f.rechecks.rows() {
		want[x.Query+fmt.Sprint(x.Args...)] = true
	}
	draws, err := rows(ctx, s.db.Read, s.db.Q("recheck_draw_all"), scanDraw)
	lines, err2 := rows(ctx, s.db.Read, s.db.Q("recheck_all"), scanRecheck)
	if err := errors.Join(err, err2); err != nil {
		return fmt.Errorf("check look-backs: %w", err)
	}
	var have []Exec
	for _, d := range draws {
		have = append(have, Exec{Query: "recheck_draw_put", Args: []any{int64(d.Draw), ms(d.At), string(d.Account), d.From, d.To, int64(d.Pool), int64(d.Percent), int64(d.Drawn)}})
	}
	for _, l := range lines {
		have = append(have, l.exec())
	}
	for _, x := range have {
		key := x.Query + fmt.Sprint(x.Args...)
		if !want[key] {
			say("回头看 %v 行与日志不符", x.Args[0])
		}
		delete(want, key)
	}
	if len(want) > 0 {
		say("回头看缺%d行", len(want))
	}
	return nil
}
