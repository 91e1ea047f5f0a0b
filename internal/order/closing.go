package order

import (
	"slices"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// closing is the end of the road, with the archive's timer.
func closing(s State, p policy.Policy, r Result, sat Satisfaction, solved Solved, now time.Time) []Event {
	last := calendar.DateOf(now).AddDays(p.Archive.AfterDays.Value)
	e := ClosedEvent{At: now, Unit: s.Lead, Result: r, Satisfaction: sat, Solved: solved, Late: s.ReplyLate, SubmittedAt: s.SubmittedAt, Reworks: s.Reworks,
		UnitVisited: s.UnitVisit, UsedDays: p.Calendar.WorkdaysBetween(calendar.DateOf(s.ReceivedAt), calendar.DateOf(s.SubmittedAt)),
		Archive: Limit{Kind: LimitArchive, From: now, Due: last.Next().Midnight(), LastDay: last.String(), Basis: regulation.Art6_3}}
	return []Event{e, s.closeRound(now, Closed)}
}

type (
	// Urge asks the party who owes something to hurry (催办). A caller's word while a round is open is an urge, not a new round.
	Urge struct {
		By
		Caller bool    // the caller urges; else the office
		Member string  // the merged order whose caller it was: what he said stays there
		Note   Private `seal:"note"`
	}
	// Withdraw is the caller taking the request back.
	Withdraw struct {
		By
		At    time.Time
		Means string
		Note  Private `seal:"note"`
	}
	// AskRefusal proposes not to accept after dispatch (转不予受理); the head decides (domain.md §13.15).
	AskRefusal struct {
		By
		ChainID string
		Ground  string
		Told    Private `seal:"note"` // the notice to the caller
		Body    string
		Phone   string
		Unknown bool
	}
	// Archive closes the file by hand before its timer.
	Archive struct{ By }
	// Attach adds a file; the only command a closed order still takes.
	Attach struct {
		By
		Files []Attachment[Private]
	}
)

// RefusalAsk is a proposal to refuse that waits for the head.
type RefusalAsk[T any] struct {
	Ground  string         `json:"ground"`
	Told    T              `json:"told" seal:"note"`
	Body    string         `json:"body,omitempty"`
	Phone   string         `json:"phone,omitempty"`
	Unknown bool           `json:"unknown,omitempty"`
	Chain   approval.Chain `json:"chain"`
}

type (
	// Urged is one urge.
	Urged struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Caller  bool          `json:"caller,omitempty"`
		Unit    org.UnitID    `json:"unit,omitempty"`
		Count   int           `json:"count"`
		Note    Kept          `json:"note"`
		Member  string        `json:"member,omitempty"`
	}
	// WithdrawnEvent ends the order at the caller's wish.
	WithdrawnEvent struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit,omitempty"`
		Means   string        `json:"means"`
		Note    Kept          `json:"note"`
	}
	// RefusalAsked is a proposal to refuse.
	RefusalAsked struct {
		At  time.Time        `json:"at"`
		Ask RefusalAsk[Kept] `json:"ask"`
	}
	// RefusalDeclined is the head's no; the handling goes on, and its clock never stopped.
	RefusalDeclined struct {
		At      time.Time `json:"at"`
		Opinion Kept      `json:"opinion"`
	}
	// ArchivedEvent puts the file away.
	ArchivedEvent struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
	}
	// Attached is a file added.
	Attached struct {
		Account org.AccountID      `json:"account,omitempty"`
		Files   []Attachment[Kept] `json:"files"`
	}
)

func (Urged) kind() string           { return "urged" }
func (WithdrawnEvent) kind() string  { return "withdrawn" }
func (RefusalAsked) kind() string    { return "refusal_asked" }
func (RefusalDeclined) kind() string { return "refusal_declined" }
func (ArchivedEvent) kind() string   { return "archived" }
func (Attached) kind() string        { return "attached" }

func (e Urged) apply(s State) State {
	s.Urges = e.Count
	if e.Caller && e.Member == "" {
		s.CallerUrges++
		s.UrgedAt = append(slices.Clip(s.UrgedAt), e.At)
	}
	return s
}

func (e WithdrawnEvent) apply(s State) State { return s.end(Withdrawn, e.At) }

func (e RefusalAsked) apply(s State) State {
	ask := e.Ask
	s.RefusalAsk = &ask
	return s
}

func (e RefusalDeclined) apply(s State) State {
	s.RefusalAsk = nil
	return s
}

func (e ArchivedEvent) apply(s State) State {
	s.Status = Archived
	s.Clocks.voidAll()
	return s
}

func (e Attached) apply(s State) State {
	s.Files = append(slices.Clip(s.Files), e.Files...)
	return s
}

func urge(s State, c Urge, now time.Time) ([]Event, error) {
	if s.Status == None || s.Status.Done() {
		return nil, s.wrongState(regulation.Art21, "催办")
	}
	if err := mustBe(c, regulation.Art21, deskKinds...); err != nil {
		return nil, err
	}
	return []Event{Urged{At: now, Account: c.Actor.Account, Caller: c.Caller, Unit: s.Lead, Count: s.Urges + 1, Note: c.Note.Keep(), Member: c.Member}}, nil
}

func withdraw(s State, c Withdraw, now time.Time) ([]Event, error) {
	if s.Status == None || s.Status.Done() {
		return nil, s.wrongState(regulation.Art9, "撤回")
	}
	if err := mustBe(c, regulation.Art9, deskKinds...); err != nil {
		return nil, err
	}
	switch {
	case s.Outer:
		return nil, regulation.RefuseState(regulation.Art10_3, "outer_guard", "上级和留言平台来件须由原平台撤回，请用“退回上级”或照常办理。")
	case c.Means == "":
		return nil, regulation.RefuseField(regulation.Art9, "bad_means", "means", "请选择诉求人以什么方式提出撤回。")
	case c.At.IsZero() || c.At.After(now):
		return nil, regulation.RefuseField(regulation.Art9, "bad_at", "at", "撤回时间没有填写或晚于现在，请核对。")
	}
	if err := requireText(regulation.Art9, "note", "诉求人撤回的原话", c.Note.Text); err != nil {
		return nil, err
	}
	out := []Event{WithdrawnEvent{At: now, Account: c.Actor.Account, Unit: s.Lead, Means: c.Means, Note: c.Note.Keep()}}
	return append(out, s.uncount(regulation.Art9, now, Withdrawn)...), nil
}

func askRefusal(s State, c AskRefusal, p policy.Policy, now time.Time) ([]Event, error) {
	if !s.Status.AtUnit() {
		return nil, s.wrongState(regulation.Art8, "转不予受理")
	}
	if err := mustBe(c, regulation.Art8, org.Dispatcher, org.Reviewer, org.OfficeHead); err != nil {
		return nil, err
	}
	switch {
	case s.RefusalAsk != nil:
		return nil, regulation.RefuseState(regulation.Art8, "asked_already", "已经提出转不予受理，等县热线办负责人决定。")
	case s.Outer:
		return nil, regulation.RefuseState(regulation.Art8, "outer_guard", "上级和留言平台来件不能不予受理，请撤回后用“退回上级”。")
	}
	if err := checkRefusal(c.Ground, c.Told.Text, c.Body, c.Phone, c.Unknown); err != nil {
		return nil, err
	}
	return []Event{RefusalAsked{At: now, Ask: RefusalAsk[Kept]{Ground: c.Ground, Told: c.Told.Keep(), Body: c.Body, Phone: c.Phone, Unknown: c.Unknown,
		Chain: s.avoiding(p.RefusalChain(c.ChainID, c.Actor.Account))}}}, nil
}

// refusalDecided is the head's word on a proposal to refuse.
func refusalDecided(s State, declined bool, opinion Kept, now time.Time) []Event {
	if declined {
		return []Event{RefusalDeclined{At: now, Opinion: opinion}}
	}
	ask := s.RefusalAsk
	return []Event{Refused{At: now, ToldAt: now, Ground: ask.Ground, Told: ask.Told, Referral: ask.Body, Phone: ask.Phone, Unknown: ask.Unknown, After: true, Unit: s.Lead},
		RoundUncounted{Matter: s.MatterID, Order: s.ID, Basis: regulation.Art8}, s.closeRound(now, NotAccepted)}
}

func archive(s State, c Archive, now time.Time) ([]Event, error) {
	if s.Status != Closed {
		return nil, s.wrongState(regulation.Art6_3, "归档")
	}
	if err := mustBe(c, regulation.Art6_3, org.OfficeHead, org.Dispatcher); err != nil {
		return nil, err
	}
	return []Event{ArchivedEvent{At: now, Account: c.Actor.Account}}, nil
}

func attach(s State, c Attach) ([]Event, error) {
	if s.Status == None {
		return nil, s.wrongState(regulation.Art9, "上传附件")
	}
	if len(c.Files) == 0 {
		return nil, regulation.RefuseField(regulation.Art9, "no_files", "files", "没有选择文件。")
	}
	if k := c.Actor.Post.Kind; k.InUnit() {
		if err := mustBeUnit(s, c, regulation.Art9, unitKinds...); err != nil {
			return nil, err
		}
	} else if err := mustBe(c, regulation.Art9, deskKinds...); err != nil {
		return nil, err
	}
	return []Event{Attached{Account: c.Actor.Account, Files: keepFiles(c.Files)}}, nil
}
