package ops

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	knowledge "huiyin/internal/office"
)

// TestBrowserAShiftIsSignedByBothAndGoesOn: what the outgoing hand left open stands in the next form with its age (Art. 12).
func TestBrowserAShiftIsSignedByBothAndGoesOn(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	at := "http://" + o.s.Addr() + "/handover"
	first, second := o.tab("huawu01"), o.tab("huawu02")
	o.do(first, chromedp.Navigate(at), chromedp.WaitVisible(chromedp.CSS("[name=callback]")), chromedp.SetValue("[name=callback]", "三点前回电说明材料\n四点再打一次"))
	o.press(first, "交班")
	if got := o.text(first); !strings.Contains(got, "请接班的同事") || strings.Contains(got, "\n接班\n") {
		t.Errorf("the outgoing hand may take his own shift:\n%s", got)
	}
	o.do(second, chromedp.Navigate(at), chromedp.WaitVisible(chromedp.CSS("main")))
	o.press(second, "接班")
	o.do(second, chromedp.WaitVisible(chromedp.CSS("[name=settled]")))
	o.do(second, chromedp.Click("[name=settled]"))
	o.press(second, "交班")
	if got := o.text(second); strings.Contains(strings.Split(got, "以前的交接")[0], "三点前回电") || !strings.Contains(got, "四点再打一次") || !strings.Contains(got, "第2次交接") {
		t.Errorf("what is open does not go on, or what is settled does:\n%s", got)
	}
}

// TestBrowserOneKeyAnswersACall: Alt+1 on the 登记单 registers, tells and links; the statement's count moves, and so does the order's page.
func TestBrowserOneKeyAnswersACall(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	id, err := o.s.Desk.PublishStatement(t.Context(), o.actorOf("fenban01"), "", knowledge.Draft{Title: "城南片区停水", Text: "城南主管道破裂，正在抢修，预计今晚八点恢复。", Owner: "swgs",
		Until: o.clock.Now().Add(10 * time.Hour)}, "k")
	if err != nil {
		t.Fatal(err)
	}
	p := o.operator("huawu01", 1366, 768)
	p.sheet("/intake")
	o.fill(p.c, "type", "consult", "phone", "13805678901", "words", "家里停水了，想问什么时候能来水。", "title", "询问何时恢复供水", "town", "341622001", "category", "1502")
	p.alt("1")
	p.until("the order's page", `/^\/orders\//.test(location.pathname)&&document.readyState==='complete'`)
	if got := o.text(p.c); !strings.Contains(got, "答复依据") || !strings.Contains(got, "城南片区停水") || !strings.Contains(got, "依据事件口径第1版") || strings.Contains(got, "statement:") {
		t.Errorf("the order does not say what it was answered from:\n%s", got)
	}
	o.do(p.c, chromedp.Navigate("http://"+o.s.Addr()+"/statements/"+id), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := o.text(p.c); !strings.Contains(got, "1件") {
		t.Errorf("the count did not move:\n%s", got)
	}
}

// TestBrowserTheBellMovesAlone: a message comes while the page stands still, and the number grows without a reload.
func TestBrowserTheBellMovesAlone(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	p := o.operator("chengguan1", 1366, 768)
	p.do(p.c, chromedp.Navigate("http://"+o.s.Addr()+"/messages"), chromedp.WaitVisible(chromedp.CSS("[data-unread]")))
	eval[bool](o, p.c, `window.same=true`)
	id := o.atUnit("公厕夜间不开门")
	p.until("the bell", `window.same===true&&document.querySelector('[data-unread] .dot-n').textContent.trim()==='1'`)

	// The text for the chat group names the order and nobody; the button copies it whole.
	p.do(p.c, chromedp.Navigate("http://"+o.s.Addr()+"/orders/"+id), chromedp.WaitVisible(chromedp.CSS(`a[href$="/copy"]`)))
	p.do(p.c, chromedp.Navigate("http://"+o.s.Addr()+"/orders/"+id+"/copy"), chromedp.WaitVisible(chromedp.CSS("#copytext")))
	copied := eval[string](o, p.c, `document.querySelector('[data-copy]').dataset.copy`)
	for _, canary := range []string{"王秀兰", "13800001234", "1234"} {
		if strings.Contains(copied, canary) {
			t.Errorf("%q stands in the text for the group: %s", canary, copied)
		}
	}
	if !strings.Contains(copied, "公厕夜间不开门") || copied != eval[string](o, p.c, `document.getElementById('copytext').textContent`) {
		t.Errorf("copied %q", copied)
	}
	o.do(p.c, chromedp.Click("[data-copy]"))
	p.until("the word", `document.querySelector('[data-copy]').textContent.includes('已复制')`)
}
