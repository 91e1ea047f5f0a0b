package ops

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

// actorOf is a demo account in its first post.
func (o *office) actorOf(login string) org.Actor {
	o.t.Helper()
	all, err := o.s.Desk.Accounts(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	for _, a := range all {
		if a.Login == login {
			return org.Actor{Account: a.ID, Post: a.Posts[0]}
		}
	}
	o.t.Fatalf("no account %s", login)
	return org.Actor{}
}

// keyOrder is an order that the head of the government office signs before it is dispatched (Art. 10(4)).
func (o *office) keyOrder(no, title string) string {
	o.t.Helper()
	by := order.By{Actor: o.actorOf("huawu01")}
	reg := o.s.Desk.NewRegister(order.Register{By: by, Request: order.Request[order.Private]{Channel: "N1", OuterNo: no, TakenAt: o.clock.Now(), Type: order.Complaint, Category: "0204",
		Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true, Town: "341622001", Place: "北城社区", Title: title, CallerKind: order.Person,
		Name: order.Private{Text: "王秀兰"}, Phone: order.Private{Text: "13800001234"}, Words: order.Private{Text: title + "，请尽快处理。"}, Ask: order.Private{Text: "尽快处理"}}})
	return o.give("huawu01", "", reg, order.SubmitForDispatch{By: by, ChainID: web.NewKey(), Deputy: "county/deputy.1", Proposal: order.Proposal{Unit: "cgj", Requirements: "请现场核查，限期办结"}})
}

// signed counts the signatures in an order's log.
func (o *office) signed(id string) (n int, proved bool) {
	o.t.Helper()
	r, err := o.s.Desk.Reader(o.t.Context(), o.actorOf("fenban01"))
	if err != nil {
		o.t.Fatal(err)
	}
	v, err := r.Order(o.t.Context(), id)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, it := range v.Items {
		if it.Verb == "签批" {
			n++
			proved = strings.Contains(it.Text, "签名密码确认")
		}
	}
	return n, proved
}

// tapped waits until the page says words, and fails when it does not.
func (o *office) says(c context.Context, words string) {
	o.t.Helper()
	js := fmt.Sprintf(`document.body.innerText.includes(%q)`, words)
	for range 500 {
		if ok, err := chromedp.Run(c, chromedp.Evaluate[bool](js)); err == nil && ok {
			return
		}
		wait(20 * time.Millisecond)
	}
	o.t.Fatalf("the page never says %q:\n%s", words, eval[string](o, c, `document.body.innerText`))
}

// tap taps the middle of an element as a finger does; it must be in sight and 44 px each way.
func (o *office) tap(c context.Context, css string) {
	o.t.Helper()
	if bad := eval[string](o, c, fmt.Sprintf(`(()=>{const e=document.querySelector(%q);if(!e)return 'not there';e.scrollIntoView({block:'nearest'});const r=e.getBoundingClientRect();
if(r.width<44||r.height<44)return 'only '+r.width+'×'+r.height;const x=r.left+r.width/2,y=r.top+r.height/2,hit=document.elementFromPoint(x,y);
if(!hit||!(e===hit||e.contains(hit)||hit.contains(e)))return 'covered';return ''})()`, css)); bad != "" {
		o.t.Fatalf("%s on %s: %s", css, o.location(c), bad)
	}
	o.do(c, chromedp.Click(css))
}

func (o *office) offline(c context.Context, off bool) {
	o.t.Helper()
	cut := network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{{DownloadThroughput: -1, UploadThroughput: -1, Offline: off}}}
	o.do(c, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, network.EmulateNetworkConditionsByRule, cut); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, t, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: off, DownloadThroughput: -1, UploadThroughput: -1})
		return err
	}))
}

// TestBrowserALeaderSignsOnThePhone is journey J8 with a PIN: three cards, two taps each, one sent back with its reason, the network lost during
// the second, letters of twice the size.
func TestBrowserALeaderSignsOnThePhone(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int64{{390, 844}, {1366, 768}, {1920, 1080}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			if size[0] > 390 { // on a desk's screen the three boards stand beside each other
				long(t)
			}
			leaderSigns(t, size[0], size[1])
		})
	}
}

func leaderSigns(t *testing.T, w, h int64) {
	t.Helper()
	o := openOffice(t, "2026-03-02 09:00")
	if err := o.s.Desk.SetPIN(t.Context(), o.actorOf("zhengfuban"), DemoPassword, DemoPIN); err != nil {
		t.Fatal(err)
	}
	ids := []string{o.keyOrder("R1", "公厕夜间不开门"), o.keyOrder("R2", "路灯连续几夜不亮"), o.keyOrder("R3", "垃圾清运不及时")}
	third := o.thirdAppeal()
	c := o.tab("zhengfuban")
	o.do(c, chromedp.EmulateViewport(w, h), chromedp.Navigate("http://"+o.s.Addr()+"/sign"), chromedp.WaitVisible(chromedp.CSS(".pane-list")))
	o.says(c, "第3次诉求")
	card := func(id, what string) string { return `.acts2 a[href="/sign/` + id + what + `"]` }

	// The third appeal is dispatched by nobody before it is signed.
	if got := o.text(o.open("fenban01", third, "dispatch")); strings.Contains(got, "办理要求") && strings.Contains(got, "承办单位（首接）") {
		t.Error("a third appeal is offered for dispatch before it is signed")
	}

	// First: card → sheet → PIN → signed.
	o.tap(c, card(ids[0], "/yes"))
	o.says(c, "确认签名")
	o.do(c, chromedp.SendKeys(`[name=pin]`, DemoPIN))
	o.tap(c, ".sheet button[type=submit]")
	o.says(c, "已签批：公厕夜间不开门")

	// Second: two taps and no PIN; the network is lost under the second tap, and the finger taps again.
	o.tap(c, card(ids[1], "/yes"))
	o.says(c, "确认签名")
	if eval[bool](o, c, `!!document.querySelector('[name=pin]')`) {
		t.Error("the PIN is asked again within five minutes")
	}
	o.offline(c, true)
	o.tap(c, ".sheet button[type=submit]")
	o.says(c, "待上传")
	eval[bool](o, c, `document.querySelector('.sheet button[type=submit]').click(),true`)
	if n, _ := o.signed(ids[1]); n != 0 {
		t.Fatal("signed without a network")
	}
	if strings.Contains(eval[string](o, c, `document.body.innerText`), "已签批") {
		t.Error("the page says signed while nothing was sent")
	}
	o.offline(c, false)
	o.says(c, "已签批：路灯连续几夜不亮")

	// Third: sent back with its reason.
	o.tap(c, card(ids[2], "/no"))
	o.says(c, "确认退回")
	o.do(c, chromedp.SendKeys(`[name=own]`, "请先核实清运合同。"))
	o.tap(c, ".sheet button[type=submit]")
	o.says(c, "已退回：垃圾清运不及时")

	// The third appeal at twice the letter size: nothing runs out of the screen, both taps are reachable.
	o.big(c, w)
	o.tap(c, card(third, ""))
	o.says(c, "呈阅件")
	o.big(c, w)
	o.tap(c, `.acts3 .btn-main`)
	o.says(c, "确认签名")
	o.big(c, w)
	o.tap(c, ".sheet button[type=submit]")
	o.says(c, "没有等您签批的件")

	for i, id := range append(ids, third) {
		if n, proved := o.signed(id); n != 1 || !proved {
			t.Errorf("order %d has %d signatures, by PIN %v", i+1, n, proved)
		}
	}
	if got := o.state(third); got != order.PendingDispatch.Name() {
		t.Errorf("the third appeal, signed, is %s", got)
	}
}

// big doubles the letters and looks that nothing runs out of the screen sideways.
func (o *office) big(c context.Context, width int64) {
	o.t.Helper()
	if bad := eval[string](o, c, fmt.Sprintf(`(()=>{document.documentElement.style.fontSize='200%%';const w=document.documentElement.scrollWidth;return w>%d?'page is '+w+' wide':''})()`, width)); bad != "" {
		o.t.Errorf("%s at twice the letter size: %s", o.location(c), bad)
	}
}

// give lets a person give commands; it returns the order's id.
func (o *office) give(login, id string, cs ...order.Command) string {
	o.t.Helper()
	d, err := o.s.Desk.Do(o.t.Context(), desk.Ask{Actor: o.actorOf(login), Order: id, Route: "test", Commands: cs})
	if err != nil {
		o.t.Fatalf("%T by %s: %v", cs[0], login, err)
	}
	return d.ID
}

// handled carries a question through the unit and the office to its close.
func (o *office) handled(id, head string) {
	o.t.Helper()
	as := func(login string) order.By { return order.By{Actor: o.actorOf(login)} }
	now := func() time.Time { o.clock.Add(time.Minute); return o.clock.Now() }
	r, err := o.s.Desk.Reader(o.t.Context(), o.actorOf("fenban01"))
	if err != nil {
		o.t.Fatal(err)
	}
	seal, err := o.s.Desk.Keep(o.t.Context(), desk.Upload{Name: "盖章件.jpg", Bytes: sealedSheet()}, "seal")
	if err != nil {
		o.t.Fatal(err)
	}
	o.give("huawu01", id, order.SubmitForDispatch{By: as("huawu01"), ChainID: web.NewKey(), Deputy: "county/deputy.1", Proposal: order.Proposal{Unit: "cgj"}})
	o.give(head, id, order.Dispatch{By: as(head), To: r.TargetOf("cgj"), Requirements: "请说明政策", Text: "巷道被砌墙堵死，问由谁管。"})
	o.give("chengguan1", id, order.SignFor{By: as("chengguan1")})
	o.give("chengguan3", id, order.AssignInUnit{By: as("chengguan3"), Lead: org.UnitPrincipal, Handler: o.actorOf("chengguan1").Account})
	o.give("chengguan1", id, order.RecordContact{By: as("chengguan1"), At: now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true})
	o.give("chengguan1", id, order.SubmitReply{By: as("chengguan1"), Reply: order.Reply[order.Private]{Contact: "市容管理股", ContactPhone: "0558-7000201", Basis: "《城市市容和环境卫生管理条例》",
		Public: "您好，巷道内违法砌墙由县城市管理局负责查处。我局已派员到现场核实并立案，处理情况将及时告知，感谢您的监督。"}})
	o.give("chengguan3", id, order.SignReply{By: as("chengguan3"), Seal: seal.Blob}, order.Attach{By: as("chengguan3"), Files: []order.Attachment[order.Private]{seal}})
	o.give("shenhe01", id, order.PassReply{By: as("shenhe01"), ChainID: web.NewKey()})
	o.give("huifang01", id, order.GiveFeedback{By: as("huifang01"), At: now(), Means: "phone"})
	o.give("huifang01", id, order.RecordVisit{By: as("huifang01"), At: now(), Reached: true, Contacted: "yes", Solved: order.SolvedExplained, Satisfaction: order.Satisfied})
}

// thirdAppeal is the third order of one matter: handled twice, and now waiting for a signature (Art. 10(4)).
func (o *office) thirdAppeal() string {
	o.t.Helper()
	by := order.By{Actor: o.actorOf("huawu01")}
	r, err := o.s.Desk.Reader(o.t.Context(), by.Actor)
	if err != nil {
		o.t.Fatal(err)
	}
	last := ""
	for n := range 3 {
		reg := o.s.Desk.NewRegister(order.Register{By: by, Request: order.Request[order.Private]{Channel: "D1", TakenAt: o.clock.Now(), Type: order.Consult, Category: "0204",
			Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true, Town: "341622001", Place: "南关社区", Title: "巷道被砌墙堵死，问由谁管", CallerKind: order.Person,
			Name: order.Private{Text: "李守田"}, Phone: order.Private{Text: "13900005678"}, Words: order.Private{Text: "巷道被砌墙堵死，救护车进不来，由谁来管。"}, Ask: order.Private{Text: "说明由谁办理"}}})
		id := o.give("huawu01", "", reg)
		if last != "" {
			link, target, err := r.LinkAgain(o.t.Context(), id, last, "同一地点同一问题", false)
			if err != nil {
				o.t.Fatal(err)
			}
			o.give("huawu01", id, order.LinkMatter{By: by, Target: target, Link: *link})
		}
		if n < 2 {
			o.handled(id, []string{"fenban01", "rexianban"}[n])
		} else {
			o.give("huawu01", id, order.SubmitForDispatch{By: by, ChainID: web.NewKey(), Deputy: "county/deputy.1", Proposal: order.Proposal{Unit: "cgj", Requirements: "依法拆除，结果报县领导签批"}})
		}
		o.clock.Add(time.Minute)
		last = id
	}
	return last
}
