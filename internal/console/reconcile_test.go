package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/calendar"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

// TestReconciliationPages: a difference without its note comes back with what was typed; the saved one stands on the page; an operator reads and does not write.
func TestReconciliationPages(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		s.dispatched()
		day := calendar.DateOf(s.Clock.Now()).String()
		b := s.as("hotline/dispatcher")
		form := func(note string) url.Values {
			return url.Values{"_key": {web.NewKey()}, "day": {day}, "channel": {"D1"}, "received": {"2"}, "note": {note}}
		}
		page := b.post("/reconciliation", form(""))
		status(t, "a difference without a note", page, http.StatusUnprocessableEntity)
		if body := page.Body.String(); !strings.Contains(body, "请写明差在哪里") || !strings.Contains(body, `value="2"`) {
			t.Errorf("what was typed is lost or nothing is said: %s", body)
		}
		status(t, "a difference with a note", b.post("/reconciliation", form("一件记在纸上，稍后补录。")), http.StatusSeeOther)
		status(t, "no day", b.post("/reconciliation", url.Values{"_key": {web.NewKey()}, "day": {"昨天"}, "channel": {"D1"}, "received": {"x"}}), http.StatusUnprocessableEntity)
		if body := b.get("/reconciliation?day=" + day).Body.String(); !strings.Contains(body, "少登记1件") || !strings.Contains(body, "稍后补录") {
			t.Errorf("the comparison is not on the page")
		}
		op := s.as("hotline/operator")
		status(t, "an operator reads", op.get("/reconciliation?day="+day), http.StatusOK)
		if r := op.post("/reconciliation", form("")); r.Code == http.StatusSeeOther || r.Code == http.StatusUnprocessableEntity {
			t.Errorf("an operator compared: %d", r.Code)
		}
		if r := s.as("cgj/handler").get("/reconciliation"); r.Code == http.StatusOK {
			t.Error("a unit reads the comparison")
		}
	})
}
