package desk_test

import (
	"errors"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/testkit"
)

// TestSeveralOrdersAreMergedInOneSubmission ticks what a leading order's page lists: what may be merged is merged, what may not says why, a form sent twice is
// one deed, and whoever has nothing to do with intake is shut out.
func TestSeveralOrdersAreMergedInOneSubmission(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		lead := w.Dispatched("cgj")
		a := w.Do("hotline/operator", "", neighbour(w, "13955556666", "赵德柱")).ID
		b := w.Do("hotline/operator", "", neighbour(w, "13977778888", "孙立")).ID
		other := neighbour(w, "13911112222", "周平")
		other.Request.ReportedUnit = "cgj"
		against := w.Do("hotline/operator", "", other).ID
		r := reader(t, w, "hotline/dispatcher")
		g, err := r.Gather(t.Context(), lead)
		if err != nil || g.Why != "" || len(g.All) != 3 {
			t.Fatalf("what may be merged: %+v %v", g, err)
		}
		ask := desk.Gathered{Actor: testkit.As("hotline/dispatcher"), Leader: lead, Key: "k", Items: []desk.BatchItem{{ID: a}, {ID: b}, {ID: against}}}
		for range 2 {
			out, err := w.Desk.DoGather(t.Context(), ask)
			if err != nil || len(out) != 3 || !out[0].OK || !out[1].OK || out[2].OK || out[2].Article == "" {
				t.Fatalf("%+v %v", out, err)
			}
		}
		m, err := r.Merging(t.Context(), lead)
		if err != nil || m.Count != 2 || m.Times != 3 || m.Persons != 3 || !m.MayGather {
			t.Errorf("%+v %v", m, err)
		}
		if g, err = r.Gather(t.Context(), lead); err != nil || len(g.All) != 1 || g.All[0].ID != against {
			t.Errorf("afterwards: %+v %v", g, err)
		}
		for n, want := range map[desk.MergeSide]int{desk.Leads: 1, desk.IsMerged: 2} {
			l, err := r.List(t.Context(), desk.ListAsk{Kind: desk.ListOpen, Narrow: desk.Narrow{Merge: n}, Limit: 20})
			if err != nil || len(l.Rows) != want {
				t.Errorf("%s: %d rows (%v)", n, len(l.Rows), err)
			}
		}
		if g, err := r.Gather(t.Context(), a); err != nil || g.Why == "" {
			t.Errorf("a merged order leads: %+v %v", g, err)
		}
		if _, err := reader(t, w, "cgj/handler").Gather(t.Context(), lead); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("the unit gathers: %v", err)
		}
		var bad *desk.Invalid
		if _, err := w.Desk.DoGather(t.Context(), desk.Gathered{Actor: ask.Actor, Leader: lead}); !errors.As(err, &bad) {
			t.Errorf("nothing ticked: %v", err)
		}
		w.CheckArchive()
	})
}

// TestACallAboutARunningEventIsMergedByOneKey registers and merges in one append: the number the archive allots stands on both orders. The proposal of another caller
// is taken, not overridden: it asks for no reason.
func TestACallAboutARunningEventIsMergedByOneKey(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		lead := w.Dispatched("cgj")
		number := w.Order("hotline/dispatcher", lead).Number
		c := neighbour(w, "139 5555 6666", "赵德柱")
		q := c.Request
		r := reader(t, w, "hotline/operator")
		d := desk.Draft{Phone: q.Phone.Text, Name: q.Name.Text, Town: q.Town, Place: q.Place, Category: q.Category, Words: q.Words.Text}
		all, err := r.Likely(t.Context(), d)
		if err != nil || len(all) != 1 || !all[0].Merges() || all[0].Under != number {
			t.Fatalf("the proposal: %+v %v", all, err)
		}
		if no, err := r.Overridden(t.Context(), d, nil, number, ""); err != nil || no != nil {
			t.Errorf("a merge is asked for a reason: %+v %v", no, err)
		}
		reg := w.Desk.NewRegister(c)
		done, err := w.Desk.Do(t.Context(), desk.Ask{Actor: testkit.As("hotline/operator"), Route: desk.IntakeRoute, Key: "k",
			Commands: []order.Command{reg, order.Merge{By: testkit.By("hotline/operator"), Under: order.Leading{ID: lead}}}})
		if err != nil || done.Status != string(order.Merged) {
			t.Fatalf("%+v %v", done, err)
		}
		m, err := r.Merging(t.Context(), lead)
		if err != nil || len(m.Members) != 1 || m.Members[0].Number != done.Number {
			t.Errorf("%+v (%v), the order is %s", m, err, done.Number)
		}
		// The same caller again, typed another way: it is his own order, and one person.
		again := neighbour(w, "13955556666", "赵德柱")
		all, err = r.Likely(t.Context(), desk.Draft{Phone: again.Request.Phone.Text, Town: q.Town, Place: q.Place, Category: q.Category, Words: q.Words.Text})
		if err != nil || len(all) == 0 || all[0].Merges() || all[0].Order != done.ID {
			t.Errorf("his second call: %+v %v", all, err)
		}
		w.CheckArchive()
	})
}
