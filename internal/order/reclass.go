package order

import (
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Changing the type of a request at the unit's wish (类型变更, Art. 18): asked once, before half of the limit; the office decides, and the limit is counted
// from the same day zero. The office's own change is Correct.
type (
	// AskReclass is the unit's request.
	AskReclass struct {
		By
		Type   Type
		Reason Private `seal:"note"`
	}
	// DecideReclass is the office's answer.
	DecideReclass struct {
		By
		Accept bool
		Note   Private `seal:"note"`
	}
	// ReclassForm is a request that waits.
	ReclassForm[T any] struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		From    Type          `json:"from"`
		Type    Type          `json:"type"`
		Reason  T             `json:"reason" seal:"note"`
	}
)

type (
	// ReclassAsked is the request.
	ReclassAsked struct {
		Ask    ReclassForm[Kept] `json:"ask"`
		Review Limit             `json:"review"`
	}
	// ReclassDecided is the answer; a yes is followed by the correction itself.
	ReclassDecided struct {
		At       time.Time     `json:"at"`
		Account  org.AccountID `json:"account,omitempty"`
		Unit     org.UnitID    `json:"unit"`
		Accepted bool          `json:"accepted,omitempty"`
		Late     bool          `json:"late,omitempty"`
		Note     Kept          `json:"note"`
	}
	// ReclassLapsed ends a request that nobody need decide: the result came first.
	ReclassLapsed struct {
		At   time.Time  `json:"at"`
		Unit org.UnitID `json:"unit"`
	}
)

func (ReclassAsked) kind() string   { return "reclass_asked" }
func (ReclassDecided) kind() string { return "reclass_decided" }
func (ReclassLapsed) kind() string  { return "reclass_lapsed" }

func (e ReclassAsked) apply(s State) State {
	ask := e.Ask
	s.Reclass, s.ReclassAskedAt = &ask, ask.At
	s.Clocks.start(e.Review)
	return s
}

func (e ReclassDecided) apply(s State) State {
	s.Reclass = nil
	s.Clocks.met(LimitReclass, e.At)
	return s
}

func (e ReclassLapsed) apply(s State) State {
	s.Reclass = nil
	s.Clocks.void(LimitReclass)
	return s
}

// ReclassDue is the first instant at which half of the limit is over (Art. 18): of ten working days five, of three the second's noon.
func ReclassDue(s State, p policy.Policy) time.Time {
	c := s.Clocks.Get(LimitResult)
	if c.Days == 0 {
		return time.Time{}
	}
	zero := calendar.DateOf(c.From)
	if c.Days%2 == 0 {
		return endOf(p, p.Calendar.AddWorkdays(zero, c.Days/2))
	}
	return p.Calendar.AddWorkdays(zero, c.Days/2+1).Noon()
}

// MayReclass reports whether the unit may ask for another type at now.
func MayReclass(s State, p policy.Policy, now time.Time) bool {
	return (s.Status == UnitAssigning || s.Status == InProgress) && s.ReclassAskedAt.IsZero() && !s.Reworking && now.Before(ReclassDue(s, p))
}

func askReclass(s State, c AskReclass, p policy.Policy, now time.Time) ([]Event, error) {
	a := regulation.Art18
	if s.Status != UnitAssigning && s.Status != InProgress {
		return nil, s.wrongState(a, "申请类型变更")
	}
	if err := mustBeUnit(s, c, a, unitKinds...); err != nil {
		return nil, err
	}
	switch {
	case !s.ReclassAskedAt.IsZero():
		return nil, regulation.RefuseState(a, "asked_once", "类型变更只能申请一次，这件工单已经申请过。")
	case s.Extending() || s.StatuteAsk != nil:
		return nil, regulation.RefuseState(a, "other_waits", "有延期或法定时限的申请等待审批，请等审批后再申请类型变更。")
	case s.Reworking:
		return nil, regulation.RefuseState(a, "rework", "重办的工单不能申请类型变更。")
	case !MayReclass(s, p, now):
		return nil, regulation.RefuseState(a, "after_half", "类型变更应在时限过半以前申请，现在已经过半，请按现在的类型办理。")
	case c.Type.Name() == "":
		return nil, regulation.RefuseField(a, "bad_type", "type", "没有选择诉求类型，请从列表中选一个。")
	case c.Type == s.Request.Type:
		return nil, regulation.RefuseField(a, "same_type", "type", "现在就是%s，请选择别的类型。", c.Type.Name())
	}
	if err := requireText(a, "reason", "类型变更的理由", c.Reason.Text); err != nil {
		return nil, err
	}
	return []Event{ReclassAsked{Ask: ReclassForm[Kept]{At: now, Account: c.Actor.Account, Unit: s.Lead, From: s.Request.Type, Type: c.Type, Reason: c.Reason.Keep()},
		Review: NewLimit(p, LimitReclass, now, p.Limit.ReclassReviewWD.Value, p.Limit.ReclassReviewWD.Clause())}}, nil
}

func decideReclass(s State, c DecideReclass, p policy.Policy, now time.Time) ([]Event, error) {
	a := regulation.Art18
	if s.Reclass == nil || !s.Status.AtUnit() {
		return nil, regulation.RefuseState(a, "no_reclass", "没有等待审核的类型变更，可能已经审核或工单已经退回、报送，请刷新页面。")
	}
	if err := mustBe(c, a, org.Dispatcher, org.Reviewer, org.OfficeHead); err != nil {
		return nil, err
	}
	e := ReclassDecided{At: now, Account: c.Actor.Account, Unit: s.Lead, Accepted: c.Accept, Late: s.Clocks.Get(LimitReclass).Late(now), Note: c.Note.Keep()}
	if !c.Accept {
		if err := requireText(a, "note", "不同意的理由", c.Note.Text); err != nil {
			return nil, err
		}
		return append([]Event{e}, settle(Evolve(s, e), p, now)...), nil
	}
	// The office may have changed the type itself meanwhile: then there is nothing to change.
	out := []Event{e}
	if to := s.Reclass.Type; to != s.Request.Type {
		r := Corrected{At: now, Account: c.Actor.Account, Type: to, OldType: s.Request.Type, OldCategory: s.Request.Category, OldTown: s.Request.Town, Reason: s.Reclass.Reason}
		if s.Clocks.Get(LimitResult).On {
			l := retyped(p, s, to)
			r.Result = &l
		}
		out = append(out, r)
	}
	for _, x := range out {
		s = Evolve(s, x)
	}
	return append(out, settle(s, p, now)...), nil
}

// lapses ends what waits for a decision when the result or an application to terminate is submitted; what was submitted after the limit is late since then.
func lapses(s State, p policy.Policy, now time.Time) []Event {
	out := extensionLapses(s, p, now)
	for _, e := range out {
		s = Evolve(s, e)
	}
	for _, x := range []struct {
		yes bool
		e   Event
	}{{s.StatuteAsk != nil, StatuteLapsed{At: now, Unit: s.Lead}}, {s.Reclass != nil, ReclassLapsed{At: now, Unit: s.Lead}}} {
		if x.yes {
			s = Evolve(s, x.e)
			out = append(out, x.e)
		}
	}
	late := settle(s, p, now)
	return append(out, late...)
}
