package console

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/org"
	"huiyin/internal/web"
)

// TestRecheckPages: the list leads to the draw and from it to the order, whose form records the look-back; what is wrong loses nothing typed and stores nothing; posts without the
// permission, the unit and strangers are refused.
func TestRecheckPages(t *testing.T) {
	s := newSite(t, t.TempDir())
	id := s.Closed("cgj")
	s.Clock.Set("2026-04-06 09:00")
	s.Tick()
	sup := s.login(s.account("hotline/supervisor"))
	if r := sup.get("/rechecks"); r.Code != 200 || !strings.Contains(r.Body.String(), `action="/rechecks/draw"`) || !strings.Contains(words(r), "还没有抽过") {
		t.Fatalf("before the draw: %d %s", r.Code, words(r))
	}
	form := func(kv ...string) url.Values {
		f := url.Values{"_key": {web.NewKey()}}
		for i := 0; i < len(kv); i += 2 {
			f.Add(kv[i], kv[i+1])
		}
		return f
	}
	if r := sup.post("/rechecks/draw", form()); r.Code != 303 {
		t.Fatalf("draw: %d %s", r.Code, words(r))
	}
	was := s.head()
	if r := sup.post("/rechecks/draw", form()); r.Code != 422 && r.Code != 409 || !strings.Contains(r.Body.String(), "都已经抽过") || s.head() != was {
		t.Errorf("drawn twice: %d %s", r.Code, words(r))
	}
	link := "/orders/" + id + "?do=recheck"
	if r := sup.get("/rechecks"); r.Code != 200 || !strings.Contains(r.Body.String(), link) {
		t.Fatalf("after the draw: %d %s", r.Code, words(r))
	}
	if r := sup.get(link); r.Code != 200 || !strings.Contains(r.Body.String(), `action="/orders/`+id+`/recheck"`) || !strings.Contains(words(r), "抽样，第1次抽取") {
		t.Fatalf("the form: %d %s", r.Code, words(r))
	}
	part := actPart(t, sup.get(link).Body.String(), "recheck")
	v := hiddenField(t, part, "_v")
	bad := form("_v", v, "on", "2026-04-06T08:30", "means", "phone", "result", "rebound", "words", "诉求人说又堵了。", "rework", "yes")
	if r := sup.post("/orders/"+id+"/recheck", bad); r.Code != 422 || !strings.Contains(r.Body.String(), "重办要求") || !strings.Contains(r.Body.String(), "诉求人说又堵了。") || s.head() != was {
		t.Errorf("without what is to be done: %d %s", r.Code, words(r))
	}
	good := form("_v", v, "on", "2026-04-06T08:30", "means", "phone", "result", "rebound", "words", "诉求人说又堵了。", "rework", "yes", "note", "重新疏通。")
	for _, p := range []org.PostID{"cgj/principal", "hotline/operator", "hotline/dispatcher"} {
		b := s.login(s.account(p))
		if r := b.get("/rechecks"); r.Code != 403 {
			t.Errorf("%s reads the list: %d", p, r.Code)
		}
		if r := b.post("/rechecks/draw", form()); r.Code != 403 {
			t.Errorf("%s draws: %d", p, r.Code)
		}
		if r := b.post("/orders/"+id+"/recheck", good); r.Code != 403 || s.head() > was+1 {
			t.Errorf("%s looks back: %d", p, r.Code)
		}
		was = s.head()
	}
	if r := s.stranger().get("/rechecks"); r.Code != 303 && r.Code != 401 {
		t.Errorf("a stranger: %d", r.Code)
	}
	if r := sup.post("/orders/"+id+"/recheck", good); r.Code != 303 {
		t.Fatalf("recorded: %d %s", r.Code, words(r))
	}
	if r := sup.get("/orders/" + id); !strings.Contains(words(r), "督办 二级") || !strings.Contains(words(r), "反弹") {
		t.Errorf("the order's page: %s", words(r))
	}
	if r := sup.get("/rechecks?done=1&result=rebound"); r.Code != 200 || !strings.Contains(r.Body.String(), "/orders/"+id) {
		t.Errorf("what was found: %d %s", r.Code, words(r))
	}
	if r := sup.get("/rechecks?result=holds&done=1"); strings.Contains(r.Body.String(), `class="tapline" href="/orders/`+id) {
		t.Error("the list is not narrowed")
	}
}

// TestVisitNumber: the visitor's form asks for the number with its reason set; the look shows it, and is on record; a post that does not visit sees no such line, and a unit no number.
func TestVisitNumber(t *testing.T) {
	s := newSite(t, t.TempDir())
	id := s.Answered("cgj")
	b := s.login(s.account("hotline/visitor"))
	r := b.get("/orders/" + id)
	if r.Code != 200 || !strings.Contains(words(r), "回访号码") || strings.Contains(r.Body.String(), "0000 1234") || !strings.Contains(r.Body.String(), `action="/orders/`+id+`/reveal/phone"`) {
		t.Fatalf("the form: %d %s", r.Code, words(r))
	}
	was := s.head()
	r = b.post("/orders/"+id+"/reveal/phone", url.Values{"_key": {web.NewKey()}, "reason": {"visit"}})
	if r.Code != 200 || strings.Count(r.Body.String(), "138 0000 1234") < 2 || s.head() != was+1 {
		t.Errorf("the look: %d, %d events %s", r.Code, s.head()-was, words(r))
	}
	head := s.login(s.account(org.PostOfficeHead))
	if r := head.get("/orders/" + id + "/seen"); r.Code != 200 || !strings.Contains(words(r), "回访") {
		t.Errorf("who saw it: %d %s", r.Code, words(r))
	}
	for _, p := range []org.PostID{"hotline/dispatcher", "cgj/principal"} {
		if r := s.login(s.account(p)).get("/orders/" + id); strings.Contains(words(r), "回访号码") || strings.Contains(r.Body.String(), "0000 1234") {
			t.Errorf("%s: %s", p, words(r))
		}
	}
}
