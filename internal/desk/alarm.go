package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// AlarmWish is a hand-over to an alarm centre as it was typed (极端情形, Art. 7).
type AlarmWish struct {
	Kind        office.Emergency
	Service     string
	At          time.Time // zero: now
	Taker, Note string
}

// AlarmLine is an emergency in a list.
type AlarmLine struct {
	Order, Number, Title string
	Kind, Services       string
	At                   string
}

// AlarmCall is a hand-over as it is shown.
type AlarmCall struct{ Kind, Service, At, Taker, Note, By string }

// AlarmView is an order's emergency.
type AlarmView struct {
	Order    SignOrder
	Calls    []AlarmCall
	Followed []CaseLine
	Open     bool
	Now      time.Time
}

// withAlarm makes the emergency part of the registration's own append; both heads hear at once.
func (s *Service) withAlarm(ctx context.Context, a Ask) (Ask, error) {
	reg, ok := a.Commands[0].(order.Register)
	if !ok || a.Statement != "" {
		return a, invalid("alarm", "极端情形请按登记单登记，不能按事件口径一键登记。")
	}
	now := s.now()
	if !a.At.IsZero() {
		now = a.At
	}
	e, w, err := s.alarmCall(ctx, a.Actor, *a.Alarm, now)
	if err != nil {
		return a, err
	}
	ev, err := store.RecordEvent(e)
	if err != nil {
		return a, err
	}
	a.also = &also{write: store.StreamWrite{Stream: store.RecordStream(office.AlarmRecord, reg.ID), Expect: 0, Events: []store.NewEvent{ev}},
		rows: []store.Exec{store.RecordRow(office.AlarmRecord, reg.ID, office.EvolveRecord(office.Alarm{}, e), 1)}, keys: w.Keys, seals: w.Seals, about: "alarm", told: alarmTold(reg.ID)}
	return a, nil
}

func alarmTold(id string) []store.ToldLine {
	var out []store.ToldLine
	for _, p := range []org.PostID{org.PostOfficeHead, org.PostGovHead} {
		out = append(out, store.ToldLine{Code: order.NoticeAlarm, To: order.ToPost(p), Page: "/orders/" + id})
	}
	return out
}

// alarmCall decides a hand-over and seals what was said; the seals are in the append.
func (s *Service) alarmCall(ctx context.Context, by org.Actor, x AlarmWish, now time.Time) (office.AlarmCalled, store.Append, error) {
	var w store.Append
	at := x.At
	if at.IsZero() {
		at = now
	}
	e, err := office.CallAlarm(by, x.Kind, x.Service, at, x.Taker, now)
	if err != nil {
		return e, w, err
	}
	words := []string{strings.TrimSpace(x.Taker)}
	if n := strings.TrimSpace(x.Note); n != "" {
		words = append(words, n)
	}
	sealed, err := s.sealOwn(ctx, &w, officeSubject, "note", words...)
	if err != nil {
		return e, w, err
	}
	e.Taker = sealed[0]
	if len(sealed) > 1 {
		e.Note = sealed[1]
	}
	return e, w, nil
}

// alarmed tells in the order's timeline that a call was handed to an alarm centre, and what became of it. What was said there is the office's and the leaders'.
func (r *Reader) alarmed(ctx context.Context, v *OrderView, st order.State) error {
	recs, err := r.s.store.Load(ctx, store.RecordStream(office.AlarmRecord, st.ID))
	if err != nil || len(recs) == 0 {
		return err
	}
	k := r.actor.Post.Kind
	inside := k.Desk() || k.Leader()
	var x office.Record = office.Alarm{}
	var items []Item
	var refs []string
	for _, rec := range recs {
		if x, err = store.FoldRecord(x, rec); err != nil {
			return err
		}
		it := Item{At: rec.At(), By: r.then(rec.At()).who(rec.Actor, org.PostID(rec.Post)), Mark: "sup", Verb: "极端情形"}
		a := x.(office.Alarm)
		ref := ""
		if n := len(a.Calls); rec.Kind == "alarm_called" && n > 0 {
			c := a.Calls[n-1]
			s, _ := office.ScriptOf(c.Kind)
			it.Text, it.Tag, it.Bad, ref = s.Name+"，"+clockTime(c.CalledAt)+"转"+c.Service, "已转"+c.Service, true, c.Taker.Ref
		} else if n := len(a.Followed); n > 0 {
			it.Text, ref = "跟进", a.Followed[n-1].Words.Ref
			if a.Followed[n-1].Ended {
				it.Text = "跟进，已了结"
			}
		}
		if !inside {
			ref = ""
		}
		items, refs = append(items, it), append(refs, ref)
	}
	open, err := r.s.unseal(ctx, slices.DeleteFunc(slices.Clone(refs), func(s string) bool { return s == "" }))
	if err != nil {
		return err
	}
	for i := range items {
		items[i].Quote = open[refs[i]]
	}
	v.Alarm = x.(office.Alarm).Open()
	slices.Reverse(items)
	v.Items = append(items, v.Items...)
	slices.SortStableFunc(v.Items, func(a, b Item) int { return b.At.Compare(a.At) })
	return nil
}

// openAlarms are the emergencies whose end nobody has put on record, for the change of shift.
func (r *Reader) openAlarms(ctx context.Context) ([]AlarmLine, error) {
	ids, err := r.s.store.Records(ctx, store.RecordAsk{Kind: office.AlarmRecord, Open: true, Limit: pageSize})
	if err != nil {
		return nil, err
	}
	var out []AlarmLine
	for _, id := range ids {
		o, err := r.signOrder(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		a, _, _, err := record[office.Alarm](ctx, r.s, office.AlarmRecord, id)
		if err != nil {
			return nil, err
		}
		l := AlarmLine{Order: id, Number: o.Number, Title: o.Title, At: clockTime(a.Calls[0].CalledAt)}
		var to []string
		for _, c := range a.Calls {
			s, _ := office.ScriptOf(c.Kind)
			l.Kind = s.Name
			if !slices.Contains(to, c.Service) {
				to = append(to, c.Service)
			}
		}
		l.Services = strings.Join(to, "、")
		out = append(out, l)
	}
	return out, nil
}

// Alarm is an order's emergency; the page is there before the first call too, for an order within the reader's scope.
func (r *Reader) Alarm(ctx context.Context, orderID string) (AlarmView, error) {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return AlarmView{}, ErrForbidden
	}
	o, err := r.signOrder(ctx, orderID)
	if err != nil {
		return AlarmView{}, err
	}
	v := AlarmView{Order: o, Now: r.s.now()}
	a, _, _, err := record[office.Alarm](ctx, r.s, office.AlarmRecord, orderID)
	if errors.Is(err, ErrNotFound) {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	var refs []string
	for _, c := range a.Calls {
		refs = append(refs, c.Taker.Ref, c.Note.Ref)
	}
	for _, f := range a.Followed {
		refs = append(refs, f.Words.Ref)
	}
	open, err := r.s.unseal(ctx, slices.DeleteFunc(refs, func(s string) bool { return s == "" }))
	if err != nil {
		return v, err
	}
	for _, c := range a.Calls {
		s, _ := office.ScriptOf(c.Kind)
		v.Calls = append(v.Calls, AlarmCall{Kind: s.Name, Service: c.Service, At: clockTime(c.CalledAt), Taker: open[c.Taker.Ref], Note: open[c.Note.Ref], By: r.account(c.Account)})
	}
	for _, f := range a.Followed {
		l := CaseLine{At: clockTime(f.At), By: r.account(f.Account), Text: "跟进", Words: open[f.Words.Ref]}
		if f.Ended {
			l.Text = "跟进，已了结"
		}
		v.Followed = append(v.Followed, l)
	}
	v.Open = a.Open()
	return v, nil
}

// CallAlarm hands an order's caller to an alarm centre after registration.
func (r *Reader) CallAlarm(ctx context.Context, orderID string, x AlarmWish, key string) error {
	return r.onAlarm(ctx, orderID, key, fmt.Sprint("call", x.Kind, x.Service, x.At.Unix()), []string{x.Taker, x.Note}, func(_ office.Alarm, w []office.Words, now time.Time) (any, error) {
		at := x.At
		if at.IsZero() {
			at = now
		}
		e, err := office.CallAlarm(r.actor, x.Kind, x.Service, at, x.Taker, now)
		e.Taker, e.Note = w[0], w[1]
		return e, err
	}, true)
}

// FollowAlarm puts on record what was heard since.
func (r *Reader) FollowAlarm(ctx context.Context, orderID, words string, ended bool, key string) error {
	return r.onAlarm(ctx, orderID, key, fmt.Sprint("follow", ended), []string{words}, func(a office.Alarm, w []office.Words, now time.Time) (any, error) {
		e, err := a.Follow(r.actor, words, ended, now)
		e.Words = w[0]
		return e, err
	}, false)
}

func (r *Reader) onAlarm(ctx context.Context, orderID, key, digest string, words []string, decide func(office.Alarm, []office.Words, time.Time) (any, error), tells bool) error {
	v, err := r.Alarm(ctx, orderID)
	if err != nil {
		return err
	}
	d := recordDeed[office.Alarm]{kind: office.AlarmRecord, id: orderID, key: key, need: access.Intake, digest: digest, words: words, decide: decide, first: len(v.Calls) == 0}
	if tells {
		d.told = func(id string, _ office.Alarm) *store.ToldBody {
			return &store.ToldBody{About: id, Lines: alarmTold(id)}
		}
	}
	_, err = doRecord(ctx, r, d)
	return err
}
