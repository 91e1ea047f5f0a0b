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
	// RecordContact is the unit's talk with the caller (Art. 15): open to the unit from receipt on. A first contact counts as signing.
	RecordContact struct {
		By
		At         time.Time
		Means      string // phone, visit, message
		Reached    bool
		ToldTaken  bool    // told that the request is being handled
		ToldHow    bool    // told how to reach the unit
		Note       Private `seal:"note"`
		Attachment []Attachment[Private]
	}
	// RecordProgress tells how the handling goes (Art. 18: 动态反馈办理进展情况).
	RecordProgress struct {
		By
		Text  Private `seal:"note"`
		Told  string  // phone, visit, message: how the caller was told; owed where a limit of progress runs
		Files []Attachment[Private]
	}
)

// ContactNote is what the state remembers of a contact.
type ContactNote struct {
	At      time.Time
	Reached bool
}

type (
	// Contacted is one talk, or one try. Met says that Art. 15 is satisfied with it.
	Contacted struct {
		At        time.Time          `json:"at"`
		Recorded  time.Time          `json:"recorded"`
		Account   org.AccountID      `json:"account,omitempty"`
		Unit      org.UnitID         `json:"unit"`
		Means     string             `json:"means"`
		Reached   bool               `json:"reached"`
		ToldTaken bool               `json:"told_taken,omitempty"`
		ToldHow   bool               `json:"told_how,omitempty"`
		Met       bool               `json:"met,omitempty"`
		Late      bool               `json:"late,omitempty"`
		Note      Kept               `json:"note"`
		Files     []Attachment[Kept] `json:"files,omitempty"`
		Slip      string             `json:"slip,omitempty"` // the slip whose holder recorded it
	}
	// Progressed is a word on how it goes.
	Progressed struct {
		At      time.Time          `json:"at"`
		Account org.AccountID      `json:"account,omitempty"`
		Unit    org.UnitID         `json:"unit"`
		Text    Kept               `json:"text"`
		Files   []Attachment[Kept] `json:"files,omitempty"`
		Slip    string             `json:"slip,omitempty"` // the slip whose holder left it
		Told    string             `json:"told,omitempty"`
		Met     bool               `json:"met,omitempty"` // a word that was owed by a limit
		Late    bool               `json:"late,omitempty"`
		Next    *Limit             `json:"next,omitempty"`
	}
)

func (Contacted) kind() string  { return "contacted" }
func (Progressed) kind() string { return "progressed" }

func (e Contacted) apply(s State) State {
	s.Contacts = append(slices.Clip(s.Contacts), ContactNote{At: e.At, Reached: e.Reached})
	s.Files = append(slices.Clip(s.Files), e.Files...)
	if e.Met {
		s.Clocks.met(LimitContact, e.At)
	}
	return s.slipUsed(e.Slip, e.Recorded)
}

func (e Progressed) apply(s State) State {
	s.Progress++
	if e.Met {
		s.Clocks.met(LimitProgress, e.At)
	}
	s.Clocks.startIf(e.Next)
	s.Files = append(slices.Clip(s.Files), e.Files...)
	return s.slipUsed(e.Slip, e.At)
}

var unitKinds = []org.Kind{org.UnitHandler, org.UnitDeputy, org.UnitPrincipal}

func recordContact(s State, c RecordContact, p policy.Policy, now time.Time) ([]Event, error) {
	if !s.Status.AtUnit() && s.Status != ReturnReview { // the clock of Art. 15 runs on while the office looks at a return
		return nil, s.wrongState(regulation.Art15, "登记联系")
	}
	if err := mustBeUnit(s, c, regulation.Art15, unitKinds...); err != nil {
		return nil, err
	}
	switch {
	case !s.Reachable():
		return nil, regulation.RefuseState(regulation.Art15, "nobody_to_call", "匿名或没有联系方式的工单不用联系诉求人。")
	case s.Relaying():
		return nil, regulation.RefuseState(regulation.Art23_6, "relay_only", "保密件由县热线办转达，承办单位不与诉求人直接联系，请用“请热线办转达”。")
	case c.At.IsZero() || c.At.After(now):
		return nil, regulation.RefuseField(regulation.Art15, "bad_at", "at", "联系时间没有填写或晚于现在，请核对。")
	case c.At.Before(s.ReceivedAt.Truncate(time.Minute)):
		return nil, regulation.RefuseField(regulation.Art15, "before_receipt", "at", "联系时间早于接到工单的时间，请核对。")
	case c.Means != "phone" && c.Means != "visit" && c.Means != "message":
		return nil, regulation.RefuseField(regulation.Art15, "bad_means", "means", "请选择联系方式：电话、上门或短信。")
	case c.Reached && !(c.ToldTaken && c.ToldHow):
		return nil, regulation.RefuseField(regulation.Art15, "not_told", "told", "联系时应告知受理情况和承办单位联系方式，请确认两项都已告知。")
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
	e := Contacted{At: c.At, Recorded: now, Account: c.Actor.Account, Unit: s.Lead, Means: c.Means, Reached: c.Reached, ToldTaken: c.ToldTaken,
		ToldHow: c.ToldHow, Note: c.Note.Keep(), Files: keepFiles(c.Attachment)}
	e.Met = clock.On && (c.Reached || unreachable(append(slices.Clip(s.Contacts), ContactNote{At: c.At}), p.Contact.Attempts.Value, p.Contact.HalfDays.Value))
	e.Late = e.Met && clock.Late(c.At)
	return append(out, e), nil
}

// unreachable reports whether the tries amount to a caller who cannot be reached: enough of them, over enough half-days.
func unreachable(tries []ContactNote, want, halves int) bool {
	n, seen := 0, map[string]bool{}
	for _, t := range tries {
		if !t.Reached {
			n++
			seen[halfOf(t.At)] = true
		}
	}
	return n >= want && len(seen) >= halves
}

func halfOf(t time.Time) string {
	d := calendar.DateOf(t)
	if t.Before(d.Noon()) {
		return d.String() + "上午"
	}
	return d.String() + "下午"
}

func recordProgress(s State, c RecordProgress, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != InProgress && s.Status != UnitAssigning {
		return nil, s.wrongState(regulation.Art18, "登记进展")
	}
	if err := mustBeUnit(s, c, regulation.Art18, unitKinds...); err != nil {
		return nil, err
	}
	if err := requireText(regulation.Art18, "text", "办理进展", c.Text.Text); err != nil {
		return nil, err
	}
	clock := s.Clocks.Get(LimitProgress)
	switch {
	case c.Told != "" && c.Told != "phone" && c.Told != "visit" && c.Told != "message":
		return nil, regulation.RefuseField(regulation.Art18, "bad_told", "told", "请选择告知诉求人的方式：电话、上门或短信。")
	case c.Told == "" && clock.On && s.Answerable() && s.Request.Secrecy != Secret:
		return nil, regulation.RefuseField(regulation.Art18, "not_told", "told", "急件和法定时限件的进展要告知诉求人，请先告知，再选择告知的方式。")
	}
	e := Progressed{At: now, Account: c.Actor.Account, Unit: s.Lead, Text: c.Text.Keep(), Files: keepFiles(c.Files), Told: c.Told, Met: clock.On, Late: clock.On && clock.Late(now)}
	if result := s.Clocks.Get(LimitResult); result.On {
		e.Next = nextProgress(p, s, result.Limit, now)
	}
	return []Event{e}, nil
}
