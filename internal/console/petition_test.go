package console

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

// TestPetitionPages: rows that come back from the preview are kept, a line is decided with a reason that is asked for, a list goes out and its file is taken by a post that is
// on record; posts without the permission are refused (Art. 8(2)).
func TestPetitionPages(t *testing.T) {
	s := newSite(t, t.TempDir())
	id := s.Do("hotline/operator", "", s.Complaint(), order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c", Proposal: order.Proposal{Unit: "cgj"}})
	dis, op := s.login(s.account("hotline/dispatcher")), s.login(s.account("hotline/operator"))
	key := func(v url.Values) url.Values { v.Set("_key", web.NewKey()); return v }
	packed := `[{"line":2,"cells":{"no":"XF1","name":"王某","phone":"13800001234","place":"漆园街道","gist":"下水道堵了"}},{"line":3,"cells":{"no":"","name":"","phone":"","place":"","gist":"没有编号"}}]`
	was := s.head()
	if r := dis.post("/petitions/in", key(url.Values{"day": {"2026-03-02"}, "number": {""}, "rows": {"nonsense"}})); r.Code != 422 || s.head() != was {
		t.Errorf("a torn table: %d %s", r.Code, words(r))
	}
	r := dis.post("/petitions/in", key(url.Values{"day": {"2026-03-02"}, "number": {"蒙信函〔2026〕3号"}, "rows": {packed}}))
	at := r.Header().Get("Location")
	if r.Code != 303 || !strings.HasPrefix(at, "/petitions/") {
		t.Fatalf("kept: %d %s", r.Code, words(r))
	}
	if r = dis.get(at); r.Code != 200 || !strings.Contains(r.Body.String(), "XF1") || !strings.Contains(r.Body.String(), id.Number) || strings.Contains(r.Body.String(), "没有编号") {
		t.Errorf("the list: %d %s", r.Code, words(r))
	}
	if r = dis.post(at+"/decide", key(url.Values{"n": {"1"}, "way": {"none"}, "order": {""}, "reason": {""}})); r.Code != 422 || !strings.Contains(r.Body.String(), "没有填写理由") {
		t.Errorf("without a reason: %d %s", r.Code, words(r))
	}
	if r = dis.post(at+"/decide", key(url.Values{"n": {"1"}, "way": {"same"}, "order": {id.Number}, "reason": {""}})); r.Code != 303 {
		t.Errorf("decided: %d %s", r.Code, words(r))
	}
	r = dis.post("/petitions/out", key(url.Values{"purpose": {"已在信访渠道反映，请并案处理"}, "orders": {id.Number}}))
	out := r.Header().Get("Location")
	if r.Code != 303 || out == at {
		t.Fatalf("handed: %d %s", r.Code, words(r))
	}
	was = s.head()
	if r = dis.post(out+"/file", key(url.Values{})); r.Code != 200 || !strings.HasPrefix(r.Body.String(), "PK") || s.head() == was {
		t.Errorf("the file: %d", r.Code)
	}
	if r = dis.get(out); !strings.Contains(r.Body.String(), "下载清单") || strings.Contains(r.Body.String(), "13800001234") {
		t.Errorf("the list that went out: %s", words(r))
	}
	for _, p := range []string{"/petitions", "/petitions/in", "/petitions/out", "/petitions/template", at} {
		if r := op.get(p); r.Code != 403 {
			t.Errorf("an operator at %s: %d", p, r.Code)
		}
	}
}

// TestAlarmPages: the emergency typed beside the 登记单 is registered with the call, which is 特急; without who took it the sheet comes back with all that was typed; the order
// says so until its end is on record, and so does the hand-over (Art. 7, 12).
func TestAlarmPages(t *testing.T) {
	s := newSite(t, t.TempDir())
	op, unit := s.login(s.account("hotline/operator")), s.login(s.account("cgj/principal"))
	if r := op.get("/intake"); !strings.Contains(r.Body.String(), "Alt+J") || !strings.Contains(r.Body.String(), "您现在安全吗") {
		t.Error("the sheet has no script")
	}
	sheet := func() url.Values {
		return url.Values{"_key": {web.NewKey()}, "phone": {"13800001234"}, "channel": {"D1"}, "secrecy": {"ordinary"}, "type": {"help"}, "caller_kind": {"person"}, "urgency": {"routine"}, "words": {"有人站在楼顶。"}, "way": {"later"},
			"alarm_kind": {"self"}, "alarm": {"110"}}
	}
	was := s.head()
	if r := op.post("/intake", sheet()); r.Code != 422 || !strings.Contains(r.Body.String(), "接警人") || !strings.Contains(r.Body.String(), "有人站在楼顶。") || s.head() != was {
		t.Errorf("without who took it: %d %s", r.Code, words(r))
	}
	v := sheet()
	v.Set("alarm_taker", "接警员3027号")
	r := op.post("/intake", v)
	at := r.Header().Get("Location")
	if r.Code != 303 || !regexp.MustCompile(`^/orders/`).MatchString(at) {
		t.Fatalf("registered: %d %s", r.Code, words(r))
	}
	r = op.get(at)
	if body := html.UnescapeString(r.Body.String()); !strings.Contains(body, "特急") || !strings.Contains(body, "转110") || !strings.Contains(body, at+"/alarm") {
		t.Errorf("the order: %s", words(r))
	}
	if r = op.get("/handover"); !strings.Contains(r.Body.String(), at+"/alarm") {
		t.Errorf("the hand-over: %s", words(r))
	}
	if r = op.post(at+"/alarm/follow", url.Values{"_key": {web.NewKey()}, "words": {""}, "ended": {"1"}}); r.Code != 422 {
		t.Errorf("without words: %d", r.Code)
	}
	if r = op.post(at+"/alarm/follow", url.Values{"_key": {web.NewKey()}, "words": {"人已劝下。"}, "ended": {"1"}}); r.Code != 303 {
		t.Errorf("followed: %d %s", r.Code, words(r))
	}
	if r = op.get("/handover"); strings.Contains(r.Body.String(), at+"/alarm") {
		t.Error("the hand-over still names it")
	}
	if r = unit.get(at + "/alarm"); r.Code != 403 {
		t.Errorf("a unit: %d", r.Code)
	}
}
