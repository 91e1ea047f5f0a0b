package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"huiyin/internal/web/parts"
	"huiyin/internal/web/static"
)

// Options is what an App needs. Now and Log are required.
type Options struct {
	Now func() time.Time
	Log *slog.Logger
	// Frame puts a page into the shell of whoever asks. nil, or an error, uses a bare frame.
	Frame func(r *http.Request, h Head, body templ.Component) (templ.Component, error)
	// Around stands before each Handler: who is it, may they. It may answer itself.
	Around func(Route, Handler) Handler
	// Wrap stands around a whole route: sessions. It sees Route.Live and may leave feeds alone.
	Wrap func(Route, http.Handler) http.Handler
	// Explain turns errors of rooms that know nothing of this one into answers; it is asked first.
	Explain func(error) (Answer, bool)
	// Answer, where it is set, writes answers to errors instead of a page: the JSON interface's problems.
	Answer  func(w http.ResponseWriter, r *http.Request, a Answer)
	System  string        // name of the system, for the bare frame
	Phone   string        // the office's number, printed on every error page
	TLS     bool          // people reach us by https, here or at the proxy
	Timeout time.Duration // of a request; 15 s where 0
	Uploads int           // large uploads at a time; 4 where 0
	Origins []string      // further origins whose forms are accepted: none as a rule
}

// App serves a table of routes. It is an http.Handler.
type App struct {
	o     Options
	mux   *http.ServeMux
	cross *http.CrossOriginProtection
	gate  chan struct{}
}

// New checks the table and makes the App. A route without a permission is an error.
func New(o Options, routes []Route) (app *App, err error) {
	if o.Now == nil || o.Log == nil {
		return nil, errors.New("make app: Now and Log are required")
	}
	if err := CheckRoutes(routes); err != nil {
		return nil, fmt.Errorf("make app: %w", err)
	}
	if o.Timeout == 0 {
		o.Timeout = 15 * time.Second
	}
	if o.Uploads == 0 {
		o.Uploads = 4
	}
	a := &App{o: o, mux: http.NewServeMux(), cross: http.NewCrossOriginProtection(), gate: make(chan struct{}, o.Uploads)}
	for _, origin := range o.Origins {
		if err := a.cross.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("trust origin %s: %w", origin, err)
		}
	}
	// ServeMux panics on a pattern that it cannot read or that conflicts with another.
	defer func() {
		if p := recover(); p != nil {
			app, err = nil, fmt.Errorf("make app: %v", p)
		}
	}()
	for _, r := range routes {
		a.mux.Handle(r.pattern(), a.serve(r))
	}
	return a, nil
}

// ServeHTTP guards every request, whatever answers it: number, headers, log, panic, cross-origin check, routes.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := a.o.Now()
	in := &visit{id: newRequestID(began)}
	out := &writer{ResponseWriter: w}
	r = r.WithContext(context.WithValue(r.Context(), visitKey{}, in))
	SetHeaders(out.Header(), a.o.TLS || r.TLS != nil, r.Header.Get("Sec-Fetch-Site") != "")
	out.Header().Set("X-Request-Id", in.id)
	defer func() {
		p := recover()
		if p != nil && p != http.ErrAbortHandler {
			a.survive(out, r, p)
		}
		a.o.Log.LogAttrs(context.WithoutCancel(r.Context()), slog.LevelInfo, "request",
			slog.String("request", in.id), slog.String("method", r.Method), slog.String("route", in.route),
			slog.Int("status", out.status), slog.Int64("bytes", out.bytes), slog.Duration("took", a.o.Now().Sub(began)))
		if p == http.ErrAbortHandler {
			panic(p) // net/http cuts the connection
		}
	}()
	if strings.HasPrefix(r.URL.Path, static.Prefix) && static.Serve(out, r) {
		in.route = static.Prefix
		return
	}
	if a.o.System != "" && manifestAsked(r) {
		in.route = parts.ManifestPath
		serveManifest(out, r, a.o.System)
		return
	}
	if err := a.cross.Check(r); err != nil {
		a.fail(out, r, crossOrigin(err))
		return
	}
	h, pattern := a.mux.Handler(r)
	in.route = pattern
	if pattern == "" {
		a.unmatched(out, r, h)
		return
	}
	a.mux.ServeHTTP(out, r)
}

// unmatched answers what no route takes: 405 with Allow where only the method is wrong, 404 otherwise. ServeMux knows which, in English.
func (a *App) unmatched(w *writer, r *http.Request, h http.Handler) {
	probe := &discard{header: http.Header{}}
	h.ServeHTTP(probe, r)
	if probe.status == http.StatusMethodNotAllowed {
		w.Header().Set("Allow", probe.header.Get("Allow"))
		a.fail(w, r, &Failure{Answer: Standard(KindMethod, "")})
		return
	}
	a.fail(w, r, NotFound())
}

func crossOrigin(cause error) error {
	a := Standard(KindForbidden, "这次提交来自别的网站，没有接受。如果是您自己操作的，请从本系统的页面重新进入。")
	a.Title = "没有接受这次提交"
	return &Failure{Answer: a, Cause: cause}
}

// serve is one route: limits, session, permission, handler, page.
func (a *App) serve(rt Route) http.Handler {
	var h http.Handler
	if rt.Raw != nil {
		h = rt.Raw
	} else {
		handle := rt.Handler
		if a.o.Around != nil {
			handle = a.o.Around(rt, handle)
		}
		h = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			page, err := handle(r)
			if r.MultipartForm != nil {
				defer r.MultipartForm.RemoveAll()
			}
			if err != nil {
				a.fail(w, r, err)
				return
			}
			a.show(w, r, page)
		})
	}
	if a.o.Wrap != nil {
		h = a.o.Wrap(rt, h)
	}
	limit, timeout := rt.maxBody(), rt.Timeout
	if timeout == 0 {
		timeout = a.o.Timeout
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > limit {
			w.Header().Set("Connection", "close")
			a.fail(w, r, TooLarge(limit))
			return
		}
		// A small body is no upload, also where a large one may come.
		if limit > DefaultMaxBody && r.Method == http.MethodPost && (r.ContentLength < 0 || r.ContentLength > DefaultMaxBody) {
			select {
			case a.gate <- struct{}{}:
				defer func() { <-a.gate }()
			default:
				a.fail(w, r, Unavailable(10*time.Second, errors.New("uploads: all places taken")))
				return
			}
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		if !rt.Live {
			ctx, cancel := context.WithTimeout(r.Context(), timeout)
			defer cancel()
			r = r.WithContext(ctx)
		}
		visitOf(r).limit = limit
		h.ServeHTTP(w, r)
	})
}

// show writes a page. It is rendered whole before the first byte leaves, so that a fault in a page can still become an error page.
func (a *App) show(w http.ResponseWriter, r *http.Request, p Page) {
	for _, c := range p.cookies {
		if a.o.TLS || r.TLS != nil {
			c.Secure = true
		}
		http.SetCookie(w, c)
	}
	switch {
	case p.location != "":
		a.redirect(w, r, p.location)
	case p.file != nil:
		a.send(w, r, p.file)
	case p.feed != nil:
		a.live(w, r, p.feed)
	case p.body == nil:
		w.WriteHeader(http.StatusNoContent)
	default:
		body := p.body
		if !p.whole && !IsFragment(r) {
			framed, err := a.frame(r, p.Head, body)
			if err != nil {
				a.fail(w, r, fmt.Errorf("frame page: %w", err))
				return
			}
			body = framed
		}
		var buf bytes.Buffer
		if err := body.Render(r.Context(), &buf); err != nil {
			a.fail(w, r, fmt.Errorf("render page: %w", err))
			return
		}
		if p.again > 0 {
			w.Header().Set("Refresh", strconv.Itoa(p.again))
		}
		status := p.status
		if status == 0 {
			status = http.StatusOK
		}
		writeHTML(w, r, status, buf.Bytes())
	}
}

func (a *App) frame(r *http.Request, h Head, body templ.Component) (templ.Component, error) {
	if a.o.Frame == nil {
		return a.bare(h, body), nil
	}
	return a.o.Frame(r, h, body)
}

func (a *App) bare(h Head, body templ.Component) templ.Component {
	return Within(parts.Bare(h.Fill(parts.Layout{System: a.o.System, DutyPhone: a.o.Phone, Home: "/"})), body)
}

func (a *App) redirect(w http.ResponseWriter, r *http.Request, to string) {
	if !ownPath(to) {
		a.fail(w, r, fmt.Errorf("redirect: %q is not a path of ours", to))
		return
	}
	if r.Header.Get("HX-Request") == "true" {
		// htmx would follow a 303 itself and put the whole page into a corner of this one.
		w.Header().Set("HX-Redirect", to)
		w.WriteHeader(http.StatusOK)
		return
	}
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
}

// ownPath takes /path only: browsers read // and /\ as another host.
func ownPath(to string) bool {
	return strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") && !strings.ContainsAny(to, "\\\r\n\t")
}

// fail is where every error ends: it is logged, and answered in Chinese.
func (a *App) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && errors.Is(r.Context().Err(), context.Canceled) {
		return // the browser has left; nobody reads an answer
	}
	wrote := r.Method != http.MethodGet && r.Method != http.MethodHead
	answer := AnswerTo(err, wrote, a.o.Explain)
	level := slog.LevelInfo
	if answer.Status >= 500 {
		level = slog.LevelError
	}
	in := visitOf(r)
	a.o.Log.LogAttrs(context.WithoutCancel(r.Context()), level, "refused",
		slog.String("request", in.id), slog.String("route", in.route), slog.String("kind", string(answer.Kind)), slog.String("error", err.Error()))
	a.answer(w, r, answer)
}

func (a *App) answer(w http.ResponseWriter, r *http.Request, answer Answer) {
	h := w.Header()
	if answer.Retry > 0 {
		h.Set("Retry-After", strconv.Itoa(int(answer.Retry.Seconds()+0.5)))
	}
	if a.o.Answer != nil {
		a.o.Answer(w, r, answer)
		return
	}
	trouble := answer.trouble(a.o.Phone, visitOf(r).id)
	var buf bytes.Buffer
	if IsFragment(r) {
		if parts.TroubleNote(trouble).Render(context.WithoutCancel(r.Context()), &buf) == nil {
			writeHTML(w, r, answer.Status, buf.Bytes())
			return
		}
	}
	head := Head{Title: answer.Title, Middle: true, Trouble: answer.Kind == KindUnknown}
	body := parts.Trouble(trouble)
	framed := a.bare(head, body)
	if answer.Kind != KindSurprise && answer.Kind != KindUnavailable && r.Context().Err() == nil {
		if own, err := a.frame(r, head, body); err == nil {
			framed = own
		}
	}
	buf.Reset()
	if framed.Render(context.WithoutCancel(r.Context()), &buf) != nil {
		buf.Reset()
		buf.WriteString(lastResort)
	}
	writeHTML(w, r, answer.Status, buf.Bytes())
}

// lastResort is printed where even the error page cannot be rendered.
const lastResort = `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>出了错</title></head><body><h1>这一步没有办成</h1><p>程序里出了没有料到的错，已经记下。请返回后再试，或拨打热线办电话。</p></body></html>`

// survive answers a panic; the process lives on.
func (a *App) survive(w *writer, r *http.Request, p any) {
	in := visitOf(r)
	a.o.Log.LogAttrs(context.WithoutCancel(r.Context()), slog.LevelError, "panic",
		slog.String("request", in.id), slog.String("route", in.route), slog.String("panic", fmt.Sprint(p)), slog.String("stack", string(debug.Stack())))
	if w.status == 0 {
		a.answer(w, r, Standard(KindSurprise, ""))
	}
}

func writeHTML(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Vary", "HX-Request")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}
