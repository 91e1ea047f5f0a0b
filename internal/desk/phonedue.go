package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/jobs"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// Each month, when units have had two working days to look, those that have not confirmed their numbers are reminded: a line goes out to the unit's handler.
// Inside, the menu and the page say it from the month's first day on.

// phonesAskedStream is where it is put on record whom a reminder went to.
var phonesAskedStream = store.Stream{Type: "notice", ID: "phones"}

// phonesAsked is that record.
type phonesAsked struct {
	Month string       `json:"month"` // 2026-12
	Units []org.UnitID `json:"units"`
}

// phonesMoment is when a month's reminder goes: 8:30 of its third working day.
func phonesMoment(c *calendar.Calendar, month calendar.Date) time.Time {
	d := month
	for n := 0; ; d = d.Next() {
		if c.IsWorkday(d) {
			if n++; n == 3 {
				return d.Midnight().Add(digestTimes[0])
			}
		}
	}
}

// phonesDue is the first reminder after an instant: of this month, or of the next.
func phonesDue(c *calendar.Calendar, now time.Time) store.Due {
	first := func(d calendar.Date) calendar.Date {
		_, _, day := d.Parts()
		return d.AddDays(1 - day)
	}
	month := first(calendar.DateOf(now))
	at := phonesMoment(c, month)
	if !at.After(now) {
		at = phonesMoment(c, first(month.AddDays(31)))
	}
	name := office.MonthOf(at)
	return store.Due{Key: "phones/" + name, Kind: "phones", Stream: "phones", Payload: name, At: at}
}

// PlanPhones plans the next reminder. Two processes plan the same one.
func (s *Service) PlanPhones(ctx context.Context) error {
	p, err := s.Policy(ctx)
	if err != nil {
		return err
	}
	_, err = s.append(ctx, org.Actor{}, store.Append{Jobs: []store.Due{phonesDue(p.Calendar, s.now())}})
	return err
}

// remindOfPhones queues one line for each unit that has not confirmed its numbers this month, and plans the next; all in one write. A reminder that comes in
// another month, because nothing ran, asks nobody.
func (s *Service) remindOfPhones(ctx context.Context, it jobs.Item) error {
	p, err := s.Policy(ctx)
	if err != nil {
		return err
	}
	now := s.now()
	w := store.Append{Finish: &store.Lease{ID: it.ID, Token: it.Token}, Jobs: []store.Due{phonesDue(p.Calendar, now)}}
	if it.Payload == office.MonthOf(now) {
		units, err := s.phonesMissing(ctx, now)
		if err != nil {
			return err
		}
		if len(units) > 0 {
			body, err := json.Marshal(phonesAsked{it.Payload, units})
			if err != nil {
				return fmt.Errorf("encode reminder of numbers: %w", err)
			}
			w.Writes = []store.StreamWrite{{Stream: phonesAskedStream, Expect: -1, Events: []store.NewEvent{{Kind: "phones_asked", V: 1, Body: body}}}}
			for _, u := range units {
				w.Rows = append(w.Rows, store.PhonesRow(it.Payload, string(org.PostOf(u, org.UnitHandler)), now))
			}
		}
	}
	if _, err := s.append(ctx, org.Actor{}, w); err != nil && !errors.Is(err, store.ErrLeaseLost) {
		return err
	}
	return nil
}

// phonesMissing are the member units whose numbers nobody has confirmed this month. The office needs no letter to itself.
func (s *Service) phonesMissing(ctx context.Context, now time.Time) ([]org.UnitID, error) {
	books, err := s.store.Phonebooks(ctx)
	if err != nil {
		return nil, err
	}
	done := map[org.UnitID]bool{}
	for _, b := range books {
		done[b.Unit] = b.Confirmed(now)
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return nil, err
	}
	var out []org.UnitID
	for _, u := range dir.Units() {
		if u.Open() && !done[u.ID] {
			out = append(out, u.ID)
		}
	}
	return out, nil
}
