package desk_test

import (
	"errors"
	"strings"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/regulation"
	"huiyin/internal/testkit"
)

func cases(t *testing.T, w *testkit.World, post org.PostID, f desk.CaseFilter) []desk.CaseView {
	t.Helper()
	if f.Level == 0 && f.Item == 0 && f.Step == "" {
		f.Level = -1
	}
	p, err := reader(t, w, post).Cases(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return p.Items
}

func code(err error) string {
	var no *regulation.Refusal
	if errors.As(err, &no) {
		return no.Code
	}
	return ""
}

// TestSupervisionRoad: the limit passes, the row opens at the first level in the same append, rises by working days; the office calls, issues a sheet with the number of the
// year, the unit answers late, the office finds it unsolved and issues another, which is answered in time; the order is closed and the row 销号. Who may not see it sees
// nothing; a form sent twice counts once; a replay and the check of the sealed words find the same (Art. 21(2), 22).
func TestSupervisionRoad(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := w.Dispatched("cgj")
		other := w.Dispatched("jyj")
		w.Clock.Set("2026-03-17 08:00")
		w.Tick()
		all := cases(t, w, "hotline/supervisor", desk.CaseFilter{})
		if len(all) != 2 || all[0].Level != 1 || all[0].Clause != "第二十一条（二）" || all[0].StepName != "待催办" {
			t.Fatalf("the ledger: %+v", all)
		}
		row := id + ".1"
		sup := reader(t, w, "hotline/supervisor")
		for _, p := range []org.PostID{"jyj/principal", "341622001/handler", "hotline/operator", "hotline/outsourced", "county/deputy.2", org.PostOf(org.EfficiencyOffice, org.JointBody), "hotline/system_admin"} {
			if _, err := reader(t, w, p).Case(t.Context(), row); !errors.Is(err, desk.ErrNotFound) {
				t.Errorf("%s opens the row: %v", p, err)
			}
			if err := reader(t, w, p).CloseCase(t.Context(), row, oversight.Solved, "好了", "x"); err == nil {
				t.Errorf("%s closes the row", p)
			}
		}
		if v, err := reader(t, w, "cgj/handler").Case(t.Context(), row); err != nil || v.Order != id || v.MayManage || v.MayReply || len(v.Evidence) != 1 {
			t.Errorf("the unit: %+v %v", v, err)
		}
		call := desk.ActionWish{Means: oversight.ByPhone, On: w.Clock.Now(), Person: "城管局分管负责人", Content: "催问，王秀兰家门口还在漫水。", Response: "今天安排。", Result: oversight.Promised}
		for range 2 {
			if err := sup.ActOnCase(t.Context(), row, call, "k1"); err != nil {
				t.Fatal(err)
			}
		}
		if v, err := sup.Case(t.Context(), row); err != nil || len(v.Actions) != 1 || v.Actions[0].Content != call.Content || v.StepName != "跟踪中" {
			t.Fatalf("after the call: %+v %v", v, err)
		}
		w.Clock.Set("2026-03-20 08:00")
		w.Tick()
		if v, _ := sup.Case(t.Context(), row); v.Level != 2 || v.Step != "to_issue" || v.Evidence[1].Text != "逾期已满3个工作日" {
			t.Fatalf("after three working days: %+v", v)
		}
		if n, err := sup.CountCases(t.Context()); err != nil || n != 2 {
			t.Errorf("the office owes %d: %v", n, err)
		}
		for range 2 {
			if err := sup.IssueSheet(t.Context(), row, "两个工作日内疏通，报结果。", 2, true, "k2"); err != nil {
				t.Fatal(err)
			}
		}
		if err := sup.IssueSheet(t.Context(), other+".1", "两个工作日内办结。", 2, false, "k3"); err != nil {
			t.Fatal(err)
		}
		v, _ := sup.Case(t.Context(), row)
		if len(v.Sheets) != 1 || v.Sheets[0].Number != "蒙热督〔2026〕1号" || v.Sheets[0].Due != "3月24日 周二 24:00" || len(v.Joint) != 2 {
			t.Fatalf("the sheet: %+v", v.Sheets)
		}
		if x, _ := sup.Case(t.Context(), other+".1"); x.Sheets[0].Number != "蒙热督〔2026〕2号" {
			t.Errorf("the next number: %+v", x.Sheets)
		}
		joint := org.PostOf(org.PerformanceCentre, org.JointBody)
		if all := cases(t, w, joint, desk.CaseFilter{}); len(all) != 1 || all[0].Order != "" {
			t.Errorf("the body that supervises along: %+v", all)
		}
		if got := cases(t, w, "cgj/principal", desk.CaseFilter{}); len(got) != 1 || got[0].ID != row {
			t.Errorf("the unit's ledger: %+v", got)
		}
		handler := reader(t, w, "cgj/handler")
		if owed, err := handler.OwedSheets(t.Context()); err != nil || len(owed) != 1 || owed[0].Due != "3月24日 周二 24:00" {
			t.Errorf("what the unit owes: %+v %v", owed, err)
		}
		if err := handler.AnswerSheet(t.Context(), row, "已安排。", nil, "k4"); code(err) != "no_seal" {
			t.Errorf("without seal: %v", err)
		}
		w.Clock.Set("2026-03-25 09:00")
		w.Tick()
		paper := []desk.Upload{{Name: "盖章件.png", Bytes: testkit.PNG(t)}}
		for range 2 {
			if err := handler.AnswerSheet(t.Context(), row, "已疏通，王秀兰认可。", paper, "k5"); err != nil {
				t.Fatal(err)
			}
		}
		v, _ = sup.Case(t.Context(), row)
		if s := v.Sheets[0]; !s.Late || !s.Missed || s.Reply != "已疏通，王秀兰认可。" || len(s.Files) != 1 || v.Step != "to_judge" {
			t.Fatalf("the reply: %+v", s)
		}
		if name, _, b, err := sup.CaseFile(t.Context(), row, v.Sheets[0].Files[0].ID); err != nil || len(b) == 0 || !strings.HasPrefix(name, "盖章件") {
			t.Errorf("the paper: %s %v", name, err)
		}
		if _, _, _, err := reader(t, w, "jyj/handler").CaseFile(t.Context(), row, v.Sheets[0].Files[0].ID); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("another unit opens the paper: %v", err)
		}
		if err := sup.CloseCase(t.Context(), row, oversight.Solved, "好了", "k6"); code(err) == "" {
			t.Errorf("closed before it was judged: %v", err)
		}
		if err := sup.JudgeSheet(t.Context(), row, false, "现场看没有疏通。", "k7"); err != nil {
			t.Fatal(err)
		}
		if err := sup.IssueSheet(t.Context(), row, "立即疏通。", 1, true, "k8"); err != nil {
			t.Fatal(err)
		}
		if err := reader(t, w, "cgj/principal").AnswerSheet(t.Context(), row, "今天疏通完毕。", nil, "k9"); err != nil {
			t.Fatal(err)
		}
		if err := sup.JudgeSheet(t.Context(), row, true, "已核实。", "k10"); err != nil {
			t.Fatal(err)
		}
		if err := sup.CloseCase(t.Context(), row, oversight.Solved, "好了", "k11"); code(err) != "still_owed" {
			t.Errorf("closed while the result is owed: %v", err)
		}
		w.Do("hotline/operator", id, order.Withdraw{By: testkit.By("hotline/operator"), At: w.Clock.Now(), Means: "phone", Note: order.Private{Text: "已经通了。"}})
		if err := sup.CloseCase(t.Context(), row, oversight.Solved, "诉求人已认可。", "k12"); err != nil {
			t.Fatal(err)
		}
		if done := cases(t, w, "hotline/office_head", desk.CaseFilter{Closed: true}); len(done) != 1 || done[0].Outcome != "已解决" {
			t.Errorf("closed rows: %+v", done)
		}
		sums, err := w.Store.FactSum(t.Context(), 1<<62, "2026-01-01", "2026-12-31")
		if err != nil {
			t.Fatal(err)
		}
		for k, n := range map[string]int64{"supervise.opened": 1, "supervise.opened.item2": 1, "supervise.sheet": 2, "supervise.second": 1, "supervise.replied": 2, "supervise.replied.in_time": 1, "supervise.replied.late": 1, "supervise.missed": 1,
			"supervise.unsolved": 1, "supervise.closed.solved": 1, "supervise.raised.level2": 1, "supervise.raised.level3": 1} {
			if got := sums[[2]string{k, "cgj"}]; got != n {
				t.Errorf("%s is %d, want %d", k, got, n)
			}
		}
		told := map[string]int{}
		for _, p := range []org.PostID{"cgj/principal", "cgj/handler", "hotline/supervisor", joint} {
			ms, err := reader(t, w, p).Messages(t.Context(), false, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range ms.Rows {
				told[string(p)+" "+m.Text]++
			}
		}
		found := false
		for k := range told {
			found = found || strings.HasPrefix(k, "cgj/principal ") && strings.Contains(k, "督办单已下发")
		}
		if !found {
			t.Errorf("the principal was not told of the sheet: %v", told)
		}
		rep, err := w.Desk.CheckPrivate(t.Context())
		if err != nil || len(rep.Faults) > 0 {
			t.Errorf("sealed words: %+v %v", rep, err)
		}
		w.CheckArchive()
		if v, err := sup.Case(t.Context(), row); err != nil || v.Outcome != "已解决" || len(v.Sheets) != 2 {
			t.Errorf("after a replay: %+v %v", v, err)
		}
	})
}

// TestSupervisionClosesItself: a key order is followed from its dispatch, and the row ends with it in the same append (domain.md §13.21).
func TestSupervisionClosesItself(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := w.Dispatched("cgj")
		w.Do("hotline/dispatcher", id, order.Instruct{By: testkit.By("hotline/dispatcher"), ChainID: "i", Instruction: order.Instruction[order.Private]{Post: org.PostMagistrate, At: w.Clock.Now(), Words: order.Private{Text: "速办。"}}})
		all := cases(t, w, "hotline/supervisor", desk.CaseFilter{})
		if len(all) != 1 || all[0].Level != 0 || all[0].Clause != "第二十一条（一）" {
			t.Fatalf("a leader's word on it: %+v", all)
		}
		if got := cases(t, w, "cgj/handler", desk.CaseFilter{}); len(got) != 0 {
			t.Errorf("the unit sees what is only followed: %+v", got)
		}
		w.Clock.Set("2026-03-10 08:00")
		w.Tick()
		if v, err := reader(t, w, "hotline/supervisor").Case(t.Context(), id+".1"); err != nil || v.Level != 2 || len(v.Joint) != 2 {
			t.Errorf("half of the time: %+v %v", v, err)
		}
		w.CheckArchive()
		w.Do("hotline/operator", id, order.Withdraw{By: testkit.By("hotline/operator"), At: w.Clock.Now(), Means: "phone", Note: order.Private{Text: "已经通了。"}})
		if done := cases(t, w, "hotline/supervisor", desk.CaseFilter{Closed: true}); len(done) != 1 || done[0].Outcome != "随工单办结自动销号" {
			t.Errorf("the row did not end with its order: %+v", done)
		}
		w.CheckArchive()
	})
}

// TestSupervisionRecusal: what reports a unit is supervised without it: neither the row nor a sheet nor a message reaches it, whatever it asks for (Art. 23(6)).
func TestSupervisionRecusal(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		c := w.Complaint()
		c.Request.ReportedUnit, c.Request.Flags = "jyj", []string{"media"}
		id := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c", Proposal: order.Proposal{Unit: "cgj"}}).ID
		w.Do("hotline/dispatcher", id, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj"}, Requirements: "查清原因", Text: "路口下水道堵塞，请疏通。"})
		row := id + ".1"
		if v, err := reader(t, w, "hotline/supervisor").Case(t.Context(), row); err != nil || v.Clause != "第二十一条（七）" || v.Level != 2 {
			t.Fatalf("the media: %+v %v", v, err)
		}
		if err := reader(t, w, "hotline/supervisor").IssueSheet(t.Context(), row, "查清。", 2, false, "k1"); err != nil {
			t.Fatal(err)
		}
		for _, p := range []org.PostID{"jyj/handler", "jyj/principal"} {
			r := reader(t, w, p)
			if _, err := r.Case(t.Context(), row); !errors.Is(err, desk.ErrNotFound) {
				t.Errorf("%s: %v", p, err)
			}
			if err := r.AnswerSheet(t.Context(), row, "查清了。", []desk.Upload{{Name: "x.png", Bytes: testkit.PNG(t)}}, "k2"); !errors.Is(err, desk.ErrNotFound) {
				t.Errorf("%s answers: %v", p, err)
			}
			if got := cases(t, w, p, desk.CaseFilter{}); len(got) != 0 {
				t.Errorf("%s lists: %+v", p, got)
			}
			if n, err := r.CountCases(t.Context()); err != nil || n != 0 {
				t.Errorf("%s counts %d: %v", p, n, err)
			}
		}
		if got, err := reader(t, w, "cgj/handler").CasesOf(t.Context(), id); err != nil || len(got) != 1 {
			t.Errorf("on the order, for its unit: %+v %v", got, err)
		}
		w.CheckArchive()
	})
}

// TestSupervisionTimersRestOnBoth: an act of the office beside a move of the order never leaves the ladder without its timer.
func TestSupervisionTimersRestOnBoth(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := w.Dispatched("cgj")
		w.Clock.Set("2026-03-17 08:00")
		w.Tick()
		sup := reader(t, w, "hotline/supervisor")
		done := make(chan error, 6)
		for i := range 3 {
			go func() {
				done <- sup.ActOnCase(t.Context(), id+".1", desk.ActionWish{Means: oversight.ByPhone, On: w.Clock.Now(), Person: "具办人员", Content: "催问。", Response: "在办。", Result: oversight.Going}, "k"+string(rune('a'+i)))
			}()
			go func() {
				_, err := w.Try("hotline/operator", id, order.Urge{By: testkit.By("hotline/operator"), Caller: false, Note: order.Private{Text: "催。"}})
				done <- err
			}()
		}
		for range 6 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if v, err := sup.Case(t.Context(), id+".1"); err != nil || len(v.Actions) != 3 {
			t.Errorf("%d actions: %v", len(v.Actions), err)
		}
		w.CheckArchive()
		w.Clock.Set("2026-03-24 08:00")
		w.Tick()
		if v, _ := sup.Case(t.Context(), id+".1"); v.Level != 3 || len(v.Raised) != 2 {
			t.Errorf("the ladder: %+v", v.Raised)
		}
	})
}
