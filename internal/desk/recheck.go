package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/store"
)

// RecheckView is an order that is to be looked back on, or was (回头看, Art. 23(8)).
type RecheckView struct {
	Order, Number, Title, Status string
	Unit                         string
	UnitID                       org.UnitID
	Why                          string // 重点件、督办件、抽样
	Draw                         int
	Closed, Due                  string // days
	Light                        Light  // of the last day, while it is open
	Result                       order.RecheckResult
	Done                         string // when
}

// DrawView is a draw.
type DrawView struct {
	N                    int
	At, By, From, To     string
	Pool, Percent, Drawn int
}

// RecheckFilter is what the list asks for. Empty is all.
type RecheckFilter struct {
	Done   bool
	Why    oversight.Pick
	Result order.RecheckResult
	Unit   org.UnitID
	Draw   int
	Before string // cursor
}

// RecheckPage is a page of look-backs. Pool is how many closed orders stand before the next draw, Free whether there is one to make.
type RecheckPage struct {
	Items                      []RecheckView
	Next                       string
	Draws                      []DrawView
	Open, Late, Holds, Rebound int
	Pool                       int
	From, To                   string // days of closing of the next draw, in words
	MayDraw                    bool
	Percent, FromDays          int
}

// drawsShown is how many draws stand beside the list.
const drawsShown = 6

// drawn puts into the command what the archive knows of the order's draw; whoever gives it cannot say so himself.
func (s *Service) drawn(ctx context.Context, dir org.Directory, st order.State, c order.Recheck) (order.Command, error) {
	c.Draw, c.Why = 0, string(oversight.PickNamed)
	row, err := s.store.RecheckOf(ctx, st.ID)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return nil, err
	}
	if err == nil {
		c.Draw, c.Why = row.Draw, string(row.Why)
	}
	u, ok := dir.Unit(st.Lead)
	c.UnitGone = !ok || !u.Open()
	return c, nil
}

func (s *Service) rechecks(ctx context.Context) (oversight.Rechecks, error) {
	var r oversight.Rechecks
	recs, err := s.store.Load(ctx, store.RechecksStream())
	if err != nil {
		return r, fmt.Errorf("load draws: %w", err)
	}
	for _, rec := range recs {
		if r, _, err = store.FoldRechecks(r, rec); err != nil {
			return r, err
		}
	}
	return r, nil
}

// Rechecks reads a page of look-backs: those that wait by their last day, or those that were done.
func (r *Reader) Rechecks(ctx context.Context, f RecheckFilter) (RecheckPage, error) {
	var out RecheckPage
	if !access.May(r.actor.Post.Kind, access.Supervising) {
		return out, ErrForbidden
	}
	now, marks := r.s.now(), r.actor.Marks()
	due, id, ok := strings.Cut(f.Before, "_")
	if _, err := calendar.ParseDate(due); f.Before != "" && (!ok || err != nil) {
		return out, ErrNotFound
	}
	rows, err := r.s.store.Rechecks(ctx, store.RecheckAsk{Open: !f.Done, Unit: f.Unit, Why: f.Why, Result: f.Result, Draw: f.Draw, AfterDue: due, AfterOrder: id, Limit: pageSize + 1, Marks: marks})
	if err != nil {
		return out, err
	}
	if len(rows) > pageSize {
		rows = rows[:pageSize]
		out.Next = rows[pageSize-1].Due + "_" + rows[pageSize-1].Order
	}
	for _, x := range rows {
		v, err := r.recheckView(ctx, x, now)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, v)
	}
	sums, err := r.s.store.CountRechecks(ctx, calendar.DateOf(now), marks)
	if err != nil {
		return out, err
	}
	out.Open, out.Late, out.Holds, out.Rebound = sums.Open, sums.Late, sums.Holds, sums.Rebound
	return out, r.nextDraw(ctx, &out, now)
}

// nextDraw says what the next draw would take, and lists the last ones.
func (r *Reader) nextDraw(ctx context.Context, out *RecheckPage, now time.Time) error {
	p, err := r.s.policyFor(ctx, 0, 0)
	if err != nil {
		return err
	}
	out.Percent, out.FromDays = p.Recheck.Percent.Value, p.Recheck.FromDays.Value
	state, err := r.s.rechecks(ctx)
	if err != nil {
		return err
	}
	if from, to, ok := oversight.RecheckWindow(state, p, now); ok {
		out.From, out.To = from.Chinese(), to.Chinese()
		if out.Pool, err = r.s.store.CountRecheckPool(ctx, from.Midnight(), to.Next().Midnight()); err != nil {
			return err
		}
		out.MayDraw = out.Pool > 0
	}
	draws, err := r.s.store.Draws(ctx, drawsShown)
	for _, d := range draws {
		out.Draws = append(out.Draws, DrawView{N: d.Draw, At: clockTime(d.At), By: r.account(d.Account), From: dayShort(d.From), To: dayShort(d.To), Pool: d.Pool, Percent: d.Percent, Drawn: d.Drawn})
	}
	return err
}

func (r *Reader) recheckView(ctx context.Context, x store.RecheckRow, now time.Time) (RecheckView, error) {
	l, err := r.s.load(ctx, x.Order)
	if err != nil {
		return RecheckView{}, err
	}
	st := l.state
	if Relate(r.actor, st, now) == access.Stranger {
		return RecheckView{}, ErrNotFound
	}
	v := RecheckView{Order: st.ID, Number: st.Number, Title: st.Request.Title, Status: st.Status.Name(), Unit: r.dir.UnitName(x.Unit), UnitID: x.Unit, Why: x.Why.Name(), Draw: x.Draw, Closed: dayShort(x.Closed),
		Due: dayShort(x.Due), Result: x.Result}
	if !x.Open {
		v.Done = clockTime(time.UnixMilli(x.DoneMS))
		return v, nil
	}
	p, err := r.s.policyFor(ctx, st.Policy, st.Calendar)
	if err != nil {
		return v, err
	}
	if d, err := calendar.ParseDate(x.Due); err == nil {
		v.Light = LightOf(p.Calendar, d.Next().Midnight(), now)
	}
	return v, nil
}

// CountRechecks counts what the reader owes: look-backs that wait, and one for a draw that is to be made.
func (r *Reader) CountRechecks(ctx context.Context) (int, error) {
	if !access.May(r.actor.Post.Kind, access.Supervising) {
		return 0, nil
	}
	now := r.s.now()
	sums, err := r.s.store.CountRechecks(ctx, calendar.DateOf(now), r.actor.Marks())
	if err != nil {
		return 0, err
	}
	var p RecheckPage
	if err := r.nextDraw(ctx, &p, now); err != nil {
		return 0, err
	}
	if p.MayDraw {
		return sums.Open + 1, nil
	}
	return sums.Open, nil
}

// RecheckOwed is the look-back that an order owes, for its page; ok is false where it owes none, or the reader does none.
func (r *Reader) RecheckOwed(ctx context.Context, id string) (v RecheckView, ok bool, err error) {
	if !access.May(r.actor.Post.Kind, access.Supervising) {
		return v, false, nil
	}
	row, err := r.s.store.RecheckOf(ctx, id)
	if errors.Is(err, store.ErrNone) {
		return v, false, nil
	}
	if err != nil {
		return v, false, err
	}
	v, err = r.recheckView(ctx, row, r.s.now())
	return v, err == nil, err
}

// DrawRechecks draws what is to be looked back on, and answers how many were drawn.
func (r *Reader) DrawRechecks(ctx context.Context, key string) (int, error) {
	if !access.May(r.actor.Post.Kind, access.Supervising) {
		return 0, ErrForbidden
	}
	s := r.s
	ck := &store.CommandKey{Actor: string(r.actor.Account), Route: "recheck_draw", Key: key, Digest: s.vault.Digest("recheck_draw")}
	for try := 0; ; try++ {
		n, err := r.tryDraw(ctx, ck)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return n, err
	}
}

func (r *Reader) tryDraw(ctx context.Context, ck *store.CommandKey) (int, error) {
	s, now := r.s, r.s.now()
	if _, ok := s.answered(ctx, r.actor, ck); ok {
		return 0, nil
	}
	state, err := s.rechecks(ctx)
	if err != nil {
		return 0, err
	}
	p, err := s.policyFor(ctx, 0, 0)
	if err != nil {
		return 0, err
	}
	c := oversight.DrawRechecks{By: oversight.By{Actor: r.actor}, Lot: s.newID()}
	if from, to, ok := oversight.RecheckWindow(state, p, now); ok {
		if c.Pool, err = s.store.RecheckPool(ctx, from.Midnight(), to.Next().Midnight()); err != nil {
			return 0, err
		}
	}
	e, err := oversight.Draw(state, c, p, now)
	if err != nil {
		return 0, err
	}
	ev, err := store.RechecksEvent(e)
	if err != nil {
		return 0, err
	}
	w := store.Append{At: now, Writes: []store.StreamWrite{{Stream: store.RechecksStream(), Expect: state.Version, Events: []store.NewEvent{ev}}}, Rows: store.DrawRows(0, e, now)}
	_, err = s.finishOwn(ctx, r.actor, w, ck, "draw")
	return len(e.Lines), err
}

// recheckItem tells a look-back in the timeline.
func recheckItem(it Item, e order.Event, quote func(string, access.Field) string) (Item, bool) {
	x, ok := e.(order.Rechecked)
	if !ok {
		return it, false
	}
	it.Verb, it.Text, it.Quote, it.Mark = "回头看", clockTime(x.On)+x.Means.Name()+"，"+x.Result.Name(), quote(x.Words.Ref, access.Visit), "sup"
	if x.Result == order.RecheckRebound {
		it.Tag, it.Bad = "反弹", true
		if x.Rework {
			it.Text += "，发回重办"
			return it, true
		}
		it.Text += "，不发回重办"
		if n := quote(x.Note.Ref, access.Handling); n != "" {
			it.Quote += "　不重办的理由：" + n
		}
	}
	return it, true
}
