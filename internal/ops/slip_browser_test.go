package ops

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"huiyin/internal/order"
)

// TestBrowserASlipForTheField: a handler gives a village official a slip; he opens it on his telephone without an account, looks at the number, records
// the contact and sends a photograph; the handler reads both under his name; after it is taken back it opens nothing.
func TestBrowserASlipForTheField(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	id := o.atUnit("雨污管道混接污水外溢")
	o.act("chengguan1", id, "sign_for", "签收", order.UnitAssigning)
	c := o.open("chengguan1", id, "give_slip")
	o.fill(c, "name", "葛守田", "body", "北城社区", "purpose", "请到现场核实并拍照。", "days", "1", "number", "1")
	o.press(c, "给联系单")
	paper := o.text(c)
	i := strings.Index(paper, "/field/")
	if i < 0 || len(paper) < i+39 || !strings.Contains(paper, "外勤联系单") || !strings.Contains(paper, "葛守田") {
		t.Fatalf("no paper with an address:\n%s", paper)
	}
	door := "http://" + o.s.Addr() + paper[i:i+39]
	phone, cancel := chromedp.NewContext(o.alloc, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	o.do(phone, chromedp.EmulateViewport(390, 844), chromedp.Navigate(door), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := o.text(phone); !strings.Contains(got, "请到现场核实并拍照。") || eval[bool](o, phone, `document.documentElement.scrollWidth>390`) {
		t.Fatalf("the field page, or it is wider than the telephone:\n%s", got)
	}
	o.press(phone, "查看号码并拨打")
	if got := o.text(phone); !strings.Contains(got, "拨打电话") {
		t.Fatalf("the number is not shown:\n%s", got)
	}
	check := func(form, js string) {
		t.Helper()
		if !eval[bool](o, phone, `(()=>{const f=document.querySelector('form[action*="/`+form+`"]');if(!f)return false;`+js+`;return true})()`) {
			t.Fatalf("no form %s", form)
		}
	}
	check("contact", `f.querySelector('[name=note]').value='他在家，说雨天最重。'`)
	o.press(phone, "登记联系")
	if got := o.text(phone); !strings.Contains(got, "应告知受理情况") || !eval[bool](o, phone, `document.querySelector('[name=note]').value==='他在家，说雨天最重。'`) {
		t.Fatalf("a contact without telling was taken, or what was typed is lost:\n%s", got)
	}
	check("contact", `f.querySelector('[name=told]').click()`)
	o.press(phone, "登记联系")
	if got := o.text(phone); !strings.Contains(got, "联系情况已登记") {
		t.Fatalf("the contact:\n%s", got)
	}
	o.do(phone, chromedp.SetUploadFiles(`[name=files]`, []string{o.seal}))
	o.press(phone, "提交现场情况")
	if got := o.text(phone); !strings.Contains(got, "现场情况已提交") || !strings.Contains(got, "1张照片") {
		t.Fatalf("the photograph:\n%s", got)
	}
	c = o.open("chengguan1", id, "")
	if got := o.text(c); !strings.Contains(got, "外勤葛守田") || !strings.Contains(got, "他在家，说雨天最重。") || !strings.Contains(got, "查看诉求人号码") || !strings.Contains(got, "用过") {
		t.Fatalf("the handler does not read it:\n%s", got)
	}
	c = o.open("chengguan1", id, "revoke_slip")
	o.press(c, "收回")
	o.do(phone, chromedp.Navigate(door), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := o.text(phone); !strings.Contains(got, "这张联系单打不开") {
		t.Fatalf("a slip that was taken back opens:\n%s", got)
	}
}
