package server_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"huiyin/internal/server"
)

// pathsOf reads the paths of a golden table of routes, with something in the place of each variable.
func pathsOf(t *testing.T, file string) []string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, line := range strings.Split(string(b), "\n") {
		f := strings.Fields(line)
		if len(f) < 2 || !strings.HasPrefix(f[1], "/") || f[1] == "/{$}" {
			continue
		}
		method := f[0]
		if method == "any" {
			method = http.MethodGet
		}
		out = append(out, method+" "+regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(f[1], "x"))
	}
	return out
}

// Staff and citizens have a listener each (trust.md B5 #17): on neither is a page of the other, nor the interface for systems on the citizens'.
func TestEachListenerHasItsOwnPages(t *testing.T) {
	s, err := server.New(t.Context(), server.Config{Data: t.TempDir(), Addr: "127.0.0.1:0", Portal: "127.0.0.1:0", Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}()
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	if s.Addr() == s.CitizensAddr() {
		t.Fatal("one listener for both")
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	status := func(addr, route string) int {
		method, path, _ := strings.Cut(route, " ")
		r, err := http.NewRequestWithContext(t.Context(), method, "http://"+addr+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		return res.StatusCode
	}
	staff := append(pathsOf(t, "../console/testdata/routes.txt"), pathsOf(t, "../api/testdata/routes.txt")...)
	if len(staff) < 200 {
		t.Fatalf("%d staff routes: the tables are read wrongly", len(staff))
	}
	for _, route := range staff {
		if got := status(s.CitizensAddr(), route); got != http.StatusNotFound {
			t.Errorf("%s on the citizens' listener: %d, want 404", route, got)
		}
	}
	for _, route := range pathsOf(t, "../portal/testdata/routes.txt") {
		if got := status(s.Addr(), route); got != http.StatusNotFound {
			t.Errorf("%s on the staff's listener: %d, want 404", route, got)
		}
	}
	if got := status(s.CitizensAddr(), "GET /"); got != http.StatusOK {
		t.Errorf("the front page: %d", got)
	}
	if got := status(s.Addr(), "GET /"); got != http.StatusSeeOther {
		t.Errorf("the staff's front page to a stranger: %d", got)
	}
}
