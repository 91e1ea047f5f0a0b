package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"huiyin/internal/jobs"
	"huiyin/internal/store"
)

func keyed(id, digest string) store.Append {
	a := write(orderOf(id), 0, event("registered", id))
	a.Key = &store.CommandKey{Actor: "u1", Route: "/orders", Key: "k1", Digest: digest}
	a.Outcome = []byte(`{"id":"` + id + `"}`)
	return a
}

func idempotency(t *testing.T, where string) {
	s := open(t, where)
	first := mustAppend(t, s, keyed("o1", "d1"))
	if first.Replayed || string(first.Outcome) != `{"id":"o1"}` {
		t.Errorf("first got %+v", first)
	}
	// The page sends other new ids the second time; the answer is that of the first.
	again := mustAppend(t, s, keyed("o2", "d1"))
	if !again.Replayed || string(again.Outcome) != `{"id":"o1"}` {
		t.Errorf("again got %+v", again)
	}
	if _, err := s.Append(t.Context(), keyed("o3", "other")); !errors.Is(err, store.ErrKeyReused) {
		t.Errorf("another body got %v", err)
	}
	db := raw(t, where)
	if n := count(t, db, "SELECT seen FROM command WHERE key = 'k1'"); n != 2 {
		t.Errorf("seen got %d: a retry must write", n)
	}
	if n := count(t, db, "SELECT COUNT(*) FROM event"); n != 1 {
		t.Errorf("%d events", n)
	}
	// The key is the actor's and the route's own.
	for _, k := range []store.CommandKey{{Actor: "u2", Route: "/orders", Key: "k1", Digest: "d1"}, {Actor: "u1", Route: "/other", Key: "k1", Digest: "d1"}} {
		a := keyed("o-"+k.Actor+k.Route, "d1")
		a.Key = &k
		if r := mustAppend(t, s, a); r.Replayed {
			t.Errorf("%+v was answered with another's outcome", k)
		}
	}
	// A loser keeps no key: the same submission may win later.
	lost := keyed("o1", "d9")
	lost.Key.Key = "k2"
	var c *store.ErrConflict
	if _, err := s.Append(t.Context(), lost); !errors.As(err, &c) {
		t.Fatalf("got %v", err)
	}
	lost.Writes[0].Expect = 1
	if r := mustAppend(t, s, lost); r.Replayed {
		t.Error("the loser's key was kept")
	}
	whole(t, s)
}

func idempotencyRace(t *testing.T, where string) {
	stores := []*store.Store{open(t, where), open(t, where)}
	ctx := bounded(t)
	const n = 16
	results := make([]store.Result, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			var err error
			if results[i], err = stores[i%2].Append(ctx, keyed(fmt.Sprint("o", i), "d1")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	fresh := 0
	for _, r := range results {
		if !r.Replayed {
			fresh++
		}
		if string(r.Outcome) != string(results[0].Outcome) {
			t.Errorf("two answers: %s and %s", r.Outcome, results[0].Outcome)
		}
	}
	if rep := whole(t, stores[0]); fresh != 1 || rep.Head != 1 {
		t.Errorf("%d done, %d events", fresh, rep.Head)
	}
	if seen := count(t, raw(t, where), "SELECT seen FROM command"); seen != n {
		t.Errorf("seen got %d, want %d", seen, n)
	}
}

func replayOnly(t *testing.T, where string) {
	s := open(t, where)
	ask := store.Append{At: start, Key: keyed("o1", "d1").Key, ReplayOnly: true}
	if r := mustAppend(t, s, ask); r.Replayed || r.Outcome != nil {
		t.Errorf("an unknown key got %+v", r)
	}
	if n := count(t, raw(t, where), "SELECT COUNT(*) FROM command"); n != 0 {
		t.Error("asking left a key")
	}
	mustAppend(t, s, keyed("o1", "d1"))
	if r := mustAppend(t, s, ask); !r.Replayed || string(r.Outcome) != `{"id":"o1"}` {
		t.Errorf("got %+v", r)
	}
	ask.Key.Digest = "other"
	if _, err := s.Append(t.Context(), ask); !errors.Is(err, store.ErrKeyReused) {
		t.Errorf("got %v", err)
	}
}

// claim takes what is due at an instant.
func claim(t *testing.T, s *store.Store, at time.Time, limit int) []jobs.Item {
	t.Helper()
	items, err := s.Queue().Claim(t.Context(), at, limit, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func leaseLost(t *testing.T, where string) {
	s := open(t, where)
	mustAppend(t, s, store.Append{At: start, Jobs: []store.Due{{Key: "j1", Kind: "sms", Payload: "p", At: start}}})
	if got := claim(t, s, start.Add(-1), 9); len(got) != 0 {
		t.Fatalf("claimed before it was due: %+v", got)
	}
	first := claim(t, s, start, 9)
	if len(first) != 1 || first[0].ID != "j1" || first[0].Kind != "sms" || first[0].Payload != "p" || !first[0].At.Equal(start) || first[0].Attempts != 1 {
		t.Fatalf("got %+v", first)
	}
	if got := claim(t, s, start.Add(30*time.Second), 9); len(got) != 0 {
		t.Fatalf("a leased item was handed out: %+v", got)
	}
	second := claim(t, s, start.Add(2*time.Minute), 9)
	if len(second) != 1 || second[0].Attempts != 2 || second[0].Token == first[0].Token {
		t.Fatalf("after the lease got %+v", second)
	}
	// The slow first worker comes back: nothing of what it did is written.
	late := write(orderOf("o1"), 0, event("missed", "late"))
	late.Finish = &store.Lease{ID: first[0].ID, Token: first[0].Token}
	late.Key = &store.CommandKey{Actor: "s", Route: "r", Key: "k", Digest: "d"}
	if _, err := s.Append(t.Context(), late); !errors.Is(err, store.ErrLeaseLost) {
		t.Errorf("got %v", err)
	}
	if v := version(t, s, orderOf("o1")); v != 0 {
		t.Errorf("a lost lease wrote version %d", v)
	}
	// A conflict leaves the item to be done again.
	torn := write(orderOf("o1"), 5, event("missed", "torn"))
	torn.Finish = &store.Lease{ID: second[0].ID, Token: second[0].Token}
	var c *store.ErrConflict
	if _, err := s.Append(t.Context(), torn); !errors.As(err, &c) {
		t.Errorf("got %v", err)
	}
	good := write(orderOf("o1"), 0, event("missed", "done"))
	good.Finish = torn.Finish
	mustAppend(t, s, good)
	good.Writes[0].Expect = 1
	if _, err := s.Append(t.Context(), good); !errors.Is(err, store.ErrLeaseLost) {
		t.Errorf("a second finish got %v", err)
	}
	if got := claim(t, s, start.Add(time.Hour), 9); len(got) != 0 {
		t.Errorf("a finished item came again: %+v", got)
	}
	whole(t, s)
}

func timersReplaced(t *testing.T, where string) {
	s := open(t, where)
	timer := func(order, kind string, at time.Time) store.Due {
		return store.Due{Key: order + "/" + kind, Kind: "timer", Stream: order, Payload: kind, At: at}
	}
	a := write(orderOf("o1"), 0, event("dispatched", ""))
	a.ReplaceTimers = map[string][]store.Due{"o1": {timer("o1", "sign", start.Add(time.Hour)), timer("o1", "result", start.Add(2*time.Hour))}}
	a.Jobs = []store.Due{{Key: "sms/o1", Kind: "sms", Stream: "o1", At: start.Add(time.Hour)}}
	mustAppend(t, s, a)
	b := write(orderOf("o2"), 0, event("dispatched", ""))
	b.ReplaceTimers = map[string][]store.Due{"o2": {timer("o2", "sign", start.Add(time.Hour))}}
	mustAppend(t, s, b)
	next, err := s.Queue().Next(t.Context(), start)
	if err != nil || !next.Equal(start.Add(time.Hour)) {
		t.Errorf("next got %v, %v", next, err)
	}
	// The limit of o1 moves, its other timer goes, its message and the other order's timer stay.
	worker := claim(t, s, start.Add(time.Hour), 1)
	if len(worker) != 1 || worker[0].ID != "o1/sign" {
		t.Fatalf("first due got %+v", worker)
	}
	c := write(orderOf("o1"), 1, event("extended", ""))
	c.ReplaceTimers = map[string][]store.Due{"o1": {timer("o1", "result", start.Add(5*time.Hour))}}
	mustAppend(t, s, c)
	var left []string
	for _, it := range claim(t, s, start.Add(10*time.Hour), 9) {
		left = append(left, fmt.Sprint(it.ID, " ", it.At.Sub(start)))
	}
	slices.Sort(left)
	if want := "[o1/result 5h0m0s o2/sign 1h0m0s sms/o1 1h0m0s]"; fmt.Sprint(left) != want {
		t.Errorf("left %v, want %s", left, want)
	}
	// Whoever still works on a timer that is gone has lost it.
	d := write(orderOf("o1"), 2, event("missed", ""))
	d.Finish = &store.Lease{ID: worker[0].ID, Token: worker[0].Token}
	if _, err := s.Append(t.Context(), d); !errors.Is(err, store.ErrLeaseLost) {
		t.Errorf("got %v", err)
	}
	whole(t, s)
}

func claimedOnce(t *testing.T, where string) {
	stores := []*store.Store{open(t, where), open(t, where)}
	const n = 400
	var due []store.Due
	for i := range n {
		due = append(due, store.Due{Key: fmt.Sprint("j", i), Kind: "sms", Stream: fmt.Sprint(i), At: start.Add(time.Duration(i%7) * time.Second)})
	}
	mustAppend(t, stores[0], store.Append{At: start, Jobs: due})
	ctx := bounded(t)
	var mu sync.Mutex
	taken := map[string]int{}
	var wg sync.WaitGroup
	for w := range 8 {
		s := stores[w%2]
		wg.Go(func() {
			for {
				items, err := s.Queue().Claim(ctx, start.Add(time.Minute), 10, time.Hour)
				if err != nil {
					t.Error(err)
					return
				}
				if len(items) == 0 {
					return
				}
				mu.Lock()
				for _, it := range items {
					taken[it.ID]++
				}
				mu.Unlock()
				for _, it := range items {
					if _, err := s.Append(ctx, store.Append{At: start, Finish: &store.Lease{ID: it.ID, Token: it.Token}}); err != nil {
						t.Errorf("finish %s: %v", it.ID, err)
					}
				}
			}
		})
	}
	wg.Wait()
	for id, k := range taken {
		if k != 1 {
			t.Errorf("%s was taken %d times", id, k)
		}
	}
	if len(taken) != n {
		t.Errorf("%d of %d were taken", len(taken), n)
	}
	if left := count(t, raw(t, where), "SELECT COUNT(*) FROM due"); left != 0 {
		t.Errorf("%d left", left)
	}
}

func retried(t *testing.T, where string) {
	s := open(t, where)
	mustAppend(t, s, store.Append{At: start, Jobs: []store.Due{{Key: "j1", Kind: "sms", At: start}, {Key: "j2", Kind: "sms", At: start}}})
	// The same key again is the same job, newly timed.
	mustAppend(t, s, store.Append{At: start, Jobs: []store.Due{{Key: "j2", Kind: "sms", Payload: "new", At: start.Add(time.Hour)}}})
	items := claim(t, s, start, 9)
	if len(items) != 1 || items[0].ID != "j1" {
		t.Fatalf("got %+v", items)
	}
	ctx := t.Context()
	if err := s.Queue().Retry(ctx, items[0], start.Add(10*time.Minute), false, "网关忙"); err != nil {
		t.Fatal(err)
	}
	if got := claim(t, s, start.Add(9*time.Minute), 9); len(got) != 0 {
		t.Errorf("came before its time: %+v", got)
	}
	again := claim(t, s, start.Add(11*time.Minute), 9)
	if len(again) != 1 || again[0].Attempts != 2 {
		t.Fatalf("got %+v", again)
	}
	// A worker whose lease is over has no say any more.
	if err := s.Queue().Retry(ctx, items[0], start, true, "stale"); err != nil {
		t.Fatal(err)
	}
	if dead, err := s.Queue().Dead(ctx); err != nil || len(dead) != 0 {
		t.Errorf("a stale worker buried it: %+v, %v", dead, err)
	}
	if err := s.Queue().Retry(ctx, again[0], start, true, "号码不存在"); err != nil {
		t.Fatal(err)
	}
	if got := claim(t, s, start.Add(30*time.Minute), 9); len(got) != 0 {
		t.Errorf("a dead item was handed out: %+v", got)
	}
	dead, err := s.Queue().Dead(ctx)
	if err != nil || len(dead) != 1 || dead[0].Key != "j1" || dead[0].Attempts != 2 {
		t.Errorf("dead got %+v, %v", dead, err)
	}
}
