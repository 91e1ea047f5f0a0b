package console

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

// signForm is the sheet's form as the page has it.
func (b *browser) signForm(path string) url.Values {
	b.Helper()
	r := b.get(path)
	status(b, path, r, 200)
	part := ""
	for x := range strings.SplitSeq(r.Body.String(), "<form") {
		if strings.Contains(x, `action="/sign/`) {
			part = x
		}
	}
	v := url.Values{}
	for _, n := range []string{"_key", "_v", "chain", "step", "decision"} {
		v.Set(n, hiddenField(b, part, n))
	}
	return v
}

func signWith(v url.Values, pairs ...string) url.Values {
	out := url.Values{}
	for k, x := range v {
		out[k] = x
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

func TestALeaderSignsOnThePhoneOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		one, two := s.keyOrder("b1"), s.keyOrder("b2")
		b := s.as(org.PostGovHead)
		if w := words(b.get("/sign")); !strings.Contains(w, "待我签批 2") || !strings.Contains(w, "还没有设置签名密码") || !strings.Contains(w, "拟办：转县城市管理局，查清原因并疏通") {
			t.Errorf("the cards: %.500s", w)
		}
		noPIN := b.signForm("/sign/" + one + "/yes")
		status(t, "without a PIN nobody signs here", b.post("/sign/"+one, signWith(noPIN, "opinion", "同意。", "own", "")), 422)
		b.withPIN()
		doc := words(b.get("/sign/" + one))
		if strings.Contains(doc, "王秀兰") || strings.Contains(doc, "13800001234") || !strings.Contains(doc, "下水道堵了三天") {
			t.Errorf("the 呈阅件 tells who called, or not what: %.600s", doc)
		}
		yes := b.signForm("/sign/" + one + "/yes")
		before := s.head()
		wrong := b.post("/sign/"+one, signWith(yes, "opinion", "同意。", "own", "", "pin", "000001"))
		status(t, "a wrong PIN", wrong, 422)
		if !strings.Contains(words(wrong), "还可以试4次") {
			t.Errorf("a wrong PIN: %.300s", words(wrong))
		}
		status(t, "no words of one's own", b.post("/sign/"+one, signWith(yes, "opinion", "other", "own", "", "pin", pin)), 422)
		if s.head() != before {
			t.Error("what was refused was written")
		}
		good := signWith(yes, "opinion", "请县城市管理局阅办。", "own", "", "pin", pin)
		answers := make(chan *httptest.ResponseRecorder, 3)
		for range 3 { // two taps and a retry, side by side
			go func() {
				c := &browser{site: b.site, cookie: b.cookie}
				answers <- c.post("/sign/"+one, good)
			}()
		}
		for range 3 {
			status(t, "the same signature again", <-answers, 303)
		}
		signed := 0
		for _, it := range s.Order(org.PostGovHead, one).Items {
			if it.Verb == "签批" {
				signed++
				if it.Quote != "请县城市管理局阅办。" || !strings.Contains(it.Text, "签名密码确认") {
					t.Errorf("the signature: %+v", it)
				}
			}
		}
		if signed != 1 || s.Order(org.PostGovHead, one).Status != order.PendingDispatch {
			t.Errorf("%d signatures, status %s", signed, s.Order(org.PostGovHead, one).StatusName)
		}
		if w := words(b.get("/sign/" + one + "/yes")); !strings.Contains(w, "现在不用您签") {
			t.Errorf("signed already: %.300s", w)
		}
		no := b.signForm("/sign/" + two + "/no")
		status(t, "back without a reason", b.post("/sign/"+two, signWith(no, "opinion", "other", "own", "")), 422)
		status(t, "back", b.post("/sign/"+two, signWith(no, "opinion", "退回补充。", "own", "请先核实权属")), 303)
		v := s.Order("hotline/dispatcher", two)
		if v.Objected != "退回补充。请先核实权属" {
			t.Errorf("the reason: %q, status %s", v.Objected, v.StatusName)
		}
		if w := words(b.get("/sign")); !strings.Contains(w, "没有等您签批的件") {
			t.Errorf("the end: %.300s", w)
		}
	})
}

func TestAStrangerSignsNothing(t *testing.T) {
	s := newSite(t, t.TempDir())
	id := s.keyOrder("c1")
	for _, post := range []org.PostID{"county/deputy.2", org.PostHotlineDeputy, org.PostOfficeHead} {
		b := s.as(post).withPIN()
		for _, path := range []string{"/sign/" + id, "/sign/" + id + "/yes", "/sign/" + id + "/no"} {
			r := b.get(path)
			if strings.Contains(r.Body.String(), `action="/sign/`+id) {
				t.Errorf("%s is offered the signature at %s", post, path)
			}
			if post == "county/deputy.2" && (r.Code != 404 || strings.Contains(r.Body.String(), "下水道")) {
				t.Errorf("%s %s: %d", post, path, r.Code)
			}
		}
		chain := s.Order(org.PostGovHead, id).Chains[0].ID
		r := b.post("/sign/"+id, url.Values{"_key": {web.NewKey()}, "_v": {"0"}, "chain": {chain}, "step": {"0"}, "decision": {"yes"}, "opinion": {"同意。"}, "own": {""}, "pin": {pin}})
		if r.Code < 400 {
			t.Errorf("%s signs in the place of another: %d", post, r.Code)
		}
	}
	if v := s.Order(org.PostGovHead, id); v.Status != order.PendingApproval {
		t.Errorf("status %s", v.StatusName)
	}
	status(t, "a unit", s.as("cgj/principal").get("/sign"), 403)
}
