package order

import (
	"slices"
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
	Deputy org.PostID // deputy in charge, by unit and category; empty = no mapping, which warns and never blocks
	Closed bool
}

type (
	// SubmitForDispatch asks for the way of Art. 10(3)–(4): M1 says who must sign first.
	SubmitForDispatch struct {
		By
		ChainID  string
		Proposal Proposal
		Deputy   org.PostID // of the proposed unit
	}
	// Dispatch delivers the order to a unit with concrete requirements (Art. 10(3)).
	Dispatch struct {
		By
		To           Target
		Requirements string // 办理要求
		Text         string // 转办文本: what the unit reads
		Names        []string
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
		Again        bool          `json:"again,omitempty"` // after a recall
		Sign         Limit         `json:"sign"`
		Contact      *Limit        `json:"contact,omitempty"`
		Result       Limit         `json:"result"`
	}
	// Recalled takes the order back.
	Recalled struct {
		At     time.Time      `json:"at"`
		Unit   org.UnitID     `json:"unit"`
		Reason Kept           `json:"reason"`
		Level  policy.Level   `json:"level"`
		Chain  approval.Chain `json:"chain"`
		Limit  Limit          `json:"limit"`
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
	s.Level, s.Proposal, s.DispatchChain, s.Objection = e.Level, e.Proposal, e.Chain, Kept{}
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
	s.ReceivedAt, s.DispatchText, s.Requirements = e.At, e.Text, e.Requirements
	s.PrincipalOwn, s.AutoAccepted, s.SignedAt = e.PrincipalOwn, false, time.Time{}
	s.AssignedLead, s.Handler = "", ""
	s.ReturnFrom, s.ReturnRefusedAt, s.ReturnDisputed, s.Return = e.At, time.Time{}, false, nil
	if s.Designated {
		s.ReturnFrom = time.Time{}
	}
	s = s.unextended()
	if !e.Again {
		s.Assignments++
	}
	s.Clocks.met(LimitDispatch, e.At)
	s.Clocks.start(e.Sign)
	s.Clocks.start(e.Result)
	if e.Contact != nil {
		s.Clocks.start(*e.Contact)
	}
	return s
}

func (e Recalled) apply(s State) State {
	s.PastLeads = append(slices.Clip(s.PastLeads), e.Unit)
	s.Lead, s.Handler, s.AssignedLead, s.Level, s.DispatchChain = "", "", "", e.Level, e.Chain
	s.Reply, s.Contacts, s.RefusalAsk, s.Return, s.Designated = nil, nil, nil, nil, false
	s = s.unextended()
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
	for _, t := range []struct{ field, label, text string }{{"requirements", "办理要求", c.Proposal.Requirements}, {"text", "转办文本", c.Proposal.Text}} {
		if err := clearText(t.field, t.label, t.text); err != nil {
			return nil, err
		}
	}
	e := SubmittedForDispatch{At: now, Appeals: s.Appeals(), Keys: s.Keys(), Proposal: c.Proposal}
	e.Level = p.DispatchLevel(e.Appeals, e.Keys, s.Key)
	e.Chain = p.DispatchChain(c.ChainID, c.Actor.Account, e.Level, c.Deputy)
	// A county leader's recorded word is the signature up to that leader's level (Art. 11; domain.md §6.1).
	if s.Instruction != nil && !e.Chain.Empty() && covers(s.Instruction.Post.KindOf(), e.Level) {
		e.Chain, e.Instead = approval.Chain{ID: c.ChainID}, true
	}
	e.Limit = dispatchLimit(p, e.Level, e.Chain, now)
	out := []Event{e}
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

// refuseDispatchWords keeps identities out of what a unit reads (Art. 23(6)).
func checkDispatchText(c Dispatch) error {
	if err := requireText(regulation.Art10_3, "text", "转办文本", c.Text); err != nil {
		return err
	}
	if err := requireText(regulation.Art10_3, "requirements", "办理要求", c.Requirements); err != nil {
		return err
	}
	if utf8.RuneCountInString(c.Requirements) > 500 {
		return regulation.RefuseField(regulation.Art10_3, "long_requirements", "requirements", "办理要求超过500字，请写要点。")
	}
	if err := clearText("text", "转办文本", c.Text, c.Names...); err != nil {
		return err
	}
	return clearText("requirements", "办理要求", c.Requirements, c.Names...)
}

func dispatch(s State, c Dispatch, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != PendingDispatch {
		return nil, s.wrongState(regulation.Art10_3, "转办")
	}
	if s.Level == policy.ByOfficeHead {
		if err := mustBe(c, regulation.Art10_4, org.OfficeHead); err != nil {
			return nil, regulation.RefuseState(regulation.Art10_4, "head_dispatches", "这是第%d次诉求，由县热线办负责人分办。", s.Appeals())
		}
	} else if err := mustBe(c, regulation.Art10_3, org.Dispatcher, org.OfficeHead); err != nil {
		return nil, err
	}
	switch {
	case c.To.Unit == "":
		return nil, regulation.RefuseField(regulation.Art10_3, "no_unit", "unit", "没有选择承办单位。")
	case s.Designated && c.To.Unit != s.Proposal.Unit:
		return nil, regulation.RefuseField(regulation.Art21_3, "designated", "unit", "这件工单已会商指定承办单位，只能转给指定的单位。")
	case c.To.Closed:
		return nil, regulation.RefuseField(regulation.Art4, "closed_unit", "unit", "这个单位已停用，请选择接续单位。")
	case s.Request.ReportedUnit != "" && s.Request.ReportedUnit == c.To.Unit:
		return nil, regulation.RefuseField(regulation.Art23_6, "conflict", "unit", "诉求反映的就是这个单位，须回避，不能转给它办理，请选择其上级或其他单位。")
	}
	if err := checkDispatchText(c); err != nil {
		return nil, err
	}
	again := s.Assignments > 0
	assigns := s.Matter.Assigns()
	if !again {
		assigns++
	}
	e := DispatchedEvent{At: now, Account: c.Actor.Account, Unit: c.To.Unit, Deputy: c.To.Deputy, Requirements: c.Requirements, Text: c.Text, Level: s.Level,
		Appeals: s.Appeals(), Assigns: assigns, Keys: s.Keys(), Key: s.Key, Again: again, PrincipalOwn: p.PrincipalHandles(assigns, s.Key),
		Sign:   NewLimit(p, LimitSign, now, p.Limit.SignWD.Value, p.Limit.SignWD.Clause()),
		Result: resultLimit(p, s, now)}
	if s.Answerable() {
		l := NewLimit(p, LimitContact, now, p.Limit.ContactWD.Value, p.Limit.ContactWD.Clause())
		e.Contact = &l
	}
	out := []Event{e}
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
	e := DeputyChanged{At: now, Deputy: c.Deputy}
	if s.Status == CountySigning {
		for _, st := range s.ResultChain.Steps {
			if st.Done != nil || st.Pending != nil {
				return nil, regulation.RefuseState(regulation.Art24, "already_signing", "县领导已开始签批，不能再变更分管领导。")
			}
		}
		chain := p.ResultChain(s.ResultChain.ID, s.ResultChain.Applicant, s.Matter.Assigns(), s.Key, c.Deputy)
		e.Chain = &chain
	}
	return []Event{e}, nil
}

// halfDay is a limit of half working days, for the head (domain.md §9).
func halfDay(due, from time.Time) Limit {
	return Limit{Kind: LimitDispatch, From: from, Due: due, LastDay: dateBefore(due), Basis: regulation.Art10_4}
}
