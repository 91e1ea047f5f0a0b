package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"huiyin/internal/store"
)

func appendIsWhole(t *testing.T, where string) {
	s := open(t, where)
	var told []int64
	s.AfterCommit(func(pos int64) { told = append(told, pos) })
	a := write(orderOf("o1"), 0, event("registered", "路灯不亮"), event("dispatched", "转城管局"))
	a.Cause = "c1"
	a.Writes = append(a.Writes, store.StreamWrite{Stream: store.Stream{Type: "matter", ID: "m1"}, Expect: 0, Events: []store.NewEvent{event("round", "1")}})
	a.Rows = []store.Exec{
		{Query: "phone_put", Args: []any{"h1", "o1", int64(1)}},
		{Query: "fact_put", Args: []any{store.PosOf{Write: 1}, int64(1), "o1", "registered", "", "", "", "2026-03-02", "2026-W10", int64(1)}},
	}
	a.Jobs = []store.Due{{Key: "sms/o1", Kind: "sms", Payload: "o1", At: start}}
	r := mustAppend(t, s, a)
	if fmt.Sprint(r.Positions) != "[1 2 3]" || r.Replayed {
		t.Errorf("got positions %v, replayed %v", r.Positions, r.Replayed)
	}
	recs, err := s.Load(t.Context(), orderOf("o1"))
	if err != nil || len(recs) != 2 {
		t.Fatalf("loaded %d records, %v", len(recs), err)
	}
	got := recs[1]
	if got.Pos != 2 || got.Version != 2 || got.Kind != "dispatched" || got.V != 1 || !got.At().Equal(start) || got.LocalDate != "2026-03-02" || got.Week != "2026-W10" ||
		got.Actor != "u1" || got.Post != "hotline" || got.Cause != "c1" || got.Node != "n1" || string(got.Body) != `{"note":"转城管局"}` || got.Prev != recs[0].Hash {
		t.Errorf("got %+v", got)
	}
	tail, err := s.LogFrom(t.Context(), 2, 10)
	if err != nil || len(tail) != 1 || tail[0].StreamType != "matter" {
		t.Errorf("tail got %+v, %v", tail, err)
	}
	db := raw(t, where)
	for q, want := range map[string]int64{
		"SELECT COUNT(*) FROM phone WHERE hash = 'h1' AND order_id = 'o1'": 1,
		"SELECT pos FROM fact WHERE order_id = 'o1'":                       3,
		"SELECT at_ms FROM due WHERE id = 'sms/o1'":                        start.UnixMilli(),
	} {
		if got := count(t, db, q); got != want {
			t.Errorf("%s: got %d, want %d", q, got, want)
		}
	}

	// A row that cannot be written takes the events with it.
	bad := write(orderOf("o1"), 2, event("signed_for", "x"))
	bad.Rows = []store.Exec{{Query: "fact_put", Args: []any{int64(3), int64(1), "o1", "registered", "", "", "", "", "", int64(1)}}} // pos and seq are taken
	if _, err := s.Append(t.Context(), bad); err == nil {
		t.Fatal("a row that is there already was written")
	}
	if v := version(t, s, orderOf("o1")); v != 2 {
		t.Errorf("a failed append left version %d", v)
	}
	if len(told) != 1 || told[0] != 3 {
		t.Errorf("told of commits up to %v, want once up to 3", told)
	}
	if rep := whole(t, s); rep.Head != 3 || rep.Streams != 2 {
		t.Errorf("check got head %d, streams %d", rep.Head, rep.Streams)
	}
	if head, err := s.Head(t.Context()); err != nil || head != 3 {
		t.Errorf("head got %d, %v", head, err)
	}
}

func conflict(t *testing.T, where string) {
	s := open(t, where)
	mustAppend(t, s, write(orderOf("o1"), 0, event("registered", "a")))
	for _, c := range []struct {
		expect     int64
		stream     string
		have, want int64
	}{{0, "o1", 1, 0}, {2, "o1", 1, 2}, {1, "o2", 0, 1}} {
		_, err := s.Append(t.Context(), write(orderOf(c.stream), c.expect, event("urged", "b")))
		var lost *store.ErrConflict
		if !errors.As(err, &lost) || lost.Stream != orderOf(c.stream) || lost.Have != c.have || lost.Want != c.want {
			t.Errorf("expect %d on %s: got %v", c.expect, c.stream, err)
		}
	}
	mustAppend(t, s, write(orderOf("o1"), -1, event("urged", "any version")))
	mustAppend(t, s, write(orderOf("o1"), 2, event("urged", "this version")))
	// A write without events is a guard: the append stands on a version it does not change.
	guarded := write(orderOf("o9"), 0, event("registered", "b"))
	guarded.Writes = append(guarded.Writes, store.StreamWrite{Stream: orderOf("o1"), Expect: 2})
	var lost *store.ErrConflict
	if _, err := s.Append(t.Context(), guarded); !errors.As(err, &lost) || lost.Have != 3 {
		t.Errorf("guard: got %v", err)
	}
	if v := version(t, s, orderOf("o9")); v != 0 {
		t.Errorf("the guarded append wrote version %d", v)
	}
	whole(t, s)
}

func refusedEarly(t *testing.T, where string) {
	s := open(t, where)
	for name, a := range map[string]store.Append{
		"unknown query":       {At: start, Rows: []store.Exec{{Query: "no_such"}}},
		"position of nothing": {At: start, Rows: []store.Exec{{Query: "phone_put", Args: []any{store.PosOf{Write: 0, Event: 0}, "o", int64(1)}}}},
		"fraction":            write(orderOf("o1"), 0, store.NewEvent{Kind: "k", V: 1, Body: []byte(`{"n":1.5}`)}),
		"no json":             write(orderOf("o1"), 0, store.NewEvent{Kind: "k", V: 1, Body: []byte(`x`)}),
		"no kind":             write(orderOf("o1"), 0, store.NewEvent{V: 1, Body: []byte(`{}`)}),
		"stream twice": {At: start, Writes: []store.StreamWrite{{Stream: orderOf("o1"), Events: []store.NewEvent{event("a", "")}},
			{Stream: orderOf("o1"), Events: []store.NewEvent{event("b", "")}}}},
		"short slot":         {At: start, Numbers: []store.NumberWant{{Slot: "n", Kind: "order"}}},
		"replay without key": {At: start, ReplayOnly: true},
	} {
		if _, err := s.Append(t.Context(), a); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if head, err := s.Head(t.Context()); err != nil || head != 0 {
		t.Errorf("head got %d, %v", head, err)
	}
}

func badWriteAmongGood(t *testing.T, where string) {
	s := open(t, where)
	mustAppend(t, s, write(orderOf("seed"), 0, event("registered", "")))
	ctx := bounded(t)
	const n = 40
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			a := write(orderOf(fmt.Sprint("o", i)), 0, event("registered", ""))
			if i%10 == 0 { // fails under the lock, on a row that is there already or comes twice
				a.Seals = []store.Sealed{{Ref: "r", Ciphertext: []byte("x")}, {Ref: "r", Ciphertext: []byte("x")}}
			}
			_, errs[i] = s.Append(ctx, a)
		})
	}
	wg.Wait()
	for i, err := range errs {
		if (err != nil) != (i%10 == 0) {
			t.Errorf("write %d: %v", i, err)
		}
	}
	if rep := whole(t, s); rep.Head != 1+n-n/10 {
		t.Errorf("head got %d", rep.Head)
	}
}

// race has eight writers append to few streams until each has written its share; who loses a version tries again.
func race(t *testing.T, ctx context.Context, stores []*store.Store) {
	const writers, each = 8, 25
	var wg sync.WaitGroup
	var mu sync.Mutex
	conflicts := 0
	for w := range writers {
		s := stores[w%len(stores)]
		wg.Go(func() {
			for i := 0; i < each; {
				st := orderOf(fmt.Sprint("o", i%3))
				v, err := s.Version(ctx, st)
				if err != nil {
					t.Error(err)
					return
				}
				a := write(st, v, event("urged", fmt.Sprint(w, "/", i)))
				n := slot()
				a.Numbers = []store.NumberWant{{Slot: n, Kind: "order", Period: "20260302", Prefix: "MC20260302", Digits: 4}}
				a.Writes[0].Events[0].Body = fmt.Appendf(nil, `{"no":%q}`, n)
				_, err = s.Append(ctx, a)
				var lost *store.ErrConflict
				switch {
				case errors.As(err, &lost):
					mu.Lock()
					conflicts++
					mu.Unlock()
				case err != nil:
					t.Error(err)
					return
				default:
					i++
				}
			}
		})
	}
	wg.Wait()
	rep := whole(t, stores[0])
	if rep.Head != writers*each {
		t.Errorf("head got %d, want %d", rep.Head, writers*each)
	}
	if conflicts == 0 {
		t.Error("eight writers on three streams never met: the test proves nothing")
	}
	// Numbers follow the order of the commits.
	recs, err := stores[0].LogFrom(ctx, 0, writers*each)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range recs {
		if want := fmt.Sprintf(`{"no":"MC20260302%04d"}`, i+1); string(r.Body) != want {
			t.Fatalf("position %d holds %s, want %s", r.Pos, r.Body, want)
		}
	}
}

func eightWriters(t *testing.T, where string) {
	race(t, bounded(t), []*store.Store{open(t, where)})
}

func twoProcesses(t *testing.T, where string) {
	race(t, bounded(t), []*store.Store{open(t, where), open(t, where)})
}

func numbers(t *testing.T, where string) {
	s := open(t, where)
	no, mno := slot(), slot()
	a := write(orderOf("o1"), 0, store.NewEvent{Kind: "registered", V: 1, Body: []byte(`{"no":"` + no + `","matter":"` + mno + `"}`)})
	a.Numbers = []store.NumberWant{{Slot: no, Kind: "order", Period: "20260302", Prefix: "MC20260302", Digits: 4},
		{Slot: mno, Kind: "matter", Period: "2026", Prefix: "SX2026-", Digits: 6}}
	a.Rows = []store.Exec{{Query: "phone_put", Args: []any{"h", "of " + no, int64(1)}}}
	a.Outcome = []byte(`{"number":"` + no + `"}`)
	r := mustAppend(t, s, a)
	if r.Numbers[no] != "MC202603020001" || r.Numbers[mno] != "SX2026-000001" || string(r.Outcome) != `{"number":"MC202603020001"}` {
		t.Errorf("got %v, outcome %s", r.Numbers, r.Outcome)
	}
	recs, err := s.Load(t.Context(), orderOf("o1"))
	if err != nil || string(recs[0].Body) != `{"no":"MC202603020001","matter":"SX2026-000001"}` {
		t.Errorf("body got %s, %v", recs[0].Body, err)
	}
	if n := count(t, raw(t, where), "SELECT COUNT(*) FROM phone WHERE order_id = 'of MC202603020001'"); n != 1 {
		t.Error("the row does not hold the number")
	}
	// A loser and a failure burn none, also within one batch with winners.
	ctx := bounded(t)
	var wg sync.WaitGroup
	for i := range 24 {
		wg.Go(func() {
			a := write(orderOf(fmt.Sprint("x", i)), int64(i%3)%2, event("registered", ""))
			a.Numbers = []store.NumberWant{{Slot: slot(), Kind: "order", Period: "20260302", Prefix: "MC20260302", Digits: 4}}
			if i%3 == 2 {
				a.Seals = []store.Sealed{{Ref: "r", Ciphertext: []byte("x")}, {Ref: "r", Ciphertext: []byte("x")}}
			}
			_, err := s.Append(ctx, a)
			if (err == nil) != (i%3 == 0) {
				t.Errorf("write %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	b := write(orderOf("last"), 0, event("registered", ""))
	paper := slot()
	b.Numbers = []store.NumberWant{{Slot: no, Kind: "order", Period: "20260302", Prefix: "MC20260302", Digits: 4},
		{Slot: paper, Kind: "批办单", Period: "2026", Prefix: "蒙热批〔2026〕", Suffix: "号"}}
	if r := mustAppend(t, s, b); r.Numbers[no] != "MC202603020010" || r.Numbers[paper] != "蒙热批〔2026〕1号" {
		t.Errorf("got %v", r.Numbers)
	}
	whole(t, s)
}

func numbersGrow(t *testing.T, where string) {
	s := open(t, where)
	a := write(orderOf("o1"), 0, event("registered", ""))
	for range 12 {
		a.Numbers = append(a.Numbers, store.NumberWant{Slot: slot(), Kind: "order", Period: "d", Prefix: "MC", Digits: 1})
	}
	r := mustAppend(t, s, a)
	if r.Numbers[a.Numbers[8].Slot] != "MC9" || r.Numbers[a.Numbers[9].Slot] != "MC10" {
		t.Errorf("got %v", r.Numbers)
	}
	next := slot()
	b := write(orderOf("o2"), 0, event("registered", ""))
	b.Numbers = []store.NumberWant{{Slot: next, Kind: "order", Period: "next day", Prefix: "NX", Digits: 4}}
	if r := mustAppend(t, s, b); r.Numbers[next] != "NX0001" {
		t.Errorf("a new period got %v", r.Numbers)
	}
	whole(t, s)
}

func closed(t *testing.T, where string) {
	s, err := store.Open(t.Context(), where, "n1")
	if err != nil {
		t.Fatal(err)
	}
	ctx := bounded(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	done := 0
	first := make(chan struct{})
	var once sync.Once
	for w := range 8 {
		wg.Go(func() {
			for i := range 1000 {
				_, err := s.Append(ctx, write(orderOf(fmt.Sprint(w, "-", i)), 0, event("registered", "")))
				if err != nil {
					if !errors.Is(err, store.ErrClosed) {
						t.Errorf("got %v", err)
					}
					return
				}
				mu.Lock()
				done++
				mu.Unlock()
				once.Do(func() { close(first) })
			}
		})
	}
	<-first
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	wg.Wait()
	if _, err := s.Append(ctx, write(orderOf("late"), 0, event("registered", ""))); !errors.Is(err, store.ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}
	// What was acknowledged is there, and what was refused is not.
	if rep := whole(t, open(t, where)); rep.Head != int64(done) || strings.Contains(fmt.Sprint(rep.Faults), "fault") {
		t.Errorf("acknowledged %d, found %d", done, rep.Head)
	}
}
