package desk

import (
	"context"
	"fmt"

	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// What an order is found by. The words of every text are keyed before they are stored, so a copy of the database shows none of them. Letters and names have
// keys of their own: titles stand in clear beside their words, which tells the key of every word in them, and must tell nothing of a letter or a name.

// tokenLimit keeps a very long letter from filling the index: its first words find it.
const tokenLimit = 1200

// words are the keyed words of texts: single characters, pairs, words of letters and digits. mark keeps them apart from those of other texts.
func (s *Service) words(mark string, texts ...string) []string {
	var all []string
	for _, t := range texts {
		all = append(append(all, text.Bigrams(t)...), text.Singles(t)...)
	}
	return s.vault.Tokens(marked(mark, all[:min(len(all), tokenLimit)]))
}

func marked(mark string, words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = mark + w
	}
	return out
}

// initials are the keyed first letters of texts that are in clear.
func (s *Service) initials(texts ...string) []string {
	var all []string
	for _, t := range texts {
		all = append(all, text.InitialGrams(t)...)
	}
	return s.vault.Tokens(marked(pinyinMark, all[:min(len(all), tokenLimit)]))
}

// Marks keep the words of different texts apart.
const (
	clearMark  = "" // titles, dispatch texts, replies: what stands in clear in the archive
	sealedMark = "said:"
	pinyinMark = "py:"
	nameMark   = "name:"
)

// index keeps the search by the side of the append that makes or changes an order. seq is where the order begins in the log.
func (s *Service) index(ctx context.Context, w *store.Append, seq any, st order.State, cs []order.Command) error {
	put := func(class store.TextClass, tokens []string) {
		w.Rows = append(w.Rows, store.SearchText(seq, class, tokens))
	}
	w.Rows = append(append(w.Rows, store.SearchScope(seq, st)), store.CoRows(seq, st)...)
	title, unit := false, false
	for _, c := range cs {
		switch c := c.(type) {
		case order.Register:
			title = true
			s.indexCaller(w, seq, st.ID, put, c.Request)
		case order.TakeOver:
			title, unit = true, true
			s.indexCaller(w, seq, st.ID, put, c.Request)
		case order.Correct:
			title = true
			s.indexPhones(w, seq, st.ID, c.Phone.Text, c.Contact.Text)
			if c.Name.Text != "" {
				put(store.TextName, s.words(nameMark, c.Name.Text))
			}
		case order.Dispatch:
			unit = true
		case order.SubmitReply:
			put(store.TextReply, s.words(clearMark, c.Reply.Public))
		}
	}
	if !title && !unit {
		return nil
	}
	f, err := s.faces(ctx)
	if err != nil {
		return err
	}
	if title {
		put(store.TextTitle, append(s.words(clearMark, f.title(st)...), s.initials(f.title(st)...)...))
	}
	if unit {
		put(store.TextClear, append(s.words(clearMark, append(f.unit(st), st.DispatchText, st.Requirements)...), s.initials(f.unit(st)...)...))
	}
	return nil
}

func (s *Service) indexCaller(w *store.Append, seq any, id string, put func(store.TextClass, []string), q order.Request[order.Private]) {
	s.indexPhones(w, seq, id, q.Phone.Text, q.Contact.Text)
	put(store.TextSealed, s.words(sealedMark, q.Words.Text, q.Ask.Text))
	if q.Name.Text != "" {
		put(store.TextName, s.words(nameMark, q.Name.Text))
	}
}

func (s *Service) indexPhones(w *store.Append, seq any, id string, numbers ...string) {
	for _, n := range numbers {
		p, err := text.ParsePhone(n)
		if n == "" || err != nil {
			continue
		}
		for _, h := range []string{s.vault.PhoneIndex(p), s.vault.TailIndex(p)} {
			if h != "" {
				w.Rows = append(w.Rows, store.Exec{Query: "phone_put", Args: []any{h, id, seq}})
			}
		}
	}
}

// faces gives codes their names.
type faces struct {
	p   policy.Policy
	dir org.Directory
}

func (s *Service) faces(ctx context.Context) (faces, error) {
	p, err := s.Policy(ctx)
	if err != nil {
		return faces{}, err
	}
	dir, err := s.Directory(ctx)
	return faces{p, dir}, err
}

// title is what every list shows of an order: title, place, town, category.
func (f faces) title(st order.State) []string {
	q := st.Request
	out := []string{q.Title, q.Place, "", ""}
	if q.Town != "" {
		out[2] = f.dir.UnitName(org.UnitID(q.Town))
	}
	if c, ok := f.p.Category(q.Category); ok {
		out[3] = c.Label()
	}
	return out
}

// unit is the name of the unit that holds an order, long and short.
func (f faces) unit(st order.State) []string {
	u, ok := f.dir.Unit(st.Lead)
	if st.Lead == "" || !ok {
		return nil
	}
	if u.Short == "" || u.Short == u.Name {
		return []string{u.Name}
	}
	return []string{u.Name, u.Short}
}

// reindexBatch is how many orders are indexed in one commit.
const reindexBatch = 50

// Reindex builds the search anew from the log and the vault: after replay, and once for an archive of a program that indexed less. What was erased stays
// out. It answers how many orders it went through.
func (s *Service) Reindex(ctx context.Context) (int, error) {
	f, err := s.faces(ctx)
	if err != nil {
		return 0, err
	}
	ids, err := s.store.OrderIDs(ctx)
	if err != nil {
		return 0, fmt.Errorf("list orders: %w", err)
	}
	var w store.Append
	for n, id := range ids {
		l, err := s.load(ctx, id)
		if err != nil {
			return n, err
		}
		q, seq := l.state.Request, l.records[0].Pos
		open, err := s.unseal(ctx, []string{q.Words.Ref, q.Ask.Ref, q.Name.Ref, q.Phone.Ref, q.Contact.Ref})
		if err != nil {
			return n, err
		}
		w.Rows = append(w.Rows, store.SearchScope(seq, l.state))
		put := func(class store.TextClass, tokens []string) {
			w.Rows = append(w.Rows, store.SearchText(seq, class, tokens))
		}
		s.indexPhones(&w, id, open[q.Phone.Ref], open[q.Contact.Ref])
		put(store.TextTitle, append(s.words(clearMark, f.title(l.state)...), s.initials(f.title(l.state)...)...))
		put(store.TextSealed, s.words(sealedMark, open[q.Words.Ref], open[q.Ask.Ref]))
		if name := open[q.Name.Ref]; name != "" {
			put(store.TextName, s.words(nameMark, name))
		}
		if units := f.unit(l.state); units != nil {
			put(store.TextClear, append(s.words(clearMark, append(units, l.state.DispatchText, l.state.Requirements)...), s.initials(units...)...))
		}
		if l.state.Reply != nil {
			put(store.TextReply, s.words(clearMark, l.state.Reply.Public))
		}
		if (n+1)%reindexBatch != 0 && n+1 < len(ids) {
			continue
		}
		if _, err := s.append(ctx, org.Actor{}, w); err != nil {
			return n, fmt.Errorf("index orders up to %s: %w", id, err)
		}
		w.Rows = nil
	}
	if _, err := s.append(ctx, org.Actor{}, store.Append{Rows: []store.Exec{store.SearchIsBuilt()}}); err != nil {
		return len(ids), fmt.Errorf("mark the search as built: %w", err)
	}
	return len(ids), nil
}

// ReindexOnce builds the search of an archive that has none in this program's form, or one that was not finished.
func (s *Service) ReindexOnce(ctx context.Context) error {
	built, err := s.store.SearchBuilt(ctx)
	if err != nil || built {
		return err
	}
	_, err = s.Reindex(ctx)
	return err
}
