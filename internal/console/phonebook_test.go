package console

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/web"
)

// TestPhonebookPages: a unit's handler writes his unit's numbers; the operator reads them and may not write; nobody without an account reads anything; no
// field names another unit.
func TestPhonebookPages(t *testing.T) {
	s := newSite(t, t.TempDir())
	s.Clock.Set("2026-03-02 09:00")
	unit, operator := s.login(s.account("cgj/handler")), s.login(s.account("hotline/operator"))
	form := func(number string) url.Values {
		return url.Values{"_key": {web.NewKey()}, "number_office": {number}, "note_office": {"办公室"}}
	}
	if r := unit.post("/phonebook/own", form("7812345")); r.Code != 422 || !strings.Contains(r.Body.String(), "群众拨打的热线") || !strings.Contains(r.Body.String(), `value="7812345"`) {
		t.Errorf("the hotline's number: %d %s", r.Code, words(r))
	}
	other := form("0558-7000399")
	other.Set("unit", "jyj")
	head := s.head()
	if r := unit.post("/phonebook/own", other); r.Code != 400 || s.head() != head {
		t.Errorf("another unit's numbers: %d", r.Code)
	}
	if r := unit.post("/phonebook/own", form("0558-7000388")); r.Code != 303 {
		t.Fatalf("own numbers: %d %s", r.Code, words(r))
	}
	if r := operator.get("/phonebook?q=csglj"); r.Code != 200 || !strings.Contains(r.Body.String(), "0558-7000388") || strings.Contains(r.Body.String(), "县教育局") {
		t.Errorf("by initials: %d %s", r.Code, words(r))
	}
	if r := operator.get("/phonebook/print"); r.Code != 200 || !strings.Contains(r.Body.String(), "0558-7000388") {
		t.Errorf("print: %d", r.Code)
	}
	for _, path := range []string{"/phonebook/own", "/phonebook/confirm"} {
		if r := operator.post(path, form("0558-7000377")); r.Code != 403 {
			t.Errorf("operator, %s: %d", path, r.Code)
		}
		if r := s.stranger().post(path, form("0558-7000377")); r.Code != 303 || r.Header().Get("Location") != "/login" {
			t.Errorf("stranger, %s: %d", path, r.Code)
		}
	}
	if r := s.stranger().get("/phonebook"); r.Code != 303 {
		t.Errorf("stranger reads: %d", r.Code)
	}
	if r := s.login(s.account("jyj/handler")).get("/phonebook"); !strings.Contains(r.Body.String(), "的号码还没有核对") {
		t.Error("a unit that has not confirmed is not reminded")
	}
}
