// Package api is the JSON interface /api/v1: the queries and the commands of the road for other programs, with bearer tokens. It holds no rule and sees
// no store: a request is checked against the type it is read into, makes one call on the desk and gets a view of the desk's scoped reader. The document
// at /api/v1/openapi.json is made from the same types.
//
// Start reading at New, then table.go; a new command is one line of the table in commands.go.
package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

// Prefix is where the interface lives.
const Prefix = "/api/v1"

// Options of the interface; Desk and Log are required.
type Options struct {
	Desk *desk.Service
	Log  *slog.Logger
	TLS  bool
	Rate int // requests a minute and token; DefaultRate where 0

	Public string // the citizens' number, which is nobody's duty phone
}

// API is the JSON interface. It is an http.Handler for everything below Prefix.
type API struct {
	o      Options
	desk   *desk.Service
	app    *web.App
	huma   huma.API
	routes []web.Route
	rate   *web.Limiter
	next   operation // of the route that is being registered
}

// New makes the interface.
func New(o Options) (*API, error) {
	if o.Desk == nil || o.Log == nil {
		return nil, errors.New("make api: Desk and Log are required")
	}
	a := build(o)
	var err error
	a.app, err = web.New(web.Options{Now: o.Desk.Now, Log: o.Log, TLS: o.TLS, Answer: writeAnswer}, a.routes)
	if err != nil {
		return nil, fmt.Errorf("make api: %w", err)
	}
	return a, nil
}

// build registers every operation; without a desk only the table and the document are of use.
func build(o Options) *API {
	if o.Rate == 0 {
		o.Rate = DefaultRate
	}
	a := &API{o: o, desk: o.Desk, rate: web.NewLimiter(o.Rate)}
	a.huma = huma.NewAPI(config(), adapter{a})
	a.queries()
	for _, l := range commands() {
		l.mount(a, l)
	}
	a.document()
	return a
}

// Routes is the table of everything that can be reached below Prefix, each with its permission.
func (a *API) Routes() []web.Route { return a.routes }

// ServeHTTP answers a request below Prefix. A path that ServeMux would mend by a redirect is no path of ours.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if clean := path.Clean(r.URL.Path); clean != r.URL.Path {
		nowhere := *r.URL
		nowhere.Path, nowhere.RawPath = Prefix, ""
		r = r.Clone(r.Context())
		r.URL = &nowhere
	}
	a.app.ServeHTTP(w, r)
}

// Serves reports whether a path belongs to the interface.
func Serves(p string) bool { return p == Prefix || strings.HasPrefix(p, Prefix+"/") }

func config() huma.Config {
	c := huma.Config{OpenAPI: &huma.OpenAPI{OpenAPI: "3.1.0", Info: &huma.Info{Title: "回音 · 县长热线工单接口", Version: "1.0.0",
		Description: "查询和办理县长热线工单。每次请求带令牌（Authorization: Bearer …）；办理请求另带 Idempotency-Key，同一键、同一内容只办一次。" +
			"拒绝一律是 application/problem+json，写明条款（article）、条文（clause）和原因代码（code）。时间是 RFC 3339，日期是 2006-01-02，按北京时间。"},
		Servers:    []*huma.Server{{URL: Prefix}},
		Components: &huma.Components{SecuritySchemes: map[string]*huma.SecurityScheme{"bearer": {Type: "http", Scheme: "bearer", Description: "huiyin token add 发的令牌"}}},
		Security:   []map[string][]string{{"bearer": {}}}},
		Formats: map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}, DefaultFormat: "application/json",
		RejectUnknownQueryParameters: true}
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	return c
}

// adapter turns huma's operations into lines of our table of routes.
type adapter struct{ a *API }

// Handle takes an operation that huma has made ready.
func (ad adapter) Handle(op *huma.Operation, h func(huma.Context)) {
	a, line := ad.a, ad.a.next
	serve := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h(humago.NewContext(op, r, w)) })
	a.routes = append(a.routes, web.Route{Method: op.Method, Pattern: Prefix + op.Path, Permission: string(line.permission), Raw: a.guard(line, serve),
		MaxBody: line.maxBody, Timeout: line.timeout()})
}

// ServeHTTP is not used: the table of routes serves.
func (ad adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) { ad.a.ServeHTTP(w, r) }

// document serves the OpenAPI document, printed once.
func (a *API) document() {
	doc, err := json.Marshal(a.huma.OpenAPI())
	if err != nil {
		panic("api: document cannot be printed: " + err.Error())
	}
	a.routes = append(a.routes, web.Route{Method: http.MethodGet, Pattern: Prefix + "/openapi.json", Permission: string(access.Public),
		Raw: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Content-Security-Policy", noPage)
			_, _ = w.Write(doc)
		})})
}

// timeout of a route, and of the reading of its body: longer where files come in.
func (o operation) timeout() time.Duration {
	if o.maxBody > web.DefaultMaxBody {
		return time.Minute
	}
	return 15 * time.Second
}
