package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/order"
	"huiyin/internal/sqldb"
)

// TextClass says which text of an order words stand in; a text is indexed anew by itself.
type TextClass int64

// The classes; at most eight, their number is part of a text's number in the index.
const (
	TextTitle  TextClass = iota // title, place, category: what every list shows
	TextClear                   // dispatch text and the unit it went to
	TextReply                   // the public reply
	TextSealed                  // the caller's own words, under tokens of their own
	TextName                    // the caller's name, under tokens of its own
)

const classes = 8

// searchBucket is so many positions of the log. On PostgreSQL a word's list in the inverted index is one bucket long: the database gathers a list whole,
// so a list must not grow with the archive. Another size needs another searchForm.
const searchBucket = 4096

// searchForm is the form of the index that this program writes. An archive whose index has another form, or was not finished, is indexed anew.
const searchForm = 2

// SearchText puts the keyed words of one text of an order into the index, in the place of those it had. seq is the position of the event that made the
// order: an int64, or PosOf in the append that makes it.
func SearchText(seq any, class TextClass, tokens []string) Exec {
	return Exec{Query: "search_text_put", Args: []any{seq, int64(class), indexWords{seq, tokens}}}
}

// indexWords are the words of a text on their way into the index; how they are written there depends on the database and on where the order begins.
type indexWords struct {
	seq    any
	tokens []string
}

func (w indexWords) written(d sqldb.Dialect, seq int64) string {
	if d != sqldb.Postgres {
		return strings.Join(w.tokens, " ")
	}
	out := make([]string, len(w.tokens))
	for i, t := range w.tokens {
		out[i] = inBucket(seq/searchBucket, t)
	}
	return strings.Join(out, " ")
}

// inBucket is a word's name within a bucket, on PostgreSQL.
func inBucket(bucket int64, token string) string { return strconv.FormatInt(bucket, 36) + "." + token }

// SearchScope is the row by which a search is kept to what a post may find.
func SearchScope(seq any, s order.State) Exec {
	return Exec{Query: "search_scope_put", Args: []any{seq, s.ID, string(s.Lead), string(s.Deputy), string(s.RegisteredBy), !s.Status.Done()}}
}

// Term is one thing that an order must hold: any of some sets of keyed words, each set within one text. Mine are further sets that count in the orders of
// SearchFilter.Mine alone.
type Term struct{ Sets, Mine [][]string }

// SearchFilter is what to find, and within what. Lead, Deputy and Own are the reader's scope, set by the desk alone; "" means no limit.
type SearchFilter struct {
	Terms             []Term
	Mine              []int64 // numbers of orders, the greatest first
	Phone             string  // blind index of a number or of its end
	Lead, Deputy, Own string
	Spare             []string // the reader's marks: orders that report him are never candidates
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

// A search reads about so many index entries; then it says how far it came. So no pair of frequent words that seldom meet makes a page wait, however
// large the archive is.
const searchBudget = 8_000

// askPrice is what a question to the database costs beside the entries that it reads, in entries.
const askPrice = 50

// Search finds candidates by walking down the lists of what each condition holds. Words are keyed and without their places, so candidates must be checked
// against the texts.
func (s *Store) Search(ctx context.Context, f SearchFilter) (SearchResult, error) {
	left := searchBudget
	walk := s.lists(ctx, f, &left)
	newest, err := s.numbers(ctx, "search_all", "", int64(1)<<60, 1)
	if err != nil {
		return SearchResult{}, fmt.Errorf("search: %w", err)
	}
	if len(newest) == 0 {
		return SearchResult{Done: true}, nil
	}
	at := newest[0]
	if f.Before > 0 {
		at = min(at, f.Before-1)
	}
	out := SearchResult{Reached: at + 1}
	for len(out.Seqs) < f.Limit {
		target, hit := at, true
		for _, l := range walk {
			v, more, err := l.seek(target)
			if errors.Is(err, errPaused) {
				out.Reached = v + 1
				return out, nil
			}
			if err != nil {
				return out, fmt.Errorf("search: %w", err)
			}
			if !more {
				out.Done = true
				return out, nil
			}
			hit = hit && v == target
			target = v
		}
		if hit {
			his, err := s.findable(ctx, target, f.Spare)
			if err != nil {
				return out, err
			}
			if his {
				out.Seqs = append(out.Seqs, target)
			}
			target--
		}
		at, out.Reached = target, target+1
	}
	return out, nil
}

// findable reports whether a candidate exists for the reader at all.
func (s *Store) findable(ctx context.Context, seq int64, marks []string) (bool, error) {
	if len(marks) == 0 {
		return true, nil
	}
	text, args := s.sparing("recused_seq", marks, seq)
	var n int
	if err := s.db.Read.QueryRowContext(ctx, text, args...).Scan(&n); err != nil {
		return false, fmt.Errorf("search: %w", err)
	}
	return n > 0, nil
}

// lists are the lists that a filter asks for.
func (s *Store) lists(ctx context.Context, f SearchFilter, left *int) []list {
	var out []list
	plain := func(query string, key any) {
		out = append(out, &descent{left: left, fetch: func(before int64, n int) ([]int64, int64, error) {
			seqs, err := s.numbers(ctx, query, key, before, n)
			*left -= len(seqs)
			if len(seqs) < n {
				return seqs, 0, err
			}
			return seqs, seqs[n-1], err
		}})
	}
	for _, t := range f.Terms {
		var l list = &descent{left: left, fetch: s.wordList(ctx, t.Sets, left)}
		if len(t.Mine) > 0 && len(f.Mine) > 0 {
			l = either{l, &descent{left: left, fetch: among(f.Mine, s.wordList(ctx, t.Mine, left))}}
		}
		out = append(out, l)
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

// fetching answers up to n numbers of a list below a bound, and down to where it looked: the list goes on there, 0 = it has ended.
type fetching func(before int64, n int) (seqs []int64, low int64, err error)

// Of a list of words some buckets are read at a time: twice as many each time, as long as they hold few.
const (
	mostBuckets = 64
	manyEntries = 4096
)

// wordList reads the orders that hold any of some sets of words.
func (s *Store) wordList(ctx context.Context, sets [][]string, left *int) fetching {
	span, price := int64(1), 10
	for _, set := range sets {
		price += len(set)
	}
	return func(before int64, n int) ([]int64, int64, error) {
		newest := (before - 1) / searchBucket
		oldest := max(0, newest-span+1)
		docs, err := s.numbers(ctx, "search_words", s.expression(sets, newest, oldest), before*classes, oldest*searchBucket*classes, n)
		if err != nil {
			return nil, 0, err
		}
		*left -= len(docs) + int(newest-oldest+1)*price
		var seqs []int64
		for _, d := range docs {
			if seq := d / classes; len(seqs) == 0 || seqs[len(seqs)-1] != seq {
				seqs = append(seqs, seq)
			}
		}
		if len(docs) == n {
			span = max(1, span/2)
			return seqs, docs[n-1] / classes, nil
		}
		next := min(2*span, mostBuckets)
		if len(docs) > 0 {
			next = min(next, max(1, span*manyEntries/int64(len(docs))))
		}
		span = next
		return seqs, oldest * searchBucket, nil
	}
}

// among keeps of a list what is on another, short one.
func among(few []int64, fetch fetching) fetching {
	return func(before int64, n int) ([]int64, int64, error) {
		i := slices.IndexFunc(few, func(v int64) bool { return v < before })
		if i < 0 {
			return nil, 0, nil
		}
		seqs, low, err := fetch(few[i]+1, n)
		return slices.DeleteFunc(seqs, func(v int64) bool { return !slices.Contains(few[i:], v) }), low, err
	}
}

// list is walked downwards. seek answers the greatest number on it that is not above at; more is false where there is none. With errPaused nothing from
// at down to above the answer is on it.
type list interface {
	seek(at int64) (v int64, more bool, err error)
}

// errPaused says that a search has read enough.
var errPaused = errors.New("search: read enough")

// descent is a list that is read a stretch at a time.
type descent struct {
	fetch fetching
	left  *int // how many entries the search may still read
	have  []int64
	next  int64 // where the next stretch begins, once something was read
	span  int64 // how many positions the last stretch went down
	begun bool
	end   bool
	size  int
}

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
		// Whoever reads on reads more at a time; whoever was sent far down begins with little.
		if d.begun && d.next-before <= d.span {
			d.size = min(d.size*4, 2048)
		} else {
			d.size = 64
		}
		if *d.left <= 0 {
			return before - 1, true, errPaused
		}
		*d.left -= askPrice
		seqs, low, err := d.fetch(before, d.size)
		if err != nil {
			return 0, false, err
		}
		d.have, d.begun, d.next, d.span, d.end = seqs, true, low, before-low, low <= 0 || low >= before
	}
}

// either is what is on one of two lists.
type either [2]list

func (e either) seek(at int64) (int64, bool, error) {
	a, moreA, errA := e[0].seek(at)
	b, moreB, errB := e[1].seek(at)
	switch {
	case errA != nil && !errors.Is(errA, errPaused):
		return 0, false, errA
	case errB != nil && !errors.Is(errB, errPaused), !moreA:
		return b, moreB, errB
	case !moreB || a > b:
		return a, true, errA
	case b > a:
		return b, true, errB
	}
	return a, true, errors.Join(errA, errB)
}

// expression writes sets of words in the language of the database's index, on PostgreSQL for each bucket one, parted by bars that no word holds. Tokens are
// our own hexadecimal digits.
func (s *Store) expression(sets [][]string, newest, oldest int64) string {
	if s.db.Dialect != sqldb.Postgres {
		return anyOf(sets, `"`, " AND ", " OR ", func(t string) string { return t })
	}
	var out []string
	for b := newest; b >= oldest; b-- {
		out = append(out, anyOf(sets, "'", " & ", " | ", func(t string) string { return inBucket(b, t) }))
	}
	return strings.Join(out, ";")
}

func anyOf(sets [][]string, quote, and, or string, name func(string) string) string {
	out := make([]string, len(sets))
	for i, set := range sets {
		words := make([]string, len(set))
		for k, w := range set {
			words[k] = quote + name(w) + quote
		}
		out[i] = "(" + strings.Join(words, and) + ")"
	}
	return strings.Join(out, or)
}

func (s *Store) numbers(ctx context.Context, query string, args ...any) ([]int64, error) {
	return rows(ctx, s.db.Read, s.db.Q(query), func(scan func(...any) error) (int64, error) {
		var n int64
		err := scan(&n)
		return n, err
	}, args...)
}

// SearchMine are the numbers of the orders that an account registered since an instant, the newest first.
func (s *Store) SearchMine(ctx context.Context, by string, since time.Time) ([]int64, error) {
	out, err := s.numbers(ctx, "search_mine", by, ms(since))
	if err != nil {
		return nil, fmt.Errorf("read own orders: %w", err)
	}
	slices.SortFunc(out, func(a, b int64) int { return cmp.Compare(b, a) })
	return out, nil
}

// SearchOrder is the order behind a number that Search answered.
func (s *Store) SearchOrder(ctx context.Context, seq int64) (string, error) {
	var id string
	err := s.db.Read.QueryRowContext(ctx, s.db.Q("search_order"), seq).Scan(&id)
	return id, none(err)
}

// SearchWhen is when the oldest order was registered that is not below a number.
func (s *Store) SearchWhen(ctx context.Context, seq int64) (time.Time, error) {
	when, err := s.numbers(ctx, "search_when", seq)
	if err != nil {
		return time.Time{}, fmt.Errorf("read how far a search came: %w", err)
	}
	if len(when) == 0 {
		return time.Time{}, ErrNone
	}
	return time.UnixMilli(when[0]).UTC(), nil
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

// SearchBuilt says whether the words of this archive are indexed, whole and in this program's form.
func (s *Store) SearchBuilt(ctx context.Context) (bool, error) {
	var n int
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("search_form_has"), searchForm).Scan(&n); err != nil {
		return false, fmt.Errorf("look into the search index: %w", err)
	}
	return n > 0, nil
}

// SearchIsBuilt marks the index as whole, once every order is in it.
func SearchIsBuilt() Exec { return Exec{Query: "search_form_put", Args: []any{searchForm}} }

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
