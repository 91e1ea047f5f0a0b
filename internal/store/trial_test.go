package store_test

import (
	"errors"
	"testing"
	"time"

	"huiyin/internal/sqldb"
	"huiyin/internal/store"
)

// A program that dies before its commit has written nothing; one that dies after it has written everything, and the same submission finds its answer.
func TestADeathAtEachStepOfAWrite(t *testing.T) {
	dead := errors.New("dead")
	for _, point := range []string{store.BeforeAppend, sqldb.BeforeCommit, sqldb.AfterCommit} {
		t.Run(point, func(t *testing.T) {
			dir := t.TempDir()
			s, err := store.Open(t.Context(), dir, "node")
			if err != nil {
				t.Fatal(err)
			}
			at := ""
			s.Try(func(p string) error {
				if p == at {
					return dead
				}
				return nil
			})
			write := store.Append{At: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC), LocalDate: "2026-03-02", Week: "2026-W10", Outcome: []byte("done"), Key: &store.CommandKey{Actor: "a", Route: "r", Key: "k", Digest: "d"},
				Writes: []store.StreamWrite{{Stream: store.Stream{Type: "access", ID: "county"}, Expect: -1, Events: []store.NewEvent{{Kind: "tried", V: 1, Body: []byte("{}")}}}}}
			at = point
			if _, err := s.Append(t.Context(), write); !errors.Is(err, dead) || errors.Is(err, store.ErrUnknown) != (point == sqldb.AfterCommit) {
				t.Fatalf("the write answered %v", err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if s, err = store.Open(t.Context(), dir, "node"); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			want := int64(0)
			if point == sqldb.AfterCommit {
				want = 1
			}
			if head, err := s.Head(t.Context()); err != nil || head != want {
				t.Errorf("after the death the log ends at %d, %v; want %d", head, err, want)
			}
			res, err := s.Append(t.Context(), write)
			if err != nil || string(res.Outcome) != "done" || res.Replayed != (want == 1) {
				t.Errorf("the same submission answered %q, replayed %v, %v", res.Outcome, res.Replayed, err)
			}
			if head, err := s.Head(t.Context()); err != nil || head != 1 {
				t.Errorf("the log ends at %d, %v", head, err)
			}
		})
	}
}
