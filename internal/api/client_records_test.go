package api

import (
	"fmt"
	"net/http"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/testkit"
)

// office puts one record of each kind that is no order into the client's archive, so that every read of one has something to answer. The keys are the
// beginnings of their paths.
func (f *fuzzer) office() map[string]string {
	f.Helper()
	reader := func(post org.PostID) *desk.Reader {
		r, err := f.Desk.Reader(f.Context(), testkit.As(post))
		if err != nil {
			f.Fatal(err)
		}
		return r
	}
	must := func(id string, err error) string {
		f.Helper()
		if err != nil {
			f.Fatal(err)
		}
		return id
	}
	desktop, sup, today := reader("hotline/dispatcher"), reader("hotline/supervisor"), f.Clock.Now().Format("2006-01-02")
	out := map[string]string{
		"/abuse/":     must(desktop.ProposeAbuse(f.Context(), desk.AbuseWish{Behaviour: office.Harassing, Phone: "13966660000", Calls: 5, First: today, Last: today, Facts: "深夜连续来电骂人。"}, "k1")),
		"/answering/": must(desktop.PlanSession(f.Context(), office.SessionPlan{Day: today, From: "08:30", Until: "11:30", Kind: office.ByDepartment, Unit: "cgj", Place: "受理中心", Contact: "县热线办"}, "k2")),
		"/leads/":     must(sup.FileLead(f.Context(), desk.LeadWish{Number: f.Order("hotline/dispatcher", f.ids[0]).Number, Fault: oversight.FaultLate, Unit: "cgj", Posts: []org.Kind{org.UnitPrincipal}, Facts: "逾期七天。", Proof: "台账。", Handling: "约谈。"}, "k3")),
	}
	out["/inspections/"] = must(sup.PlanInspection(f.Context(), "cgj", today, "看签收、联系和值班。", "k5"))
	out["/media/"] = must(desktop.RecordMedia(f.Context(), office.MediaWish{Outlet: office.OutletVideo, Source: "本地生活号", Day: today, Due: today, Title: "校门口的坑", Gist: "播放三万次。"}, "", "k7"))
	out["/shelf/"] = must(desktop.Shelve(f.Context(), desk.DocumentWish{Kind: office.RuleDocument, Title: "热线工单办理工作制度", From: today, Files: []desk.Upload{{Name: "制度.png", Bytes: testkit.PNG(f.T)}}}, "k6"))
	closed := f.Closed("cgj")
	f.Do("hotline/dispatcher", closed, order.Archive{By: testkit.By("hotline/dispatcher")})
	f.Tick()
	out["/archives/files/"] = closed
	var given directiveGiven
	f.want("directive", f.as("hotline/dispatcher").post("/directives", m{"post": string(org.PostMagistrate), "day": today, "kind": "report", "title": "窨井盖缺失", "source": "专报第12期", "words": "一周内办好。",
		"tasks": []m{{"unit": "cgj", "what": "补齐井盖。", "due": f.Clock.Now().AddDate(0, 0, 9).Format("2006-01-02")}}, "scan": m{"name": "批示.png", "content": testkit.PNG(f.T)}}), http.StatusCreated).into(f, &given)
	out["/directives/"] = given.ID
	for i := range 5 {
		c := f.Complaint()
		c.Request.Phone.Text, c.Request.Place = fmt.Sprintf("1380000200%d", i), "梦蝶小区"
		f.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c", Proposal: order.Proposal{Unit: "cgj"}})
	}
	var all clusterListView
	f.want("clusters", f.as("hotline/supervisor").get("/clusters"), http.StatusOK).into(f, &all)
	if len(all.Items) != 1 || all.Items[0].Case == "" {
		f.Fatalf("clusters: %+v", all)
	}
	out["/clusters/"], out["/supervision/"] = all.Items[0].ID, all.Items[0].Case
	return out
}
