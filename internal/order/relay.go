package order

import (
	"slices"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// The relay (转达): of a secret order the unit knows nobody to call. It asks the office to tell the caller, and to ask what it needs to know; the office
// does so and answers. The clock of Art. 15 is counted on the request (domain.md §6.2, Art. 15).
type (
	// AskRelay is the unit's request. The first one of an assignment always stands for what Art. 15 asks: that the matter is taken up, and how to reach the
	// unit; Ask is what the unit wants to know beyond that.
	AskRelay struct {
		By
		Ask Private `seal:"note"`
	}
	// RecordRelay is the office's try to reach the caller for the unit. Names and Clearing keep the caller out of the answer, which the unit reads.
	RecordRelay struct {
		By
		At        time.Time
		Means     string // phone, visit, message
		Reached   bool
		ToldTaken bool
		ToldHow   bool
		Answer    Private `seal:"note"`
		Names     []string
		Clearing  Clearing
	}
)

// Relay is a request that the office has not done yet.
type Relay struct {
	N       int // which one of this assignment
	At      time.Time
	Account org.AccountID
	Ask     Kept
	Tries   []ContactNote
}

type (
	// RelayAsked is a request. Met says that Art. 15 is satisfied with it.
	RelayAsked struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		N       int           `json:"n"`
		Ask     Kept          `json:"ask"`
		Met     bool          `json:"met,omitempty"`
		Late    bool          `json:"late,omitempty"`
		Relay   Limit         `json:"relay"`
	}
	// Relayed is one try of the office. Done says that nothing more is owed: the caller was reached, or cannot be.
	Relayed struct {
		At        time.Time     `json:"at"`
		Recorded  time.Time     `json:"recorded"`
		Account   org.AccountID `json:"account,omitempty"`
		Unit      org.UnitID    `json:"unit"`
		N         int           `json:"n"`
		Means     string        `json:"means"`
		Reached   bool          `json:"reached"`
		ToldTaken bool          `json:"told_taken,omitempty"`
		ToldHow   bool          `json:"told_how,omitempty"`
		Done      bool          `json:"done,omitempty"`
		Late      bool          `json:"late,omitempty"`
		Answer    Kept          `json:"answer"`
	}
)

func (RelayAsked) kind() string { return "relay_asked" }
func (Relayed) kind() string    { return "relayed" }

func (e RelayAsked) apply(s State) State {
	s.Relay, s.Relays = &Relay{N: e.N, At: e.At, Account: e.Account, Ask: e.Ask}, e.N
	if e.Met {
		s.Clocks.met(LimitContact, e.At)
	}
	s.Clocks.start(e.Relay)
	return s
}

func (e Relayed) apply(s State) State {
	note := ContactNote{At: e.At, Reached: e.Reached}
	s.Contacts = append(slices.Clip(s.Contacts), note)
	switch {
	case s.Relay == nil:
	case e.Done:
		s.Relay = nil
		s.Clocks.met(LimitRelay, e.At)
	default:
		r := *s.Relay
		r.Tries = append(slices.Clip(r.Tries), note)
		s.Relay = &r
	}
	return s
}

// unrelayed forgets the requests of an assignment that is over.
func (s State) unrelayed() State {
	s.Relay, s.Relays = nil, 0
	s.Clocks.void(LimitRelay)
	return s
}

// Relaying reports whether the unit reaches the caller through the office alone.
func (s State) Relaying() bool { return s.Request.Secrecy == Secret && s.Reachable() }

// MayRelay reports whether the unit may ask for a relay now.
func MayRelay(s State) bool {
	return s.Relaying() && s.Relay == nil && (s.Status.AtUnit() || s.Status == ReturnReview)
}

func askRelay(s State, c AskRelay, p policy.Policy, now time.Time) ([]Event, error) {
	if !s.Status.AtUnit() && s.Status != ReturnReview {
		return nil, s.wrongState(regulation.Art15, "请热线办转达")
	}
	if err := mustBeUnit(s, c, regulation.Art15, unitKinds...); err != nil {
		return nil, err
	}
	switch {
	case !s.Reachable():
		return nil, regulation.RefuseState(regulation.Art15, "nobody_to_call", "匿名或没有联系方式的工单不用联系诉求人。")
	case !s.Relaying():
		return nil, regulation.RefuseState(regulation.Art15, "no_relay", "这件不是保密件，请直接与诉求人联系。")
	case s.Relay != nil:
		return nil, regulation.RefuseState(regulation.Art15, "relay_waits", "上一次请求热线办还没有转达完，请等转达结果。")
	case s.Relays > 0 && c.Ask.Text == "":
		return nil, regulation.RefuseField(regulation.Art15, "missing_ask", "ask", "请写明要转达什么、要问诉求人什么。")
	}
	var out []Event
	if s.Status == Dispatched {
		signed, err := signFor(s, SignFor{By: c.By, Via: "contact"}, p, now)
		if err != nil {
			return nil, err
		}
		out = append(out, signed...)
	}
	clock := s.Clocks.Get(LimitContact)
	return append(out, RelayAsked{At: now, Account: c.Actor.Account, Unit: s.Lead, N: s.Relays + 1, Ask: c.Ask.Keep(), Met: clock.On, Late: clock.On && clock.Late(now),
		Relay: NewLimit(p, LimitRelay, now, p.Limit.RelayWD.Value, p.Limit.RelayWD.Clause())}), nil
}

// relayers are the posts of the office that call for a unit.
var relayers = []org.Kind{org.Visitor, org.Dispatcher, org.Reviewer, org.Operator, org.Supervisor, org.OfficeHead}

func recordRelay(s State, c RecordRelay, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Relay == nil || s.Status.Done() {
		return nil, regulation.RefuseState(regulation.Art15, "no_relay_waits", "没有等待转达的请求，可能已由他人转达，请刷新页面。")
	}
	if err := mustBe(c, regulation.Art15, relayers...); err != nil {
		return nil, err
	}
	switch {
	case c.At.IsZero() || c.At.After(now):
		return nil, regulation.RefuseField(regulation.Art15, "bad_at", "at", "转达时间没有填写或晚于现在，请核对。")
	case c.At.Before(s.Relay.At.Truncate(time.Minute)):
		return nil, regulation.RefuseField(regulation.Art15, "before_request", "at", "转达时间早于单位提出请求的时间，请核对。")
	case c.Means != "phone" && c.Means != "visit" && c.Means != "message":
		return nil, regulation.RefuseField(regulation.Art15, "bad_means", "means", "请选择转达方式：电话、上门或短信。")
	case c.Reached && s.Relay.N == 1 && !(c.ToldTaken && c.ToldHow):
		return nil, regulation.RefuseField(regulation.Art15, "not_told", "told", "转达时应告知受理情况和承办单位联系方式，请确认两项都已告知。")
	case c.Reached && !s.Relay.Ask.Empty() && c.Answer.Text == "":
		return nil, regulation.RefuseField(regulation.Art15, "missing_answer", "answer", "没有填写诉求人的答复，承办单位在等这个答复，请补充（不写姓名、电话、住址）。")
	}
	cleared, err := s.cleared(c.By, c.Clearing, c.Names, []Leaving{{"answer", "诉求人的答复", c.Answer.Text}}, now)
	if err != nil {
		return nil, err
	}
	e := Relayed{At: c.At, Recorded: now, Account: c.Actor.Account, Unit: s.Lead, N: s.Relay.N, Means: c.Means, Reached: c.Reached, ToldTaken: c.ToldTaken, ToldHow: c.ToldHow,
		Answer: c.Answer.Keep()}
	e.Done = c.Reached || unreachable(append(slices.Clip(s.Relay.Tries), ContactNote{At: c.At}), p.Contact.Attempts.Value, p.Contact.HalfDays.Value)
	e.Late = e.Done && s.Clocks.Get(LimitRelay).Late(c.At)
	return append(cleared, e), nil
}
