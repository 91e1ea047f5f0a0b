package web

import (
	"encoding/json"
	"net/http"

	"huiyin/internal/web/parts"
	"huiyin/internal/web/static"
)

// serveManifest tells a telephone how the pages look when somebody puts them on its first screen. It holds the name of the system and nothing of anybody.
func serveManifest(w http.ResponseWriter, r *http.Request, name string) {
	icon := func(file, size string) map[string]string {
		return map[string]string{"src": static.URL(file), "sizes": size, "type": "image/png", "purpose": "any maskable"}
	}
	short := []rune(name)
	if len(short) > 8 {
		short = short[:8]
	}
	b, err := json.Marshal(map[string]any{"name": name, "short_name": string(short), "lang": "zh-CN", "start_url": "/", "scope": "/", "display": "standalone", "background_color": "#ffffff", "theme_color": "#0c2342",
		"icons": []map[string]string{icon(static.Icon192, "192x192"), icon(static.Icon512, "512x512")}})
	if err != nil {
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/manifest+json; charset=utf-8")
	h.Set("Cache-Control", "max-age=3600")
	if r.Method != http.MethodHead {
		_, _ = w.Write(b)
	}
}

// manifestAsked reports whether a request is for it.
func manifestAsked(r *http.Request) bool {
	return r.URL.Path == parts.ManifestPath && (r.Method == http.MethodGet || r.Method == http.MethodHead)
}
