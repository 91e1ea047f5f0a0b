package console

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

func ringSite(t *testing.T, where, token string) *site {
	t.Helper()
	w := testkit.NewWorld(t, where)
	hash := ""
	if token != "" {
		sum := sha256.Sum256([]byte(token))
		hash = hex.EncodeToString(sum[:])
	}
	h, err := New(Options{Desk: w.Desk, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Profile: Profile{System: "县长热线", Internal: "1", RingHash: hash}})
	if err != nil {
		t.Fatal(err)
	}
	return &site{t, w, h}
}

func TestTheRingHook(t *testing.T) {
	s := ringSite(t, t.TempDir(), "letmein")
	ring := func(s *site, token string, v url.Values) int {
		r := formRequest("/hook/ring", v)
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		return s.stranger().send(r).Code
	}
	number := url.Values{"number": {"13800001234"}}
	for _, c := range []struct {
		name, token string
		form        url.Values
		want        int
	}{
		{"no token", "", number, 403}, {"a wrong token", "letmeout", number, 403}, {"no number", "letmein", url.Values{}, 422}, {"a number that is none", "letmein", url.Values{"number": {"1380000"}}, 422},
		{"an unknown field", "letmein", with(number, "admin", "1"), 400}, {"a long line", "letmein", with(number, "line", strings.Repeat("9", 40)), 422}, {"a good one", "letmein", number, 204},
	} {
		if got := ring(s, c.token, c.form); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	if got := ring(ringSite(t, t.TempDir(), ""), "", number); got != 403 {
		t.Errorf("a hook that is not configured answers %d", got)
	}

	// The first seat gets the call, with the number in its draft; the second is told.
	one := s.as("hotline/operator")
	reader, err := s.Desk.Reader(t.Context(), testkit.As("hotline/operator"))
	if err != nil {
		t.Fatal(err)
	}
	all, _, err := reader.Rings(t.Context(), "x")
	if err != nil || len(all) != 1 || strings.Contains(all[0].Number, "0000") {
		t.Fatalf("rings: %v %v", all, err)
	}
	key := web.NewKey()
	r := one.post("/intake/take", url.Values{"_key": {key}, "ring": {all[0].ID}})
	if r.Header().Get("Location") != "/intake?draft="+key {
		t.Fatalf("taken over to %q", r.Header().Get("Location"))
	}
	if page := one.get("/intake?draft=" + key).Body.String(); !strings.Contains(page, `value="13800001234"`) {
		t.Error("the sheet has no number")
	}
	if r := one.post("/intake/take", url.Values{"_key": {web.NewKey()}, "ring": {all[0].ID}}); r.Header().Get("Location") != "/intake" {
		t.Errorf("a call is taken over twice: %q", r.Header().Get("Location"))
	}
}

func TestADraftIsItsWritersAlone(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		one := s.as("hotline/operator")
		two := s.as("hotline/reviewer")
		key := web.NewKey()
		form := with(sheet(key), "rev", "0")
		before := s.head()
		status(t, "a draft", one.post("/intake/draft", form), 200)
		s.stays(before, "a draft")
		if page := one.get("/intake?draft=" + key).Body.String(); !strings.Contains(page, form.Get("phone")) || hiddenField(t, page, "_key") != key {
			t.Error("the draft does not come back whole")
		}
		if r := two.get("/intake?draft=" + key); r.Code != 303 {
			t.Errorf("somebody else's draft opens: %d", r.Code)
		}
		status(t, "no key", one.post("/intake/draft", url.Values{"words": {"x"}}), 400)
		status(t, "a bad revision", one.post("/intake/draft", with(form, "rev", "x")), 400)
		// A seat with an older revision overwrites nothing: both texts stay.
		status(t, "again", one.post("/intake/draft", with(form, "rev", "1", "words", "第二处写的内容")), 200)
		r := one.post("/intake/draft", with(form, "rev", "1", "words", "第一处接着写的内容"))
		if status(t, "an older revision", r, 200); !strings.Contains(words(r), "两份都已保存") {
			t.Errorf("the older seat is not told: %s", words(r))
		}
		home := words(one.get("/"))
		if !strings.Contains(home, "我的草稿") || strings.Count(home, "13800") > 0 {
			t.Errorf("the first page: %s", home)
		}
		// What was sent is a draft no more, and a late keeping does not bring it back.
		if r := one.post("/intake", with(form, "rev", "2")); r.Code != 303 {
			t.Fatalf("send: %d %s", r.Code, words(r))
		}
		if r := one.get("/intake?draft=" + key); r.Code != 303 {
			t.Error("the draft outlived its form")
		}
		status(t, "a late keeping", one.post("/intake/draft", form), 404)
	})
}

func TestTheKnowledgeBaseIsReleasedByTheOffice(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		unit, office, operator := s.as("cgj/handler"), s.as("hotline/reviewer"), s.as("hotline/operator")
		form := func(pairs ...string) url.Values {
			return with(url.Values{"_key": {web.NewKey()}, "title": {"路灯不亮怎样报修"}, "words": {""}, "answer": {"请说明路名和灯杆编号，由县城市管理局维修。"}, "unit": {"cgj"}, "category": {""}, "valid_to": {"2026-12-31"}}, pairs...)
		}
		for _, bad := range [][]string{{"title", ""}, {"answer", "太短"}, {"valid_to", "2026-01-01"}, {"answer", "请找王经理，电话13800001234，他会处理的。"}, {"title", strings.Repeat("长", 41)}} {
			status(t, "a bad "+bad[0], unit.post("/knowledge", form(bad...)), 422)
		}
		status(t, "another unit's", unit.post("/knowledge", form("unit", "jyj")), 400)
		r := unit.post("/knowledge", form())
		status(t, "a proposal", r, 303)
		at := r.Header().Get("Location")
		status(t, "a unit publishes", unit.post(at+"/publish", url.Values{"_key": {web.NewKey()}}), 403)
		if strings.Contains(words(find(operator, "ldbl")), "路灯") {
			t.Error("an article is cited before its release")
		}
		status(t, "publish", office.post(at+"/publish", url.Values{"_key": {web.NewKey()}}), 303)
		if hits := words(find(operator, "ldbl")); !strings.Contains(hits, "路灯不亮怎样报修") {
			t.Errorf("four letters find nothing: %s", hits)
		}
		status(t, "publish nothing", office.post(at+"/publish", url.Values{"_key": {web.NewKey()}}), 409)
		status(t, "a stale page", office.post(at+"/withdraw", url.Values{"_key": {web.NewKey()}, "_shown": {"1"}, "reason": {"过时"}}), 409)
		status(t, "withdraw", office.post(at+"/withdraw", url.Values{"_key": {web.NewKey()}, "reason": {"过时"}}), 303)
		if strings.Contains(words(find(operator, "ldbl")), "路灯不亮") {
			t.Error("a withdrawn article is cited")
		}
		bad, err := s.Store.CheckProjections(t.Context())
		if err != nil || len(bad) > 0 {
			t.Errorf("projections: %v %v", bad, err)
		}
		if _, _, err := s.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		if bad, err := s.Store.CheckProjections(t.Context()); err != nil || len(bad) > 0 {
			t.Errorf("projections after replay: %v %v", bad, err)
		}
	})
}

func find(b *browser, q string) *httptest.ResponseRecorder {
	r := formRequest("/knowledge/find", url.Values{"q": {q}})
	r.Header.Set("HX-Request", "true")
	return b.send(r)
}
