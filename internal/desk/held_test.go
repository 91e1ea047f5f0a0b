package desk_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/jobs"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/store"
	"huiyin/internal/testkit"
)

const window = 10 * time.Second

// dispatcher is a dispatcher with an account, so that he can be asked for again when his command fires.
func dispatcher(t *testing.T, w *testkit.World, login string, posts ...org.PostID) org.Actor {
	t.Helper()
	id, err := w.Desk.PutDemoAccount(t.Context(), login, "分办员"+login, "x", posts)
	if err != nil {
		t.Fatal(err)
	}
	a, _, err := w.Desk.ActorOf(t.Context(), id, posts[0])
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func waitingOrder(t *testing.T, w *testkit.World) string {
	t.Helper()
	return w.Do("hotline/operator", "", w.Complaint(), order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c", Proposal: order.Proposal{Unit: "cgj"}}).ID
}

func dispatchAsk(a org.Actor, id, key string) desk.Ask {
	return desk.Ask{Actor: a, Order: id, Route: "console/dispatch", Key: key, Commands: []order.Command{order.Dispatch{By: order.By{Actor: a},
		To: order.Target{Unit: "cgj", Deputy: "county/deputy.1"}, Requirements: "查清堵塞原因并疏通", Text: "北城社区东边路口下水道堵塞，请疏通。"}}}
}

var typedDispatch = desk.Hold{Act: "dispatch", Typed: map[string]string{"requirements": "查清堵塞原因并疏通"}}

func place(t *testing.T, w *testkit.World, a org.Actor, id, key string) desk.Done {
	t.Helper()
	d, err := w.Desk.Submit(t.Context(), dispatchAsk(a, id, key), typedDispatch)
	if err != nil {
		t.Fatal(err)
	}
	if d.Held == "" || d.Status != string(order.PendingDispatch) {
		t.Fatalf("submitted: %+v, want it held", d)
	}
	return d
}

func heldBy(t *testing.T, w *testkit.World, a org.Actor) []desk.Held {
	t.Helper()
	r, err := w.Desk.Reader(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	all, err := r.Held(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestADispatchIsHeldForTheWindowAndThenCounts(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorldWithUndo(t, where, window)
		a := dispatcher(t, w, "fenban1", "hotline/dispatcher")
		id := waitingOrder(t, w)
		head, _ := w.Store.Head(t.Context())
		d := place(t, w, a, id, "k1")
		if again := place(t, w, a, id, "k1"); !again.Replayed || again.Held != d.Held {
			t.Errorf("the same form again: %+v, want %+v", again, d)
		}
		w.Clock.Add(window - time.Millisecond)
		w.Tick()
		if now, _ := w.Store.Head(t.Context()); now != head {
			t.Fatalf("something was written before the window ended: %d, want %d", now, head)
		}
		mine := heldBy(t, w, a)
		if len(mine) != 1 || mine[0].Left != time.Millisecond || mine[0].Act != "dispatch" || !mine[0].Mine {
			t.Fatalf("held: %+v", mine)
		}
		w.Clock.Add(time.Millisecond)
		w.Tick()
		v := w.Order("hotline/dispatcher", id)
		if v.Status != order.Dispatched || v.Requirements != "查清堵塞原因并疏通" {
			t.Fatalf("after the window: %s", v.StatusName)
		}
		if len(heldBy(t, w, a)) != 0 {
			t.Error("it is still shown as held")
		}
		if err := w.Desk.Undo(t.Context(), a, id, d.Held); err == nil || !strings.Contains(err.Error(), "已经生效") {
			t.Errorf("undo after the window: %v", err)
		}
		if again, err := w.Desk.Submit(t.Context(), dispatchAsk(a, id, "k1"), typedDispatch); err != nil || !again.Replayed {
			t.Errorf("the same form after it fired: %+v, %v", again, err)
		}
	})
}

func TestUndoKeepsWhatWasTypedAndChangesNothing(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorldWithUndo(t, where, window)
		a, other := dispatcher(t, w, "fenban1", "hotline/dispatcher"), dispatcher(t, w, "fenban2", "hotline/dispatcher")
		id := waitingOrder(t, w)
		head, _ := w.Store.Head(t.Context())
		d := place(t, w, a, id, "k1")
		if err := w.Desk.Undo(t.Context(), other, id, d.Held); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("another's undo: %v", err)
		}
		if _, err := w.Desk.Submit(t.Context(), dispatchAsk(other, id, "k2"), typedDispatch); err == nil || !strings.Contains(err.Error(), "撤销") {
			t.Errorf("a second held command on the order: %v", err)
		}
		for range 2 { // pressed twice
			if err := w.Desk.Undo(t.Context(), a, id, d.Held); err != nil {
				t.Fatal(err)
			}
		}
		w.Clock.Add(time.Hour)
		w.Tick()
		if now, _ := w.Store.Head(t.Context()); now != head {
			t.Errorf("a command that was taken back was written")
		}
		for _, x := range []struct {
			who  org.Actor
			want string
		}{{a, "查清堵塞原因并疏通"}, {other, ""}} {
			r, _ := w.Desk.Reader(t.Context(), x.who)
			act, typed, err := r.HeldTyped(t.Context(), id, d.Held)
			if err != nil || typed["requirements"] != x.want || (act == "dispatch") != (x.want != "") {
				t.Errorf("typed text for %s: %q %v %v", x.who.Account, act, typed, err)
			}
		}
		place(t, w, a, id, "k3") // the order is free again
	})
}

func TestTwoProcessesFireAHeldCommandOnce(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorldWithUndo(t, where, window)
		a := dispatcher(t, w, "fenban1", "hotline/dispatcher")
		second, err := desk.New(desk.Options{Store: w.Store, Vault: w.Vault, Blobs: w.Blobs, Clock: w.Clock.Now, Undo: window})
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			id := waitingOrder(t, w)
			d := place(t, w, a, id, id)
			w.Clock.Add(window)
			// Both processes have claimed it: the first lease ran out just now.
			q := w.Store.Queue()
			var items []jobs.Item
			for range 2 {
				got, err := q.Claim(t.Context(), w.Clock.Now(), 50, -time.Second)
				if err != nil {
					t.Fatal(err)
				}
				for _, it := range got {
					if it.Payload == d.Held {
						items = append(items, it)
					}
				}
			}
			if len(items) != 2 {
				t.Fatalf("claimed %d times", len(items))
			}
			var wg sync.WaitGroup
			for i, s := range []*desk.Service{w.Desk, second} {
				wg.Add(1)
				go func() {
					defer wg.Done()
					if err := s.Handle(t.Context(), items[i]); err != nil {
						t.Error(err)
					}
				}()
			}
			wg.Wait()
			w.Tick()
			n := 0
			recs, _ := w.Store.Load(t.Context(), store.Stream{Type: "order", ID: id})
			for _, r := range recs {
				if r.Kind == "dispatched" {
					n++
				}
			}
			if n != 1 {
				t.Errorf("dispatched %d times", n)
			}
		}
	})
}

func TestUndoAndFiringAtTheSameMomentAgree(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorldWithUndo(t, where, window)
		a := dispatcher(t, w, "fenban1", "hotline/dispatcher")
		for range 10 {
			id := waitingOrder(t, w)
			d := place(t, w, a, id, id)
			w.Clock.Add(window)
			var wg sync.WaitGroup
			wg.Add(2)
			var undone error
			go func() { defer wg.Done(); undone = w.Desk.Undo(t.Context(), a, id, d.Held) }()
			go func() { defer wg.Done(); _, _ = w.Jobs.Sweep(t.Context()) }()
			wg.Wait()
			w.Tick()
			got := w.Order("hotline/dispatcher", id).Status
			if (undone == nil) != (got == order.PendingDispatch) {
				t.Errorf("undo said %v, the order is %s", undone, got)
			}
		}
	})
}

func TestWhatChangedInTheWindowIsLookedAtAgain(t *testing.T) {
	for name, c := range map[string]struct {
		change func(t *testing.T, w *testkit.World, a org.Actor, id string)
		want   string
	}{
		"account closed": {func(t *testing.T, w *testkit.World, _ org.Actor, _ string) {
			if err := w.Desk.SetDisabled(t.Context(), "fenban1", true); err != nil {
				t.Fatal(err)
			}
		}, "账号已停用"},
		"post lost": {func(t *testing.T, w *testkit.World, a org.Actor, _ string) {
			if err := w.Store.PutAccount(t.Context(), store.Account{ID: a.Account, Login: "fenban1", Title: "分办员", Hash: "x", Posts: []org.PostID{"hotline/visitor"}}); err != nil {
				t.Fatal(err)
			}
		}, "不在原来的岗位"},
		"somebody was faster": {func(t *testing.T, w *testkit.World, _ org.Actor, id string) {
			w.Do("hotline/operator", id, order.Correct{By: testkit.By("hotline/operator"), Title: "北城路口下水道堵塞", Reason: order.Private{Text: "改标题"}})
		}, "已被他人办理"},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.OnBoth(t, func(t *testing.T, where string) {
				w := testkit.NewWorldWithUndo(t, where, window)
				a := dispatcher(t, w, "fenban1", "hotline/dispatcher")
				id := waitingOrder(t, w)
				d := place(t, w, a, id, "k")
				c.change(t, w, a, id)
				w.Clock.Add(window)
				w.Tick()
				if v := w.Order("hotline/dispatcher", id); v.Status != order.PendingDispatch {
					t.Fatalf("it was dispatched all the same: %s", v.StatusName)
				}
				mine := heldBy(t, w, a)
				if len(mine) != 1 || !mine[0].Refused || !strings.Contains(mine[0].Why, c.want) {
					t.Fatalf("what the person is told: %+v, want %s", mine, c.want)
				}
				r, _ := w.Desk.Reader(t.Context(), a)
				if _, typed, err := r.HeldTyped(t.Context(), id, d.Held); err != nil || typed["requirements"] == "" {
					t.Errorf("the typed text is gone: %v %v", typed, err)
				}
				if err := w.Desk.NoteHeld(t.Context(), a, id, d.Held); err != nil || len(heldBy(t, w, a)) != 0 {
					t.Errorf("it is told for ever: %v", err)
				}
			})
		})
	}
}

func TestAHeldCommandSurvivesTheProcess(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorldWithUndo(t, where, window)
		a := dispatcher(t, w, "fenban1", "hotline/dispatcher")
		id := waitingOrder(t, w)
		place(t, w, a, id, "k")
		w.Clock.Add(time.Hour) // nobody was there when the window ended
		again, err := desk.New(desk.Options{Store: w.Store, Vault: w.Vault, Blobs: w.Blobs, Clock: w.Clock.Now, Undo: window})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := jobs.New(w.Store.Queue(), again.Handle, w.Clock.Now, jobs.Options{}).Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if v := w.Order("hotline/dispatcher", id); v.Status != order.Dispatched {
			t.Errorf("after the restart: %s", v.StatusName)
		}
	})
}

func TestWhatEndsAnOrderIsHeldAndTheRestIsNot(t *testing.T) {
	w := testkit.NewWorldWithUndo(t, t.TempDir(), window)
	a := dispatcher(t, w, "fenban1", "hotline/dispatcher")
	by := order.By{Actor: a}
	submit := func(id string, c order.Command) desk.Done {
		t.Helper()
		d, err := w.Desk.Submit(t.Context(), desk.Ask{Actor: a, Order: id, Route: "console", Commands: []order.Command{c}}, desk.Hold{Act: "dispose"})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	reg := func() string {
		c := w.Complaint()
		c.Request.Type, c.Request.Category = order.Consult, "0204"
		return w.Do("hotline/operator", "", c).ID
	}
	secretWords := "已告知来电人携带户口本到大厅三号窗口办理。"
	direct := reg()
	if d := submit(direct, order.AnswerDirectly{By: by, Answer: order.Private{Text: secretWords}}); d.Held == "" {
		t.Error("a direct answer ends the order and was not held")
	} else {
		h, err := w.Store.Held(t.Context(), d.Held)
		if err != nil || strings.Contains(string(h.Payload), "户口本") || len(h.Payload) == 0 {
			t.Errorf("the payload is in clear or empty: %v", err)
		}
	}
	if d := submit(reg(), order.SubmitForDispatch{By: by, ChainID: "c"}); d.Held != "" {
		t.Error("a proposal for dispatch was held")
	}
	urged := waitingOrder(t, w)
	if d := submit(urged, order.Urge{By: by, Caller: true, Note: order.Private{Text: "又来电催问"}}); d.Held == "" {
		t.Error("an urge was not held")
	}
	if _, err := w.Desk.Submit(t.Context(), desk.Ask{Actor: a, Order: reg(), Route: "console", Commands: []order.Command{order.Refuse{By: by, Ground: "8-2a"}}}, desk.Hold{}); err == nil {
		t.Error("a refusal without a referral was held instead of refused at once")
	} else if no, ok := errors.AsType[*regulation.Refusal](err); !ok || no.Article == 0 {
		t.Errorf("refused without an article: %v", err)
	}
	w.Clock.Add(window)
	w.Tick()
	if v := w.Order("hotline/dispatcher", direct); v.Status != order.DirectClosed {
		t.Errorf("direct answer: %s", v.StatusName)
	}
	if v := w.Order("hotline/dispatcher", urged); v.Urges != 1 {
		t.Errorf("urged %d times", v.Urges)
	}
	rep, err := w.Desk.CheckPrivate(t.Context())
	if err != nil || len(rep.Faults) > 0 {
		t.Errorf("private texts: %v %v", rep.Faults, err)
	}
}
