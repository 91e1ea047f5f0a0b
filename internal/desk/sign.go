package desk

import (
	"context"
	"errors"
	"slices"

	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// Signs (苗头, Art. 21(6)) are noticed in the append of what a caller says: a threat in his words, a trend that his request makes. They are told at once, and wait on
// the page 苗头和舆情 for a person.

// noticed adds to a write what its words and its count give to notice.
func (s *Service) noticed(ctx context.Context, w *store.Append, cs []order.Command, d decided) error {
	var lines []store.ToldLine
	threat, err := s.threatened(ctx, w, cs, d)
	if err != nil {
		return err
	}
	lines = append(lines, threat...)
	if registers(cs) && d.st.Request.Type != order.Praise {
		rise, err := s.trends(ctx, w, d)
		if err != nil {
			return err
		}
		lines = append(lines, rise...)
	}
	if len(lines) == 0 {
		return nil
	}
	write, rows, err := store.ToldBeside("sign", len(w.Writes), store.ToldBody{About: d.st.ID, Lines: lines}, d.now)
	if err != nil {
		return err
	}
	w.Writes, w.Rows = append(w.Writes, write), append(w.Rows, rows...)
	return nil
}

func registers(cs []order.Command) bool {
	_, ok := cs[0].(order.Register)
	return ok
}

// saidIn are the words of a caller in commands; what the office writes of its own is none.
func saidIn(cs []order.Command) []string {
	var out []string
	for _, c := range cs {
		switch c := c.(type) {
		case order.Register:
			out = append(out, c.Request.Title, c.Request.Words.Text, c.Request.Ask.Text)
		case order.Urge:
			if c.Caller {
				out = append(out, c.Note.Text)
			}
		}
	}
	return out
}

// threatened looks for a threat in what the caller said, or in the operator's marks.
func (s *Service) threatened(ctx context.Context, w *store.Append, cs []order.Command, d decided) ([]store.ToldLine, error) {
	dangers := office.DangersIn(saidIn(cs)...)
	var marked []office.Danger
	if registers(cs) {
		var flags []string
		for _, f := range d.st.Request.Flags {
			flags = append(flags, order.FlagWord(f))
		}
		marked = office.DangersMarked(flags)
	}
	all := slices.Concat(dangers, marked)
	if len(all) == 0 {
		return nil, nil
	}
	have, version, _, err := record[office.Sign](ctx, s, office.ThreatRecord, d.st.ID)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return nil, err
	}
	e, ok := have.Hear(d.st.ID, inOrder(all), len(marked) > 0, d.now)
	if !ok {
		return nil, nil
	}
	if err := signWrite(w, office.ThreatRecord, d.st.ID, have, version, e); err != nil {
		return nil, err
	}
	var out []store.ToldLine
	if len(marked) > 0 && !slices.ContainsFunc(dangers, func(x office.Danger) bool { return !slices.Contains(marked, x) }) {
		return nil, nil // the operator's mark has told the heads already
	}
	for _, p := range office.ToldOf(e.Dangers) {
		out = append(out, store.ToldLine{Code: order.NoticeThreat, To: order.ToPost(p), Page: "/signs/threat/" + d.st.ID})
	}
	return out, nil
}

// inOrder are dangers, each once, the gravest first.
func inOrder(all []office.Danger) []office.Danger {
	var out []office.Danger
	for _, x := range office.Dangers() {
		if slices.Contains(all, x) {
			out = append(out, x)
		}
	}
	return out
}

// trendID names the trend of a leaf category in a place in one calendar week; a town that is empty is the whole county.
func trendID(category, town string, day calendar.Date) string {
	if town == "" {
		town = "county"
	}
	return category + "." + town + "." + day.Monday().String()
}

// trends looks whether a registration makes a trend in its township, or in the county. Either is found once a week, and not again while last week's waits for a person.
func (s *Service) trends(ctx context.Context, w *store.Append, d decided) ([]store.ToldLine, error) {
	q, day := d.st.Request, calendar.DateOf(d.now)
	if q.Category == "" {
		return nil, nil
	}
	local, err := s.rise(ctx, q.Category, q.Town, day, d)
	if err != nil {
		return nil, err
	}
	if q.Town != "" && local.Rises(d.p) {
		return s.trendFound(ctx, w, d, q.Town, local)
	}
	if q.Town == "" {
		return s.trendIf(ctx, w, d, local)
	}
	all, err := s.rise(ctx, q.Category, "", day, d)
	if err != nil || !all.Everywhere(local) {
		return nil, err
	}
	return s.trendIf(ctx, w, d, all)
}

// trendIf is a rise of the whole county, where it is one.
func (s *Service) trendIf(ctx context.Context, w *store.Append, d decided, rise office.Rise) ([]store.ToldLine, error) {
	if !rise.Rises(d.p) {
		return nil, nil
	}
	return s.trendFound(ctx, w, d, "", rise)
}

// trendFound writes a trend down and says who is told, unless it is known.
func (s *Service) trendFound(ctx context.Context, w *store.Append, d decided, town string, rise office.Rise) ([]store.ToldLine, error) {
	q, day := d.st.Request, calendar.DateOf(d.now)
	waits, err := s.trendWaits(ctx, q.Category, town, day)
	if err != nil || waits {
		return nil, err
	}
	id := trendID(q.Category, town, day)
	if err := signWrite(w, office.TrendRecord, id, office.Sign{}, 0, office.SignFound{At: d.now, Order: d.st.ID, Category: q.Category, Town: town, Day: day.String(), Rise: &rise}); err != nil {
		return nil, err
	}
	var out []store.ToldLine
	for _, p := range []org.PostID{org.PostOfficeHead, org.PostGovHead} {
		out = append(out, store.ToldLine{Code: order.NoticeTrend, To: order.ToPost(p), Times: rise.Now, Page: "/signs/trend/" + id})
	}
	return out, nil
}

// trendWaits reports whether a trend was found this week, or waits for a person since last week.
func (s *Service) trendWaits(ctx context.Context, category, town string, day calendar.Date) (bool, error) {
	if _, _, _, err := record[office.Sign](ctx, s, office.TrendRecord, trendID(category, town, day)); !errors.Is(err, ErrNotFound) {
		return true, err
	}
	last, _, _, err := record[office.Sign](ctx, s, office.TrendRecord, trendID(category, town, day.AddDays(-7)))
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return last.Settled == nil, err
}

// rise counts the week that ends with a day and the weeks before it, with the registration that is being written.
func (s *Service) rise(ctx context.Context, category, town string, day calendar.Date, d decided) (office.Rise, error) {
	first, err := s.store.FirstContact(ctx)
	if err != nil || first.IsZero() {
		return office.Rise{}, err
	}
	n := office.PastWeeks(day, calendar.DateOf(first), d.p)
	all, err := s.store.RequestWeeks(ctx, category, town, day.Next().Midnight(), n+1, nil)
	if err != nil {
		return office.Rise{}, err
	}
	all[0]++
	return office.Rise{Now: all[0], Past: all[1:]}, nil
}

// signWrite adds an event of a sign with its row.
func signWrite(w *store.Append, k office.RecordKind, id string, have office.Sign, version int64, e office.SignFound) error {
	ev, err := store.RecordEvent(e)
	if err != nil {
		return err
	}
	w.Writes = append(w.Writes, store.StreamWrite{Stream: store.RecordStream(k, id), Expect: version, Events: []store.NewEvent{ev}})
	w.Rows = append(w.Rows, store.RecordRow(k, id, office.EvolveRecord(have, e), version+1))
	return nil
}
