package ops

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

// citizen is somebody with a telephone: its own browser, no account.
type citizen struct {
	*office
	c      context.Context
	name   string
	script bool
	axe    string
	look   string
}

func (o *office) citizen(name string, width int64, script bool) *citizen {
	o.t.Helper()
	c, cancel := chromedp.NewContext(o.alloc, chromedp.WithNewBrowserContext())
	o.t.Cleanup(cancel)
	p := &citizen{office: o, c: c, name: name, script: script}
	b, err := os.ReadFile("testdata/look.js")
	if err != nil {
		o.t.Fatal(err)
	}
	p.look = string(b)
	if script {
		p.axe = axe(o.t)
	}
	o.do(c, chromedp.EmulateViewport(width, 844), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !script})
		return err
	}))
	return p
}

// at opens a page of the citizens' listener and looks at it.
func (p *citizen) at(path string) {
	p.t.Helper()
	p.do(p.c, chromedp.Navigate("http://"+p.s.CitizensAddr()+path), chromedp.WaitReady("main"))
	p.looks()
}

// looks judges the page that is shown: nothing wider than the window, nothing too small for a finger, and with script what axe calls serious.
func (p *citizen) looks() {
	p.t.Helper()
	at := p.name + " " + p.location(p.c)
	eval[json.RawMessage](p.office, p.c, p.look+";0")
	for _, js := range []string{"look.wide()", "look.small()"} {
		for _, f := range eval[[]string](p.office, p.c, js) {
			p.t.Errorf("%s: %s", at, f)
		}
	}
	if p.axe != "" {
		eval[json.RawMessage](p.office, p.c, p.axe+";0")
		all, err := chromedp.Run(p.c, chromedp.Evaluate[[]string]("look.axe('',false)", chromedp.EvalAwaitPromise))
		if err != nil {
			p.t.Errorf("%s: axe: %v", at, err)
		}
		for _, f := range all {
			p.t.Errorf("%s: %s", at, f)
		}
	}
	if os.Getenv("HUIYIN_PICTURES") != "" {
		if b, err := chromedp.Run(p.c, whole); err == nil {
			name := regexp.MustCompile(`[0-9a-f-]{20,}`).ReplaceAllString(strings.ReplaceAll(p.location(p.c), "/", "-"), "x")
			_ = os.WriteFile(filepath.Join("..", "..", "artefacts", "gallery", "journey-"+p.name+name+".jpg"), b, 0o644)
		}
	}
}

func (p *citizen) enter(pairs ...string) {
	p.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		name, _ := json.Marshal(pairs[i])
		value, _ := json.Marshal(pairs[i+1])
		js := fmt.Sprintf(`(()=>{const v=%[2]s,all=[...document.querySelectorAll('main [name='+%[1]s+']')];if(!all.length)return 'no field';
if(all[0].type==='radio'){const r=all.find(x=>x.value===v);if(!r)return 'no choice';r.click();return ''}
all[0].value=v;return all[0].value===v?'':'not taken'})()`, name, value)
		if bad := eval[string](p.office, p.c, js); bad != "" {
			p.t.Fatalf("%s: field %s on %s: %s\n%s", p.name, pairs[i], p.location(p.c), bad, p.text(p.c))
		}
	}
}

// sends presses a button and looks at the page that comes.
func (p *citizen) sends(words string) {
	p.t.Helper()
	p.press(p.c, words)
	p.looks()
}

// goes follows a link of the page.
func (p *citizen) goes(words string) {
	p.t.Helper()
	w, _ := json.Marshal(words)
	href := eval[string](p.office, p.c, fmt.Sprintf(`([...document.querySelectorAll('a')].find(a=>a.innerText.includes(%s))||{getAttribute:()=>''}).getAttribute('href')`, w))
	if href == "" {
		p.t.Fatalf("%s: no link %q on %s:\n%s", p.name, words, p.location(p.c), p.text(p.c))
	}
	p.at(href)
}

// answered carries a letter through unit and office until its writer has been told.
func (o *office) answered(id string) {
	o.t.Helper()
	as := func(login string) order.By { return order.By{Actor: o.actorOf(login)} }
	text := func(s string) order.Private { return order.Private{Text: s} }
	now := func() time.Time { o.clock.Add(time.Minute); return o.clock.Now() }
	seal, err := o.s.Desk.Keep(o.t.Context(), desk.Upload{Name: "盖章件.jpg", Bytes: sealedSheet()}, "seal")
	if err != nil {
		o.t.Fatal(err)
	}
	o.give("chengguan1", id, order.SignFor{By: as("chengguan1")})
	o.give("chengguan3", id, order.AssignInUnit{By: as("chengguan3"), Lead: org.UnitDeputy, Handler: o.actorOf("chengguan1").Account, Opinion: text("请办理。")})
	o.give("chengguan1", id, order.RecordContact{By: as("chengguan1"), At: now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true})
	photo := seal
	photo.Purpose, photo.ID = "handling", web.NewKey()
	o.give("chengguan1", id, order.SubmitReply{By: as("chengguan1"), Files: []order.Attachment[order.Private]{photo}, Reply: order.Reply[order.Private]{Finding: "yes", Solved: order.SolvedYes, Investigation: text("到现场核查，灯具损坏。"),
		Measures: text("当日更换。"), Opinion: text("诉求人认可。"), Contact: "路灯管理股", ContactPhone: "0558-7000201", Basis: "《安徽省市政设施管理条例》",
		Public: "经查，反映的路灯灯具损坏属实。我局已当日更换灯具，恢复照明，并安排专人每周巡查一次，防止再次损坏。感谢您的监督。"}})
	o.give("chengguan3", id, order.SignReply{By: as("chengguan3"), Seal: seal.Blob}, order.Attach{By: as("chengguan3"), Files: []order.Attachment[order.Private]{seal}})
	o.give("shenhe01", id, order.PassReply{By: as("shenhe01"), ChainID: web.NewKey()})
	o.give("huifang01", id, order.GiveFeedback{By: as("huifang01"), At: now(), Means: "web"})
}

// J9 (ux.md C9): a citizen writes, follows, urges, adds and judges by telephone; what displeases him is handled again (Art. 2, 18, 21(6), 25).
func journeyOfALetter(t *testing.T, name string, width int64, script, elder bool) {
	o := openOffice(t, "2026-03-02 09:00")
	p := o.citizen(name, width, script)
	start := "/"
	if elder {
		start = "/?v=e"
	}
	p.at(start)
	p.goes("我要写信")
	if elder != eval[bool](o, p.c, `document.documentElement.dataset.size==='elder'`) {
		t.Fatalf("%s: the elder edition is lost on the second page", name)
	}
	p.enter("kind", "complaint")
	p.sends("继续")
	p.enter("words", "紫藤巷口的路灯坏了半个月，晚上接孩子看不见路。", "place", "")
	p.sends("继续")
	if got := eval[string](o, p.c, `document.querySelector('[name=words]').value`); !strings.HasPrefix(got, "紫藤巷口") || !strings.Contains(p.text(p.c), "请写明地点") {
		t.Fatalf("%s: what was typed came back as %q", name, got)
	}
	p.enter("place", "漆园街道紫藤花园北门", "town", "341622001")
	p.sends("继续")
	if strings.HasSuffix(p.location(p.c), "/answers") {
		p.sends("接着写信")
	}
	p.do(p.c, chromedp.SetUploadFiles(`[name=files]`, []string{o.seal}))
	p.sends("传好了")
	p.enter("secrecy", "ordinary", "phone", "138 5551 2345", "name", "王女士")
	p.sends("继续")
	// Cookies are lost: the address alone goes on.
	p.do(p.c, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, storage.ClearCookies, storage.ClearCookiesParams{})
		return err
	}))
	p.at(eval[string](o, p.c, `location.pathname+location.search`))
	p.sends("寄出这封信")
	receipt := p.text(p.c)
	number := regexp.MustCompile(`MC\d{12}`).FindString(receipt)
	secret := regexp.MustCompile(`\d{3} \d{3} \d{4}`).FindString(receipt)
	if number == "" || secret == "" {
		t.Fatalf("%s: receipt:\n%s", name, receipt)
	}
	r, err := o.s.Desk.Reader(t.Context(), o.actorOf("fenban01"))
	if err != nil {
		t.Fatal(err)
	}
	id, err := r.FindNumber(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	v, err := r.Order(t.Context(), id)
	if err != nil || len(v.Files) != 1 || v.ChannelCode != "D2" {
		t.Fatalf("%s: the order: %v, %d files, channel %s", name, err, len(v.Files), v.ChannelCode)
	}
	by := order.By{Actor: o.actorOf("fenban01")}
	o.give("fenban01", id, order.Correct{By: by, Category: "0203", Reason: order.Private{Text: "补登分类"}})
	o.give("fenban01", id, order.SubmitForDispatch{By: by, ChainID: web.NewKey(), Proposal: order.Proposal{Unit: "cgj"}})
	o.give("fenban01", id, order.Dispatch{By: by, To: r.TargetOf("cgj"), Requirements: "请现场核查，答复诉求人。", Text: "反映路灯损坏半个月，夜间看不清路。"})

	p.at(strings.Replace("/track"+strings.TrimPrefix(start, "/"), "/?", "?", 1))
	p.enter("number", number, "code", "000 000 0000")
	p.sends("查询")
	if !strings.Contains(p.text(p.c), "编号或查询码不对") {
		t.Fatalf("%s: a wrong code:\n%s", name, p.text(p.c))
	}
	p.enter("number", number, "code", secret)
	p.sends("查询")
	road := p.text(p.c)
	for _, private := range []string{"王女士", "13855512345", "5551"} {
		if strings.Contains(road, private) {
			t.Errorf("%s: %q stands on the page of the road", name, private)
		}
	}
	if !strings.Contains(road, "已转给县城市管理局") || !strings.Contains(road, "第十八条") {
		t.Errorf("%s: the road says:\n%s", name, road)
	}
	look := eval[string](o, p.c, `location.pathname+location.search`)
	p.goes("催一催")
	p.sends("催办")
	p.at(look)
	p.goes("补充情况")
	p.enter("words", "昨晚有人摔了一跤。")
	p.sends("补充")
	o.answered(id)
	p.at(look)
	if !strings.Contains(p.text(p.c), "已当日更换灯具") {
		t.Errorf("%s: the answer is not shown:\n%s", name, p.text(p.c))
	}
	p.goes("评价办理结果")
	p.enter("satisfaction", "dissatisfied", "solved", "no", "contacted", "yes", "reason", "", "words", "灯还是不亮。")
	p.sends("评价")
	if !strings.Contains(p.text(p.c), "请选一个最主要的原因") {
		t.Fatalf("%s: no reason:\n%s", name, p.text(p.c))
	}
	p.enter("reason", "B")
	p.sends("评价")
	if !strings.Contains(p.text(p.c), "已要求重新办理") {
		t.Errorf("%s: after the judgement:\n%s", name, p.text(p.c))
	}
	if v, err = r.Order(t.Context(), id); err != nil || v.Rework != 1 || v.Urges != 1 {
		t.Errorf("%s: rework %d, urges %d, %v", name, v.Rework, v.Urges, err)
	}
}

func TestBrowserALetterWithoutScriptInTheElderEdition(t *testing.T) {
	t.Parallel()
	journeyOfALetter(t, "elder-320-plain", 320, false, true)
}

func TestBrowserALetterOnATelephone(t *testing.T) {
	long(t)
	t.Parallel()
	journeyOfALetter(t, "390", 390, true, false)
}

func TestBrowserALetterInTheElderEdition(t *testing.T) {
	long(t)
	t.Parallel()
	journeyOfALetter(t, "elder-390", 390, true, true)
}

func TestBrowserALetterOnASmallTelephone(t *testing.T) {
	long(t)
	t.Parallel()
	journeyOfALetter(t, "320-plain", 320, false, false)
}

// While robots press, the telephone solves the riddle by itself and the letter goes; without script it goes after a minute (trust.md B5 #52).
func TestBrowserATelephoneProvesALetter(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	write := func(p *citizen) {
		p.at("/write")
		p.enter("kind", "suggest")
		p.sends("继续")
		p.enter("words", "建议在公园门口加一盏灯。")
		p.sends("继续")
		if strings.HasSuffix(p.location(p.c), "/answers") {
			p.sends("接着写信")
		}
		p.sends("传好了")
		p.enter("secrecy", "anonymous")
		p.sends("继续")
	}
	quick, plain := o.citizen("proof", 390, true), o.citizen("proof-plain", 390, false)
	write(quick)
	write(plain)
	for range 30 {
		res, err := http.PostForm("http://"+o.s.CitizensAddr()+"/write", url.Values{"kind": {"complaint"}})
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
	}
	shown := func(want bool) {
		t.Helper()
		for range 200 {
			if eval[bool](o, quick.c, `!!document.getElementById('offline')`) == want {
				return
			}
			wait(20 * time.Millisecond)
		}
		t.Errorf("the page says that the net is gone: %t, want %t", !want, want)
	}
	o.offline(quick.c, true)
	shown(true)
	o.offline(quick.c, false)
	shown(false)
	for _, p := range []*citizen{quick, plain} {
		p.sends("寄出这封信")
		if !strings.Contains(p.text(p.c), "等一分钟") {
			t.Fatalf("%s under pressure:\n%s", p.name, p.text(p.c))
		}
	}
	solved := ""
	for range 400 {
		if solved = eval[string](o, quick.c, `document.querySelector('[name=proof]').value`); solved != "" {
			break
		}
		wait(20 * time.Millisecond)
	}
	if token := strings.Split(quick.location(quick.c), "/")[2]; !o.s.Desk.Proved(token, solved) {
		t.Fatalf("the telephone's answer %q is no proof", solved)
	}
	quick.sends("寄出这封信")
	o.clock.Add(desk.ProofWait)
	plain.sends("寄出这封信")
	for _, p := range []*citizen{quick, plain} {
		if !strings.Contains(p.text(p.c), "已收到您的来信") {
			t.Errorf("%s:\n%s", p.name, p.text(p.c))
		}
	}
}
