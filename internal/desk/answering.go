package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// SessionView is an answering day (接听日, Art. 11) as its reader may see it. The schedule is everybody's; minutes are for the office and whoever answered.
type SessionView struct {
	ID, Day, Date, Time, Kind, Who    string
	Place, Topic, Contact             string
	State                             office.SessionState
	By, At                            string
	Noticed, NoticedAt                string // where and when the preview was published; "" = not yet
	Cancelled, CancelledAt            string
	Minutes, MinutedBy, MinutedAt     string
	Plan                              office.SessionPlan
	Calls                             []SessionCall
	Count                             int // calls in all, also those that the reader may not open
	MayManage, MayMinute, MayRegister bool
}

// SessionCall is a line of the register of calls.
type SessionCall struct {
	N                                   int
	ID, Number, At, Title, Status, Unit string
	Way                                 string // 当场分办, 自行领办, 转办, …
	Words                               string // the leader's decision
}

// AnsweredView says on an order on which answering day it was taken.
type AnsweredView struct {
	Session, Who string
	Unit         org.UnitID // the department that may claim it
}

// SessionWeek is a week of the schedule.
type SessionWeek struct {
	Monday   string // 2026-03-02
	Name     string // 3月2日—3月8日
	Sessions []SessionView
	Lacks    bool
	This     bool
}

// AnsweringPage is the schedule.
type AnsweringPage struct {
	Weeks      []SessionWeek
	From       string // first Monday shown
	Prev, Next string
	Unsaid     int // over, without minutes
	MayManage  bool
}

// weeksShown is how many weeks stand on a page of the schedule.
const weeksShown = 6

func (s *Service) session(ctx context.Context, id string) (office.Session, error) {
	var x office.Session
	recs, err := s.store.Load(ctx, store.SessionStream(id))
	if err != nil {
		return x, fmt.Errorf("load answering day %s: %w", id, err)
	}
	for _, r := range recs {
		if x, err = store.FoldSession(x, r); err != nil {
			return x, err
		}
	}
	if len(recs) == 0 {
		return x, ErrNotFound
	}
	return x, nil
}

// sessionNames says who there is to answer today.
func (r *Reader) sessionNames() office.SessionNames {
	return office.SessionNames{
		Leader: func(id org.PostID) bool {
			p, ok := r.dir.Post(id)
			return ok && (p.Kind == org.Deputy || p.Kind == org.HotlineDeputy)
		},
		Department: func(id org.UnitID) bool {
			u, ok := r.dir.Unit(id)
			return ok && u.Open() && (u.Group == org.Department || u.Group == org.Enterprise)
		},
	}
}

// answerer names who answers.
func (r *Reader) answerer(p office.SessionPlan) string {
	if p.Kind == office.ByDepartment {
		return r.dir.UnitName(p.Unit)
	}
	return r.dir.Title(p.Post)
}

// answeredBy names it on an order.
func (r *Reader) answeredBy(a order.Answering) string {
	if a.Unit != "" {
		return r.dir.UnitName(a.Unit)
	}
	return r.dir.Title(a.Post)
}

// answers reports whether the reader's own post or unit answers on that day.
func (r *Reader) answers(p office.SessionPlan) bool {
	if p.Kind == office.ByDepartment {
		return r.actor.Post.Unit == p.Unit
	}
	return r.actor.Post.ID == p.Post
}

func (r *Reader) sessionView(ctx context.Context, x office.Session) (SessionView, error) {
	p := x.Plan
	now := r.s.now()
	v := SessionView{ID: x.ID, Day: p.Date().ChineseShort(), Date: p.Day, Time: strings.TrimPrefix(p.From, "0") + "—" + strings.TrimPrefix(p.Until, "0"), Kind: p.Kind.Name(), Who: r.answerer(p), Place: p.Place, Topic: p.Topic,
		Contact: p.Contact, State: x.State(calendar.DateOf(now)), By: r.account(x.By), At: clockTime(x.At), Plan: p, MayManage: access.May(r.actor.Post.Kind, access.Planning)}
	if n := x.Notice; n != nil {
		v.Noticed, v.NoticedAt = n.Where, clockTime(n.At)
	}
	if c := x.Cancelled; c != nil {
		v.Cancelled, v.CancelledAt = c.Reason, clockTime(c.At)
	}
	v.MayMinute = v.MayManage && x.Cancelled == nil && !p.Date().After(calendar.DateOf(now))
	v.MayRegister = access.May(r.actor.Post.Kind, access.Intake) && v.State == office.SessionToday
	if m := x.Minutes; m != nil && (v.MayManage || r.answers(p) || r.actor.Post.Kind.Leader()) {
		open, err := r.s.unseal(ctx, []string{m.Words.Ref})
		if err != nil {
			return v, err
		}
		v.Minutes, v.MinutedBy, v.MinutedAt = open[m.Words.Ref], r.account(m.Account), clockTime(m.At)
	}
	return v, nil
}

// AnsweringDays reads the schedule from the week of a day on; the zero day begins with last week.
func (r *Reader) AnsweringDays(ctx context.Context, from calendar.Date) (AnsweringPage, error) {
	if !access.May(r.actor.Post.Kind, access.Sessions) {
		return AnsweringPage{}, ErrForbidden
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return AnsweringPage{}, err
	}
	today := calendar.DateOf(r.s.now())
	if from.IsZero() {
		from = today.AddDays(-7)
	}
	from = from.Monday()
	out := AnsweringPage{From: from.String(), Prev: from.AddDays(-7 * weeksShown).String(), Next: from.AddDays(7 * weeksShown).String(), MayManage: access.May(r.actor.Post.Kind, access.Planning)}
	all, err := r.sessionsOf(ctx, from, from.AddDays(7*weeksShown-1))
	if err != nil {
		return out, err
	}
	for i := range weeksShown {
		monday := from.AddDays(7 * i)
		w := SessionWeek{Monday: monday.String(), Name: weekName(monday), This: monday == today.Monday()}
		have := 0
		for _, x := range all {
			if x.Plan.Date().Monday() != monday {
				continue
			}
			v, err := r.sessionView(ctx, x)
			if err != nil {
				return out, err
			}
			calls, err := r.s.store.SessionCalls(ctx, x.ID, mostCalls)
			if err != nil {
				return out, err
			}
			v.Count = len(calls)
			w.Sessions = append(w.Sessions, v)
			if x.Cancelled == nil {
				have++
			}
		}
		w.Lacks = office.Lacking(p.Calendar, monday, have, p.Answering.PerWeekMin.Value)
		out.Weeks = append(out.Weeks, w)
	}
	out.Unsaid, err = r.UnminutedSessions(ctx)
	return out, err
}

func weekName(monday calendar.Date) string {
	_, m, d := monday.Parts()
	_, m2, d2 := monday.AddDays(6).Parts()
	return fmt.Sprintf("%d月%d日—%d月%d日", m, d, m2, d2)
}

func (r *Reader) sessionsOf(ctx context.Context, first, last calendar.Date) ([]office.Session, error) {
	ids, err := r.s.store.Sessions(ctx, first, last, 400)
	if err != nil {
		return nil, fmt.Errorf("list answering days: %w", err)
	}
	var out []office.Session
	for _, id := range ids {
		x, err := r.s.session(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// UnminutedSessions counts, for whoever plans them, the answering days of the last month that are over and have no minutes.
func (r *Reader) UnminutedSessions(ctx context.Context) (int, error) {
	if !access.May(r.actor.Post.Kind, access.Planning) {
		return 0, nil
	}
	today := calendar.DateOf(r.s.now())
	return r.s.store.CountUnminuted(ctx, today, today.AddDays(-31))
}

// TodaysSessions are those in which calls are registered today.
func (r *Reader) TodaysSessions(ctx context.Context) ([]SessionView, error) {
	if !access.May(r.actor.Post.Kind, access.Sessions) {
		return nil, ErrForbidden
	}
	today := calendar.DateOf(r.s.now())
	all, err := r.sessionsOf(ctx, today, today)
	if err != nil {
		return nil, err
	}
	var out []SessionView
	for _, x := range all {
		if x.Cancelled != nil {
			continue
		}
		v, err := r.sessionView(ctx, x)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// mostCalls is how many calls a session's register shows.
const mostCalls = 300

// Session is one with its register of calls, as far as the reader may open them.
func (r *Reader) Session(ctx context.Context, id string) (SessionView, error) {
	if !access.May(r.actor.Post.Kind, access.Sessions) {
		return SessionView{}, ErrForbidden
	}
	x, err := r.s.session(ctx, id)
	if err != nil {
		return SessionView{}, err
	}
	v, err := r.sessionView(ctx, x)
	if err != nil {
		return v, err
	}
	ids, err := r.s.store.SessionCalls(ctx, id, mostCalls)
	if err != nil {
		return v, fmt.Errorf("list calls of answering day: %w", err)
	}
	v.Count = len(ids)
	for i, o := range ids {
		c, ok, err := r.sessionCall(ctx, o)
		if err != nil {
			return v, err
		}
		if ok {
			c.N = i + 1
			v.Calls = append(v.Calls, c)
		}
	}
	return v, nil
}

func (r *Reader) sessionCall(ctx context.Context, id string) (SessionCall, bool, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return SessionCall{}, false, err
	}
	if Relate(r.actor, l.state, r.s.now()) == access.Stranger {
		return SessionCall{}, false, nil
	}
	o, err := r.Order(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return SessionCall{}, false, nil
	}
	if err != nil {
		return SessionCall{}, false, err
	}
	c := SessionCall{ID: o.ID, Number: o.Number, At: l.state.Request.TakenAt.In(calendar.Beijing).Format("15:04"), Title: o.Title, Status: o.StatusName, Unit: o.Unit, Way: sessionWay(l)}
	if c.Unit == "" && o.Proposal.Unit != "" {
		c.Unit = r.dir.UnitName(o.Proposal.Unit)
	}
	for _, it := range o.Items {
		if it.Words && it.Verb == "登记" {
			c.Words = it.Quote
		}
	}
	return c, true, nil
}

// sessionWay says what was decided about a call of an answering day: the first decision stands.
func sessionWay(l loaded) string {
	way := ""
	for _, e := range l.events {
		switch e := e.(type) {
		case order.SignedFor:
			if e.Via == order.ViaClaim {
				return "自行领办"
			}
		case order.SubmittedForDispatch:
			if way != "" {
				break
			}
			a := l.state.Answering
			switch {
			case l.state.Instruction != nil:
				way = "当场分办"
			case a != nil && a.Unit != "" && e.Proposal.Unit == a.Unit:
				way = "拟自行领办"
			case a != nil && a.Unit != "":
				way = "转其他单位"
			default:
				way = "转办"
			}
		case order.AnsweredDirectly:
			way = cmp.Or(way, "直接答复")
		case order.Refused:
			way = cmp.Or(way, "不予受理")
		case order.TransferredByPhone:
			way = cmp.Or(way, "电话转办")
		}
	}
	return cmp.Or(way, "待处置")
}

// PreviewOf is the text that announces the sessions of a week, and which they are.
func (r *Reader) PreviewOf(ctx context.Context, monday calendar.Date, hotline string) (string, []SessionView, error) {
	if !access.May(r.actor.Post.Kind, access.Sessions) {
		return "", nil, ErrForbidden
	}
	monday = monday.Monday()
	all, err := r.sessionsOf(ctx, monday, monday.AddDays(6))
	if err != nil {
		return "", nil, err
	}
	all = slices.DeleteFunc(all, func(x office.Session) bool { return x.Cancelled != nil })
	var views []SessionView
	for _, x := range all {
		v, err := r.sessionView(ctx, x)
		if err != nil {
			return "", nil, err
		}
		views = append(views, v)
	}
	return office.Preview(all, r.answerer, hotline), views, nil
}

// TakenOn is what a registration bears that was taken on an answering day; the rules hold it against the channel and the time of the call.
func (r *Reader) TakenOn(ctx context.Context, id, channel string, at time.Time) (*order.Answering, error) {
	if id == "" {
		return nil, nil
	}
	x, err := r.s.session(ctx, id)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return nil, err
	}
	c, _ := p.Channel(channel)
	if err := x.Take(c, at); err != nil {
		return nil, err
	}
	return &order.Answering{Session: x.ID, Post: x.Plan.Post, Unit: x.Plan.Unit}, nil
}

// DaysFor is the answering day that a 登记单 is filled in for, and today's others where it is none.
func (r *Reader) DaysFor(ctx context.Context, id string) (*SessionView, []SessionView, error) {
	if id == "" {
		all, err := r.TodaysSessions(ctx)
		return nil, all, err
	}
	x, err := r.s.session(ctx, id)
	if errors.Is(err, ErrNotFound) {
		all, err := r.TodaysSessions(ctx)
		return nil, all, err
	}
	if err != nil {
		return nil, nil, err
	}
	v, err := r.sessionView(ctx, x)
	if err != nil {
		return nil, nil, err
	}
	calls, err := r.s.store.SessionCalls(ctx, id, mostCalls)
	v.Count = len(calls)
	return &v, nil, err
}

// StartOnDay fills in what a 登记单 begins with on an answering day: the channel, and what is usually done with a call.
func (r *Reader) StartOnDay(ctx context.Context, id string, set func(string, ...string)) error {
	x, err := r.s.session(ctx, id)
	if err != nil {
		return err
	}
	set("session", x.ID)
	set("channel", x.Plan.Kind.Channel())
	set("way", "dispatch")
	if x.Plan.Kind == office.ByDepartment {
		set("way", "claim")
	}
	return nil
}

// MaskedText is what a unit reads of a caller's words where nobody has written a text for it: the words with automatic masking; of a secret or anonymous request only the title.
func MaskedText(words, ask, name, title string, secrecy order.Secrecy) string {
	if secrecy != order.Ordinary {
		return title
	}
	if ask != "" && !strings.Contains(words, ask) {
		words += "\n请求：" + ask
	}
	return text.AutoMask(words, name)
}
