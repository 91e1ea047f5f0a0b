package api

import (
	"net/http"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/testkit"
)

// TestArchivesAreRead: the file of an archived order with its index, the lists; a unit reads none of it (Art. 6(3)).
func TestArchivesAreRead(t *testing.T) {
	s := newSite(t, t.TempDir(), 100000)
	id := s.Closed("cgj")
	s.Do("hotline/dispatcher", id, order.Archive{By: testkit.By("hotline/dispatcher")})
	s.Tick()
	keep, unit := s.as("hotline/dispatcher"), s.as("cgj/handler")
	var all caseFiles
	s.want("list", keep.get("/archives"), http.StatusOK).into(t, &all)
	if len(all.Items) != 1 || all.Items[0].ID != id || all.Items[0].Number != "2026-000001" || all.Items[0].Term != "10年" {
		t.Errorf("list: %+v", all)
	}
	var one caseFileView
	s.want("file", keep.get("/archives/files/"+id), http.StatusOK).into(t, &one)
	if one.File.Number != "2026-000001" || len(one.Index) < 10 || one.Why != "转办件" {
		t.Errorf("file: %+v", one)
	}
	s.want("transfers", keep.get("/archives/transfers"), http.StatusOK)
	s.want("destructions", keep.get("/archives/destructions"), http.StatusOK)
	s.want("none", keep.get("/archives/files/none"), http.StatusNotFound)
	s.want("a tab that is none", keep.get("/archives?tab=x"), http.StatusBadRequest)
	for _, p := range []string{"/archives", "/archives/files/" + id, "/archives/transfers", "/archives/destructions"} {
		s.want("a unit at "+p, unit.get(p), http.StatusForbidden)
	}
}
