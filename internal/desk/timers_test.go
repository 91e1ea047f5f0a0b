package desk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/internal/blob"
	"huiyin/internal/desk"
	"huiyin/internal/jobs"
	"huiyin/internal/order"
	"huiyin/internal/store"
	"huiyin/internal/testkit"
	"huiyin/internal/testkit/pgtest"
	"huiyin/internal/vault"
)

// dispatched is an order given to a unit now.
func dispatched(t *testing.T, w *testkit.World, title string) string {
	t.Helper()
	c := w.Complaint()
	c.Request.Title = title
	d := w.Do("hotline/operator", "", c, order.SubmitForDispatch{By: testkit.By("hotline/operator"), ChainID: "c-" + c.ID})
	w.Do("hotline/dispatcher", d.ID, order.Dispatch{By: testkit.By("hotline/dispatcher"), To: order.Target{Unit: "cgj", Deputy: "county/deputy.1"}, Requirements: "办理", Text: "路口下水道堵塞，请疏通。"})
	return d.ID
}

// logged counts the events of a kind by order.
func logged(t *testing.T, s *store.Store, kind string) map[string]int {
	t.Helper()
	recs, err := s.LogFrom(t.Context(), 0, 100000)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, r := range recs {
		if r.Kind == kind {
			out[r.StreamID]++
		}
	}
	return out
}

// process is one more process of the program on one archive.
type process struct {
	store *store.Store
	desk  *desk.Service
	jobs  *jobs.Runner
}

func newProcess(t *testing.T, url, key, node string, clock func() time.Time) process {
	t.Helper()
	var p process
	var err error
	if p.store, err = store.Open(t.Context(), url, node); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.store.Close(); err != nil {
			t.Error(err)
		}
	})
	v, err := vault.Open(key)
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.OpenDir(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = blobs.Close() })
	if p.desk, err = desk.New(desk.Options{Store: p.store, Vault: v, Blobs: blobs, Clock: clock}); err != nil {
		t.Fatal(err)
	}
	p.jobs = jobs.New(p.store.Queue(), p.desk.Handle, clock, jobs.Options{Batch: 7})
	return p
}

func TestTwoProcessesFireEachTimerOnce(t *testing.T) {
	url := pgtest.URL(t)
	w := testkit.NewWorld(t, url)
	key := t.TempDir() + "/master.key"
	procs := []process{newProcess(t, url, key, "one", w.Clock.Now), newProcess(t, url, key, "two", w.Clock.Now)}
	const n = 60
	var ids []string
	for i := range n {
		ids = append(ids, dispatched(t, w, fmt.Sprintf("第%d处下水道堵塞", i+1)))
	}
	w.Clock.Set("2026-03-04 00:00")
	var wg sync.WaitGroup
	for _, p := range procs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 200 {
				took, err := p.jobs.Sweep(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				if took == 0 {
					return
				}
			}
			t.Error("timers never come to rest")
		}()
	}
	wg.Wait()
	once(t, w.Store, ids)
	if next, err := w.Store.Queue().Next(t.Context(), w.Clock.Now()); err != nil || !next.After(w.Clock.Now()) {
		t.Errorf("next timer at %v, %v: something due is left", next, err)
	}
}

// once demands that each order was taken on by silence exactly once, and no other was.
func once(t *testing.T, s *store.Store, ids []string) {
	t.Helper()
	fired := logged(t, s, "auto_accepted")
	for _, id := range ids {
		if fired[id] != 1 {
			t.Errorf("order %s was taken on by silence %d times", id, fired[id])
		}
	}
	if len(fired) != len(ids) {
		t.Errorf("%d orders were taken on by silence, want %d", len(fired), len(ids))
	}
}

// A process that stalls past its lease wakes up while another has the same items: both do the work at the same time.
func TestAnItemInTwoHandsHasOneEffect(t *testing.T) {
	url := pgtest.URL(t)
	w := testkit.NewWorld(t, url)
	key := t.TempDir() + "/master.key"
	procs := []process{newProcess(t, url, key, "one", w.Clock.Now), newProcess(t, url, key, "two", w.Clock.Now)}
	var ids []string
	for i := range 20 {
		ids = append(ids, dispatched(t, w, fmt.Sprintf("第%d处下水道堵塞", i+1)))
	}
	w.Clock.Set("2026-03-04 00:00")
	held := make([][]jobs.Item, 2)
	for i, p := range procs {
		var err error
		if held[i], err = p.store.Queue().Claim(t.Context(), w.Clock.Now(), 100, time.Minute); err != nil {
			t.Fatal(err)
		}
		w.Clock.Add(2 * time.Minute)
	}
	if len(held[0]) < len(ids) || len(held[0]) != len(held[1]) {
		t.Fatalf("claimed %d and %d items", len(held[0]), len(held[1]))
	}
	var wg sync.WaitGroup
	for i, p := range procs {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for _, it := range held[i] {
				if err := p.desk.Handle(context.WithoutCancel(t.Context()), it); err != nil {
					t.Errorf("process %d, %s: %v", i+1, it.ID, err)
				}
			}
		}()
	}
	wg.Wait()
	w.Tick()
	once(t, w.Store, ids)
}

func TestSilenceIsAcceptanceAtMidnightAndNotBefore(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := dispatched(t, w, "路口下水道堵塞")
		w.Clock.Set("2026-03-03 23:59")
		w.Clock.Add(59*time.Second + 999*time.Millisecond)
		w.Tick()
		if v := w.Order("hotline/dispatcher", id); v.AutoAccepted || v.Status != order.Dispatched {
			t.Fatalf("a millisecond before midnight: %s", v.StatusName)
		}
		w.Clock.Add(time.Millisecond)
		w.Tick()
		if v := w.Order("hotline/dispatcher", id); !v.AutoAccepted || v.Status != order.UnitAssigning {
			t.Fatalf("at midnight: %s", v.StatusName)
		}
		w.Tick()
		once(t, w.Store, []string{id})
	})
}

func TestASignatureInTheLastMinuteIsASignature(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := dispatched(t, w, "路口下水道堵塞")
		w.Clock.Set("2026-03-03 23:59")
		w.Clock.Add(59 * time.Second)
		w.Do("cgj/handler", id, order.SignFor{By: testkit.By("cgj/handler")})
		w.Clock.Set("2026-03-04 00:00")
		w.Tick()
		if v := w.Order("hotline/dispatcher", id); v.AutoAccepted || v.Status != order.UnitAssigning {
			t.Errorf("signed at 23:59:59: %s, by silence %t", v.StatusName, v.AutoAccepted)
		}
		if n := logged(t, w.Store, "auto_accepted"); len(n) != 0 {
			t.Errorf("acceptance by silence in the log: %v", n)
		}
	})
}

func TestALateSweepChangesNoDate(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, where string) {
		w := testkit.NewWorld(t, where)
		id := dispatched(t, w, "路口下水道堵塞")
		w.Clock.Set("2026-03-11 15:30") // down for a week
		w.Tick()
		once(t, w.Store, []string{id})
		recs, err := w.Store.Load(t.Context(), store.Stream{Type: "order", ID: id})
		if err != nil {
			t.Fatal(err)
		}
		var missed []string
		for _, r := range recs {
			switch r.Kind {
			case "auto_accepted":
				var e order.AutoAcceptedEvent
				if err := json.Unmarshal(r.Body, &e); err != nil {
					t.Fatal(err)
				}
				if got := e.At.UTC().Format(time.RFC3339); got != "2026-03-03T16:00:00Z" {
					t.Errorf("taken on at %s, want the midnight that ended the limit", got)
				}
				if e.Assign.LastDay != "2026-03-04" {
					t.Errorf("the unit has until %s to assign, want one working day after acceptance", e.Assign.LastDay)
				}
			case "limit_missed":
				var e order.LimitMissed
				if err := json.Unmarshal(r.Body, &e); err != nil {
					t.Fatal(err)
				}
				missed = append(missed, string(e.Limit)+" "+e.Due.UTC().Format("01-02T15:04"))
			}
		}
		if !strings.Contains(strings.Join(missed, ","), "assign 03-04T16:00") {
			t.Errorf("missed limits = %v, want the assignment's with its own date", missed)
		}
		n := len(recs)
		w.Tick()
		if recs, err = w.Store.Load(t.Context(), store.Stream{Type: "order", ID: id}); err != nil || len(recs) != n {
			t.Errorf("a second sweep wrote %d events, %v", len(recs)-n, err)
		}
	})
}
