package org_test

import (
	"testing"

	"huiyin/internal/org"
)

func TestWhoConfirmsAnAppointment(t *testing.T) {
	all := map[org.PostID][]org.AccountID{org.PostOfficeHead: {"head"}, org.PostGovHead: {"gov"}}
	for name, x := range map[string]struct {
		held          map[org.PostID][]org.AccountID
		post          org.PostID
		by, appointed org.AccountID
		want          org.PostID
	}{
		"a handler":                              {all, "cgj/handler", "admin", "new", org.PostOfficeHead},
		"the hotline's head himself":             {all, org.PostOfficeHead, "admin", "new", org.PostGovHead},
		"the head takes a second post":           {all, "hotline/reviewer", "admin", "head", org.PostGovHead},
		"the head's post is empty":               {map[org.PostID][]org.AccountID{org.PostGovHead: {"gov"}}, "cgj/handler", "admin", "new", org.PostGovHead},
		"both are empty":                         {nil, "cgj/handler", "admin", "new", ""},
		"nobody for the head's post":             {map[org.PostID][]org.AccountID{org.PostOfficeHead: {"head"}}, org.PostOfficeHead, "admin", "new", ""},
		"the one who enters it holds both posts": {map[org.PostID][]org.AccountID{org.PostOfficeHead: {"admin"}, org.PostGovHead: {"admin"}}, "cgj/handler", "admin", "new", ""},
	} {
		if got := org.Confirmer(x.post, x.by, x.appointed, func(p org.PostID) []org.AccountID { return x.held[p] }); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

func TestProposalsWaitUntilTheyAreAnswered(t *testing.T) {
	var h org.House
	for _, id := range []string{"a", "b", "c"} {
		h = h.With(org.PostProposed{ID: id, Account: org.AccountID(id), Post: "cgj/handler", From: "2026-03-02"}, "2026-03-01", "admin")
	}
	h = h.With(org.PostTaken{Account: "a", Post: "cgj/handler", From: "2026-03-02", Proposal: "a"}, "2026-03-02", "head").With(org.PostDeclined{ID: "b"}, "2026-03-02", "head").
		With(org.PostTaken{Account: "c", Post: "lyj/handler", From: "2026-03-02"}, "2026-03-02", "admin")
	got := h.Proposals()
	if len(got) != 1 || got[0].ID != "c" || got[0].By != "admin" || got[0].At != "2026-03-01" {
		t.Errorf("waiting: %+v", got)
	}
	if n := len(h.Tenures()); n != 2 {
		t.Errorf("%d tenures, want the two that were taken", n)
	}
}
