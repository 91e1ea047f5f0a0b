package ops

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// counting counts in the page what a person does: presses of keys, and clicks of a mouse; and what went wrong.
//
// How keys are counted (ux.md C4 gives budgets, not the way to count; this is Card, Moran and Newell's, the strictest): every key that goes down is one, and
// every modifier that is held with it is one more. So Alt+R is 2, Ctrl+Enter is 2, F4 is 1. A letter that goes to the input method is one, and so is the blank
// that takes its proposal. A modifier held over two keys counts twice here, though a hand presses it once: the count is never too low. Keys by which a person
// takes a call over (F2) belong to the task.
const counting = `(()=>{const c=window.did={keys:0,clicks:0,bad:[]};
addEventListener('keydown',e=>{if(!/^(Control|Alt|Shift|Meta)$/.test(e.key))c.keys+=1+e.ctrlKey+e.altKey+e.shiftKey+e.metaKey},true);
addEventListener('mousedown',()=>c.clicks++,true);
addEventListener('error',e=>c.bad.push(e.message||'load failed'),true);addEventListener('unhandledrejection',e=>c.bad.push(''+e.reason));
addEventListener('securitypolicyviolation',e=>c.bad.push('policy '+e.violatedDirective));return true})()`

type did struct {
	Keys, Clicks int
	Bad          []string
}

// operator is a person at the 登记单 who has hands for the keyboard alone.
type operator struct {
	*office
	c context.Context
}

func (o *office) operator(login string, w, h int64) *operator {
	o.t.Helper()
	c := o.tab(login)
	o.do(c, chromedp.EmulateViewport(w, h))
	return &operator{o, c}
}

// sheet opens an empty 登记单 and begins to count.
func (p *operator) sheet(path string) {
	p.t.Helper()
	p.do(p.c, chromedp.Navigate("http://"+p.s.Addr()+path), chromedp.WaitVisible(chromedp.CSS("#intake")))
	eval[bool](p.office, p.c, counting)
}

func (p *operator) done() did {
	p.t.Helper()
	return eval[did](p.office, p.c, `window.did`)
}

func (p *operator) key(keys string, mods ...chromedp.Modifier) {
	p.t.Helper()
	var opts []chromedp.KeyOption
	for _, m := range mods {
		opts = append(opts, chromedp.KeyModifiers(m))
	}
	p.do(p.c, chromedp.KeyEvent(keys, opts...))
}

func (p *operator) alt(k string) { p.t.Helper(); p.key(k, chromedp.ModifierAlt) }
func (p *operator) ctrlEnter()   { p.t.Helper(); p.key(kb.Enter, chromedp.ModifierCtrl) }
func (p *operator) value(name string) string {
	p.t.Helper()
	return eval[string](p.office, p.c, fmt.Sprintf(`document.getElementById('intake').elements[%q].value`, name))
}

// ime writes Chinese as an input method does: the letters and a blank go to it (code 229), then the characters come as a whole.
func (p *operator) ime(letters, chinese string) {
	p.t.Helper()
	p.do(p.c, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		process := func() error {
			for _, typ := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
				if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: typ, Key: "Process", WindowsVirtualKeyCode: 229, NativeVirtualKeyCode: 229}); err != nil {
					return err
				}
			}
			return nil
		}
		for i := range letters {
			if err := process(); err != nil {
				return err
			}
			if _, err := cdp.Call(ctx, t, input.ImeSetComposition, input.ImeSetCompositionParams{Text: letters[:i+1], SelectionStart: int64(i + 1), SelectionEnd: int64(i + 1)}); err != nil {
				return err
			}
		}
		if err := process(); err != nil { // the blank that takes the proposal
			return err
		}
		_, err := cdp.Call(ctx, t, input.InsertText, input.InsertTextParams{Text: chinese})
		return err
	}))
}

// until waits for the page.
func (p *operator) until(what, js string) {
	p.t.Helper()
	for range 300 {
		if ok, err := chromedp.Run(p.c, chromedp.Evaluate[bool](js)); err == nil && ok {
			return
		}
		wait(20 * time.Millisecond)
	}
	p.shot("stuck")
	p.t.Fatalf("%s never came on %s:\n%s", what, p.location(p.c), p.text(p.c))
}

// shot keeps a picture where HUIYIN_SHOTS names a directory.
func (p *operator) shot(name string) {
	dir := os.Getenv("HUIYIN_SHOTS")
	if dir == "" {
		return
	}
	b, err := chromedp.Run(p.c, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), b, 0o600)
	}
	if err != nil {
		p.t.Error(err)
	}
}

// within holds what was done to its measure, after the order's page has come.
func (p *operator) within(name string, d did, most int) {
	p.t.Helper()
	if d.Keys > most || d.Clicks > 0 || len(d.Bad) > 0 {
		p.t.Errorf("%s: %d keys (most %d), %d clicks, faults %v", name, d.Keys, most, d.Clicks, d.Bad)
	}
	p.t.Logf("%s: %d keys of at most %d, %d clicks", name, d.Keys, most, d.Clicks)
}

// send presses Ctrl+Enter, counts, and waits for the order's page; it answers the order's id.
func (p *operator) send(name string, most int) string {
	p.t.Helper()
	eval[bool](p.office, p.c, `addEventListener('submit',()=>{sessionStorage.did=JSON.stringify(window.did)}),true`)
	p.ctrlEnter()
	p.until("the order's page after "+name, `/^\/orders\//.test(location.pathname)&&document.readyState==='complete'`)
	p.within(name, eval[did](p.office, p.c, `JSON.parse(sessionStorage.did)`), most)
	return strings.TrimPrefix(p.location(p.c), "/orders/")
}

func (p *operator) ring(number string) {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, "http://"+p.s.Addr()+"/hook/ring", strings.NewReader(url.Values{"number": {number}, "line": {"1"}}.Encode()))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "Bearer "+DemoRingToken)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusNoContent {
		p.t.Fatalf("the hook answered %s", resp.Status)
	}
}

// take waits for the ring card and takes the call over.
func (p *operator) take(number string) {
	p.t.Helper()
	focus := eval[string](p.office, p.c, `document.activeElement.id`)
	p.ring(number)
	p.until("the ring card", `!!document.querySelector('form[data-ring]')`)
	if now := eval[string](p.office, p.c, `document.activeElement.id`); now != focus {
		p.t.Errorf("the ring card took the focus from %q to %q", focus, now)
	}
	p.key(kb.F2)
	p.until("the new sheet", fmt.Sprintf(`location.search.startsWith('?draft=')&&document.readyState==='complete'&&document.getElementById('f-phone').value===%q`, number))
	eval[bool](p.office, p.c, counting)
	eval[bool](p.office, p.c, fmt.Sprintf(`(window.did.keys=%d,true)`, p.done().Keys+1))
}

func TestBrowserIntakeJourneys(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int64{{1366, 768}, {1920, 1080}, {390, 844}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			if size[0] < 1366 { // nobody registers calls on a phone; it works there all the same
				long(t)
			}
			o := openOffice(t, "2026-03-02 09:00")
			o.articles(t)
			p := o.operator("huawu01", size[0], size[1])
			name := fmt.Sprintf("%dx%d", size[0], size[1])

			// J1: the number typed, Chinese by an input method, the place by pinyin, the second category, F8.
			p.sheet("/intake")
			if at := eval[string](o, p.c, `document.activeElement.id`); at != "f-phone" {
				t.Errorf("an empty sheet has the focus at %q", at)
			}
			if over := eval[bool](o, p.c, `document.documentElement.scrollHeight>innerHeight||document.querySelector('.desk-form').scrollHeight>document.querySelector('.desk-form').clientHeight+1`); over && size[0] >= 1366 {
				t.Error("the empty sheet does not fit one screen")
			}
			p.key("13805678901" + kb.Enter)
			p.ime("wang", "王")
			p.key(kb.Enter)
			for _, w := range [][2]string{{"mengtanlu", "蒙坛路口"}, {"xiashuidao", "下水道"}, {"dusewulutian", "堵塞五六天，"}, {"wushuiman", "污水漫到路面，"}, {"jiesonghaizi", "接送孩子"}, {"rongyihuadao", "容易滑倒，"}, {"xiwangjinkuai", "希望尽快疏通"}, {"chaqingyuanyin", "查清原因。"}} {
				p.ime(w[0], w[1])
			}
			p.until("three categories", `document.querySelectorAll('#picks [data-category]').length===3`)
			p.key(kb.Tab)
			p.key("bcsq")
			p.shot("intake-" + name + "-place")
			p.key(kb.Enter)
			if p.value("town") != "341622001" || p.value("place") != "北城社区" {
				t.Fatalf("the place by pinyin is %s %s", p.value("town"), p.value("place"))
			}
			p.key(kb.Enter) // the detailed address stays empty
			p.key("2")
			category := p.value("category")
			if category == "" {
				t.Fatal("the key 2 chose no category")
			}
			p.key(kb.F8)
			p.until("the draft", `/已保存/.test(document.getElementById('saved').textContent)`)
			if over := eval[bool](o, p.c, `document.querySelector('.desk-form').scrollHeight>document.querySelector('.desk-form').clientHeight+1`); over {
				t.Error("the filled sheet does not fit one screen")
			}
			wait(500 * time.Millisecond)
			p.shot("intake-" + name + "-j1")
			first := p.send("J1", 180)
			if got := p.state(first); got != order.PendingDispatch.Name() {
				t.Fatalf("J1: %s", got)
			}
			if ds, err := o.reader(t).Drafts(t.Context()); err != nil || len(ds) > 0 {
				t.Errorf("the draft stayed after its form was sent: %v %v", ds, err)
			}

			// J2: the same number rings, the open order stands on top, Alt+R is the urge.
			p.sheet("/intake")
			p.take("13805678901")
			p.until("the open order", `!!document.querySelector('#again[data-under-way="1"]')`)
			p.shot("intake-" + name + "-j2")
			p.alt("r")
			if again := p.send("J2 urge", 12); again != first {
				t.Errorf("J2: the urge went to %s, not to %s", again, first)
			}
			if got := o.text(p.c); !strings.Contains(got, "催办") {
				t.Errorf("J2: no urge on the order's page:\n%s", got)
			}

			// J2 from an exchange without number display: the caller says how the number ends; the number field has the focus at once.
			p.sheet("/intake")
			p.key("8901")
			p.alt("r") // at once: it waits for the panel
			p.until("the urge", `document.querySelector('input[name=way][value=urge]').checked`)
			if shown := eval[string](o, p.c, `document.body.innerText`); !strings.Contains(shown, "138****8901") || strings.Contains(shown, "13805678901") {
				t.Errorf("J2: the caller found by the end of the number:\n%s", shown)
			}
			p.shot("intake-" + name + "-j2-typed")
			if again := p.send("J2 urge, typed", 12); again != first {
				t.Errorf("J2: the urge typed went to %s, not to %s", again, first)
			}

			// J2 again, after the order was closed: the second appeal, which the head of the office dispatches (Art. 10(4)).
			o.dispatch("fenban01", first)
			o.unitRoad(first, false, 24*time.Hour)
			o.visit(first, order.Closed, "solved", "yes", "satisfaction", "satisfied")
			p.do(p.c, chromedp.EmulateViewport(size[0], size[1]))
			p.sheet("/intake")
			if size[0] == 1366 {
				p.take("13805678901")
			} else {
				p.key("8901") // it is registered under the whole number, which nobody typed
			}
			p.until("the closed order", `!!document.querySelector('#again[data-under-way=""]')`)
			p.alt("r")
			p.until("the reason", `/第2次诉求/.test(document.getElementById('side').innerText)&&/第十条（四）/.test(document.getElementById('side').innerText)`)
			p.shot("intake-" + name + "-j2b")
			second := p.send("J2 second round", 12)
			if got := p.state(second); got != order.PendingDispatch.Name() {
				t.Fatalf("J2: the second appeal is %s", got)
			}
			if got := o.text(p.c); !strings.Contains(got, "13805678901") { // his own call
				t.Errorf("J2: the second appeal is not under the caller's number:\n%s", got)
			}
			if c := o.open("fenban01", second, "dispatch"); strings.Contains(o.text(c), "转办文本") {
				t.Error("J2: a dispatcher is offered the head's dispatch of a second appeal")
			}
			if got := o.text(o.open("rexianban", second, "dispatch")); !strings.Contains(got, "第十条（四）") {
				t.Errorf("J2: the head's page does not say why:\n%s", got)
			}

			// An end that nobody has: Alt+R chooses nothing, and the sheet says what to do.
			p.do(p.c, chromedp.EmulateViewport(size[0], size[1]))
			p.sheet("/intake")
			p.key("8902")
			p.until("the word on the end", `/没有尾号8902的来电人/.test(document.getElementById('call').innerText)`)
			p.alt("r")
			p.until("the word on nobody", `/没有可以认定的以前的工单/.test(document.getElementById('saved').textContent)||/已保存/.test(document.getElementById('saved').textContent)`)
			if p.value("link") != "" || p.value("way") == "urge" {
				t.Errorf("J2: Alt+R linked nobody's call to %q as %s", p.value("link"), p.value("way"))
			}
			p.until("the draft", `!document.getElementById('intake').dataset.touched`)

			// J3: a question from the knowledge base by four letters.
			p.do(p.c, chromedp.EmulateViewport(size[0], size[1]))
			p.sheet("/intake")
			p.alt("k")
			p.key("jhdj" + kb.Enter)
			p.until("the answer", `document.getElementById('f-knowledge').value!==''`)
			p.key(kb.F6)
			wait(400 * time.Millisecond)
			p.shot("intake-" + name + "-j3")
			answered := p.send("J3 answer", 15)
			if got := p.state(answered); got != order.DirectClosed.Name() {
				t.Fatalf("J3: %s", got)
			}
			if got := o.text(o.open("huawu01", answered, "")); !strings.Contains(got, "第1版") {
				t.Errorf("J3: the order does not say which version was read out:\n%s", got)
			}

			// J3: a court matter is not accepted.
			p.sheet("/intake")
			p.alt("c")
			p.key(";fy")
			p.key(kb.F9)
			p.until("the ground", `document.activeElement.id==='f-basis'`)
			p.key("82a" + kb.Enter)
			if p.value("referral_phone") != "12368" {
				t.Errorf("J3: the court's number is %q", p.value("referral_phone"))
			}
			p.shot("intake-" + name + "-j3b")
			refused := p.send("J3 refusal", 15)
			if got := p.state(refused); got != order.NotAccepted.Name() {
				t.Fatalf("J3: %s", got)
			}

			// A silent call.
			p.sheet("/intake")
			p.key(kb.F4)
			silent := p.send("silent", 3)
			if got := p.state(silent); got != order.LoggedClosed.Name() {
				t.Fatalf("silent: %s", got)
			}
		})
	}
}

// TestBrowserDraftSurvives: the browser is killed while somebody types; at another seat the same person finds all but the last moments.
func TestBrowserDraftSurvives(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	p := o.seat().operator("huawu01", 1366, 768)
	p.sheet("/intake")
	p.key("13805678901" + kb.Enter)
	p.alt("c")
	var typed strings.Builder
	began := time.Now()
	var at []time.Time
	for time.Since(began) < 6*time.Second {
		p.ime("a", "啊")
		typed.WriteString("啊")
		at = append(at, time.Now())
		wait(60 * time.Millisecond)
	}
	died := time.Now()
	if err := chromedp.FromContext(p.c).Browser.Process().Signal(syscall.SIGKILL); err != nil { // the whole browser, without a word: no pagehide, no beacon
		t.Fatal(err)
	}
	<-p.c.Done()

	q := o.seat().operator("huawu01", 1366, 768)
	q.do(q.c, chromedp.Navigate("http://"+o.s.Addr()+"/"), chromedp.WaitVisible(chromedp.CSS("main")))
	href := eval[string](o, q.c, `(document.querySelector('a[href^="/intake?draft="]')||{getAttribute(){return ''}}).getAttribute('href')`)
	if href == "" {
		t.Fatalf("the first page lists no draft:\n%s", o.text(q.c))
	}
	q.sheet(href)
	got := q.value("words")
	n := strings.Count(got, "啊")
	if n == 0 || q.value("phone") != "13805678901" {
		t.Fatalf("restored %q and number %q", got, q.value("phone"))
	}
	if lost := died.Sub(at[n-1]); n < len(at) && lost > 3*time.Second {
		t.Errorf("%s of typing are lost (%d of %d characters came back)", lost, n, len(at))
	}
	raw, err := os.ReadFile(filepath.Join(o.dataDir, "huiyin.db"))
	if err != nil {
		t.Fatal(err)
	}
	if wal, err := os.ReadFile(filepath.Join(o.dataDir, "huiyin.db-wal")); err == nil {
		raw = append(raw, wal...)
	}
	if bytes.Contains(raw, []byte("啊啊啊")) || bytes.Contains(raw, []byte("13805678901")) {
		t.Error("a draft stands in clear in the archive")
	}
}

// seat is the same office seen from another machine: a browser process of its own, where nobody is logged in.
func (o *office) seat() *office {
	o.t.Helper()
	alloc, cancel := chromedp.NewExecAllocator(context.Background(), o.flags...)
	o.t.Cleanup(cancel)
	root, cancel2 := chromedp.NewContext(alloc)
	o.t.Cleanup(cancel2)
	o.do(root)
	at := *o
	at.alloc, at.tabs = root, map[string]context.Context{}
	return &at
}

func (o *office) articles(t *testing.T) {
	t.Helper()
	accounts := map[string]org.AccountID{}
	all, err := o.s.Desk.Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		accounts[a.Login] = a.ID
	}
	dir, err := o.s.Desk.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seedKnowledge(t.Context(), o.s, accounts, dir); err != nil {
		t.Fatal(err)
	}
}

// reader reads as the operator huawu01.
func (o *office) reader(t *testing.T) *desk.Reader {
	t.Helper()
	all, err := o.s.Desk.Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if a.Login == "huawu01" {
			r, err := o.s.Desk.Reader(t.Context(), org.Actor{Account: a.ID, Post: a.Posts[0]})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
	}
	t.Fatal("no huawu01")
	return nil
}

// TestBrowserTheSheetFitsUnderTheBanner: with the calendar's banner on top, every way of the 登记单 stays on one screen of 1366×768.
func TestBrowserTheSheetFitsUnderTheBanner(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-11-27 09:00")
	p := o.operator("huawu01", 1366, 768)
	p.sheet("/intake")
	if !strings.Contains(eval[string](o, p.c, `document.body.innerText`), "2027年放假安排") {
		t.Fatal("no banner stands on top")
	}
	for _, key := range []string{kb.F6, kb.F7, kb.F8, kb.F9, kb.F4} {
		p.key(key)
		wait(100 * time.Millisecond)
		if over := eval[int](o, p.c, `(f=>f.scrollHeight-f.clientHeight)(document.querySelector('.desk-form'))`); over > 1 {
			t.Errorf("%s: %d px are below the screen", p.value("way"), over)
		}
	}
	p.until("the draft", `!document.getElementById('intake').dataset.touched`)
}

// While the line is down the sheet is not left for the browser's own page, on which the words typed since the last draft would be gone: it says so, keeps
// them, saves them by itself when the line is back, and then goes out once.
func TestBrowserIntakeStaysWhileTheLineIsDown(t *testing.T) {
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	p := o.operator("huawu01", 1366, 768)
	p.sheet("/intake")
	p.key("13805678901" + kb.Enter)
	p.do(p.c, chromedp.Focus(chromedp.CSS("#f-words")))
	p.ime("kaishi", "三号楼下水道堵了，")
	p.until("the draft", `document.getElementById('saved').textContent.includes('已保存')`)
	o.offline(p.c, true)
	p.ime("jieguo", "污水漫到门口。")
	p.until("the word that the line is down", `document.getElementById('saved').textContent.includes('线路断了')`)
	p.ctrlEnter()
	p.until("the word that nothing was submitted", `document.getElementById('saved').textContent.includes('没有提交')`)
	if at := p.location(p.c); at != "/intake" || p.value("words") != "三号楼下水道堵了，污水漫到门口。" {
		t.Fatalf("the sheet stands at %s with %q", at, p.value("words"))
	}
	o.offline(p.c, false)
	p.until("the draft by itself", `document.getElementById('saved').textContent.includes('已保存')`)
	p.sheet("/intake?draft=" + p.value("_key"))
	if p.value("words") != "三号楼下水道堵了，污水漫到门口。" {
		t.Errorf("the draft has %q", p.value("words"))
	}
}
