package ops

import (
	"strings"
	"testing"
	"time"

	"huiyin/internal/order"
)

// neighbour registers the same event told by somebody else.
func (o *office) neighbour(phone, name, words string) string {
	o.t.Helper()
	by := order.By{Actor: o.actorOf("huawu01")}
	return o.give("huawu01", "", o.s.Desk.NewRegister(order.Register{By: by, Request: order.Request[order.Private]{Channel: "D1", TakenAt: o.clock.Now(), Type: order.Complaint, Category: "0204",
		Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true, Town: "341622001", Place: "北城社区", Title: "北城社区污水满地", CallerKind: order.Person, Sex: "m",
		Name: order.Private{Text: name}, Phone: order.Private{Text: phone}, Words: order.Private{Text: words}}}))
}

// TestBrowserManyCallersOneEvent is 并单 from the call to the answer (domain.md §6.0, §13.22): the operator merges a call by one key, the dispatcher ticks two more without
// script, one is split off again, and the common result reaches who is left.
func TestBrowserManyCallersOneEvent(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	lead := o.atUnit("北城社区下水道堵塞")
	number := o.number(lead)
	p := o.operator("huawu02", 1366, 768)
	p.sheet("/intake")
	p.key("13955556666")
	o.fill(p.c, "name", "赵德柱", "sex", "m", "town", "341622001", "place", "北城社区", "category", "0204", "words", "北城社区下水道堵塞，污水漫到路上，请尽快处理。")
	p.until("the proposal", `!!document.querySelector('#side [data-merge]')`)
	if got := eval[string](o, p.c, `document.getElementById('side').innerText`); !strings.Contains(got, "并入这件") || !strings.Contains(got, "相似") {
		t.Errorf("the panel does not propose the merge with its likeness:\n%s", got)
	}
	p.alt("u")
	p.until("the way", `document.querySelector('input[name=way][value=merge]').checked&&/并入 MC/.test(document.getElementById('plan').textContent)`)
	p.shot("intake-merge")
	p.ctrlEnter()
	p.until("the order's page", `/^\/orders\//.test(location.pathname)&&document.readyState==='complete'`)
	first := strings.TrimPrefix(p.location(p.c), "/orders/")
	if got := o.text(p.c); o.state(first) != order.Merged.Name() || !strings.Contains(got, "并入 "+number) {
		t.Fatalf("the call was not merged by one key:\n%s", got)
	}

	// Two more are ticked on the page of the leading order, in a browser that runs no script.
	second, third := o.neighbour("13955557777", "孙立", "北城社区下水道堵塞，污水满地。"), o.neighbour("13955558888", "周平", "下水道又堵了，北城社区路口。")
	delete(o.tabs, "fenban01")
	o.withoutScript("fenban01")
	c := o.at("fenban01", "/orders/"+lead+"/gather")
	o.press(c, "并入")
	if got := o.text(c); !strings.Contains(got, "请勾选要并入的工单") {
		t.Errorf("nothing ticked:\n%s", got)
	}
	tick := func(id string) {
		t.Helper()
		if !eval[bool](o, c, `(()=>{const b=document.querySelector('#row-`+id+` input[name=id]');if(!b)return false;b.click();return b.checked})()`) {
			t.Fatalf("no box of %s:\n%s", id, o.text(c))
		}
	}
	tick(second)
	eval[bool](o, c, `(()=>{document.querySelector('[name=numbers]').value='MC0';return true})()`)
	o.press(c, "并入")
	if got := o.text(c); !strings.Contains(got, "没有找到编号为“MC0”的工单") || !eval[bool](o, c, `document.querySelector('#row-`+second+` input[name=id]').checked`) {
		t.Errorf("a wrong number loses what was ticked:\n%s", got)
	}
	eval[bool](o, c, `(()=>{document.querySelector('[name=numbers]').value='';return true})()`)
	tick(third)
	o.press(c, "并入")
	if got := o.text(c); strings.Count(got, "已办") != 2 {
		t.Fatalf("two were ticked:\n%s", got)
	}
	if got := o.text(o.open("fenban01", lead, "")); !strings.Contains(got, "4人反映，共4次") {
		t.Errorf("the leading order does not count people and contacts:\n%s", got)
	}
	if got := o.text(o.open("chengguan1", lead, "")); !strings.Contains(got, "另有3人反映同一件事") || strings.Contains(got, "赵德柱") || strings.Contains(got, "孙立") {
		t.Errorf("the unit is told of others, or not how many:\n%s", got)
	}
	if got := o.text(o.at("fenban01", "/list/open?merge=merged")); strings.Count(got, "已并单") < 3 || strings.Contains(got, number) {
		t.Errorf("the list of merged orders:\n%s", got)
	}
	if got := o.text(o.at("fenban01", "/list/open?merge=leading")); !strings.Contains(got, number) || !strings.Contains(got, "并入3") {
		t.Errorf("the list of leading orders:\n%s", got)
	}

	o.act("fenban01", third, "split", "拆分", order.Registered, "reason", "是另一处堵塞")
	if got := o.text(o.open("fenban01", lead, "")); !strings.Contains(got, "3人反映，共3次") {
		t.Errorf("after the split:\n%s", got)
	}

	o.act("chengguan1", lead, "sign_for", "签收", order.UnitAssigning)
	o.act("chengguan3", lead, "assign", "签批分办", order.InProgress, "lead", "unit_deputy", "opinion", "请现场核查后办理。")
	o.act("chengguan1", lead, "contact", "登记联系", order.InProgress, "at", o.localNow(), "means", "phone", "reached", "yes", "told", "1", "note", "诉求人介绍了现场情况。")
	o.clock.Add(24 * time.Hour)
	o.act("chengguan1", lead, "reply", "报送办理结果", order.UnitSigning, "finding", "yes", "solved", "yes", "investigation", "组织人员到现场核查，情况属实。", "measures", "已疏通管道并清洗路面。",
		"basis", "《城镇排水与污水处理条例》", "opinion", "诉求人表示认可。", "contact", "市政管理股", "public", "经现场核查，北城社区路口下水道确有堵塞。我局已于当日疏通管道、清洗路面，今后每周巡查一次，防止再次堵塞。感谢您的监督。")
	o.act("chengguan3", lead, "sign_reply", "签字盖章", order.Submitted)
	o.act("shenhe01", lead, "review", "办理审核意见", order.ToFeedback, "decision", "pass")
	for range 200 {
		if o.state(second) == order.ToFeedback.Name() {
			break
		}
		o.clock.Add(time.Second)
		wait(50 * time.Millisecond)
	}
	c = o.open("huifang01", second, "feedback")
	if got := o.text(c); !strings.Contains(got, "今后每周巡查一次") || !strings.Contains(got, "照此告诉本件诉求人") {
		t.Fatalf("the visitor does not see what to tell the merged caller:\n%s", got)
	}
	o.clock.Add(time.Minute)
	o.act("huifang01", second, "feedback", "登记反馈", order.Visiting, "at", o.localNow(), "means", "phone")
	o.clock.Add(time.Hour)
	o.visit(second, order.Closed, "solved", "yes", "satisfaction", "satisfied")
	if got := o.state(third); got != order.Registered.Name() {
		t.Errorf("what was split off is %s", got)
	}
}
