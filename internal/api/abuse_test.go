package api

import (
	"net/http"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/testkit"
)

// TestAbuseRecords: the desk reads the records without a number, a unit none of the desk's, a stranger nothing (Art. 13).
func TestAbuseRecords(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		r, err := s.Desk.Reader(t.Context(), testkit.As("hotline/dispatcher"))
		if err != nil {
			t.Fatal(err)
		}
		today := s.Clock.Now().Format("2006-01-02")
		id, err := r.ProposeAbuse(t.Context(), desk.AbuseWish{Behaviour: office.Harassing, Phone: "13966660000", Calls: 5, First: today, Last: today, Facts: "深夜连续来电骂人。"}, "k")
		if err != nil {
			t.Fatal(err)
		}
		var all items[abuseView]
		got := s.want("list", s.as("hotline/dispatcher").get("/abuse"), http.StatusOK)
		got.into(t, &all)
		if len(all.Items) != 1 || all.Items[0].Stage != "waits" || all.Items[0].Calls != 5 {
			t.Errorf("list: %+v", all)
		}
		var one abuseView
		s.want("one", s.as("hotline/dispatcher").get("/abuse/"+id), http.StatusOK).into(t, &one)
		if strings.Contains(one.ID+one.Unit+one.Number, "1396666") || one.Behaviour != "harassing" {
			t.Errorf("one: %+v", one)
		}
		s.want("a unit", s.as("cgj/handler").get("/abuse/"+id), http.StatusNotFound)
		s.want("a leader", s.as("county/magistrate").get("/abuse"), http.StatusForbidden)
		s.want("a stranger", s.stranger().get("/abuse"), http.StatusUnauthorized)
	})
}
