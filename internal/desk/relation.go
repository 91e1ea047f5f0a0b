package desk

import (
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/approval"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// ownCall is how long a call stays the operator's own (trust.md B2).
const ownCall = 24 * time.Hour

// Relate says how an actor stands to an order. Stranger means: the order does not exist for him.
func Relate(a org.Actor, s order.State, now time.Time) access.Relation {
	k := a.Post.Kind
	switch {
	case s.Recuses(a):
		return access.Stranger // it reports him, his unit, or one above it (Art. 23(6))
	case k.Desk():
		if s.RegisteredBy == a.Account && now.Sub(s.RegisteredAt) <= ownCall {
			return access.Own
		}
		if k == org.Outsourced {
			return access.Stranger
		}
		return access.Desk
	case k == org.Deputy:
		if s.Deputy == a.Post.ID || signs(s, a.Post.ID) || s.CoDeputy(a.Post.ID) && !s.ResultChain.Empty() {
			return access.Mine
		}
	case k.Leader():
		if signs(s, a.Post.ID) {
			return access.Mine
		}
		return access.Lists
	case k.InUnit():
		if s.Lead == "" || s.Lead != a.Post.Unit {
			if s.TakesPart(a.Post.Unit) {
				return access.Helper
			}
			return access.Stranger
		}
		if k == org.UnitHandler && (s.Handler == "" || s.Handler == a.Account) {
			return access.Handler
		}
		return access.Unit
	}
	return access.Stranger
}

func signs(s order.State, p org.PostID) bool {
	if s.Instruction != nil && s.Instruction.Post == p {
		return true
	}
	if slices.Contains(s.Instructed, p) {
		return true
	}
	for _, c := range s.OpenChains() {
		for _, st := range c.Steps {
			if st.Post == p {
				return true
			}
		}
	}
	if t := s.Termination; t != nil && slices.ContainsFunc(t.Chain.Steps, func(st approval.Step) bool { return st.Post == p }) {
		return true
	}
	return slices.ContainsFunc(s.ResultChain.Steps, func(st approval.Step) bool { return st.Post == p }) ||
		slices.ContainsFunc(s.DispatchChain.Steps, func(st approval.Step) bool { return st.Post == p })
}
