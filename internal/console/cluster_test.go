package console

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/testkit"
)

// TestClusterPages: before the fifth contact is saved the 登记单 says what it makes of the four; after it the list, the cluster with its orders and days, and the row of the
// ledger lead to each other; posts without the permission and strangers are refused.
func TestClusterPages(t *testing.T) {
	s := newSite(t, t.TempDir())
	heard := func(phone string) string {
		c := s.Complaint()
		c.Request.Phone.Text, c.Request.Place = phone, "梦蝶小区"
		return s.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c", Proposal: order.Proposal{Unit: "cgj"}}).ID
	}
	op, dis, sup, unit := s.login(s.account("hotline/operator")), s.login(s.account("hotline/dispatcher")), s.login(s.account("hotline/supervisor")), s.login(s.account("cgj/principal"))
	if r := op.get("/clusters"); r.Code != 200 || !strings.Contains(r.Body.String(), "没有集中反映") {
		t.Errorf("none yet: %d", r.Code)
	}
	side := func() string {
		r := op.post("/intake/side", url.Values{"phone": {"13800001005"}, "town": {"341622001"}, "place": {"梦蝶小区3号楼"}, "category": {"0204"}, "words": {"下水道堵了"}, "type": {"complaint"}})
		if r.Code != 200 {
			t.Fatalf("the panel: %d %s", r.Code, words(r))
		}
		return r.Body.String()
	}
	var ids []string
	for i, phone := range []string{"13800001001", "13800001002", "13800001003"} {
		ids = append(ids, heard(phone))
		if i == 0 {
			s.Do("hotline/operator", ids[0], order.Urge{By: testkit.By("hotline/operator"), Caller: true, Note: order.Private{Text: "催。"}})
		}
	}
	was := s.head()
	body := side()
	if !strings.Contains(body, "7天内已有4人次、3人反映同一地点同类事项") || !strings.Contains(body, "本件是第5人次，将形成集中反映") || !strings.Contains(body, "/orders/"+ids[2]) || s.head() != was {
		t.Errorf("before the fifth: %s", body)
	}
	fifth := heard("13800001005")
	r := op.get("/clusters")
	at := regexp.MustCompile(`/clusters/[0-9A-Za-z-]+`).FindString(r.Body.String())
	if r.Code != 200 || at == "" {
		t.Fatalf("the list: %d %s", r.Code, words(r))
	}
	r = dis.get(at)
	for _, want := range []string{"4人、5人次", "/orders/" + fifth, "/supervise/" + strings.TrimSpace(fifth) + ".1", "/statements/new", "并单", "每天反映"} {
		if !strings.Contains(r.Body.String(), want) {
			t.Errorf("the cluster has no %s: %s", want, words(r))
		}
	}
	if r := sup.get("/supervise/" + fifth + ".1"); r.Code != 200 || !strings.Contains(r.Body.String(), "7天内5人次反映同一地点同类事项") {
		t.Errorf("the row: %d", r.Code)
	}
	if body := side(); !strings.Contains(body, "本件是第6人次，已是集中反映") || !strings.Contains(body, at) {
		t.Errorf("while it runs: %s", body)
	}
	if r := op.get("/"); !strings.Contains(r.Body.String(), `href="/clusters"`) {
		t.Error("the menu does not lead there")
	}
	if r := op.get("/clusters/none"); r.Code != 404 {
		t.Errorf("none: %d", r.Code)
	}
	if r := op.get("/clusters?before=x"); r.Code != 404 {
		t.Errorf("a broken cursor: %d", r.Code)
	}
	for _, p := range []string{"/clusters", at} {
		if r := unit.get(p); r.Code != 403 {
			t.Errorf("a unit reads %s: %d", p, r.Code)
		}
		if r := s.stranger().get(p); r.Code != 303 || r.Header().Get("Location") != "/login" {
			t.Errorf("a stranger reads %s: %d", p, r.Code)
		}
	}
}
