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
	"huiyin/internal/text"
)

// Reply is the unit's structured answer (domain.md §3.5). The public reply is kept in clear and so may identify nobody. A question has the
// short form: public reply, basis and the unit's contact.
type Reply[T any] struct {
	Finding       string `json:"finding,omitempty"` // yes, partly, no: 诉求是否属实
	Solved        Solved `json:"solved,omitempty"`
	Investigation T      `json:"investigation" seal:"note"` // 调查核实
	Measures      T      `json:"measures" seal:"note"`      // 处理措施与结果
	Basis         string `json:"basis,omitempty"`           // 法律政策依据（文号）
	Unsolved      T      `json:"unsolved" seal:"note"`      // 未解决事项的原因、措施、时限
	Opinion       T      `json:"opinion" seal:"note"`       // 与诉求人联系情况、诉求人意见
	Contact       string `json:"contact"`                   // 承办单位联系人（职务）
	ContactPhone  string `json:"contact_phone"`
	Public        string `json:"public"` // 公开答复
}

func keepReply(r Reply[Private]) Reply[Kept] {
	return Reply[Kept]{Finding: r.Finding, Solved: r.Solved, Investigation: r.Investigation.Keep(), Measures: r.Measures.Keep(), Basis: r.Basis,
		Unsolved: r.Unsolved.Keep(), Opinion: r.Opinion.Keep(), Contact: r.Contact, ContactPhone: r.ContactPhone, Public: r.Public}
}

type (
	// SubmitReply hands the answer to the principal for signature and seal. Known is what the desk knows of the caller, to keep it out of the
	// public reply; it is not stored.
	SubmitReply struct {
		By
		Reply Reply[Private]
		Files []Attachment[Private]
		Known []string

		CoNote Private `seal:"note"` // 协办情况, where a co-unit was silent
	}
	// SignReply is the principal's signature with the unit's seal (Art. 24): the sealed sheet is always a scan. A handler may upload a sheet
	// that was signed on paper; the office checks it in review.
	SignReply struct {
		By
		Seal  string // blob of the sealed sheet
		Paper bool   // signed on the paper itself
		On    time.Time

		Confirmed approval.Confirmed // on screen: by the principal's PIN
	}
	// SendBackReply is the principal's no.
	SendBackReply struct {
		By
		Reason Private `seal:"note"`
	}
)

type (
	// ReplySubmitted is a version of the answer.
	ReplySubmitted struct {
		At      time.Time          `json:"at"`
		Account org.AccountID      `json:"account,omitempty"`
		Unit    org.UnitID         `json:"unit"`
		Reply   Reply[Kept]        `json:"reply"`
		Files   []Attachment[Kept] `json:"files,omitempty"`
		CoNote  Kept               `json:"co_note,omitzero"`
	}
	// ReplySigned is the signed and sealed answer on its way to the office; the unit's clock stops (暂停计时). Late is frozen here: the
	// moment of completion is the submission that later passes (domain.md, Art. 18).
	ReplySigned struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Post    org.PostID    `json:"post"`
		Seal    string        `json:"seal"`
		Paper   bool          `json:"paper,omitempty"`
		On      time.Time     `json:"on,omitzero"`
		Late    bool          `json:"late,omitempty"`
		Review  Limit         `json:"review"`

		Confirmed approval.Confirmed `json:"confirmed,omitempty"`
		Under     *org.Authority     `json:"under,omitempty"` // a delegate's paper
	}
	// ReplySentBack returns the answer to the handler.
	ReplySentBack struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Reason  Kept          `json:"reason"`
	}
)

func (ReplySubmitted) kind() string { return "reply_submitted" }
func (ReplySigned) kind() string    { return "reply_signed" }
func (ReplySentBack) kind() string  { return "reply_sent_back" }

func (e ReplySubmitted) apply(s State) State {
	r := e.Reply
	s.Status, s.Reply, s.ReplyBy, s.CoNote = UnitSigning, &r, e.Account, e.CoNote
	s.Files = append(slices.Clip(s.Files), e.Files...)
	return s
}

func (e ReplySigned) apply(s State) State {
	s.Status, s.SubmittedAt, s.ReplyLate = Submitted, e.At, e.Late
	s.ReturnFrom = time.Time{} // the right to return ends with the result
	s = s.called()
	s.Clocks.pause(LimitResult, e.At)
	s.Clocks.void(LimitProgress)
	s.Clocks.void(LimitPhone)
	s.Clocks.start(e.Review)
	return s
}

func (e ReplySentBack) apply(s State) State {
	s.Status = InProgress
	return s
}

// CheckReply holds the hard checks of an answer: one refusal, the first that applies.
func CheckReply(s State, r Reply[Private], files int, known []string) error {
	a := regulation.Art24
	need := func(field, label, v string) error { return requireText(a, field, label, strings.TrimSpace(v)) }
	if s.Request.Type != Consult {
		if r.Finding != "yes" && r.Finding != "partly" && r.Finding != "no" {
			return regulation.RefuseField(a, "no_finding", "finding", "没有选择诉求是否属实。")
		}
		if r.Solved.Name() == "" {
			return regulation.RefuseField(a, "no_solved", "solved", "没有选择解决情况。")
		}
		if err := need("investigation", "调查核实情况（时间、地点、人员）", r.Investigation.Text); err != nil {
			return err
		}
		if err := need("measures", "处理措施与结果", r.Measures.Text); err != nil {
			return err
		}
		if r.Solved != SolvedYes && r.Solved != SolvedExplained {
			if err := need("unsolved", "未解决的原因、后续措施和时限", r.Unsolved.Text); err != nil {
				return err
			}
		}
		if s.Answerable() {
			if err := need("opinion", "与诉求人联系的情况和诉求人意见", r.Opinion.Text); err != nil {
				return err
			}
		}
		if r.Finding == "yes" && files == 0 {
			return regulation.RefuseField(a, "no_evidence", "files", "诉求属实的，须上传办理的照片或材料，至少一个附件。")
		}
	} else if err := need("basis", "答复依据（政策名称、文号）", r.Basis); err != nil {
		return err
	}
	if err := need("contact", "承办单位联系人", r.Contact); err != nil {
		return err
	}
	if err := need("contact_phone", "承办单位联系电话", r.ContactPhone); err != nil {
		return err
	}
	if _, err := text.ParsePhone(r.ContactPhone); err != nil {
		return regulation.RefuseField(a, "bad_contact_phone", "contact_phone", "%s", err.Error())
	}
	switch n := utf8.RuneCountInString(strings.TrimSpace(r.Public)); {
	case n < 40:
		return regulation.RefuseField(a, "short_reply", "public", "公开答复只有%d字，少于40字：请写清调查了什么、怎么处理、依据是什么。", n)
	case n > 2000:
		return regulation.RefuseField(a, "long_reply", "public", "公开答复有%d字，超过2000字，请精简，细节写在办理情况里。", n)
	}
	if s.Request.Secrecy != Ordinary {
		known = nil // the unit must not find out by trying who the caller is; the office compares when it passes the reply
	}
	own, _ := text.ParsePhone(r.ContactPhone)
	for _, f := range text.FindIdentity(r.Public, known...) {
		if n, err := text.ParsePhone(f.Text); err == nil && n == own {
			continue
		}
		return regulation.RefuseField(regulation.Art23_6, "identity_in_public", "public", "公开答复里有“%s”，会暴露诉求人身份，请删去。", f.Text)
	}
	return nil
}

// ReplyWarnings are the soft checks: they warn and never block.
func ReplyWarnings(r Reply[Private]) []string {
	var out []string
	for _, w := range []string{"尽快", "适时", "进一步加强", "高度重视", "积极协调"} {
		if strings.Contains(r.Public, w) {
			out = append(out, "“"+w+"”是空泛的话，请写明时间和做法。")
		}
	}
	if r.Basis == "" {
		out = append(out, "没有写法律政策依据，容易被退回（Q3 无依据）。")
	}
	return out
}

func submitReply(s State, c SubmitReply, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != InProgress {
		return nil, s.wrongState(regulation.Art24, "报送答复")
	}
	if err := mustBeUnit(s, c, regulation.Art24, unitKinds...); err != nil {
		return nil, err
	}
	if s.Answerable() && !s.contacted(p) {
		if s.Relaying() {
			return nil, regulation.Refuse(regulation.Art15, "no_relay_yet", "保密件还没有转达的结果：请先“请热线办转达”；热线办转达以后，或过了转达时限，才能报送。")
		}
		return nil, regulation.Refuse(regulation.Art15, "no_contact", "还没有与诉求人联系的记录，请先联系并登记；联系不上的，须在不同半天至少试3次。")
	}
	handling := len(c.Files)
	for _, f := range s.Files {
		if f.Purpose == "handling" {
			handling++
		}
	}
	if err := CheckReply(s, c.Reply, handling, c.Known); err != nil {
		return nil, err
	}
	taken, err := coBefore(s, c, now)
	if err != nil {
		return nil, err
	}
	return append(taken, ReplySubmitted{At: now, Account: c.Actor.Account, Unit: s.Lead, Reply: keepReply(c.Reply), Files: keepFiles(c.Files), CoNote: c.CoNote.Keep()}), nil
}

// contacted reports whether Art. 15 was satisfied for the present assignment.
func (s State) contacted(p policy.Policy) bool {
	for _, c := range s.Contacts {
		if c.Reached {
			return true
		}
	}
	// What the office owes the unit does not hold the unit up.
	if c := s.Clocks.Get(LimitRelay); s.Relay != nil && c.Missed {
		return true
	}
	return unreachable(s.Contacts, p.Contact.Attempts.Value, p.Contact.HalfDays.Value)
}

func signReply(s State, c SignReply, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != UnitSigning {
		return nil, s.wrongState(regulation.Art24, "签字盖章")
	}
	kinds := []org.Kind{org.UnitPrincipal}
	if c.Paper {
		kinds = append(kinds, org.UnitHandler, org.UnitDeputy)
	}
	if err := mustBeUnit(s, c, regulation.Art24, kinds...); err != nil {
		return nil, err
	}
	if c.Seal == "" {
		return nil, regulation.RefuseField(regulation.Art24, "no_seal", "seal", "办理结果须经单位主要负责人签字并盖章，请上传盖章件的扫描件或照片。")
	}
	if c.Paper && (c.On.IsZero() || c.On.After(now)) {
		return nil, regulation.RefuseField(regulation.Art24, "bad_on", "on", "纸面签字日期没有填写或晚于今天，请按纸面填写。")
	}
	if !c.Paper && s.PrincipalOwn && c.Actor.Post.Kind != org.UnitPrincipal {
		return nil, regulation.RefuseState(regulation.Art17, "principal_handles", "重点和二次以上交办工单由主要负责人直接办理并签字。")
	}
	if !c.Paper {
		if err := principalOrDelegate(s, c.Actor, org.ForResult, regulation.Art24); err != nil {
			return nil, err
		}
	}
	return append(lapses(s, p, now), ReplySigned{At: now, Account: c.Actor.Account, Unit: s.Lead, Post: org.PostOf(s.Lead, org.UnitPrincipal), Seal: c.Seal, Paper: c.Paper, On: c.On, Confirmed: c.Confirmed,
		Under:  c.Actor.Under.Signed(),
		Late:   s.Clocks.Get(LimitResult).Late(now),
		Review: NewLimit(p, LimitReview, now, p.Limit.SubmitReviewWD.Value, p.Limit.SubmitReviewWD.Clause())}), nil
}

func sendBackReply(s State, c SendBackReply, now time.Time) ([]Event, error) {
	if s.Status != UnitSigning {
		return nil, s.wrongState(regulation.Art24, "退回修改")
	}
	if err := mustBeUnit(s, c, regulation.Art24, org.UnitPrincipal, org.UnitDeputy); err != nil {
		return nil, err
	}
	if err := requireText(regulation.Art24, "reason", "退回修改的意见", c.Reason.Text); err != nil {
		return nil, err
	}
	return []Event{ReplySentBack{At: now, Account: c.Actor.Account, Reason: c.Reason.Keep()}}, nil
}
