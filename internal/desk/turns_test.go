package desk

import (
	"context"
	"errors"
	"sync"
	"testing"
)

func TestTurnsGoOneAfterAnother(t *testing.T) {
	var x turns
	var all sync.WaitGroup
	inside, most, n := 0, 0, 0
	for range 50 {
		all.Go(func() {
			done, err := x.take(t.Context(), "a")
			if err != nil {
				t.Error(err)
				return
			}
			inside++
			most, n = max(most, inside), n+1
			inside--
			done()
		})
	}
	all.Wait()
	if most != 1 || n != 50 {
		t.Errorf("%d at once, %d in all", most, n)
	}
	done, err := x.take(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	other, err := x.take(t.Context(), "b")
	if err != nil {
		t.Fatal(err)
	}
	other()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.take(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("a wait that was given up: %v", err)
	}
	done()
	if len(x.held) != 0 {
		t.Errorf("%d turns are kept for nobody", len(x.held))
	}
}
