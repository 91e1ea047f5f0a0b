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

// Asking for a later limit (Art. 19; M4 of domain.md §6.1). The application is decided by the chain that policy returns and the event freezes.
type (
	// AskExtension is a unit's application before its limit: how many working days more, why, and what was done so far.
	AskExtension struct {
		By
		ChainID string
		Days    int     // working days beyond the present limit
		Done    Private `seal:"note"` // 已开展工作
		Reason  Private `seal:"note"` // 延期原因
		Told    bool    // the caller has been told already
		Seal    string  // the application signed by the principal and sealed: a blob
	}
	// DecideExtension is the word of the post that the chain asks: the reviewer's on an ordinary application, the head's on a sealed one.
	DecideExtension struct {
		By
		Chain     string
		Refuses   bool
		Opinion   Private `seal:"note"`
		Confirmed approval.Confirmed
	}
	// RecordConsent puts on record that the upper platform agrees to a limit beyond its own; only then may an extension or a limit by law so long be granted.
	RecordConsent struct {
		By
		On   time.Time // when it agreed
		Note Private   `seal:"note"` // who agreed, by which means
	}
	// TellExtension records that the caller was told of the new limit and its reason.
	TellExtension struct {
		By
		At    time.Time
		Means string  // phone, visit, message
		Note  Private `seal:"note"`
	}
)

// Extension is an application that waits for its decision.
type Extension[T any] struct {
	At      time.Time      `json:"at"`
	Account org.AccountID  `json:"account,omitempty"`
	Unit    org.UnitID     `json:"unit"`
	Days    int            `json:"days"`
	Total   int            `json:"total"` // planned working days in all, from the assignment's day zero
	Limit   Limit          `json:"limit"` // the limit asked for
	Done    T              `json:"done" seal:"note"`
	Reason  T              `json:"reason" seal:"note"`
	Told    bool           `json:"told,omitempty"`
	Seal    string         `json:"seal,omitempty"`
	Chain   approval.Chain `json:"chain"`
	Consent *Consent[T]    `json:"consent,omitempty"`
}

// Consent is the upper platform's word.
type Consent[T any] struct {
	On   time.Time `json:"on"`
	Note T         `json:"note" seal:"note"`
}

type (
	// ExtensionAsked is an application with the chain that decides it.
	ExtensionAsked struct {
		Ask    Extension[Kept] `json:"ask"`
		Review Limit           `json:"review"`
	}
	// ExtensionConsented is the upper platform's consent.
	ExtensionConsented struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Consent Consent[Kept] `json:"consent"`
	}
	// ExtensionGranted moves the limit.
	ExtensionGranted struct {
		At     time.Time  `json:"at"`
		Unit   org.UnitID `json:"unit"`
		Days   int        `json:"days"`
		Total  int        `json:"total"`
		Times  int        `json:"times"` // which extension of this assignment
		Tell   bool       `json:"tell,omitempty"`
		Result Limit      `json:"result"`
	}
	// ExtensionRefused leaves the clock as it was.
	ExtensionRefused struct {
		At      time.Time  `json:"at"`
		Unit    org.UnitID `json:"unit"`
		Opinion Kept       `json:"opinion"`
	}
	// ExtensionLapsed ends an application that nobody need decide: the result came first.
	ExtensionLapsed struct {
		At   time.Time  `json:"at"`
		Unit org.UnitID `json:"unit"`
	}
	// ExtensionTold is the record that the caller knows.
	ExtensionTold struct {
		At       time.Time     `json:"at"`
		Recorded time.Time     `json:"recorded"`
		Account  org.AccountID `json:"account,omitempty"`
		Unit     org.UnitID    `json:"unit"`
		Means    string        `json:"means"`
		Note     Kept          `json:"note"`
	}
)

func (ExtensionAsked) kind() string     { return "extension_asked" }
func (ExtensionConsented) kind() string { return "extension_consented" }
func (ExtensionGranted) kind() string   { return "extension_granted" }
func (ExtensionRefused) kind() string   { return "extension_refused" }
func (ExtensionLapsed) kind() string    { return "extension_lapsed" }
func (ExtensionTold) kind() string      { return "extension_told" }

func (e ExtensionAsked) apply(s State) State {
	ask := e.Ask
	s.Extension = &ask
	s.Clocks.start(e.Review)
	return s
}

func (e ExtensionConsented) apply(s State) State {
	if s.Extension != nil {
		ask, consent := *s.Extension, e.Consent
		ask.Consent = &consent
		s.Extension = &ask
	}
	return s
}

func (e ExtensionGranted) apply(s State) State {
	s.Extension, s.Extended, s.TellExtension = nil, e.Times, e.Tell
	s.Clocks.met(LimitExtension, e.At)
	s.Clocks[index(LimitResult)].Limit = e.Result
	return s
}

func (e ExtensionRefused) apply(s State) State {
	s.Extension = nil
	s.Clocks.met(LimitExtension, e.At)
	return s
}

func (e ExtensionLapsed) apply(s State) State {
	s.Extension = nil
	s.Clocks.void(LimitExtension)
	return s
}

func (e ExtensionTold) apply(s State) State {
	s.TellExtension = false
	return s
}

// unextended forgets the extensions of an assignment that is over: the next has its own day zero and its own ceiling (domain.md §13.3).
func (s State) unextended() State {
	s.Extension, s.Extended, s.TellExtension = nil, 0, false
	s.StatuteAsk, s.Reclass = nil, nil
	for _, k := range []LimitKind{LimitExtension, LimitStatute, LimitReclass} {
		s.Clocks.void(k)
	}
	return s
}

// Extending reports whether an application waits for its decision; the miss of the limit waits with it (domain.md §13.4).
func (s State) Extending() bool { return s.Extension != nil && s.Status.AtUnit() }

// extensionChain reports whether a chain is the one of the application that waits.
func (s State) extensionChain(id string) bool { return s.Extending() && s.Extension.Chain.ID == id }

// lengthened is a limit of so many working days more, from the same day zero; what a pause had given stays given.
func lengthened(p policy.Policy, l Limit, days int) Limit {
	if days == 0 {
		return l
	}
	l.Days += days
	l.Extended += days
	l.Basis = regulation.Art19
	if l.ResumedOn != "" {
		l.Left += days
	}
	last, err := calendar.ParseDate(l.LastDay)
	if err != nil {
		return l
	}
	day := p.Calendar.AddWorkdays(last, days)
	l.LastDay, l.Due = day.String(), endOf(p, day)
	l.Provisional = l.Provisional || p.Calendar.Provisional(last, day)
	return l
}

// Ceiling is the most working days in all that the present assignment may be given, and how often it may be extended (Art. 19; domain.md §13.4).
func Ceiling(s State, p policy.Policy) (days, times int) {
	if s.Reworking {
		return min(p.Limit.ReworkMaxWD.Value, p.Limit.TotalMaxWD.Value), 1
	}
	return p.Limit.TotalMaxWD.Value, p.Limit.ExtMaxTimes.Value
}

// Prospect is what an extension by so many working days would mean; Refusal is why it cannot be granted, nil where it can.
type Prospect struct {
	Limit   Limit
	Total   int
	Sealed  bool // the principal's signed and sealed application is needed, and the head decides
	Consent bool // it goes beyond the upper platform's own limit
	Refusal *regulation.Refusal
}

// ProspectOf reckons an extension of the limit that runs now (M4): what is asked, what it takes, and what forbids it.
func ProspectOf(s State, p policy.Policy, days int) Prospect {
	l := lengthened(p, s.Clocks.Get(LimitResult).Limit, days)
	most, _ := Ceiling(s, p)
	out := Prospect{Limit: l, Total: l.Days, Sealed: s.Request.Type != Consult || l.Days > p.Limit.SealedExtOverWD.Value}
	if l.Days > most {
		why := "累计办理总时长不得超过"
		if s.Reworking {
			why = "重办连同延期不得超过"
		}
		out.Refusal = regulation.RefuseField(regulation.Art19, "over_ceiling", "days", "延长%d个工作日后，办理总时长累计%d个工作日；%s%d个工作日，请减少延期天数。", days, l.Days, why, most)
		return out
	}
	platform := s.OuterDue()
	if platform == nil {
		return out
	}
	out.Consent = l.Due.After(*platform)
	if s.Key && l.Buffered {
		outer := calendar.DateOf(platform.Add(-time.Second))
		if last := back(p.Calendar, outer, 1); l.Due.After(endOf(p, last)) {
			out.Refusal = regulation.RefuseField(regulation.Art19, "outer_limit", "days", "重点交办件最多延到上级截止前1个工作日（%s），请减少延期天数。", last.ChineseShort())
		}
	}
	return out
}

func askExtension(s State, c AskExtension, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != UnitAssigning && s.Status != InProgress {
		return nil, s.wrongState(regulation.Art19, "申请延期")
	}
	if err := mustBeUnit(s, c, regulation.Art19, unitKinds...); err != nil {
		return nil, err
	}
	clock := s.Clocks.Get(LimitResult)
	_, times := Ceiling(s, p)
	switch {
	case s.Extension != nil:
		return nil, regulation.RefuseState(regulation.Art19, "asked_already", "延期申请已经提交，等县热线办审批。")
	case s.Statute != nil && !s.Reworking:
		return nil, regulation.RefuseState(regulation.Art18, "statute", "这件按法定时限办理（%s%s），不适用延期，请在法定时限内办结。", s.Statute.Law, s.Statute.Clause)
	case s.StatuteAsk != nil || s.Reclass != nil:
		return nil, regulation.RefuseState(regulation.Art18, "other_waits", "有法定时限或类型变更的申请等待审批，请等审批后再申请延期。")
	case clock.Late(now):
		return nil, regulation.RefuseState(regulation.Art19, "after_limit", "延期申请应在限办日期前提交；办结时限已过，不能再申请，请尽快办结报送。")
	case s.Extended >= times:
		return nil, regulation.RefuseState(regulation.Art19, "too_often", "本次交办已延期%d次，不能再延期，请按现在的时限办结。", s.Extended)
	case c.Days < 1:
		return nil, regulation.RefuseField(regulation.Art19, "no_days", "days", "没有选择延长几个工作日。")
	}
	x := ProspectOf(s, p, c.Days)
	if x.Refusal != nil {
		return nil, x.Refusal
	}
	if err := requireText(regulation.Art19, "reason", "延期原因", c.Reason.Text); err != nil {
		return nil, err
	}
	if err := requireText(regulation.Art19, "done", "已开展的工作", c.Done.Text); err != nil {
		return nil, err
	}
	if x.Sealed && c.Seal == "" {
		return nil, regulation.RefuseField(regulation.Art19, "no_seal", "seal", "办理总时长%d个工作日，须提交单位主要负责人签字盖章的延期申请，请上传扫描件或照片。", x.Total)
	}
	return []Event{ExtensionAsked{Ask: Extension[Kept]{At: now, Account: c.Actor.Account, Unit: s.Lead, Days: c.Days, Total: x.Total, Limit: x.Limit, Done: c.Done.Keep(),
		Reason: c.Reason.Keep(), Told: c.Told, Seal: c.Seal, Chain: s.avoiding(p.ExtensionChain(c.ChainID, c.Actor.Account, x.Sealed))},
		Review: NewLimit(p, LimitExtension, now, p.Limit.ExtReviewWD.Value, p.Limit.ExtReviewWD.Clause())}}, nil
}

func recordConsent(s State, c RecordConsent, now time.Time) ([]Event, error) {
	a := regulation.Art19
	if s.statuteOpen() {
		a = regulation.Art18
	} else if !s.Extending() {
		return nil, s.noExtension()
	}
	if err := mustBe(c, a, org.Dispatcher, org.Reviewer, org.OfficeHead); err != nil {
		return nil, err
	}
	if s.OuterDue() == nil {
		return nil, regulation.RefuseState(a, "no_outer_limit", "这件没有上级截止时间，不用登记上级同意。")
	}
	if c.On.IsZero() || c.On.After(now) {
		return nil, regulation.RefuseField(a, "bad_on", "consent_on", "上级平台同意的日期没有填写或晚于今天，请核对。")
	}
	if err := requireText(a, "consent", "上级平台谁同意、以什么方式同意", c.Note.Text); err != nil {
		return nil, err
	}
	consent := Consent[Kept]{On: c.On, Note: c.Note.Keep()}
	if s.statuteOpen() {
		return []Event{StatuteConsented{At: now, Account: c.Actor.Account, Consent: consent}}, nil
	}
	return []Event{ExtensionConsented{At: now, Account: c.Actor.Account, Consent: consent}}, nil
}

func (s State) noExtension() error {
	if s.Status == None || s.Status.Done() {
		return s.wrongState(regulation.Art19, "办理延期")
	}
	return regulation.RefuseState(regulation.Art19, "no_extension", "没有等待审批的延期申请，可能已经审批或已报送结果，请刷新页面。")
}

// mayGrant says why the application of a chain cannot be granted: the ceiling is asked again, and the upper platform's consent. Other chains grant nothing.
func (s State) mayGrant(chain string, p policy.Policy) error {
	if s.statuteChain(chain) {
		return s.mayGrantStatute(p)
	}
	if !s.extensionChain(chain) {
		return nil
	}
	x := ProspectOf(s, p, s.Extension.Days)
	switch {
	case x.Refusal != nil:
		return regulation.RefuseState(x.Refusal.Article, x.Refusal.Code, "%s", x.Refusal.Reason)
	case x.Consent && s.Extension.Consent == nil:
		return regulation.RefuseField(regulation.Art19, "no_consent", "consent", "延期后超过上级截止时间，须先征得上级平台同意，请登记谁在什么时候同意的；没有同意的不能批准。")
	}
	return nil
}

func decideExtension(s State, c DecideExtension, p policy.Policy, now time.Time) ([]Event, error) {
	if !s.extensionChain(c.Chain) {
		return nil, s.noExtension()
	}
	return signStep(s, SignStep{By: c.By, Chain: c.Chain, Refuses: c.Refuses, Opinion: c.Opinion, Confirmed: c.Confirmed}, p, now)
}

// extensionDecided is the word on an application. Refused after the limit, the order is late since the limit (domain.md §13.4).
func extensionDecided(s State, refused bool, opinion Kept, p policy.Policy, now time.Time) []Event {
	var e Event = ExtensionRefused{At: now, Unit: s.Lead, Opinion: opinion}
	if !refused {
		l := lengthened(p, s.Clocks.Get(LimitResult).Limit, s.Extension.Days)
		e = ExtensionGranted{At: now, Unit: s.Lead, Days: s.Extension.Days, Total: l.Days, Times: s.Extended + 1, Tell: s.Answerable() && !s.Extension.Told, Result: l}
	}
	return append([]Event{e}, settle(Evolve(s, e), p, now)...)
}

// extensionLapses ends the application that waits when the result is submitted; what was submitted after the limit is late since the limit.
func extensionLapses(s State, p policy.Policy, now time.Time) []Event {
	if !s.Extending() {
		return nil
	}
	e := ExtensionLapsed{At: now, Unit: s.Lead}
	return append([]Event{e}, settle(Evolve(s, e), p, now)...)
}

func tellExtension(s State, c TellExtension, now time.Time) ([]Event, error) {
	if !s.TellExtension || s.Status.Done() {
		return nil, regulation.RefuseState(regulation.Art19, "nothing_to_tell", "没有要告知诉求人的延期，可能已经登记过，请刷新页面。")
	}
	if !slices.Contains(deskKinds, c.Actor.Post.Kind) {
		if err := mustBeUnit(s, c, regulation.Art19, unitKinds...); err != nil {
			return nil, err
		}
	}
	switch {
	case c.At.IsZero() || c.At.After(now):
		return nil, regulation.RefuseField(regulation.Art19, "bad_at", "at", "告知时间没有填写或晚于现在，请核对。")
	case c.Means != "phone" && c.Means != "visit" && c.Means != "message":
		return nil, regulation.RefuseField(regulation.Art19, "bad_means", "means", "请选择告知方式：电话、上门或短信。")
	}
	return []Event{ExtensionTold{At: c.At, Recorded: now, Account: c.Actor.Account, Unit: s.Lead, Means: c.Means, Note: c.Note.Keep()}}, nil
}
