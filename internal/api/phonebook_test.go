package api

import (
	"net/http"
	"testing"

	"huiyin/internal/testkit"
)

// TestThePhonebookIsReadAndConfirmed: a unit says for itself alone that its numbers are right; the office reads who has and may not say it for anybody.
func TestThePhonebookIsReadAndConfirmed(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		missing := func() (n int, cgj bool) {
			t.Helper()
			var all items[phoneUnitView]
			s.want("missing", s.as("hotline/dispatcher").get("/phonebook?missing=true"), http.StatusOK).into(t, &all)
			for _, u := range all.Items {
				cgj = cgj || u.Unit == "cgj"
			}
			return len(all.Items), cgj
		}
		before, is := missing()
		if !is || before < 3 {
			t.Fatalf("%d are missing", before)
		}
		s.want("the office for a unit", s.as("hotline/operator").post("/phonebook/confirm", m{}), http.StatusForbidden)
		s.want("a stranger reads", s.stranger().get("/phonebook"), http.StatusUnauthorized)
		s.want("no key", s.as("cgj/handler").send("POST", "/phonebook/confirm", m{}), http.StatusBadRequest)
		var own phoneUnitView
		s.want("confirm", s.as("cgj/handler").post("/phonebook/confirm", m{}), http.StatusOK).into(t, &own)
		if own.Unit != "cgj" || !own.Confirmed || own.At == "" || len(own.Lines) != 1 || own.Lines[0].Number != "0558-7000201" {
			t.Errorf("own: %+v", own)
		}
		if after, is := missing(); is || after != before-1 {
			t.Errorf("%d are missing after, %d before", after, before)
		}
		var found items[phoneUnitView]
		s.want("by a number", s.as("jyj/handler").get("/phonebook?words=7000201"), http.StatusOK).into(t, &found)
		if len(found.Items) != 1 || found.Items[0].Unit != "cgj" {
			t.Errorf("found %+v", found)
		}
	})
}
