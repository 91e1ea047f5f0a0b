package desk

import (
	"fmt"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/order"
	"huiyin/internal/policy"
)

// LimitsView is what Art. 18 says of an order beside its ordinary limit: a limit by law, a change of type that is asked for, the words that are owed.
type LimitsView struct {
	Law          string // the limit by law that holds: 《行政许可法》第四十二条，20个工作日
	Ask          *StatuteView
	Reclass      *ReclassView
	ReclassUntil string // until when the unit may ask for another type
	Progress     bool   // a word on how it goes is owed
	Tell         bool   // and the unit has to tell the caller
	Ordinary     int    // working days without a law
}

// StatuteView is an application for a limit by law.
type StatuteView struct {
	By, At, Law, Reason, Was, Last string
	Days                           int
	Consent, Consented             bool // it needs the upper platform's consent; that is on record
	ConsentOn, OuterDue            string
}

// ReclassView is a unit's request for another type.
type ReclassView struct {
	By, At, From, To, Reason string
	Type                     order.Type
}

func (r *Reader) limits(v *OrderView, st order.State, p policy.Policy, now time.Time, sees func(access.Field) access.Sight, open map[string]string) {
	x := &v.Limits
	if st.Statute != nil && !st.Reworking {
		x.Law = fmt.Sprintf("%s%s，%d个工作日", st.Statute.Law, st.Statute.Clause, st.Statute.Days)
	}
	x.Ordinary = p.Limit.OtherWD.Value
	if st.Request.Type == order.Consult {
		x.Ordinary = p.Limit.ConsultWD.Value
	}
	if st.Status.AtUnit() {
		x.Progress = st.Clocks.Get(order.LimitProgress).On
		x.Tell = x.Progress && st.Answerable() && st.Request.Secrecy != order.Secret
	}
	full := sees(access.Handling) == access.Full
	quote := func(k order.Kept) string {
		if full {
			return open[k.Ref]
		}
		return ""
	}
	if order.MayReclass(st, p, now) {
		x.ReclassUntil = dueWords(order.ReclassDue(st, p))
	}
	if q := st.StatuteAsk; q != nil {
		x.Ask = &StatuteView{By: r.account(q.Account), At: clockTime(q.At), Law: q.Law + q.Clause, Days: q.Days, Reason: quote(q.Reason), Was: dueWords(st.Clocks.Get(order.LimitResult).Due), Last: dueWords(q.Limit.Due),
			Consent: order.StatuteConsent(st, p), Consented: q.Consent != nil}
		if q.Consent != nil {
			x.Ask.ConsentOn = DayWords(q.Consent.On)
		}
		if d := st.OuterDue(); d != nil {
			x.Ask.OuterDue = dueWords(*d)
		}
	}
	if q := st.Reclass; q != nil {
		x.Reclass = &ReclassView{By: r.account(q.Account), At: clockTime(q.At), From: q.From.Name(), To: q.Type.Name(), Reason: quote(q.Reason), Type: q.Type}
	}
	if x.Ask != nil || x.Reclass != nil {
		r.waiting(v, st.Clocks.Get(order.LimitResult), now)
	}
}

// limitsItem tells the events of limits by law, changes of type and telephone calls in the timeline.
func limitsItem(it Item, e order.Event, handling func(order.Kept) string) (Item, bool) {
	switch e := e.(type) {
	case order.UnitPhoned:
		it.Verb, it.Text, it.Quote = "电话通知", "特急，已电话通知承办单位（"+clockTime(e.At)+"）", handling(e.Note)
		it.Tag, it.Bad = inTime(e.Late)
	case order.StatuteAsked:
		it.Verb, it.Quote = "申请法定时限", handling(e.Ask.Reason)
		it.Text = fmt.Sprintf("依据%s%s，%d个工作日，到%s，报%s审批", e.Ask.Law, e.Ask.Clause, e.Ask.Days, dayWords(e.Ask.Limit.LastDay), e.Ask.Chain.Steps[0].Label)
	case order.StatuteConsented:
		it.Verb, it.Text, it.Quote = "上级同意", "上级平台同意按法定时限办理（"+DayWords(e.Consent.On)+"）", handling(e.Consent.Note)
	case order.StatuteGranted:
		it.Verb, it.Tag = "法定时限", "第十八条"
		it.Text = fmt.Sprintf("批准按%s%s的%d个工作日办理（一般时限%d个），%s前办结", e.Statute.Law, e.Statute.Clause, e.Statute.Days, e.Ordinary, dayWords(e.Result.LastDay))
	case order.StatuteRefused:
		it.Verb, it.Text, it.Tag, it.Bad, it.Quote = "法定时限", "不批准，时限不变", "未批准", true, handling(e.Opinion)
	case order.StatuteLapsed:
		it.Verb, it.Text, it.System = "法定时限", "已报送，法定时限的申请作废", true
	case order.ReclassAsked:
		it.Verb, it.Text, it.Quote = "申请类型变更", fmt.Sprintf("%s改为%s，%s前审核", e.Ask.From.Name(), e.Ask.Type.Name(), dayWords(e.Review.LastDay)), handling(e.Ask.Reason)
	case order.ReclassDecided:
		it.Verb, it.Text, it.Quote = "审核类型变更", map[bool]string{true: "同意类型变更", false: "不同意类型变更，时限不变"}[e.Accepted], handling(e.Note)
		it.Tag, it.Bad = inTime(e.Late)
	case order.ReclassLapsed:
		it.Verb, it.Text, it.System = "类型变更", "已报送，类型变更的申请作废", true
	default:
		return it, false
	}
	return it, true
}
