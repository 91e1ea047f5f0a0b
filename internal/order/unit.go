package order

import (
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

type (
	// SignFor takes delivery (签收, Art. 14). Via is "button", "number" where the first view of the caller's number counts as signing
	// (domain.md §13.2), or "batch".
	SignFor struct {
		By
		Via string
	}
	// AssignInUnit is the principal's signature on the unit's handling sheet: who leads, who handles (Art. 17, M2). The principal signs on
	// screen, or the handler uploads the signed sheet.
	AssignInUnit struct {
		By
		Lead    org.Kind // UnitDeputy or UnitPrincipal
		Handler org.AccountID
		Opinion Private `seal:"note"`
		Paper   string  // blob of the signed sheet, when signed on paper

		Confirmed approval.Confirmed // on screen: by the principal's PIN
	}
)

type (
	// SignedFor is delivery taken.
	SignedFor struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Via     string        `json:"via"`
		Late    bool          `json:"late,omitempty"`
		Assign  Limit         `json:"assign"`
	}
	// AutoAcceptedEvent is acceptance by silence: the first working day has passed (Art. 16).
	AutoAcceptedEvent struct {
		At     time.Time  `json:"at"`
		Unit   org.UnitID `json:"unit"`
		Assign Limit      `json:"assign"`
	}
	// Assigned names who leads and who handles.
	Assigned struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Lead    org.PostID    `json:"lead"`
		Handler org.AccountID `json:"handler,omitempty"`
		Opinion Kept          `json:"opinion"`
		Paper   string        `json:"paper,omitempty"`
		Late    bool          `json:"late,omitempty"`

		Confirmed approval.Confirmed `json:"confirmed,omitempty"`
		Under     *org.Authority     `json:"under,omitempty"` // a delegate's paper
	}
)

func (SignedFor) kind() string         { return "signed_for" }
func (AutoAcceptedEvent) kind() string { return "auto_accepted" }
func (Assigned) kind() string          { return "assigned" }

func (e SignedFor) apply(s State) State {
	s.Status, s.SignedAt = UnitAssigning, e.At
	s.Clocks.met(LimitSign, e.At)
	s.Clocks.start(e.Assign)
	return s
}

func (e AutoAcceptedEvent) apply(s State) State {
	s.Status, s.AutoAccepted = UnitAssigning, true
	s.Clocks.missed(LimitSign)
	s.Clocks.void(LimitSign)
	s.Clocks.start(e.Assign)
	return s
}

func (e Assigned) apply(s State) State {
	s.Status, s.AssignedLead, s.Handler = InProgress, e.Lead, e.Handler
	s.Clocks.met(LimitAssign, e.At)
	return s
}

func signFor(s State, c SignFor, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status != Dispatched {
		return nil, s.wrongState(regulation.Art14, "签收")
	}
	if err := mustBeUnit(s, c, regulation.Art14, org.UnitHandler, org.UnitDeputy, org.UnitPrincipal, org.UnitDuty); err != nil {
		return nil, err
	}
	via := c.Via
	if via == "" {
		via = "button"
	}
	return []Event{SignedFor{At: now, Account: c.Actor.Account, Unit: s.Lead, Via: via, Late: s.Clocks.Get(LimitSign).Late(now),
		Assign: NewLimit(p, LimitAssign, now, p.Limit.AssignWD.Value, p.Limit.AssignWD.Clause())}}, nil
}

func assignInUnit(s State, c AssignInUnit, now time.Time) ([]Event, error) {
	if s.Status != UnitAssigning {
		return nil, s.wrongState(regulation.Art17, "分办")
	}
	kinds := []org.Kind{org.UnitPrincipal}
	if c.Paper != "" {
		kinds = append(kinds, org.UnitHandler, org.UnitDeputy)
	}
	if err := mustBeUnit(s, c, regulation.Art17, kinds...); err != nil {
		return nil, err
	}
	if c.Paper == "" {
		if err := principalOrDelegate(s, c.Actor, org.ForAssign, regulation.Art17); err != nil {
			return nil, err
		}
	}
	switch c.Lead {
	case org.UnitPrincipal:
	case org.UnitDeputy:
		if s.PrincipalOwn {
			return nil, regulation.RefuseField(regulation.Art17, "principal_handles", "lead",
				"二次及以上交办工单和重点交办事项由单位主要负责人直接办理，牵头人须选主要负责人。")
		}
	default:
		return nil, regulation.RefuseField(regulation.Art17, "no_lead", "lead", "没有选择牵头领导，请选分管负责人或主要负责人。")
	}
	if c.Handler == "" {
		return nil, regulation.RefuseField(regulation.Art5_2, "no_handler", "handler", "没有选择具办人员，请指定一人具体办理。")
	}
	return []Event{Assigned{At: now, Account: c.Actor.Account, Unit: s.Lead, Lead: org.PostOf(s.Lead, c.Lead), Handler: c.Handler, Opinion: c.Opinion.Keep(),
		Paper: c.Paper, Late: s.Clocks.Get(LimitAssign).Late(now), Confirmed: c.Confirmed, Under: c.Actor.Under.Signed()}}, nil
}
