package ops

import (
	"context"
	"errors"
	"fmt"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// The walk of a search down the index alone, over orders that stand in the index and nowhere else: so it is measured at sizes that would take hours to fill by
// commands. What a hit costs beside it does not depend on the size.

// walkGap is how many positions of the log lie between two orders.
const walkGap = 12

type walkFigure struct {
	name  string
	sizes []walkSize
}

type walkSize struct {
	readFigure
	asks, orders int  // questions to the database, and orders gone through, of one call
	paused       bool // more is left: the reader goes on with a key
}

func walkWord(n int) string { return fmt.Sprintf("%010x", 1<<36+n*7919) }

// walkFill writes the orders from one number up to another: every order holds word 1, every second word 2, the others word 3, every twelfth word 4, twelfths
// beside them word 5, the first one word 6; a unit has one in forty, a deputy one in six.
func walkFill(ctx context.Context, s *store.Store, from, to int) error {
	for from < to {
		var w store.Append
		for end := min(from+500, to); from < end; from++ {
			seq := int64(from+1) * walkGap
			words := []string{walkWord(1), walkWord(2 + from%2), walkWord(100 + from%5000)}
			switch from % 12 {
			case 0:
				words = append(words, walkWord(4))
			case 6:
				words = append(words, walkWord(5))
			}
			if from == 0 {
				words = append(words, walkWord(6))
			}
			w.Rows = append(w.Rows, store.SearchText(seq, store.TextTitle, words), store.SearchScope(seq, order.State{ID: fmt.Sprint("w", from), Status: order.Archived,
				Lead: org.UnitID(fmt.Sprint("u", from%41)), Deputy: org.PostID(fmt.Sprint("d", from%7))}))
		}
		if _, err := s.Append(ctx, w); err != nil {
			return fmt.Errorf("fill the index: %w", err)
		}
	}
	return nil
}

func (g *loadgen) walks(ctx context.Context, where string) (out []walkFigure, err error) {
	s, err := store.Open(ctx, where, "bench")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	term := func(words ...int) store.Term {
		set := make([]string, len(words))
		for i, n := range words {
			set[i] = walkWord(n)
		}
		return store.Term{Sets: [][]string{set}}
	}
	kinds := []struct {
		name   string
		filter store.SearchFilter
	}{
		{"a word of every order", store.SearchFilter{Terms: []store.Term{term(1)}}},
		{"a word of one order in 12", store.SearchFilter{Terms: []store.Term{term(4)}}},
		{"a word of one order in 5000", store.SearchFilter{Terms: []store.Term{term(100)}}},
		{"a word of the oldest order alone", store.SearchFilter{Terms: []store.Term{term(6)}}},
		{"a word that no order holds", store.SearchFilter{Terms: []store.Term{term(99)}}},
		{"two words of one in 12 each that never meet", store.SearchFilter{Terms: []store.Term{term(4), term(5)}}},
		{"two words of one in 2 each that never meet", store.SearchFilter{Terms: []store.Term{term(2), term(3)}}},
		{"the same two in one term", store.SearchFilter{Terms: []store.Term{term(2, 3)}}},
		{"a unit with one order in 41, a word of one in 12", store.SearchFilter{Terms: []store.Term{term(4)}, Lead: "u5"}},
		{"the unit, two words that never meet", store.SearchFilter{Terms: []store.Term{term(2), term(3)}, Lead: "u5"}},
		{"a deputy with one order in 7, a word of every order", store.SearchFilter{Terms: []store.Term{term(1)}, Deputy: "d3"}},
	}
	have := 0
	for _, n := range g.index {
		if err := walkFill(ctx, s, have, n); err != nil {
			return nil, err
		}
		have = n
		for i, k := range kinds {
			k.filter.Limit = 21
			var res store.SearchResult
			run := func(ctx context.Context) error {
				var err error
				res, err = s.Search(ctx, k.filter)
				return err
			}
			f, err := g.timed(k.name, func() error { return run(ctx) })
			if err != nil {
				return nil, err
			}
			w := walkSize{readFigure: f}
			if err := run(store.Watched(ctx, func(string, []any) { w.asks++ })); err != nil {
				return nil, err
			}
			w.orders, w.paused = n-int(res.Reached/walkGap), !res.Done && len(res.Seqs) < k.filter.Limit
			if res.Done {
				w.orders = n
			}
			if len(out) <= i {
				out = append(out, walkFigure{name: k.name})
			}
			out[i].sizes = append(out[i].sizes, w)
		}
	}
	return out, nil
}

// walkReport is the table of the walks.
func walkReport(p func(string, ...any), g *loadgen, e engineFigures) {
	if len(e.walks) == 0 {
		return
	}
	p("\nThe walk down the index alone, one call, over orders that stand in the index only (%d positions of the log apart; no order is opened, so a hit costs nothing here):\n", walkGap)
	head, line := "| search |", "|---|"
	for _, n := range g.index {
		head += fmt.Sprintf(" %d orders p50 | p95 | questions | gone through |", n)
		line += "---:|---:|---:|---:|"
	}
	p("%s p50 ratio |\n%s---:|", head, line)
	for _, k := range e.walks {
		row := "| " + k.name + " |"
		for _, s := range k.sizes {
			more := ""
			if s.paused {
				more = ", goes on"
			}
			row += fmt.Sprintf(" %s | %s | %d | %d%s |", millis(s.p50), millis(s.p95), s.asks, s.orders, more)
		}
		p("%s %.1f |", row, float64(k.sizes[len(k.sizes)-1].p50)/float64(max(k.sizes[0].p50, time.Microsecond)))
	}
}
