package console

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/testkit"
)

// TestAPersonWithoutAPostIsToldSoAtTheDoor: who has left his only post logs in to nothing, and is told whom to ask.
func TestAPersonWithoutAPostIsToldSoAtTheDoor(t *testing.T) {
	s := newSite(t, t.TempDir())
	login := s.account("cgj/handler")
	b := s.login(login)
	status(t, "while he is there", b.get("/"), 200)
	all, err := s.Desk.Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if a.Login == login {
			if err := s.Desk.LeavePost(t.Context(), testkit.As("hotline/system_admin"), a.ID, "cgj/handler", "2026-03-02", ""); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.Clock.Set("2026-03-03 09:00")
	if r := b.get("/"); r.Code != 303 || r.Header().Get("Location") != "/login" {
		t.Errorf("his old session still opens: %d", r.Code)
	}
	r := s.stranger().post("/login", url.Values{"login": {login}, "password": {password}})
	status(t, "the door", r, 422)
	if !strings.Contains(words(r), "今天没有在任的岗位") {
		t.Errorf("the door says %.300s", words(r))
	}
}

// TestAnOrganisationFormComesBackWithWhatWasTyped: bad input changes nothing stored and loses nothing typed.
func TestAnOrganisationFormComesBackWithWhatWasTyped(t *testing.T) {
	s := newSite(t, t.TempDir())
	b := s.as("hotline/system_admin")
	key := func() string { return strings.Repeat("0", 31) + "1" }
	before := s.head()
	for path, form := range map[string]url.Values{
		"/org/units":               {"code": {"数据局"}, "name": {"县数据资源管理局"}, "short": {""}, "group": {"department"}, "phone": {""}, "on": {"2026-03-02"}, "why": {"蒙编〔2026〕6号"}},
		"/org/units/cgj/succeed":   {"to": {"cgj"}, "document": {"蒙编〔2026〕5号"}, "on": {"2026-03-02"}},
		"/org/units/cgj/close":     {"why": {"蒙编〔2026〕5号"}, "on": {"2026-03-01"}},
		"/org/units/cgj/change":    {"name": {"县城市管理局"}, "short": {"城管局"}, "group": {"department"}, "phone": {"0558-7000201"}, "on": {"2026-03-02"}, "why": {"蒙编〔2026〕5号"}},
		"/org/units/cgj/activate":  {},
		"/org/units/cgj/people":    {"title": {"蒙编〔2026〕5号"}, "login": {"X"}, "post": {"cgj/handler"}, "from": {"2026-03-02"}},
		"/org/people/nobody/shut":  {"shut": {"yes"}},
		"/org/people/nobody/leave": {"post": {"cgj/handler"}, "last": {"2026-03-02"}},
	} {
		form.Set("_key", key())
		r := b.post(path, form)
		switch want := form.Get("document") + form.Get("why") + form.Get("title"); {
		case strings.Contains(path, "nobody"):
			status(t, path, r, 404)
		case r.Code != 422 && r.Code != 409:
			t.Errorf("%s: status %d: %.200s", path, r.Code, words(r))
		case want != "" && !strings.Contains(r.Body.String(), want):
			t.Errorf("%s lost what was typed", path)
		}
	}
	if now := s.head(); now != before {
		t.Errorf("bad forms wrote %d records", now-before)
	}
}
