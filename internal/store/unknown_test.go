package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"huiyin/internal/store"
	"huiyin/internal/testkit/pgtest"
)

// A commit whose answer is lost is neither done nor failed: everyone in the batch is told so, and asking again with the same key tells the truth
// without doing it twice.
func TestALostAnswerIsUnknownAndAskedAgain(t *testing.T) {
	line := pgtest.Through(t, pgtest.URL(t))
	s, err := store.Open(t.Context(), line.URL, "n1")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	register := func(i int) (store.Result, error) {
		return s.Append(t.Context(), store.Append{
			At:      time.UnixMilli(1_772_413_200_000),
			Key:     &store.CommandKey{Actor: "u1", Route: "/orders", Key: fmt.Sprint(i), Digest: "d"},
			Outcome: fmt.Appendf(nil, `{"id":"o%d"}`, i),
			Writes: []store.StreamWrite{{Stream: store.Stream{Type: "order", ID: fmt.Sprint("o", i)},
				Events: []store.NewEvent{{Kind: "registered", V: 1, Body: []byte(`{}`)}}}},
		})
	}
	if _, err := register(0); err != nil {
		t.Fatal(err)
	}
	line.LoseCommit()
	var wg sync.WaitGroup
	errs := make([]error, 20)
	for i := range errs {
		wg.Go(func() { _, errs[i] = register(i + 1) })
	}
	wg.Wait()
	unknown := 0
	for i, err := range errs {
		if errors.Is(err, store.ErrUnknown) {
			unknown++
		} else if err != nil {
			t.Errorf("order %d got %v", i+1, err)
		}
	}
	if unknown == 0 || line.Lost() != 1 {
		t.Fatalf("%d unknown, %d answers lost", unknown, line.Lost())
	}
	for i, err := range errs {
		res, again := register(i + 1)
		if again != nil || !res.Replayed || string(res.Outcome) != fmt.Sprintf(`{"id":"o%d"}`, i+1) {
			t.Errorf("order %d was %v; asked again got %s, replayed %v, %v", i+1, err, res.Outcome, res.Replayed, again)
		}
	}
	rep, err := s.Check(t.Context(), nil)
	if err != nil || len(rep.Faults) > 0 || rep.Head != int64(len(errs)+1) {
		t.Errorf("check got %+v, %v", rep, err)
	}
}
