package desk

import (
	"context"
	"errors"
	"fmt"

	"huiyin/internal/access"
	"huiyin/internal/bulletin"
	"huiyin/internal/calendar"
	"huiyin/internal/policy"
	"huiyin/internal/store"
)

// FigureAsk names a figure: a metric over a span of days, of everything or of one unit, category or township, up to a position of the log; 0 is the log as it stands.
type FigureAsk struct {
	Metric   string
	Part     bulletin.Part
	From, To string
	Where    bulletin.Where
	Pos      int64
	After    string // cursor
}

// FigureList is the orders that a figure counts. The figure is Sum; it is the rows' Times, and Hidden of orders that this reader may not see.
type FigureList struct {
	Metric bulletin.Metric
	Part   bulletin.Part
	Figure bulletin.Figure
	Whose  string // unit, category or township in words
	Days   string
	Sum    int64 // entries of the part
	Orders int
	Hidden int64
	Rows   []FigureRow
	Next   string
}

// FigureRow is an order with how often the figure counts it.
type FigureRow struct {
	Row
	Times int64
}

// mostListed is how many orders a figure's list reads at most; more are read by narrowing the days.
const mostListed = 100_000

// asOf is the last day whose limits have passed, of a span that ends with to.
func (s *Service) asOf(to string) string {
	return min(to, calendar.DateOf(s.now()).AddDays(-1).String())
}

// figureOrders lists the orders of a part of a figure, all of them.
func (s *Service) figureOrders(ctx context.Context, m bulletin.Metric, a FigureAsk) ([]store.FigureOrder, error) {
	add, sub := m.Terms(a.Part)
	from, to := m.DaysOf(a.From, a.To, s.asOf(a.To))
	return s.store.FigureOrders(ctx, store.FigureAsk{Pos: a.Pos, From: from, To: to, Plus: add, Minus: sub, Unit: a.Where.Unit, Category: a.Where.Category, Place: a.Where.Place, Limit: mostListed})
}

// checkSpan refuses what is no span of days.
func checkSpan(from, to string) error {
	a, err := calendar.ParseDate(from)
	if err != nil {
		return invalid("from", "开始日期看不懂，请选日期。")
	}
	b, err := calendar.ParseDate(to)
	if err != nil {
		return invalid("to", "结束日期看不懂，请选日期。")
	}
	if b.Before(a) {
		return invalid("to", "结束日期早于开始日期，请核对。")
	}
	return nil
}

// Figure lists the orders that a figure counts, a page at a time.
func (r *Reader) Figure(ctx context.Context, a FigureAsk) (FigureList, error) {
	var out FigureList
	if !access.May(r.actor.Post.Kind, access.Figures) {
		return out, ErrForbidden
	}
	m, ok := bulletin.Find(a.Metric)
	if !ok {
		return out, ErrNotFound
	}
	if a.Part == "" {
		a.Part = bulletin.Counted
	}
	if a.Part != bulletin.Counted && (m.Form != bulletin.Rate || a.Part != bulletin.Whole && a.Part != bulletin.Missed) {
		return out, ErrNotFound
	}
	if err := checkSpan(a.From, a.To); err != nil {
		return out, err
	}
	head, err := r.s.store.Head(ctx)
	if err != nil {
		return out, err
	}
	if a.Pos <= 0 || a.Pos > head {
		a.Pos = head
	}
	out.Metric, out.Part, out.Whose = m, a.Part, r.whose(ctx, a.Where)
	if out.Figure, err = r.s.figure(ctx, m, a); err != nil {
		return out, err
	}
	all, err := r.s.figureOrders(ctx, m, a)
	if err != nil {
		return out, err
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return out, err
	}
	out.Orders = len(all)
	out.Days = spanWords(m, a.From, a.To, r.s.asOf(a.To))
	marks, now := r.actor.Marks(), r.s.now()
	full := false
	for _, x := range all {
		out.Sum += x.N
		if x.Order <= a.After || full {
			continue
		}
		if len(out.Rows) == pageSize {
			out.Next, full = out.Rows[pageSize-1].ID, true
			continue
		}
		shut, err := r.s.store.Recused(ctx, x.Order, marks)
		if err != nil {
			return out, err
		}
		row, err := r.s.store.OrderRow(ctx, x.Order)
		if errors.Is(err, store.ErrNone) || shut {
			out.Hidden += x.N
			continue
		}
		if err != nil {
			return out, err
		}
		v := r.row(p, ListDone, store.Listed{OrderRow: row}, now)
		if row.Open {
			v = r.row(p, ListOpen, store.Listed{OrderRow: row}, now)
		}
		out.Rows = append(out.Rows, FigureRow{v, x.N})
	}
	return out, nil
}

func spanWords(m bulletin.Metric, from, to, asOf string) string {
	p := bulletin.Period{Kind: bulletin.Days, From: from, To: to}
	switch m.Span {
	case bulletin.DueEver, bulletin.DueAfter:
		return "截至" + dayShort(min(to, asOf)) + " 24:00"
	case bulletin.DueIn:
		if asOf < from {
			return p.Range() + "（时限还没有到的不算）"
		}
		if asOf < to {
			return bulletin.Period{Kind: bulletin.Days, From: from, To: asOf}.Range() + "（以后的时限还没有到）"
		}
	}
	return p.Range()
}

// whose says in words what a figure is narrowed to.
func (r *Reader) whose(ctx context.Context, w bulletin.Where) string {
	switch {
	case w.Unit != "":
		return r.dir.UnitName(orgUnit(w.Unit))
	case w.Place == bulletin.NoPlace:
		return "未写明属地"
	case w.Place != "":
		return r.dir.UnitName(orgUnit(w.Place))
	case w.Category != "":
		if p, err := r.s.Policy(ctx); err == nil {
			if c, ok := p.Category(w.Category); ok {
				return c.Label()
			}
		}
		return w.Category
	}
	return "全县"
}

// figure sums a metric for an ask.
func (s *Service) figure(ctx context.Context, m bulletin.Metric, a FigureAsk) (bulletin.Figure, error) {
	from, to := m.DaysOf(a.From, a.To, s.asOf(a.To))
	sums := s.store.FigureSums
	if m.Span == bulletin.DueEver || m.Span == bulletin.DueAfter {
		sums = s.store.DueSums
	}
	all, err := sums(ctx, a.Pos, from, to)
	if err != nil {
		return bulletin.Figure{}, err
	}
	kept := all[:0]
	for _, x := range all {
		if (a.Where.Unit == "" || a.Where.Unit == x.Unit) && (a.Where.Category == "" || a.Where.Category == x.Category) &&
			(a.Where.Place == "" || a.Where.Place == x.Place || a.Where.Place == bulletin.NoPlace && x.Place == "") {
			kept = append(kept, x)
		}
	}
	return m.In(bulletin.Tabulate(kept, "").All), nil
}

// Metrics is the catalogue, for the page that explains every figure.
func (r *Reader) Metrics() ([]bulletin.Metric, error) {
	if !access.May(r.actor.Post.Kind, access.Figures) {
		return nil, ErrForbidden
	}
	return bulletin.Metrics(), nil
}

// bulletinInput reads everything that a bulletin is compiled from.
func (s *Service) bulletinInput(ctx context.Context, p bulletin.Period, pos int64) (bulletin.Input, error) {
	in := bulletin.Input{Period: p, Pos: pos}
	read := func(into *[]bulletin.Sum, of func(context.Context, int64, string, string) ([]bulletin.Sum, error), from, to string, err *error) {
		if *err == nil {
			*into, *err = of(ctx, pos, from, to)
		}
	}
	var err error
	before, ago := p.Before(), p.YearAgo()
	end, _ := calendar.ParseDate(p.To)
	read(&in.Now, s.store.FigureSums, p.From, p.To, &err)
	read(&in.Before, s.store.FigureSums, before.From, before.To, &err)
	read(&in.Ago, s.store.FigureSums, ago.From, ago.To, &err)
	read(&in.Ever, s.store.DueSums, "0000-00-00", p.To, &err)
	read(&in.After, s.store.DueSums, end.Next().String(), "9999-99-99", &err)
	if err != nil {
		return in, err
	}
	house, err := s.House(ctx)
	if err != nil {
		return in, err
	}
	dir := s.directoryOn(house, orgDay(end.Noon())) // units bear the names of the period
	in.Units = dir.Units()
	pol, err := s.Policy(ctx)
	if err != nil {
		return in, err
	}
	in.Channels, in.Types, in.Categories = names(pol)
	in.Key, err = s.keyOrders(ctx, p, pos, func(id string) string { return dir.UnitName(orgUnit(id)) })
	return in, err
}

// names are the codes of the rules with what they are called.
func names(pol policy.Policy) (channels, types, categories []bulletin.Name) {
	for _, c := range pol.Channels {
		channels = append(channels, bulletin.Name{Code: c.Code, Name: c.Name})
	}
	for _, t := range orderTypes() {
		types = append(types, bulletin.Name{Code: string(t), Name: t.Name()})
	}
	for _, c := range pol.Categories() {
		categories = append(categories, bulletin.Name{Code: c.Code, Name: c.Name})
	}
	return channels, types, categories
}

// mostKey is how many key and supervised orders a bulletin lists.
const mostKey = 60

// keyOrders are the orders of 表6, as they stood at the position: registered as key in the period, or with a supervision sheet of it.
func (s *Service) keyOrders(ctx context.Context, p bulletin.Period, pos int64, unit func(string) string) ([]bulletin.KeyOrder, error) {
	ids, err := s.store.FigureOrders(ctx, store.FigureAsk{Pos: pos, From: p.From, To: p.To, Plus: []string{"registered.key", "supervise.sheet"}, Limit: mostKey})
	if err != nil {
		return nil, err
	}
	pol, err := s.Policy(ctx)
	if err != nil {
		return nil, err
	}
	var out []bulletin.KeyOrder
	for _, x := range ids {
		st, err := s.orderAt(ctx, x.Order, pos)
		if err != nil {
			return nil, fmt.Errorf("read order %s at %d: %w", x.Order, pos, err)
		}
		k := bulletin.KeyOrder{ID: st.ID, Number: st.Number, Title: st.Request.Title, Progress: st.Status.Name(), Unit: "未转办", Due: bulletin.None}
		if st.Request.Secrecy != ordinary {
			k.Title = "保密件，内容从略" // the title of a secret order may say more than its number (Art. 23(6))
		}
		if st.Lead != "" {
			k.Unit = unit(string(st.Lead))
		}
		if c, ok := pol.Channel(st.Request.Channel); ok {
			k.Channel = c.Name
		}
		if d := st.Clocks.Get(limitResult).LastDay; d != "" {
			k.Due = dayPlain(d)
		}
		if k.Means, err = s.meansAt(ctx, x.Order, pos); err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, nil
}
