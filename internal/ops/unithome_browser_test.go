package ops

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"huiyin/internal/order"
	"huiyin/internal/web"
)

// atUnit is an ordinary order that 城管局 has been sent.
func (o *office) atUnit(title string) string {
	o.t.Helper()
	by := order.By{Actor: o.actorOf("huawu01")}
	reg := o.s.Desk.NewRegister(order.Register{By: by, Request: order.Request[order.Private]{Channel: "D1", TakenAt: o.clock.Now(), Type: order.Complaint, Category: "0204",
		Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true, Town: "341622001", Place: "北城社区", Title: title, CallerKind: order.Person, Sex: "f",
		Name: order.Private{Text: "王秀兰"}, Phone: order.Private{Text: "13800001234"}, Words: order.Private{Text: title + "，请尽快处理。"}, Ask: order.Private{Text: "尽快处理"}}})
	id := o.give("huawu01", "", reg, order.SubmitForDispatch{By: by, ChainID: web.NewKey(), Deputy: "county/deputy.1", Proposal: order.Proposal{Unit: "cgj"}})
	r, err := o.s.Desk.Reader(o.t.Context(), o.actorOf("fenban01"))
	if err != nil {
		o.t.Fatal(err)
	}
	o.give("fenban01", id, order.Dispatch{By: order.By{Actor: o.actorOf("fenban01")}, To: r.TargetOf("cgj"), Requirements: "请核查", Text: title + "，请核查。"})
	return id
}

// TestBrowserAUnitSignsAndContactsInAFewTaps: three numbers, one tap to sign, one for all, and a contact recorded in three taps.
func TestBrowserAUnitSignsAndContactsInAFewTaps(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	for _, size := range []struct{ w, h int64 }{{390, 844}, {1366, 768}} {
		ids := []string{o.atUnit("公厕夜间不开门"), o.atUnit("路灯连续几夜不亮"), o.atUnit("垃圾清运不及时")}
		c := o.tab("chengguan1")
		home := func() {
			o.do(c, chromedp.EmulateViewport(size.w, size.h), chromedp.Navigate("http://"+o.s.Addr()+"/"), chromedp.WaitVisible(chromedp.CSS(".big3")))
		}
		home()
		if got := eval[string](o, c, `document.querySelector('.big3 b').innerText`); got != "3" {
			t.Errorf("%d: 待签收 says %s, want 3", size.w, got)
		}
		if w := eval[int](o, c, `document.documentElement.scrollWidth`); int64(w) > size.w {
			t.Errorf("the first page is %d wide at %d", w, size.w)
		}
		if !eval[bool](o, c, `getComputedStyle(document.querySelector('#sign')).display!=='none'`) {
			t.Error("no list of what is to be signed for")
		}
		// One tap signs for one; one more for the rest.
		o.press(c, "签收")
		o.says(c, "已签收1件")
		o.press(c, "全部签收（2）")
		o.says(c, "已签收2件")
		for _, id := range ids {
			if got := o.state(id); got != order.UnitAssigning.Name() {
				t.Errorf("%d: %s", size.w, got)
			}
		}
		// A contact: 联系, 查看号码, 已联系上. Three taps, nothing typed.
		o.do(c, chromedp.Navigate("http://"+o.s.Addr()+"/unit/contact/"+ids[0]), chromedp.WaitVisible(chromedp.CSS("#contact")))
		if strings.Contains(eval[string](o, c, `document.body.innerText`), "13800001234") {
			t.Error("the number stands there before anybody asked")
		}
		taps := 1
		o.press(c, "查看号码")
		taps++
		if got := eval[string](o, c, `document.querySelector('a[href^="tel:"]').getAttribute('href')`); got != "tel:13800001234" {
			t.Errorf("the link to dial is %s", got)
		}
		o.press(c, "已联系上")
		taps++
		o.says(c, "联系已登记")
		if taps > 3 {
			t.Errorf("a contact takes %d taps", taps)
		}
		if n := o.contacts(ids[0]); n != 1 {
			t.Errorf("%d contacts were recorded", n)
		}
	}
}

// contacts counts the contacts on an order.
func (o *office) contacts(id string) (n int) {
	o.t.Helper()
	r, err := o.s.Desk.Reader(o.t.Context(), o.actorOf("fenban01"))
	if err != nil {
		o.t.Fatal(err)
	}
	v, err := r.Order(o.t.Context(), id)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, it := range v.Items {
		if it.Verb == "联系" {
			n++
		}
	}
	return n
}
