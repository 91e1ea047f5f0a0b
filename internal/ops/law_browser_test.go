package ops

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserTheRulesChangeByTwoPersons: the head of the hotline office drafts seven days, reads the comparison and cannot approve it; the head of the county
// government office approves; from its day on a new order has seven days and the old one keeps its ten (Art. 29).
func TestBrowserTheRulesChangeByTwoPersons(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	old := o.atUnit("路灯不亮")
	at := "http://" + o.s.Addr()
	head := o.tab("rexianban")
	o.do(head, chromedp.Navigate(at+"/rules"), chromedp.WaitVisible(chromedp.CSS("main table")))
	if got := o.text(head); !strings.Contains(got, "其他事项办结") || !strings.Contains(got, "10个工作日") || !strings.Contains(got, "第十八条") {
		t.Fatalf("the page of rules:\n%.600s", got)
	}
	o.follow(head, "起草新的一版")
	o.do(head, chromedp.WaitVisible(chromedp.CSS(`[name="limit-other_wd"]`)))
	// Beyond what the regulation allows, without a document: refused, and nothing typed is lost.
	o.fillIn(head, "limit-other_wd", "12", "effective", "2026-03-04", "reason", "农忙时节要延长")
	o.press(head, "保存草案，看对照")
	if got := o.text(head); !strings.Contains(got, "第十八条规定不超过10") || !strings.Contains(got, "文号") || eval[string](o, head, `document.querySelector('[name="limit-other_wd"]').value`) != "12" ||
		eval[string](o, head, `document.querySelector('[name=reason]').value`) != "农忙时节要延长" {
		t.Fatalf("twelve days were not refused, or what was typed is lost:\n%.900s", got)
	}
	o.fillIn(head, "limit-other_wd", "7", "reason", "群众等不了十天")
	o.press(head, "保存草案，看对照")
	o.do(head, chromedp.WaitVisible(chromedp.CSS("main table")))
	draft := o.location(head)
	if got := o.text(head); !strings.Contains(got, "10个工作日") || !strings.Contains(got, "7个工作日") || !strings.Contains(got, "承办单位、诉求人") || !strings.Contains(got, "不能批准自己的草案") || strings.Contains(got, "批准施行") {
		t.Fatalf("the drafter's comparison:\n%s", got)
	}
	gov := o.tab("zhengfuban")
	o.do(gov, chromedp.Navigate(at+"/rules"), chromedp.WaitVisible(chromedp.CSS("main table")))
	o.follow(gov, "看对照")
	o.do(gov, chromedp.WaitVisible(chromedp.CSS("[name=opinion]")))
	if o.location(gov) != draft {
		t.Errorf("the way leads to %s, not %s", o.location(gov), draft)
	}
	o.press(gov, "批准施行")
	if got := o.text(gov); !strings.Contains(got, "已批准，待施行") || !strings.Contains(got, "第2版") {
		t.Fatalf("not approved:\n%s", got)
	}
	o.clock.Set("2026-03-04 00:00")
	fresh := o.atUnit("河道漂浮垃圾")
	if got := o.text(o.open("fenban01", fresh, "")); !strings.Contains(got, "3月13日") {
		t.Errorf("the new order has not seven days:\n%.800s", got)
	}
	if got := o.text(o.open("fenban01", old, "")); !strings.Contains(got, "3月16日") {
		t.Errorf("the old order has not kept its ten days:\n%.800s", got)
	}
	// A unit reads why: what it was, what it is, since when.
	unit := o.tab("chengguan1")
	o.do(unit, chromedp.Navigate(at+"/rules/param/limit.other_wd"), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := o.text(unit); !strings.Contains(got, "7个工作日") || !strings.Contains(got, "10个工作日") || !strings.Contains(got, "2026年3月4日") || strings.Contains(got, "附上解释") {
		t.Errorf("the parameter's page:\n%s", got)
	}
	// What would ten orders of the past have been with two days?
	o.do(head, chromedp.Navigate(at+"/rules/trials/new"), chromedp.WaitVisible(chromedp.CSS("[name=from]")))
	o.fillIn(head, "from", "2026-03-01", "to", "2026-03-04", "limit-other_wd", "1")
	o.press(head, "开始试算")
	o.sweep()
	o.do(head, chromedp.Reload(), chromedp.WaitVisible(chromedp.CSS("main table")))
	if got := o.text(head); !strings.Contains(got, "已算完") || !strings.Contains(got, "会逾期") || !strings.Contains(got, o.number(old)) {
		t.Errorf("the trial:\n%s", got)
	}
}

// TestBrowserACountyDayOffMovesLimitsAfterTheSecondPersonsWord: a day of snow is proposed with its document, the list shows what moves, the second person confirms, and
// the order says why its limits moved (Art. 18).
func TestBrowserACountyDayOffMovesLimitsAfterTheSecondPersonsWord(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	id := o.atUnit("路灯不亮")
	at := "http://" + o.s.Addr()
	head := o.tab("rexianban")
	o.do(head, chromedp.Navigate(at+"/calendar"), chromedp.WaitVisible(chromedp.CSS("[name=reason]")))
	o.fillIn(head, "day", "2026-03-04", "reason", "暴雪橙色预警")
	eval[bool](o, head, `(()=>{document.querySelector('[name=rest][value=rest]').checked=true;return true})()`)
	o.press(head, "提出变动")
	if got := o.text(head); !strings.Contains(got, "文号") || eval[string](o, head, `document.querySelector('[name=reason]').value`) != "暴雪橙色预警" {
		t.Fatalf("a day without a document was taken, or what was typed is lost:\n%s", got)
	}
	eval[bool](o, head, `(()=>{document.querySelector('form[action="/calendar/special"] [name=document]').value='蒙政办秘〔2026〕8号';return true})()`)
	o.press(head, "提出变动")
	o.do(head, chromedp.WaitVisible(chromedp.CSS("main table")))
	if got := o.text(head); !strings.Contains(got, o.number(id)) || !strings.Contains(got, "3月16日 周一 24:00 → 3月17日 周二 24:00") || !strings.Contains(got, "不能确认自己提出的变动") || strings.Contains(got, "确认变动") {
		t.Fatalf("the list:\n%s", got)
	}
	if got := o.text(o.open("fenban01", id, "")); !strings.Contains(got, "3月16日") {
		t.Errorf("moved before the confirmation:\n%.600s", got)
	}
	gov := o.tab("zhengfuban")
	o.do(gov, chromedp.Navigate(at+"/calendar"), chromedp.WaitVisible(chromedp.CSS("main")))
	o.follow(gov, "看清单")
	o.do(gov, chromedp.WaitVisible(chromedp.CSS("main table")))
	o.press(gov, "确认变动")
	if got := o.text(gov); !strings.Contains(got, "已确认") {
		t.Fatalf("not confirmed:\n%s", got)
	}
	o.sweep()
	if got := o.text(o.open("fenban01", id, "")); !strings.Contains(got, "3月17日") || !strings.Contains(got, "2026年3月4日停工：暴雪橙色预警（蒙政办秘〔2026〕8号）") {
		t.Errorf("the order does not say why its limits moved:\n%s", got)
	}
}

func (o *office) sweep() {
	o.t.Helper()
	for range 20 {
		n, err := o.s.Jobs.Sweep(o.t.Context())
		if err != nil {
			o.t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// follow takes the link with these words.
func (o *office) follow(c context.Context, words string) {
	o.t.Helper()
	href := eval[string](o, c, `([...document.querySelectorAll('main a')].find(a=>a.textContent.trim().startsWith('`+words+`'))||{}).href||''`)
	if href == "" {
		o.t.Fatalf("no link %q on %s:\n%s", words, o.location(c), o.text(c))
	}
	o.do(c, chromedp.Navigate(href), chromedp.WaitVisible(chromedp.CSS("main")))
}
