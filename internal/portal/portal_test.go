package portal

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
	"huiyin/internal/web/static"
)

var update = flag.Bool("update", false, "write the golden files anew")

// door is the portal on a small county; it keeps no cookie.
type door struct {
	*testing.T
	*testkit.World
	h http.Handler
}

func testProfile() Profile {
	return Profile{System: "蒙城县县长热线", Office: "蒙城县人民政府办公室", Phone: "7812345", Base: "http://127.0.0.1:7822", Leave: "https://www.gov.cn/"}
}

func newDoor(t *testing.T, where string) *door {
	t.Helper()
	w := testkit.NewWorld(t, where)
	h, err := New(Options{Desk: w.Desk, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Profile: testProfile()})
	if err != nil {
		t.Fatal(err)
	}
	return &door{t, w, h}
}

type answer struct {
	code     int
	body, to string
	header   http.Header
}

func (d *door) send(method, at, kind string, body io.Reader, cookies ...*http.Cookie) answer {
	d.Helper()
	r := httptest.NewRequest(method, at, body)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	d.h.ServeHTTP(w, r)
	return answer{w.Code, w.Body.String(), w.Header().Get("Location"), w.Header()}
}

func (d *door) get(at string, cookies ...*http.Cookie) answer {
	d.Helper()
	return d.send("GET", at, "", nil, cookies...)
}

func (d *door) post(at string, pairs ...string) answer {
	d.Helper()
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return d.send("POST", at, "application/x-www-form-urlencoded", strings.NewReader(v.Encode()))
}

// goes follows one answer to the page that it leads to.
func (d *door) goes(a answer, where string) string {
	d.Helper()
	if a.code != http.StatusSeeOther || !strings.Contains(a.to, where) {
		d.Fatalf("answer %d to %q, want 303 to …%s…\n%s", a.code, a.to, where, plain(a.body))
	}
	return a.to
}

func plain(page string) string {
	page = regexp.MustCompile(`(?s)<(script|style|head|header|footer).*?</(script|style|head|header|footer)>`).ReplaceAllString(page, "")
	page = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " ")
	return strings.Join(strings.Fields(page), " ")
}

var keyIn = regexp.MustCompile(`name="_key" value="([0-9a-f]{32})"`)

func (d *door) key(at string) string {
	d.Helper()
	m := keyIn.FindStringSubmatch(d.get(at).body)
	if m == nil {
		d.Fatalf("%s: no form key", at)
	}
	return m[1]
}

func (d *door) upload(at string, files map[string][]byte, pairs ...string) answer {
	d.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for i := 0; i < len(pairs); i += 2 {
		_ = m.WriteField(pairs[i], pairs[i+1])
	}
	for name, body := range files {
		w, err := m.CreateFormFile("files", name)
		if err != nil {
			d.Fatal(err)
		}
		_, _ = w.Write(body)
	}
	_ = m.Close()
	return d.send("POST", at, m.FormDataContentType(), &b)
}

// written carries a letter to the page that is checked, and answers that page's address.
func (d *door) written() string {
	d.Helper()
	say := d.goes(d.post("/write", "kind", string(order.Complaint)), "/say")
	at := strings.TrimSuffix(say, "/say")
	next := d.goes(d.post(say, "words", "家里水压很小，三楼以上早晚放不出水，已经有一周了。", "place", "漆园街道某小区北门", "town", "341622001"), "/write/")
	if strings.HasSuffix(next, "/answers") {
		if a := d.get(next); a.code == http.StatusOK {
			d.goes(d.post(next, "category", ""), "/photo")
		}
	}
	d.goes(d.upload(at+"/photo", map[string][]byte{"水表.png": testkit.PNG(d.T)}), "/who")
	d.goes(d.post(at+"/who", "secrecy", "ordinary", "phone", "138 5551 2345", "name", "王女士"), "/check")
	return at + "/check"
}

var numberIn = regexp.MustCompile(`MC\d{12}`)
var codeIn = regexp.MustCompile(`>(\d{3} \d{3} \d{4})<`)

// A letter, one question a page, without script and without a cookie; a double tap is one order; what was sent gives its receipt for ever (Art. 2, 9).
func TestALetterOnePageAfterAnother(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		d := newDoor(t, where)
		check := d.written()
		page := d.get(check)
		for _, want := range []string{"三楼以上", "某小区北门", "1 个", "138 5551 2345", "王女士"} {
			if !strings.Contains(page.body, want) {
				t.Errorf("the page to check lacks %q", want)
			}
		}
		done := d.goes(d.post(check), "/done")
		d.goes(d.post(check), "/done")
		d.goes(d.get(check), "/done")
		receipt := d.get(done)
		number, secret := numberIn.FindString(receipt.body), codeIn.FindStringSubmatch(receipt.body)
		if receipt.code != 200 || number == "" || secret == nil || !strings.Contains(receipt.body, "<svg class=\"qr\"") {
			t.Fatalf("receipt %d: %s", receipt.code, plain(receipt.body))
		}
		n := 0
		recs, err := d.Store.LogFrom(t.Context(), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range recs {
			if r.Kind == "registered" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d orders of one letter", n)
		}
		look := d.goes(d.post("/track", "number", number, "code", secret[1]), "/q/")
		road := d.get(look)
		if road.code != 200 || !strings.Contains(road.body, "已收到") || strings.Contains(plain(road.body), "5551") || strings.Contains(road.body, "王女士") || strings.Contains(plain(road.body), "138") {
			t.Errorf("the road %d: %s", road.code, plain(road.body))
		}
		d.goes(d.post(look+"/urge", "_key", d.key(look+"/urge"), "note", "请快些"), "done=urge")
		if again := d.get(look + "/urge"); !strings.Contains(again.body, "今天已经催过") {
			t.Error("a second urge of the day is offered")
		}
		d.goes(d.upload(look+"/add", map[string][]byte{"a.png": testkit.PNG(t)}, "_key", d.key(look+"/add"), "words", "今天还是没有水"), "done=add")
	})
}

// Nothing typed is lost with an error, and every error stands at its field.
func TestNothingTypedIsLost(t *testing.T) {
	d := newDoor(t, t.TempDir())
	if a := d.post("/write"); a.code != 422 || !strings.Contains(a.body, "请选一项") {
		t.Errorf("no kind: %d", a.code)
	}
	say := d.goes(d.post("/write", "kind", "complaint"), "/say")
	a := d.post(say, "words", "下水道堵了", "place", "", "town", "341622001")
	if a.code != 422 || !strings.Contains(a.body, "下水道堵了") || !strings.Contains(a.body, "请写明地点") || !strings.Contains(a.body, `value="341622001" selected`) {
		t.Errorf("no place: %d %s", a.code, plain(a.body))
	}
	// Even without the answer, what was typed is on the server.
	if b := d.get(say); !strings.Contains(b.body, "下水道堵了") {
		t.Error("the words were not kept with the error")
	}
	long := strings.Repeat("堵", desk.LetterWords+5)
	if a = d.post(say, "words", long, "place", "北门", "town", ""); a.code != 422 || !strings.Contains(a.body, long) || !strings.Contains(a.body, "请删去5字") {
		t.Errorf("too long: %d", a.code)
	}
	at := strings.TrimSuffix(say, "/say")
	if a = d.post(at+"/who", "secrecy", "secret", "phone", "1385551", "name", ""); a.code != 422 || !strings.Contains(a.body, `value="1385551"`) {
		t.Errorf("a short number: %d", a.code)
	}
	if a = d.upload(at+"/photo", map[string][]byte{"x.exe": []byte("MZ")}); a.code != 422 || !strings.Contains(a.body, "不能上传") {
		t.Errorf("a program as a photograph: %d", a.code)
	}
	if a = d.post(at + "/check"); a.code != 422 || !strings.Contains(a.body, "请删去5字") {
		t.Errorf("an unfinished letter: %d %s", a.code, plain(a.body))
	}
	if a = d.post(at+"/say", "words", "x", "place", "y", "town", "", "stranger", "1"); a.code != 400 {
		t.Errorf("an unknown field: %d", a.code)
	}
	if a = d.post("/write/00000000000000000000000000000000/say", "words", "x", "place", "y", "town", ""); a.code != 404 {
		t.Errorf("somebody else's letter: %d", a.code)
	}
}

// A wrong code and an unknown number answer with the same bytes (trust.md B5 #54).
func TestAWrongCodeTellsNothing(t *testing.T) {
	d := newDoor(t, t.TempDir())
	done := d.get(d.goes(d.post(d.written()), "/done"))
	number := numberIn.FindString(done.body)
	other := number[:len(number)-4] + "9999"
	said := func(n string) string {
		a := d.post("/track", "number", n, "code", "1234567890")
		return fmt.Sprint(a.code) + strings.ReplaceAll(a.body, n, "N")
	}
	for i := range 6 {
		if known, unknown := said(number), said(other); known != unknown {
			t.Fatalf("try %d: a known number and an unknown one are told apart", i+1)
		}
	}
}

// The elder edition and high contrast are carried in every address and form, and remembered.
func TestTheLookIsRememberedAndCarried(t *testing.T) {
	d := newDoor(t, t.TempDir())
	a := d.get("/write?v=ec")
	if !strings.Contains(a.body, `data-size="elder"`) || !strings.Contains(a.body, `data-contrast="high"`) {
		t.Error("the page does not look as asked")
	}
	for _, m := range regexp.MustCompile(`(?:href|action)="(/[^"]*)"`).FindAllStringSubmatch(a.body, -1) {
		if !strings.Contains(m[1], "v=") && !strings.HasPrefix(m[1], static.Prefix) && m[1] != parts.ManifestPath {
			t.Errorf("%s loses the look", m[1])
		}
	}
	cookie := a.header.Get("Set-Cookie")
	if !strings.Contains(cookie, viewCookie+"=ec") {
		t.Errorf("cookie %q", cookie)
	}
	if b := d.get("/", &http.Cookie{Name: viewCookie, Value: "ec"}); !strings.Contains(b.body, `data-size="elder"`) {
		t.Error("the cookie is not heeded")
	}
	if b := d.get("/?v=n", &http.Cookie{Name: viewCookie, Value: "ec"}); strings.Contains(b.body, `data-size=`) {
		t.Error("the address does not win over the cookie")
	}
}

// Pages that somebody may have to leave at once have the button on every step, and are not remembered on the telephone.
func TestADelicateLetterCanBeLeft(t *testing.T) {
	d := newDoor(t, t.TempDir())
	for kind, first := range map[string]string{"report": "/say", "home": "/safe"} {
		a := d.post("/write", "kind", kind)
		at := d.goes(a, first)
		if c := a.header.Get("Set-Cookie"); !strings.Contains(c, draftCookie+"=;") {
			t.Errorf("%s is remembered: %q", kind, c)
		}
		base := strings.TrimSuffix(at, first)
		for _, step := range []string{"/what", "/safe", "/say", "/party", "/photo", "/who", "/check"} {
			if b := d.get(base + step); !strings.Contains(b.body, "快速离开") {
				t.Errorf("%s%s: no way to leave", kind, step)
			}
		}
	}
	if a := d.post("/write", "kind", "complaint"); !strings.Contains(a.header.Get("Set-Cookie"), draftCookie+"=") {
		t.Error("an ordinary letter is not remembered")
	}
}

// Every route is public and stands in the golden table; there is no other permission here.
func TestTheTableOfRoutes(t *testing.T) {
	routes := (&Portal{}).Routes()
	got := web.PrintRoutes(routes)
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
	for _, r := range routes {
		if r.Permission != web.Public || r.Raw != nil || r.Live {
			t.Errorf("%s %s: not a plain public page", r.Method, r.Pattern)
		}
	}
	for p := range articles {
		if !slices.ContainsFunc(routes, func(r web.Route) bool { return r.Pattern == p }) {
			t.Errorf("articles: no route %s", p)
		}
	}
}

// A page with all that it loads weighs less than sixty kilobytes, and loads nothing from elsewhere.
func TestPagesAreLight(t *testing.T) {
	d := newDoor(t, t.TempDir())
	outside := regexp.MustCompile(`(?:src|href|action)="(https?:)?//`)
	for _, at := range []string{"/", "/write", "/track", "/answers", "/open", "/privacy", d.written()} {
		a := d.get(at)
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(a.body))
		_ = z.Close()
		n := b.Len()
		for _, name := range []string{static.CSS, static.JS, static.Icons, static.Mark} {
			n += static.Weight(name)
		}
		if n > 60<<10 {
			t.Errorf("%s weighs %d bytes", at, n)
		}
		if m := outside.FindString(a.body); m != "" {
			t.Errorf("%s loads from elsewhere: %s", at, m)
		}
		if csp := a.header.Get("Content-Security-Policy"); csp != web.Policy {
			t.Errorf("%s: policy %q", at, csp)
		}
	}
}

// An address that sends without end is told so with the telephone, and others go on.
func TestAFloodIsToldHonestly(t *testing.T) {
	d := newDoor(t, t.TempDir())
	shed := answer{}
	for range postsAMinute + 10 {
		if a := d.post("/write"); a.code == http.StatusServiceUnavailable {
			shed = a
		}
	}
	if shed.code == 0 || !strings.Contains(shed.body, "7812345") || shed.header.Get("Retry-After") == "" {
		t.Errorf("a flood: %d %s", shed.code, plain(shed.body))
	}
	r := httptest.NewRequest("POST", "/write", strings.NewReader("kind=consult"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.RemoteAddr = "198.51.100.7:4000"
	w := httptest.NewRecorder()
	d.h.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther {
		t.Errorf("somebody else meanwhile: %d", w.Code)
	}
}

// While robots press, a letter must prove itself or wait a minute; nothing of it is lost, and the words are honest (trust.md B5 #51, #52).
func TestUnderPressureALetterProvesItselfOrWaits(t *testing.T) {
	d := newDoor(t, t.TempDir())
	solved, waits := d.written(), d.written()
	for i := range lettersAMinute {
		r := httptest.NewRequest("POST", "/write", strings.NewReader("kind=complaint"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.RemoteAddr = fmt.Sprintf("198.51.100.%d:4000", i%200)
		d.h.ServeHTTP(httptest.NewRecorder(), r)
	}
	a := d.post(solved)
	m := regexp.MustCompile(`data-riddle="([0-9a-f]{32})"`).FindStringSubmatch(a.body)
	if a.code != http.StatusServiceUnavailable || m == nil || !strings.Contains(a.body, "三楼以上") || !strings.Contains(a.body, "等一分钟") || !strings.Contains(a.body, "7812345") {
		t.Fatalf("under pressure: %d %s", a.code, plain(a.body))
	}
	answer := ""
	for n := 0; answer == ""; n++ {
		x := fmt.Sprintf("%s:%d", m[1], n)
		if h := sha256.Sum256([]byte(x)); h[0] == 0 && h[1] < 4 {
			answer = x
		}
	}
	d.goes(d.post(solved, "proof", answer), "/done")
	if a = d.post(waits, "proof", answer); a.code != http.StatusServiceUnavailable {
		t.Errorf("another letter's proof: %d", a.code)
	}
	d.Clock.Add(desk.ProofWait)
	d.goes(d.post(waits, "proof", ""), "/done")
	d.Clock.Add(pressureLasts)
	calm := d.written()
	d.Clock.Add(pressureLasts)
	d.goes(d.post(calm), "/done")
}

// Who asks is the peer; only a proxy of ours may say for whom it asks (trust.md B5 #18).
func TestOnlyOurProxySaysWhoAsks(t *testing.T) {
	p := &Portal{proxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}}
	for _, c := range []struct{ peer, said, want string }{
		{"198.51.100.7:4000", "", "198.51.100.7"},
		{"198.51.100.7:4000", "203.0.113.9", "198.51.100.7"},
		{"127.0.0.1:4000", "203.0.113.9", "203.0.113.9"},
		{"127.0.0.1:4000", "1.1.1.1, 203.0.113.9, 10.0.0.3", "203.0.113.9"},
		{"127.0.0.1:4000", "", "127.0.0.1"},
		{"127.0.0.1:4000", "nonsense", "127.0.0.1"},
		{"[2001:db8:1:2:3:4:5:6]:4000", "", "2001:db8:1:2::/64"},
		{"[::ffff:198.51.100.7]:4000", "", "198.51.100.7"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		if c.said != "" {
			r.Header.Set("X-Forwarded-For", c.said)
		}
		if got := p.addressOf(r); got != c.want {
			t.Errorf("%s saying %q is %s, want %s", c.peer, c.said, got, c.want)
		}
	}
}

// Ten thousand posts of robots are shed with honest words, and people's letters go in meanwhile; the log tells how much slower.
func TestTenThousandRobots(t *testing.T) {
	d := newDoor(t, t.TempDir())
	robot := func(i int) int {
		r := httptest.NewRequest("POST", "/write", strings.NewReader("kind=complaint"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.RemoteAddr = fmt.Sprintf("203.0.113.%d:4000", i%20)
		w := httptest.NewRecorder()
		d.h.ServeHTTP(w, r)
		if w.Code == http.StatusServiceUnavailable && !strings.Contains(w.Body.String(), "7812345") {
			t.Error("a robot is shed without the telephone")
		}
		return w.Code
	}
	// A person begins a letter and says what it is about.
	person := func(i int) time.Duration {
		began := time.Now()
		at := fmt.Sprintf("192.0.2.%d:4000", i)
		send := func(path string, v url.Values) *httptest.ResponseRecorder {
			r := httptest.NewRequest("POST", path, strings.NewReader(v.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.RemoteAddr = at
			w := httptest.NewRecorder()
			d.h.ServeHTTP(w, r)
			return w
		}
		w := send("/write", url.Values{"kind": {"complaint"}})
		if w.Code == http.StatusSeeOther {
			w = send(w.Header().Get("Location"), url.Values{"words": {"路灯坏了"}, "place": {"北门"}, "town": {""}})
		}
		if w.Code != http.StatusSeeOther {
			t.Errorf("a person during the flood: %d", w.Code)
		}
		return time.Since(began)
	}
	p95 := func(from int) time.Duration {
		var all []time.Duration
		for i := range 60 {
			all = append(all, person(from+i))
		}
		slices.Sort(all)
		return all[56]
	}
	calm := p95(0)
	var shed, let atomic.Int64
	var robots sync.WaitGroup
	for hand := range 4 {
		robots.Go(func() {
			for i := range 2500 {
				if robot(hand*5+i%5) == http.StatusServiceUnavailable {
					shed.Add(1)
				} else {
					let.Add(1)
				}
			}
		})
	}
	flood := p95(100)
	robots.Wait()
	if shed.Load() < 9000 {
		t.Errorf("%d of 10,000 were shed, %d let through", shed.Load(), let.Load())
	}
	t.Logf("p95 of a person's two posts: calm %s, under 10,000 robot posts %s (× %.1f); shed %d", calm, flood, float64(flood)/float64(calm), shed.Load())
}

// The pages can be put on a telephone's first screen: the description names icons that are there, and nobody.
func TestTheManifestNamesIconsThatAreThere(t *testing.T) {
	d := newDoor(t, t.TempDir())
	a := d.get(parts.ManifestPath)
	var m struct {
		Name  string
		Icons []struct{ Src string }
	}
	if err := json.Unmarshal([]byte(a.body), &m); err != nil || m.Name != "蒙城县县长热线" || len(m.Icons) != 2 {
		t.Fatalf("%v: %s", err, a.body)
	}
	for _, i := range m.Icons {
		if b := d.get(i.Src); b.code != 200 || b.header.Get("Content-Type") != "image/png" {
			t.Errorf("%s: %d %s", i.Src, b.code, b.header.Get("Content-Type"))
		}
	}
}

// TestTheNoticeThatWasShownIsKept: a letter's order remembers the version of the privacy notice, the receipt leads to it, the version of today is among those kept, and there is no other (trust.md B5 #56).
func TestTheNoticeThatWasShownIsKept(t *testing.T) {
	d := newDoor(t, t.TempDir())
	done := d.get(d.goes(d.post(d.written()), "/done"))
	if !strings.Contains(done.body, `/privacy/`+desk.PrivacyNotice) {
		t.Error("the receipt does not lead to the notice")
	}
	now, then := d.get("/privacy"), d.get("/privacy/"+desk.PrivacyNotice)
	if then.code != http.StatusOK || now.body != then.body && !strings.Contains(then.body, "您的权利") {
		t.Errorf("the version of today: %d", then.code)
	}
	if r := d.get("/privacy/1999-01-01"); r.code != http.StatusNotFound {
		t.Errorf("a version that never was: %d", r.code)
	}
}
