package api

import (
	"net/http"
	"testing"

	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/testkit"
)

// TestSignsAreRead: a threat and a report of the media are read by the office and the leaders, not by a unit or a stranger (Art. 21(6), 21(7)).
func TestSignsAreRead(t *testing.T) {
	s := newSite(t, t.TempDir(), 100000)
	c := s.Complaint()
	c.Request.Words.Text = "再不解决我就跳楼。"
	id := s.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c", Proposal: order.Proposal{Unit: "cgj"}})
	clerk, err := s.Desk.Reader(t.Context(), testkit.As("hotline/dispatcher"))
	if err != nil {
		t.Fatal(err)
	}
	today := s.Clock.Now().Format("2006-01-02")
	report, err := clerk.RecordMedia(t.Context(), office.MediaWish{Outlet: office.OutletVideo, Source: "本地生活号", Day: today, Due: today, Title: "校门口的坑", Gist: "播放三万次。"}, id.Number, "k")
	if err != nil {
		t.Fatal(err)
	}
	sup := s.as("hotline/supervisor")
	var all signsView
	s.want("signs", sup.get("/signs"), http.StatusOK).into(t, &all)
	if len(all.Threats) != 1 || all.Threats[0].Order != id.Number || len(all.Threats[0].Dangers) != 1 || !all.Threats[0].Open || len(all.Trends) != 0 {
		t.Errorf("signs: %+v", all)
	}
	var one mediaView
	s.want("a report", s.as("county/magistrate").get("/media/"+report), http.StatusOK).into(t, &one)
	if one.Title != "校门口的坑" || len(one.Orders) != 1 || one.State != "待回应" {
		t.Errorf("a report: %+v", one)
	}
	var list items[mediaView]
	s.want("over", sup.get("/media?over=true"), http.StatusOK).into(t, &list)
	if len(list.Items) != 0 {
		t.Errorf("over: %+v", list)
	}
	s.want("none", sup.get("/media/none"), http.StatusNotFound)
	for _, p := range []string{"/signs", "/media", "/media/" + report} {
		s.want("a unit", s.as("cgj/principal").get(p), http.StatusForbidden)
		s.want("a stranger", s.stranger().get(p), http.StatusUnauthorized)
	}
}
