package console

import (
	"net/url"
	"strings"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
	"huiyin/internal/web"
)

// forSeal is an order of 城管局 whose result waits for signature and seal.
func (s *site) forSeal() string {
	s.Helper()
	id := s.dispatched()
	s.Do("cgj/handler", id, order.SignFor{By: testkit.By("cgj/handler")})
	s.Do("cgj/principal", id, order.AssignInUnit{By: testkit.By("cgj/principal"), Lead: org.UnitDeputy, Handler: testkit.As("cgj/handler").Account})
	s.Do("cgj/handler", id, order.RecordContact{By: testkit.By("cgj/handler"), At: s.Clock.Now(), Means: "phone", Reached: true, ToldTaken: true, ToldHow: true})
	s.Do("cgj/handler", id, order.SubmitReply{By: testkit.By("cgj/handler"), Reply: order.Reply[order.Private]{Finding: "no", Solved: order.SolvedExplained, Investigation: order.Private{Text: "到现场查看，管网通畅"},
		Measures: order.Private{Text: "已解释"}, Opinion: order.Private{Text: "诉求人认可"}, Contact: "市政管理股", ContactPhone: "0558-7000201",
		Public: "经现场核查，该路口下水道管网通畅，前日积水系短时强降雨所致，已向您说明。我局今后每周巡查一次。依据《安徽省市政设施管理条例》办理。"}})
	return id
}

func TestTheSheetsToStampArePrintedForTheirUnitOnly(t *testing.T) {
	s := newSite(t, t.TempDir())
	id := s.forSeal()
	b := s.as("cgj/handler")
	page := b.get("/stamp")
	status(t, "the list", page, 200)
	if !strings.Contains(page.Body.String(), `value="`+id+`"`) {
		t.Fatalf("the order is not offered: %.400s", words(page))
	}
	status(t, "nothing chosen", b.post("/stamp/print", url.Values{"_key": {web.NewKey()}}), 422)
	paper := b.post("/stamp/print", url.Values{"_key": {web.NewKey()}, "id": {id}})
	status(t, "the print", paper, 200)
	out := paper.Body.String()
	for _, secret := range []string{"王秀兰", "13800001234", "138 0000 1234"} {
		if strings.Contains(out, secret) {
			t.Errorf("the print tells who called: %s", secret)
		}
	}
	for _, want := range []string{"办理结果反馈表", "打印人", "单位公章", `class="folder-code"`, "每周巡查一次"} {
		if !strings.Contains(out, want) {
			t.Errorf("the print lacks %s", want)
		}
	}
	other := s.as("jyj/handler")
	if got := other.get("/stamp"); strings.Contains(got.Body.String(), id) {
		t.Error("another unit is offered the order")
	}
	mine, none := other.post("/stamp/print", url.Values{"_key": {web.NewKey()}, "id": {id}}), other.post("/stamp/print", url.Values{"_key": {web.NewKey()}, "id": {"nosuch"}})
	if mine.Code != 422 || words(mine) != words(none) {
		t.Errorf("another unit's order answers %d %.200s, an unknown one %d %.200s", mine.Code, words(mine), none.Code, words(none))
	}
	for _, post := range []org.PostID{"hotline/dispatcher", org.PostGovHead, "hotline/visitor"} {
		c := s.as(post)
		status(t, string(post), c.get("/stamp"), 403)
		status(t, string(post), c.get("/stamp/back"), 403)
		status(t, string(post), c.post("/stamp/print", url.Values{"_key": {web.NewKey()}, "id": {id}}), 403)
	}
}
