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
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/store"
)

// MediaOrder is an order that a report speaks of, with the row of the ledger it has for it.
type MediaOrder struct {
	SignOrder
	Case, Step string
}

// MediaView is a report or post (媒体报道) with what came of it.
type MediaView struct {
	ID, Outlet, Source, Day, Due string
	DueDay                       string // 2026-11-28
	Title, Link, Gist            string
	By, At                       string
	Orders                       []MediaOrder
	Open, Late                   bool // Late: open after the day, or answered after it
	State                        string
	AnswerDay, Where, Answer     string
	Closed                       string // why it is not answered
	EndBy, EndAt                 string
	May                          bool
	Today                        string
}

// MediaPage is a page of them.
type MediaPage struct {
	Items []MediaView
	Next  string
	May   bool // may put one on record
}

// MediaList lists reports: those that wait for an answer, or those that are over.
func (r *Reader) MediaList(ctx context.Context, over bool, before time.Time) (MediaPage, error) {
	if !access.May(r.actor.Post.Kind, access.Signs) {
		return MediaPage{}, ErrForbidden
	}
	out := MediaPage{May: access.May(r.actor.Post.Kind, access.SuperListing)}
	var err error
	out.Items, out.Next, err = recordPage(ctx, r, store.RecordAsk{Kind: office.MediaRecord, Open: !over, Before: before}, func(id string) (MediaView, time.Time, error) {
		x, _, _, err := record[office.Media](ctx, r.s, office.MediaRecord, id)
		if err != nil {
			return MediaView{}, time.Time{}, err
		}
		v, err := r.mediaView(ctx, id, x)
		return v, x.Recorded.At, err
	})
	return out, err
}

// Media is one.
func (r *Reader) Media(ctx context.Context, id string) (MediaView, error) {
	if !access.May(r.actor.Post.Kind, access.Signs) {
		return MediaView{}, ErrForbidden
	}
	x, _, _, err := record[office.Media](ctx, r.s, office.MediaRecord, id)
	if err != nil {
		return MediaView{}, err
	}
	return r.mediaView(ctx, id, x)
}

func (r *Reader) mediaView(ctx context.Context, id string, x office.Media) (MediaView, error) {
	e, today := x.Recorded, calendar.DateOf(r.s.now()).String()
	refs := []string{e.Title.Ref, e.Link.Ref, e.Gist.Ref}
	if x.Answered != nil {
		refs = append(refs, x.Answered.Words.Ref)
	}
	if x.Closed != nil {
		refs = append(refs, x.Closed.Reason.Ref)
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return MediaView{}, err
	}
	v := MediaView{ID: id, Outlet: e.Outlet.Name(), Source: e.Source, Day: dayOf(e.Day), Due: shortDay(e.Due), DueDay: e.Due, Title: open[e.Title.Ref], Link: open[e.Link.Ref], Gist: open[e.Gist.Ref], By: r.account(e.Account), At: clockTime(e.At),
		Open: x.Row().Open, Late: x.Row().Open && e.Due < today, State: "待回应", Today: today}
	v.May = v.Open && access.May(r.actor.Post.Kind, access.SuperListing)
	switch {
	case x.Answered != nil:
		a := x.Answered
		v.State, v.AnswerDay, v.Where, v.Answer, v.Late, v.EndBy, v.EndAt = "已回应", dayOf(a.Day), a.Where, open[a.Words.Ref], a.Late, r.account(a.Account), clockTime(a.At)
	case x.Closed != nil:
		v.State, v.Closed, v.EndBy, v.EndAt = "不回应", open[x.Closed.Reason.Ref], r.account(x.Closed.Account), clockTime(x.Closed.At)
	case v.Late:
		v.State = "回应超期"
	}
	for _, o := range x.Orders {
		s, err := r.signOrder(ctx, o)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return v, err
		}
		m := MediaOrder{SignOrder: s}
		cases, err := r.CasesOf(ctx, o)
		if err != nil {
			return v, err
		}
		for _, c := range cases {
			if c.Item == oversight.Item(7).Name() {
				m.Case, m.Step = c.ID, c.StepName
			}
		}
		v.Orders = append(v.Orders, m)
	}
	return v, nil
}

// numbered turns typed numbers into ids of orders that exist for the reader; the first that does not is named.
func (r *Reader) numbered(ctx context.Context, typed string) ([]string, error) {
	var out []string
	for _, n := range strings.FieldsFunc(typed, func(c rune) bool { return strings.ContainsRune(" 　,，、;；\r\n\t", c) }) {
		id, err := r.FindNumber(ctx, n)
		if errors.Is(err, ErrNotFound) {
			return nil, invalid("orders", "没有找到工单%s，请核对编号。", n)
		}
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, nil
}

// RecordMedia puts a report on record. The orders it speaks of are supervised at once at the second level (Art. 21(7)); both heads are told.
func (r *Reader) RecordMedia(ctx context.Context, w office.MediaWish, numbers, key string) (string, error) {
	var err error
	if w.Orders, err = r.numbered(ctx, numbers); err != nil {
		return "", err
	}
	id, err := doRecord(ctx, r, recordDeed[office.Media]{kind: office.MediaRecord, key: key, need: access.SuperListing, digest: fmt.Sprint(w.Outlet, w.Source, w.Day, w.Due, w.Orders), words: []string{w.Title, w.Link, w.Gist},
		decide: func(_ office.Media, s []office.Words, now time.Time) (any, error) {
			e, err := office.RecordMedia(r.actor, w, now)
			e.Title, e.Link, e.Gist = s[0], s[1], s[2]
			return e, err
		}, told: func(id string, _ office.Media) *store.ToldBody {
			b := &store.ToldBody{About: id}
			for _, p := range []org.PostID{org.PostOfficeHead, org.PostGovHead} {
				b.Lines = append(b.Lines, store.ToldLine{Code: order.NoticeMedia, To: order.ToPost(p), Page: "/media/" + id})
			}
			return b
		}})
	if err != nil {
		return "", err
	}
	return id, r.exposed(ctx, id, w.Orders)
}

// exposed puts into the ledger those orders of a report that are under way and not there yet for the media. It may be done again at any time.
func (r *Reader) exposed(ctx context.Context, id string, orders []string) error {
	v, err := r.Media(ctx, id)
	if err != nil {
		return err
	}
	for _, o := range v.Orders {
		if !o.Open || o.Case != "" || !slices.Contains(orders, o.ID) {
			continue
		}
		if _, err := r.rowFor(ctx, o.ID, oversight.Item(7), "媒体报道："+v.Source+"，"+v.Day+"，《"+v.Title+"》", "media-"+id); err != nil {
			return err
		}
	}
	return nil
}

// LinkMedia adds orders to a report; they are supervised as the first ones are.
func (r *Reader) LinkMedia(ctx context.Context, id, numbers, key string) error {
	orders, err := r.numbered(ctx, numbers)
	if err != nil {
		return err
	}
	if _, err := doRecord(ctx, r, recordDeed[office.Media]{kind: office.MediaRecord, id: id, key: key, need: access.SuperListing, digest: fmt.Sprint("link", orders),
		decide: func(x office.Media, _ []office.Words, now time.Time) (any, error) {
			return x.Link(r.actor, orders, now)
		}}); err != nil {
		return err
	}
	return r.exposed(ctx, id, orders)
}

// AnswerMedia puts the county's answer on record.
func (r *Reader) AnswerMedia(ctx context.Context, id, day, where, words, key string) error {
	_, err := doRecord(ctx, r, recordDeed[office.Media]{kind: office.MediaRecord, id: id, key: key, need: access.SuperListing, digest: fmt.Sprint("answer", day, where), words: []string{words},
		decide: func(x office.Media, w []office.Words, now time.Time) (any, error) {
			e, err := x.Answer(r.actor, day, where, words, now)
			e.Words = w[0]
			return e, err
		}})
	return err
}

// CloseMedia ends a report without an answer, for a reason.
func (r *Reader) CloseMedia(ctx context.Context, id, reason, key string) error {
	_, err := doRecord(ctx, r, recordDeed[office.Media]{kind: office.MediaRecord, id: id, key: key, need: access.SuperListing, digest: "close", words: []string{reason},
		decide: func(x office.Media, w []office.Words, now time.Time) (any, error) {
			e, err := x.Close(r.actor, reason, now)
			e.Reason = w[0]
			return e, err
		}})
	return err
}
