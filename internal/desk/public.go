package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// PublicAnswer is what two people have opened to citizens: an article of the knowledge base in the version that they opened (adr/0085), or the answer to one order, which has a question (adr/0086).
type PublicAnswer struct {
	ID, Title, Question, Answer, Unit, Phone, Day, ValidTo string
}

// PublicAnswers finds what citizens may read: by words or pinyin of the title, words of the answer; with q empty all of it, the newest first.
func (s *Service) PublicAnswers(ctx context.Context, q string, most int) ([]PublicAnswer, error) {
	all, dir, err := s.opened(ctx)
	if err != nil {
		return nil, err
	}
	q = strings.TrimSpace(q)
	score := func(a store.ArticleRow) int {
		switch {
		case q == "":
			return 1
		case text.MatchPinyin(q, a.Title):
			return 100
		case text.MatchPinyin(q, a.Words):
			return 60
		case strings.Contains(a.Answer, q):
			return 30
		}
		return alike(q, a)
	}
	out := ranked(all, dir, score, most)
	orders, err := s.publicOrders(ctx, q, most-len(out))
	return append(out, orders...), err
}

// LikelyAnswers proposes opened articles for what a citizen is writing, the likeliest first.
func (s *Service) LikelyAnswers(ctx context.Context, words string, most int) ([]PublicAnswer, error) {
	all, dir, err := s.opened(ctx)
	if err != nil {
		return nil, err
	}
	return ranked(all, dir, func(a store.ArticleRow) int { return alike(words, a) }, most), nil
}

// alike counts the pairs of characters that words share with an article's title and search words; two are chance.
func alike(words string, a store.ArticleRow) int {
	said, n := text.Bigrams(words), 0
	for _, b := range text.Bigrams(a.Title + "\n" + a.Words) {
		if slices.Contains(said, b) {
			n++
		}
	}
	if n < 3 {
		return 0
	}
	return n
}

func ranked(all []store.ArticleRow, dir org.Directory, score func(store.ArticleRow) int, most int) []PublicAnswer {
	type hit struct {
		a store.ArticleRow
		n int
	}
	var hits []hit
	for _, a := range all {
		if n := score(a); n > 0 {
			hits = append(hits, hit{a, n})
		}
	}
	slices.SortStableFunc(hits, func(x, y hit) int {
		if x.n != y.n {
			return y.n - x.n
		}
		return int(min(max(y.a.ChangedMS-x.a.ChangedMS, -1), 1))
	})
	var out []PublicAnswer
	for _, h := range hits[:min(len(hits), most)] {
		out = append(out, publicAnswer(h.a, dir))
	}
	return out
}

func publicAnswer(a store.ArticleRow, dir org.Directory) PublicAnswer {
	u, _ := dir.Unit(org.UnitID(a.Unit))
	valid := a.ValidTo
	if d, err := calendar.ParseDate(a.ValidTo); err == nil {
		valid = d.Chinese()
	}
	return PublicAnswer{ID: a.ID, Title: a.Title, Answer: a.Answer, Unit: u.Label(), Phone: u.Phone, Day: chineseDay(at(a.ChangedMS)), ValidTo: valid}
}

// opened lists the articles that citizens may read today.
func (s *Service) opened(ctx context.Context) ([]store.ArticleRow, org.Directory, error) {
	dir, err := s.Directory(ctx)
	if err != nil {
		return nil, dir, err
	}
	all, err := s.articles(ctx)
	if err != nil {
		return nil, dir, fmt.Errorf("list opened articles: %w", err)
	}
	today := calendar.DateOf(s.now()).String()
	var out []store.ArticleRow
	for _, a := range all {
		if a.Status == office.InUse && a.ValidTo >= today && a.Public > 0 && a.Public == a.Version {
			out = append(out, a)
		}
	}
	return out, dir, nil
}

// PublicAnswer reads one opened article or answer; ErrNotFound for any other, whether it exists or not.
func (s *Service) PublicAnswer(ctx context.Context, id string) (PublicAnswer, error) {
	all, dir, err := s.opened(ctx)
	if err != nil {
		return PublicAnswer{}, err
	}
	for _, a := range all {
		if a.ID == id {
			return publicAnswer(a, dir), nil
		}
	}
	return s.publicOrder(ctx, id)
}

// PublicUnit is a unit that a citizen may choose.
type PublicUnit struct{ ID, Name string }

// PublicUnits lists the townships of the county, and the units that somebody may be reported of.
func (s *Service) PublicUnits(ctx context.Context) (towns, units []PublicUnit, err error) {
	dir, err := s.Directory(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, u := range dir.Units() {
		switch {
		case !u.Open() || u.Group == org.County:
			continue
		case u.Group == org.Township:
			towns = append(towns, PublicUnit{string(u.ID), u.Name})
		}
		units = append(units, PublicUnit{string(u.ID), u.Name})
	}
	return towns, units, nil
}
