package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/policy"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// SearchAsk is what somebody typed. It is never stored and never logged.
type SearchAsk struct {
	Typed string
	Which string // "open", "done", "" for both
	After string // Next of the page before
}

// Found is a page of orders that were found, the newest first.
type Found struct {
	How  string // how the typing was understood
	Hits []Hit
	Next string // where to go on; "" = nothing older is left
	More bool   // Next is there because the search stopped to answer in time, not because the page is full
	Till string // then: the day of registration down to which it has looked, 2026年1月5日
}

// Hit is an order and why it was found.
type Hit struct {
	Row
	Titled []Piece // the title, with what was searched for marked
	Spots  []Spot
}

// Spot is a text in which it was found.
type Spot struct {
	Label  string
	Pieces []Piece
}

// Piece is a stretch of text, marked or not.
type Piece struct {
	Text string
	Hit  bool
}

var (
	numberForm   = regexp.MustCompile(`^(?i)[a-z]{1,4}[0-9]{6,20}$`)
	searchDigits = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{2,24}$`)
	notDigit     = regexp.MustCompile(`\D`)
)

const (
	searchTerms = 6   // terms parted by blanks
	searchLong  = 100 // characters
	searchTries = 120 // candidates looked at for one page
)

// Search finds orders by number, telephone, name, words, place, category, unit or the first letters of pinyin, within what the reader may see: an order
// outside his scope, and a text or a name that his page would not show, is not found. A search by telephone goes on record, without the number.
func (r *Reader) Search(ctx context.Context, a SearchAsk) (Found, error) {
	f, ok := r.searchScope()
	if !ok {
		return Found{}, ErrForbidden
	}
	typed := text.Fold(text.OneLine(a.Typed))
	switch n := len([]rune(typed)); {
	case n == 0:
		return Found{}, invalid("q", "请输入要找的内容：编号、来电号码（或后四位）、姓名、正文里的字词、地点、分类，或它们的拼音首字母。")
	case n > searchLong:
		return Found{}, invalid("q", "最多输入%d个字，现在有%d个。", searchLong, n)
	}
	switch a.Which {
	case "":
	case "open", "done":
		open := a.Which == "open"
		f.Open = &open
	default:
		return Found{}, invalid("which", "没有这个范围。")
	}
	if a.After != "" {
		n, err := strconv.ParseInt(a.After, 10, 64)
		if err != nil || n <= 0 {
			return Found{}, invalid("after", "页码不对，请重新搜索。")
		}
		f.Before = n
	}
	if mayBeNumber(typed) {
		out, err := r.searchByNumber(ctx, f, strings.TrimSpace(text.OneLine(a.Typed)))
		if err != nil || len(out.Hits) > 0 {
			return out, err
		}
		if searchDigits.MatchString(typed) && len(notDigit.ReplaceAllString(typed, "")) >= 4 {
			return r.searchByPhone(ctx, f, typed)
		}
	}
	return r.searchByWords(ctx, f, typed)
}

// mayBeNumber says that what was typed is looked up as a number first: ours, a matter's, an upper platform's, that of the platform before ours. These have
// letters, digits, dashes, slashes and brackets in any order, and a digit at least: 20260302-0017, 皖亳〔2026〕17号.
func mayBeNumber(typed string) bool {
	n := len([]rune(typed))
	return n >= 4 && n <= 60 && len(strings.Fields(typed)) <= 4 && strings.ContainsFunc(typed, unicode.IsDigit)
}

// searchScope is the one place that says what a post may find at all. What it lets through is looked at once more, order by order, by look.
func (r *Reader) searchScope() (store.SearchFilter, bool) {
	var l store.ListFilter
	if !r.scope(&l) {
		return store.SearchFilter{}, false
	}
	return store.SearchFilter{Lead: l.Lead, Deputy: l.Deputy, Own: l.Own, Spare: r.actor.Marks()}, true
}

// look loads a candidate and says what of it this reader may see; ok is false where the order does not exist for him.
func (r *Reader) look(ctx context.Context, id string, now time.Time) (seen, bool, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return seen{}, false, err
	}
	rel := Relate(r.actor, l.state, now)
	grade := access.Grade(l.state.Request.Secrecy)
	x := seen{st: l.state, sees: func(f access.Field) access.Sight { return access.Sees(r.actor.Post.Kind, rel, grade, f) }}
	return x, rel != access.Stranger && x.sees(access.Process) == access.Full && x.sees(access.Text) == access.Full, nil
}

// seen is a candidate through the reader's eyes.
type seen struct {
	st   order.State
	sees func(access.Field) access.Sight
}

// mayFindByName, mayFindByPhone and mayReadWords say in what sight a field is searched. A whole number is known to whoever types it, and the last four
// digits stand in the masked number, so a masked number may be found; a masked name and what only a second person opens may not.
func mayFindByName(s access.Sight) bool { return s == access.Full || s == access.Reveal }
func mayFindByPhone(s access.Sight) bool {
	return s == access.Full || s == access.Reveal || s == access.Masked
}
func mayReadWords(s access.Sight) bool { return s == access.Full || s == access.Reveal }

// ever says whether a post sees a field so in any relation.
func (r *Reader) ever(f access.Field, may func(access.Sight) bool) bool {
	return r.everAs(f, may, access.Own)
}

// everAs says it of the relations from one on.
func (r *Reader) everAs(f access.Field, may func(access.Sight) bool, first access.Relation) bool {
	for rel := first; rel <= access.Helper; rel++ {
		if may(access.Sees(r.actor.Post.Kind, rel, access.Ordinary, f)) {
			return true
		}
	}
	return false
}

func (r *Reader) searchByNumber(ctx context.Context, f store.SearchFilter, typed string) (Found, error) {
	out := Found{How: "按编号"}
	ids, err := r.s.store.OrdersByNumber(ctx, typed)
	if folded := text.Fold(typed); err == nil && len(ids) == 0 && folded != typed {
		ids, err = r.s.store.OrdersByNumber(ctx, folded) // full-width digits and the like
	}
	if err != nil {
		return out, fmt.Errorf("find a number: %w", err)
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return out, err
	}
	for _, id := range ids {
		x, ok, err := r.look(ctx, id, r.s.now())
		if err != nil {
			return out, err
		}
		if !ok || f.Open != nil && *f.Open == x.st.Status.Done() {
			continue
		}
		h, err := r.hit(ctx, p, x)
		if err != nil {
			return out, err
		}
		switch {
		case x.st.Request.OuterNo != "" && sameNumber(x.st.Request.OuterNo, typed):
			h.Spots = []Spot{{"上级平台编号", []Piece{{Text: x.st.Request.OuterNo, Hit: true}}}}
		case x.st.OldNo != "" && sameNumber(x.st.OldNo, typed):
			h.Spots = []Spot{{"原平台编号", []Piece{{Text: x.st.OldNo, Hit: true}}}}
		case strings.EqualFold(x.st.Matter.Number, typed):
			h.Spots = []Spot{{"诉求事项", mark(x.st.Matter.Number, []string{typed})}}
		}
		h.Titled = []Piece{{Text: h.Title}}
		out.Hits = append(out.Hits, h)
	}
	return out, nil
}

// sameNumber compares numbers as people type them: blanks and case do not count.
func sameNumber(a, b string) bool {
	bare := func(s string) string { return strings.ReplaceAll(text.Fold(s), " ", "") }
	return bare(a) == bare(b)
}

// searchByPhone finds by a whole number or its last four digits. It is written down before anything is looked up (trust.md B5, 19).
func (r *Reader) searchByPhone(ctx context.Context, f store.SearchFilter, typed string) (Found, error) {
	out := Found{How: "按来电号码"}
	if !r.ever(access.Phone, mayFindByPhone) {
		return out, invalid("q", "您的岗位不能按电话查找，可以输入编号、标题里的字词、地点或分类。")
	}
	digits := notDigit.ReplaceAllString(typed, "")
	if len(digits) == 4 {
		out.How, f.Phone = "按来电号码后四位", r.s.vault.TailIndex(digits)
	} else {
		n, err := text.ParsePhone(typed)
		if err != nil {
			return out, invalid("q", "没有这个编号；按电话也读不出来：%s。可以只输入号码的后四位。", strings.TrimRight(err.Error(), "。"))
		}
		f.Phone = r.s.vault.PhoneIndex(n)
	}
	if err := r.searched(ctx, out.How); err != nil {
		return out, err
	}
	return r.collect(ctx, f, out, func(x seen, h *Hit) (bool, error) {
		if !mayFindByPhone(x.sees(access.Phone)) {
			return false, nil
		}
		q := x.st.Request
		open, err := r.s.unseal(ctx, []string{q.Phone.Ref, q.Contact.Ref})
		if err != nil {
			return false, err
		}
		for _, n := range []string{open[q.Phone.Ref], open[q.Contact.Ref]} {
			norm, err := text.ParsePhone(n)
			if n != "" && err == nil && (r.s.vault.PhoneIndex(norm) == f.Phone || r.s.vault.TailIndex(norm) == f.Phone) {
				h.Spots = append(h.Spots, Spot{"来电号码", []Piece{{Text: text.MaskPhone(norm), Hit: true}}})
				return true, nil
			}
		}
		return false, nil // the number was corrected since
	})
}

func (r *Reader) searchByWords(ctx context.Context, f store.SearchFilter, typed string) (Found, error) {
	out := Found{How: "按内容"}
	terms := strings.Fields(typed)
	if len(terms) > searchTerms {
		return out, invalid("q", "最多同时找%d个词，现在有%d个。", searchTerms, len(terms))
	}
	// Letters and names are searched where the post sees them: in all orders of its scope, or only in its own calls of the last hours.
	marks, mine := []string{clearMark}, []string(nil)
	for _, k := range []struct {
		mark  string
		field access.Field
		may   func(access.Sight) bool
	}{{sealedMark, access.Words, mayReadWords}, {nameMark, access.Name, mayFindByName}} {
		switch {
		case r.everAs(k.field, k.may, access.Own+1):
			marks = append(marks, k.mark)
		case r.ever(k.field, k.may):
			mine = append(mine, k.mark)
		}
	}
	for _, t := range terms {
		words := few(text.Query(t))
		var term store.Term
		if len(words) > 0 {
			for _, m := range marks {
				term.Sets = append(term.Sets, r.s.vault.Tokens(marked(m, words)))
			}
			for _, m := range mine {
				term.Mine = append(term.Mine, r.s.vault.Tokens(marked(m, words)))
			}
		}
		if grams := few(text.InitialQuery(t)); len(grams) > 0 {
			out.How = "按内容和拼音首字母"
			term.Sets = append(term.Sets, r.s.vault.Tokens(marked(pinyinMark, grams)))
		}
		if len(term.Sets) == 0 {
			return out, invalid("q", "“%s”里没有可以查找的字，请输入汉字、字母或数字。", t)
		}
		f.Terms = append(f.Terms, term)
	}
	if len(mine) > 0 {
		var err error
		if f.Mine, err = r.s.store.SearchMine(ctx, string(r.actor.Account), r.s.now().Add(-ownCall)); err != nil {
			return out, err
		}
	}
	fs, err := r.s.faces(ctx)
	if err != nil {
		return out, err
	}
	return r.collect(ctx, f, out, func(x seen, h *Hit) (bool, error) { return r.holds(ctx, fs, x, terms, h) })
}

// searchWords is how many words of one term are looked up; the check holds a candidate against the whole of it.
const searchWords = 6

func few(words []string) []string { return words[:min(len(words), searchWords)] }

// collect fills a page with what keeps its word: candidates that this reader may see and that check truly holds.
func (r *Reader) collect(ctx context.Context, f store.SearchFilter, out Found, check func(seen, *Hit) (bool, error)) (Found, error) {
	p, err := r.s.Policy(ctx)
	if err != nil {
		return out, err
	}
	now, tries := r.s.now(), 0
	for {
		f.Limit = pageSize + 1 - len(out.Hits)
		res, err := r.s.store.Search(ctx, f)
		if err != nil {
			return out, err
		}
		for _, seq := range res.Seqs {
			if len(out.Hits) == pageSize {
				out.Next = strconv.FormatInt(seq+1, 10)
				return out, nil
			}
			id, err := r.s.store.SearchOrder(ctx, seq)
			if err != nil {
				return out, fmt.Errorf("find candidate: %w", err)
			}
			x, ok, err := r.look(ctx, id, now)
			if err != nil {
				return out, err
			}
			if tries++; !ok {
				continue
			}
			h, err := r.hit(ctx, p, x)
			if err != nil {
				return out, err
			}
			if ok, err = check(x, &h); err != nil {
				return out, err
			} else if ok {
				if h.Titled == nil {
					h.Titled = []Piece{{Text: h.Title}}
				}
				out.Hits = append(out.Hits, h)
			}
		}
		if res.Done {
			return out, nil
		}
		f.Before = res.Reached
		if tries >= searchTries || len(res.Seqs) < f.Limit {
			out.Next, out.More = strconv.FormatInt(res.Reached, 10), true
			when, err := r.s.store.SearchWhen(ctx, res.Reached)
			if err != nil {
				return out, err
			}
			out.Till = when.In(calendar.Beijing).Format("2006年1月2日")
			return out, nil
		}
	}
}

func (r *Reader) hit(ctx context.Context, p policy.Policy, x seen) (Hit, error) {
	row, err := r.s.store.OrderRow(ctx, x.st.ID)
	if err != nil {
		return Hit{}, fmt.Errorf("read row of %s: %w", x.st.ID, err)
	}
	return Hit{Row: r.row(p, ListOpen, store.Listed{OrderRow: row}, r.s.now())}, nil
}

// holds says whether every term stands in a text that this reader may read, and marks where.
func (r *Reader) holds(ctx context.Context, fs faces, x seen, terms []string, h *Hit) (bool, error) {
	open := map[string]bool{}
	for _, t := range terms {
		open[t] = true
	}
	spot := func(label, searched, shown string, pinyin bool) {
		var met []string
		for _, t := range terms {
			if text.Contains(searched, t) {
				met = append(met, t)
			} else if _, ok := text.FindInitials(searched, t); pinyin && ok && len(text.InitialQuery(t)) > 0 {
				met = append(met, t)
			}
		}
		for _, t := range met {
			delete(open, t)
		}
		switch {
		case len(met) == 0:
		case label == "标题":
			h.Titled = mark(shown, met)
		default:
			h.Spots = append(h.Spots, Spot{label, snippet(mark(shown, met))})
		}
	}
	title := fs.title(x.st)
	for i, label := range []string{"标题", "地点", "乡镇街道", "分类"} {
		spot(label, title[i], title[i], true)
	}
	for _, name := range fs.unit(x.st) {
		if !slices.ContainsFunc(h.Spots, func(s Spot) bool { return s.Label == "承办单位" }) {
			spot("承办单位", name, name, true)
		}
	}
	spot("转办文本", x.st.DispatchText, x.st.DispatchText, false)
	spot("办理要求", x.st.Requirements, x.st.Requirements, false)
	if x.st.Reply != nil && x.sees(access.Handling) == access.Full {
		spot("公开答复", x.st.Reply.Public, x.st.Reply.Public, false)
	}
	q := x.st.Request
	var refs []string
	words, name := x.sees(access.Words), x.sees(access.Name)
	if mayReadWords(words) {
		refs = append(refs, q.Words.Ref, q.Ask.Ref)
	}
	if mayReadWords(words) || mayFindByName(name) {
		refs = append(refs, q.Name.Ref)
	}
	texts, err := r.s.unseal(ctx, refs)
	if err != nil {
		return false, err
	}
	if mayReadWords(words) {
		for _, k := range []struct{ label, ref string }{{"来电原话", q.Words.Ref}, {"请求", q.Ask.Ref}} {
			masked := text.AutoMask(texts[k.ref], texts[q.Name.Ref])
			searched := masked // without a reason the office reads the masked words, so it finds no more than these
			if words == access.Full {
				searched = texts[k.ref]
			}
			spot(k.label, searched, masked, false)
		}
	}
	if mayFindByName(name) && texts[q.Name.Ref] != "" {
		spot("诉求人", texts[q.Name.Ref], text.MaskName(texts[q.Name.Ref]), false)
	}
	return len(open) == 0, nil
}

// mark cuts a text into what is marked and what is not.
func mark(s string, terms []string) []Piece {
	var spans []text.Span
	for _, t := range terms {
		found := text.Find(s, t)
		if len(found) == 0 && len(text.InitialQuery(t)) > 0 {
			if at, ok := text.FindInitials(s, t); ok {
				found = []text.Span{at}
			}
		}
		spans = append(spans, found...)
	}
	slices.SortFunc(spans, func(a, b text.Span) int { return a.From - b.From })
	var out []Piece
	at := 0
	for _, x := range spans {
		if x.From < at {
			continue
		}
		if x.From > at {
			out = append(out, Piece{Text: s[at:x.From]})
		}
		out = append(out, Piece{Text: s[x.From:x.To], Hit: true})
		at = x.To
	}
	if at < len(s) || len(out) == 0 {
		out = append(out, Piece{Text: s[at:]})
	}
	return out
}

// Around the first mark of a long text so many characters are shown.
const (
	snippetBefore = 18
	snippetAfter  = 46
)

// snippet cuts a marked text down to the neighbourhood of its first mark.
func snippet(all []Piece) []Piece {
	first := slices.IndexFunc(all, func(p Piece) bool { return p.Hit })
	if first < 0 {
		return []Piece{{Text: text.Cut(join(all), snippetBefore+snippetAfter)}}
	}
	var out []Piece
	if first > 0 {
		before := []rune(all[first-1].Text)
		if len(before) > snippetBefore {
			before = append([]rune("…"), before[len(before)-snippetBefore:]...)
		}
		out = append(out, Piece{Text: string(before)})
	}
	left := snippetAfter
	for _, p := range all[first:] {
		r := []rune(p.Text)
		if len(r) > left && !p.Hit {
			return append(out, Piece{Text: string(r[:left]) + "…"})
		}
		out, left = append(out, p), max(left-len(r), 0)
	}
	return out
}

func join(all []Piece) string {
	var b strings.Builder
	for _, p := range all {
		b.WriteString(p.Text)
	}
	return b.String()
}

// searchedEvent says that somebody looked for a caller by his number; the number is not in it.
type searchedEvent struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// searched puts a search by telephone on record, once an hour for a person and a way of searching. Where it cannot be written there is no answer.
func (r *Reader) searched(ctx context.Context, how string) error {
	now, s := r.s.now(), r.s
	by := map[string]string{"按来电号码": "phone", "按来电号码后四位": "phone_end"}[how]
	key := "search|" + string(r.actor.Account) + "|" + string(r.actor.Post.ID) + "|" + by
	s.mu.Lock()
	last, again := s.knocks[key]
	s.mu.Unlock()
	if again && now.Sub(last) < coalesce {
		return nil
	}
	body, err := json.Marshal(searchedEvent{By: by, At: now})
	if err != nil {
		return fmt.Errorf("encode search: %w", err)
	}
	if _, err = s.append(ctx, r.actor, store.Append{Writes: []store.StreamWrite{{Stream: accessStream, Expect: -1,
		Events: []store.NewEvent{{Kind: "searched", V: 1, Body: body}}}}}); err != nil {
		return fmt.Errorf("record search: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.knocks == nil || len(s.knocks) > mostDenied {
		s.knocks = map[string]time.Time{}
	}
	s.knocks[key] = now
	return nil
}

// SearchHelp says to this reader what a search covers.
func (r *Reader) SearchHelp() string {
	out := "可以输入：工单编号、诉求事项编号、上级平台编号"
	if r.ever(access.Phone, mayFindByPhone) {
		out += "；来电号码或后四位（按电话查找会留下记录）"
	}
	if r.ever(access.Name, mayFindByName) {
		out += "；诉求人姓名"
	}
	out += "；标题、地点、分类、单位、转办文本、公开答复里的字词，一个字也可以"
	if r.ever(access.Words, mayReadWords) {
		out += "；来电原话里的字词"
	}
	return out + "。拼音首字母只用于标题、地点、分类和单位，例如下水道输入三个首字母。几个词用空格隔开，都要相符。"
}
