package ops

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserAUnitKeepsItsNumbers: a unit is told that its numbers wait, confirms them at one tap, corrects one that it typed wrong and loses nothing; an
// operator finds the new number by initials and has no way to write.
func TestBrowserAUnitKeepsItsNumbers(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	at := "http://" + o.s.Addr() + "/phonebook"
	unit, operator := o.tab("chengguan1"), o.tab("huawu01")
	o.do(unit, chromedp.Navigate(at), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := o.text(unit); !strings.Contains(got, "本单位2026年3月的号码还没有核对") {
		t.Fatalf("the unit is not told:\n%s", got)
	}
	o.press(unit, "号码都对，本月已核对")
	if got := o.text(unit); strings.Contains(got, "的号码还没有核对") || !strings.Contains(got, "3月2日 09:00") {
		t.Errorf("after the tap:\n%s", got)
	}
	o.do(unit, chromedp.Navigate(at+"/own"), chromedp.WaitVisible(chromedp.CSS("[name=number_night]")))
	o.do(unit, chromedp.SetValue("[name=number_night]", "12"), chromedp.SetValue("[name=note_night]", "值班室"))
	o.press(unit, "保存，本月已核对")
	if got := o.text(unit); !strings.Contains(got, "夜间节假日：") || eval[string](o, unit, `document.querySelector('[name=number_night]').value+document.querySelector('[name=note_night]').value`) != "12值班室" {
		t.Errorf("a number that is none:\n%s", got)
	}
	o.do(unit, chromedp.SetValue("[name=number_night]", "0558-7000777"))
	o.press(unit, "保存，本月已核对")
	o.do(operator, chromedp.Navigate(at+"?q=csglj"), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := o.text(operator); !strings.Contains(got, "0558-7000777") || strings.Contains(got, "改本单位号码") || strings.Contains(got, "教育局") {
		t.Errorf("the operator reads:\n%s", got)
	}
}
