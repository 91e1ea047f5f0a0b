package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/web"
)

// FuzzBody: whatever bytes come as a document, the interface answers with a problem or does what they say, and never with a fault of its own. The seeds
// run with every test; go test ./internal/api -fuzz Body goes on from them.
func FuzzBody(f *testing.F) {
	var paths []string
	for _, l := range commands() {
		paths = append(paths, l.path)
	}
	paths = append(paths, "/orders", "/search", "/orders/{id}/reveal")
	urge := slices.Index(paths, "/orders/{id}/urge")
	for _, b := range []string{`{"from":"office","note":"请尽快"}`, "{\"from\":\"\xff\"}", `{"from":"office","from":"caller"}`, `{"from":"office","note":"\ud800\u0000"}`, strings.Repeat(`{"note":`, 2000)} {
		f.Add(uint8(urge), []byte(b))
	}
	f.Add(uint8(slices.Index(paths, "/orders/{id}/attach")), []byte(`{"files":[{"name":"a","content":"=="}]}`))
	f.Add(uint8(len(paths)-3), []byte(`{"persons":1e300}`))
	f.Fuzz(func(t *testing.T, n uint8, body []byte) {
		s := newSite(t, t.TempDir(), 1_000_000)
		id := s.dispatched()
		path := strings.Replace(paths[int(n)%len(paths)], "{id}", id, 1)
		r := s.as("hotline/office_head").send("POST", path, body, "Idempotency-Key", web.NewKey())
		if r.status >= http.StatusInternalServerError || r.status >= 300 && r.problem(t).Detail == "" {
			t.Fatalf("%s: %d %s", path, r.status, r.body)
		}
	})
}
