package ops

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"huiyin/internal/desk"
	"huiyin/internal/order"
)

// TestJ4Browser is J4: a caller reports somebody of a street office and asks for secrecy; the detector marks what would give the caller away, the reported
// unit is refused, another unit handles it and reaches the caller through the office; nobody of the reported unit sees a trace.
func TestJ4Browser(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	reported := []string{"qiyuan1", "qiyuan2", "qiyuan3"}
	look := func(login string) map[string]string {
		c, out := o.tab(login), map[string]string{}
		for _, p := range []string{"/", "/list/todo", "/list/read", "/list/open", "/list/mine", "/list/done", "/messages"} {
			o.do(c, chromedp.Navigate("http://"+o.s.Addr()+p), chromedp.WaitVisible(chromedp.CSS("main")))
			out[p] = o.text(c)
		}
		return out
	}
	before := map[string]map[string]string{}
	for _, u := range reported {
		before[u] = look(u)
	}

	p := o.operator("huawu01", 1366, 768)
	p.sheet("/intake")
	o.fill(p.c, "phone", "13805678901", "name", "王秀兰", "sex", "f", "secrecy", "secret", "type", "report", "words", "我是幸福里3栋王秀兰，街道办事大厅的人收了材料不给回执，还说再来就不办了。", "title", "反映办事大厅工作人员刁难群众",
		"category", "1701", "home", "漆园街道北城社区幸福里3栋2单元501室", "reported", "办事大厅窗口人员", "reported_post", "341622001/handler", "way", "later")
	p.shot("j4-intake")
	p.ctrlEnter()
	p.until("the order", `location.pathname.startsWith('/orders/')`)
	id := strings.TrimPrefix(o.location(p.c), "/orders/")
	p.shot("j4-registered")

	// The unit is not offered, and by hand it is refused with its article and what else may be done.
	c := o.open("fenban01", id, "dispose")
	if got := o.text(c); !strings.Contains(got, "回避") || !strings.Contains(got, "第二十三条（六）") || !strings.Contains(got, "纪检监察") {
		t.Errorf("the dispatcher is not told who is recused:\n%s", got)
	}
	if eval[bool](o, c, `!!document.querySelector('#act [name=unit] option[value="341622001"]')`) {
		t.Error("the reported unit is offered")
	}
	o.fill(c, "way", "dispatch", "unit", "zjj")
	o.press(c, "处置")
	if got := o.state(id); got != order.PendingDispatch.Name() {
		t.Fatalf("state %s:\n%s", got, o.text(c))
	}
	if _, err := o.s.Desk.Do(t.Context(), askAs(o, "fenban01", id, order.Dispatch{By: order.By{Actor: o.actorOf("fenban01")}, To: order.Target{Unit: "341622001"}, Requirements: "请核查", Text: "请核查窗口服务。"})); err == nil || !strings.Contains(err.Error(), "须回避") {
		t.Errorf("the reported unit is not refused: %v", err)
	}
	// The detector: the caller's own name must go, the rest is cleared place by place.
	c = o.open("fenban01", id, "dispatch")
	o.fill(c, "unit", "zjj", "requirements", "请独立核查，依规处理。", "text", "幸福里3栋2单元的王秀兰反映办事大厅刁难群众。")
	o.press(c, "转办")
	if got := o.text(c); !strings.Contains(got, "必须遮盖") || !strings.Contains(got, "王秀兰") || o.state(id) != order.PendingDispatch.Name() {
		t.Fatalf("the caller's name went out:\n%s", got)
	}
	c = o.open("fenban01", id, "dispatch")
	o.fill(c, "unit", "zjj", "requirements", "请独立核查，依规处理。", "text", "有人反映办事大厅收材料不给回执，大厅在幸福里旁边。")
	o.press(c, "转办")
	if got := o.text(c); !strings.Contains(got, "幸福里") || !strings.Contains(got, "已核对，不涉及诉求人") {
		t.Fatalf("the marked place is not asked about:\n%s", got)
	}
	p2 := &operator{o, c}
	p2.shot("j4-detector")
	code := eval[string](o, c, `document.querySelector('#act [name^=clear_]').name`)
	o.fill(c, code, "1", "clear_reason", "大厅的位置，不是诉求人住址")
	o.press(c, "转办")
	if got := o.state(id); got != order.Dispatched.Name() {
		t.Fatalf("state %s:\n%s", got, o.text(c))
	}

	// The unit asks for the relay; the office calls with the consent of a second person.
	c = o.open("zhujian1", id, "ask_relay")
	if got := o.text(c); strings.Contains(got, "王秀兰") || strings.Contains(got, "王女士") || strings.Contains(got, "501") || !strings.Contains(got, "诉求人信息保密") {
		t.Errorf("the unit can tell who called:\n%s", got)
	}
	o.fill(c, "ask", "请问是哪一天、哪个窗口？")
	(&operator{o, c}).shot("j4-relay-ask")
	o.press(c, "请热线办转达")
	c = o.open("huifang01", id, "ask_sight")
	o.fill(c, "field", "phone", "reason", "contact")
	o.press(c, "申请查看")
	c = o.open("rexianban", id, "")
	if got := o.text(c); !strings.Contains(got, "审核查看申请") || !strings.Contains(got, "回访员01") {
		t.Fatalf("the head is not asked:\n%s", got)
	}
	o.fill(c, "decision", "yes")
	o.press(c, "办理")
	c = o.open("huifang01", id, "record_relay")
	if got := o.text(c); !strings.Contains(got, "请问是哪一天、哪个窗口？") {
		t.Fatalf("the office does not see what to ask:\n%s", got)
	}
	if !eval[bool](o, c, `(()=>{const f=document.querySelector('form[action$="/reveal/phone"]');if(!f)return false;window.stale=1;f.querySelector('[name=reason][value=contact]')?.click();f.requestSubmit(f.querySelector('button'));return true})()`) {
		t.Fatalf("the number cannot be opened after the consent:\n%s", o.text(c))
	}
	(&operator{o, c}).until("the number", `!window.stale&&/138.?0567.?8901/.test(document.querySelector('main').innerText)`)
	c = o.open("huifang01", id, "record_relay")
	o.fill(c, "at", o.localNow(), "means", "phone", "reached", "yes", "told", "1", "answer", "上周三下午，三号窗口。")
	(&operator{o, c}).shot("j4-relay-record")
	o.press(c, "登记转达")
	if got := o.text(o.open("zhujian1", id, "")); !strings.Contains(got, "上周三下午，三号窗口。") {
		t.Errorf("the unit does not read the answer:\n%s", got)
	}
	if got := o.text(o.open("rexianban", id, "seen")); !strings.Contains(got, "同意回访员01查看诉求人来电号码") {
		t.Errorf("the consent is not in the timeline:\n%s", got)
	}
	c = o.tab("rexianban")
	o.do(c, chromedp.Navigate("http://"+o.s.Addr()+"/orders/"+id+"/seen"), chromedp.WaitVisible(chromedp.CSS("main")))
	if got := o.text(c); !strings.Contains(got, "回访员01") {
		t.Errorf("who saw it is not listed:\n%s", got)
	}

	// Nobody of the reported unit sees a trace.
	number := o.number(id)
	for _, u := range reported {
		for path, got := range look(u) {
			if got != before[u][path] {
				t.Errorf("%s can tell at %s:\nbefore %s\nafter %s", u, path, before[u][path], got)
			}
		}
		c := o.tab(u)
		var said []string
		for _, x := range []string{id, "00000000-0000-7000-8000-000000000000"} {
			o.do(c, chromedp.Navigate("http://"+o.s.Addr()+"/orders/"+x), chromedp.WaitVisible(chromedp.CSS("main")))
			said = append(said, requestNo.ReplaceAllString(o.text(c), ""))
		}
		if said[0] != said[1] || strings.Contains(said[0], number) {
			t.Errorf("%s tells the order from no order:\n%s\n%s", u, said[0], said[1])
		}
		for _, q := range []string{number, "刁难"} {
			o.do(c, chromedp.Navigate("http://"+o.s.Addr()+"/search"), chromedp.WaitVisible(chromedp.CSS(`main [name=q]`)), chromedp.SetValue(`main [name=q]`, q))
			eval[bool](o, c, `(()=>{window.stale=1;const f=document.querySelector('main [name=q]').form;f.requestSubmit();return true})()`)
			(&operator{o, c}).until("the search", `!window.stale&&document.readyState==='complete'`)
			if got := strings.ReplaceAll(o.text(c), q, ""); strings.Contains(got, "反映办事大厅") || strings.Contains(got, number) {
				t.Errorf("%s finds it by %s:\n%s", u, q, got)
			}
		}
	}
}

var requestNo = regexp.MustCompile(`R-[0-9A-Za-z-]+`)

func askAs(o *office, login, id string, c order.Command) desk.Ask {
	return desk.Ask{Actor: o.actorOf(login), Order: id, Route: "test", Commands: []order.Command{c}}
}
