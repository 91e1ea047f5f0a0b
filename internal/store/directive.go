package store

import (
	"context"
	"fmt"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/org"
)

// DirectiveStream is a leader's word with what comes of it.
func DirectiveStream(id string) Stream { return Stream{Type: "directive", ID: id} }

// FoldDirective applies a record of a directive's stream.
func FoldDirective(d office.Directive, r ledger.Record) (office.Directive, error) {
	var e any
	var err error
	switch r.Kind {
	case "directive_given":
		e, err = officeDecode[office.DirectiveGiven](r)
	case "directive_answered":
		e, err = officeDecode[office.DirectiveAnswered](r)
	case "directive_sent_back":
		e, err = officeDecode[office.DirectiveSentBack](r)
	case "directive_urged":
		e, err = officeDecode[office.DirectiveUrged](r)
	case "directive_reported":
		e, err = officeDecode[office.DirectiveReported](r)
	}
	d = d.Evolve(e)
	d.ID, d.Version = r.StreamID, r.Version
	return d, err
}

// DirectiveRows are the rows of a directive: its own, and one a unit.
func DirectiveRows(d office.Directive) []Exec {
	out := []Exec{{Query: "directive_put", Args: []any{d.ID, d.Version, string(d.Given.Post), d.Given.Subject.Order, d.Open(), d.Answered(), d.Due(), ms(d.Given.At)}}}
	for _, t := range d.Tasks {
		out = append(out, Exec{Query: "directive_unit_put", Args: []any{d.ID, string(t.Unit), d.Open() && !t.Done, t.Due, ms(d.Given.At)}})
	}
	return out
}

// DirectiveAsk says which directives: of a leader's post, of a unit, or all; open ones or done ones, older than an instant.
type DirectiveAsk struct {
	Post   org.PostID
	Unit   org.UnitID
	Open   bool
	Before time.Time // zero: from the newest
	Limit  int
}

// Directives lists ids, the newest first.
func (s *Store) Directives(ctx context.Context, a DirectiveAsk) ([]string, error) {
	before := int64(1) << 52
	if !a.Before.IsZero() {
		before = ms(a.Before)
	}
	switch {
	case a.Post != "":
		return s.ids(ctx, "directive_of_post", string(a.Post), a.Open, before, a.Limit)
	case a.Unit != "":
		return s.ids(ctx, "directive_of_unit", string(a.Unit), a.Open, before, a.Limit)
	}
	return s.ids(ctx, "directive_page", a.Open, before, a.Limit)
}

// DirectivesOf lists those on an order.
func (s *Store) DirectivesOf(ctx context.Context, order string, limit int) ([]string, error) {
	return s.ids(ctx, "directive_of_order", order, limit)
}

// CountDirectives counts what a unit still has to answer; for no unit, what the office may give back to the leaders.
func (s *Store) CountDirectives(ctx context.Context, u org.UnitID, marks []string) (int, error) {
	q, args := "directive_count", []any(nil) // none that was written on an order that does not exist for whoever has one of the marks
	if u != "" {
		q, args = "directive_unit_count", []any{string(u)}
	}
	text, args := s.sparing(q, marks, args...)
	var n int
	if err := s.db.Read.QueryRowContext(ctx, text, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count directives: %w", err)
	}
	return n, nil
}
