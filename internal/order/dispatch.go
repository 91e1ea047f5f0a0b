package order

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/approval"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Target is a member unit as the office's directory knows it at this moment.
type Target struct {
	Unit   org.UnitID
	Above  []org.UnitID // the units over it
	Deputy org.PostID   // deputy in charge, by unit and category; empty = no mapping, which warns and never blocks
	Closed bool
	Pushed bool // a township or street, where the dispatch directory says that the category is a department's own matter (国办函〔2025〕66号)
}

type (
	// SubmitForDispatch asks for the way of Art. 10(3)–(4): M1 says who must sign first.
	SubmitForDispatch struct {
		By
		ChainID  string
		Proposal Proposal
		Deputy   org.PostID // of the proposed unit
		Above    []org.UnitID
		Names    []string
		Clearing Clearing
		NewFacts Private `seal:"note"` // what is new in a matter that was terminated (Art. 20)
	}
	// Dispatch delivers the order to a unit with concrete requirements (Art. 10(3)).
	Dispatch struct {
		By
		To           Target
		Requirements string // 办理要求
		Text         string // 转办文本: what the unit reads
		PushReason   string // why a department's own matter goes to a township, in clear
		Names        []string
		Clearing     Clearing
	}
	// Recall takes the order back from a unit before its result is submitted; it is not charged to the unit (domain.md §13.15).
	Recall struct {
		By
		ChainID string
		Reason  Private `seal:"note"`
	}
	// ChangeDeputy names another deputy in charge on the sheet (domain.md §13.19).
	ChangeDeputy struct {
		By
		Deputy org.PostID
	}
)

type (
	// SubmittedForDispatch freezes M1's answer and its chain.
	SubmittedForDispatch struct {
		At       time.Time      `json:"at"`
		Level    policy.Level   `json:"level"`
		Appeals  int            `json:"appeals"`
		Keys     int            `json:"keys"`
		Proposal Proposal       `json:"proposal"`
		Chain    approval.Chain `json:"chain"`
		Limit    Limit          `json:"limit"` // of the signer, or of dispatch
		Instead  bool           `json:"instead,omitempty"`
		NewFacts *Kept          `json:"new_facts,omitempty"` // of a matter that had been terminated
	}
	// DispatchApproved is the last signature before dispatch.
	DispatchApproved struct {
		At    time.Time `json:"at"`
		Limit Limit     `json:"limit"`
	}
	// DispatchObjected sends the order back to the desk with the signer's opinion.
	DispatchObjected struct {
		At      time.Time `json:"at"`
		Opinion Kept      `json:"opinion"`
		Limit   Limit     `json:"limit"`
	}
	// DispatchedEvent delivers the order. It freezes what the unit and the citizen were promised.
	DispatchedEvent struct {
		At           time.Time     `json:"at"`
		Account      org.AccountID `json:"account,omitempty"`
		Unit         org.UnitID    `json:"unit"`
		Deputy       org.PostID    `json:"deputy,omitempty"`
		Requirements string        `json:"requirements"`
		Text         string        `json:"text"`
		Level        policy.Level  `json:"level"`
		Appeals      int           `json:"appeals"`
		Assigns      int           `json:"assigns"`
		Keys         int           `json:"keys"`
		Key          bool          `json:"key,omitempty"`
		PrincipalOwn bool          `json:"principal_own,omitempty"`
		Again        bool          `json:"again,omitempty"`  // after a recall
		Pushed       string        `json:"pushed,omitempty"` // why a department's own matter went to a township
		Sign         Limit         `json:"sign"`
		Contact      *Limit        `json:"contact,omitempty"`
		Result       Limit         `json:"result"`
		Progress     *Limit        `json:"progress,omitempty"` // of an urgent order, or one with a limit by law
		Call         *Limit        `json:"call,omitempty"`     // of a 特急 one
	}
	// Recalled takes the order back.
	Recalled struct {
		At     time.Time      `json:"at"`
		Unit   org.UnitID     `json:"unit"`
		Reason Kept           `json:"reason"`
		Level  policy.Level   `json:"level"`
		Chain  approval.Chain `json:"chain"`
		Limit  Limit          `json:"limit"`

		Recused bool `json:"recused,omitempty"` // the unit is reported in it: nobody there is told
	}
	// DeputyChanged names another deputy in charge.
	DeputyChanged struct {
		At     time.Time       `json:"at"`
		Deputy org.PostID      `json:"deputy"`
		Chain  *approval.Chain `json:"chain,omitempty"` // the result's chain, where it was already asked
	}
)

func (SubmittedForDispatch) kind() string { return "submitted_for_dispatch" }
func (DispatchApproved) kind() string     { return "dispatch_approved" }
func (DispatchObjected) kind() string     { return "dispatch_objected" }
func (DispatchedEvent) kind() string      { return "dispatched" }
func (Recalled) kind() string             { return "recalled" }
func (DeputyChanged) kind() string        { return "deputy_changed" }

func (e SubmittedForDispatch) apply(s State) State {
	s.Level, s.Proposal, s.DispatchChain, s.Objection, s.Nth = e.Level, e.Proposal, e.Chain, Kept{}, e.Appeals
	s.Clocks.met(LimitHandle, e.At)
	s.Status = PendingDispatch
	if !e.Chain.Empty() {
		s.Status = PendingApproval
	}
	s.Clocks.start(e.Limit)
	return s
}

func (e DispatchApproved) apply(s State) State {
	s.Status = PendingDispatch
	s.Clocks.met(LimitSigner, e.At)
	s.Clocks.start(e.Limit)
	return s
}

func (e DispatchObjected) apply(s State) State {
	s.Status, s.Objection, s.Designated = Registered, e.Opinion, false
	s.Clocks.met(LimitSigner, e.At)
	s.Clocks.start(e.Limit)
	return s
}

func (e DispatchedEvent) apply(s State) State {
	s.Status, s.Lead, s.Deputy = Dispatched, e.Unit, e.Deputy
	s.ReceivedAt, s.DispatchText, s.Requirements, s.DueUnit = e.At, e.Text, e.Requirements, ""
	s.PrincipalOwn, s.AutoAccepted, s.SignedAt, s.Reworking = e.PrincipalOwn, false, time.Time{}, false
	s.AssignedLead, s.Handler = "", ""
	s.ReturnFrom, s.ReturnRefusedAt, s.ReturnDisputed, s.Return = e.At, time.Time{}, false, nil
	if s.Designated {
		s.ReturnFrom = time.Time{}
	}
	s = s.unextended().unrelayed()
	if !e.Again {
		s.Assignments++
	}
	s.Clocks.met(LimitDispatch, e.At)
	s.Clocks.start(e.Sign)
	s.Clocks.start(e.Result)
	if e.Contact != nil {
		s.Clocks.start(*e.Contact)
	}
	s.Clocks.startIf(e.Progress)
	s.Clocks.startIf(e.Call)
	return s
}

func (e Recalled) apply(s State) State {
	s.PastLeads = append(slices.Clip(s.PastLeads), e.Unit)
	s.Lead, s.Handler, s.AssignedLead, s.Level, s.DispatchChain = "", "", "", e.Level, e.Chain
	s.Reply, s.Contacts, s.RefusalAsk, s.Return, s.Designated = nil, nil, nil, nil, false
	s = s.unextended().unrelayed()
	s.Call = nil
	s.Clocks.voidAll()
	s.Status = PendingDispatch
	if !e.Chain.Empty() {
		s.Status = PendingApproval
	}
	s.Clocks.start(e.Limit)
	return s
}

func (e DeputyChanged) apply(s State) State {
	s.Deputy = e.Deputy
	if e.Chain != nil {
		s.ResultChain = *e.Chain
	}
	return s
}

func submitForDispatch(s State, c SubmitForDispatch, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != Registered {
		return nil, s.wrongState(regulation.Art10_3, "提交转办")
	}
	if err := mustBe(c, regulation.Art10_3, deskKinds...); err != nil {
		return nil, err
	}
	if s.Request.Category == "" {
		return nil, regulation.RefuseField(regulation.Art9, "no_category", "category", "转办前须确定诉求分类，请选择分类。")
	}
	if err := s.conflict(c.Proposal.Unit, c.Above); err != nil {
		return nil, err
	}
	cleared, err := s.cleared(c.By, c.Clearing, c.Names, s.leaving(c.Proposal.Requirements, c.Proposal.Text), now)
	if err != nil {
		return nil, err
	}
	fresh, err := newFacts(s, c)
	if err != nil {
		return nil, err
	}
	e := SubmittedForDispatch{At: now, Appeals: s.Appeals(), Keys: s.Keys(), Proposal: c.Proposal, NewFacts: fresh}
	letters, onLetter := s.letterLevel()
	e.Level = max(p.DispatchLevel(e.Appeals, e.Keys, s.Key), letters)
	if e.Level == policy.ByOfficeHead && s.standIn(org.PostOfficeHead) != org.PostOfficeHead {
		e.Level = policy.ByGovHead // the head is reported himself
	}
	e.Chain = s.avoiding(p.DispatchChain(c.ChainID, c.Actor.Account, e.Level, s.standIn(c.Deputy)))
	// A county leader's recorded word is the signature up to that leader's level (Art. 11; domain.md §6.1), and so is one given on a letter that is handled with it (§13.10).
	if !e.Chain.Empty() && (s.Instruction != nil && covers(s.Instruction.Post.KindOf(), e.Level) || onLetter >= e.Level) {
		e.Chain, e.Instead = approval.Chain{ID: c.ChainID}, true
	}
	e.Limit = dispatchLimit(p, e.Level, e.Chain, now)
	out := append(cleared, e)
	if r, ok := s.Matter.Round(s.ID); !ok || !r.Counted {
		out = append(out, RoundCounted{Matter: s.MatterID, Order: s.ID, Basis: regulation.Art10_4})
	}
	return out, nil
}

func covers(k org.Kind, l policy.Level) bool {
	switch k {
	case org.Magistrate, org.HotlineDeputy, org.Deputy:
		return true
	case org.GovOfficeHead:
		return l <= policy.ByGovHead
	}
	return false
}

func dispatchLimit(p policy.Policy, l policy.Level, chain approval.Chain, now time.Time) Limit {
	switch {
	case !chain.Empty():
		return NewLimit(p, LimitSigner, now, p.Limit.SignerWD.Value, regulation.Art10_4)
	case l == policy.ByOfficeHead:
		due := now
		for range p.Limit.SignerHalfWDL1.Value {
			due = p.Calendar.HalfWorkday(due)
		}
		return halfDay(due, now)
	}
	return NewLimit(p, LimitDispatch, now, p.Limit.DispatchWD.Value, p.Limit.DispatchWD.Clause())
}

// checkDispatchText keeps identities out of what a unit reads (Art. 23(6)); the events say what a person cleared.
func checkDispatchText(s State, c Dispatch, now time.Time) ([]Event, error) {
	if err := requireText(regulation.Art10_3, "text", "转办文本", c.Text); err != nil {
		return nil, err
	}
	if err := requireText(regulation.Art10_3, "requirements", "办理要求", c.Requirements); err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(c.Requirements) > 500 {
		return nil, regulation.RefuseField(regulation.Art10_3, "long_requirements", "requirements", "办理要求超过500字，请写要点。")
	}
	return s.cleared(c.By, c.Clearing, c.Names, s.leaving(c.Requirements, c.Text), now)
}

// checkPushed warns where a department's own matter would go to a township: with a reason it may (国办函〔2025〕66号).
func checkPushed(c Dispatch) error {
	switch reason := strings.TrimSpace(c.PushReason); {
	case !c.To.Pushed:
		return nil
	case reason == "":
		return regulation.RefuseField(regulation.Art10_3, "pushed_down", "push_reason",
			"派单目录写明这类诉求是县直部门的职责，国办函〔2025〕66号要求不得推给乡镇街道：请改选部门；确需乡镇街道办理的，写明理由后再转。")
	case utf8.RuneCountInString(reason) > 200:
		return regulation.RefuseField(regulation.Art10_3, "long_push_reason", "push_reason", "转给乡镇街道的理由超过200字，请写要点。")
	}
	return clearText("push_reason", "转给乡镇街道的理由", c.PushReason, c.Names...)
}

func pushed(c Dispatch) string {
	if !c.To.Pushed {
		return ""
	}
	return strings.TrimSpace(c.PushReason)
}

func dispatch(s State, c Dispatch, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != PendingDispatch {
		return nil, s.wrongState(regulation.Art10_3, "转办")
	}
	if s.Level == policy.ByOfficeHead && s.standIn(org.PostOfficeHead) == org.PostOfficeHead {
		if err := mustBe(c, regulation.Art10_4, org.OfficeHead); err != nil {
			return nil, regulation.RefuseState(regulation.Art10_4, "head_dispatches", "这是第%d次诉求，由县热线办负责人分办。", s.Appeals())
		}
	} else if err := mustBe(c, regulation.Art10_3, org.Dispatcher, org.OfficeHead); err != nil {
		return nil, err
	}
	if s.Designated && c.To.Unit != "" && c.To.Unit != s.Proposal.Unit {
		return nil, regulation.RefuseField(regulation.Art21_3, "designated", "unit", "这件工单已会商指定承办单位，只能转给指定的单位。")
	}
	if err := mayBeGiven(s, c.To, regulation.Art10_3); err != nil {
		return nil, err
	}
	return deliver(s, c, p, now)
}

// deliver hands the order to the unit: what a dispatch, and a department that claims its own, have in common.
func deliver(s State, c Dispatch, p policy.Policy, now time.Time) ([]Event, error) {
	out, err := checkDispatchText(s, c, now)
	if err != nil {
		return nil, err
	}
	if err := checkPushed(c); err != nil {
		return nil, err
	}
	again := s.Assignments > 0
	assigns := s.Matter.Assigns()
	if !again {
		assigns++
	}
	e := DispatchedEvent{At: now, Account: c.Actor.Account, Unit: c.To.Unit, Deputy: s.standIn(c.To.Deputy), Requirements: c.Requirements, Text: c.Text, Level: s.Level,
		Appeals: s.Appeals(), Assigns: assigns, Keys: s.Keys(), Key: s.Key, Again: again, PrincipalOwn: p.PrincipalHandles(assigns, s.Key),
		Pushed: pushed(c),
		Sign:   NewLimit(p, LimitSign, now, p.Limit.SignWD.Value, p.Limit.SignWD.Clause()),
		Result: resultLimit(p, s, now)}
	if s.Answerable() {
		l := NewLimit(p, LimitContact, now, p.Limit.ContactWD.Value, p.Limit.ContactWD.Clause())
		e.Contact = &l
	}
	e.Progress, e.Call = pressing(p, s.Request.Urgency, now)
	e.Progress = sooner(e.Progress, nextProgress(p, s, e.Result, now))
	out = append(out, e)
	if !again {
		out = append(out, AssignmentCounted{Matter: s.MatterID, Order: s.ID})
	}
	return out, nil
}

func recall(s State, c Recall, p policy.Policy, now time.Time) ([]Event, error) {
	if !s.Status.AtUnit() {
		return nil, s.wrongState(regulation.Art6_3, "撤回")
	}
	if err := mustBe(c, regulation.Art6_3, org.Dispatcher, org.OfficeHead); err != nil {
		return nil, err
	}
	if err := requireText(regulation.Art6_3, "reason", "撤回改派的理由", c.Reason.Text); err != nil {
		return nil, err
	}
	level, chain, limit := signedAgain(s, c.ChainID, c.Actor.Account, "", p, now)
	return []Event{Recalled{At: now, Unit: s.Lead, Reason: c.Reason.Keep(), Level: level, Chain: chain, Limit: limit}}, nil
}

func changeDeputy(s State, c ChangeDeputy, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Lead == "" || s.Status.Done() || s.Status == ToFeedback || s.Status == Visiting {
		return nil, s.wrongState(regulation.Art24, "变更分管领导")
	}
	if err := mustBe(c, regulation.Art24, org.OfficeHead); err != nil {
		return nil, err
	}
	if k := c.Deputy.KindOf(); k != org.Deputy && k != org.HotlineDeputy {
		return nil, regulation.RefuseField(regulation.Art24, "not_a_deputy", "deputy", "请选择一位副县长岗位。")
	}
	if s.standIn(c.Deputy) != c.Deputy {
		return nil, regulation.RefuseField(regulation.Art23_6, "conflict", "deputy", "诉求反映的就是这位领导，须回避，请选择另一位。")
	}
	e := DeputyChanged{At: now, Deputy: c.Deputy}
	if s.Status == CountySigning {
		for _, st := range s.ResultChain.Steps {
			if st.Done != nil || st.Pending != nil {
				return nil, regulation.RefuseState(regulation.Art24, "already_signing", "县领导已开始签批，不能再变更分管领导。")
			}
		}
		chain := s.avoiding(p.ResultChain(s.ResultChain.ID, s.ResultChain.Applicant, s.Matter.Assigns(), s.Key, c.Deputy))
		e.Chain = &chain
	}
	return []Event{e}, nil
}

// halfDay is a limit of half working days, for the head (domain.md §9).
func halfDay(due, from time.Time) Limit {
	return Limit{Kind: LimitDispatch, From: from, Due: due, LastDay: dateBefore(due), Basis: regulation.Art10_4}
}
