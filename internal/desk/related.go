package desk

import (
	"context"
	"fmt"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/text"
)

// SameCaller lists other orders of the same caller that the reader may open, newest first, those of the same matter left out: they stand with it. Only
// the hotline office is told that two orders come from one person, and never where one of them is secret or anonymous (Art. 23(6)).
func (r *Reader) SameCaller(ctx context.Context, id string) ([]RoundView, error) {
	if !r.actor.Post.Kind.Desk() {
		return nil, nil
	}
	l, err := r.s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	q := l.state.Request
	rel := Relate(r.actor, l.state, r.s.now())
	if rel == access.Stranger || q.Secrecy != order.Ordinary || q.Phone.Empty() || access.Sees(r.actor.Post.Kind, rel, access.Ordinary, access.Phone) == access.Never {
		return nil, nil
	}
	open, err := r.s.unseal(ctx, []string{q.Phone.Ref})
	if err != nil {
		return nil, err
	}
	number, err := text.ParsePhone(open[q.Phone.Ref])
	if err != nil {
		return nil, nil
	}
	ids, err := r.s.store.OrdersByPhone(ctx, r.s.vault.PhoneIndex(number), 12)
	if err != nil {
		return nil, fmt.Errorf("find the caller's orders: %w", err)
	}
	p, err := r.s.policyFor(ctx, l.state.Policy, l.state.Calendar)
	if err != nil {
		return nil, err
	}
	var out []RoundView
	for _, other := range ids {
		row, err := r.s.store.OrderRow(ctx, other)
		if err != nil {
			return nil, fmt.Errorf("read order %s: %w", other, err)
		}
		if other == id || row.Matter == l.state.MatterID || row.Secrecy != order.Ordinary {
			continue
		}
		x, err := r.s.load(ctx, other)
		if err != nil {
			return nil, err
		}
		if Relate(r.actor, x.state, r.s.now()) == access.Stranger {
			continue
		}
		v := RoundView{ID: other, Number: row.Number, Title: row.Title, Status: row.Status.Name()}
		if row.ClosedMS != 0 {
			v.Closed = at(row.ClosedMS).In(calendar.Beijing).Format("1月2日")
		} else {
			v.Light = LightOf(p.Calendar, at(row.DueMS), r.s.now())
		}
		out = append(out, v)
		if len(out) == 5 {
			break
		}
	}
	return out, nil
}
