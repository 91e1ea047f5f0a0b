package console

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/web"
)

// TestSupervisePages: a row that opened by itself is called about, gets a sheet, is answered by the unit on its page, judged and closed; the unit's first page and the
// office's lead there; bad input loses nothing typed and stores nothing; strangers and posts without the permission are refused.
func TestSupervisePages(t *testing.T) {
	s := newSite(t, t.TempDir())
	id := s.Dispatched("cgj")
	s.Clock.Set("2026-03-20 08:00")
	s.Tick()
	sup, unit, head := s.login(s.account("hotline/supervisor")), s.login(s.account("cgj/principal")), s.login(s.account("hotline/office_head"))
	at := "/supervise/" + id + ".1"
	if r := sup.get("/supervise?level=2&item=2&step=to_issue&unit=cgj"); r.Code != 200 || !strings.Contains(r.Body.String(), at) || !strings.Contains(r.Body.String(), "待出督办单") {
		t.Fatalf("the ledger: %d %s", r.Code, words(r))
	}
	if r := sup.get("/supervise?level=3"); r.Code != 200 || strings.Contains(r.Body.String(), at) {
		t.Errorf("another level: %d", r.Code)
	}
	if r := sup.get("/supervise?level=9"); r.Code != 400 {
		t.Errorf("no such level: %d", r.Code)
	}
	if r := sup.get("/"); !strings.Contains(r.Body.String(), "督办待办") {
		t.Error("the first page does not lead to the ledger")
	}
	if r := sup.get("/orders/" + id); !strings.Contains(r.Body.String(), at) || !strings.Contains(r.Body.String(), "列入督办") {
		t.Error("the order does not show its row")
	}
	form := func(kv ...string) url.Values {
		f := url.Values{"_key": {web.NewKey()}}
		for i := 0; i < len(kv); i += 2 {
			f.Set(kv[i], kv[i+1])
		}
		return f
	}
	was := s.head()
	for path, x := range map[string][]string{"/act": {"督办对象", "means", "phone", "on", "2026-03-20T07:00", "person", "", "content", "催问逾期的事。", "result", "promised"}, "/issue": {"督办要求", "demand", "", "days", "2"}, "/close": {"销号结论", "words", "好了。"}, "/lift": {"升", "reason", "多次催办。"}} {
		if r := sup.post(at+path, form(x[1:]...)); r.Code != 422 || s.head() != was {
			t.Errorf("%s: %d %s", path, r.Code, words(r))
		}
	}
	if r := sup.post(at+"/close", form("outcome", "solved", "words", "好了。")); r.Code != 409 || !strings.Contains(r.Body.String(), "没有报送结果") || s.head() != was {
		t.Errorf("closed too early: %d %s", r.Code, words(r))
	}
	if r := sup.post(at+"/act", form("means", "phone", "on", "2026-03-20T07:00", "person", "分管负责人", "content", "催问逾期的事。", "response", "今天报。", "result", "promised", "due", "2026-03-20")); r.Code != 303 {
		t.Fatalf("act: %d %s", r.Code, words(r))
	}
	if r := sup.post(at+"/issue", form("demand", "立即办结，报送结果。", "days", "2", "joint", "1")); r.Code != 303 {
		t.Fatalf("issue: %d %s", r.Code, words(r))
	}
	if r := sup.get(at + "/print"); r.Code != 200 || !strings.Contains(r.Body.String(), "蒙热督〔2026〕1号") || !strings.Contains(r.Body.String(), "第二十一条（二）") {
		t.Errorf("the paper: %d", r.Code)
	}
	if r := unit.get("/"); !strings.Contains(r.Body.String(), "待反馈督办单") || !strings.Contains(r.Body.String(), at) {
		t.Error("the unit's first page does not show what it owes")
	}
	if r := unit.get(at); r.Code != 200 || !strings.Contains(r.Body.String(), "立即办结，报送结果。") || strings.Contains(r.Body.String(), "催问逾期的事。") {
		t.Errorf("the unit's page: %d", r.Code)
	}
	if r := unit.post(at+"/answer", form("words", "")); r.Code != 422 {
		t.Errorf("an empty answer: %d", r.Code)
	}
	if r := unit.post(at+"/answer", form("words", "已办结，结果今天报送。")); r.Code != 303 {
		t.Fatalf("answer: %d %s", r.Code, words(r))
	}
	if r := sup.post(at+"/judge", form("words", "已核实。")); r.Code != 422 || !strings.Contains(r.Body.String(), "已核实。") {
		t.Errorf("no verdict: %d", r.Code)
	}
	if r := sup.post(at+"/judge", form("solved", "yes", "words", "已核实。")); r.Code != 303 {
		t.Fatalf("judge: %d %s", r.Code, words(r))
	}
	if r := sup.post(at+"/lift", form("level", "3", "reason", "仍未报送结果。")); r.Code != 303 {
		t.Errorf("lift: %d %s", r.Code, words(r))
	}
	if r := head.post(at+"/close", form("outcome", "mistaken", "words", "时限登记有误。")); r.Code != 303 {
		t.Errorf("close: %d %s", r.Code, words(r))
	}
	if r := sup.get("/supervise?closed=1"); !strings.Contains(r.Body.String(), at) {
		t.Error("the closed row is not listed")
	}
	// by hand
	hand := "/orders/" + id + "/supervise"
	if r := sup.get(hand); r.Code != 200 || !strings.Contains(r.Body.String(), "媒体曝光") {
		t.Errorf("the form: %d", r.Code)
	}
	if r := sup.post(hand, form("item", "7", "level", "1", "reason", "县报二版刊登。")); r.Code != 422 || !strings.Contains(r.Body.String(), "县报二版刊登。") {
		t.Errorf("the media at the first level: %d %s", r.Code, words(r))
	}
	if r := sup.post(hand, form("item", "7", "level", "2", "reason", "县报二版刊登。")); r.Code != 303 || r.Header().Get("Location") != "/supervise/"+id+".2" {
		t.Errorf("list: %d %s", r.Code, words(r))
	}
	operator, other := s.login(s.account("hotline/operator")), s.login(s.account("jyj/principal"))
	posts := []string{at + "/act", at + "/lift", at + "/issue", at + "/judge", at + "/close", at + "/answer", hand}
	for _, p := range posts {
		if r := operator.post(p, form()); r.Code != 403 {
			t.Errorf("operator, %s: %d", p, r.Code)
		}
		if r := s.stranger().post(p, form()); r.Code != 303 || r.Header().Get("Location") != "/login" {
			t.Errorf("stranger, %s: %d", p, r.Code)
		}
	}
	if r := other.post(at+"/answer", form("words", "已办。")); r.Code != 404 {
		t.Errorf("another unit answers: %d", r.Code)
	}
	for _, p := range []string{"/supervise", at, at + "/print", at + "/files/x", hand} {
		if r := operator.get(p); r.Code != 403 {
			t.Errorf("operator reads %s: %d", p, r.Code)
		}
		if r := s.stranger().get(p); r.Code != 303 {
			t.Errorf("stranger reads %s: %d", p, r.Code)
		}
	}
	for _, p := range []string{at, at + "/print", at + "/files/x"} {
		if r := other.get(p); r.Code != 404 {
			t.Errorf("another unit reads %s: %d", p, r.Code)
		}
	}
}
