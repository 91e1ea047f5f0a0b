package desk_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestThreats: words of a caller that give to fear stand on the page at once and both heads hear of it; an urge adds to it; the same words do not; a hazard is not
// the county's; a person takes it to the ledger once, or dismisses it and says why; recused and strangers see nothing; a replay finds the same (Art. 21(6)).
func TestThreats(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		plain := heard(w, "13800001001", "", nil)
		threat := heard(w, "13800001002", "", func(c *order.Register) {
			c.Request.Words.Text = "再不给我王秀兰解决，我就跳 楼，活着没意思。"
		})
		hazard := heard(w, "13800001003", "", func(c *order.Register) { c.Request.Words.Text = "变压器旁边电线裸露，孩子够得着。" })
		marked := heard(w, "13800001004", "", func(c *order.Register) { c.Request.Flags = []string{"threat"} })
		sup, gov := reader(t, w, "hotline/supervisor"), reader(t, w, org.PostGovHead)
		p, err := sup.Signs(ctx, false, time.Time{}, time.Time{})
		if err != nil || len(p.Threats) != 3 || len(p.Trends) != 0 {
			t.Fatalf("signs: %+v %v", p, err)
		}
		if n, err := sup.CountSigns(ctx); err != nil || n != 3 {
			t.Errorf("%d wait: %v", n, err)
		}
		told := func(p org.PostID) int {
			n := 0
			for _, m := range inbox(t, w, p) {
				if strings.Contains(m.Text, "威胁、极端言行") {
					n++
				}
			}
			return n
		}
		if told(org.PostOfficeHead) != 2 || told(org.PostGovHead) != 1 || told("hotline/supervisor") != 2 || told("hotline/operator") != 0 {
			t.Errorf("told %d %d %d %d", told(org.PostOfficeHead), told(org.PostGovHead), told("hotline/supervisor"), told("hotline/operator"))
		}
		if _, err := sup.Sign(ctx, office.ThreatRecord, plain); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("a plain request: %v", err)
		}
		v, err := gov.Sign(ctx, office.ThreatRecord, threat)
		if err != nil || strings.Join(v.Dangers, "") != "轻生、自伤" || v.MaySettle || v.Order.ID != threat {
			t.Fatalf("the threat: %+v %v", v, err)
		}
		w.Do("hotline/operator", threat, order.Urge{By: testkit.By("hotline/operator"), Caller: true, Note: order.Private{Text: "又说要跳楼。"}})
		w.Do("hotline/operator", threat, order.Urge{By: testkit.By("hotline/operator"), Caller: true, Note: order.Private{Text: "说要带人堵路。"}})
		if v, _ = sup.Sign(ctx, office.ThreatRecord, threat); v.Times != 2 || len(v.Dangers) != 2 {
			t.Errorf("after the urges: %+v", v)
		}
		if err := gov.SettleSign(ctx, office.ThreatRecord, threat, desk.SignWish{Way: office.SignToLedger}, "k"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("the county's office settles: %v", err)
		}
		refusedWith(t, sup.SettleSign(ctx, office.ThreatRecord, hazard, desk.SignWish{Way: office.SignDismissed}, "k0"), "missing_reason")
		refusedWith(t, sup.SettleSign(ctx, office.ThreatRecord, hazard, desk.SignWish{Way: office.SignToCluster, Cluster: "none"}, "k0"), "no_cluster")
		for range 2 { // pressed twice
			if err := sup.SettleSign(ctx, office.ThreatRecord, threat, desk.SignWish{Way: office.SignToLedger, Reason: "请公安到场"}, "k1"); err != nil {
				t.Fatal(err)
			}
		}
		if err := sup.SettleSign(ctx, office.ThreatRecord, hazard, desk.SignWish{Way: office.SignDismissed, Reason: "供电公司已到场处理"}, "k2"); err != nil {
			t.Fatal(err)
		}
		if err := sup.SettleSign(ctx, office.ThreatRecord, marked, desk.SignWish{Way: office.SignToLedger}, "k3"); err != nil {
			t.Fatal(err)
		}
		rows, err := sup.CasesOf(ctx, threat)
		if err != nil || len(rows) != 1 || rows[0].Level != 2 || rows[0].Clause != "第二十一条（六）" {
			t.Fatalf("the row: %+v %v", rows, err)
		}
		if v, _ = sup.Sign(ctx, office.ThreatRecord, threat); v.Open || v.Case != rows[0].ID || v.Reason != "请公安到场" {
			t.Errorf("settled: %+v", v)
		}
		if own, err := sup.CasesOf(ctx, marked); err != nil || len(own) != 1 { // the operator's mark had opened it
			t.Errorf("a second row for one cause: %+v %v", own, err)
		}
		refusedWith(t, sup.SettleSign(ctx, office.ThreatRecord, threat, desk.SignWish{Way: office.SignDismissed, Reason: "再来一次"}, "k4"), "settled")
		w.Do("hotline/operator", hazard, order.Urge{By: testkit.By("hotline/operator"), Caller: true, Note: order.Private{Text: "再不来就一把火，要放火。"}})
		if v, _ = sup.Sign(ctx, office.ThreatRecord, hazard); !v.Open || len(v.Earlier) != 1 || v.Earlier[0].Words != "供电公司已到场处理" {
			t.Errorf("heard again: %+v", v)
		}
		for _, who := range []org.PostID{"hotline/operator", "cgj/handler", "county/deputy.1"} {
			if _, err := reader(t, w, who).Signs(ctx, false, time.Time{}, time.Time{}); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s reads signs: %v", who, err)
			}
		}
		recordsHold(t, w, "跳楼", "跳 楼", "王秀兰", "请公安到场", "供电公司已到场")
	})
}

// TestTrends: eight weeks of two requests each, then a week of seven: found once, both heads told; every number is as long as its list, for a reader to whom one of
// the orders does not exist too; it is taken to the ledger with an order of the week, and a week later it may be found again (Art. 21(6)).
func TestTrends(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		w.Clock.Set("2026-03-02 09:00")
		n := 0
		ring := func(change func(*order.Register)) string {
			n++
			return heard(w, fmt.Sprintf("139000%05d", n), fmt.Sprintf("第%d个地方%d号", n, n*7), change)
		}
		for week := range 8 {
			w.Clock.Set(time.Date(2026, 3, 2+7*week, 9, 0, 0, 0, time.UTC).Format("2006-01-02 15:04"))
			ring(nil)
			ring(nil)
		}
		w.Clock.Set("2026-04-27 09:00")
		sup, gov := reader(t, w, "hotline/supervisor"), reader(t, w, org.PostGovHead)
		var last string
		for i := range 6 {
			last = ring(nil)
			p, err := sup.Signs(ctx, false, time.Time{}, time.Time{})
			if err != nil || (len(p.Trends) == 1) != (i >= 4) {
				t.Fatalf("after %d of the week: %+v %v", i+1, p.Trends, err)
			}
		}
		reported := ring(func(c *order.Register) { c.Request.ReportedPosts = []org.PostID{"hotline/supervisor"} })
		p, err := sup.Signs(ctx, false, time.Time{}, time.Time{})
		if err != nil || len(p.Trends) != 1 {
			t.Fatal(p, err)
		}
		id := p.Trends[0].ID
		for _, who := range []*desk.Reader{sup, gov} {
			v, err := who.Sign(ctx, office.TrendRecord, id)
			if err != nil || len(v.Weeks) != 8 {
				t.Fatalf("the trend: %+v %v", v, err)
			}
			for _, x := range v.Weeks {
				list, err := who.Requested(ctx, v.CategoryCode, v.TownCode, v.Day, x.Back, "")
				if err != nil || list.N != x.N || len(list.Items) != x.N {
					t.Errorf("week %d says %d, lists %d: %v", x.Back, x.N, len(list.Items), err)
				}
			}
			want := 7
			if who == sup {
				want = 6 // one order reports his own office
			}
			if v.Weeks[0].N != want || v.Weeks[1].N != 2 {
				t.Errorf("numbers: %+v", v.Weeks)
			}
		}
		if _, err := gov.Order(ctx, reported); err != nil {
			t.Errorf("the county's office opens the reported: %v", err)
		}
		heardOf := 0
		for _, m := range inbox(t, w, org.PostGovHead) {
			if strings.Contains(m.Text, "最近七天5件") {
				heardOf++
			}
		}
		if heardOf != 1 {
			t.Errorf("the head of the county office heard %d times", heardOf)
		}
		refusedWith(t, sup.SettleSign(ctx, office.TrendRecord, id, desk.SignWish{Way: office.SignToLedger}, "t0"), "no_order")
		refusedWith(t, sup.SettleSign(ctx, office.TrendRecord, id, desk.SignWish{Way: office.SignToLedger, Order: reported}, "t0"), "no_order")
		if err := sup.SettleSign(ctx, office.TrendRecord, id, desk.SignWish{Way: office.SignToLedger, Order: last}, "t1"); err != nil {
			t.Fatal(err)
		}
		if rows, err := sup.CasesOf(ctx, last); err != nil || len(rows) != 1 || !strings.HasSuffix(rows[0].ID, ".1") {
			t.Errorf("the row: %+v %v", rows, err)
		}
		if all, err := sup.Cases(ctx, desk.CaseFilter{Level: -1}); err != nil || len(all.Items) == 0 {
			t.Errorf("one order that reports him hides the whole ledger: %+v %v", all, err)
		}
		ring(nil)
		if p, _ = sup.Signs(ctx, false, time.Time{}, time.Time{}); len(p.Trends) != 0 {
			t.Errorf("found twice in a week: %+v", p.Trends)
		}
		w.Clock.Set("2026-05-04 09:00")
		for range 12 {
			ring(nil)
		}
		if p, _ = sup.Signs(ctx, false, time.Time{}, time.Time{}); len(p.Trends) != 1 || p.Trends[0].ID == id {
			t.Errorf("the next week: %+v", p.Trends)
		}
		for _, bad := range [][4]string{{"9999", "341622001", "2026-04-27"}, {"0204", "nowhere", "2026-04-27"}, {"0204", "", "yesterday"}} {
			if _, err := sup.Requested(ctx, bad[0], bad[1], bad[2], 0, ""); !errors.Is(err, desk.ErrNotFound) {
				t.Errorf("%v: %v", bad, err)
			}
		}
		recordsHold(t, w, "王秀兰")
	})
}

// TestMedia: a report is put on record with its orders, which are supervised at once; an order that does not exist is named; it is linked with more, answered late,
// or ended with a reason; nothing that it says stands in clear (Art. 21(7), 23(4)).
func TestMedia(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		w.Clock.Set("2026-03-02 09:00")
		a, b := w.Dispatched("cgj"), w.Dispatched("cgj")
		number := func(id string) string { return w.Order("hotline/dispatcher", id).Number }
		clerk, gov := reader(t, w, "hotline/dispatcher"), reader(t, w, org.PostGovHead)
		wish := office.MediaWish{Outlet: office.OutletVideo, Source: "本地生活号", Day: "2026-03-01", Due: "2026-03-03", Title: "王秀兰家门口的坑", Link: "https://example.com/wangxiulan", Gist: "播放三万次。"}
		was := w.Head()
		if _, err := clerk.RecordMedia(ctx, wish, number(a)+"，MC209901010001", "m0"); err == nil || !strings.Contains(err.Error(), "MC209901010001") {
			t.Errorf("a number that is none: %v", err)
		}
		if _, err := reader(t, w, "hotline/operator").RecordMedia(ctx, wish, "", "m0"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("an operator records: %v", err)
		}
		if w.Head() != was {
			t.Error("something was stored")
		}
		var id string
		for range 2 { // pressed twice
			x, err := clerk.RecordMedia(ctx, wish, number(a), "m1")
			if err != nil || id != "" && x != id {
				t.Fatal(x, err)
			}
			id = x
		}
		if !hasHeard(t, w, org.PostGovHead, "登记了一条媒体报道") || !hasHeard(t, w, org.PostOfficeHead, "登记了一条媒体报道") {
			t.Error("the heads hear of it")
		}
		if err := clerk.LinkMedia(ctx, id, strings.ToLower(number(b)), "m2"); err != nil {
			t.Fatal(err)
		}
		v, err := gov.Media(ctx, id)
		if err != nil || len(v.Orders) != 2 || v.Orders[0].Case == "" || v.Orders[1].Case == "" || v.Title != wish.Title || v.Link != wish.Link || v.May || !v.Open {
			t.Fatalf("the report: %+v %v", v, err)
		}
		rows, err := clerk.CasesOf(ctx, b)
		if err != nil || len(rows) != 1 || rows[0].Clause != "第二十一条（七）" || rows[0].Level != 2 {
			t.Errorf("the row: %+v %v", rows, err)
		}
		w.Clock.Set("2026-03-04 09:00")
		if p, err := clerk.MediaList(ctx, false, time.Time{}); err != nil || len(p.Items) != 1 || p.Items[0].State != "回应超期" {
			t.Errorf("the list: %+v %v", p, err)
		}
		if err := clerk.AnswerMedia(ctx, id, "2026-03-04", "县城管局，县政府网站", "王秀兰家门口的坑已修补。", "m3"); err != nil {
			t.Fatal(err)
		}
		if v, _ = clerk.Media(ctx, id); v.Open || !v.Late || v.State != "已回应" || v.Answer == "" {
			t.Errorf("answered: %+v", v)
		}
		refusedWith(t, clerk.CloseMedia(ctx, id, "不必", "m4"), "over")
		other, err := clerk.RecordMedia(ctx, office.MediaWish{Outlet: office.OutletPost, Source: "论坛", Day: "2026-03-04", Due: "2026-03-05", Title: "夜市太吵", Gist: "跟帖二十条。"}, "", "m5")
		if err != nil {
			t.Fatal(err)
		}
		refusedWith(t, clerk.CloseMedia(ctx, other, " ", "m6"), "missing_reason")
		if err := clerk.CloseMedia(ctx, other, "发布者已删除。", "m7"); err != nil {
			t.Fatal(err)
		}
		if p, _ := clerk.MediaList(ctx, true, time.Time{}); len(p.Items) != 2 {
			t.Errorf("over: %+v", p)
		}
		if _, err := reader(t, w, "cgj/handler").Media(ctx, id); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a unit reads it: %v", err)
		}
		recordsHold(t, w, "王秀兰", "wangxiulan", "夜市太吵", "发布者已删除")
	})
}
