package console

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

// TestSignPages: a threat stands on top of the page and on the menu, is settled with a reason that is asked for, a report is put on record with bad input first; posts
// without the permission and strangers are refused (Art. 21(6), 21(7)).
func TestSignPages(t *testing.T) {
	s := newSite(t, t.TempDir())
	c := s.Complaint()
	c.Request.Words.Text = "再不解决我就跳楼。"
	id := s.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c", Proposal: order.Proposal{Unit: "cgj"}})
	sup, dis, unit := s.login(s.account("hotline/supervisor")), s.login(s.account("hotline/dispatcher")), s.login(s.account("cgj/principal"))
	r := sup.get("/signs")
	if r.Code != 200 || !strings.Contains(r.Body.String(), "轻生、自伤") || !strings.Contains(r.Body.String(), id.Number) {
		t.Fatalf("the page: %d %s", r.Code, words(r))
	}
	at := "/signs/threat/" + id.ID
	was := s.head()
	if r = sup.post(at+"/settle", url.Values{"_key": {web.NewKey()}, "way": {"dismissed"}, "reason": {""}}); r.Code != 422 || !strings.Contains(r.Body.String(), "没有填写理由") || s.head() != was {
		t.Errorf("without a reason: %d %s", r.Code, words(r))
	}
	if r = dis.post(at+"/settle", url.Values{"_key": {web.NewKey()}, "way": {"ledger"}}); r.Code != 403 {
		t.Errorf("a dispatcher settles: %d", r.Code)
	}
	if r = sup.post(at+"/settle", url.Values{"_key": {web.NewKey()}, "way": {"ledger"}, "reason": {"请公安到场"}}); r.Code != 303 {
		t.Fatalf("settled: %d %s", r.Code, words(r))
	}
	if r = sup.get(at); !strings.Contains(r.Body.String(), "/supervise/"+id.ID+".1") || !strings.Contains(r.Body.String(), "请公安到场") {
		t.Errorf("after it: %s", words(r))
	}
	form := url.Values{"_key": {web.NewKey()}, "outlet": {"video"}, "source": {"本地生活号"}, "day": {"2026-03-02"}, "due": {"2026-03-03"}, "title": {"校门口的坑"}, "link": {"javascript:alert(1)"}, "gist": {"播放三万次"}, "orders": {id.Number}}
	if r = dis.post("/media", form); r.Code != 422 || !strings.Contains(r.Body.String(), "链接应以 http") || !strings.Contains(r.Body.String(), "校门口的坑") {
		t.Errorf("a bad link: %d %s", r.Code, words(r))
	}
	form.Set("link", "https://example.com/v")
	if r = dis.post("/media", form); r.Code != 303 {
		t.Fatalf("recorded: %d %s", r.Code, words(r))
	}
	r = dis.get("/media")
	one := regexp.MustCompile(`/media/[0-9A-Za-z_-]{8,}`).FindString(r.Body.String())
	if r = dis.get(one); one == "" || r.Code != 200 || !strings.Contains(r.Body.String(), id.Number) || !strings.Contains(r.Body.String(), "https://example.com/v") {
		t.Errorf("the report: %d %s", r.Code, words(r))
	}
	if r = dis.post(one+"/answer", url.Values{"_key": {web.NewKey()}, "day": {"2026-03-02"}, "where": {"县城管局，县政府网站"}, "words": {"已修补"}}); r.Code != 303 {
		t.Errorf("answered: %d %s", r.Code, words(r))
	}
	for _, p := range []string{"/signs", at, "/media", one, "/signs/orders?category=0204&day=2026-03-02", "/media/new"} {
		if r := unit.get(p); r.Code != 403 {
			t.Errorf("a unit at %s: %d", p, r.Code)
		}
	}
	if r := sup.get("/signs/orders?category=0204&town=341622001&day=2026-03-02"); r.Code != 200 || !strings.Contains(r.Body.String(), id.Number) {
		t.Errorf("behind a number: %d %s", r.Code, words(r))
	}
	for _, p := range []string{"/signs/orders?category=xx&day=2026-03-02", "/signs/quality/x", "/signs/threat/none", "/media/none"} {
		if r := sup.get(p); r.Code != 404 {
			t.Errorf("%s: %d", p, r.Code)
		}
	}
}
