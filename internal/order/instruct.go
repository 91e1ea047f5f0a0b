package order

import (
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Instruct puts a county leader's word on an order that exists already (批示; Art. 6(4), 21(1)). While the order is open it turns key: its principal
// handles it (Art. 17), its result goes to the county's leaders (Art. 24), and the word stands for the signature up to that leader's level
// (domain.md §13.10). On a closed order it is on record and asks nothing of it.
type Instruct struct {
	By
	Instruction Instruction[Private]
	Directive   string // the 批示件 it is part of, which keeps who shall do what and what came of it
	ChainID     string // of the signature that is still to be asked, where the word does not reach as high as a key order needs
}

type (
	// Instructed is the leader's word on record.
	Instructed struct {
		At          time.Time         `json:"at"` // of the entry; the word has its own day
		Account     org.AccountID     `json:"account,omitempty"`
		Directive   string            `json:"directive,omitempty"`
		Instruction Instruction[Kept] `json:"instruction"`
		Unit        org.UnitID        `json:"unit,omitempty"` // that holds the order
		Stands      bool              `json:"stands,omitempty"`
	}
	// KeyChanged says that an order became key, or is key no more, with what follows from it.
	KeyChanged struct {
		At           time.Time     `json:"at"`
		Account      org.AccountID `json:"account,omitempty"`
		Key          bool          `json:"key"`
		Level        policy.Level  `json:"level,omitempty"`
		PrincipalOwn bool          `json:"principal_own,omitempty"`
		Result       *Limit        `json:"result,omitempty"` // nearer, where the leaders need their days (Art. 24)
		Reason       Kept          `json:"reason"`           // empty where a leader's word made it key
		// What a higher level asks before dispatch.
		Chain *approval.Chain `json:"chain,omitempty"`
		Limit *Limit          `json:"limit,omitempty"`
		// A result that the office alone had approved and nobody was told of goes back to its review, and from there to the county's leaders (Art. 24).
		Review *Limit `json:"review,omitempty"`
		// Number of the key letter that made it key, and whether it was key before: its limit or its signature changed alone.
		Letter  string `json:"letter,omitempty"`
		Already bool   `json:"already,omitempty"`
	}
)

func (Instructed) kind() string { return "instructed" }
func (KeyChanged) kind() string { return "key_changed" }

func (e Instructed) apply(s State) State {
	if e.Stands {
		in := e.Instruction
		s.Instruction = &in
	}
	s.Instructed = append(s.Instructed[:len(s.Instructed):len(s.Instructed)], e.Instruction.Post)
	return s
}

func (e KeyChanged) apply(s State) State {
	s.Key, s.Level, s.PrincipalOwn = e.Key, e.Level, e.PrincipalOwn
	if e.PrincipalOwn && s.AssignedLead != "" {
		s.AssignedLead = org.PostOf(s.Lead, org.UnitPrincipal)
	}
	if e.Result != nil {
		c := &s.Clocks[index(LimitResult)]
		c.Limit = *e.Result
	}
	if e.Chain != nil && e.Limit != nil {
		s.Status, s.DispatchChain = PendingApproval, *e.Chain
		if e.Chain.Empty() {
			s.Status = PendingDispatch
		}
		s.Clocks.void(LimitDispatch)
		s.Clocks.void(LimitSigner)
		s.Clocks.start(*e.Limit)
	}
	if e.Review != nil {
		s.Status = Submitted
		s.Clocks.void(LimitFeedback)
		s.Clocks.start(*e.Review)
		// The unit's counting is stopped as at the submission: a rejection goes on from there.
		c := &s.Clocks[index(LimitResult)]
		c.On, c.MetAt, c.PausedOn = true, time.Time{}, calendar.DateOf(s.SubmittedAt).String()
	}
	return s
}

// instructors are the posts of the office that put a leader's word on record and follow what becomes of it.
var instructors = []org.Kind{org.Dispatcher, org.Supervisor, org.OfficeHead}

func instruct(s State, c Instruct, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status == None {
		return nil, s.wrongState(regulation.Art6_4, "登记批示")
	}
	if err := mustBe(c, regulation.Art6_4, instructors...); err != nil {
		return nil, err
	}
	in := c.Instruction
	switch {
	case s.Merged != nil:
		return nil, regulation.RefuseState(regulation.Art6_4, "merged", "这件已经并单，由主办工单办理，批示请登记在主办工单上。")
	case !in.Post.KindOf().Leader():
		return nil, regulation.RefuseField(regulation.Art6_4, "no_leader", "post", "批示只登记县领导和县政府办负责人的，请从列表中选一位。")
	case in.At.IsZero() || in.At.After(now):
		return nil, regulation.RefuseField(regulation.Art6_4, "instruction_at", "at", "没有填写批示日期，或日期晚于今天，请核对。")
	}
	if err := requireText(regulation.Art6_4, "words", "批示内容", in.Words.Text); err != nil {
		return nil, err
	}
	if s.standIn(in.Post) != in.Post {
		return nil, regulation.RefuseField(regulation.Art23_6, "leader_recused", "post", "这件工单反映的是%s本人的问题，不登记他的批示，请报其他县领导。", in.Post.KindOf().Name())
	}
	e := Instructed{At: now, Account: c.Actor.Account, Directive: c.Directive, Unit: s.Lead, Instruction: Instruction[Kept]{Post: in.Post, At: in.At, Words: in.Words.Keep(), Blob: in.Blob}}
	if s.Status.Done() {
		return []Event{e}, nil
	}
	e.Stands = s.Instruction == nil || rank(in.Post.KindOf()) >= rank(s.Instruction.Post.KindOf())
	out := []Event{e}
	after := Evolve(s, e)
	if !s.Key {
		keyed := becomesKey(after, c.ChainID, c.Actor.Account, p, now)
		out = append(out, keyed, RoundKeyed{Matter: s.MatterID, Order: s.ID, Key: true})
		for _, x := range out[1:] {
			after = Evolve(after, x)
		}
	}
	return append(out, standsFor(after, p, now)...), nil
}

// rank orders leaders by how far their word stands for signatures.
func rank(k org.Kind) int {
	switch k {
	case org.Magistrate:
		return 3
	case org.Deputy, org.HotlineDeputy:
		return 2
	case org.GovOfficeHead:
		return 1
	}
	return 0
}

// becomesKey is what follows for an open order that turns key: M1's level with the signature that it still needs, M2's principal, and the leaders' days
// before the upper platform's limit. A limit only moves nearer; one that has been met, or whose counting is stopped, stays.
func becomesKey(s State, chainID string, by org.AccountID, p policy.Policy, now time.Time) KeyChanged {
	s.Key = true
	e := KeyChanged{At: now, Account: by, Key: true, Level: s.Level, PrincipalOwn: s.PrincipalOwn || s.Lead != ""}
	if s.Status == PendingApproval || s.Status == PendingDispatch {
		letters, signed := s.letterLevel()
		e.Level = max(s.Level, p.DispatchLevel(s.Appeals(), s.Keys(), true), letters)
		if e.Level > max(s.Level, signed) && (s.Instruction == nil || !covers(s.Instruction.Post.KindOf(), e.Level)) {
			chain := s.avoiding(p.DispatchChain(chainID, by, e.Level, s.standIn(s.Deputy)))
			limit := dispatchLimit(p, e.Level, chain, now)
			e.Chain, e.Limit = &chain, &limit
		}
	}
	if s.Status == ToFeedback && s.ResultChain.Empty() {
		review := NewLimit(p, LimitReview, now, p.Limit.SubmitReviewWD.Value, p.Limit.SubmitReviewWD.Clause())
		e.Review = &review
	}
	was := s.Clocks.Get(LimitResult)
	if !was.On || was.Paused() || s.Lead == "" {
		return e
	}
	near := resultLimit(p, s, was.From)
	if tomorrow := calendar.DateOf(now).Next(); near.Due.Before(tomorrow.Midnight()) {
		// Nobody owes yesterday what is asked today.
		near.Due, near.LastDay = endOf(p, calendar.DateOf(now)), calendar.DateOf(now).String()
	}
	if near.Buffered && near.Due.Before(was.Due) {
		e.Result = &near
	}
	return e
}

// standsFor lets the word of a leader be the signature that the dispatch waits for, where it reaches as high. One who has signed is not asked again.
func standsFor(s State, p policy.Policy, now time.Time) []Event {
	if s.Status != PendingApproval || s.Instruction == nil || !covers(s.Instruction.Post.KindOf(), s.Level) {
		return nil
	}
	return []Event{DispatchApproved{At: now, Limit: dispatchLimit(p, policy.NoSigner, approval.Chain{}, now)}}
}
