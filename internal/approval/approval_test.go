package approval

import (
	"testing"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

var (
	day  = time.Date(2026, 3, 9, 2, 0, 0, 0, time.UTC)
	dep  = org.PostID("county/deputy.1")
	head = org.Actor{Account: "head", Post: org.Post{ID: org.PostOfficeHead, Kind: org.OfficeHead}}
)

func chain() Chain {
	return Chain{ID: "c", Applicant: "clerk", Steps: []Step{
		{Post: dep, Label: "分管副县长", Stage: 1, Basis: regulation.Art24},
		{Post: org.PostHotlineDeputy, Label: "分管热线工作的副县长", Stage: 1, Basis: regulation.Art24},
		{Post: org.PostMagistrate, Label: "县长", Stage: 2, Basis: regulation.Art24},
	}}
}

func as(account string, p org.PostID) org.Actor {
	return org.Actor{Account: org.AccountID(account), Post: org.Post{ID: p, Kind: p.KindOf()}}
}

func sig(p org.PostID) Signature { return Signature{Means: Screen, Account: "x", Post: p, At: day} }

func TestDeputiesSignSideBySideThenTheMagistrate(t *testing.T) {
	c := chain()
	if got := c.Open(); len(got) != 2 {
		t.Fatalf("open = %v, want both deputies", got)
	}
	if r := c.CheckScreen(2, as("m", org.PostMagistrate)); r == nil || r.Code != "step_not_open" {
		t.Errorf("the magistrate could sign first: %v", r)
	}
	c = c.Sign(1, sig(org.PostHotlineDeputy))
	if got := c.Open(); len(got) != 1 || got[0] != 0 {
		t.Fatalf("open = %v, want the other deputy", got)
	}
	c = c.Sign(0, sig(dep)).Sign(2, sig(org.PostMagistrate))
	if !c.Done() || chain().Done() {
		t.Error("the signed chain is not done, or the fresh one is")
	}
}

func TestNobodySignsForAnotherOrForHimself(t *testing.T) {
	c := chain()
	if r := c.CheckScreen(0, as("x", org.PostGovHead)); r == nil || r.Code != "not_the_signer" || r.Article != regulation.Art24 {
		t.Errorf("a stranger may sign: %v", r)
	}
	if r := c.CheckScreen(0, as("clerk", dep)); r == nil || r.Code != "approver_is_applicant" {
		t.Errorf("the applicant may sign: %v", r)
	}
	if r := c.CheckScreen(0, as("d", dep)); r != nil {
		t.Errorf("the deputy is refused: %v", r)
	}
}

func TestARefusalEndsTheChain(t *testing.T) {
	s := sig(dep)
	s.Refuses = true
	c := chain().Sign(0, s)
	if c.Done() || len(c.Open()) != 0 {
		t.Error("a refused chain goes on")
	}
}

func TestPaperNeedsScanDateAndASecondPerson(t *testing.T) {
	c := chain()
	paper := Signature{Means: Paper, Post: dep, At: day.Add(-24 * time.Hour), Blob: "b", RecordedBy: "registrar"}
	reg := as("registrar", "hotline/dispatcher")
	for name, tc := range map[string]struct {
		by   org.Actor
		edit func(*Signature)
		code string
	}{
		"no scan":   {reg, func(s *Signature) { s.Blob = "" }, "scan_missing"},
		"tomorrow":  {reg, func(s *Signature) { s.At = day.Add(time.Hour) }, "paper_date"},
		"applicant": {as("clerk", "hotline/dispatcher"), func(*Signature) {}, "registrar_is_applicant"},
		"signer":    {as("d", dep), func(*Signature) {}, "registrar_is_signer"},
	} {
		s := paper
		tc.edit(&s)
		if r := c.CheckPaper(0, tc.by, s, day); r == nil || r.Code != tc.code {
			t.Errorf("%s: got %v, want %s", name, r, tc.code)
		}
	}
	if r := c.CheckPaper(0, reg, paper, day); r != nil {
		t.Fatalf("a whole record is refused: %v", r)
	}
	c = c.Record(0, paper)
	if r := c.CheckConfirm(0, reg); r == nil || r.Code != "second_person" {
		t.Errorf("the registrar confirms himself: %v", r)
	}
	if r := c.CheckScreen(0, as("d", dep)); r == nil || r.Code != "paper_waits" {
		t.Errorf("a step with paper waiting is signed twice: %v", r)
	}
	if r := c.CheckConfirm(0, head); r != nil {
		t.Errorf("the head may not confirm: %v", r)
	}
	if c = c.Reject(0); c.Steps[0].Pending != nil {
		t.Error("a rejected paper stays")
	}
}

func TestOnePersonInTwoPostsSignsOnce(t *testing.T) {
	c := chain().Sign(0, sig(dep))
	c = c.Also(0, []org.PostID{dep, org.PostHotlineDeputy})
	if open := c.Open(); len(open) != 1 || open[0] != 2 || c.Steps[1].SameAs != 1 {
		t.Errorf("open = %v, steps %+v", open, c.Steps)
	}
}
