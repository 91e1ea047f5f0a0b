package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/store"
)

// loadCalendars reads what was written about the calendar since the last look, by this process or another.
func (s *Service) loadCalendars(ctx context.Context) error {
	recs, err := s.since(ctx, calendarStream, &s.calAt)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range recs {
		if r.Version <= s.calAt {
			continue
		}
		e, err := office.DecodeLaw(r.Kind, r.Body)
		if err != nil {
			return fmt.Errorf("read calendar at %d: %w", r.Pos, err)
		}
		if x, ok := e.(office.CalendarSaved); ok {
			s.calendars[x.Version] = x.Calendar
		}
		s.days, s.calAt = s.days.Evolve(e), r.Version
	}
	return nil
}

// workdays is the calendar's history with the one that holds.
func (s *Service) workdays(ctx context.Context) (office.Workdays, *calendar.Calendar, error) {
	p, err := s.policyFor(ctx, 0, 0)
	if err != nil {
		return office.Workdays{}, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.days, p.Calendar, nil
}

// writeDays decides on the calendar as it stands and writes what follows; a race is decided again.
func (s *Service) writeDays(ctx context.Context, actor org.Actor, route, key, id, digest string, decide func(office.Workdays, *calendar.Calendar) (any, []store.Due, error)) error {
	ck := &store.CommandKey{Actor: string(actor.Account), Route: route, Key: key, Digest: s.vault.Digest(id + "\x00" + digest)}
	for try := 0; ; try++ {
		w, c, err := s.workdays(ctx)
		if err != nil {
			return err
		}
		e, due, err := decide(w, c)
		if err != nil {
			if _, ok := s.answered(ctx, actor, ck); ok {
				return nil
			}
			return err
		}
		ev, err := lawEvent(e)
		if err != nil {
			return err
		}
		_, err = s.finishOwn(ctx, actor, store.Append{Writes: []store.StreamWrite{{Stream: calendarStream, Expect: w.N, Events: []store.NewEvent{ev}}}, Jobs: due}, ck, id)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return err
	}
}

// ProposeYear asks for a year's notice to be loaded, in the form of the holiday-cn data set. Nothing moves: another person confirms (ConfirmCalendar). It
// returns the proposal's id.
func (s *Service) ProposeYear(ctx context.Context, actor org.Actor, file []byte, document, key string) (string, error) {
	y, err := calendar.ParseYear(file)
	if err != nil {
		return "", invalid("file", "%s", err.Error())
	}
	return s.propose(ctx, actor, office.CalendarProposed{Year: &y, Document: document}, key, string(file))
}

// ProposeDay asks for one day to be set by the county (极端天气停工 and the like), with reason and document.
func (s *Service) ProposeDay(ctx context.Context, actor org.Actor, day calendar.SpecialDay, document, key string) (string, error) {
	return s.propose(ctx, actor, office.CalendarProposed{Special: &day, Document: document}, key, fmt.Sprint(day))
}

// ProposeUndo asks for a special day to be taken back.
func (s *Service) ProposeUndo(ctx context.Context, actor org.Actor, day calendar.Date, document, key string) (string, error) {
	return s.propose(ctx, actor, office.CalendarProposed{Undo: day, Document: document}, key, day.String())
}

func (s *Service) propose(ctx context.Context, actor org.Actor, p office.CalendarProposed, key, digest string) (string, error) {
	if !actor.System() && !access.May(actor.Post.Kind, access.Calendars) {
		return "", ErrForbidden
	}
	p.ID = s.newID()
	if key != "" {
		p.ID = s.vault.Token("calendar " + string(actor.Account) + " " + key)
	}
	return p.ID, s.writeDays(ctx, actor, "calendar_propose", key, p.ID, digest+"\x00"+p.Document, func(w office.Workdays, c *calendar.Calendar) (any, []store.Due, error) {
		e, err := w.ProposeCalendar(actor, p, c, s.now())
		if err != nil {
			return nil, nil, err
		}
		if _, err := e.Apply(c); err != nil {
			return nil, nil, invalid(fieldOfDay(p), "%s", err.Error())
		}
		return e, nil, nil
	})
}

func fieldOfDay(p office.CalendarProposed) string {
	if p.Year != nil {
		return "file"
	}
	return "day"
}

// MovedOrder is an open order whose limits a change of the calendar moves.
type MovedOrder struct {
	ID, Number, Title, Unit string
	Moves                   []MoveLine
}

// MoveLine is one of them: 办结 3月16日 周一 24:00 → 3月17日 周二 24:00.
type MoveLine struct {
	Name, Was, Now string
	Way            string // 延后, 提前, 转为确定, 转为暂定
	Sooner         bool
}

// moved asks the rule itself what the calendar would do to every open order. hidden counts those that the reader may not see (回避); marks name each limit that moves.
func (r *Reader) moved(ctx context.Context, next *calendar.Calendar) (out []MovedOrder, hidden int, marks []string, err error) {
	ids, err := r.s.store.OpenOrders(ctx)
	if err != nil {
		return nil, 0, nil, err
	}
	now := r.s.now()
	for _, id := range ids {
		l, err := r.s.load(ctx, id)
		if err != nil {
			return nil, 0, nil, err
		}
		moves, err := r.s.movesOf(ctx, l.state, next, now)
		if err != nil {
			return nil, 0, nil, err
		}
		if len(moves) == 0 {
			continue
		}
		for _, m := range moves {
			marks = append(marks, markOf(id, m))
		}
		if Relate(r.actor, l.state, now) == access.Stranger {
			hidden++
			continue
		}
		x := MovedOrder{ID: id, Number: l.state.Number, Title: l.state.Request.Title}
		if l.state.Lead != "" {
			x.Unit = r.dir.UnitName(l.state.Lead)
		}
		for _, m := range moves {
			x.Moves = append(x.Moves, r.moveLine(m))
		}
		out = append(out, x)
	}
	return out, hidden, marks, nil
}

// movesOf is what a calendar would move of one order.
func (s *Service) movesOf(ctx context.Context, st order.State, next *calendar.Calendar, now time.Time) ([]order.Move, error) {
	p, err := s.policyFor(ctx, st.Policy, st.Calendar)
	if err != nil {
		return nil, err
	}
	events, err := order.Decide(st, order.AdoptCalendar{Change: order.CalendarChange{Proposed: "1", Confirmed: "2"}}, p.WithCalendar(next), now)
	var no *regulation.Refusal
	if errors.As(err, &no) {
		return nil, nil // done, or read by it already
	}
	if err != nil {
		return nil, err
	}
	after := st
	for _, e := range events {
		after = order.Evolve(after, e)
	}
	return order.Moves(st, after), nil
}

func markOf(id string, m order.Move) string {
	h := sha256.Sum256([]byte(fmt.Sprint(id, m.Kind, m.Unit, m.Was.UnixMilli(), m.Now.UnixMilli(), m.After)))
	return base64.RawURLEncoding.EncodeToString(h[:6])
}

func (r *Reader) moveLine(m order.Move) MoveLine {
	x := MoveLine{Name: m.Kind.Name(), Was: dueWords(m.Was), Now: dueWords(m.Now), Way: "延后"}
	if m.Unit != "" {
		x.Name = r.dir.UnitName(m.Unit) + x.Name
	}
	switch {
	case m.Now.Before(m.Was):
		x.Way, x.Sooner = "提前", true
	case m.Now.Equal(m.Was) && m.After:
		x.Way = "转为暂定"
	case m.Now.Equal(m.Was):
		x.Way = "转为确定"
	}
	return x
}

// ChangeView is a change of the calendar: asked for, confirmed or taken back.
type ChangeView struct {
	ID, Why, Document, By, At string
	Days                      []string // 3月3日 周二：上班 → 停工
	Papers                    []string // addresses of the notice, for a year
	State                     string   // 待确认, 已确认, 已撤回
	Second                    string   // who confirmed or dropped it, and when; with the reason
	Open                      bool
	Version, Orders, Limits   int
	Left                      int // open orders not moved yet, of the newest version

	List                       []MovedOrder
	Hidden                     int
	Marks                      string // of the list, for ConfirmCalendar
	CanConfirm, CanDrop, IsOwn bool
}

// CalendarState is the calendar's page: what is announced, what is not, what waits for a second person, and which limits are provisional.
type CalendarState struct {
	Version     int
	Years       []int
	Missing     []int
	Banner      string
	Specials    []calendar.SpecialDay
	Provisional []MovedOrder
	Waiting     *ChangeView
	History     []ChangeView
	Left        int // open orders that the newest version has not reached yet
	CanChange   bool
}

// mostProvisional is how many provisional orders the page lists.
const mostProvisional = 300

// Calendar reads the calendar's state.
func (r *Reader) Calendar(ctx context.Context) (CalendarState, error) {
	var v CalendarState
	w, c, err := r.s.workdays(ctx)
	if err != nil {
		return v, err
	}
	v.Version, v.Years, v.Specials, v.CanChange = c.Version, c.Years(), c.Specials(), access.May(r.actor.Post.Kind, access.Calendars)
	ids, err := r.s.store.ProvisionalOrders(ctx, mostProvisional)
	if err != nil {
		return v, fmt.Errorf("list provisional limits: %w", err)
	}
	for _, id := range ids {
		l, err := r.s.load(ctx, id)
		if err != nil {
			return v, err
		}
		if Relate(r.actor, l.state, r.s.now()) == access.Stranger {
			continue
		}
		x := MovedOrder{ID: id, Number: l.state.Number, Title: l.state.Request.Title, Unit: r.dir.UnitName(l.state.Lead)}
		for _, t := range order.Timers(l.state) {
			if k := l.state.Clock(t); k.Provisional {
				x.Moves = append(x.Moves, MoveLine{Name: t.Kind.Name(), Was: dueWords(k.Due), Way: "暂定"})
			}
		}
		if len(x.Moves) > 0 {
			v.Provisional = append(v.Provisional, x)
		}
	}
	if v.Missing, err = r.s.missingYears(ctx, c); err != nil {
		return v, err
	}
	v.Banner = bannerOf(v.Missing)
	if v.Left, err = r.s.store.CountBehind(ctx, c.Version); err != nil {
		return v, err
	}
	for i := len(w.Proposals) - 1; i >= 0; i-- {
		x := r.changeView(w.Proposals[i], c)
		if x.Open {
			v.Waiting = &x
		} else {
			v.History = append(v.History, x)
		}
	}
	return v, nil
}

func (r *Reader) changeView(p office.CalendarProposal, c *calendar.Calendar) ChangeView {
	x := ChangeView{ID: p.ID, Why: p.Why, Document: p.Document, By: r.account(p.Account), At: clockTime(p.At), State: "待确认", Open: p.Open(), IsOwn: r.actor.Account == p.Account}
	if p.Account == "" {
		x.By = "系统管理命令"
	}
	if p.Year != nil {
		x.Papers = p.Year.Papers
	}
	k := r.actor.Post.Kind
	x.CanDrop = x.Open && access.May(k, access.CalAgreeing)
	x.CanConfirm = x.CanDrop && !x.IsOwn
	switch {
	case p.Saved != nil:
		x.State, x.Second, x.Version, x.Orders, x.Limits = "已确认", clockTime(p.Saved.At)+" "+r.account(p.Saved.Account), p.Saved.Version, p.Saved.Orders, p.Saved.Limits
	case p.Dropped != nil:
		x.State, x.Second = "已撤回", clockTime(p.Dropped.At)+" "+r.account(p.Dropped.Account)+"："+p.Dropped.Reason
	}
	if next, err := p.Apply(c); err == nil && x.Open {
		for _, d := range calendar.Changed(c, next) {
			x.Days = append(x.Days, fmt.Sprintf("%s：%s → %s", d.Chinese()+" "+d.ChineseWeekday(), workWord(c.IsWorkday(d)), workWord(next.IsWorkday(d))))
		}
	}
	return x
}

func workWord(work bool) string {
	if work {
		return "上班"
	}
	return "不上班"
}

// CalendarChange reads one change; one that waits comes with the list of every open order and limit that it would move.
func (r *Reader) CalendarChange(ctx context.Context, id string) (ChangeView, error) {
	w, c, err := r.s.workdays(ctx)
	if err != nil {
		return ChangeView{}, err
	}
	p, ok := w.Proposal(id)
	if !ok || !access.May(r.actor.Post.Kind, access.CalAgreeing) {
		return ChangeView{}, ErrNotFound
	}
	v := r.changeView(p, c)
	if v.Version == c.Version {
		if v.Left, err = r.s.store.CountBehind(ctx, c.Version); err != nil {
			return v, err
		}
	}
	if !v.Open {
		return v, nil
	}
	next, err := p.Apply(c)
	if err != nil {
		return v, invalid("", "%s", err.Error())
	}
	var marks []string
	if v.List, v.Hidden, marks, err = r.moved(ctx, next); err != nil {
		return v, err
	}
	v.Marks, v.Limits, v.Orders = strings.Join(marks, ""), len(marks), len(v.List)+v.Hidden
	return v, nil
}

// markLen is the length of a mark on the page.
const markLen = 8

func splitMarks(s string) []string {
	var out []string
	for ; len(s) >= markLen; s = s[markLen:] {
		out = append(out, s[:markLen])
	}
	return out
}

// ConfirmCalendar is the second person's word on a change, for the list that he saw (marks). The calendar has a new version, by which new orders are counted at
// once; a job moves the open ones. Errors: *regulation.Refusal, ErrForbidden, ErrUnknown.
func (r *Reader) ConfirmCalendar(ctx context.Context, id, marks, key string) error {
	if !access.May(r.actor.Post.Kind, access.CalAgreeing) {
		return ErrForbidden
	}
	s := r.s
	return s.writeDays(ctx, r.actor, "calendar_confirm", key, id, marks, func(w office.Workdays, c *calendar.Calendar) (any, []store.Due, error) {
		var listed []string
		orders := 0
		p, ok := w.Proposal(id)
		if next, err := p.Apply(c); ok && p.Open() && err == nil {
			list, hidden, now, err := r.moved(ctx, next)
			if err != nil {
				return nil, nil, err
			}
			listed, orders = now, len(list)+hidden
		}
		e, err := w.ConfirmCalendar(r.actor, id, c, splitMarks(marks), listed, s.now())
		if err != nil {
			return nil, nil, err
		}
		h := sha256.Sum256([]byte(strings.Join(listed, "")))
		e.Orders, e.Digest = orders, hex.EncodeToString(h[:])
		return e, []store.Due{calendarStep{Version: e.Version}.due(s.now())}, nil
	})
}

// DropCalendar takes a proposal back.
func (s *Service) DropCalendar(ctx context.Context, actor org.Actor, id, reason, key string) error {
	if !access.May(actor.Post.Kind, access.CalAgreeing) {
		return ErrForbidden
	}
	return s.writeDays(ctx, actor, "calendar_drop", key, id, reason, func(w office.Workdays, _ *calendar.Calendar) (any, []store.Due, error) {
		e, err := w.DropCalendar(actor, id, reason, s.now())
		return e, nil, err
	})
}

// calendarBatch is how many orders one run of the job moves, each in its own transaction.
const calendarBatch = 100

// calendarRounds is how often the job goes over all open orders before it asks a person to look.
const calendarRounds = 3

// calendarStep is a run of the job: the orders after an id, in a round over all; Failed counts those that could not be moved in this round.
type calendarStep struct {
	Version int    `json:"version"`
	After   string `json:"after,omitempty"`
	Round   int    `json:"round,omitempty"`
	Failed  int    `json:"failed,omitempty"`
}

func (c calendarStep) due(at time.Time) store.Due {
	b, _ := json.Marshal(c)
	return store.Due{Key: fmt.Sprintf("calendar/%d/%d/%s", c.Version, c.Round, c.After), Kind: "calendar", Stream: "calendar", Payload: string(b), At: at}
}

// moveLimits moves the limits of open orders to a confirmed calendar, a batch a run, each order in its own transaction. It may be interrupted anywhere and done again: an
// order that has moved is in the list no more. One that cannot be moved holds nobody up.
func (s *Service) moveLimits(ctx context.Context, it jobs.Item) error {
	var step calendarStep
	if err := json.Unmarshal([]byte(it.Payload), &step); err != nil {
		return fmt.Errorf("read step of calendar: %w", err)
	}
	w, _, err := s.workdays(ctx)
	if err != nil {
		return err
	}
	change := order.CalendarChange{}
	for _, p := range w.Proposals {
		if p.Saved != nil { // orders go to the newest version, and name its change
			change = order.CalendarChange{ID: p.ID, Why: p.Why, Document: p.Document, Proposed: cmp.Or(p.Account, "system"), Confirmed: p.Saved.Account}
		}
	}
	ids, err := s.store.OrdersBehind(ctx, step.Version, step.After, calendarBatch)
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range ids {
		_, err := s.Do(ctx, Ask{Order: id, Route: "calendar", Commands: []order.Command{order.AdoptCalendar{Change: change}}})
		if no, ok := errors.AsType[*regulation.Refusal](err); ok && no.Code != "newer_program" {
			continue // it came to its end meanwhile
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("move the limits of order %s: %w", id, err))
		}
	}
	next, at := step, s.now()
	next.Failed += len(failed)
	switch {
	case len(ids) == calendarBatch:
		next.After = ids[len(ids)-1]
	case next.Failed == 0:
		next.Version = 0
	case step.Round+1 >= calendarRounds:
		return errors.Join(failed...)
	default:
		next.After, next.Round, next.Failed, at = "", step.Round+1, 0, at.Add(time.Minute)
	}
	a := store.Append{Finish: &store.Lease{ID: it.ID, Token: it.Token}}
	if next.Version > 0 {
		a.Jobs = []store.Due{next.due(at)}
	}
	_, err = s.append(ctx, org.Actor{}, a)
	if errors.Is(err, store.ErrLeaseLost) {
		return nil
	}
	return err
}

func (s *Service) missingYears(ctx context.Context, c *calendar.Calendar) ([]int, error) {
	ends, err := s.store.ProvisionalEnds(ctx)
	if err != nil {
		return nil, err
	}
	return c.MissingYears(s.now(), ends), nil
}

func bannerOf(missing []int) string {
	if len(missing) == 0 {
		return ""
	}
	return fmt.Sprintf("%d年放假安排还没有公布或没有载入，涉及该年的时限为暂定。", missing[0])
}

// Banner is the warning that every page shows while a year is missing: this year, from 1 November the next, and whenever an open limit ends in one (domain.md §4.1).
func (r *Reader) Banner(ctx context.Context) string {
	p, err := r.s.Policy(ctx)
	if err != nil {
		return ""
	}
	missing, err := r.s.missingYears(ctx, p.Calendar)
	if err != nil {
		return ""
	}
	return bannerOf(missing)
}

// calendarWords tell why an order's limits moved, from when to when, and by whose word (Art. 18).
func (r *Reader) calendarWords(e order.CalendarAdopted) string {
	why := "按新公布的工作日历"
	if e.Change != nil {
		why = e.Change.Why
		if e.Change.Document != "" {
			why += "（" + e.Change.Document + "）"
		}
		by := "系统管理命令"
		if e.Change.Proposed != "system" {
			by = r.account(e.Change.Proposed)
		}
		why += "，" + by + "提出、" + r.account(e.Change.Confirmed) + "确认"
	}
	var moves []string
	for i, l := range e.Limits {
		if i >= len(e.Was) {
			continue
		}
		if was := e.Was[i]; was.Equal(l.Due) {
			moves = append(moves, l.Kind.Name()+"时限确定为"+dueWords(l.Due))
		} else {
			moves = append(moves, l.Kind.Name()+" "+dueWords(was)+" → "+dueWords(l.Due))
		}
	}
	for _, c := range e.Co {
		moves = append(moves, r.dir.UnitName(c.Unit)+c.Limit.Kind.Name()+" "+dueWords(c.Was)+" → "+dueWords(c.Limit.Due))
	}
	switch {
	case len(moves) > 0:
		return why + "：" + strings.Join(moves, "；")
	case len(e.Limits) > 0:
		return fmt.Sprintf("%s：调整%d个时限", why, len(e.Limits))
	}
	return why + "：现有时限不变，以后的按新日历计算"
}
