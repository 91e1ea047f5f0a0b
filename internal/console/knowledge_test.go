package console

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

// TestKnowledgePages: a gap is given to a unit on the page, bad input loses nothing; the unit writes, the office publishes, two people open the text to
// citizens; an operator and a unit may do none of the office's acts (Art. 10(1)).
func TestKnowledgePages(t *testing.T) {
	s := newSite(t, t.TempDir())
	s.Clock.Set("2026-03-02 09:00")
	actor := testkit.As("hotline/operator")
	reg := s.Desk.NewRegister(order.Register{By: order.By{Actor: actor}, Request: order.Request[order.Private]{Channel: "D1", TakenAt: s.Clock.Now().Add(-time.Minute), Type: order.Consult, Category: "0203", Urgency: order.Routine,
		Secrecy: order.Ordinary, NeedReply: true, Title: "咨询路灯报修", CallerKind: order.Person, Name: order.Private{Text: "李强"}, Phone: order.Private{Text: "13966660002"}, Words: order.Private{Text: "路灯坏了找谁。"}}})
	done, err := s.Desk.Do(t.Context(), desk.Ask{Actor: actor, Route: desk.IntakeRoute, Commands: []order.Command{reg, order.AnswerDirectly{By: order.By{Actor: actor}, Answer: order.Private{Text: "请拨打市政值班电话报修。"}}}})
	if err != nil {
		t.Fatal(err)
	}
	clerk, head, unit, operator := s.login(s.account("hotline/dispatcher")), s.login(s.account("hotline/office_head")), s.login(s.account("cgj/handler")), s.login(s.account("hotline/operator"))
	form := func(kv ...string) url.Values {
		v := url.Values{"_key": {web.NewKey()}}
		for i := 0; i < len(kv); i += 2 {
			v.Set(kv[i], kv[i+1])
		}
		return v
	}
	if r := clerk.get("/knowledge"); r.Code != 200 || !strings.Contains(r.Body.String(), "请单位起草") {
		t.Fatalf("the gaps: %d", r.Code)
	}
	at := s.head()
	if r := clerk.post("/knowledge/gaps", form("order", done.ID, "title", "路", "unit", "cgj")); r.Code != 422 || !strings.Contains(r.Body.String(), "标题太短") || !strings.Contains(r.Body.String(), `value="路"`) || s.head() != at {
		t.Errorf("a bad title: %d %s", r.Code, words(r))
	}
	for _, b := range []*browser{unit, operator} {
		if r := b.post("/knowledge/gaps", form("order", done.ID, "title", "路灯报修", "unit", "cgj")); r.Code != 403 {
			t.Errorf("who may not asks: %d", r.Code)
		}
	}
	r := clerk.post("/knowledge/gaps", form("order", done.ID, "title", "路灯报修", "unit", "cgj"))
	page := r.Header().Get("Location")
	if r.Code != 303 || !strings.HasPrefix(page, "/knowledge/") {
		t.Fatalf("ask: %d %s", r.Code, words(r))
	}
	do := func(b *browser, act string, want int, kv ...string) {
		t.Helper()
		if r := b.post(page+act, form(kv...)); r.Code != want {
			t.Errorf("%s: %d, want %d: %s", act, r.Code, want, words(r))
		}
	}
	if r := unit.get(page); r.Code != 200 || !strings.Contains(r.Body.String(), "起草这个条目") {
		t.Errorf("the unit's page: %d", r.Code)
	}
	do(unit, "/propose", 303, "title", "路灯报修", "words", "", "answer", "请拨打市政值班电话报修，三个工作日内修复。", "unit", "cgj", "category", "", "valid_to", "2026-12-31")
	do(clerk, "/offer", 409)
	do(clerk, "/publish", 303)
	do(clerk, "/offer", 303)
	do(clerk, "/open", 409)
	if r := head.get(page); !strings.Contains(r.Body.String(), "核对无误，公开") {
		t.Errorf("the second person's page: %s", words(r))
	}
	for _, act := range []string{"/offer", "/open", "/shut"} {
		do(unit, act, 403)
		do(operator, act, 403)
	}
	do(head, "/open", 303)
	if r := operator.get(page); !strings.Contains(r.Body.String(), "已公开") {
		t.Errorf("public: %s", words(r))
	}
	do(clerk, "/shut", 303, "reason", "政策正在修订")
	if r := s.stranger().get(page); r.Code != 303 {
		t.Errorf("a stranger: %d", r.Code)
	}
}
