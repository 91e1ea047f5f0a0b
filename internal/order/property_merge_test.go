package order_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
)

// TestAMergeTakenBackLeavesNothing merges an order that stands anywhere it may, lets time and urges pass, and splits it off: it stands where it stood, with the
// counters of both matters as they were, and the limit of the office whole again.
func TestAMergeTakenBackLeavesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		w.where = "merge and split"
		w.now = calendar.NewDate(2026, 1, 4).AddDays(rapid.IntRange(0, 300).Draw(t, "start")).Midnight().Add(9 * time.Hour)
		give := func(who, name string, m map[string]string) {
			w.who, w.err = who, nil
			w.do(who, commands[name].command(w, w.load(who), fixedActors["分办员"], false, args{w: w, m: m, seen: map[string]bool{}}))
			if w.err != nil {
				t.Fatalf("%s %s: %v", who, name, w.err)
			}
		}
		for _, who := range []string{"甲", "乙"} {
			give(who, "登记", map[string]string{})
			if rapid.Bool().Draw(t, who+" submitted") {
				give(who, "提交转办", map[string]string{})
				if who == "甲" && rapid.Bool().Draw(t, "dispatched") {
					give(who, "转办", map[string]string{})
				}
			}
		}
		before, lead := w.load("乙"), w.load("甲")
		give("乙", "并单", map[string]string{})
		urges := rapid.IntRange(0, 3).Draw(t, "urges")
		for range urges {
			give("乙", "催办", map[string]string{})
		}
		w.now = w.now.Add(time.Duration(rapid.IntRange(0, 2000).Draw(t, "minutes")) * time.Minute)
		give("乙", "拆分", map[string]string{})
		after, led := w.load("乙"), w.load("甲")
		if after.Status != before.Status || after.Merged != nil || len(led.Members) != 0 || led.Status != lead.Status {
			t.Fatalf("%s came back as %s under %v, the leading order is %s with %v", before.Status, after.Status, after.Merged, led.Status, led.Members)
		}
		for who, m := range map[string][2]order.Matter{"member": {before.Matter, after.Matter}, "leader": {lead.Matter, led.Matter}} {
			if m[0].Appeals() != m[1].Appeals() || m[0].Assigns() != m[1].Assigns() || m[0].Keys() != m[1].Keys() {
				t.Fatalf("%s: the counters were %d %d %d and are %d %d %d", who, m[0].Appeals(), m[0].Assigns(), m[0].Keys(), m[1].Appeals(), m[1].Assigns(), m[1].Keys())
			}
		}
		if after.Urges != before.Urges+urges || led.Urges != lead.Urges+urges {
			t.Fatalf("%d urges are counted as %d on the member, %d on the leading order", urges, after.Urges, led.Urges)
		}
		if len(order.Timers(after)) != len(order.Timers(before)) || len(order.Duties(after)) != len(order.Duties(before)) {
			t.Fatalf("clocks %v, duties %v", order.Timers(after), order.Duties(after))
		}
		w.refold()
	})
}

// Of more than twenty merged callers twenty are visited, whoever asks in whatever order; of fewer everybody (domain.md §13.22).
func TestVisitsOfManyMergedCallersAreDrawn(t *testing.T) {
	for _, n := range []int{1, 20, 21, 100} {
		w := newWorld(t)
		w.who = "甲"
		w.now = calendar.NewDate(2026, 3, 2).Midnight().Add(9 * time.Hour)
		w.do("甲", commands["登记"].command(w, w.load("甲"), fixedActors["话务员"], true, args{w: w, m: map[string]string{}, seen: map[string]bool{}}))
		under := w.load("甲").Leads()
		under.Status = order.ToFeedback
		for i := range n {
			under.Members = append(under.Members, fmt.Sprintf("m%03d", i))
		}
		visits := 0
		for _, id := range under.Members {
			s := w.load("甲")
			s.ID, s.Status, s.Merged = id, order.Merged, &order.Merging{Leader: under.ID}
			out, err := order.Decide(s, order.ShareResult{Under: under}, w.p, w.now)
			if err != nil || len(out) != 1 {
				t.Fatalf("%v %v", out, err)
			}
			if out[0].(order.ResultShared).Visit {
				visits++
			}
		}
		if visits != min(n, 20) {
			t.Errorf("%d of %d merged callers are visited", visits, n)
		}
	}
}
