package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestAGapBecomesAPublicArticle: an answer without the base is a gap, its unit is asked and told, the gap closes with the publication; two people open the
// article to citizens; what a caller was told stays as it was told; before its last day the unit is reminded (Art. 10(1)).
func TestAGapBecomesAPublicArticle(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-03-02 09:00")
		ctx := t.Context()
		question := func(knowledge string, version int) string {
			t.Helper()
			actor := testkit.As("hotline/operator")
			reg := w.Desk.NewRegister(order.Register{By: order.By{Actor: actor}, Request: order.Request[order.Private]{Channel: "D1", TakenAt: w.Clock.Now().Add(-time.Minute), Type: order.Consult, Category: "0203", Urgency: order.Routine,
				Secrecy: order.Ordinary, NeedReply: true, Title: "咨询路灯报修", CallerKind: order.Person, Name: order.Private{Text: "李强"}, Phone: order.Private{Text: "13966660002"}, Words: order.Private{Text: "路灯坏了找谁。"}}})
			done, err := w.Desk.Do(ctx, desk.Ask{Actor: actor, Route: desk.IntakeRoute, Commands: []order.Command{reg, order.AnswerDirectly{By: order.By{Actor: actor}, Knowledge: knowledge, Version: version, Answer: order.Private{Text: "请拨打市政值班电话报修。"}}}})
			if err != nil {
				t.Fatal(err)
			}
			return done.ID
		}
		first := question("", 0)
		clerk, head, unit := reader(t, w, "hotline/dispatcher"), reader(t, w, org.PostOfficeHead), reader(t, w, "cgj/handler")
		gaps, err := clerk.Gaps(ctx)
		if err != nil || len(gaps) != 1 || gaps[0].Order != first || gaps[0].Article != "" {
			t.Fatalf("gaps %+v %v", gaps, err)
		}
		if all, err := unit.Gaps(ctx); err != nil || len(all) != 0 {
			t.Errorf("a unit reads the gaps: %+v %v", all, err)
		}
		if _, err := unit.AskForArticle(ctx, first, "cgj", "路灯报修", "a0"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a unit asks: %v", err)
		}
		if _, err := clerk.AskForArticle(ctx, "none", "cgj", "路灯报修", "a1"); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("no gap: %v", err)
		}
		var id string
		for range 2 { // pressed twice
			if id, err = clerk.AskForArticle(ctx, first, "cgj", "路灯报修", "a2"); err != nil {
				t.Fatal(err)
			}
		}
		var bad *desk.Invalid
		if _, err := clerk.AskForArticle(ctx, first, "cgj", "路灯报修", "a3"); !errors.As(err, &bad) {
			t.Errorf("asked twice: %v", err)
		}
		told := func(p org.PostID, words string) bool {
			t.Helper()
			all, err := reader(t, w, p).Messages(ctx, false, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range all.Rows {
				if strings.Contains(m.Text, words) {
					return true
				}
			}
			return false
		}
		if !told("cgj/handler", "请本单位补充一个知识库条目") || told("jyj/handler", "补充一个知识库条目") {
			t.Error("who is asked hears of it, and nobody else")
		}
		if n, err := unit.CountArticles(ctx); err != nil || n != 1 {
			t.Errorf("the unit owes %d %v", n, err)
		}
		know := func(p org.PostID, c func(org.Actor) office.Command) error {
			t.Helper()
			_, err := w.Desk.Know(ctx, testkit.As(p), id, 0, c(testkit.As(p)), "", time.Time{})
			return err
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		text := office.Content{Title: "路灯报修", Answer: "请拨打市政值班电话报修，三个工作日内修复。", Unit: "cgj", ValidTo: "2026-04-10"}
		must(know("cgj/handler", func(a org.Actor) office.Command { return office.Propose{Actor: a, Content: text} }))
		if gaps, _ = clerk.Gaps(ctx); len(gaps) != 1 || gaps[0].State != "待审核" {
			t.Errorf("a proposal closes the gap: %+v", gaps)
		}
		must(know("hotline/reviewer", func(a org.Actor) office.Command { return office.Publish{Actor: a} }))
		if gaps, _ = clerk.Gaps(ctx); len(gaps) != 0 {
			t.Errorf("the gap stays: %+v", gaps)
		}
		must(know("hotline/dispatcher", func(a org.Actor) office.Command { return office.Offer{Actor: a} }))
		if n, _ := head.CountArticles(ctx); n != 1 {
			t.Errorf("%d wait for a second person", n)
		}
		refusal(t, know("hotline/dispatcher", func(a org.Actor) office.Command { return office.Open{Actor: a} }), "same_person")
		must(know(org.PostOfficeHead, func(a org.Actor) office.Command { return office.Open{Actor: a} }))
		v, err := unit.Article(ctx, id)
		if err != nil || !v.Public || len(v.Versions) != 1 {
			t.Errorf("public: %+v %v", v, err)
		}
		// What was told stays as it was told.
		second := question(v.Number, v.Version)
		text.Answer, text.ValidTo = "改由物业报修，当天修复。当天修不好的打市政电话。", "2026-04-10"
		must(know("cgj/handler", func(a org.Actor) office.Command { return office.Propose{Actor: a, Content: text} }))
		must(know("hotline/reviewer", func(a org.Actor) office.Command { return office.Publish{Actor: a} }))
		src, err := clerk.Answered(ctx, second)
		if err != nil || src == nil || src.Version != 1 || src.Now != 2 || !strings.Contains(src.Text, "三个工作日") {
			t.Errorf("what was told: %+v %v", src, err)
		}
		if v, _ = unit.Article(ctx, id); v.Public {
			t.Error("a new text is public without anybody's look")
		}
		// The Monday within thirty days of the last day, and the one after it.
		must(w.Desk.PlanMonday(ctx))
		w.Clock.Set("2026-03-09 09:00")
		w.Tick()
		if told("cgj/handler", "知识库条目快到期") {
			t.Error("reminded more than thirty days before the last day")
		}
		w.Clock.Set("2026-03-16 09:00")
		w.Tick()
		if !told("cgj/handler", "本单位有1个知识库条目快到期") || !told("hotline/dispatcher", "有1个知识库条目快到期") || told("jyj/handler", "知识库条目快到期") {
			t.Error("the reminder")
		}
		if faults, err := w.Store.CheckProjections(ctx); err != nil || len(faults) > 0 {
			t.Errorf("read models: %v %v", faults, err)
		}
		if _, _, err := w.Store.Replay(ctx); err != nil {
			t.Fatal(err)
		}
		if faults, err := w.Store.CheckProjections(ctx); err != nil || len(faults) > 0 {
			t.Errorf("after a replay: %v %v", faults, err)
		}
	})
}
