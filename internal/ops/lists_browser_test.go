package ops

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"huiyin/internal/order"
)

// onDesk are n orders that wait for 城管局's signature, in a county without an undo window.
func (o *office) onDesk(n int) []string {
	o.t.Helper()
	var out []string
	for range n {
		r := o.proposedOrder()
		o.give("fenban01", r.id, order.Dispatch{By: order.By{Actor: o.actorOf("fenban01")}, To: order.Target{Unit: "cgj"}, Requirements: "请现场核查，依法处理。", Text: "路口下水道堵塞，请疏通。"})
		out = append(out, r.id)
	}
	return out
}

// at opens a page as somebody.
func (o *office) at(login, path string) context.Context {
	o.t.Helper()
	c := o.tab(login)
	o.do(c, chromedp.Navigate("http://"+o.s.Addr()+path), chromedp.WaitVisible(chromedp.CSS("main")))
	return c
}

// arrives waits for a page that a key has called.
func (o *office) arrives(c context.Context, prefix string) {
	o.t.Helper()
	for range 400 {
		if at, err := chromedp.Run(c, chromedp.Evaluate[string](`document.readyState==='complete'?location.pathname:''`)); err == nil && strings.HasPrefix(at, prefix) {
			return
		}
		wait(20 * time.Millisecond)
	}
	o.t.Fatalf("never came to %s, stands at %s", prefix, o.location(c))
}

func TestBrowserAListIsWalkedAndSignedForByKeyboard(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	ids := o.onDesk(20)
	c := o.at("chengguan1", "/list/todo?act=sign_for")
	here := func() int {
		return eval[int](o, c, `[...document.querySelectorAll('main tr[id^=row-]')].findIndex(r=>r.classList.contains('here')&&r.contains(document.activeElement))`)
	}
	picked := func() int {
		return eval[int](o, c, `document.querySelectorAll('main td input[type=checkbox]:checked').length`)
	}
	for _, step := range []struct {
		key  string
		want int
	}{{"j", 0}, {"j", 1}, {kb.ArrowDown, 2}, {kb.ArrowUp, 1}, {"k", 0}, {"k", 0}, {"j", 1}} {
		o.do(c, chromedp.KeyEvent(step.key))
		if got := here(); got != step.want {
			t.Fatalf("after %q the walk stands on row %d, want %d", step.key, got, step.want)
		}
	}
	o.do(c, chromedp.KeyEvent("x"))
	if picked() != 1 {
		t.Errorf("X chose %d rows", picked())
	}
	o.do(c, chromedp.KeyEvent("x"))
	if picked() != 0 {
		t.Error("X again does not let go")
	}
	o.do(c, chromedp.KeyEvent("/"))
	if !eval[bool](o, c, `document.activeElement.matches('[data-search]')`) {
		t.Error("/ does not go to the search box")
	}
	if got := eval[string](o, c, `document.activeElement.value`); got != "" {
		t.Errorf("/ leaves %q in the search box", got)
	}
	// In the box letters are letters.
	o.do(c, chromedp.KeyEvent("jx"))
	o.do(c, chromedp.KeyEvent("/"))
	if got := eval[string](o, c, `document.activeElement.value`); got != "jx/" || picked() != 0 {
		t.Errorf("typed into the box: %q, %d rows chosen", got, picked())
	}
	c = o.at("chengguan1", "/list/todo?act=sign_for")
	o.do(c, chromedp.KeyEvent("j"), chromedp.KeyEvent(kb.Enter))
	o.arrives(c, "/orders/")

	// Twenty in two taps: all, sign for.
	c = o.at("chengguan1", "/list/todo?act=sign_for")
	if !eval[bool](o, c, `(()=>{const b=document.querySelector('[data-all]');b.click();return b.checked})()`) || picked() != 20 {
		t.Fatalf("one tap chose %d", picked())
	}
	o.press(c, "批量签收")
	o.says(c, "20件，办成20件，没有办成0件")
	for _, id := range ids {
		if got := o.state(id); got != order.UnitAssigning.Name() {
			t.Fatalf("%s is %s", id, got)
		}
	}
}

func TestBrowserViewsColumnsAndTabsStay(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	ids := o.onDesk(3)
	// A view is saved, used, deleted.
	c := o.at("fenban01", "/list/open?type=complaint")
	o.do(c, chromedp.SetValue(`.list-save [name=name]`, "投诉件"))
	o.press(c, "另存为")
	o.says(c, "已保存视图")
	c = o.at("fenban01", "/list/todo")
	if !eval[bool](o, c, `(()=>{const a=[...document.querySelectorAll('main a.tag,main .tag a')].find(a=>a.innerText.trim()==='投诉件');if(!a)return false;a.click();return true})()`) {
		t.Fatalf("the view is not offered:\n%s", o.text(c))
	}
	o.arrives(c, "/list/open")
	if q := eval[string](o, c, `location.search`); q != "?type=complaint" {
		t.Errorf("the view leads to %s", q)
	}
	// A column is hidden, and stays so on every list.
	c = o.at("fenban01", "/list/open")
	heads := func() string { return eval[string](o, c, `document.querySelector('main table thead').innerText`) }
	if !strings.Contains(heads(), "来源") {
		t.Fatalf("the usual columns are %q", heads())
	}
	o.do(c, chromedp.Click(`a[href="#list-settings"]`), chromedp.WaitVisible(chromedp.CSS(`#list-settings`)))
	if bad := eval[string](o, c, `(()=>{const l=[...document.querySelectorAll('#list-settings label')].find(l=>l.innerText.trim().startsWith('来源'));if(!l)return 'no field';const s=l.control||l.querySelector('select');s.value='0';return s.value==='0'?'':'not taken'})()`); bad != "" {
		t.Fatal(bad)
	}
	o.press(c, "保存列设置")
	o.says(c, "列设置已保存")
	if strings.Contains(heads(), "来源") {
		t.Error("the hidden column is still there")
	}
	c = o.at("fenban01", "/views")
	o.press(c, "删除")
	o.says(c, "还没有常用视图")

	// Tabs of open orders survive a new log-in on another machine.
	o.open("chengguan1", ids[0], "")
	c = o.at("chengguan1", "/list/todo")
	strip := `document.querySelector('.strip')?document.querySelector('.strip').innerHTML:''`
	if s := eval[string](o, c, strip); !strings.Contains(s, "/orders/"+ids[0]) {
		t.Fatalf("no tab of the order: %s", s)
	}
	delete(o.tabs, "chengguan1")
	c = o.at("chengguan1", "/list/todo")
	if s := eval[string](o, c, strip); !strings.Contains(s, "/orders/"+ids[0]) {
		t.Errorf("after a new log-in the tab is gone: %s", s)
	}
	// The office takes the order back: the unit may not read it, and its tab is gone.
	o.give("fenban01", ids[0], order.Recall{By: order.By{Actor: o.actorOf("fenban01")}, ChainID: "recall", Reason: order.Private{Text: "不属该单位职责"}})
	c = o.at("chengguan1", "/list/todo")
	if s := eval[string](o, c, strip); strings.Contains(s, ids[0]) {
		t.Errorf("a tab of an order that is no longer the unit's: %s", s)
	}
}

func TestBrowserTheSlowerOfTwoKeepsItsText(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	r := o.proposedOrder()
	slow := o.open("fenban02", r.id, "dispatch")
	o.fill(slow, "unit", "cgj", "requirements", "请城管局现场核查，两日内先报进展。")
	// Meanwhile somebody else corrects the order.
	o.clock.Add(time.Minute)
	o.act("fenban01", r.id, "correct", "更正", order.PendingDispatch, "place", "北城社区东门", "reason", "来电人补充地点")
	before := o.state(r.id)
	o.press(slow, "转办")
	got := o.text(slow)
	for _, w := range []string{"已有变化", "还没有保存", "分办员", "北城社区东门", "您看到的", "现在"} {
		if !strings.Contains(got, w) {
			t.Errorf("the conflict does not say %q:\n%s", w, got)
		}
	}
	if v := eval[string](o, slow, `document.querySelector('#act [name=requirements]').value`); v != "请城管局现场核查，两日内先报进展。" {
		t.Errorf("the typed text is %q", v)
	}
	if now := o.state(r.id); now != before {
		t.Errorf("the slower form changed the order to %s", now)
	}
	// Sent again on the new version it counts.
	o.press(slow, "转办")
	if now := o.state(r.id); now != order.Dispatched.Name() {
		t.Errorf("sent again, the order is %s:\n%s", now, o.text(slow))
	}
}

func TestBrowserFilterOnThePhone(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	o.onDesk(2)
	c := o.tab("fenban01")
	o.do(c, chromedp.EmulateViewport(390, 844))
	c = o.at("fenban01", "/list/open")
	if eval[bool](o, c, `!!document.querySelector('#list-filter').offsetHeight`) {
		t.Error("the filter covers the phone before it is asked for")
	}
	o.do(c, chromedp.Click(`.list-fold a`), chromedp.WaitVisible(chromedp.CSS(`#list-filter`)))
	o.do(c, chromedp.SetValue(`#list-filter [name=type]`, "consult"))
	o.press(c, "筛选")
	if q := eval[string](o, c, `location.search`); !strings.Contains(q, "type=consult") {
		t.Errorf("the filter leads to %s", q)
	}
	if wide := eval[int](o, c, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("the page is %d wide", wide)
	}
	o.says(c, "没有符合条件的工单")
}

func TestBrowserSearchByKeyboard(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	(unitRoad{office: o, id: o.onDesk(3)[0]}).sweep() // the index is made by a job
	c := o.at("fenban01", "/search")
	eval[bool](o, c, `(()=>{document.activeElement.blur();return true})()`)
	o.do(c, chromedp.KeyEvent("/"))
	if !eval[bool](o, c, `document.activeElement.matches('[data-search]')`) {
		t.Fatal("/ does not go to the search box")
	}
	if got := eval[string](o, c, `document.activeElement.value`); got != "" {
		t.Errorf("/ leaves %q in the search box", got)
	}
	o.do(c, chromedp.SetValue(`main [name=q]`, "下水道"))
	o.press(c, "搜索")
	o.says(c, "路口下水道堵塞")
	at := func() int {
		return eval[int](o, c, `[...document.querySelectorAll('[data-arrow]')].indexOf(document.activeElement)`)
	}
	eval[bool](o, c, `(()=>{document.querySelector('main [data-search]').focus();return true})()`)
	for i := range 2 {
		o.do(c, chromedp.KeyEvent(kb.ArrowDown))
		if at() != i {
			t.Fatalf("after %d arrows hit %d", i+1, at())
		}
	}
	o.do(c, chromedp.KeyEvent(kb.Enter))
	o.arrives(c, "/orders/")
}
