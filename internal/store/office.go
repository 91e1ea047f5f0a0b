package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/office"
)

// The streams of the office's daily life.
func HandoverStream(id string) Stream  { return Stream{Type: "handover", ID: id} }
func StatementStream(id string) Stream { return Stream{Type: "statement", ID: id} }

// OfficeEvent makes an event of room office; its name in the log is that of its kind.
func OfficeEvent(e any) (NewEvent, error) {
	kind := map[string]string{"office.HandedOver": "handed_over", "office.Taken": "taken", "office.Followed": "followed", "office.Published": "published", "office.Ended": "ended",
		"office.Used": "used", "office.PhonesListed": "phones_listed", "office.PhonesConfirmed": "phones_confirmed",
		"office.DirectiveGiven": "directive_given", "office.DirectiveAnswered": "directive_answered", "office.DirectiveSentBack": "directive_sent_back", "office.DirectiveUrged": "directive_urged", "office.DirectiveReported": "directive_reported"}[fmt.Sprintf("%T", e)]
	if kind == "" {
		kind = sessionKinds[fmt.Sprintf("%T", e)]
	}
	if kind == "" {
		kind = abuseKinds[fmt.Sprintf("%T", e)]
	}
	if kind == "" {
		return NewEvent{}, fmt.Errorf("encode %T: not an event of the office", e)
	}
	body, err := json.Marshal(e)
	return NewEvent{Kind: kind, V: 1, Body: body}, err
}

func officeDecode[T any](r ledger.Record) (T, error) {
	var e T
	if err := json.Unmarshal(r.Body, &e); err != nil {
		return e, fmt.Errorf("read %s at %d: %w", r.Kind, r.Pos, err)
	}
	return e, nil
}

// FoldHandover applies a record of a hand-over's stream.
func FoldHandover(h office.Handover, r ledger.Record) (office.Handover, error) {
	h.ID, h.Version = r.StreamID, r.Version
	var err error
	switch r.Kind {
	case "handed_over":
		h.Out, err = officeDecode[office.HandedOver](r)
	case "taken":
		h.In, err = officeDecode[office.Taken](r)
	case "followed":
		var e office.Followed
		e, err = officeDecode[office.Followed](r)
		h.Next = e.By
	}
	return h, err
}

// FoldStatement applies a record of a statement's stream.
func FoldStatement(s office.Statement, r ledger.Record) (office.Statement, error) {
	s.ID = r.StreamID
	var e any
	var err error
	switch r.Kind {
	case "published":
		e, err = officeDecode[office.Published](r)
	case "ended":
		e, err = officeDecode[office.Ended](r)
	case "used":
		e, err = officeDecode[office.Used](r)
	}
	if err != nil {
		return s, err
	}
	return s.Evolve(e), nil
}

// HandoverRow is the row of a hand-over.
func HandoverRow(h office.Handover) Exec {
	return Exec{Query: "handover_put", Args: []any{h.ID, ms(h.Out.At), string(h.Out.Account), ms(h.In.At), string(h.In.Account), int64(len(h.Out.Items)), int64(len(h.Out.Settled))}}
}

// StatementRow is the row of a statement.
func StatementRow(s office.Statement) Exec {
	return Exec{Query: "statement_put", Args: []any{s.ID, int64(s.V), s.Draft.Title, ms(s.Draft.From), ms(s.Draft.Until), ms(s.EndedAt), int64(s.Uses)}}
}

// UseRows count one more caller.
func UseRows(statement string, u office.Used) []Exec {
	return []Exec{{Query: "statement_used", Args: []any{statement}}, useRow(statement, u)}
}

func useRow(statement string, u office.Used) Exec {
	return Exec{Query: "statement_use_put", Args: []any{u.Order, statement, int64(u.V), ms(u.At)}}
}

// HandoverLine is a line of the history.
type HandoverLine struct {
	ID             string
	Made, Taken    time.Time
	MadeBy, TakeBy string
	Items, Settled int
}

// Handovers reads a page of the history, newest first.
func (s *Store) Handovers(ctx context.Context, before time.Time, limit int) ([]HandoverLine, error) {
	out, err := rows(ctx, s.db.Read, s.db.Q("handover_page"), func(scan func(...any) error) (HandoverLine, error) {
		var l HandoverLine
		var made, taken int64
		err := scan(&l.ID, &made, &l.MadeBy, &taken, &l.TakeBy, &l.Items, &l.Settled)
		l.Made = time.UnixMilli(made).UTC()
		if taken > 0 {
			l.Taken = time.UnixMilli(taken).UTC()
		}
		return l, err
	}, ms(before), limit)
	if err != nil {
		return nil, fmt.Errorf("read hand-overs: %w", err)
	}
	return out, nil
}

// RunningStatements lists what callers may be answered with now.
func (s *Store) RunningStatements(ctx context.Context, now time.Time) ([]string, error) {
	return s.ids(ctx, "statement_running", ms(now))
}

// Statements lists statements by their end, the latest first.
func (s *Store) Statements(ctx context.Context, before time.Time, limit int) ([]string, error) {
	return s.ids(ctx, "statement_page", ms(before), limit)
}

// StatementOrders lists the orders that a statement answered, newest first.
func (s *Store) StatementOrders(ctx context.Context, id string, limit int) ([]string, error) {
	return s.ids(ctx, "statement_orders", id, limit)
}

// StatementOf is the statement that answered an order, or ErrNone.
func (s *Store) StatementOf(ctx context.Context, order string) (string, error) {
	ids, err := s.ids(ctx, "statement_of", order)
	if err == nil && len(ids) == 0 {
		err = ErrNone
	}
	if err != nil {
		return "", err
	}
	return ids[0], nil
}

// UrgentOrders lists open urgent and key orders whose limit ends by an instant.
func (s *Store) UrgentOrders(ctx context.Context, by time.Time, limit int) ([]string, error) {
	return s.ids(ctx, "orders_urgent", ms(by), limit)
}

// officeFold is the office's part of a walk through the log.
type officeFold struct {
	handovers  map[string]office.Handover
	statements map[string]office.Statement
	uses       []Exec
	phonebooks map[string]office.Phonebook
	directives map[string]office.Directive
	days       dayFold
	abuses     map[string]office.Abuse
	records    map[recordKey]recordAt
}

func (f *officeFold) add(r ledger.Record) error {
	var err error
	if k, ok := recordKind(r.StreamType); ok {
		return f.addRecord(k, r)
	}
	switch r.StreamType {
	case "handover":
		if f.handovers == nil {
			f.handovers = map[string]office.Handover{}
		}
		f.handovers[r.StreamID], err = FoldHandover(f.handovers[r.StreamID], r)
	case "phonebook":
		if f.phonebooks == nil {
			f.phonebooks = map[string]office.Phonebook{}
		}
		f.phonebooks[r.StreamID], err = FoldPhonebook(f.phonebooks[r.StreamID], r)
	case "directive":
		if f.directives == nil {
			f.directives = map[string]office.Directive{}
		}
		f.directives[r.StreamID], err = FoldDirective(f.directives[r.StreamID], r)
	case "abuse":
		err = f.addAbuse(r)
	case "answering", "roster":
		err = f.days.add(r)
	case "statement":
		if f.statements == nil {
			f.statements = map[string]office.Statement{}
		}
		f.statements[r.StreamID], err = FoldStatement(f.statements[r.StreamID], r)
		if err == nil && r.Kind == "used" {
			var u office.Used
			u, err = officeDecode[office.Used](r)
			f.uses = append(f.uses, useRow(r.StreamID, u))
		}
	}
	return err
}

func (f *officeFold) rows() []Exec {
	var out []Exec
	for _, id := range sorted(f.handovers) {
		out = append(out, HandoverRow(f.handovers[id]))
	}
	for _, id := range sorted(f.statements) {
		out = append(out, StatementRow(f.statements[id]))
	}
	for _, id := range sorted(f.phonebooks) {
		out = append(out, PhonebookRow(f.phonebooks[id]))
	}
	for _, id := range sorted(f.directives) {
		out = append(out, DirectiveRows(f.directives[id])...)
	}
	for _, id := range sorted(f.abuses) {
		out = append(out, AbuseRow(f.abuses[id]))
	}
	out = append(out, f.recordRows()...)
	return append(append(out, f.days.rows()...), f.uses...)
}

func (s *Store) checkOffice(ctx context.Context, f *folded, say func(string, ...any)) error {
	want := map[string]map[string]bool{"handover_put": {}, "statement_put": {}, "statement_use_put": {}, "phonebook_put": {}, "directive_put": {}, "directive_unit_put": {}, "abuse_put": {}, "record_put": {}}
	for put := range dayTables {
		want[put] = map[string]bool{}
	}
	for _, x := range f.office.rows() {
		want[x.Query][fmt.Sprint(x.Args...)] = true
	}
	tables := map[string]string{"handover_put": "handover_all", "statement_put": "statement_all", "statement_use_put": "statement_use_all", "phonebook_put": "phonebook_all",
		"directive_put": "directive_all", "directive_unit_put": "directive_unit_all", "abuse_put": "abuse_all", "record_put": "record_all"}
	maps.Copy(tables, dayTables)
	for put, q := range tables {
		_, err := rows(ctx, s.db.Read, s.db.Q(q), func(scan func(...any) error) (struct{}, error) {
			key, err := scanOffice(put, scan)
			if !want[put][key] {
				say("%s 有与日志不符的行", q)
			}
			delete(want[put], key)
			return struct{}{}, err
		})
		if err != nil {
			return fmt.Errorf("check %s: %w", q, err)
		}
		if n := len(want[put]); n > 0 {
			say("%s 缺%d行", q, n)
		}
	}
	return nil
}

func scanOffice(put string, scan func(...any) error) (string, error) {
	var a, b string
	var n [5]int64
	switch put {
	case "handover_put":
		var c string
		err := scan(&a, &n[0], &b, &n[1], &c, &n[2], &n[3])
		return fmt.Sprint(a, n[0], b, n[1], c, n[2], n[3]), err
	case "statement_put":
		err := scan(&a, &n[0], &b, &n[1], &n[2], &n[3], &n[4])
		return fmt.Sprint(a, n[0], b, n[1], n[2], n[3], n[4]), err
	case "phonebook_put":
		var c, d string
		err := scan(&a, &n[0], &b, &c, &n[1], &d)
		return fmt.Sprint(a, n[0], b, c, n[1], d), err
	case "directive_put":
		var c, due string
		var open, ready bool
		err := scan(&a, &n[0], &b, &c, &open, &ready, &due, &n[1])
		return fmt.Sprint(a, n[0], b, c, open, ready, due, n[1]), err
	case "directive_unit_put":
		var due string
		var open bool
		err := scan(&a, &b, &open, &due, &n[0])
		return fmt.Sprint(a, b, open, due, n[0]), err
	case "abuse_put":
		var c string
		var waits bool
		err := scan(&a, &n[0], &b, &c, &waits, &n[1], &n[2])
		return fmt.Sprint(a, n[0], b, c, waits, n[1], n[2]), err
	case "record_put":
		var unit, person, due string
		var open bool
		err := scan(&a, &b, &n[0], &unit, &person, &open, &due, &n[1])
		return fmt.Sprint(a, b, n[0], unit, person, open, due, n[1]), err
	case "answering_put":
		var day, week, kind, who string
		var gone, minuted bool
		err := scan(&a, &n[0], &day, &week, &kind, &who, &gone, &minuted)
		return fmt.Sprint(a, n[0], day, week, kind, who, gone, minuted), err
	case "roster_put":
		var marks, people, by string
		err := scan(&a, &b, &n[0], &marks, &people, &by, &n[1])
		return fmt.Sprint(a, b, n[0], marks, people, by, n[1]), err
	case "answering_call_put":
		err := scan(&a, &b, &n[0])
		return fmt.Sprint(a, b, n[0]), err
	case "statement_use_put":
		err := scan(&a, &b, &n[0], &n[1])
		return fmt.Sprint(a, b, n[0], n[1]), err
	}
	return "", errors.New("unknown row")
}
