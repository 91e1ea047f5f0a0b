package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// PublicationView is a text for citizens about one order, as the office sees it.
type PublicationView struct {
	ID, Order, Number, Unit   string // Order and Number are empty where the reader may not open it
	Title, Question, Answer   string
	Stage, By, At             string
	DecidedBy, DecidedAt, Why string
	ShutBy, ShutAt, ShutWhy   string
	MayDecide, Own, MayShut   bool
	Public                    bool
}

// PublicationPage is a page of them.
type PublicationPage struct {
	Items []PublicationView
	Next  string
}

// PublicationDraft is what the form begins with: the title, the text that the unit was sent, the public reply.
type PublicationDraft struct{ Order, Number, Title, Question, Answer string }

// publishable reads what of an order decides whether its answer may be opened.
func (r *Reader) publishable(ctx context.Context, id string) (loaded, office.PublicationFacts, error) {
	var f office.PublicationFacts
	if !access.May(r.actor.Post.Kind, access.KnowEditing) {
		return loaded{}, f, ErrForbidden
	}
	l, err := r.s.load(ctx, id)
	if err != nil {
		return l, f, err
	}
	if Relate(r.actor, l.state, r.s.now()) == access.Stranger {
		return l, f, ErrNotFound
	}
	q := l.state.Request
	names, parts, err := r.s.caller(ctx, l.state)
	if err != nil {
		return l, f, err
	}
	f = office.PublicationFacts{Over: answeredOver(l.state.Status), Agreed: q.Public, Tells: append(names, parts...),
		Ordinary: q.Secrecy == order.Ordinary && q.Type != order.Report && q.ReportedUnit == "" && len(q.ReportedPosts) == 0}
	for _, open := range []bool{true, false} {
		ids, err := r.s.store.Records(ctx, store.RecordAsk{Kind: office.PublicationRecord, Open: open, Limit: 1000})
		if err != nil {
			return l, f, err
		}
		for _, x := range ids {
			p, _, _, err := record[office.Publication](ctx, r.s, office.PublicationRecord, x)
			if err != nil {
				return l, f, err
			}
			f.Busy = f.Busy || p.Proposed.Order == id && (p.Row().Open || p.Public())
		}
	}
	return l, f, nil
}

// answeredOver reports whether an order has ended with an answer.
func answeredOver(st order.Status) bool {
	return st == order.Closed || st == order.Archived || st == order.DirectClosed || st == order.Explained
}

// PublicationOf is the form's beginning; what the rules refuse is refused before anything is typed.
func (r *Reader) PublicationOf(ctx context.Context, id string) (PublicationDraft, error) {
	l, f, err := r.publishable(ctx, id)
	if err != nil {
		return PublicationDraft{}, err
	}
	d := PublicationDraft{Order: id, Number: l.state.Number, Title: l.state.Request.Title, Question: l.state.DispatchText}
	if l.state.Reply != nil {
		d.Answer = l.state.Reply.Public
	}
	_, err = office.ProposePublication(r.actor, office.PublicationFacts{Over: f.Over, Agreed: f.Agreed, Ordinary: f.Ordinary, Busy: f.Busy}, "一个标题", "问题写在这里", "答复写在这里，十个字以上。", r.s.now())
	return d, err
}

// MayPublish reports whether the order's page offers it.
func (r *Reader) MayPublish(v OrderView) bool {
	return access.May(r.actor.Post.Kind, access.KnowEditing) && v.Public && answeredOver(v.Status)
}

// ProposePublication proposes a text about an order for citizens; the office's others are told.
func (r *Reader) ProposePublication(ctx context.Context, id, title, question, answer, key string) (string, error) {
	l, f, err := r.publishable(ctx, id)
	if err != nil {
		return "", err
	}
	return doRecord(ctx, r, recordDeed[office.Publication]{kind: office.PublicationRecord, key: key, need: access.KnowEditing, digest: id, words: []string{title, question, answer},
		decide: func(_ office.Publication, w []office.Words, now time.Time) (any, error) {
			e, err := office.ProposePublication(r.actor, f, title, question, answer, now)
			e.Order, e.Unit, e.Category = id, org.UnitID(l.state.Lead), l.state.Request.Category
			e.Title, e.Question, e.Answer = w[0], w[1], w[2]
			return e, err
		}})
}

// DecidePublication is the second person's word.
func (r *Reader) DecidePublication(ctx context.Context, id string, open bool, opinion, key string) error {
	_, err := doRecord(ctx, r, recordDeed[office.Publication]{kind: office.PublicationRecord, id: id, key: key, need: access.KnowEditing, digest: fmt.Sprint("decide", open), words: []string{opinion}, sees: r.seesPublication(ctx),
		decide: func(p office.Publication, w []office.Words, now time.Time) (any, error) {
			e, err := p.Decide(r.actor, open, opinion, now)
			e.Opinion = w[0]
			return e, err
		}})
	return err
}

// ShutPublication takes a text back.
func (r *Reader) ShutPublication(ctx context.Context, id, reason, key string) error {
	_, err := doRecord(ctx, r, recordDeed[office.Publication]{kind: office.PublicationRecord, id: id, key: key, need: access.KnowEditing, digest: "shut", words: []string{reason}, sees: r.seesPublication(ctx),
		decide: func(p office.Publication, w []office.Words, now time.Time) (any, error) {
			e, err := p.TakeDown(r.actor, reason, now)
			e.Reason = w[0]
			return e, err
		}})
	return err
}

// seesPublication: what is about an order that is not there for the reader is not there either (Art. 23(6)).
func (r *Reader) seesPublication(ctx context.Context) func(office.Publication) bool {
	return func(p office.Publication) bool {
		l, err := r.s.load(ctx, p.Proposed.Order)
		return err == nil && !l.state.Recuses(r.actor)
	}
}

// Publications lists them: those that wait, or the others, the newest first.
func (r *Reader) Publications(ctx context.Context, over bool, before time.Time) (PublicationPage, error) {
	if !access.May(r.actor.Post.Kind, access.KnowEditing) {
		return PublicationPage{}, ErrForbidden
	}
	var out PublicationPage
	var err error
	out.Items, out.Next, err = recordPage(ctx, r, store.RecordAsk{Kind: office.PublicationRecord, Open: !over, Before: before}, func(id string) (PublicationView, time.Time, error) {
		p, _, _, err := record[office.Publication](ctx, r.s, office.PublicationRecord, id)
		if err != nil {
			return PublicationView{}, time.Time{}, err
		}
		v, err := r.publicationView(ctx, id, p)
		return v, p.Proposed.At, err
	})
	return out, err
}

// Publication is one.
func (r *Reader) Publication(ctx context.Context, id string) (PublicationView, error) {
	if !access.May(r.actor.Post.Kind, access.KnowEditing) {
		return PublicationView{}, ErrForbidden
	}
	p, _, _, err := record[office.Publication](ctx, r.s, office.PublicationRecord, id)
	if err != nil {
		return PublicationView{}, err
	}
	return r.publicationView(ctx, id, p)
}

func (r *Reader) publicationView(ctx context.Context, id string, p office.Publication) (PublicationView, error) {
	l, err := r.s.load(ctx, p.Proposed.Order)
	if err != nil {
		return PublicationView{}, err
	}
	if l.state.Recuses(r.actor) {
		return PublicationView{}, ErrNotFound
	}
	refs := []string{p.Proposed.Title.Ref, p.Proposed.Question.Ref, p.Proposed.Answer.Ref}
	if p.Decided != nil {
		refs = append(refs, p.Decided.Opinion.Ref)
	}
	if p.Shut != nil {
		refs = append(refs, p.Shut.Reason.Ref)
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return PublicationView{}, err
	}
	v := PublicationView{ID: id, Unit: r.dir.UnitName(answeredBy(p.Proposed.Unit)), Title: open[p.Proposed.Title.Ref], Question: open[p.Proposed.Question.Ref], Answer: open[p.Proposed.Answer.Ref],
		Stage: p.Stage(), By: r.account(p.Proposed.Account), At: clockTime(p.Proposed.At), Own: p.Proposed.Account == r.actor.Account, Public: p.Public()}
	if Relate(r.actor, l.state, r.s.now()) != access.Stranger {
		v.Order, v.Number = p.Proposed.Order, l.state.Number
	}
	if e := p.Decided; e != nil {
		v.DecidedBy, v.DecidedAt, v.Why = r.account(e.Account), clockTime(e.At), open[e.Opinion.Ref]
	}
	if e := p.Shut; e != nil {
		v.ShutBy, v.ShutAt, v.ShutWhy = r.account(e.Account), clockTime(e.At), open[e.Reason.Ref]
	}
	v.MayDecide, v.MayShut = p.Row().Open && !v.Own, p.Row().Open || p.Public()
	return v, nil
}

// answeredBy is the unit that answered: the hotline office where the order went to none.
func answeredBy(u org.UnitID) org.UnitID {
	if u == "" {
		return org.HotlineOffice
	}
	return u
}

// publicOrders are the opened texts about orders, the newest first, as citizens read them; words are what is looked for, "" all.
func (s *Service) publicOrders(ctx context.Context, words string, most int) ([]PublicAnswer, error) {
	ids, err := s.store.Records(ctx, store.RecordAsk{Kind: office.PublicationRecord, Open: false, Limit: 500})
	if err != nil {
		return nil, fmt.Errorf("list opened answers: %w", err)
	}
	var out []PublicAnswer
	for _, id := range ids {
		if len(out) >= most {
			break
		}
		a, err := s.publicOrder(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if words == "" || text.MatchPinyin(words, a.Title) || strings.Contains(a.Title+a.Question+a.Answer, words) {
			out = append(out, a)
		}
	}
	return out, nil
}

// publicOrder is one; ErrNotFound unless it is opened now.
func (s *Service) publicOrder(ctx context.Context, id string) (PublicAnswer, error) {
	p, _, _, err := record[office.Publication](ctx, s, office.PublicationRecord, id)
	if err != nil {
		return PublicAnswer{}, err
	}
	if !p.Public() {
		return PublicAnswer{}, ErrNotFound
	}
	open, err := s.unseal(ctx, []string{p.Proposed.Title.Ref, p.Proposed.Question.Ref, p.Proposed.Answer.Ref})
	if err != nil {
		return PublicAnswer{}, err
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return PublicAnswer{}, err
	}
	u, _ := dir.Unit(answeredBy(p.Proposed.Unit))
	return PublicAnswer{ID: id, Title: open[p.Proposed.Title.Ref], Question: open[p.Proposed.Question.Ref], Answer: open[p.Proposed.Answer.Ref], Unit: u.Name, Phone: u.Phone, Day: calendar.DateOf(p.Decided.At).Chinese()}, nil
}
