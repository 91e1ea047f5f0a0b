package office_test

import (
	"slices"
	"testing"

	"huiyin/internal/office"
	"huiyin/internal/org"
)

func county() org.Directory {
	return org.House{}.With(org.DirectorySaved{Units: []org.Unit{{ID: "lyj", Name: "县林业局", Group: org.Department}, {ID: "zrj", Name: "县自然资源局", Group: org.Department},
		{ID: "old", Name: "县物价局", Group: org.Department, Closed: true}, {ID: "hotline", Name: "县热线办", Group: org.County}, {ID: "new", Name: "县数据局", Group: org.Department, Pending: true}},
		Posts: []org.Post{{ID: "lyj/handler", Unit: "lyj", Kind: org.UnitHandler}, {ID: "hotline/auditor", Unit: "hotline", Kind: org.Auditor}}}, "2026-03-02", "").At("2026-03-02")
}

func TestANewUnitIsActivatedWithItsThreePostsFilled(t *testing.T) {
	u, _ := county().Unit("new")
	for _, missing := range office.Threefold() {
		holders := map[org.Kind]int{org.UnitPrincipal: 1, org.UnitDeputy: 1, org.UnitHandler: 2}
		delete(holders, missing)
		if r := office.CheckActivation(u, holders); r == nil || r.Code != "posts_vacant" || r.Article.String() != "第五条（二）" {
			t.Errorf("without %s: %v", missing, r)
		}
	}
	if r := office.CheckActivation(u, map[org.Kind]int{org.UnitPrincipal: 1, org.UnitDeputy: 1, org.UnitHandler: 1}); r != nil {
		t.Errorf("refused: %v", r)
	}
	u.Pending = false
	if r := office.CheckActivation(u, nil); r == nil || r.Code != "active_already" {
		t.Errorf("twice: %v", r)
	}
}

func TestAnEmptyPostEscalatesToTheNext(t *testing.T) {
	filled := func(ps ...org.PostID) func(org.PostID) bool {
		return func(p org.PostID) bool { return slices.Contains(ps, p) }
	}
	for _, c := range []struct {
		p, want org.PostID
		have    []org.PostID
	}{
		{"lyj/handler", "lyj/handler", []org.PostID{"lyj/handler", "lyj/unit_deputy"}},
		{"lyj/handler", "lyj/unit_deputy", []org.PostID{"lyj/unit_deputy", "lyj/principal"}},
		{"lyj/handler", "lyj/principal", []org.PostID{"lyj/principal"}},
		{"lyj/principal", org.PostOfficeHead, []org.PostID{"lyj/handler"}},
		{"lyj/duty", "lyj/duty", nil},
		{"hotline/reviewer", "hotline/reviewer", nil},
	} {
		if got := office.Next(c.p, filled(c.have...)); got != c.want {
			t.Errorf("%s with %v: %s, want %s", c.p, c.have, got, c.want)
		}
	}
}

func TestAUnitIsEnteredWithACodeANameAGroupAndADay(t *testing.T) {
	good := org.Unit{ID: "sjj", Name: "县数据资源局", Group: org.Department}
	if r := office.CheckUnit(county(), good, true, "2026-03-02", "2026-03-02"); r != nil {
		t.Fatalf("refused: %v", r)
	}
	for code, c := range map[string]struct {
		u     org.Unit
		fresh bool
		on    org.Day
	}{
		"bad_code":   {org.Unit{ID: "数据局", Name: "县数据局", Group: org.Department}, true, "2026-03-02"},
		"code_taken": {org.Unit{ID: "lyj", Name: "县林业局二", Group: org.Department}, true, "2026-03-02"},
		"no_unit":    {org.Unit{ID: "nix", Name: "无此单位", Group: org.Department}, false, "2026-03-02"},
		"closed":     {org.Unit{ID: "old", Name: "县物价局", Group: org.Department}, false, "2026-03-02"},
		"no_name":    {org.Unit{ID: "sjj", Group: org.Department}, true, "2026-03-02"},
		"no_group":   {org.Unit{ID: "sjj", Name: "县数据局", Group: org.County}, true, "2026-03-02"},
		"no_day":     {good, true, ""},
		"past_day":   {good, true, "2026-03-01"},
		"name_taken": {org.Unit{ID: "sjj", Name: "县林业局", Group: org.Department}, true, "2026-03-02"},
	} {
		if r := office.CheckUnit(county(), c.u, c.fresh, c.on, "2026-03-02"); r == nil || r.Code != code {
			t.Errorf("%s: %v", code, r)
		}
	}
}

func TestAMergerNeedsAPaperAndAnOpenSuccessor(t *testing.T) {
	good := org.UnitSucceeded{On: "2026-03-02", From: "lyj", To: "zrj", Document: "蒙编〔2026〕5号"}
	if r := office.CheckSuccession(county(), good, "2026-03-02"); r != nil {
		t.Fatalf("refused: %v", r)
	}
	for code, e := range map[string]org.UnitSucceeded{
		"no_unit": {On: "2026-03-02", From: "hotline", To: "zrj", Document: "文"}, "closed": {On: "2026-03-02", From: "old", To: "zrj", Document: "文"},
		"no_successor": {On: "2026-03-02", From: "lyj", Document: "文"}, "same_unit": {On: "2026-03-02", From: "lyj", To: "lyj", Document: "文"},
		"successor_shut": {On: "2026-03-02", From: "lyj", To: "new", Document: "文"}, "no_document": {On: "2026-03-02", From: "lyj", To: "zrj"},
		"no_day": {From: "lyj", To: "zrj", Document: "文"}, "past_day": {On: "2026-03-01", From: "lyj", To: "zrj", Document: "文"},
	} {
		if r := office.CheckSuccession(county(), e, "2026-03-02"); r == nil || r.Code != code {
			t.Errorf("%s: %v", code, r)
		}
	}
}

func TestTheThreeAdministratorsStandApart(t *testing.T) {
	for code, posts := range map[string][]org.PostID{"separate_duties": {"hotline/auditor", "lyj/handler"}, "unknown_post": {"lyj/ghost"}, "no_post": nil} {
		if r := office.CheckPosts(county(), posts); r == nil || r.Code != code {
			t.Errorf("%s: %v", code, r)
		}
	}
	if r := office.CheckPosts(county(), []org.PostID{"lyj/handler"}); r != nil {
		t.Errorf("refused: %v", r)
	}
}
