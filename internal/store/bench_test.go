package store_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/internal/store"
	"huiyin/internal/testkit/pgtest"
)

// BenchmarkRegister is a registration as the desk writes it: events on two streams, two numbers, a row, facts, timers, sealed texts and search tokens.
func BenchmarkRegister(b *testing.B) {
	for _, c := range []struct {
		name  string
		where func(b *testing.B) string
	}{{"sqlite", func(b *testing.B) string { return b.TempDir() }}, {"postgres", func(b *testing.B) string { return pgtest.URL(b) }}} {
		for _, tokens := range []int{0, 120} {
			b.Run(fmt.Sprint(c.name, "/tokens=", tokens), func(b *testing.B) {
				s, err := store.Open(b.Context(), c.where(b), "bench")
				if err != nil {
					b.Fatal(err)
				}
				defer func() {
					if err := s.Close(); err != nil {
						b.Error(err)
					}
				}()
				var n atomic.Int64
				b.SetParallelism(16)
				b.RunParallel(func(p *testing.PB) {
					for p.Next() {
						if _, err := s.Append(b.Context(), registration(n.Add(1), tokens)); err != nil {
							b.Error(err)
							return
						}
					}
				})
			})
		}
	}
}

func registration(i int64, tokens int) store.Append {
	id := fmt.Sprintf("order-%08d", i)
	no, mno := "slot-number-"+id, "slot-matter-"+id
	at := time.UnixMilli(1_772_413_200_000)
	body := fmt.Appendf(nil, `{"number":%q,"matter":%q,"title":"东关路路灯不亮","category":"0101","town":"城关镇"}`, no, mno)
	a := store.Append{At: at, LocalDate: "2026-03-02", Week: "2026-W10", Actor: "u1", Post: "hotline",
		Writes: []store.StreamWrite{{Stream: store.Stream{Type: "order", ID: id}, Events: []store.NewEvent{{Kind: "registered", V: 1, Body: body}}},
			{Stream: store.Stream{Type: "matter", ID: "m" + id}, Events: []store.NewEvent{{Kind: "round", V: 1, Body: body}}}},
		Numbers: []store.NumberWant{{Slot: no, Kind: "order", Period: "20260302", Prefix: "MC20260302", Digits: 4},
			{Slot: mno, Kind: "matter", Period: "2026", Prefix: "SX2026-", Digits: 6}},
		ReplaceTimers: map[string][]store.Due{id: {{Key: id + "/sign", Kind: "timer", Stream: id, At: at.Add(time.Hour)}, {Key: id + "/result", Kind: "timer", Stream: id, At: at.Add(time.Hour)}}},
		Key:           &store.CommandKey{Actor: "u1", Route: "/orders", Key: id, Digest: "d"},
		Outcome:       body,
		Keys:          []store.PersonKey{{Subject: "p" + id, Wrapped: make([]byte, 63)}},
	}
	for k := range 4 {
		a.Seals = append(a.Seals, store.Sealed{Ref: fmt.Sprint(id, k), Subject: "p" + id, Class: "words", Ciphertext: make([]byte, 200)})
		a.Rows = append(a.Rows, store.Exec{Query: "fact_put", Args: []any{store.PosOf{}, int64(k + 1), id, "registered", "", "0101", "cg", "2026-03-02", "2026-W10", int64(1)}})
	}
	words := make([]string, tokens)
	for k := range words {
		words[k] = fmt.Sprintf("%010x", (i*31+int64(k)*7919)%5000)
	}
	if tokens > 0 {
		a.Rows = append(a.Rows, store.SearchText(store.PosOf{}, store.TextSealed, words))
	}
	return a
}
