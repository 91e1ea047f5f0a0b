package ops

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"huiyin/internal/order"
)

// withoutScript logs a person in with a browser that runs no script of any page; the person's tab stays so.
func (o *office) withoutScript(login string) {
	o.t.Helper()
	c, cancel := chromedp.NewContext(o.alloc, chromedp.WithNewBrowserContext())
	o.t.Cleanup(cancel)
	off := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
	o.do(c, off, chromedp.Navigate("http://"+o.s.Addr()+"/login"), chromedp.WaitVisible(chromedp.CSS(`[name=login]`)), chromedp.SetValue(`[name=login]`, login), chromedp.SetValue(`[name=password]`, DemoPassword))
	o.press(c, "登录")
	if at := o.location(c); at != "/" {
		o.t.Fatalf("%s logged in without script and stands at %s: %s", login, at, o.text(c))
	}
	if eval[bool](o, c, `document.documentElement.classList.contains('js')`) {
		o.t.Fatal("the pages' scripts run")
	}
	o.tabs[login] = c
}

// seen fails for a field that the page does not show: nobody without script could fill it in. A radio or a box is seen by its label.
func (o *office) seen(c context.Context, pairs ...string) {
	o.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		name, _ := json.Marshal(pairs[i])
		js := fmt.Sprintf(`(()=>{const e=document.querySelector('#act [name='+%[1]s+'],#intake [name='+%[1]s+']');if(!e)return false;const b=(e.closest('label')||e).getBoundingClientRect();return b.width>20&&b.height>10})()`, name)
		if !eval[bool](o, c, js) {
			o.t.Errorf("without script the field %s is not seen on %s", pairs[i], o.location(c))
		}
	}
}

// TestBrowserTheMainRoadWithoutScript: where scripts are switched off, an order still goes from the call to the passed reply by plain forms.
func TestBrowserTheMainRoadWithoutScript(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	for _, login := range []string{"huawu01", "fenban01", "chengguan1", "chengguan3", "shenhe01", "huifang01"} {
		o.withoutScript(login)
	}
	act := func(login, id, act, button string, want order.Status, pairs ...string) {
		t.Helper()
		o.seen(o.open(login, id, act), pairs...)
		o.act(login, id, act, button, want, pairs...)
	}

	// The 登记单: what was wrong comes back with all that was typed; what is right is registered and submitted in one go.
	c := o.tab("huawu01")
	o.do(c, chromedp.Navigate("http://"+o.s.Addr()+"/intake"), chromedp.WaitVisible(chromedp.CSS("#intake")))
	call := []string{"phone", "13800005678", "name", "王秀兰", "sex", "f", "words", "学校门口的路灯坏了三天，晚上看不清路。", "address", "学校东门", "ask", "尽快修好", "type", "complaint", "way", "dispatch", "unit", "cgj"}
	o.seen(c, call...)
	o.fill(c, call...)
	o.press(c, "提交转办")
	if got := eval[string](o, c, `document.querySelector('[name=words]').value`); got != "学校门口的路灯坏了三天，晚上看不清路。" {
		t.Fatalf("the form that came back holds %q:\n%s", got, o.text(c))
	}
	rest := []string{"town", "341622001", "place", "北城社区", "category", "0203"}
	o.seen(c, rest...)
	o.fill(c, rest...)
	o.press(c, "提交转办")
	id, found := strings.CutPrefix(o.location(c), "/orders/")
	if !found {
		id = eval[string](o, c, `(document.querySelector('a[href^="/orders/"]')||{getAttribute:()=>''}).getAttribute('href').slice(8)`)
	}
	if id == "" {
		t.Fatalf("nothing was registered; %s:\n%s", o.location(c), o.text(c))
	}
	if got := o.state(id); got != order.PendingDispatch.Name() {
		t.Fatalf("after the call the order is %s", got)
	}

	act("fenban01", id, "dispatch", "转办", order.Dispatched, "unit", "cgj", "requirements", "请现场核查，依法处理，答复诉求人。")
	o.clock.Add(time.Hour)
	act("chengguan1", id, "sign_for", "签收", order.UnitAssigning)
	act("chengguan3", id, "assign", "签批分办", order.InProgress, "lead", "unit_deputy", "opinion", "请现场核查后办理。")
	o.clock.Add(time.Hour)
	act("chengguan1", id, "contact", "登记联系", order.InProgress, "at", o.localNow(), "means", "phone", "reached", "yes", "told", "1", "note", "诉求人介绍了现场情况。")
	o.clock.Add(24 * time.Hour)
	act("chengguan1", id, "reply", "报送办理结果", order.UnitSigning, "finding", "yes", "solved", "yes", "investigation", "到现场核查，情况属实。", "measures", "已更换灯具。", "opinion", "诉求人表示满意。",
		"contact", "路灯管理股", "public", "经现场核查，反映的情况属实。我局已更换灯具，路灯当晚恢复照明，并安排专人每周巡查，防止再次损坏。感谢您的监督。")
	act("chengguan3", id, "sign_reply", "签字盖章", order.Submitted)
	act("shenhe01", id, "review", "办理审核意见", order.ToFeedback, "decision", "pass")
	o.clock.Add(time.Hour)
	act("huifang01", id, "feedback", "登记反馈", order.Visiting, "at", o.localNow(), "means", "phone")
}
