package web_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"huiyin/internal/web"
)

func TestALiveFeedSendsEventsLineByLine(t *testing.T) {
	w := build(t, nil, web.Route{Method: "GET", Pattern: "/live", Live: true, Handler: func(*http.Request) (web.Page, error) {
		return web.Live(func(_ context.Context, send func(web.Event) error) error {
			return send(web.Event{ID: "7", Name: "row\nevent: forged", Body: page("一\r\n\n二")})
		}), nil
	}})
	rec := w.get("/live")
	want := "retry: 3000\n\nid: 7\nevent: rowevent: forged\ndata: <p>一\ndata: \ndata: 二</p>\n\n"
	if rec.Body.String() != want || !strings.HasPrefix(rec.Header().Get("Content-Type"), "text/event-stream") {
		t.Errorf("got %q\nwant %q", rec.Body, want)
	}
}

func TestAFileThatBreaksOffCutsTheConnection(t *testing.T) {
	w := build(t, nil,
		web.Route{Method: "GET", Pattern: "/late", Handler: func(*http.Request) (web.Page, error) {
			return web.Download("a", "text/plain", -1, func(w io.Writer) error { io.WriteString(w, "half"); return errors.New("disk") }), nil
		}},
		web.Route{Method: "GET", Pattern: "/early", Handler: func(*http.Request) (web.Page, error) {
			return web.Download("a", "text/plain", 9, func(io.Writer) error { return web.NotFound() }), nil
		}})
	if rec := w.get("/early"); rec.Code != 404 || !strings.HasPrefix(rec.Header().Get("Content-Type"), "text/html") {
		t.Errorf("early: %d %v", rec.Code, rec.Header())
	}
	defer func() {
		if p := recover(); p != http.ErrAbortHandler {
			t.Errorf("half a file: %v, want the connection cut", p)
		}
	}()
	w.get("/late")
}
