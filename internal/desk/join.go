package desk

import (
	"context"

	"huiyin/internal/access"
	"huiyin/internal/order"
)

// LetterView is a key letter that is handled with an open order (并办), as whoever handles the order may know it: by which channel it came and until when its platform
// waits; its number to the office alone, and never who wrote it.
type LetterView struct {
	ID, Number, Status, Channel, Due, Ask string
}

// letter is a member that is a key letter.
func (r *Reader) letter(m order.Member) LetterView {
	v := LetterView{Channel: m.Letter.Source, Ask: m.Letter.Ask}
	if d := m.Letter.Due; d != nil {
		v.Due = endOfDay(*d)
	}
	if r.actor.Post.Kind.Desk() {
		v.ID, v.Number = m.Order, m.Number
	}
	return v
}

// Joinable lists the open orders that a key letter may be handled with: the rounds of its own matter first, then what likeness proposes.
func (r *Reader) Joinable(ctx context.Context, id string) ([]RoundView, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	if Relate(r.actor, l.state, r.s.now()) == access.Stranger {
		return nil, ErrNotFound
	}
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return nil, nil
	}
	var ids []string
	for _, x := range l.state.Matter.Rounds {
		if x.Order != id {
			ids = append(ids, x.Order)
		}
	}
	likely, err := r.Proposed(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, x := range likely {
		ids = append(ids, x.Order)
		l, err := r.s.load(ctx, x.Order) // of a matter likeness names one order alone, which may be another letter on it
		if err != nil {
			return nil, err
		}
		for _, y := range l.state.Matter.Rounds {
			ids = append(ids, y.Order)
		}
	}
	var out []RoundView
	seen := map[string]bool{id: true}
	for _, o := range ids {
		if seen[o] {
			continue
		}
		seen[o] = true
		x, err := r.s.load(ctx, o)
		if err != nil {
			return nil, err
		}
		if x.state.Joinable() && Relate(r.actor, x.state, r.s.now()) != access.Stranger {
			out = append(out, RoundView{ID: o, Number: x.state.Number, Title: x.state.Request.Title, Status: x.state.Status.Name()})
		}
	}
	return out, nil
}

// JoinLink is the link that goes with a join where likeness says that the open order is of the same caller and person has not said so yet: nil where they are of one
// matter already, or of two.
func (r *Reader) JoinLink(ctx context.Context, id, open string) (*order.Link, order.Matter, error) {
	likely, err := r.Proposed(ctx, id)
	if err != nil {
		return nil, order.Matter{}, err
	}
	l, err := r.s.load(ctx, open)
	if err != nil {
		return nil, order.Matter{}, err
	}
	for _, x := range likely {
		if x.Matter == l.state.MatterID && !x.Other {
			return r.LinkAgain(ctx, id, open, "", false)
		}
	}
	return nil, order.Matter{}, nil
}

// letterItem tells that a key letter was joined.
func (r *Reader) letterItem(it Item, e order.MemberJoined) Item {
	it.Verb, it.Text, it.Mark = "并办", e.Letter.Source+"来件", "imp"
	if r.actor.Post.Kind.Desk() {
		it.Text += e.Number
	}
	it.Text += "并入本件一并办理"
	if e.Letter.Due != nil {
		it.Text += "，上级" + endOfDay(*e.Letter.Due) + "截止"
	}
	if e.Letter.Ask != "" {
		it.Text += "。补充要求：" + e.Letter.Ask
	}
	return it
}
