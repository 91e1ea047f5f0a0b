package static_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"huiyin/internal/web/static"
)

func TestFilesAreServedUnderTheirHash(t *testing.T) {
	for _, name := range static.Names() {
		url := static.URL(name)
		if !regexp.MustCompile(`^/static/[a-z0-9-]+(\.min)?\.[0-9a-f]{16}\.(css|js|svg|png)$`).MatchString(url) {
			t.Errorf("%s: address %s", name, url)
		}
		want, err := os.ReadFile("files/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if name == static.CSS { // sent without its comments, of which it has some
			bare := regexp.MustCompile(`(?s)/\*.*?\*/`).ReplaceAll(want, nil)
			if len(bare) == len(want) {
				t.Errorf("%s has no comment", name)
			}
			want = bare
		}
		plain := httptest.NewRecorder()
		if !static.Serve(plain, httptest.NewRequest("GET", url, nil)) || !bytes.Equal(plain.Body.Bytes(), want) {
			t.Errorf("%s: other bytes", name)
		}
		r := httptest.NewRequest("GET", url, nil)
		r.Header.Set("Accept-Encoding", "br, gzip;q=0.8")
		packed := httptest.NewRecorder()
		static.Serve(packed, r)
		z, err := gzip.NewReader(packed.Body)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: other bytes when packed", name)
		}
		if h := packed.Header(); h.Get("Cache-Control") != "public, max-age=31536000, immutable" || h.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: %v", name, h)
		}
		r = httptest.NewRequest("GET", url, nil)
		r.Header.Set("If-None-Match", plain.Header().Get("ETag"))
		again := httptest.NewRecorder()
		static.Serve(again, r)
		if again.Code != 304 || again.Body.Len() != 0 {
			t.Errorf("%s: asked again: %d", name, again.Code)
		}
	}
}

func TestAnOldHashOrAnotherMethodIsNotServed(t *testing.T) {
	old := strings.Replace(static.URL(static.CSS), ".", ".0", 1)
	for _, r := range []*struct{ method, path string }{{"GET", old}, {"GET", "/static/huiyin.css"}, {"GET", "/static/../static.go"}, {"POST", static.URL(static.CSS)}} {
		rec := httptest.NewRecorder()
		if static.Serve(rec, httptest.NewRequest(r.method, r.path, nil)) || rec.Body.Len() > 0 {
			t.Errorf("%s %s was served", r.method, r.path)
		}
	}
}

// A staff page may weigh 120 KB packed, a citizen's page 60 KB; our files must leave room for the page itself.
func TestFilesAreLight(t *testing.T) {
	public := static.Weight(static.CSS) + static.Weight(static.JS) + static.Weight(static.Icons) + static.Weight(static.Mark)
	staff := public + static.Weight(static.HTMX) + static.Weight(static.SSE)
	if public > 30<<10 || staff > 50<<10 {
		t.Errorf("public %d, staff %d bytes", public, staff)
	}
}
