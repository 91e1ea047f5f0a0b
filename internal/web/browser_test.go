package web_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// desk is a page with what the small script serves: keys, a form, a revealed number, a live panel.
func deskPage() templ.Component {
	form := web.Within(parts.PostForm(parts.FormProps{Action: "/send", Key: key, ID: "form", Primary: true, Dirty: true}), templ.Join(
		parts.Acts(parts.Choice{Bound: parts.Bind("do", "answer"), Label: "处置", Options: []parts.Option{{Value: "answer", Label: "直接答复", Key: "F6"}, {Value: "dispatch", Label: "转办", Key: "F8"}}}),
		parts.Seg(parts.Choice{Bound: parts.Bind("grade", "normal"), Label: "保密", Key: "Alt+B", Options: parts.Options("normal", "一般", "secret", "保密", "anonymous", "匿名")}),
		parts.TextArea(parts.Area{Bound: parts.Bind("text", ""), Label: "内容", Max: 100, Phrases: []string{"同意。"}}),
		parts.Btn(parts.Submit("登记")),
	))
	return templ.Join(
		parts.ErrorSummary(nil), form,
		parts.Phone(parts.PhoneProps{Masked: "138****5678", Shown: "13800005678", Seconds: 1}),
		parts.Btn(parts.Button{Label: "看一件没有的", Plain: true, ID: "piece", Attrs: templ.Attributes{"hx-get": "/missing", "hx-target": "#out"}}),
		out(),
	)
}

func out() templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, `<div id="out"></div>`)
		return err
	})
}

func browser(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium on this machine: the small script is not tried in a browser")
	}
	alloc, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1366, 768), chromedp.Flag("lang", "zh-CN"))...)
	t.Cleanup(stop)
	ctx, stop2 := chromedp.NewContext(alloc)
	t.Cleanup(stop2)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start browser: %v", err)
	}
	return ctx
}

func TestTheSmallScriptInABrowser(t *testing.T) {
	ctx := browser(t)
	var sends atomic.Int32
	app, err := web.New(web.Options{
		Now: func() time.Time { return tuesday }, Log: slog.New(slog.DiscardHandler), Phone: "7812345",
		Frame: func(_ *http.Request, h web.Head, body templ.Component) (templ.Component, error) {
			return web.Within(parts.Shell(h.Fill(parts.GalleryLayout())), body), nil
		},
	}, []web.Route{
		{Method: "GET", Pattern: "/desk", Permission: web.Public, Handler: func(*http.Request) (web.Page, error) { return web.Show("登记单", deskPage()), nil }},
		{Method: "POST", Pattern: "/send", Permission: web.Public, Handler: func(r *http.Request) (web.Page, error) {
			sends.Add(1)
			f, err := web.ReadForm(r)
			if err != nil {
				return web.Page{}, err
			}
			return web.Show("收到", page("收到 "+f.Text("do", "处置")+" "+f.Key())), nil
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &httptest.Server{Listener: listener, Config: &http.Server{Handler: app}}
	srv.Start()
	t.Cleanup(srv.Close)
	port := listener.Addr().(*net.TCPAddr).Port
	home := fmt.Sprintf("http://127.0.0.1:%d", port)

	var mu sync.Mutex
	var complaints []string
	if err := chromedp.Listen(ctx, func(ev any) {
		mu.Lock()
		defer mu.Unlock()
		switch ev := ev.(type) {
		case *log.EventEntryAdded:
			// The browser notes every answer of 404; that one is asked for below.
			if !strings.Contains(ev.Entry.Text, "404") {
				complaints = append(complaints, ev.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			complaints = append(complaints, fmt.Sprintf("%s %v", ev.ExceptionDetails.Text, ev.ExceptionDetails.Exception))
		}
	}); err != nil {
		t.Fatal(err)
	}

	run := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		step, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		if err := chromedp.Do(step, steps...); err != nil {
			t.Fatal(err)
		}
	}
	truth := func(want bool, what, js string) {
		t.Helper()
		got, err := chromedp.Run(ctx, chromedp.Evaluate[bool](js))
		if err != nil || got != want {
			t.Errorf("%s: %v, %v", what, got, err)
		}
	}
	open := func() { t.Helper(); run(chromedp.Navigate(home + "/desk")) }
	const checked = `document.querySelector('[name=%s]:checked').value === '%s'`

	open()
	truth(true, "F6 at first", fmt.Sprintf(checked, "do", "answer"))
	run(chromedp.KeyEvent(kb.F8))
	truth(true, "F8 chooses 转办", fmt.Sprintf(checked, "do", "dispatch"))
	for _, want := range []string{"secret", "anonymous", "normal"} {
		run(chromedp.KeyEvent("b", chromedp.KeyModifiers(chromedp.ModifierAlt)))
		truth(true, "Alt+B goes round to "+want, fmt.Sprintf(checked, "grade", want))
	}
	run(chromedp.KeyEvent("/"))
	truth(true, "/ goes to the search", `document.activeElement.hasAttribute('data-search')`)
	run(chromedp.SendKeys("#f-text", "路口/?"))
	truth(true, "in a text / and ? are letters", `document.querySelector('#f-text').value === '路口/?' && !document.querySelector('#key-sheet').open`)
	truth(true, "the text is counted", `document.querySelector('#f-text-tally').textContent === '4 / 100 字'`)

	// An input method at work owns every key.
	const press = `(function(){var e=new KeyboardEvent('keydown',{key:'F6',bubbles:true,cancelable:true,%s});document.dispatchEvent(e);return e.defaultPrevented})()`
	truth(false, "F6 while composing", fmt.Sprintf(press, "isComposing:true"))
	truth(false, "F6 as key code 229", fmt.Sprintf(press, "keyCode:229"))
	truth(true, "F6 otherwise", fmt.Sprintf(press, "isComposing:false"))

	const leave = `(function(){var e=new Event('beforeunload',{cancelable:true});window.dispatchEvent(e);return e.defaultPrevented})()`
	truth(true, "unsaved text warns", leave)
	truth(true, "after the draft is saved it does not", `document.querySelector('#f-text').dispatchEvent(new Event('draft:saved',{bubbles:true})) && !`+leave)

	run(chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`), chromedp.KeyEvent("?"))
	truth(true, "? opens the sheet with the page's keys", `document.querySelector('#key-sheet').open && /转办/.test(document.querySelector('#key-sheet').textContent)`)
	run(chromedp.KeyEvent(kb.Escape))
	truth(true, "Esc closes it", `!document.querySelector('#key-sheet').open`)

	run(chromedp.Evaluate[chromedp.Void](`new Promise(function(done){(function look(){document.body.textContent.indexOf('13800005678')<0?done():setTimeout(look,50)})()})`, chromedp.EvalAwaitPromise))
	truth(true, "a shown number is masked again and gone from the page", `/138\*\*\*\*5678/.test(document.body.textContent)`)

	run(chromedp.Click("#piece"), chromedp.WaitVisible("#out .note"))
	truth(true, "an answer of refusal is shown in place", `/7812345/.test(document.querySelector('#out').textContent)`)
	kept, err := chromedp.Run(ctx, chromedp.Evaluate[string](`JSON.stringify([localStorage, sessionStorage]) + document.querySelectorAll("style").length`))
	// htmx notes the address of the page, which never holds more than opaque numbers.
	if err != nil || kept != `[{},{"htmx-current-path-for-history":"/desk"}]0` {
		t.Errorf("the browser keeps %s, %v", kept, err)
	}

	// A second sending of the same form is stopped; the server's key would recognise it as well.
	truth(false, "the form goes out twice", `(function(){var f=document.querySelector('#form');f.addEventListener('submit',function(e){e.preventDefault()});var b=f.querySelector('.btn-main');b.click();return f.dispatchEvent(new Event('submit',{cancelable:true,bubbles:true}))&&!f.dataset.sent})()`)

	open()
	run(chromedp.SendKeys("#f-text", "路灯不亮"), chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.WaitVisible("main > p"))
	if n := sends.Load(); n != 1 {
		t.Errorf("Ctrl+Enter sent %d times", n)
	}
	truth(true, "the form arrived", `/收到 answer `+key+`/.test(document.body.textContent)`)

	// Over plain HTTP in a local network browsers send no Sec-Fetch-Site: the form must be known by its Origin.
	if ip := localIP(); ip == "" {
		t.Log("no address but loopback, which browsers treat as safe: plain HTTP in a local network was not tried")
	} else {
		run(chromedp.Navigate(fmt.Sprintf("http://%s:%d/desk", ip, port)), chromedp.Click("#form .btn-main"), chromedp.WaitVisible("main > p"))
		truth(true, "a form of our own passes without fetch metadata", `/收到 answer/.test(document.body.textContent)`)
	}
	mu.Lock()
	defer mu.Unlock()
	for _, c := range complaints {
		// The opener policy is ignored, and said to be, on an address that is not safe; nothing else may be complained of.
		if !strings.Contains(c, "Cross-Origin-Opener-Policy") {
			t.Errorf("the browser complains: %s", c)
		}
	}
}

func localIP() string {
	all, _ := net.InterfaceAddrs()
	for _, a := range all {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && n.IP.To4() != nil {
			return n.IP.String()
		}
	}
	return ""
}
