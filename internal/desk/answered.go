package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/order"
	"huiyin/internal/store"
)

// Source is what a caller was answered from: a version of an article, or of a statement.
type Source struct {
	Kind    string // 知识库, 事件口径
	Title   string
	Version int // read out; the one in force may be another
	Now     int
	Href    string // empty where this reader may not open it
	Text    string // of an article: what it said in the version that was read out, whatever it says now
}

// Answered is what an order's caller was answered from; nil where nothing was read out, or this reader may not see the order.
func (r *Reader) Answered(ctx context.Context, id string) (*Source, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	if Relate(r.actor, l.state, r.s.now()) == access.Stranger {
		return nil, ErrNotFound
	}
	if v, ok := r.AnsweredBy(ctx, id); ok {
		return r.fromStatement(v, l.state.Disposal.Knowledge), nil
	}
	for _, e := range l.events {
		if a, ok := e.(order.AnsweredDirectly); ok && a.Version > 0 {
			return r.fromArticle(ctx, a.Knowledge, a.Version)
		}
	}
	return nil, nil
}

func (r *Reader) fromStatement(v StatementView, cited string) *Source {
	out := &Source{Kind: "事件口径", Title: v.Title, Version: v.V, Now: v.V}
	if _, n, ok := statementOf(cited); ok {
		out.Version = n
	}
	if access.May(r.actor.Post.Kind, access.Intake) {
		out.Href = "/statements/" + v.ID
	}
	return out
}

func (r *Reader) fromArticle(ctx context.Context, number string, version int) (*Source, error) {
	all, err := r.s.articles(ctx)
	if err != nil {
		return nil, err
	}
	out := &Source{Kind: "知识库", Title: number, Version: version, Now: version}
	i := slices.IndexFunc(all, func(a store.ArticleRow) bool { return strings.EqualFold(a.Number, number) })
	if i < 0 {
		return out, nil
	}
	out.Title, out.Now = number+"　"+all[i].Title, int(all[i].Version)
	if access.May(r.actor.Post.Kind, access.Knowing) {
		out.Href = fmt.Sprintf("/knowledge/%s#v%d", all[i].ID, version)
		said, err := r.ArticleText(ctx, all[i].Number, version)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, err
		}
		out.Text = said.Answer
	}
	return out, nil
}

// statementOf reads what KnowledgeOf wrote.
func statementOf(cited string) (id string, v int, ok bool) {
	rest, ok := strings.CutPrefix(cited, "statement:")
	if !ok {
		return "", 0, false
	}
	id, n, ok := strings.Cut(rest, "@")
	if !ok {
		return "", 0, false
	}
	_, err := fmt.Sscanf(n, "%d", &v)
	return id, v, err == nil
}

// citedWords says in the timeline what was read out.
func citedWords(e order.AnsweredDirectly) string {
	if _, v, ok := statementOf(e.Knowledge); ok {
		return fmt.Sprintf("，依据事件口径第%d版", v)
	}
	if e.Version > 0 {
		return fmt.Sprintf("，依据知识库%s第%d版", e.Knowledge, e.Version)
	}
	return "，依据知识库“" + e.Knowledge + "”"
}

// MayCopy reports whether this reader may copy an order's text for a chat group.
func (r *Reader) MayCopy() bool { return r.mayCopy() }
