package order

import (
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// The acts on a chain of signatures, whichever of the order's chains it is.
type (
	// SignStep signs one step on screen, or refuses.
	SignStep struct {
		By
		Chain     string
		Step      int
		Refuses   bool
		Opinion   Private            `seal:"note"` // 批示、签批意见
		Also      []org.PostID       // other posts of the same person
		Confirmed approval.Confirmed // by the signer's PIN
	}
	// RecordPaper records a signature given on paper: signer's post, date, words and the scan (domain.md §13.18).
	RecordPaper struct {
		By
		Chain   string
		Step    int
		Refuses bool
		On      time.Time
		Opinion Private `seal:"note"`
		Blob    string

		Delegation string        // whose paper let him sign, where it was not the post's holder
		Delegate   org.Authority // that paper, as the county's organisation has it on the day of the signature
		Signer     org.AccountID // and who he is
	}
	// ConfirmPaper is the second person's comparison of scan and record; Reject drops the record.
	ConfirmPaper struct {
		By
		Chain  string
		Step   int
		Reject bool
	}
)

type (
	// StepSigned is a signature that counts.
	StepSigned struct {
		Chain string             `json:"chain"`
		Step  int                `json:"step"`
		Sign  approval.Signature `json:"sign"`
		Also  []org.PostID       `json:"also,omitempty"`
		Next  *Limit             `json:"next,omitempty"` // limit of the signers asked next
	}
	// PaperRecorded is a signature on paper that waits for the second person.
	PaperRecorded struct {
		Chain string             `json:"chain"`
		Step  int                `json:"step"`
		Sign  approval.Signature `json:"sign"`
	}
	// PaperRejected drops a recorded signature: scan and record did not agree.
	PaperRejected struct {
		Chain   string        `json:"chain"`
		Step    int           `json:"step"`
		Account org.AccountID `json:"account"`
		At      time.Time     `json:"at"`
	}
)

func (StepSigned) kind() string    { return "step_signed" }
func (PaperRecorded) kind() string { return "paper_recorded" }
func (PaperRejected) kind() string { return "paper_rejected" }

// chain finds one of the order's chains by its id.
func (s State) chain(id string) (approval.Chain, bool) {
	switch {
	case id == "":
	case s.Status == PendingApproval && s.DispatchChain.ID == id:
		return s.DispatchChain, true
	case s.Status == CountySigning && s.ResultChain.ID == id:
		return s.ResultChain, true
	case s.RefusalAsk != nil && s.RefusalAsk.Chain.ID == id:
		return s.RefusalAsk.Chain, true
	case s.extensionChain(id):
		return s.Extension.Chain, true
	case s.terminationChain(id):
		return s.Termination.Chain, true
	case s.statuteChain(id):
		return s.StatuteAsk.Chain, true
	}
	return approval.Chain{}, false
}

// StepPost is the post that a step of one of the order's chains belongs to, "" where there is none.
func (s State) StepPost(chain string, step int) org.PostID {
	if c, ok := s.chain(chain); ok && step >= 0 && step < len(c.Steps) {
		return c.Steps[step].Post
	}
	return ""
}

func (s State) withChain(c approval.Chain) State {
	switch c.ID {
	case s.DispatchChain.ID:
		s.DispatchChain = c
	case s.ResultChain.ID:
		s.ResultChain = c
	default:
		if s.RefusalAsk != nil && s.RefusalAsk.Chain.ID == c.ID {
			ask := *s.RefusalAsk
			ask.Chain = c
			s.RefusalAsk = &ask
		}
		if s.extensionChain(c.ID) {
			ask := *s.Extension
			ask.Chain = c
			s.Extension = &ask
		}
		if s.statuteChain(c.ID) {
			ask := *s.StatuteAsk
			ask.Chain = c
			s.StatuteAsk = &ask
		}
		if s.terminationChain(c.ID) {
			s = s.terminating(func(t *Termination) { t.Chain = c })
		}
	}
	return s
}

// OpenChains lists the chains that wait for somebody now.
func (s State) OpenChains() []approval.Chain {
	var out []approval.Chain
	if s.Status == PendingApproval {
		out = append(out, s.DispatchChain)
	}
	if s.Status == CountySigning {
		out = append(out, s.ResultChain)
	}
	if s.RefusalAsk != nil {
		out = append(out, s.RefusalAsk.Chain)
	}
	if s.Extending() {
		out = append(out, s.Extension.Chain)
	}
	if s.statuteOpen() {
		out = append(out, s.StatuteAsk.Chain)
	}
	if s.terminationOpen() {
		out = append(out, s.Termination.Chain)
	}
	return out
}

func (e StepSigned) apply(s State) State {
	c, ok := s.chain(e.Chain)
	if !ok {
		return s
	}
	s = s.withChain(c.Sign(e.Step, e.Sign).Also(e.Step, e.Also))
	if e.Next != nil {
		s.Clocks.start(*e.Next)
	}
	return s
}

func (e PaperRecorded) apply(s State) State {
	if c, ok := s.chain(e.Chain); ok {
		s = s.withChain(c.Record(e.Step, e.Sign))
	}
	return s
}

func (e PaperRejected) apply(s State) State {
	if c, ok := s.chain(e.Chain); ok {
		s = s.withChain(c.Reject(e.Step))
	}
	return s
}

var noChain = regulation.RefuseState(regulation.Art10_4, "no_chain", "没有等待签批的步骤，可能已经签过或工单已撤回，请刷新页面。")

func signStep(s State, c SignStep, p policy.Policy, now time.Time) ([]Event, error) {
	chain, ok := s.chain(c.Chain)
	if !ok {
		return nil, noChain
	}
	if r := chain.CheckScreen(c.Step, c.Actor); r != nil {
		return nil, r
	}
	if c.Refuses && c.Opinion.Text == "" {
		return nil, regulation.RefuseField(chain.Basis(), "missing_opinion", "opinion", "不同意须写明意见，供重新拟办。")
	}
	if !c.Refuses {
		if err := s.mayGrant(c.Chain, p); err != nil {
			return nil, err
		}
	}
	sign := approval.Signature{Means: approval.Screen, Account: c.Actor.Account, Post: c.Actor.Post.ID, At: now, Opinion: c.Opinion.Keep().Ref,
		Digest: c.Opinion.Digest, Refuses: c.Refuses, Confirmed: c.Confirmed, Under: c.Actor.Under.Signed()}
	return signed(s, chain, c.Step, sign, c.Also, c.Opinion.Keep(), p, now), nil
}

func recordPaper(s State, c RecordPaper, now time.Time) ([]Event, error) {
	chain, ok := s.chain(c.Chain)
	if !ok {
		return nil, noChain
	}
	if err := mustBe(c, chain.Basis(), org.Dispatcher, org.Reviewer, org.Supervisor, org.Operator, org.OfficeHead); err != nil {
		return nil, err
	}
	if c.Step < 0 || c.Step >= len(chain.Steps) {
		return nil, noChain
	}
	sign := approval.Signature{Means: approval.Paper, Post: chain.Steps[c.Step].Post, At: c.On, Opinion: c.Opinion.Keep().Ref, Digest: c.Opinion.Digest,
		Blob: c.Blob, RecordedBy: c.Actor.Account, Refuses: c.Refuses, Under: c.Delegate.Signed()}
	if r := chain.CheckPaper(c.Step, c.Actor, sign, now); r != nil {
		return nil, r
	}
	if r := chain.CheckDelegate(c.Step, c.Delegate, c.Signer, c.Actor.Account); r != nil {
		return nil, r
	}
	if err := requireText(chain.Basis(), "opinion", "纸面上的签批意见", c.Opinion.Text); err != nil {
		return nil, err
	}
	return []Event{PaperRecorded{Chain: c.Chain, Step: c.Step, Sign: sign}}, nil
}

func confirmPaper(s State, c ConfirmPaper, p policy.Policy, now time.Time) ([]Event, error) {
	chain, ok := s.chain(c.Chain)
	if !ok {
		return nil, noChain
	}
	if err := mustBe(c, chain.Basis(), org.Dispatcher, org.Reviewer, org.Supervisor, org.Operator, org.OfficeHead); err != nil {
		return nil, err
	}
	if r := chain.CheckConfirm(c.Step, c.Actor); r != nil {
		return nil, r
	}
	if c.Reject {
		return []Event{PaperRejected{Chain: c.Chain, Step: c.Step, Account: c.Actor.Account, At: now}}, nil
	}
	sign := *chain.Steps[c.Step].Pending
	if !sign.Refuses {
		if err := s.mayGrant(c.Chain, p); err != nil {
			return nil, err
		}
	}
	sign.ConfirmedBy = c.Actor.Account
	return signed(s, chain, c.Step, sign, nil, Kept{Ref: sign.Opinion, Digest: sign.Digest}, p, now), nil
}

// signed is what follows from a signature: the next signers' limit, or the end of the chain with its consequence.
func signed(s State, chain approval.Chain, step int, sign approval.Signature, also []org.PostID, opinion Kept, p policy.Policy, now time.Time) []Event {
	after := chain.Sign(step, sign).Also(step, also)
	e := StepSigned{Chain: chain.ID, Step: step, Sign: sign, Also: also}
	refusal := s.RefusalAsk != nil && s.RefusalAsk.Chain.ID == chain.ID
	if !after.Done() && !after.Refused && !refusal && !s.extensionChain(chain.ID) && after.Steps[after.Open()[0]].Stage != chain.Steps[step].Stage {
		l := NewLimit(p, LimitSigner, now, p.Limit.SignerWD.Value, chain.Basis())
		e.Next = &l
	}
	out := []Event{e}
	if !after.Done() && !after.Refused {
		return out
	}
	switch {
	case refusal:
		return append(out, refusalDecided(s, after.Refused, opinion, now)...)
	case s.extensionChain(chain.ID):
		return append(out, extensionDecided(s, after.Refused, opinion, p, now)...)
	case s.statuteChain(chain.ID):
		return append(out, statuteDecided(s, after.Refused, opinion, p, now)...)
	case s.terminationChain(chain.ID):
		return append(out, terminationDecided(s, after.Refused, opinion, p, now)...)
	case s.Status == PendingApproval && after.Refused:
		return append(out, DispatchObjected{At: now, Opinion: opinion, Limit: NewLimit(p, LimitHandle, now, p.Limit.HandleWD.Value, p.Limit.HandleWD.Clause())})
	case s.Status == PendingApproval:
		return append(out, DispatchApproved{At: now, Limit: NewLimit(p, LimitDispatch, now, p.Limit.DispatchWD.Value, p.Limit.DispatchWD.Clause())})
	case after.Refused:
		l := resumed(p, s.Clocks.Get(LimitResult), now)
		return append(out, ResultObjected{At: now, Opinion: opinion, Limit: l, Progress: nextProgress(p, s, l, now)})
	}
	return append(out, resultApproved(s, p, now)...)
}

func dateBefore(t time.Time) string { return calendar.DateOf(t.Add(-time.Nanosecond)).String() }
