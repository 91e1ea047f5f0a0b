package ops

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserAUnitFillsItsRoster: a unit fills its week on the page, bad input loses nothing typed; the next week is copied from it; the office and an operator
// see who is on duty now; the month's sheet by person is on the paper, and another unit's month does not exist (Art. 12).
func TestBrowserAUnitFillsItsRoster(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 20:00")
	at := "http://" + o.s.Addr()
	unit := o.tab("chengguan1")
	open := func(path string) {
		t.Helper()
		o.do(unit, chromedp.Navigate(at+path), chromedp.WaitVisible(chromedp.CSS("main")))
	}
	open("/roster/week?week=2026-03-02")
	o.fillIn(unit, "name_2026-03-02_night", "赵值班", "name_2026-03-03_night", "钱值班", "phone_2026-03-03_night", "0558-7000298")
	o.press(unit, "保存值班表")
	if got := o.text(unit); !strings.Contains(got, "没有写值班电话") || eval[string](o, unit, `document.querySelector('[name="name_2026-03-03_night"]').value`) != "钱值班" {
		t.Errorf("bad input lost what was typed:\n%s", got)
	}
	o.fillIn(unit, "phone_2026-03-02_night", "0558-7000299")
	for _, d := range []string{"04", "05", "06", "07", "08"} {
		o.fillIn(unit, "name_2026-03-"+d+"_night", "赵值班", "phone_2026-03-"+d+"_night", "0558-7000299")
	}
	for _, d := range []string{"07", "08"} {
		o.fillIn(unit, "name_2026-03-"+d+"_day", "钱值班", "phone_2026-03-"+d+"_day", "0558-7000298")
	}
	o.press(unit, "保存值班表")
	if got := o.text(unit); o.location(unit) != "/roster" || !strings.Contains(got, "都排好了") || !strings.Contains(got, "赵值班") {
		t.Fatalf("the week at %s:\n%s", o.location(unit), got)
	}
	open("/roster/week?week=2026-03-09&copy=1")
	if got := o.text(unit); !strings.Contains(got, "还没有保存") || eval[string](o, unit, `document.querySelector('[name="name_2026-03-09_night"]').value`) != "赵值班" {
		t.Errorf("copied:\n%s", got)
	}
	o.press(unit, "保存值班表")

	operator := o.tab("huawu01")
	o.do(operator, chromedp.Navigate(at+"/roster?q=csgl"), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := o.text(operator); !strings.Contains(got, "赵值班") || !strings.Contains(got, "0558-7000299") {
		t.Errorf("who is on duty:\n%s", got)
	}
	open("/roster/shifts?month=2026-03")
	row := func(name string) string {
		t.Helper()
		return eval[string](o, unit, `[...document.querySelectorAll('tr')].filter(r=>r.cells[0].innerText.trim()==='`+name+`').map(r=>[...r.cells].map(c=>c.innerText.trim()).join(' '))[0]||''`)
	}
	if got := row("赵值班"); got != "赵值班 0 12 12 4" {
		t.Errorf("the month of 赵值班: %q", got)
	}
	if got := row("钱值班"); got != "钱值班 4 2 6 4" {
		t.Errorf("the month of 钱值班: %q", got)
	}
	open("/roster/shifts/print?month=2026-03")
	if got := o.text(unit); !strings.Contains(got, "2026年3月值班统计表") || !strings.Contains(got, "签名") || strings.TrimSpace(row("赵值班")) != "赵值班 0 12 12 4" {
		t.Errorf("on paper:\n%s", got)
	}
	o.do(unit, chromedp.Navigate(at+"/roster/shifts?unit=jyj&month=2026-03"), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := o.text(unit); strings.Contains(got, "每人班次") {
		t.Errorf("another unit's month:\n%s", got)
	}
}
