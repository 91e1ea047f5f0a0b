package policy

import (
	"huiyin/internal/approval"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Level is the tier of the signer before dispatch (Art. 10(4), matrix M1).
type Level int

// The levels.
const (
	NoSigner      Level = iota // 首次、非重点：分办员转办
	ByOfficeHead               // 二次诉求：县热线办负责人分办
	ByGovHead                  // 三次诉求、首次重点：县政府办负责人签批
	ByDeputyChief              // 三次以上诉求、二次重点：县政府分管领导签批
)

// Name says who signs.
func (l Level) Name() string {
	return [...]string{"分办员转办", "县热线办负责人分办", "县政府办负责人签批", "县政府分管领导签批"}[l]
}

// DispatchLevel is M1: appeals counts this round, keys counts this round where it is a key one. The key column applies only when the order
// itself is key (setting repeat.key_sticky widens it).
func (p Policy) DispatchLevel(appeals, keys int, key bool) Level {
	a := p.Approval
	level := NoSigner
	switch {
	case appeals >= a.LeaderFromAppeal.Value:
		level = ByDeputyChief
	case appeals >= a.GovHeadFromAppeal.Value:
		level = ByGovHead
	case appeals >= a.OfficeHeadFromAppeal.Value:
		level = ByOfficeHead
	}
	if key || p.Repeat.KeySticky.Value && keys > 0 {
		switch {
		case keys >= a.LeaderFromKey.Value:
			level = max(level, ByDeputyChief)
		case keys >= a.GovHeadFromKey.Value:
			level = max(level, ByGovHead)
		}
	}
	return level
}

// DispatchChain is the chain of M1 at a level. The office head's own act at level 1 is the dispatch itself (domain.md §13.14), so levels 0
// and 1 ask for no chain. deputy is the deputy in charge of the proposed unit, used where the county lets that one sign.
func (p Policy) DispatchChain(id string, applicant org.AccountID, l Level, deputy org.PostID) approval.Chain {
	c := approval.Chain{ID: id, Applicant: applicant}
	step := func(post org.PostID, label string) {
		c.Steps = append(c.Steps, approval.Step{Post: post, Label: label, Stage: 1, Basis: regulation.Art10_4})
	}
	switch l {
	case ByGovHead:
		step(org.PostGovHead, "县政府办负责人")
	case ByDeputyChief:
		if p.Approval.L3Signer.Value != "unit" || deputy == "" {
			step(org.PostHotlineDeputy, "分管热线工作的副县长")
		}
		if p.Approval.L3Signer.Value != "hotline" && deputy != "" && deputy != org.PostHotlineDeputy {
			step(deputy, "分管承办单位的副县长")
		}
	}
	return c
}

// PrincipalHandles is M2 (Art. 17): from the second assignment on, and for key orders, the unit's principal handles directly.
func (p Policy) PrincipalHandles(assignments int, key bool) bool {
	return key || assignments >= p.Approval.PrincipalFromAssignment.Value
}

// ResultChain is M3 (Art. 24): from the third assignment on, and for key orders, the deputy in charge of the unit, the deputy in charge of
// the hotline and then the magistrate sign the result. Without a mapped deputy the hotline deputy signs alone (domain.md §13.19: a missing
// mapping warns, never blocks).
func (p Policy) ResultChain(id string, applicant org.AccountID, assignments int, key bool, deputy org.PostID) approval.Chain {
	c := approval.Chain{ID: id, Applicant: applicant}
	if !key && assignments < p.Approval.ResultFromAssignment.Value {
		return c
	}
	stage := 1
	step := func(post org.PostID, label string) {
		c.Steps = append(c.Steps, approval.Step{Post: post, Label: label, Stage: stage, Basis: regulation.Art24})
	}
	if deputy != "" && deputy != org.PostHotlineDeputy {
		step(deputy, "分管承办单位的副县长")
		if p.Approval.DeputiesOrder.Value == "serial" {
			stage++
		}
	}
	step(org.PostHotlineDeputy, "分管热线工作的副县长")
	stage++
	step(org.PostMagistrate, "县长")
	return c
}

// ExtensionChain is M4 (Art. 19): the office's reviewer decides an ordinary application; the principal's signed and sealed one goes to the head.
func (p Policy) ExtensionChain(id string, applicant org.AccountID, sealed bool) approval.Chain {
	step := approval.Step{Post: org.PostOf(org.HotlineOffice, org.Reviewer), Label: "县热线办审核员", Stage: 1, Basis: regulation.Art19}
	if sealed {
		step.Post, step.Label = org.PostOfficeHead, "县热线办负责人"
	}
	return approval.Chain{ID: id, Applicant: applicant, Steps: []approval.Step{step}}
}

// StatuteChain is the head's approval of a limit that a law sets otherwise (Art. 18).
func (p Policy) StatuteChain(id string, applicant org.AccountID) approval.Chain {
	return approval.Chain{ID: id, Applicant: applicant, Steps: []approval.Step{{Post: org.PostOfficeHead, Label: "县热线办负责人", Stage: 1, Basis: regulation.Art18}}}
}

// TerminationChain is M5 (Art. 20): after the unit's principal and the office's review, the magistrate agrees.
func (p Policy) TerminationChain(id string, applicant org.AccountID) approval.Chain {
	return approval.Chain{ID: id, Applicant: applicant, Steps: []approval.Step{{Post: org.PostMagistrate, Label: "县长", Stage: 1, Basis: regulation.Art20}}}
}

// RefusalChain is the head's approval of a refusal after dispatch (转不予受理, domain.md §13.15).
func (p Policy) RefusalChain(id string, applicant org.AccountID) approval.Chain {
	return approval.Chain{ID: id, Applicant: applicant, Steps: []approval.Step{{Post: org.PostOfficeHead, Label: "县热线办负责人", Stage: 1, Basis: regulation.Art8}}}
}
