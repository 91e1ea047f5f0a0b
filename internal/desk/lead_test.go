package desk_test

import (
	"errors"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/testkit"
)

// TestLeadRoad: an order stays overdue until a suggestion is there, which is taken up, submitted, approved by the head of the county government office, handed over under the
// number of the year, received and concluded; another suggestion is dropped with a reason. The unit sees nothing, no other post does; a form sent twice counts once; a
// replay and the check of the sealed words find the same (Art. 23).
func TestLeadRoad(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id, other := w.Dispatched("cgj"), w.Dispatched("jyj")
		w.Clock.Set("2026-03-25 08:00")
		w.Tick()
		sup, gov := reader(t, w, "hotline/supervisor"), reader(t, w, org.PostGovHead)
		hints, err := sup.LeadHints(t.Context(), "")
		if err != nil || len(hints.Items) != 2 || hints.Items[0].Clause != "第二十三条（二）" || hints.Items[0].Words != "逾期督办升到三级，仍没有办结" {
			t.Fatalf("suggestions: %+v %v", hints, err)
		}
		if n, err := sup.CountLeads(t.Context()); err != nil || n != 2 {
			t.Errorf("the office owes %d: %v", n, err)
		}
		one, two := hints.Items[0], hints.Items[1]
		if one.Order != id {
			one, two = two, one
		}
		if one.Order != id || two.Order != other {
			t.Fatalf("suggestions of %s and %s: %+v", id, other, hints.Items)
		}
		wish := desk.LeadWish{Fault: oversight.FaultLate, Unit: "cgj", Posts: []org.Kind{org.UnitPrincipal, org.UnitHandler}, Hint: one.ID, Facts: "王秀兰反映的下水道逾期七天没有办。", Proof: "督办台账第1行；催办通知。", Handling: "建议约谈主要负责人。"}
		was := w.Head()
		if _, err := reader(t, w, "hotline/operator").FileLead(t.Context(), wish, "k0"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("an operator files one: %v", err)
		}
		bad := wish
		bad.Unit = "jyj"
		if _, err := sup.FileLead(t.Context(), bad, "k1"); code(err) != "not_involved" || w.Head() != was {
			t.Errorf("about another unit: %v", err)
		}
		var lead string
		for range 2 {
			if lead, err = sup.FileLead(t.Context(), wish, "k2"); err != nil || lead != one.ID {
				t.Fatalf("%s %v", lead, err)
			}
		}
		if _, err := sup.FileLead(t.Context(), wish, "k3"); code(err) != "hint_used" {
			t.Errorf("taken up twice: %v", err)
		}
		if err := sup.DropHint(t.Context(), two.ID, " ", "k4"); code(err) != "no_reason" {
			t.Errorf("dropped without a word: %v", err)
		}
		if err := sup.DropHint(t.Context(), two.ID, "单位已说明，材料在途。", "k5"); err != nil {
			t.Fatal(err)
		}
		if h, err := sup.LeadHints(t.Context(), ""); err != nil || len(h.Items) != 0 {
			t.Errorf("suggestions after both were dealt with: %+v %v", h, err)
		}
		for _, p := range []org.PostID{"cgj/principal", "cgj/handler", "jyj/principal", "hotline/operator", "hotline/dispatcher", "county/magistrate", org.PostOf(org.EfficiencyOffice, org.JointBody), "hotline/system_admin"} {
			r := reader(t, w, p)
			if _, err := r.Lead(t.Context(), lead); !errors.Is(err, desk.ErrNotFound) {
				t.Errorf("%s opens the lead: %v", p, err)
			}
			if _, err := r.Leads(t.Context(), desk.LeadFilter{}); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s lists leads: %v", p, err)
			}
			if all, err := r.LeadsOf(t.Context(), id); err != nil || len(all) != 0 {
				t.Errorf("%s sees them on the order: %+v %v", p, all, err)
			}
			if err := r.SubmitLead(t.Context(), lead, "x"); err == nil {
				t.Errorf("%s submits it", p)
			}
		}
		if err := gov.DecideLead(t.Context(), lead, true, "同意。", "k6"); code(err) != "wrong_state" {
			t.Errorf("decided before it was submitted: %v", err)
		}
		if err := sup.SubmitLead(t.Context(), lead, "k7"); err != nil {
			t.Fatal(err)
		}
		if n, err := gov.CountLeads(t.Context()); err != nil || n != 1 {
			t.Errorf("the head owes %d: %v", n, err)
		}
		if err := sup.DecideLead(t.Context(), lead, true, "同意。", "k8"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("the office approves its own: %v", err)
		}
		if err := sup.HandLead(t.Context(), lead, oversight.ToEfficiency, "k9"); code(err) != "wrong_state" {
			t.Errorf("handed over unapproved: %v", err)
		}
		if err := gov.DecideLead(t.Context(), lead, true, "同意移送县效能办。", "k10"); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := sup.HandLead(t.Context(), lead, oversight.ToEfficiency, "k11"); err != nil {
				t.Fatal(err)
			}
		}
		w.Clock.Set("2026-03-27 09:00")
		if err := sup.ReceiveLead(t.Context(), lead, "2026-03-26", "县效能办综合科", "k12"); err != nil {
			t.Fatal(err)
		}
		if err := sup.ConcludeLead(t.Context(), lead, "2026-03-27", oversight.Talked, "已约谈。", "k13"); err != nil {
			t.Fatal(err)
		}
		look := func() desk.LeadView {
			t.Helper()
			v, err := gov.Lead(t.Context(), lead)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		v := look()
		if v.Letter != "蒙热移〔2026〕1号" || v.Facts != wish.Facts || v.Opinion != "同意移送县效能办。" || v.Finding != "约谈提醒" || v.State != oversight.LeadDone || len(v.Course) != 6 || len(v.Evidence) != 1 || len(v.Posts) != 2 {
			t.Errorf("the lead: %+v", v)
		}
		byHand := desk.LeadWish{Fault: 5, Unit: "cgj", Posts: []org.Kind{org.UnitDeputy}, Facts: "公开内容失实。", Proof: "网页截图。", Handling: "建议效能办核查。"}
		second, err := sup.FileLead(t.Context(), byHand, "k14")
		if err != nil {
			t.Fatal(err)
		}
		missing := byHand
		missing.Number = "MC209901010001"
		var inv *desk.Invalid
		if _, err := sup.FileLead(t.Context(), missing, "k15"); !errors.As(err, &inv) {
			t.Errorf("no such order: %v", err)
		}
		for i, do := range []func(string) error{func(k string) error { return reader(t, w, "hotline/office_head").SubmitLead(t.Context(), second, k) },
			func(k string) error { return gov.DecideLead(t.Context(), second, true, "同意。", k) }, func(k string) error { return sup.HandLead(t.Context(), second, oversight.ToDiscipline, k) }} {
			if err := do("s" + string(rune('a'+i))); err != nil {
				t.Fatal(err)
			}
		}
		if x, _ := sup.Lead(t.Context(), second); x.Letter != "蒙热移〔2026〕2号" || x.Number != "" {
			t.Errorf("the next number: %+v", x)
		}
		for _, f := range []struct {
			ended bool
			want  []string
		}{{false, []string{second}}, {true, []string{lead, two.ID}}} {
			p, err := sup.Leads(t.Context(), desk.LeadFilter{Ended: f.ended})
			var got []string
			for _, x := range p.Items {
				got = append(got, x.ID)
			}
			if err != nil || len(got) != len(f.want) || !strings.Contains(strings.Join(got, " "), f.want[0]) {
				t.Errorf("ended %v: %v %v", f.ended, got, err)
			}
		}
		if all, err := sup.LeadsOf(t.Context(), id); err != nil || len(all) != 1 || all[0].ID != lead {
			t.Errorf("on the order: %+v %v", all, err)
		}
		rep, err := w.Desk.CheckPrivate(t.Context())
		if err != nil || len(rep.Faults) > 0 {
			t.Errorf("sealed words: %+v %v", rep, err)
		}
		if faults, err := w.Store.CheckProjections(t.Context()); err != nil || len(faults) > 0 {
			t.Errorf("read models: %v %v", faults, err)
		}
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		if faults, err := w.Store.CheckProjections(t.Context()); err != nil || len(faults) > 0 || look().Letter != v.Letter {
			t.Errorf("after a replay: %v %v", faults, err)
		}
	})
}
