package order

import (
	"time"

	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Answering says on which answering day (接听日) an order was taken, and who answered: a county leader, who decides on the spot, or a department, which may
// claim the order for itself (Art. 11).
type Answering struct {
	Session string     `json:"session"`
	Post    org.PostID `json:"post,omitempty"`
	Unit    org.UnitID `json:"unit,omitempty"`
}

// Claim is 自行领办: the department that answers the telephone takes the order itself. It is dispatched to that department and signed for at once. Where Art. 10(4)
// asks for a signature first, the claim is a proposal like any other.
type Claim struct {
	By
	ChainID      string
	To           Target
	Requirements string
	Text         string // what the department reads, masked
	Names        []string
	Clearing     Clearing
	NewFacts     Private `seal:"note"` // what is new in a matter that was terminated (Art. 20)
}

// ViaClaim is how an order was signed for that its department claimed.
const ViaClaim = "claim"

// checkAnswering holds a registration against the answering day it names.
func checkAnswering(c Register, ch policy.Channel) error {
	a := c.Answering
	switch {
	case a == nil:
		return nil
	case a.Post != "" && !ch.Leader:
		return regulation.RefuseField(regulation.Art11, "answering_channel", "channel", "县领导接听日的来电，来源渠道应选“县长接听日”。")
	case a.Unit != "" && !ch.Claim:
		return regulation.RefuseField(regulation.Art11, "answering_channel", "channel", "县直部门接听日的来电，来源渠道应选“县直部门接听”。")
	case a.Post != "" && c.Instruction != nil && c.Instruction.Post != a.Post:
		return regulation.RefuseField(regulation.Art11, "answering_leader", "instruction_post", "这次接听日是另一位领导接听，当场意见只登记他的。")
	}
	return nil
}

func claim(s State, c Claim, p policy.Policy, now time.Time) ([]Event, error) {
	switch {
	case s.Status != Registered:
		return nil, s.wrongState(regulation.Art11, "自行领办")
	case s.Answering == nil || s.Answering.Unit == "":
		return nil, regulation.RefuseField(regulation.Art11, "no_department", "way", "只有县直部门接听日登记的来电才能自行领办，请改选“转办”。")
	case c.To.Unit != s.Answering.Unit:
		return nil, regulation.RefuseField(regulation.Art11, "not_own", "way", "自行领办只能由接听的部门领办；不属于它职责的，请选“转办”，交给别的单位。")
	}
	out, err := submitForDispatch(s, SubmitForDispatch{By: c.By, ChainID: c.ChainID, Proposal: Proposal{Unit: c.To.Unit, Requirements: c.Requirements, Text: c.Text}, Deputy: c.To.Deputy, Above: c.To.Above,
		Names: c.Names, Clearing: c.Clearing, NewFacts: c.NewFacts}, p, now)
	if err != nil {
		return nil, err
	}
	for _, e := range out {
		s = Evolve(s, e)
	}
	if s.Status != PendingDispatch || s.Level != policy.NoSigner {
		return out, nil // whose signature Art. 10(4) asks for decides first
	}
	if err := mayBeGiven(s, c.To, regulation.Art11); err != nil {
		return nil, err
	}
	given, err := deliver(s, Dispatch{By: c.By, To: c.To, Requirements: c.Requirements, Text: c.Text, Names: c.Names, Clearing: c.Clearing}, p, now)
	if err != nil {
		return nil, err
	}
	return append(append(out, given...), SignedFor{At: now, Unit: c.To.Unit, Via: ViaClaim, Assign: NewLimit(p, LimitAssign, now, p.Limit.AssignWD.Value, p.Limit.AssignWD.Clause())}), nil
}
