package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/testkit"
)

func dayPlan(day string) office.SessionPlan {
	return office.SessionPlan{Day: day, From: "08:30", Until: "11:30", Kind: office.ByDepartment, Unit: "cgj", Place: "县长热线受理中心", Topic: "城市管理", Contact: "县热线办0558-7000100"}
}

func refusedWith(t *testing.T, err error, code string) {
	t.Helper()
	var no *regulation.Refusal
	if !errors.As(err, &no) || no.Code != code {
		t.Errorf("%s: %v", code, err)
	}
}

// TestAnsweringDay: a department's day is planned, announced, calls are registered in it and claimed, minutes are sealed; a leader's day decides on the spot;
// strangers see the schedule and none of the calls; a replay finds the same (Art. 11).
func TestAnsweringDay(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-03-02 09:00")
		clerk := reader(t, w, "hotline/dispatcher")
		id, err := clerk.PlanSession(t.Context(), dayPlan("2026-03-05"), "k1")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := clerk.PlanSession(t.Context(), dayPlan("2026-03-05"), "k1"); err != nil || again != id {
			t.Errorf("the same form again: %s %v", again, err)
		}
		led := dayPlan("2026-03-05")
		led.Kind, led.Unit, led.Post = office.ByLeader, "", org.PostHotlineDeputy
		leaders, err := clerk.PlanSession(t.Context(), led, "k2")
		if err != nil {
			t.Fatal(err)
		}
		wrong := dayPlan("2026-03-05")
		wrong.Unit = "341622001"
		_, err = clerk.PlanSession(t.Context(), wrong, "k3")
		refusedWith(t, err, "no_department")
		for _, p := range []org.PostID{"hotline/operator", "cgj/handler", org.PostMagistrate} {
			if _, err := reader(t, w, p).PlanSession(t.Context(), dayPlan("2026-03-06"), "k4"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s plans: %v", p, err)
			}
			if err := reader(t, w, p).CancelSession(t.Context(), id, "开会", "k4"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s cancels: %v", p, err)
			}
		}
		text, sessions, err := clerk.PreviewOf(t.Context(), calendar.DateOf(w.Clock.Now()), "7812345")
		if err != nil || len(sessions) != 2 || !strings.Contains(text, "县城市管理局在县长热线受理中心接听") || !strings.Contains(text, "7812345") {
			t.Errorf("preview: %s %v", text, err)
		}
		if err := clerk.AnnounceSessions(t.Context(), []string{id, leaders}, "县政府网站", "n1"); err != nil {
			t.Fatal(err)
		}

		w.Clock.Set("2026-03-05 09:00")
		operator := reader(t, w, "hotline/operator")
		take := func(session, channel string, in *order.Instruction[order.Private], more ...order.Command) (desk.Done, error) {
			t.Helper()
			a, err := operator.TakenOn(t.Context(), session, channel, w.Clock.Now())
			if err != nil {
				return desk.Done{}, err
			}
			c := w.Complaint()
			c.By, c.Answering, c.Instruction, c.Request.Channel, c.Request.TakenAt = testkit.By("hotline/operator"), a, in, channel, w.Clock.Now()
			c = w.Desk.NewRegister(c)
			return w.Desk.Do(t.Context(), desk.Ask{Actor: testkit.As("hotline/operator"), Route: "test", Commands: append([]order.Command{c}, more...)})
		}
		by := testkit.By("hotline/operator")
		if _, err := take(id, "D3", nil); err == nil {
			t.Error("a call under another channel was taken")
		}
		claimed, err := take(id, "D4", nil, order.Claim{By: by, ChainID: "c1", To: operator.TargetOf("cgj"), Requirements: "自行领办，按时限办结。", Text: "反映路灯不亮。"})
		if err != nil {
			t.Fatal(err)
		}
		v := w.Order("cgj/handler", claimed.ID)
		if v.Status != order.UnitAssigning || v.Unit != "县城市管理局" || v.Answering == nil || v.Key {
			t.Errorf("claimed: %s %s %+v", v.Status, v.Unit, v.Answering)
		}
		if _, err := take(id, "D4", nil, order.Claim{By: by, ChainID: "c2", To: operator.TargetOf("jyj"), Requirements: "办。", Text: "反映路灯不亮。"}); err == nil {
			t.Error("another department claimed")
		} else {
			refusedWith(t, err, "not_own")
		}
		spot, err := take(leaders, "D3", &order.Instruction[order.Private]{Post: org.PostHotlineDeputy, At: w.Clock.Now(), Words: order.Private{Text: "教育局今天就办，回复张建国。"}},
			order.SubmitForDispatch{By: by, ChainID: "c3", Proposal: order.Proposal{Unit: "jyj", Requirements: "今天办结。"}})
		if err != nil {
			t.Fatal(err)
		}
		if v := w.Order("hotline/dispatcher", spot.ID); v.Status != order.PendingDispatch {
			t.Errorf("decided on the spot: %s", v.Status)
		}
		_, err = take(leaders, "D3", &order.Instruction[order.Private]{Post: org.PostMagistrate, At: w.Clock.Now(), Words: order.Private{Text: "办。"}})
		refusedWith(t, err, "answering_leader")

		day := func(p org.PostID, id string) desk.SessionView {
			t.Helper()
			v, err := reader(t, w, p).Session(t.Context(), id)
			if err != nil {
				t.Fatalf("%s reads: %v", p, err)
			}
			return v
		}
		if v := day("hotline/dispatcher", id); len(v.Calls) != 1 || v.Calls[0].Way != "自行领办" || v.Count != 1 {
			t.Errorf("the register: %+v", v.Calls)
		}
		if v := day(org.PostHotlineDeputy, leaders); len(v.Calls) != 1 || v.Calls[0].Way != "当场分办" || v.Calls[0].Words != "教育局今天就办，回复张建国。" {
			t.Errorf("the leader's register: %+v", v.Calls)
		}
		if v := day("cgj/handler", id); len(v.Calls) != 1 {
			t.Errorf("the department sees its own: %+v", v.Calls)
		}
		for _, p := range []org.PostID{"jyj/handler", "341622001/handler", "county/deputy.2"} {
			if v := day(p, id); len(v.Calls) != 0 || v.Count != 1 {
				t.Errorf("%s sees calls: %+v", p, v.Calls)
			}
		}
		refusedWith(t, clerk.CancelSession(t.Context(), id, "开会", "x1"), "took_place")
		for range 2 {
			if err := clerk.MinuteSession(t.Context(), id, "接听1个来电，王秀兰反映路灯。", "m1"); err != nil {
				t.Fatal(err)
			}
		}
		if v := day("cgj/principal", id); v.State != office.SessionHeld || v.Minutes == "" {
			t.Errorf("who answered reads the minutes: %+v", v)
		}
		if v := day("jyj/handler", id); v.Minutes != "" {
			t.Error("another unit reads the minutes")
		}
		page, err := clerk.AnsweringDays(t.Context(), 0)
		if err != nil || len(page.Weeks) != 6 || len(page.Weeks[1].Sessions) != 2 || page.Weeks[1].Lacks || !page.Weeks[2].Lacks {
			t.Errorf("the schedule: %+v %v", page, err)
		}
		rep, err := w.Desk.CheckPrivate(t.Context())
		if err != nil || len(rep.Faults) > 0 {
			t.Errorf("sealed words: %+v %v", rep, err)
		}
		w.CheckArchive()
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.CheckArchive()
		if v := day("hotline/dispatcher", id); len(v.Calls) != 1 || v.State != office.SessionHeld || v.Noticed != "县政府网站" {
			t.Errorf("after a replay: %+v", v)
		}
	})
}

// TestRota: a list makes a year's days, in one write; what cannot be read names its line; the same form again makes none; a week that has a day is left out.
func TestRota(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-03-02 09:00")
		clerk := reader(t, w, "hotline/dispatcher")
		if _, err := clerk.PlanSession(t.Context(), dayPlan("2026-03-10"), "k1"); err != nil {
			t.Fatal(err)
		}
		first, _ := calendar.ParseDate("2026-03-02")
		wish := desk.RotaWish{First: first, Last: first.AddDays(27), Weekday: time.Thursday, Plan: dayPlan(""), List: "县长\n城管局\n\n县教育局"}
		bad := wish
		bad.List = "县长\n县气象局"
		var no *desk.Invalid
		if _, err := clerk.Rota(t.Context(), bad); !errors.As(err, &no) || !strings.Contains(no.Reason, "第2行“县气象局”") {
			t.Errorf("an unknown line: %v", err)
		}
		if _, err := reader(t, w, "cgj/handler").Rota(t.Context(), wish); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a unit makes a rota: %v", err)
		}
		head := w.Head()
		plans, err := clerk.Rota(t.Context(), wish)
		if err != nil || len(plans) != 3 || plans[0].Day != "2026-03-05" || plans[1].Unit != "cgj" || plans[1].Day != "2026-03-19" || w.Head() != head {
			t.Fatalf("what would be made: %+v %v", plans, err)
		}
		for range 2 {
			if n, err := clerk.MakeRota(t.Context(), wish, "r1"); err != nil || n != 3 {
				t.Fatalf("made %d: %v", n, err)
			}
		}
		page, err := clerk.AnsweringDays(t.Context(), first)
		if err != nil {
			t.Fatal(err)
		}
		var days []string
		for _, x := range page.Weeks {
			for _, v := range x.Sessions {
				days = append(days, v.Date+v.Who)
			}
		}
		if got := fmt.Sprint(days); got != "[2026-03-05县长 2026-03-10县城市管理局 2026-03-19县城市管理局 2026-03-26县教育局]" {
			t.Errorf("the schedule: %s", got)
		}
		if err := clerk.CancelSession(t.Context(), page.Weeks[0].Sessions[0].ID, "县里有会议", "c1"); err != nil {
			t.Fatal(err)
		}
		moved := dayPlan("2026-03-20")
		if err := clerk.ChangeSession(t.Context(), page.Weeks[2].Sessions[0].ID, moved, "c2"); err != nil {
			t.Fatal(err)
		}
		w.CheckArchive()
	})
}

// TestWeekWithoutAnsweringDay is case 19: on Monday at nine the office is told of a week that has no day, and of last week; nobody else; once; a replay keeps it.
func TestWeekWithoutAnsweringDay(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-03-02 08:00")
		clerk := reader(t, w, "hotline/dispatcher")
		if _, err := clerk.PlanSession(t.Context(), dayPlan("2026-03-12"), "k1"); err != nil {
			t.Fatal(err)
		}
		told := func(p org.PostID) []string {
			t.Helper()
			page, err := reader(t, w, p).Messages(t.Context(), false, "")
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, m := range page.Rows {
				if m.Href == "/answering" {
					out = append(out, m.Text[:len("本周")])
				}
			}
			return out
		}
		for range 2 {
			if err := w.Desk.PlanMonday(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		w.Clock.Set("2026-03-02 08:59")
		w.Tick()
		if got := told("hotline/dispatcher"); len(got) != 0 {
			t.Errorf("too early: %v", got)
		}
		w.Clock.Set("2026-03-02 09:00")
		w.Tick()
		for _, p := range []org.PostID{"hotline/dispatcher", org.PostOfficeHead} {
			if got := told(p); len(got) != 2 { // this week and last
				t.Errorf("%s: %v", p, got)
			}
		}
		if got := told("cgj/handler"); len(got) != 0 {
			t.Errorf("a unit is told: %v", got)
		}
		w.Clock.Set("2026-03-09 09:00") // this week has one, the last had none
		w.Tick()
		if got := told("hotline/dispatcher"); len(got) != 3 || got[0] != "上周" {
			t.Errorf("the second Monday: %v", got)
		}
		w.Clock.Set("2026-03-17 10:00") // Tuesday: nothing ran on Monday, but this is still its week
		w.Tick()
		if got := told("hotline/dispatcher"); len(got) != 4 || got[0] != "本周" {
			t.Errorf("the third week: %v", got)
		}
		page, err := clerk.Messages(t.Context(), false, "")
		if err != nil {
			t.Fatalf("messages: %v", err)
		}
		// Gaps of rosters and units without a log-in are told beside.
		i := slices.IndexFunc(page.Rows, func(m desk.Message) bool { return m.Href == "/answering" })
		if to, err := w.Desk.ReadMessage(t.Context(), clerk, page.Rows[i].Pos, page.Rows[i].N); err != nil || to != "/answering" {
			t.Errorf("it leads to %s: %v", to, err)
		}
		w.CheckArchive()
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := told("hotline/dispatcher"); len(got) != 4 {
			t.Errorf("after a replay: %v", got)
		}
		w.CheckArchive()
	})
}
