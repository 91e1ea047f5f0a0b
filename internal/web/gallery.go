package web

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"huiyin/internal/web/parts"
	"huiyin/internal/web/static"
)

// galleryPolicy lets a page of the gallery stand in a frame of the gallery; nothing else of Policy is loosened.
var galleryPolicy = strings.Replace(Policy, "frame-ancestors 'none'", "frame-ancestors 'self'; frame-src 'self'", 1)

// Gallery serves samples: an index at /, a sample in a frame of chosen width at /show/{name}, and the bare page at /page/{name}. It reads no archive and
// keeps nothing; a form that is sent is answered that this is a sample.
func Gallery(samples []Sample) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		galleryWrite(w, r, http.StatusOK, parts.GalleryIndex(galleryGroups(samples), len(samples)))
	})
	mux.HandleFunc("GET /show/{name}", func(w http.ResponseWriter, r *http.Request) {
		i := slices.IndexFunc(samples, func(s Sample) bool { return s.Name == r.PathValue("name") })
		if i < 0 {
			galleryLost(w, r)
			return
		}
		s, q := samples[i], r.URL.Query()
		p := parts.GalleryShowProps{Name: s.Name, Title: s.Group + "　" + s.Title + "：" + s.State, Route: s.Route, Look: galleryLook(r), Width: q.Get("width"),
			Page: "/page/" + s.Name + galleryQuery(q.Get("size"), q.Get("contrast"))}
		if i > 0 {
			p.Before = samples[i-1].Name
		}
		if i+1 < len(samples) {
			p.After = samples[i+1].Name
		}
		galleryWrite(w, r, http.StatusOK, parts.GalleryShow(p))
	})
	mux.HandleFunc("GET /page/{name}", func(w http.ResponseWriter, r *http.Request) {
		i := slices.IndexFunc(samples, func(s Sample) bool { return s.Name == r.PathValue("name") })
		if i < 0 {
			galleryLost(w, r)
			return
		}
		var buf bytes.Buffer
		if err := samples[i].Render(r.Context(), &buf, galleryLook(r)); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		writeHTML(w, r, samples[i].Status(), buf.Bytes())
	})
	mux.HandleFunc("/", galleryLost)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		SetHeaders(w.Header(), false, true)
		w.Header().Set("Content-Security-Policy", galleryPolicy)
		w.Header().Set("X-Frame-Options", "SAMEORIGIN")
		if strings.HasPrefix(r.URL.Path, static.Prefix) && static.Serve(w, r) {
			return
		}
		if manifestAsked(r) {
			serveManifest(w, r, "页面目录")
			return
		}
		if r.Header.Get("Accept") == "text/event-stream" {
			galleryQuiet(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// galleryQuiet is a feed on which nothing happens, so that a page that listens does not complain.
func galleryQuiet(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.WriteHeader(http.StatusOK)
	if http.NewResponseController(w).Flush() == nil {
		<-r.Context().Done()
	}
}

func galleryLook(r *http.Request) parts.Look {
	q := r.URL.Query()
	l := parts.Look{Contrast: q.Get("contrast") == "high"}
	if s := parts.TextSize(q.Get("size")); s == parts.LargeText || s == parts.ElderText {
		l.Size = s
	}
	return l
}

func galleryQuery(size, contrast string) string {
	var q []string
	if size != "" {
		q = append(q, "size="+size)
	}
	if contrast != "" {
		q = append(q, "contrast="+contrast)
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + strings.Join(q, "&")
}

func galleryLost(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		galleryWrite(w, r, http.StatusMethodNotAllowed, galleryNote("这是样例，不接收表单", "页面目录只看样子，不办理。"))
		return
	}
	if r.Header.Get("Sec-Fetch-Dest") == "image" { // an attachment of a sample: our mark stands for every picture
		http.Redirect(w, r, static.URL(static.Mark), http.StatusFound)
		return
	}
	galleryWrite(w, r, http.StatusNotFound, galleryNote("样例里没有这个地址", "样例页面上的链接多数通不到别处。"))
}

func galleryNote(title, say string) templ.Component {
	t := parts.TroubleProps{Tag: "样例", Title: title, Say: say, Next: []parts.Anchor{{Text: "回到页面目录", Href: "/"}}}
	return Within(parts.Bare(parts.Layout{Title: title, System: "页面目录", Home: "/", Middle: true}), parts.Trouble(t))
}

func galleryWrite(w http.ResponseWriter, r *http.Request, status int, c templ.Component) {
	var buf bytes.Buffer
	if err := c.Render(r.Context(), &buf); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	writeHTML(w, r, status, buf.Bytes())
}

// galleryGroups lists the samples by group and title, in the order of the list.
func galleryGroups(samples []Sample) []parts.GalleryGroup {
	var out []parts.GalleryGroup
	for _, s := range samples {
		g := slices.IndexFunc(out, func(x parts.GalleryGroup) bool { return x.Title == s.Group })
		if g < 0 {
			out = append(out, parts.GalleryGroup{Title: s.Group})
			g = len(out) - 1
		}
		p := slices.IndexFunc(out[g].Pages, func(x parts.GalleryPage) bool { return x.Title == s.Title })
		if p < 0 {
			out[g].Pages = append(out[g].Pages, parts.GalleryPage{Title: s.Title, Route: s.Route})
			p = len(out[g].Pages) - 1
		}
		out[g].Pages[p].States = append(out[g].Pages[p].States, parts.Anchor{Text: s.State, Href: "/show/" + s.Name})
	}
	return out
}
