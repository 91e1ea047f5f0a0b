package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// ArticleView is an article as pages show it. It is public knowledge: everybody at intake and every unit may read it.
type ArticleView struct {
	ID, Number, Title, Words, Answer, Category, ValidTo string
	Status                                              string
	Unit                                                org.UnitID
	UnitName, UnitPhone                                 string
	Version                                             int
	At                                                  int64 // version of its stream
	Expired, Live, Waits                                bool
	Nearing, Asked, Public, Offered                     bool // its last day is near; the unit has yet to write it; citizens may read it; a second person has yet to say so
	MayOffer, MayOpen, MayShut                          bool
	Changed                                             string
	Score                                               int
	Proposal                                            *office.Content
	History                                             []Item
	Versions                                            []ArticleVersion // published ones, the newest first
	MayPublish, MayPropose, MayReview                   bool
}

func (r *Reader) articleView(a store.ArticleRow) ArticleView {
	u, _ := r.dir.Unit(org.UnitID(a.Unit))
	v := ArticleView{ID: a.ID, Number: a.Number, Title: a.Title, Words: a.Words, Answer: a.Answer, Category: a.Category, ValidTo: a.ValidTo, Status: a.Status.Name(), Unit: u.ID, UnitName: u.Label(),
		UnitPhone: u.Phone, Version: int(a.Version), At: a.StreamAt, Waits: a.Proposed, Changed: at(a.ChangedMS).In(calendar.Beijing).Format("1月2日"), Expired: a.ValidTo < calendar.DateOf(r.s.now()).String()}
	v.Live = a.Status == office.InUse && !v.Expired
	v.Asked, v.Offered, v.Public = a.Status == office.InAsk, a.Offered != "", v.Live && a.Public > 0 && a.Public == a.Version
	v.Nearing = office.Nearing(a.Status, a.ValidTo, r.remind, r.s.now())
	v.MayPublish = access.May(r.actor.Post.Kind, access.KnowEditing)
	own := r.actor.Post.Unit == u.ID && r.actor.Post.Kind.InUnit()
	v.MayPropose = (v.MayPublish || own) && a.Status != office.OutOfUse
	v.MayReview = (v.MayPublish || own) && a.Status == office.InUse
	v.MayOffer = v.MayPublish && v.Live && !v.Public && !v.Offered
	v.MayOpen = v.MayPublish && v.Live && v.Offered && a.Offered != string(r.actor.Account)
	v.MayShut = v.MayPublish && (a.Public > 0 || v.Offered)
	return v
}

// articles is the whole knowledge base, read anew only when it has changed.
func (s *Service) articles(ctx context.Context) ([]store.ArticleRow, error) {
	mark, err := s.store.ArticleMark(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	have, known := s.kb, s.kbMark
	s.mu.Unlock()
	if known == mark {
		return have, nil
	}
	all, err := s.store.Articles(ctx)
	if err != nil {
		return nil, fmt.Errorf("list articles: %w", err)
	}
	s.mu.Lock()
	s.kb, s.kbMark = all, mark
	s.mu.Unlock()
	return all, nil
}

// Knowledge finds articles: by number, words, or pinyin of title and other words; with q empty, all. Only what may be cited where live is set.
func (r *Reader) Knowledge(ctx context.Context, q string, live bool, most int) ([]ArticleView, error) {
	if !access.May(r.actor.Post.Kind, access.Knowing) {
		return nil, ErrForbidden
	}
	all, err := r.s.articles(ctx)
	if err != nil {
		return nil, err
	}
	if err := r.reminding(ctx); err != nil {
		return nil, err
	}
	q = strings.TrimSpace(q)
	var out []ArticleView
	for _, a := range all {
		v := r.articleView(a)
		if live && !v.Live {
			continue
		}
		switch {
		case q == "":
		case strings.EqualFold(q, a.Number), text.MatchPinyin(q, a.Title):
			v.Score = 100
		case text.MatchPinyin(q, a.Words):
			v.Score = 60
		case strings.Contains(a.Answer, q):
			v.Score = 30
		default:
			continue
		}
		out = append(out, v)
	}
	slices.SortStableFunc(out, func(a, b ArticleView) int { return b.Score - a.Score })
	return out[:min(len(out), most)], nil
}

// Hits proposes articles for what is being written, the likeliest first.
func (r *Reader) Hits(ctx context.Context, words, category string, most int) ([]ArticleView, error) {
	all, err := r.Knowledge(ctx, "", true, 1<<20)
	if err != nil {
		return nil, err
	}
	said := text.Bigrams(words)
	for i := range all {
		n := 0
		for _, b := range text.Bigrams(all[i].Title + "\n" + all[i].Words) {
			if slices.Contains(said, b) {
				n += 10
			}
		}
		if n > 0 && category != "" && category == all[i].Category {
			n += 15
		}
		all[i].Score = n
	}
	all = slices.DeleteFunc(all, func(a ArticleView) bool { return a.Score < 20 })
	slices.SortStableFunc(all, func(a, b ArticleView) int { return b.Score - a.Score })
	return all[:min(len(all), most)], nil
}

func articleStream(id string) store.Stream { return store.Stream{Type: "article", ID: id} }

func (s *Service) loadArticle(ctx context.Context, id string) (office.Article, []ledger.Record, error) {
	var a office.Article
	recs, err := s.store.Load(ctx, articleStream(id))
	if err != nil {
		return a, nil, fmt.Errorf("load article %s: %w", id, err)
	}
	for _, r := range recs {
		e, err := office.Decode(r.Kind, r.V, r.Body)
		if err != nil {
			return a, nil, fmt.Errorf("load article %s: %w", id, err)
		}
		a = office.Evolve(a, e)
	}
	return a, recs, nil
}

// ArticleVersion is what an article said from its publication on.
type ArticleVersion struct {
	N       int
	At      time.Time
	Content office.Content
}

// Article reads one article with its history and its versions.
func (r *Reader) Article(ctx context.Context, id string) (ArticleView, error) {
	if !access.May(r.actor.Post.Kind, access.Knowing) {
		return ArticleView{}, ErrForbidden
	}
	all, err := r.s.articles(ctx)
	if err != nil {
		return ArticleView{}, err
	}
	i := slices.IndexFunc(all, func(a store.ArticleRow) bool { return a.ID == id })
	if i < 0 {
		return ArticleView{}, ErrNotFound
	}
	if err := r.reminding(ctx); err != nil {
		return ArticleView{}, err
	}
	v := r.articleView(all[i])
	a, recs, err := r.s.loadArticle(ctx, id)
	if err != nil {
		return ArticleView{}, err
	}
	v.Proposal = a.Proposal
	var sofar office.Article
	for _, rec := range recs {
		e, err := office.Decode(rec.Kind, rec.V, rec.Body)
		if err != nil {
			return ArticleView{}, err
		}
		sofar = office.Evolve(sofar, e)
		if p, ok := e.(office.ArticlePublished); ok {
			v.Versions = append(v.Versions, ArticleVersion{p.Version, rec.At(), sofar.Content})
		}
		it := Item{At: rec.At(), By: r.who(rec.Actor, org.PostID(rec.Post))}
		switch e := e.(type) {
		case office.ArticleProposed:
			it.Verb, it.Text = "提出", "《"+e.Content.Title+"》，有效期至"+e.Content.ValidTo
		case office.ArticlePublished:
			it.Verb, it.Text = "发布", fmt.Sprintf("第%d版", e.Version)
		case office.ArticleReturned:
			it.Verb, it.Text = "退回", e.Reason
		case office.ArticleReviewed:
			it.Verb, it.Text = "复核", "有效期改为"+e.ValidTo
		case office.ArticleWithdrawn:
			it.Verb, it.Text = "停用", e.Reason
		case office.ArticleAsked:
			it.Verb, it.Text = "请"+r.dir.UnitName(e.Unit)+"起草", "来自一件无库答复"
		case office.ArticleOffered:
			it.Verb, it.Text = "提出公开", fmt.Sprintf("第%d版", e.Version)
		case office.ArticleOpened:
			it.Verb, it.Text = "核对公开", fmt.Sprintf("第%d版", e.Version)
		case office.ArticleShut:
			it.Verb, it.Text = "不公开", e.Reason
		}
		v.History = append(v.History, it)
	}
	slices.Reverse(v.History)
	slices.Reverse(v.Versions)
	return v, nil
}

// Cite is the version of an article that may be read out now, by its number (Art. 10(1)).
func (r *Reader) Cite(ctx context.Context, number string) (int, error) {
	all, err := r.s.articles(ctx)
	if err != nil {
		return 0, err
	}
	i := slices.IndexFunc(all, func(a store.ArticleRow) bool { return strings.EqualFold(a.Number, number) })
	if i < 0 {
		return 0, invalid("knowledge", "知识库里没有编号为“%s”的条目；可以不引用，直接写答复。", number)
	}
	a, _, err := r.s.loadArticle(ctx, all[i].ID)
	if err != nil {
		return 0, err
	}
	return office.Cite(a, r.s.now())
}

// Know gives a command on an article; an empty id with a proposal makes a new one. It answers the id. when is the moment of a deed of the demo's past,
// zero for a person's.
func (s *Service) Know(ctx context.Context, actor org.Actor, id string, shown int64, c office.Command, key string, when time.Time) (string, error) {
	need := access.KnowEditing
	switch c.(type) {
	case office.Propose, office.Review:
		need = access.Knowing
	}
	if !access.May(actor.Post.Kind, need) {
		return "", ErrForbidden
	}
	now := s.now()
	if !when.IsZero() {
		now = when
	}
	var a office.Article
	var n int64
	w := store.Append{At: now}
	if fresh, ok := newArticle(c, id, s.newID()); ok {
		id, c = fresh.id, fresh.c
		year := fmt.Sprintf("%04d", now.In(calendar.Beijing).Year())
		w.Numbers = []store.NumberWant{{Slot: "zs-" + id, Kind: "article", Period: year, Prefix: "ZS" + year + "-", Digits: 4}}
	} else {
		var recs []ledger.Record
		var err error
		if a, recs, err = s.loadArticle(ctx, id); err != nil {
			return "", err
		}
		if n = int64(len(recs)); n == 0 {
			return "", ErrNotFound
		}
		if shown > 0 && shown < n {
			return "", &Conflict{Have: n, Shown: shown, What: []string{"这个条目已由他人修改，请核对后再提交"}}
		}
	}
	events, err := office.Decide(a, c, now)
	if err != nil {
		return "", err
	}
	sw := store.StreamWrite{Stream: articleStream(id), Expect: n}
	for _, e := range events {
		kind, body, err := office.Encode(e)
		if err != nil {
			return "", err
		}
		sw.Events = append(sw.Events, store.NewEvent{Kind: kind, V: office.Version, Body: body})
		a = office.Evolve(a, e)
	}
	w.Writes, w.Rows = []store.StreamWrite{sw}, store.ArticleRows(a, n+int64(len(events)))
	if err := tellAsked(&w, events, now); err != nil {
		return "", err
	}
	if key != "" {
		w.Key = s.articleKey(actor, c, key)
		w.Outcome = []byte(`"` + id + `"`)
	}
	res, err := s.append(ctx, actor, w)
	var lost *store.ErrConflict
	if errors.As(err, &lost) {
		return "", &Conflict{Have: lost.Have, Shown: n, What: []string{"这个条目刚刚由他人修改"}}
	}
	if err != nil {
		return "", s.known(err)
	}
	if res.Replayed {
		id = strings.Trim(string(res.Outcome), `"`)
	}
	return id, nil
}

// noActor is what a command says beside who gives it and the fresh ids.
func noActor(c office.Command) any {
	switch c := c.(type) {
	case office.Propose:
		return c.Content
	case office.Return:
		return c.Reason
	case office.Review:
		return c.ValidTo
	case office.Withdraw:
		return c.Reason
	case office.Shut:
		return c.Reason
	case office.Ask:
		return c.Order + string(c.Unit) + c.Title
	}
	return ""
}
