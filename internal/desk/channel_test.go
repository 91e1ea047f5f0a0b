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

// TestAChannelOfTheCountysTakesOrders: the head adds a channel without a release; orders come by it with its guards and its key default, an order keeps what it was registered
// as, and after its end nothing comes by it any more (Art. 2; domain.md §13.12, §13.17).
func TestAChannelOfTheCountysTakesOrders(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		wish := office.Channel{Name: "省营商环境投诉平台", Medium: "outer", Outer: true, Key: true, Due: true, Basis: "市营商办〔2026〕12号"}
		for _, p := range []org.PostID{"hotline/dispatcher", "hotline/operator", "cgj/principal", org.PostMagistrate} {
			if _, err := w.Desk.MakeChannel(t.Context(), testkit.As(p), wish, "x"); !errors.Is(err, desk.ErrForbidden) {
				t.Errorf("%s makes a channel: %v", p, err)
			}
		}
		head := testkit.As(org.PostOfficeHead)
		code, err := w.Desk.MakeChannel(t.Context(), head, wish, "k1")
		if err != nil || code != "K01" {
			t.Fatalf("%s %v", code, err)
		}
		if again, err := w.Desk.MakeChannel(t.Context(), head, wish, "k1"); err != nil || again != code {
			t.Errorf("the same form again: %s %v", again, err)
		}
		var no *regulation.Refusal
		c := w.Complaint()
		c.Request.Channel, c.Request.OuterNo = code, "YS1"
		if _, err := w.Try("hotline/operator", "", c); !errors.As(err, &no) || no.Field != "outer_due" {
			t.Errorf("without the platform's limit: %v", err)
		}
		due := w.Clock.Now().AddDate(0, 0, 20)
		c.Request.OuterDue = &due
		id := w.Do("hotline/operator", "", c).ID
		v := w.Order("hotline/dispatcher", id)
		if !v.Key || v.Channel != wish.Name {
			t.Errorf("registered: key %v, channel %q", v.Key, v.Channel)
		}
		if _, err := w.Try("hotline/operator", id, order.Refuse{By: testkit.By("hotline/operator"), Ground: "8-1", Told: order.Private{Text: "不受理"}, Unknown: true}); !errors.As(err, &no) || no.Code != "outer_guard" {
			t.Errorf("an outer order is refused: %v", err)
		}
		if _, err := w.Desk.ChangeChannel(t.Context(), head, code, wish.Name, false, "改为普通件", "k2"); err != nil {
			t.Fatal(err)
		}
		if !w.Order("hotline/dispatcher", id).Key {
			t.Error("an order lost its key flag with its channel's")
		}
		if _, err := w.Desk.EndChannel(t.Context(), head, code, "", "平台停用", "k3"); err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(24 * time.Hour)
		late := w.Complaint()
		late.Request.Channel, late.Request.OuterNo, late.Request.OuterDue = code, "YS2", &due
		if _, err := w.Try("hotline/operator", "", late); !errors.As(err, &no) || no.Code != "closed_channel" {
			t.Errorf("after its end: %v", err)
		}
		r := reader(t, w, "hotline/operator")
		all, err := r.Channels(t.Context())
		if err != nil || all[len(all)-1].Code != code || all[len(all)-1].State != "已停用" {
			t.Errorf("listed: %v", err)
		}
		if x, history, err := r.Channel(t.Context(), code); err != nil || len(history) != 3 || x.Key {
			t.Errorf("history: %+v %v", history, err)
		}
		if _, _, err := r.Channel(t.Context(), "D1"); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("a channel of the rules has a page: %v", err)
		}
		if _, err := reader(t, w, "cgj/handler").Channels(t.Context()); !errors.Is(err, desk.ErrForbidden) {
			t.Errorf("a unit reads the channels: %v", err)
		}
		w.CheckArchive()
	})
}
