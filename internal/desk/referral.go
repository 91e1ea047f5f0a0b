package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// referralStream holds the county's referral directory: a few hundred lines, read whole and kept in memory.
var referralStream = store.Stream{Type: "referral", ID: "county"}

// referralsNow reads what has been written since and answers the lines with the version they stand at.
func (s *Service) referralsNow(ctx context.Context) (office.Referrals, int64, error) {
	recs, err := s.since(ctx, referralStream, &s.referralsAt)
	if err != nil {
		return nil, 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range recs {
		if r.Version <= s.referralsAt {
			continue
		}
		e, err := office.DecodeReferral(r.Kind, r.V, r.Body)
		if err != nil {
			return nil, 0, fmt.Errorf("read referrals at %d: %w", r.Pos, err)
		}
		s.referrals, s.referralsAt = s.referrals.Evolve(e), r.Version
	}
	return s.referrals, s.referralsAt, nil
}

// ReferralView is a line of the referral directory as pages show it.
type ReferralView struct {
	office.Referral
	GroundName string
	Since      string
	Mark       int64 // tells one version of the line from the next: what a form that changes it was shown
	Lapsed     bool  // its validity has passed: it is not proposed, and asks to be checked
}

// ReferralHistory is what happened to a line.
type ReferralHistory struct{ When, By, Text string }

func groundName(code string) string {
	g, _ := order.GroundOf(code)
	return g.Clause.String() + "　" + g.Name
}

// Referrals lists the county's lines by ground; those in use alone. q finds by the words of a ground or a body.
func (r *Reader) Referrals(ctx context.Context, q string) ([]ReferralView, error) {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return nil, ErrForbidden
	}
	all, _, err := r.s.referralsNow(ctx)
	if err != nil {
		return nil, err
	}
	today := calendar.DateOf(r.s.now()).String()
	var out []ReferralView
	for _, l := range all {
		v := ReferralView{Referral: l.Referral, GroundName: groundName(l.Ground), Since: DayWords(l.Changed), Mark: l.Changed.UnixMilli(), Lapsed: !l.Holds(today)}
		if !l.Ended && (q == "" || strings.Contains(v.Body, q) || strings.Contains(v.GroundName, q)) {
			out = append(out, v)
		}
	}
	slices.SortStableFunc(out, func(a, b ReferralView) int { return strings.Compare(a.Ground, b.Ground) })
	return out, nil
}

// Referral is one line with its history.
func (r *Reader) Referral(ctx context.Context, code string) (ReferralView, []ReferralHistory, error) {
	all, err := r.Referrals(ctx, "")
	if err != nil {
		return ReferralView{}, nil, err
	}
	i := slices.IndexFunc(all, func(v ReferralView) bool { return v.Code == code })
	if i < 0 {
		return ReferralView{}, nil, ErrNotFound
	}
	recs, err := r.s.store.Load(ctx, referralStream)
	if err != nil {
		return ReferralView{}, nil, fmt.Errorf("load referrals: %w", err)
	}
	var history []ReferralHistory
	for _, rec := range recs {
		e, err := office.DecodeReferral(rec.Kind, rec.V, rec.Body)
		if err != nil {
			return ReferralView{}, nil, err
		}
		if x, ok := e.(office.ReferralSet); ok && x.Line.Code == code {
			text := x.Line.Body + "，" + x.Line.Phone
			if x.Line.Until != "" {
				text += "，有效期至" + x.Line.Until
			}
			history = append(history, ReferralHistory{When: clockTime(rec.At()), By: r.who(rec.Actor, org.PostID(rec.Post)), Text: text})
		}
	}
	slices.Reverse(history)
	return all[i], history, nil
}

// staleReferral refuses a change of a line that somebody else has changed since it was shown; shown is its Mark.
func staleReferral(all office.Referrals, code string, shown int64) error {
	for _, l := range all {
		if have := l.Changed.UnixMilli(); l.Code == code && have != shown {
			return &Conflict{Have: have, Shown: shown, What: []string{"引导去处的这一行已由他人修改，请核对后再提交"}}
		}
	}
	return nil
}

// SetReferral writes a line and answers its code; shown is the Mark of the line that was on the page, 0 for a new one. Errors: *regulation.Refusal, *Conflict,
// ErrForbidden, ErrUnknown.
func (s *Service) SetReferral(ctx context.Context, actor org.Actor, line office.Referral, shown int64, key string) (string, error) {
	return s.writeReferral(ctx, actor, key, fmt.Sprint("set", shown, line), func(all office.Referrals) (string, any, error) {
		if err := staleReferral(all, line.Code, shown); err != nil {
			return "", nil, err
		}
		e, err := office.SetReferral(actor, line, all, func(code string) bool { _, ok := order.GroundOf(code); return ok }, s.now())
		return e.Line.Code, e, err
	})
}

// EndReferral takes a line out of use.
func (s *Service) EndReferral(ctx context.Context, actor org.Actor, code, reason string, shown int64, key string) (string, error) {
	return s.writeReferral(ctx, actor, key, fmt.Sprint("end", shown, code, reason), func(all office.Referrals) (string, any, error) {
		if err := staleReferral(all, code, shown); err != nil {
			return "", nil, err
		}
		e, err := office.EndReferral(actor, code, reason, all, s.now())
		return code, e, err
	})
}

func (s *Service) writeReferral(ctx context.Context, actor org.Actor, key, digest string, decide func(office.Referrals) (string, any, error)) (string, error) {
	if !actor.System() && !access.May(actor.Post.Kind, access.Dispatching) {
		return "", ErrForbidden
	}
	command := &store.CommandKey{Actor: string(actor.Account), Route: "referral", Key: key, Digest: s.vault.Digest(digest)}
	if id, ok := s.answered(ctx, actor, command); ok {
		return id, nil
	}
	for try := 0; ; try++ {
		all, at, err := s.referralsNow(ctx)
		if err != nil {
			return "", err
		}
		code, e, err := decide(all)
		if err != nil {
			return "", err
		}
		kind, body, err := office.EncodeReferral(e)
		if err != nil {
			return "", err
		}
		w := store.Append{At: s.now(), Writes: []store.StreamWrite{{Stream: referralStream, Expect: at, Events: []store.NewEvent{{Kind: kind, V: office.Version, Body: body}}}}}
		id, err := s.finishOwn(ctx, actor, w, command, code)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return id, err
	}
}
