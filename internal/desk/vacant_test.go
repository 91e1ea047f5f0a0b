package desk_test

import (
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

func toldOf(all []desk.Message, words string) (out []desk.Message) {
	for _, m := range all {
		if strings.Contains(m.Text, words) {
			out = append(out, m)
		}
	}
	return out
}

// TestWhoStandsInForAnEmptyPostIsTold: a unit with open orders and no handler keeps receiving (domain.md §13.9); the next post hears of it each working day
// until somebody is appointed, the head on Monday.
func TestWhoStandsInForAnEmptyPostIsTold(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		people(t, w, map[string]org.PostID{"p": "cgj/principal", "h": "jyj/handler"})
		w.Dispatched("cgj")
		w.Dispatched("jyj")
		for range 2 {
			if err := w.Desk.PlanAttendance(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Desk.PlanMonday(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.Clock.Set("2026-03-03 00:00")
		w.Tick()
		const words = "没有具办人员，1件在办工单暂由您负责"
		if m := toldOf(inbox(t, w, "cgj/principal"), words); len(m) != 1 {
			t.Errorf("the principal stands in: %+v", m)
		}
		for _, p := range []org.PostID{"jyj/principal", "jyj/handler", "cgj/handler", org.PostOfficeHead} {
			if m := toldOf(inbox(t, w, p), words); len(m) != 0 {
				t.Errorf("%s is told: %+v", p, m)
			}
		}
		w.Clock.Set("2026-03-09 09:00")
		w.Tick()
		if m := toldOf(inbox(t, w, org.PostOfficeHead), "有1个单位没有具办人员"); len(m) != 1 {
			t.Errorf("the head on Monday: %+v", m)
		}
		people(t, w, map[string]org.PostID{"n": "cgj/handler"})
		before := len(toldOf(inbox(t, w, "cgj/principal"), words))
		w.Clock.Set("2026-03-10 00:00")
		w.Tick()
		if m := toldOf(inbox(t, w, "cgj/principal"), words); len(m) != before {
			t.Errorf("told on although somebody was appointed: %d, then %d", before, len(m))
		}
		whole(t, w)
	})
}

// TestADayThatStaysUnequalIsTold: Art. 9: who must look hears once of a comparison that nothing made good within a working day.
func TestADayThatStaysUnequalIsTold(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		sent(t, w, w.Complaint())
		for _, x := range []office.Tally{{Day: "2026-03-02", Channel: "D1", Received: 2, Note: "一件还在核对。"}, {Day: "2026-03-02", Channel: "D2", Received: 0}} {
			if err := w.Desk.Reconcile(t.Context(), testkit.As("hotline/dispatcher"), x, "k"+x.Channel); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Desk.PlanAttendance(t.Context()); err != nil {
			t.Fatal(err)
		}
		told := func(p org.PostID) []desk.Message {
			return toldOf(inbox(t, w, p), "有1个来源来件与登记仍不一致")
		}
		w.Clock.Set("2026-03-03 00:00")
		w.Tick()
		if m := told(org.PostOfficeHead); len(m) != 0 {
			t.Errorf("told while it may still be made good: %+v", m)
		}
		for _, at := range []string{"2026-03-04 00:00", "2026-03-06 00:00"} {
			w.Clock.Set(at)
			w.Tick()
			for _, p := range []org.PostID{org.PostOfficeHead, "hotline/dispatcher"} {
				if m := told(p); len(m) != 1 || m[0].Href != "/reconciliation?day=2026-03-02" {
					t.Errorf("%s, %s: %+v", at, p, m)
				}
			}
		}
		if m := told("hotline/operator"); len(m) != 0 {
			t.Errorf("an operator is told: %+v", m)
		}
		whole(t, w)
	})
}
