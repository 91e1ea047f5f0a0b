package ops

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowserAnOverdueOrderIsSupervised is the supervision of J10: the limit passes, the row stands in the ledger at the first level; the 督办员 calls; three working days later it asks for a
// sheet; the unit answers it on the telephone with the sealed paper; the office judges, and closes the row when the caller is content (Art. 21(2), 22).
func TestBrowserAnOverdueOrderIsSupervised(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	id := o.atUnit("早市散场后路面脏乱")
	base := "http://" + o.s.Addr()
	row := base + "/supervise/" + id + ".1"
	sweep := func(at string) {
		t.Helper()
		o.clock.Set(at)
		for range 50 {
			n, err := o.s.Jobs.Sweep(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if n == 0 {
				return
			}
		}
		t.Fatal("timers never come to rest")
	}
	sweep("2026-03-17 08:30")
	sup := o.tab("duban01")
	o.do(sup, chromedp.Navigate(base+"/"), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := o.text(sup); !strings.Contains(got, "督办待办") {
		t.Errorf("the first page of the 督办员 does not lead to the ledger:\n%s", got)
	}
	o.do(sup, chromedp.Navigate(base+"/supervise"), chromedp.WaitVisible(chromedp.CSS("table")))
	if got := o.text(sup); !strings.Contains(got, "早市散场后路面脏乱") || !strings.Contains(got, "一级") || !strings.Contains(got, "待催办") {
		t.Fatalf("the ledger:\n%s", got)
	}
	// The keys of every list open the row.
	o.do(sup, chromedp.KeyEvent("j"), chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("form[action$='/act']")))
	set := func(form, name, value string) {
		t.Helper()
		sel := `form[action$="/` + form + `"] [name=` + name + `]`
		o.do(sup, chromedp.SetValue(chromedp.CSS(sel), value))
	}
	set("act", "person", "县城管局分管负责人")
	set("act", "content", "催问什么时候报结果。")
	set("act", "result", "promised")
	o.press(sup, "记入台账")
	if got := o.text(sup); !strings.Contains(got, "对方答复") || !strings.Contains(got, "没有填写") {
		t.Errorf("without an answer it was not refused:\n%s", got)
	}
	set("act", "response", "后天报。")
	o.press(sup, "记入台账")
	if got := o.text(sup); !strings.Contains(got, "督办记录") || !strings.Contains(got, "后天报。") {
		t.Fatalf("the call is not on record:\n%s", got)
	}
	sweep("2026-03-20 08:30")
	o.do(sup, chromedp.Navigate(row), chromedp.WaitVisible(chromedp.CSS("form[action$='/issue']")))
	if got := o.text(sup); !strings.Contains(got, "逾期已满3个工作日") || !strings.Contains(got, "二级") {
		t.Fatalf("the row did not rise:\n%s", got)
	}
	set("issue", "demand", "两日内办结并报结果。")
	o.press(sup, "下发督办单")
	if got := o.text(sup); !strings.Contains(got, "蒙热督〔2026〕1号") || !strings.Contains(got, "3月24日") {
		t.Fatalf("the sheet:\n%s", got)
	}
	unit := o.tab("chengguan1")
	o.do(unit, chromedp.EmulateViewport(390, 844), chromedp.Navigate(base+"/"), chromedp.WaitVisible(chromedp.CSS("#sheets")))
	o.do(unit, chromedp.Click(chromedp.CSS("#sheets a.btn")), chromedp.WaitVisible(chromedp.CSS("form[action$='/answer']")))
	o.do(unit, chromedp.SetValue(chromedp.CSS("form[action$='/answer'] [name=words]"), "已固定清扫时间和责任人。"))
	o.press(unit, "报县热线办")
	if got := o.text(unit); !strings.Contains(got, "单位盖章") || eval[string](o, unit, `document.querySelector("form[action$='/answer'] [name=words]").value`) != "已固定清扫时间和责任人。" {
		t.Fatalf("without the sealed paper it was not refused, or what was typed is lost:\n%s", got)
	}
	o.do(unit, chromedp.SetUploadFiles(chromedp.CSS("form[action$='/answer'] [name=files]"), []string{o.seal}))
	o.press(unit, "报县热线办")
	if got := o.text(unit); !strings.Contains(got, "已反馈，待认定") || strings.Contains(got, "后天报。") {
		t.Fatalf("the unit's page after its answer:\n%s", got)
	}
	o.do(unit, chromedp.EmulateViewport(1366, 768))
	o.do(sup, chromedp.Navigate(row), chromedp.WaitVisible(chromedp.CSS("form[action$='/judge']")))
	if got := o.text(sup); !strings.Contains(got, "已固定清扫时间和责任人。") {
		t.Errorf("the office does not read the answer:\n%s", got)
	}
	o.do(sup, chromedp.Click(chromedp.CSS(`form[action$="/judge"] [name=solved][value=yes] + label, form[action$="/judge"] label:has([value=yes])`)))
	set("judge", "words", "现场核实，已落实。")
	o.press(sup, "认定")
	set("close", "outcome", "solved")
	set("close", "words", "已解决。")
	o.press(sup, "销号")
	if got := o.text(sup); !strings.Contains(got, "没有报送结果") {
		t.Errorf("closed while the result is owed:\n%s", got)
	}
	o.unitRoad(id, false, 0)
	o.do(sup, chromedp.Navigate(row), chromedp.WaitVisible(chromedp.CSS("form[action$='/close']")))
	set("close", "outcome", "solved")
	set("close", "words", "结果已报送，现场核实。")
	o.press(sup, "销号")
	if got := o.text(sup); !strings.Contains(got, "已销号") || !strings.Contains(got, "结果已报送，现场核实。") {
		t.Fatalf("the row is not closed:\n%s", got)
	}
	o.do(sup, chromedp.Navigate(base+"/supervise?closed=1"), chromedp.WaitVisible(chromedp.CSS("table")))
	if got := o.text(sup); !strings.Contains(got, "已解决") {
		t.Errorf("the closed row is not listed:\n%s", got)
	}
	o.do(sup, chromedp.Navigate(row+"/print"), chromedp.WaitVisible(chromedp.CSS("table")))
	if got := o.text(sup); !strings.Contains(got, "县长热线督办单") || !strings.Contains(got, "蒙热督〔2026〕1号") {
		t.Errorf("F10:\n%s", got)
	}
	// The two bodies of Art. 22 land on their own page and see nothing that is not joint.
	body := o.tab("xiaoneng01")
	o.do(body, chromedp.Navigate(base+"/supervise?closed=1"), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := o.text(body); strings.Contains(got, "早市散场后路面脏乱") {
		t.Errorf("a body sees what is not joint:\n%s", got)
	}
}
