package console

import (
	"flag"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"huiyin/internal/access"
	"huiyin/internal/auth"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

var update = flag.Bool("update", false, "write the golden files anew")

const password = "Xiang-Tan-2026"

var hashOnce = sync.OnceValues(func() (string, error) { return auth.Hash(password) })

// site is the console on a small county.
type site struct {
	*testing.T
	*testkit.World
	h http.Handler
}

func newSite(t *testing.T, where string) *site {
	t.Helper()
	w := testkit.NewWorld(t, where)
	h, err := New(Options{Desk: w.Desk, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Profile: Profile{System: "县长热线工单管理系统", Office: "县长热线受理中心",
		Internal: "0558-9990-100", Public: "7812345"}})
	if err != nil {
		t.Fatal(err)
	}
	return &site{t, w, h}
}

// account adds a person; the login is the post's name with a dot.
func (s *site) account(posts ...org.PostID) string {
	s.Helper()
	hash, err := hashOnce()
	if err != nil {
		s.Fatal(err)
	}
	login := "p" + strings.NewReplacer("/", ".", "_", "-").Replace(string(posts[0]))
	if _, err := s.Desk.PutDemoAccount(s.Context(), login, "人员"+login, hash, posts); err != nil {
		s.Fatal(err)
	}
	return login
}

// head is the length of the log: what was stored.
func (s *site) head() int64 {
	s.Helper()
	n, err := s.Store.Head(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	return n
}

// browser is a person's browser: it keeps the cookie.
type browser struct {
	*site
	cookie *http.Cookie
}

func (b *browser) send(r *http.Request) *httptest.ResponseRecorder {
	b.Helper()
	if r.Header.Get("Sec-Fetch-Site") == "" {
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if b.cookie != nil {
		r.AddCookie(b.cookie)
	}
	out := httptest.NewRecorder()
	b.h.ServeHTTP(out, r)
	for _, c := range out.Result().Cookies() {
		if c.Name == "huiyin" {
			b.cookie = c
		}
	}
	return out
}

func (b *browser) get(path string) *httptest.ResponseRecorder {
	b.Helper()
	return b.send(httptest.NewRequest("GET", path, nil))
}

func formRequest(path string, v url.Values) *http.Request {
	r := httptest.NewRequest("POST", path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func (b *browser) post(path string, v url.Values) *httptest.ResponseRecorder {
	b.Helper()
	return b.send(formRequest(path, v))
}

func (s *site) stranger() *browser { return &browser{site: s} }

func (s *site) login(name string) *browser {
	s.Helper()
	b := s.stranger()
	if r := b.post("/login", url.Values{"login": {name}, "password": {password}}); r.Code != 303 || r.Header().Get("Location") != "/" {
		s.Fatalf("log in %s: %d %s", name, r.Code, words(r))
	}
	return b
}

// as adds a person in these posts and logs him in.
func (s *site) as(posts ...org.PostID) *browser {
	s.Helper()
	return s.login(s.account(posts...))
}

func status(t testing.TB, what string, r *httptest.ResponseRecorder, want int) {
	t.Helper()
	if r.Code != want {
		t.Errorf("%s: status %d, want %d: %.300s", what, r.Code, want, words(r))
	}
}

var tags = regexp.MustCompile(`(?s)<(script|style).*?</(script|style)>|<svg.*?</svg>|<[^>]*>`)

// words is the text of a page as a reader sees it.
func words(r *httptest.ResponseRecorder) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(r.Body.String(), " "))), " ")
}

var requestNumber = regexp.MustCompile(`R-[0-9A-Za-z-]+`)

// same is a page without the number of the request and the fresh keys.
func same(r *httptest.ResponseRecorder) string {
	return requestNumber.ReplaceAllString(r.Body.String(), "R-")
}

// hidden reads a hidden field of a page.
func hiddenField(t testing.TB, page, name string) string {
	t.Helper()
	tag := regexp.MustCompile(`<input[^>]*name="` + name + `"[^>]*>`).FindString(page)
	m := regexp.MustCompile(`value="([^"]*)"`).FindStringSubmatch(tag)
	if m == nil {
		t.Fatalf("no field %s on the page", name)
	}
	return html.UnescapeString(m[1])
}

// actPart is the page's form of an act: reveal forms have their own keys.
func actPart(t testing.TB, page, act string) string {
	t.Helper()
	for part := range strings.SplitSeq(page, "<form") {
		if regexp.MustCompile(`^[^>]*action="/orders/[^"/]+/` + act + `"`).MatchString(part) {
			return part
		}
	}
	t.Fatalf("no form for %s on the page", act)
	return ""
}

// proposed is an order that waits for its dispatch.
func (s *site) proposed() string {
	s.Helper()
	return s.Do("hotline/operator", "", s.Complaint(), order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: web.NewKey(), Proposal: order.Proposal{Unit: "cgj"}}).ID
}

// dispatched is an order that 城管局 has been sent.
func (s *site) dispatched() string {
	s.Helper()
	id := s.proposed()
	s.Do("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj", Deputy: "county/deputy.1"}, Requirements: "查清原因", Text: "路口下水道堵塞，请疏通。"})
	return id
}

const nobody = "00000000-0000-7000-8000-000000000000"

func routes() []web.Route { return (&Console{}).Routes() }

// at is a route's path with its wildcards filled.
func at(rt web.Route, id string) string {
	return strings.NewReplacer("{$}", "", "{id}", id, "{kind}", "open", "{file}", strings.Repeat("a", 64), "{field}", "phone").Replace(rt.Pattern)
}

func (b *browser) ask(rt web.Route, id string) *httptest.ResponseRecorder {
	b.Helper()
	if rt.Method == "POST" {
		return b.post(at(rt, id), url.Values{"_key": {web.NewKey()}})
	}
	return b.get(at(rt, id))
}

func TestTheTableOfRoutes(t *testing.T) {
	got := web.PrintRoutes(routes())
	const file = "testdata/routes.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the table of routes changed (-update writes it):\n%s", got)
	}
	for _, rt := range routes() {
		if !access.Known(access.Permission(rt.Permission)) {
			t.Errorf("%s %s: permission %q is in no table", rt.Method, rt.Pattern, rt.Permission)
		}
	}
}

// TestArticlesNameRoutes: what docs/traceability.md says of pages is said of pages that are there.
func TestArticlesNameRoutes(t *testing.T) {
	there := map[string]bool{}
	for _, rt := range routes() {
		there[rt.Pattern] = true
	}
	for p := range articles {
		if !there[p] {
			t.Errorf("articles: no route %s", p)
		}
	}
}

func TestAStrangerIsSentToTheLogin(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		id := s.dispatched()
		before := s.head()
		for _, rt := range routes() {
			if rt.Permission == string(access.Public) || rt.Permission == string(access.Hook) {
				continue // the hook has a token instead: TestTheRingHook
			}
			if r := s.stranger().ask(rt, id); r.Code != 303 || r.Header().Get("Location") != "/login" || r.Body.Len() != 0 {
				t.Errorf("%s %s: %d to %q, %d bytes", rt.Method, rt.Pattern, r.Code, r.Header().Get("Location"), r.Body.Len())
			}
		}
		if now := s.head(); now != before {
			t.Errorf("a stranger wrote %d records", now-before)
		}
	})
}

func TestAPostReachesOnlyItsRoutes(t *testing.T) {
	s := newSite(t, t.TempDir())
	id := s.dispatched()
	for _, k := range org.Kinds() {
		unit := org.HotlineOffice
		switch {
		case k.InUnit():
			unit = "cgj"
		case k == org.GovOfficeHead:
			unit = org.GovOffice
		case k.Leader():
			unit = org.Government
		}
		b, before, refused := s.as(org.PostOf(unit, k)), s.head(), 0
		for _, rt := range routes() {
			if access.May(k, access.Permission(rt.Permission)) {
				continue
			}
			refused++
			r := b.ask(rt, id)
			status(t, string(k)+" "+rt.Method+" "+rt.Pattern, r, 403)
			if strings.Contains(r.Body.String(), "下水道") {
				t.Errorf("%s %s %s: the refusal tells of the order", k, rt.Method, rt.Pattern)
			}
		}
		if refused == 0 {
			t.Errorf("%s may do everything", k)
		}
		if now := s.head(); now != before {
			t.Errorf("%s wrote %d records by refused routes", k, now-before)
		}
		if k == org.SystemAdmin || k == org.SecurityAdmin || k == org.Auditor {
			status(t, string(k)+" reads the order", b.get("/orders/"+id), 403)
			home := b.get("/")
			status(t, string(k)+" home", home, 200)
			if strings.Contains(words(home), "下水道") || strings.Contains(home.Body.String(), `href="/list/`) {
				t.Errorf("%s sees business on the home page", k)
			}
		}
	}
}

func TestAnotherUnitsOrderIsNoOrder(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where)
		paper, err := s.Desk.Keep(t.Context(), desk.Upload{Name: "现场.png", Bytes: testkit.PNG(t)}, "request")
		if err != nil {
			t.Fatal(err)
		}
		c := s.Complaint()
		c.Files = []order.Attachment[order.Private]{paper}
		id := s.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c"}).ID
		s.Do("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj", Deputy: "county/deputy.1"}, Requirements: "查清原因", Text: "路口下水道堵塞，请疏通。"})
		file := s.Order("hotline/dispatcher", id).Files[0].ID
		status(t, "the unit's own file", s.as("cgj/handler").get("/orders/"+id+"/files/"+file), 200)
		for _, post := range []org.PostID{"jyj/handler", "jyj/principal", "county/deputy.2"} {
			b := s.as(post)
			before := s.head()
			for _, rt := range routes() {
				if !strings.Contains(rt.Pattern, "{id}") || !access.May(post.KindOf(), access.Permission(rt.Permission)) {
					continue
				}
				form := url.Values{"_key": {web.NewKey()}, "reason": {"contact"}}
				ask := func(id string) *httptest.ResponseRecorder {
					path := strings.ReplaceAll(at(rt, id), strings.Repeat("a", 64), file)
					if rt.Method == "POST" {
						return b.post(path, form)
					}
					return b.get(path)
				}
				one, two := ask(id), ask(nobody)
				status(t, string(post)+" "+rt.Pattern, one, 404)
				if one.Code != two.Code || same(one) != same(two) {
					t.Errorf("%s %s %s: another unit's order and no order differ: %d, %d", post, rt.Method, rt.Pattern, one.Code, two.Code)
				}
			}
			recs, err := s.Store.LogFrom(t.Context(), before, 100)
			if err != nil {
				t.Fatal(err)
			}
			for _, rec := range recs {
				if rec.Kind != "denied" { // that somebody tried is kept
					t.Errorf("%s, a stranger to the order, wrote %s", post, rec.Kind)
				}
			}
		}
	})
}
