package console

import (
	"bytes"
	"log/slog"
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/testkit"
)

func TestASearchPageMarksWhatItFoundAndKeepsWhatWasTyped(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		d := s.Do("hotline/operator", "", s.Complaint(), order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c", Proposal: order.Proposal{Unit: "cgj"}})
		s.Do("hotline/dispatcher", d.ID, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj"}, Requirements: "请疏通", Text: "路口管网淤堵。"})
		b := s.login(s.account("hotline/dispatcher"))
		r := b.post("/search", url.Values{"q": {"淤堵"}, "which": {"open"}})
		status(t, "search", r, 200)
		for _, want := range []string{"<mark>淤堵</mark>", "/orders/" + d.ID, `value="淤堵"`, "转办文本"} {
			if !strings.Contains(r.Body.String(), want) {
				t.Errorf("the page lacks %s", want)
			}
		}
		r = b.post("/search", url.Values{"q": {"1234"}})
		if body := r.Body.String(); !strings.Contains(body, d.ID) || strings.Contains(body, "13800001234") || strings.Contains(body, "王秀兰") {
			t.Errorf("found by the last four digits, the page shows %s", words(r))
		}
		status(t, "nothing to search for", b.post("/search", url.Values{"q": {"？！"}}), 422)
		r = b.post("/search", url.Values{"q": {"绝无此词"}})
		status(t, "no hit", r, 200)
		if !strings.Contains(words(r), "没有找到") {
			t.Errorf("no hit says %s", words(r))
		}
		status(t, "an invented field", b.post("/search", url.Values{"q": {"水"}, "scope": {"all"}}), 400)
		status(t, "a query in the address", b.get("/search?q=1"), 400)
		status(t, "the empty page", b.get("/search"), 200)
		// Another unit finds nothing; nobody without a post of business may ask; a stranger is sent away.
		if r := s.login(s.account("jyj/handler")).post("/search", url.Values{"q": {"淤堵"}}); strings.Contains(r.Body.String(), d.ID) {
			t.Error("another unit finds the order")
		}
		status(t, "the admin", s.login(s.account("hotline/system_admin")).post("/search", url.Values{"q": {"淤堵"}}), 403)
		if r := s.stranger().post("/search", url.Values{"q": {"淤堵"}}); r.Code != 303 || r.Header().Get("Location") != "/login" {
			t.Errorf("a stranger gets %d %s", r.Code, r.Header().Get("Location"))
		}
	})
}

func TestWhatWasSearchedForStandsInNoLogAndNoAddress(t *testing.T) {
	var log bytes.Buffer
	old := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(old)
	s := newSite(t, t.TempDir())
	b := s.login(s.account("hotline/operator"))
	for _, q := range []string{"13912345678", "赵钱孙李"} {
		r := b.post("/search", url.Values{"q": {q}})
		status(t, q, r, 200)
		if strings.Contains(r.Header().Get("Location"), q) || strings.Contains(r.Body.String(), "?q=") {
			t.Error("what was typed stands in an address")
		}
		if strings.Contains(log.String(), q) {
			t.Error("what was typed stands in the log")
		}
		recs, err := s.Store.LogFrom(t.Context(), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range recs {
			if bytes.Contains(rec.Body, []byte(q)) {
				t.Errorf("what was typed stands in event %s", rec.Kind)
			}
		}
	}
}
