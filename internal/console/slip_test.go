package console

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

// TestTheFieldsDoor: a handler gives a slip on the order's page; its address opens without an account, and what opens nothing is answered by the same
// bytes whatever the reason, after five wrong tries as after none.
func TestTheFieldsDoor(t *testing.T) {
	s := newSite(t, t.TempDir())
	s.Clock.Set("2026-03-02 09:00")
	handler := s.account("cgj/handler")
	id := s.Do("hotline/operator", "", s.Complaint(), order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c1", Proposal: order.Proposal{Unit: "cgj"}}).ID
	s.Do("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj"}, Requirements: "疏通", Text: "下水道堵塞"})
	s.Do("cgj/handler", id, order.SignFor{By: testkit.By("cgj/handler")})
	b := s.login(handler)
	form := url.Values{"_key": {web.NewKey()}, "_v": {"9"}, "name": {"葛守田"}, "body": {"北城社区"}, "purpose": {"请到现场核实"}, "days": {"1"}, "contact": {"1"}, "progress": {"1"}, "number": {"1"}}
	bad := url.Values{}
	for k, v := range form {
		bad[k] = v
	}
	bad["name"] = []string{""}
	if r := b.post("/orders/"+id+"/give_slip", bad); r.Code != 422 || !strings.Contains(r.Body.String(), "请到现场核实") {
		t.Errorf("without a name: %d", r.Code)
	}
	r := b.post("/orders/"+id+"/give_slip", form)
	m := regexp.MustCompile(`/field/([0-9a-f]{32})`).FindStringSubmatch(r.Body.String())
	if r.Code != 200 || m == nil || !strings.Contains(r.Body.String(), "folder-code") {
		t.Fatalf("no slip: %d %s", r.Code, words(r))
	}
	if again := b.post("/orders/"+id+"/give_slip", form); !strings.Contains(again.Body.String(), m[0]) {
		t.Error("the same form sent again shows another address")
	}
	door := m[0]
	anybody := s.stranger()
	page := anybody.get(door)
	if page.Code != 200 || !strings.Contains(page.Body.String(), "下水道堵塞") || strings.Contains(page.Body.String(), "秀兰") || strings.Contains(page.Body.String(), "13800001234") {
		t.Fatalf("the door: %d %s", page.Code, words(page))
	}
	if page.Header().Get("Set-Cookie") != "" || page.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("headers: %v", page.Header())
	}
	if n := anybody.post(door+"/number", url.Values{"_key": {web.NewKey()}}); n.Code != 200 || !strings.Contains(n.Body.String(), "tel:") {
		t.Errorf("the number: %d %s", n.Code, words(n))
	}
	at := "2026-03-02T09:00"
	if r := anybody.post(door+"/contact", url.Values{"_key": {web.NewKey()}, "at": {at}, "means": {"visit"}, "reached": {"yes"}, "note": {"他在家"}}); r.Code != 422 || !strings.Contains(r.Body.String(), "他在家") {
		t.Errorf("a contact without telling: %d %s", r.Code, words(r))
	}
	if r := anybody.post(door+"/contact", url.Values{"_key": {web.NewKey()}, "at": {at}, "means": {"visit"}, "reached": {"yes"}, "told": {"1"}, "note": {"他在家"}}); r.Code != 303 {
		t.Errorf("a contact: %d %s", r.Code, words(r))
	}
	if r := anybody.post(door+"/progress", url.Values{"_key": {web.NewKey()}, "text": {"水没过井盖"}}); r.Code != 303 {
		t.Errorf("progress: %d %s", r.Code, words(r))
	}
	if r := anybody.post(door+"/progress", url.Values{"_key": {web.NewKey()}, "text": {""}}); r.Code != 422 {
		t.Errorf("empty progress: %d", r.Code)
	}

	want := anybody.get("/field/" + strings.Repeat("0", 32))
	if want.Code != http.StatusNotFound {
		t.Fatalf("an unknown slip: %d", want.Code)
	}
	same := func(why, path string) {
		t.Helper()
		for name, got := range map[string]string{"GET": anybody.get(path).Body.String(), "number": anybody.post(path+"/number", url.Values{"_key": {web.NewKey()}}).Body.String(),
			"contact": anybody.post(path+"/contact", url.Values{}).Body.String(), "progress": anybody.post(path+"/progress", url.Values{"x": {"y"}}).Body.String()} {
			if got != want.Body.String() {
				t.Errorf("%s, %s: another answer than to an unknown slip", why, name)
			}
		}
	}
	for _, wrong := range []string{"x", "..%2f", strings.Repeat("f", 32), strings.Repeat("1", 63), door[7:38] + "g"} {
		same("wrong "+wrong, "/field/"+wrong)
	}
	s.Clock.Add(1 << 37)
	head := s.head()
	same("still wrong", "/field/"+strings.Repeat("2", 32))
	if s.head() != head {
		t.Error("a wrong slip writes")
	}
	if r := anybody.get(door); r.Code != 200 {
		t.Errorf("wrong tries shut the right door: %d", r.Code)
	}
	slips := s.Order("cgj/handler", id).Slips
	s.Do("cgj/handler", id, order.RevokeSlip{By: testkit.By("cgj/handler"), Slip: slips[0].ID})
	s.Clock.Add(1 << 37)
	same("revoked", door)

	// Whoever knocks too often waits; a slip that is real and one that is not wait alike.
	for _, path := range []string{door, "/field/" + strings.Repeat("3", 32)} {
		s.Clock.Add(1 << 40)
		codes := map[int]int{}
		for range 100 {
			codes[anybody.get(path).Code]++
		}
		if codes[404] == 0 || codes[429] == 0 || codes[200] != 0 {
			t.Errorf("knocking: %v", codes)
		}
	}
}
