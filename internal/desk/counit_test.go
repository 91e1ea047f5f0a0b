package desk_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// listOf answers the ids of a list of a post, and holds its count to it.
func listOf(t *testing.T, w *testkit.World, by org.PostID, kind desk.ListKind) []string {
	t.Helper()
	r := reader(t, w, by)
	l, err := r.List(t.Context(), desk.ListAsk{Kind: kind})
	if err != nil {
		t.Fatalf("%s lists %s: %v", by, kind, err)
	}
	n, err := r.Numbers(t.Context(), kind, "", desk.Narrow{})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, x := range l.Rows {
		out = append(out, x.ID)
	}
	lights := 0
	for _, x := range n.Lights {
		lights += x.N
	}
	if n.Lists[kind].N != len(out) || n.Total.N != len(out) || !kind.Newest() && lights != len(out) {
		t.Errorf("%s: %s holds %d, its count says %d, its total %d, its lights %d", by, kind, len(out), n.Lists[kind].N, n.Total.N, lights)
	}
	return out
}

// TestWhatACoUnitListsFindsAndSees is Art. 14 as a co-unit meets it, over both databases: the order stands in its lists with their counts and in its search,
// its page and its files hold its own part and nothing of the caller, it may do nothing else; let go, it is a stranger again. Replay finds the same.
func TestWhatACoUnitListsFindsAndSees(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-03-02 09:00")
		id := sent(t, w, w.Complaint())
		other := sent(t, w, w.Complaint())
		w.Do("cgj/handler", id, order.SignFor{By: testkit.By("cgj/handler")})
		keep := func(name string) order.Attachment[order.Private] {
			a, err := w.Desk.Keep(t.Context(), desk.Upload{Name: name, Bytes: testkit.PNG(t)}, "handling")
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		given, hidden := keep("管网图.png"), keep("王秀兰家门口.png")
		w.Do("cgj/handler", id, order.Attach{By: testkit.By("cgj/handler"), Files: []order.Attachment[order.Private]{given, hidden}})
		if _, err := reader(t, w, "jyj/handler").Order(t.Context(), id); !errors.Is(err, desk.ErrNotFound) {
			t.Fatalf("a unit that was not asked reads the order: %v", err)
		}
		w.Do("cgj/handler", id, order.AskCo{By: testkit.By("cgj/handler"), To: order.Target{Unit: "jyj"}, Task: "请核查校门口的排水井。", Files: []string{given.ID}})
		for _, kind := range []desk.ListKind{desk.ListTodo, desk.ListCo} {
			if got := listOf(t, w, "jyj/handler", kind); !slices.Equal(got, []string{id}) {
				t.Errorf("%s of the co-unit: %v", kind, got)
			}
		}
		if got := listOf(t, w, "jyj/principal", desk.ListRead); !slices.Equal(got, []string{id}) {
			t.Errorf("the principal's copies: %v", got)
		}
		for kind, by := range map[desk.ListKind]org.PostID{desk.ListCo: "cgj/handler", desk.ListHelped: "jyj/handler", desk.ListOpen: "jyj/handler"} {
			if got := listOf(t, w, by, kind); len(got) != 0 {
				t.Errorf("%s of %s: %v", kind, by, got)
			}
		}
		if _, err := reader(t, w, "hotline/dispatcher").List(t.Context(), desk.ListAsk{Kind: desk.ListCo}); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("the office has a list of a co-unit: %v", err)
		}
		for typed, want := range map[string]int{"下水道": 1, "北城": 1, "管网淤堵": 1, "王秀兰": 0, "绕路": 0} {
			if got := finds(t, w, "jyj/handler", typed); len(got) != want {
				t.Errorf("the co-unit looks for %s and finds %v", typed, got)
			}
		}
		if got := finds(t, w, "cgj/handler", "下水道"); !slices.Equal(got, []string{other, id}) {
			t.Errorf("the lead finds %v", got)
		}
		w.Do("cgj/handler", id, order.RecordContact{By: testkit.By("cgj/handler"), At: w.Clock.Now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true, Note: order.Private{Text: "王秀兰说孩子绕路"}})
		w.Do("cgj/principal", id, order.AssignInUnit{By: testkit.By("cgj/principal"), Lead: org.UnitDeputy, Handler: "a-cgj/handler", Opinion: order.Private{Text: "先联系王秀兰"}})
		v := w.Order("jyj/handler", id)
		all, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"王秀兰", "王女士", "13800001234", "138 0000 1234", "绕路", "尽快疏通，查清"} {
			if strings.Contains(string(all), secret) {
				t.Errorf("the co-unit's page holds %s", secret)
			}
		}
		if v.Co.Mine == nil || v.Co.Mine.Task != "请核查校门口的排水井。" || v.DispatchText == "" || len(v.Files) != 1 || v.Files[0].ID != given.ID {
			t.Errorf("its own part: %+v, files %+v", v.Co.Mine, v.Files)
		}
		r := reader(t, w, "jyj/handler")
		if _, _, _, err := r.File(t.Context(), id, given.ID); err != nil {
			t.Errorf("the attachment it was given: %v", err)
		}
		duty, err := w.Desk.Reader(t.Context(), org.Actor{Account: "a-jyj-duty", Post: org.Post{ID: "jyj/duty", Unit: "jyj", Kind: org.UnitDuty}})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := duty.File(t.Context(), id, given.ID); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("on duty the attachment was opened: %v", err)
		}
		if v, err := duty.Order(t.Context(), id); err != nil || len(v.Acts) != 1 || v.Acts[0].Act != "sign_co" || len(v.Files) != 0 {
			t.Errorf("on duty one may %+v and has files %+v: %v", v.Acts, v.Files, err)
		}
		if _, _, _, err := r.File(t.Context(), id, hidden.ID); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("an attachment it was not given: %v", err)
		}
		if _, err := w.Desk.Reveal(t.Context(), testkit.As("jyj/handler"), id, "phone", "contact", ""); err == nil {
			t.Error("the co-unit revealed the caller's number")
		}
		for _, c := range []order.Command{order.RecordProgress{By: testkit.By("jyj/handler"), Text: order.Private{Text: "x"}}, order.AskReturn{By: testkit.By("jyj/handler"), Reason: order.Private{Text: "x"}, Basis: "x"},
			order.SettleCo{By: testkit.By("jyj/handler"), Unit: "jyj"}, order.AskCo{By: testkit.By("jyj/handler"), To: order.Target{Unit: "zjj"}, Task: "x"}, order.Attach{By: testkit.By("jyj/handler"), Files: []order.Attachment[order.Private]{given}}} {
			if _, err := w.Try("jyj/handler", id, c); err == nil {
				t.Errorf("the co-unit could %T", c)
			}
		}
		if v := w.Order("cgj/handler", id); !slices.ContainsFunc(v.Clocks, func(c desk.ClockView) bool {
			return c.Kind == order.LimitCo && strings.HasPrefix(c.Name, "协办") && c.Light.Word == "剩8个工作日"
		}) {
			t.Errorf("the lead's clocks hold no co-unit's: %+v", v.Clocks)
		}
		// What the lead does meanwhile neither shows nor stands in the way of a page that was filled in before; its own part does.
		report := order.ReportCo{By: testkit.By("jyj/handler"), Result: order.Private{Text: "排水井已清掏，王秀兰在场。"}}
		w.Do("cgj/handler", id, order.RecordProgress{By: testkit.By("cgj/handler"), Text: order.Private{Text: "已到场"}})
		if _, err := w.Desk.Do(t.Context(), desk.Ask{Actor: testkit.As("jyj/handler"), Order: id, Route: "test", Shown: v.Version, Commands: []order.Command{report}}); err != nil {
			t.Errorf("the lead's progress stood in the way: %v", err)
		}
		var moved *desk.Conflict
		if _, err := w.Desk.Do(t.Context(), desk.Ask{Actor: testkit.As("jyj/handler"), Order: id, Route: "test", Shown: v.Version, Commands: []order.Command{report}}); !errors.As(err, &moved) || len(moved.What) != 1 {
			t.Errorf("its own report made no conflict: %v", err)
		}
		if v := w.Order("cgj/handler", id); len(v.Co.All) != 1 || !strings.Contains(v.Co.All[0].Result, "排水井已清掏") || v.Acts[0].Act != "settle_co" {
			t.Errorf("the lead reads %+v, first act %s", v.Co.All, v.Acts[0].Act)
		}
		if got := listOf(t, w, "jyj/handler", desk.ListHelped); !slices.Equal(got, []string{id}) {
			t.Errorf("what it has given: %v", got)
		}
		check := func(when string) {
			t.Helper()
			if bad, err := w.Store.CheckProjections(t.Context()); err != nil || len(bad) > 0 {
				t.Errorf("%s: %v %v", when, bad, err)
			}
		}
		check("after a result")

		// Another order: asked, silent, urged by the clock, then let go with its lead.
		w.Do("hotline/dispatcher", other, order.AskCo{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "jyj"}, Task: "请核查。"})
		w.Clock.Set("2026-03-13 00:00")
		w.Tick()
		if v := w.Order("hotline/dispatcher", other); !slices.ContainsFunc(v.Items, func(i desk.Item) bool { return strings.Contains(i.Text, "协办已过时限") }) {
			t.Error("no timer put the co-unit's miss on record")
		}
		if got := listOf(t, w, "hotline/dispatcher", desk.ListTodo); !slices.Contains(got, other) {
			t.Errorf("the office does not owe an urge: %v", got)
		}
		check("after a miss")
		// Lateness falls on the co-unit, at the day of its limit; what ends with the lead's hold is due no more.
		figures := func(when string, want map[string]int64) {
			t.Helper()
			sum, err := w.Store.FactSum(t.Context(), 1<<60, "2026-03-12", "2026-03-12")
			if err != nil {
				t.Fatal(err)
			}
			for kind, n := range want {
				if sum[[2]string{kind, "jyj"}] != n || sum[[2]string{kind, "cgj"}] != 0 {
					t.Errorf("%s: %s is %d for the co-unit and %d for the lead, want %d and 0", when, kind, sum[[2]string{kind, "jyj"}], sum[[2]string{kind, "cgj"}], n)
				}
			}
		}
		figures("after a miss", map[string]int64{"co.due": 2, "co.due.late": 1})
		// The lead and the office see in their lists that a co-unit was late; a co-unit reads nothing of others there.
		for post, n := range map[org.PostID]int64{"cgj/handler": 1, "hotline/dispatcher": 1} {
			l, err := reader(t, w, post).List(t.Context(), desk.ListAsk{Kind: desk.ListOpen, Narrow: desk.Narrow{CoLate: true}, Limit: 20})
			if err != nil || len(l.Rows) != 1 || l.Rows[0].ID != other || l.Rows[0].CoLate != n || l.Rows[0].OwnLate {
				t.Errorf("%s: what a co-unit was late with: %+v %v", post, l.Rows, err)
			}
		}
		if l, err := reader(t, w, "jyj/handler").List(t.Context(), desk.ListAsk{Kind: desk.ListCo, Narrow: desk.Narrow{CoLate: true}, Limit: 20}); err != nil || len(l.Rows) != 1 || l.Rows[0].CoLate != 0 || !l.Rows[0].OwnLate {
			t.Errorf("what the co-unit itself was late with: %+v %v", l.Rows, err)
		}
		w.Do("hotline/dispatcher", other, order.Recall{By: testkit.By("hotline/dispatcher"), ChainID: "c9", Reason: order.Private{Text: "派错了"}})
		figures("after the recall", map[string]int64{"co.due": 1, "co.due.late": 0})
		if _, err := reader(t, w, "jyj/handler").Order(t.Context(), other); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("let go with its lead, the unit still reads the order: %v", err)
		}
		for _, kind := range []desk.ListKind{desk.ListCo, desk.ListHelped} {
			if got := listOf(t, w, "jyj/handler", kind); slices.Contains(got, other) {
				t.Errorf("let go, %s holds the order", kind)
			}
		}
		if got := finds(t, w, "jyj/handler", "下水道"); !slices.Equal(got, []string{id}) {
			t.Errorf("let go, it finds %v", got)
		}
		before := listOf(t, w, "jyj/handler", desk.ListHelped)
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		check("after a replay")
		if got := listOf(t, w, "jyj/handler", desk.ListHelped); !slices.Equal(got, before) || len(finds(t, w, "jyj/handler", "下水道")) != 1 {
			t.Errorf("after a replay it has %v, before %v", got, before)
		}
	})
}

// TestAMergedCoUnitsPartGoesToItsSuccessor: Art. 4 and 14 over both databases: the request of a unit that is merged stands in the successor's lists with its
// limit and its course, the old unit's row is gone; when the lead is merged into the co-unit, it takes what was handed in, and its slip still opens.
func TestAMergedCoUnitsPartGoesToItsSuccessor(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-03-02 09:00")
		const town = org.UnitID("341622001")
		by := testkit.By("341622001/handler")
		id := w.Dispatched(town)
		w.Do("341622001/handler", id, order.SignFor{By: by}, order.AskCo{By: by, To: order.Target{Unit: "jyj"}, Task: "请核查学校门口的管网。"},
			order.GiveSlip{By: by, ID: "s1", Hash: "h1", Name: order.Private{Text: "老王"}, Body: order.Private{Text: "城北村"}, Purpose: order.Private{Text: "看现场"},
				Until: w.Clock.Now().AddDate(0, 0, 5), Progress: true})
		for _, e := range []org.UnitSucceeded{{On: "2026-03-03", From: "jyj", To: "cgj", Document: "蒙编〔2026〕5号"}, {On: "2026-03-04", From: town, To: "cgj", Document: "蒙编〔2026〕6号"}} {
			if err := w.Desk.SucceedUnit(t.Context(), testkit.As("hotline/system_admin"), e, true, ""); err != nil {
				t.Fatal(err)
			}
		}
		w.Clock.Set("2026-03-03 00:00")
		w.Tick()
		if got := listOf(t, w, "cgj/handler", desk.ListCo); !slices.Equal(got, []string{id}) {
			t.Errorf("the successor's requests: %v", got)
		}
		if got := listOf(t, w, "jyj/handler", desk.ListCo); len(got) != 0 {
			t.Errorf("the closed unit still has %v", got)
		}
		w.CheckArchive()
		v := w.Order("cgj/handler", id)
		if v.Co.Mine == nil || !slices.ContainsFunc(v.Items, func(i desk.Item) bool { return strings.Contains(i.Text, "县教育局") }) || v.Termination != nil || len(v.Slips) > 0 {
			t.Errorf("the successor's part %+v, its course %+v", v.Co.Mine, v.Items)
		}
		w.Do("cgj/handler", id, order.ReportCo{By: testkit.By("cgj/handler"), Result: order.Private{Text: "已核查"}})
		w.Clock.Set("2026-03-04 00:00")
		w.Tick()
		v = w.Order("cgj/handler", id)
		if v.UnitID != "cgj" || len(v.Co.All) != 1 || v.Co.All[0].Status != order.CoTaken {
			t.Errorf("the lead is %s, the requests %+v", v.UnitID, v.Co.All)
		}
		if _, err := w.Desk.Do(t.Context(), desk.Ask{Order: id, Route: "test", Commands: []order.Command{order.UseSlip{Slip: "s1", What: order.SlipOpened}}}); err != nil {
			t.Errorf("the slip of before opens nothing: %v", err)
		}
		w.CheckArchive()
	})
}

// TestACoUnitIsNotToldWhoElseAsked: how many callers an order answers is the lead's matter (record 56).
func TestACoUnitIsNotToldWhoElseAsked(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	id := w.Dispatched("cgj")
	w.Do("cgj/handler", id, order.SignFor{By: testkit.By("cgj/handler")})
	w.Do("cgj/handler", id, order.AskCo{By: testkit.By("cgj/handler"), To: order.Target{Unit: "jyj"}, Task: "请核查校门口的排水井。"})
	member := w.Do("hotline/operator", "", neighbour(w, "13955556666", "赵德柱")).ID
	w.Do("hotline/dispatcher", member, order.Merge{By: testkit.By("hotline/dispatcher"), Under: order.Leading{ID: id}, Reason: order.Private{Text: "同一处堵塞"}})
	for unit, want := range map[org.PostID]int{"cgj/handler": 1, "jyj/handler": 0} {
		if m, err := reader(t, w, unit).Merging(t.Context(), id); err != nil || m.Count != want {
			t.Errorf("%s is told of %d merged callers, want %d: %v", unit, m.Count, want, err)
		}
	}
}
