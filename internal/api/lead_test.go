package api

import (
	"net/http"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/testkit"
)

// TestLeadsAreRead: suggestions and leads are read by those who work on them; the unit, other posts and strangers get none.
func TestLeadsAreRead(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		id := s.dispatched()
		s.Clock.Set("2026-03-25 08:00")
		s.Tick()
		sup := s.as("hotline/supervisor")
		var hints hintListView
		s.want("suggestions", sup.get("/lead_hints"), http.StatusOK).into(t, &hints)
		if len(hints.Items) != 1 || hints.Items[0].Order != id || hints.Items[0].Clause != "第二十三条（二）" {
			t.Fatalf("suggestions: %+v", hints)
		}
		post := org.PostOf(org.HotlineOffice, org.Supervisor)
		r, err := s.Desk.Reader(t.Context(), org.Actor{Account: "sup", Post: org.Post{ID: post, Unit: post.UnitOf(), Kind: post.KindOf()}})
		if err != nil {
			t.Fatal(err)
		}
		lead, err := r.FileLead(t.Context(), desk.LeadWish{Fault: oversight.FaultLate, Unit: "cgj", Posts: []org.Kind{org.UnitPrincipal}, Hint: hints.Items[0].ID, Facts: "逾期七天。", Proof: "台账。", Handling: "约谈。"}, "k1")
		if err != nil {
			t.Fatal(err)
		}
		var all leadListView
		s.want("leads", sup.get("/leads?state=draft&fault=2&unit=cgj"), http.StatusOK).into(t, &all)
		if len(all.Items) != 1 || all.Items[0].ID != lead || all.Items[0].Posts[0] != "主要负责人" {
			t.Fatalf("leads: %+v", all)
		}
		all = leadListView{}
		s.want("another item", sup.get("/leads?fault=3"), http.StatusOK).into(t, &all)
		if len(all.Items) != 0 {
			t.Errorf("another item: %+v", all)
		}
		var v leadDetailView
		s.want("one", sup.get("/leads/"+lead), http.StatusOK).into(t, &v)
		if v.Facts != "逾期七天。" || len(v.Course) != 1 || v.Number == "" {
			t.Errorf("one: %+v", v)
		}
		s.want("none", sup.get("/leads/x"), http.StatusNotFound)
		s.want("a bad cursor", sup.get("/leads?after=x"), http.StatusBadRequest)
		for _, p := range []string{"/leads", "/leads/" + lead, "/lead_hints"} {
			s.want("the unit", s.as("cgj/principal").get(p), http.StatusForbidden)
			s.want("an operator", s.as("hotline/operator").get(p), http.StatusForbidden)
			s.want("a stranger", s.stranger().get(p), http.StatusUnauthorized)
		}
	})
}
