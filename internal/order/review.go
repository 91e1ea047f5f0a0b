package order

import (
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// RejectReason is a code of a quality reject (Art. 21(4); domain.md §3.5).
type RejectReason struct{ Code, Name string }

// RejectReasons lists the codes.
func RejectReasons() []RejectReason {
	return []RejectReason{{"Q1", "答非所问"}, {"Q2", "内容不全"}, {"Q3", "无依据"}, {"Q4", "未联系诉求人"}, {"Q5", "敷衍塞责"}, {"Q6", "与事实不符"},
		{"Q7", "错别字或格式"}, {"Q8", "手续不全（无签字盖章）"}, {"Q9", "泄露信息"}}
}

// RejectName is the name of a code, "" for an unknown one.
func RejectName(code string) string {
	for _, r := range RejectReasons() {
		if r.Code == code {
			return r.Name
		}
	}
	return ""
}

type (
	// PassReply is the office's yes to the answer; M3 says whether county leaders sign next (Art. 24).
	PassReply struct {
		By
		ChainID string
		Note    Private `seal:"note"`

		Names    []string // of a secret order: what the desk knows of the caller, stored nowhere
		Clearing Clearing
	}
	// RejectReply returns the answer to the unit with a reason code.
	RejectReply struct {
		By
		Code string
		Note Private `seal:"note"`
	}
)

type (
	// ReplyPassed freezes M3's chain.
	ReplyPassed struct {
		At      time.Time      `json:"at"`
		Account org.AccountID  `json:"account,omitempty"`
		Unit    org.UnitID     `json:"unit"`
		Late    bool           `json:"late,omitempty"` // of the result
		Assigns int            `json:"assigns"`
		Chain   approval.Chain `json:"chain"`
		Limit   *Limit         `json:"limit,omitempty"` // of the signers
		Note    Kept           `json:"note"`
	}
	// ReplyRejected sends the answer back and lets the clock go on.
	ReplyRejected struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Code    string        `json:"code"`
		Note    Kept          `json:"note"`
		Result  Limit         `json:"result"`

		Progress *Limit `json:"progress,omitempty"` // where one by law is owed
	}
	// ResultApproved is the last signature on the result, or the review where none is asked.
	ResultApproved struct {
		At       time.Time `json:"at"`
		Feedback Limit     `json:"feedback"`
	}
	// ResultObjected is a county leader's no.
	ResultObjected struct {
		At      time.Time `json:"at"`
		Opinion Kept      `json:"opinion"`
		Limit   Limit     `json:"limit"`

		Progress *Limit `json:"progress,omitempty"` // where one by law is owed
	}
)

func (ReplyPassed) kind() string    { return "reply_passed" }
func (ReplyRejected) kind() string  { return "reply_rejected" }
func (ResultApproved) kind() string { return "result_approved" }
func (ResultObjected) kind() string { return "result_objected" }

func (e ReplyPassed) apply(s State) State {
	s.Reviewer, s.ResultChain = e.Account, e.Chain
	s.Clocks.met(LimitReview, e.At)
	if !e.Chain.Empty() {
		s.Status = CountySigning
	}
	if e.Limit != nil {
		s.Clocks.start(*e.Limit)
	}
	return s
}

func (e ReplyRejected) apply(s State) State {
	s.Status = InProgress
	s = s.retold()
	s.Rejects++
	s.Clocks.met(LimitReview, e.At)
	s.Clocks.resume(e.Result)
	s.Clocks.startIf(e.Progress)
	return s
}

func (e ResultApproved) apply(s State) State {
	// A proposal to refuse that nobody decided is void once the answer is approved.
	s.Status, s.RefusalAsk = ToFeedback, nil
	s.Clocks.met(LimitSigner, e.At)
	s.Clocks.met(LimitResult, s.SubmittedAt)
	s.Clocks.void(LimitContact)
	s = s.unrelayed() // the result tells the caller
	s.Clocks.start(e.Feedback)
	return s
}

func (e ResultObjected) apply(s State) State {
	s.Status = InProgress
	s = s.retold()
	s.Clocks.met(LimitSigner, e.At)
	s.Clocks.resume(e.Limit)
	s.Clocks.startIf(e.Progress)
	return s
}

func passReply(s State, c PassReply, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != Submitted {
		return nil, s.wrongState(regulation.Art24, "审核通过")
	}
	if err := mustBe(c, regulation.Art24, org.Reviewer, org.OfficeHead, org.Dispatcher); err != nil {
		return nil, err
	}
	if a := c.Actor.Account; a != "" && (a == s.ReplyBy || a == s.Handler) {
		return nil, regulation.RefuseState(regulation.Art24, "reviewer_is_handler", "这件的办理结果是您经办的，须由另一位审核人员审核。")
	}
	var cleared []Event
	if s.Reply != nil && s.Request.Secrecy != Ordinary {
		// What goes on to the caller's file and may be published: of a secret order the office alone can compare it with the record.
		var err error
		if cleared, err = s.cleared(c.By, c.Clearing, c.Names, []Leaving{{"public", "公开答复", s.Reply.Public}}, now); err != nil {
			return nil, err
		}
	}
	assigns := s.Matter.Assigns()
	e := ReplyPassed{At: now, Account: c.Actor.Account, Unit: s.Lead, Late: s.ReplyLate, Assigns: assigns, Note: c.Note.Keep(),
		Chain: s.avoiding(p.ResultChain(c.ChainID, c.Actor.Account, assigns, s.Key, s.Deputy))}
	if !e.Chain.Empty() {
		l := NewLimit(p, LimitSigner, now, p.Limit.SignerWD.Value, regulation.Art24)
		e.Limit = &l
		return append(cleared, e), nil
	}
	return append(append(cleared, e), resultApproved(s, p, now)...), nil
}

// resultApproved opens the feedback; where nobody is to be told, the order closes at once (domain.md §3.4).
func resultApproved(s State, p policy.Policy, now time.Time) []Event {
	out := []Event{ResultApproved{At: now, Feedback: NewLimit(p, LimitFeedback, now, p.Limit.FeedbackWD.Value, p.Limit.FeedbackWD.Clause())}}
	if s.Answerable() || s.Outer {
		return out
	}
	return append(out, closing(s, p, ResultNoVisit, "", "", now)...)
}

func rejectReply(s State, c RejectReply, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != Submitted {
		return nil, s.wrongState(regulation.Art21_4, "退回重写")
	}
	if err := mustBe(c, regulation.Art21_4, org.Reviewer, org.OfficeHead, org.Dispatcher); err != nil {
		return nil, err
	}
	if RejectName(c.Code) == "" {
		return nil, regulation.RefuseField(regulation.Art21_4, "bad_code", "code", "请选择退回原因。")
	}
	if err := requireText(regulation.Art21_4, "note", "退回意见（哪里不行、怎么改）", c.Note.Text); err != nil {
		return nil, err
	}
	l := resumed(p, s.Clocks.Get(LimitResult), now)
	return []Event{ReplyRejected{At: now, Account: c.Actor.Account, Unit: s.Lead, Code: c.Code, Note: c.Note.Keep(), Result: l, Progress: nextProgress(p, s, l, now)}}, nil
}
