package order

import (
	"slices"
	"time"
	"unicode/utf8"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// mostCo is how many units may help with an order at one time.
const mostCo = 12

// coordinators are the posts of the office that ask, decide and urge.
var coordinators = []org.Kind{org.Dispatcher, org.Supervisor, org.OfficeHead}

// mayBeGiven is the one place that says why a unit may not be given an order, as its lead or as a co-unit: it is closed, or the complaint is about it.
func mayBeGiven(s State, t Target, a regulation.Clause) error {
	switch {
	case t.Unit == "":
		return regulation.RefuseField(a, "no_unit", "unit", "没有选择承办单位。")
	case t.Closed:
		return regulation.RefuseField(regulation.Art4, "closed_unit", "unit", "这个单位已停用，请选择接续单位。")
	}
	return s.conflict(t.Unit, t.Above)
}

// mayHelp says why a unit may not be asked to help: what keeps it from any order, that it leads itself, or that it was asked already.
func mayHelp(s State, t Target) error {
	if err := mayBeGiven(s, t, regulation.Art14); err != nil {
		return err
	}
	if t.Unit == s.Lead {
		return regulation.RefuseField(regulation.Art14, "own_unit", "unit", "这个单位是首接单位，负责牵头办理，不能同时作协办单位。")
	}
	if _, ok := s.CoOf(t.Unit); ok {
		return regulation.RefuseField(regulation.Art14, "asked_already", "unit", "已经请这个单位协办，还没有办完；要补充要求，请催办或撤回后再请。")
	}
	return nil
}

// byLeadOrOffice refuses everybody but the unit that holds the order and the office's coordinators; office says which it is.
func byLeadOrOffice(s State, c Command) (office bool, err error) {
	who := c.actor()
	if slices.Contains(coordinators, who.Post.Kind) {
		return true, nil
	}
	if !who.System() && !who.Post.Kind.InUnit() {
		return false, mustBe(c, regulation.Art14, append(slices.Clone(unitKinds), coordinators...)...)
	}
	return false, mustBeUnit(s, c, regulation.Art14, unitKinds...)
}

func askCo(s State, c AskCo, p policy.Policy, now time.Time) ([]Event, error) {
	office, err := byLeadOrOffice(s, c)
	switch {
	case err != nil:
		return nil, err
	case s.Status == Dispatched && !office:
		return nil, regulation.RefuseState(regulation.Art14, "sign_first", "请先签收，再请其他单位协办。")
	case s.Status != Dispatched && s.Status != UnitAssigning && s.Status != InProgress:
		return nil, s.wrongState(regulation.Art14, "请其他单位协办")
	case len(s.CoOpen()) >= mostCo:
		return nil, regulation.RefuseState(regulation.Art14, "too_many", "同时协办的单位已有%d个，请等有的办完再请。", mostCo)
	}
	if err := mayHelp(s, c.To); err != nil {
		return nil, err
	}
	if err := requireText(regulation.Art14, "task", "需要协办的内容", c.Task); err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(c.Task) > 500 {
		return nil, regulation.RefuseField(regulation.Art14, "long_task", "task", "协办内容超过500字，请写要点。")
	}
	if err := clearText("task", "协办内容", c.Task, c.Names...); err != nil {
		return nil, err
	}
	for _, id := range c.Files {
		if !slices.ContainsFunc(s.Files, func(f Attachment[Kept]) bool { return f.ID == id }) {
			return nil, regulation.RefuseField(regulation.Art14, "no_file", "files", "要给协办单位看的附件不在这件工单里，请重新选择。")
		}
	}
	asker := s.Lead
	if office {
		asker = org.HotlineOffice
	}
	return []Event{coAsked(s, c, asker, "", p, now)}, nil
}

func coAsked(s State, c AskCo, asker, from org.UnitID, p policy.Policy, now time.Time) CoAsked {
	return CoAsked{At: now, Account: c.Actor.Account, Unit: c.To.Unit, Deputy: c.To.Deputy, Lead: s.Lead, Asker: asker, From: from, Task: c.Task, Files: c.Files,
		Again: slices.ContainsFunc(s.Co, func(x CoUnit) bool { return x.Unit == c.To.Unit }),
		Sign:  NewLimit(p, LimitCoSign, now, p.Limit.SignWD.Value, regulation.Art14), Limit: coLimit(s, p, now)}
}

// coLimit is the limit of a request made at from: so many working days before the lead's as it stands now, and one working day at least.
func coLimit(s State, p policy.Policy, from time.Time) Limit {
	lead := s.Clocks.Get(LimitResult).Limit
	start := calendar.DateOf(from)
	day := p.Calendar.AddWorkdays(start, 1)
	if last, err := calendar.ParseDate(lead.LastDay); err == nil {
		if d := back(p.Calendar, last, p.Limit.CoopBeforeMainWD.Value); d.After(day) {
			day = d
		}
	}
	return Limit{Kind: LimitCo, From: from, Days: p.Calendar.WorkdaysBetween(start, day), Due: endOf(p, day), LastDay: day.String(), Provisional: p.Calendar.Provisional(start, day),
		Basis: p.Limit.CoopBeforeMainWD.Clause()}
}

// CoLimitNow is the limit that a request made now would have, for the page.
func CoLimitNow(s State, p policy.Policy, now time.Time) Limit { return coLimit(s, p, now) }

// mine is the open request to the actor's unit.
func (s State) mine(c Command, kinds ...org.Kind) (CoUnit, error) {
	if err := mustBe(c, regulation.Art14, kinds...); err != nil {
		return CoUnit{}, err
	}
	x, ok := s.CoOf(c.actor().Post.Unit)
	if !ok {
		return CoUnit{}, regulation.RefuseState(regulation.Art14, "not_asked", "没有请本单位协办这件工单，或者协办已经结束，请刷新页面。")
	}
	return x, nil
}

func signCo(s State, c SignCo, now time.Time) ([]Event, error) {
	x, err := s.mine(c, org.UnitHandler, org.UnitDeputy, org.UnitPrincipal, org.UnitDuty)
	if err != nil {
		return nil, err
	}
	if x.Status != CoWaiting {
		return nil, regulation.RefuseState(regulation.Art14, "signed_already", "协办已经签收，请刷新页面。")
	}
	return []Event{CoSigned{At: now, Account: c.Actor.Account, Unit: x.Unit}}, nil
}

// MayObjectCo reports whether the co-unit may object at now: within its first working day, once, before it has reported (domain.md §13.8).
func MayObjectCo(x CoUnit, now time.Time) bool {
	return (x.Status == CoWaiting || x.Status == CoWorking) && !x.Objected && x.ReportedAt.IsZero() && now.Before(x.Sign.Due)
}

func objectCo(s State, c ObjectCo, p policy.Policy, now time.Time) ([]Event, error) {
	x, err := s.mine(c, unitKinds...)
	if err != nil {
		return nil, err
	}
	switch {
	case x.Objected:
		return nil, regulation.RefuseState(regulation.Art14, "objected_once", "协办异议只能提一次；县热线办已经决定或正在决定。")
	case !MayObjectCo(x, now):
		return nil, regulation.RefuseState(regulation.Art14, "too_late", "收到协办请求后%d个工作日内可以提出异议，现在已经过期或已经报送，请按要求协办。", p.Limit.SignWD.Value)
	case c.Right == x.Unit:
		return nil, regulation.RefuseField(regulation.Art14, "own_right", "right", "应协办的单位不能是本单位，请另选或不选。")
	}
	if err := requireText(regulation.Art14, "reason", "异议的理由（为什么不属于本单位职责）", c.Reason.Text); err != nil {
		return nil, err
	}
	return []Event{CoObjected{At: now, Account: c.Actor.Account, Unit: x.Unit, Reason: c.Reason.Keep(), Right: c.Right,
		Review: NewLimit(p, LimitCoReview, now, p.Limit.ReturnReviewWD.Value, regulation.Art14)}}, nil
}

func decideCo(s State, c DecideCo, p policy.Policy, now time.Time) ([]Event, error) {
	if err := mustBe(c, regulation.Art14, org.Dispatcher, org.OfficeHead); err != nil {
		return nil, err
	}
	x, ok := s.CoOf(c.Unit)
	if !ok || x.Status != CoDisputed {
		return nil, regulation.RefuseState(regulation.Art14, "no_objection", "这个单位没有等待决定的协办异议，可能已经决定，请刷新页面。")
	}
	e := CoDecided{At: now, Account: c.Actor.Account, Unit: x.Unit, Outcome: c.Outcome, Late: x.Review.Late(now), Note: c.Note.Keep()}
	switch c.Outcome {
	case CoStays, CoFreed:
		if err := requireText(regulation.Art14, "note", "决定的理由", c.Note.Text); err != nil {
			return nil, err
		}
		// What the co-unit's limit would have said meanwhile is said now: it has never stopped.
		return append([]Event{e}, settle(e.apply(s), p, now)...), nil
	case CoOther:
		if err := mayHelp(s, c.To); err != nil {
			return nil, err
		}
		if s.Status != Dispatched && s.Status != UnitAssigning && s.Status != InProgress {
			return nil, s.wrongState(regulation.Art14, "改请其他单位协办")
		}
		e.To = c.To.Unit
		return []Event{e, coAsked(s, AskCo{By: c.By, To: c.To, Task: x.Task, Files: x.Files}, org.HotlineOffice, x.Unit, p, now)}, nil
	}
	return nil, regulation.RefuseField(regulation.Art14, "no_outcome", "outcome", "请选择仍由该单位协办、改由其他单位协办或不再协办。")
}

func reportCo(s State, c ReportCo, p policy.Policy, now time.Time) ([]Event, error) {
	x, err := s.mine(c, unitKinds...)
	if err != nil {
		return nil, err
	}
	switch x.Status {
	case CoWaiting, CoWorking:
	case CoDisputed:
		return nil, regulation.RefuseState(regulation.Art14, "disputed", "本单位提出的协办异议还没有决定，请等县热线办决定后再报送。")
	default:
		return nil, regulation.RefuseState(regulation.Art14, "reported_already", "协办结果已经报送首接单位，等其采用。")
	}
	if err := requireText(regulation.Art14, "result", "协办结果（做了什么、结果怎样、依据是什么）", c.Result.Text); err != nil {
		return nil, err
	}
	return []Event{CoReported{At: now, Account: c.Actor.Account, Unit: x.Unit, Lead: s.Lead, Result: c.Result.Keep(), Files: keepFiles(c.Files), Late: x.Limit.Late(now),
		Days: p.Calendar.WorkdaysBetween(calendar.DateOf(x.AskedAt), calendar.DateOf(now))}}, nil
}

func settleCo(s State, c SettleCo, p policy.Policy, now time.Time) ([]Event, error) {
	if err := mustBeUnit(s, c, regulation.Art14, unitKinds...); err != nil {
		return nil, err
	}
	x, ok := s.CoOf(c.Unit)
	if !ok || x.Status != CoHandedIn {
		return nil, regulation.RefuseState(regulation.Art14, "not_reported", "这个单位没有待采用的协办结果，请刷新页面。")
	}
	if !c.Back {
		return []Event{CoAccepted{At: now, Account: c.Actor.Account, Unit: x.Unit, Lead: s.Lead, Late: x.Late, Note: c.Note.Keep()}}, nil
	}
	if s.Status != UnitAssigning && s.Status != InProgress {
		return nil, s.wrongState(regulation.Art14, "退回协办结果")
	}
	if err := requireText(regulation.Art14, "note", "要补充什么", c.Note.Text); err != nil {
		return nil, err
	}
	// As with a reply (Art. 18): what was left is left again, one working day at least.
	l := x.Limit.Limit
	if least := NewLimit(p, LimitCo, now, 1, l.Basis); least.Due.After(l.Due) {
		l.Due, l.LastDay, l.Provisional = least.Due, least.LastDay, l.Provisional || least.Provisional
	}
	return []Event{CoSentBack{At: now, Account: c.Actor.Account, Unit: x.Unit, Lead: s.Lead, Note: c.Note.Keep(), Limit: l}}, nil
}

func urgeCo(s State, c UrgeCo, now time.Time) ([]Event, error) {
	office, err := byLeadOrOffice(s, c)
	if err != nil {
		return nil, err
	}
	x, ok := s.CoOf(c.Unit)
	if !ok || x.Status != CoWaiting && x.Status != CoWorking {
		return nil, regulation.RefuseState(regulation.Art14, "nothing_owed", "这个单位现在不欠协办结果，不用催办，请刷新页面。")
	}
	return []Event{CoUrged{At: now, Account: c.Actor.Account, Unit: x.Unit, Office: office, Count: x.Urges + 1, Note: c.Note.Keep()}}, nil
}

func withdrawCo(s State, c WithdrawCo, now time.Time) ([]Event, error) {
	if _, err := byLeadOrOffice(s, c); err != nil {
		return nil, err
	}
	x, ok := s.CoOf(c.Unit)
	if !ok {
		return nil, regulation.RefuseState(regulation.Art14, "nothing_asked", "没有请这个单位协办，或者协办已经结束，请刷新页面。")
	}
	if x.Status == CoHandedIn {
		return nil, regulation.RefuseState(regulation.Art14, "reported", "这个单位已经报送协办结果，不能撤回，请采用或退回补充。")
	}
	if err := requireText(regulation.Art14, "reason", "撤回协办的理由", c.Reason.Text); err != nil {
		return nil, err
	}
	return []Event{x.ended(s, CoWithdrawn, c.Actor.Account, c.Reason.Keep(), now)}, nil
}

func (c CoUnit) ended(s State, why CoStatus, by org.AccountID, note Kept, now time.Time) CoEnded {
	return CoEnded{At: now, Account: by, Unit: c.Unit, Lead: c.Lead, Why: why, Late: c.Late || c.Limit.On && c.Limit.Late(now), Note: note}
}

// recused ends the request to a unit that the order turns out to report: whatever it has given is no result, and it is told nothing (Art. 23(6)).
func (c CoUnit) recused(s State, by org.AccountID, now time.Time) CoEnded {
	e := c.ended(s, CoOver, by, Kept{}, now)
	e.Recused = true
	return e
}

func callOffice(s State, c CallOffice, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != UnitAssigning && s.Status != InProgress {
		return nil, s.wrongState(regulation.Art14, "请县热线办协调")
	}
	if err := mustBeUnit(s, c, regulation.Art14, unitKinds...); err != nil {
		return nil, err
	}
	if s.Call != nil {
		return nil, regulation.RefuseState(regulation.Art14, "called_already", "已经请县热线办协调，等其答复。")
	}
	if err := requireText(regulation.Art14, "reason", "需要协调什么、涉及哪些单位", c.Reason.Text); err != nil {
		return nil, err
	}
	return []Event{OfficeCalled{Call: Call{At: now, Account: c.Actor.Account, Unit: s.Lead, Reason: c.Reason.Keep()},
		Limit: NewLimit(p, LimitCall, now, p.Limit.ReturnReviewWD.Value, regulation.Art14)}}, nil
}

func answerCall(s State, c AnswerCall, now time.Time) ([]Event, error) {
	if err := mustBe(c, regulation.Art14, coordinators...); err != nil {
		return nil, err
	}
	if s.Call == nil {
		return nil, regulation.RefuseState(regulation.Art14, "not_called", "首接单位没有等待答复的协调请求，可能已经办过，请刷新页面。")
	}
	if err := requireText(regulation.Art14, "note", "协调的结果", c.Note.Text); err != nil {
		return nil, err
	}
	return []Event{CallAnswered{At: now, Account: c.Actor.Account, Unit: s.Lead, Late: s.Clocks.Get(LimitCall).Late(now), Note: c.Note.Keep()}}, nil
}

// Awaited is what a lead that answers now must wait for: a request whose limit has not passed and ends before the lead's own (domain.md §13.8).
func (c CoUnit) Awaited(s State, now time.Time) bool {
	return c.Status.Open() && c.Status != CoHandedIn && !c.Limit.Late(now) && c.Limit.Due.Before(s.Clocks.Get(LimitResult).Due)
}

// coBefore says whether the lead may answer as one: no co-unit is at work still, and a silent one is noted. It gives what follows for the results.
func coBefore(s State, c SubmitReply, now time.Time) ([]Event, error) {
	var out []Event
	silent := 0
	for _, x := range s.CoOpen() {
		switch {
		case x.Awaited(s, now):
			return nil, regulation.RefuseState(regulation.Art14, "co_open", "还有协办单位没有报送结果，期限是%s；请等其报送，确不需要的先撤回协办。", lastDay(x.Limit.Limit))
		case x.Status == CoHandedIn:
			out = append(out, CoAccepted{At: now, Account: c.Actor.Account, Unit: x.Unit, Lead: s.Lead, Late: x.Late, Reply: true})
		default:
			silent++
		}
	}
	if silent > 0 && c.CoNote.Text == "" {
		return nil, regulation.RefuseField(regulation.Art14, "co_note", "co_note", "有%d个协办单位没有报送结果，请写明协办情况（请过谁、催过没有、不影响答复的理由）。", silent)
	}
	return out, nil
}

func lastDay(l Limit) string {
	d, err := calendar.ParseDate(l.LastDay)
	if err != nil {
		return l.LastDay
	}
	return d.ChineseShort()
}

// coFollows is what a decision does to the requests. They end with the lead's hold on the order: a new lead asks anew; what is silent when the sealed answer
// goes to the office is closed as silent. And their limits move with the lead's, as long as they have not passed (domain.md §13.4).
func coFollows(before, after State, p policy.Policy, now time.Time) []Event {
	var out []Event
	moved := !before.Clocks.Get(LimitResult).Due.Equal(after.Clocks.Get(LimitResult).Due) || before.Calendar != after.Calendar
	for _, c := range after.CoOpen() {
		switch {
		case c.Lead != after.Lead:
			out = append(out, c.ended(after, CoOver, "", Kept{}, now))
		case after.Status == Submitted && c.Status == CoHandedIn:
			out = append(out, CoAccepted{At: now, Unit: c.Unit, Lead: c.Lead, Late: c.Late})
		case after.Status == Submitted:
			out = append(out, c.ended(after, CoSilent, "", Kept{}, now))
		case after.Status == Terminating && c.Status == CoHandedIn:
			out = append(out, CoAccepted{At: now, Unit: c.Unit, Lead: c.Lead, Late: c.Late})
		case after.Status == Terminating, after.Status.Done():
			out = append(out, c.ended(after, CoOver, "", Kept{}, now))
		case moved && c.Limit.On && !c.Limit.Late(now):
			if l := c.follows(after, p, now); !l.Due.Equal(c.Limit.Due) || l.Provisional != c.Limit.Provisional {
				out = append(out, CoMoved{Unit: c.Unit, Limit: l})
			}
		}
	}
	return out
}

// follows is a request's limit after the lead's moved. Where it moves nearer, one working day from now is left, or what was left if that is less.
func (c CoUnit) follows(s State, p policy.Policy, now time.Time) Limit {
	l := coLimit(s, p, c.AskedAt)
	if !l.Due.Before(c.Limit.Due) {
		return l
	}
	if least := NewLimit(p, LimitCo, now, 1, l.Basis); least.Due.After(l.Due) {
		if least.Due.After(c.Limit.Due) {
			return c.Limit.Limit
		}
		l.Due, l.LastDay, l.Provisional = least.Due, least.LastDay, l.Provisional || least.Provisional
		l.Days = p.Calendar.WorkdaysBetween(calendar.DateOf(c.AskedAt), calendar.DateOf(least.Due.Add(-time.Second)))
	}
	return l
}
