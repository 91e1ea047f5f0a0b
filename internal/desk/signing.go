package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"huiyin/internal/order"
	"huiyin/internal/regulation"
)

// SignCard is a 呈批件 that waits for the reader's own signature: the order as he may see it, with what a card on a phone says of it.
type SignCard struct {
	Order   OrderView
	Panel   Panel  // the step that is his
	What    string // 转办签批, 办理结果签批, 终结批示, 法定时限审批, 延期审批, 转不予受理
	Nth     string // 2/3: which signature of how many
	Light   Light
	Due     string
	Unit    string
	Summary string // 拟办意见, or the unit's result in a line
	History string // what went before, for the red line; empty for a first plain order
	Yes     string // what a yes means
}

// cardsShown is how many cards a phone gets at once; the rest follow when these are signed.
const cardsShown = 30

// SignCards lists what waits for the reader's signature, the most urgent first. The second value is how many there are in all.
func (r *Reader) SignCards(ctx context.Context) ([]SignCard, int, error) {
	var rows []Row
	for _, act := range []order.Act{order.ActSignResult, order.ActSignDispatch, order.ActExtend, order.ActDecide, order.ActSignTerm, order.ActStatute} {
		l, err := r.List(ctx, ListAsk{Kind: ListTodo, Act: act, Limit: 100})
		if err != nil {
			return nil, 0, err
		}
		rows = append(rows, l.Rows...)
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Compare(strings.Index("royg", a.Light.Colour), strings.Index("royg", b.Light.Colour))
	})
	var out []SignCard
	for _, row := range rows[:min(len(rows), cardsShown)] {
		c, err := r.SignCard(ctx, row.ID)
		if errors.Is(err, ErrNotFound) {
			continue // signed by somebody else in the same post while the list was read
		}
		if err != nil {
			return nil, 0, err
		}
		c.Light, c.Due = row.Light, row.Due
		out = append(out, c)
	}
	return out, len(rows), nil
}

// SignCard is one of them, ErrNotFound where the order waits for no signature of the reader.
func (r *Reader) SignCard(ctx context.Context, id string) (SignCard, error) {
	v, err := r.Order(ctx, id)
	if err != nil {
		return SignCard{}, err
	}
	i := slices.IndexFunc(v.Acts, func(p Panel) bool { return p.Act == "sign_step" || p.Act == "decide_extension" })
	if i < 0 {
		return SignCard{}, ErrNotFound
	}
	c := SignCard{Order: v, Panel: v.Acts[i], Unit: v.Unit, History: history(v)}
	if c.Unit == "" && v.Proposal.Unit != "" {
		c.Unit = r.dir.UnitName(v.Proposal.Unit)
	}
	if n := len(c.Panel.Chain.Steps); n > 1 {
		c.Nth = fmt.Sprintf("%d/%d", c.Panel.Step+1, n)
	}
	last := c.Panel.Step == len(c.Panel.Chain.Steps)-1
	limit := order.LimitSigner
	if c.Extends() {
		limit = order.LimitExtension
	}
	for _, k := range v.Clocks {
		if k.Kind == limit && !k.Done {
			c.Light, c.Due = k.Light, k.Last
		}
	}
	switch {
	case c.Extends():
		q := v.Extension.Asked
		c.What, c.Yes = "延期审批", fmt.Sprintf("同意延期%d个工作日，到%s", q.Days, q.Last)
		c.Summary = fmt.Sprintf("%s申请延期%d个工作日，累计%d个工作日。%s", c.Unit, q.Days, q.Total, q.Reason)
	case v.Status == order.PendingApproval:
		c.What, c.Yes = "转办签批", "同意按拟办意见转办"
		c.Summary = "拟办：转" + orDash(c.Unit)
		if q := v.Proposal.Requirements; q != "" {
			c.Summary += "，" + q
		}
	case v.Status == order.CountySigning:
		c.What, c.Yes = "办理结果签批", "同意办理结果"
		if last {
			c.Yes += "，可以反馈诉求人"
		}
		c.Summary = c.Unit + "："
		if v.Reply != nil {
			c.Summary += v.Reply.Public
		}
	case v.Status == order.Terminating && v.Termination != nil:
		t := v.Termination
		c.What, c.Yes = "终结批示", "同意终结办理，报市热线办"+cancelWord(t.Report)
		c.Summary = c.Unit + "提请终结：" + t.Ground + "。" + t.Reason
	case v.Limits.Ask != nil && c.Panel.Article == regulation.Art18.String():
		q := v.Limits.Ask
		c.What, c.Yes = "法定时限审批", fmt.Sprintf("同意按法定时限办理，%s前办结", q.Last)
		c.Summary = fmt.Sprintf("%s申请按%s的%d个工作日办理：%s", c.Unit, q.Law, q.Days, q.Reason)
	default:
		c.What, c.Yes, c.Summary = "转不予受理", "同意转为不予受理", "提请转为不予受理，并告知来电人依据"
	}
	return c, nil
}

// Extends reports whether the signature decides an application for a later limit (Art. 19).
func (c SignCard) Extends() bool {
	return c.Panel.Act == "decide_extension" && c.Order.Extension != nil && c.Order.Extension.Asked != nil
}

// history is what went before, in a line: earlier rounds, urges, rework.
func history(v OrderView) string {
	var before, out []string
	for _, x := range v.Rounds {
		if x.Self {
			continue
		}
		w := x.Number
		if x.Closed != "" {
			w = x.Closed + x.Status
		}
		before = append(before, w)
	}
	if v.Appeals > 1 {
		s := fmt.Sprintf("第%d次诉求", v.Appeals)
		if len(before) > 0 {
			s += "，此前" + strings.Join(before, "、")
		}
		out = append(out, s)
	}
	if v.Urges > 0 {
		out = append(out, fmt.Sprintf("催办%d次", v.Urges))
	}
	if v.Rework > 0 {
		out = append(out, fmt.Sprintf("重办%d次", v.Rework))
	}
	if v.Late {
		out = append(out, "逾期办结")
	}
	return strings.Join(out, "；")
}

func orDash(s string) string { return cmp.Or(s, "—") }
