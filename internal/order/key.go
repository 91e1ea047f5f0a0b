package order

import (
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// SwitchKey makes an order a key one, or no key one any more, against its channel's default: the head's act, with a reason that stays on record (Art. 2, 10(4);
// domain.md §3.1).
type SwitchKey struct {
	By
	Key     bool
	ChainID string  // of the signature before dispatch that a key order needs
	Reason  Private `seal:"note"`
}

// MaySwitchKey says why the flag cannot be set, nil where it can. It is never set where the signatures of Art. 10(4) or 24 would become untrue by it: on an order
// whose result is told already, and off one that leaders are signing, have signed, or have spoken on.
func MaySwitchKey(s State, key bool) error {
	by := regulation.Art10_4
	no := func(code, reason string, args ...any) error { return regulation.RefuseState(by, code, reason, args...) }
	do := map[bool]string{true: "设为重点交办件", false: "取消重点交办件"}[key]
	switch {
	case s.Status == None || s.Status.Done() || s.Status == Merged:
		return s.wrongState(regulation.Art10_4, do)
	case s.Key == key:
		return no("same_key", "这件工单已经%s重点交办件，不用再改。", map[bool]string{true: "是", false: "不是"}[key])
	case s.Merged != nil:
		return no("shared_result", "这件工单并入%s办理，结果已经送到，不能再改。", s.Merged.Number)
	case s.Status == Visiting:
		return no("told", "办理结果已经反馈，签批是按原来的办法走的，不能再改。")
	case key && s.Status == ToFeedback && (len(s.Members) > 0 || !s.BackfilledAt.IsZero()):
		return no("told", "办理结果已经送出，签批是按原来的办法走的，不能再改。")
	case key:
		return nil
	case s.Instruction != nil:
		by = regulation.Art6_4
		return no("instructed", "这件工单有县领导批示，是重点交办件，不能取消。")
	case s.letters() > 0:
		return no("letters", "这件工单并办着%d件重点来件，请先把它们拆分出去，再取消。", s.letters())
	case s.Status == CountySigning || s.Status == ToFeedback && !s.ResultChain.Empty():
		by = regulation.Art24
		return no("leaders_sign", "办理结果已报县领导签批，不能取消重点交办件。")
	case s.Status == PendingApproval && begun(s.DispatchChain):
		return no("leaders_sign", "转办已有领导签批，不能取消重点交办件。")
	}
	return nil
}

// begun reports whether somebody has signed a chain, on screen or on paper.
func begun(c approval.Chain) bool {
	for _, st := range c.Steps {
		if st.Done != nil || st.Pending != nil {
			return true
		}
	}
	return false
}

func switchKey(s State, c SwitchKey, p policy.Policy, now time.Time) ([]Event, error) {
	if err := MaySwitchKey(s, c.Key); err != nil {
		return nil, err
	}
	if err := mustBe(c, regulation.Art10_4, org.OfficeHead); err != nil {
		return nil, err
	}
	if err := requireText(regulation.Art10_4, "reason", "设为或取消重点交办件的理由", c.Reason.Text); err != nil {
		return nil, err
	}
	keyed := RoundKeyed{Matter: s.MatterID, Order: s.ID, Key: c.Key}
	if c.Key {
		e := becomesKey(s, c.ChainID, c.Actor.Account, p, now)
		e.Reason = c.Reason.Keep()
		return append([]Event{e, keyed}, standsFor(Evolve(s, e), p, now)...), nil
	}
	return []Event{endsKey(s, c, p, now), keyed}, nil
}

// endsKey is what follows where an order is key no more: before dispatch M1 is asked anew; at the unit it goes on as it was assigned and promised. The principal
// who has taken it keeps it, and a limit that was told the caller is not moved away.
func endsKey(s State, c SwitchKey, p policy.Policy, now time.Time) KeyChanged {
	e := KeyChanged{At: now, Account: c.Actor.Account, Level: s.Level, PrincipalOwn: s.Lead != "" && p.PrincipalHandles(s.Matter.Assigns(), false), Reason: c.Reason.Keep()}
	if s.Status != PendingApproval && s.Status != PendingDispatch {
		return e
	}
	s.Key = false
	if e.Level = p.DispatchLevel(s.Appeals(), s.Keys(), false); e.Level == s.Level || s.Status == PendingDispatch {
		return e // where it waits for dispatch nobody is asked any more: what was signed stays signed
	}
	chain := s.avoiding(p.DispatchChain(c.ChainID, c.Actor.Account, e.Level, s.standIn(s.Deputy)))
	limit := dispatchLimit(p, e.Level, chain, now)
	e.Chain, e.Limit = &chain, &limit
	return e
}
