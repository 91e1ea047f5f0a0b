package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

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

// numbersFor is what the archive has to allot: for a new order, a new matter, a new batch of terminations.
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
	case order.SubmitTermination:
		if c.Allot {
			return []store.NumberWant{{Slot: c.Number, Kind: "termination", Period: fmt.Sprintf("%04d", y), Prefix: fmt.Sprintf("蒙热终〔%04d〕", y), Suffix: "号"}}
		}
	}
	return nil
}

// subjectOf is whose key seals the texts of an order: its own, so that one order can be destroyed while the caller's others stay (Art. 6(3)).
func subjectOf(order string) string { return "o-" + order }

// addSecrets seals what was said into the same append.
func (s *Service) addSecrets(ctx context.Context, w *store.Append, st order.State, secrets []secret) error {
	subject := subjectOf(st.ID)
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

// TargetOf is a unit as the rules need it for a dispatch.
func (r *Reader) TargetOf(id org.UnitID) order.Target {
	u, ok := r.dir.Unit(id)
	return order.Target{Unit: u.ID, Above: r.dir.Above(id), Deputy: u.Deputy, Closed: ok && !u.Open()}
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

// MaskTitle masks what identifies people in a title that was cut from somebody's words.
func MaskTitle(s string, names ...string) string { return text.AutoMask(s, names...) }
