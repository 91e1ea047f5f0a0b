// Package static holds the files that every page needs and that never change while the program runs: the style sheet, our small
// script, htmx and the icons. Each is served under a name with its content's hash, so that a browser may keep it for ever.
//
// It never serves anything that belongs to a person, and nothing from outside the program. Start reading at URL and Handler.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"sort"
	"strconv"
	"strings"
	"sync"
)

// Prefix is where the files live in the address space.
const Prefix = "/static/"

// The files that templates name.
const (
	CSS     = "huiyin.css"
	JS      = "app.js"
	Steady  = "steady.js"
	Proof   = "proof.js"
	Icon192 = "icon-192.png"
	Icon512 = "icon-512.png"
	HTMX    = "htmx.min.js"
	SSE     = "htmx-sse.min.js"
	Icons   = "icons.svg"
	Mark    = "mark.svg"
)

//go:embed files
var embedded embed.FS

type file struct {
	url, kind, tag string
	plain, packed  []byte
}

type index struct {
	byName map[string]file
	byURL  map[string]file
}

// all is computed once from the embedded files.
var all = sync.OnceValue(func() index {
	ix := index{byName: map[string]file{}, byURL: map[string]file{}}
	err := fs.WalkDir(embedded, "files", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := embedded.ReadFile(p)
		if err != nil {
			return err
		}
		f := newFile(path.Base(p), body)
		ix.byName[path.Base(p)] = f
		ix.byURL[f.url] = f
		return nil
	})
	if err != nil {
		panic(fmt.Sprintf("read the embedded files: %v", err))
	}
	return ix
})

func newFile(name string, body []byte) file {
	if path.Ext(name) == ".css" {
		body = uncommented(body)
	}
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:8])
	ext := path.Ext(name)
	var packed bytes.Buffer
	// gzip to memory cannot fail at a level that exists.
	z, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	z.Write(body)
	z.Close()
	return file{
		url:   Prefix + strings.TrimSuffix(name, ext) + "." + hash + ext,
		kind:  kindOf(ext),
		tag:   `"` + hash + `"`,
		plain: body, packed: packed.Bytes(),
	}
}

// uncommented is a style sheet without its comments: they are for us, and a browser that waits for the page should not fetch them. Our style sheet has no
// string with a comment's mark in it.
func uncommented(css []byte) []byte {
	var out []byte
	for {
		before, rest, found := bytes.Cut(css, []byte("/*"))
		out = append(out, before...)
		if !found {
			return out
		}
		_, css, _ = bytes.Cut(rest, []byte("*/"))
	}
}

// kindOf does not ask the machine's own table first, which differs from host to host.
func kindOf(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	}
	return mime.TypeByExtension(ext)
}

// URL is the address of a file, with its hash. It panics on a name that is not embedded: a template that asks for it is wrong.
func URL(name string) string {
	f, ok := all().byName[name]
	if !ok {
		panic("no static file " + name)
	}
	return f.url
}

// Names lists the files, sorted.
func Names() []string {
	var names []string
	for n := range all().byName {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// Weight is what a file costs on the wire, in bytes, packed.
func Weight(name string) int { return len(all().byName[name].packed) }

// Serve answers a request below Prefix and reports whether there is such a file; where it reports false it has written nothing.
func Serve(w http.ResponseWriter, r *http.Request) bool {
	f, ok := all().byURL[r.URL.Path]
	if !ok || (r.Method != http.MethodGet && r.Method != http.MethodHead) {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("ETag", f.tag)
	h.Set("Vary", "Accept-Encoding")
	if r.Header.Get("If-None-Match") == f.tag {
		w.WriteHeader(http.StatusNotModified)
		return true
	}
	body := f.plain
	if acceptsGzip(r.Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		body = f.packed
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodGet {
		w.Write(body)
	}
	return true
}

func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(name, "gzip") {
			return strings.ReplaceAll(q, " ", "") != "q=0"
		}
	}
	return false
}
