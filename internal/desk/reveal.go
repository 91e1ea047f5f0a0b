package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"huiyin/internal/access"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/store"
)

// revealed is the record of a reveal: it is written in the same append that lets the value out, so that no log means no value.
type revealed struct {
	write store.StreamWrite
}

type revealEvent struct {
	Order  string    `json:"order,omitempty"`
	Field  string    `json:"field"`
	Reason string    `json:"reason"`
	Note   string    `json:"note_digest,omitempty"`
	Slip   string    `json:"slip,omitempty"`  // whose holder looked
	Abuse  string    `json:"abuse,omitempty"` // the record whose number was looked at; then without an order
	At     time.Time `json:"at"`
}

// Revealed is a value let out, and until when it may be shown.
type Revealed struct {
	Value string
	Until time.Time
}

// How long a revealed value is shown: for contact while the task is open, else five minutes (domain.md §13.26).
const (
	showFor        = 5 * time.Minute
	showForContact = 30 * time.Minute
)

// Reveal lets one field of one order out to one person, for a reason, and writes that down in the same transaction. A handler's first view of the
// number counts as signing for the order (domain.md §13.2).
func (s *Service) Reveal(ctx context.Context, actor org.Actor, id, field string, reason access.Reason, note string) (Revealed, error) {
	var none Revealed
	if !access.May(actor.Post.Kind, access.Revealing) {
		return none, ErrForbidden
	}
	if reason.Name() == "" {
		return none, invalid("reason", "请选择查看的事由。")
	}
	if reason == access.ToOther && utf8.RuneCountInString(note) < 4 {
		return none, invalid("note", "事由选“其他”的，请写明原因（至少4个字）。")
	}
	l, err := s.load(ctx, id)
	if err != nil {
		return none, err
	}
	now := s.now()
	rel := Relate(actor, l.state, now)
	if rel == access.Stranger {
		return none, s.shut(ctx, actor, id, field)
	}
	q := l.state.Request
	kept, class := map[string]struct {
		k order.Kept
		f access.Field
	}{"name": {q.Name, access.Name}, "phone": {q.Phone, access.Phone}, "contact": {q.Contact, access.Phone}, "home": {q.Home, access.Phone},
		"address": {q.Address, access.Phone}, "email": {q.Email, access.Phone}, "employer": {q.Employer, access.Phone}, "words": {q.Words, access.Words},
		"ask": {q.Ask, access.Words}, "reported": {q.Reported, access.Reported}, "reported_tel": {q.ReportedTel, access.Reported}}[field], access.Grade(q.Secrecy)
	if kept.k.Empty() {
		return none, ErrNotFound
	}
	switch access.Sees(actor.Post.Kind, rel, class, kept.f) {
	case access.Reveal, access.Full:
	case access.RevealTwo:
		if _, ok := l.state.Consented(actor.Account, field, now); ok {
			break
		}
		if err := s.denied(ctx, actor, id, field); err != nil {
			return none, err
		}
		return none, regulation.Refuse(regulation.Art23_6, "second_person", "这是保密件，查看须经第二人同意：请先在工单页“申请查看”，县热线办负责人同意后半小时内可以查看。")
	default:
		return none, s.shut(ctx, actor, id, field)
	}
	if actor.Post.Kind == org.UnitHandler && !l.state.ClosedAt.IsZero() && now.Sub(l.state.ClosedAt) > 30*24*time.Hour {
		return none, regulation.Refuse(regulation.Art23_6, "closed_long_ago", "办结已满30天，不能再查看号码。")
	}
	open, err := s.unseal(ctx, []string{kept.k.Ref})
	if err != nil {
		return none, err
	}
	e := revealEvent{Order: id, Field: field, Reason: string(reason), At: now}
	if note != "" {
		e.Note = s.vault.Digest(note)
	}
	body, err := json.Marshal(e)
	if err != nil {
		return none, fmt.Errorf("encode reveal: %w", err)
	}
	w := store.StreamWrite{Stream: accessStream, Expect: -1, Events: []store.NewEvent{{Kind: "revealed", V: 1, Body: body}}}
	if kept.f == access.Phone && l.state.Status == order.Dispatched && actor.Post.Kind == org.UnitHandler {
		_, err = s.Do(ctx, Ask{Actor: actor, Order: id, Commands: []order.Command{order.SignFor{By: order.By{Actor: actor}, Via: "number"}}, reveal: &revealed{write: w}})
	} else {
		_, err = s.append(ctx, actor, store.Append{Writes: []store.StreamWrite{w}})
	}
	if err != nil {
		return none, err
	}
	until := now.Add(showFor)
	if reason == access.ToContact || reason == access.ToVisit {
		until = now.Add(showForContact)
	}
	return Revealed{Value: open[kept.k.Ref], Until: until}, nil
}

// Seen is one line of who saw what of an order.
type Seen struct {
	At         time.Time
	Who, Field string
	Reason     access.Reason
}

// WhoSaw lists the reveals of an order, for the head and the auditor.
func (r *Reader) WhoSaw(ctx context.Context, id string) ([]Seen, error) {
	if !r.actor.Is(org.OfficeHead, org.Auditor) {
		return nil, ErrForbidden
	}
	recs, err := r.s.store.Load(ctx, accessStream)
	if err != nil {
		return nil, fmt.Errorf("load reveals: %w", err)
	}
	var out []Seen
	for _, rec := range recs {
		var e revealEvent
		if rec.Kind != "revealed" || json.Unmarshal(rec.Body, &e) != nil || e.Order != id {
			continue
		}
		seen := Seen{At: e.At, Who: r.who(rec.Actor, org.PostID(rec.Post)), Field: e.Field, Reason: access.Reason(e.Reason)}
		if e.Slip != "" {
			if seen.Who, err = r.slipHolder(ctx, id, e.Slip); err != nil {
				return nil, err
			}
		}
		out = append(out, seen)
	}
	return out, nil
}
