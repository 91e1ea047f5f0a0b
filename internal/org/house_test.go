package org_test

import (
	"testing"

	"huiyin/internal/org"
)

func house() org.House {
	var h org.House
	h = h.With(org.DirectorySaved{Units: []org.Unit{{ID: "lyj", Name: "县林业局", Group: org.Department, Deputy: "county/deputy.2"}, {ID: "zrj", Name: "县国土资源局", Group: org.Department}},
		Posts: []org.Post{{ID: "lyj/principal", Unit: "lyj", Kind: org.UnitPrincipal, Title: "县林业局局长"}}}, "2026-03-02", "")
	h = h.With(org.UnitChanged{On: "2026-04-01", Unit: org.Unit{ID: "zrj", Name: "县自然资源和规划局", Group: org.Department}}, "2026-03-20", "admin")
	return h.With(org.UnitSucceeded{On: "2026-05-06", From: "lyj", To: "zrj", Document: "蒙编〔2026〕5号"}, "2026-04-20", "admin")
}

func TestAnOldDayHasItsOldNames(t *testing.T) {
	h := house()
	for day, want := range map[org.Day]string{"2025-12-31": "县国土资源局", "2026-03-31": "县国土资源局", "2026-04-01": "县自然资源和规划局"} {
		if got := h.At(day).UnitName("zrj"); got != want {
			t.Errorf("on %s it is %s, want %s", day, got, want)
		}
	}
	if n := h.Names("zrj"); len(n) != 2 || n[1].From != "2026-04-01" {
		t.Errorf("names: %v", n)
	}
}

func TestASuccessorCarriesOnFromItsDay(t *testing.T) {
	h := house()
	before, after := h.At("2026-05-05"), h.At("2026-05-06")
	if before.Current("lyj") != "lyj" || after.Current("lyj") != "zrj" || after.Current("zrj") != "zrj" {
		t.Errorf("current: %s, then %s", before.Current("lyj"), after.Current("lyj"))
	}
	old, _ := before.Unit("lyj")
	gone, _ := after.Unit("lyj")
	if !old.Open() || gone.Open() || gone.Name != "县林业局" {
		t.Errorf("before %+v, after %+v", old, gone)
	}
	// A ring of mergers, entered by mistake, ends.
	ring := h.With(org.UnitSucceeded{On: "2026-05-06", From: "zrj", To: "lyj"}, "2026-05-06", "")
	_ = ring.At("2026-05-07").Current("lyj")
}

func TestAUnitOfTomorrowTakesNoOrders(t *testing.T) {
	h := house().With(org.UnitChanged{On: "2026-06-01", Unit: org.Unit{ID: "sjj", Name: "县数据资源局", Group: org.Department}}, "2026-05-20", "admin")
	today, _ := h.At("2026-05-31").Unit("sjj")
	then, _ := h.At("2026-06-01").Unit("sjj")
	if today.Open() || !then.Open() || h.At("2026-06-01").Title("sjj/handler") != "县数据资源局具办人员" {
		t.Errorf("today %+v, then %+v", today, then)
	}
}

func TestADeputyIsMappedByCategoryWithADefault(t *testing.T) {
	h := house().With(org.DeputyMapped{On: "2026-04-01", Unit: "lyj", Category: "1502", Deputy: "county/deputy.1"}, "2026-04-01", "head")
	d := h.At("2026-04-02")
	if d.DeputyOf("lyj", "1502") != "county/deputy.1" || d.DeputyOf("lyj", "0101") != "county/deputy.2" || d.DeputyOf("zrj", "1502") != "" || h.At("2026-03-31").DeputyOf("lyj", "1502") != "county/deputy.2" {
		t.Errorf("deputies: %v", d.Deputies("lyj"))
	}
	h = h.With(org.DeputyMapped{On: "2026-04-10", Unit: "lyj", Category: "1502"}, "2026-04-10", "head")
	if got := h.At("2026-04-10").DeputyOf("lyj", "1502"); got != "county/deputy.2" {
		t.Errorf("taken back, it is %s", got)
	}
}

func TestADelegationHoldsItsDaysAndEndsWhenTakenBack(t *testing.T) {
	d := org.Delegation{ID: "d", Post: "lyj/principal", To: "b", Scope: org.WholePost, From: "2026-04-01", Until: "2026-04-10", Document: "文"}
	h := house().With(org.Delegated{Delegation: d}, "2026-03-30", "a").With(org.DelegationEnded{ID: "d", On: "2026-04-05"}, "2026-04-05", "a")
	for day, want := range map[org.Day]int{"2026-03-31": 0, "2026-04-01": 1, "2026-04-04": 1, "2026-04-05": 0} {
		if got := len(h.At(day).Acting()); got != want {
			t.Errorf("%s: %d in force, want %d", day, got, want)
		}
	}
}

func TestTenuresKeepWhoWasThereBeforeDaysWereKept(t *testing.T) {
	h := house().With(org.PostLeft{Account: "old", Post: "lyj/principal", Last: "2026-03-31"}, "2026-03-31", "admin").
		With(org.PostTaken{Account: "new", Post: "lyj/principal", From: "2026-04-01"}, "2026-03-31", "admin")
	got := h.Tenures()
	if len(got) != 2 || got[0] != (org.Tenure{Account: "old", Post: "lyj/principal", Until: "2026-03-31"}) || got[1].From != "2026-04-01" || got[1].Until != "" {
		t.Errorf("tenures: %+v", got)
	}
}
