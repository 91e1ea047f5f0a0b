package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/store"
)

// Instructed is an order on which the reader's post gave its word, with what became of it (批示落实; Art. 6(4), 21(1)).
type Instructed struct {
	Row
	Words  string // the post's last word, as far as the reader may see it
	On     string // when
	Signer string // the post's title
	Last   string // what happened last since: 11月26日 反馈进展：已到现场查看
}

// InstructedList is a page of what became of the reader's words, with how many of them are still open.
type InstructedList struct {
	Items      []Instructed
	Open       Tally
	Prev, Next string
}

// InstructedAsk says which page: of what is still open, or of what is done.
type InstructedAsk struct {
	Done          bool
	After, Before string
	Limit         int
}

func (r *Reader) instructedFilter(done bool) (store.ListFilter, error) {
	if !access.May(r.actor.Post.Kind, access.Signing) {
		return store.ListFilter{}, ErrForbidden
	}
	open := !done
	return store.ListFilter{Instructed: r.audience(), Open: &open}, nil
}

// InstructedOpen counts the orders that are not done and bear the reader's word.
func (r *Reader) InstructedOpen(ctx context.Context) (Tally, error) {
	f, err := r.instructedFilter(false)
	if err != nil {
		return Tally{}, err
	}
	n, err := r.counted(ctx, f, countMost+1)
	if n > countMost {
		return Tally{N: countMost, More: true}, err
	}
	return Tally{N: n}, err
}

// Instructed lists what became of the words of the reader's post, the newest word first. ErrForbidden for a post that signs nothing.
func (r *Reader) Instructed(ctx context.Context, a InstructedAsk) (InstructedList, error) {
	f, err := r.instructedFilter(a.Done)
	if err != nil {
		return InstructedList{}, err
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return InstructedList{}, err
	}
	f.After, f.Before, f.Limit = a.After, a.Before, a.Limit
	if f.Limit <= 0 || f.Limit > 100 {
		f.Limit = pageSize
	}
	page, err := r.page(ctx, p, ListOpen, f, r.s.now())
	if err != nil {
		return InstructedList{}, err
	}
	out := InstructedList{Prev: page.Prev, Next: page.Next}
	if out.Open, err = r.InstructedOpen(ctx); err != nil {
		return out, err
	}
	for _, row := range page.Rows {
		x := Instructed{Row: row}
		v, err := r.Order(ctx, row.ID)
		switch {
		case errors.Is(err, ErrNotFound):
			// It has gone to another deputy since: its row tells state and unit, its words stay shut.
		case err != nil:
			return out, fmt.Errorf("read what became of a word: %w", err)
		default:
			x.follow(r, v)
		}
		out.Items = append(out.Items, x)
	}
	return out, nil
}

// follow fills in the word and what happened last. Items stand newest first. A row that supervision opened by itself is no step of the matter: the light tells lateness.
func (x *Instructed) follow(r *Reader, v OrderView) {
	var given time.Time
	for _, it := range v.Items {
		if it.Words && it.Post == r.actor.Post.ID {
			x.Words, x.On, x.Signer, given = it.Quote, DayWords(it.At), r.dir.Title(it.Post), it.At
			break
		}
	}
	for _, it := range v.Items {
		if it.At.Before(given) || it.Words && it.Post == r.actor.Post.ID || it.At.After(r.s.now()) || it.Ledger {
			continue
		}
		x.Last = clockTime(it.At) + " " + it.Verb
		if it.Quote != "" {
			x.Last += "：" + it.Quote
		} else if it.Text != "" {
			x.Last += "：" + it.Text
		}
		return
	}
	x.Last = "还没有新的进展"
}
