package web

import (
	"context"
	"io"
	"net/http"

	"github.com/a-h/templ"

	"huiyin/internal/web/parts"
)

// Handler answers a request with a page or an error. It parses, makes one call on the desk, and chooses the page.
type Handler func(*http.Request) (Page, error)

// Head is what a page tells the frame around it.
type Head struct {
	Title   string
	Current string // the menu entry that is lit
	Frame   parts.Frame
	Flush   bool // the page brings its own padding
	Wide    bool // prints on landscape
	Middle  bool // one card in the middle
	Flash   *parts.Flash
	Keys    []parts.KeyHint
	Trouble bool // an error page while the archive may not answer: the frame must not ask for anything that may fail again
}

// Page is an answer. The zero value answers 204.
type Page struct {
	Head     Head
	body     templ.Component
	whole    bool
	status   int
	location string
	file     *file
	feed     func(context.Context, func(Event) error) error
	cookies  []*http.Cookie
	again    int // seconds until the browser asks again; 0: it does not
}

type file struct {
	name   string
	kind   string
	inline bool
	size   int64
	write  func(io.Writer) error
}

// Show is a page: in its frame when a person opens it, alone when htmx asks for a piece.
func Show(title string, body templ.Component) Page {
	return Page{Head: Head{Title: title}, body: body}
}

// Whole is a page that brings its own document: the sign-in page, a paper to print.
func Whole(body templ.Component) Page { return Page{body: body, whole: true} }

// Redirect sends the browser on with 303. Only paths of our own are accepted ("/orders/…"); anything else answers 500.
func Redirect(path string) Page { return Page{location: path} }

// Done is 204: there is nothing to show, as after a draft was saved.
func Done() Page { return Page{} }

// Download is a file that the browser saves under that name. size may be -1 where it is not known.
func Download(name, contentType string, size int64, write func(io.Writer) error) Page {
	return Page{file: &file{name: name, kind: contentType, size: size, write: write}}
}

// Inline is a picture or a recording shown in a page. Only kinds that cannot hold script are shown; others are saved.
func Inline(name, contentType string, size int64, write func(io.Writer) error) Page {
	return Page{file: &file{name: name, kind: contentType, size: size, write: write, inline: harmless(contentType)}}
}

func harmless(kind string) bool {
	switch kind {
	case "image/png", "image/jpeg", "image/webp", "audio/mpeg", "audio/wav", "audio/mp4", "video/mp4":
		return true
	}
	return false
}

// Live is a feed of events (text/event-stream) until the browser leaves or feed returns. feed asks again for each event whether
// the person may still see it; it must return when its context ends.
func Live(feed func(ctx context.Context, send func(Event) error) error) Page { return Page{feed: feed} }

// In lights a menu entry.
func (p Page) In(current string) Page { p.Head.Current = current; return p }

// As chooses the frame.
func (p Page) As(f parts.Frame) Page { p.Head.Frame = f; return p }

// Flush says that the page brings its own padding.
func (p Page) Flush() Page { p.Head.Flush = true; return p }

// WithFlash says what has just been done.
func (p Page) WithFlash(f *parts.Flash) Page { p.Head.Flash = f; return p }

// Status answers with another status than 200, as 422 with a form that has to be mended.
func (p Page) Status(code int) Page { p.status = code; return p }

// Again is a form that comes back with its errors: status 422.
func (p Page) Again() Page { return p.Status(http.StatusUnprocessableEntity) }

// Soon has the browser ask for the page again after so many seconds, with script or without: for work that is under way.
func (p Page) Soon(seconds int) Page { p.again = seconds; return p }

// SetCookie adds a cookie, always HttpOnly and SameSite=Lax at least.
func (p Page) SetCookie(c *http.Cookie) Page {
	own := *c
	own.HttpOnly = true
	if own.SameSite == 0 || own.SameSite == http.SameSiteDefaultMode || own.SameSite == http.SameSiteNoneMode {
		own.SameSite = http.SameSiteLaxMode
	}
	p.cookies = append(append([]*http.Cookie(nil), p.cookies...), &own)
	return p
}

// Within puts a body into a frame that takes children, as parts.Shell(layout) does.
func Within(frame, body templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return frame.Render(templ.WithChildren(ctx, body), w)
	})
}

// Fill copies what a page tells its frame into a layout.
func (h Head) Fill(l parts.Layout) parts.Layout {
	l.Title, l.Current, l.Frame, l.Flush, l.Wide, l.Middle = h.Title, h.Current, h.Frame, h.Flush, h.Wide, h.Middle
	if h.Flash != nil {
		l.Flash = h.Flash
	}
	l.Keys = append(l.Keys[:len(l.Keys):len(l.Keys)], h.Keys...)
	return l
}

// IsFragment reports whether htmx asked for a piece of a page.
func IsFragment(r *http.Request) bool {
	return r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-Boosted") != "true" && r.Header.Get("HX-History-Restore-Request") != "true"
}
