package ops

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// unitRoad is an order on its way through a browser, for the journeys of a unit.
type unitRoad struct {
	*office
	id string
}

const callersNumber = "13800005678"

// proposedOrder registers a request and proposes its unit, as the intake page does.
func (o *office) proposedOrder() unitRoad {
	o.t.Helper()
	by := order.By{Actor: o.actorOf("huawu01")}
	c := o.s.Desk.NewRegister(order.Register{By: by, Request: order.Request[order.Private]{Channel: "D1", TakenAt: o.clock.Now(), Type: order.Complaint, Category: "0203", Urgency: order.Routine,
		Secrecy: order.Ordinary, NeedReply: true, Town: "341622001", Place: "北城社区", Title: "路口下水道堵塞，污水漫上路面", CallerKind: order.Person, Sex: "f", Name: order.Private{Text: "李秀英"},
		Phone: order.Private{Text: callersNumber}, Words: order.Private{Text: "北城社区路口的下水道堵了三天，污水漫到人行道上。"}, Ask: order.Private{Text: "尽快疏通"}}})
	return unitRoad{o, o.give("huawu01", c.ID, c, order.SubmitForDispatch{By: by, ChainID: "chain-" + c.ID, Proposal: order.Proposal{Unit: "cgj"}})}
}

// fire lets the undo window end.
func (r unitRoad) fire() {
	r.t.Helper()
	r.clock.Add(10 * time.Second)
	r.sweep()
}

func (r unitRoad) sweep() {
	r.t.Helper()
	for range 20 {
		n, err := r.s.Jobs.Sweep(context.Background())
		if err != nil {
			r.t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// shows opens the order's page and wants words on it; what a unit sees never holds the caller's number.
func (r unitRoad) shows(login string, words ...string) {
	r.t.Helper()
	c := r.open(login, r.id, "")
	got := r.text(c)
	for _, w := range words {
		if !strings.Contains(got, w) {
			r.t.Errorf("%s does not read %q at %s:\n%s", login, w, r.localNow(), got)
		}
	}
	if strings.HasPrefix(login, "chengguan") && strings.Contains(strings.ReplaceAll(eval[string](r.office, c, `document.documentElement.outerHTML`), " ", ""), callersNumber) {
		r.t.Errorf("%s has the caller's number on the page", login)
	}
}

func (r unitRoad) clockOf(login, name string) string {
	r.t.Helper()
	c := r.open(login, r.id, "")
	return eval[string](r.office, c, fmt.Sprintf(`(()=>{const k=[...document.querySelectorAll('.clock')].find(k=>k.querySelector('b').innerText===%q);return k?k.querySelector('.light').innerText:''})()`, name))
}

func (r unitRoad) wantClock(login, name, want string) {
	r.t.Helper()
	if got := r.clockOf(login, name); !strings.Contains(got, want) {
		r.t.Errorf("%s at %s: the clock %s says %q, want %q", login, r.localNow(), name, got, want)
	}
}

// TestBrowserAUnitHandlesAnOrderFromEndToEnd is journey J5 without the relayed call, with the undo window as people have it.
func TestBrowserAUnitHandlesAnOrderFromEndToEnd(t *testing.T) {
	t.Parallel()
	o := openOfficeWithUndo(t, "2026-03-02 09:00", 10*time.Second)
	r := o.proposedOrder()

	// The dispatcher sends it, thinks better of it, and sends it again.
	c := r.open("fenban01", r.id, "dispatch")
	r.fill(c, "unit", "cgj", "requirements", "请现场核查，限期疏通，答复诉求人。")
	r.press(c, "转办")
	r.says(c, "撤销后填写的内容都在")
	if got := r.state(r.id); got != order.PendingDispatch.Name() {
		t.Fatalf("within the window the order is %s", got)
	}
	r.do(c, chromedp.KeyEvent("z"))
	r.says(c, "已撤销")
	r.clock.Add(time.Hour)
	r.sweep()
	if got := eval[string](o, c, `document.querySelector('#act [name=requirements]').value`); got != "请现场核查，限期疏通，答复诉求人。" || r.state(r.id) != order.PendingDispatch.Name() {
		t.Fatalf("taken back: the form holds %q, the order is %s", got, r.state(r.id))
	}
	c = r.open("fenban01", r.id, "dispatch")
	r.fill(c, "unit", "cgj", "requirements", "请现场核查，限期疏通，答复诉求人。")
	r.press(c, "转办")
	r.fire()
	r.shows("chengguan1", "待签收", "请现场核查，限期疏通", "3月16日")
	r.wantClock("chengguan1", "签收", "剩1个工作日")

	// One tap to sign for it.
	c = r.open("chengguan1", r.id, "")
	r.press(c, "签收")
	r.wantClock("chengguan1", "签收", "按时")
	r.wantClock("chengguan1", "联系", "剩1个工作日")
	r.act("chengguan3", r.id, "assign", "签批分办", order.InProgress, "lead", "unit_deputy", "opinion", "请现场核查后办理。")

	// The caller is reached within one working day (Art. 15).
	r.clock.Set("2026-03-03 09:30")
	r.wantClock("chengguan1", "联系", "今日24:00")
	r.act("chengguan1", r.id, "contact", "登记联系", order.InProgress, "at", r.localNow(), "means", "phone", "reached", "yes", "told", "1", "note", "诉求人介绍了现场情况。")
	r.wantClock("chengguan1", "联系", "按时")
	r.wantClock("chengguan1", "办结", "剩9个工作日")

	// Photos from the phone.
	r.clock.Set("2026-03-05 15:00")
	c = r.open("chengguan1", r.id, "progress")
	r.do(c, chromedp.EmulateViewport(390, 844))
	r.fill(c, "text", "已打开检查井，正在疏通。")
	r.upload(c, "files")
	r.press(c, "反馈进展")
	if wide := eval[int](o, c, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("on the phone the page is %d wide", wide)
	}
	if n := eval[int](o, c, `[...document.querySelectorAll('.thumb img')].filter(i=>{i.loading='eager';return true}).length`); n != 1 {
		t.Errorf("%d small pictures on the phone, want 1", n)
	}
	r.do(c, chromedp.Navigate("http://"+o.s.Addr()+eval[string](o, c, `document.querySelector('.thumb').getAttribute('href')`)), chromedp.WaitVisible(chromedp.CSS(".picture img")))
	if !eval[bool](o, c, `document.querySelector('.picture img').naturalWidth>0`) {
		t.Error("the preview shows no picture")
	}
	r.do(c, chromedp.KeyEvent("\u001b"))
	r.says(c, "流转过程")
	r.do(c, chromedp.EmulateViewport(1366, 768))

	reply := func(measures string) {
		r.act("chengguan1", r.id, "reply", "报送办理结果", order.UnitSigning, "finding", "yes", "solved", "yes", "investigation", "组织人员到现场核查，情况属实。", "measures", measures,
			"basis", "《城镇排水与污水处理条例》", "opinion", "诉求人表示认可。", "contact", "市政股", "public", "经现场核查，反映的情况属实。我局已组织疏通，现场恢复正常，并安排专人每日巡查，防止问题反弹。感谢您的监督。")
		r.act("chengguan3", r.id, "sign_reply", "签字盖章", order.Submitted)
	}
	reply("已疏通。")
	r.wantClock("chengguan1", "办结", "暂停计时")

	// Sent back for Q4, and the text typed so far is not lost where the reason is forgotten.
	c = r.open("shenhe01", r.id, "review")
	r.fill(c, "decision", "reject", "note", "没有写明谁到的现场、怎么疏通的。")
	r.press(c, "办理审核意见")
	if got := eval[string](o, c, `document.querySelector('#act [name=note]').value`); got != "没有写明谁到的现场、怎么疏通的。" {
		t.Errorf("the refused review lost its text: %q", got)
	}
	r.fill(c, "code", "Q4")
	r.press(c, "办理审核意见")
	r.shows("chengguan1", "退回重写", "没有写明谁到的现场", order.InProgress.Name())
	r.clock.Add(time.Hour)
	reply("3月5日市政股两人到场，疏通上下游60米，注水试验通畅。")
	r.act("shenhe01", r.id, "review", "办理审核意见", order.ToFeedback, "decision", "pass")
	r.clock.Set("2026-03-06 09:00")
	r.act("huifang01", r.id, "feedback", "登记反馈", order.Visiting, "at", r.localNow(), "means", "phone")
	r.act("chengguan1", r.id, "unit_visit", "登记单位回访", order.Visiting, "at", r.localNow(), "reached", "yes", "satisfaction", "satisfied")

	// The visit that closes waits its ten seconds too.
	r.clock.Set("2026-03-09 09:00")
	r.act("huifang01", r.id, "visit", "登记回访", order.Visiting, "at", r.localNow(), "outcome", "reached", "contacted", "yes", "solved", "yes", "satisfaction", "satisfied")
	r.fire()
	if got := r.state(r.id); got != order.Closed.Name() {
		t.Fatalf("at the end the order is %s", got)
	}
	r.shows("fenban01", "诉求人满意", "按期办结")
	for _, login := range []string{"chengguan1", "chengguan3"} {
		r.shows(login, "办结")
	}
	c = r.open("fenban01", r.id, "")
	r.do(c, chromedp.Navigate("http://"+o.s.Addr()+"/orders/"+r.id+"?flow=chart"), chromedp.WaitVisible(chromedp.CSS(".road")))
	if n := eval[int](o, c, `document.querySelectorAll('.road .done').length`); n != 10 {
		t.Errorf("%d stations of the road are done, want 10", n)
	}
	if bad, err := o.s.Store.CheckProjections(t.Context()); err != nil || len(bad) > 0 {
		t.Errorf("projections: %v, %v", bad, err)
	}
}

// TestBrowserASilentUnitIsTakenToHaveAccepted is the second half of journey J6: no action until the day is over (Art. 16).
func TestBrowserASilentUnitIsTakenToHaveAccepted(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 10:00")
	r := o.proposedOrder()
	r.act("fenban01", r.id, "dispatch", "转办", order.Dispatched, "unit", "cgj", "requirements", "请现场核查，依法处理。")
	r.clock.Set("2026-03-03 23:59")
	r.clock.Add(59*time.Second + 999*time.Millisecond)
	r.sweep()
	if got := r.state(r.id); got != order.Dispatched.Name() {
		t.Fatalf("in the last millisecond of the day: %s", got)
	}
	r.wantClock("chengguan1", "签收", "今日24:00")
	r.clock.Add(time.Millisecond)
	r.sweep()
	if got := r.state(r.id); got != order.UnitAssigning.Name() {
		t.Fatalf("at 24:00: %s", got)
	}
	for _, login := range []string{"fenban01", "chengguan1"} {
		r.shows(login, "视同接收", "逾期未签收，视同已接收工单", "第十六条", "3月3日 24:00")
	}
	v, err := o.s.Desk.Reader(t.Context(), o.actorOf("fenban01"))
	if err != nil {
		t.Fatal(err)
	}
	order, err := v.Order(t.Context(), r.id)
	if err != nil || !order.AutoAccepted || order.UnitID != org.UnitID("cgj") {
		t.Errorf("auto-accepted %v, unit %s, %v", order.AutoAccepted, order.UnitID, err)
	}
}

// TestBrowserAReturnIsAskedDecidedAndDesignated is the first half of journey J6: on the telephone a reason alone is refused with its article and nothing
// typed is lost; with the right unit the office agrees; the second unit's return leads to the meeting, whose unit cannot return (Art. 16, 21(3)).
// A return that is refused leaves no second one, only the written objection.
func TestBrowserAReturnIsAskedDecidedAndDesignated(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-03-02 10:00")
	r := o.proposedOrder()
	r.act("fenban01", r.id, "dispatch", "转办", order.Dispatched, "unit", "cgj", "requirements", "请现场核查，依法处理。")

	const why = "该路段的排水管网由住建部门建设和养护。"
	c := r.open("chengguan1", r.id, "ask_return")
	r.do(c, chromedp.EmulateViewport(390, 844))
	r.fill(c, "reason", why)
	r.press(c, "申请退回")
	if got := r.text(c); !strings.Contains(got, "只有理由还不够") || !strings.Contains(got, "第十六条") || eval[string](o, c, `document.querySelector('#act [name=reason]').value`) != why {
		t.Fatalf("a reason alone was not refused with its article and what was typed:\n%s", got)
	}
	if got := r.state(r.id); got != order.Dispatched.Name() {
		t.Fatalf("after a refused form the order is %s", got)
	}
	if wide := eval[int](o, c, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("on the phone the form is %d wide", wide)
	}
	r.fill(c, "right", "zjj")
	r.press(c, "申请退回")
	r.do(c, chromedp.EmulateViewport(1366, 768))
	if got := r.state(r.id); got != order.ReturnReview.Name() {
		t.Fatalf("after the form the order is %s", got)
	}
	c = r.open("fenban01", r.id, "decide_return")
	if got := r.text(c); !strings.Contains(got, why) || !strings.Contains(got, "第十六条") {
		t.Errorf("the office does not read what was asked:\n%s", got)
	}
	r.fill(c, "decision", "yes")
	r.press(c, "办理审核意见")
	r.shows("fenban01", order.PendingDispatch.Name(), "退回，改派其他单位，原时限作废")

	r.act("fenban01", r.id, "dispatch", "转办", order.Dispatched, "unit", "zjj", "requirements", "请现场核查，依法处理。")
	r.act("zhujian1", r.id, "ask_return", "申请退回", order.ReturnReview, "reason", "该处是沿街商户私接管道。", "basis", "《城镇排水与污水处理条例》第五十条")
	r.act("fenban01", r.id, "decide_return", "办理审核意见", order.Coordination, "decision", "yes")
	r.act("rexianban", r.id, "designate", "指定并转办", order.Dispatched, "unit", "cgj", "participants", "县热线办、县城管局、县住建局", "grounds", "沿街排水口的日常管护由城管局负责。", "minutes", "三方到现场看过，意见一致。", "requirements", "请疏通并答复。")
	r.shows("chengguan1", "会商指定", "不能退回", "第二十一条（三）")
	if n := eval[int](o, r.open("chengguan1", r.id, ""), `document.querySelectorAll('a[href*="do=ask_return"]').length`); n != 0 {
		t.Error("the designated unit is offered a return")
	}

	// Another order: refused, and no second time.
	r = o.proposedOrder()
	r.act("fenban01", r.id, "dispatch", "转办", order.Dispatched, "unit", "cgj", "requirements", "请现场核查，依法处理。")
	r.act("chengguan1", r.id, "ask_return", "申请退回", order.ReturnReview, "reason", why, "right", "zjj")
	c = r.open("fenban01", r.id, "decide_return")
	r.fill(c, "decision", "no")
	r.press(c, "办理审核意见")
	if got := r.text(c); !strings.Contains(got, "不同意退回的理由") {
		t.Errorf("a refusal without its reason was taken:\n%s", got)
	}
	r.fill(c, "note", "排水口管护是城管局职责。")
	r.press(c, "办理审核意见")
	r.shows("chengguan1", order.UnitAssigning.Name(), "不能再申请退回", "第十六条")
	c = r.open("chengguan1", r.id, "")
	if n := eval[int](o, c, `document.querySelectorAll('a[href*="do=ask_return"]').length`); n != 0 {
		t.Error("a unit whose return was refused is offered a second one")
	}
	if n := eval[int](o, c, `document.querySelectorAll('a[href*="do=object_return"]').length`); n == 0 {
		t.Error("it is not offered the written objection")
	}
	if bad, err := o.s.Store.CheckProjections(t.Context()); err != nil || len(bad) > 0 {
		t.Errorf("projections: %v, %v", bad, err)
	}
}
