package ops

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"huiyin/internal/order"
	"huiyin/internal/web"
)

// secondAppeal is a matter's second order at its unit: the first was answered and closed.
func (o *office) secondAppeal(title string) string {
	o.t.Helper()
	by := order.By{Actor: o.actorOf("huawu01")}
	r, err := o.s.Desk.Reader(o.t.Context(), by.Actor)
	if err != nil {
		o.t.Fatal(err)
	}
	last := ""
	for range 2 {
		reg := o.s.Desk.NewRegister(order.Register{By: by, Request: order.Request[order.Private]{Channel: "D1", TakenAt: o.clock.Now(), Type: order.Consult, Category: "0204",
			Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true, Town: "341622001", Place: "南关社区", Title: title, CallerKind: order.Person,
			Name: order.Private{Text: "李守田"}, Phone: order.Private{Text: "13900005678"}, Words: order.Private{Text: title + "，由谁来管。"}, Ask: order.Private{Text: "说明由谁办理"}}})
		id := o.give("huawu01", "", reg)
		if last != "" {
			link, target, err := r.LinkAgain(o.t.Context(), id, last, "同一地点同一问题", false)
			if err != nil {
				o.t.Fatal(err)
			}
			o.give("huawu01", id, order.LinkMatter{By: by, Target: target, Link: *link})
			o.give("huawu01", id, order.SubmitForDispatch{By: by, ChainID: web.NewKey(), Deputy: "county/deputy.1", Proposal: order.Proposal{Unit: "cgj", Requirements: "请核查"}})
			head, err := o.s.Desk.Reader(o.t.Context(), o.actorOf("rexianban"))
			if err != nil {
				o.t.Fatal(err)
			}
			o.give("rexianban", id, order.Dispatch{By: order.By{Actor: o.actorOf("rexianban")}, To: head.TargetOf("cgj"), Requirements: "请核查", Text: title})
		} else {
			o.handled(id, "fenban01")
		}
		o.clock.Add(time.Minute)
		last = id
	}
	return last
}

// TestBrowserAMatterIsTerminated is J7's second half: a unit's application without its principal is refused, with him it goes through the office's review
// and batch to the magistrate, who signs one line and refuses the other on his phone with his PIN; the city's receipt ends the order, the refused one goes back
// with two working days, and whoever calls again is explained to (Art. 20; domain.md §12 case 17).
func TestBrowserAMatterIsTerminated(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	chief := o.actorOf("xianzhang")
	if err := o.s.Desk.SetPIN(t.Context(), chief, DemoPassword, DemoPIN); err != nil {
		t.Fatal(err)
	}
	first := o.atUnit("首次反映门前积水")
	o.act("chengguan1", first, "sign_for", "签收", order.UnitAssigning)
	o.act("chengguan3", first, "assign", "签批分办", order.InProgress, "lead", "unit_deputy", "opinion", "请办理。")
	if got := o.text(o.open("chengguan3", first, "")); strings.Contains(got, "申请终结办理") {
		t.Error("a first appeal offers its termination")
	}
	ids := []string{o.secondAppeal("要求巷道全部铺成大理石"), o.secondAppeal("要求拆掉合法的院墙")}
	for _, id := range ids {
		o.act("chengguan1", id, "sign_for", "签收", order.UnitAssigning)
		o.act("chengguan3", id, "assign", "签批分办", order.InProgress, "lead", "principal", "opinion", "我来办。")
		o.act("chengguan1", id, "contact", "登记联系", order.InProgress, "at", o.localNow(), "means", "phone", "reached", "yes", "told", "1", "note", "解释了政策。")
	}
	form := []string{"ground", "U1", "basis", "《蒙城县城镇老旧小区改造实施方案》", "reason", "不在改造范围。", "answers", "上次已书面答复。", "persuasion", "上门解释两次。"}
	c := o.open("chengguan1", ids[0], "ask_termination")
	o.fill(c, form...)
	o.press(c, "提交终结办理申请书")
	if got := o.text(c); !strings.Contains(got, "须由单位主要负责人签字") || !strings.Contains(got, "第二十条") || eval[string](o, c, `document.querySelector('#act [name=reason]').value`) != "不在改造范围。" {
		t.Fatalf("without the principal's signature it was not refused with its article and what was typed:\n%s", got)
	}
	o.upload(c, "sheet")
	o.press(c, "提交终结办理申请书")
	c = o.open("chengguan3", ids[1], "ask_termination")
	o.fill(c, form...)
	o.press(c, "提交终结办理申请书")
	for _, id := range ids {
		if got := o.state(id); got != order.Terminating.Name() {
			t.Fatalf("after the application the order is %s", got)
		}
		o.act("shenhe01", id, "review_termination", "办理审核意见", order.Terminating, "decision", "yes", "note", "材料齐全。")
	}
	o.clock.Add(24 * time.Hour)
	c = o.at("rexianban", "/terminations")
	o.says(c, "待编呈批表")
	o.press(c, "编成呈批表，呈县长")
	o.says(c, "蒙热终〔2026〕1号")
	if got := o.text(c); !strings.Contains(got, "共2件") || strings.Count(got, "待县长批示") < 2 {
		t.Fatalf("the batch does not hold both:\n%s", got)
	}

	// The magistrate on his phone: the card, then the page of the batch: one no with its reason, one yes, one PIN.
	p := o.tab("xianzhang")
	o.do(p, chromedp.EmulateViewport(390, 844), chromedp.Navigate("http://"+o.s.Addr()+"/sign"), chromedp.WaitVisible(chromedp.CSS(".pane-list")))
	o.says(p, "终结呈批表 蒙热终〔2026〕1号")
	o.says(p, "提请终结：U1 超出政策规定")
	o.do(p, chromedp.Click(`.pane-list a[href^="/terminations/"]`), chromedp.WaitVisible(chromedp.CSS("#act")))
	o.do(p, chromedp.Click(`#act [name="word_`+ids[1]+`"][value=no] + *, #act label:has([name="word_`+ids[1]+`"][value=no])`))
	o.do(p, chromedp.SendKeys(`#act [name=pin]`, DemoPIN))
	o.press(p, "确认批示")
	o.says(p, "不同意须写明意见")
	o.do(p, chromedp.SendKeys(`#act [name="opinion_`+ids[1]+`"]`, "院墙影响通行，先协调再说。"), chromedp.SendKeys(`#act [name=pin]`, DemoPIN))
	o.press(p, "确认批示")
	o.says(p, "县长同意，待销号")
	o.big(p, 390)
	if got := o.text(o.open("chengguan1", ids[1], "")); !strings.Contains(got, "县长不同意终结，退回继续办理") || !strings.Contains(got, "院墙影响通行，先协调再说。") || o.state(ids[1]) != order.InProgress.Name() {
		t.Fatalf("the refused order did not go back with the magistrate's words:\n%s", got)
	}
	if got := o.state(ids[0]); got != order.AwaitingCancel.Name() {
		t.Fatalf("agreed, the order is %s", got)
	}
	o.act("fenban01", ids[0], "record_cancellation", "登记", order.Terminated, "decision", "yes", "on", "2026-03-03", "note", "已报备。")

	// Whoever calls again about it is explained to; nothing is dispatched without new facts.
	again := o.callAgain(ids[0])
	c = o.open("huawu01", again, "dispose")
	if got := o.text(c); !strings.Contains(got, "同一事项已终结办理") {
		t.Fatalf("the page does not say that the matter is terminated:\n%s", got)
	}
	o.fill(c, "way", "dispatch", "unit", "cgj", "requirements", "请核查")
	o.press(c, "处置")
	o.says(c, "没有新的事实和理由的")
	o.act("huawu01", again, "explain", "解释办结", order.Explained, "told", "已终结办理，没有新的情况。")
	o.clock.Add(time.Minute)
}

// callAgain is another call of the same matter, registered and linked.
func (o *office) callAgain(last string) string {
	o.t.Helper()
	by := order.By{Actor: o.actorOf("huawu01")}
	r, err := o.s.Desk.Reader(o.t.Context(), by.Actor)
	if err != nil {
		o.t.Fatal(err)
	}
	id := o.give("huawu01", "", o.s.Desk.NewRegister(order.Register{By: by, Request: order.Request[order.Private]{Channel: "D1", TakenAt: o.clock.Now(), Type: order.Consult, Category: "0204",
		Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true, Town: "341622001", Title: "又问巷道铺大理石", CallerKind: order.Person,
		Name: order.Private{Text: "李守田"}, Phone: order.Private{Text: "13900005678"}, Words: order.Private{Text: "巷道什么时候铺。"}, Ask: order.Private{Text: "铺路"}}}))
	link, target, err := r.LinkAgain(o.t.Context(), id, last, "同一事项", false)
	if err != nil {
		o.t.Fatal(err)
	}
	o.give("huawu01", id, order.LinkMatter{By: by, Target: target, Link: *link})
	return id
}
