package ops

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"huiyin/internal/auth"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/sample"
	"huiyin/internal/server"
	"huiyin/internal/sheet"
	"huiyin/internal/testkit"
)

// messages is the table of real messages, or the test says by name what it skipped.
func messages(t *testing.T) string {
	t.Helper()
	shared := os.Getenv("HUIYIN_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	file := filepath.Join(shared, "data", "messages", "messages-sample.xlsx")
	if _, err := os.Stat(file); err != nil {
		t.Skipf("skipped the real messages: %s is not there", file)
	}
	return file
}

// office is the program at work, with a browser of its own for each person.
type office struct {
	t     *testing.T
	s     *server.Server
	clock *testkit.Clock
	flags []chromedp.ExecAllocatorOption
	alloc context.Context
	tabs  map[string]context.Context
	seal  string

	dataDir string
}

// openOffice opens it without an undo window: what is submitted counts at once.
// long leaves a journey out of the short run that the build machine makes on two processors; make browser runs every one.
func long(t *testing.T) {
	t.Helper()
	if os.Getenv("HUIYIN_SHORT") != "" {
		t.Skip("skipped in the short run: make browser runs it")
	}
}

// windowSize is HUIYIN_WINDOW, as 390x844: the journeys at another size than a desk's screen.
func windowSize() (w, h int64, ok bool) {
	n, err := fmt.Sscanf(os.Getenv("HUIYIN_WINDOW"), "%dx%d", &w, &h)
	return w, h, err == nil && n == 2
}

func openOffice(t *testing.T, start string) *office {
	t.Helper()
	return openOfficeWithUndo(t, start, -1)
}

func openOfficeWithUndo(t *testing.T, start string, undo time.Duration) *office {
	t.Helper()
	chrome, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("chromium is not installed")
		}
		t.Skip("skipped the browser: chromium is not installed")
	}
	o := &office{t: t, clock: &testkit.Clock{}, tabs: map[string]context.Context{}}
	o.clock.Set(start)
	dir := t.TempDir()
	o.dataDir = dir
	if o.s, err = server.New(t.Context(), server.Config{Data: dir, Addr: "127.0.0.1:0", Portal: "127.0.0.1:0", Clock: o.clock.Now, Undo: undo, RingHash: ringHash(DemoRingToken), Log: slog.New(slog.NewTextHandler(io.Discard, nil))}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.s.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	hash, err := auth.Hash(DemoPassword)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range sample.Accounts() {
		if _, err := o.s.Desk.PutDemoAccount(t.Context(), a.Login, a.Title, hash, a.Posts); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.s.Start(); err != nil {
		t.Fatal(err)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chrome), chromedp.NoSandbox, chromedp.Flag("disable-quic", true), chromedp.WindowSize(1366, 768))
	o.flags = opts
	alloc, cancel := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(cancel)
	root, cancel2 := chromedp.NewContext(alloc)
	t.Cleanup(cancel2)
	if err := chromedp.Do(root); err != nil {
		t.Fatal(err)
	}
	o.alloc = root
	o.seal = filepath.Join(dir, "盖章件.jpg")
	if err := os.WriteFile(o.seal, sealedSheet(), 0o600); err != nil {
		t.Fatal(err)
	}
	return o
}

// tab is a person's browser, logged in.
func (o *office) tab(login string) context.Context {
	o.t.Helper()
	if c, ok := o.tabs[login]; ok {
		return c
	}
	c, cancel := chromedp.NewContext(o.alloc, chromedp.WithNewBrowserContext())
	o.t.Cleanup(cancel)
	o.tabs[login] = c
	if w, h, ok := windowSize(); ok {
		o.do(c, chromedp.EmulateViewport(w, h))
	}
	o.do(c, chromedp.Navigate("http://"+o.s.Addr()+"/login"), chromedp.WaitVisible(chromedp.CSS(`[name=login]`)), chromedp.SetValue(`[name=login]`, login), chromedp.SetValue(`[name=password]`, DemoPassword))
	o.press(c, "登录")
	if at := o.location(c); at != "/" {
		o.t.Fatalf("%s logged in and stands at %s: %s", login, at, o.text(c))
	}
	return c
}

func (o *office) do(c context.Context, steps ...chromedp.Action[chromedp.Void]) {
	o.t.Helper()
	if err := chromedp.Do(c, steps...); err != nil {
		o.t.Fatal(err)
	}
}

func eval[T any](o *office, c context.Context, js string) T {
	o.t.Helper()
	v, err := chromedp.Run(c, chromedp.Evaluate[T](js))
	if err != nil {
		o.t.Fatalf("%s: %v", js, err)
	}
	return v
}

func (o *office) location(c context.Context) string { return eval[string](o, c, `location.pathname`) }
func (o *office) text(c context.Context) string {
	return eval[string](o, c, `document.querySelector('main').innerText`)
}

// press presses the main button with these words and waits for the next page.
func (o *office) press(c context.Context, words string) {
	o.t.Helper()
	w, _ := json.Marshal(words)
	if !eval[bool](o, c, fmt.Sprintf(`(()=>{window.stale=1;const b=[...document.querySelectorAll('button')].find(b=>b.innerText.trim().startsWith(%s)&&b.closest('main'));if(!b)return false;b.click();return true})()`, w)) {
		o.t.Fatalf("no button %q on %s:\n%s", words, o.location(c), o.text(c))
	}
	for range 400 {
		ok, err := chromedp.Run(c, chromedp.Evaluate[bool](`!window.stale&&document.readyState==='complete'`))
		if err == nil && ok {
			return
		}
		wait(20 * time.Millisecond)
	}
	o.t.Fatalf("after %q no page came", words)
}

// wait lets the browser work; nothing in the program under test depends on it.
func wait(d time.Duration) { <-time.After(d) }

// open opens an order's page as somebody, at one of its acts.
func (o *office) open(login, id, act string) context.Context {
	o.t.Helper()
	c := o.tab(login)
	at := "http://" + o.s.Addr() + "/orders/" + id
	if act != "" {
		at += "?do=" + act
	}
	o.do(c, chromedp.Navigate(at), chromedp.WaitVisible(chromedp.CSS("main")))
	return c
}

// fill types into the form of the page: radios and boxes are clicked, the rest is typed.
func (o *office) fill(c context.Context, pairs ...string) {
	o.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		name, _ := json.Marshal(pairs[i])
		value, _ := json.Marshal(pairs[i+1])
		js := fmt.Sprintf(`(()=>{const f=document.querySelector('#act,#intake');if(!f)return 'no form';const v=%[2]s;let all=[...f.querySelectorAll('[name='+%[1]s+']')];if(!all.length)return 'no field';
if(all[0].type==='radio'){const r=all.find(x=>x.value===v);if(!r)return 'no choice';r.click();return ''}
if(all[0].type==='checkbox'){if(all[0].checked!==(v==='1'))all[0].click();return ''}
all[0].focus();all[0].value=v;all[0].dispatchEvent(new Event('input',{bubbles:true}));return all[0].value===v.replace(/\r/g,'')?'':'not taken'})()`, name, value)
		if bad := eval[string](o, c, js); bad != "" {
			o.t.Fatalf("field %s on %s: %s\n%s", pairs[i], o.location(c), bad, o.text(c))
		}
	}
}

func (o *office) upload(c context.Context, name string) {
	o.t.Helper()
	o.do(c, chromedp.SetUploadFiles(`#act [name=`+name+`]`, []string{o.seal}))
}

// prove types what a form of signatures asks of its signer: the PIN, or what sets the first one.
func (o *office) prove(c context.Context) {
	o.t.Helper()
	for _, x := range [][2]string{{"password", DemoPassword}, {"pin", DemoPIN}, {"pin_again", DemoPIN}} {
		if eval[bool](o, c, `!!document.querySelector('#act [name=`+x[0]+`]')`) {
			o.fill(c, x[0], x[1])
		}
	}
}

// act fills the form of an act and presses its button; the order must then be in the status.
func (o *office) act(login, id, act, button string, want order.Status, pairs ...string) {
	o.t.Helper()
	c := o.open(login, id, act)
	o.fill(c, pairs...)
	for _, f := range []string{"seal", "files"} {
		if (act == "sign_reply" && f == "seal") || (act == "reply" && f == "files") {
			o.upload(c, f)
		}
	}
	o.prove(c)
	o.press(c, button)
	if got := o.state(id); got != want.Name() {
		o.t.Fatalf("%s %s: status %s, want %s\n%s", login, act, got, want.Name(), o.text(c))
	}
}

func (o *office) state(id string) string {
	o.t.Helper()
	c := o.open("fenban01", id, "")
	return eval[string](o, c, `document.querySelector('.ohead b').innerText`)
}

func (o *office) number(id string) string {
	c := o.open("fenban01", id, "")
	return eval[string](o, c, `document.querySelector('.ohead .no').innerText`)
}

// unitRoad carries a dispatched order through the unit and the office to feedback.
func (o *office) unitRoad(id string, own bool, days time.Duration) {
	o.t.Helper()
	lead := "unit_deputy"
	if own {
		lead = "principal"
	}
	o.act("chengguan3", id, "assign", "签批分办", order.InProgress, "lead", lead, "opinion", "请现场核查后办理。")
	o.clock.Add(time.Hour)
	o.act("chengguan1", id, "contact", "登记联系", order.InProgress, "at", o.localNow(), "means", "phone", "reached", "yes", "told", "1", "note", "诉求人介绍了现场情况。")
	o.clock.Add(days)
	o.act("chengguan1", id, "reply", "报送办理结果", order.UnitSigning, "finding", "yes", "solved", "yes", "investigation", "组织人员到现场核查，情况属实。", "measures", "已当场整改并安排专人巡查。",
		"basis", "《城市市容和环境卫生管理条例》", "opinion", "诉求人表示认可。", "contact", "市容管理股", "public", "经现场核查，反映的情况属实。我局已组织整改，现场恢复通行，并安排专人每日巡查，防止问题反弹。感谢您的监督。")
	o.act("chengguan3", id, "sign_reply", "签字盖章", order.Submitted)
	o.act("shenhe01", id, "review", "办理审核意见", order.ToFeedback, "decision", "pass")
	o.clock.Add(time.Hour)
	o.act("huifang01", id, "feedback", "登记反馈", order.Visiting, "at", o.localNow(), "means", "phone")
	o.clock.Add(time.Hour)
	o.act("chengguan1", id, "unit_visit", "登记单位回访", order.Visiting, "at", o.localNow(), "reached", "yes", "satisfaction", "satisfied")
	o.clock.Add(time.Hour)
}

func (o *office) localNow() string {
	return o.clock.Now().In(time.FixedZone("", 8*3600)).Format("2006-01-02T15:04")
}

func (o *office) visit(id string, want order.Status, pairs ...string) {
	o.t.Helper()
	o.act("huifang01", id, "visit", "登记回访", want, append([]string{"at", o.localNow(), "outcome", "reached", "contacted", "yes"}, pairs...)...)
}

// ready writes down what a message lacks: the caller's number, the category.
func (o *office) ready(id, kind string) {
	o.t.Helper()
	o.act("huawu01", id, "correct", "更正", order.Registered, "type", kind, "category", "0203", "contact", "138 0000 5678", "reason", "来信补登联系电话和分类")
}

func (o *office) dispatch(login, id string) {
	o.t.Helper()
	o.act(login, id, "dispatch", "转办", order.Dispatched, "unit", "cgj", "requirements", "请现场核查，依法处理，答复诉求人。")
	o.clock.Add(time.Hour)
	o.act("chengguan1", id, "sign_for", "签收", order.UnitAssigning)
}

func TestFiveRealMessagesLiveTheirWholeLifeInABrowser(t *testing.T) {
	long(t)
	t.Parallel()
	file := messages(t)
	o := openOffice(t, "2026-03-02 09:00")
	var out strings.Builder
	im := &importer{s: o.s, out: &out, channel: "D2", seen: map[string]int{}}
	importAll(t, im, file)
	if im.new != 494 || im.twice != 1 || im.bad != 0 {
		t.Fatalf("imported %d, twice %d, bad %d:\n%s", im.new, im.twice, im.bad, out.String())
	}
	r, err := o.s.Desk.Reader(t.Context(), org.Actor{Account: "x", Post: org.Post{ID: "hotline/dispatcher", Unit: org.HotlineOffice, Kind: org.Dispatcher}})
	if err != nil {
		t.Fatal(err)
	}
	ids := firstOrders(t, r, 5)

	// 1: a question, answered directly (Art. 10(1)).
	o.ready(ids[0], "consult")
	o.act("huawu01", ids[0], "dispose", "处置", order.DirectClosed, "way", "direct", "answer", "已向来信人说明办理流程和所需材料。")

	// 2: not accepted, with basis and referral (Art. 8). Without a ground the form comes back and keeps what was typed.
	c := o.open("huawu01", ids[1], "dispose")
	o.fill(c, "way", "refuse", "answer", "此事须由法院审理，已告知来信人。")
	o.press(c, "处置")
	if got := o.text(c); !strings.Contains(got, "第八条") || eval[string](o, c, `document.querySelector('[name=answer]').value`) != "此事须由法院审理，已告知来信人。" {
		t.Fatalf("the refused form lost its text or its article:\n%s", got)
	}
	o.fill(c, "ground", "8-2a", "referral", "县人民法院", "referral_phone", "12368")
	o.press(c, "处置")
	if got := o.state(ids[1]); got != order.NotAccepted.Name() {
		t.Fatalf("second message: %s", got)
	}

	// 3: dispatched and closed satisfied.
	o.ready(ids[2], "complaint")
	o.act("huawu01", ids[2], "dispose", "处置", order.PendingDispatch, "way", "dispatch", "unit", "cgj")
	o.dispatch("fenban01", ids[2])
	o.unitRoad(ids[2], false, 24*time.Hour)
	o.visit(ids[2], order.Closed, "solved", "yes", "satisfaction", "satisfied")

	// 4: the same matter again; the head's own act is the dispatch (Art. 10(4)), the principal handles (Art. 17).
	o.ready(ids[3], "complaint")
	o.act("huawu01", ids[3], "link", "关联", order.Registered, "number", o.number(ids[2]), "reason", "同一地点同一问题")
	o.act("huawu01", ids[3], "dispose", "处置", order.PendingDispatch, "way", "dispatch", "unit", "cgj")
	if c := o.open("fenban01", ids[3], "dispatch"); strings.Contains(o.text(c), "转办文本") {
		t.Error("a dispatcher is offered the head's dispatch")
	}
	o.dispatch("rexianban", ids[3])
	o.unitRoad(ids[3], true, 24*time.Hour)
	o.visit(ids[3], order.Closed, "solved", "yes", "satisfaction", "fairly")

	// 5: not solved, handled again by the principal, and late.
	o.ready(ids[4], "complaint")
	o.act("huawu01", ids[4], "dispose", "处置", order.PendingDispatch, "way", "dispatch", "unit", "cgj")
	o.dispatch("fenban01", ids[4])
	o.unitRoad(ids[4], false, 24*time.Hour)
	o.visit(ids[4], order.UnitAssigning, "solved", "no", "satisfaction", "dissatisfied", "reason", "B", "words", "路口第二天又堵上了。", "rework", "请彻底疏通并查明原因。")
	o.unitRoad(ids[4], true, 14*24*time.Hour)
	o.visit(ids[4], order.Closed, "solved", "yes", "satisfaction", "satisfied")
	if got := o.text(o.open("fenban01", ids[4], "")); !strings.Contains(got, "逾期办结") {
		t.Errorf("the late order does not say so:\n%s", got)
	}

	bad, err := o.s.Store.CheckProjections(t.Context())
	if err != nil || len(bad) > 0 {
		t.Errorf("projections: %v, %v", bad, err)
	}
	rep, err := o.s.Store.Check(t.Context(), nil)
	if err != nil || len(rep.Faults) > 0 {
		t.Errorf("chain: %v, %v", rep.Faults, err)
	}
}

func importAll(t *testing.T, im *importer, file string) {
	t.Helper()
	m, err := loadMapping(messagesMap)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	r, err := sheet.Open(f, info.Size(), sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	header, _ := r.Header()
	if im.cols, err = m.Resolve(header); err != nil {
		t.Fatal(err)
	}
	im.m = m
	if err := im.run(t.Context(), r); err != nil {
		t.Fatal(err)
	}
}
