package ops

import (
	"context"
	"encoding/json"
	"fmt"
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
// window, nothing too small for a finger on a phone, no focus that is not seen; each at its widths, in large letters and in high contrast. Pictures of all of
// it lie in artefacts/gallery. HUIYIN_SAMPLE=order looks only at the samples whose names begin so.
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
	g := &visitor{t: t, script: string(script), axe: axe(t), pictures: filepath.Join("..", "..", "artefacts", "gallery")}
	if err := os.MkdirAll(g.pictures, 0o755); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(web.Gallery(samples))
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
		if strings.HasPrefix(s.Name, os.Getenv("HUIYIN_SAMPLE")) {
			todo <- s
		}
	}
	close(todo)
	hands.Wait()
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
}

var heights = map[int]int64{web.Phone: 844, web.Laptop: 768, web.Desktop: 1080}

// visit looks at one sample, in every width and look. What is wrong is an error of the test that names sample, width and look.
func (g *visitor) visit(tab context.Context, s web.Sample) {
	ctx, cancel := context.WithTimeout(tab, time.Minute)
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
	sizes := s.Sizes()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(sizes[0]), heights[sizes[0]]), chromedp.Navigate(g.home+"/page/"+s.Name), chromedp.WaitReady("body"), chromedp.Evaluate[chromedp.Void](g.script),
		chromedp.KeyEvent(kb.Tab)); err != nil {
		g.t.Errorf("%s: %v", s.Name, err)
		return
	}
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
		g.picture(ctx, fmt.Sprintf("%s-%d", s.Name, w), chromedp.FullScreenshot(80))
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
	if g.axe != "" {
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](g.axe)); err != nil {
			g.t.Errorf("%s: load axe: %v", s.Name, err)
			return
		}
		g.faults(ctx, s.Name, "look.axe()")
	}
	for _, l := range []struct{ size, contrast string }{{"large", ""}, {"", "high"}} {
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("look.wear(%q,%q)", l.size, l.contrast))); err != nil {
			g.t.Errorf("%s: %v", s.Name, err)
			return
		}
		at := fmt.Sprintf("%s %s%s at %d", s.Name, l.size, l.contrast, w)
		g.faults(ctx, at, "look.wide()")
		if g.axe != "" {
			g.faults(ctx, at, "look.axe('color-contrast')")
		}
		g.picture(ctx, fmt.Sprintf("%s-%d-%s%s", s.Name, w, l.size, l.contrast), firstScreen)
	}
}

func (g *visitor) resize(ctx context.Context, w int) {
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(w), heights[w])); err != nil {
		g.t.Error(err)
	}
}

func (g *visitor) faults(ctx context.Context, at, js string) {
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

// firstScreen is a picture of what is seen without scrolling.
func firstScreen(ctx context.Context, t *chromedp.Target) ([]byte, error) {
	quality := int64(80)
	r, err := cdp.Call(ctx, t, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatJpeg, Quality: &quality})
	if err != nil {
		return nil, err
	}
	return r.Data, nil
}

func (g *visitor) picture(ctx context.Context, name string, take chromedp.Action[[]byte]) {
	b, err := chromedp.Run(ctx, take)
	if err == nil {
		err = os.WriteFile(filepath.Join(g.pictures, name+".jpg"), b, 0o644)
	}
	if err != nil {
		g.t.Errorf("picture %s: %v", name, err)
	}
}
