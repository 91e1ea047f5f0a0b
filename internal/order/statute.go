package order

import (
	"time"
	"unicode/utf8"

	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// A limit that a law, regulation or rule sets otherwise, longer or shorter (Art. 18: 法律法规规章等另有规定的从其规定). It is no extension: it is asked for
// with the law's name, article and days, and approved by the head.
type (
	// AskStatute asks for the limit by law: the unit that holds the order, or the office.
	AskStatute struct {
		By
		ChainID string
		Law     string  // name of the law, regulation or rule, in clear
		Clause  string  // its article, in clear
		Days    int     // working days from the receipt
		Reason  Private `seal:"note"` // why it applies
	}
	// StatuteForm is an application that waits.
	StatuteForm[T any] struct {
		At      time.Time      `json:"at"`
		Account org.AccountID  `json:"account,omitempty"`
		Unit    org.UnitID     `json:"unit"`
		Law     string         `json:"law"`
		Clause  string         `json:"clause"`
		Days    int            `json:"days"`
		Reason  T              `json:"reason" seal:"note"`
		Limit   Limit          `json:"limit"` // the limit asked for
		Chain   approval.Chain `json:"chain"`
		Consent *Consent[T]    `json:"consent,omitempty"` // the upper platform's, where the limit goes beyond its own
	}
	// Statute is the limit by law that holds for an order.
	Statute struct {
		Law    string `json:"law"`
		Clause string `json:"clause"`
		Days   int    `json:"days"`
	}
)

type (
	// StatuteAsked is the application with the chain that decides it.
	StatuteAsked struct {
		Ask    StatuteForm[Kept] `json:"ask"`
		Review Limit             `json:"review"`
	}
	// StatuteConsented is the upper platform's consent to a limit by law beyond its own.
	StatuteConsented struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Consent Consent[Kept] `json:"consent"`
	}
	// StatuteGranted puts the limit by law in the place of the ordinary one, from the same day zero.
	StatuteGranted struct {
		At       time.Time  `json:"at"`
		Unit     org.UnitID `json:"unit"`
		Statute  Statute    `json:"statute"`
		Ordinary int        `json:"ordinary"` // working days that would hold without it
		Result   Limit      `json:"result"`
		Progress *Limit     `json:"progress,omitempty"`
	}
	// StatuteRefused leaves the limit as it was.
	StatuteRefused struct {
		At      time.Time  `json:"at"`
		Unit    org.UnitID `json:"unit"`
		Opinion Kept       `json:"opinion"`
	}
	// StatuteLapsed ends an application that nobody need decide: the result came first.
	StatuteLapsed struct {
		At   time.Time  `json:"at"`
		Unit org.UnitID `json:"unit"`
	}
)

func (StatuteAsked) kind() string     { return "statute_asked" }
func (StatuteConsented) kind() string { return "statute_consented" }
func (StatuteGranted) kind() string   { return "statute_granted" }
func (StatuteRefused) kind() string   { return "statute_refused" }
func (StatuteLapsed) kind() string    { return "statute_lapsed" }

func (e StatuteAsked) apply(s State) State {
	ask := e.Ask
	s.StatuteAsk = &ask
	s.Clocks.start(e.Review)
	return s
}

func (e StatuteConsented) apply(s State) State {
	if s.StatuteAsk != nil {
		ask, consent := *s.StatuteAsk, e.Consent
		ask.Consent = &consent
		s.StatuteAsk = &ask
	}
	return s
}

func (e StatuteGranted) apply(s State) State {
	law := e.Statute
	s.StatuteAsk, s.Statute = nil, &law
	s.Clocks.met(LimitStatute, e.At)
	s.Clocks[index(LimitResult)].Limit = e.Result
	s.Clocks.startIf(e.Progress)
	return s
}

func (e StatuteRefused) apply(s State) State {
	s.StatuteAsk = nil
	s.Clocks.met(LimitStatute, e.At)
	return s
}

func (e StatuteLapsed) apply(s State) State {
	s.StatuteAsk = nil
	s.Clocks.void(LimitStatute)
	return s
}

func (s State) statuteOpen() bool { return s.StatuteAsk != nil && s.Status.AtUnit() }

func (s State) statuteChain(id string) bool { return s.statuteOpen() && s.StatuteAsk.Chain.ID == id }

// StatuteLimit is the result's limit by so many working days, from the same day zero, with what a pause had given.
func StatuteLimit(s State, p policy.Policy, days int) Limit {
	old := s.Clocks.Get(LimitResult).Limit
	was := lengthened(p, resultLimit(p, s, s.ReceivedAt), old.Extended)
	s.Statute = &Statute{Days: days}
	return moved(p, old, was, resultLimit(p, s, s.ReceivedAt))
}

// StatuteConsent reports whether the limit by law that is asked for goes beyond the upper platform's own: then it is granted only with its consent (M4,
// domain.md §13.4). A key order is cut to leave the leaders their days and never goes beyond.
func StatuteConsent(s State, p policy.Policy) bool {
	due := s.OuterDue()
	return s.statuteOpen() && due != nil && StatuteLimit(s, p, s.StatuteAsk.Days).Due.After(*due)
}

// mayGrantStatute says why the limit by law cannot be granted as things stand.
func (s State) mayGrantStatute(p policy.Policy) error {
	if StatuteConsent(s, p) && s.StatuteAsk.Consent == nil {
		return regulation.RefuseField(regulation.Art18, "no_consent", "consent", "按法定时限办理会超过上级截止时间，须先征得上级平台同意，请登记谁在什么时候同意的；没有同意的不能批准。")
	}
	return nil
}

func askStatute(s State, c AskStatute, p policy.Policy, now time.Time) ([]Event, error) {
	a := regulation.Art18
	if s.Status != UnitAssigning && s.Status != InProgress {
		return nil, s.wrongState(a, "申请法定时限")
	}
	clock := s.Clocks.Get(LimitResult)
	if c.Actor.Post.Kind.InUnit() {
		if err := mustBeUnit(s, c, a, unitKinds...); err != nil {
			return nil, err
		}
		if clock.Late(now) {
			return nil, regulation.RefuseState(a, "after_limit", "办结时限已过，不能再申请法定时限；确有法定时限的，请与县热线办联系。")
		}
	} else if err := mustBe(c, a, org.Dispatcher, org.Reviewer); err != nil {
		return nil, err
	}
	switch {
	case s.StatuteAsk != nil:
		return nil, regulation.RefuseState(a, "asked_already", "法定时限的申请已经提交，等县热线办负责人审批。")
	case s.Extending() || s.Reclass != nil:
		return nil, regulation.RefuseState(a, "other_waits", "有延期或类型变更的申请等待审批，请等审批后再申请法定时限。")
	case s.Reworking:
		return nil, regulation.RefuseState(a, "rework", "重办的时限按县热线办的要求，不适用法定时限。")
	case c.Days < 1 || c.Days > 365:
		return nil, regulation.RefuseField(a, "bad_days", "days", "请填写法定时限是几个工作日（1到365）。")
	case c.Days == ordinaryWD(p, s.Request.Type) && s.Statute == nil:
		return nil, regulation.RefuseField(a, "same_days", "days", "%d个工作日就是现在的时限，不用申请。", c.Days)
	}
	for _, f := range []struct{ field, label, text string }{{"law", "法律法规规章的名称", c.Law}, {"clause", "第几条", c.Clause}} {
		if err := requireText(a, f.field, f.label, f.text); err != nil {
			return nil, err
		}
		if utf8.RuneCountInString(f.text) > 100 {
			return nil, regulation.RefuseField(a, "long_"+f.field, f.field, "%s超过100字，请只写名称和条款。", f.label)
		}
		if err := clearText(f.field, f.label, f.text); err != nil {
			return nil, err
		}
	}
	if err := requireText(a, "reason", "为什么适用这一条", c.Reason.Text); err != nil {
		return nil, err
	}
	l := StatuteLimit(s, p, c.Days)
	if !l.Due.After(now) {
		return nil, regulation.RefuseField(a, "past", "days", "按%d个工作日算，时限在%s已经过了，请核对天数。", c.Days, calendar.DateOf(l.Due.Add(-time.Second)).ChineseShort())
	}
	return []Event{StatuteAsked{Ask: StatuteForm[Kept]{At: now, Account: c.Actor.Account, Unit: s.Lead, Law: c.Law, Clause: c.Clause, Days: c.Days, Reason: c.Reason.Keep(), Limit: l,
		Chain: s.avoiding(p.StatuteChain(c.ChainID, c.Actor.Account))}, Review: NewLimit(p, LimitStatute, now, p.Limit.StatuteReviewWD.Value, p.Limit.StatuteReviewWD.Clause())}}, nil
}

// statuteDecided is the head's word. Refused after the limit, the order is late since the limit.
func statuteDecided(s State, refused bool, opinion Kept, p policy.Policy, now time.Time) []Event {
	var e Event = StatuteRefused{At: now, Unit: s.Lead, Opinion: opinion}
	if !refused {
		q := s.StatuteAsk
		l := StatuteLimit(s, p, q.Days)
		g := StatuteGranted{At: now, Unit: s.Lead, Statute: Statute{Law: q.Law, Clause: q.Clause, Days: q.Days}, Ordinary: ordinaryWD(p, s.Request.Type), Result: l}
		after := s
		after.Statute = &g.Statute
		if c := s.Clocks.Get(LimitProgress); !c.On {
			g.Progress = nextProgress(p, after, l, now)
		}
		e = g
	}
	return append([]Event{e}, settle(Evolve(s, e), p, now)...)
}
