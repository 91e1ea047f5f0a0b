package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/testkit"
)

// TestReturnAndDesignation: Art. 16 and 21(3) as the people meet them, over both databases: the button closes at the very instant, the unit that let
// an order go no longer knows it, two returns lead to a meeting whose minutes suggest the unit next time, and a replay finds the same.
func TestReturnAndDesignation(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		open := func() string {
			id := w.Do("hotline/operator", "", w.Complaint(), order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c1", Proposal: order.Proposal{Unit: "cgj"}}).ID
			w.Do("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj"}, Requirements: "疏通", Text: "下水道堵塞"})
			return id
		}
		has := func(post org.PostID, id, act string) bool {
			return slices.ContainsFunc(w.Order(post, id).Acts, func(p desk.Panel) bool { return p.Act == act })
		}
		ask := func(post org.PostID, right org.UnitID) order.Command {
			return order.AskReturn{By: testkit.By(post), Reason: order.Private{Text: "管护单位不是我们，王秀兰也知道"}, Right: right}
		}
		w.Clock.Set("2026-03-02 09:00")
		silent := open()
		w.Clock.Set("2026-03-03 23:59")
		if !has("cgj/handler", silent, "ask_return") {
			t.Error("no button a minute before the end")
		}
		w.Clock.Set("2026-03-04 00:00")
		if has("cgj/handler", silent, "ask_return") {
			t.Error("the button is there at 24:00")
		}
		_, err := w.Try("cgj/handler", silent, ask("cgj/handler", "jyj"))
		var no *regulation.Refusal
		if !errors.As(err, &no) || no.Article != regulation.Art16 || no.Code != "too_late" {
			t.Errorf("at 24:00: %v", err)
		}

		w.Clock.Set("2026-03-04 09:00")
		id := open()
		w.Do("cgj/handler", id, ask("cgj/handler", "jyj"))
		if v := w.Order("hotline/dispatcher", id); v.Status != order.ReturnReview || !v.Returning.Asked || !strings.Contains(v.Returning.Reason, "管护单位") || !has("hotline/dispatcher", id, "decide_return") {
			t.Errorf("review: %s %+v", v.Status, v.Returning)
		}
		w.Do("hotline/dispatcher", id, order.DecideReturn{By: testkit.By("hotline/dispatcher"), ChainID: "c2", Accept: true})
		for _, post := range []org.PostID{"cgj/handler", "cgj/principal"} {
			if _, err := reader(t, w, post).Order(t.Context(), id); !errors.Is(err, desk.ErrNotFound) {
				t.Errorf("%s still reads the returned order: %v", post, err)
			}
		}
		w.Do("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "jyj"}, Requirements: "疏通", Text: "下水道堵塞"})
		w.Do("jyj/handler", id, ask("jyj/handler", "cgj"))
		w.Do("hotline/dispatcher", id, order.DecideReturn{By: testkit.By("hotline/dispatcher"), ChainID: "c3", Accept: true})
		if has("hotline/dispatcher", id, "designate") || !has("hotline/office_head", id, "designate") {
			t.Error("the head designates")
		}
		w.Do("hotline/office_head", id, order.Designate{By: testkit.By("hotline/office_head"), ChainID: "c4", To: order.Target{Unit: "cgj"}, Participants: "县热线办、县委编办", Grounds: "三定方案第三条",
			Minutes: order.Private{Text: "王秀兰的来电已说明"}, Requirements: "疏通", Text: "下水道堵塞"})
		if v := w.Order("cgj/handler", id); v.Status != order.Dispatched || !v.Returning.Designated || v.Assigns != 1 || has("cgj/handler", id, "ask_return") {
			t.Errorf("designated: %s %+v, assigned %d times", v.Status, v.Returning, v.Assigns)
		}
		next := w.Do("hotline/operator", "", w.Complaint()).ID
		if v := w.Order("hotline/dispatcher", next); len(v.Suggested) != 1 || v.Suggested[0].Unit != "cgj" || !strings.Contains(v.Suggested[0].Reason, "三定方案第三条") {
			t.Errorf("the directory suggests %+v", v.Suggested)
		}
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		if bad, err := w.Store.CheckProjections(t.Context()); err != nil || len(bad) > 0 {
			t.Errorf("check: %v %v", bad, err)
		}
		if v := w.Order("hotline/dispatcher", next); len(v.Suggested) != 1 {
			t.Errorf("after a replay the directory suggests %+v", v.Suggested)
		}
	})
}
