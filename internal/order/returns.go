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

type (
	// AskReturn says that the matter is not the unit's (Art. 16): with a reason, and with the policy's words or the unit whose matter it is. Open to
	// the unit for the whole first working day, signed or not, until it has submitted a result (domain.md §13.1).
	AskReturn struct {
		By
		Reason Private    `seal:"note"`
		Basis  string     // policy or law with its clause, in clear
		Right  org.UnitID // the member unit whose matter it is
		Body   string     // or another body, by its name
		Files  []Attachment[Private]
	}
	// DecideReturn is the office's answer within one working day.
	DecideReturn struct {
		By
		ChainID string
		Accept  bool
		Note    Private `seal:"note"` // why not; needed for a refusal
	}
	// ObjectReturn is the unit's written objection to a refusal: the matter goes to 会商 (Art. 21(3); domain.md §13.5).
	ObjectReturn struct {
		By
		Reason Private `seal:"note"`
	}
)

// Return is a unit's request to return: while the office looks at it, and after that until the order is delivered anew.
type Return struct {
	At     time.Time  `json:"at"`
	Unit   org.UnitID `json:"unit"`
	Reason Kept       `json:"reason"`
	Basis  string     `json:"basis,omitempty"`
	Right  org.UnitID `json:"right,omitempty"`
	Body   string     `json:"body,omitempty"`
	Status Status     `json:"status"` // where the order stood; a refusal puts it there again
}

type (
	// ReturnAsked is the request. The unit's clocks wait for the answer without being paused: refused, they have run all the time.
	ReturnAsked struct {
		Account org.AccountID      `json:"account,omitempty"`
		Return  Return             `json:"return"`
		Unit    org.UnitID         `json:"unit"`
		Files   []Attachment[Kept] `json:"files,omitempty"`
		Review  Limit              `json:"review"`
	}
	// ReturnAccepted releases the unit. The next one gets a clock of its own, and no assignment is counted; the second of an order leads to 会商.
	ReturnAccepted struct {
		At      time.Time      `json:"at"`
		Account org.AccountID  `json:"account,omitempty"`
		Unit    org.UnitID     `json:"unit"`
		Count   int            `json:"count"` // which accepted return of this order
		Late    bool           `json:"late,omitempty"`
		Note    Kept           `json:"note"`
		Level   policy.Level   `json:"level"`
		Chain   approval.Chain `json:"chain"`
		Limit   Limit          `json:"limit"` // of the signer, of dispatch, or of the meeting
	}
	// ReturnRefused leaves the order with the unit, for good.
	ReturnRefused struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Late    bool          `json:"late,omitempty"`
		Note    Kept          `json:"note"`
		Assign  *Limit        `json:"assign,omitempty"` // where it waits for the unit's principal
	}
	// ReturnDisputed is the unit's objection.
	ReturnDisputed struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Reason  Kept          `json:"reason"`
		Limit   Limit         `json:"limit"`
	}
)

func (ReturnAsked) kind() string    { return "return_asked" }
func (ReturnAccepted) kind() string { return "return_accepted" }
func (ReturnRefused) kind() string  { return "return_refused" }
func (ReturnDisputed) kind() string { return "return_disputed" }

func (e ReturnAsked) apply(s State) State {
	ask := e.Return
	s.Return, s.Status = &ask, ReturnReview
	// Who says that the matter is not his takes his application for more time back (Art. 16, 19).
	s.Extension = nil
	s.Clocks.void(LimitExtension)
	s.Files = append(slices.Clip(s.Files), e.Files...)
	s.Clocks.start(e.Review)
	return s
}

func (e ReturnAccepted) apply(s State) State {
	s.PastLeads = append(slices.Clip(s.PastLeads), e.Unit)
	s.Lead, s.Handler, s.AssignedLead, s.Level, s.DispatchChain = "", "", "", e.Level, e.Chain
	s.Reply, s.Contacts, s.RefusalAsk = nil, nil, nil
	s = s.unextended().unrelayed()
	s.Returns = e.Count
	s.Clocks.met(LimitReturnReview, e.At)
	s.Call = nil
	s.Clocks.voidAll()
	switch {
	case e.Limit.Kind == LimitCoordinate:
		s.Status = Coordination
	case !e.Chain.Empty():
		s.Status = PendingApproval
	default:
		s.Status = PendingDispatch
	}
	s.Clocks.start(e.Limit)
	return s
}

func (e ReturnRefused) apply(s State) State {
	s.ReturnFrom, s.ReturnRefusedAt = time.Time{}, e.At
	if s.Return != nil {
		s.Status = s.Return.Status
	}
	s.Clocks.met(LimitReturnReview, e.At)
	if e.Assign != nil {
		s.Clocks.start(*e.Assign)
	}
	return s
}

func (e ReturnDisputed) apply(s State) State {
	s.Status, s.ReturnDisputed = Coordination, true
	s.Clocks.start(e.Limit)
	return s
}

// ReturnDue is the first instant at which the unit's right to return is over, zero where it has none. It does not move with the signature.
func ReturnDue(s State, p policy.Policy) time.Time {
	if s.ReturnFrom.IsZero() || !s.Status.AtUnit() {
		return time.Time{}
	}
	return NewLimit(p, LimitReturnReview, s.ReturnFrom, p.Limit.ReturnWD.Value, p.Limit.ReturnWD.Clause()).Due
}

// MayReturn reports whether the unit may ask for a return at now; page and programs close at the same instant as Decide.
func MayReturn(s State, p policy.Policy, now time.Time) bool { return now.Before(ReturnDue(s, p)) }

// MayObject reports whether the unit may object to a refused return at now: within one working day, once, while it holds the order.
func MayObject(s State, p policy.Policy, now time.Time) bool {
	return s.Status.AtUnit() && !s.ReturnRefusedAt.IsZero() && !s.ReturnDisputed && now.Before(ObjectDue(s, p))
}

// ObjectDue is the first instant at which it is too late to object to a refused return.
func ObjectDue(s State, p policy.Policy) time.Time {
	return NewLimit(p, LimitReturnReview, s.ReturnRefusedAt, p.Limit.ReturnWD.Value, p.Limit.ReturnWD.Clause()).Due
}

// mayReturn says by which words of the regulation there is no right, or none any more.
func mayReturn(s State, p policy.Policy, now time.Time) error {
	switch {
	case s.Designated:
		return regulation.RefuseState(regulation.Art21_3, "designated", "这件工单经会商指定本单位承办，不能退回。")
	case !s.ReturnRefusedAt.IsZero():
		return regulation.RefuseState(regulation.Art16, "refused_once", "这件工单的退回申请已经被退回一次，不能再申请退回；不服的可在1个工作日内书面提出异议，由县热线办会商指定。")
	case s.ReturnFrom.IsZero():
		return regulation.RefuseState(regulation.Art16, "result_submitted", "本单位已经报送过办理结果，不能再申请退回。")
	case !MayReturn(s, p, now):
		return regulation.RefuseState(regulation.Art16, "too_late", "自接到交办工单之日起%d个工作日内未申请退回的，视同接收，现在不能退回。职责有争议的请与县热线办联系。", p.Limit.ReturnWD.Value)
	}
	return nil
}

func askReturn(s State, c AskReturn, p policy.Policy, now time.Time) ([]Event, error) {
	if !s.Status.AtUnit() {
		return nil, s.wrongState(regulation.Art16, "申请退回")
	}
	if err := mustBeUnit(s, c, regulation.Art16, unitKinds...); err != nil {
		return nil, err
	}
	if err := mayReturn(s, p, now); err != nil {
		return nil, err
	}
	if err := checkReturn(s, c); err != nil {
		return nil, err
	}
	var out []Event
	from := s.Status
	if from == Dispatched {
		// Who answers the order has taken note of it: the request counts as signing, as the first contact does.
		signed, err := signFor(s, SignFor{By: c.By, Via: "return"}, p, now)
		if err != nil {
			return nil, err
		}
		out, from = signed, UnitAssigning
	}
	return append(out, ReturnAsked{Account: c.Actor.Account, Unit: s.Lead, Files: keepFiles(c.Files),
		Return: Return{At: now, Unit: s.Lead, Reason: c.Reason.Keep(), Basis: c.Basis, Right: c.Right, Body: c.Body, Status: from},
		Review: NewLimit(p, LimitReturnReview, now, p.Limit.ReturnReviewWD.Value, p.Limit.ReturnReviewWD.Clause())}), nil
}

// checkReturn holds the form against Art. 16 and names what is missing.
func checkReturn(s State, c AskReturn) error {
	if err := requireText(regulation.Art16, "reason", "退回理由（为什么不属于本单位职责）", c.Reason.Text); err != nil {
		return err
	}
	switch {
	case c.Basis == "" && c.Right == "" && c.Body == "":
		return regulation.RefuseField(regulation.Art16, "no_basis", "basis", "只有理由还不够，缺政策法规依据或归属单位：请写明依据的名称和条款，或者选出应由哪个单位办理。")
	case c.Right == s.Lead:
		return regulation.RefuseField(regulation.Art16, "own_unit", "right", "归属单位不能是本单位，请另选。")
	case utf8.RuneCountInString(c.Basis) > 500:
		return regulation.RefuseField(regulation.Art16, "long_basis", "basis", "政策法规依据超过500字，请只写名称、文号和条款。")
	}
	if err := clearText("basis", "政策法规依据", c.Basis); err != nil {
		return err
	}
	return clearText("body", "归属单位", c.Body)
}

func decideReturn(s State, c DecideReturn, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != ReturnReview {
		return nil, s.wrongState(regulation.Art16, "审核退回申请")
	}
	if err := mustBe(c, regulation.Art16, org.Dispatcher, org.OfficeHead); err != nil {
		return nil, err
	}
	late := s.Clocks.Get(LimitReturnReview).Late(now)
	if !c.Accept {
		if err := requireText(regulation.Art16, "note", "不同意退回的理由", c.Note.Text); err != nil {
			return nil, err
		}
		e := ReturnRefused{At: now, Account: c.Actor.Account, Unit: s.Lead, Late: late, Note: c.Note.Keep()}
		if s.Return.Status == UnitAssigning {
			l := NewLimit(p, LimitAssign, now, p.Limit.AssignWD.Value, p.Limit.AssignWD.Clause())
			e.Assign = &l
		}
		// What the unit's clocks would have said meanwhile is said now: they have never stopped.
		return append([]Event{e}, settle(e.apply(s), p, now)...), nil
	}
	e := ReturnAccepted{At: now, Account: c.Actor.Account, Unit: s.Lead, Count: s.Returns + 1, Late: late, Note: c.Note.Keep(), Level: s.Level, Chain: approval.Chain{ID: c.ChainID}}
	if e.Count > 1 {
		e.Limit = coordinateLimit(p, now)
		return []Event{e}, nil
	}
	e.Level, e.Chain, e.Limit = signedAgain(s, c.ChainID, c.Actor.Account, "", p, now)
	return []Event{e}, nil
}

// signedAgain is who signs when another unit gets an order whose unit a signer had named (domain.md, Art. 16): the head's own dispatch replaces levels 1
// and 2; level 3 asks its signer again. An order that turned key at its unit has never had the signature that a key order needs before its dispatch: it is
// asked now (Art. 10(4)).
func signedAgain(s State, chain string, by org.AccountID, deputy org.PostID, p policy.Policy, now time.Time) (policy.Level, approval.Chain, Limit) {
	level, c := s.Level, approval.Chain{ID: chain}
	if need := p.DispatchLevel(s.Appeals(), s.Keys(), true); s.Key && (level == policy.NoSigner || len(s.PastLeads) == 0) && need > s.signedUpTo() {
		c = s.avoiding(p.DispatchChain(chain, by, need, s.standIn(deputy)))
		return need, c, dispatchLimit(p, need, c, now)
	}
	switch level {
	case policy.ByGovHead:
		level = policy.ByOfficeHead
	case policy.ByDeputyChief:
		c = s.avoiding(p.DispatchChain(chain, by, level, s.standIn(deputy)))
	}
	return level, c, dispatchLimit(p, level, c, now)
}

func objectReturn(s State, c ObjectReturn, p policy.Policy, now time.Time) ([]Event, error) {
	if !s.Status.AtUnit() {
		return nil, s.wrongState(regulation.Art21_3, "提出异议")
	}
	if err := mustBeUnit(s, c, regulation.Art21_3, unitKinds...); err != nil {
		return nil, err
	}
	switch {
	case s.ReturnRefusedAt.IsZero():
		return nil, regulation.RefuseState(regulation.Art16, "nothing_refused", "没有被退回的退回申请，不能提出异议。")
	case s.ReturnDisputed:
		return nil, regulation.RefuseState(regulation.Art21_3, "disputed_once", "这件工单已经会商过，不能再提异议。")
	case !MayObject(s, p, now):
		return nil, regulation.RefuseState(regulation.Art16, "too_late", "退回申请未获同意后%d个工作日内没有书面提出异议，视同接收，请继续办理。", p.Limit.ReturnWD.Value)
	}
	if err := requireText(regulation.Art21_3, "reason", "异议的内容", c.Reason.Text); err != nil {
		return nil, err
	}
	return []Event{ReturnDisputed{At: now, Account: c.Actor.Account, Unit: s.Lead, Reason: c.Reason.Keep(), Limit: coordinateLimit(p, now)}}, nil
}
