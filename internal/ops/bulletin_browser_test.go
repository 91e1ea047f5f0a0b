package ops

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserAWeekIsPublished (J10): on Monday the draft is there; the office moves a sentence, is refused a figure that there is not, keeps what was typed, and sends it on; another person reviews,
// the head signs, it is issued, a unit reads it; a figure leads to exactly its orders; the overview says the same.
func TestBrowserAWeekIsPublished(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	one := o.atUnit("路灯不亮")
	o.atUnit("河道漂浮垃圾")
	o.clock.Set("2026-03-09 08:00")
	o.sweep()
	at := "http://" + o.s.Addr()
	sup := o.tab("duban01")
	o.do(sup, chromedp.Navigate(at+"/bulletins"), chromedp.WaitVisible(chromedp.CSS("main table")))
	o.follow(sup, "2026年第10周县长热线办理情况")
	o.do(sup, chromedp.WaitVisible(chromedp.CSS(`[name="overview.0"]`)))
	page := o.location(sup)
	first := eval[string](o, sup, `document.querySelector('[name="overview.0"]').value`)
	if got := o.text(sup); !strings.Contains(got, "受理群众诉求2件") || !strings.Contains(first, "【受理量】") || !strings.Contains(got, "数据截至 3月8日") {
		t.Fatalf("the draft:\n%.1200s", got)
	}
	o.press(sup, "下移")
	o.do(sup, chromedp.WaitVisible(chromedp.CSS(`[name="overview.1"]`)))
	if got := eval[string](o, sup, `document.querySelector('[name="overview.1"]').value`); got != first {
		t.Errorf("the first sentence was not moved: %q", got)
	}
	o.fillIn(sup, "cases.0", "城管局当日修好路灯，满意率【我编的】。")
	o.press(sup, "保存")
	if got := o.text(sup); !strings.Contains(got, "【我编的】不是这一期的数字") || eval[string](o, sup, `document.querySelector('[name="cases.0"]').value`) != "城管局当日修好路灯，满意率【我编的】。" {
		t.Fatalf("an unknown figure was not refused, or what was typed is lost:\n%.900s", got)
	}
	o.fillIn(sup, "cases.0", "城管局当日修好路灯，受理【受理量】件。")
	o.press(sup, "保存")
	o.press(sup, "重算核对")
	if got := eval[string](o, sup, `document.body.innerText`); !strings.Contains(got, "逐字节相同") || !strings.Contains(got, "城管局当日修好路灯，受理2件。") {
		t.Fatalf("counted again:\n%.900s", got)
	}
	o.press(sup, "送审")
	if got := o.text(sup); strings.Contains(got, "审核通过") || !strings.Contains(got, "待审核") {
		t.Errorf("who wrote it may review it:\n%.600s", got)
	}
	rev := o.tab("shenhe01")
	o.do(rev, chromedp.Navigate(at+page), chromedp.WaitVisible(chromedp.CSS("main svg.chart")))
	o.press(rev, "审核通过")
	head := o.tab("rexianban")
	o.do(head, chromedp.Navigate(at+page), chromedp.WaitVisible(chromedp.CSS("[name=pin]")))
	o.fillIn(head, "password", DemoPassword, "pin", DemoPIN, "pin_again", DemoPIN)
	o.press(head, "签发")
	o.do(sup, chromedp.Navigate(at+page), chromedp.WaitVisible(chromedp.CSS("main")))
	o.press(sup, "编号印发")
	if got := o.text(sup); !strings.Contains(got, "2026年第1期") || !strings.Contains(got, "已印发") {
		t.Fatalf("issued:\n%.600s", got)
	}
	unit := o.tab("chengguan1")
	o.do(unit, chromedp.Navigate(at+page), chromedp.WaitVisible(chromedp.CSS("main svg.chart")))
	if got := o.text(unit); !strings.Contains(got, "城管局当日修好路灯，受理2件。") || eval[int](o, unit, `document.querySelectorAll('main a.fig').length`) != 0 {
		t.Errorf("a unit reads:\n%.600s", got)
	}
	// A figure leads to its orders.
	href := eval[string](o, sup, `[...document.querySelectorAll('a.fig')].find(a => a.title.startsWith('交办量')).getAttribute('href')`)
	o.do(sup, chromedp.Navigate(at+href), chromedp.WaitVisible(chromedp.CSS("main table")))
	if got := o.text(sup); !strings.Contains(got, "涉及2件工单") || !strings.Contains(got, o.number(one)) {
		t.Errorf("the orders of a figure:\n%.900s", got)
	}
	o.do(head, chromedp.Navigate(at+"/overview"), chromedp.WaitVisible(chromedp.CSS("main svg.chart")))
	if got := o.text(head); !strings.Contains(got, "逾期未办结") || !strings.Contains(got, "没有话务数据") || !strings.Contains(got, "承办单位") {
		t.Errorf("the overview:\n%.900s", got)
	}
	o.do(head, chromedp.Navigate(at+"/overview/wall"), chromedp.WaitVisible(chromedp.CSS("main.wall")))
	if got := o.text(head); strings.Contains(got, "路灯不亮") || strings.Contains(got, o.number(one)) {
		t.Errorf("the wall shows an order:\n%.600s", got)
	}
}
