package console

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/web"
)

// TestDirectivePages: the office puts a word on record and splits it; a unit answers its own task; the leader reads what became of it under 批示落实; bad input
// loses nothing typed and stores nothing; strangers and posts without the permission are refused.
func TestDirectivePages(t *testing.T) {
	s := newSite(t, t.TempDir())
	s.Clock.Set("2026-03-02 09:00")
	clerk, unit, leader := s.login(s.account("hotline/dispatcher")), s.login(s.account("cgj/handler")), s.login(s.account("county/magistrate"))
	form := func() url.Values {
		return url.Values{"_key": {web.NewKey()}, "post": {"county/magistrate"}, "day": {"2026-03-01"}, "kind": {"report"}, "title": {"窨井盖缺失"}, "source": {"热线信息专报第12期"}, "words": {"请城管局限期补齐。"},
			"unit_1": {"cgj"}, "what_1": {"排查并补齐。"}, "due_1": {"2026-03-10"}}
	}
	if r := clerk.get("/directives/new"); r.Code != 200 || !strings.Contains(r.Body.String(), "落实单位5") {
		t.Fatalf("form: %d %s", r.Code, words(r))
	}
	head := s.head()
	for field, x := range map[string][2]string{"what_1": {"", "没有写要做什么"}, "due_1": {"2026-02-01", "早于今天"}, "words": {"", "批示内容"}, "number": {"MC209901010001", "没有编号为"}} {
		bad := form()
		bad.Set(field, x[0])
		if field == "number" {
			bad.Set("kind", "order")
		}
		if r := clerk.post("/directives", bad); r.Code != 422 || !strings.Contains(r.Body.String(), x[1]) || !strings.Contains(r.Body.String(), "热线信息专报第12期") || s.head() != head {
			t.Errorf("%s=%q: %d %s", field, x[0], r.Code, words(r))
		}
	}
	r := clerk.post("/directives", form())
	at := r.Header().Get("Location")
	if r.Code != 303 || !strings.HasPrefix(at, "/directives/") {
		t.Fatalf("give: %d %s", r.Code, words(r))
	}
	for who, b := range map[string]*browser{"office": clerk, "unit": unit, "leader": leader} {
		if r := b.get(at); r.Code != 200 || !strings.Contains(r.Body.String(), "请城管局限期补齐。") {
			t.Errorf("%s reads: %d %s", who, r.Code, words(r))
		}
	}
	if r := leader.get("/instructions"); r.Code != 200 || !strings.Contains(r.Body.String(), "窨井盖缺失") {
		t.Errorf("批示落实: %d %s", r.Code, words(r))
	}
	if r := unit.get("/directives"); r.Code != 200 || !strings.Contains(r.Body.String(), "窨井盖缺失") {
		t.Errorf("the unit's list: %d", r.Code)
	}
	other := s.login(s.account("jyj/handler"))
	if r := other.get(at); r.Code != 404 {
		t.Errorf("another unit reads: %d", r.Code)
	}
	if r := other.post(at+"/answer", url.Values{"_key": {web.NewKey()}, "words": {"办了"}, "done": {"1"}}); r.Code != 404 {
		t.Errorf("another unit answers: %d", r.Code)
	}
	if r := unit.post(at+"/answer", url.Values{"_key": {web.NewKey()}, "words": {""}, "done": {"1"}}); r.Code != 422 || !strings.Contains(r.Body.String(), "落实情况") {
		t.Errorf("empty answer: %d", r.Code)
	}
	if r := unit.post(at+"/answer", url.Values{"_key": {web.NewKey()}, "words": {"37处已补齐。"}, "done": {"1"}}); r.Code != 303 {
		t.Fatalf("answer: %d %s", r.Code, words(r))
	}
	if r := clerk.post(at+"/back", url.Values{"_key": {web.NewKey()}, "unit": {"cgj"}, "reason": {"附照片。"}, "due": {"2026-03-12"}}); r.Code != 303 {
		t.Fatalf("send back: %d %s", r.Code, words(r))
	}
	if r := clerk.post(at+"/report", url.Values{"_key": {web.NewKey()}, "means": {"told"}, "words": {"已办完。"}}); r.Code != 409 || !strings.Contains(r.Body.String(), "还有单位没有报办结") {
		t.Errorf("report too early: %d %s", r.Code, words(r))
	}
	if r := unit.post(at+"/answer", url.Values{"_key": {web.NewKey()}, "words": {"照片已附。"}, "done": {"1"}}); r.Code != 303 {
		t.Fatalf("answer again: %d %s", r.Code, words(r))
	}
	if r := clerk.post(at+"/report", url.Values{"_key": {web.NewKey()}, "means": {"told"}, "words": {"37处全部补齐。"}}); r.Code != 303 {
		t.Fatalf("report: %d %s", r.Code, words(r))
	}
	if r := leader.get("/instructions?done=1"); !strings.Contains(r.Body.String(), "已反馈领导") {
		t.Errorf("what became of it: %s", words(r))
	}
	operator := s.login(s.account("hotline/operator"))
	for _, p := range []string{"/directives", at + "/answer", at + "/back", at + "/report"} {
		if r := operator.post(p, url.Values{"_key": {web.NewKey()}}); r.Code != 403 {
			t.Errorf("operator, %s: %d", p, r.Code)
		}
		if r := s.stranger().post(p, url.Values{"_key": {web.NewKey()}}); r.Code != 303 || r.Header().Get("Location") != "/login" {
			t.Errorf("stranger, %s: %d", p, r.Code)
		}
	}
	for _, p := range []string{"/directives", "/directives/new", at, at + "/scan"} {
		if r := operator.get(p); r.Code != 403 {
			t.Errorf("operator reads %s: %d", p, r.Code)
		}
		if r := s.stranger().get(p); r.Code != 303 {
			t.Errorf("stranger reads %s: %d", p, r.Code)
		}
	}
	if r := clerk.get(at + "/scan"); r.Code != 404 {
		t.Errorf("no scan: %d", r.Code)
	}
}
