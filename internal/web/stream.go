package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"
)

// beat is how often a silent feed sends a comment, so that proxies keep the line open.
const beat = 20 * time.Second

// Event is one message of a live feed.
type Event struct {
	ID   string // the browser names the last one when it comes back (Last-Event-ID)
	Name string // sse-swap listens for it
	Body templ.Component
}

// LastEventID is where a feed that was cut off goes on; empty at first.
func LastEventID(r *http.Request) string { return r.Header.Get("Last-Event-ID") }

func (a *App) live(w http.ResponseWriter, r *http.Request, feed func(context.Context, func(Event) error) error) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	ctl := http.NewResponseController(w)
	var line sync.Mutex
	write := func(b []byte) error {
		line.Lock()
		defer line.Unlock()
		if _, err := w.Write(b); err != nil {
			return err
		}
		return ctl.Flush()
	}
	if write([]byte("retry: 3000\n\n")) != nil {
		return
	}
	ctx, stop := context.WithCancel(r.Context())
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		tick := time.NewTicker(beat)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if write([]byte(": \n\n")) != nil {
					stop()
					return
				}
			}
		}
	}()
	defer func() {
		stop()
		<-beating
	}()
	err := feed(ctx, func(e Event) error {
		text, err := e.text(ctx)
		if err != nil {
			return err
		}
		return write(text)
	})
	if err != nil && !errors.Is(err, context.Canceled) {
		in := visitOf(r)
		a.o.Log.WarnContext(context.WithoutCancel(r.Context()), "feed ended", "request", in.id, "route", in.route, "error", err.Error())
	}
}

// text prints the event. Line breaks would end a field, so they are taken out of names and repeated as data lines.
func (e Event) text(ctx context.Context) ([]byte, error) {
	var body bytes.Buffer
	if e.Body != nil {
		if err := e.Body.Render(ctx, &body); err != nil {
			return nil, fmt.Errorf("render event %s: %w", e.Name, err)
		}
	}
	var out bytes.Buffer
	oneLine := strings.NewReplacer("\n", "", "\r", "")
	if e.ID != "" {
		fmt.Fprintf(&out, "id: %s\n", oneLine.Replace(e.ID))
	}
	if e.Name != "" {
		fmt.Fprintf(&out, "event: %s\n", oneLine.Replace(e.Name))
	}
	plain := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(body.String())
	for l := range strings.SplitSeq(plain, "\n") {
		fmt.Fprintf(&out, "data: %s\n", l)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// send writes a file. What people uploaded may do nothing in our origin, even where a browser shows it.
func (a *App) send(w http.ResponseWriter, r *http.Request, f *file) {
	h := w.Header()
	h.Set("Content-Security-Policy", filePolicy)
	h.Set("Content-Type", f.kind)
	h.Set("Content-Disposition", disposition(f.name, f.inline))
	if f.size >= 0 {
		h.Set("Content-Length", strconv.FormatInt(f.size, 10))
	}
	first := &firstByte{w: w}
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return
	}
	err := f.write(first)
	switch {
	case err == nil && !first.begun:
		w.WriteHeader(http.StatusOK)
	case err != nil && !first.begun:
		for _, name := range []string{"Content-Type", "Content-Disposition", "Content-Length"} {
			h.Del(name)
		}
		h.Set("Content-Security-Policy", Policy)
		a.fail(w, r, err)
	case err != nil:
		// Half a file must not look like a whole one: the connection is cut.
		in := visitOf(r)
		a.o.Log.ErrorContext(context.WithoutCancel(r.Context()), "file cut off", "request", in.id, "route", in.route, "error", err.Error())
		panic(http.ErrAbortHandler)
	}
}

type firstByte struct {
	w     io.Writer
	begun bool
}

func (f *firstByte) Write(b []byte) (int, error) {
	f.begun = true
	return f.w.Write(b)
}

// disposition names a file for the browser; Chinese names by RFC 5987 with a plain name beside it.
func disposition(name string, inline bool) string {
	how := "attachment"
	if inline {
		how = "inline"
	}
	name = strings.Map(func(r rune) rune {
		if r < 0x20 || r == 0x7f || r == '/' || r == '\\' || isBidi(r) {
			return '_'
		}
		return r
	}, name)
	plain := strings.Map(func(r rune) rune {
		if r > 0x7e || r == '"' || r == '%' || r == ';' {
			return -1
		}
		return r
	}, name)
	if plain == path.Ext(plain) {
		plain = "file" + plain
	}
	return how + "; " + strings.TrimPrefix(mime.FormatMediaType("x", map[string]string{"filename": plain}), "x; ") + "; filename*=UTF-8''" + url.PathEscape(name)
}

// isBidi finds the marks that turn writing round and so disguise a file's ending.
func isBidi(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f
}
