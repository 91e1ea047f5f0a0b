package order

import (
	"slices"

	"huiyin/internal/org"
)

// Reading is why a post gets a copy of an order to read (待阅): something was said or happened that concerns it and asks no act of it.
type Reading string

// The reasons.
const (
	ReadUrged      Reading = "urged"      // 催办
	ReadInstructed Reading = "instructed" // 带着批示转来
	ReadAccepted   Reading = "accepted"   // 视同接收（第十六条）
	ReadMissed     Reading = "missed"     // 逾期
	ReadRejected   Reading = "rejected"   // 答复被退回
	ReadObjected   Reading = "objected"   // 签批人不同意办理结果
	ReadReworked   Reading = "reworked"   // 发回重办
	ReadEnded      Reading = "ended"      // 诉求人撤回，或转不予受理
	ReadResult     Reading = "result"     // 签批过的工单办结了
	ReadCo         Reading = "co"         // 请本单位协办（第十四条）
	ReadCoResult   Reading = "co_result"  // 分管的单位协办过，结果报县领导签批（第二十四条）
)

// Name is the Chinese name.
func (r Reading) Name() string {
	return map[Reading]string{ReadUrged: "有催办", ReadInstructed: "有批示", ReadAccepted: "视同接收", ReadMissed: "已逾期", ReadRejected: "答复被退回",
		ReadObjected: "签批人不同意", ReadReworked: "发回重办", ReadEnded: "已撤回或不予受理", ReadResult: "签批件已办结", ReadCo: "请本单位协办", ReadCoResult: "分管单位协办件"}[r]
}

// Copy says that a post should read an order.
type Copy struct {
	Post org.PostID
	Why  Reading
}

// Copies says who gets a copy to read of what has just happened; s is the state after it. Whoever owes an act on the order reads it while acting
// and gets none, so 待办 and 待阅 of a post never hold the same order for the same reason. A recall withdraws all copies: the unit may not read on.
func Copies(s State, e Event) []Copy {
	at := func(u org.UnitID, kinds ...org.Kind) []org.PostID {
		var out []org.PostID
		for _, k := range kinds {
			if u != "" {
				out = append(out, org.PostOf(u, k))
			}
		}
		return out
	}
	unit := func(kinds ...org.Kind) []org.PostID { return at(s.Lead, kinds...) }
	var to []org.PostID
	var why Reading
	switch e := e.(type) {
	case Urged:
		to, why = unit(org.UnitHandler, org.UnitPrincipal), ReadUrged
	case DispatchedEvent:
		if s.DispatchChain.Empty() {
			return nil
		}
		to, why = unit(org.UnitPrincipal), ReadInstructed
	case Instructed:
		to, why = unit(org.UnitHandler, org.UnitPrincipal), ReadInstructed
	case AutoAcceptedEvent:
		to, why = unit(org.UnitHandler, org.UnitPrincipal), ReadAccepted
	case LimitMissed:
		if e.Unit == "" {
			return nil
		}
		to, why = at(org.UnitID(e.Unit), org.UnitPrincipal), ReadMissed
	case ReplyPassed:
		if e.Chain.Empty() {
			return nil
		}
		for _, c := range s.Co {
			if s.CoDeputy(c.Deputy) && c.Deputy != s.Deputy && !slices.Contains(to, c.Deputy) {
				to = append(to, c.Deputy)
			}
		}
		why = ReadCoResult
	case CoAsked:
		to, why = at(e.Unit, org.UnitPrincipal), ReadCo
	case CoUrged:
		to, why = at(e.Unit, org.UnitPrincipal), ReadUrged
	case ReplyRejected:
		to, why = unit(org.UnitPrincipal), ReadRejected
	case ResultObjected:
		to, why = append(unit(org.UnitPrincipal), org.PostOf(org.HotlineOffice, org.Reviewer)), ReadObjected
	case Reworked:
		to, why = unit(org.UnitHandler, org.UnitPrincipal), ReadReworked
	case WithdrawnEvent:
		to, why = unit(org.UnitHandler, org.UnitPrincipal), ReadEnded
	case Refused:
		to, why = unit(org.UnitHandler, org.UnitPrincipal), ReadEnded
	case ClosedEvent:
		for _, st := range s.DispatchChain.Steps {
			if st.Done != nil && !slices.Contains(to, st.Post) {
				to = append(to, st.Post)
			}
		}
		why = ReadResult
	}
	duties := Duties(s)
	var out []Copy
	for _, p := range to {
		if s.standIn(p) == p && !slices.ContainsFunc(duties, func(d Duty) bool { return d.Post == p }) {
			out = append(out, Copy{Post: p, Why: why})
		}
	}
	return out
}
