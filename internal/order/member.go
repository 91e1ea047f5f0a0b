package order

import (
	"slices"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// What an upper platform's limit on a merged order means for the leading one: its unit is held to the nearest of them, with the office's day to tell the
// result left before it (Art. 10(3), 18). A limit that leaves no working day bars the merge.

// MoveMember tells the leading order that the upper platform of a member has changed its limit. The desk gives it in the append that changes the member.
type MoveMember struct {
	By
	Order    string
	OuterDue time.Time
}

// Joins is the leading order's side of a merge of this order.
func (s State) Joins(by By) TakeMember {
	c := TakeMember{By: by, Order: s.ID, Number: s.Number, Marks: s.Recused()}
	if s.Outer {
		c.OuterDue = s.Request.OuterDue
	}
	return c
}

// MemberMoved is that on record.
type MemberMoved struct {
	At       time.Time     `json:"at"`
	Account  org.AccountID `json:"account,omitempty"`
	Order    string        `json:"order"`
	Number   string        `json:"number"`
	Unit     org.UnitID    `json:"unit,omitempty"`
	OuterDue time.Time     `json:"outer_due"`
	Result   *Limit        `json:"result,omitempty"`
}

func (MemberMoved) kind() string { return "member_moved" }

func (e MemberMoved) apply(s State) State {
	return s.withMemberDue(e.Order, &e.OuterDue).limitedTo(e.Result)
}

func (s State) withMemberDue(id string, due *time.Time) State {
	s.Members = slices.Clone(s.Members)
	for i := range s.Members {
		switch m := &s.Members[i]; {
		case m.Order != id:
		case m.Letter != nil:
			l := *m.Letter
			l.Due = due
			m.Letter = &l
		default:
			m.OuterDue = due
		}
	}
	return s
}

// limitedTo is the order with another limit of its result, nil for the one it has.
func (s State) limitedTo(l *Limit) State {
	if l != nil {
		s.Clocks[index(LimitResult)].Limit = *l
	}
	return s
}

// Shared reports whether a merged order has got the common result.
func (s State) Shared() bool { return s.Merged != nil && s.Merged.Unit != "" && s.Status != Merged }

// due is when the member's upper platform wants its answer, nil where none waits.
func (m Member) due() *time.Time {
	if m.Letter != nil {
		return m.Letter.Due
	}
	return m.OuterDue
}

// membersDue is the nearest limit of the upper platforms that wait for members, letters left out, nil where none does.
func (s State) membersDue() *time.Time {
	var out *time.Time
	for _, m := range s.Members {
		if m.OuterDue != nil && (out == nil || m.OuterDue.Before(*out)) {
			out = m.OuterDue
		}
	}
	return out
}

// OuterDue is the nearest limit of an upper platform that waits for the order's result: its own, a letter's that is handled with it, or another member's; nil where
// none does.
func (s State) OuterDue() *time.Time {
	due := s.Request.OuterDue
	for _, m := range s.Members {
		if d := m.due(); d != nil && (due == nil || d.Before(*due)) {
			due = d
		}
	}
	return due
}

// hurried is the limit that a member's upper platform asks of the leading order, nil where the limit stays: it is near enough, no unit has the order yet
// (then the dispatch counts with it), or the result is with the office or the county's leaders already. It is refused where no working day would be left.
func (s State) hurried(due *time.Time, p policy.Policy, now time.Time) (*Limit, error) {
	if due == nil {
		return nil, nil
	}
	last := back(p.Calendar, calendar.DateOf(due.Add(-time.Second)), p.Limit.FeedbackWD.Value)
	if s.Key {
		last = back(p.Calendar, calendar.DateOf(due.Add(-time.Second)), p.Limit.KeyLeaderBufferWD.Value)
	}
	was := s.Clocks.Get(LimitResult)
	waits := s.Lead == "" || was.On && !was.Paused() && s.Status.AtUnit() || s.Status == ReturnReview || s.Status == Coordination
	if waits && last.Before(p.Calendar.AddWorkdays(calendar.DateOf(now), 1)) {
		return nil, regulation.RefuseField(regulation.Art10_3, "outer_too_near", "number",
			"这件上级要求%s前答复，并入后来不及办理和反馈；请单独转办，或先商上级平台延长时限再并入。", calendar.DateOf(due.Add(-time.Second)).ChineseShort())
	}
	if !was.On || was.Paused() || was.Missed || s.Lead == "" {
		return nil, nil
	}
	l := was.Limit
	leave, basis := p.Limit.FeedbackWD.Value, regulation.Art10_3
	if s.Key {
		leave, basis = p.Limit.KeyLeaderBufferWD.Value, p.Limit.KeyLeaderBufferWD.Clause()
	}
	if near := nearer(p, l, *due, leave, basis); near.Due.Before(l.Due) {
		return &near, nil
	}
	return nil, nil
}

// unhurried is the limit after a member is gone: the unit's own again, where it runs as the dispatch counted it and the member had brought it nearer. One that was
// extended, resumed or has passed stays.
func (s State) unhurried(id string, p policy.Policy, now time.Time) *Limit {
	was := s.Clocks.Get(LimitResult)
	if slices.ContainsFunc(s.Members, func(m Member) bool { return m.Order == id && m.OuterDue == nil }) { // what a letter made key stays key, with its limit
		return nil
	}
	if !was.On || was.Paused() || was.Late(now) || was.Extended > 0 || was.ResumedOn != "" || s.Lead == "" || s.Reworks > 0 || !was.Due.Equal(resultLimit(p, s, was.From).Due) {
		return nil
	}
	left := MemberLeft{Order: id}.apply(s)
	if l := resultLimit(p, left, was.From); l.Due.After(was.Due) {
		return &l
	}
	return nil
}

func moveMember(s State, c MoveMember, p policy.Policy, now time.Time) ([]Event, error) {
	if err := mustBe(c, regulation.Art10_3, deskKinds...); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(s.Members, func(m Member) bool { return m.Order == c.Order })
	if i < 0 || s.Members[i].due() != nil && s.Members[i].due().Equal(c.OuterDue) {
		return nil, nil
	}
	e := MemberMoved{At: now, Account: c.Actor.Account, Order: c.Order, Number: s.Members[i].Number, Unit: s.Lead, OuterDue: c.OuterDue}
	if l := s.unhurried(c.Order, p, now); l != nil {
		e.Result = l // counted without it first: the new limit may be the later one
	}
	after := s.withMemberDue(c.Order, &c.OuterDue).limitedTo(e.Result)
	// What the upper platform says is on record even where it comes too late to be kept.
	switch near, err := after.hurried(&c.OuterDue, p, now); {
	case err != nil:
		e.Result = nil
	case near != nil:
		e.Result = near
	}
	return []Event{e}, nil
}
