package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/org"
)

// Every page and act of the office's daily life refuses a stranger: sent to the door without a log-in, told openly in the wrong post.
func TestOfficeRoutesRefuseStrangers(t *testing.T) {
	s := newSite(t, t.TempDir())
	posts := map[string]org.PostID{"unit": "cgj/handler", "leader": "county/magistrate", "admin": "hotline/system_admin", "operator": "hotline/operator"}
	people := map[string]*browser{"nobody": s.stranger()}
	for name, p := range posts {
		people[name] = s.login(s.account(p))
	}
	key := "0123456789abcdef0123456789abcdef"
	for _, x := range []struct {
		method, path string
		refused      []string
	}{
		{"GET", "/messages", []string{"admin"}}, {"GET", "/messages/feed", []string{"admin"}}, {"POST", "/messages/open", []string{"admin"}}, {"POST", "/messages/read", []string{"admin"}},
		{"GET", "/messages/outbox", []string{"unit", "leader", "admin", "operator"}}, {"GET", "/messages/catalogue", []string{"unit", "leader", "admin", "operator"}},
		{"GET", "/backfill", []string{"unit", "leader", "admin"}}, {"POST", "/backfill/x", []string{"unit", "leader", "admin"}},
		{"GET", "/backfill/update", []string{"unit", "leader", "admin", "operator"}}, {"POST", "/backfill/update", []string{"unit", "leader", "admin", "operator"}},
		{"GET", "/copy/day", []string{"unit", "leader", "admin"}}, {"GET", "/orders/x/copy", []string{"admin"}},
		{"GET", "/handover", []string{"unit", "leader", "admin"}}, {"POST", "/handover", []string{"unit", "leader", "admin"}}, {"GET", "/handover/x", []string{"unit", "leader", "admin"}},
		{"POST", "/handover/x/take", []string{"unit", "leader", "admin"}},
		{"GET", "/statements", []string{"unit", "leader", "admin"}}, {"GET", "/statements/for", []string{"unit", "leader", "admin"}}, {"GET", "/statements/x", []string{"unit", "leader", "admin"}},
		{"GET", "/statements/new", []string{"unit", "leader", "admin", "operator"}}, {"POST", "/statements", []string{"unit", "leader", "admin", "operator"}},
		{"GET", "/directory", []string{"unit", "leader", "admin"}}, {"GET", "/directory/0204", []string{"unit", "leader", "admin"}}, {"GET", "/directory/new", []string{"unit", "leader", "admin", "operator"}},
		{"POST", "/directory", []string{"unit", "leader", "admin", "operator"}}, {"POST", "/directory/0204/end", []string{"unit", "leader", "admin", "operator"}},
		{"POST", "/statements/x/publish", []string{"unit", "leader", "admin", "operator"}}, {"POST", "/statements/x/end", []string{"unit", "leader", "admin", "operator"}},
	} {
		send := func(b *browser) int {
			if x.method == "GET" {
				return b.get(x.path).Code
			}
			return b.post(x.path, url.Values{"_key": {key}}).Code
		}
		before := s.head()
		if got := send(people["nobody"]); got != http.StatusSeeOther {
			t.Errorf("%s %s without a log-in: %d", x.method, x.path, got)
		}
		for _, who := range x.refused {
			if got := send(people[who]); got != http.StatusForbidden {
				t.Errorf("%s %s by %s: %d", x.method, x.path, who, got)
			}
		}
		if s.head() != before {
			t.Errorf("%s %s: a refusal was written", x.method, x.path)
		}
	}
	// An order that does not exist and one that is not yours answer alike.
	if a, b := people["unit"].get("/orders/x/copy"), people["unit"].get("/orders/x"); a.Code != http.StatusNotFound || a.Code != b.Code {
		t.Errorf("an unknown order to copy: %d", a.Code)
	}
}

// A form that comes back keeps every character.
func TestOfficeFormsComeBackFilledIn(t *testing.T) {
	s := newSite(t, t.TempDir())
	b := s.login(s.account("hotline/dispatcher"))
	key := "0123456789abcdef0123456789abcdef"
	r := b.post("/statements", url.Values{"_key": {key}, "title": {"城南停水"}, "text": {"停水"}, "owner": {"cgj"}, "until": {"2026-03-02T20:00"}, "town": {""}, "place": {"老城区"}, "category": {""}})
	if page := r.Body.String(); r.Code != 422 || !strings.Contains(page, "城南停水") || !strings.Contains(page, "老城区") || !strings.Contains(page, "口径太短") {
		t.Errorf("a short statement: %d %s", r.Code, words(r))
	}
	r = b.post("/directory", url.Values{"_key": {key}, "_shown": {"0"}, "category": {"0204"}, "town": {""}, "unit1": {"cgj"}, "unit2": {"cgj"}, "unit3": {""}, "unit4": {""}, "basis": {"县城管局三定方案"}})
	if page := r.Body.String(); r.Code != 422 || !strings.Contains(page, "县城管局三定方案") || !strings.Contains(page, "同一个单位写了两次") {
		t.Errorf("a unit twice: %d %s", r.Code, words(r))
	}
	r = b.post("/directory", url.Values{"_key": {key}, "_shown": {"0"}, "category": {"0204"}, "town": {""}, "unit1": {"cgj"}, "unit2": {""}, "unit3": {""}, "unit4": {""}, "basis": {"县城管局三定方案"}})
	if page := b.get(r.Header().Get("Location")).Body.String(); r.Code != http.StatusSeeOther || !strings.Contains(page, "县热线办核定") || !strings.Contains(page, "县城管局三定方案") {
		t.Errorf("a line: %d %s", r.Code, words(r))
	}
	long := strings.Repeat("回电", 600)
	r = b.post("/handover", url.Values{"_key": {key}, "call": {""}, "callback": {long}, "urgent": {""}, "leader": {""}, "equipment": {"耳机没声音"}})
	if page := r.Body.String(); r.Code != 422 || !strings.Contains(page, long) || !strings.Contains(page, "耳机没声音") {
		t.Errorf("a long hand-over: %d", r.Code)
	}
	r = b.post("/handover", url.Values{"_key": {key}, "call": {""}, "callback": {"三点回电"}, "urgent": {""}, "leader": {""}, "equipment": {""}})
	if r.Code != http.StatusSeeOther {
		t.Fatalf("a hand-over: %d %s", r.Code, words(r))
	}
	if page := b.get("/handover").Body.String(); !strings.Contains(page, "三点回电") || !strings.Contains(page, "请接班的同事") {
		t.Error("the outgoing hand does not see what waits")
	}
	if r := b.post("/backfill/update", url.Values{"_key": {key}}); r.Code != 422 {
		t.Errorf("an import without a file: %d", r.Code)
	}
}
