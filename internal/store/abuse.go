package store

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/org"
)

// AbuseStream is a record about a caller who disturbs the hotline (Art. 13).
func AbuseStream(id string) Stream { return Stream{Type: "abuse", ID: id} }

// abuseKinds names its events in the log.
var abuseKinds = map[string]string{"office.AbuseProposed": "abuse_proposed", "office.AbuseWarned": "abuse_warned", "office.AbuseDecided": "abuse_decided", "office.AbuseHanded": "abuse_handed",
	"office.AbuseReceived": "abuse_received", "office.AbuseResulted": "abuse_resulted", "office.AbuseEnded": "abuse_ended"}

// FoldAbuse applies a record of its stream.
func FoldAbuse(a office.Abuse, r ledger.Record) (office.Abuse, error) {
	var e any
	var err error
	switch r.Kind {
	case "abuse_proposed":
		e, err = officeDecode[office.AbuseProposed](r)
	case "abuse_warned":
		e, err = officeDecode[office.AbuseWarned](r)
	case "abuse_decided":
		e, err = officeDecode[office.AbuseDecided](r)
	case "abuse_handed":
		e, err = officeDecode[office.AbuseHanded](r)
	case "abuse_received":
		e, err = officeDecode[office.AbuseReceived](r)
	case "abuse_resulted":
		e, err = officeDecode[office.AbuseResulted](r)
	case "abuse_ended":
		e, err = officeDecode[office.AbuseEnded](r)
	}
	a = a.Evolve(e)
	a.ID, a.Version = r.StreamID, r.Version
	return a, err
}

// AbuseRow is its row.
func AbuseRow(a office.Abuse) Exec {
	return Exec{Query: "abuse_put", Args: []any{a.ID, a.Version, a.Proposed.Caller, string(a.Proposed.Unit), a.Decided == nil, ms(a.HintUntil()), ms(a.Proposed.At)}}
}

// AbuseAsk says which records: those of a unit, else those that wait, hint or are over, older than an instant.
type AbuseAsk struct {
	Unit   org.UnitID
	Stage  office.AbuseStage // waits, hints; any other: over
	Now    time.Time
	Before time.Time // zero: from the newest
	Limit  int
}

// Abuses lists ids, the newest first.
func (s *Store) Abuses(ctx context.Context, a AbuseAsk) ([]string, error) {
	before := int64(1) << 52
	if !a.Before.IsZero() {
		before = ms(a.Before)
	}
	switch {
	case a.Unit != "":
		return s.ids(ctx, "abuse_of_unit", string(a.Unit), before, a.Limit)
	case a.Stage == office.AbuseWaits:
		return s.ids(ctx, "abuse_waiting", before, a.Limit)
	case a.Stage == office.AbuseHints:
		return s.ids(ctx, "abuse_hinting", ms(a.Now), before, a.Limit)
	}
	return s.ids(ctx, "abuse_past", ms(a.Now), before, a.Limit)
}

// AbuseOf is the record whose hint about a caller runs longest, ErrNone where none runs now.
func (s *Store) AbuseOf(ctx context.Context, caller string, now time.Time) (string, error) {
	ids, err := s.ids(ctx, "abuse_of_caller", caller, ms(now))
	if err != nil {
		return "", fmt.Errorf("find hint: %w", err)
	}
	if len(ids) == 0 {
		return "", ErrNone
	}
	return ids[0], nil
}

// CountAbuses counts what waits for the head.
func (s *Store) CountAbuses(ctx context.Context) (int, error) {
	var n int
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("abuse_count")).Scan(&n); err != nil {
		return 0, fmt.Errorf("count abuse records: %w", err)
	}
	return n, nil
}

func (f *officeFold) addAbuse(r ledger.Record) error {
	if f.abuses == nil {
		f.abuses = map[string]office.Abuse{}
	}
	var err error
	f.abuses[r.StreamID], err = FoldAbuse(f.abuses[r.StreamID], r)
	return err
}
