package desk

import (
	"context"
	"errors"
	"fmt"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

func reconcileStream(day calendar.Date) store.Stream {
	return store.Stream{Type: "reconciliation", ID: day.String()[:7]}
}

// tallies are a month's comparisons, who made them, and the stream's version.
func (s *Service) tallies(ctx context.Context, day calendar.Date) (office.Tallies, map[[2]string]org.Post, int64, error) {
	recs, err := s.store.Load(ctx, reconcileStream(day))
	if err != nil {
		return nil, nil, 0, fmt.Errorf("load reconciliation: %w", err)
	}
	var all office.Tallies
	by, at := map[[2]string]org.Post{}, int64(0)
	for _, r := range recs {
		e, err := office.DecodeReconciled(r.Kind, r.V, r.Body)
		if err != nil {
			return nil, nil, 0, fmt.Errorf("read reconciliation at %d: %w", r.Pos, err)
		}
		all, at = all.Evolve(e), r.Version
		by[[2]string{e.Tally.Day, e.Tally.Channel}] = org.Post{ID: org.PostID(r.Post), Title: r.Actor}
	}
	return all, by, at, nil
}

// TallyRow is one source on one day: registered now, and the last comparison.
type TallyRow struct {
	Channel, Name string
	Outer         bool
	Registered    int // now, a sum of facts
	Checked       bool
	Received      int
	Then          int // registered when it was compared
	Note          string
	By, At        string
}

// Off is how many are missing (positive) or too many (negative) now; 0 where nothing was compared.
func (t TallyRow) Off() int {
	if !t.Checked {
		return 0
	}
	return t.Received - t.Registered
}

// DayOfTallies is the page of a day.
type DayOfTallies struct {
	Day, Words, Before, After string // After is empty for today
	Rows                      []TallyRow
	Unchecked, Unequal        int // sources from outside that nobody has compared; comparisons that do not agree now
	May                       bool
}

// Reconciliation compares a day: what was registered by source against what the sources say. A zero day is yesterday.
func (r *Reader) Reconciliation(ctx context.Context, day calendar.Date) (DayOfTallies, error) {
	k := r.actor.Post.Kind
	if !access.May(k, access.Clerking) {
		return DayOfTallies{}, ErrForbidden
	}
	today := calendar.DateOf(r.s.now())
	if day == 0 {
		day = today.AddDays(-1)
	}
	v := DayOfTallies{Day: day.String(), Words: day.Chinese() + " " + day.ChineseWeekday(), Before: day.AddDays(-1).String(), May: access.May(k, access.Reconciling)}
	if day.Before(today) {
		v.After = day.AddDays(1).String()
	}
	all, by, _, err := r.s.tallies(ctx, day)
	if err != nil {
		return v, err
	}
	counted, err := r.s.registeredOn(ctx, day)
	if err != nil {
		return v, err
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return v, err
	}
	for _, c := range p.Channels {
		row := TallyRow{Channel: c.Code, Name: c.Name, Outer: c.Outer, Registered: counted[c.Code]}
		if x, ok := all.Of(v.Day, c.Code); ok {
			who := by[[2]string{v.Day, c.Code}]
			row.Checked, row.Received, row.Then, row.Note, row.At, row.By = true, x.Tally.Received, x.Tally.Counted, x.Tally.Note, clockTime(x.At), r.who(who.Title, who.ID)
		}
		if !c.Open(v.Day) && !row.Checked && row.Registered == 0 {
			continue
		}
		switch {
		case row.Off() != 0:
			v.Unequal++
		case c.Outer && !row.Checked:
			v.Unchecked++
		}
		v.Rows = append(v.Rows, row)
	}
	return v, nil
}

// registeredOn sums the facts of a day: how many were registered from each source.
func (s *Service) registeredOn(ctx context.Context, day calendar.Date) (map[string]int, error) {
	head, err := s.store.Head(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the head: %w", err)
	}
	sums, err := s.store.FactSum(ctx, head, day.String(), day.String())
	if err != nil {
		return nil, err
	}
	const prefix = "registered.channel."
	out := map[string]int{}
	for k, n := range sums {
		if len(k[0]) > len(prefix) && k[0][:len(prefix)] == prefix {
			out[k[0][len(prefix):]] += int(n)
		}
	}
	return out, nil
}

// Reconcile puts a comparison on record. Errors: *regulation.Refusal, ErrForbidden, ErrUnknown.
func (s *Service) Reconcile(ctx context.Context, actor org.Actor, t office.Tally, key string) error {
	if !actor.System() && !access.May(actor.Post.Kind, access.Reconciling) {
		return ErrForbidden
	}
	command := &store.CommandKey{Actor: string(actor.Account), Route: "reconcile", Key: key, Digest: s.vault.Digest(fmt.Sprint(t.Day, t.Channel, t.Received, t.Note))}
	if _, ok := s.answered(ctx, actor, command); ok {
		return nil
	}
	for try := 0; ; try++ {
		day, err := calendar.ParseDate(t.Day)
		if err != nil {
			return invalid("day", "日期看不懂，请按“2026-11-24”的样式填写。")
		}
		_, _, at, err := s.tallies(ctx, day)
		if err != nil {
			return err
		}
		counted, err := s.registeredOn(ctx, day)
		if err != nil {
			return err
		}
		p, err := s.Policy(ctx)
		if err != nil {
			return err
		}
		t.Counted = counted[t.Channel]
		e, err := office.Reconcile(actor, t, func(code string) bool { _, ok := p.Channel(code); return ok }, s.now())
		if err != nil {
			return err
		}
		kind, body, err := office.EncodeReconciled(e)
		if err != nil {
			return err
		}
		w := store.Append{At: s.now(), Writes: []store.StreamWrite{{Stream: reconcileStream(day), Expect: at, Events: []store.NewEvent{{Kind: kind, V: office.Version, Body: body}}}}}
		_, err = s.finishOwn(ctx, actor, w, command, t.Channel)
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return err
	}
}
