package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/org"
)

// PhonebookStream is a unit's list of numbers.
func PhonebookStream(u org.UnitID) Stream { return Stream{Type: "phonebook", ID: string(u)} }

// FoldPhonebook applies a record of a unit's stream.
func FoldPhonebook(b office.Phonebook, r ledger.Record) (office.Phonebook, error) {
	var e any
	var err error
	switch r.Kind {
	case "phones_listed":
		e, err = officeDecode[office.PhonesListed](r)
	case "phones_confirmed":
		e, err = officeDecode[office.PhonesConfirmed](r)
	}
	b = b.Evolve(e)
	b.Unit, b.Version = org.UnitID(r.StreamID), r.Version
	return b, err
}

// PhonebookRow is the row of a unit's list.
func PhonebookRow(b office.Phonebook) Exec {
	lines, err := json.Marshal(b.Lines)
	if err != nil {
		panic("store: three strings cannot be encoded: " + err.Error())
	}
	return Exec{Query: "phonebook_put", Args: []any{string(b.Unit), b.Version, string(lines), b.Month, ms(b.ConfirmedAt), string(b.ConfirmedBy)}}
}

func scanPhonebook(scan func(...any) error) (office.Phonebook, error) {
	var b office.Phonebook
	var unit, lines, by string
	var at int64
	if err := scan(&unit, &b.Version, &lines, &b.Month, &at, &by); err != nil {
		return b, err
	}
	b.Unit, b.ConfirmedBy = org.UnitID(unit), org.AccountID(by)
	if at > 0 {
		b.ConfirmedAt = time.UnixMilli(at).UTC()
	}
	return b, json.Unmarshal([]byte(lines), &b.Lines)
}

// Phonebooks reads the lists of all units that have written one.
func (s *Store) Phonebooks(ctx context.Context) ([]office.Phonebook, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("phonebook_all"), scanPhonebook)
	if err != nil {
		return nil, fmt.Errorf("read phonebook: %w", err)
	}
	return out, nil
}

// Phonebook reads the list of one unit, ErrNone where it has none.
func (s *Store) Phonebook(ctx context.Context, u org.UnitID) (office.Phonebook, error) {
	b, err := scanPhonebook(s.db.Read.QueryRowContext(ctx, s.db.Q("phonebook_of"), string(u)).Scan)
	return b, none(err)
}
