package desk_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/internal/approval"
	"huiyin/internal/auth"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/testkit"
)

const ownPassword, goodPIN = "Xiang-Tan-2026", "709418"

func person(t *testing.T, w *testkit.World, post org.PostID) org.Actor {
	t.Helper()
	id, err := w.Desk.NewAccount(t.Context(), "p-"+strings.ReplaceAll(string(post), "/", "-"), "某人", ownPassword, []org.PostID{post})
	if err != nil {
		t.Fatal(err)
	}
	a := testkit.As(post)
	a.Account = id
	return a
}

func refusedBy(t *testing.T, what string, err error, field, words string) {
	t.Helper()
	var bad *desk.Invalid
	if !errors.As(err, &bad) || bad.Field != field || !strings.Contains(bad.Reason, words) {
		t.Errorf("%s: %v, want a fault of %s with %q", what, err, field, words)
	}
}

func TestAPINIsSetAfterThePasswordAndShutsAfterFiveWrongTries(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		who := person(t, w, org.PostMagistrate)
		ctx := t.Context()
		refusedBy(t, "a PIN that is not set", w.Desk.CheckPIN(ctx, who, goodPIN), "pin", "还没有设置")
		refusedBy(t, "a weak PIN", w.Desk.SetPIN(ctx, who, ownPassword, "123456"), "pin", "容易猜到")
		refusedBy(t, "a wrong password", w.Desk.SetPIN(ctx, who, "wrong", goodPIN), "password", "登录密码不对")
		if err := w.Desk.SetPIN(ctx, who, ownPassword, goodPIN); err != nil {
			t.Fatal(err)
		}
		if err := w.Desk.CheckPIN(ctx, who, goodPIN); err != nil {
			t.Fatalf("the right PIN: %v", err)
		}
		for n := range 4 {
			refusedBy(t, "a wrong PIN", w.Desk.CheckPIN(ctx, who, "000000"), "pin", "还可以试"+string(rune('4'-n))+"次")
		}
		refusedBy(t, "the fifth", w.Desk.CheckPIN(ctx, who, "000000"), "pin", "停用到3月2日 09:15")
		refusedBy(t, "the right one while it is shut", w.Desk.CheckPIN(ctx, who, goodPIN), "pin", "停用到")
		w.Clock.Add(auth.ShutFor - time.Second)
		refusedBy(t, "a second before", w.Desk.CheckPIN(ctx, who, goodPIN), "pin", "停用到")
		w.Clock.Add(time.Second)
		if err := w.Desk.CheckPIN(ctx, who, goodPIN); err != nil {
			t.Errorf("after a quarter of an hour: %v", err)
		}
		if err := w.Desk.SetPIN(ctx, who, ownPassword, "350629"); err != nil {
			t.Fatal(err)
		}
		refusedBy(t, "the old PIN", w.Desk.CheckPIN(ctx, who, goodPIN), "pin", "还可以试4次")
		if st, err := w.Desk.PIN(ctx, who.Account); err != nil || !st.Set || st.Shut != "" {
			t.Errorf("state %+v, %v", st, err)
		}
	})
}

func TestTriesSideBySideAreCountedEach(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		who := person(t, w, org.PostMagistrate)
		if err := w.Desk.SetPIN(t.Context(), who, ownPassword, goodPIN); err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() { _ = w.Desk.CheckPIN(t.Context(), who, "000001") })
		}
		wg.Wait()
		p, err := w.Store.PIN(t.Context(), who.Account)
		if err != nil {
			t.Fatal(err)
		}
		if p.Failures != 5 || p.ShutUntil.IsZero() {
			t.Errorf("twelve guesses at once left %d failures, shut until %v: more than five were tried", p.Failures, p.ShutUntil)
		}
	})
}

func TestAPasswordIsChangedByItsOwner(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	who := person(t, w, "cgj/handler")
	ctx := t.Context()
	refusedBy(t, "a wrong password", w.Desk.ChangePassword(ctx, who, "no", "Chun-Feng-2027"), "old", "登录密码不对")
	refusedBy(t, "a weak password", w.Desk.ChangePassword(ctx, who, ownPassword, "short"), "fresh", "至少要10位")
	refusedBy(t, "the same", w.Desk.ChangePassword(ctx, who, ownPassword, ownPassword), "fresh", "一样")
	if err := w.Desk.ChangePassword(ctx, who, ownPassword, "Chun-Feng-2027"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Desk.LogIn(ctx, "p-cgj-handler", ownPassword); err == nil {
		t.Error("the old password still opens")
	}
	if _, err := w.Desk.LogIn(ctx, "p-cgj-handler", "Chun-Feng-2027"); err != nil {
		t.Errorf("the new one: %v", err)
	}
}

// waitingForGovHead is a key order whose dispatch the head of the government office signs first (Art. 10(4)).
func waitingForGovHead(t *testing.T, w *testkit.World) string {
	t.Helper()
	c := w.Complaint()
	c.Request.Channel, c.Request.OuterNo = "N1", "RMW-2026-0301"
	d := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c1", Deputy: "county/deputy.1", Proposal: order.Proposal{Unit: "cgj", Requirements: "查清原因并疏通"}})
	return d.ID
}

func TestASignatureSaysThatItWasConfirmedByPIN(t *testing.T) {
	w := testkit.NewWorld(t, t.TempDir())
	id := waitingForGovHead(t, w)
	for _, ch := range w.Order(org.PostGovHead, id).Chains {
		w.Do(org.PostGovHead, id, order.SignStep{By: testkit.By(org.PostGovHead), Chain: ch.ID, Step: 0, Confirmed: approval.ByPIN, Opinion: order.Private{Text: "同意。"}})
	}
	found := false
	for _, it := range w.Order(org.PostGovHead, id).Items {
		found = found || strings.Contains(it.Text, "签名密码确认")
	}
	if !found {
		t.Error("the timeline does not say that a PIN confirmed the signature")
	}
}
