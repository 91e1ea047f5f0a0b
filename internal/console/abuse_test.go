package console

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/web"
)

// TestAbusePages: a record is proposed, approved, warned about, handed over and answered; bad input loses nothing and stores nothing; the page never shows the
// number before the look is on record; the 登记单 of a flagged caller says that he is served as anybody, and registers him; strangers are refused (Art. 13).
func TestAbusePages(t *testing.T) {
	s := newSite(t, t.TempDir())
	s.Clock.Set("2026-03-02 09:00")
	clerk, head, operator, unit := s.login(s.account("hotline/dispatcher")), s.login(s.account("hotline/office_head")), s.login(s.account("hotline/operator")), s.login(s.account("cgj/handler"))
	form := func(kv ...string) url.Values {
		v := url.Values{"_key": {web.NewKey()}}
		for i := 0; i < len(kv); i += 2 {
			v.Set(kv[i], kv[i+1])
		}
		return v
	}
	propose := func(kv ...string) url.Values {
		return form(append([]string{"behaviour", "insulting", "phone", "13966660000", "calls", "9", "first", "2026-02-20", "last", "2026-03-01", "facts", "九次来电辱骂。"}, kv...)...)
	}
	if r := clerk.get("/abuse/new"); r.Code != 200 || !strings.Contains(r.Body.String(), "来电号码") {
		t.Fatalf("form: %d", r.Code)
	}
	if r := unit.get("/abuse/new"); r.Code != 200 || strings.Contains(r.Body.String(), `name="phone"`) {
		t.Errorf("a unit's form: %d", r.Code)
	}
	headOf := s.head()
	for field, x := range map[string][2]string{"phone": {"12", "号码"}, "calls": {"0", "次数"}, "last": {"2026-03-09", "晚于今天"}, "facts": {"", "事实"}, "orders": {"MC209901010001", "没有编号为"}} {
		if r := clerk.post("/abuse", propose(field, x[0])); r.Code != 422 || !strings.Contains(r.Body.String(), x[1]) || !strings.Contains(r.Body.String(), "2026-02-20") || s.head() != headOf {
			t.Errorf("%s=%q: %d %s", field, x[0], r.Code, words(r))
		}
	}
	r := clerk.post("/abuse", propose())
	at := r.Header().Get("Location")
	if r.Code != 303 || !strings.HasPrefix(at, "/abuse/") {
		t.Fatalf("propose: %d %s", r.Code, words(r))
	}
	if r := clerk.get(at); r.Code != 200 || strings.Contains(r.Body.String(), "13966660000") || !strings.Contains(r.Body.String(), "照常登记") {
		t.Errorf("the page: %d", r.Code)
	}
	do := func(b *browser, act string, want int, kv ...string) {
		t.Helper()
		if r := b.post(at+act, form(kv...)); r.Code != want {
			t.Errorf("%s: %d, want %d: %s", act, r.Code, want, words(r))
		}
	}
	do(head, "/decide", 422, "words", "同意")
	do(head, "/decide", 303, "yes", "yes")
	do(clerk, "/hand", 409, "to", "jyj", "basis", "第十三条")
	do(operator, "/warn", 422, "when", "2026-03-02T08:00")
	do(operator, "/warn", 303, "when", "2026-03-02T08:00", "words", "请文明用语。")
	if r := clerk.get(at + "/print"); r.Code != 404 {
		t.Errorf("a letter not sent: %d", r.Code)
	}
	do(clerk, "/hand", 303, "to", "jyj", "basis", "第十三条")
	if r := clerk.get(at + "/print"); r.Code != 200 || !strings.Contains(r.Body.String(), "蒙热移〔2026〕1号") || strings.Contains(r.Body.String(), "13966660000") {
		t.Errorf("the copy: %d", r.Code)
	}
	if r := clerk.post(at+"/print", form()); r.Code != 200 || !strings.Contains(r.Body.String(), "13966660000") {
		t.Errorf("the letter: %d", r.Code)
	}
	if r := clerk.post(at+"/reveal", form("reason", "verify")); r.Code != 200 || !strings.Contains(r.Body.String(), "13966660000") {
		t.Errorf("the number: %d", r.Code)
	}
	if r := head.get(at); !strings.Contains(r.Body.String(), "谁看过号码") {
		t.Errorf("who saw: %s", words(r))
	}
	do(clerk, "/receive", 303, "day", "2026-03-02", "words", "治安大队签收。")
	do(clerk, "/result", 303, "day", "2026-03-02", "outcome", "educated", "words", "已训诫。")
	if r := operator.post("/intake/side", form("phone", "13966660000")); r.Code != 200 || !strings.Contains(r.Body.String(), "可以照常受理") {
		t.Errorf("the hint: %d %s", r.Code, words(r))
	}
	if r := operator.post("/intake/side", form("phone", "13966660001")); strings.Contains(r.Body.String(), "恶意占用记录") {
		t.Error("a hint about another number")
	}
	do(head, "/end", 303, "words", "本人已道歉。")
	if r := operator.post("/intake/side", form("phone", "13966660000")); strings.Contains(r.Body.String(), "恶意占用记录") {
		t.Error("the hint goes on after its end")
	}
	if r := unit.get(at); r.Code != 404 {
		t.Errorf("a unit reads: %d", r.Code)
	}
	do(unit, "/warn", 404, "when", "2026-03-02T08:00", "words", "x")
	for _, act := range []string{"/decide", "/hand", "/receive", "/result", "/end", "/reveal", "/print"} {
		do(unit, act, 403)
		do(operator, act, 403)
	}
	leader := s.login(s.account("county/magistrate"))
	for _, p := range []string{"/abuse", "/abuse/new", at, at + "/print"} {
		if r := leader.get(p); r.Code != 403 {
			t.Errorf("a leader reads %s: %d", p, r.Code)
		}
		if r := s.stranger().get(p); r.Code != 303 {
			t.Errorf("a stranger reads %s: %d", p, r.Code)
		}
	}
	if r := leader.post("/abuse", propose()); r.Code != 403 {
		t.Errorf("a leader proposes: %d", r.Code)
	}
}
