package ops

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"huiyin/internal/order"
)

// TestBrowserAUnitAsksForAnExtension is J7's first half: five days more without the sheet are refused, with a photograph of the sealed sheet they are
// granted by the head, and one more is refused: 16 are more than 15 (Art. 19).
func TestBrowserAUnitAsksForAnExtension(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	id := o.atUnit("雨污管道混接污水外溢")
	o.act("chengguan1", id, "sign_for", "签收", order.UnitAssigning)
	o.act("chengguan3", id, "assign", "签批分办", order.InProgress, "lead", "unit_deputy", "opinion", "请现场核查后办理。")
	o.clock.Add(48 * time.Hour)
	c := o.open("chengguan1", id, "ask_extension")
	if got := o.text(c); !strings.Contains(got, "3月16日 周一 24:00") || !strings.Contains(got, "已用2个工作日") || !strings.Contains(got, "第十九条") {
		t.Errorf("the form does not say how the limit stands:\n%s", got)
	}
	o.fill(c, "days", "5", "done", "已完成管道检测。", "reason", "管材定制要五个工作日。")
	o.press(c, "提交延期申请")
	if got := o.text(c); !strings.Contains(got, "签字盖章的延期申请") || !strings.Contains(got, "第十九条") || eval[string](o, c, `document.querySelector('#act [name=reason]').value`) != "管材定制要五个工作日。" {
		t.Fatalf("without the sheet it was not refused with its article and what was typed:\n%s", got)
	}
	o.upload(c, "seal")
	o.press(c, "提交延期申请")
	c = o.open("rexianban", id, "")
	if got := o.text(c); !strings.Contains(got, "审批延期申请") || !strings.Contains(got, "管材定制要五个工作日。") || !strings.Contains(got, "3月23日 周一 24:00") || !strings.Contains(got, "打开签字盖章的申请") {
		t.Fatalf("the head does not see the application:\n%s", got)
	}
	// He decides on the telephone, with a chip, and sets his PIN there.
	o.do(c, chromedp.EmulateViewport(390, 844), chromedp.Navigate("http://"+o.s.Addr()+"/sign"), chromedp.WaitVisible(chromedp.CSS(".pane-list")))
	o.says(c, "延期审批")
	o.tap(c, `.acts2 a[href="/sign/`+id+`/yes"]`)
	o.says(c, "同意延期5个工作日")
	o.do(c, chromedp.Click(`.sheet .pick:nth-of-type(2)`), chromedp.SendKeys(`[name=password]`, DemoPassword), chromedp.SendKeys(`[name=pin]`, DemoPIN), chromedp.SendKeys(`[name=pin_again]`, DemoPIN))
	o.tap(c, ".sheet button[type=submit]")
	o.says(c, "已签批：雨污管道混接污水外溢")
	o.tap(c, `.phone-h a[href="/instructions"]`)
	o.says(c, "批准延期5个工作日")
	o.do(c, chromedp.EmulateViewport(1366, 768))
	c = o.open("chengguan1", id, "")
	if got := o.text(c); !strings.Contains(got, "批准延期5个工作日") || !strings.Contains(got, "3月23日 周一 24:00") || !strings.Contains(got, "已延期1次") {
		t.Fatalf("the unit does not see the new limit:\n%s", got)
	}
	c = o.open("chengguan1", id, "ask_extension")
	o.fill(c, "days", "1", "done", "已开挖三十米。", "reason", "连日下雨。")
	o.upload(c, "seal")
	o.press(c, "提交延期申请")
	if got := o.text(c); !strings.Contains(got, "累计16个工作日") || !strings.Contains(got, "不得超过15个工作日") {
		t.Fatalf("a sixteenth day was not refused:\n%s", got)
	}
	o.act("chengguan3", id, "tell_extension", "登记已告知", order.InProgress, "at", o.localNow(), "means", "phone", "note", "说明了原因。")
	if got := o.text(o.open("chengguan3", id, "")); !strings.Contains(got, "已告知诉求人延期和原因") {
		t.Errorf("the record of telling is missing:\n%s", got)
	}
}
