package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// reviewedTermination is a matter's second order whose termination the office has reviewed.
func reviewedTermination(t *testing.T, w *testkit.World) string {
	t.Helper()
	sent := func(head org.PostID, link func(id string)) string {
		id := w.Do("hotline/operator", "", w.Complaint()).ID
		link(id)
		w.Do("hotline/operator", id, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "d-" + id, Proposal: order.Proposal{Unit: "cgj"}})
		w.Do(head, id, order.Dispatch{By: testkit.By(head), To: order.Target{Unit: "cgj"}, Requirements: "核查", Text: "下水道堵塞"})
		return id
	}
	first := sent("hotline/dispatcher", func(string) {})
	w.Do("hotline/operator", first, order.Withdraw{By: testkit.By("hotline/operator"), At: w.Clock.Now(), Means: "phone", Note: order.Private{Text: "先不办了"}})
	w.Clock.Add(time.Minute)
	id := sent("hotline/office_head", func(id string) {
		r := reader(t, w, "hotline/dispatcher")
		link, target, err := r.LinkAgain(t.Context(), id, first, "同一地点", false)
		if err != nil {
			t.Fatal(err)
		}
		w.Do("hotline/dispatcher", id, order.LinkMatter{By: testkit.By("hotline/dispatcher"), Target: target, Link: *link})
	})
	by := testkit.By("cgj/handler")
	w.Do("cgj/handler", id, order.RecordContact{By: by, At: w.Clock.Now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true})
	w.Do("cgj/principal", id, order.AssignInUnit{By: testkit.By("cgj/principal"), Lead: org.UnitPrincipal, Handler: "a-cgj/handler"})
	w.Do("cgj/principal", id, order.AskTermination{By: testkit.By("cgj/principal"), Ground: order.BeyondPolicy, Basis: "《安徽省市政设施管理条例》", Reason: order.Private{Text: "王秀兰要求超出政策"},
		Answers: order.Private{Text: "两次答复"}, Persuasion: order.Private{Text: "上门解释"}})
	w.Do("hotline/reviewer", id, order.ReviewTermination{By: testkit.By("hotline/reviewer")})
	return id
}

// TestTerminationsInBatches: Art. 20 over both databases: batches of any size with numbers that have no gap, sent twice they are one; the magistrate agrees to one
// line and refuses another, or does it on paper; who may not see a batch does not; a replay finds the same.
func TestTerminationsInBatches(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		ids := []string{reviewedTermination(t, w), reviewedTermination(t, w), reviewedTermination(t, w)}
		head := reader(t, w, "hotline/office_head")
		h, err := head.Terminations(ctx)
		if err != nil || len(h.Gather) != 3 || len(h.Batches) != 0 {
			t.Fatalf("%d to gather, %d batches, %v", len(h.Gather), len(h.Batches), err)
		}
		items := []desk.BatchItem{{ID: ids[0]}, {ID: ids[1]}, {ID: "nothing"}}
		batch, out, err := w.Desk.SubmitTerminations(ctx, testkit.As("hotline/office_head"), items, "key-of-the-form-1")
		if err != nil || len(out) != 3 || !out[0].OK || !out[1].OK || out[2].OK {
			t.Fatalf("%v %+v", err, out)
		}
		again, out, err := w.Desk.SubmitTerminations(ctx, testkit.As("hotline/office_head"), items[:2], "key-of-the-form-1")
		if err != nil || again != batch || !out[0].OK || !out[1].OK {
			t.Fatalf("sent twice: %s %v %+v", again, err, out)
		}
		if _, _, err := w.Desk.SubmitTerminations(ctx, testkit.As("hotline/dispatcher"), items, "k"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a dispatcher makes a batch: %v", err)
		}
		if _, out, err := w.Desk.SubmitTerminations(ctx, testkit.As("hotline/office_head"), items[:1], "key-of-the-form-2"); err != nil || out[0].OK || out[0].Article != "第二十条" {
			t.Errorf("an order was put on two batches: %v %+v", err, out)
		}
		single, _, err := w.Desk.SubmitTerminations(ctx, testkit.As("hotline/reviewer"), []desk.BatchItem{{ID: ids[2]}}, "key-of-the-form-3")
		if err != nil {
			t.Fatal(err)
		}
		chief := reader(t, w, org.PostMagistrate)
		for i, id := range []string{batch, single} {
			b, err := chief.TerminationBatch(ctx, id)
			if err != nil || b.Number != fmt.Sprintf("蒙热终〔2026〕%d号", i+1) || !b.Mine {
				t.Errorf("batch %d: %q mine %v, %v", i, b.Number, b.Mine, err)
			}
		}
		for _, post := range []org.PostID{"cgj/principal", "hotline/visitor", "hotline/operator", org.PostHotlineDeputy} {
			if _, err := reader(t, w, post).TerminationBatch(ctx, batch); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s reads the batch: %v", post, err)
			}
		}
		if _, err := chief.TerminationBatch(ctx, "no-such"); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("no batch: %v", err)
		}
		// The unit that sees its way again takes its application back, and asks anew; the line on the batch says so (Art. 20).
		withdrawn := reviewedTermination(t, w)
		if _, _, err := w.Desk.SubmitTerminations(ctx, testkit.As("hotline/office_head"), []desk.BatchItem{{ID: withdrawn}}, "key-of-the-form-4"); err != nil {
			t.Fatal(err)
		}
		batch4 := w.Order("hotline/office_head", withdrawn).Termination.Batch
		if _, err := w.Try("hotline/reviewer", withdrawn, order.WithdrawTermination{By: testkit.By("hotline/reviewer"), Reason: order.Private{Text: "代撤"}}); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("the office takes it back: %v", err)
		}
		w.Do("cgj/handler", withdrawn, order.WithdrawTermination{By: testkit.By("cgj/handler"), Reason: order.Private{Text: "路面积水属实，先处理"}})
		if b, err := chief.TerminationBatch(ctx, batch4); err != nil || b.Items[0].State != "单位已撤回" || b.Mine || !b.Done {
			t.Errorf("the line of a withdrawn application: %+v %v", b, err)
		}
		if v := w.Order("cgj/handler", withdrawn); v.Status != order.InProgress || v.Termination.Withdrawn == "" || v.Termination.Opinion != "路面积水属实，先处理" {
			t.Errorf("withdrawn: %s %+v", v.StatusName, v.Termination)
		}
		cards, n, err := chief.SignCards(ctx)
		if err != nil || n != 3 || cards[0].What != "终结批示" || !strings.Contains(cards[0].Summary, "超出政策规定") {
			t.Fatalf("%d cards, %v, %+v", n, err, cards)
		}
		words := []desk.TerminationWord{{Order: ids[0], Opinion: "同意。"}, {Order: ids[1], Refuses: true, Opinion: "再做工作。"}}
		for range 2 {
			got, err := w.Desk.SignTerminations(ctx, chief, batch, words, nil, "", "sign-1")
			if err != nil || !got[0].OK && got[0].Article != "第二十条" {
				t.Fatalf("%v %+v", err, got)
			}
		}
		if a, b := w.Order("hotline/dispatcher", ids[0]), w.Order("cgj/handler", ids[1]); a.Status != order.AwaitingCancel || b.Status != order.InProgress || b.Termination.Opinion != "再做工作。" {
			t.Errorf("%s, %s, %+v", a.StatusName, b.StatusName, b.Termination)
		}
		// The single one comes on paper.
		clerk := reader(t, w, "hotline/dispatcher")
		steps, err := clerk.FolderSteps(ctx)
		if err != nil || len(steps) != 1 || steps[0].What != "终结呈批" || steps[0].Order.ID != ids[2] {
			t.Fatalf("folder: %v %+v", err, steps)
		}
		w.Do("hotline/dispatcher", ids[2], order.RecordPaper{By: testkit.By("hotline/dispatcher"), Chain: steps[0].Chain, On: w.Clock.Now(), Opinion: order.Private{Text: "同意终结"}, Blob: "scan"})
		w.Do("hotline/office_head", ids[2], order.ConfirmPaper{By: testkit.By("hotline/office_head"), Chain: steps[0].Chain})
		w.Do("hotline/dispatcher", ids[2], order.RecordCancellation{By: testkit.By("hotline/dispatcher"), On: w.Clock.Now()})
		if v := w.Order("hotline/dispatcher", ids[2]); v.Status != order.Terminated || v.Chains[len(v.Chains)-1].Title != "终结批示" {
			t.Errorf("on paper: %s", v.StatusName)
		}
		// A further call is explained by the operator; a dispatch asks what is new.
		next := w.Do("hotline/operator", "", w.Complaint()).ID
		link, target, err := clerk.LinkAgain(ctx, next, ids[2], "同一地点", false)
		if err != nil {
			t.Fatal(err)
		}
		w.Do("hotline/dispatcher", next, order.LinkMatter{By: testkit.By("hotline/dispatcher"), Target: target, Link: *link})
		if v := w.Order("hotline/operator", next); v.Ended == nil || v.Ended.ID != ids[2] || !slices.ContainsFunc(v.Acts, func(p desk.Panel) bool { return p.Act == "explain" }) {
			t.Errorf("the page does not say that the matter is terminated: %+v", v.Ended)
		}
		w.Do("hotline/operator", next, order.Explain{By: testkit.By("hotline/operator"), Told: order.Private{Text: "已终结，王秀兰听了解释"}})
		if _, _, err := w.Store.Replay(ctx); err != nil {
			t.Fatal(err)
		}
		if bad, err := w.Store.CheckProjections(ctx); err != nil || len(bad) > 0 {
			t.Errorf("check: %v %v", bad, err)
		}
		if b, err := head.TerminationBatch(ctx, batch); err != nil || len(b.Items) != 2 || b.Items[1].State != "未同意" {
			t.Errorf("after a replay: %v %+v", err, b)
		}
	})
}

// TestATerminationDoesNotExistForWhomItReports: Art. 23(6) on the pages of Art. 20: a reviewer who is reported sees the application neither on the page nor on a
// batch, and puts it on none; where its unit is reported while the magistrate is asked, the order leaves the batch with the unit.
func TestATerminationDoesNotExistForWhomItReports(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		one, two := reviewedTermination(t, w), reviewedTermination(t, w)
		report := func(id string, p order.Party) {
			w.Do("hotline/office_head", id, order.Correct{By: testkit.By("hotline/office_head"), Party: &p, Reason: order.Private{Text: "来电人补充"}})
		}
		report(one, order.Party{Posts: []org.PostID{"hotline/reviewer"}})
		reviewer, head := reader(t, w, "hotline/reviewer"), reader(t, w, "hotline/office_head")
		if h, err := reviewer.Terminations(ctx); err != nil || len(h.Gather) != 1 || h.Gather[0].ID != two {
			t.Fatalf("the reported reviewer gathers %+v %v", h.Gather, err)
		}
		if _, out, err := w.Desk.SubmitTerminations(ctx, testkit.As("hotline/reviewer"), []desk.BatchItem{{ID: one}}, "key-of-a-form-7"); err == nil && out[0].OK {
			t.Error("the reported reviewer puts the order before the magistrate")
		}
		batch, out, err := w.Desk.SubmitTerminations(ctx, testkit.As("hotline/office_head"), []desk.BatchItem{{ID: one}}, "key-of-a-form-8")
		if err != nil || !out[0].OK {
			t.Fatalf("%v %+v", err, out)
		}
		if _, err := reviewer.TerminationBatch(ctx, batch); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("the reported reviewer opens the batch: %v", err)
		}
		if h, err := reviewer.Terminations(ctx); err != nil || len(h.Batches) != 0 {
			t.Errorf("the reported reviewer sees batches %+v %v", h.Batches, err)
		}
		if b, err := head.TerminationBatch(ctx, batch); err != nil || len(b.Items) != 1 || b.Items[0].State != "待县长批示" {
			t.Errorf("the head's batch %+v %v", b, err)
		}
		report(one, order.Party{Unit: "cgj", Posts: []org.PostID{"hotline/reviewer"}})
		if b, err := head.TerminationBatch(ctx, batch); err != nil || len(b.Items) != 1 || b.Items[0].State != "已撤出" || !b.Done {
			t.Errorf("after the unit was reported the batch says %+v %v", b, err)
		}
		if v := w.Order("hotline/office_head", one); v.UnitID != "" || v.Status != order.PendingDispatch && v.Status != order.PendingApproval {
			t.Errorf("the order lies at %s, %s", v.UnitID, v.Status)
		}
		if _, err := reader(t, w, "cgj/principal").Order(ctx, one); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("the reported unit reads on: %v", err)
		}
		w.CheckArchive()
	})
}
