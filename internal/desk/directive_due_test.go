package desk_test

import (
	"slices"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/testkit"
)

// TestTasksOfALeadersWordAreToldAndPressed: the units with a task hear of it, the others and the unit it is about do not; before, on and after its last day it is spoken
// of; once all have answered the office hears it, and the leader when he is told (Art. 6(4), 21(1)). No message says what he wrote.
func TestTasksOfALeadersWordAreToldAndPressed(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-03-03 09:00")
		clerk := reader(t, w, "hotline/dispatcher")
		id, err := clerk.GiveDirective(t.Context(), desk.DirectiveWish{Post: org.PostMagistrate, Day: w.Clock.Now(), Kind: office.OnCutting, Title: "校门口积水", Source: "县报3月2日", Words: "请两家马上办。", About: "341622001",
			Tasks: []desk.DirectiveTaskWish{{Unit: "cgj", What: "疏通管道。", Due: "2026-03-06"}, {Unit: "jyj", What: "放学时有人值守。", Due: "2026-03-09"}}}, "k1")
		if err != nil {
			t.Fatal(err)
		}
		last := func(post org.PostID, n int, words string) {
			t.Helper()
			all := inbox(t, w, post)
			if len(all) != n || n > 0 && (!strings.Contains(all[0].Text, words) || all[0].Href != "/directives/"+id || strings.Contains(all[0].Text, "积水")) {
				t.Fatalf("%s has %d messages, want %d with %q: %+v", post, len(all), n, words, all)
			}
		}
		for _, p := range []org.PostID{"cgj/handler", "cgj/unit_deputy", "cgj/principal", "jyj/handler"} {
			last(p, 1, "有县领导批示须本单位落实，请于3月")
		}
		last("341622001/handler", 0, "")
		go3 := func(at string) { w.Clock.Set(at); w.Tick() }
		go3("2026-03-05 08:31")
		last("cgj/handler", 2, "快到期（3月6日24:00）")
		last("cgj/principal", 1, "")
		go3("2026-03-06 08:31")
		last("cgj/principal", 2, "今日到期")
		if m := inbox(t, w, "cgj/handler")[0]; !m.Urgent {
			t.Errorf("today's word is not urgent: %+v", m)
		}
		go3("2026-03-09 08:31")
		last("cgj/principal", 3, "超1个工作日")
		if !slices.ContainsFunc(queued(t, w.Store), func(o store.Outgoing) bool {
			return o.Audience == "hotline/supervisor" && o.Notice.Code == order.NoticeTaskLate
		}) {
			t.Error("the supervisor is not told of a task that is over")
		}
		last("jyj/handler", 3, "今日到期")
		go3("2026-03-11 09:00")
		last("cgj/principal", 3, "超1个工作日")
		go3("2026-03-12 09:00")
		last("cgj/principal", 4, "超4个工作日")
		if to, err := w.Desk.ReadMessage(t.Context(), reader(t, w, "cgj/principal"), inbox(t, w, "cgj/principal")[0].Pos, inbox(t, w, "cgj/principal")[0].N); err != nil || to != "/directives/"+id {
			t.Errorf("the message leads to %q: %v", to, err)
		}
		for _, u := range []org.PostID{"cgj/handler", "jyj/handler"} {
			if err := reader(t, w, u).AnswerDirective(t.Context(), id, "已办好。", true, ""); err != nil {
				t.Fatal(err)
			}
		}
		if m := inbox(t, w, "hotline/dispatcher"); len(m) == 0 || !strings.Contains(m[0].Text, "各单位已报齐") {
			t.Errorf("the office is not told: %+v", m)
		}
		n := len(inbox(t, w, "cgj/principal"))
		go3("2026-03-20 09:00")
		if len(inbox(t, w, "cgj/principal")) != n {
			t.Error("a task that is done is spoken of")
		}
		if err := clerk.SendBackDirective(t.Context(), id, "cgj", "请补照片。", "2026-03-24", ""); err != nil {
			t.Fatal(err)
		}
		if m := inbox(t, w, "cgj/handler")[0]; !strings.Contains(m.Text, "须补充，请于3月24日24:00前") {
			t.Errorf("sent back: %+v", m)
		}
		go3("2026-03-24 09:00")
		if m := inbox(t, w, "cgj/handler")[0]; !strings.Contains(m.Text, "今日到期（3月24日24:00）") {
			t.Errorf("the new last day is not spoken of: %+v", m)
		}
		if err := reader(t, w, "cgj/handler").AnswerDirective(t.Context(), id, "照片已补。", true, ""); err != nil {
			t.Fatal(err)
		}
		if err := clerk.ReportDirective(t.Context(), id, "paper", "两家都已办好。", ""); err != nil {
			t.Fatal(err)
		}
		last(org.PostMagistrate, 1, "您的批示已有落实情况")
		whole(t, w)
	})
}
