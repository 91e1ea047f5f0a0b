package order

import (
	"slices"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Status is where an order stands (domain.md §3.4).
type Status string

// The states.
const (
	None            Status = ""
	Registered      Status = "registered"       // 已登记待处置
	PendingApproval Status = "pending_approval" // 待批办
	PendingDispatch Status = "pending_dispatch" // 待转办
	Dispatched      Status = "dispatched"       // 待签收
	ReturnReview    Status = "return_review"    // 退回待审
	Coordination    Status = "coordination"     // 待会商指定
	UnitAssigning   Status = "unit_assigning"   // 待单位分办
	InProgress      Status = "in_progress"      // 办理中
	UnitSigning     Status = "unit_signing"     // 待单位签章
	Submitted       Status = "submitted"        // 待热线办审核
	CountySigning   Status = "county_signing"   // 待县领导签批
	ToFeedback      Status = "to_feedback"      // 待反馈
	Visiting        Status = "visiting"         // 待回访
	Closed          Status = "closed"           // 已办结
	Archived        Status = "archived"         // 已归档
	DirectClosed    Status = "direct_closed"    // 直接答复
	PhoneClosed     Status = "phone_closed"     // 电话转办
	EmergencyClosed Status = "emergency_closed" // 紧急转接
	LoggedClosed    Status = "logged_closed"    // 登记办结
	NotAccepted     Status = "not_accepted"     // 不予受理
	ReturnedUp      Status = "returned_up"      // 退回上级
	Explained       Status = "explained"        // 解释办结
	Withdrawn       Status = "withdrawn"        // 诉求人撤回
	Terminating     Status = "terminating"      // 终结审批（第二十条）
	AwaitingCancel  Status = "awaiting_cancel"  // 待销号
	Terminated      Status = "terminated"       // 已终结
	Merged          Status = "merged"           // 已并单
)

// Statuses lists the states in the order of the road.
func Statuses() []Status {
	return []Status{Registered, Merged, PendingApproval, PendingDispatch, Dispatched, ReturnReview, Coordination, UnitAssigning, InProgress, UnitSigning, Submitted, CountySigning, Terminating, AwaitingCancel, ToFeedback,
		Visiting, Closed, Archived, DirectClosed, PhoneClosed, EmergencyClosed, LoggedClosed, NotAccepted, ReturnedUp, Explained, Withdrawn, Terminated}
}

// Name is the Chinese name.
func (s Status) Name() string {
	return map[Status]string{Registered: "待处置", Merged: "已并单", PendingApproval: "待批办", PendingDispatch: "待转办", Dispatched: "待签收", ReturnReview: "退回待审", Coordination: "待会商", UnitAssigning: "待单位分办",
		InProgress: "办理中", UnitSigning: "待单位签章", Submitted: "待审核", CountySigning: "待县领导签批", ToFeedback: "待反馈", Visiting: "待回访",
		Closed: "已办结", Archived: "已归档", DirectClosed: "直接答复", PhoneClosed: "电话转办", EmergencyClosed: "紧急转接", LoggedClosed: "登记办结",
		NotAccepted: "不予受理", ReturnedUp: "退回上级", Explained: "解释办结", Withdrawn: "诉求人撤回", Terminating: "终结审批", AwaitingCancel: "待销号", Terminated: "已终结"}[s]
}

// Terminal reports whether nothing can happen any more by itself.
func (s Status) Terminal() bool {
	switch s {
	case Archived, DirectClosed, PhoneClosed, EmergencyClosed, LoggedClosed, NotAccepted, ReturnedUp, Explained, Withdrawn, Terminated:
		return true
	}
	return false
}

// Done reports whether the order is closed in any way.
func (s Status) Done() bool { return s == Closed || s.Terminal() }

// AtUnit reports whether the order lies with a unit.
func (s Status) AtUnit() bool {
	switch s {
	case Dispatched, UnitAssigning, InProgress, UnitSigning:
		return true
	}
	return false
}

// State is one order, folded from its events. It is a value: Evolve returns a new one. Matter is folded from the matter's own stream.
type State struct {
	ID       string
	Number   string
	OldNo    string // number on the platform taken over
	Status   Status
	Policy   int // version of the rules that hold for it (Art. 29)
	Calendar int // version of the calendar

	Request      Request[Kept]
	RegisteredAt time.Time
	RegisteredBy org.AccountID
	Late         bool // entered later than taken (补录)
	Key          bool // 重点交办
	Outer        bool // from a higher or other platform, by its channel
	Programme    bool // from a programme with citizens, by its channel: its editor is told the result too (Art. 6(6))
	Instruction  *Instruction[Kept]
	Answering    *Answering   // the answering day it was taken on: tracked by Art. 21(1), not key for Art. 24 (domain.md §13.17)
	Instructed   []org.PostID // leaders whose word came while it ran, or after it
	Files        []Attachment[Kept]

	Matter   Matter
	MatterID string
	Declined []string // matters that were proposed and found to be others

	Disposal Disposal

	Merged  *Merging // under which order it is handled
	Members []Member // the orders handled under this one

	EverReported  bool // a party complained of was named, now or once
	RecusalLifted bool // the head has opened a complaint to the unit it is about

	Level         policy.Level // M1's answer, frozen when submitted for dispatch
	Nth           int          // which appeal of its matter it was then
	Proposal      Proposal
	DispatchChain approval.Chain
	Objection     Kept // the signer's reason for sending it back

	Lead         org.UnitID // unit that holds it (首接单位)
	DueUnit      org.UnitID // unit that its passed limit was due at, where another has carried on its work since; else empty
	PastLeads    []org.UnitID
	Deputy       org.PostID // deputy in charge of the unit, as on the sheet
	ReceivedAt   time.Time  // when the platform delivered it (接到交办工单)
	DispatchText string
	Requirements string
	AutoAccepted bool
	SignedAt     time.Time
	PrincipalOwn bool // M2: the principal handles directly
	AssignedLead org.PostID
	Handler      org.AccountID
	Assignments  int // formal assignments of this order

	ReturnFrom      time.Time // day zero of the unit's right to return (Art. 16); zero where it has none
	Return          *Return   // what it asked, until the order is delivered anew
	Returns         int       // accepted returns of this order, by any units
	ReturnRefusedAt time.Time // once refused, never again
	ReturnDisputed  bool      // the unit has objected to the refusal
	Designated      bool      // named by 会商: without a right to return
	DesignatedAt    time.Time // when; the line of the dispatch directory is as old
	Grounds         string    // why this unit

	Clocks   Clocks
	Contacts []ContactNote
	Progress int
	Slips    []SlipNote // 外勤联系单, with those that have ended

	Reply       *Reply[Kept]
	ReplyBy     org.AccountID
	ReplyLate   bool // the result was submitted after the limit
	SubmittedAt time.Time
	Reviewer    org.AccountID
	ResultChain approval.Chain
	RefusalAsk  *RefusalAsk[Kept]

	Co   []CoUnit // requests to other units (Art. 14), in their order
	Call *Call    // the lead's call for the office to coordinate

	CoNote Kept // the lead's word on co-units that were silent, with its answer

	Extension     *Extension[Kept] // the application that waits (Art. 19)
	TellExtension bool             // the caller is to be told of the last one

	Relay          *Relay // what the unit of a secret order has asked the office to relay
	Relays         int    // how often in this assignment
	Sights         []Sight
	StatuteAsk     *StatuteForm[Kept] // the limit by law that is asked for (Art. 18)
	Statute        *Statute           // the one that holds
	Reclass        *ReclassForm[Kept] // the type that the unit asks for (Art. 18)
	ReclassAskedAt time.Time          // it asks once

	Termination *Termination   // the last application to terminate (Art. 20)
	Effective   []Satisfaction // what callers said in visits that reached them
	Answers     []VisitAnswer  // the same with whether it was solved, for what is not counted (Art. 25)
	Heard       []HeardNote    // the same with its day and unit, for the figures

	ExemptAsk *ExemptionForm[Kept] // an application not to count the order, which the head decides
	Exempt    ExemptGround         // why it is not counted; empty where it is

	Rejects   int // quality rejects by the office
	Reworks   int
	Reworking bool // the assignment in hand is a rework: a new dispatch after it is an assignment like any other (domain.md §13.3)
	Urges     int
	Extended  int // extensions granted in this assignment
	Visits    []VisitNote
	UnitVisit bool
	UnitHeard Satisfaction  // what the caller said in the unit's own visit, as the unit has it
	Rechecks  []RecheckNote // look-backs after it was closed
	FedBackAt time.Time
	FedBackBy org.AccountID

	CallerUrges int         // of the urges, the order's own caller's
	UrgedAt     []time.Time // when those were

	BackfilledAt time.Time // 回填 to the upper platform; zero again when it wants the answer anew
	BackfilledBy org.AccountID
	OuterUrges   int        // urges of the upper platform that are on record
	OuterState   OuterState // what it wants and has not got
	OuterAsk     string     // its last wish with its limit

	ClosedAt     time.Time
	UsedDays     int // working days from the dispatch to the answer that passed, of a closed order
	Result       Result
	Satisfaction Satisfaction
	Solved       Solved
}

// Limit is the limit that presses most: of the clocks running now, the one that ends first; ok is false when none runs. The office's own limit to decide
// an extension, a limit by law or another type presses whoever decides, not the order: while it waits the unit's limit is shown, and past its end that it waits (domain.md §13.4).
func (s State) Limit() (Clock, bool) {
	var best Clock
	found := false
	for _, k := range limitKinds {
		c := s.Clocks.Get(k)
		if s.counts(k) && !theOffices(k) && (!found || c.Due.Before(best.Due)) {
			best, found = c, true
		}
	}
	return best, found
}

// theOffices are the clocks of the office's own words beside the course of the order: they press whoever owes the word.
func theOffices(k LimitKind) bool {
	return slices.Contains([]LimitKind{LimitArchive, LimitCall, LimitExtension, LimitStatute, LimitReclass}, k)
}

// counts reports whether a clock runs and somebody is held to it now. While the office looks at a return or a meeting decides whose matter it is, only
// that clock presses: the unit's run on beneath it, and what they say is said when the order stays with the unit (domain.md §13.1).
func (s State) counts(k LimitKind) bool {
	c := s.Clocks.Get(k)
	if !c.On || c.Paused() {
		return false
	}
	switch s.Status {
	case ReturnReview:
		return k == LimitReturnReview || s.signerAsked(k)
	case Coordination:
		return k == LimitCoordinate || s.signerAsked(k)
	}
	return true
}

// signerAsked keeps the clock of a proposal to refuse alive, which waits for the head beside everything else.
func (s State) signerAsked(k LimitKind) bool { return k == LimitSigner && s.RefusalAsk != nil }

// Reachable reports whether there is somebody to call: a number is known and the caller is not anonymous.
func (s State) Reachable() bool {
	return s.Request.Secrecy != Anonymous && (!s.Request.Phone.Empty() || !s.Request.Contact.Empty())
}

// Answerable reports whether the caller is to be told the result.
func (s State) Answerable() bool { return s.Reachable() && s.Request.NeedReply }

// Appeals is which appeal of its matter this order is (第n次诉求): the rounds counted before it, and itself.
func (s State) Appeals() int {
	n := s.Matter.BaseAppeals + 1
	for _, r := range s.Matter.Rounds {
		if r.Order == s.ID {
			break
		}
		if r.Counted {
			n++
		}
	}
	return n
}

// Keys is the key count that this order stands at: the key rounds counted before it, and itself where it is one.
func (s State) Keys() int {
	n := s.Matter.BaseKeys
	if s.Key {
		n++
	}
	for _, r := range s.Matter.Rounds {
		if r.Order == s.ID {
			break
		}
		if r.Counted && r.Key {
			n++
		}
	}
	return n
}

// Proposal is the office's draft for the signer (拟办意见).
type Proposal struct {
	Unit         org.UnitID `json:"unit,omitempty"`
	Requirements string     `json:"requirements,omitempty"` // 办理要求, in clear
	Text         string     `json:"text,omitempty"`         // 转办文本, in clear after the detector
	Join         string     `json:"join,omitempty"`         // the open order that a key letter is to be handled with, once it is signed
	JoinNumber   string     `json:"join_number,omitempty"`
}

// Result says how an order ended.
type Result string

// The results.
const (
	ResultSatisfied   Result = "satisfied"   // 满意或基本满意
	ResultObjective   Result = "objective"   // 不满意（客观）
	ResultUnreachable Result = "unreachable" // 无法联系
	ResultNoVisit     Result = "no_visit"    // 匿名或无需回访
	ResultDeclined    Result = "declined"    // 谢绝回访
	ResultNotDrawn    Result = "not_drawn"   // 并入的工单，回访没有抽到
	ResultWithLeader  Result = "with_leader" // 并办的来件，诉求人随在办工单回访
)

// Name is the Chinese name.
func (r Result) Name() string {
	return map[Result]string{ResultSatisfied: "满意办结", ResultObjective: "不满意（客观）办结", ResultUnreachable: "无法联系办结", ResultNoVisit: "无需回访办结",
		ResultDeclined: "谢绝回访办结", ResultNotDrawn: "反馈办结（回访未抽中）", ResultWithLeader: "反馈办结（随主办工单回访）"}[r]
}

// Satisfaction is the caller's word on the result.
type Satisfaction string

// The grades.
const (
	Satisfied    Satisfaction = "satisfied"    // 满意
	Fairly       Satisfaction = "fairly"       // 基本满意
	Dissatisfied Satisfaction = "dissatisfied" // 不满意
)

// Name is the Chinese name.
func (s Satisfaction) Name() string {
	return map[Satisfaction]string{Satisfied: "满意", Fairly: "基本满意", Dissatisfied: "不满意"}[s]
}

// Solved says whether the matter is settled.
type Solved string

// The answers.
const (
	SolvedYes       Solved = "yes"       // 已解决
	SolvedPartly    Solved = "partly"    // 部分解决
	SolvedNo        Solved = "no"        // 未解决
	SolvedExplained Solved = "explained" // 已解释
)

// Name is the Chinese name.
func (s Solved) Name() string {
	return map[Solved]string{SolvedYes: "已解决", SolvedPartly: "部分解决", SolvedNo: "未解决", SolvedExplained: "已解释"}[s]
}

// wrongState is the refusal of a command that does not fit where the order stands.
func (s State) wrongState(a regulation.Clause, do string) error {
	if s.Status == None {
		return regulation.RefuseState(a, "no_order", "没有这件工单。")
	}
	return regulation.RefuseState(a, "wrong_state", "工单现在是“%s”，不能%s；可能已由他人处理，请刷新页面。", s.Status.Name(), do)
}
