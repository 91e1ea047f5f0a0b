package order

import (
	"huiyin/internal/approval"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// principalOrDelegate is what a signature in the principal's post takes beside the post (Art. 5(2), 17, 24; domain.md §6.2): the delegate's paper reaches the
// act; of a key item the delegate presides over the unit's work; and nobody signs the result that he wrote himself because he stands in for the principal.
func principalOrDelegate(s State, a org.Actor, act org.Scope, basis regulation.Clause) error {
	if a.Under.Own() {
		return nil
	}
	if r := approval.Reaches(a.Under, act, basis); r != nil {
		return r
	}
	if s.Key && !a.Under.Presiding {
		return regulation.RefuseState(regulation.Art5_2, "key_needs_presiding", "重点交办件只能由主要负责人或主持工作的负责人签批；%s是一般授权，不能代签。", a.Under.Document)
	}
	if act == org.ForResult && a.Account == s.ReplyBy {
		return regulation.RefuseState(basis, "own_reply", "办理结果是您本人报送的，不能再代主要负责人签字，请由主要负责人或其他受托人签。")
	}
	return nil
}
