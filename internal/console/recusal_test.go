package console

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

// feeds are routes that go on and on.
var feeds = regexp.MustCompile(`/(feed|events|bell)$`)

var freshKey = regexp.MustCompile(`\b[0-9a-f]{32}\b`)

// bytesOf is an answer without what differs by chance: the number of the request and fresh keys.
func bytesOf(r *httptest.ResponseRecorder) string { return freshKey.ReplaceAllString(same(r), "key") }

// TestNoPageTellsOfAnOrderThatReportsTheReader asks every GET route, and every act on an order, as each person of a unit: before there is an order, and after
// it was sent to the unit, worked on there, and found to report it. Not a byte may differ; and by its id it answers as one that has never been (Art. 23(6)).
func TestNoPageTellsOfAnOrderThatReportsTheReader(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		people := map[org.PostID]*browser{"cgj/handler": s.as("cgj/handler"), "cgj/unit_deputy": s.as("cgj/unit_deputy"), "cgj/principal": s.as("cgj/principal")}
		ask := func(b *browser, rt web.Route, id, file string) string {
			path := strings.ReplaceAll(at(rt, id), strings.Repeat("a", 64), file)
			if rt.Method == "POST" {
				return bytesOf(b.post(path, url.Values{"_key": {web.NewKey()}, "reason": {"contact"}, "note": {"已到场"}, "text": {"已到场"}}))
			}
			return bytesOf(b.get(path))
		}
		knocks := 0
		pages := func(by org.PostID) map[string]string {
			out := map[string]string{}
			for _, rt := range routes() {
				if rt.Method != "GET" || strings.Contains(rt.Pattern, "{id}") || feeds.MatchString(rt.Pattern) || !access.May(by.KindOf(), access.Permission(rt.Permission)) {
					continue
				}
				for _, kind := range []string{"open", "todo", "read", "mine", "done"} {
					path := strings.ReplaceAll(at(rt, "x"), "/open", "/"+kind)
					r := httptest.NewRequest("GET", path, nil)
					if strings.Contains(rt.Pattern, "{token}") { // a slip's door counts who knocks, and at which slip: each knock here is a first one
						knocks++
						r = httptest.NewRequest("GET", strings.Replace(rt.Pattern, "{token}", fmt.Sprintf("%032x", knocks), 1), nil)
						r.RemoteAddr = fmt.Sprintf("198.51.%d.%d:1", 100+knocks/200, knocks%200)
					}
					out[path] = bytesOf(people[by].send(r))
				}
			}
			for _, q := range []string{"MC202603020001", "下水道", "1234", "北城"} {
				out["search "+q] = bytesOf(people[by].post("/search", url.Values{"_key": {web.NewKey()}, "q": {q}}))
			}
			return out
		}
		before := map[org.PostID]map[string]string{}
		for by := range people {
			pages(by) // whatever a first visit leaves behind
			before[by] = pages(by)
			if len(before[by]) < 15 {
				t.Fatalf("%s opens only %d pages", by, len(before[by]))
			}
		}
		id := s.dispatched()
		handler := people["cgj/handler"]
		s.Do("cgj/handler", id, order.SignFor{By: testkit.By("cgj/handler")})
		photo, err := s.Desk.Keep(t.Context(), desk.Upload{Name: "现场.png", Bytes: testkit.PNG(t)}, "handling")
		if err != nil {
			t.Fatal(err)
		}
		s.Do("cgj/handler", id, order.RecordProgress{By: testkit.By("cgj/handler"), Text: order.Private{Text: "已到场"}, Files: []order.Attachment[order.Private]{photo}})
		s.Do("hotline/operator", id, order.Urge{By: testkit.By("hotline/operator"), Note: order.Private{Text: "来电催问"}})
		file := s.Order("hotline/dispatcher", id).Files[0].ID
		status(t, "the unit opens its order", handler.get("/orders/"+id), 200)
		status(t, "and its file", handler.get("/orders/"+id+"/files/"+file), 200)
		if cmp.Equal(before["cgj/handler"], pages("cgj/handler")) {
			t.Fatal("the unit's pages show nothing of its own order: the test looks at nothing")
		}
		s.Do("hotline/dispatcher", id, order.Correct{By: testkit.By("hotline/dispatcher"), Party: &order.Party{Posts: []org.PostID{"cgj/unit_deputy"}}, Reason: order.Private{Text: "诉求人反映的就是承办人员"}})
		asked := 0
		for by, b := range people {
			after := pages(by)
			for path, was := range before[by] {
				if d := cmp.Diff(was, after[path]); d != "" {
					t.Errorf("%s can tell at %s:\n%s", by, path, d)
				}
			}
			for _, rt := range routes() {
				if !strings.Contains(rt.Pattern, "{id}") || feeds.MatchString(rt.Pattern) || !access.May(by.KindOf(), access.Permission(rt.Permission)) {
					continue
				}
				asked++
				if d := cmp.Diff(ask(b, rt, nobody, file), ask(b, rt, id, file)); d != "" {
					t.Errorf("%s tells it from no order at %s %s:\n%s", by, rt.Method, rt.Pattern, d)
				}
			}
		}
		if asked < 60 {
			t.Errorf("only %d routes asked", asked)
		}
	})
}
