package api

import (
	"net/http"
	"testing"

	"huiyin/internal/office"
	"huiyin/internal/testkit"
)

// TestAnsweringDays: the schedule is read; a registration on a department's day is claimed in one step; a claim without a day is refused; another unit reads
// the day and none of its calls (Art. 11).
func TestAnsweringDays(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		today := s.Clock.Now().Format("2006-01-02")
		r, err := s.Desk.Reader(t.Context(), testkit.As("hotline/dispatcher"))
		if err != nil {
			t.Fatal(err)
		}
		id, err := r.PlanSession(t.Context(), office.SessionPlan{Day: today, From: "08:30", Until: "11:30", Kind: office.ByDepartment, Unit: "cgj", Place: "县长热线受理中心", Contact: "县热线办"}, "k")
		if err != nil {
			t.Fatal(err)
		}
		var all items[sessionView]
		s.want("schedule", s.as("jyj/handler").get("/answering"), http.StatusOK).into(t, &all)
		if len(all.Items) != 1 || all.Items[0].Who != "县城市管理局" || all.Items[0].State != "today" {
			t.Errorf("schedule: %+v", all)
		}
		s.want("a stranger", s.stranger().get("/answering"), http.StatusUnauthorized)
		s.want("a wrong day", s.as("jyj/handler").get("/answering?from=2026-13-40"), http.StatusUnprocessableEntity)
		body := m{"channel": "D4", "type": "complaint", "category": "0203", "title": "路灯不亮", "words": "路灯三天不亮。", "phone": "13855581234", "name": "王秀兰", "session": id, "claim": m{}}
		s.want("by a unit", s.as("cgj/handler").post("/orders", body), http.StatusForbidden)
		s.want("claim", s.as("hotline/operator").post("/orders", body), http.StatusCreated)
		delete(body, "session")
		body["phone"], body["name"], body["category"], body["words"] = "13966667777", "李强", "0802", "校门口堵车。"
		s.want("without a day", s.as("hotline/operator").post("/orders", body), http.StatusUnprocessableEntity)
		body["session"] = "nothing"
		s.want("no such day", s.as("hotline/operator").post("/orders", body), http.StatusUnprocessableEntity)
		var day sessionView
		s.want("the register", s.as("hotline/dispatcher").get("/answering/"+id), http.StatusOK).into(t, &day)
		if day.Calls != 1 || len(day.Register) != 1 || day.Register[0].Way != "自行领办" {
			t.Errorf("register: %+v", day)
		}
		s.want("another unit", s.as("jyj/handler").get("/answering/"+id), http.StatusOK).into(t, &day)
		if day.Calls != 1 || len(day.Register) != 0 {
			t.Errorf("another unit reads: %+v", day)
		}
	})
}
