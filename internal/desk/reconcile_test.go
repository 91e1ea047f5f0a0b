package desk_test

import (
	"errors"
	"testing"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestReconciliation: what a source says against the facts; an order that is registered late shows as a difference that then closes.
func TestReconciliation(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		sent(t, w, w.Complaint())
		today := calendar.DateOf(w.Clock.Now())
		who := testkit.As("hotline/dispatcher")
		row := func() desk.TallyRow {
			v, err := reader(t, w, "hotline/dispatcher").Reconciliation(t.Context(), today)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range v.Rows {
				if x.Channel == "D1" {
					return x
				}
			}
			t.Fatal("no row of the hotline")
			return desk.TallyRow{}
		}
		if x := row(); x.Registered != 1 || x.Checked || x.Off() != 0 {
			t.Fatalf("before anybody compared: %+v", x)
		}
		tally := office.Tally{Day: today.String(), Channel: "D1", Received: 2}
		if err := w.Desk.Reconcile(t.Context(), who, tally, "k1"); err == nil {
			t.Error("a difference was taken without a note")
		}
		tally.Note = "一件记在纸上，稍后补录。"
		for range 2 { // pressed twice
			if err := w.Desk.Reconcile(t.Context(), who, tally, "k2"); err != nil {
				t.Fatal(err)
			}
		}
		if x := row(); x.Off() != 1 || x.Then != 1 || x.Received != 2 || x.By == "" {
			t.Fatalf("one is missing: %+v", x)
		}
		sent(t, w, w.Complaint())
		if x := row(); x.Off() != 0 || x.Registered != 2 || x.Then != 1 {
			t.Fatalf("after it was registered: %+v", x)
		}
		for _, p := range []org.PostID{"hotline/operator", "cgj/handler"} {
			if err := w.Desk.Reconcile(t.Context(), testkit.As(p), tally, "k3"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s compared: %v", p, err)
			}
		}
		if _, err := reader(t, w, "cgj/handler").Reconciliation(t.Context(), today); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a unit reads the comparison: %v", err)
		}
		if err := w.Desk.Reconcile(t.Context(), who, office.Tally{Day: today.AddDays(1).String(), Channel: "D1"}, "k4"); err == nil {
			t.Error("tomorrow was compared")
		}
	})
}
