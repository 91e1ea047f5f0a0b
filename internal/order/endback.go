package order

import (
	"time"

	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// A unit that sees its way again takes its application for termination back and goes on handling (Art. 20; M5 of domain.md §6.1). The pause goes with the
// application: the limit is the one that ran before it, and a limit that passed meanwhile is missed since its own end, so that asking and taking back gives
// nobody a day beyond Art. 19.
type (
	// WithdrawTermination is the unit's word, open until the magistrate has spoken.
	WithdrawTermination struct {
		By
		Reason Private `seal:"note"`
	}
	// TerminationWithdrawn gives the order back to the unit by its own wish.
	TerminationWithdrawn struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account,omitempty"`
		Unit    org.UnitID    `json:"unit"`
		Number  string        `json:"number,omitempty"` // of the batch it stood on
		Reason  Kept          `json:"reason"`
		Result  Limit         `json:"result"` // as it was before the application

		Progress *Limit `json:"progress,omitempty"` // where one by law is owed
	}
)

func (TerminationWithdrawn) kind() string { return "termination_withdrawn" }

func (e TerminationWithdrawn) apply(s State) State {
	s = s.terminating(func(t *Termination) { t.Withdrawn, t.Opinion = e.At, e.Reason })
	s.Status = InProgress
	for _, k := range []LimitKind{LimitTermReview, LimitTermBatch, LimitSigner} {
		s.Clocks.void(k)
	}
	s.Clocks.resume(e.Result)
	s.Clocks.startIf(e.Progress)
	return s
}

// MayWithdrawTermination says why the application that is on its way is not taken back any more, nil where it may be.
func MayWithdrawTermination(s State) error {
	a := regulation.Art20
	if s.Status != Terminating || s.Termination == nil {
		return s.wrongState(a, "撤回终结申请")
	}
	for _, x := range s.Termination.Chain.Steps {
		if x.Pending != nil || x.Done != nil {
			return regulation.RefuseState(a, "magistrate_spoke", "县长已有批示，正在登记、核对，终结申请不能再撤回；要继续办理的，请与县热线办联系。")
		}
	}
	return nil
}

func withdrawTermination(s State, c WithdrawTermination, p policy.Policy, now time.Time) ([]Event, error) {
	if err := MayWithdrawTermination(s); err != nil {
		return nil, err
	}
	if err := mustBeUnit(s, c, regulation.Art20, unitKinds...); err != nil {
		return nil, err
	}
	if err := requireText(regulation.Art20, "reason", "撤回终结申请的理由", c.Reason.Text); err != nil {
		return nil, err
	}
	l := s.Clocks.Get(LimitResult).Limit
	e := TerminationWithdrawn{At: now, Account: c.Actor.Account, Unit: s.Lead, Number: s.Termination.Number, Reason: c.Reason.Keep(), Result: l, Progress: nextProgress(p, s, l, now)}
	return append([]Event{e}, settle(Evolve(s, e), p, now)...), nil
}
