package org

import "testing"

func TestAPostNamesItsUnitAndKind(t *testing.T) {
	for id, want := range map[PostID]struct {
		unit UnitID
		kind Kind
	}{
		PostOf("cgj", UnitPrincipal): {"cgj", UnitPrincipal},
		PostMagistrate:               {Government, Magistrate},
		"county/deputy.2":            {Government, Deputy},
		PostOfficeHead:               {HotlineOffice, OfficeHead},
	} {
		if id.UnitOf() != want.unit || id.KindOf() != want.kind {
			t.Errorf("%s = %s, %s; want %+v", id, id.UnitOf(), id.KindOf(), want)
		}
	}
}

func TestEveryKindHasANameAndOneHome(t *testing.T) {
	for _, k := range Kinds() {
		if k.Name() == "" {
			t.Errorf("%s has no name", k)
		}
		n := 0
		for _, in := range []bool{k.Desk(), k.Leader(), k.InUnit(), k.Joint(), k.Administers()} {
			if in {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s belongs to %d houses", k, n)
		}
	}
}

func TestTheDirectoryNamesUnlistedPosts(t *testing.T) {
	d := NewDirectory([]Unit{{ID: "cgj", Name: "县城市管理局", Group: Department}, {ID: "341622001", Name: "漆园街道", Group: Township}}, nil)
	if got := d.Title(PostOf("cgj", UnitPrincipal)); got != "县城市管理局主要负责人" {
		t.Errorf("title = %q", got)
	}
	if got := d.Title(PostMagistrate); got != "县长" {
		t.Errorf("title = %q", got)
	}
	if us := d.Units(); us[0].ID != "341622001" {
		t.Errorf("townships come first, got %v", us)
	}
}
