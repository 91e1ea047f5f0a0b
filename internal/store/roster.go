package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/org"
)

// RosterStream is a unit's roster.
func RosterStream(u org.UnitID) Stream { return Stream{Type: "roster", ID: string(u)} }

// RosterRow is the row of one week of a unit's roster, written by the stream's version.
func RosterRow(e office.RosterFilled, version int64) (Exec, error) {
	marks, err := json.Marshal(e.Marks)
	if err != nil {
		return Exec{}, fmt.Errorf("encode shifts: %w", err)
	}
	return Exec{Query: "roster_put", Args: []any{string(e.Unit), e.Monday, version, string(marks), e.People.Ref, string(e.Account), ms(e.At)}}, nil
}

// RosterWeek is a unit's week as it stands; People is the reference of its sealed list.
type RosterWeek struct {
	Unit   org.UnitID
	Monday string
	Marks  []office.ShiftMark
	People string
	By     org.AccountID
	At     time.Time
}

func scanRoster(scan func(...any) error) (RosterWeek, error) {
	var w RosterWeek
	var unit, marks, by string
	var at int64
	if err := scan(&unit, &w.Monday, &marks, &w.People, &by, &at); err != nil {
		return w, err
	}
	w.Unit, w.By, w.At = org.UnitID(unit), org.AccountID(by), time.UnixMilli(at).UTC()
	return w, json.Unmarshal([]byte(marks), &w.Marks)
}

// RosterOfWeek reads the week of every unit that has filled it.
func (s *Store) RosterOfWeek(ctx context.Context, monday calendar.Date) (map[org.UnitID]RosterWeek, error) {
	all, err := rows(ctx, s.db.Read, s.db.Q("roster_of_week"), scanRoster, monday.String())
	if err != nil {
		return nil, fmt.Errorf("read rosters: %w", err)
	}
	out := map[org.UnitID]RosterWeek{}
	for _, w := range all {
		out[w.Unit] = w
	}
	return out, nil
}

// RosterOf reads a unit's weeks from one Monday to another.
func (s *Store) RosterOf(ctx context.Context, u org.UnitID, first, last calendar.Date) ([]RosterWeek, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("roster_of_unit"), scanRoster, string(u), first.String(), last.String())
	if err != nil {
		return nil, fmt.Errorf("read roster of %s: %w", u, err)
	}
	return out, nil
}

func (f *dayFold) addRoster(r ledger.Record) error {
	e, err := officeDecode[office.RosterFilled](r)
	if err != nil {
		return err
	}
	row, err := RosterRow(e, r.Version)
	if f.rosters == nil {
		f.rosters = map[string]Exec{}
	}
	f.rosters[r.StreamID+" "+e.Monday] = row
	return err
}
