package order

import (
	"slices"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Withdrawal of the party complained of (回避; Art. 23(6), domain.md §1.7): an order that reports a unit, or somebody in it, is never handled there or
// below, and for everybody there it does not exist. Party is that party as the directory knows it: a unit, posts, and the accounts that hold them.
type Party struct {
	Unit     org.UnitID      `json:"unit,omitempty"`
	Posts    []org.PostID    `json:"posts,omitempty"`
	Accounts []org.AccountID `json:"accounts,omitempty"`
}

// Empty reports that nobody of the directory is named.
func (p Party) Empty() bool { return p.Unit == "" && len(p.Posts) == 0 }

// Party is whom a request reports.
func (r Request[T]) Party() Party {
	return Party{Unit: r.ReportedUnit, Posts: r.ReportedPosts, Accounts: r.ReportedAccounts}
}

// marks are the names under which nobody may see the order. A person of a member unit takes his whole unit with him; the office's and the county's own
// posts stand for themselves.
func (p Party) marks(lifted bool) []string {
	var out []string
	add := func(m string) {
		if !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	if p.Unit != "" && !lifted {
		add(org.UnitMark(p.Unit))
	}
	for _, x := range p.Posts {
		add(org.PostMark(x))
		if x.KindOf().InUnit() {
			add(org.UnitMark(x.UnitOf()))
		}
	}
	for _, a := range p.Accounts {
		add(org.AccountMark(a))
	}
	return out
}

// Recused are the marks that keep an order from people: no actor with one of them sees it or acts on it. The archive keeps them beside the order, so that
// lists leave it out by the same word.
func (s State) Recused() []string { return s.Request.Party().marks(s.RecusalLifted) }

// Recuses reports whether the order does not exist for an actor because it reports him, his unit, or a unit above it.
func (s State) Recuses(a org.Actor) bool {
	if a.System() {
		return false
	}
	marks := s.Recused()
	return len(marks) > 0 && slices.ContainsFunc(a.Marks(), func(m string) bool { return slices.Contains(marks, m) })
}

// RecusesUnit reports whether a unit may not have the order: it is reported itself, or one of the units above it is.
func (s State) RecusesUnit(u org.UnitID, above []org.UnitID) bool {
	if u == "" {
		return false
	}
	marks := s.Recused()
	return slices.ContainsFunc(append([]org.UnitID{u}, above...), func(x org.UnitID) bool { return slices.Contains(marks, org.UnitMark(x)) })
}

// conflict is the refusal of a dispatch to the party complained of, with what may be done instead.
func (s State) conflict(u org.UnitID, above []org.UnitID) error {
	if !s.RecusesUnit(u, above) {
		return nil
	}
	return regulation.RefuseField(regulation.Art23_6, "conflict", "unit",
		"诉求反映的是这个单位、它的上级或其中的人员，须回避，不能转给它办理。可以改转其上级主管单位或其他单位，由县热线办负责人决定；属于违纪违法的，告知诉求人向纪检监察机关反映（第八条（二））。")
}

// standIn is the post that acts in the place of one that is reported: the next above it that is not.
func (s State) standIn(p org.PostID) org.PostID {
	for range 5 {
		if !slices.Contains(s.Request.ReportedPosts, p) {
			return p
		}
		switch k := p.KindOf(); {
		case p == org.PostOfficeHead:
			p = org.PostGovHead
		case k.Desk():
			p = org.PostOfficeHead
		case p == org.PostGovHead, k == org.Deputy:
			p = org.PostHotlineDeputy
		case p == org.PostHotlineDeputy:
			p = org.PostMagistrate
		default:
			return p
		}
	}
	return p
}

// avoiding is a chain in which nobody signs who is reported: the next above signs in his place, and once where he is asked anyway.
func (s State) avoiding(c approval.Chain) approval.Chain {
	if !slices.ContainsFunc(c.Steps, func(st approval.Step) bool { return st.Done == nil && s.standIn(st.Post) != st.Post }) {
		return c
	}
	var steps []approval.Step
	for _, st := range c.Steps {
		to := s.standIn(st.Post)
		if st.Done != nil || to == st.Post {
			steps = append(steps, st)
			continue
		}
		for _, x := range c.Steps {
			switch {
			case x.Post != to:
			case x.Done != nil:
				to = org.PostMagistrate // he has signed already in his own place: the next above signs in this one
			default:
				to = "" // he is asked anyway, and signs once
			}
		}
		if to != "" {
			st.Label = to.KindOf().Name() + "（代" + st.Label + "，回避）"
			st.Post, st.Pending = to, nil
			steps = append(steps, st)
		}
	}
	c.Steps = steps
	return c
}

// checkParty says what is wrong with a reported party.
func checkParty(p Party) error {
	switch p.Unit {
	case org.HotlineOffice, org.GovOffice, org.Government:
		return regulation.RefuseField(regulation.Art23_6, "bad_reported_unit", "reported_unit", "反映县热线办、县政府办或县领导的，请在“被反映的岗位”里选具体岗位，不选单位。")
	}
	if slices.Contains(p.Posts, org.PostMagistrate) {
		return regulation.RefuseField(regulation.Art8_2, "bad_reported_post", "reported_post", "反映县长的事项不由县热线办办理，请告知诉求人向上级机关或纪检监察机关反映，按不予受理登记。")
	}
	for _, x := range p.Posts {
		if x.KindOf().Name() == "" || x.UnitOf() == "" {
			return regulation.RefuseField(regulation.Art23_6, "bad_reported_post", "reported_post", "没有这个岗位，请从列表中选一个。")
		}
	}
	return nil
}

// narrower reports whether a new party lets somebody see the order who may not see it now.
func (s State) narrower(to Party) bool {
	kept := to.marks(false)
	return slices.ContainsFunc(s.Recused(), func(m string) bool { return !slices.Contains(kept, m) })
}

// reporting is an order with another reported party; the guard is whole again.
func (s State) reporting(p Party) State {
	s.Request.ReportedUnit, s.Request.ReportedPosts, s.Request.ReportedAccounts = p.Unit, p.Posts, p.Accounts
	s.RecusalLifted, s.EverReported = false, s.EverReported || !p.Empty()
	return s
}

// withdrawn is what follows when an order turns out to report the unit that holds it: it is taken away from it at once, whatever it has done so far, and
// the unit is not told. Steps that wait for somebody reported go to the next above.
func (s State) withdrawn(chainID string, above []org.UnitID, by org.AccountID, reason Kept, p policy.Policy, now time.Time) []Event {
	if !s.Status.Done() && s.RecusesUnit(s.Lead, above) {
		level, chain, limit := signedAgain(s, chainID, by, "", p, now)
		return []Event{Recalled{At: now, Unit: s.Lead, Reason: reason, Level: level, Chain: s.avoiding(chain), Limit: limit, Recused: true}}
	}
	var moved []approval.Chain
	for _, c := range s.OpenChains() {
		if to := s.avoiding(c); !slices.EqualFunc(c.Steps, to.Steps, func(a, b approval.Step) bool { return a.Post == b.Post }) {
			moved = append(moved, to)
		}
	}
	deputy := s.standIn(s.Deputy)
	if len(moved) == 0 && deputy == s.Deputy {
		return nil
	}
	return []Event{SignersRecused{At: now, Account: by, Chains: moved, Deputy: deputy}}
}

// SignersRecused moves the steps that waited for somebody reported, and the deputy in charge where he is.
type SignersRecused struct {
	At      time.Time        `json:"at"`
	Account org.AccountID    `json:"account,omitempty"`
	Chains  []approval.Chain `json:"chains,omitempty"`
	Deputy  org.PostID       `json:"deputy,omitempty"`
}

func (SignersRecused) kind() string { return "signers_recused" }

func (e SignersRecused) apply(s State) State {
	for _, c := range e.Chains {
		s = s.withChain(c)
	}
	s.Deputy = e.Deputy
	return s
}

// LiftRecusal opens an ordinary complaint about a unit's work to that unit (domain.md §12, case 14): the head of the office alone, on a paper that the
// head of the government office has signed. A report, a secret or anonymous order, and one that names a person are never opened.
type LiftRecusal struct {
	By
	Reason Private `seal:"note"`
	Paper  string  // blob of the signed decision
}

// RecusalLifted is that decision.
type RecusalLifted struct {
	At      time.Time     `json:"at"`
	Account org.AccountID `json:"account,omitempty"`
	Unit    org.UnitID    `json:"unit"`
	Reason  Kept          `json:"reason"`
	Paper   string        `json:"paper"`
}

func (RecusalLifted) kind() string { return "recusal_lifted" }

func (e RecusalLifted) apply(s State) State {
	s.RecusalLifted = true
	return s
}

// MayLift says why the guard of an order cannot be lifted at all, nil where the head may.
func MayLift(s State) error {
	switch {
	case s.Request.ReportedUnit == "" || s.RecusalLifted:
		return regulation.RefuseState(regulation.Art23_6, "nothing_recused", "这件工单没有须回避的单位。")
	case s.Status.Done() || s.Lead != "":
		return s.wrongState(regulation.Art23_6, "解除回避")
	case len(s.Request.ReportedPosts) > 0:
		return regulation.RefuseState(regulation.Art23_6, "names_a_person", "诉求反映的是具体人员，所在单位必须回避，不能解除。")
	case s.Request.Type == Report || s.Request.Secrecy != Ordinary:
		return regulation.RefuseState(regulation.Art23_6, "never_lifted", "举报件、保密件和匿名件不得让被反映单位知道，回避不能解除。")
	}
	return nil
}

func liftRecusal(s State, c LiftRecusal, now time.Time) ([]Event, error) {
	if err := MayLift(s); err != nil {
		return nil, err
	}
	if err := mustBe(c, regulation.Art23_6, org.OfficeHead); err != nil {
		return nil, regulation.RefuseState(regulation.Art23_6, "head_lifts", "回避只能由县热线办负责人凭县政府办负责人签字的书面意见解除，话务员、分办员不能解除。")
	}
	if err := requireText(regulation.Art23_6, "reason", "解除回避的理由", c.Reason.Text); err != nil {
		return nil, err
	}
	if c.Paper == "" {
		return nil, regulation.RefuseField(regulation.Art23_6, "no_paper", "scan", "解除回避须有县政府办负责人签字的书面意见，请上传扫描件。")
	}
	return []Event{RecusalLifted{At: now, Account: c.Actor.Account, Unit: s.Request.ReportedUnit, Reason: c.Reason.Keep(), Paper: c.Paper}}, nil
}
