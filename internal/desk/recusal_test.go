package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/testkit"
)

// everything is all that a reader can ask the desk without an order's id, as one text.
func everything(t *testing.T, w *testkit.World, by org.PostID, typed ...string) string {
	t.Helper()
	r := reader(t, w, by)
	var b strings.Builder
	say := func(what string, v any, err error) { fmt.Fprintf(&b, "%s: %+v %v\n", what, v, err) }
	home, err := r.Home(t.Context())
	say("home", home, err)
	for _, k := range r.Lists() {
		l, err := r.List(t.Context(), desk.ListAsk{Kind: k})
		say("list "+string(k), l, err)
		n, err := r.Numbers(t.Context(), k, "", desk.Narrow{})
		say("numbers "+string(k), fmt.Sprint(n.Lists[desk.ListTodo], n.Lists[desk.ListRead], n.Lists[desk.ListOpen], n.Lists[desk.ListMine], n.Lists[desk.ListDone], n.Lights, n.Total), err)
	}
	m, err := r.Messages(t.Context(), false, "")
	say("messages", m, err)
	unread, err := r.Unread(t.Context())
	say("unread", unread, err)
	tabs, err := r.OpenTabs(t.Context())
	say("tabs", tabs, err)
	unit, err := r.UnitHome(t.Context())
	say("unit", unit, err)
	day, err := r.CopyDay(t.Context())
	say("day", day, err)
	for _, q := range typed {
		f, err := r.Search(t.Context(), desk.SearchAsk{Typed: q})
		say("search", f, err)
	}
	return b.String()
}

// TestAnOrderDoesNotExistForWhomItReports takes the whole of what a person can ask before an order is there, sends it to his unit, lets the unit work, finds
// that it reports the unit, and asks again: not a letter may differ.
func TestAnOrderDoesNotExistForWhomItReports(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		people := []org.PostID{"cgj/handler", "cgj/unit_deputy", "cgj/principal"}
		typed := []string{"MC202603020001", "下水道", "北城", "1234", "xsd"}
		before := map[org.PostID]string{}
		for _, by := range people {
			before[by] = everything(t, w, by, typed...)
		}
		id := sent(t, w, w.Complaint())
		w.Do("cgj/handler", id, order.SignFor{By: testkit.By("cgj/handler")})
		w.Do("cgj/principal", id, order.AssignInUnit{By: testkit.By("cgj/principal"), Lead: org.UnitDeputy, Handler: "a-cgj/handler", Opinion: order.Private{Text: "请办"}})
		photo, err := w.Desk.Keep(t.Context(), desk.Upload{Name: "现场.png", Bytes: testkit.PNG(t)}, "handling")
		if err != nil {
			t.Fatal(err)
		}
		w.Do("cgj/handler", id, order.RecordProgress{By: testkit.By("cgj/handler"), Text: order.Private{Text: "已到场"}, Files: []order.Attachment[order.Private]{photo}})
		w.Do("hotline/operator", id, order.Urge{By: testkit.By("hotline/operator"), Note: order.Private{Text: "来电催问"}})
		if err := reader(t, w, "cgj/handler").OpenTab(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		if got := everything(t, w, "cgj/handler", typed...); got == before["cgj/handler"] {
			t.Fatal("the unit saw nothing of its own order: the test looks at nothing")
		}
		version := w.Order("hotline/dispatcher", id).Version
		w.Do("hotline/dispatcher", id, order.Correct{By: testkit.By("hotline/dispatcher"), Party: &order.Party{Unit: "cgj"}, Reason: order.Private{Text: "诉求人反映的就是承办人员"}})
		for _, by := range people {
			if d := cmp.Diff(before[by], everything(t, w, by, typed...)); d != "" {
				t.Errorf("%s can tell that there is an order that reports his unit:\n%s", by, d)
			}
		}
		// By its id it answers as one that has never been.
		file := w.Order("hotline/dispatcher", id).Files[0].ID
		for _, by := range people {
			r := reader(t, w, by)
			for _, x := range []string{id, "no such order"} {
				_, a := r.Order(t.Context(), x)
				_, _, _, f := r.File(t.Context(), x, file)
				_, c := r.CopyOrder(t.Context(), x)
				_, e := w.Try(by, x, order.RecordProgress{By: testkit.By(by), Text: order.Private{Text: "还在办"}})
				_, s := w.Desk.Reveal(t.Context(), testkit.As(by), x, "phone", access.ToContact, "")
				for what, err := range map[string]error{"order": a, "file": f, "copy": c, "act": e} {
					if !errors.Is(err, desk.ErrNotFound) {
						t.Errorf("%s, %s of %s: %v", by, what, x, err)
					}
				}
				if by == "cgj/handler" && !errors.Is(s, desk.ErrNotFound) {
					t.Errorf("reveal of %s: %v", x, s)
				}
			}
			if _, err := r.FindNumber(t.Context(), "MC202603020001"); !errors.Is(err, desk.ErrNotFound) {
				t.Errorf("%s finds the number: %v", by, err)
			}
		}
		// The office goes on; another unit gets it.
		v := w.Order("hotline/dispatcher", id)
		if v.Status != order.PendingDispatch || v.Version <= version || !slices.Contains(v.Barred, "cgj") || v.Party.Unit != "县城市管理局" {
			t.Fatalf("after the correction: %s, %+v", v.StatusName, v.Party)
		}
		for _, to := range []org.UnitID{"cgj"} {
			_, err := w.Try("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: to}, Requirements: "请核查", Text: "反映窗口作风"})
			var no *regulation.Refusal
			if !errors.As(err, &no) || no.Code != "conflict" {
				t.Errorf("dispatch to %s: %v", to, err)
			}
		}
		w.Do("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "jyj"}, Requirements: "请核查", Text: "反映窗口作风"})
		if v := w.Order("jyj/handler", id); v.UnitID != "jyj" || v.Party.Unit != "" {
			t.Errorf("the other unit sees %+v", v.Party)
		}
		if bad, err := w.Store.CheckProjections(t.Context()); err != nil || len(bad) > 0 {
			t.Errorf("check: %v %v", bad, err)
		}
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, by := range people {
			if d := cmp.Diff(before[by], everything(t, w, by, typed...)); d != "" {
				t.Errorf("after a replay %s can tell:\n%s", by, d)
			}
		}
	})
}

// TestALeaderWhoIsReportedSeesNothing: the head of the government office, who sees every list, and one of two deputies.
func TestALeaderWhoIsReportedSeesNothing(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		before := map[org.PostID]string{}
		named := []org.PostID{org.PostGovHead, "county/deputy.1", org.PostOfficeHead, "hotline/dispatcher"}
		for _, by := range named {
			before[by] = everything(t, w, by, "下水道")
		}
		for i, p := range named {
			c := w.Complaint()
			c.Request.ReportedPosts = []org.PostID{p}
			if i == 0 {
				c.Request.ReportedPosts = slices.Clone(named)
			}
			w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: fmt.Sprint("c", i), Proposal: order.Proposal{Unit: "cgj"}})
		}
		ids, err := w.Store.OrderIDs(t.Context())
		if err != nil || len(ids) != len(named) {
			t.Fatalf("%v %v", ids, err)
		}
		first := w.Order(org.PostMagistrate, ids[0])
		if len(first.Barred) != 0 {
			t.Errorf("units are barred for a post of the county: %v", first.Barred)
		}
		for i, by := range named {
			for j, id := range ids {
				v, err := reader(t, w, by).Order(t.Context(), id)
				mine := len(w.Order(org.PostMagistrate, id).Party.Posts) == len(named) || slices.Contains(w.Order(org.PostMagistrate, id).Party.Posts, testkit.As(by).Post.Title)
				if mine != errors.Is(err, desk.ErrNotFound) && by != "county/deputy.1" {
					t.Errorf("%d %s, order %d: %v %v", i, by, j, v.Number, err)
				}
			}
			if got := everything(t, w, by, "下水道"); strings.Contains(got, ids[0]) {
				t.Errorf("%s sees the order that names all: %s", by, got)
			}
		}
	})
}

// TestASecretCallerIsReachedByTheOffice: the unit asks, the office calls with the consent of a second person, the unit reads the answer and no name.
func TestASecretCallerIsReachedByTheOffice(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		c := w.Complaint()
		c.Request.Secrecy, c.Request.Home = order.Secret, order.Private{Text: "漆园街道北城社区幸福里3栋2单元501室"}
		d := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c1", Proposal: order.Proposal{Unit: "cgj"}})
		id := d.ID
		try := func(text string, cleared []string, why string) error {
			_, err := w.Try("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj"}, Requirements: "请核查", Text: text,
				Clearing: order.Clearing{Cleared: cleared, Reason: order.Private{Text: why}}})
			return err
		}
		code := func(err error) string {
			var no *regulation.Refusal
			if errors.As(err, &no) {
				return no.Code
			}
			return fmt.Sprint(err)
		}
		for text, want := range map[string]string{"王秀兰反映油烟": "identity_in_text", "电话138-0000-1234": "identity_in_text", "反映幸福里门口油烟": "uncleared_in_text", "住在3栋2单元501室": "uncleared_in_text"} {
			if got := code(try(text, nil, "")); got != want {
				t.Errorf("%q: %s, want %s", text, got, want)
			}
		}
		hits, err := reader(t, w, "hotline/dispatcher").DispatchHits(t.Context(), id, "请核查", "反映幸福里门口油烟")
		if err != nil || len(hits) != 1 || hits[0].Text != "幸福里" || hits[0].Own {
			t.Fatalf("hits %+v %v", hits, err)
		}
		if err := try("反映幸福里门口油烟", []string{hits[0].Code}, "饭店就在该小区，有八百多户"); err != nil {
			t.Fatal(err)
		}
		if v := w.Order("cgj/handler", id); v.Name.Shown != "诉求人信息保密" || v.Phone.Shown != "诉求人信息保密" || !v.Relay.May || !strings.Contains(fmt.Sprint(v.Acts), "ask_relay") || strings.Contains(fmt.Sprint(v.Acts), "contact") {
			t.Errorf("the unit sees %q %q, acts %v", v.Name.Shown, v.Phone.Shown, v.Acts)
		}
		w.Do("cgj/handler", id, order.AskRelay{By: testkit.By("cgj/handler"), Ask: order.Private{Text: "几点最严重"}})
		v := w.Order("hotline/visitor", id)
		if !v.Relay.Waits || v.Relay.Ask != "几点最严重" || len(v.MayLook) == 0 {
			t.Fatalf("the visitor sees %+v, %v", v.Relay, v.MayLook)
		}
		if n, err := w.Store.CountActs(t.Context(), "hotline/visitor", nil); err != nil || n["relay"] != 1 {
			t.Errorf("待转达: %v %v", n, err)
		}
		if _, err := w.Desk.Reveal(t.Context(), testkit.As("hotline/visitor"), id, "phone", access.ToContact, ""); code(err) != "second_person" {
			t.Errorf("the number opens for one alone: %v", err)
		}
		w.Do("hotline/visitor", id, order.AskSight{By: testkit.By("hotline/visitor"), Field: "phone", Reason: string(access.ToContact)})
		if h := w.Order(org.PostOfficeHead, id); h.Sight.Field != "phone" || h.Sight.Asker != "a-hotline/visitor" {
			t.Errorf("the head decides %+v", h.Sight)
		}
		w.Do(org.PostOfficeHead, id, order.DecideSight{By: testkit.By(org.PostOfficeHead), Asker: "a-hotline/visitor", Field: "phone"})
		if r, err := w.Desk.Reveal(t.Context(), testkit.As("hotline/visitor"), id, "phone", access.ToContact, ""); err != nil || r.Value != "138 0000 1234" {
			t.Errorf("revealed %q %v", r.Value, err)
		}
		if _, err := w.Desk.Reveal(t.Context(), testkit.As("hotline/reviewer"), id, "phone", access.ToContact, ""); code(err) != "second_person" {
			t.Errorf("the consent opens it for somebody else: %v", err)
		}
		w.Do("hotline/visitor", id, order.RecordRelay{By: testkit.By("hotline/visitor"), At: w.Clock.Now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true, Answer: order.Private{Text: "晚上七点以后最严重"}})
		u := w.Order("cgj/handler", id)
		if !strings.Contains(fmt.Sprint(u.Items), "晚上七点以后最严重") {
			t.Errorf("the unit does not read the answer: %v", u.Items)
		}
		if all := fmt.Sprintf("%+v", u); strings.Contains(all, "王秀兰") || strings.Contains(all, "0000 1234") || strings.Contains(all, "501室") {
			t.Errorf("the unit can tell who called: %s", all)
		}
	})
}

// TestACountDoesNotTellOfAnOrderThatReportsAUnit: an order that reports a unit is no round of a matter that the unit handled, and no further round goes there.
func TestACountDoesNotTellOfAnOrderThatReportsAUnit(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		code := func(err error) string {
			var no *regulation.Refusal
			if errors.As(err, &no) {
				return no.Code
			}
			return fmt.Sprint(err)
		}
		id := road(t, w)
		r := reader(t, w, "hotline/operator")
		link, _, err := r.LinkTo(t.Context(), id, desk.Draft{Phone: "13800001234", Town: "341622001", Place: "北城社区", Category: "0204", Words: "下水道又堵了"}, "同一路口", false)
		if err != nil {
			t.Fatal(err)
		}
		c := w.Complaint()
		c.Link, c.Request.ReportedUnit = link, "cgj"
		if _, err := w.Try("hotline/operator", "", c); code(err) != "matter_tells" {
			t.Errorf("a report on the unit becomes a round of its matter: %v", err)
		}
		c.Request.ReportedUnit = ""
		d := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c9"})
		w.Do("hotline/dispatcher", d.ID, order.Correct{By: testkit.By("hotline/dispatcher"), Party: &order.Party{Unit: "jyj"}, Reason: order.Private{Text: "反映的是教育局"}})
		third := w.Complaint()
		third.Link = link
		if _, err := w.Try("hotline/operator", "", third); code(err) != "round_open" {
			t.Errorf("a third round beside an open one: %v", err)
		}
		w.Do("hotline/operator", d.ID, order.Withdraw{By: testkit.By("hotline/operator"), At: w.Clock.Now(), Means: "phone", Note: order.Private{Text: "先不反映了"}})
		e := w.Do("hotline/operator", "", third, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c10"})
		to := func(u org.UnitID) error {
			_, err := w.Try(org.PostOfficeHead, e.ID, order.Dispatch{By: testkit.By(org.PostOfficeHead), To: order.Target{Unit: u}, Requirements: "请核查", Text: "路口又积水。"})
			return err
		}
		if err := to("jyj"); code(err) != "conflict" {
			t.Errorf("a round of a matter goes to the unit that another of its orders reports: %v", err)
		}
		if err := to("cgj"); err != nil {
			t.Errorf("to another unit: %v", err)
		}
	})
}
