// Package jobs runs what is due: it claims items under a lease, hands each to its handler, and gives back what failed for a later try. The handler
// finishes an item in the transaction of its own work, so an effect happens once however often an item is handed out. It owns no table: it declares
// the Queue it needs. Start reading at Runner.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Item is a due item under a lease.
type Item struct {
	ID, Kind, Stream, Payload string
	At                        time.Time
	Token                     string // of the lease
	Attempts                  int64
}

// Queue is where items wait.
type Queue interface {
	Claim(ctx context.Context, now time.Time, limit int, lease time.Duration) ([]Item, error)
	Retry(ctx context.Context, it Item, at time.Time, dead bool, why string) error
	Next(ctx context.Context, now time.Time) (time.Time, error)
}

// Handler does one item's work and finishes it in the same transaction. An error gives it back.
type Handler func(ctx context.Context, it Item) error

// Options of a Runner; the zero value works.
type Options struct {
	Lease    time.Duration // how long a claim holds; default 60 s
	Batch    int           // items a claim; default 50
	Attempts int64         // after so many an item is put aside; default 12
	Idle     time.Duration // longest wait between two looks; default 1 s
	Side     int           // streams worked on side by side; default 4
	Log      *slog.Logger
}

// Runner looks for due items whenever it is woken, when the next one comes due, and at least every Idle.
type Runner struct {
	q      Queue
	handle Handler
	now    func() time.Time
	o      Options
	wake   chan struct{}
}

// New makes a runner; now is the injected clock.
func New(q Queue, handle Handler, now func() time.Time, o Options) *Runner {
	if o.Lease == 0 {
		o.Lease = time.Minute
	}
	if o.Batch == 0 {
		o.Batch = 50
	}
	if o.Attempts == 0 {
		o.Attempts = 12
	}
	if o.Idle == 0 {
		o.Idle = time.Second
	}
	if o.Side == 0 {
		o.Side = 4
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Runner{q: q, handle: handle, now: now, o: o, wake: make(chan struct{}, 1)}
}

// Wake makes the runner look now. It never blocks.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run works until the context ends; what is under way is finished first.
func (r *Runner) Run(ctx context.Context) {
	for ctx.Err() == nil {
		n, err := r.Sweep(ctx)
		if err != nil && ctx.Err() == nil {
			r.o.Log.Error("sweep", "err", err)
		}
		if n > 0 && err == nil {
			continue
		}
		wait := time.NewTimer(r.o.Idle)
		select {
		case <-ctx.Done():
		case <-r.wake:
		case <-wait.C:
		}
		wait.Stop()
	}
}

// Sweep claims and handles one batch and says how many items it took. Items of one stream run in the order in which they are due.
func (r *Runner) Sweep(ctx context.Context) (int, error) {
	items, err := r.q.Claim(ctx, r.now(), r.o.Batch, r.o.Lease)
	if err != nil {
		return 0, err
	}
	streams := map[string][]Item{}
	var order []string
	for _, it := range items {
		if _, ok := streams[it.Stream]; !ok {
			order = append(order, it.Stream)
		}
		streams[it.Stream] = append(streams[it.Stream], it)
	}
	var wg sync.WaitGroup
	slots := make(chan struct{}, r.o.Side)
	for _, st := range order {
		wg.Add(1)
		slots <- struct{}{}
		go func() {
			defer func() { <-slots; wg.Done() }()
			for _, it := range streams[st] {
				if ctx.Err() != nil {
					return // what has not begun stays under its lease and comes again
				}
				r.run(ctx, it)
			}
		}()
	}
	wg.Wait()
	return len(items), nil
}

// run handles one item; a panic is this item's failure, never the loop's. A stop does not tear work that has begun, and no work outlives its lease:
// then another process may have taken the item.
func (r *Runner) run(ctx context.Context, it Item) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.o.Lease)
	defer cancel()
	err := func() (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v", p)
			}
		}()
		return r.handle(ctx, it)
	}()
	if err == nil {
		return
	}
	dead := it.Attempts >= r.o.Attempts
	r.o.Log.Error("due item", "id", it.ID, "kind", it.Kind, "attempt", it.Attempts, "dead", dead, "err", err)
	back := min(time.Second<<min(it.Attempts, 12), time.Hour)
	if err := r.q.Retry(context.WithoutCancel(ctx), it, r.now().Add(back), dead, err.Error()); err != nil {
		r.o.Log.Error("give back", "id", it.ID, "err", err)
	}
}
