package ops

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	knowledge "huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// TestBrowserAnAnsweringDay: the office plans two days on the page and copies the preview; the recorder takes a call of the magistrate, whose word goes straight to
// dispatch, and one that the department claims; the magistrate reads the register on his telephone (Art. 11; case 18).
func TestBrowserAnAnsweringDay(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	at := "http://" + o.s.Addr()
	clerk := o.tab("fenban01")
	plan := func(kind, post, unit string) {
		t.Helper()
		o.do(clerk, chromedp.Navigate(at+"/answering/new"), chromedp.WaitVisible(chromedp.CSS("[name=day]")))
		o.fillIn(clerk, "day", "2026-03-02", "kind", kind, "post", post, "unit", unit)
		o.press(clerk, "保存安排")
	}
	plan("department", "", "")
	if got := o.text(clerk); !strings.Contains(got, "请从列表中选一个部门") || eval[string](o, clerk, `document.querySelector('[name=day]').value`) != "2026-03-02" {
		t.Errorf("bad input lost what was typed:\n%s", got)
	}
	plan("magistrate", string(org.PostMagistrate), "")
	plan("department", "", "cgj")
	o.do(clerk, chromedp.Navigate(at+"/answering/preview"), chromedp.WaitVisible(chromedp.CSS("[data-copy]")))
	if got := eval[string](o, clerk, `document.querySelector('[data-copy]').dataset.copy`); !strings.Contains(got, "3月2日 周一 8:30—11:30，县长在") || !strings.Contains(got, "县城市管理局在") {
		t.Errorf("the preview: %s", got)
	}
	o.press(clerk, "登记已发布")

	p := o.operator("huawu01", 1366, 768)
	take := func(kind knowledge.SessionKind, fields ...string) string {
		t.Helper()
		o.do(p.c, chromedp.Navigate(at+"/answering"), chromedp.WaitVisible(chromedp.CSS(`a[href^="/intake?session="]`)))
		who := map[knowledge.SessionKind]string{knowledge.ByMagistrate: "县长接听", knowledge.ByDepartment: "县城市管理局接听"}[kind]
		link := eval[string](o, p.c, `[...document.querySelectorAll('section,article,div')].filter(x=>x.querySelector('a[href^="/intake?session="]')&&x.innerText.includes('`+who+`')).sort((a,b)=>a.innerText.length-b.innerText.length)[0].querySelector('a[href^="/intake?session="]').getAttribute('href')`)
		p.sheet(link)
		o.fill(p.c, fields...)
		o.do(p.c, chromedp.Click("#go"))
		p.until("the order's page", `/^\/orders\//.test(location.pathname)&&document.readyState==='complete'`)
		return strings.TrimPrefix(eval[string](o, p.c, `location.pathname`), "/orders/")
	}
	spot := take(knowledge.ByMagistrate, "phone", "13805678901", "words", "楼道灯坏了两个月，物业一直没有修。", "category", "0106", "town", "341622001", "unit", "zjj", "instruction", "住建局三天内修好，结果报我。")
	claimed := take(knowledge.ByDepartment, "phone", "13905678902", "words", "夜市烧烤摊把人行道占满了。", "category", "0201", "town", "341622001")
	seen := func(id string) order.Status {
		t.Helper()
		r, err := o.s.Desk.Reader(t.Context(), o.actorOf("fenban01"))
		if err != nil {
			t.Fatal(err)
		}
		v, err := r.Order(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return v.Status
	}
	if seen(spot) != order.PendingDispatch || seen(claimed) != order.UnitAssigning {
		t.Errorf("on the spot %s, claimed %s", seen(spot), seen(claimed))
	}
	o.do(p.c, chromedp.Navigate(at+"/answering"), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := o.text(p.c); !strings.Contains(got, "今天接听") {
		t.Errorf("the schedule:\n%s", got)
	}
	leader := o.operator("xianzhang", 390, 844)
	o.do(leader.c, chromedp.Navigate(at+"/answering"), chromedp.WaitVisible(chromedp.CSS("main")))
	day := eval[string](o, leader.c, `[...document.querySelectorAll('tr')].find(x=>x.cells[2].innerText.trim()==='县长').querySelector('a').getAttribute('href')`)
	o.do(leader.c, chromedp.Navigate(at+day), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := o.text(leader.c); !strings.Contains(got, "住建局三天内修好，结果报我。") || !strings.Contains(got, "当场分办") || strings.Contains(got, "13805678901") {
		t.Errorf("the magistrate's register:\n%s", got)
	}
}
