package order

import (
	"slices"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Not counting an order in the assessment (不计考核, Art. 25; domain.md §2.2): the unit or the office asks with one of the grounds of a closed list, and the
// head of the hotline office decides, who is never the one that asked.

// ExemptGround is why an order is not counted.
type ExemptGround string

// Ending an order by Art. 20 takes it out of the 满意率 by itself; see TerminatedEvent.
const (
	ExemptMediation   ExemptGround = "mediation"   // 行政调解：不计满意率（第二十五条）
	ExemptEnforcement ExemptGround = "enforcement" // 执法办案：不计满意率（第二十五条）
	ExemptMissent     ExemptGround = "missent"     // 上级误派
	ExemptForce       ExemptGround = "force"       // 不可抗力
	ExemptMalice      ExemptGround = "malice"      // 恶意诉求
)

// ExemptGrounds lists them in the order of the form.
func ExemptGrounds() []ExemptGround {
	return []ExemptGround{ExemptMediation, ExemptEnforcement, ExemptMissent, ExemptForce, ExemptMalice}
}

// Name is the Chinese name, empty for what is no ground.
func (g ExemptGround) Name() string {
	return map[ExemptGround]string{ExemptMediation: "行政调解", ExemptEnforcement: "执法办案", ExemptMissent: "上级误派", ExemptForce: "不可抗力", ExemptMalice: "恶意诉求"}[g]
}

// Whole reports whether the order is left out of every figure of the assessment, not of the 满意率 and 解决率 alone.
func (g ExemptGround) Whole() bool { return g != ExemptMediation && g != ExemptEnforcement }

type (
	// AskExemption asks not to count the order.
	AskExemption struct {
		By
		Ground ExemptGround
		Reason Private `seal:"note"`
	}
	// DecideExemption is the head's answer.
	DecideExemption struct {
		By
		Accept bool
		Note   Private `seal:"note"`
	}
	// ExemptionForm is an application that waits.
	ExemptionForm[T any] struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Ground  ExemptGround  `json:"ground"`
		Reason  T             `json:"reason" seal:"note"`
	}
	// VisitAnswer is what one effective visit had said.
	VisitAnswer struct {
		Satisfaction Satisfaction `json:"satisfaction"`
		Solved       Solved       `json:"solved"`
	}
	// ExemptionAsked is the application.
	ExemptionAsked struct {
		Ask ExemptionForm[Kept] `json:"ask"`
	}
	// ExemptionDecided is the answer. Answers are those of the visits until now, so that the figures can take them out; later ones say so themselves.
	ExemptionDecided struct {
		At       time.Time     `json:"at"`
		Account  org.AccountID `json:"account,omitempty"`
		Unit     org.UnitID    `json:"unit"`
		Ground   ExemptGround  `json:"ground"`
		Accepted bool          `json:"accepted,omitempty"`
		Answers  []VisitAnswer `json:"answers,omitempty"`
		Note     Kept          `json:"note"`
	}
)

func (ExemptionAsked) kind() string   { return "exemption_asked" }
func (ExemptionDecided) kind() string { return "exemption_decided" }

func (e ExemptionAsked) apply(s State) State {
	ask := e.Ask
	s.ExemptAsk = &ask
	return s
}

func (e ExemptionDecided) apply(s State) State {
	s.ExemptAsk = nil
	if e.Accepted {
		s.Exempt = e.Ground
	}
	return s
}

// exemptible says why the order cannot be left uncounted, nil where it can: it has been a unit's, it is not filed away, and its answers are its own.
func exemptible(s State) error {
	switch {
	case s.Lead == "" || s.Status == Archived || s.Status == Merged:
		return s.wrongState(regulation.Art25, "申请不计考核")
	case s.Status == Terminated:
		return regulation.RefuseState(regulation.Art20, "terminated", "终结的工单本来就不计满意率，不用申请。")
	case s.Merged != nil:
		return regulation.RefuseState(regulation.Art25, "merged", "并单的工单随主办工单考核，请在主办工单上申请。")
	case s.Exempt != "":
		return regulation.RefuseState(regulation.Art25, "exempt_already", "这件已经按“%s”不计考核。", s.Exempt.Name())
	}
	return nil
}

// MayExempt reports whether somebody may ask not to count the order.
func MayExempt(s State) bool { return exemptible(s) == nil && s.ExemptAsk == nil }

// askers of the office: who reviews, visits and supervises sees what should not count.
var exemptAskers = []org.Kind{org.Reviewer, org.Visitor, org.Supervisor, org.OfficeHead}

func askExemption(s State, c AskExemption, now time.Time) ([]Event, error) {
	a := regulation.Art25
	if err := exemptible(s); err != nil {
		return nil, err
	}
	if c.Actor.Post.Kind.InUnit() {
		if err := mustBeUnit(s, c, a, unitKinds...); err != nil {
			return nil, err
		}
	} else if err := mustBe(c, a, exemptAskers...); err != nil {
		return nil, err
	}
	switch {
	case s.ExemptAsk != nil:
		return nil, regulation.RefuseState(a, "asked_already", "不计考核的申请已经提交，等县热线办负责人审批。")
	case c.Ground.Name() == "":
		return nil, regulation.RefuseField(a, "bad_ground", "ground", "请选择不计考核的事由。")
	}
	if err := requireText(a, "reason", "不计考核的理由", c.Reason.Text); err != nil {
		return nil, err
	}
	return []Event{ExemptionAsked{Ask: ExemptionForm[Kept]{At: now, Account: c.Actor.Account, Unit: s.Lead, Ground: c.Ground, Reason: c.Reason.Keep()}}}, nil
}

func decideExemption(s State, c DecideExemption, now time.Time) ([]Event, error) {
	a := regulation.Art25
	if s.ExemptAsk == nil {
		return nil, regulation.RefuseState(a, "no_exemption", "没有等待审批的不计考核申请，可能已经审批，请刷新页面。")
	}
	if err := mustBe(c, a, org.OfficeHead); err != nil {
		return nil, err
	}
	if c.Actor.Account == s.ExemptAsk.Account {
		return nil, regulation.Refuse(a, "own_application", "申请人不能审批自己的申请，请由热线办其他负责人审批。")
	}
	if !c.Accept {
		if err := requireText(a, "note", "不同意的理由", c.Note.Text); err != nil {
			return nil, err
		}
	}
	e := ExemptionDecided{At: now, Account: c.Actor.Account, Unit: s.ExemptAsk.Unit, Ground: s.ExemptAsk.Ground, Accepted: c.Accept, Note: c.Note.Keep()}
	if c.Accept {
		e.Answers = slices.Clone(s.Answers)
	}
	return []Event{e}, nil
}
