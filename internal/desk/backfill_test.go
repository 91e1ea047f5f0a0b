package desk_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/testkit"
)

// cityOrder is an order of the city platform whose result is approved.
func cityOrder(t *testing.T, w *testkit.World, no string) string {
	t.Helper()
	c := w.Complaint()
	due := w.Clock.Now().AddDate(0, 0, 20)
	c.Request.Channel, c.Request.OuterNo, c.Request.OuterDue = "C1", no, &due
	d := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c-" + c.ID})
	w.Do("hotline/dispatcher", d.ID, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj", Deputy: "county/deputy.1"}, Requirements: "办理", Text: "路口下水道堵塞，请疏通。"})
	w.Do("cgj/handler", d.ID, order.SignFor{By: testkit.By("cgj/handler")})
	w.Do("cgj/principal", d.ID, order.AssignInUnit{By: testkit.By("cgj/principal"), Lead: org.UnitDeputy, Handler: testkit.As("cgj/handler").Account, Opinion: order.Private{Text: "请办"}})
	w.Do("cgj/handler", d.ID, order.RecordContact{By: testkit.By("cgj/handler"), At: w.Clock.Now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true, Note: order.Private{Text: "已联系"}})
	photo, err := w.Desk.Keep(t.Context(), desk.Upload{Name: "现场.png", Bytes: testkit.PNG(t)}, "handling")
	if err != nil {
		t.Fatal(err)
	}
	w.Do("cgj/handler", d.ID, order.SubmitReply{By: testkit.By("cgj/handler"), Files: []order.Attachment[order.Private]{photo}, Reply: order.Reply[order.Private]{Finding: "yes", Solved: order.SolvedYes, Investigation: order.Private{Text: "经查属实，管道堵塞。"},
		Measures: order.Private{Text: "已疏通管道并清运淤泥。"}, Basis: "《城镇排水与污水处理条例》", Opinion: order.Private{Text: "诉求人认可。"}, Contact: "城管局市政股", ContactPhone: "0558-7000201",
		Public: "经核查，您反映的下水道堵塞情况属实，我局已于当日组织人员疏通管道、清运淤泥，依据排水条例加强巡查。感谢您的监督。"}})
	v := w.Order("cgj/principal", d.ID)
	if v.Status == order.UnitSigning {
		seal, err := w.Desk.Keep(t.Context(), desk.Upload{Name: "盖章件.png", Bytes: testkit.PNG(t)}, "seal")
		if err != nil {
			t.Fatal(err)
		}
		w.Do("cgj/principal", d.ID, order.SignReply{By: testkit.By("cgj/principal"), Seal: seal.Blob}, order.Attach{By: testkit.By("cgj/principal"), Files: []order.Attachment[order.Private]{seal}})
	}
	w.Do("hotline/reviewer", d.ID, order.PassReply{By: testkit.By("hotline/reviewer"), ChainID: "r-" + d.ID})
	return d.ID
}

func TestAnswersWaitForTheUpperPlatform(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := cityOrder(t, w, "BZ001")
		r := reader(t, w, "hotline/dispatcher")
		p, err := r.Backfill(t.Context(), "", 500)
		if err != nil || p.Total != 1 || len(p.Rows) != 1 || p.Rows[0].ID != id || p.Rows[0].OuterNo != "BZ001" || p.Rows[0].Cut {
			t.Fatalf("waits: %+v, %v", p, err)
		}
		if p, err = r.Backfill(t.Context(), "", 30); err != nil || !p.Rows[0].Cut || len([]rune(p.Rows[0].Short)) > 30 {
			t.Errorf("thirty characters: %+v, %v", p.Rows[0], err)
		}
		for _, stranger := range []org.PostID{"cgj/handler", "county/magistrate", "hotline/outsourced"} {
			if _, err := reader(t, w, stranger).Backfill(t.Context(), "", 500); err != desk.ErrForbidden {
				t.Errorf("%s sees the list: %v", stranger, err)
			}
			if _, err := w.Desk.MarkBackfilled(t.Context(), testkit.As(stranger), id, "", nil); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s marks it: %v", stranger, err)
			}
		}
		var bad *desk.Invalid
		if _, err := w.Desk.MarkBackfilled(t.Context(), testkit.As("hotline/dispatcher"), id, "k0", &desk.Upload{Name: "a.exe", Bytes: []byte("MZ…")}); !errors.As(err, &bad) {
			t.Errorf("a program as a picture: %v", err)
		}
		if _, err := w.Desk.MarkBackfilled(t.Context(), testkit.As("hotline/dispatcher"), id, "k1", &desk.Upload{Name: "截图.png", Bytes: testkit.PNG(t)}); err != nil {
			t.Fatal(err)
		}
		if d, err := w.Desk.MarkBackfilled(t.Context(), testkit.As("hotline/dispatcher"), id, "k1", &desk.Upload{Name: "截图.png", Bytes: testkit.PNG(t)}); err != nil || !d.Replayed {
			t.Errorf("the same form again: %+v, %v", d, err)
		}
		var no *regulation.Refusal
		if _, err := w.Desk.MarkBackfilled(t.Context(), testkit.As("hotline/dispatcher"), id, "k2", nil); !errors.As(err, &no) || no.Code != "backfilled_already" {
			t.Errorf("twice: %v", err)
		}
		if p, err = r.Backfill(t.Context(), "", 500); err != nil || p.Total != 0 || len(p.Done) != 1 || p.Done[0].By == "" {
			t.Errorf("after: %+v, %v", p, err)
		}
		if v := w.Order("hotline/dispatcher", id); len(v.Files) == 0 || v.Items[0].Verb != "回填" {
			t.Errorf("the order shows %d files, last %q", len(v.Files), v.Items[0].Verb)
		}
		w.Do("hotline/visitor", id, order.GiveFeedback{By: testkit.By("hotline/visitor"), At: w.Clock.Now(), Means: "phone"})
		whole(t, w)
	})
}

func TestTheCitysExportUpdatesAndNeverDoubles(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := cityOrder(t, w, "BZ001")
		w.Do("hotline/dispatcher", id, order.MarkBackfilled{By: testkit.By("hotline/dispatcher"), At: w.Clock.Now()})
		export := []byte("工单编号,截止时间,催办次数,工单状态\nBZ001,2026-04-01,2,退回\nBZ999,2026-04-01,0,办理中\nBZ001,2026-05-01,0,\n,2026-04-01,,\nBZ002,下周,0,\n")
		run := func(by org.PostID, dry bool) desk.CityReport {
			t.Helper()
			rep, err := w.Desk.UpdateFromCity(t.Context(), testkit.As(by), bytes.NewReader(export), int64(len(export)), dry)
			if err != nil {
				t.Fatal(err)
			}
			return rep
		}
		head := func() int64 {
			n, err := w.Store.Head(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		before := head()
		if rep := run("hotline/dispatcher", true); rep.Changed != 1 || rep.Other != 1 || rep.Wrong != 3 || head() != before {
			t.Fatalf("a dry run: %+v, head %d → %d", rep, before, head())
		}
		rep := run("hotline/dispatcher", false)
		if rep.Changed != 1 || !strings.Contains(rep.Lines[0].What, "4月1日 24:00") || !strings.Contains(rep.Lines[0].What, "退回答复") || head() == before {
			t.Fatalf("the first run: %+v", rep)
		}
		if p, err := reader(t, w, "hotline/dispatcher").Backfill(t.Context(), "", 500); err != nil || p.Total != 1 || p.Rows[0].State != "上级退回答复" {
			t.Errorf("a returned answer waits again: %+v, %v", p, err)
		}
		before = head()
		if rep := run("hotline/dispatcher", false); rep.Changed != 0 || rep.Same != 1 || head() != before {
			t.Errorf("the second run: %+v, head %d → %d", rep, before, head())
		}
		for _, stranger := range []org.PostID{"hotline/operator", "cgj/handler", "county/magistrate"} {
			if _, err := w.Desk.UpdateFromCity(t.Context(), testkit.As(stranger), bytes.NewReader(export), int64(len(export)), false); err != desk.ErrForbidden {
				t.Errorf("%s imports: %v", stranger, err)
			}
		}
		var bad *desk.Invalid
		for _, wrong := range []string{"", "姓名,电话\n张三,1\n", "PK\x03\x04 not a book"} {
			if _, err := w.Desk.UpdateFromCity(t.Context(), testkit.As("hotline/dispatcher"), strings.NewReader(wrong), int64(len(wrong)), false); !errors.As(err, &bad) {
				t.Errorf("%q: %v", wrong, err)
			}
		}
		whole(t, w)
	})
}

func TestCopiedTextNamesNobody(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := dispatched(t, w, "路口下水道堵塞，污水漫上路面")
		got, err := reader(t, w, "cgj/handler").CopyOrder(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		number := w.Order("hotline/dispatcher", id).Number
		for _, want := range []string{"@县城市管理局", number, "下水道堵塞", "北城社区", "时限"} {
			if !strings.Contains(got.Text, want) {
				t.Errorf("%q is missing in %s", want, got.Text)
			}
		}
		for _, canary := range []string{"王秀兰", "秀兰", "13800001234", "1380000"} {
			if strings.Contains(got.Text, canary) {
				t.Errorf("%q stands in %s", canary, got.Text)
			}
		}
		if got.Warn != "" {
			t.Errorf("an order without hits warns: %s", got.Warn)
		}
		w.Do("hotline/dispatcher", id, order.Urge{By: testkit.By("hotline/dispatcher")})
		if got, err := reader(t, w, "hotline/dispatcher").CopyOrder(t.Context(), id); err != nil || !strings.Contains(got.Text, "已催办1次") {
			t.Errorf("after an urge: %s, %v", got.Text, err)
		}
		for _, p := range []org.PostID{"county/magistrate", "hotline/outsourced"} {
			if _, err := reader(t, w, p).CopyOrder(t.Context(), id); err != desk.ErrForbidden && err != desk.ErrNotFound {
				t.Errorf("%s copies an order: %v", p, err)
			}
		}
		day, err := reader(t, w, "hotline/dispatcher").CopyDay(t.Context())
		if err != nil || !strings.Contains(day.Text, "@县城市管理局 待签收1件："+number) {
			t.Errorf("the day's list: %s, %v", day.Text, err)
		}
		w.Clock.Set("2026-03-17 09:00")
		w.Tick()
		if day, err = reader(t, w, "hotline/dispatcher").CopyDay(t.Context()); err != nil || !strings.Contains(day.Text, "超期1件："+number) {
			t.Errorf("when late: %s, %v", day.Text, err)
		}
		if _, err := reader(t, w, "jyj/handler").CopyOrder(t.Context(), id); err != desk.ErrNotFound {
			t.Errorf("another unit copies it: %v", err)
		}
		for _, p := range []org.PostID{"cgj/handler", "hotline/outsourced"} {
			if _, err := reader(t, w, p).CopyDay(t.Context()); err != desk.ErrForbidden {
				t.Errorf("%s copies the day: %v", p, err)
			}
		}
		// A secret order gives its number and no more.
		c := w.Complaint()
		c.Request.Secrecy = order.Secret
		d := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "s"})
		if got, err := reader(t, w, "hotline/dispatcher").CopyOrder(t.Context(), d.ID); err != nil || strings.Contains(got.Text, "下水道") || !strings.Contains(got.Text, "登录系统查看") {
			t.Errorf("secret: %s, %v", got.Text, err)
		}
	})
}

func TestShortRepliesEndWithASentence(t *testing.T) {
	long := strings.Repeat("我局已派人到现场核查。", 60)
	for _, most := range []int{5, 30, 100, 500} {
		got, cut := order.ShortReply(long, most)
		if n := len([]rune(got)); n > most || !cut {
			t.Errorf("%d: %d characters, cut %t", most, n, cut)
		}
		if most >= 30 && !strings.HasSuffix(got, "核查。详细情况已告知诉求人。") {
			t.Errorf("%d: ends with %s", most, got)
		}
	}
	if got, cut := order.ShortReply(" 短答复。 ", 500); cut || got != "短答复。" {
		t.Errorf("short: %q %t", got, cut)
	}
	if got, cut := order.ShortReply(strings.Repeat("一", 600), 500); !cut || len([]rune(got)) > 500 {
		t.Errorf("one long word: %d", len([]rune(got)))
	}
}
