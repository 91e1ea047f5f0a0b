package desk

import (
	"context"
	"sync"
)

// turns lets writers who read and write the same thing go one after another. Other processes do not take part: the archive still refuses a write that lost a race, and
// the desk decides it again; but a storm of calls about one burst pipe does not spend itself on races that all but one lose.
type turns struct {
	mu   sync.Mutex
	held map[string]*turn
}

type turn struct {
	free chan struct{} // holds one token while nobody has the turn
	many int           // who has it or waits
}

// take waits for the turn at a thing. done gives it on; where the context ends first, its error comes back and there is nothing to give on.
func (t *turns) take(ctx context.Context, what string) (done func(), err error) {
	t.mu.Lock()
	if t.held == nil {
		t.held = map[string]*turn{}
	}
	x := t.held[what]
	if x == nil {
		x = &turn{free: make(chan struct{}, 1)}
		x.free <- struct{}{}
		t.held[what] = x
	}
	x.many++
	t.mu.Unlock()
	leave := func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if x.many--; x.many == 0 {
			delete(t.held, what)
		}
	}
	select {
	case <-x.free:
		return func() { x.free <- struct{}{}; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, context.Cause(ctx)
	}
}
