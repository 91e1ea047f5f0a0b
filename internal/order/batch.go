package order

import (
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Plain refuses an order that must be read and signed by itself: only ordinary first-round items may be handled in a batch (domain.md §13.27). What
// goes beyond the first assignment, 重点交办 and what a county leader signs rests on Articles 10(4), 17 and 24.
func Plain(s State) error {
	switch {
	case s.Key:
		return regulation.RefuseState(regulation.Art24, "batch_key", "重点交办工单须逐件办理。")
	case s.Appeals() > 1 || s.Matter.Assigns() > 1:
		return regulation.RefuseState(regulation.Art10_4, "batch_repeat", "二次以上诉求或交办的工单须逐件办理。")
	case s.PrincipalOwn:
		return regulation.RefuseState(regulation.Art17, "batch_principal", "由主要负责人直接办理的工单须逐件签批。")
	case s.Request.Secrecy != Ordinary:
		return regulation.RefuseState(regulation.Art23_6, "batch_secret", "保密和匿名工单须逐件办理。")
	}
	return nil
}

// Clean refuses a reply that a batch may not pass: it must be plain, in time, the first one, without a warning, and none of the sample that is read
// one by one. It is asked beside the rules of passing, never in their place.
func Clean(s State, p policy.Policy) error {
	if err := Plain(s); err != nil {
		return err
	}
	switch {
	case s.Status != Submitted || s.Reply == nil:
		return s.wrongState(regulation.Art24, "批量审核")
	case s.ReplyLate:
		return regulation.RefuseState(regulation.Art18, "batch_late", "逾期报送的答复须逐件审核。")
	case s.Rejects > 0 || s.Reworks > 0 || !s.Objection.Empty():
		return regulation.RefuseState(regulation.Art21_4, "batch_rejected", "退回过、重办过的答复须逐件审核。")
	case s.Reply.Solved == SolvedNo || s.Reply.Solved == SolvedPartly:
		return regulation.RefuseState(regulation.Art24, "batch_unsolved", "没有解决或部分解决的答复须逐件审核。")
	}
	if !s.CoNote.Empty() {
		return regulation.RefuseState(regulation.Art14, "batch_co", "协办单位没有报送的答复须逐件审核。")
	}
	if w := ReplyWarnings(Reply[Private]{Public: s.Reply.Public, Basis: s.Reply.Basis}); len(w) > 0 {
		return regulation.RefuseState(regulation.Art24, "batch_warning", "%s", w[0])
	}
	if Sampled(s, p) {
		return regulation.RefuseState(regulation.Art24, "batch_sample", "抽样件，须逐件阅读后单独审核。")
	}
	return nil
}

// Sampled says whether a reply belongs to the sample that the office reads one by one. The choice is fixed by the submission itself: nobody picks it,
// and asking again changes nothing.
func Sampled(s State, p policy.Policy) bool {
	h := uint32(2166136261) // FNV-1a
	for _, b := range []byte(s.ID + "/" + s.SubmittedAt.UTC().String()) {
		h = (h ^ uint32(b)) * 16777619
	}
	return int(h%100) < p.Review.SamplePercent.Value
}
