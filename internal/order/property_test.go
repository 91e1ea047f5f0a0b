package order_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// words are what a random command may say for each of its names; the first commands of a scenario's registry do the reading.
var words = map[string][]string{
	"渠道": {"D1", "D2", "D3", "C1", "L1", "N1", "P1"}, "类型": {"咨询", "投诉", "求助", "表扬", "其他"}, "保密": {"一般", "保密", "匿名"}, "要答复": {"是", "否"}, "分类": {"0101", "0204", "空"},
	"上级截止": {"2026-02-20T24:00", "2026-10-12T24:00", "2027-01-20T24:00"}, "领导意见": {"县长", "县政府办负责人"}, "关联": {"甲", "乙", "丙", "丁"}, "相似度": {"30", "90"}, "关联理由": {"同一地址"}, "不是": {"甲", "乙"}, "主办": {"甲", "乙", "丙"}, "认定理由": {"换了一处"},
	"被反映": {"城管局", "城管局具办人员", "分管副县长", "热线办负责人", "分管热线副县长、城管局", "空"}, "放行": {"是"}, "放行理由": {"是公共地点"}, "请问": {"几点最吵"},
	"项目": {"phone", "name"}, "事由": {"contact"}, "申请人": {"回访员", "分办员"}, "方式": {"电话", "短信", "告知", "转接", "空"}, "接通": {"是", "否"}, "中心": {"120", "999"}, "依据": {"8-1", "8-5", "9-9"}, "应找": {"空", "县人民法院"}, "无法确定": {"是"},
	"单位": {"城管局", "住建局", "教育局", "气象局", "城管执法大队"}, "停用": {"是"}, "不同意": {"是"}, "步骤": {"0", "1", "2", "3", "4"}, "兼任": {"分管热线副县长", "县长"}, "扫描": {"空"}, "不符": {"是"},
	"签批人": {"分管热线副县长", "县长", "县政府办负责人"}, "牵头": {"分管负责人", "主要负责人"}, "具办": {"空"}, "纸质": {"是"}, "附件": {"0", "1"}, "告知受理": {"否"}, "属实": {"是", "否"},
	"解决": {"已解决", "部分解决", "未解决"}, "未解决": {"要等管网改造"}, "盖章件": {"空"}, "意见": {"空"}, "原因": {"A", "B", "F", "H", "Q2", "Q5"}, "满意": {"满意", "基本满意", "不满意"}, "主观": {"是"},
	"回填": {"是"}, "谢绝": {"是"}, "理由": {"空"}, "领导": {"分管副县长", "另一分管副县长", "县长"}, "标题": {"路面积水", "空"}, "计引导": {"甲", "乙"},
	"延长": {"1", "2", "5", "5", "6", "7", "12", "0"}, "延期原因": {"空"}, "已告知": {"是"},
	"决定": {"仍由该单位协办", "改由其他单位协办", "不再协办"}, "内容": {"空", "请核查权属。"}, "退回补充": {"是"}, "协办情况": {"请过两次，没有报来。"},
	"申请书": {"空", "signed"}, "天数": {"1", "5", "20", "60", "0"}, "法律": {"空"}, "告知": {"空", "短信"}, "紧急": {"平件", "急件", "特急"}, "不合理": {"恶意反映", "空"}, "回执": {"空"}, "新情况": {"空", "来了新的检测报告"},
	"政策": {"《城市道路管理条例》第六条"}, "归属": {"县供电公司"}, "纪要": {"空"}, "参加": {"空"}, "状态": {"办理中", "待单位分办", "待转办", "已办结"}, "诉求": {"1", "2", "3"}, "交办": {"0", "1", "2"}, "重点": {"0", "1"},
}

// TestAnyCourse lets several orders, some of one matter, go through random commands, right and wrong, by right and wrong people, over holidays and
// exactly at limits, and holds after every step what must always hold (design.md §4.5).
func TestAnyCourse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		w.where = "random course"
		w.now = calendar.NewDate(2026, 1, 4).AddDays(rapid.IntRange(0, 360).Draw(t, "start")).Midnight().Add(9 * time.Hour)
		w.p.Approval.DeputiesOrder.Value = rapid.SampledFrom([]string{"parallel", "serial"}).Draw(t, "deputies")
		w.p.Repeat.ReworkCounts.Value = rapid.IntRange(0, 3).Draw(t, "rework counts") > 0
		w.rules[w.p.Version] = w.p
		loaded := false
		actors := everybody()
		names := commandNames()
		for range rapid.IntRange(20, 110).Draw(t, "steps") {
			w.now = w.now.Add(wait(t, w))
			who := rapid.SampledFrom([]string{"甲", "甲", "甲", "甲", "甲", "甲", "乙", "乙", "乙", "丙", "丁"}).Draw(t, "order")
			w.who = who
			s := w.load(who)
			kind := rapid.IntRange(0, 14).Draw(t, "kind")
			switch {
			case kind == 0:
				checked(t, w, who, order.TimerFired{})
				continue
			case kind == 1 && !loaded && rapid.IntRange(0, 9).Draw(t, "load") == 0:
				w.loadCalendar("2027")
				loaded = true
				continue
			}
			name, a := plainNext(s), args{w: w, m: map[string]string{}, seen: map[string]bool{}}
			plain := name != "" && kind < 11
			if !plain && rapid.IntRange(0, 3).Draw(t, "return") == 0 && (s.Status.AtUnit() || s.Status == order.ReturnReview) {
				name = rapid.SampledFrom([]string{"申请退回", "审核退回", "提异议"}).Draw(t, "return command")
			} else if !plain {
				name = rapid.SampledFrom(names).Draw(t, "command")
			}
			if name == "关联" || name == "登记" && rapid.Bool().Draw(t, "repeat") {
				a.m["关联"] = rapid.SampledFrom(words["关联"]).Draw(t, "to")
			}
			// Orders of several callers are merged often, and split again.
			if !plain && rapid.IntRange(0, 4).Draw(t, "merge") == 0 {
				switch s.Status {
				case order.Registered, order.PendingDispatch:
					name, a.m["主办"] = "并单", rapid.SampledFrom(words["主办"]).Draw(t, "leader")
					if s.Key {
						name = "并办"
					}
				case order.Merged:
					name = "拆分"
				}
			}
			// Units help one another often, and the office decides.
			if part := coNext(s); !plain && part != nil && rapid.IntRange(0, 2).Draw(t, "help") == 0 {
				name = rapid.SampledFrom(part).Draw(t, "co command")
				if name == "请协办" || name == "定协办异议" {
					a.m["单位"] = rapid.SampledFrom(words["单位"]).Draw(t, "helper")
				}
			}
			// Units ask for more days often, and several times.
			if (s.Status == order.InProgress || s.Status == order.UnitAssigning) && rapid.IntRange(0, 3).Draw(t, "extend") == 0 {
				name = "申请延期"
				if s.Extension != nil {
					name = "签批"
				}
				a.m["延长"] = rapid.SampledFrom(words["延长"]).Draw(t, "more days")
			}
			if s.Status.AtUnit() && rapid.IntRange(0, 5).Draw(t, "limits") == 0 {
				switch {
				case s.Reclass != nil:
					name = "审核类型变更"
				case s.StatuteAsk != nil:
					name = "签批"
				default:
					name = rapid.SampledFrom([]string{"申请法定时限", "申请类型变更", "电话通知", "进展"}).Draw(t, "of limits")
				}
			}
			if name == "登记" && rapid.IntRange(0, 3).Draw(t, "urgent") == 0 {
				a.m["紧急"] = rapid.SampledFrom(words["紧急"]).Draw(t, "urgency")
			}
			// What comes again is unreasonable often enough, and the end of it is reached.
			if s.Appeals() > 1 && s.Status == order.InProgress && rapid.IntRange(0, 2).Draw(t, "terminate") == 0 {
				name = "申请终结"
			}
			if s.Status == order.Terminating && rapid.IntRange(0, 4).Draw(t, "take back") == 0 {
				name, plain = "撤回终结申请", false
			}
			if (s.Status == order.Terminating || s.Status == order.AwaitingCancel) && plain {
				name = plainNext(s)
			}
			if name == "签批" {
				delete(a.m, "延长")
			}
			if name == "反馈" {
				a.m["回填"] = "是"
			}
			switch {
			case name == "回访" && rapid.IntRange(0, 2).Draw(t, "again") > 0:
				a.m["满意"], a.m["原因"] = "不满意", rapid.SampledFrom([]string{"A", "B", "F"}).Draw(t, "why")
			case name == "签批" && rapid.IntRange(0, 5).Draw(t, "no") == 0:
				a.m["不同意"] = "是"
			case name == "登记" && rapid.IntRange(0, 2).Draw(t, "key") == 0:
				a.m["渠道"] = rapid.SampledFrom([]string{"N1", "L1", "P1"}).Draw(t, "channel")
			case name == "申请退回" && rapid.IntRange(0, 3).Draw(t, "whole") > 0:
				a.m["政策"] = words["政策"][0]
			case name == "转办" && rapid.Bool().Draw(t, "unit"):
				a.m["单位"] = rapid.SampledFrom(words["单位"]).Draw(t, "to unit")
			}
			for range detail(t, plain) {
				k := rapid.SampledFrom(sortedWords).Draw(t, "name")
				if k != "关联" {
					a.m[k] = rapid.SampledFrom(words[k]).Draw(t, k)
				}
			}
			actor, named := org.Actor{}, !plain && rapid.IntRange(0, 3).Draw(t, "somebody") == 0
			if named {
				actor = rapid.SampledFrom(actors).Draw(t, "actor")
			}
			checked(t, w, who, commands[name].command(w, s, actor, named, a))
		}
		w.refold()
		w.tried()
	})
}

// detail is how many words differ from the usual ones: few on the plain road, or no order would get far.
func detail(t *rapid.T, plain bool) int {
	if plain {
		return rapid.SampledFrom([]int{0, 0, 0, 0, 0, 1}).Draw(t, "detail")
	}
	return rapid.IntRange(0, 2).Draw(t, "details")
}

var sortedWords = func() []string {
	var out []string
	for k := range words {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}()

func commandNames() []string {
	var out []string
	for k := range commands {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func everybody() []org.Actor {
	var keys []string
	for k := range fixedActors {
		if k != "程序" {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	var out []org.Actor
	for _, k := range keys {
		out = append(out, fixedActors[k])
	}
	for _, u := range []org.UnitID{"cgj", "zjj", "cgzf"} {
		for _, k := range []org.Kind{org.UnitHandler, org.UnitDeputy, org.UnitPrincipal, org.UnitDuty} {
			out = append(out, inUnit(u, k))
		}
	}
	return out
}

// wait is how long nothing happens: nothing, minutes, days, a holiday, or exactly until a limit or a second before it.
func wait(t *rapid.T, w *world) time.Duration {
	switch n := rapid.IntRange(0, 11).Draw(t, "wait"); n {
	case 0, 1, 2, 3, 4, 5:
		return time.Duration(rapid.IntRange(0, 90).Draw(t, "minutes")) * time.Minute
	case 6:
		return time.Duration(rapid.IntRange(1, 30).Draw(t, "hours")) * time.Hour
	case 7:
		return time.Duration(rapid.IntRange(1, 12).Draw(t, "days")) * 24 * time.Hour
	case 8, 9, 10:
		var next time.Time
		for _, s := range w.states {
			for _, x := range order.Timers(s) {
				if x.At.After(w.now) && (next.IsZero() || x.At.Before(next)) {
					next = x.At
				}
			}
		}
		if !next.IsZero() {
			return next.Sub(w.now) - time.Duration(n-8)*time.Second*time.Duration(rapid.IntRange(0, 1).Draw(t, "before"))
		}
	}
	return 0
}

// checked gives a command and looks at everything that must hold whatever the answer is.
func checked(t *rapid.T, w *world, who string, c order.Command) {
	before := w.load(who)
	if l, ok := c.(order.Register); ok && l.Link != nil {
		before.Matter = w.matter[l.Link.Matter]
	}
	picture := photo(t, before)
	w.events, w.err = nil, nil
	had := len(w.log[who])
	w.do(who, c)
	if photo(t, before) != picture {
		t.Fatalf("%T changed the state it was asked about", c)
	}
	if w.err != nil {
		var r *regulation.Refusal
		if !errors.As(w.err, &r) {
			t.Fatalf("%T: neither events nor a refusal: %v", c, w.err)
		}
		checkRefusal(t, r)
		return
	}
	for _, e := range w.events {
		reread(t, e)
	}
	s := w.load(who)
	if s.Status == order.None {
		return
	}
	checkClocks(t, s)
	checkRecusal(t, w, who, c, s)
	if _, ok := c.(order.TimerFired); ok {
		for _, x := range order.Timers(s) {
			if !x.At.After(w.now) {
				t.Fatalf("%s is still due after its timer fired", x.Kind)
			}
		}
	}
	for i := had; i < len(w.log[who]); i++ {
		checkSignatures(t, w, who, i)
	}
	checkCeiling(t, w, who, s)
	checkCo(t, w, who, s, had)
	for _, m := range w.matter {
		checkCounts(t, w, m)
	}
}

func photo(t *rapid.T, s order.State) string {
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatalf("photo: %v", err)
	}
	return string(b)
}

// mayRun are the clocks that have a meaning in a state; any other running one would warn or blame somebody for nothing.
var mayRun = map[order.Status][]order.LimitKind{
	order.ReturnReview:    {order.LimitRelay, order.LimitReturnReview, order.LimitContact, order.LimitAssign, order.LimitResult, order.LimitCall, order.LimitExtension, order.LimitProgress, order.LimitPhone, order.LimitStatute, order.LimitReclass},
	order.Coordination:    {order.LimitRelay, order.LimitCoordinate, order.LimitContact, order.LimitAssign, order.LimitResult, order.LimitCall, order.LimitExtension, order.LimitProgress, order.LimitPhone, order.LimitStatute, order.LimitReclass},
	order.Registered:      {order.LimitHandle},
	order.PendingApproval: {order.LimitSigner},
	order.PendingDispatch: {order.LimitDispatch},
	order.Dispatched:      {order.LimitSign, order.LimitContact, order.LimitResult, order.LimitProgress, order.LimitPhone},
	order.UnitAssigning:   {order.LimitAssign, order.LimitContact, order.LimitResult, order.LimitExtension, order.LimitCall, order.LimitProgress, order.LimitPhone, order.LimitStatute, order.LimitReclass},
	order.InProgress:      {order.LimitContact, order.LimitResult, order.LimitExtension, order.LimitCall, order.LimitProgress, order.LimitPhone, order.LimitStatute, order.LimitReclass},
	order.UnitSigning:     {order.LimitContact, order.LimitResult, order.LimitExtension, order.LimitCall, order.LimitProgress, order.LimitPhone, order.LimitStatute, order.LimitReclass},
	order.Submitted:       {order.LimitReview, order.LimitRelay},
	order.CountySigning:   {order.LimitSigner, order.LimitRelay},
	order.ToFeedback:      {order.LimitFeedback},
	order.Terminating:     {order.LimitTermReview, order.LimitTermBatch, order.LimitSigner},
	order.AwaitingCancel:  {order.LimitCancel},
	order.Visiting:        {order.LimitVisit, order.LimitUnitVisit}, order.Closed: {order.LimitArchive},
}

// checkClocks: timers belong to running clocks that mean something in the order's state; a terminal order has none, a closed one its archive's,
// any other at least one clock; where the order lies with a unit its limit of Art. 18 runs, and while office and leaders look at the result it is paused.
func checkClocks(t *rapid.T, s order.State) {
	timers := order.Timers(s)
	for _, x := range timers {
		if c := s.Clock(x); !c.On || c.Paused() || !c.Due.Equal(x.At) {
			t.Fatalf("timer %s without a running clock: %+v", x.Kind, c)
		}
	}
	running := 0
	for _, c := range s.Clocks {
		if !c.On {
			continue
		}
		running++
		if c.Kind == order.LimitRelay && (s.Status.AtUnit() || s.Status == order.ReturnReview) {
			continue
		}
		if !c.Paused() && !slices.Contains(mayRun[s.Status], c.Kind) && !(c.Kind == order.LimitContact && s.Status == order.Submitted) {
			t.Fatalf("the clock %s runs in state %s", c.Kind, s.Status)
		}
	}
	result := s.Clocks.Get(order.LimitResult)
	if s.Status == order.ReturnReview && (!result.On || result.Paused()) {
		t.Fatalf("a return that waits stopped the unit's limit")
	}
	if s.Status.AtUnit() && (!result.On || result.Paused()) {
		t.Fatalf("the unit's limit does not run in state %s", s.Status)
	}
	if slices.Contains([]order.Status{order.Submitted, order.CountySigning, order.Terminating, order.AwaitingCancel}, s.Status) && (!result.On || !result.Paused()) {
		t.Fatalf("the unit's limit runs in state %s", s.Status)
	}
	if len(s.OpenChains()) > 0 && (s.Status.Done() || s.Status == order.ToFeedback || s.Status == order.PendingDispatch) {
		t.Fatalf("an order in state %s waits for signatures", s.Status)
	}
	// Whether it counts in the assessment may be asked of an order that has ended (Art. 25).
	// A look that was asked for before the order was merged waits for its second person (Art. 23(6)).
	notCount := func(d order.Duty) bool {
		return d.Act == order.ActExempt || d.Act == order.ActSight && s.Status == order.Merged
	}
	if duties := slices.DeleteFunc(order.Duties(s), notCount); (len(duties) == 0) != (s.Status.Done() || s.Status == order.Merged) {
		t.Fatalf("in state %s these owe something: %v", s.Status, duties)
	}
	switch {
	case s.Status.Terminal():
		if running > 0 {
			t.Fatalf("a terminal order (%s) has clocks", s.Status)
		}
	case s.Status == order.Closed:
		if len(timers) != 1 || timers[0].Kind != order.LimitArchive {
			t.Fatalf("a closed order has timers %v", timers)
		}
	case s.Status == order.Merged:
		if running > 0 { // the leading order's clocks run for it
			t.Fatalf("a merged order has clocks")
		}
	case running == 0:
		t.Fatalf("nobody's clock runs on an order in state %s", s.Status)
	}
}
