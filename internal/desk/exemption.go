package desk

import (
	"huiyin/internal/access"
	"huiyin/internal/order"
)

// ExemptionView says whether the order is counted in the assessment (Art. 25).
type ExemptionView struct {
	Ground string // why it is not counted; empty where it is
	Asked  *ExemptionAsk
}

// ExemptionAsk is an application that waits for the head of the hotline office.
type ExemptionAsk struct{ By, At, Ground, Reason string }

func (r *Reader) exemption(v *OrderView, st order.State, sees func(access.Field) access.Sight, open map[string]string) {
	v.Exemption.Ground = st.Exempt.Name()
	if q := st.ExemptAsk; q != nil {
		ask := ExemptionAsk{By: r.account(q.Account), At: clockTime(q.At), Ground: q.Ground.Name()}
		if sees(access.Handling) == access.Full {
			ask.Reason = open[q.Reason.Ref]
		}
		v.Exemption.Asked = &ask
	}
}

// exemptionItem tells the application and its answer in the timeline.
func exemptionItem(it Item, e order.Event, handling func(order.Kept) string) (Item, bool) {
	switch e := e.(type) {
	case order.ExemptionAsked:
		it.Verb, it.Text, it.Quote = "申请不计考核", "事由："+e.Ask.Ground.Name()+"，报县热线办负责人审批", handling(e.Ask.Reason)
	case order.ExemptionDecided:
		it.Verb, it.Text, it.Quote = "审批不计考核", "同意，按“"+e.Ground.Name()+"”不计考核", handling(e.Note)
		if !e.Accepted {
			it.Text, it.Tag, it.Bad = "不同意，照常计入考核", "未批准", true
		}
	default:
		return it, false
	}
	return it, true
}
