package desk_test

import (
	"errors"
	"slices"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestTheDispatchDirectory: lines are kept by the office, propose units with reasons, and warn where a department's own matter would be pushed to a
// township (国办函〔2025〕66号); over both databases, with a replay.
func TestTheDispatchDirectory(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		by := testkit.As("hotline/dispatcher")
		line := office.Duty{Category: "0204", Units: []org.UnitID{"cgj", "jyj"}, Department: true, Basis: "县城管局三定方案第三条"}
		key := "0123456789abcdef0123456789abcdef"
		if _, err := w.Desk.SetDuty(t.Context(), testkit.As("cgj/handler"), line, 0, key); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a unit wrote the directory: %v", err)
		}
		for range 2 { // the same form twice is one line
			if got, err := w.Desk.SetDuty(t.Context(), by, line, 0, key); err != nil || got != "0204" {
				t.Fatalf("set: %s, %v", got, err)
			}
		}
		var stale *desk.Conflict
		if _, err := w.Desk.SetDuty(t.Context(), by, line, 0, "1123456789abcdef0123456789abcdef"); !errors.As(err, &stale) {
			t.Errorf("the line of another was overwritten: %v", err)
		}
		all, err := reader(t, w, "hotline/operator").Duties(t.Context(), "0204")
		if err != nil || len(all) != 1 || !all[0].Own || !all[0].Department || !slices.Equal(all[0].Units, line.Units) {
			t.Fatalf("the directory: %+v, %v", all, err)
		}
		if _, err := reader(t, w, "cgj/handler").Duties(t.Context(), ""); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a unit reads it: %v", err)
		}

		id := w.Do("hotline/operator", "", w.Complaint(), order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c1", Proposal: order.Proposal{Unit: "cgj"}}).ID
		v := w.Order("hotline/dispatcher", id)
		if len(v.Suggested) != 2 || v.Suggested[0].Unit != "cgj" || v.Suggested[0].Reason != line.Basis || !v.DepartmentDuty {
			t.Errorf("suggested: %+v, a department's own: %v", v.Suggested, v.DepartmentDuty)
		}
		send := func(unit org.UnitID, why string) error {
			_, err := w.Try("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: unit}, Requirements: "疏通", Text: "下水道堵塞", PushReason: why})
			return err
		}
		refusal(t, send("341622001", ""), "pushed_down")
		refusal(t, send("341622001", "已与13812345678说好"), "identity_in_push_reason")
		if err := send("341622001", "县城管局已委托街道代管"); err != nil {
			t.Fatal(err)
		}
		sums, err := w.Store.FactSum(t.Context(), 1<<62, "0000-00-00", "9999-99-99")
		if n := sums[[2]string{"dispatched.pushed", "341622001"}]; err != nil || n != 1 {
			t.Errorf("%d dispatches counted as pushed down, %v", n, err)
		}

		if _, err := w.Desk.EndDuty(t.Context(), by, "0204", "重新核定", 1, "2123456789abcdef0123456789abcdef"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Desk.EndDuty(t.Context(), by, "0204", "重新核定", 2, "3123456789abcdef0123456789abcdef"); err == nil {
			t.Error("ended twice")
		}
		if all, err := reader(t, w, "hotline/operator").Duties(t.Context(), "0204"); err != nil || len(all) != 0 {
			t.Errorf("after its end: %+v, %v", all, err)
		}
		if _, _, _, err := reader(t, w, "hotline/operator").Duty(t.Context(), "0204"); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("an ended line: %v", err)
		}
		if found, err := w.Store.CheckProjections(t.Context()); err != nil || len(found) > 0 {
			t.Errorf("check: %v, %v", found, err)
		}
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		if found, err := w.Store.CheckProjections(t.Context()); err != nil || len(found) > 0 {
			t.Errorf("check after a replay: %v, %v", found, err)
		}
	})
}
