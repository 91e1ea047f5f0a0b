package ops

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"huiyin/internal/web"
)

// The pages of the gallery are looked at in a real browser: no complaint of the browser, nothing that axe calls serious or critical, nothing wider than the
// window, nothing too small for a finger on a phone, no focus that is not seen; each at its widths, in large letters and in high contrast. A picture of each
// page lies in artefacts/gallery. HUIYIN_SAMPLE=order looks only at the samples whose names begin so, and takes pictures of every width and look;
// HUIYIN_PICTURES=1 takes those of all.
func TestGalleryBrowser(t *testing.T) {
	chrome, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("chromium is not installed")
		}
		t.Skip("skipped the gallery: chromium is not installed")
	}
	samples, stop, err := Gallery(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	script, err := os.ReadFile("testdata/look.js")
	if err != nil {
		t.Fatal(err)
	}
	g := &visitor{t: t, script: string(script), axe: axe(t), pictures: filepath.Join("..", "..", "artefacts", "gallery"), every: os.Getenv("HUIYIN_SAMPLE")+os.Getenv("HUIYIN_PICTURES") != "",
		spent: map[string]time.Duration{}, shells: map[string]bool{}, routes: map[string]bool{}}
	if err := os.MkdirAll(g.pictures, 0o755); err != nil {
		t.Fatal(err)
	}
	pages := web.Gallery(samples)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/axe.js" {
			w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			io.WriteString(w, g.axe)
			return
		}
		pages.ServeHTTP(w, r)
	}))
	defer srv.Close()
	g.home = srv.URL
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chrome), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-quic", true),
		chromedp.Flag("hide-scrollbars", true), chromedp.Flag("lang", "zh-CN"))
	alloc, end := chromedp.NewExecAllocator(context.Background(), opts...)
	defer end()
	root, end2 := chromedp.NewContext(alloc)
	defer end2()
	if err := chromedp.Do(root); err != nil {
		t.Fatalf("start browser: %v", err)
	}
	todo := make(chan web.Sample)
	shown, left := map[string]bool{}, 0
	var hands sync.WaitGroup
	for range 3 {
		hands.Go(func() {
			tab, end := chromedp.NewContext(root)
			defer end()
			if err := chromedp.Do(tab); err != nil { // opens it: a tab belongs to the context it is opened with
				t.Errorf("open tab: %v", err)
			}
			for s := range todo {
				g.visit(tab, s)
			}
		})
	}
	for _, s := range samples {
		if !strings.HasPrefix(s.Name, os.Getenv("HUIYIN_SAMPLE")) {
			continue
		}
		// The short run opens the first state of each page and every form that came back; make browser opens all.
		if os.Getenv("HUIYIN_SHORT") != "" && s.Route != "" && shown[s.Route] && !strings.Contains(s.Name, "error") {
			left++
			continue
		}
		shown[s.Route] = true
		todo <- s
	}
	close(todo)
	hands.Wait()
	t.Logf("the three tabs together spent: %v", g.spent)
	if left > 0 {
		t.Logf("%d further states were left to make browser", left)
	}
	if len(g.axe) == 0 {
		t.Skip("skipped axe-core: it is not in artefacts/axe (tools/setup.sh fetches it)")
	}
}

// axe is axe-core, or nothing on a machine without it.
func axe(t *testing.T) string {
	found, err := filepath.Glob(filepath.Join("..", "..", "artefacts", "axe", "*", "package", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		if os.Getenv("CI") != "" {
			t.Fatal("axe-core is not in artefacts/axe: run tools/setup.sh")
		}
		return ""
	}
	b, err := os.ReadFile(found[len(found)-1])
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// visitor looks at pages.
type visitor struct {
	t                           *testing.T
	home, script, axe, pictures string
	every                       bool // pictures of every width and look

	mu     sync.Mutex
	spent  map[string]time.Duration // by what the browser was asked
	routes map[string]bool          // pages judged in one state
	shells map[string]bool          // what stands around the pages, judged already: by look, width and content
}

// took notes how long a thing took since then.
func (g *visitor) took(what string, since time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.spent[what] += time.Since(since)
}

var heights = map[int]int64{web.Phone: 844, web.Laptop: 768, web.Desktop: 1080}

// visit looks at one sample, in every width and look. What is wrong is an error of the test that names sample, width and look.
func (g *visitor) visit(tab context.Context, s web.Sample) {
	ctx, cancel := context.WithTimeout(tab, 3*time.Minute)
	defer cancel()
	var mu sync.Mutex
	var complaints []string
	hear := func(what string) {
		mu.Lock()
		defer mu.Unlock()
		complaints = append(complaints, what)
	}
	answers := fmt.Sprintf("status of %d ", s.Status())
	if err := chromedp.Listen(ctx, func(ev any) {
		switch ev := ev.(type) {
		case *log.EventEntryAdded:
			if l := ev.Entry.Level; (l == log.EntryLevelError || l == log.EntryLevelWarning) && !strings.Contains(ev.Entry.Text, answers) {
				hear(ev.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			hear(fmt.Sprint(ev.ExceptionDetails.Text, ev.ExceptionDetails.Exception))
		case *runtime.EventConsoleAPICalled:
			if ev.Type == runtime.ConsoleAPICalledTypeError || ev.Type == runtime.ConsoleAPICalledTypeWarning {
				hear(string(ev.Args[0].Value))
			}
		}
	}); err != nil {
		g.t.Error(err)
		return
	}
	sizes, since := s.Sizes(), time.Now()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(sizes[0]), heights[sizes[0]]), chromedp.Navigate(g.home+"/page/"+s.Name), chromedp.WaitReady("body"), chromedp.Evaluate[chromedp.Void](g.script),
		chromedp.KeyEvent(kb.Tab)); err != nil {
		g.t.Errorf("%s: %v", s.Name, err)
		return
	}
	g.took("open", since)
	for i, w := range sizes {
		at := fmt.Sprintf("%s at %d", s.Name, w)
		g.resize(ctx, w)
		g.faults(ctx, at, "look.wide()")
		if w == web.Phone {
			g.faults(ctx, at, "look.small()")
		}
		if i == 0 {
			g.faults(ctx, at, "look.unseen()")
		}
		switch {
		case g.every:
			g.picture(ctx, fmt.Sprintf("%s-%d", s.Name, w), whole)
		case i == 0:
			g.picture(ctx, fmt.Sprintf("%s-%d", s.Name, w), firstScreen)
		}
	}
	w := sizes[len(sizes)-1]
	if len(sizes) > 1 && w == web.Desktop {
		w = sizes[len(sizes)-2]
		g.resize(ctx, w)
	}
	mu.Lock()
	for _, c := range complaints {
		g.t.Errorf("%s: the browser complains: %s", s.Name, c)
	}
	mu.Unlock()
	// axe judges the first state of each page and every form that came back with faults; the other states differ in their words. All are judged when asked for.
	main := g.every || g.first(s.Route)
	if g.axe != "" && (main || strings.Contains(s.Name, "error")) {
		g.faults(ctx, s.Name, "look.load()")
		g.faults(ctx, s.Name, fmt.Sprintf("look.axe('',%t)", g.judged(ctx, w, "")))
	}
	for _, l := range []struct{ size, contrast string }{{"large", ""}, {"", "high"}} {
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("look.wear(%q,%q)", l.size, l.contrast))); err != nil {
			g.t.Errorf("%s: %v", s.Name, err)
			return
		}
		at := fmt.Sprintf("%s %s%s at %d", s.Name, l.size, l.contrast, w)
		g.faults(ctx, at, "look.wide()")
		// The elder variant has the colours that axe has just seen, and larger letters; high contrast changes the same tokens on every state of a page.
		if g.axe != "" && l.contrast != "" && main {
			g.faults(ctx, at, fmt.Sprintf("look.axe('color-contrast',%t)", g.judged(ctx, w, l.contrast)))
		}
		if g.every {
			g.picture(ctx, fmt.Sprintf("%s-%d-%s%s", s.Name, w, l.size, l.contrast), firstScreen)
		}
	}
}

// judged reports whether axe has judged what stands around the page in this look and width, and notes that it does so now.
func (g *visitor) judged(ctx context.Context, w int, look string) bool {
	shell, err := chromedp.Run(ctx, chromedp.Evaluate[string]("look.shell()"))
	if err != nil {
		g.t.Error(err)
	}
	shell = fmt.Sprint(w, look, shell)
	g.mu.Lock()
	defer g.mu.Unlock()
	defer func() { g.shells[shell] = true }()
	return g.shells[shell]
}

// first reports whether no other state of the page was judged yet, and notes that this one is. What is no page of its own always is.
func (g *visitor) first(route string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if route == "" {
		return true
	}
	defer func() { g.routes[route] = true }()
	return !g.routes[route]
}

func (g *visitor) resize(ctx context.Context, w int) {
	defer g.took("resize", time.Now())
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(w), heights[w])); err != nil {
		g.t.Error(err)
	}
}

func (g *visitor) faults(ctx context.Context, at, js string) {
	defer g.took(js, time.Now())
	raw, err := chromedp.Run(ctx, chromedp.Evaluate[json.RawMessage](js, chromedp.EvalAwaitPromise))
	var all []string
	if err == nil {
		err = json.Unmarshal(raw, &all)
	}
	if err != nil {
		g.t.Errorf("%s: %s: %v", at, js, err)
	}
	for _, f := range all {
		g.t.Errorf("%s: %s", at, f)
	}
}

// whole is a picture of the page from its top to its end.
func whole(ctx context.Context, t *chromedp.Target) ([]byte, error) {
	quality, yes := int64(80), true
	r, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatJpeg, Quality: &quality, CaptureBeyondViewport: &yes, OptimizeForSpeed: &yes})
	if err != nil {
		return nil, err
	}
	return r.Data, nil
}

// firstScreen is a picture of what is seen without scrolling.
func firstScreen(ctx context.Context, t *chromedp.Target) ([]byte, error) {
	quality := int64(80)
	yes := true
	r, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatJpeg, Quality: &quality, OptimizeForSpeed: &yes})
	if err != nil {
		return nil, err
	}
	return r.Data, nil
}

func (g *visitor) picture(ctx context.Context, name string, take chromedp.Action[[]byte]) {
	defer g.took("pictures", time.Now())
	b, err := chromedp.Run(ctx, take)
	if err == nil {
		err = os.WriteFile(filepath.Join(g.pictures, name+".jpg"), b, 0o644)
	}
	if err != nil {
		g.t.Errorf("picture %s: %v", name, err)
	}
}
