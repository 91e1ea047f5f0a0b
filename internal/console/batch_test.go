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

var boxValue = regexp.MustCompile(`name="id" value="([^"]+)"`)

func boxes(page string) []string {
	var out []string
	for _, m := range boxValue.FindAllStringSubmatch(page, -1) {
		out = append(out, html.UnescapeString(m[1]))
	}
	return out
}

func TestTwentyAreSignedForInTwoTaps(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		for range 20 {
			s.dispatched()
		}
		b := s.as("cgj/handler")
		r := b.get("/list/todo?act=sign_for")
		ids := boxes(r.Body.String())
		if len(ids) != 20 || !strings.Contains(r.Body.String(), `action="/batch/sign_for"`) {
			t.Fatalf("the list offers %d boxes", len(ids))
		}
		form := url.Values{"_key": {web.NewKey()}, "id": ids}
		r = b.post("/batch/sign_for", form)
		status(t, "sign for", r, 200)
		if w := words(r); !strings.Contains(w, "20件，办成20件，没有办成0件") {
			t.Errorf("got %s", w)
		}
		head := s.head()
		status(t, "the same again", b.post("/batch/sign_for", form), 200)
		if s.head() != head {
			t.Error("the same batch was done twice")
		}
		if left := boxes(b.get("/list/todo?act=sign_for").Body.String()); len(left) != 0 {
			t.Errorf("%d are left", len(left))
		}
		status(t, "nothing chosen", b.post("/batch/sign_for", url.Values{"_key": {web.NewKey()}}), 422)
		status(t, "a visitor signs for a unit", s.as("hotline/visitor").post("/batch/sign_for", form), 403)
		// The principal is asked for the handler first, then assigns them.
		p := s.as("cgj/principal").withPIN()
		ids = boxes(p.get("/list/todo?act=assign").Body.String())
		ask := p.post("/batch/assign", url.Values{"_key": {web.NewKey()}, "id": ids})
		status(t, "asked", ask, 200)
		handler := regexp.MustCompile(`<option value="([^"]+)" selected`).FindStringSubmatch(ask.Body.String())
		if handler == nil {
			t.Fatalf("no handler to choose: %s", words(ask))
		}
		r = p.post("/batch/assign", url.Values{"_key": {hiddenField(t, ask.Body.String()[strings.Index(ask.Body.String(), `action="/batch/assign"`):], "_key")}, "go": {"1"}, "id": ids,
			"handler": {handler[1]}, "opinion": {"请抓紧办理。"}, "pin": {pin}})
		status(t, "assigned", r, 200)
		if w := words(r); !strings.Contains(w, "20件，办成20件") {
			t.Errorf("got %s", w)
		}
	})
}

func TestViewsColumnsAndTabsAreKept(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		id := s.dispatched()
		login := s.account("cgj/handler")
		b := s.login(login)
		form := func(more ...string) url.Values {
			v := url.Values{"_key": {web.NewKey()}}
			for i := 0; i+1 < len(more); i += 2 {
				v.Set(more[i], more[i+1])
			}
			return v
		}
		status(t, "save", b.post("/views", form("name", "投诉件", "kind", "open", "query", "type=complaint")), 303)
		status(t, "the same name", b.post("/views", form("name", "投诉件", "kind", "open", "query", "type=consult")), 422)
		status(t, "a telephone as a name", b.post("/views", form("name", "13800001234", "kind", "open", "query", "type=consult")), 422)
		status(t, "no such filter", b.post("/views", form("name", "怪", "kind", "open", "query", "type=nothing")), 400)
		look := form("size", "50", "back", "/list/open", "c0", "1", "c2", "2", "c8", "3", "c7", "4")
		status(t, "columns", b.post("/list/look", look), 303)
		status(t, "the order", b.get("/orders/"+id), 200)
		// Another log-in finds all of it.
		b = s.login(login)
		page := b.get("/list/open").Body.String()
		if head := page[strings.Index(page, "<thead>"):strings.Index(page, "</thead>")]; !regexp.MustCompile(`(?s)编号.*标题.*状态.*单位`).MatchString(head) || strings.Contains(head, "来源") {
			t.Errorf("the columns are %s", head)
		}
		if !strings.Contains(page, "投诉件") || !strings.Contains(page, `action="/tabs/`+id+`/close"`) {
			t.Error("the view or the tab is lost")
		}
		// A recalled order is no longer the unit's: its tab is gone.
		s.recall(id)
		if page := b.get("/list/open").Body.String(); strings.Contains(page, id) {
			t.Error("the tab shows an order that the unit may no longer see")
		}
		other := s.login(s.account("jyj/handler"))
		if page := other.get("/views").Body.String(); strings.Contains(page, "投诉件") {
			t.Error("another account sees the view")
		}
	})
}

func (s *site) recall(id string) {
	s.Helper()
	s.Do("hotline/dispatcher", id, order.Recall{By: testkit.By("hotline/dispatcher"), ChainID: web.NewKey(), Reason: order.Private{Text: "管护单位是住建局。"}})
}
