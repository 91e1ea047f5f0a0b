package web_test

import (
	"net/http"
	"strings"
	"testing"

	"huiyin/internal/web"
)

func TestARouteWithoutPermissionDoesNotBuild(t *testing.T) {
	ok := func(*http.Request) (web.Page, error) { return web.Done(), nil }
	faults := map[string]web.Route{
		"no permission":   {Method: "GET", Pattern: "/", Handler: ok},
		"exactly one":     {Method: "GET", Pattern: "/", Permission: "x"},
		"GET and changed": {Method: "DELETE", Pattern: "/", Permission: "x", Handler: ok},
		"begins with /":   {Method: "GET", Pattern: "orders", Permission: "x", Handler: ok},
	}
	for want, r := range faults {
		if err := web.CheckRoutes([]web.Route{r}); err == nil || !strings.Contains(err.Error(), strings.Split(want, " and ")[0]) {
			t.Errorf("%s: %v", want, err)
		}
	}
	twice := web.Route{Method: "GET", Pattern: "/a", Permission: "x", Handler: ok}
	if err := web.CheckRoutes([]web.Route{twice, twice}); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("twice: %v", err)
	}
	if err := web.CheckRoutes([]web.Route{twice}); err != nil {
		t.Errorf("a good table: %v", err)
	}
}

func TestPrintRoutesShowsWhatCanBeReached(t *testing.T) {
	ok := func(*http.Request) (web.Page, error) { return web.Done(), nil }
	got := web.PrintRoutes([]web.Route{
		{Method: "POST", Pattern: "/orders/{id}/extend", Permission: "order.extend", Handler: ok, MaxBody: 20 << 20},
		{Method: "GET", Pattern: "/login", Permission: web.Public, Handler: ok},
		{Method: "GET", Pattern: "/live", Permission: "order.list", Handler: ok, Live: true},
		{Pattern: "/api/", Permission: "api", Raw: http.NotFoundHandler()},
	})
	want := `any   /api/                api           raw
GET   /live                order.list    live
GET   /login               public
POST  /orders/{id}/extend  order.extend  ≤ 20 MB
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
