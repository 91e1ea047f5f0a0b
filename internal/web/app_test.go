package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"huiyin/internal/regulation"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
	"huiyin/internal/web/static"
)

// tuesday is the clock of these tests: 2026-12-01 09:42 in Beijing.
var tuesday = time.Date(2026, 12, 1, 1, 42, 0, 0, time.UTC)

func page(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "<p>"+templ.EscapeString(text)+"</p>")
		return err
	})
}

// answers makes a handler that fails with an error.
func answers(err error) web.Handler {
	return func(*http.Request) (web.Page, error) { return web.Page{}, err }
}

type world struct {
	app *web.App
	log bytes.Buffer
}

func build(t *testing.T, change func(*web.Options), routes ...web.Route) *world {
	t.Helper()
	w := &world{}
	o := web.Options{
		Now: func() time.Time { return tuesday }, Log: slog.New(slog.NewTextHandler(&w.log, nil)),
		System: "蒙城县县长热线工单管理系统", Phone: "7812345",
	}
	if change != nil {
		change(&o)
	}
	for i := range routes {
		if routes[i].Permission == "" {
			routes[i].Permission = web.Public
		}
	}
	app, err := web.New(o, routes)
	if err != nil {
		t.Fatal(err)
	}
	w.app = app
	return w
}

func (w *world) do(r *http.Request) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	w.app.ServeHTTP(rec, r)
	return rec
}

func (w *world) get(path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return w.do(r)
}

func (w *world) post(path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return w.do(r)
}

type deskError string

func (e deskError) Error() string { return "这一步已由他人办理" }
func (e deskError) Kind() string  { return string(e) }

func TestEveryErrorBecomesItsAnswerInChinese(t *testing.T) {
	cases := []struct {
		name   string
		err    error
		method string
		status int
		want   []string
	}{
		{"not found", web.NotFound(), "GET", 404, []string{"没有这一页", "编号可能输错了"}},
		{"forbidden", web.Forbidden(""), "GET", 403, []string{"不能办理这一步"}},
		{"conflict", web.Conflict("办结时限改到了12月11日"), "GET", 409, []string{"办结时限改到了12月11日"}},
		{"invalid", web.Invalid(parts.FieldError{Label: "电话", Message: "少1位，请补全"}), "GET", 422, []string{"电话：少1位，请补全"}},
		{"malformed", web.Malformed(errors.New("secret detail")), "GET", 400, []string{"读不懂"}},
		{"refused", regulation.Refuse(regulation.Art19, "ceiling", "累计 16 个工作日，超过 15 个"), "GET", 422, []string{"累计 16 个工作日", "第十九条"}},
		{"refused by state", regulation.RefuseState(regulation.Art16, "late", "已经视同接收"), "GET", 409, []string{"已经视同接收", "第十六条"}},
		{"wrapped refusal", fmt.Errorf("extend order 7: %w", regulation.Refuse(regulation.Art19, "x", "已延期一次")), "GET", 422, []string{"已延期一次"}},
		{"too large", &http.MaxBytesError{Limit: 20 << 20}, "GET", 413, []string{"20 MB"}},
		{"unavailable", web.Unavailable(7*time.Second, errors.New("db")), "GET", 503, []string{"忙不过来"}},
		{"unknown", web.Unknown(nil), "GET", 503, []string{"正在确认，请勿重复登记"}},
		{"a read out of time", context.DeadlineExceeded, "GET", 503, []string{"忙不过来"}},
		{"a write out of time", context.DeadlineExceeded, "POST", 503, []string{"正在确认，请勿重复登记"}},
		{"desk's kind", fmt.Errorf("sign: %w", deskError("conflict")), "GET", 409, []string{"这一步已由他人办理"}},
		{"unheard kind", deskError("nonsense"), "GET", 500, []string{"没有办成"}},
		{"surprise", errors.New("pq: relation secret_table"), "GET", 500, []string{"没有办成"}},
	}
	english := regexp.MustCompile(`(?i)secret|pq:|not found|internal server|forbidden|error`)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := build(t, nil, web.Route{Method: c.method, Pattern: "/x", Handler: answers(c.err)})
			rec := w.do(httptest.NewRequest(c.method, "/x", nil))
			body := rec.Body.String()
			if rec.Code != c.status {
				t.Errorf("status %d, want %d", rec.Code, c.status)
			}
			for _, s := range append(c.want, "7812345", "R-1201-0942-", "接下来可以") {
				if !strings.Contains(body, s) {
					t.Errorf("page lacks %q", s)
				}
			}
			main := body[strings.Index(body, "<main"):]
			if found := english.FindString(main); found != "" {
				t.Errorf("page shows %q", found)
			}
			if c.status == 503 && rec.Header().Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
			note := httptest.NewRequest(c.method, "/x", nil)
			note.Header.Set("HX-Request", "true")
			piece := w.do(note)
			if piece.Code != c.status || strings.Contains(piece.Body.String(), "<html") || !strings.Contains(piece.Body.String(), c.want[0]) {
				t.Errorf("fragment: status %d: %s", piece.Code, piece.Body)
			}
		})
	}
}

func TestUnknownAndNotYoursAreTheSameBytes(t *testing.T) {
	w := build(t, nil,
		web.Route{Method: "GET", Pattern: "/orders/{id}", Handler: answers(web.NotFound())})
	number := regexp.MustCompile(`R-\d{4}-\d{4}-[0-9A-F]{6}`)
	mine := number.ReplaceAllString(w.get("/orders/7").Body.String(), "")
	none := number.ReplaceAllString(w.get("/nowhere").Body.String(), "")
	if mine != none {
		t.Errorf("a hidden order answers differently from a path that does not exist:\n%s\n%s", mine, none)
	}
}

func TestStrictHeadersStandOnEveryKindOfAnswer(t *testing.T) {
	w := build(t, func(o *web.Options) { o.TLS = true },
		web.Route{Method: "GET", Pattern: "/page", Handler: func(*http.Request) (web.Page, error) { return web.Show("页", page("好")), nil }},
		web.Route{Method: "GET", Pattern: "/moved", Handler: func(*http.Request) (web.Page, error) { return web.Redirect("/page"), nil }},
		web.Route{Method: "GET", Pattern: "/none", Handler: func(*http.Request) (web.Page, error) { return web.Done(), nil }},
		web.Route{Method: "GET", Pattern: "/panic", Handler: func(*http.Request) (web.Page, error) { panic("boom") }},
		web.Route{Method: "GET", Pattern: "/file", Handler: func(*http.Request) (web.Page, error) {
			return web.Download("办理结果.docx", "application/octet-stream", 3, func(w io.Writer) error { _, err := io.WriteString(w, "abc"); return err }), nil
		}},
		web.Route{Method: "POST", Pattern: "/post", Handler: func(*http.Request) (web.Page, error) { return web.Done(), nil }},
	)
	asks := map[string]*http.Request{}
	for _, path := range []string{"/page", "/moved", "/none", "/panic", "/file", "/missing", "/post", static.URL(static.CSS), "/static/none.css"} {
		asks[path] = httptest.NewRequest("GET", path, nil)
	}
	cross := httptest.NewRequest("POST", "/post", nil)
	cross.Header.Set("Sec-Fetch-Site", "cross-site")
	asks["cross-site"] = cross
	asks["trace"] = httptest.NewRequest("TRACE", "/page", nil)
	for name, r := range asks {
		h := w.do(r).Header()
		for key, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin", "Referrer-Policy": "no-referrer",
			"X-Frame-Options": "DENY", "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
		} {
			if h.Get(key) != want {
				t.Errorf("%s: %s = %q, want %q", name, key, h.Get(key), want)
			}
		}
		policy := h.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", name, policy)
		}
		if h.Get("Permissions-Policy") == "" || h.Get("X-Request-Id") == "" {
			t.Errorf("%s: no Permissions-Policy or request number", name)
		}
		want := "no-store"
		if name == static.URL(static.CSS) {
			want = "public, max-age=31536000, immutable"
		}
		if h.Get("Cache-Control") != want {
			t.Errorf("%s: Cache-Control %q, want %q", name, h.Get("Cache-Control"), want)
		}
	}
	if h := w.get("/file").Header(); !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment;") || !strings.Contains(h.Get("Content-Disposition"), url.PathEscape("办理结果.docx")) {
		t.Errorf("file: %v", h)
	}
}

func TestPlainHTTPSendsNoHSTSAndLetsFormsKnowTheirOrigin(t *testing.T) {
	w := build(t, nil, web.Route{Method: "GET", Pattern: "/", Handler: func(*http.Request) (web.Page, error) { return web.Done(), nil }})
	h := w.get("/").Header()
	if h.Get("Strict-Transport-Security") != "" || h.Get("Referrer-Policy") != "same-origin" {
		t.Errorf("plain: HSTS %q, referrer %q", h.Get("Strict-Transport-Security"), h.Get("Referrer-Policy"))
	}
	if got := w.get("/", "Sec-Fetch-Site", "none").Header().Get("Referrer-Policy"); got != "no-referrer" {
		t.Errorf("with fetch metadata: referrer %q", got)
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	done := 0
	w := build(t, nil, web.Route{Method: "POST", Pattern: "/do", Handler: func(*http.Request) (web.Page, error) { done++; return web.Redirect("/"), nil }})
	for _, h := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
		rec := w.post("/do", "", h...)
		if rec.Code != 403 || !strings.Contains(rec.Body.String(), "没有接受这次提交") {
			t.Errorf("%v: %d", h, rec.Code)
		}
	}
	if done != 0 {
		t.Errorf("%d foreign forms were carried out", done)
	}
	for _, h := range [][]string{{"Sec-Fetch-Site", "same-origin"}, {"Origin", "http://example.com"}} {
		if rec := w.post("/do", "", h...); rec.Code != 303 {
			t.Errorf("%v: %d, want 303", h, rec.Code)
		}
	}
}

func TestWrongMethodNamesTheRightOnes(t *testing.T) {
	w := build(t, nil, web.Route{Method: "POST", Pattern: "/do", Handler: func(*http.Request) (web.Page, error) { return web.Done(), nil }})
	rec := w.get("/do")
	if rec.Code != 405 || rec.Header().Get("Allow") != "POST" || !strings.Contains(rec.Body.String(), "不能直接打开") {
		t.Errorf("%d, Allow %q", rec.Code, rec.Header().Get("Allow"))
	}
}

func TestTooLargeBodiesAnswer413(t *testing.T) {
	read := func(r *http.Request) (web.Page, error) {
		_, err := web.ReadForm(r)
		return web.Done(), err
	}
	w := build(t, nil,
		web.Route{Method: "POST", Pattern: "/form", Handler: read},
		web.Route{Method: "POST", Pattern: "/upload", MaxBody: 3 << 20, Handler: read})
	big := "a=" + strings.Repeat("x", 1<<20)
	if rec := w.post("/form", big); rec.Code != 413 || !strings.Contains(rec.Body.String(), "1 MB") {
		t.Errorf("declared length: %d", rec.Code)
	}
	r := httptest.NewRequest("POST", "/form", io.MultiReader(strings.NewReader(big))) // no length declared
	r.ContentLength = -1
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if rec := w.do(r); rec.Code != 413 {
		t.Errorf("undeclared length: %d", rec.Code)
	}
	if rec := w.post("/upload", big); rec.Code != 204 {
		t.Errorf("larger limit of a route: %d", rec.Code)
	}
}

func TestAFullGateForUploadsAsksToComeBack(t *testing.T) {
	inside, leave := make(chan bool), make(chan bool)
	w := build(t, func(o *web.Options) { o.Uploads = 1 }, web.Route{Method: "POST", Pattern: "/upload", MaxBody: 2 << 20, Handler: func(r *http.Request) (web.Page, error) {
		if r.ContentLength < 10 {
			return web.Done(), nil
		}
		inside <- true
		<-leave
		return web.Done(), nil
	}})
	first, large := make(chan int), strings.Repeat("x", 1<<20+1)
	go func() { first <- w.post("/upload", large).Code }()
	<-inside
	if rec := w.post("/upload", large); rec.Code != 503 || rec.Header().Get("Retry-After") != "10" {
		t.Errorf("second upload: %d", rec.Code)
	}
	if rec := w.post("/upload", "x=1"); rec.Code != 204 {
		t.Errorf("a small body is no upload: %d", rec.Code)
	}
	close(leave)
	if code := <-first; code != 204 {
		t.Errorf("first upload: %d", code)
	}
}

func TestAPanicIsAnsweredLoggedAndSurvived(t *testing.T) {
	w := build(t, nil,
		web.Route{Method: "GET", Pattern: "/panic", Handler: func(*http.Request) (web.Page, error) { panic("boom") }},
		web.Route{Method: "GET", Pattern: "/ok", Handler: func(*http.Request) (web.Page, error) { return web.Show("好", page("好")), nil }})
	rec := w.get("/panic")
	if rec.Code != 500 || strings.Contains(rec.Body.String(), "boom") || strings.Contains(rec.Body.String(), "goroutine") {
		t.Errorf("%d: %s", rec.Code, rec.Body)
	}
	if log := w.log.String(); !strings.Contains(log, "boom") || !strings.Contains(log, "app_test.go") || !strings.Contains(log, rec.Header().Get("X-Request-Id")) {
		t.Errorf("log lacks panic, stack or number: %s", log)
	}
	if rec := w.get("/ok"); rec.Code != 200 {
		t.Errorf("after a panic: %d", rec.Code)
	}
}

func TestAPageThatFailsHalfwayIsNotSentHalf(t *testing.T) {
	half := templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		io.WriteString(w, "<p>half")
		return errors.New("template broke")
	})
	w := build(t, nil, web.Route{Method: "GET", Pattern: "/", Handler: func(*http.Request) (web.Page, error) { return web.Show("x", half), nil }})
	if rec := w.get("/"); rec.Code != 500 || strings.Contains(rec.Body.String(), "half") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

func TestTheLogHoldsNoQueryAndNoForm(t *testing.T) {
	w := build(t, nil, web.Route{Method: "POST", Pattern: "/search/{q}", Handler: answers(web.NotFound())})
	w.post("/search/13800005678?phone=13800005678", "phone=13800005678&name=李某")
	w.get("/13800005678")
	if log := w.log.String(); strings.Contains(log, "13800005678") || !strings.Contains(log, `route="POST /search/{q}"`) {
		t.Errorf("log: %s", log)
	}
}

func TestASlowRequestIsGivenUp(t *testing.T) {
	w := build(t, nil, web.Route{Method: "POST", Pattern: "/slow", Timeout: time.Millisecond, Handler: func(r *http.Request) (web.Page, error) {
		<-r.Context().Done()
		return web.Page{}, fmt.Errorf("append order 7: %w", r.Context().Err())
	}})
	if rec := w.post("/slow", ""); rec.Code != 503 || !strings.Contains(rec.Body.String(), "请勿重复登记") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
}

func TestFramesFragmentsAndRedirects(t *testing.T) {
	w := build(t, func(o *web.Options) {
		o.Frame = func(_ *http.Request, h web.Head, body templ.Component) (templ.Component, error) {
			return web.Within(parts.Shell(h.Fill(parts.GalleryLayout())), body), nil
		}
	},
		web.Route{Method: "GET", Pattern: "/page", Handler: func(*http.Request) (web.Page, error) {
			return web.Show("待转办", page("正文")).In("dispatch").Status(422), nil
		}},
		web.Route{Method: "GET", Pattern: "/go", Handler: func(*http.Request) (web.Page, error) { return web.Redirect("/page"), nil }},
		web.Route{Method: "GET", Pattern: "/evil", Handler: func(*http.Request) (web.Page, error) { return web.Redirect("//evil.example/"), nil }},
	)
	full := w.get("/page")
	if full.Code != 422 || !strings.Contains(full.Body.String(), "待转办 · 蒙城县") || !strings.Contains(full.Body.String(), "<p>正文</p>") {
		t.Errorf("full page: %d", full.Code)
	}
	if got := w.get("/page", "HX-Request", "true").Body.String(); got != "<p>正文</p>" {
		t.Errorf("fragment: %q", got)
	}
	if got := w.get("/page", "HX-Request", "true", "HX-History-Restore-Request", "true").Body.String(); !strings.Contains(got, "<html") {
		t.Error("history restore wants the whole page")
	}
	if rec := w.get("/go"); rec.Code != 303 || rec.Header().Get("Location") != "/page" {
		t.Errorf("redirect: %d %v", rec.Code, rec.Header())
	}
	if rec := w.get("/go", "HX-Request", "true"); rec.Code != 200 || rec.Header().Get("HX-Redirect") != "/page" {
		t.Errorf("redirect of htmx: %d %v", rec.Code, rec.Header())
	}
	if rec := w.get("/evil"); rec.Code != 500 || rec.Header().Get("Location") != "" {
		t.Errorf("open redirect: %d %q", rec.Code, rec.Header().Get("Location"))
	}
}
