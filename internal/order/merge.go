package order

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Several callers about one event are handled once (并单; domain.md §6.0, §13.22; 重复诉求并单处理): the orders of the others are merged under a leading order. Each
// keeps its number, its caller and its matter, and is told the result of the leading order, answered and visited by itself; what a caller is called never
// leaves his own order. A merge can be taken back (拆分): the order stands again where it stood.

// Leading is what the rules need to know of the order that leads.
type Leading struct {
	ID, Number, Matter string
	Status             Status
	Unit               org.UnitID
	Marks              []string     // who is recused from it
	Merged             bool         // is merged under another itself
	Ending             bool         // a refusal of it waits for the head
	Members            []string     // orders merged under it
	Signed             policy.Level // how high its dispatch has been signed (Art. 10(4))
}

// Leads is an order as one that leads others.
func (s State) Leads() Leading {
	l := Leading{ID: s.ID, Number: s.Number, Matter: s.MatterID, Status: s.Status, Unit: s.Lead, Marks: s.Recused(), Merged: s.Merged != nil, Ending: s.RefusalAsk != nil, Signed: s.signedUpTo()}
	for _, m := range s.Members {
		l.Members = append(l.Members, m.Order)
	}
	return l
}

// Merging is what a merged order remembers: it stays until the order is split off.
type Merging struct {
	Leader, Number string
	At             time.Time
	Was            Status     // where it stood
	Counted        bool       // its round was counted with the merge
	Unit           org.UnitID // whose result it is, once it is there
	Visit          bool       // its caller is visited
	Letter         bool       // a key letter that is handled with an open order (join.go)
	Matter         string     // of the leading order
}

// Member is an order merged under this one. Nothing of its caller is known here but when an upper platform waits for his answer.
type Member struct {
	Order, Number string
	Letter        *Letter    // a key letter, with its limit and the signature it asks
	OuterDue      *time.Time // of any other: first instant that is too late for its platform; nil = nobody above waits
}

type (
	// Merge puts an order under a leading one. The desk writes TakeMember on that one in the same append.
	Merge struct {
		By
		Under  Leading
		Reason Private `seal:"note"`
	}
	// TakeMember is the leading order's side of a merge.
	TakeMember struct {
		By
		Order, Number string
		Marks         []string   // who is recused from the member
		Letter        *Letter    // of a key letter (Join)
		ChainID       string     // of the signature that the letter asks of it
		OuterDue      *time.Time // limit of the upper platform that any other member came from
	}
	// Split takes a merge back; LoseMember is the leading order's side of it.
	Split struct {
		By
		Reason Private `seal:"note"`
	}
	// LoseMember see Split.
	LoseMember struct {
		By
		Order string
	}
	// ShareResult brings the result of the leading order to a member: the program's, as soon as it may be told.
	ShareResult struct {
		By
		Under Leading
	}
)

type (
	// MergedEvent says that an order is handled with another.
	MergedEvent struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Leader  string        `json:"leader"`
		Number  string        `json:"number"`
		Matter  string        `json:"matter"` // of the leading order
		Unit    org.UnitID    `json:"unit,omitempty"`
		Was     Status        `json:"was"`
		Counted bool          `json:"counted,omitempty"`
		Reason  Kept          `json:"reason"`
		Letter  bool          `json:"letter,omitempty"` // a key letter, with its own answer to its platform
		Ask     string        `json:"ask,omitempty"`    // what it asks beside, for the unit
	}
	// MemberJoined is the same on the leading order.
	MemberJoined struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Order   string        `json:"order"`
		Number  string        `json:"number"`
		Unit    org.UnitID    `json:"unit,omitempty"`
		Count   int           `json:"count"`
		Letter  *Letter       `json:"letter,omitempty"`

		OuterDue *time.Time `json:"outer_due,omitempty"` // when the member's upper platform wants the answer
		Result   *Limit     `json:"result,omitempty"`    // nearer for it
	}
	// SplitOff says that an order is handled by itself again. Why is "asked", or "dissatisfied" where its caller was not content with the common result.
	SplitOff struct {
		At        time.Time     `json:"at"`
		Account   org.AccountID `json:"account,omitempty"`
		Leader    string        `json:"leader"`
		Number    string        `json:"number"`
		Unit      org.UnitID    `json:"unit,omitempty"`
		To        Status        `json:"to"`
		Why       string        `json:"why"`
		Uncounted bool          `json:"uncounted,omitempty"`
		Limit     Limit         `json:"limit"`
		Reason    Kept          `json:"reason"`
	}
	// MemberLeft is the same on the leading order.
	MemberLeft struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Order   string        `json:"order"`
		Number  string        `json:"number"`
		Unit    org.UnitID    `json:"unit,omitempty"`
		Count   int           `json:"count"`

		Result *Limit `json:"result,omitempty"` // the unit's own again, where the member alone had brought it nearer
	}
	// ResultShared says that the common result has reached a merged order: its caller is owed the answer now.
	ResultShared struct {
		At       time.Time  `json:"at"`
		Leader   string     `json:"leader"`
		Unit     org.UnitID `json:"unit"`
		Of       int        `json:"of"`    // how many were merged
		Visit    bool       `json:"visit"` // drawn for the visit, or all are visited
		Feedback Limit      `json:"feedback"`
	}
)

func (MergedEvent) kind() string  { return "merged" }
func (MemberJoined) kind() string { return "member_joined" }
func (SplitOff) kind() string     { return "split_off" }
func (MemberLeft) kind() string   { return "member_left" }
func (ResultShared) kind() string { return "result_shared" }

func (e MergedEvent) apply(s State) State {
	s.Merged = &Merging{Leader: e.Leader, Number: e.Number, At: e.At, Was: e.Was, Counted: e.Counted, Unit: e.Unit, Letter: e.Letter, Matter: e.Matter}
	s.Status = Merged
	s.Clocks.voidAll()
	return s
}

func (e MemberJoined) apply(s State) State {
	s.Members = append(slices.Clip(s.Members), Member{e.Order, e.Number, e.Letter, e.OuterDue})
	return s.limitedTo(e.Result)
}

func (e SplitOff) apply(s State) State {
	s.Merged, s.Status = nil, e.To
	s.Visits, s.FedBackAt, s.FedBackBy, s.Satisfaction, s.Solved = nil, time.Time{}, "", "", ""
	s.Clocks.voidAll()
	s.Clocks.start(e.Limit)
	return s
}

func (e MemberLeft) apply(s State) State {
	s.Members = slices.DeleteFunc(slices.Clone(s.Members), func(m Member) bool { return m.Order == e.Order })
	return s.limitedTo(e.Result)
}

func (e ResultShared) apply(s State) State {
	m := Merging{Leader: e.Leader}
	if s.Merged != nil {
		m = *s.Merged
	}
	m.Unit, m.Visit = e.Unit, e.Visit
	s.Merged, s.Status = &m, ToFeedback
	s.Clocks.start(e.Feedback)
	return s
}

// TakesMembers reports whether others may still be merged under an order that stands there: its result is not out.
func (s Status) TakesMembers() bool {
	switch s {
	case Registered, PendingApproval, PendingDispatch, Dispatched, ReturnReview, Coordination, UnitAssigning, InProgress, UnitSigning, Submitted, CountySigning:
		return true
	}
	return false
}

// MayMerge says why an order cannot be merged under any other, nil where it can. Nothing that the regulation wants signed, and nothing that a unit has, is merged away.
func MayMerge(s State, p policy.Policy) error {
	switch {
	case s.Status != Registered && s.Status != PendingDispatch:
		return s.wrongState(regulation.Art10_3, "并单")
	case len(s.Members) > 0:
		return regulation.RefuseState(regulation.Art10_3, "leads_others", "这件工单下面并有%d件，它是主办工单；请先拆分，或者把另一件并入它。", len(s.Members))
	case s.Key || s.Instruction != nil:
		return regulation.RefuseState(regulation.Art10_4, "own_order", "重点交办件和领导批示件自成一单，不能并入；请用并办，或者作为主办工单。")
	case p.DispatchLevel(s.Appeals(), s.Keys(), s.Key) != policy.NoSigner:
		return regulation.RefuseState(regulation.Art10_4, "needs_signature", "这是第%d次诉求，须按第十条（四）分办或签批，不能并入；可以作为主办工单。", s.Appeals())
	}
	return nil
}

func merge(s State, c Merge, p policy.Policy, now time.Time) ([]Event, error) {
	if err := mustBe(c, regulation.Art10_3, deskKinds...); err != nil {
		return nil, err
	}
	if err := MayMerge(s, p); err != nil {
		return nil, err
	}
	u := c.Under
	bad := func(code, reason string, args ...any) ([]Event, error) {
		return nil, regulation.RefuseField(regulation.Art10_3, code, "number", reason, args...)
	}
	switch {
	case u.ID == "" || u.ID == s.ID:
		return bad("no_leader", "没有找到主办工单，请核对编号。")
	case u.Matter == s.MatterID:
		return bad("same_matter", "这两件是同一来电人的同一事项，请用关联或催办，不是并单。")
	case u.Merged:
		return bad("leader_merged", "%s自己已经并入别的工单，请并到它的主办工单。", u.Number)
	case u.Status == Terminating || u.Status == AwaitingCancel:
		// Art. 20 ends what one caller asks unreasonably; the others have asked once and are owed a result.
		return nil, regulation.RefuseField(regulation.Art20, "leader_terminating", "number", "%s正在办终结（%s），终结只对它的诉求人，并入的没有结果可告知；请单独转办，或等终结有结果以后再看。", u.Number, u.Status.Name())
	case !u.Status.TakesMembers():
		return bad("result_out", "%s是“%s”，结果已经出来，不能再并入；请直接答复，或者照常转办。", u.Number, u.Status.Name())
	case u.Ending:
		return bad("leader_ending", "%s正在提请转不予受理，等决定以后再并入。", u.Number)
	}
	if err := keptFrom(s.Recused(), u.Marks); err != nil {
		return nil, err
	}
	e := MergedEvent{At: now, Account: c.Actor.Account, Leader: u.ID, Number: u.Number, Matter: u.Matter, Unit: u.Unit, Was: s.Status, Reason: c.Reason.Keep()}
	if r, ok := s.Matter.Round(s.ID); ok && !r.Counted {
		e.Counted = true
		return []Event{e, RoundCounted{Matter: s.MatterID, Order: s.ID, Basis: regulation.Art10_4}}, nil
	}
	return []Event{e}, nil
}

// keptFrom refuses a leading order that is not kept from whoever the member is kept from: its result would come from the party complained of.
func keptFrom(member, leading []string) error {
	if slices.ContainsFunc(member, func(m string) bool { return !slices.Contains(leading, m) }) {
		return regulation.RefuseField(regulation.Art23_6, "conflict", "number", "这件工单反映的单位或人员没有被主办工单回避，不能并入；请单独办理。")
	}
	return nil
}

func takeMember(s State, c TakeMember, p policy.Policy, now time.Time) ([]Event, error) {
	if err := mustBe(c, regulation.Art10_3, deskKinds...); err != nil {
		return nil, err
	}
	if s.Merged != nil || !s.Status.TakesMembers() || s.RefusalAsk != nil || slices.ContainsFunc(s.Members, func(m Member) bool { return m.Order == c.Order }) {
		return nil, s.wrongState(regulation.Art10_3, "并入工单")
	}
	if err := keptFrom(c.Marks, s.Recused()); err != nil {
		return nil, err
	}
	if c.Letter != nil {
		return takeLetter(s, c, p, now), nil
	}
	e := MemberJoined{At: now, Account: c.Actor.Account, Order: c.Order, Number: c.Number, Unit: s.Lead, Count: len(s.Members) + 1, OuterDue: c.OuterDue}
	var err error
	if e.Result, err = s.hurried(c.OuterDue, p, now); err != nil {
		return nil, err
	}
	return []Event{e}, nil
}

// splitOff is an order's way back to where it stood, with a whole new limit of the office.
func (s State) splitOff(why string, by org.AccountID, reason Kept, p policy.Policy, now time.Time) []Event {
	m := s.Merged
	e := SplitOff{At: now, Account: by, Leader: m.Leader, Number: m.Number, Unit: m.Unit, To: m.Was, Why: why, Uncounted: m.Counted, Reason: reason}
	switch m.Was {
	case PendingDispatch:
		e.Limit = dispatchLimit(p, s.Level, approval.Chain{}, now)
	default:
		e.Limit = NewLimit(p, LimitHandle, now, p.Limit.HandleWD.Value, p.Limit.HandleWD.Clause())
	}
	if e.Uncounted {
		return []Event{e, RoundUncounted{Matter: s.MatterID, Order: s.ID, Basis: regulation.Art10_4}}
	}
	return []Event{e}
}

func split(s State, c Split, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != Merged {
		return nil, s.wrongState(regulation.Art10_3, "拆分")
	}
	if err := mustBe(c, regulation.Art10_3, deskKinds...); err != nil {
		return nil, err
	}
	if err := requireText(regulation.Art10_3, "reason", "拆分的理由", c.Reason.Text); err != nil {
		return nil, err
	}
	return s.splitOff("asked", c.Actor.Account, c.Reason.Keep(), p, now), nil
}

func loseMember(s State, c LoseMember, p policy.Policy, now time.Time) ([]Event, error) {
	if err := mustBe(c, regulation.Art10_3, deskKinds...); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(s.Members, func(m Member) bool { return m.Order == c.Order })
	if i < 0 {
		return nil, s.wrongState(regulation.Art10_3, "拆分")
	}
	return []Event{MemberLeft{At: now, Account: c.Actor.Account, Order: c.Order, Number: s.Members[i].Number, Unit: s.Lead, Count: len(s.Members) - 1,
		Result: s.unhurried(c.Order, p, now)}}, nil
}

// shareResult answers nothing where there is no result yet, or it has come already.
func shareResult(s State, c ShareResult, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != Merged || s.Merged.Leader != c.Under.ID || c.Under.Status != ToFeedback && c.Under.Status != Visiting && c.Under.Status != Closed {
		return nil, nil
	}
	if !c.Actor.System() {
		return nil, regulation.RefuseState(regulation.Art24, "wrong_post", "主办工单的结果由程序送到并入的工单，不用人办。")
	}
	return []Event{ResultShared{At: now, Leader: c.Under.ID, Unit: c.Under.Unit, Of: len(c.Under.Members), Visit: !s.sameCaller() && drawn(c.Under, s.ID, p.Visit.MergedAllUpTo.Value),
		Feedback: NewLimit(p, LimitFeedback, now, p.Limit.FeedbackWD.Value, p.Limit.FeedbackWD.Clause())}}, nil
}

// sameCaller reports a letter on the very matter that it is handled with: its caller is visited there, once (Art. 25).
func (s State) sameCaller() bool { return s.Merged.Letter && s.Merged.Matter == s.MatterID }

// drawn reports whether a member's caller is visited: all up to a number, and of more as many, drawn by chance that nobody can turn (domain.md §13.22).
func drawn(u Leading, id string, all int) bool {
	if len(u.Members) <= all {
		return true
	}
	lot := func(x string) string {
		h := sha256.Sum256([]byte(u.ID + "/" + x))
		return hex.EncodeToString(h[:])
	}
	before := 0
	for _, x := range u.Members {
		if lot(x) < lot(id) {
			before++
		}
	}
	return before < all
}

// bound says what may not happen to an order while others hang on it, or while it hangs on another: the orders are split first.
func (s State) bound(c Command) error {
	if s.Status == Merged {
		switch x := c.(type) {
		case Withdraw:
			return regulation.RefuseState(regulation.Art9, "merged", "这件已并入%s，请先拆分，再登记撤回。", s.Merged.Number)
		case Correct:
			if x.Party != nil {
				return regulation.RefuseState(regulation.Art23_6, "merged", "这件已并入%s，请先拆分，再更正被反映的单位或人员。", s.Merged.Number)
			}
		}
		return nil
	}
	if len(s.Members) == 0 {
		return nil
	}
	switch x := c.(type) {
	case AnswerDirectly, TransferByPhone, TransferEmergency, CloseLogged, Refuse, SendUp, Explain, Withdraw, AskRefusal, AskTermination, LiftRecusal:
	case Correct:
		if x.Party == nil {
			return nil
		}
	default:
		return nil
	}
	return regulation.RefuseState(regulation.Art10_3, "leads_others", "这件工单下面并有%d件，这样办会使它们没有着落；请先把它们拆分，或并到另一件。", len(s.Members))
}
