package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/text"
	"huiyin/internal/vault"
)

// NewRegister fills in what a registration needs beside what a person wrote: ids, and slots for the numbers that the archive allots.
func (s *Service) NewRegister(c order.Register) order.Register {
	c.ID, c.Number = s.newID(), "no-"+s.newID()
	c.NewMatter, c.NewMatterNo = s.newID(), "sx-"+s.newID()
	return c
}

// numbersFor is what the archive has to allot for a new order.
func numbersFor(c order.Command, now time.Time) []store.NumberWant {
	d := calendar.DateOf(now)
	y, m, day := d.Parts()
	matter := func(slot string) store.NumberWant {
		return store.NumberWant{Slot: slot, Kind: "matter", Period: fmt.Sprintf("%04d", y), Prefix: fmt.Sprintf("SX%04d-", y), Digits: 6}
	}
	switch c := c.(type) {
	case order.Register:
		period := fmt.Sprintf("%04d%02d%02d", y, int(m), day)
		out := []store.NumberWant{{Slot: c.Number, Kind: "order", Period: period, Prefix: "MC" + period, Digits: 4}}
		if c.Link == nil {
			out = append(out, matter(c.NewMatterNo))
		}
		return out
	case order.TakeOver:
		return []store.NumberWant{matter(c.NewMatterNo)}
	}
	return nil
}

// subjectOf is whose key seals the texts of an order: the caller by the blind index of the number, else the order itself.
func (s *Service) subjectOf(st order.State, cs []order.Command) string {
	for _, c := range cs {
		var q order.Request[order.Private]
		switch c := c.(type) {
		case order.Register:
			q = c.Request
		case order.TakeOver:
			q = c.Request
		default:
			continue
		}
		if n, err := text.ParsePhone(q.Phone.Text); err == nil && q.Phone.Text != "" {
			return "p-" + s.vault.PhoneIndex(n)
		}
	}
	return "o-" + st.ID
}

// addSecrets seals what was said into the same append.
func (s *Service) addSecrets(ctx context.Context, w *store.Append, st order.State, secrets []secret, cs []order.Command) error {
	subject := s.subjectOf(st, cs)
	var key vault.Key
	if len(secrets) > 0 {
		var err error
		var fresh []byte
		if key, fresh, err = s.keyOf(ctx, subject); err != nil {
			return err
		}
		if fresh != nil {
			w.Keys = append(w.Keys, store.PersonKey{Subject: subject, Wrapped: fresh})
		}
	}
	for _, x := range secrets {
		w.Seals = append(w.Seals, store.Sealed{Ref: x.ref, Subject: subject, Class: x.class, Ciphertext: key.Seal(x.ref, x.class, x.text)})
	}
	return nil
}

// keyOf finds a subject's key, or makes one; fresh is its wrapped form when it is new.
func (s *Service) keyOf(ctx context.Context, subject string) (vault.Key, []byte, error) {
	wrapped, err := s.store.WrappedKey(ctx, subject)
	if errors.Is(err, store.ErrNone) {
		k, fresh, err := s.vault.NewKey(subject)
		return k, fresh, err
	}
	if err != nil {
		return vault.Key{}, nil, fmt.Errorf("read key: %w", err)
	}
	k, err := s.vault.Unwrap(subject, wrapped)
	return k, nil, err
}

// unseal opens texts by their references. What was erased is absent.
func (s *Service) unseal(ctx context.Context, refs []string) (map[string]string, error) {
	out := map[string]string{}
	keys := map[string]vault.Key{}
	for _, ref := range refs {
		if ref == "" || out[ref] != "" {
			continue
		}
		x, err := s.store.SealedText(ctx, ref)
		if errors.Is(err, store.ErrNone) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read sealed %s: %w", ref, err)
		}
		k, ok := keys[x.Subject]
		if !ok {
			wrapped, err := s.store.WrappedKey(ctx, x.Subject)
			if errors.Is(err, store.ErrNone) {
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("read key: %w", err)
			}
			if k, err = s.vault.Unwrap(x.Subject, wrapped); err != nil {
				return nil, err
			}
			keys[x.Subject] = k
		}
		plain, err := k.Open(x.Ref, x.Class, x.Ciphertext)
		if err != nil {
			return nil, err
		}
		out[ref] = plain
	}
	return out, nil
}

// Likely is an earlier order that a request may repeat, with the likeness and what speaks for it. A human decides (domain.md §6.0).
type Likely struct {
	Order, Number, Matter, MatterNo, Title, Status, Closed string
	Score                                                  int
	Why                                                    []string
	Open                                                   bool
	Guided                                                 bool // only guided by telephone; counting it is pre-ticked
	Appeals                                                int
}

// Draft is what of a request is known while it is being written.
type Draft struct {
	Phone, Town, Place, Category, Words string
}

// Likely proposes the matters that a request may belong to, the likeliest first.
func (r *Reader) Likely(ctx context.Context, d Draft) ([]Likely, error) {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return nil, ErrForbidden
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return nil, err
	}
	n, err := text.ParsePhone(d.Phone)
	if d.Phone == "" || err != nil {
		return nil, nil
	}
	ids, err := r.s.store.OrdersByPhone(ctx, r.s.vault.PhoneIndex(n), 30)
	if err != nil {
		return nil, fmt.Errorf("find the caller's orders: %w", err)
	}
	window := r.s.now().AddDate(0, 0, -p.Repeat.WindowDays.Value)
	seen := map[string]bool{}
	var out []Likely
	for _, id := range ids {
		l, err := r.s.load(ctx, id)
		if err != nil {
			return nil, err
		}
		st := l.state
		if !st.ClosedAt.IsZero() && st.ClosedAt.Before(window) || Relate(r.actor, st, r.s.now()) == access.Stranger {
			continue
		}
		open, err := r.s.unseal(ctx, []string{st.Request.Words.Ref})
		if err != nil {
			return nil, err
		}
		x := Likely{Order: st.ID, Number: st.Number, Matter: st.MatterID, MatterNo: st.Matter.Number, Title: st.Request.Title, Status: st.Status.Name(), Open: !st.Status.Done(),
			Appeals: st.Matter.Appeals(), Score: p.Repeat.PhoneScore.Value, Why: []string{"同一电话"}}
		if d.Town != "" && d.Town == st.Request.Town && (d.Place == "" || st.Request.Place == "" || text.Likeness(d.Place, st.Request.Place) >= 50) {
			x.Score += p.Repeat.AddressScore.Value
			x.Why = append(x.Why, "同一地点")
		}
		if d.Category != "" && d.Category == st.Request.Category {
			x.Score += p.Repeat.CategoryScore.Value
			x.Why = append(x.Why, "同一分类")
		}
		if like := text.Likeness(d.Words, open[st.Request.Words.Ref]); like > 0 && d.Words != "" {
			if add := like * p.Repeat.TextScore.Value / 100; add > 0 {
				x.Score += add
				x.Why = append(x.Why, fmt.Sprintf("内容相似%d%%", like))
			}
		}
		if round, ok := st.Matter.Round(st.ID); ok {
			x.Guided = round.Guided && !round.Counted
		}
		if !st.ClosedAt.IsZero() {
			x.Closed = st.ClosedAt.In(calendar.Beijing).Format("2006年1月2日")
		}
		if seen[x.Matter] && x.Score < 100 {
			continue
		}
		seen[x.Matter] = true
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Likely) int { return b.Score - a.Score })
	return out, nil
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

// TargetOf is a unit as the rules need it for a dispatch.
func (r *Reader) TargetOf(id org.UnitID) order.Target {
	u, ok := r.dir.Unit(id)
	return order.Target{Unit: u.ID, Deputy: u.Deputy, Closed: u.Closed || ok && u.Group == org.County}
}

// CallerNames are the caller's name and numbers, to be kept out of what is written in clear. They never leave the desk.
func (s *Service) callerNames(ctx context.Context, id string) ([]string, error) {
	l, err := s.load(ctx, id)
	if err != nil {
		return nil, err
	}
	q := l.state.Request
	open, err := s.unseal(ctx, []string{q.Name.Ref, q.Phone.Ref, q.Contact.Ref})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, k := range []order.Kept{q.Name, q.Phone, q.Contact} {
		if v := open[k.Ref]; v != "" {
			out = append(out, v)
		}
	}
	return out, nil
}

// Known is what the desk knows of an order's caller, for the detector only: it is given to the rules with a command and stored nowhere.
func (s *Service) Known(ctx context.Context, id string) []string {
	names, err := s.callerNames(ctx, id)
	if err != nil {
		return nil
	}
	return names
}

// LinkAgain makes the link of an order that is already registered to the matter of an earlier one, with the likeness the program finds.
func (r *Reader) LinkAgain(ctx context.Context, id, earlier, reason string, countGuidance bool) (*order.Link, order.Matter, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return nil, order.Matter{}, err
	}
	q := l.state.Request
	open, err := r.s.unseal(ctx, []string{q.Phone.Ref, q.Words.Ref})
	if err != nil {
		return nil, order.Matter{}, err
	}
	return r.LinkTo(ctx, earlier, Draft{Phone: open[q.Phone.Ref], Town: q.Town, Place: q.Place, Category: q.Category, Words: open[q.Words.Ref]}, reason, countGuidance)
}

// MaskTitle masks what identifies people in a title that was cut from somebody's words.
func MaskTitle(s string, names ...string) string { return text.AutoMask(s, names...) }
