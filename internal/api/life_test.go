package api

import (
	"net/http"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestALifeByPrograms carries an order from the first word to the archive with nothing but requests, each step by a token of the post that owes it.
func TestALifeByPrograms(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		s := newSite(t, where, 0)
		id := s.proposed()
		s.pin("cgj/principal", "709418")
		step := func(post, command string, body any, want order.Status) {
			t.Helper()
			var o outcomeBody
			s.want(command, s.as(org.PostID(post)).post("/orders/"+id+"/"+command, body), http.StatusOK).into(t, &o)
			if o.ID != id || o.Status != string(want) {
				t.Fatalf("after %s: %+v, want %s", command, o, want)
			}
		}
		picture := m{"name": "疏通后.png", "content": testkit.PNG(t)}
		s.Clock.Set("2026-03-02 10:00")
		step("hotline/dispatcher", "dispatch", m{"unit": "cgj", "requirements": "查清堵塞原因并疏通"}, order.Dispatched)
		s.Clock.Set("2026-03-02 15:00")
		step("cgj/handler", "sign_for", m{}, order.UnitAssigning)
		var staff items[staffView]
		s.want("staff", s.as("cgj/principal").get("/staff"), http.StatusOK).into(t, &staff)
		if len(staff.Items) != 1 {
			t.Fatalf("staff: %+v", staff)
		}
		step("cgj/principal", "assign", m{"lead": "unit_deputy", "handler": staff.Items[0].Account, "opinion": "请市政股办理", "pin": "709418"}, order.InProgress)
		step("cgj/handler", "contact", m{"means": "phone", "reached": true, "told": true}, order.InProgress)
		step("cgj/handler", "progress", m{"text": "已到现场查看", "files": []m{picture}}, order.InProgress)
		step("hotline/operator", "urge", m{"from": "caller", "note": "问什么时候修好"}, order.InProgress)
		s.Clock.Set("2026-03-05 15:00")
		step("cgj/handler", "reply", m{"finding": "yes", "solved": "yes", "investigation": "3月3日上午到现场查看，主管网被建筑垃圾堵塞", "measures": "当日疏通并清运", "opinion": "诉求人认可",
			"contact": "市政管理股", "contact_phone": "0558-7000201", "files": []m{picture},
			"public": "经查，北城社区东侧路口下水道主管网被建筑垃圾堵塞，我局于3月3日组织疏通并清运完毕，已加装防护网，今后每周巡查一次。依据《安徽省市政设施管理条例》办理。"}, order.UnitSigning)
		step("cgj/principal", "sign_reply", m{"seal": m{"name": "盖章件.png", "content": testkit.PNG(t)}, "pin": "709418"}, order.Submitted)
		step("hotline/reviewer", "pass", m{}, order.ToFeedback)
		s.Clock.Set("2026-03-06 09:00")
		step("hotline/visitor", "feedback", m{"means": "phone"}, order.Visiting)
		step("cgj/handler", "unit_visit", m{"reached": true, "satisfaction": "satisfied"}, order.Visiting)
		s.Clock.Set("2026-03-09 09:00")
		step("hotline/visitor", "visit", m{"outcome": "reached", "contacted": "yes", "solved": "yes", "satisfaction": "satisfied"}, order.Closed)
		step("hotline/dispatcher", "archive", m{}, order.Archived)

		d := s.as("hotline/dispatcher")
		var files filesView
		s.want("files", d.get("/orders/"+id+"/files"), http.StatusOK).into(t, &files)
		if len(files.Files) != 3 {
			t.Errorf("%d files, want the progress, the reply and the seal", len(files.Files))
		}
		got := s.want("file", d.get("/orders/"+id+"/files/"+files.Files[0].ID), http.StatusOK)
		if got.header.Get("Content-Type") != "image/png" || len(got.body) < 50 {
			t.Errorf("file: %v, %d bytes", got.header, len(got.body))
		}
		var line timelineView
		s.want("timeline", d.get("/orders/"+id+"/timeline"), http.StatusOK).into(t, &line)
		if len(line.Items) < 14 {
			t.Errorf("the timeline tells %d things", len(line.Items))
		}
		var found pageView
		s.want("search", d.send("POST", "/search", m{"words": "1234", "kind": "done"}), http.StatusOK).into(t, &found)
		if len(found.Rows) != 1 || found.Rows[0].ID != id {
			t.Errorf("searching the phone's tail among the closed finds %+v", found.Rows)
		}
		if r := d.post("/orders/"+id+"/urge", m{"from": "office"}); r.status != http.StatusConflict || r.problem(t).Article == "" {
			t.Errorf("an archived order takes an urge: %d %s", r.status, r.body)
		}
		rep, err := s.Store.CheckProjections(t.Context())
		if err != nil || len(rep) > 0 {
			t.Errorf("lists and log differ: %v %v", rep, err)
		}
	})
}
