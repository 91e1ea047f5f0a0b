package store

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/office"
)

// ArticleRow is one article of the knowledge base as lists know it.
type ArticleRow struct {
	ID, Number                 string
	StreamAt                   int64
	Status                     office.ArticleStatus
	Version                    int64
	Title, Words, Answer, Unit string
	Category, ValidTo          string
	Proposed                   bool
	ChangedMS                  int64
	Asked, Offered             string // the order that showed the gap; who proposed to make it public
	Public                     int64
}

func articleRow(a office.Article, at int64) ArticleRow {
	c := a.Content
	return ArticleRow{ID: a.ID, Number: a.Number, StreamAt: at, Status: a.Status, Version: int64(a.Version), Title: c.Title, Words: c.Words, Answer: c.Answer, Unit: string(c.Unit),
		Category: c.Category, ValidTo: c.ValidTo, Proposed: a.Proposal != nil, ChangedMS: ms(a.Changed), Asked: a.Asked, Offered: string(a.Offered), Public: int64(a.Public)}
}

// ArticleRows writes the row of an article at a version of its stream.
func ArticleRows(a office.Article, at int64) []Exec { return []Exec{articleExec(a, at)} }

func articleExec(a office.Article, at int64) Exec {
	r := articleRow(a, at)
	return Exec{Query: "article_put", Args: []any{r.ID, r.Number, r.StreamAt, string(r.Status), r.Version, r.Title, r.Words, r.Answer, r.Unit, r.Category, r.ValidTo, r.Proposed, r.ChangedMS, r.Asked, r.Offered, r.Public}}
}

// Articles reads the whole knowledge base: some hundreds of articles.
func (s *Store) Articles(ctx context.Context) ([]ArticleRow, error) {
	return rows(ctx, s.db.Read, s.db.Q("article_all"), func(scan func(...any) error) (ArticleRow, error) {
		var r ArticleRow
		err := scan(&r.ID, &r.Number, &r.StreamAt, &r.Status, &r.Version, &r.Title, &r.Words, &r.Answer, &r.Unit, &r.Category, &r.ValidTo, &r.Proposed, &r.ChangedMS, &r.Asked, &r.Offered, &r.Public)
		return r, err
	})
}

// ArticleMark changes whenever an article does.
func (s *Store) ArticleMark(ctx context.Context) (string, error) {
	var n, at int64
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("article_mark")).Scan(&n, &at); err != nil {
		return "", fmt.Errorf("mark articles: %w", err)
	}
	return fmt.Sprintf("%d/%d", n, at), nil
}

// Gap is a question that was answered without the knowledge base.
type Gap struct {
	Order, Number, Title, Category string
	Closed                         time.Time
}

// ArticleGaps lists questions answered without the knowledge base since a day, the newest first.
func (s *Store) ArticleGaps(ctx context.Context, since string) ([]Gap, error) {
	return rows(ctx, s.db.Read, s.db.Q("article_gaps"), func(scan func(...any) error) (Gap, error) {
		var g Gap
		var at int64
		err := scan(&g.Order, &g.Number, &g.Title, &g.Category, &at)
		g.Closed = time.UnixMilli(at).UTC()
		return g, err
	}, since)
}

func (f *folded) addArticle(r ledger.Record) error {
	e, err := office.Decode(r.Kind, r.V, r.Body)
	if err != nil {
		return fmt.Errorf("fold position %d: %w", r.Pos, err)
	}
	f.articles[r.StreamID], f.articleAt[r.StreamID] = office.Evolve(f.articles[r.StreamID], e), r.Version
	return nil
}

func (s *Store) checkArticles(ctx context.Context, f *folded, say func(string, ...any)) error {
	all, err := s.Articles(ctx)
	if err != nil {
		return fmt.Errorf("list articles: %w", err)
	}
	if len(all) != len(f.articles) {
		say("知识库表有%d条，日志里有%d条", len(all), len(f.articles))
	}
	for _, r := range all {
		if r != articleRow(f.articles[r.ID], f.articleAt[r.ID]) {
			say("知识库条目 %s 与日志不符", r.Number)
		}
	}
	return nil
}
