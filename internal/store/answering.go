package store

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/order"
)

// SessionStream is one answering day (接听日).
func SessionStream(id string) Stream { return Stream{Type: "answering", ID: id} }

// sessionKinds names the events of an answering day in the log.
var sessionKinds = map[string]string{"office.SessionPlanned": "session_planned", "office.SessionChanged": "session_changed", "office.SessionCancelled": "session_cancelled",
	"office.SessionNoticed": "session_noticed", "office.SessionMinuted": "session_minuted",
	"office.RosterFilled": "roster_filled"}

// FoldSession applies a record of an answering day's stream.
func FoldSession(s office.Session, r ledger.Record) (office.Session, error) {
	var e any
	var err error
	switch r.Kind {
	case "session_planned":
		e, err = officeDecode[office.SessionPlanned](r)
	case "session_changed":
		e, err = officeDecode[office.SessionChanged](r)
	case "session_cancelled":
		e, err = officeDecode[office.SessionCancelled](r)
	case "session_noticed":
		e, err = officeDecode[office.SessionNoticed](r)
	case "session_minuted":
		e, err = officeDecode[office.SessionMinuted](r)
	}
	s = s.Evolve(e)
	s.ID, s.Version = r.StreamID, r.Version
	return s, err
}

// SessionRow is the row of an answering day.
func SessionRow(s office.Session) Exec {
	d := s.Plan.Date()
	return Exec{Query: "answering_put", Args: []any{s.ID, s.Version, s.Plan.Day, calendar.WeekKey(d), string(s.Plan.Kind), s.Plan.Who(), s.Cancelled != nil, s.Minutes != nil}}
}

// AnsweringRows says on which answering day an order was taken.
func AnsweringRows(e order.Event, at time.Time) []Exec {
	r, ok := e.(order.RegisteredEvent)
	if !ok || r.Answering == nil {
		return nil
	}
	return []Exec{{Query: "answering_call_put", Args: []any{r.Answering.Session, r.ID, ms(at)}}}
}

// Sessions lists the answering days of a period, both days included, by day.
func (s *Store) Sessions(ctx context.Context, first, last calendar.Date, limit int) ([]string, error) {
	return s.ids(ctx, "answering_between", first.String(), last.String(), limit)
}

// SessionWeeks counts, by week, the sessions of a period that are not cancelled.
func (s *Store) SessionWeeks(ctx context.Context, first, last calendar.Date) (map[string]int, error) {
	out := map[string]int{}
	_, err := rows(ctx, s.db.Read, s.db.Q("answering_weeks"), func(scan func(...any) error) (struct{}, error) {
		var week string
		var n int
		err := scan(&week, &n)
		out[week] = n
		return struct{}{}, err
	}, first.String(), last.String())
	if err != nil {
		return nil, fmt.Errorf("count answering days: %w", err)
	}
	return out, nil
}

// CountUnminuted counts the answering days from a day on that are over and have no minutes.
func (s *Store) CountUnminuted(ctx context.Context, today, from calendar.Date) (int, error) {
	var n int
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("answering_unminuted"), today.String(), from.String()).Scan(&n); err != nil {
		return 0, fmt.Errorf("count answering days without minutes: %w", err)
	}
	return n, nil
}

// SessionCalls lists the orders registered on an answering day, the first first.
func (s *Store) SessionCalls(ctx context.Context, id string, limit int) ([]string, error) {
	return s.ids(ctx, "answering_calls", id, limit)
}

// dayFold is what the log says of the answering days and of what else the office keeps by day.
type dayFold struct {
	sessions map[string]office.Session
	calls    []Exec
	rosters  map[string]Exec
}

// dayTables are the rows of these, by what writes them and what lists them.
var dayTables = map[string]string{"answering_put": "answering_all", "answering_call_put": "answering_call_all", "roster_put": "roster_all"}

func (f *dayFold) add(r ledger.Record) error {
	if r.StreamType == "roster" {
		return f.addRoster(r)
	}
	if f.sessions == nil {
		f.sessions = map[string]office.Session{}
	}
	var err error
	f.sessions[r.StreamID], err = FoldSession(f.sessions[r.StreamID], r)
	return err
}

func (f *dayFold) rows() []Exec {
	var out []Exec
	for _, id := range sorted(f.sessions) {
		out = append(out, SessionRow(f.sessions[id]))
	}
	for _, id := range sorted(f.rosters) {
		out = append(out, f.rosters[id])
	}
	return append(out, f.calls...)
}
