package console

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/org"
	"huiyin/internal/web"
)

// TestLeadPages: a suggestion is taken up from its page, submitted, approved by the head, handed over with its letter, received and concluded; another is dropped with a reason; bad
// input loses nothing typed and stores nothing; the unit, strangers and posts without the permission are refused.
func TestLeadPages(t *testing.T) {
	s := newSite(t, t.TempDir())
	id, other := s.Dispatched("cgj"), s.Dispatched("jyj")
	s.Clock.Set("2026-03-25 08:00")
	s.Tick()
	sup, gov, unit := s.login(s.account("hotline/supervisor")), s.login(s.account(org.PostGovHead)), s.login(s.account("cgj/principal"))
	form := func(kv ...string) url.Values {
		f := url.Values{"_key": {web.NewKey()}}
		for i := 0; i < len(kv); i += 2 {
			f.Add(kv[i], kv[i+1])
		}
		return f
	}
	hint, drop := "/lead-hints/"+id+".1.overdue", "/lead-hints/"+other+".1.overdue"
	if r := sup.get("/lead-hints"); r.Code != 200 || !strings.Contains(r.Body.String(), hint) || !strings.Contains(r.Body.String(), drop) {
		t.Fatalf("suggestions: %d %s", r.Code, words(r))
	}
	if r := sup.get("/"); !strings.Contains(r.Body.String(), `href="/leads"`) {
		t.Error("the menu does not lead to the leads")
	}
	if r := sup.get(hint); r.Code != 200 || !strings.Contains(r.Body.String(), "/leads/new?hint=") {
		t.Fatalf("a suggestion: %d %s", r.Code, words(r))
	}
	new := sup.get("/leads/new?hint=" + id + ".1.overdue")
	if new.Code != 200 || !strings.Contains(new.Body.String(), "逾期督办升到三级") {
		t.Fatalf("the form: %d %s", new.Code, words(new))
	}
	filled := func(kv ...string) url.Values {
		f := form("hint", id+".1.overdue", "fault", "2", "unit", "cgj", "posts", string(org.UnitPrincipal), "facts", "逾期七天没有办。", "proof", "督办台账。", "handling", "建议约谈。")
		for i := 0; i < len(kv); i += 2 {
			f.Set(kv[i], kv[i+1])
		}
		return f
	}
	was := s.head()
	for field, x := range map[string][2]string{"facts": {"", "事实"}, "unit": {"jyj", "没有承办"}, "fault": {"", "问责情形"}, "posts": {"", "涉及岗位"}, "handling": {strings.Repeat("长", 1001), "处理建议"}} {
		f := filled(field, x[0])
		if x[0] == "" {
			f.Del(field)
		}
		if r := sup.post("/leads", f); r.Code != 422 || !strings.Contains(r.Body.String(), x[1]) || !strings.Contains(r.Body.String(), "督办台账。") || s.head() != was {
			t.Errorf("%s=%.10q: %d %s", field, x[0], r.Code, words(r))
		}
	}
	if r := sup.post(drop+"/drop", form("reason", "")); r.Code != 422 || s.head() != was {
		t.Errorf("dropped without a word: %d", r.Code)
	}
	if r := sup.post(drop+"/drop", form("reason", "材料在途。")); r.Code != 303 {
		t.Fatalf("drop: %d %s", r.Code, words(r))
	}
	if r := sup.get(drop); r.Code != 404 {
		t.Errorf("a dropped suggestion: %d", r.Code)
	}
	r := sup.post("/leads", filled())
	at := r.Header().Get("Location")
	if r.Code != 303 || !strings.HasPrefix(at, "/leads/") {
		t.Fatalf("file: %d %s", r.Code, words(r))
	}
	if r := sup.get("/orders/" + id); !strings.Contains(r.Body.String(), at) {
		t.Error("the order does not show its lead")
	}
	if r := unit.get("/orders/" + id); r.Code != 200 || strings.Contains(r.Body.String(), "问责") {
		t.Errorf("the unit's page of the order: %d", r.Code)
	}
	if r := sup.get(at + "/print"); r.Code != 404 {
		t.Errorf("a letter before it is handed over: %d", r.Code)
	}
	if r := sup.post(at+"/hand", form("to", "efficiency")); r.Code != 409 {
		t.Errorf("handed over unapproved: %d", r.Code)
	}
	ok := func(b *browser, path string, f url.Values) {
		t.Helper()
		if r := b.post(at+path, f); r.Code != 303 || r.Header().Get("Location") != at {
			t.Fatalf("%s: %d %s", path, r.Code, words(r))
		}
	}
	ok(sup, "/submit", form())
	if r := gov.get("/leads?state=submitted"); r.Code != 200 || !strings.Contains(r.Body.String(), at) {
		t.Errorf("the head's list: %d", r.Code)
	}
	was = s.head()
	if r := gov.post(at+"/decide", form("verdict", "", "opinion", "同意移送。")); r.Code != 422 || !strings.Contains(r.Body.String(), "同意移送。") || s.head() != was {
		t.Errorf("no verdict: %d", r.Code)
	}
	ok(gov, "/decide", form("verdict", "yes", "opinion", "同意移送。"))
	ok(sup, "/hand", form("to", "efficiency"))
	if r := gov.get(at + "/print"); r.Code != 200 || !strings.Contains(r.Body.String(), "蒙热移〔2026〕1号") || !strings.Contains(r.Body.String(), "回　执") {
		t.Errorf("the letter: %d", r.Code)
	}
	if r := sup.post(at+"/receive", form("on", "2026-03-26", "who", "综合科")); r.Code != 422 || !strings.Contains(r.Body.String(), "综合科") {
		t.Errorf("received tomorrow: %d %s", r.Code, words(r))
	}
	ok(sup, "/receive", form("on", "2026-03-25", "who", "综合科"))
	ok(sup, "/conclude", form("on", "2026-03-25", "finding", "talk", "words", "已约谈。"))
	if r := sup.get("/leads?ended=1"); !strings.Contains(r.Body.String(), at) || !strings.Contains(r.Body.String(), "已有结果") {
		t.Error("the ended lead is not listed")
	}
	operator := s.login(s.account("hotline/operator"))
	steps := []string{"/leads", at + "/submit", at + "/back", at + "/decide", at + "/hand", at + "/receive", at + "/conclude", drop + "/drop"}
	for _, p := range steps {
		for name, b := range map[string]*browser{"operator": operator, "unit": unit} {
			if r := b.post(p, form()); r.Code != 403 {
				t.Errorf("%s, %s: %d", name, p, r.Code)
			}
		}
		if r := s.stranger().post(p, form()); r.Code != 303 || r.Header().Get("Location") != "/login" {
			t.Errorf("stranger, %s: %d", p, r.Code)
		}
	}
	for _, p := range []string{"/leads", "/leads/new", at, at + "/print", "/lead-hints", drop} {
		for name, b := range map[string]*browser{"operator": operator, "unit": unit} {
			if r := b.get(p); r.Code != 403 {
				t.Errorf("%s reads %s: %d", name, p, r.Code)
			}
		}
		if r := s.stranger().get(p); r.Code != 303 {
			t.Errorf("stranger reads %s: %d", p, r.Code)
		}
	}
}
