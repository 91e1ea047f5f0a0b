package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// people adds accounts that hold posts, and answers their ids by login.
func people(t *testing.T, w *testkit.World, posts map[string]org.PostID) map[string]org.AccountID {
	t.Helper()
	out := map[string]org.AccountID{}
	for login, p := range posts {
		id, err := w.Desk.PutDemoAccount(t.Context(), login, "人员"+login, "-", []org.PostID{p})
		if err != nil {
			t.Fatal(err)
		}
		out[login] = id
	}
	return out
}

// acting is an account in a post, as the desk knows it.
func acting(t *testing.T, w *testkit.World, id org.AccountID, p org.PostID) org.Actor {
	t.Helper()
	a, _, err := w.Desk.ActorOf(t.Context(), id, p)
	if err != nil {
		t.Fatalf("act as %s: %v", p, err)
	}
	return a
}

func readerOf(t *testing.T, w *testkit.World, a org.Actor) *desk.Reader {
	t.Helper()
	r, err := w.Desk.Reader(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func paper(t *testing.T) *desk.Upload {
	return &desk.Upload{Name: "授权书.png", Bytes: testkit.PNG(t)}
}

// TestADelegateSignsInHisDaysAndNoLonger: AB角 as the unit lives it (Art. 5(2), 17), over both databases.
func TestADelegateSignsInHisDaysAndNoLonger(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		who := people(t, w, map[string]org.PostID{"chief": "cgj/principal", "second": "cgj/unit_deputy", "clerk": "cgj/handler", "other": "jyj/handler", "chief2": "jyj/principal"})
		chief := acting(t, w, who["chief"], "cgj/principal")
		d := org.Delegation{Post: "cgj/principal", To: who["second"], Scope: org.WholePost, From: "2026-03-03", Until: "2026-03-04", Document: "蒙城管〔2026〕3号"}
		for code, spoil := range map[string]func(*org.Delegation){"stranger": func(d *org.Delegation) { d.To = who["other"] }, "past_from": func(d *org.Delegation) { d.From = "2026-03-01" },
			"no_document": func(d *org.Delegation) { d.Document = "" }, "no_delegate": func(d *org.Delegation) { d.To = "nobody" }} {
			bad := d
			spoil(&bad)
			_, err := w.Desk.Delegate(t.Context(), chief, bad, paper(t), "")
			refusal(t, err, code)
		}
		if _, err := w.Desk.Delegate(t.Context(), chief, d, nil, ""); err == nil {
			t.Error("a delegation without its paper")
		}
		before := w.Head()
		if _, err := w.Desk.Delegate(t.Context(), acting(t, w, who["chief2"], "jyj/principal"), d, paper(t), ""); !errors.Is(err, desk.ErrForbidden) || w.Head() != before {
			t.Errorf("another unit's principal delegated: %v", err)
		}
		id, err := w.Desk.Delegate(t.Context(), chief, d, paper(t), "")
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.Desk.Delegate(t.Context(), chief, d, paper(t), "")
		refusal(t, err, "overlap")
		if _, _, err := w.Desk.ActorOf(t.Context(), who["second"], "cgj/principal"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a day too early: %v", err)
		}
		order1 := w.Dispatched("cgj")
		w.Clock.Set("2026-03-03 09:00")
		second := acting(t, w, who["second"], "cgj/principal")
		if second.Under.Document != d.Document {
			t.Errorf("acts under %+v", second.Under)
		}
		do := func(a org.Actor, cs ...order.Command) error {
			_, err := w.Desk.Do(t.Context(), desk.Ask{Actor: a, Order: order1, Route: "test", Commands: cs})
			return err
		}
		if err := do(acting(t, w, who["clerk"], "cgj/handler"), order.SignFor{By: order.By{Actor: acting(t, w, who["clerk"], "cgj/handler")}}); err != nil {
			t.Fatal(err)
		}
		if err := do(second, order.AssignInUnit{By: order.By{Actor: second}, Lead: org.UnitDeputy, Handler: who["clerk"], Opinion: order.Private{Text: "请办理"}}); err != nil {
			t.Fatal(err)
		}
		v := readerOf(t, w, testkit.As("hotline/dispatcher"))
		o, err := v.Order(t.Context(), order1)
		if err != nil || !slices.ContainsFunc(o.Items, func(i desk.Item) bool {
			return i.Verb == "单位分办" && strings.Contains(i.Text, "受托代签，蒙城管〔2026〕3号")
		}) {
			t.Errorf("the timeline does not name the paper: %v", err)
		}
		// A delegate hands nothing on, and may not take the delegation back.
		if _, err := w.Desk.Delegate(t.Context(), second, org.Delegation{Post: "cgj/principal", To: who["clerk"], Scope: org.WholePost, From: "2026-03-03", Until: "2026-03-04", Document: "文"}, paper(t), ""); err == nil {
			t.Error("a delegate delegated")
		}
		if mime, b, err := v.DelegationScan(t.Context(), id); err != nil || len(b) == 0 || !strings.HasPrefix(mime, "image/") {
			t.Errorf("the paper: %s %d %v", mime, len(b), err)
		}
		if _, _, err := readerOf(t, w, acting(t, w, who["chief2"], "jyj/principal")).DelegationScan(t.Context(), id); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("another unit reads the paper: %v", err)
		}
		w.Clock.Set("2026-03-05 00:00")
		if _, _, err := w.Desk.ActorOf(t.Context(), who["second"], "cgj/principal"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("after its last day: %v", err)
		}
	})
}

// TestASuccessorSignsMidChainAndThePastKeepsItsName: Art. 24 and domain.md §13.18 over both databases.
func TestASuccessorSignsMidChainAndThePastKeepsItsName(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		who := people(t, w, map[string]org.PostID{"old": org.PostGovHead, "new": "hotline/visitor"})
		admin := testkit.As("hotline/system_admin")
		r := w.Complaint()
		r.Request.Channel, r.Request.OuterNo = "N1", "RM1"
		id := w.Do("hotline/operator", "", r, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c1", Proposal: order.Proposal{Unit: "cgj"}}).ID
		// The old head signs; then he leaves and is renamed, and somebody else bears his post.
		old := acting(t, w, who["old"], org.PostGovHead)
		sign := func(a org.Actor) error {
			_, err := w.Desk.Do(t.Context(), desk.Ask{Actor: a, Order: id, Route: "test", Commands: []order.Command{order.SignStep{By: order.By{Actor: a}, Chain: "c1", Opinion: order.Private{Text: "同意"}}}})
			return err
		}
		if err := sign(old); err != nil {
			t.Fatal(err)
		}
		w.Clock.Set("2026-03-03 09:00")
		if err := w.Desk.LeavePost(t.Context(), admin, who["old"], org.PostGovHead, "2026-03-02", ""); err != nil {
			t.Fatal(err)
		}
		if err := w.Desk.RenameAccount(t.Context(), admin, who["old"], "调出人员"); err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.Desk.ActorOf(t.Context(), who["old"], org.PostGovHead); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("he still acts: %v", err)
		}
		v := w.Order("hotline/dispatcher", id)
		if got := v.Chains[0].Steps[0].By; got != "人员old" {
			t.Errorf("the signature bears %q, want the name of its day", got)
		}
		if !slices.ContainsFunc(v.Items, func(i desk.Item) bool { return i.Verb == "签批" && i.By == "人员old" }) {
			t.Error("the timeline does not keep the old name")
		}
		if err := w.Desk.TakePost(t.Context(), admin, who["new"], org.PostGovHead, "2026-03-03", ""); err != nil {
			t.Fatal(err)
		}
		r2 := w.Complaint()
		r2.Request.Channel, r2.Request.OuterNo = "N1", "RM2"
		id = w.Do("hotline/operator", "", r2, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c1", Proposal: order.Proposal{Unit: "cgj"}}).ID
		if err := sign(acting(t, w, who["new"], org.PostGovHead)); err != nil {
			t.Errorf("the successor: %v", err)
		}
		for code, post := range map[string]org.PostID{"separate_duties": "hotline/system_admin"} {
			refusal(t, w.Desk.TakePost(t.Context(), admin, who["new"], post, "2026-03-03", ""), code)
		}
		if err := w.Desk.TakePost(t.Context(), testkit.As("hotline/office_head"), who["new"], "cgj/handler", "2026-03-03", ""); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("the head changes posts: %v", err)
		}
	})
}

// TestAMergerMovesWhatIsOpenAndLeavesWhatIsDone: Art. 4 over both databases, with a replay behind it.
func TestAMergerMovesWhatIsOpenAndLeavesWhatIsDone(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		who := people(t, w, map[string]org.PostID{"mover": "jyj/handler", "stays": "jyj/principal"})
		admin := testkit.As("hotline/system_admin")
		open, withdrawn := w.Dispatched("jyj"), w.Dispatched("jyj")
		w.Do("hotline/dispatcher", withdrawn, order.Withdraw{By: testkit.By("hotline/dispatcher"), At: w.Clock.Now(), Means: "phone", Note: order.Private{Text: "来电撤回"}})
		e := org.UnitSucceeded{On: "2026-03-05", From: "jyj", To: "cgj", Document: "蒙编〔2026〕5号"}
		if err := w.Desk.SucceedUnit(t.Context(), testkit.As("hotline/office_head"), e, true, ""); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("the head merges units: %v", err)
		}
		if err := w.Desk.SucceedUnit(t.Context(), admin, e, true, ""); err != nil {
			t.Fatal(err)
		}
		w.Tick()
		if v := w.Order("hotline/dispatcher", open); v.UnitID != "jyj" {
			t.Errorf("moved before its day, to %s", v.UnitID)
		}
		w.Clock.Set("2026-03-05 00:00")
		w.Tick()
		v := w.Order("cgj/handler", open)
		if v.UnitID != "cgj" || !slices.ContainsFunc(v.Items, func(i desk.Item) bool { return i.Verb == "机构调整" && strings.Contains(i.Text, "县教育局") }) {
			t.Errorf("after the day it lies at %s", v.UnitID)
		}
		if v := w.Order("hotline/dispatcher", withdrawn); v.UnitID != "jyj" || v.Unit != "县教育局" {
			t.Errorf("the closed order moved to %s %s", v.UnitID, v.Unit)
		}
		if _, err := w.Try("hotline/dispatcher", "", w.Complaint(), order.SubmitForDispatch{By: testkit.By("hotline/dispatcher"), ChainID: "c9"}); err != nil {
			t.Fatal(err)
		}
		// Its handlers moved along, its principal did not.
		acting(t, w, who["mover"], "cgj/handler")
		if _, _, err := w.Desk.ActorOf(t.Context(), who["stays"], "cgj/principal"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("two principals: %v", err)
		}
		if got := readerOf(t, w, testkit.As("hotline/dispatcher")).TargetOf("jyj"); !got.Closed {
			t.Error("the old unit still takes orders")
		}
		msgs, err := readerOf(t, w, testkit.As("cgj/handler")).Messages(t.Context(), false, "")
		if err != nil || !slices.ContainsFunc(msgs.Rows, func(m desk.Message) bool { return strings.Contains(m.Text, "机构调整") }) {
			t.Errorf("the successor was not told: %v", err)
		}
		w.CheckArchive()
	})
}

// TestANewUnitIsActivatedWhenItsPostsAreFilled: Art. 5(2).
func TestANewUnitIsActivatedWhenItsPostsAreFilled(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		admin := testkit.As("hotline/system_admin")
		u := org.Unit{ID: "sjj", Name: "县数据资源管理局", Group: org.Department, Phone: "0558-7000301"}
		if err := w.Desk.SaveUnit(t.Context(), admin, u, true, "2026-03-02", "蒙编〔2026〕6号", ""); err != nil {
			t.Fatal(err)
		}
		if !readerOf(t, w, testkit.As("hotline/dispatcher")).TargetOf("sjj").Closed {
			t.Error("a unit takes orders before it is active")
		}
		refusal(t, w.Desk.ActivateUnit(t.Context(), admin, "sjj", ""), "posts_vacant")
		for i, k := range []org.Kind{org.UnitPrincipal, org.UnitDeputy, org.UnitHandler} {
			got, err := w.Desk.AddPerson(t.Context(), admin, desk.Person{Login: "sjj" + string(rune('1'+i)), Title: "数据局" + k.Name(), Post: org.PostOf("sjj", k), From: "2026-03-02"})
			if err != nil {
				t.Fatal(err)
			}
			if a, err := w.Desk.LogIn(t.Context(), got.Login, got.Password); err != nil || len(a.Posts) != 1 {
				t.Errorf("the first password does not open: %v", err)
			}
		}
		if err := w.Desk.ActivateUnit(t.Context(), admin, "sjj", ""); err != nil {
			t.Fatal(err)
		}
		if readerOf(t, w, testkit.As("hotline/dispatcher")).TargetOf("sjj").Closed {
			t.Error("an active unit takes no orders")
		}
		// A new name from a later day: today's pages keep the old one.
		u.Name = "县数据局"
		if err := w.Desk.SaveUnit(t.Context(), admin, u, false, "2026-03-04", "改名", ""); err != nil {
			t.Fatal(err)
		}
		name := func() string { return readerOf(t, w, admin).Directory().UnitName("sjj") }
		if got := name(); got != "县数据资源管理局" {
			t.Errorf("renamed too early: %s", got)
		}
		w.Clock.Set("2026-03-04 00:00")
		if got := name(); got != "县数据局" {
			t.Errorf("not renamed: %s", got)
		}
	})
}

// TestOldOrdersBearTheNameOfTheirTime: a unit is renamed; what was closed before keeps the old name.
func TestOldOrdersBearTheNameOfTheirTime(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	old, open := w.Dispatched("cgj"), w.Dispatched("cgj")
	w.Do("hotline/dispatcher", old, order.Withdraw{By: testkit.By("hotline/dispatcher"), At: w.Clock.Now(), Means: "phone", Note: order.Private{Text: "来电撤回"}})
	if err := w.Desk.SaveUnit(t.Context(), testkit.As("hotline/system_admin"), org.Unit{ID: "cgj", Name: "县城市管理综合执法局", Short: "综合执法局", Group: org.Department}, false, "2026-03-04", "", ""); err != nil {
		t.Fatal(err)
	}
	w.Clock.Set("2026-03-05 09:00")
	if v := w.Order("hotline/dispatcher", old); v.Unit != "县城市管理局" {
		t.Errorf("the closed order bears %s", v.Unit)
	}
	v := w.Order("hotline/dispatcher", open)
	if v.Unit != "县城市管理综合执法局" {
		t.Errorf("the open order bears %s", v.Unit)
	}
	if !slices.ContainsFunc(v.Items, func(i desk.Item) bool { return i.Verb == "转办" && strings.Contains(i.Text, "县城市管理局") }) {
		t.Error("the timeline does not keep the name of that day")
	}
	l, err := reader(t, w, "hotline/dispatcher").List(t.Context(), desk.ListAsk{Kind: desk.ListDone})
	if err != nil || len(l.Rows) != 1 || l.Rows[0].Unit != "城管局" {
		t.Errorf("the list of closed orders: %+v %v", l.Rows, err)
	}
}

// TestTheNextPostSeesWhatAnEmptyOneOwes: domain.md §13.9.
func TestTheNextPostSeesWhatAnEmptyOneOwes(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	who := people(t, w, map[string]org.PostID{"clerk": "cgj/handler", "second": "cgj/unit_deputy", "chief": "cgj/principal"})
	w.Dispatched("cgj")
	total := func(login string, p org.PostID) int {
		h, err := readerOf(t, w, acting(t, w, who[login], p)).Home(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		l, err := readerOf(t, w, acting(t, w, who[login], p)).List(t.Context(), desk.ListAsk{Kind: desk.ListTodo})
		if err != nil || len(l.Rows) != h.Total {
			t.Errorf("%s: the number says %d, the list has %d: %v", login, h.Total, len(l.Rows), err)
		}
		return h.Total
	}
	if n := total("second", "cgj/unit_deputy"); n != 0 {
		t.Errorf("the deputy has %d while there is a handler", n)
	}
	w.Clock.Set("2026-03-03 09:00")
	admin := testkit.As("hotline/system_admin")
	if err := w.Desk.LeavePost(t.Context(), admin, who["clerk"], "cgj/handler", "2026-03-02", ""); err != nil {
		t.Fatal(err)
	}
	if n := total("second", "cgj/unit_deputy"); n == 0 {
		t.Error("nobody sees what the empty post owes")
	}
	if n := total("chief", "cgj/principal"); n != 0 {
		t.Errorf("the principal sees %d though the deputy is there", n)
	}
	units, err := readerOf(t, w, admin).Organisation(t.Context())
	if err != nil || !slices.ContainsFunc(units, func(u desk.UnitLine) bool {
		return u.ID == "cgj" && slices.Contains(u.Vacant, "具办人员") && u.Open == 1
	}) {
		t.Errorf("no warning: %+v %v", units, err)
	}
}

// TestADayWithoutLogInIsPutOnRecord: Art. 14: 每日登录.
func TestADayWithoutLogInIsPutOnRecord(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		who := people(t, w, map[string]org.PostID{"a": "cgj/handler", "b": "jyj/handler"})
		if err := w.Desk.PlanAttendance(t.Context()); err != nil {
			t.Fatal(err)
		}
		acting(t, w, who["a"], "cgj/handler")
		acting(t, w, who["a"], "cgj/handler")
		look := func() desk.Attendance {
			x, err := reader(t, w, "hotline/dispatcher").Attendance(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return x
		}
		if x := look(); x.Here != 1 || len(x.Missing) != 2 || len(x.Past) != 0 {
			t.Errorf("today: %+v", x)
		}
		w.Clock.Set("2026-03-03 00:00")
		w.Tick()
		x := look()
		if len(x.Past) != 1 || !slices.Equal(x.Past[0].Absent, []string{"漆园街道", "县教育局"}) || x.Past[0].Of != 3 {
			t.Errorf("yesterday: %+v", x.Past)
		}
		for post, n := range map[org.PostID]int{"jyj/handler": 1, "jyj/principal": 1, "cgj/handler": 0} {
			if m := inbox(t, w, post); len(m) != n || n > 0 && (!strings.Contains(m[0].Text, "没有人登录") || m[0].Href != "/") {
				t.Errorf("%s is told of the day: %+v", post, m)
			}
		}
		whole(t, w)
		// A Tuesday on which nobody at all was here is no record; a weekend is none either.
		w.Clock.Set("2026-03-04 00:00")
		w.Tick()
		acting(t, w, who["b"], "jyj/handler")
		w.Clock.Set("2026-03-09 00:00")
		w.Tick()
		if x := look(); len(x.Past) != 2 || x.Past[0].Day != "3月4日 周三" {
			t.Errorf("after the weekend: %+v", x.Past)
		}
		if _, err := reader(t, w, "cgj/handler").Attendance(t.Context()); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a unit reads the list: %v", err)
		}
	})
}

// TestTheDeputyInChargeIsMappedByCategory: domain.md §13.19.
func TestTheDeputyInChargeIsMappedByCategory(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	head := testkit.As("hotline/office_head")
	if err := w.Desk.MapDeputy(t.Context(), head, "cgj", "0204", "county/deputy.2", ""); err != nil {
		t.Fatal(err)
	}
	refusal(t, w.Desk.MapDeputy(t.Context(), head, "cgj", "0204", "cgj/principal", ""), "not_a_deputy")
	if err := w.Desk.MapDeputy(t.Context(), testkit.As("hotline/dispatcher"), "cgj", "", "county/deputy.2", ""); !errors.Is(err, desk.ErrForbidden) {
		t.Errorf("the dispatcher maps: %v", err)
	}
	dispatch := func(unit org.UnitID) desk.OrderView {
		id := w.Dispatched(unit)
		return w.Order("hotline/dispatcher", id)
	}
	if v := dispatch("cgj"); v.Deputy != "分管教育工作副县长" {
		t.Errorf("by category: %s", v.Deputy)
	}
	if v := dispatch("341622001"); !v.DeputyMissing {
		t.Errorf("a missing mapping must warn and not block: %+v", v.Deputy)
	}
	if err := w.Desk.MapDeputy(t.Context(), head, "cgj", "0204", "", ""); err != nil {
		t.Fatal(err)
	}
	if v := dispatch("cgj"); v.Deputy != "分管城管工作副县长" {
		t.Errorf("by default: %s", v.Deputy)
	}
}

// TestAPaperSignedByADelegateNamesHisDocument: domain.md §13.18: the clerk names the delegation that held on the day of the sheet.
func TestAPaperSignedByADelegateNamesHisDocument(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	who := people(t, w, map[string]org.PostID{"head": org.PostGovHead, "second": "county/deputy.1"})
	d := org.Delegation{Post: org.PostGovHead, To: who["second"], Presiding: true, From: "2026-03-03", Until: "2026-03-04", Document: "蒙政办〔2026〕9号"}
	id, err := w.Desk.Delegate(t.Context(), acting(t, w, who["head"], org.PostGovHead), d, paper(t), "")
	if err != nil {
		t.Fatal(err)
	}
	r := w.Complaint()
	r.Request.Channel, r.Request.OuterNo = "N1", "RM1"
	o := w.Do("hotline/operator", "", r, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c1", Proposal: order.Proposal{Unit: "cgj"}}).ID
	w.Clock.Set("2026-03-03 15:00")
	record := func(on string) error {
		at := w.Clock.Now()
		w.Clock.Set(on)
		c := order.RecordPaper{By: testkit.By("hotline/dispatcher"), Chain: "c1", On: w.Clock.Now(), Opinion: order.Private{Text: "同意"}, Blob: "scan", Delegation: id}
		if w.Clock.Now().After(at) {
			at = w.Clock.Now()
		}
		w.Clock.Set(at.In(calendar.Beijing).Format("2006-01-02 15:04"))
		_, err := w.Try("hotline/dispatcher", o, c)
		return err
	}
	var bad *desk.Invalid
	if err := record("2026-03-02 16:00"); !errors.As(err, &bad) || bad.Field != "delegation" {
		t.Errorf("a day before the paper: %v", err)
	}
	if err := record("2026-03-03 10:00"); err != nil {
		t.Fatal(err)
	}
	w.Do("hotline/reviewer", o, order.ConfirmPaper{By: testkit.By("hotline/reviewer"), Chain: "c1"})
	v := w.Order("hotline/dispatcher", o)
	if v.Status != order.PendingDispatch || !slices.ContainsFunc(v.Items, func(i desk.Item) bool {
		return i.Verb == "签批" && strings.Contains(i.Text, "主持工作，蒙政办〔2026〕9号")
	}) {
		t.Errorf("status %s; the signature does not name the document", v.Status)
	}
}
