package desk_test

import (
	"slices"
	"strings"
	"testing"

	"huiyin/internal/testkit"
)

// TestUnitsAreRemindedOfTheirNumbers: once a month, on its third working day at 8:30, a line goes to each unit that has not confirmed, to no other; whoever
// plans twice or was away asks once or not at all; a replay keeps it.
func TestUnitsAreRemindedOfTheirNumbers(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		out := func() []string {
			t.Helper()
			p, err := reader(t, w, "hotline/office_head").Outbox(t.Context(), false, "", "7812345")
			if err != nil {
				t.Fatal(err)
			}
			var to []string
			for _, o := range p.Rows {
				if strings.Contains(o.Text, "通讯录") {
					to = append(to, o.ID)
				}
			}
			slices.Sort(to)
			return to
		}
		for range 2 {
			if err := w.Desk.PlanPhones(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if err := reader(t, w, "cgj/handler").ConfirmPhones(t.Context(), "k1"); err != nil {
			t.Fatal(err)
		}
		w.Clock.Set("2026-03-04 08:29") // Monday the 2nd is the first working day
		w.Tick()
		if got := out(); len(got) != 0 {
			t.Fatalf("too early: %v", got)
		}
		w.Clock.Set("2026-03-04 08:30")
		w.Tick()
		march := []string{"phones/341622001/handler/2026-03", "phones/jyj/handler/2026-03"}
		if got := out(); !slices.Equal(got, march) {
			t.Fatalf("asked %v", got)
		}
		// A second process that starts later plans nothing for this month, and April's comes alone.
		if err := w.Desk.PlanPhones(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.Clock.Set("2026-03-31 23:59")
		w.Tick()
		if got := out(); !slices.Equal(got, march) {
			t.Errorf("asked twice: %v", got)
		}
		// Nothing ran in April: the line of April goes nowhere in May, and May's comes on its day.
		w.Clock.Set("2026-05-01 10:00")
		w.Tick()
		if got := out(); !slices.Equal(got, march) {
			t.Errorf("a reminder of another month: %v", got)
		}
		w.Clock.Set("2026-05-29 18:00")
		w.Tick()
		if got := out(); len(got) != 5 || !slices.Contains(got, "phones/cgj/handler/2026-05") {
			t.Errorf("May: %v", got)
		}
		w.CheckArchive()
	})
}
