package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// indexed is an order as the oracle of the search knows it.
type indexed struct {
	seq   int64
	state order.State
	texts map[store.TextClass][]string
	phone string
}

// holds says whether all words of a set stand in one of its texts.
func (x indexed) holds(set []string) bool {
	for _, words := range x.texts {
		if !slices.ContainsFunc(set, func(w string) bool { return !slices.Contains(words, w) }) {
			return true
		}
	}
	return false
}

// meets is the plain scan that every search is held against.
func (x indexed) meets(f store.SearchFilter) bool {
	for _, t := range f.Terms {
		if !slices.ContainsFunc(t.Sets, x.holds) && !(slices.Contains(f.Mine, x.seq) && slices.ContainsFunc(t.Mine, x.holds)) {
			return false
		}
	}
	st := x.state
	return (f.Phone == "" || f.Phone == x.phone) && (f.Lead == "" || f.Lead == string(st.Lead)) && (f.Deputy == "" || f.Deputy == string(st.Deputy)) &&
		(f.Own == "" || f.Own == string(st.RegisteredBy)) && (f.Open == nil || *f.Open != st.Status.Done())
}

// searchCounty makes orders over many buckets of the log, some stretches dense and some empty, with words that are in every second text down to words that
// are in one.
func searchCounty(rnd *rand.Rand, n int) []indexed {
	var out []indexed
	seq := int64(1)
	for i := range n {
		switch {
		case i%700 == 699:
			seq += 90_000 // nothing was registered for long
		case i%200 < 100:
			seq += 1 + rnd.Int64N(3)
		default:
			seq += 1 + rnd.Int64N(180)
		}
		x := indexed{seq: seq, phone: fmt.Sprint("p", rnd.IntN(n/3)), texts: map[store.TextClass][]string{}, state: order.State{ID: fmt.Sprintf("o%05d", i),
			Lead: org.UnitID(fmt.Sprint("u", rnd.IntN(30))), Deputy: org.PostID(fmt.Sprint("d", rnd.IntN(4))), RegisteredBy: org.AccountID(fmt.Sprint("a", rnd.IntN(20)))}}
		x.state.Request.Title = "x"
		x.state.Status = order.Archived
		if rnd.IntN(4) == 0 {
			x.state.Status = order.InProgress
		}
		for class := store.TextTitle; class <= store.TextName; class++ {
			if class == store.TextTitle || rnd.IntN(3) > 0 {
				x.texts[class] = searchTokens(rnd)
			}
		}
		out = append(out, x)
	}
	return out
}

func searchToken(n int) string { return fmt.Sprintf("%010x", 1<<36+n*7919) }

func searchTokens(rnd *rand.Rand) []string {
	var out []string
	for n := range 12 { // one in two, in three, in four …
		if rnd.IntN(n+2) == 0 {
			out = append(out, searchToken(n))
		}
	}
	return append(out, searchToken(100+rnd.IntN(3000)), searchToken(100_000+rnd.IntN(1<<20)))
}

func searchSet(rnd *rand.Rand) []string {
	var out []string
	for range 1 + rnd.IntN(3) {
		out = append(out, searchToken([]int{rnd.IntN(12), rnd.IntN(12), rnd.IntN(12), 100 + rnd.IntN(3000)}[rnd.IntN(4)]))
	}
	return out
}

func searchFilter(rnd *rand.Rand, all []indexed) store.SearchFilter {
	f := store.SearchFilter{Limit: 1 + rnd.IntN(60)}
	for range rnd.IntN(4) {
		t := store.Term{Sets: [][]string{searchSet(rnd)}}
		for range rnd.IntN(3) {
			t.Sets = append(t.Sets, searchSet(rnd))
		}
		if rnd.IntN(3) == 0 {
			t.Mine = [][]string{searchSet(rnd)}
		}
		f.Terms = append(f.Terms, t)
	}
	for range rnd.IntN(80) {
		f.Mine = append(f.Mine, all[rnd.IntN(len(all))].seq)
	}
	slices.Sort(f.Mine)
	f.Mine = slices.Compact(f.Mine)
	slices.Reverse(f.Mine)
	switch rnd.IntN(6) {
	case 0:
		f.Lead = fmt.Sprint("u", rnd.IntN(30))
	case 1:
		f.Deputy = fmt.Sprint("d", rnd.IntN(4))
	case 2:
		f.Own = fmt.Sprint("a", rnd.IntN(20))
	}
	if rnd.IntN(3) == 0 {
		open := rnd.IntN(2) == 0
		f.Open = &open
	}
	if len(f.Terms) == 0 && rnd.IntN(2) == 0 {
		f.Phone = all[rnd.IntN(len(all))].phone
	}
	return f
}

// searches holds every kind of search, page by page, against a plain scan: also where it pauses because it has read enough, and after texts and scopes
// changed. No call asks the database more than a bounded number of times.
func searches(t *testing.T, where string) {
	s := open(t, where)
	rnd := rand.New(rand.NewPCG(42, 7))
	const n = 2500
	all := searchCounty(rnd, n)
	put := func(part []indexed) {
		var w store.Append
		for _, x := range part {
			w.Rows = append(w.Rows, store.SearchScope(x.seq, x.state), store.Exec{Query: "phone_put", Args: []any{x.phone, x.state.ID, x.seq}})
			for class, words := range x.texts {
				w.Rows = append(w.Rows, store.SearchText(x.seq, class, words))
			}
		}
		mustAppend(t, s, w)
	}
	if res, err := s.Search(t.Context(), searchFilter(rnd, all)); err != nil || !res.Done || len(res.Seqs) > 0 {
		t.Fatalf("an empty archive answers %+v, %v", res, err)
	}
	for part := range slices.Chunk(all, 100) {
		put(part)
	}
	for range n / 5 { // corrected titles, new replies, other units
		i := rnd.IntN(n)
		all[i].texts[store.TextTitle], all[i].texts[store.TextReply] = searchTokens(rnd), searchTokens(rnd)
		all[i].state.Lead, all[i].state.Status = "u1", order.Archived
	}
	for part := range slices.Chunk(all, 100) {
		put(part)
	}
	filters := []store.SearchFilter{
		{Limit: 21, Terms: []store.Term{{Sets: [][]string{{searchToken(0)}}}, {Sets: [][]string{{searchToken(1)}}}, {Sets: [][]string{{searchToken(999_999_999)}}}}},
		{Limit: 21, Terms: []store.Term{{Sets: [][]string{{searchToken(0)}}}, {Sets: [][]string{{searchToken(1)}}}, {Sets: [][]string{{searchToken(2)}}}}, Lead: "u29"},
		{Limit: 5000, Terms: []store.Term{{Sets: [][]string{{searchToken(0)}}}}}, {Limit: 21, Phone: all[9].phone}, {Limit: 1, Terms: []store.Term{{Sets: [][]string{all[3].texts[store.TextTitle]}}}},
	}
	for len(filters) < 150 {
		filters = append(filters, searchFilter(rnd, all))
	}
	found := 0
	for k, f := range filters {
		var want []int64
		for _, x := range slices.Backward(all) {
			if x.meets(f) {
				want = append(want, x.seq)
			}
		}
		if got, _ := walked(t, s, f); !slices.Equal(got, want) {
			t.Errorf("search %d %+v:\n got %v\nwant %v", k, f, got, want)
		}
		found += len(want)
	}
	if found < 10_000 {
		t.Errorf("too tame: %d found", found)
	}
	readsBounded(t, s, all[n-1].seq)
}

// walked goes through all pages of a search, and says how often it paused because it had read enough.
func walked(t *testing.T, s *store.Store, f store.SearchFilter) (got []int64, pauses int) {
	t.Helper()
	for {
		asked := 0
		res, err := s.Search(store.Watched(t.Context(), func(string, []any) { asked++ }), f)
		if err != nil {
			t.Fatal(err)
		}
		if asked > 200 || len(res.Seqs) > f.Limit {
			t.Fatalf("%d questions to the database for %d of %d", asked, len(res.Seqs), f.Limit)
		}
		got = append(got, res.Seqs...)
		if res.Done {
			return got, pauses
		}
		if len(res.Seqs) < f.Limit {
			pauses++
		}
		if f.Before > 0 && res.Reached >= f.Before {
			t.Fatalf("the search stands still at %d", f.Before)
		}
		f.Before = res.Reached
	}
}

// readsBounded: what one call reads does not grow with what lies below. The archive grows by orders that hold one or the other word of a pair, and both
// once in thousands; the database is asked as often as before, the call says how far it came, and whoever goes on finds all.
func readsBounded(t *testing.T, s *store.Store, seq int64) {
	f := store.SearchFilter{Limit: 21, Terms: []store.Term{{Sets: [][]string{{searchToken(5000)}}}, {Sets: [][]string{{searchToken(5001)}}}}}
	var counts []int
	var want []int64
	for range 2 {
		for k := range 15 {
			var w store.Append
			for i := range 1000 {
				seq += 2
				words := []string{searchToken(5000 + i%2)}
				if k == 3 && i == 500 {
					words, want = append(words, searchToken(5001)), append(want, seq)
				}
				w.Rows = append(w.Rows, store.SearchScope(seq, order.State{ID: fmt.Sprint("b", seq)}), store.SearchText(seq, store.TextTitle, words))
			}
			mustAppend(t, s, w)
		}
		n := 0
		if _, err := s.Search(store.Watched(t.Context(), func(string, []any) { n++ }), f); err != nil {
			t.Fatal(err)
		}
		counts = append(counts, n)
	}
	if counts[1] > counts[0]+3 {
		t.Errorf("the database was asked %v times, with twice as many orders in turn", counts)
	}
	slices.Reverse(want)
	if got, pauses := walked(t, s, f); !slices.Equal(got, want) || pauses == 0 {
		t.Errorf("a pair that seldom meets: %v after %d pauses, want %v", got, pauses, want)
	}

	// Where it pauses among orders that all meet, none is lost.
	f, want = store.SearchFilter{Limit: 50_000, Terms: []store.Term{{Sets: [][]string{{searchToken(5002)}}}, {Sets: [][]string{{searchToken(5003)}}}}}, nil
	for range 12 {
		var w store.Append
		for range 1000 {
			seq++
			want = append(want, seq)
			w.Rows = append(w.Rows, store.SearchScope(seq, order.State{ID: fmt.Sprint("b", seq)}), store.SearchText(seq, store.TextTitle, []string{searchToken(5002), searchToken(5003)}))
		}
		mustAppend(t, s, w)
	}
	slices.Reverse(want)
	if got, pauses := walked(t, s, f); !slices.Equal(got, want) || pauses == 0 {
		t.Errorf("of %d orders that meet %d were found, after %d pauses", len(want), len(got), pauses)
	}
}
