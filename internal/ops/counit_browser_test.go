package ops

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"huiyin/internal/order"
)

// TestBrowserCoUnitsHelpTheFirstUnit is Art. 14 in a browser: the office names a co-unit when it dispatches, the lead asks another, the one signs and reports on a
// phone and never sees who called, the other objects and the office decides, is silent and is urged, and the lead answers as one with a word on it.
func TestBrowserCoUnitsHelpTheFirstUnit(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	r := o.proposedOrder()
	c := o.open("fenban01", r.id, "")
	o.fill(c, "co_unit", "cgj", "co_task", "请核查路口雨水管网的移交情况。")
	o.press(c, "转办")
	if got := o.text(c); !strings.Contains(got, "不能同时作协办单位") || eval[string](o, c, `document.querySelector('#act [name=co_task]').value`) == "" {
		t.Fatalf("the lead was made its own co-unit:\n%s", got)
	}
	o.fill(c, "co_unit", "zjj", "co_task", "请核查路口雨水管网的移交情况。")
	o.press(c, "转办")
	r.fire()
	r.shows("fenban01", "请县住房和城乡建设局协办", "待签收")

	// The co-unit at its desk, then on a phone: it finds the order on its first page, in its list and by its number, and never who called.
	home := o.at("zhujian1", "/")
	if got := o.text(home); !strings.Contains(got, "路口下水道堵塞") || !strings.Contains(got, "签收协办") {
		t.Errorf("the co-unit's first page does not hold the request:\n%s", got)
	}
	for _, at := range []string{"/list/co", "/list/todo"} {
		if got := o.text(o.at("zhujian1", at)); !strings.Contains(got, "路口下水道堵塞") {
			t.Errorf("%s of the co-unit does not hold the order:\n%s", at, got)
		}
	}
	mine := o.open("zhujian1", r.id, "")
	o.do(mine, chromedp.EmulateViewport(390, 844))
	page := eval[string](o, mine, `document.documentElement.outerHTML`)
	for _, secret := range []string{callersNumber, "李秀英", "李女士"} {
		if strings.Contains(strings.ReplaceAll(page, " ", ""), secret) {
			t.Errorf("the co-unit reads %s", secret)
		}
	}
	if wide := eval[int](o, mine, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("the page is %d wide on a phone", wide)
	}
	o.press(mine, "签收协办")
	r.shows("zhujian1", "报送协办结果", "县城市管理局", "3月12日")

	// The lead signs, and asks a second unit, which objects; the office gives it to a third, which is silent.
	o.act("chengguan1", r.id, "sign_for", "签收", order.UnitAssigning)
	o.act("chengguan3", r.id, "assign", "签批分办", order.InProgress, "lead", "unit_deputy", "opinion", "请现场核查后办理。")
	o.act("chengguan1", r.id, "contact", "登记联系", order.InProgress, "at", o.localNow(), "means", "phone", "reached", "yes", "told", "1", "note", "已说明。")
	c = o.open("chengguan1", r.id, "ask_co")
	o.fill(c, "unit", "rsj", "task", "请联系李秀英核实。")
	o.press(c, "请其协办")
	if got := o.text(c); !strings.Contains(got, "会暴露诉求人身份") {
		t.Fatalf("the caller's name went to a co-unit:\n%s", got)
	}
	o.fill(c, "unit", "rsj", "task", "请核查施工单位用工情况。")
	o.press(c, "请其协办")
	o.act("renshe1", r.id, "object_co", "提出异议", order.InProgress, "reason", "路口没有施工项目。")
	c = o.open("fenban01", r.id, "decide_co")
	if got := o.text(c); !strings.Contains(got, "路口没有施工项目") {
		t.Errorf("the office does not read the objection:\n%s", got)
	}
	o.fill(c, "outcome", "other", "to", "341622001")
	o.press(c, "办理决定")
	r.shows("chengguan1", "已解除", "漆园街道办事处")
	if got := o.text(o.at("renshe1", "/orders/"+r.id)); !strings.Contains(got, "没有") || strings.Contains(got, "污水") {
		t.Errorf("the unit that was released still reads the order:\n%s", got)
	}

	// The first co-unit reports with a photograph; the lead may not answer while the second has time, then with a word on its silence.
	o.clock.Add(48 * time.Hour)
	mine = o.open("zhujian1", r.id, "report_co")
	o.do(mine, chromedp.EmulateViewport(390, 844))
	o.fill(mine, "result", "该段管网已于去年移交，图纸附后；已派人疏通支管。")
	o.upload(mine, "files")
	o.press(mine, "报首接单位")
	r.shows("chengguan1", "该段管网已于去年移交", "按时报送", "采用协办结果")
	letter := o.text(o.at("chengguan1", "/orders/"+r.id+"/co/zjj/letter"))
	if !strings.Contains(letter, "协 办 函") || !strings.Contains(letter, "该段管网已于去年移交") {
		t.Errorf("the letter is not whole:\n%s", letter)
	}
	o.act("chengguan1", r.id, "settle_co", "办理协办结果", order.InProgress, "decision", "take")
	answer := func() {
		c = o.open("chengguan1", r.id, "reply")
		o.fill(c, "finding", "no", "solved", "yes", "investigation", "三月四日到现场查看。", "measures", "会同住建局疏通管网。", "basis", "《城镇排水与污水处理条例》", "opinion", "认可。", "contact", "市政股",
			"public", "您反映的路口下水道堵塞问题，我局会同县住建局到现场核查，已于三月四日疏通支管和主管，今后每周巡查一次。")
	}
	answer()
	o.press(c, "报送办理结果")
	if got := o.text(c); !strings.Contains(got, "还有协办单位没有报送结果") {
		t.Fatalf("the lead answered while a co-unit had time:\n%s", got)
	}
	o.clock.Add(9 * 24 * time.Hour) // 12 March is over
	r.sweep()
	r.shows("qiyuan1", "漆园街道办事处协办已过时限")
	o.act("fenban01", r.id, "urge_co", "催协办单位", order.InProgress, "note", "请今天报来。")
	answer()
	o.press(c, "报送办理结果")
	if got := o.text(c); !strings.Contains(got, "没有报送结果，请写明协办情况") {
		t.Fatalf("silence needed no word:\n%s", got)
	}
	o.fill(c, "co_note", "请过漆园街道，热线办也催过，不影响答复。")
	o.press(c, "报送办理结果")
	r.shows("chengguan3", "签字盖章", "请过漆园街道")
}
