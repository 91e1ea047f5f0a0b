package desk_test

import (
	"errors"
	"testing"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestPublication: the answer to a closed order whose caller agreed is opened by two people and found by citizens; what would tell who asked is refused; an order that
// is secret, open or not agreed to is not opened; units and leaders have no part in it; what is taken down is gone for citizens. Over both databases and a replay (Art. 18, 23(6)).
func TestPublication(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		ctx := t.Context()
		done := func(change func(*order.Register)) string {
			t.Helper()
			c := consult(w)
			c.Request.Public = true
			change(&c)
			id := w.Do("hotline/operator", "", c, order.AnswerDirectly{By: testkit.By("hotline/operator"), Answer: order.Private{Text: "请找市政股。"}}).ID
			return id
		}
		id := done(func(*order.Register) {})
		secret := done(func(c *order.Register) { c.Request.Secrecy = order.Secret })
		never := done(func(c *order.Register) { c.Request.Public = false })
		running := w.Dispatched("cgj")
		one, two := reader(t, w, "hotline/reviewer"), reader(t, w, "hotline/office_head")
		const title, question, answer = "路口下水道堵了找谁", "小区门口的下水道堵了，污水漫到路上，找谁处理？", "由县城市管理局市政股负责，接到反映后两日内疏通，电话0558-7000201。"
		was := w.Head()
		for what, x := range map[string]struct{ id, code string }{"secret": {secret, "not_ordinary"}, "not agreed to": {never, "not_agreed"}, "running": {running, "not_over"}} {
			if _, err := one.ProposePublication(ctx, x.id, title, question, answer, "k"); code(err) != x.code {
				t.Errorf("%s: %v", what, err)
			}
			if _, err := one.PublicationOf(ctx, x.id); code(err) != x.code {
				t.Errorf("the form of one that is %s: %v", what, err)
			}
		}
		for what, x := range map[string]struct{ title, question, answer, code string }{
			"the name":              {title, "我叫王秀兰，下水道堵了找谁？", answer, "tells_question"},
			"the number":            {title, question, "已电话告知138-0000-1234，两日内疏通。", "identity_in_answer"},
			"no answer":             {title, question, "好", "missing_answer"},
			"a title that is short": {"堵", question, answer, "missing_title"},
		} {
			if _, err := one.ProposePublication(ctx, id, x.title, x.question, x.answer, "k"); code(err) != x.code {
				t.Errorf("%s: %v", what, err)
			}
		}
		for _, p := range []org.PostID{"cgj/handler", "hotline/operator", org.PostMagistrate} {
			if _, err := reader(t, w, p).ProposePublication(ctx, id, title, question, answer, "k"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s proposes: %v", p, err)
			}
			if _, err := reader(t, w, p).Publications(ctx, false, w.Clock.Now()); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s lists: %v", p, err)
			}
		}
		if w.Head() != was {
			t.Error("something was stored")
		}
		pub, err := one.ProposePublication(ctx, id, title, question, answer, "k1")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := one.ProposePublication(ctx, id, title, question, answer, "k1"); err != nil || again != pub {
			t.Errorf("the same form again: %s %v", again, err)
		}
		if _, err := two.ProposePublication(ctx, id, title, question, answer, "k2"); code(err) != "busy" {
			t.Errorf("twice: %v", err)
		}
		public := func(q string) []desk.PublicAnswer {
			t.Helper()
			all, err := w.Desk.PublicAnswers(ctx, q, 10)
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		if len(public("")) != 0 {
			t.Error("citizens read what nobody has opened")
		}
		if _, err := w.Desk.PublicAnswer(ctx, pub); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("citizens open it by its name: %v", err)
		}
		if err := one.DecidePublication(ctx, pub, true, "", "k3"); code(err) != "same_person" {
			t.Errorf("by the same person: %v", err)
		}
		if err := two.DecidePublication(ctx, pub, false, " ", "k4"); code(err) != "missing_opinion" {
			t.Errorf("refused without a reason: %v", err)
		}
		if err := two.DecidePublication(ctx, pub, true, "", "k5"); err != nil {
			t.Fatal(err)
		}
		for _, q := range []string{"", "下水道", "xsd"} {
			if all := public(q); len(all) != 1 || all[0].Question != question || all[0].Answer != answer || all[0].Unit != "县热线办" {
				t.Errorf("%q finds %+v", q, all)
			}
		}
		w.CheckArchive()
		if a, err := w.Desk.PublicAnswer(ctx, pub); err != nil || a.Title != title {
			t.Errorf("after a replay: %+v %v", a, err)
		}
		if err := one.ShutPublication(ctx, pub, "已经换了单位。", "k6"); err != nil {
			t.Fatal(err)
		}
		if len(public("")) != 0 {
			t.Error("what was taken down is still read")
		}
		if _, err := w.Desk.PublicAnswer(ctx, pub); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("what was taken down is still opened: %v", err)
		}
		w.CheckArchive()
	})
}
