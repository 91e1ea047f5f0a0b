package bulletin

import (
	"slices"
	"strings"

	"huiyin/internal/regulation"
)

// Term is a kind of fact that a figure adds, or takes away. The kinds are those of the archive (store, standing.go).
type Term struct {
	Kind  string
	Minus bool
}

// Form is what a figure is.
type Form string

// The forms.
const (
	Count Form = "count" // 件
	Rate  Form = "rate"  // 百分率
	Mean  Form = "mean"  // 平均工作日
)

// Span is which days of facts a figure sums.
type Span string

// The spans. Of what is due only the days whose limit has passed are summed: a limit of today is not kept or missed yet.
const (
	InPeriod Span = "period"
	DueIn    Span = "due"   // days of the period whose limit has passed
	DueEver  Span = "ever"  // all days whose limit has passed
	DueAfter Span = "after" // all days after
)

// Metric is one figure of the catalogue (domain.md §1.5): it has this one definition in bulletins, dashboards, lists and exports.
type Metric struct {
	ID      string
	Name    string
	Form    Form
	Num     []Term
	Den     []Term // of a rate or a mean
	Span    Span
	Article regulation.Clause
	Of      string // 分子（或计数）, in words
	Over    string // 分母
	Except  string // what is not counted
	Lower   bool   // less is better
	Absent  string // why the archive holds no facts of it; empty where it does
}

func plus(kinds ...string) []Term {
	out := make([]Term, len(kinds))
	for i, k := range kinds {
		out[i].Kind = k
	}
	return out
}

func less(t []Term, kinds ...string) []Term {
	for _, k := range kinds {
		t = append(t, Term{Kind: k, Minus: true})
	}
	return t
}

// The words that several definitions share.
const (
	notWhole   = "不计考核（上级误派、不可抗力、恶意诉求）、诉求人撤回、转不予受理、终结和并入其他工单的不计"
	notHeard   = "行政调解、执法办案和其他不计考核的、终结的不计（第二十五条）"
	noExchange = "电话交换机还没有接入，没有话务数据"
	judged     = "应办结：办结时限（含批准的延期）落在本期并已到期的交办；按期提交、正在审核签批的另计"
)

// Metrics is the catalogue, in the order of the pages.
func Metrics() []Metric {
	due := less(plus("due"), "due.waits")
	return []Metric{
		{ID: "registered", Name: "受理量", Form: Count, Num: plus("registered"), Span: InPeriod, Article: regulation.Art9, Of: "本期登记的诉求，每件一次", Except: "从旧平台接收的不计"},
		{ID: "way.direct", Name: "直接办理", Form: Count, Num: plus("registered.way.direct"), Span: InPeriod, Article: regulation.Art10_1, Of: "本期登记、由话务员当场答复的"},
		{ID: "way.phone", Name: "电话转办", Form: Count, Num: plus("registered.way.phone"), Span: InPeriod, Article: regulation.Art10_2, Of: "本期登记、引导或转接到承办单位的"},
		{ID: "way.network", Name: "网络转办", Form: Count, Num: plus("registered.way.network"), Span: InPeriod, Article: regulation.Art10_3, Of: "本期登记、以工单转办的（不需签批）"},
		{ID: "way.written", Name: "书面批办", Form: Count, Num: plus("registered.way.written"), Span: InPeriod, Article: regulation.Art10_4, Of: "本期登记、签批后转办的"},
		{ID: "way.refused", Name: "不予受理", Form: Count, Num: plus("registered.way.refused"), Span: InPeriod, Article: regulation.Art8, Of: "本期登记、依法不予受理的"},
		{ID: "way.merged", Name: "并单", Form: Count, Num: plus("registered.way.merged"), Span: InPeriod, Article: regulation.Art10, Of: "本期登记、并入其他工单一并办理的"},
		{ID: "way.other", Name: "其他处置", Form: Count, Num: plus("registered.way.emergency", "registered.way.logged", "registered.way.sent_up", "registered.way.explained", "registered.way.withdrawn"), Span: InPeriod,
			Article: regulation.Art10, Of: "本期登记，紧急转接、登记办结、退回上级、解释办结和转办前撤回的"},
		{ID: "direct", Name: "直办率", Form: Rate, Num: plus("registered.way.direct", "registered.way.phone"), Den: plus("registered"), Span: InPeriod, Article: regulation.Art10_1, Of: "直接办理和电话转办的", Over: "本期登记的诉求"},
		{ID: "repeat", Name: "重复诉求率", Form: Rate, Num: plus("registered.repeat"), Den: plus("registered"), Span: InPeriod, Article: regulation.Art10_4, Of: "同一事项第二次及以上诉求，按提交转办时的次数", Over: "本期登记的诉求", Lower: true},
		{ID: "sent", Name: "交办量", Form: Count, Num: plus("sent"), Span: InPeriod, Article: regulation.Art10_3, Of: "本期送达承办单位的工单，按送达日", Except: notWhole + "；退回获准、撤回改派的算在接收单位"},
		{ID: "signed", Name: "及时签收率", Form: Rate, Num: plus("sent.signed"), Den: plus("sent"), Span: InPeriod, Article: regulation.Art14, Of: "在签收时限内由人签收的；到时视同接收的算不及时（第十六条）", Over: "本期交办的工单", Except: notWhole},
		{ID: "contacted", Name: "及时联系率", Form: Rate, Num: plus("sent.contacted"), Den: plus("sent.contactable"), Span: InPeriod, Article: regulation.Art15, Of: "1个工作日内有效联系诉求人的；保密件按请热线办转达算", Over: "本期交办、诉求人可以联系并要求答复的", Except: notWhole},
		{ID: "returned", Name: "退回率", Form: Rate, Num: plus("return_asked"), Den: plus("dispatched", "dispatched_again"), Span: InPeriod, Article: regulation.Art16, Of: "承办单位本期申请退回的次数", Over: "本期转办、改派的次数", Lower: true},
		{ID: "due", Name: "应办结", Form: Count, Num: due, Span: DueIn, Article: regulation.Art18, Of: judged, Except: notWhole},
		{ID: "met", Name: "按期办结", Form: Count, Num: plus("due.met"), Span: DueIn, Article: regulation.Art18, Of: "应办结的，审核通过的答复在时限内提交", Except: notWhole},
		{ID: "late", Name: "逾期办结", Form: Count, Num: plus("due.late"), Span: DueIn, Article: regulation.Art18, Of: "应办结的，审核通过的答复在时限后提交", Except: notWhole, Lower: true},
		{ID: "overdue", Name: "逾期未办结", Form: Count, Num: less(plus("due"), "due.met", "due.late", "due.waits"), Span: DueIn, Article: regulation.Art21_2, Of: "应办结的，时限已过、还没有审核通过的答复", Except: notWhole, Lower: true},
		{ID: "in_time", Name: "按期办结率", Form: Rate, Num: plus("due.met"), Den: due, Span: DueIn, Article: regulation.Art18, Of: "按期办结的", Over: judged, Except: notWhole},
		{ID: "finished", Name: "办结率", Form: Rate, Num: plus("due.met", "due.late"), Den: due, Span: DueIn, Article: regulation.Art18, Of: "按期办结和逾期办结的", Over: judged, Except: notWhole},
		{ID: "extended", Name: "延期率", Form: Rate, Num: plus("due.extended"), Den: plus("due"), Span: DueIn, Article: regulation.Art19, Of: "批准过延期的，一件一次", Over: "办结时限（含延期）落在本期并已到期的交办", Except: notWhole, Lower: true},
		{ID: "waiting", Name: "按期提交待审", Form: Count, Num: plus("due.waits"), Span: DueIn, Article: regulation.Art24, Of: "时限落在本期、按期提交正在审核签批，或延期申请在审的", Except: notWhole},
		{ID: "backlog", Name: "累计逾期未办结", Form: Count, Num: less(plus("due"), "due.met", "due.late", "due.waits"), Span: DueEver, Article: regulation.Art21_2, Of: "截至期末，不论何时到期，时限已过、还没有审核通过的答复", Except: notWhole, Lower: true},
		{ID: "running", Name: "在办未到期", Form: Count, Num: less(plus("due"), "due.met", "due.late"), Span: DueAfter, Article: regulation.Art18, Of: "截至期末，时限未到、还没有审核通过的答复的交办", Except: notWhole},
		{ID: "done", Name: "办结量", Form: Count, Num: plus("done"), Span: InPeriod, Article: regulation.Art6_3, Of: "本期办结的交办，按办结日；“回头看”发回重办的，办结前不再计", Except: notWhole},
		{ID: "days", Name: "平均办理时长", Form: Mean, Num: plus("done.days"), Den: plus("done"), Span: InPeriod, Article: regulation.Art18, Of: "送达到审核通过的答复提交，工作日合计", Over: "本期办结的交办", Except: notWhole, Lower: true},
		{ID: "early", Name: "提前办结率", Form: Rate, Num: plus("done.early"), Den: plus("done"), Span: InPeriod, Article: regulation.Art18, Of: "比时限至少早1个工作日的", Over: "本期办结的交办", Except: notWhole},
		{ID: "first", Name: "一次办结率", Form: Rate, Num: plus("done.first"), Den: plus("done"), Span: InPeriod, Article: regulation.Art21_4, Of: "没有重办过的", Over: "本期办结的交办", Except: notWhole},
		{ID: "reworked", Name: "重办率", Form: Rate, Num: less(plus("done"), "done.first"), Den: plus("done"), Span: InPeriod, Article: regulation.Art21_4, Of: "重办过至少一次的", Over: "本期办结的交办", Except: notWhole, Lower: true},
		{ID: "rejected", Name: "质量退回", Form: Count, Num: plus("rejected"), Span: InPeriod, Article: regulation.Art21_4, Of: "县热线办本期审核退回的答复，每次一件", Lower: true},
		{ID: "visited", Name: "回访率", Form: Rate, Num: plus("done.visited"), Den: plus("done.visitable"), Span: InPeriod, Article: regulation.Art25, Of: "县热线办回访过的", Over: "本期办结、诉求人可以回访的", Except: notWhole},
		{ID: "reached", Name: "有效回访率", Form: Rate, Num: plus("done.reached"), Den: plus("done.visited"), Span: InPeriod, Article: regulation.Art25, Of: "接通并表示意见的", Over: "本期办结、回访过的", Except: notWhole},
		{ID: "heard", Name: "有效回访", Form: Count, Num: plus("heard"), Span: InPeriod, Article: regulation.Art25, Of: "本期接通并表示意见的回访，按回访日", Except: notHeard},
		{ID: "satisfied", Name: "满意率", Form: Rate, Num: plus("heard.satisfied"), Den: plus("heard"), Span: InPeriod, Article: regulation.Art25, Of: "满意和基本满意的", Over: "本期有效回访", Except: notHeard},
		{ID: "solved", Name: "解决率", Form: Rate, Num: plus("heard.solved"), Den: plus("heard"), Span: InPeriod, Article: regulation.Art25, Of: "诉求人认为已解决的", Over: "本期有效回访", Except: notHeard},
		{ID: "supervised", Name: "督办单", Form: Count, Num: plus("supervise.sheet"), Span: InPeriod, Article: regulation.Art22, Of: "本期发出的督办单"},
		{ID: "answered", Name: "督办按期反馈率", Form: Rate, Num: plus("supervise.sheet.in_time"), Den: plus("supervise.sheet"), Span: InPeriod, Article: regulation.Art22, Of: "在督办单时限内反馈的", Over: "本期发出的督办单"},
		{ID: "calls", Name: "接通率", Form: Rate, Num: plus("call.answered"), Den: plus("call.inbound"), Span: InPeriod, Article: regulation.Art12, Of: "24小时内接起的来电", Over: "24小时内的来电", Absent: noExchange},
		{ID: "calls15", Name: "15秒接通率", Form: Rate, Num: plus("call.answered.fast"), Den: plus("call.answered"), Span: InPeriod, Article: regulation.Art12, Of: "15秒内由话务员接起的", Over: "话务员接起的来电", Absent: noExchange},
	}
}

// Find is the metric of that name; "channel." and "type." with a code are the registrations of one source (Art. 2) or one type.
func Find(id string) (Metric, bool) {
	for _, p := range []string{"channel.", "type."} {
		if code, ok := strings.CutPrefix(id, p); ok && code != "" {
			return Metric{ID: id, Name: "受理量", Form: Count, Num: plus("registered." + p + code), Span: InPeriod, Article: regulation.Art9, Of: "本期登记的诉求"}, true
		}
	}
	all := Metrics()
	i := slices.IndexFunc(all, func(m Metric) bool { return m.ID == id })
	if i < 0 {
		return Metric{}, false
	}
	return all[i], true
}

func must(id string) Metric {
	m, ok := Find(id)
	if !ok {
		panic("bulletin: no metric " + id)
	}
	return m
}

// Part is which orders of a figure a list shows.
type Part string

// The parts. Of a count only Counted.
const (
	Counted Part = "num"  // those that the figure counts
	Whole   Part = "den"  // all that it is measured against
	Missed  Part = "miss" // the rest: those that it is measured against and does not count
)

// Terms are the kinds of a part, added and taken away; the sum over them is the part's number. A mean lists what it is measured over.
func (m Metric) Terms(p Part) (add, sub []string) {
	t := m.Num
	switch {
	case m.Form == Mean || p == Whole && m.Form == Rate:
		t = m.Den
	case p == Missed && m.Form == Rate:
		t = slices.Clone(m.Den)
		for _, x := range m.Num {
			t = append(t, Term{Kind: x.Kind, Minus: !x.Minus})
		}
	}
	net := map[string]int{}
	for _, x := range t {
		if x.Minus {
			net[x.Kind]--
		} else {
			net[x.Kind]++
		}
	}
	for _, x := range t {
		switch n := net[x.Kind]; {
		case n > 0 && !slices.Contains(add, x.Kind):
			add = append(add, x.Kind)
		case n < 0 && !slices.Contains(sub, x.Kind):
			sub = append(sub, x.Kind)
		}
	}
	return add, sub
}

// Definition is what stands beside the figure on hover: what is counted, over what, and what is left out, with the article.
func (m Metric) Definition() string {
	s := m.Of
	if m.Form != Count {
		s = m.Of + "，除以" + m.Over
	}
	if m.Except != "" {
		s += "。" + m.Except
	}
	if m.Absent != "" {
		s += "。" + m.Absent
	}
	return s + "（" + m.Article.String() + "）"
}
