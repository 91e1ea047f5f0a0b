package desk

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// ReturnView is where a unit's right to return, or what it asked, stands (Art. 16).
type ReturnView struct {
	Until, Left   string // end of the right and what is left of it, where the reader's unit has it
	ObjectUntil   string
	Asked         bool // a request waits, or was refused
	Reason, Basis string
	Right         string // whose matter it is, as the unit says
	RightID       org.UnitID
	Unit, At      string
	Returns       int // accepted returns of this order
	Disputed      bool
	Designated    bool
}

// Suggestion is a unit that the dispatch directory proposes for an order.
type Suggestion struct {
	Unit   org.UnitID
	Name   string
	Reason string // 会商指定（3月5日）：三定方案明确由其管护
	Here   bool   // said of the very township
}

// returning fills in what the order's page says of return and designation.
func (r *Reader) returning(ctx context.Context, v *OrderView, st order.State, p policy.Policy, now time.Time, sees func(access.Field) access.Sight, open map[string]string) error {
	x := ReturnView{Returns: st.Returns, Disputed: st.ReturnDisputed, Designated: st.Designated}
	if order.MayReturn(st, p, now) {
		due := order.ReturnDue(st, p)
		x.Until, x.Left = dueWords(due), leftWords(due.Sub(now))
	}
	if order.MayObject(st, p, now) {
		x.ObjectUntil = dueWords(order.ObjectDue(st, p))
	}
	if q := st.Return; q != nil && sees(access.Handling) == access.Full {
		x.Asked, x.Reason, x.Basis, x.Unit, x.At = true, open[q.Reason.Ref], q.Basis, r.dir.UnitName(q.Unit), clockTime(q.At)
		x.Right, x.RightID = q.Body, q.Right
		if q.Right != "" {
			x.Right = r.dir.UnitName(q.Right)
		}
	}
	v.Returning = x
	if !access.May(r.actor.Post.Kind, access.Intake) || st.Status != order.Registered && st.Status != order.PendingDispatch && st.Status != order.Coordination {
		return nil
	}
	var err error
	if v.Suggested, err = r.suggest(ctx, st.Request.Category, st.Request.Town, func(u org.UnitID) bool { return st.RecusesUnit(u, r.dir.Above(u)) }, st.ID); err != nil {
		return err
	}
	lines, err := r.s.dutyLines(ctx)
	v.DepartmentDuty = err == nil && office.PushedDown(st.Request.Category, st.Request.Town, lines)
	return err
}

// leftWords is how long something is still open: 6小时20分.
func leftWords(d time.Duration) string {
	if h := int(d.Hours()); h > 0 {
		return fmt.Sprintf("%d小时%d分", h, int(d.Minutes())%60)
	}
	return fmt.Sprintf("%d分%d秒", int(d.Minutes()), int(d.Seconds())%60)
}

// returnWords says on what a request to return rests.
func returnWords(q order.Return, unit func(org.UnitID) string) string {
	out := ""
	if q.Basis != "" {
		out += "，依据：" + q.Basis
	}
	switch {
	case q.Right != "":
		out += "，归属单位：" + unit(q.Right)
	case q.Body != "":
		out += "，归属单位：" + q.Body
	}
	return out
}
