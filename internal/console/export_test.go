package console

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"huiyin/internal/web"
)

// TestAListIsExported: from the list to the file as a dispatcher does it, the list's filter with it; a unit has its own; a stranger, an outsourced operator and another
// person's address are refused; a made-up list and a made-up filter store nothing.
func TestAListIsExported(t *testing.T) {
	s := newSite(t, t.TempDir())
	for range 3 {
		s.Dispatched("cgj")
	}
	b := s.login(s.account("hotline/dispatcher"))
	list := b.get("/list/open?type=complaint")
	m := regexp.MustCompile(`href="(/exports/new\?[^"]+)"`).FindStringSubmatch(list.Body.String())
	if m == nil {
		t.Fatal("the list has no 导出")
	}
	plan := b.get(strings.ReplaceAll(m[1], "&amp;", "&"))
	status(t, "what is exported", plan, http.StatusOK)
	for _, want := range []string{"在办", "3件", "投诉"} {
		if !strings.Contains(plan.Body.String(), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	key := web.NewKey()
	form := url.Values{"_key": {key}, "query": {"of=open&type=complaint"}, "format": {"csv"}}
	first, second := b.post("/exports", form), b.post("/exports", form)
	status(t, "export", first, http.StatusSeeOther)
	at := first.Header().Get("Location")
	if second.Header().Get("Location") != at {
		t.Errorf("a double click: %s and %s", at, second.Header().Get("Location"))
	}
	running := b.get(at)
	if running.Header().Get("Refresh") != "2" || !strings.Contains(running.Body.String(), "正在导出") {
		t.Errorf("while it is made: %q", running.Header().Get("Refresh"))
	}
	s.Tick()
	if page := b.get(at); page.Header().Get("Refresh") != "" || !strings.Contains(page.Body.String(), "可以下载") {
		t.Error("after it was made")
	}
	file := b.post(at+"/file", url.Values{"_key": {web.NewKey()}, "n": {"1"}})
	status(t, "the file", file, http.StatusOK)
	if n := strings.Count(file.Body.String(), "\r\n"); n != 4 || !strings.Contains(file.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("%d lines, %s", n, file.Header().Get("Content-Disposition"))
	}
	if page := b.get("/exports").Body.String(); !strings.Contains(page, at) {
		t.Error("it does not stand among his exports")
	}
	was := s.Head()
	unit := s.login(s.account("cgj/handler"))
	status(t, "a unit opens another's", unit.get(at), http.StatusNotFound)
	status(t, "a unit fetches another's", unit.post(at+"/file", url.Values{"_key": {web.NewKey()}, "n": {"1"}}), http.StatusNotFound)
	out := s.login(s.account("hotline/outsourced"))
	status(t, "an outsourced operator", out.post("/exports", form), http.StatusForbidden)
	if strings.Contains(out.get("/list/open").Body.String(), "/exports/new") {
		t.Error("an outsourced operator is offered it")
	}
	for _, bad := range []string{"of=nothing", "of=open&type=spam", "of=open&from=never", "%zz"} {
		if r := b.post("/exports", url.Values{"_key": {web.NewKey()}, "query": {bad}, "format": {"csv"}}); r.Code < 400 || r.Code > 499 {
			t.Errorf("%s: %d", bad, r.Code)
		}
	}
	if r := b.post("/exports", url.Values{"_key": {web.NewKey()}, "query": {"of=open&urged=1"}, "format": {"csv"}}); r.Code != http.StatusConflict && r.Code != http.StatusUnprocessableEntity || !strings.Contains(r.Body.String(), "不用导出") {
		t.Errorf("nothing to export: %d", r.Code)
	}
	if s.Head() != was {
		t.Error("something was stored")
	}
	status(t, "the unit's own", unit.post("/exports", url.Values{"_key": {web.NewKey()}, "query": {"of=open"}, "format": {"xlsx"}}), http.StatusSeeOther)
	status(t, "the ledger", b.post("/exports", url.Values{"_key": {web.NewKey()}, "query": {"of=supervise"}, "format": {"csv"}}), http.StatusConflict)
}
