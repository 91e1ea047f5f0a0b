package store

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// RecordStream is a record of the office beside the orders.
func RecordStream(k office.RecordKind, id string) Stream { return Stream{Type: string(k), ID: id} }

// recordKind reports whether a stream is one of them.
func recordKind(stream string) (office.RecordKind, bool) {
	k := office.RecordKind(stream)
	return k, office.NewRecord(k) != nil
}

// RecordEvent makes an event of one.
func RecordEvent(e any) (NewEvent, error) {
	kind, body, err := office.EncodeRecord(e)
	return NewEvent{Kind: kind, V: office.Version, Body: body}, err
}

// FoldRecord applies a record of the log.
func FoldRecord(x office.Record, r ledger.Record) (office.Record, error) {
	e, err := office.DecodeRecord(r.Kind, r.V, r.Body)
	if err != nil {
		return x, fmt.Errorf("fold position %d: %w", r.Pos, err)
	}
	return office.EvolveRecord(x, e), nil
}

// RecordRow writes its row at a version of its stream.
func RecordRow(k office.RecordKind, id string, x office.Record, v int64) Exec {
	r := x.Row()
	return Exec{Query: "record_put", Args: []any{string(k), id, v, string(r.Unit), string(r.Person), r.Open, r.Due, ms(r.At)}}
}

// RecordRows are all the rows of a record: its own, and that of a case file.
func RecordRows(k office.RecordKind, id string, x office.Record, v int64) []Exec {
	out := []Exec{RecordRow(k, id, x, v)}
	if c, ok := x.(office.CaseFile); ok {
		out = append(out, caseFileRow(id, c, v))
	}
	return out
}

// RecordAsk says which records of a kind: a unit's, a person's, else the open ones or those that are over.
type RecordAsk struct {
	Kind   office.RecordKind
	Unit   org.UnitID
	Person org.AccountID
	Open   bool
	Before time.Time // zero: from the newest
	Limit  int
}

// Records lists ids, the newest first.
func (s *Store) Records(ctx context.Context, a RecordAsk) ([]string, error) {
	before := int64(1) << 52
	if !a.Before.IsZero() {
		before = ms(a.Before)
	}
	switch {
	case a.Unit != "":
		return s.ids(ctx, "record_of_unit", string(a.Kind), string(a.Unit), before, a.Limit)
	case a.Person != "":
		return s.ids(ctx, "record_of_person", string(a.Kind), string(a.Person), before, a.Limit)
	}
	return s.ids(ctx, "record_page", string(a.Kind), a.Open, before, a.Limit)
}

// CountRecords counts the open ones of a kind.
func (s *Store) CountRecords(ctx context.Context, k office.RecordKind) (int, error) {
	var n int
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("record_count"), string(k)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count records: %w", err)
	}
	return n, nil
}

// RecordsDue counts, by unit, open records of a kind whose day is no later than one.
func (s *Store) RecordsDue(ctx context.Context, k office.RecordKind, day string) (map[org.UnitID]int, error) {
	out := map[org.UnitID]int{}
	_, err := rows(ctx, s.db.Read, s.db.Q("record_due"), func(scan func(...any) error) (struct{}, error) {
		var u string
		var n int
		err := scan(&u, &n)
		out[org.UnitID(u)] = n
		return struct{}{}, err
	}, string(k), day)
	if err != nil {
		return nil, fmt.Errorf("count records by unit: %w", err)
	}
	return out, nil
}

// HandledIn lists what was registered between two instants, by whom, and whether it was not accepted (Art. 8, 9).
func (s *Store) HandledIn(ctx context.Context, from, to time.Time) ([]office.Handled, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("handled_in"), func(scan func(...any) error) (office.Handled, error) {
		var h office.Handled
		var by, status string
		err := scan(&h.Order, &by, &status)
		h.Operator, h.Refused = org.AccountID(by), order.Status(status) == order.NotAccepted
		return h, err
	}, ms(from), ms(to))
	if err != nil {
		return nil, fmt.Errorf("list what was registered: %w", err)
	}
	return out, nil
}

type recordKey struct {
	kind office.RecordKind
	id   string
}

type recordAt struct {
	x office.Record
	v int64
}

func (f *officeFold) addRecord(k office.RecordKind, r ledger.Record) error {
	if f.records == nil {
		f.records = map[recordKey]recordAt{}
	}
	key := recordKey{k, r.StreamID}
	have, ok := f.records[key]
	if !ok {
		have.x = office.NewRecord(k)
	}
	x, err := FoldRecord(have.x, r)
	f.records[key] = recordAt{x, r.Version}
	return err
}

func (f *officeFold) recordRows() []Exec {
	var out []Exec
	for k, x := range f.records {
		out = append(out, RecordRow(k.kind, k.id, x.x, x.v))
	}
	return out
}
