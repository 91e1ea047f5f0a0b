package desk

import (
	"context"
	"slices"
	"sync"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/text"
)

// Ring is a call that an exchange reported: it is waiting to be taken over. The number is kept in memory alone, for a short while.
type Ring struct {
	ID, Number, Line, Seat string
	At                     time.Time
}

// RingView is a ring as a seat sees it: the number masked.
type RingView struct {
	ID, Number, Line, At string
	Known                int // orders under this number
	Hint                 *AbuseHint
}

// How long a ring waits, and how many may wait at once.
const (
	ringLife = 2 * time.Minute
	ringMost = 50
)

// rings is what rings now in this process. Pages wait on changed, which is closed and made anew at each change.
type rings struct {
	mu      sync.Mutex
	all     []Ring
	changed chan struct{}
}

func (x *rings) change(now time.Time, f func([]Ring) []Ring) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.all = f(slices.DeleteFunc(x.all, func(r Ring) bool { return now.Sub(r.At) > ringLife }))
	if x.changed != nil {
		close(x.changed)
	}
	x.changed = make(chan struct{})
}

// Rang takes in that a number rings, on a line, for a seat (a login; empty: for everybody at intake). A number that cannot be one is refused.
func (s *Service) Rang(number, line, seat string) error {
	n, err := text.ParsePhone(number)
	if err != nil || number == "" {
		return invalid("number", "来电号码不对：应为手机号或带区号的固定电话。")
	}
	now := s.now()
	s.rings.change(now, func(all []Ring) []Ring {
		all = slices.DeleteFunc(all, func(r Ring) bool { return r.Number == n })
		all = append(all, Ring{ID: s.newID(), Number: n, Line: line, Seat: seat, At: now})
		return all[max(0, len(all)-ringMost):]
	})
	return nil
}

// Rings lists what rings for this seat, the oldest first, and a channel that closes when that may have changed.
func (r *Reader) Rings(ctx context.Context, login string) ([]RingView, <-chan struct{}, error) {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return nil, nil, ErrForbidden
	}
	x := &r.s.rings
	x.mu.Lock()
	if x.changed == nil {
		x.changed = make(chan struct{})
	}
	all, changed := slices.Clone(x.all), x.changed
	x.mu.Unlock()
	var out []RingView
	for _, a := range all {
		if r.s.now().Sub(a.At) > ringLife || a.Seat != "" && a.Seat != login {
			continue
		}
		ids, err := r.s.store.OrdersByPhone(ctx, r.s.vault.PhoneIndex(a.Number), 30)
		if err != nil {
			return nil, nil, err
		}
		hint, err := r.abuseHint(ctx, a.Number)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, RingView{Hint: hint, ID: a.ID, Number: text.MaskPhone(a.Number), Line: a.Line, At: clockTime(a.At), Known: len(ids)})
	}
	return out, changed, nil
}

// TakeRing takes a ring over: it stops at every other seat, and a draft with the number is begun under key. ErrNotFound where somebody was first.
func (r *Reader) TakeRing(ctx context.Context, id, login, key string) error {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return ErrForbidden
	}
	var got *Ring
	r.s.rings.change(r.s.now(), func(all []Ring) []Ring {
		return slices.DeleteFunc(all, func(a Ring) bool {
			mine := a.ID == id && (a.Seat == "" || a.Seat == login)
			if mine {
				got = &a
			}
			return mine
		})
	})
	if got == nil {
		return ErrNotFound
	}
	_, _, err := r.KeepDraft(ctx, key, 0, map[string][]string{"phone": {got.Number}}, key)
	return err
}
