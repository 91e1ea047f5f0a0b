package ops

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

// cityRequest is a request of the city platform.
func cityRequest(no string, now time.Time) order.Request[order.Private] {
	due := now.AddDate(0, 0, 20)
	return order.Request[order.Private]{Channel: "C1", OuterNo: no, OuterDue: &due, TakenAt: now, Type: order.Complaint, Category: "0204", Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true,
		Town: "341622001", Place: "北城社区", Title: "路口下水道堵塞", CallerKind: order.Person, Sex: "f", Name: order.Private{Text: "王秀兰"}, Phone: order.Private{Text: "13800001234"},
		Words: order.Private{Text: "路口下水道堵塞，污水漫到路面。"}, Ask: order.Private{Text: "尽快疏通"}}
}

// cityResult is an order of the city platform whose result is approved, with this answer.
func (o *office) cityResult(no, answer string) string {
	o.t.Helper()
	by := func(login string) order.By { return order.By{Actor: o.actorOf(login)} }
	keep := func(name, purpose string) order.Attachment[order.Private] {
		a, err := o.s.Desk.Keep(o.t.Context(), desk.Upload{Name: name, Bytes: sealedSheet()}, purpose)
		if err != nil {
			o.t.Fatal(err)
		}
		return a
	}
	id := o.give("huawu01", "", o.s.Desk.NewRegister(order.Register{By: by("huawu01"), Request: cityRequest(no, o.clock.Now())}), order.SubmitForDispatch{By: by("huawu01"), ChainID: web.NewKey()})
	o.give("fenban01", id, order.Dispatch{By: by("fenban01"), To: order.Target{Unit: "cgj", Deputy: "county/deputy.1"}, Requirements: "办理", Text: "路口下水道堵塞，请疏通。"})
	o.give("chengguan1", id, order.SignFor{By: by("chengguan1")})
	o.give("chengguan3", id, order.AssignInUnit{By: by("chengguan3"), Lead: org.UnitDeputy, Handler: by("chengguan1").Actor.Account, Opinion: order.Private{Text: "请办"}})
	o.give("chengguan1", id, order.RecordContact{By: by("chengguan1"), At: o.clock.Now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true, Note: order.Private{Text: "已联系"}})
	o.give("chengguan1", id, order.SubmitReply{By: by("chengguan1"), Files: []order.Attachment[order.Private]{keep("现场.jpg", "handling")}, Reply: order.Reply[order.Private]{Finding: "yes", Solved: order.SolvedYes,
		Investigation: order.Private{Text: "经查属实，管道堵塞。"}, Measures: order.Private{Text: "已疏通管道并清运淤泥。"}, Basis: "《城镇排水与污水处理条例》", Opinion: order.Private{Text: "诉求人认可。"},
		Contact: "城管局市政股", ContactPhone: "0558-7000201", Public: answer}})
	seal := keep("盖章件.jpg", "seal")
	o.give("chengguan3", id, order.SignReply{By: by("chengguan3"), Seal: seal.Blob}, order.Attach{By: by("chengguan3"), Files: []order.Attachment[order.Private]{seal}})
	o.give("shenhe01", id, order.PassReply{By: by("shenhe01"), ChainID: web.NewKey()})
	return id
}

var lengthWords = regexp.MustCompile(`(\d+)字，平台最多(\d+)字`)

// TestBrowserBackfill: one click takes the answer, within the length the platform holds, and a second marks it as pasted; the city's own table moves deadlines
// and brings a returned answer back.
func TestBrowserBackfill(t *testing.T) {
	long(t)
	t.Parallel()
	o := openOffice(t, "2026-03-02 09:00")
	short := "经核查，您反映的下水道堵塞情况属实，我局已于当日组织人员疏通管道、清运淤泥，依据排水条例加强巡查。感谢您的监督。"
	ids := []string{o.cityResult("BZ001", short), o.cityResult("BZ002", strings.Repeat(short, 12))}
	c := o.at("fenban01", "/backfill")
	o.do(c, chromedp.EmulateViewport(1366, 768), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, p := range []browser.PermissionDescriptor{{Name: "clipboard-read"}, {Name: "clipboard-write", AllowWithoutSanitization: true}} {
			if _, err := cdp.Call(ctx, chromedp.FromContext(ctx).Browser, browser.SetPermission, browser.SetPermissionParams{Permission: &p, Setting: browser.PermissionSettingGranted, BrowserContextID: chromedp.FromContext(ctx).BrowserContextID}); err != nil {
				return err
			}
		}
		return nil
	}))
	for i, id := range ids {
		card := `#b-` + id
		m := lengthWords.FindStringSubmatch(eval[string](o, c, `document.querySelector('`+card+`').innerText`))
		if m == nil {
			t.Fatalf("the card does not say how long the answer is:\n%s", o.text(c))
		}
		n, _ := strconv.Atoi(m[1])
		most, _ := strconv.Atoi(m[2])
		o.do(c, chromedp.Click(card+` [data-copy]`)) // one click of a mouse
		got := ""
		for range 100 {
			got, _ = chromedp.Run(c, chromedp.Evaluate[string](`navigator.clipboard.readText()`, chromedp.EvalAwaitPromise))
			if utf8.RuneCountInString(got) == n {
				break
			}
			wait(20 * time.Millisecond)
		}
		if length := utf8.RuneCountInString(got); length != n || length > most || length == 0 {
			t.Errorf("copied %d characters; the page says %d of at most %d: %q", length, n, most, got)
		}
		cut := eval[bool](o, c, `document.querySelector('`+card+`').innerText.includes('已截到整句')`)
		if i == 0 && (got != short || cut) || i == 1 && (!cut || !strings.HasPrefix(strings.Repeat(short, 12), strings.TrimSuffix(got, "详细情况已告知诉求人。")) || !strings.HasSuffix(got, "。")) {
			t.Errorf("answer %d: copied %q, cut: %t", i+1, got, cut)
		}
	}
	o.do(c, chromedp.SetUploadFiles(`#b-`+ids[0]+` [name=shot]`, []string{o.seal}))
	eval[bool](o, c, `(()=>{window.stale=1;document.querySelector('#b-`+ids[0]+` form button.btn-main').click();return true})()`)
	o.says(c, "已记下")
	if eval[bool](o, c, `!!document.querySelector('#b-`+ids[0]+`')`) || !eval[bool](o, c, `!!document.querySelector('#b-`+ids[1]+`')`) {
		t.Errorf("after one is done:\n%s", o.text(c))
	}
	o.says(c, "今天已回填")

	// The city's table: checked first, imported, imported again; a table that is none.
	file := filepath.Join(t.TempDir(), "市平台.csv")
	write := func(s string) {
		if err := os.WriteFile(file, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	importing := func(dry bool) string {
		t.Helper()
		c := o.at("fenban01", "/backfill/update")
		o.do(c, chromedp.SetUploadFiles(`[name=file]`, []string{file}))
		if eval[bool](o, c, `document.querySelector('[name=dry]').checked`) != dry { // it stands checked: looking comes first
			o.do(c, chromedp.Click(`[name=dry]`))
		}
		o.press(c, "导入")
		return o.text(c)
	}
	write("工单编号,截止时间,催办次数,工单状态\nBZ001,2026-04-01,2,退回\nBZ999,2026-04-01,0,办理中\nBZ002,下周,0,\n")
	if got := importing(true); !strings.Contains(got, "只检查，没有改动") || !strings.Contains(got, "共3行：更新1，不变0，不在本系统1，有误1") {
		t.Errorf("a dry run:\n%s", got)
	}
	if got := o.text(o.at("fenban01", "/backfill")); strings.Contains(got, "上级退回答复") {
		t.Errorf("a dry run changed the list:\n%s", got)
	}
	if got := importing(false); !strings.Contains(got, "已导入") || !strings.Contains(got, "更新1") || !strings.Contains(got, "4月1日 24:00") {
		t.Errorf("the import:\n%s", got)
	}
	if got := importing(false); !strings.Contains(got, "更新0，不变1") {
		t.Errorf("the same table again:\n%s", got)
	}
	if got := o.text(o.at("fenban01", "/backfill")); !strings.Contains(got, "上级退回答复") || !strings.Contains(got, "BZ001") {
		t.Errorf("a returned answer does not wait again:\n%s", got)
	}
	write("姓名,电话\n张三,1\n")
	if got := importing(false); !strings.Contains(got, "工单编号") || strings.Contains(got, "逐行结果") {
		t.Errorf("a table that is none:\n%s", got)
	}
}

// TestUpdateImportOnTheCommandLine: huiyin import --update, dry, for good and again.
func TestUpdateImportOnTheCommandLine(t *testing.T) {
	onBoth(t, func(t *testing.T, p place) {
		s, _, actor := p.open(t, "hotline/operator")
		if _, err := s.Desk.Do(t.Context(), desk.Ask{Actor: actor, Route: "test", Key: "k1", Commands: []order.Command{
			s.Desk.NewRegister(order.Register{By: order.By{Actor: actor}, Request: cityRequest("BZ001", s.Desk.Now())})}}); err != nil {
			t.Fatal(err)
		}
		due := s.Desk.Now().AddDate(0, 0, 9).Format("2006-01-02")
		stop(t, s)
		file := table(t, "工单编号,截止时间,催办次数,工单状态", "BZ001,"+due+",2,", "BZ999,"+due+",0,办理中", "BZ001,"+due+",3,", "BZ002,下周,0,")
		for i, want := range []string{"共4行，只检查，没有改动。会更新1件，不变0件，不在本系统1件，有误2行。", "共4行，已更新1件，不变0件，不在本系统1件，有误2行。", "共4行，已更新0件，不变1件，不在本系统1件，有误2行。"} {
			words := "import --update"
			if i == 0 {
				words += " --dry-run"
			}
			out, err := p.run(t, "", words, file)
			if err != nil {
				t.Fatalf("%s: %v\n%s", words, err, out)
			}
			if !strings.Contains(out, want) || !strings.Contains(out, "第2行 BZ001") {
				t.Errorf("%s: want %s\n%s", words, want, out)
			}
		}
		if out, err := p.run(t, "", "import --update", table(t, "姓名,电话", "张三,1")); err == nil {
			t.Errorf("a table that is none: %s", out)
		}
		if out, err := p.run(t, "", "import --update", filepath.Join(t.TempDir(), "没有.csv")); err == nil {
			t.Errorf("no file: %s", out)
		}
		if out := p.must(t, "check"); !strings.Contains(out, "核对无误") {
			t.Errorf("check = %s", out)
		}
	})
}
