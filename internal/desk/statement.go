package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// StatementView is a statement as the desk reads it.
type StatementView struct {
	ID, Title, Text, Town, Place, Category, Owner, By, From, Until, State string
	V, Uses, Fit                                                          int
	Runs                                                                  bool
	Draft                                                                 office.Draft
	Orders                                                                []StatementOrder
}

// StatementOrder is an order that it answered.
type StatementOrder struct{ ID, Number, Status string }

func (s *Service) statement(ctx context.Context, id string) (office.Statement, int64, error) {
	var st office.Statement
	recs, err := s.store.Load(ctx, store.StatementStream(id))
	if err != nil {
		return st, 0, fmt.Errorf("load statement %s: %w", id, err)
	}
	for _, r := range recs {
		if st, err = store.FoldStatement(st, r); err != nil {
			return st, 0, err
		}
	}
	if len(recs) == 0 {
		return st, 0, ErrNotFound
	}
	return st, int64(len(recs)), nil
}

func (r *Reader) statementView(ctx context.Context, id string) (StatementView, error) {
	st, _, err := r.s.statement(ctx, id)
	if err != nil {
		return StatementView{}, err
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return StatementView{}, err
	}
	d, now := st.Draft, r.s.now()
	v := StatementView{ID: id, Title: d.Title, Text: d.Text, Place: d.Place, Owner: r.dir.UnitName(d.Owner), By: r.account(st.By), From: clockTime(d.From), Until: clockTime(d.Until), V: st.V, Uses: st.Uses,
		Runs: st.Runs(now), Draft: d, State: "使用中", Town: "全县", Category: "不限"}
	if d.Town != "" {
		v.Town = r.dir.UnitName(org.UnitID(d.Town))
	}
	if c, ok := p.Category(d.Category); ok {
		v.Category = c.Label()
	}
	switch {
	case !st.EndedAt.IsZero():
		v.State = clockTime(st.EndedAt) + " 撤下"
	case now.Before(d.From):
		v.State = "还没开始"
	case !v.Runs:
		v.State = "已到期"
	}
	return v, nil
}

// RunningStatements lists what a caller may be answered with now, the best fit first. Empty town or category fit everything.
func (r *Reader) RunningStatements(ctx context.Context, town, place, category string) ([]StatementView, error) {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return nil, ErrForbidden
	}
	ids, err := r.s.store.RunningStatements(ctx, r.s.now())
	if err != nil {
		return nil, err
	}
	var out []StatementView
	for _, id := range ids {
		v, err := r.statementView(ctx, id)
		if err != nil {
			return nil, err
		}
		if v.Fit = (office.Statement{Draft: v.Draft}).Matches(town, place, category); v.Fit > 0 {
			out = append(out, v)
		}
	}
	slices.SortStableFunc(out, func(a, b StatementView) int { return b.Fit - a.Fit })
	return out, nil
}

// Statements lists all statements, running and past.
func (r *Reader) Statements(ctx context.Context) ([]StatementView, error) {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return nil, ErrForbidden
	}
	ids, err := r.s.store.Statements(ctx, time.UnixMilli(1<<52), 50)
	if err != nil {
		return nil, err
	}
	var out []StatementView
	for _, id := range ids {
		v, err := r.statementView(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// Statement is one with the orders that it answered, as far as this reader may open them.
func (r *Reader) Statement(ctx context.Context, id string) (StatementView, error) {
	if !access.May(r.actor.Post.Kind, access.Intake) {
		return StatementView{}, ErrForbidden
	}
	v, err := r.statementView(ctx, id)
	if err != nil || !r.actor.Post.Kind.Desk() || r.actor.Is(org.Outsourced) {
		return v, err
	}
	ids, err := r.s.store.StatementOrders(ctx, id, 100)
	if err != nil {
		return v, err
	}
	for _, o := range ids {
		row, err := r.s.store.OrderRow(ctx, o)
		if err != nil {
			return v, err
		}
		v.Orders = append(v.Orders, StatementOrder{ID: o, Number: row.Number, Status: row.Status.Name()})
	}
	return v, nil
}

// PublishStatement publishes a statement, or the next version of one. Who may: dispatcher and head.
func (s *Service) PublishStatement(ctx context.Context, actor org.Actor, id string, d office.Draft, key string) (string, error) {
	if !access.May(actor.Post.Kind, access.Dispatching) {
		return "", ErrForbidden
	}
	now := s.now()
	var st office.Statement
	var version int64
	var err error
	if id == "" {
		id = s.newID()
	} else if st, version, err = s.statement(ctx, id); err != nil {
		return "", err
	}
	if d.From.IsZero() {
		d.From = now
	}
	e, err := st.Publish(d, actor.Account, now)
	if err != nil {
		return "", err
	}
	st = st.Evolve(e)
	st.ID = id
	ev, err := store.OfficeEvent(e)
	if err != nil {
		return "", err
	}
	w := store.Append{At: now, Writes: []store.StreamWrite{{Stream: store.StatementStream(id), Expect: version, Events: []store.NewEvent{ev}}}, Rows: []store.Exec{store.StatementRow(st)}}
	digest := s.vault.Digest(fmt.Sprint(version, d.Title, d.Town, d.Place, d.Category, d.Text, d.Owner, d.Until.Unix()))
	return s.finishOwn(ctx, actor, w, &store.CommandKey{Actor: string(actor.Account), Route: "statement", Key: key, Digest: digest}, id)
}

// EndStatement takes a statement back before its time.
func (s *Service) EndStatement(ctx context.Context, actor org.Actor, id string) error {
	if !access.May(actor.Post.Kind, access.Dispatching) {
		return ErrForbidden
	}
	st, version, err := s.statement(ctx, id)
	if err != nil {
		return err
	}
	now := s.now()
	e, err := st.End(actor.Account, now)
	if err != nil {
		return err
	}
	ev, err := store.OfficeEvent(e)
	if err != nil {
		return err
	}
	_, err = s.append(ctx, actor, store.Append{At: now, Writes: []store.StreamWrite{{Stream: store.StatementStream(id), Expect: version, Events: []store.NewEvent{ev}}}, Rows: []store.Exec{store.StatementRow(st.Evolve(e))}})
	return s.known(err)
}

// KnowledgeOf names the version of a statement that answered, as the order keeps it.
func KnowledgeOf(id string, v int) string { return fmt.Sprintf("statement:%s@%d", id, v) }

// withStatement completes a registration by a running statement: a question is answered with it, anything else is proposed to the unit whose event it is
// (domain.md §13.12); either way the order is linked to the statement in the same append.
func (s *Service) withStatement(ctx context.Context, a Ask) (Ask, error) {
	reg, ok := a.Commands[0].(order.Register)
	if !ok || len(a.Commands) != 1 {
		return a, fmt.Errorf("answer by statement: the ask is no plain registration")
	}
	st, _, err := s.statement(ctx, a.Statement)
	if err != nil {
		return a, err
	}
	now := s.now()
	u, err := st.Use(reg.ID, now)
	if err != nil {
		return a, err
	}
	ev, err := store.OfficeEvent(u)
	if err != nil {
		return a, err
	}
	p, err := s.Policy(ctx)
	if err != nil {
		return a, err
	}
	c, _ := p.Channel(reg.Request.Channel)
	if reg.Request.Type == order.Consult && !c.Outer && !c.Key {
		a.Commands = append(a.Commands, order.AnswerDirectly{By: reg.By, Knowledge: KnowledgeOf(st.ID, st.V), Answer: order.Private{Text: st.Draft.Text}})
	} else {
		dir, err := s.Directory(ctx)
		if err != nil {
			return a, err
		}
		unit, _ := dir.Unit(st.Draft.Owner)
		told := ""
		if reg.Request.Secrecy == order.Ordinary {
			told = text.AutoMask(reg.Request.Words.Text, reg.Request.Name.Text)
		}
		a.Commands = append(a.Commands, order.SubmitForDispatch{By: reg.By, ChainID: s.newID(), Deputy: unit.Deputy, Proposal: order.Proposal{Unit: unit.ID, Text: told,
			Requirements: fmt.Sprintf("与事件“%s”（%s起）一并办理；已按口径第%d版告知诉求人。", st.Draft.Title, calendar.DateOf(st.Draft.From).ChineseShort(), st.V)}})
	}
	a.also = &also{write: store.StreamWrite{Stream: store.StatementStream(st.ID), Expect: -1, Events: []store.NewEvent{ev}}, rows: store.UseRows(st.ID, u)}
	return a, nil
}

// also is what is written beside an order's own events.
type also struct {
	write store.StreamWrite
	rows  []store.Exec
	keys  []store.PersonKey
	seals []store.Sealed
	jobs  []store.Due
	told  []store.ToldLine // messages about it
	about string           // the notice stream they stand on
}

// AnsweredBy is the statement that an order was registered under; ok is false where there is none.
func (r *Reader) AnsweredBy(ctx context.Context, orderID string) (StatementView, bool) {
	id, err := r.s.store.StatementOf(ctx, orderID)
	if err != nil {
		return StatementView{}, false
	}
	v, err := r.statementView(ctx, id)
	return v, err == nil
}
