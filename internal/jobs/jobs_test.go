package jobs

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// list is a queue in memory with the same promises as the archive's.
type list struct {
	mu    sync.Mutex
	items map[string]*entry
}

type entry struct {
	it    Item
	until time.Time
	dead  bool
}

func (l *list) Claim(_ context.Context, now time.Time, limit int, lease time.Duration) ([]Item, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []Item
	for _, e := range l.items {
		if !e.dead && !e.it.At.After(now) && e.until.Before(now) && len(out) < limit {
			e.until = now.Add(lease)
			e.it.Attempts++
			out = append(out, e.it)
		}
	}
	return out, nil
}

func (l *list) Retry(_ context.Context, it Item, at time.Time, dead bool, _ string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e := l.items[it.ID]; e != nil {
		e.until, e.dead = at, dead
	}
	return nil
}

func (l *list) Next(context.Context, time.Time) (time.Time, error) { return time.Time{}, nil }

func (l *list) finish(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.items, id)
}

func TestTheRunnerReadsLikeATimetable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		q := &list{items: map[string]*entry{}}
		for id, after := range map[string]time.Duration{"noon": time.Hour, "night": 8 * time.Hour, "poison": time.Hour, "flaky": time.Hour} {
			q.items[id] = &entry{it: Item{ID: id, Stream: id, At: start.Add(after)}}
		}
		done := map[string]time.Duration{}
		tries := 0
		var mu sync.Mutex
		r := New(q, func(_ context.Context, it Item) error {
			mu.Lock()
			defer mu.Unlock()
			switch it.ID {
			case "poison":
				panic("bad row")
			case "flaky":
				if tries++; tries < 3 {
					return errors.New("not yet")
				}
			}
			done[it.ID] = time.Since(start)
			q.finish(it.ID)
			return nil
		}, time.Now, Options{Attempts: 4, Log: slog.New(slog.DiscardHandler)})
		ctx, stop := context.WithTimeout(t.Context(), 24*time.Hour)
		defer stop()
		r.Run(ctx)
		if done["noon"] < time.Hour || done["noon"] > time.Hour+2*time.Second {
			t.Errorf("noon ran after %v", done["noon"])
		}
		if done["night"] < 8*time.Hour || done["night"] > 8*time.Hour+2*time.Second {
			t.Errorf("night ran after %v", done["night"])
		}
		if tries != 3 || done["flaky"] == 0 {
			t.Errorf("flaky was tried %d times", tries)
		}
		if e := q.items["poison"]; e == nil || !e.dead || e.it.Attempts != 4 {
			t.Errorf("poison = %+v, want it put aside after four tries", e)
		}
	})
}

func TestAStopLetsWorkFinishAndStartsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &list{items: map[string]*entry{}}
		for _, id := range []string{"a", "b", "c"} { // one stream: one after the other
			q.items[id] = &entry{it: Item{ID: id, Stream: "s", At: time.Now()}}
		}
		ctx, stop := context.WithCancel(t.Context())
		began, ended := 0, 0
		r := New(q, func(ctx context.Context, it Item) error {
			began++
			stop()
			select {
			case <-time.After(5 * time.Second):
				ended++
				q.finish(it.ID)
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		}, time.Now, Options{Log: slog.New(slog.DiscardHandler)})
		r.Run(ctx)
		if began != 1 || ended != 1 || len(q.items) != 2 {
			t.Errorf("%d began, %d ended, %d left", began, ended, len(q.items))
		}
	})
}

func TestWorkEndsWithItsLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &list{items: map[string]*entry{"a": {it: Item{ID: "a", At: time.Now()}}}}
		start := time.Now()
		r := New(q, func(ctx context.Context, it Item) error {
			<-ctx.Done()
			return ctx.Err()
		}, time.Now, Options{Lease: 30 * time.Second, Log: slog.New(slog.DiscardHandler)})
		if n, err := r.Sweep(t.Context()); n != 1 || err != nil {
			t.Errorf("swept %d, %v", n, err)
		}
		if took := time.Since(start); took != 30*time.Second {
			t.Errorf("the handler was held for %v", took)
		}
	})
}

func TestAWakeCutsTheWaitShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &list{items: map[string]*entry{}}
		start := time.Now()
		ctx, stop := context.WithCancel(t.Context())
		var ran time.Duration
		r := New(q, func(context.Context, Item) error {
			ran = time.Since(start)
			q.finish("a")
			stop()
			return nil
		}, time.Now, Options{Idle: time.Hour, Log: slog.New(slog.DiscardHandler)})
		go func() {
			<-time.After(time.Minute) // of the bubble's clock: the runner has gone to sleep for an hour by then
			q.mu.Lock()
			q.items["a"] = &entry{it: Item{ID: "a", At: time.Now()}}
			q.mu.Unlock()
			r.Wake()
			r.Wake()
		}()
		r.Run(ctx)
		if ran != time.Minute {
			t.Errorf("ran after %v, want at the wake", ran)
		}
	})
}
