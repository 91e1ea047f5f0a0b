package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

// TestAbuse: the office proposes by a number, the head approves, operators read a hint at the sheet and at a ring, and the caller is registered as anybody
// is; a unit proposes from its own order and sees no number and no other record; the letter bears the year's next number; the look at the number is on
// record; the hint runs out by itself; a replay and the check of what is sealed find the same (Art. 13).
func TestAbuse(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := w.Dispatched("cgj")
		w.Clock.Set("2026-03-03 09:00")
		number := w.Order("hotline/dispatcher", id).Number
		ctx := t.Context()
		clerk, head, operator, unit := reader(t, w, "hotline/dispatcher"), reader(t, w, org.PostOfficeHead), reader(t, w, "hotline/operator"), reader(t, w, "cgj/handler")
		wish := desk.AbuseWish{Behaviour: office.Insulting, Phone: "13966660000", Calls: 9, First: "2026-02-20", Last: "2026-03-02", Facts: "连续九次来电辱骂话务员王秀兰。"}
		one, err := clerk.ProposeAbuse(ctx, wish, "k1")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := clerk.ProposeAbuse(ctx, wish, "k1"); err != nil || again != one {
			t.Errorf("the same form again: %s %v", again, err)
		}
		var bad *desk.Invalid
		other := wish
		other.Numbers = number
		if _, err := clerk.ProposeAbuse(ctx, other, "k2"); !errors.As(err, &bad) || bad.Field != "orders" {
			t.Errorf("an order of another number: %v", err)
		}
		if _, err := unit.ProposeAbuse(ctx, wish, "k3"); !errors.As(err, &bad) || bad.Field != "phone" {
			t.Errorf("a unit by a number: %v", err)
		}
		wish.Phone, wish.Numbers = "", number
		two, err := unit.ProposeAbuse(ctx, wish, "k4")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := reader(t, w, "jyj/handler").ProposeAbuse(ctx, wish, "k5"); !errors.As(err, &bad) {
			t.Errorf("a unit by an order that is not its own: %v", err)
		}
		if _, err := reader(t, w, org.PostMagistrate).ProposeAbuse(ctx, wish, "k6"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a leader: %v", err)
		}
		if v, err := unit.Abuse(ctx, two); err != nil || v.Masked != "" || v.MayReveal || v.Facts == "" || len(v.Orders) != 1 {
			t.Errorf("a unit reads %+v %v", v, err)
		}
		if _, err := unit.Abuse(ctx, one); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("a unit opens the office's: %v", err)
		}
		if _, err := reader(t, w, "jyj/handler").Abuse(ctx, two); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("another unit opens it: %v", err)
		}
		if _, err := unit.RevealAbuse(ctx, two, access.ToVerify, ""); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a unit reads the number: %v", err)
		}
		hint := func(number string) *desk.AbuseHint {
			t.Helper()
			side, err := operator.Side(ctx, desk.Draft{Phone: number}, "", order.Complaint)
			if err != nil {
				t.Fatal(err)
			}
			return side.Hint
		}
		if hint("13966660000") != nil {
			t.Error("a proposal alone is a hint")
		}
		if n, err := head.CountAbuses(ctx); err != nil || n != 2 {
			t.Errorf("%d wait for the head: %v", n, err)
		}
		if err := clerk.DecideAbuse(ctx, one, true, "", "d0"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a clerk approves: %v", err)
		}
		for range 2 {
			if err := head.DecideAbuse(ctx, one, true, "", "d1"); err != nil {
				t.Fatal(err)
			}
		}
		h := hint("139 6666 0000")
		if h == nil || h.Behaviour != "侮辱" || h.Until != "2026年8月30日" || !strings.Contains(h.Words(), "可以照常受理") {
			t.Errorf("the hint: %+v", h)
		}
		if hint("13966660001") != nil {
			t.Error("a hint about another number")
		}
		if err := w.Desk.Rang("13966660000", "1", ""); err != nil {
			t.Fatal(err)
		}
		if all, _, err := operator.Rings(ctx, "x"); err != nil || len(all) != 1 || all[0].Hint == nil {
			t.Errorf("at the ring: %+v %v", all, err)
		}
		// The caller is registered and dispatched exactly as one about whom nothing is on record.
		var status []order.Status
		for _, phone := range []string{"13966660000", "13966660001"} {
			actor := testkit.As("hotline/operator")
			reg := w.Desk.NewRegister(order.Register{By: order.By{Actor: actor}, Request: order.Request[order.Private]{Channel: "D1", TakenAt: w.Clock.Now().Add(-time.Minute), Type: order.Complaint, Category: "0203", Urgency: order.Routine,
				Secrecy: order.Ordinary, NeedReply: true, Title: "路灯不亮", CallerKind: order.Person, Name: order.Private{Text: "李强"}, Phone: order.Private{Text: phone}, Words: order.Private{Text: "门口路灯三天不亮。"}}})
			done, err := w.Desk.Do(ctx, desk.Ask{Actor: actor, Route: desk.IntakeRoute, Commands: []order.Command{reg}})
			if err != nil {
				t.Fatalf("%s is not registered: %v", phone, err)
			}
			status = append(status, w.Order("hotline/dispatcher", done.ID).Status)
		}
		if status[0] != status[1] {
			t.Errorf("a caller under a hint is treated differently: %v", status)
		}
		refusedWith(t, clerk.HandAbuse(ctx, one, "jyj", "第十三条", "h0"), "no_warning")
		if err := operator.WarnAbuse(ctx, one, w.Clock.Now().Add(-time.Hour), "请文明用语，再骂就移交。", "w1"); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := clerk.HandAbuse(ctx, one, "jyj", "第十三条", "h1"); err != nil {
				t.Fatal(err)
			}
		}
		if err := operator.HandAbuse(ctx, one, "jyj", "第十三条", "h2"); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("an operator hands over: %v", err)
		}
		if err := clerk.ReceiveAbuse(ctx, one, "2026-03-03", "治安大队签收。", "r1"); err != nil {
			t.Fatal(err)
		}
		if err := clerk.ConcludeAbuse(ctx, one, "2026-03-03", office.OutcomeEducated, "已训诫。", "c1"); err != nil {
			t.Fatal(err)
		}
		if _, err := clerk.RevealAbuse(ctx, one, "", ""); !errors.As(err, &bad) {
			t.Errorf("a look without a reason: %v", err)
		}
		if out, err := clerk.RevealAbuse(ctx, one, access.ToVerify, ""); err != nil || out.Value != "13966660000" {
			t.Errorf("the number: %+v %v", out, err)
		}
		if v, err := head.Abuse(ctx, one); err != nil || v.Number != "蒙热移〔2026〕1号" || v.Outcome != "批评教育" || len(v.Seen) != 1 || v.Masked != "139****0000" || len(v.Warnings) != 1 {
			t.Errorf("the head reads %+v %v", v, err)
		}
		if err := head.DecideAbuse(ctx, two, true, "同意。", "d2"); err != nil {
			t.Fatal(err)
		}
		if err := unit.WarnAbuse(ctx, two, w.Clock.Now().Add(-time.Hour), "请不要再占线。", "w2"); err != nil {
			t.Fatal(err)
		}
		if err := clerk.HandAbuse(ctx, two, "jyj", "第十三条", "h3"); err != nil {
			t.Fatal(err)
		}
		if v, err := unit.Abuse(ctx, two); err != nil || v.Number != "蒙热移〔2026〕2号" {
			t.Errorf("the second letter: %+v %v", v.Number, err)
		}
		if err := head.EndAbuse(ctx, two, "本人已道歉。", "e1"); err != nil {
			t.Fatal(err)
		}
		w.Clock.Set("2026-08-31 00:01")
		operator = reader(t, w, "hotline/operator")
		if hint("13966660000") != nil {
			t.Error("the hint did not run out")
		}
		lists := func() (waits, hints, over, own int) {
			n := func(r *desk.Reader, s office.AbuseStage) int {
				p, err := r.Abuses(ctx, s, time.Time{})
				if err != nil {
					t.Fatal(err)
				}
				return len(p.Items)
			}
			return n(clerk, office.AbuseWaits), n(clerk, office.AbuseHints), n(clerk, "over"), n(unit, office.AbuseWaits)
		}
		if a, b, c, d := lists(); a != 0 || b != 0 || c != 2 || d != 1 {
			t.Errorf("lists: %d %d %d %d", a, b, c, d)
		}
		rep, err := w.Desk.CheckPrivate(ctx)
		if err != nil || len(rep.Faults) > 0 {
			t.Errorf("sealed words: %+v %v", rep, err)
		}
		if faults, err := w.Store.CheckProjections(ctx); err != nil || len(faults) > 0 {
			t.Errorf("read models: %v %v", faults, err)
		}
		if _, _, err := w.Store.Replay(ctx); err != nil {
			t.Fatal(err)
		}
		if a, b, c, d := lists(); a != 0 || b != 0 || c != 2 || d != 1 {
			t.Errorf("after a replay: %d %d %d %d", a, b, c, d)
		}
		recs, err := w.Store.LogFrom(ctx, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range recs {
			for _, secret := range []string{"13966660000", "辱骂", "请文明用语", "已道歉"} {
				if strings.Contains(string(r.Body), secret) {
					t.Errorf("%s in the log in clear: %s", secret, r.Kind)
				}
			}
		}
	})
}
