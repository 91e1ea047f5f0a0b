package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
)

// LeadStream is an accountability lead, or a suggestion that was put aside (Art. 23).
func LeadStream(id string) Stream { return Stream{Type: "lead", ID: id} }

// LeadEvent makes an event of a lead.
func LeadEvent(e oversight.LeadEvent) (NewEvent, error) {
	kind, body, err := oversight.EncodeLead(e)
	return NewEvent{Kind: kind, V: oversight.Version, Body: body}, err
}

// FoldLead applies a record of a lead's stream.
func FoldLead(l oversight.Lead, r ledger.Record) (oversight.Lead, oversight.LeadEvent, error) {
	e, err := oversight.DecodeLead(r.Kind, r.V, r.Body)
	if err != nil {
		return l, nil, fmt.Errorf("fold position %d: %w", r.Pos, err)
	}
	l = oversight.EvolveLead(l, e)
	l.ID, l.Version = r.StreamID, r.Version
	return l, e, nil
}

// LeadRow is the row of a lead.
func LeadRow(l oversight.Lead) Exec {
	number := ""
	if l.Handed != nil {
		number = l.Handed.Number
	}
	return Exec{Query: "lead_put", Args: []any{l.ID, l.Version, l.Order, string(l.Unit), int64(l.Fault), string(l.State), l.State.Open(), number, ms(l.Began())}}
}

// LeadFactRows are the figures that an event of a lead brings. write is the place of its stream in the append.
func LeadFactRows(write int, l oversight.Lead, e oversight.LeadEvent, at time.Time) []Exec {
	date, week := dayOf(at.Truncate(time.Millisecond))
	var out []Exec
	for n, f := range leadFacts(l, e) {
		out = append(out, factExec(PosOf{Write: write, Event: 0}, n, l.Order, f, date, week))
	}
	return out
}

// leadFacts says what an event adds to the figures. The score takes lead.approved.item1 to 9: each deduction of domain.md §2.2 names its item of Art. 23, and only what the
// head has approved counts for one.
func leadFacts(l oversight.Lead, e oversight.LeadEvent) []Fact {
	var out []Fact
	add := func(kind string) { out = append(out, Fact{Kind: kind, Unit: string(l.Unit), N: 1}) }
	item := ".item" + strconv.Itoa(int(l.Fault))
	switch e := e.(type) {
	case oversight.LeadFiled:
		add("lead.filed")
		add("lead.filed." + e.Source)
	case oversight.LeadTakenBack:
		add("lead.withdrawn")
	case oversight.LeadDecided:
		if !e.Approved {
			add("lead.refused")
			break
		}
		add("lead.approved")
		add("lead.approved" + item)
	case oversight.LeadHanded:
		add("lead.handed")
		add("lead.handed." + string(e.To))
	case oversight.LeadConcluded:
		add("lead.concluded")
		add("lead.concluded." + string(e.Finding))
	case oversight.HintDropped:
		add("lead.hint_dropped")
	}
	return out
}

// HintRows keep suggestions.
func HintRows(all []oversight.Hint) []Exec {
	var out []Exec
	for _, h := range all {
		out = append(out, Exec{Query: "lead_hint_put", Args: []any{h.ID, h.Order, string(h.Unit), int64(h.Fault), h.Source, h.Code, int64(h.N), ms(h.At)}})
	}
	return out
}

// OrderHintRows are the suggestions that an event of an order brings.
func OrderHintRows(s order.State, e order.Event) []Exec {
	return HintRows(oversight.HintsOfOrder(s, e))
}

// LeadAsk says which leads. Fault 0, State and Unit empty are all.
type LeadAsk struct {
	Open     bool
	State    oversight.LeadState
	Fault    int
	Unit     org.UnitID
	BeforeMS int64
	BeforeID string
	Limit    int
	Marks    []string
}

// LeadRef names a lead in a list.
type LeadRef struct {
	ID     string
	MadeMS int64
}

// Leads reads a page, the newest first.
func (s *Store) Leads(ctx context.Context, a LeadAsk) ([]LeadRef, error) {
	text, args := s.sparing("lead_page", a.Marks, a.Open, fromNewest(a.BeforeMS), a.BeforeID, string(a.State), int64(a.Fault), string(a.Unit), a.Limit)
	return s.leadRefs(ctx, text, args)
}

// LeadsOf lists those on an order.
func (s *Store) LeadsOf(ctx context.Context, orderID string, limit int, marks []string) ([]LeadRef, error) {
	text, args := s.sparing("lead_of_order", marks, orderID, limit)
	return s.leadRefs(ctx, text, args)
}

func (s *Store) leadRefs(ctx context.Context, text string, args []any) ([]LeadRef, error) {
	out, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (LeadRef, error) {
		var r LeadRef
		err := scan(&r.ID, &r.MadeMS)
		return r, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("read leads: %w", err)
	}
	return out, nil
}

// fromNewest is where a page begins that has no cursor.
func fromNewest(ms int64) int64 {
	if ms == 0 {
		return 1 << 52
	}
	return ms
}

// LeadStates counts the open leads by their state.
func (s *Store) LeadStates(ctx context.Context, marks []string) (map[oversight.LeadState]int, error) {
	text, args := s.sparing("lead_states", marks)
	out := map[oversight.LeadState]int{}
	_, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (struct{}, error) {
		var state string
		var n int
		err := scan(&state, &n)
		out[oversight.LeadState(state)] = n
		return struct{}{}, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("count leads: %w", err)
	}
	return out, nil
}

// Hints reads a page of suggestions that nobody has taken up or dropped, the newest first.
func (s *Store) Hints(ctx context.Context, beforeMS int64, beforeID string, limit int, marks []string) ([]oversight.Hint, error) {
	text, args := s.sparing("lead_hint_page", marks, fromNewest(beforeMS), beforeID, limit)
	out, err := rows(ctx, s.db.Read, text, scanHint, args...)
	if err != nil {
		return nil, fmt.Errorf("read suggestions: %w", err)
	}
	return out, nil
}

func scanHint(scan func(...any) error) (oversight.Hint, error) {
	var h oversight.Hint
	var unit string
	var fault, n, at int64
	err := scan(&h.ID, &h.Order, &unit, &fault, &h.Source, &h.Code, &n, &at)
	h.Unit, h.Fault, h.N, h.At = org.UnitID(unit), oversight.Fault(fault), int(n), time.UnixMilli(at).UTC()
	return h, err
}

// Hint is a suggestion, dealt with or not, or ErrNone.
func (s *Store) Hint(ctx context.Context, id string) (oversight.Hint, error) {
	all, err := rows(ctx, s.db.Read, s.db.Q("lead_hint_get"), scanHint, id)
	if err == nil && len(all) == 0 {
		err = ErrNone
	}
	if err != nil {
		return oversight.Hint{}, fmt.Errorf("read suggestion: %w", err)
	}
	return all[0], nil
}

// CountHints counts the suggestions that wait.
func (s *Store) CountHints(ctx context.Context, marks []string) (int, error) {
	text, args := s.sparing("lead_hint_count", marks)
	var n int
	if err := s.db.Read.QueryRowContext(ctx, text, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count suggestions: %w", err)
	}
	return n, nil
}

// leadFold is the part of leads in a walk through the log.
type leadFold struct {
	leads map[string]oversight.Lead
	hints []Exec
}

func (f *leadFold) add(r ledger.Record) (l oversight.Lead, facts []Exec, err error) {
	if f.leads == nil {
		f.leads = map[string]oversight.Lead{}
	}
	l, e, err := FoldLead(f.leads[r.StreamID], r)
	if err != nil {
		return l, nil, err
	}
	f.leads[r.StreamID] = l
	for n, x := range leadFacts(l, e) {
		facts = append(facts, factExec(r.Pos, n, l.Order, x, r.LocalDate, r.Week))
	}
	return l, facts, nil
}

func (f *leadFold) rows() []Exec {
	var out []Exec
	for _, id := range sorted(f.leads) {
		out = append(out, LeadRow(f.leads[id]))
	}
	return append(out, f.hints...)
}

// checkLeads holds leads and suggestions against the log.
func (s *Store) checkLeads(ctx context.Context, f *folded, say func(string, ...any)) error {
	want := map[string]bool{}
	for _, x := range f.leads.rows() {
		want[x.Query+fmt.Sprint(x.Args...)] = true
	}
	_, err := rows(ctx, s.db.Read, s.db.Q("lead_all"), func(scan func(...any) error) (struct{}, error) {
		var id, on, unit, state, number string
		var v, fault, made int64
		var open bool
		err := scan(&id, &v, &on, &unit, &fault, &state, &open, &number, &made)
		key := "lead_put" + fmt.Sprint(id, v, on, unit, fault, state, open, number, made)
		if !want[key] {
			say("问责线索 %s 行与日志不符", id)
		}
		delete(want, key)
		return struct{}{}, err
	})
	if err != nil {
		return fmt.Errorf("check leads: %w", err)
	}
	have, err := rows(ctx, s.db.Read, s.db.Q("lead_hint_all"), scanHint)
	if err != nil {
		return fmt.Errorf("check suggestions: %w", err)
	}
	for _, x := range HintRows(have) {
		key := x.Query + fmt.Sprint(x.Args...)
		if !want[key] {
			say("问责提示 %v 行与日志不符", x.Args[0])
		}
		delete(want, key)
	}
	if len(want) > 0 {
		say("问责线索和提示缺%d行", len(want))
	}
	return nil
}
