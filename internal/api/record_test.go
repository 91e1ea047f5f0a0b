package api

import (
	"net/http"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestRecordsAreRead: sheets of points, trainings and inspections by scope: a checker all, an operator his own, a unit its own inspections, a stranger nothing (Art. 6, 9).
func TestRecordsAreRead(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		ctx := t.Context()
		s.Clock.Set("2026-03-31 09:00")
		s.as("hotline/operator") // has an account
		all, err := s.Desk.Accounts(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var operator org.AccountID
		for _, a := range all {
			if len(a.Posts) > 0 && a.Posts[0].ID == "hotline/operator" {
				operator = a.ID
			}
		}
		actor, _, err := s.Desk.ActorOf(ctx, operator, "hotline/operator")
		if err != nil {
			t.Fatal(err)
		}
		reg := s.Complaint()
		reg.By = order.By{Actor: actor}
		if _, err := s.Desk.Do(ctx, desk.Ask{Actor: actor, Route: desk.IntakeRoute, Commands: []order.Command{reg}}); err != nil {
			t.Fatal(err)
		}
		s.Clock.Set("2026-04-01 09:00")
		check, err := s.Desk.Reader(ctx, testkit.As("hotline/supervisor"))
		if err != nil {
			t.Fatal(err)
		}
		if n, err := check.DrawQuality(ctx, "2026-03", "k1"); err != nil || n != 1 {
			t.Fatalf("drawn %d %v", n, err)
		}
		if _, err := check.HoldTraining(ctx, "2026-03-31", "接听规范", "赵老师", 60, []org.AccountID{operator}, "k2"); err != nil {
			t.Fatal(err)
		}
		inspection, err := check.PlanInspection(ctx, "cgj", "2026-04-01", "看签收和值班", "k3")
		if err != nil {
			t.Fatal(err)
		}
		if err := check.MakeInspection(ctx, inspection, desk.InspectionWish{Day: "2026-04-01", Met: "李明", Seen: "抽看二十件。", What: []string{"值班电话没人接。"}, Due: []string{"2026-04-10"}}, "k4"); err != nil {
			t.Fatal(err)
		}
		var sheets items[qualitySheet]
		s.want("all", s.as("hotline/supervisor").get("/quality"), http.StatusOK).into(t, &sheets)
		if len(sheets.Items) != 1 || sheets.Items[0].Stage != "待评分" {
			t.Fatalf("sheets: %+v", sheets)
		}
		s.want("own", s.as("hotline/operator").get("/quality"), http.StatusOK).into(t, &sheets)
		if len(sheets.Items) != 1 {
			t.Errorf("his own: %+v", sheets)
		}
		s.want("another's", s.as("hotline/outsourced").get("/quality"), http.StatusOK).into(t, &sheets)
		if len(sheets.Items) != 0 {
			t.Errorf("another's: %+v", sheets)
		}
		s.want("a unit", s.as("cgj/handler").get("/quality"), http.StatusForbidden)
		var log items[trainingView]
		s.want("own trainings", s.as("hotline/operator").get("/trainings"), http.StatusOK).into(t, &log)
		if len(log.Items) != 1 || log.Items[0].Minutes != 60 {
			t.Errorf("trainings: %+v", log)
		}
		s.want("another's trainings", s.as("hotline/outsourced").get("/trainings"), http.StatusOK).into(t, &log)
		if len(log.Items) != 0 {
			t.Errorf("another's trainings: %+v", log)
		}
		var seen inspectionView
		s.want("the unit's", s.as("cgj/handler").get("/inspections/"+inspection), http.StatusOK).into(t, &seen)
		if seen.Left != 1 || len(seen.Findings) != 1 || seen.Findings[0].What != "值班电话没人接。" {
			t.Errorf("inspection: %+v", seen)
		}
		s.want("another unit", s.as("jyj/handler").get("/inspections/"+inspection), http.StatusNotFound)
		s.want("an operator", s.as("hotline/operator").get("/inspections"), http.StatusForbidden)
		for _, p := range []string{"/quality", "/trainings", "/inspections"} {
			s.want("a stranger", s.stranger().get(p), http.StatusUnauthorized)
		}
	})
}

// TestRostersAreReadAndFilled: a unit writes its own week and reads its own month; who is on duty is read by all, a month by the office too; the same key
// writes once (Art. 12).
func TestRostersAreReadAndFilled(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 100000)
		s.Clock.Set("2026-03-02 20:00")
		unit := s.as("cgj/handler")
		type m = map[string]any
		night := m{"day": "2026-03-02", "shift": "night", "name": "赵值班", "phone": "0558-7000299"}
		week := m{"week": "2026-03-04", "shifts": []m{night}}
		var w weekView
		s.want("fill", unit.post("/roster", week), http.StatusOK).into(t, &w)
		if w.Week != "2026-03-02" || len(w.Shifts) != 1 || w.Gaps != 8 {
			t.Errorf("the week: %+v", w)
		}
		head := s.Head()
		for name, bad := range map[string]m{"the citizens' number": {"week": "2026-03-02", "shifts": []m{{"day": "2026-03-02", "shift": "night", "name": "赵", "phone": "0558-7812345"}}},
			"another week's shift": {"week": "2026-03-02", "shifts": []m{{"day": "2026-03-10", "shift": "night", "name": "赵", "phone": "0558-7000299"}}}, "no day": {"week": "x", "shifts": []m{}}} {
			if r := unit.post("/roster", bad); r.status != http.StatusUnprocessableEntity || s.Head() != head {
				t.Errorf("%s: %d %s", name, r.status, r.body)
			}
		}
		var duty items[onDutyView]
		s.want("on duty", s.as("hotline/operator").get("/roster?words=csgl"), http.StatusOK).into(t, &duty)
		if len(duty.Items) != 1 || duty.Items[0].Who != "赵值班" || duty.Items[0].From != office.NightShift.Name() {
			t.Errorf("on duty: %+v", duty)
		}
		var month shiftsView
		s.want("own month", unit.get("/roster/shifts?month=2026-03"), http.StatusOK).into(t, &month)
		if len(month.People) != 1 || month.People[0].Nights != 1 || len(month.Shifts) != 1 {
			t.Errorf("month: %+v", month)
		}
		s.want("another's month", s.as("jyj/handler").get("/roster/shifts?unit=cgj"), http.StatusNotFound)
		s.want("the office", s.as("hotline/dispatcher").get("/roster/shifts?unit=cgj&month=2026-03"), http.StatusOK)
		s.want("no such month", unit.get("/roster/shifts?month=2026-13"), http.StatusBadRequest)
		s.want("an operator", s.as("hotline/operator").get("/roster/shifts"), http.StatusForbidden)
		s.want("an operator fills", s.as("hotline/operator").post("/roster", week), http.StatusForbidden)
		s.want("a stranger", s.stranger().get("/roster"), http.StatusUnauthorized)
	})
}
