package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"huiyin/internal/order"
	"huiyin/internal/sqldb"
)

// TextClass says which text of an order words stand in: what a reader may not read is not searched for him.
type TextClass int64

// The classes; at most eight, their number is part of a text's number in the index.
const (
	TextTitle  TextClass = iota // title, place, category: what every list shows
	TextClear                   // dispatch text and the unit it went to
	TextReply                   // the public reply
	TextSealed                  // the caller's own words
	TextName                    // the caller's name, under tokens of its own
)

const classes = 8

// SearchText puts the keyed words of one text of an order into the index, in the place of those it had. seq is the position of the event that made the
// order: an int64, or PosOf in the append that makes it.
func SearchText(seq any, class TextClass, tokens []string) Exec {
	return Exec{Query: "search_text_put", Args: []any{seq, int64(class), strings.Join(tokens, " ")}}
}

// SearchScope is the row by which a search is kept to what a post may find.
func SearchScope(seq any, s order.State) Exec {
	return Exec{Query: "search_scope_put", Args: []any{seq, s.ID, string(s.Lead), string(s.Deputy), string(s.RegisteredBy), !s.Status.Done()}}
}

// Term is one thing that an order must hold: any of some sets of keyed words, each set within one text.
type Term [][]string

// SearchFilter is what to find, and within what. Lead, Deputy and Own are the reader's scope, set by the desk alone; "" means no limit.
type SearchFilter struct {
	Terms             []Term
	Classes           []TextClass // texts that may be searched
	Phone             string      // blind index of a number or of its end
	Lead, Deputy, Own string
	Open              *bool
	Before            int64 // only orders older than this one; 0 = from the newest
	Limit             int
}

// SearchResult is a stretch of candidates, newest first.
type SearchResult struct {
	Seqs    []int64
	Reached int64 // everything down to here was looked through
	Done    bool  // nothing older is left
}

// A search reads at most so many index entries; then it says how far it came. So no pair of frequent words that seldom meet makes a page wait.
const searchBudget = 20_000

// Search finds candidates by walking down the lists of what each condition holds. Words are keyed and without their places, so candidates must be checked
// against the texts.
func (s *Store) Search(ctx context.Context, f SearchFilter) (SearchResult, error) {
	walk := s.lists(ctx, f)
	at := f.Before - 1
	if f.Before <= 0 {
		at = 1<<53 - 1
	}
	out := SearchResult{Reached: at + 1}
	for len(out.Seqs) < f.Limit {
		target, hit := at, true
		for _, l := range walk {
			v, ok, err := l.seek(target)
			if err != nil {
				return out, fmt.Errorf("search: %w", err)
			}
			if !ok {
				out.Done = true
				return out, nil
			}
			hit = hit && v == target
			target = v
		}
		if hit {
			out.Seqs, target = append(out.Seqs, target), target-1
		}
		at, out.Reached = target, target+1
		read := 0
		for _, l := range walk {
			read += l.read
		}
		if read > searchBudget {
			return out, nil
		}
	}
	return out, nil
}

// lists are the lists that a filter asks for.
func (s *Store) lists(ctx context.Context, f SearchFilter) []*descent {
	var out []*descent
	plain := func(query string, key any) {
		out = append(out, &descent{fetch: func(before int64, n int) ([]int64, int64, error) {
			seqs, err := s.numbers(ctx, query, key, before, n)
			return seqs, lowest(seqs), err
		}})
	}
	for _, t := range f.Terms {
		q := s.expression(t)
		out = append(out, &descent{fetch: func(before int64, n int) ([]int64, int64, error) {
			docs, err := s.numbers(ctx, "search_words", q, before*classes, n)
			var seqs []int64
			for _, d := range docs {
				if seq := d / classes; slices.Contains(f.Classes, TextClass(d%classes)) && (len(seqs) == 0 || seqs[len(seqs)-1] != seq) {
					seqs = append(seqs, seq)
				}
			}
			// An order whose texts are cut apart by the end of this stretch is looked at again.
			low := lowest(docs)
			return seqs, (low + classes - 1) / classes, err
		}})
	}
	if f.Phone != "" {
		plain("search_phone", f.Phone)
	}
	if f.Lead != "" {
		plain("search_of_lead", f.Lead)
	}
	if f.Deputy != "" {
		plain("search_of_deputy", f.Deputy)
	}
	if f.Own != "" {
		plain("search_of_own", f.Own)
	}
	if f.Open != nil {
		plain("search_of_open", *f.Open)
	}
	if len(out) == 0 {
		plain("search_all", "")
	}
	return out
}

// lowest is the last of a list that runs down; 0 says that nothing is left below.
func lowest(list []int64) int64 {
	if len(list) == 0 {
		return 0
	}
	return list[len(list)-1]
}

// descent is a list that is walked downwards, a stretch at a time.
type descent struct {
	fetch func(before int64, n int) (seqs []int64, low int64, err error)
	have  []int64
	next  int64 // where the next stretch begins, once something was read
	begun bool
	end   bool
	size  int
	read  int
}

// seek answers the greatest number on the list that is not above at.
func (d *descent) seek(at int64) (int64, bool, error) {
	for {
		for len(d.have) > 0 {
			if d.have[0] <= at {
				return d.have[0], true, nil
			}
			d.have = d.have[1:]
		}
		if d.end {
			return 0, false, nil
		}
		before := at + 1
		if d.begun {
			before = min(before, d.next)
		}
		d.size = min(max(128, d.size*4), 2048)
		seqs, low, err := d.fetch(before, d.size)
		if err != nil {
			return 0, false, err
		}
		d.have, d.begun, d.read = seqs, true, d.read+d.size
		if low == 0 || low >= before {
			d.end = true
		}
		d.next = low
	}
}

// expression writes a term in the language of the database's index. Tokens are our own hexadecimal digits.
func (s *Store) expression(t Term) string {
	quote, and, or := `"`, " AND ", " OR "
	if s.db.Dialect == sqldb.Postgres {
		quote, and, or = "'", " & ", " | "
	}
	var sets []string
	for _, set := range t {
		words := make([]string, len(set))
		for i, w := range set {
			words[i] = quote + w + quote
		}
		sets = append(sets, "("+strings.Join(words, and)+")")
	}
	return strings.Join(sets, or)
}

func (s *Store) numbers(ctx context.Context, query string, args ...any) ([]int64, error) {
	return rows(ctx, s.db.Read, s.db.Q(query), func(scan func(...any) error) (int64, error) {
		var n int64
		err := scan(&n)
		return n, err
	}, args...)
}

// SearchOrder is the order behind a number that Search answered.
func (s *Store) SearchOrder(ctx context.Context, seq int64) (string, error) {
	var id string
	err := s.db.Read.QueryRowContext(ctx, s.db.Q("search_order"), seq).Scan(&id)
	return id, none(err)
}

// OrdersByNumber finds orders by a number that was typed: their own (an order taken over has that of the platform before), their matter's, or an upper
// platform's; at most twenty. Other platforms' numbers are kept as they came, so they are tried as typed, without blanks and in capitals.
func (s *Store) OrdersByNumber(ctx context.Context, number string) ([]string, error) {
	bare := strings.ReplaceAll(number, " ", "")
	forms := []string{number, bare, strings.ToUpper(bare), strings.ToLower(bare)}
	for i, form := range forms {
		if slices.Contains(forms[:i], form) {
			continue
		}
		id, err := s.OrderByNumber(ctx, form)
		if err == nil {
			return []string{id}, nil
		}
		if !errors.Is(err, ErrNone) {
			return nil, err
		}
		for _, query := range []string{"order_ids_by_matter", "order_ids_by_outer"} {
			if ids, err := s.ids(ctx, query, form); err != nil || len(ids) > 0 {
				return ids, err
			}
		}
	}
	return nil, nil
}

// SearchEmpty says that no text is indexed while there are orders: the archive is of an earlier program, or its index was thrown away.
func (s *Store) SearchEmpty(ctx context.Context) (bool, error) {
	var texts int
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("search_text_any")).Scan(&texts); err != nil {
		return false, fmt.Errorf("look into the search index: %w", err)
	}
	if texts > 0 {
		return false, nil
	}
	newest, err := s.numbers(ctx, "search_all", "", int64(1)<<60, 1)
	return len(newest) > 0, err
}

// OrderIDs lists every order, for what walks the whole archive.
func (s *Store) OrderIDs(ctx context.Context) ([]string, error) { return s.ids(ctx, "orders_all") }

// checkSearch holds the scope of every order, and that its title is indexed, against the log.
func (s *Store) checkSearch(ctx context.Context, f *folded, say func(string, ...any)) error {
	for _, id := range sorted(f.states) {
		st := f.states[id]
		var seq int64
		var lead, deputy, own string
		var open bool
		if err := s.db.Read.QueryRowContext(ctx, s.db.Q("search_scope_row"), id).Scan(&seq, &lead, &deputy, &own, &open); err != nil {
			if err = none(err); !errors.Is(err, ErrNone) {
				return fmt.Errorf("read search scope: %w", err)
			}
			say("工单 %s 不在搜索范围表里", st.Number)
			continue
		}
		if seq != f.first[id] || lead != string(st.Lead) || deputy != string(st.Deputy) || own != string(st.RegisteredBy) || open == st.Status.Done() {
			say("工单 %s 的搜索范围与日志不符", st.Number)
		}
		var n int
		if err := s.db.Read.QueryRowContext(ctx, s.db.Q("search_text_has"), seq*classes+int64(TextTitle)).Scan(&n); err != nil {
			return fmt.Errorf("look into the search index: %w", err)
		}
		if n == 0 {
			say("工单 %s 没有编入搜索", st.Number)
		}
	}
	return nil
}
