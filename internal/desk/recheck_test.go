package desk_test

import (
	"errors"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestRecheckRoad: what was closed is drawn thirty days later, once; one look-back holds, another finds the matter back and reopens an order that was filed away: the unit handles
// it again, the ledger has a row, a suggestion of a lead is there, the head is told, the timeline tells. No unit sees a draw. A replay finds the same (Art. 23(8)).
func TestRecheckRoad(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		back := w.Closed("cgj")
		w.Clock.Set("2026-03-02 16:00")
		w.Tick()
		holds := w.Closed("jyj")
		sup := reader(t, w, "hotline/supervisor")
		if _, err := sup.DrawRechecks(t.Context(), "k0"); code(err) != "nothing_to_draw" {
			t.Fatalf("drawn on the day of closing: %v", err)
		}
		w.Clock.Set("2026-04-06 09:00")
		w.Tick()
		if p, err := sup.Rechecks(t.Context(), desk.RecheckFilter{}); err != nil || p.Pool != 2 || !p.MayDraw {
			t.Fatalf("before the draw: %+v %v", p, err)
		}
		if n, err := sup.CountRechecks(t.Context()); err != nil || n != 1 {
			t.Errorf("the office owes %d: %v", n, err)
		}
		for _, k := range []org.PostID{"cgj/principal", "hotline/operator", "hotline/visitor", org.PostGovHead} {
			if _, err := reader(t, w, k).DrawRechecks(t.Context(), "x"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s draws: %v", k, err)
			}
			if _, err := reader(t, w, k).Rechecks(t.Context(), desk.RecheckFilter{}); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s reads the draws: %v", k, err)
			}
		}
		if n, err := sup.DrawRechecks(t.Context(), "k1"); err != nil || n != 1 {
			t.Fatalf("drawn: %d %v", n, err)
		}
		if n, err := sup.DrawRechecks(t.Context(), "k1"); err != nil || n != 0 {
			t.Errorf("the same form again: %d %v", n, err)
		}
		if _, err := sup.DrawRechecks(t.Context(), "k2"); code(err) != "nothing_to_draw" {
			t.Errorf("drawn twice: %v", err)
		}
		p, err := sup.Rechecks(t.Context(), desk.RecheckFilter{})
		if err != nil || len(p.Items) != 1 || p.Items[0].Why != "抽样" || p.Pool != 0 || len(p.Draws) != 1 || p.Draws[0].Pool != 2 {
			t.Fatalf("after the draw: %+v %v", p, err)
		}
		drawn, named := p.Items[0].Order, back
		if drawn == back {
			named = holds
		}
		owes := func(id string) bool {
			v := w.Order("hotline/supervisor", id)
			return v.Recheck != nil && len(v.Acts) > 0 && v.Acts[0].Act == "recheck" && v.Acts[0].Now
		}
		if !owes(drawn) || owes(named) {
			t.Error("the page of the drawn order does not ask for the look-back, or the other does")
		}
		by := testkit.By("hotline/supervisor")
		text := func(s string) order.Private { return order.Private{Text: s} }
		w.Do("hotline/supervisor", drawn, order.Recheck{By: by, On: w.Clock.Now(), Means: order.RecheckPhone, Result: order.RecheckHolds, Words: text("王秀兰说一直通畅。")})
		if p, err := sup.Rechecks(t.Context(), desk.RecheckFilter{Done: true}); err != nil || len(p.Items) != 1 || p.Items[0].Result != order.RecheckHolds || p.Open != 0 || p.Holds != 1 {
			t.Errorf("done: %+v %v", p, err)
		}
		if v := w.Order("hotline/supervisor", named); v.Status != order.Archived {
			t.Fatalf("the other is %s", v.StatusName)
		}
		if _, err := w.Try("hotline/supervisor", named, order.Recheck{By: by, On: w.Clock.Now(), Means: order.RecheckPhone, Result: order.RecheckRebound, Rework: true, Words: text("又堵了。")}); code(err) != "missing_note" {
			t.Errorf("without what is to be done: %v", err)
		}
		w.Do("hotline/supervisor", named, order.Recheck{By: by, On: w.Clock.Now(), Means: order.RecheckPhone, Result: order.RecheckRebound, Rework: true, Words: text("又堵了。"), Note: text("重新疏通并查清原因。")})
		v := w.Order("hotline/supervisor", named)
		if v.Status != order.UnitAssigning || v.Rework != 1 || v.Assigns != 2 || v.Appeals != 1 || v.Pressed != 2 {
			t.Errorf("reopened: %s rework %d assigns %d appeals %d pressed %d", v.StatusName, v.Rework, v.Assigns, v.Appeals, v.Pressed)
		}
		told := ""
		for _, it := range v.Items[:4] {
			told += it.Verb + it.Text + it.Tag + it.Quote + "\n"
		}
		for _, want := range []string{"列入督办台账，第二十一条（八）：回头看（电话核实）发现反弹，发回重办", "发回重办", "回头看", "反弹", "又堵了。"} {
			if !strings.Contains(told, want) {
				t.Errorf("the timeline lacks %s:\n%s", want, told)
			}
		}
		unit := v.UnitID
		u := w.Order(org.PostOf(unit, org.UnitPrincipal), named)
		if u.Pressed != 2 || u.Recheck != nil {
			t.Errorf("the unit sees %d %+v", u.Pressed, u.Recheck)
		}
		for _, it := range u.Items {
			if strings.Contains(it.Quote, "又堵了") {
				t.Errorf("the unit reads what was heard: %+v", it)
			}
		}
		if h, err := sup.LeadHints(t.Context(), ""); err != nil || len(h.Items) != 1 || h.Items[0].Source != "回头看反弹" || h.Items[0].Clause != "第二十三条（八）" {
			t.Errorf("suggestions: %+v %v", h, err)
		}
		heard := ""
		for _, m := range inbox(t, w, org.PostOfficeHead) {
			heard += m.Text
		}
		if !strings.Contains(heard, "回头看发现反弹") {
			t.Errorf("the head hears %s", heard)
		}
		list, err := reader(t, w, org.PostOf(unit, org.UnitPrincipal)).List(t.Context(), desk.ListAsk{Kind: desk.ListOpen})
		if err != nil || len(list.Rows) != 1 || list.Rows[0].Pressed != 2 {
			t.Errorf("the unit's list: %+v %v", list.Rows, err)
		}
		if list, err := reader(t, w, "hotline/operator").List(t.Context(), desk.ListAsk{Kind: desk.ListOpen}); err != nil || len(list.Rows) != 1 || list.Rows[0].Pressed != 0 {
			t.Errorf("an operator's list: %+v %v", list.Rows, err)
		}
		if rep, err := w.Desk.CheckPrivate(t.Context()); err != nil || len(rep.Faults) > 0 {
			t.Errorf("sealed words: %+v %v", rep, err)
		}
		w.CheckArchive()
	})
}
