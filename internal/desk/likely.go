package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// Likely is an earlier order that a request may repeat, with the likeness and what speaks for it. A human decides (domain.md §6.0).
type Likely struct {
	Order, Number, Matter, MatterNo, Title, Status, Closed string
	Score                                                  int
	Why                                                    []string
	Open                                                   bool
	Guided                                                 bool // only guided by telephone; counting it is pre-ticked
	Appeals                                                int
	Other                                                  bool   // from another number: said at the same place about the same
	Person                                                 bool   // the same caller by all that is known: his word is an urge
	Under                                                  string // number of the order under which this request may be merged; empty where it may not
}

// Merges reports whether one key merges the request under the proposal: another caller's, and still being handled (domain.md §6.0).
func (x Likely) Merges() bool { return x.Other && !x.Person && x.Under != "" }

// Draft is what of a request is known while it is being written, or after.
type Draft struct {
	Phone, Name, Town, Place, Category, Words string
	Self                                      string // the order itself, where it is written already
}

const (
	samePlace  = 50 // from which likeness two places are the same
	sameWords  = 40 // and from which words of two people speak of the same
	nearLoaded = 12 // how many orders from other numbers are opened to compare
)

// Likely proposes the matters that a request may belong to, the likeliest first: of the same number, and of other numbers where place, category and words
// are alike. Whoever has the same name at the same place is the same person on another telephone (domain.md §6.0).
func (r *Reader) Likely(ctx context.Context, d Draft) ([]Likely, error) {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return nil, ErrForbidden
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return nil, err
	}
	ids, _, err := r.ordersOf(ctx, d.Phone)
	if err != nil {
		return nil, err
	}
	near, err := r.near(ctx, d, time.Duration(p.Repeat.WindowDays.Value)*24*time.Hour)
	if err != nil {
		return nil, err
	}
	same := len(ids)
	for _, a := range near {
		if len(ids) < same+nearLoaded && a.Place != "" && d.Place != "" && !slices.Contains(ids, a.ID) {
			ids = append(ids, a.ID)
		}
	}
	seen := map[string]bool{}
	var out []Likely
	for i, id := range ids {
		if id == d.Self {
			continue
		}
		x, err := r.likely(ctx, id, d, p, i < same)
		if err != nil {
			return nil, err
		}
		if x == nil || seen[x.Matter] && x.Score < 100 {
			continue
		}
		seen[x.Matter] = true
		out = append(out, *x)
	}
	slices.SortStableFunc(out, func(a, b Likely) int { return b.Score - a.Score })
	return out, nil
}

// near lists the orders of late at the place of a draft about the same, as far as the reader may see them.
func (r *Reader) near(ctx context.Context, d Draft, span time.Duration) ([]store.Alike, error) {
	if d.Category == "" || d.Town == "" {
		return nil, nil
	}
	account := ""
	if r.actor.Post.Kind == org.Outsourced { // whose window ends with his own calls of the day
		account, span = string(r.actor.Account), min(span, ownCall)
	}
	all, err := r.s.store.OrdersAlike(ctx, d.Category, d.Town, r.s.now().Add(-span), account, r.actor.Marks())
	if err != nil {
		return nil, fmt.Errorf("find alike orders: %w", err)
	}
	return slices.DeleteFunc(all, func(a store.Alike) bool { return a.ID == d.Self || !atPlace(d.Place, a.Place) }), nil
}

func atPlace(a, b string) bool { return a == "" || b == "" || text.Likeness(a, b) >= samePlace }

// likely compares a draft with one earlier order; nil where it is nothing to propose.
func (r *Reader) likely(ctx context.Context, id string, d Draft, p policy.Policy, samePhone bool) (*Likely, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	st := l.state
	window := r.s.now().AddDate(0, 0, -p.Repeat.WindowDays.Value)
	if !st.ClosedAt.IsZero() && st.ClosedAt.Before(window) || Relate(r.actor, st, r.s.now()) == access.Stranger {
		return nil, nil
	}
	open, err := r.s.unseal(ctx, []string{st.Request.Words.Ref, st.Request.Name.Ref})
	if err != nil {
		return nil, err
	}
	x := &Likely{Order: st.ID, Number: st.Number, Matter: st.MatterID, MatterNo: st.Matter.Number, Title: st.Request.Title, Status: st.Status.Name(), Open: !st.Status.Done(),
		Appeals: st.Matter.Appeals(), Other: !samePhone}
	add := func(score int, why string) { x.Score, x.Why = x.Score+score, append(x.Why, why) }
	words := text.Likeness(d.Words, open[st.Request.Words.Ref])
	// A secret or anonymous caller is never found by his name (Art. 23(6)).
	named := st.Request.Secrecy == order.Ordinary && strings.TrimSpace(d.Name) != "" && text.Fold(d.Name) == text.Fold(open[st.Request.Name.Ref])
	switch {
	case samePhone:
		x.Person = true
		add(p.Repeat.PhoneScore.Value, "同一电话")
	case named:
		x.Person = true
		add(p.Repeat.PhoneScore.Value, "姓名、地点相同（另一电话）")
	case words < sameWords:
		return nil, nil
	}
	if d.Town != "" && d.Town == st.Request.Town && atPlace(d.Place, st.Request.Place) {
		add(p.Repeat.AddressScore.Value, "同一地点")
	}
	if d.Category != "" && d.Category == st.Request.Category {
		add(p.Repeat.CategoryScore.Value, "同一分类")
	}
	if n := words * p.Repeat.TextScore.Value / 100; n > 0 && d.Words != "" {
		add(n, fmt.Sprintf("内容相似%d%%", words))
	}
	if round, ok := st.Matter.Round(st.ID); ok {
		x.Guided = round.Guided && !round.Counted
	}
	if mayLead(st) == "" {
		x.Under = st.Number
	} else if st.Status == order.Merged {
		x.Under = st.Merged.Number
	}
	if !st.ClosedAt.IsZero() {
		x.Closed = st.ClosedAt.In(calendar.Beijing).Format("2006年1月2日")
	}
	return x, nil
}

// LinkTo makes the link of a proposal a person accepted.
func (r *Reader) LinkTo(ctx context.Context, orderID string, d Draft, reason string, countGuidance bool) (*order.Link, order.Matter, error) {
	l, err := r.s.load(ctx, orderID)
	if err != nil {
		return nil, order.Matter{}, err
	}
	if Relate(r.actor, l.state, r.s.now()) == access.Stranger {
		return nil, order.Matter{}, ErrNotFound
	}
	link := &order.Link{Matter: l.state.MatterID, Reason: order.Private{Text: reason}}
	likely, err := r.Likely(ctx, d)
	if err != nil {
		return nil, order.Matter{}, err
	}
	for _, x := range likely {
		if x.Matter == l.state.MatterID {
			link.Score = max(link.Score, x.Score)
		}
	}
	if round, ok := l.state.Matter.Round(orderID); ok && round.Guided && !round.Counted && countGuidance {
		link.CountGuidance = orderID
	}
	return link, l.state.Matter, nil
}

// Overridden is the decision that goes with a request whose likeliest proposal is high and was not taken (domain.md §6.0); nil where none is that high, or
// one of those that are was linked, or the request is merged under it: under is the number of that order.
func (r *Reader) Overridden(ctx context.Context, d Draft, link *order.Link, under, reason string) (*order.Decline, error) {
	p, err := r.s.Policy(ctx)
	if err != nil {
		return nil, err
	}
	all, err := r.Likely(ctx, d)
	if err != nil {
		return nil, err
	}
	var out *order.Decline
	for _, x := range all {
		if x.Score < p.Repeat.OverrideScore.Value {
			break
		}
		if link != nil && link.Matter == x.Matter || under != "" && x.Merges() && x.Under == under {
			return nil, nil
		}
		if out == nil {
			out = &order.Decline{Matter: x.Matter, Order: x.Order, Score: x.Score, Reason: order.Private{Text: reason}}
		}
	}
	return out, nil
}

// draftOf is an order that is written already, as it is compared with others.
func (r *Reader) draftOf(ctx context.Context, st order.State) (Draft, error) {
	q := st.Request
	open, err := r.s.unseal(ctx, []string{q.Phone.Ref, q.Name.Ref, q.Words.Ref})
	if err != nil {
		return Draft{}, err
	}
	return Draft{Phone: open[q.Phone.Ref], Name: open[q.Name.Ref], Town: q.Town, Place: q.Place, Category: q.Category, Words: open[q.Words.Ref], Self: st.ID}, nil
}

// LinkAgain makes the link of an order that is already registered to the matter of an earlier one, with the likeness the program finds.
func (r *Reader) LinkAgain(ctx context.Context, id, earlier, reason string, countGuidance bool) (*order.Link, order.Matter, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return nil, order.Matter{}, err
	}
	d, err := r.draftOf(ctx, l.state)
	if err != nil {
		return nil, order.Matter{}, err
	}
	return r.LinkTo(ctx, earlier, d, reason, countGuidance)
}

// Proposed lists what a registered order may repeat, for whoever disposes of it: other matters than its own that nobody has found to be others, from the
// score on at which a proposal is made and those below it from other numbers.
func (r *Reader) Proposed(ctx context.Context, id string) ([]Likely, error) {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return nil, nil
	}
	l, err := r.s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	if l.state.Status != order.Registered || Relate(r.actor, l.state, r.s.now()) == access.Stranger {
		return nil, nil
	}
	p, err := r.s.policyFor(ctx, l.state.Policy, l.state.Calendar)
	if err != nil {
		return nil, err
	}
	d, err := r.draftOf(ctx, l.state)
	if err != nil {
		return nil, err
	}
	all, err := r.Likely(ctx, d)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(x Likely) bool {
		return x.Matter == l.state.MatterID || slices.Contains(l.state.Declined, x.Matter) || x.Score < p.Repeat.ProposeScore.Value && !x.Other
	})
	return all[:min(len(all), 5)], nil
}

// Declined is a person's word that an order is not the matter of an earlier one, with the likeness the program finds.
func (r *Reader) Declined(ctx context.Context, id, earlier, reason string) (order.Decline, error) {
	l, err := r.s.load(ctx, earlier)
	if err != nil {
		return order.Decline{}, err
	}
	link, _, err := r.LinkAgain(ctx, id, earlier, reason, false)
	if err != nil {
		return order.Decline{}, err
	}
	return order.Decline{Matter: l.state.MatterID, Order: earlier, Score: link.Score, Reason: link.Reason}, nil
}
