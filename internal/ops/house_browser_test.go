package ops

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"huiyin/internal/order"
	"huiyin/internal/sheet"
)

// TestBrowserAPrincipalLeavesForAWeekAndHisDeputySigns: AB角 (Art. 5(2), 17): the holder enters the paper on a page, the delegate changes post and signs, the paper's
// number stands on the order; of a key item he may not.
func TestBrowserAPrincipalLeavesForAWeekAndHisDeputySigns(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	id := o.atUnit("路灯不亮")
	o.act("chengguan1", id, "sign_for", "签收", order.UnitAssigning)
	chief := o.tab("chengguan3")
	at := "http://" + o.s.Addr()
	o.do(chief, chromedp.Navigate(at+"/delegations"), chromedp.WaitVisible(chromedp.CSS("[name=document]")))
	second := eval[string](o, chief, `[...document.querySelector('[name=to]').options].find(x=>x.text.includes('分管负责人')).value`)
	o.fillIn(chief, "to", second, "until", "2026-03-06")
	o.do(chief, chromedp.SetUploadFiles(`[name=scan]`, []string{o.seal}))
	o.press(chief, "登记授权")
	if got := o.text(chief); !strings.Contains(got, "没有填写") && !strings.Contains(got, "请填写文号") || eval[string](o, chief, `document.querySelector('[name=until]').value`) != "2026-03-06" {
		t.Fatalf("without its number the paper was not refused, or what was typed is lost:\n%s", got)
	}
	o.fillIn(chief, "to", second, "document", "蒙城管〔2026〕3号")
	o.do(chief, chromedp.SetUploadFiles(`[name=scan]`, []string{o.seal}))
	o.press(chief, "登记授权")
	if got := o.text(chief); !strings.Contains(got, "生效中") || !strings.Contains(got, "蒙城管〔2026〕3号") {
		t.Fatalf("the delegation is not there:\n%s", got)
	}
	deputy := o.tab("chengguan2")
	o.do(deputy, chromedp.Navigate(at+"/"), chromedp.WaitVisible(chromedp.CSS("[name=post]")))
	o.fillIn(deputy, "post", "cgj/principal")
	o.do(deputy, chromedp.WaitVisible(chromedp.CSS(".note-y")))
	o.do(deputy, chromedp.Navigate(at+"/orders/"+id), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := eval[string](o, deputy, `document.body.innerText`); !strings.Contains(got, "您正代行县城管局主要负责人") {
		t.Errorf("the page does not say in whose post he acts:\n%.400s", got)
	}
	c := o.open("chengguan2", id, "assign")
	o.fill(c, "lead", "unit_deputy", "opinion", "请现场核查后办理。")
	o.prove(c)
	o.press(c, "签批分办")
	if got := o.text(o.open("fenban01", id, "")); !strings.Contains(got, "受托代签，蒙城管〔2026〕3号") {
		t.Fatalf("the order does not name the paper:\n%s", got)
	}
	// Taken back, it is over at once.
	o.press(chief, "收回")
	if got := o.text(chief); strings.Contains(got, "生效中") {
		t.Errorf("not taken back:\n%s", got)
	}
	o.do(deputy, chromedp.Navigate(at+"/orders/"+id), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := eval[string](o, deputy, `location.pathname`); got != "/login" {
		t.Errorf("he still acts, at %s", got)
	}
}

// fillIn sets fields anywhere in the page and tells the page of it.
func (o *office) fillIn(c context.Context, pairs ...string) {
	o.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		eval[bool](o, c, `(()=>{const e=document.querySelector('main [name="`+pairs[i]+`"]');e.value='`+pairs[i+1]+`';e.dispatchEvent(new Event('change',{bubbles:true}));return true})()`)
	}
}

// TestBrowserPeopleComeFromATable: a table with bad rows is shown row by row with what to do, nothing is stored before the confirmation, and the first password
// opens the door once the head of the office has confirmed the post (Art. 5(2); trust.md B3).
func TestBrowserPeopleComeFromATable(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	admin := o.tab("guanli")
	at := "http://" + o.s.Addr()
	o.do(admin, chromedp.Navigate(at+"/org/import"), chromedp.WaitVisible(chromedp.CSS("[name=file]")))
	var table bytes.Buffer
	rows := [][]any{{"王工", "chengguan9", "县城市管理局", "具办人员", "2026-03-02"}, {"李工", "城管9", "县城市管理局", "具办人员", ""}, {"赵工", "chengguan8", "县没有的局", "具办人员", ""}, {"钱工", "chengguan1", "县城市管理局", "具办人员", ""}}
	if _, err := sheet.WriteXLSX(&table, sheet.About{}, []sheet.Column{{Title: "姓名"}, {Title: "登录名"}, {Title: "单位"}, {Title: "岗位"}, {Title: "到任日期"}}, func(yield func([]any, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "people.xlsx")
	if err := os.WriteFile(file, table.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	before, err := o.s.Store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o.fillIn(admin, "kind", "people")
	o.do(admin, chromedp.SetUploadFiles(`[name=file]`, []string{file}))
	o.press(admin, "预览")
	got := o.text(admin)
	for _, want := range []string{"1行可以导入，3行有问题", "登录名应为3到32位", "没有单位“县没有的局”", "登录名“chengguan1”已有人使用"} {
		if !strings.Contains(got, want) {
			t.Errorf("the preview does not say %q:\n%s", want, got)
		}
	}
	if now, err := o.s.Store.Head(t.Context()); err != nil || now != before {
		t.Fatalf("the preview stored %d records: %v", now-before, err)
	}
	o.press(admin, "导入1行")
	secret := eval[string](o, admin, `[...document.querySelectorAll('main td code')].map(e=>e.textContent)[1]`)
	if got := o.text(admin); !strings.Contains(got, "初始密码只显示这一次") || len(secret) < 12 {
		t.Fatalf("no first password (%q):\n%s", secret, got)
	}
	if a, err := o.s.Desk.LogIn(t.Context(), "chengguan9", secret); err != nil || len(a.Posts) != 0 {
		t.Errorf("he has a post before anybody confirmed it: %+v %v", a, err)
	}
	head := o.tab("rexianban")
	o.do(head, chromedp.Navigate(at+"/org/appointments"), chromedp.WaitVisible(chromedp.CSS("main")))
	o.press(head, "确认到任")
	if got := o.text(head); !strings.Contains(got, "请先在列表里勾选") {
		t.Errorf("nothing was ticked, and yet:\n%s", got)
	}
	eval[bool](o, head, `(()=>{document.querySelector('main [name=id]').click();return true})()`)
	o.press(head, "确认到任")
	if got := o.text(head); !strings.Contains(got, "没有要确认的到任登记") {
		t.Errorf("it still waits:\n%s", got)
	}
	if a, err := o.s.Desk.LogIn(t.Context(), "chengguan9", secret); err != nil || len(a.Posts) != 1 || a.Posts[0].ID != "cgj/handler" {
		t.Errorf("the first password does not open: %+v %v", a, err)
	}
	if got := eval[string](o, admin, `document.body.innerText`); strings.Contains(got, "待办") && strings.Contains(got, "/list/") {
		t.Errorf("the administrator sees business:\n%.300s", got)
	}
}

// TestBrowserAMergerHandsOpenOrdersOn: the administrator merges a unit, the day comes, the successor has the order and the old one is closed (Art. 4).
func TestBrowserAMergerHandsOpenOrdersOn(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	id := o.atUnit("河道漂浮垃圾")
	admin := o.tab("guanli")
	at := "http://" + o.s.Addr()
	o.do(admin, chromedp.Navigate(at+"/org/units/cgj"), chromedp.WaitVisible(chromedp.CSS("[name=to]")))
	o.press(admin, "登记撤并")
	if got := o.text(admin); !strings.Contains(got, "请填写") && !strings.Contains(got, "没有") {
		t.Fatalf("an empty form was taken:\n%s", got)
	}
	o.fillIn(admin, "to", "zjj", "document", "蒙编〔2026〕5号")
	eval[bool](o, admin, `(()=>{const f=document.querySelector('form[action$="/succeed"]');f.querySelector('[name=on]').value='2026-03-04';return true})()`)
	o.press(admin, "登记撤并")
	o.clock.Set("2026-03-04 00:00")
	if _, err := o.s.Jobs.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	c := o.open("fenban01", id, "")
	if got := o.text(c); !strings.Contains(got, "县住房和城乡建设局") || !strings.Contains(got, "机构调整") {
		t.Fatalf("the order did not move:\n%s", got)
	}
	o.do(admin, chromedp.Navigate(at+"/org/units/cgj"), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := o.text(admin); !strings.Contains(got, "已撤并，由县住房和城乡建设局承接") || !strings.Contains(got, "蒙编〔2026〕5号") {
		t.Errorf("the old unit's page:\n%s", got)
	}
}
