package desk

import (
	"fmt"
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/policy"
)

// ExtensionView is what Art. 19 allows an order at a unit still, and the application that waits.
type ExtensionView struct {
	Last        string // the present limit
	Used, Total int    // working days used, and planned in all
	Ceiling     int
	Times, Most int               // extensions granted in this assignment, and allowed
	Choices     []ExtensionChoice // what may be asked; the last one goes beyond and says why it cannot
	Asked       *ExtensionAsked
	Tell        bool // the caller is to be told
}

// ExtensionChoice is an extension by so many working days, with what it means.
type ExtensionChoice struct {
	Days, Total     int
	Last            string // the new limit
	Sealed, Consent bool
	Refused         string // why not
}

// ExtensionAsked is an application as its reviewer reads it.
type ExtensionAsked struct {
	Chain               string // that decides it
	Days, Total         int
	Was, Last, At, By   string
	Done, Reason        string // as far as the reader may see them
	Told, Sealed        bool
	SealFile            string // attachment id of the scan
	Approver, Until     string
	Consent, Consented  bool // it needs the upper platform's consent; that is on record
	ConsentOn, OuterDue string
	Barred              string // why it cannot be granted as things stand
}

// extension fills in the order's extension and keeps the panel to ask for one only where there is one to ask for.
func (r *Reader) extension(v *OrderView, st order.State, p policy.Policy, now time.Time, sees func(access.Field) access.Sight, open map[string]string) {
	c := st.Clocks.Get(order.LimitResult)
	if !st.Status.AtUnit() || !c.On {
		return
	}
	x := &ExtensionView{Last: dueWords(c.Due), Used: p.Calendar.WorkdaysBetween(calendar.DateOf(c.From), calendar.DateOf(now)), Total: c.Days, Times: st.Extended, Tell: st.TellExtension}
	x.Ceiling, x.Most = order.Ceiling(st, p)
	v.Extension = x
	if q := st.Extension; q != nil {
		x.Asked = r.asked(st, p, sees, open)
		r.waiting(v, c, now)
	}
	if st.Extension != nil || c.Late(now) || x.Times >= x.Most {
		v.Acts = slices.DeleteFunc(v.Acts, func(a Panel) bool { return a.Act == "ask_extension" })
	}
	if x.Asked != nil && (!x.Asked.Consent || x.Asked.Consented) {
		v.Acts = slices.DeleteFunc(v.Acts, func(a Panel) bool { return a.Act == "record_consent" })
	}
	for days := 1; ; days++ {
		pr := order.ProspectOf(st, p, days)
		ch := ExtensionChoice{Days: days, Total: pr.Total, Last: dueWords(pr.Limit.Due), Sealed: pr.Sealed, Consent: pr.Consent}
		if pr.Refusal != nil {
			ch.Refused = pr.Refusal.Reason
		}
		x.Choices = append(x.Choices, ch)
		if ch.Refused != "" {
			return
		}
	}
}

func (r *Reader) asked(st order.State, p policy.Policy, sees func(access.Field) access.Sight, open map[string]string) *ExtensionAsked {
	q := st.Extension
	pr := order.ProspectOf(st, p, q.Days)
	out := &ExtensionAsked{Chain: q.Chain.ID, Days: q.Days, Total: pr.Total, Was: dueWords(st.Clocks.Get(order.LimitResult).Due), Last: dueWords(pr.Limit.Due), At: clockTime(q.At), By: r.account(q.Account), Told: q.Told,
		Sealed: q.Seal != "", Approver: q.Chain.Steps[0].Label, Until: dueWords(st.Clocks.Get(order.LimitExtension).Due), Consent: pr.Consent, Consented: q.Consent != nil}
	if pr.Refusal != nil {
		out.Barred = pr.Refusal.Reason
	}
	if q.Consent != nil {
		out.ConsentOn = DayWords(q.Consent.On)
	}
	if d := st.OuterDue(); d != nil {
		out.OuterDue = dueWords(*d)
	}
	if sees(access.Handling) == access.Full {
		out.Done, out.Reason, out.SealFile = open[q.Done.Ref], open[q.Reason.Ref], scanOf(st, q.Seal)
	}
	return out
}

// waiting shows the result's limit as what it is while an application waits: past its end it is not overdue, it waits for the word.
func (r *Reader) waiting(v *OrderView, c order.Clock, now time.Time) {
	mend := func(k *ClockView) {
		if k.Kind != order.LimitResult {
			return
		}
		k.Why += "申请等待审批：批准前按原时限；到了原时限，等审批结果再定是否逾期。"
		if c.Late(now) {
			k.Light = waitingForWord
		}
	}
	for i := range v.Clocks {
		mend(&v.Clocks[i])
	}
	if v.Head != nil {
		mend(v.Head)
	}
}

// extensionItem tells the events of an extension in the timeline.
func extensionItem(it Item, e order.Event, handling func(order.Kept) string) (Item, bool) {
	switch e := e.(type) {
	case order.ExtensionAsked:
		it.Verb, it.Quote = "申请延期", handling(e.Ask.Reason)
		it.Text = fmt.Sprintf("延长%d个工作日，到%s，累计%d个工作日，报%s审批", e.Ask.Days, dayWords(e.Ask.Limit.LastDay), e.Ask.Total, e.Ask.Chain.Steps[0].Label)
		if e.Ask.Seal != "" {
			it.Tag = "签字盖章"
		}
	case order.ExtensionConsented:
		it.Verb, it.Text, it.Quote = "上级同意", "上级平台同意延期", handling(e.Consent.Note)
	case order.ExtensionGranted:
		it.Verb, it.Text, it.Tag = "延期", fmt.Sprintf("批准延期%d个工作日，%s前办结，累计%d个工作日", e.Days, dayWords(e.Result.LastDay), e.Total), "第十九条"
	case order.ExtensionRefused:
		it.Verb, it.Text, it.Bad = "延期", "不批准延期，时限不变", true
		it.Tag = "未批准"
	case order.ExtensionLapsed:
		it.Verb, it.Text, it.System = "延期", "办理结果已报送，延期申请作废", true
	case order.ExtensionTold:
		it.Verb, it.Quote = "告知延期", handling(e.Note)
		it.Text = "已告知诉求人延期和原因（" + contactMeans[e.Means] + "，" + clockTime(e.At) + "）"
	default:
		return it, false
	}
	return it, true
}
