package desk_test

import (
	"errors"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/testkit"
)

// TestDirective: a leader's word on a cutting and one on an open order are split to units; each unit sees and answers its own task; the unit it is about
// and other leaders see nothing; it goes back to that leader; a replay and the check of the sealed words find the same (Art. 6(4)).
func TestDirective(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := w.Dispatched("cgj")
		number := w.Order("hotline/dispatcher", id).Number
		w.Clock.Set("2026-03-03 09:00")
		clerk := reader(t, w, "hotline/dispatcher")
		wish := desk.DirectiveWish{Post: org.PostMagistrate, Day: w.Clock.Now().Add(-time.Hour), Kind: office.OnCutting, Title: "校门口积水", Source: "县报3月2日", Words: "请两家马上办，王秀兰反映的也要看。", About: "341622001",
			Scan:  &desk.Upload{Name: "批示.pdf", Bytes: []byte("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")},
			Tasks: []desk.DirectiveTaskWish{{Unit: "cgj", What: "疏通管道。", Due: "2026-03-06"}, {Unit: "jyj", What: "放学时有人值守。", Due: "2026-03-06"}}}
		one, err := clerk.GiveDirective(t.Context(), wish, "k1")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := clerk.GiveDirective(t.Context(), wish, "k1"); err != nil || again != one {
			t.Errorf("the same form again: %s %v", again, err)
		}
		var no *regulation.Refusal
		self := wish
		self.Tasks = []desk.DirectiveTaskWish{{Unit: "341622001", What: "自查。", Due: "2026-03-06"}}
		if _, err := clerk.GiveDirective(t.Context(), self, "k2"); !errors.As(err, &no) || no.Code != "conflict" {
			t.Errorf("to the unit it is about: %v", err)
		}
		if _, err := reader(t, w, "hotline/operator").GiveDirective(t.Context(), wish, "k3"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("by an operator: %v", err)
		}
		onOrder := desk.DirectiveWish{Post: org.PostMagistrate, Day: w.Clock.Now(), Kind: office.OnOrder, Number: number, Words: "速办。", Tasks: []desk.DirectiveTaskWish{{Unit: "cgj", What: "一次办好。", Due: "2026-03-09"}}}
		two, err := clerk.GiveDirective(t.Context(), onOrder, "k4")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := clerk.GiveDirective(t.Context(), onOrder, "k4"); err != nil || again != two {
			t.Errorf("the same form on an order again: %s %v", again, err)
		}
		if v := w.Order("cgj/principal", id); !v.Key || !v.PrincipalOwn {
			t.Errorf("the order is not key: %s", v.Status)
		}
		wrong := onOrder
		wrong.Number = "MC209901010001"
		var bad *desk.Invalid
		if _, err := clerk.GiveDirective(t.Context(), wrong, "k5"); !errors.As(err, &bad) {
			t.Errorf("no such order: %v", err)
		}
		list := func(post org.PostID, done bool) []desk.DirectiveView {
			t.Helper()
			p, err := reader(t, w, post).Directives(t.Context(), done, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			return p.Items
		}
		if all := list("hotline/dispatcher", false); len(all) != 2 {
			t.Errorf("the office sees %d", len(all))
		}
		if mine := list("cgj/handler", false); len(mine) != 2 || len(mine[0].Tasks) != 1 || mine[0].Tasks[0].Unit != "cgj" {
			t.Errorf("a unit sees %+v", mine)
		}
		if len(list("jyj/handler", false)) != 1 || len(list("341622001/handler", false)) != 0 || len(list("county/deputy.1", false)) != 0 || len(list(org.PostMagistrate, false)) != 2 {
			t.Error("who sees what is not his, or not what is")
		}
		for _, p := range []org.PostID{"341622001/handler", "county/deputy.1"} {
			if _, err := reader(t, w, p).Directive(t.Context(), one); !errors.Is(err, desk.ErrNotFound) {
				t.Errorf("%s opens it: %v", p, err)
			}
			if _, _, err := reader(t, w, p).DirectivePaper(t.Context(), one); !errors.Is(err, desk.ErrNotFound) {
				t.Errorf("%s opens the scan: %v", p, err)
			}
		}
		if mime, b, err := reader(t, w, "jyj/handler").DirectivePaper(t.Context(), one); err != nil || mime != "application/pdf" || len(b) == 0 {
			t.Errorf("the scan: %s %v", mime, err)
		}
		answer := func(post org.PostID, id string, done bool, key string) error {
			return reader(t, w, post).AnswerDirective(t.Context(), id, "已疏通。", done, key)
		}
		if err := answer("341622001/handler", one, true, "a0"); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("the unit it is about answers: %v", err)
		}
		for range 2 {
			if err := answer("cgj/handler", one, true, "a1"); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := reader(t, w, "cgj/handler").CountDirectives(t.Context()); err != nil || n != 1 {
			t.Errorf("the unit owes %d: %v", n, err)
		}
		if err := clerk.ReportDirective(t.Context(), one, "paper", "办完了。", "r0"); !errors.As(err, &no) || no.Code != "not_answered" {
			t.Errorf("half carried out: %v", err)
		}
		if err := clerk.SendBackDirective(t.Context(), one, "cgj", "写明数量。", "2026-03-07", "b1"); err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			post org.PostID
			key  string
		}{{"cgj/handler", "a2"}, {"jyj/principal", "a3"}} {
			if err := answer(x.post, one, true, x.key); err != nil {
				t.Fatal(err)
			}
		}
		if err := clerk.ReportDirective(t.Context(), one, "told", "两家都已办完。", "r1"); err != nil {
			t.Fatal(err)
		}
		if v, err := reader(t, w, org.PostMagistrate).Directive(t.Context(), one); err != nil || v.Open || v.Report == nil || v.Report.Words != "两家都已办完。" || len(v.Tasks) != 2 || v.Words != wish.Words {
			t.Errorf("what the leader reads: %+v %v", v, err)
		}
		if got, err := clerk.DirectivesOf(t.Context(), id); err != nil || len(got) != 1 || got[0].ID != two {
			t.Errorf("on the order: %+v %v", got, err)
		}
		if in, err := reader(t, w, org.PostMagistrate).Instructed(t.Context(), desk.InstructedAsk{}); err != nil || len(in.Items) != 1 || in.Items[0].Words != "速办。" {
			t.Errorf("批示落实: %+v %v", in.Items, err)
		}
		// Found out late: the order reports the unit that has the task, and for it there is no such word any more (Art. 23(6)).
		n, err := reader(t, w, "cgj/handler").CountDirectives(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		w.Do("hotline/dispatcher", id, order.Correct{By: testkit.By("hotline/dispatcher"), Party: &order.Party{Unit: "cgj"}, Reason: order.Private{Text: "反映的就是承办单位"}})
		shut := reader(t, w, "cgj/handler")
		if _, err := shut.Directive(t.Context(), two); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("the unit reported opens the word on the order: %v", err)
		}
		if err := shut.AnswerDirective(t.Context(), two, "办好了", true, "late"); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("and answers it: %v", err)
		}
		if left, err := shut.CountDirectives(t.Context()); err != nil || left != n-1 {
			t.Errorf("the unit's number: %d, before %d, %v", left, n, err)
		}
		rep, err := w.Desk.CheckPrivate(t.Context())
		if err != nil || len(rep.Faults) > 0 {
			t.Errorf("sealed words: %+v %v", rep, err)
		}
		if faults, err := w.Store.CheckProjections(t.Context()); err != nil || len(faults) > 0 {
			t.Errorf("read models: %v %v", faults, err)
		}
		if _, _, err := w.Store.Replay(t.Context()); err != nil {
			t.Fatal(err)
		}
		if len(list("cgj/handler", false)) != 0 || len(list("cgj/handler", true)) != 1 || len(list(org.PostMagistrate, true)) != 1 {
			t.Error("after a replay the lists differ")
		}
	})
}
