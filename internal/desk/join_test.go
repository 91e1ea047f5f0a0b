package desk_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
	"huiyin/internal/testkit"
)

// letter is a key letter of an outer channel about the complaint.
func letter(w *testkit.World, channel, number string, due time.Time) order.Register {
	c := w.Complaint()
	c.Request.Channel, c.Request.OuterNo, c.Request.OuterDue = channel, number, &due
	c.Request.Words = order.Private{Text: "网友王秀兰：北城社区东侧路口下水道堵了一周，请问何时修好？"}
	return c
}

// signedLetter registers a key letter, joins it to an open order, has it signed where it must be, and joins it then.
func signedLetter(t *testing.T, w *testkit.World, lead string, c order.Register, by org.PostID) string {
	t.Helper()
	id := w.Do("hotline/operator", "", c).ID
	open, err := reader(t, w, "hotline/dispatcher").Joinable(t.Context(), id)
	if err != nil || len(open) == 0 || open[0].ID != lead {
		t.Fatalf("the open order is not proposed: %+v %v", open, err)
	}
	link, target, err := reader(t, w, "hotline/dispatcher").JoinLink(t.Context(), id, lead)
	if err != nil || link == nil {
		t.Fatalf("no link is proposed: %v %v", link, err)
	}
	disp := testkit.By("hotline/dispatcher")
	done := w.Do("hotline/dispatcher", id, order.LinkMatter{By: disp, Target: target, Link: *link}, order.Join{By: disp, Under: order.Leading{ID: lead}, Ask: "另问何时修好，请一并答复。"})
	if by == "" {
		if done.Status != string(order.Merged) {
			t.Fatalf("signatures that were given are asked again: %s", done.Status)
		}
		return id
	}
	if done.Status != string(order.PendingApproval) {
		t.Fatalf("a key letter goes to the unit unsigned: %s", done.Status)
	}
	sign(t, w, id, by)
	v := w.Order("hotline/dispatcher", id)
	if len(v.Acts) == 0 || v.Acts[0].Act != "join" && v.Acts[0].Act != "dispatch" || v.Proposal.Join != lead {
		t.Errorf("a signed letter does not wait to be joined: %+v", v.Acts)
	}
	if done := w.Do("hotline/dispatcher", id, order.Join{By: disp, Under: order.Leading{ID: lead}, Ask: "另问何时修好，请一并答复。"}); done.Status != string(order.Merged) {
		t.Fatalf("joined: %s", done.Status)
	}
	return id
}

func sign(t *testing.T, w *testkit.World, id string, by org.PostID) {
	t.Helper()
	for _, p := range w.Order(by, id).Acts {
		if p.Act == "sign_step" {
			w.Do(by, id, order.SignStep{By: testkit.By(by), Chain: p.Chain.ID, Step: p.Step, Opinion: order.Private{Text: "同意"}})
			return
		}
	}
	t.Fatalf("%s has nothing to sign in %s", by, id)
}

// TestKeyLettersOnAnOpenOrderAreHandledOnceAndAnsweredEach: two letters of two outer channels on one open order of the city's. Each is signed as M1 asks, the open order turns
// key with the nearer limit, the unit learns the channels and no caller, one result is signed by the county, and each platform is owed it.
func TestKeyLettersOnAnOpenOrderAreHandledOnceAndAnsweredEach(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		c := w.Complaint()
		late := time.Date(2026, 3, 31, 16, 0, 0, 0, time.UTC)
		c.Request.Channel, c.Request.OuterNo, c.Request.OuterDue = "C1", "SZ1", &late
		lead := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c1", Proposal: order.Proposal{Unit: "cgj"}}).ID
		v := w.Order("hotline/dispatcher", lead)
		w.Do("hotline/dispatcher", lead, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj", Deputy: "county/deputy.1"}, Requirements: "查清堵塞原因并疏通", Text: v.DraftText})
		one := signedLetter(t, w, lead, letter(w, "N1", "RM1", time.Date(2026, 3, 12, 16, 0, 0, 0, time.UTC)), org.PostGovHead)
		two := signedLetter(t, w, lead, letter(w, "C2", "DZ1", time.Date(2026, 3, 20, 16, 0, 0, 0, time.UTC)), org.PostHotlineDeputy)
		third := signedLetter(t, w, lead, letter(w, "N4", "SZLY1", late), "")
		v = w.Order("cgj/principal", lead)
		if !v.Key || !v.PrincipalOwn || v.Head == nil || !v.Head.Due.Equal(time.Date(2026, 3, 9, 16, 0, 0, 0, time.UTC)) {
			t.Errorf("the open order did not turn key, or kept its limit: %+v", v.Head)
		}
		m, err := reader(t, w, "cgj/handler").Merging(t.Context(), lead)
		if err != nil || m.Count != 0 || len(m.Letters) != 3 || m.Letters[0].Channel == "" || m.Letters[0].Number != "" || !strings.Contains(m.Letters[0].Due, "3月12日") || m.Letters[0].Ask == "" {
			t.Errorf("the unit is told %+v (%v)", m, err)
		}
		if shown := fmt.Sprintf("%+v %+v", w.Order("cgj/handler", lead), m); strings.Contains(shown, "网友王秀兰") || strings.Contains(shown, w.Order("hotline/dispatcher", one).Number) {
			t.Error("the unit reads who wrote the letter")
		}
		if _, err := reader(t, w, "cgj/handler").Order(t.Context(), one); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("the unit opens the letter: %v", err)
		}
		w.CheckArchive()
		w.Clock.Set("2026-03-02 15:00")
		w.Do("cgj/handler", lead, order.SignFor{By: testkit.By("cgj/handler")})
		w.Do("cgj/principal", lead, order.AssignInUnit{By: testkit.By("cgj/principal"), Lead: org.UnitPrincipal, Handler: "a-cgj/handler", Opinion: order.Private{Text: "我来办"}})
		replied(t, w, lead)
		for _, p := range []org.PostID{"county/deputy.1", org.PostHotlineDeputy, org.PostMagistrate} {
			sign(t, w, lead, p)
		}
		w.Tick()
		for _, id := range []string{one, two, third} {
			if v := w.Order("hotline/visitor", id); v.Status != order.ToFeedback {
				t.Fatalf("the result did not reach letter %s: %s", v.Number, v.StatusName)
			}
		}
		page, err := reader(t, w, "hotline/visitor").Backfill(t.Context(), "", 500)
		if err != nil || page.Total != 4 || len(page.Rows) != 4 || page.Rows[0].OuterNo != "RM1" {
			t.Fatalf("owed to the platforms: %+v (%v)", page, err)
		}
		for _, r := range page.Rows {
			if !strings.Contains(r.Reply, "加装防护网") {
				t.Errorf("%s has no reply to type in: %q", r.OuterNo, r.Reply)
			}
		}
		w.Clock.Set("2026-03-06 09:00")
		vis := testkit.By("hotline/visitor")
		if _, err := w.Desk.MarkBackfilled(t.Context(), testkit.As("hotline/visitor"), one, "b1", nil); err != nil {
			t.Fatal(err)
		}
		if d := w.Do("hotline/visitor", one, order.GiveFeedback{By: vis, At: w.Clock.Now(), Means: "outer", Outer: true}); d.Status != string(order.Closed) {
			t.Errorf("the letter is %s", d.Status)
		}
		if page, err = reader(t, w, "hotline/visitor").Backfill(t.Context(), "", 500); err != nil || page.Total != 3 {
			t.Errorf("still owed: %d (%v)", page.Total, err)
		}
		w.CheckArchive()
	})
}

// The head alone sets the key flag, with a reason; it stands on the order, in the figures and on no outcome that leaders have signed.
func TestTheKeyFlagIsTheHeadsWithAReason(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := w.Dispatched("cgj")
		head := testkit.By(org.PostOfficeHead)
		for _, who := range []org.PostID{"hotline/dispatcher", "hotline/operator", "cgj/principal", "county/magistrate"} {
			if _, err := w.Try(who, id, order.SwitchKey{By: testkit.By(who), Key: true, Reason: order.Private{Text: "重要"}}); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s sets the key flag: %v", who, err)
			}
		}
		var no *regulation.Refusal
		if _, err := w.Try(org.PostOfficeHead, id, order.SwitchKey{By: head, Key: true}); !errors.As(err, &no) || no.Code != "missing_reason" {
			t.Errorf("without a reason: %v", err)
		}
		w.Do(org.PostOfficeHead, id, order.SwitchKey{By: head, Key: true, Reason: order.Private{Text: "王秀兰家门口，媒体关注"}})
		v := w.Order(org.PostOfficeHead, id)
		if !v.Key || !v.PrincipalOwn || v.Keys != 1 || !strings.Contains(fmt.Sprintf("%+v", v.Items), "媒体关注") {
			t.Errorf("set: %+v", v.Items)
		}
		w.Do(org.PostOfficeHead, id, order.SwitchKey{By: head, Reason: order.Private{Text: "核实不是重点件"}})
		if v := w.Order(org.PostOfficeHead, id); v.Key || v.PrincipalOwn || v.Level != policy.NoSigner {
			t.Errorf("taken back: %+v", v)
		}
		w.CheckArchive()
	})
}
