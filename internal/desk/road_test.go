package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/testkit"
)

// handled carries an order at the unit to where its result may be told.
func handled(t *testing.T, w *testkit.World, id string) {
	t.Helper()
	w.Do("cgj/handler", id, order.SignFor{By: testkit.By("cgj/handler")})
	w.Do("cgj/principal", id, order.AssignInUnit{By: testkit.By("cgj/principal"), Lead: org.UnitDeputy, Handler: "a-cgj/handler", Opinion: order.Private{Text: "请市政股办理"}})
	replied(t, w, id)
}

// replied carries an order from its assignment in the unit to the office's review, which it passes.
func replied(t *testing.T, w *testkit.World, id string) {
	t.Helper()
	w.Do("cgj/handler", id, order.RecordContact{By: testkit.By("cgj/handler"), At: w.Clock.Now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true})
	w.Clock.Set("2026-03-05 15:00")
	photo, err := w.Desk.Keep(t.Context(), desk.Upload{Name: "疏通后.png", Bytes: testkit.PNG(t)}, "handling")
	if err != nil {
		t.Fatal(err)
	}
	w.Do("cgj/handler", id, order.SubmitReply{By: testkit.By("cgj/handler"), Files: []order.Attachment[order.Private]{photo}, Reply: order.Reply[order.Private]{Finding: "yes", Solved: order.SolvedYes,
		Investigation: order.Private{Text: "3月3日上午到现场查看，主管网被建筑垃圾堵塞"}, Measures: order.Private{Text: "当日疏通并清运"}, Opinion: order.Private{Text: "诉求人认可"},
		Contact: "市政管理股", ContactPhone: "0558-7000201", Public: "经查，北城社区东侧路口下水道主管网被建筑垃圾堵塞，我局于3月3日组织疏通并清运完毕，已加装防护网，今后每周巡查一次。依据《安徽省市政设施管理条例》办理。"}})
	seal, err := w.Desk.Keep(t.Context(), desk.Upload{Name: "盖章件.png", Bytes: testkit.PNG(t)}, "seal")
	if err != nil {
		t.Fatal(err)
	}
	w.Do("cgj/principal", id, order.SignReply{By: testkit.By("cgj/principal"), Seal: seal.Blob}, order.Attach{By: testkit.By("cgj/principal"), Files: []order.Attachment[order.Private]{seal}})
	w.Do("hotline/reviewer", id, order.PassReply{By: testkit.By("hotline/reviewer"), ChainID: "c2"})
}

// road carries an order from registration to the archive.
func road(t *testing.T, w *testkit.World) string {
	c := w.Complaint()
	d := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c1", Proposal: order.Proposal{Unit: "cgj"}})
	if d.Number != "MC202603020001" {
		t.Errorf("number = %q", d.Number)
	}
	id := d.ID
	v := w.Order("hotline/dispatcher", id)
	if strings.Contains(v.DraftText, "13800001234") || strings.Contains(v.DraftText, "王秀兰") {
		t.Errorf("the proposed dispatch text tells who called: %s", v.DraftText)
	}
	w.Clock.Set("2026-03-02 10:00")
	w.Do("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj", Deputy: "county/deputy.1"}, Requirements: "查清堵塞原因并疏通", Text: v.DraftText})
	w.Clock.Set("2026-03-02 15:00")
	handled(t, w, id)
	w.Clock.Set("2026-03-06 09:00")
	w.Do("hotline/visitor", id, order.GiveFeedback{By: testkit.By("hotline/visitor"), At: w.Clock.Now(), Means: "phone"})
	w.Do("cgj/handler", id, order.RecordUnitVisit{By: testkit.By("cgj/handler"), At: w.Clock.Now(), Reached: true, Satisfaction: order.Satisfied})
	w.Clock.Set("2026-03-09 09:00")
	w.Do("hotline/visitor", id, order.RecordVisit{By: testkit.By("hotline/visitor"), At: w.Clock.Now(), Reached: true, Contacted: "yes", Solved: order.SolvedYes, Satisfaction: order.Satisfied})
	if v := w.Order("hotline/dispatcher", id); v.Status != order.Closed {
		t.Fatalf("status = %s", v.StatusName)
	}
	w.Clock.Set("2026-04-20 09:00")
	w.Tick()
	if v := w.Order("hotline/dispatcher", id); v.Status != order.Archived {
		t.Fatalf("status = %s, want the archive", v.StatusName)
	}
	return id
}

func TestTheRoadFromTheCallToTheArchive(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := road(t, w)
		v := w.Order("cgj/handler", id)
		if v.Name.Shown != "王女士" || v.Phone.Shown == "138 0000 1234" {
			t.Errorf("the unit reads %q, %q", v.Name.Shown, v.Phone.Shown)
		}
		if v.Words.Shown == "" || strings.Contains(v.Words.Shown, "王秀兰") || len(v.Items) < 14 {
			t.Errorf("words %q, %d items", v.Words.Shown, len(v.Items))
		}
	})
}

func TestAnotherUnitsOrderAndNoOrderAreTheSame(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	id := road(t, w)
	r, err := w.Desk.Reader(t.Context(), testkit.As("jyj/handler"))
	if err != nil {
		t.Fatal(err)
	}
	_, err1 := r.Order(t.Context(), id)
	_, err2 := r.Order(t.Context(), "00000000-0000-7000-8000-000000000000")
	if !errors.Is(err1, desk.ErrNotFound) || err1.Error() != err2.Error() {
		t.Errorf("%v / %v", err1, err2)
	}
	for range 3 { // he knocks three times
		if _, err := w.Desk.Reveal(t.Context(), testkit.As("jyj/handler"), id, "phone", access.ToContact, ""); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("reveal = %v", err)
		}
	}
	recs, err := w.Store.Load(t.Context(), store.Stream{Type: "access", ID: "county"})
	if err != nil {
		t.Fatal(err)
	}
	var denied []string
	for _, rec := range recs {
		if rec.Kind == "denied" {
			denied = append(denied, rec.Actor)
		}
	}
	if len(denied) != 2 || denied[0] != "a-jyj/handler" { // one for the order, one for the number
		t.Errorf("denials on record: %v", denied)
	}
}

func TestARevealIsWrittenWithTheValueAndSignsTheOrder(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	d := w.Do("hotline/operator", "", w.Complaint(), order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c"})
	w.Do("hotline/dispatcher", d.ID, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj"}, Requirements: "办理", Text: "路口下水道堵塞，请疏通。"})
	w.Clock.Add(time.Hour)
	out, err := w.Desk.Reveal(t.Context(), testkit.As("cgj/handler"), d.ID, "phone", access.ToContact, "")
	if err != nil || out.Value != "138 0000 1234" || out.Until.Sub(w.Clock.Now()) != 30*time.Minute {
		t.Fatalf("reveal = %+v, %v", out, err)
	}
	if v := w.Order("hotline/dispatcher", d.ID); v.Status != order.UnitAssigning {
		t.Errorf("status = %s, want the first view to count as signing", v.StatusName)
	}
	r, _ := w.Desk.Reader(t.Context(), testkit.As("hotline/office_head"))
	seen, err := r.WhoSaw(t.Context(), d.ID)
	if err != nil || len(seen) != 1 || seen[0].Reason != access.ToContact {
		t.Errorf("who saw = %+v, %v", seen, err)
	}
	if _, err := w.Desk.Reveal(t.Context(), testkit.As("cgj/principal"), d.ID, "phone", access.ToContact, ""); err == nil {
		t.Error("the principal may see the number")
	}
	if _, err := w.Desk.Reveal(t.Context(), testkit.As("cgj/handler"), d.ID, "phone", "", ""); err == nil {
		t.Error("a number without a reason")
	}
}

func TestASubmissionTwiceIsOneOrder(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		c := w.Complaint()
		ask := desk.Ask{Actor: testkit.As("hotline/operator"), Route: "intake", Key: "k1", Commands: []order.Command{c}}
		one, err := w.Desk.Do(t.Context(), ask)
		if err != nil {
			t.Fatal(err)
		}
		ask.Commands = []order.Command{w.Complaint()} // the same form again: new ids, same words
		two, err := w.Desk.Do(t.Context(), ask)
		if err != nil || !two.Replayed || two.ID != one.ID || two.Number != one.Number {
			t.Errorf("second = %+v, %v; first %+v", two, err, one)
		}
		other := w.Complaint()
		other.Request.Title = "另一件事"
		ask.Commands = []order.Command{other}
		var inv *desk.Invalid
		if _, err := w.Desk.Do(t.Context(), ask); !errors.As(err, &inv) {
			t.Errorf("another body under the same key: %v", err)
		}
	})
}

func TestAPersonIsShownWhatChanged(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	d := w.Do("hotline/operator", "", w.Complaint())
	shown := w.Order("hotline/dispatcher", d.ID).Version
	w.Do("hotline/operator", d.ID, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c"})
	_, err := w.Desk.Do(t.Context(), desk.Ask{Actor: testkit.As("hotline/dispatcher"), Order: d.ID, Shown: shown, Commands: []order.Command{order.Urge{By: testkit.By("hotline/dispatcher")}}})
	var c *desk.Conflict
	if !errors.As(err, &c) || len(c.What) != 1 || !strings.Contains(c.What[0], "提交转办") {
		t.Errorf("err = %v", err)
	}
}

func TestNothingSaidOrCalledIsInTheLog(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		road(t, w)
		recs, err := w.Store.LogFrom(t.Context(), 0, 10000)
		if err != nil || len(recs) < 20 {
			t.Fatalf("%d records, %v", len(recs), err)
		}
		for _, r := range recs {
			for _, canary := range []string{"王秀兰", "13800001234", "138 0000 1234", "请市政股办理", "当日疏通并清运"} {
				if strings.Contains(string(r.Body), canary) {
					t.Errorf("%s holds %q", r.Kind, canary)
				}
			}
		}
	})
}
