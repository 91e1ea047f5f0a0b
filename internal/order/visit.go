package order

import (
	"slices"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

type (
	// GiveFeedback tells the caller the result, and the upper platform where the order came from one (Art. 24).
	GiveFeedback struct {
		By
		At    time.Time
		Means string  // phone, sms, letter, web, outer
		Outer bool    // the answer was given back to the upper platform too
		Note  Private `seal:"note"`
	}
	// RecordUnitVisit is the unit's own visit after feedback (Art. 5(1), 25; domain.md §13.7).
	RecordUnitVisit struct {
		By
		At           time.Time
		Reached      bool
		Satisfaction Satisfaction
		Note         Private `seal:"note"`
	}
	// RecordVisit is one try of the office's visit with the answers of the form (domain.md §3.6).
	RecordVisit struct {
		By
		ChainID      string
		At           time.Time
		Reached      bool
		Declined     bool   // the caller declines to be visited
		Contacted    string // yes, no, unsure: did the unit get in touch
		Solved       Solved
		Satisfaction Satisfaction
		Manner       Satisfaction // of the staff
		Reason       string       // A–H when dissatisfied
		Subjective   bool         // assessor's judgement for H
		Words        Private      `seal:"words"`
		Rework       Private      `seal:"note"` // what to do again
	}
)

// VisitNote is what the state remembers of a visit.
type VisitNote struct {
	At      time.Time
	Reached bool
}

// HeardNote is what an effective visit heard about a unit's work, on a day of Beijing; of a merged order it is not kept, whose result is another's.
type HeardNote struct {
	Day          string
	Unit         org.UnitID
	Satisfaction Satisfaction
	Solved       Solved
}

// DissatisfiedReasons lists the codes of dissatisfaction; A–E are the handling's fault (主观), F and G are not (客观), H is judged.
func DissatisfiedReasons() []RejectReason {
	return []RejectReason{{"A", "未联系"}, {"B", "未解决"}, {"C", "超时"}, {"D", "态度"}, {"E", "与答复不符"}, {"F", "对政策本身不满"}, {"G", "诉求不合理"}, {"H", "其他"}}
}

type (
	// FedBack says that the caller, and the upper platform, were told.
	FedBack struct {
		At        time.Time     `json:"at"`
		Account   org.AccountID `json:"account,omitempty"`
		Means     string        `json:"means"`
		Outer     bool          `json:"outer,omitempty"`
		Late      bool          `json:"late,omitempty"`
		Note      Kept          `json:"note"`
		Visit     *Limit        `json:"visit,omitempty"`
		UnitVisit *Limit        `json:"unit_visit,omitempty"`
	}
	// UnitVisited is the unit's own visit.
	UnitVisited struct {
		At           time.Time     `json:"at"`
		Account      org.AccountID `json:"account,omitempty"`
		Unit         org.UnitID    `json:"unit"`
		Reached      bool          `json:"reached"`
		Satisfaction Satisfaction  `json:"satisfaction,omitempty"`
		Late         bool          `json:"late,omitempty"`
		Note         Kept          `json:"note"`
	}
	// Visited is one try of the office's visit.
	Visited struct {
		At           time.Time     `json:"at"`
		Account      org.AccountID `json:"account,omitempty"`
		Unit         org.UnitID    `json:"unit"`
		Attempt      int           `json:"attempt"`
		Reached      bool          `json:"reached"`
		Declined     bool          `json:"declined,omitempty"`
		Contacted    string        `json:"contacted,omitempty"`
		Solved       Solved        `json:"solved,omitempty"`
		Satisfaction Satisfaction  `json:"satisfaction,omitempty"`
		Manner       Satisfaction  `json:"manner,omitempty"`
		Reason       string        `json:"reason,omitempty"`
		Subjective   bool          `json:"subjective,omitempty"`
		Words        Kept          `json:"words"`
		Own          bool          `json:"own,omitempty"` // said by the caller himself on the citizens' pages, not asked by the office
		// What the caller says against the unit's own record: a clue for supervision, no verdict (Art. 23(5), 25).
		Contradicts []Contradiction `json:"contradicts,omitempty"`
	}
	// Reworked sends the order back to the unit; it counts as an assignment (domain.md §13.3).
	Reworked struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Round   int           `json:"round"`
		Reason  string        `json:"reason"`
		Note    Kept          `json:"note"`
		Assigns int           `json:"assigns"`
		Counted bool          `json:"counted"`
		Assign  Limit         `json:"assign"`
		Contact *Limit        `json:"contact,omitempty"`
		Result  Limit         `json:"result"`

		Progress *Limit `json:"progress,omitempty"` // of an urgent order
	}
	// ClosedEvent ends the order. It freezes what reports need of its end.
	ClosedEvent struct {
		At           time.Time    `json:"at"`
		Unit         org.UnitID   `json:"unit"`
		Result       Result       `json:"result"`
		Satisfaction Satisfaction `json:"satisfaction,omitempty"`
		Solved       Solved       `json:"solved,omitempty"`
		Late         bool         `json:"late,omitempty"`
		SubmittedAt  time.Time    `json:"submitted_at"`
		UsedDays     int          `json:"used_days"` // working days from receipt to the submission that passed
		Reworks      int          `json:"reworks,omitempty"`
		UnitVisited  bool         `json:"unit_visited,omitempty"`
		Archive      Limit        `json:"archive"`
	}
)

func (FedBack) kind() string     { return "fed_back" }
func (UnitVisited) kind() string { return "unit_visited" }
func (Visited) kind() string     { return "visited" }
func (Reworked) kind() string    { return "reworked" }
func (ClosedEvent) kind() string { return "closed" }

func (e FedBack) apply(s State) State {
	s.Status, s.FedBackAt, s.FedBackBy = Visiting, e.At, e.Account
	if e.Outer && s.BackfilledAt.IsZero() {
		s.BackfilledAt, s.BackfilledBy = e.At, e.Account
	}
	s.Clocks.met(LimitFeedback, e.At)
	if e.Visit != nil {
		s.Clocks.start(*e.Visit)
	}
	if e.UnitVisit != nil {
		s.Clocks.start(*e.UnitVisit)
	}
	return s
}

func (e UnitVisited) apply(s State) State {
	s.UnitVisit, s.UnitHeard = true, e.Satisfaction
	s.Clocks.met(LimitUnitVisit, e.At)
	return s
}

func (e Visited) apply(s State) State {
	s.Visits = append(slices.Clip(s.Visits), VisitNote{At: e.At, Reached: e.Reached})
	if e.Reached && e.Satisfaction != "" {
		s.Satisfaction, s.Solved = e.Satisfaction, e.Solved
		s.Effective = append(slices.Clip(s.Effective), e.Satisfaction)
		s.Answers = append(slices.Clip(s.Answers), VisitAnswer{Satisfaction: e.Satisfaction, Solved: e.Solved})
		if s.Merged == nil {
			s.Heard = append(slices.Clip(s.Heard), HeardNote{Day: calendar.DateOf(e.At).String(), Unit: e.Unit, Satisfaction: e.Satisfaction, Solved: e.Solved})
		}
	}
	return s
}

func (e Reworked) apply(s State) State {
	s.Status = UnitAssigning
	s.Reworks, s.Reworking, s.Assignments = e.Round, true, s.Assignments+1
	s.PrincipalOwn, s.AssignedLead, s.Handler, s.DueUnit = true, "", "", ""
	s.Reply, s.Contacts, s.Visits, s.UnitVisit, s.UnitHeard = nil, nil, nil, false, ""
	s.ReceivedAt, s.SubmittedAt, s.ReplyLate, s.FedBackAt = e.At, time.Time{}, false, time.Time{}
	s.ClosedAt, s.Result = time.Time{}, "" // of an order that a look-back reopened
	s = s.unextended().unrelayed()
	s.Clocks.voidAll()
	s.Clocks.start(e.Assign)
	s.Clocks.start(e.Result)
	if e.Contact != nil {
		s.Clocks.start(*e.Contact)
	}
	s.Clocks.startIf(e.Progress)
	return s
}

func (e ClosedEvent) apply(s State) State {
	s = s.end(Closed, e.At)
	s.Result, s.Satisfaction, s.Solved, s.UsedDays = e.Result, e.Satisfaction, e.Solved, e.UsedDays
	s.Clocks.start(e.Archive)
	return s
}

func giveFeedback(s State, c GiveFeedback, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != ToFeedback {
		return nil, s.wrongState(regulation.Art24, "反馈")
	}
	if err := mustBe(c, regulation.Art24, org.Visitor, org.Reviewer, org.Dispatcher, org.Operator, org.OfficeHead); err != nil {
		return nil, err
	}
	switch {
	case c.At.IsZero() || c.At.After(now):
		return nil, regulation.RefuseField(regulation.Art24, "bad_at", "at", "反馈时间没有填写或晚于现在，请核对。")
	case c.At.Before(s.Clocks.Get(LimitFeedback).From.Truncate(time.Minute)):
		return nil, regulation.RefuseField(regulation.Art24, "before_approval", "at", "反馈时间早于办理结果获准的时间：结果须先审核、签批，再告诉诉求人，请核对。")
	case c.Means == "":
		return nil, regulation.RefuseField(regulation.Art24, "bad_means", "means", "请选择反馈方式。")
	case s.Outer && !c.Outer && s.BackfilledAt.IsZero():
		return nil, regulation.RefuseField(regulation.Art24, "outer_owed", "outer", "这是上级或留言平台来件（%s），请先把答复回填到原平台，再勾选“已回填”。", s.Request.OuterNo)
	}
	e := FedBack{At: c.At, Account: c.Actor.Account, Means: c.Means, Outer: c.Outer, Late: s.Clocks.Get(LimitFeedback).Late(c.At), Note: c.Note.Keep()}
	if !s.Answerable() {
		return append([]Event{e}, closing(s, p, ResultNoVisit, "", "", now)...), nil
	}
	if s.Merged != nil && s.sameCaller() {
		return append([]Event{e}, closing(s, p, ResultWithLeader, "", "", now)...), nil
	}
	if s.Merged != nil && !s.Merged.Visit {
		return append([]Event{e}, closing(s, p, ResultNotDrawn, "", "", now)...), nil
	}
	v := NewLimit(p, LimitVisit, now, p.Visit.StartWD.Value, p.Visit.StartWD.Clause())
	u := NewLimit(p, LimitUnitVisit, now, p.Limit.UnitVisitWD.Value, p.Limit.UnitVisitWD.Clause())
	e.Visit = &v
	if !s.Relaying() && s.Merged == nil { // nobody of the unit may call a secret caller: and a merged order's is not its own: the office's visit stands alone
		e.UnitVisit = &u
	}
	return []Event{e}, nil
}

func recordUnitVisit(s State, c RecordUnitVisit, now time.Time) ([]Event, error) {
	if s.Status != Visiting {
		return nil, s.wrongState(regulation.Art25, "登记单位回访")
	}
	if err := mustBeUnit(s, c, regulation.Art25, unitKinds...); err != nil {
		return nil, err
	}
	switch {
	case s.Relaying():
		return nil, regulation.RefuseState(regulation.Art23_6, "relay_only", "保密件由县热线办回访，承办单位不与诉求人联系。")
	case s.UnitVisit:
		return nil, regulation.RefuseState(regulation.Art25, "visited_already", "单位回访已经登记过。")
	case c.At.IsZero() || c.At.After(now) || c.At.Before(s.FedBackAt.Truncate(time.Minute)):
		return nil, regulation.RefuseField(regulation.Art25, "bad_at", "at", "单位回访应在反馈之后、现在之前，请核对时间。")
	case c.Reached && c.Satisfaction.Name() == "":
		return nil, regulation.RefuseField(regulation.Art25, "no_satisfaction", "satisfaction", "请选择诉求人是否满意。")
	}
	return []Event{UnitVisited{At: c.At, Account: c.Actor.Account, Unit: s.Lead, Reached: c.Reached, Satisfaction: c.Satisfaction,
		Late: s.Clocks.Get(LimitUnitVisit).Late(c.At), Note: c.Note.Keep()}}, nil
}

func recordVisit(s State, c RecordVisit, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != Visiting {
		return nil, s.wrongState(regulation.Art25, "回访")
	}
	if err := mustBe(c, regulation.Art25, org.Visitor, org.OfficeHead); err != nil {
		return nil, err
	}
	if c.Actor.Account != "" && c.Actor.Account == s.Reviewer {
		return nil, regulation.Refuse(regulation.Art25, "reviewer_visits", "审核这件答复的人不能再做回访，请换一位回访员。")
	}
	if c.At.IsZero() || c.At.After(now) || c.At.Before(s.FedBackAt.Truncate(time.Minute)) {
		return nil, regulation.RefuseField(regulation.Art25, "bad_at", "at", "回访应在反馈之后、现在之前，请核对时间。")
	}
	e := Visited{At: c.At, Account: c.Actor.Account, Unit: s.Lead, Attempt: len(s.Visits) + 1, Reached: c.Reached, Declined: c.Declined, Words: c.Words.Keep(), Own: c.Actor.System()}
	if c.Declined {
		return append([]Event{e}, closing(s, p, ResultDeclined, "", "", now)...), nil
	}
	if !c.Reached {
		for _, v := range s.Visits {
			if !v.Reached && halfOf(v.At) == halfOf(c.At) {
				return nil, regulation.RefuseField(regulation.Art25, "same_half_day", "at", "同一个半天只算一次，请换个半天再拨。")
			}
		}
		out := []Event{e}
		if len(s.Visits)+1 >= p.Visit.Attempts.Value {
			out = append(out, closing(s, p, ResultUnreachable, "", "", now)...)
		}
		return out, nil
	}
	switch {
	case c.Contacted != "yes" && c.Contacted != "no" && c.Contacted != "unsure":
		return nil, regulation.RefuseField(regulation.Art25, "no_contacted", "contacted", "请选择承办单位是否与诉求人联系过。")
	case c.Solved.Name() == "":
		return nil, regulation.RefuseField(regulation.Art25, "no_solved", "solved", "请选择问题是否解决。")
	case c.Satisfaction.Name() == "":
		return nil, regulation.RefuseField(regulation.Art25, "no_satisfaction", "satisfaction", "请选择诉求人是否满意。")
	}
	e.Contacted, e.Solved, e.Satisfaction, e.Manner = c.Contacted, c.Solved, c.Satisfaction, c.Manner
	e.Contradicts = contradictions(s, c)
	if c.Satisfaction != Dissatisfied {
		return append([]Event{e}, closing(s, p, ResultSatisfied, c.Satisfaction, c.Solved, now)...), nil
	}
	if !slices.ContainsFunc(DissatisfiedReasons(), func(r RejectReason) bool { return r.Code == c.Reason }) {
		return nil, regulation.RefuseField(regulation.Art25, "no_reason", "reason", "不满意须选择原因。")
	}
	if err := requireText(regulation.Art25, "words", "诉求人的原话", c.Words.Text); err != nil {
		return nil, err
	}
	e.Reason = c.Reason
	e.Subjective = c.Reason <= "E" || c.Reason == "H" && c.Subjective
	if !e.Subjective {
		return append([]Event{e}, closing(s, p, ResultObjective, c.Satisfaction, c.Solved, now)...), nil
	}
	if s.Merged != nil { // what is wrong is this caller's: the order is handled by itself from here on
		return append([]Event{e}, s.splitOff("dissatisfied", c.Actor.Account, c.Rework.Keep(), p, now)...), nil
	}
	return append([]Event{e}, reworked(s, c.Actor.Account, c.Reason, c.Rework.Keep(), p, now)...), nil
}

// reworked sends the order back to its unit, for the principal: after a visit with the code of what displeased, after a look-back because the matter is back.
func reworked(s State, by org.AccountID, reason string, note Kept, p policy.Policy, now time.Time) []Event {
	counts := p.Repeat.ReworkCounts.Value
	e := Reworked{At: now, Account: by, Unit: s.Lead, Round: s.Reworks + 1, Reason: reason, Note: note, Counted: counts,
		Assigns: s.Matter.Assigns(),
		Assign:  NewLimit(p, LimitAssign, now, p.Limit.AssignWD.Value, p.Limit.AssignWD.Clause()),
		Result:  NewLimit(p, LimitResult, now, p.Limit.ReworkWD.Value, p.Limit.ReworkWD.Clause())}
	if s.Answerable() {
		l := NewLimit(p, LimitContact, now, p.Limit.ContactWD.Value, p.Limit.ContactWD.Clause())
		e.Contact = &l
	}
	e.Progress, _ = pressing(p, s.Request.Urgency, now)
	if !counts {
		return []Event{e}
	}
	e.Assigns++
	return []Event{e, AssignmentCounted{Matter: s.MatterID, Order: s.ID, Rework: true}}
}
