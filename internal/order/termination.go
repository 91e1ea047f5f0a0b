package order

import (
	"slices"
	"time"
	"unicode/utf8"

	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Termination (终结办理, Art. 20; M5 of domain.md §6.1): what was asked unreasonably twice or more ends on the unit's application with its principal's
// signature, the office's review, the magistrate's consent and the city's receipt. A refusal anywhere gives the order back to the unit.
type (
	// AskTermination is the unit's application (终结办理申请书). The principal signs on screen, or whoever handles brings the signed sheet; no seal.
	AskTermination struct {
		By
		Ground     Unreasonable
		Basis      string  // policy or law with its clause, in clear
		Reason     Private `seal:"note"` // why it is unreasonable
		Answers    Private `seal:"note"` // what was answered each time
		Persuasion Private `seal:"note"` // how it was explained to the caller
		Sheet      string  // blob of the signed application, when signed on paper
		Confirmed  approval.Confirmed
	}
	// ReviewTermination is the office's look at the application.
	ReviewTermination struct {
		By
		Refuses bool
		Note    Private `seal:"note"`
	}
	// SubmitTermination puts a reviewed application into a batch (呈批表) for the magistrate. Number is the batch's; with Allot it stands for one that the
	// archive allots.
	SubmitTermination struct {
		By
		ChainID string
		Batch   string
		Number  string
		Allot   bool
	}
	// RecordCancellation is the city's answer (销号), or that a matter which the city does not know was reported to it (报备).
	RecordCancellation struct {
		By
		Refuses bool
		Receipt string // number of the city's receipt, in clear
		On      time.Time
		Note    Private `seal:"note"`
	}
)

// Unreasonable is a ground of termination (domain.md §6.2, Art. 20).
type Unreasonable string

// The grounds.
const (
	BeyondPolicy  Unreasonable = "U1" // 超出政策规定
	WithoutFacts  Unreasonable = "U2" // 没有事实依据
	AlreadyDone   Unreasonable = "U3" // 已依法处理完毕，仍以同一事实和理由反映
	AgainstMorals Unreasonable = "U4" // 违背公序良俗
	InBadFaith    Unreasonable = "U5" // 恶意反映
)

// Unreasonables lists the grounds in the order of forms.
func Unreasonables() []Unreasonable {
	return []Unreasonable{BeyondPolicy, WithoutFacts, AlreadyDone, AgainstMorals, InBadFaith}
}

// Name is the Chinese name, "" for an unknown ground.
func (u Unreasonable) Name() string {
	return map[Unreasonable]string{BeyondPolicy: "超出政策规定", WithoutFacts: "没有事实依据", AlreadyDone: "已依法处理完毕，仍以同一事实和理由反映", AgainstMorals: "违背公序良俗",
		InBadFaith: "恶意反映"}[u]
}

// The instances that may refuse a termination.
const (
	RefusedByOffice     = "office"
	RefusedByMagistrate = "magistrate"
	RefusedByCity       = "city"
)

// TerminationForm is the application as the unit wrote it (F9).
type TerminationForm[T any] struct {
	At         time.Time          `json:"at"`
	Account    org.AccountID      `json:"account,omitempty"`
	Unit       org.UnitID         `json:"unit"`
	Appeals    int                `json:"appeals"` // which appeal of its matter the order was
	Ground     Unreasonable       `json:"ground"`
	Basis      string             `json:"basis"`
	Reason     T                  `json:"reason" seal:"note"`
	Answers    T                  `json:"answers" seal:"note"`
	Persuasion T                  `json:"persuasion" seal:"note"`
	Sheet      string             `json:"sheet,omitempty"`
	Confirmed  approval.Confirmed `json:"confirmed,omitempty"`
	Under      *org.Authority     `json:"under,omitempty"`  // a delegate's paper
	Before     []EndedRound       `json:"before,omitempty"` // the matter's earlier appeals, with what became of them
}

// Termination is an application on its way, and what became of it.
type Termination struct {
	TerminationForm[Kept]
	Reviewed  bool
	Reviewer  org.AccountID
	Batch     string // the batch's id
	Number    string // and its number: 蒙热终〔2026〕1号
	Submitted time.Time
	Chain     approval.Chain
	Agreed    time.Time
	Report    bool   // 报备 instead of 销号
	Refused   string // who refused
	Opinion   Kept   // of who refused
	Receipt   string
	ReceiptOn time.Time
	Withdrawn time.Time // the unit took it back
}

// EndedRound is an earlier appeal of the matter.
type EndedRound struct {
	Order  string    `json:"order"`
	At     time.Time `json:"at"`
	Result string    `json:"result"`
}

type (
	// TerminationAsked is the application; the unit's clock stands until somebody refuses.
	TerminationAsked struct {
		Ask    TerminationForm[Kept] `json:"ask"`
		Review Limit                 `json:"review"`
	}
	// TerminationReviewed lets the application into a batch.
	TerminationReviewed struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Late    bool          `json:"late,omitempty"`
		Note    Kept          `json:"note"`
		Gather  Limit         `json:"gather"`
	}
	// TerminationSubmitted is the application's line on a batch (终结事项汇总呈批表).
	TerminationSubmitted struct {
		At      time.Time      `json:"at"`
		Account org.AccountID  `json:"account,omitempty"`
		Unit    org.UnitID     `json:"unit"`
		Batch   string         `json:"batch"`
		Number  string         `json:"number"`
		Chain   approval.Chain `json:"chain"`
		Limit   Limit          `json:"limit"`
	}
	// TerminationAgreed is the magistrate's consent; the city is told.
	TerminationAgreed struct {
		At     time.Time  `json:"at"`
		Unit   org.UnitID `json:"unit"`
		Report bool       `json:"report,omitempty"`
		Cancel Limit      `json:"cancel"`
	}
	// TerminationRefused gives the order back to the unit with the limit that is left, at least two working days.
	TerminationRefused struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		By      string        `json:"by"` // office, magistrate, city
		Late    bool          `json:"late,omitempty"`
		Opinion Kept          `json:"opinion"`
		Result  Limit         `json:"result"`

		Progress *Limit `json:"progress,omitempty"` // where one by law is owed
	}
	// TerminatedEvent ends the order. It freezes what reports need of its end.
	TerminatedEvent struct {
		At      time.Time      `json:"at"`
		Account org.AccountID  `json:"account,omitempty"`
		Unit    org.UnitID     `json:"unit"`
		Ground  Unreasonable   `json:"ground"`
		Appeals int            `json:"appeals"`
		Report  bool           `json:"report,omitempty"`
		Receipt string         `json:"receipt,omitempty"`
		On      time.Time      `json:"on"`
		Number  string         `json:"number"`
		Late    bool           `json:"late,omitempty"`
		Exempt  []Satisfaction `json:"exempt,omitempty"` // of its visits: they count in no 满意率
		Note    Kept           `json:"note"`
	}
)

func (TerminationAsked) kind() string     { return "termination_asked" }
func (TerminationReviewed) kind() string  { return "termination_reviewed" }
func (TerminationSubmitted) kind() string { return "termination_submitted" }
func (TerminationAgreed) kind() string    { return "termination_agreed" }
func (TerminationRefused) kind() string   { return "termination_refused" }
func (TerminatedEvent) kind() string      { return "terminated" }

func (e TerminationAsked) apply(s State) State {
	s.Termination, s.Status = &Termination{TerminationForm: e.Ask}, Terminating
	s = s.called()
	s.Clocks.pause(LimitResult, e.Ask.At)
	s.Clocks.void(LimitProgress)
	s.Clocks.void(LimitPhone)
	s.Clocks.start(e.Review)
	return s
}

// terminating changes the application that is on its way.
func (s State) terminating(f func(*Termination)) State {
	if s.Termination != nil {
		t := *s.Termination
		f(&t)
		s.Termination = &t
	}
	return s
}

func (e TerminationReviewed) apply(s State) State {
	s = s.terminating(func(t *Termination) { t.Reviewed, t.Reviewer = true, e.Account })
	s.Clocks.met(LimitTermReview, e.At)
	s.Clocks.start(e.Gather)
	return s
}

func (e TerminationSubmitted) apply(s State) State {
	s = s.terminating(func(t *Termination) { t.Batch, t.Number, t.Chain, t.Submitted = e.Batch, e.Number, e.Chain, e.At })
	s.Clocks.met(LimitTermBatch, e.At)
	s.Clocks.start(e.Limit)
	return s
}

func (e TerminationAgreed) apply(s State) State {
	s = s.terminating(func(t *Termination) { t.Agreed, t.Report = e.At, e.Report })
	s.Status = AwaitingCancel
	s.Clocks.met(LimitSigner, e.At)
	s.Clocks.start(e.Cancel)
	return s
}

func (e TerminationRefused) apply(s State) State {
	s = s.terminating(func(t *Termination) { t.Refused, t.Opinion = e.By, e.Opinion })
	s.Status = InProgress
	for _, k := range []LimitKind{LimitTermReview, LimitTermBatch, LimitSigner, LimitCancel} {
		s.Clocks.met(k, e.At)
	}
	s.Clocks.resume(e.Result)
	s.Clocks.startIf(e.Progress)
	return s
}

func (e TerminatedEvent) apply(s State) State {
	s = s.terminating(func(t *Termination) { t.Receipt, t.ReceiptOn = e.Receipt, e.On })
	return s.end(Terminated, e.At)
}

// terminationOpen reports whether the magistrate is asked now.
func (s State) terminationOpen() bool {
	return s.Status == Terminating && s.Termination != nil && !s.Termination.Chain.Empty()
}

func (s State) terminationChain(id string) bool {
	return id != "" && s.terminationOpen() && s.Termination.Chain.ID == id
}

// Ended is the order by which the matter was terminated, "" where it was not, or where something new was dispatched since (Art. 20).
func (m Matter) Ended() string {
	out := ""
	for _, r := range m.Rounds {
		switch {
		case r.Result == string(Terminated):
			out = r.Order
		case r.Counted:
			out = ""
		}
	}
	return out
}

// before are the matter's earlier appeals; open says that one of them is not answered yet.
func (s State) before() (out []EndedRound, open bool) {
	for _, r := range s.Matter.Rounds {
		if r.Order == s.ID {
			break
		}
		if !r.Counted {
			continue
		}
		open = open || r.ClosedAt.IsZero()
		out = append(out, EndedRound{Order: r.Order, At: r.ClosedAt, Result: r.Result})
	}
	return out, open
}

func askTermination(s State, c AskTermination, p policy.Policy, now time.Time) ([]Event, error) {
	a := regulation.Art20
	if s.Status != InProgress {
		return nil, s.wrongState(a, "申请终结办理")
	}
	if err := mustBeUnit(s, c, a, unitKinds...); err != nil {
		return nil, err
	}
	before, open := s.before()
	switch {
	case s.Appeals() < 2:
		return nil, regulation.RefuseState(a, "first_appeal", "终结办理只用于两次以上的不合理诉求，这是第%d次诉求，请继续办理并答复。", s.Appeals())
	case open:
		return nil, regulation.RefuseState(a, "round_open", "同一事项以前的工单还没有办结，先答复清楚，再申请终结。")
	case s.RefusalAsk != nil:
		return nil, regulation.RefuseState(a, "refusal_waits", "县热线办已经提出转不予受理，等决定后再申请终结。")
	case s.Answerable() && !s.contacted(p):
		return nil, regulation.Refuse(regulation.Art15, "no_contact", "还没有与诉求人联系的记录，请先联系、解释并登记，再申请终结。")
	case c.Ground.Name() == "":
		return nil, regulation.RefuseField(a, "no_ground", "ground", "没有选择认定不合理的理由，请从列表中选一项。")
	}
	for _, f := range []struct{ field, label, text string }{{"reason", "不合理的认定理由", c.Reason.Text}, {"basis", "政策法规依据", c.Basis},
		{"answers", "历次诉求和答复情况", c.Answers.Text}, {"persuasion", "已做的解释疏导", c.Persuasion.Text}} {
		if err := requireText(a, f.field, f.label, f.text); err != nil {
			return nil, err
		}
	}
	if utf8.RuneCountInString(c.Basis) > 500 {
		return nil, regulation.RefuseField(a, "long_basis", "basis", "政策法规依据超过500字，请只写名称、文号和条款。")
	}
	if err := clearText("basis", "政策法规依据", c.Basis); err != nil {
		return nil, err
	}
	if c.Sheet == "" && c.Actor.Post.Kind != org.UnitPrincipal {
		return nil, regulation.RefuseField(a, "no_signature", "sheet", "终结办理申请书须由单位主要负责人签字：请主要负责人登录后提交，或上传签过字的申请书。")
	}
	var under *org.Authority
	if c.Sheet == "" {
		// The principal's word ends the matter: a paper for results or assignments alone does not reach it.
		if err := principalOrDelegate(s, c.Actor, org.WholePost, a); err != nil {
			return nil, err
		}
		under = c.Actor.Under.Signed()
	}
	return append(lapses(s, p, now), TerminationAsked{Ask: TerminationForm[Kept]{At: now, Account: c.Actor.Account, Unit: s.Lead, Appeals: s.Appeals(), Ground: c.Ground, Basis: c.Basis,
		Reason: c.Reason.Keep(), Answers: c.Answers.Keep(), Persuasion: c.Persuasion.Keep(), Sheet: c.Sheet, Confirmed: c.Confirmed, Under: under, Before: before},
		Review: NewLimit(p, LimitTermReview, now, p.Limit.TermReviewWD.Value, p.Limit.TermReviewWD.Clause())}), nil
}

func reviewTermination(s State, c ReviewTermination, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != Terminating || s.Termination.Reviewed {
		return nil, s.wrongState(regulation.Art20, "审核终结申请")
	}
	if err := mustBe(c, regulation.Art20, org.Reviewer, org.OfficeHead); err != nil {
		return nil, err
	}
	late := s.Clocks.Get(LimitTermReview).Late(now)
	if c.Refuses {
		if err := requireText(regulation.Art20, "note", "不同意终结的理由", c.Note.Text); err != nil {
			return nil, err
		}
		return []Event{s.refuseTermination(RefusedByOffice, c.Actor.Account, c.Note.Keep(), late, p, now)}, nil
	}
	return []Event{TerminationReviewed{At: now, Account: c.Actor.Account, Unit: s.Lead, Late: late, Note: c.Note.Keep(),
		Gather: NewLimit(p, LimitTermBatch, now, p.Limit.TermBatchWD.Value, p.Limit.TermBatchWD.Clause())}}, nil
}

func submitTermination(s State, c SubmitTermination, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != Terminating || !s.Termination.Reviewed || !s.Termination.Chain.Empty() {
		return nil, s.wrongState(regulation.Art20, "编入终结呈批表")
	}
	if err := mustBe(c, regulation.Art20, org.Reviewer, org.OfficeHead); err != nil {
		return nil, err
	}
	if c.Batch == "" || c.Number == "" {
		return nil, regulation.RefuseField(regulation.Art20, "no_batch", "batch", "没有呈批表，请先勾选要呈批的件再编表。")
	}
	return []Event{TerminationSubmitted{At: now, Account: c.Actor.Account, Unit: s.Lead, Batch: c.Batch, Number: c.Number, Chain: s.avoiding(p.TerminationChain(c.ChainID, c.Actor.Account)),
		Limit: NewLimit(p, LimitSigner, now, p.Limit.SignerWD.Value, regulation.Art20)}}, nil
}

// terminationDecided is the magistrate's word. What came from no upper platform is not known to the city: it is reported, not cancelled.
func terminationDecided(s State, refused bool, opinion Kept, p policy.Policy, now time.Time) []Event {
	if refused {
		return []Event{s.refuseTermination(RefusedByMagistrate, "", opinion, false, p, now)}
	}
	return []Event{TerminationAgreed{At: now, Unit: s.Lead, Report: !s.Outer, Cancel: NewLimit(p, LimitCancel, now, p.Limit.CancelWD.Value, p.Limit.CancelWD.Clause())}}
}

func recordCancellation(s State, c RecordCancellation, p policy.Policy, now time.Time) ([]Event, error) {
	a := regulation.Art20
	if s.Status != AwaitingCancel {
		return nil, s.wrongState(a, "登记销号")
	}
	if err := mustBe(c, a, org.Dispatcher, org.Reviewer, org.OfficeHead); err != nil {
		return nil, err
	}
	if c.On.IsZero() || c.On.After(now) || c.On.Before(calendar.DateOf(s.Termination.Agreed).Midnight()) {
		return nil, regulation.RefuseField(a, "bad_on", "on", "日期没有填写，或早于县长批示、晚于今天，请按市热线办的回执填写。")
	}
	if c.Refuses {
		if err := requireText(a, "note", "市热线办不予销号的理由", c.Note.Text); err != nil {
			return nil, err
		}
		return []Event{s.refuseTermination(RefusedByCity, c.Actor.Account, c.Note.Keep(), false, p, now)}, nil
	}
	switch {
	case c.Receipt == "" && !s.Termination.Report:
		return nil, regulation.RefuseField(a, "no_receipt", "receipt", "没有填写市热线办的销号回执号，没有回执的还不能终结。")
	case utf8.RuneCountInString(c.Receipt) > 60:
		return nil, regulation.RefuseField(a, "long_receipt", "receipt", "回执号超过60个字，请只写编号。")
	}
	if err := clearText("receipt", "回执号", c.Receipt); err != nil {
		return nil, err
	}
	t := s.Termination
	return []Event{TerminatedEvent{At: now, Account: c.Actor.Account, Unit: s.Lead, Ground: t.Ground, Appeals: t.Appeals, Report: t.Report, Receipt: c.Receipt, On: c.On, Number: t.Number,
		Late: s.Clocks.Get(LimitCancel).Late(now), Exempt: slices.Clone(s.Effective), Note: c.Note.Keep()}, s.closeRound(now, Terminated)}, nil
}

// refuseTermination gives the order back to its unit (M5).
func (s State) refuseTermination(by string, who org.AccountID, opinion Kept, late bool, p policy.Policy, now time.Time) Event {
	l := resumedFor(p, s.Clocks.Get(LimitResult), now, p.Limit.TermBackWD.Value)
	return TerminationRefused{At: now, Account: who, Unit: s.Lead, By: by, Late: late, Opinion: opinion, Result: l, Progress: nextProgress(p, s, l, now)}
}

// resumedFor is a paused limit that goes on with at least so many working days; one that had passed before the pause stays passed.
func resumedFor(p policy.Policy, c Clock, now time.Time, least int) Limit {
	l := resumed(p, c, now)
	paused, err := calendar.ParseDate(c.PausedOn)
	last, err2 := calendar.ParseDate(l.LastDay)
	if err != nil || err2 != nil || c.Missed || last.Before(paused) {
		return l
	}
	today := calendar.DateOf(now)
	if day := p.Calendar.AddWorkdays(today, least); last.Before(day) {
		l.LastDay, l.Due, l.ResumedOn, l.Left = day.String(), endOf(p, day), today.String(), least
		l.Provisional = l.Provisional || p.Calendar.Provisional(today, day)
	}
	return l
}

// explainEnded answers a call about a matter that was terminated: it is explained and logged, by whoever takes it, and counts as no appeal. What came
// from an upper platform goes up again with the explanation.
func explainEnded(s State, c Explain, now time.Time) ([]Event, error) {
	if err := mustBe(c, regulation.Art20, deskKinds...); err != nil {
		return nil, err
	}
	if s.Outer {
		return nil, regulation.RefuseState(regulation.Art10_3, "outer_guard", "上级和留言平台来件不能解释办结：请用“退回上级”，写明已终结办理；有新的事实的，写明后转办。")
	}
	if err := requireText(regulation.Art20, "told", "向来电人解释的内容", c.Told.Text); err != nil {
		return nil, err
	}
	out := []Event{ExplainedEvent{At: now, Account: c.Actor.Account, Told: c.Told.Keep(), Ended: s.Matter.Ended()}}
	return append(out, s.uncount(regulation.Art20, now, Explained)...), nil
}

// newFacts holds a dispatch of a terminated matter to what is new in it: somebody says so, in words (domain.md §6.2, Art. 20).
func newFacts(s State, c SubmitForDispatch) (*Kept, error) {
	if s.Matter.Ended() == "" {
		return nil, nil
	}
	if c.NewFacts.Text == "" {
		return nil, regulation.RefuseField(regulation.Art20, "matter_ended", "new_facts", "同一事项已经终结办理：没有新的事实和理由的，向来电人解释后登记办结；有新的，请写明新在哪里再转办。")
	}
	k := c.NewFacts.Keep()
	return &k, nil
}

// BatchLine is what became of an order on one batch: an order refused and asked again stands on several.
type BatchLine struct {
	Unit    org.UnitID
	Ground  Unreasonable
	Appeals int
	Reason  Kept
	Agreed  time.Time
	Refused string // who refused
	Ended   time.Time
	Receipt string
	Opinion Kept // the magistrate's words, or those of who refused
	Waits   bool // for the magistrate
	Back    bool // the unit took its application back
	Left    bool // the order was withdrawn by its caller or taken from its unit before anything was decided
	Chain   string
}

// BatchLineOf reads an order's line on a batch from its events.
func BatchLineOf(log []Event, batch string) BatchLine {
	var ask TerminationForm[Kept]
	var out BatchLine
	on := false
	for _, e := range log {
		switch e := e.(type) {
		case TerminationAsked:
			ask, on = e.Ask, false
		case TerminationSubmitted:
			if on = e.Batch == batch; on {
				out = BatchLine{Unit: ask.Unit, Ground: ask.Ground, Appeals: ask.Appeals, Reason: ask.Reason, Waits: true, Chain: e.Chain.ID}
			}
		}
		if !on {
			continue
		}
		switch e := e.(type) {
		case StepSigned:
			out.Opinion = Kept{Ref: e.Sign.Opinion, Digest: e.Sign.Digest}
		case TerminationAgreed:
			out.Agreed, out.Waits = e.At, false
		case TerminationRefused:
			out.Refused, out.Waits, on = e.By, false, false
			if !e.Opinion.Empty() {
				out.Opinion = e.Opinion
			}
		case TerminationWithdrawn:
			out.Back, out.Waits, on = true, false, false
			out.Opinion = e.Reason
		case TerminatedEvent:
			out.Ended, out.Receipt, on = e.At, e.Receipt, false
		case Recalled, WithdrawnEvent:
			out.Left, out.Waits, on = true, false, false
		}
	}
	return out
}

// RefusedName says in Chinese who refused a termination.
func RefusedName(by string) string {
	return map[string]string{RefusedByOffice: "县热线办", RefusedByMagistrate: "县长", RefusedByCity: "市热线办"}[by]
}
