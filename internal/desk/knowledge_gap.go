package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// Gap is a question that was answered without the knowledge base; Article is the one that was asked for or written because of it.
type Gap struct {
	Order, Number, Title, Category string
	Closed                         time.Time

	Article, ArticleNumber, State string
	Unit                          org.UnitID // proposed: whose duty the category is
}

// Gaps lists questions of the last ninety days that were answered without the knowledge base: what it lacks. A gap whose article is published is none.
func (r *Reader) Gaps(ctx context.Context) ([]Gap, error) {
	if !access.May(r.actor.Post.Kind, access.KnowEditing) {
		return nil, nil
	}
	found, err := r.s.store.ArticleGaps(ctx, calendar.DateOf(r.s.now().AddDate(0, 0, -90)).String())
	if err != nil {
		return nil, err
	}
	all, err := r.s.articles(ctx)
	if err != nil {
		return nil, err
	}
	var out []Gap
	for _, g := range found {
		x := Gap{Order: g.Order, Number: g.Number, Title: g.Title, Category: g.Category, Closed: g.Closed}
		if i := slices.IndexFunc(all, func(a store.ArticleRow) bool { return a.Asked == g.Order && a.Status != office.OutOfUse }); i >= 0 {
			if all[i].Version > 0 {
				continue
			}
			x.Article, x.ArticleNumber, x.State = all[i].ID, all[i].Number, all[i].Status.Name()
		} else if duty, err := r.suggestUnit(ctx, g.Category); err == nil {
			x.Unit = duty
		}
		out = append(out, x)
	}
	return out, nil
}

// suggestUnit is whose duty a category is by the dispatch directory, "" where it does not say.
func (r *Reader) suggestUnit(ctx context.Context, category string) (org.UnitID, error) {
	if category == "" {
		return "", nil
	}
	lines, err := r.s.dutyLines(ctx)
	if err != nil {
		return "", err
	}
	if all := office.Suggest(category, "", nil, lines); len(all) > 0 {
		return all[0].Unit, nil
	}
	return "", nil
}

// AskForArticle asks a unit to write what a gap shows to be lacking; the unit is told. Errors: *regulation.Refusal, ErrForbidden, ErrNotFound.
func (r *Reader) AskForArticle(ctx context.Context, orderID string, unit org.UnitID, title, key string) (string, error) {
	gaps, err := r.Gaps(ctx)
	if err != nil {
		return "", err
	}
	if !access.May(r.actor.Post.Kind, access.KnowEditing) {
		return "", ErrForbidden
	}
	if u, ok := r.dir.Unit(unit); !ok || !u.Open() && u.ID != org.HotlineOffice {
		unit = ""
	}
	c := office.Ask{Actor: r.actor, Unit: unit, Title: title, Order: orderID}
	if id, ok := r.s.knownArticle(ctx, r.actor, c, key); ok {
		return id, nil
	}
	i := slices.IndexFunc(gaps, func(g Gap) bool { return g.Order == orderID })
	if i < 0 {
		return "", ErrNotFound
	}
	if gaps[i].Article != "" {
		return "", invalid("unit", "已经请单位起草（%s），不用再提。", gaps[i].ArticleNumber)
	}
	c.Category = gaps[i].Category
	return r.s.Know(ctx, r.actor, "", 0, c, key, time.Time{})
}

// knownArticle is the article that the same form has made before.
func (s *Service) knownArticle(ctx context.Context, actor org.Actor, c office.Command, key string) (string, bool) {
	if key == "" {
		return "", false
	}
	res, err := s.append(ctx, actor, store.Append{Key: s.articleKey(actor, c, key), ReplayOnly: true})
	if err != nil || !res.Replayed || len(res.Outcome) < 3 {
		return "", false
	}
	return string(res.Outcome[1 : len(res.Outcome)-1]), true
}

func (s *Service) articleKey(actor org.Actor, c office.Command, key string) *store.CommandKey {
	return &store.CommandKey{Actor: string(actor.Account), Route: "console/knowledge", Key: key, Digest: s.vault.Digest(fmt.Sprintf("%T %v", c, noActor(c)))}
}

type freshArticle struct {
	id string
	c  office.Command
}

// newArticle gives the commands that make an article its id and the slot of its number.
func newArticle(c office.Command, id, fresh string) (freshArticle, bool) {
	switch c := c.(type) {
	case office.Propose:
		if id == "" {
			c.ID, c.Number = fresh, "zs-"+fresh
			return freshArticle{fresh, c}, true
		}
	case office.Ask:
		c.ID, c.Number = fresh, "zs-"+fresh
		return freshArticle{fresh, c}, true
	}
	return freshArticle{}, false
}

// tellAsked tells the unit that an article is asked for.
func tellAsked(w *store.Append, events []office.Event, now time.Time) error {
	for _, e := range events {
		if e, ok := e.(office.ArticleAsked); ok && e.Unit != org.HotlineOffice {
			b := store.ToldBody{About: e.ID, Lines: []store.ToldLine{{Code: order.NoticeArticleAsked, To: order.ToPost(org.PostOf(e.Unit, org.UnitHandler)), Page: "/knowledge/" + e.ID}}}
			write, rows, err := store.ToldBeside("knowledge", len(w.Writes), b, now)
			if err != nil {
				return err
			}
			w.Writes, w.Rows = append(w.Writes, write), append(w.Rows, rows...)
		}
	}
	return nil
}

// reminding reads once how long before its last day an article is spoken of.
func (r *Reader) reminding(ctx context.Context) error {
	if r.remind > 0 {
		return nil
	}
	p, err := r.s.Policy(ctx)
	if err == nil {
		r.remind = p.Service.ArticleRemindDays.Value
	}
	return err
}

// articlesEnding counts by unit the articles that must be looked at again.
func (s *Service) articlesEnding(ctx context.Context, days int) (map[org.UnitID]int, int, error) {
	all, err := s.articles(ctx)
	if err != nil {
		return nil, 0, err
	}
	out, sum := map[org.UnitID]int{}, 0
	for _, a := range all {
		if office.Nearing(a.Status, a.ValidTo, days, s.now()) {
			out[org.UnitID(a.Unit)]++
			sum++
		}
	}
	return out, sum, nil
}

// CountArticles counts what the reader owes the knowledge base: a unit what it has to write or to look at again; the office what waits for it.
func (r *Reader) CountArticles(ctx context.Context) (int, error) {
	k := r.actor.Post.Kind
	if !access.May(k, access.Knowing) {
		return 0, nil
	}
	all, err := r.Knowledge(ctx, "", false, 1<<20)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, a := range all {
		own := a.Unit == r.actor.Post.Unit
		switch {
		case k.InUnit() && own && (a.Asked || a.Nearing), access.May(k, access.KnowEditing) && (a.Waits || a.MayOpen || own && a.Nearing):
			n++
		}
	}
	return n, nil
}

// ArticleText is what a version of an article said: what a caller was told stays as it was told (Art. 10(1)).
func (r *Reader) ArticleText(ctx context.Context, number string, version int) (office.Content, error) {
	all, err := r.s.articles(ctx)
	if err != nil {
		return office.Content{}, err
	}
	i := slices.IndexFunc(all, func(a store.ArticleRow) bool { return a.Number == number })
	if i < 0 {
		return office.Content{}, ErrNotFound
	}
	_, recs, err := r.s.loadArticle(ctx, all[i].ID)
	if err != nil {
		return office.Content{}, err
	}
	var a office.Article
	for _, rec := range recs {
		e, err := office.Decode(rec.Kind, rec.V, rec.Body)
		if err != nil {
			return office.Content{}, err
		}
		a = office.Evolve(a, e)
		if p, ok := e.(office.ArticlePublished); ok && p.Version == version {
			return a.Content, nil
		}
	}
	return office.Content{}, ErrNotFound
}
