package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// recordsHold holds the read models, the seals and the log of the office's records: nothing that was said stands in clear, and a replay finds the same.
func recordsHold(t *testing.T, w *testkit.World, secrets ...string) {
	t.Helper()
	ctx := t.Context()
	rep, err := w.Desk.CheckPrivate(ctx)
	if err != nil || len(rep.Faults) > 0 {
		t.Errorf("sealed words: %+v %v", rep, err)
	}
	for range 2 {
		if faults, err := w.Store.CheckProjections(ctx); err != nil || len(faults) > 0 {
			t.Errorf("read models: %v %v", faults, err)
		}
		if _, _, err := w.Store.Replay(ctx); err != nil {
			t.Fatal(err)
		}
	}
	recs, err := w.Store.LogFrom(ctx, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range recs {
		for _, s := range secrets {
			if strings.Contains(string(r.Body), s) {
				t.Errorf("%s stands in clear in %s", s, r.Kind)
			}
		}
	}
}

func hasHeard(t *testing.T, w *testkit.World, p org.PostID, words string) bool {
	t.Helper()
	all, err := reader(t, w, p).Messages(t.Context(), false, "")
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

// TestQuality: the sample of a past month, the sheet, the operator's appeal and another person's word; each operator reads his own alone, and of the order no
// more than he may open anyway; the same form again is the same deed (Art. 9, 23(6)).
func TestQuality(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-03-02 09:00")
		ctx := t.Context()
		w.Dispatched("cgj")
		w.Clock.Set("2026-04-01 09:00")
		check, head, mine, other := reader(t, w, "hotline/supervisor"), reader(t, w, org.PostOfficeHead), reader(t, w, "hotline/operator"), reader(t, w, "hotline/outsourced")
		if _, err := mine.DrawQuality(ctx, "2026-03", "d0"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("an operator draws: %v", err)
		}
		refusedWith(t, second(check.DrawQuality(ctx, "2026-04", "d1")), "month_runs")
		if n, err := check.DrawQuality(ctx, "2026-03", "d2"); err != nil || n != 1 {
			t.Fatalf("drawn %d: %v", n, err)
		}
		if n, err := head.DrawQuality(ctx, "2026-03", "d3"); err != nil || n != 0 {
			t.Errorf("drawn again %d: %v", n, err)
		}
		page, err := check.Qualities(ctx, false, false, time.Time{})
		if err != nil || len(page.Items) != 1 || page.Items[0].Order.Number == "" {
			t.Fatalf("the checker's list: %+v %v", page, err)
		}
		id := page.Items[0].ID
		if own, err := mine.Qualities(ctx, false, false, time.Time{}); err != nil || len(own.Items) != 1 || own.Whole || len(own.Averages) != 0 {
			t.Errorf("the operator's list: %+v %v", own, err)
		}
		if own, err := other.Qualities(ctx, false, false, time.Time{}); err != nil || len(own.Items) != 0 {
			t.Errorf("another's list: %+v %v", own, err)
		}
		if _, err := other.Quality(ctx, id); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("another reads the sheet: %v", err)
		}
		if _, err := reader(t, w, "cgj/handler").Quality(ctx, id); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a unit reads the sheet: %v", err)
		}
		points := office.Points{Record: 25, Manner: 15, Language: 25, Answer: 25}
		for range 2 { // pressed twice
			if err := check.ScoreQuality(ctx, id, points, "对王秀兰说话生硬。", "s1"); err != nil {
				t.Fatal(err)
			}
		}
		refusedWith(t, head.ScoreQuality(ctx, id, points, "又评一次。", "s2"), "scored")
		if !hasHeard(t, w, "hotline/operator", "您有一份质检评分单") || hasHeard(t, w, "hotline/outsourced", "质检评分单") {
			t.Error("who is scored hears of it, and nobody else")
		}
		refusedWith(t, check.AppealQuality(ctx, id, "不是我的。", "a0"), "not_own")
		if err := mine.AppealQuality(ctx, id, "请听录音。", "a1"); err != nil {
			t.Fatal(err)
		}
		if n, err := head.CountQuality(ctx); err != nil || n != 1 {
			t.Errorf("%d wait: %v", n, err)
		}
		refusedWith(t, check.DecideQuality(ctx, id, points, "维持。", "e0"), "same_person")
		points.Manner = 22
		if err := head.DecideQuality(ctx, id, points, "语气可以更好，酌情改。", "e1"); err != nil {
			t.Fatal(err)
		}
		v, err := mine.Quality(ctx, id)
		if err != nil || v.Sum != 97 || v.First == nil || v.First.Manner != 15 || v.Remark != "对王秀兰说话生硬。" || v.Decided == nil || v.MayAppeal {
			t.Errorf("the end: %+v %v", v, err)
		}
		if page, _ = head.Qualities(ctx, true, false, time.Time{}); len(page.Averages) != 1 || page.Averages[0].Tenths != 970 {
			t.Errorf("averages: %+v", page.Averages)
		}
		log, err := check.Trainings(ctx, time.Time{})
		if err != nil || !log.Whole {
			t.Fatalf("the log: %+v %v", log, err)
		}
		me := testkit.As("hotline/operator").Account
		trained, err := w.Desk.PutDemoAccount(ctx, "huawu9", "话务员九", "x", []org.PostID{"hotline/operator"})
		if err != nil {
			t.Fatal(err)
		}
		pupil := testkit.As("hotline/operator")
		pupil.Account = trained
		hold := func(r *desk.Reader, key string, who ...org.AccountID) (string, error) {
			return r.HoldTraining(ctx, "2026-03-31", "接听规范", "赵老师", 90, who, key)
		}
		refusedWith(t, second(hold(check, "t0", testkit.As("cgj/handler").Account)), "not_ours")
		if _, err := hold(mine, "t1", me); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("an operator holds a training: %v", err)
		}
		tid, err := hold(check, "t2", trained)
		if err != nil {
			t.Fatal(err)
		}
		own, err := w.Desk.Reader(ctx, pupil)
		if err != nil {
			t.Fatal(err)
		}
		if x, err := own.Trainings(ctx, time.Time{}); err != nil || len(x.Items) != 1 || len(x.Sums) != 1 || x.Sums[0].Minutes != 90 || len(x.Staff) != 0 || x.Items[0].Teacher != "赵老师" {
			t.Errorf("his own: %+v %v", x, err)
		}
		if x, err := other.Trainings(ctx, time.Time{}); err != nil || len(x.Items) != 0 {
			t.Errorf("another's: %+v %v", x, err)
		}
		if err := head.StrikeTraining(ctx, tid, "重复登记", "t3"); err != nil {
			t.Fatal(err)
		}
		if x, _ := own.Trainings(ctx, time.Time{}); len(x.Sums) != 0 || x.Items[0].Struck == "" {
			t.Errorf("struck: %+v", x)
		}
		recordsHold(t, w, "王秀兰", "请听录音", "酌情改", "赵老师")
	})
}

func second[T any](_ T, err error) error { return err }

// TestInspection: planned, made, answered, judged; the unit is told and sees its own, another unit nothing; on Mondays it is reminded (Art. 6(5)).
func TestInspection(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		w.Clock.Set("2026-03-05 09:00")
		ctx := t.Context()
		check, clerk, unit, other := reader(t, w, "hotline/supervisor"), reader(t, w, "hotline/dispatcher"), reader(t, w, "cgj/handler"), reader(t, w, "jyj/handler")
		for _, r := range []*desk.Reader{clerk, unit} {
			if _, err := r.PlanInspection(ctx, "cgj", "2026-03-05", "看签收和值班", "p0"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("who may not plans: %v", err)
			}
		}
		id, err := check.PlanInspection(ctx, "cgj", "2026-03-05", "看签收和值班", "p1")
		if err != nil {
			t.Fatal(err)
		}
		if !hasHeard(t, w, "cgj/handler", "县热线办将到本单位检查") || hasHeard(t, w, "jyj/handler", "到本单位检查") {
			t.Error("the unit hears of the plan, and no other")
		}
		wish := desk.InspectionWish{Day: "2026-03-05", Met: "督办员李明、城管局王强", Seen: "抽看二十件。", What: []string{"值班电话没人接。", "一件没有联系记录。"}, Due: []string{"2026-03-11", "2026-03-20"}}
		for range 2 {
			if err := check.MakeInspection(ctx, id, wish, "m1"); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := other.Inspection(ctx, id); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("another unit reads: %v", err)
		}
		if p, err := other.Inspections(ctx, false, time.Time{}); err != nil || len(p.Items) != 0 {
			t.Errorf("another unit's list: %+v %v", p, err)
		}
		if err := other.AnswerFinding(ctx, id, 1, "已改。", "a0"); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("another unit answers: %v", err)
		}
		if _, err := reader(t, w, "hotline/operator").Inspection(ctx, id); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("an operator reads: %v", err)
		}
		if n, err := unit.CountInspections(ctx); err != nil || n != 2 {
			t.Errorf("the unit owes %d: %v", n, err)
		}
		if !hasHeard(t, w, "cgj/principal", "检查发现2个问题") {
			t.Error("the principal is not told of the findings")
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(w.Desk.PlanMonday(ctx))
		w.Clock.Set("2026-03-09 09:00")
		w.Tick()
		if !hasHeard(t, w, "cgj/handler", "有1次检查的问题本周到期") || hasHeard(t, w, "jyj/handler", "检查的问题本周到期") {
			t.Error("the reminder of Monday")
		}
		must(unit.AnswerFinding(ctx, id, 1, "专人值守，不再外出。", "a1"))
		if n, err := check.CountInspections(ctx); err != nil || n != 1 {
			t.Errorf("%d wait for the office: %v", n, err)
		}
		must(check.JudgeFinding(ctx, id, 1, false, "2026-03-16", "又没人接。", "j1"))
		if !hasHeard(t, w, "cgj/handler", "没有整改到位") {
			t.Error("the unit is not told")
		}
		must(check.JudgeFinding(ctx, id, 1, true, "", "三次都接通。", "j2"))
		must(check.JudgeFinding(ctx, id, 2, true, "", "已补。", "j3"))
		v, err := unit.Inspection(ctx, id)
		if err != nil || v.Open || v.State != "已了结" || len(v.Findings[0].Lines) != 3 || v.Met != "督办员李明、城管局王强" {
			t.Errorf("the end: %+v %v", v, err)
		}
		gone, err := check.PlanInspection(ctx, "jyj", "2026-03-20", "看签收和值班", "p2")
		must(err)
		must(check.CancelInspection(ctx, gone, "另约时间", "c1"))
		if p, err := clerk.Inspections(ctx, true, time.Time{}); err != nil || len(p.Items) != 2 || p.May {
			t.Errorf("what is over: %+v %v", p, err)
		}
		recordsHold(t, w, "李明", "值班电话没人接", "专人值守", "又没人接")
	})
}
