package order

import (
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// TakeOver brings an order of an earlier platform in, running or closed, with its true dates, limit, number and counts (domain.md §13.16).
// Only the import gives it.
type TakeOver struct {
	By
	ID, NewMatter, NewMatterNo string
	Number                     string // the earlier platform's number; it stays the order's number
	Request                    Request[Private]
	RegisteredAt               time.Time
	Status                     Status // in_progress, unit_assigning, pending_dispatch or closed
	Unit                       Target
	ReceivedAt                 time.Time
	DueDay                     string // last day in time, as promised then; empty = by today's rules from the day of receipt
	ClosedAt                   time.Time
	Late                       bool
	Satisfaction               Satisfaction
	Solved                     Solved
	Appeals, Assigns, Keys     int // as counted there, this order included
	Urges                      int
	DispatchText               string
}

// TakenOver is an order of an earlier platform. Reports tell it apart by Old.
type TakenOver struct {
	ID           string        `json:"id"`
	Number       string        `json:"number"`
	Matter       string        `json:"matter"`
	At           time.Time     `json:"at"` // of the take-over
	Account      org.AccountID `json:"account,omitempty"`
	Policy       int           `json:"policy"`
	Calendar     int           `json:"calendar"`
	Key          bool          `json:"key,omitempty"`
	Outer        bool          `json:"outer,omitempty"`
	Programme    bool          `json:"programme,omitempty"`
	RegisteredAt time.Time     `json:"registered_at"`
	Request      Request[Kept] `json:"request"`
	Status       Status        `json:"status"`
	Unit         org.UnitID    `json:"unit,omitempty"`
	Deputy       org.PostID    `json:"deputy,omitempty"`
	ReceivedAt   time.Time     `json:"received_at,omitzero"`
	Text         string        `json:"text,omitempty"`
	Level        policy.Level  `json:"level"`
	Assignments  int           `json:"assignments"`
	PrincipalOwn bool          `json:"principal_own,omitempty"`
	Urges        int           `json:"urges,omitempty"`
	ClosedAt     time.Time     `json:"closed_at,omitzero"`
	Late         bool          `json:"late,omitempty"`
	Satisfaction Satisfaction  `json:"satisfaction,omitempty"`
	Solved       Solved        `json:"solved,omitempty"`
	Limits       []Limit       `json:"limits,omitempty"`
}

func (TakenOver) kind() string { return "taken_over" }

func (e TakenOver) apply(s State) State {
	m := s.Matter
	s = State{ID: e.ID, Number: e.Number, OldNo: e.Number, Status: e.Status, Policy: e.Policy, Calendar: e.Calendar, Request: e.Request,
		RegisteredAt: e.RegisteredAt, RegisteredBy: e.Account, Key: e.Key, Outer: e.Outer, Programme: e.Programme, Matter: m, MatterID: e.Matter, Lead: e.Unit, Deputy: e.Deputy,
		ReceivedAt: e.ReceivedAt, DispatchText: e.Text, Level: e.Level, Assignments: e.Assignments, PrincipalOwn: e.PrincipalOwn, Urges: e.Urges,
		SignedAt: e.ReceivedAt, ReturnFrom: e.ReceivedAt, ClosedAt: e.ClosedAt, ReplyLate: e.Late, Satisfaction: e.Satisfaction, Solved: e.Solved, EverReported: !e.Request.Party().Empty()}
	for _, l := range e.Limits {
		s.Clocks.start(l)
	}
	return s
}

func takeOver(s State, c TakeOver, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != None {
		return nil, s.wrongState(regulation.Art9, "重新接收")
	}
	if err := mustBe(c, regulation.Art9, org.OfficeHead); err != nil {
		return nil, err
	}
	bad := func(field, reason string, args ...any) error {
		return regulation.RefuseField(regulation.Art9, "bad_"+field, field, reason, args...)
	}
	ch, err := checkRequest(c.Request, p, now)
	if err != nil {
		return nil, err
	}
	switch {
	case c.Number == "":
		return nil, bad("number", "没有原工单编号。")
	case c.RegisteredAt.IsZero() || c.RegisteredAt.After(now):
		return nil, bad("registered_at", "原登记时间没有填写或晚于现在。")
	case c.Appeals < 1 || c.Assigns < 0 || c.Keys < 0:
		return nil, bad("counts", "原诉求次数至少为1，交办次数、重点次数不能是负数。")
	}
	e := TakenOver{ID: c.ID, Number: c.Number, Matter: c.NewMatter, At: now, Account: c.Actor.Account, Policy: p.Version, Calendar: p.Calendar.Version, Key: ch.Key, Outer: ch.Outer, Programme: ch.Programme,
		RegisteredAt: c.RegisteredAt, Request: keepRequest(c.Request), Status: c.Status, Unit: c.Unit.Unit, Deputy: c.Unit.Deputy, ReceivedAt: c.ReceivedAt,
		Text: c.DispatchText, Level: p.DispatchLevel(c.Appeals, c.Keys, ch.Key), Assignments: c.Assigns, Urges: c.Urges,
		PrincipalOwn: p.PrincipalHandles(c.Assigns, ch.Key), ClosedAt: c.ClosedAt, Late: c.Late, Satisfaction: c.Satisfaction, Solved: c.Solved}
	if err := clearText("text", "转办文本", c.DispatchText, c.Request.Name.Text); err != nil {
		return nil, err
	}
	if c.Status != Closed {
		if err := (State{Request: e.Request}).conflict(c.Unit.Unit, c.Unit.Above); err != nil {
			return nil, err
		}
	}
	switch c.Status {
	case PendingDispatch:
		e.Unit, e.Deputy, e.Assignments, e.ReceivedAt = "", "", 0, time.Time{}
		e.Limits = []Limit{NewLimit(p, LimitDispatch, now, p.Limit.DispatchWD.Value, p.Limit.DispatchWD.Clause())}
	case UnitAssigning, InProgress:
		switch {
		case c.Unit.Unit == "":
			return nil, bad("unit", "在办工单没有承办单位。")
		case c.ReceivedAt.IsZero() || c.ReceivedAt.After(now):
			return nil, bad("received_at", "在办工单没有接到时间，或接到时间晚于现在。")
		}
		e.Assignments = max(1, c.Assigns)
		s2 := State{Request: e.Request, Key: e.Key}
		l := resultLimit(p, s2, c.ReceivedAt)
		if c.DueDay != "" {
			d, err := calendar.ParseDate(c.DueDay)
			if err != nil || d.Before(calendar.DateOf(c.ReceivedAt)) {
				return nil, bad("due_day", "办结截止日“%s”不是有效日期，或早于接到时间。", c.DueDay)
			}
			l.LastDay, l.Due = d.String(), endOf(p, d)
			l.Days = p.Calendar.WorkdaysBetween(calendar.DateOf(c.ReceivedAt), d)
			l.Provisional = p.Calendar.Provisional(calendar.DateOf(c.ReceivedAt), d)
		}
		e.Limits = []Limit{l}
		if c.Status == UnitAssigning {
			e.Limits = append(e.Limits, NewLimit(p, LimitAssign, now, p.Limit.AssignWD.Value, p.Limit.AssignWD.Clause()))
		}
	case Closed:
		if c.ClosedAt.IsZero() || c.ClosedAt.After(now) || c.ClosedAt.Before(c.RegisteredAt) {
			return nil, bad("closed_at", "已办结工单没有办结时间，或办结时间早于登记、晚于现在。")
		}
		last := calendar.DateOf(now).AddDays(p.Archive.AfterDays.Value)
		e.Limits = []Limit{{Kind: LimitArchive, From: now, Due: last.Next().Midnight(), LastDay: last.String(), Basis: regulation.Art6_3}}
	default:
		return nil, bad("status", "原状态只能是待转办、待单位分办、办理中或已办结。")
	}
	counted := 0
	if c.Status != PendingDispatch {
		counted = max(1, e.Assignments)
	}
	keys := c.Keys
	if ch.Key && keys > 0 {
		keys--
	}
	out := []Event{e, MatterOpened{Matter: c.NewMatter, Number: c.NewMatterNo, BaseAppeals: c.Appeals - 1, BaseAssigns: max(0, c.Assigns-counted), BaseKeys: keys},
		RoundOpened{Matter: c.NewMatter, Order: c.ID, Key: ch.Key, At: c.RegisteredAt}, RoundCounted{Matter: c.NewMatter, Order: c.ID, Basis: regulation.Art10_4}}
	for range counted {
		out = append(out, AssignmentCounted{Matter: c.NewMatter, Order: c.ID})
	}
	if c.Status == Closed {
		out = append(out, RoundClosed{Matter: c.NewMatter, Order: c.ID, At: c.ClosedAt, Result: string(Closed)})
	}
	return out, nil
}
