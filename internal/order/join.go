package order

import (
	"slices"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// A key letter, or a county leader's instruction, on a matter that is open already is an order of its own (Art. 10(4); domain.md §13.10): it keeps its number, its
// outer number, its outer limit and its reply, and is handled with the open order (并办). The open order turns key; its limit is the nearer one; who has signed the one
// is not asked for the other. It is a merge (merge.go) whose member is key: what a merge may not take away unsigned is signed here first.

// Letter is what the leading order keeps of a key letter that is handled with it. Nothing in it says who wrote it.
type Letter struct {
	Channel string       `json:"channel"`
	Source  string       `json:"source"`           // the channel's name of that day
	Due     *time.Time   `json:"due,omitempty"`    // first instant that is too late for the letter's platform
	Level   policy.Level `json:"level"`            // who signs before dispatch, by M1
	Signed  bool         `json:"signed,omitempty"` // he has, on the letter
	Ask     string       `json:"ask,omitempty"`    // what it asks beside, for the unit; in clear after the detector
}

// Join handles a key letter with an open order (并办). Where M1 wants a signature that neither order has, the letter is submitted for it, and joined once it is signed.
// The desk writes TakeMember on the leading order in the same append.
type Join struct {
	By
	ChainID  string
	Under    Leading
	Reason   Private `seal:"note"`
	Ask      string  // what the unit has to answer beside, in clear
	Names    []string
	Clearing Clearing
}

// letterLevel is the highest signature that the letters handled with an order ask for; signed is the highest that was given on one of them.
func (s State) letterLevel() (level, signed policy.Level) {
	for _, m := range s.Members {
		if m.Letter == nil {
			continue
		}
		level = max(level, m.Letter.Level)
		if m.Letter.Signed {
			signed = max(signed, m.Letter.Level)
		}
	}
	return level, signed
}

// signedUpTo is the highest level of M1 whose signature an order has: by its own chain, by a leader's word, or on a letter that is handled with it.
func (s State) signedUpTo() policy.Level {
	_, got := s.letterLevel()
	if s.Status != None && s.Status != Registered && s.Status != PendingApproval {
		got = max(got, s.Level)
	}
	if s.Instruction != nil {
		for _, l := range []policy.Level{policy.ByGovHead, policy.ByDeputyChief} {
			if covers(s.Instruction.Post.KindOf(), l) {
				got = max(got, l)
			}
		}
	}
	return got
}

// needs is M1's answer for an order as it stands.
func (s State) needs(p policy.Policy) policy.Level {
	if s.Status == Registered || s.Status == None {
		return p.DispatchLevel(s.Appeals(), s.Keys(), s.Key)
	}
	return s.Level
}

// AsLetter is a key order as the leading one keeps it, as it stood before it was joined.
func (s State) AsLetter(p policy.Policy, ask string) Letter {
	if s.Status == Merged {
		s.Status = s.Merged.Was
	}
	need := s.needs(p)
	ch, _ := p.Channel(s.Request.Channel)
	return Letter{Channel: s.Request.Channel, Source: ch.Name, Due: s.Request.OuterDue, Level: need, Signed: need == policy.NoSigner || s.signedUpTo() >= need, Ask: ask}
}

// Joinable reports an open order that a key letter on its matter may be handled with.
func (s State) Joinable() bool {
	return s.Status.TakesMembers() && s.Merged == nil && s.RefusalAsk == nil
}

// MayJoin says why an order cannot be handled with an open one as a letter of its own, nil where it can.
func MayJoin(s State) error {
	switch {
	case s.Status != Registered && s.Status != PendingDispatch:
		return s.wrongState(regulation.Art10_4, "并办")
	case len(s.Members) > 0:
		return regulation.RefuseState(regulation.Art10_4, "leads_others", "这件工单下面并有%d件，它是主办工单；请先拆分，或者把另一件并入它。", len(s.Members))
	case !s.Key && s.Instruction == nil:
		return regulation.RefuseState(regulation.Art10_4, "not_key", "并办只用于重点交办件和领导批示件；同一来电人再次来电请到在办的工单上登记催办，他人反映同一件事请并单。")
	}
	return nil
}

func join(s State, c Join, p policy.Policy, now time.Time) ([]Event, error) {
	if err := mustBe(c, regulation.Art10_4, deskKinds...); err != nil {
		return nil, err
	}
	if err := MayJoin(s); err != nil {
		return nil, err
	}
	u := c.Under
	bad := func(code, reason string, args ...any) ([]Event, error) {
		return nil, regulation.RefuseField(regulation.Art10_4, code, "number", reason, args...)
	}
	switch {
	case u.ID == "" || u.ID == s.ID:
		return bad("no_leader", "没有找到在办的工单，请核对编号。")
	case u.Merged:
		return bad("leader_merged", "%s自己已经并入别的工单，请并到它的主办工单。", u.Number)
	case !u.Status.TakesMembers():
		return bad("result_out", "%s是“%s”，结果已经出来，不能再并办；请照常转办。", u.Number, u.Status.Name())
	case u.Ending:
		return bad("leader_ending", "%s正在提请转不予受理，等决定以后再并办。", u.Number)
	}
	if err := keptFrom(s.Recused(), u.Marks); err != nil {
		return nil, err
	}
	cleared, err := s.cleared(c.By, c.Clearing, c.Names, s.leaving(c.Ask, ""), now)
	if err != nil {
		return nil, err
	}
	// What is at a unit already must not become a way around the signature: the letter is signed first, by whoever has not.
	if x := s.AsLetter(p, c.Ask); !x.Signed && u.Status != Registered && u.Status != PendingApproval && u.Status != PendingDispatch && u.Signed < x.Level {
		return submitForDispatch(s, SubmitForDispatch{By: c.By, ChainID: c.ChainID, Names: c.Names, Clearing: c.Clearing,
			Proposal: Proposal{Unit: u.Unit, Requirements: "与" + u.Number + "并办，结果单独答复来件。" + c.Ask, Join: u.ID, JoinNumber: u.Number}}, p, now)
	}
	e := MergedEvent{At: now, Account: c.Actor.Account, Leader: u.ID, Number: u.Number, Matter: u.Matter, Unit: u.Unit, Was: s.Status, Letter: true, Ask: c.Ask, Reason: c.Reason.Keep()}
	out := append(cleared, e)
	if r, ok := s.Matter.Round(s.ID); ok && !r.Counted {
		e.Counted = true
		out[len(out)-1] = e
		out = append(out, RoundCounted{Matter: s.MatterID, Order: s.ID, Basis: regulation.Art10_4})
	}
	return out, nil
}

// takeLetter is what a letter brings to the order it is handled with: it turns key, its limit comes nearer, and whoever must sign before dispatch and has not is asked.
func takeLetter(s State, c TakeMember, p policy.Policy, now time.Time) []Event {
	joined := MemberJoined{At: now, Account: c.Actor.Account, Order: c.Order, Number: c.Number, Unit: s.Lead, Count: len(s.Members) + 1, Letter: c.Letter}
	out := []Event{joined}
	after := Evolve(s, joined)
	if keyed := becomesKey(after, c.ChainID, c.Actor.Account, p, now); !s.Key || keyed.Result != nil || keyed.Chain != nil || keyed.Level != s.Level {
		keyed.Letter, keyed.Already = c.Number, s.Key
		out = append(out, keyed)
		after = Evolve(after, keyed)
	}
	if _, signed := after.letterLevel(); after.Status == PendingApproval && signed >= after.Level && !slices.ContainsFunc(after.DispatchChain.Steps, func(st approval.Step) bool { return st.Pending != nil }) {
		out = append(out, DispatchApproved{At: now, Limit: dispatchLimit(p, policy.NoSigner, approval.Chain{}, now)})
	}
	return append(out, standsFor(after, p, now)...)
}

// letters are the key orders that are handled with this one.
func (s State) letters() int {
	n := 0
	for _, m := range s.Members {
		if m.Letter != nil {
			n++
		}
	}
	return n
}

// JoinsUnder is the open order that a signed letter waits to be handled with.
func (s State) JoinsUnder() (id, number string, ok bool) {
	return s.Proposal.Join, s.Proposal.JoinNumber, s.Status == PendingDispatch && s.Proposal.Join != ""
}
