package api

import (
	"net/http"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/testkit"
)

// TestClustersAreRead: five contacts by five people are listed with their orders; a unit and a stranger are refused, and a cluster that is none is not found.
func TestClustersAreRead(t *testing.T) {
	s := newSite(t, t.TempDir(), 100000)
	for _, phone := range []string{"13800001001", "13800001002", "13800001003", "13800001004", "13800001005"} {
		c := s.Complaint()
		c.Request.Phone.Text, c.Request.Place = phone, "梦蝶小区"
		s.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c", Proposal: order.Proposal{Unit: "cgj"}})
	}
	sup := s.as("hotline/supervisor")
	var all clusterListView
	s.want("the list", sup.get("/clusters"), http.StatusOK).into(t, &all)
	if len(all.Items) != 1 || all.Items[0].Times != 5 || all.Items[0].Persons != 5 || all.Items[0].Case == "" {
		t.Fatalf("the list: %+v", all)
	}
	at := "/clusters/" + all.Items[0].ID
	var one clusterDetailView
	s.want("one", sup.get(at), http.StatusOK).into(t, &one)
	if len(one.Orders) != 5 || len(one.Days) != 1 || one.Days[0].Total != 5 {
		t.Errorf("one: %+v", one)
	}
	s.want("none", sup.get("/clusters/none"), http.StatusNotFound)
	s.want("a unit", s.as("cgj/principal").get(at), http.StatusForbidden)
	s.want("a stranger", s.stranger().get("/clusters"), http.StatusUnauthorized)
}
