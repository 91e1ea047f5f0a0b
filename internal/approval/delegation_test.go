package approval_test

import (
	"testing"

	"huiyin/internal/approval"
	"huiyin/internal/org"
)

// good is a delegation that nothing speaks against, and its standing.
func good() (org.Delegation, approval.Standing) {
	return org.Delegation{ID: "d", Post: "cgj/principal", To: "b", Scope: org.WholePost, From: "2026-03-02", Until: "2026-03-06", Document: "蒙城管〔2026〕3号", Scan: "blob"},
		approval.Standing{Today: "2026-03-02", Holders: []org.AccountID{"a"}, Posts: []org.PostID{"cgj/unit_deputy"}}
}

func TestADelegationTakesADatedPaperAndAColleague(t *testing.T) {
	d, s := good()
	if r := approval.CheckDelegation(d, s); r != nil {
		t.Fatalf("refused: %v", r)
	}
	for code, spoil := range map[string]func(*org.Delegation, *approval.Standing){
		"shared_post":     func(d *org.Delegation, _ *approval.Standing) { d.Post = "cgj/handler" },
		"separate_duties": func(_ *org.Delegation, s *approval.Standing) { s.Posts = []org.PostID{"hotline/system_admin"} },
		"no_delegate":     func(_ *org.Delegation, s *approval.Standing) { s.Unknown = true },
		"own_post":        func(d *org.Delegation, _ *approval.Standing) { d.To = "a" },
		"self_granted":    func(d *org.Delegation, s *approval.Standing) { s.By = d.To },
		"no_scope":        func(d *org.Delegation, _ *approval.Standing) { d.Scope = "" },
		"presiding_scope": func(d *org.Delegation, _ *approval.Standing) { d.Presiding, d.Scope = true, org.ForResult },
		"no_document":     func(d *org.Delegation, _ *approval.Standing) { d.Document = " " },
		"no_scan":         func(d *org.Delegation, _ *approval.Standing) { d.Scan = "" },
		"no_from":         func(d *org.Delegation, _ *approval.Standing) { d.From = "" },
		"past_from":       func(d *org.Delegation, _ *approval.Standing) { d.From = "2026-03-01" },
		"no_until":        func(d *org.Delegation, _ *approval.Standing) { d.Until = "" },
		"until_before":    func(d *org.Delegation, _ *approval.Standing) { d.Until = "2026-03-01" },
		"stranger":        func(_ *org.Delegation, s *approval.Standing) { s.Posts = []org.PostID{"jyj/principal"} },
		"overlap": func(_ *org.Delegation, s *approval.Standing) {
			s.Others = []org.Delegation{{From: "2026-03-06", Until: "2026-03-09"}}
		},
	} {
		d, s := good()
		spoil(&d, &s)
		if r := approval.CheckDelegation(d, s); r == nil || r.Code != code || r.Article.String() != "第五条（二）" {
			t.Errorf("%s: got %v", code, r)
		}
	}
}

func TestADelegationTakenBackLeavesItsDaysFree(t *testing.T) {
	d, s := good()
	s.Others = []org.Delegation{{From: "2026-03-01", Until: "2026-03-09", Ended: "2026-03-02"}, {From: "2026-02-01", Until: "2026-03-01"}, {From: "2026-03-07", Until: "2026-03-09"}}
	if r := approval.CheckDelegation(d, s); r != nil {
		t.Errorf("refused: %v", r)
	}
	s.Others = []org.Delegation{{From: "2026-03-01", Until: "2026-03-09", Ended: "2026-03-03"}}
	if r := approval.CheckDelegation(d, s); r == nil {
		t.Error("two delegates of one post on one day")
	}
}

func TestLeadersStandInForEachOther(t *testing.T) {
	d, s := good()
	d.Post, s.Posts, d.Presiding, d.Until = org.PostMagistrate, []org.PostID{"county/deputy.1"}, true, ""
	if r := approval.CheckDelegation(d, s); r != nil {
		t.Errorf("refused: %v", r)
	}
	s.Posts = []org.PostID{"cgj/principal"}
	if r := approval.CheckDelegation(d, s); r == nil || r.Code != "stranger" {
		t.Errorf("a unit stands in for the magistrate: %v", r)
	}
}
