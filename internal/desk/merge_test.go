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
	"huiyin/internal/regulation"
	"huiyin/internal/testkit"
)

// neighbour is the same outage told by somebody else.
func neighbour(w *testkit.World, phone, name string) order.Register {
	c := w.Complaint()
	c.Request.Phone, c.Request.Name = order.Private{Text: phone}, order.Private{Text: name}
	c.Request.Words = order.Private{Text: "我是" + name + "，北城社区下水道堵了，污水满地。"}
	return c
}

// TestMergedOrdersAreHandledOnceAndAnsweredEach merges a secret neighbour's order under one at the unit: the unit learns how many there are and nothing of whom; his
// urge counts on both and stays with him; the common result reaches him by itself, and he is answered and visited on his own number.
func TestMergedOrdersAreHandledOnceAndAnsweredEach(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		lead := w.Dispatched("cgj")
		c := neighbour(w, "13955556666", "赵德柱")
		c.Request.Secrecy = order.Secret
		member := w.Do("hotline/operator", "", c).ID
		by := testkit.By("hotline/dispatcher")
		done := w.Do("hotline/dispatcher", member, order.Merge{By: by, Under: order.Leading{ID: lead}, Reason: order.Private{Text: "同一处堵塞"}})
		if done.Status != string(order.Merged) {
			t.Fatalf("merged: %+v", done)
		}
		w.Do("hotline/operator", member, order.Urge{By: testkit.By("hotline/operator"), Caller: true, Note: order.Private{Text: "赵德柱又来电催"}})
		if v := w.Order("hotline/dispatcher", lead); v.Urges != 1 {
			t.Errorf("the leading order counts %d urges", v.Urges)
		}
		number := w.Order("hotline/dispatcher", member).Number
		unit := reader(t, w, "cgj/handler")
		m, err := unit.Merging(t.Context(), lead)
		if err != nil || m.Count != 1 || len(m.Members) != 0 {
			t.Errorf("the unit is told %+v (%v)", m, err)
		}
		if shown := fmt.Sprintf("%+v %+v", w.Order("cgj/handler", lead), m); strings.Contains(shown, "赵德柱") || strings.Contains(shown, number) || !strings.Contains(shown, "他人反映的1件") {
			t.Errorf("the unit's page tells of the merged caller, or nothing of the merge: %s", shown)
		}
		if _, err := unit.Order(t.Context(), member); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("the unit opens the merged order: %v", err)
		}
		if m, err := reader(t, w, "hotline/visitor").Merging(t.Context(), lead); err != nil || len(m.Members) != 1 || m.Members[0].Number != number {
			t.Errorf("the office is told %+v (%v)", m, err)
		}
		w.Clock.Set("2026-03-02 15:00")
		handled(t, w, lead)
		w.Tick()
		if v := w.Order("hotline/visitor", member); v.Status != order.ToFeedback {
			t.Fatalf("the result did not reach the merged order: %s", v.StatusName)
		}
		w.Clock.Set("2026-03-06 09:00")
		vis := testkit.By("hotline/visitor")
		w.Do("hotline/visitor", member, order.GiveFeedback{By: vis, At: w.Clock.Now(), Means: "phone"})
		w.Do("hotline/visitor", member, order.RecordVisit{By: vis, At: w.Clock.Now(), Reached: true, Contacted: "unsure", Solved: order.SolvedYes, Satisfaction: order.Satisfied})
		if v := w.Order("hotline/visitor", member); v.Status != order.Closed || v.Number != number {
			t.Errorf("the merged order is %s", v.StatusName)
		}
		if v := w.Order("hotline/visitor", lead); v.Status != order.ToFeedback {
			t.Errorf("the leading order is %s", v.StatusName)
		}
		w.CheckArchive()
	})
}

// A merge is taken back whole, one submission is one deed, and an order that reports the unit that leads is refused without a trace.
func TestAMergeIsTakenBackAndKeepsApartWhoMustBe(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		lead := w.Dispatched("cgj")
		member := w.Do("hotline/operator", "", neighbour(w, "13955556666", "赵德柱")).ID
		by := testkit.By("hotline/dispatcher")
		ask := desk.Ask{Actor: testkit.As("hotline/dispatcher"), Order: member, Route: "test", Key: "once", Commands: []order.Command{order.Merge{By: by, Under: order.Leading{ID: lead}}}}
		for range 2 {
			if d, err := w.Desk.Do(t.Context(), ask); err != nil || d.Status != string(order.Merged) {
				t.Fatalf("%+v %v", d, err)
			}
		}
		if v := w.Order("hotline/dispatcher", lead); strings.Count(fmt.Sprintf("%+v", v.Items), "并入") != 2 { // 并入MC…，共并入1件
			t.Errorf("the leading order's timeline: %+v", v.Items)
		}
		w.Clock.Add(48 * time.Hour)
		w.Do("hotline/dispatcher", member, order.Split{By: by, Reason: order.Private{Text: "两处堵塞"}})
		v := w.Order("hotline/dispatcher", member)
		if v.Status != order.Registered || len(v.Clocks) == 0 {
			t.Errorf("split off: %s %+v", v.StatusName, v.Clocks)
		}
		if m, err := reader(t, w, "hotline/dispatcher").Merging(t.Context(), lead); err != nil || m.Count != 0 {
			t.Errorf("the leading order keeps %+v (%v)", m, err)
		}
		against := neighbour(w, "13977778888", "孙立")
		against.Request.ReportedUnit = "cgj"
		id := w.Do("hotline/operator", "", against).ID
		head := w.Head()
		var no *regulation.Refusal
		if _, err := w.Try("hotline/dispatcher", id, order.Merge{By: by, Under: order.Leading{ID: lead}}); !errors.As(err, &no) || no.Code != "conflict" {
			t.Errorf("an order that reports the leading unit: %v", err)
		}
		if w.Head() != head {
			t.Error("a refusal left something behind")
		}
		if _, err := w.Try("hotline/outsourced", member, order.Merge{By: testkit.By("hotline/outsourced"), Under: order.Leading{ID: lead}}); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("an outsourced seat merges another's order: %v", err)
		}
		for _, who := range []org.PostID{"cgj/handler", "county/magistrate"} {
			if _, err := w.Try(who, member, order.Merge{By: testkit.By(who), Under: order.Leading{ID: lead}}); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s merges: %v", who, err)
			}
		}
		w.CheckArchive()
	})
}

// The caller of the leading order may be anonymous or want no answer: his order ends with the approval of the result, and the merged callers get theirs all
// the same (domain.md §13.22).
func TestALeadingOrderThatNobodyIsToldOfGivesItsMembersTheResult(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		c := w.Complaint()
		c.Request.NeedReply = false
		op := testkit.By("hotline/operator")
		lead := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: op, ChainID: "c", Proposal: order.Proposal{Unit: "cgj"}}).ID
		w.Do("hotline/dispatcher", lead, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj"}, Requirements: "查清原因", Text: "路口下水道堵塞，请疏通。"})
		member := w.Do("hotline/operator", "", neighbour(w, "13955556666", "赵德柱")).ID
		w.Do("hotline/dispatcher", member, order.Merge{By: testkit.By("hotline/dispatcher"), Under: order.Leading{ID: lead}})
		w.Clock.Set("2026-03-02 15:00")
		handled(t, w, lead)
		if v := w.Order("hotline/visitor", lead); v.Status != order.Closed {
			t.Fatalf("the leading order is %s", v.StatusName)
		}
		w.Tick()
		if v := w.Order("hotline/visitor", member); v.Status != order.ToFeedback {
			t.Errorf("the merged order is %s", v.StatusName)
		}
		w.CheckArchive()
	})
}
