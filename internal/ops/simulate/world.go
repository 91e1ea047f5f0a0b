package simulate

import (
	"fmt"
	"slices"

	"huiyin/internal/ledger"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// world is what the log says, read record by record as it grows.
type world struct {
	pos     int64
	orders  []*life
	by      map[string]*life
	matters map[string]order.Matter
	rounds  map[string][]happened // events of each matter
	notices map[string][]ledger.Record
	owes    map[org.PostID]map[string]bool // who owes something on which orders, so that only they look at their lists
}

// happened is one event of an order.
type happened struct {
	rec ledger.Record
	e   order.Event
	was order.Status // where the order stood
	is  order.Status

	calendar int        // version of the calendar that held for it
	key      bool       // a key order at that moment
	lead     org.UnitID // who held it when it happened
}

// life is one order with everything that happened to it.
type life struct {
	id  string
	log []happened
	st  order.State
	by  []org.PostID // who owes something on it
}

func newWorld() *world {
	return &world{by: map[string]*life{}, matters: map[string]order.Matter{}, rounds: map[string][]happened{}, notices: map[string][]ledger.Record{}, owes: map[org.PostID]map[string]bool{}}
}

// state is an order as it stands, with its matter.
func (w *world) state(id string) order.State {
	l := w.by[id]
	if l == nil {
		return order.State{}
	}
	s := l.st
	s.Matter = w.matters[s.MatterID]
	return s
}

// take reads one record. It answers the life that it belongs to, nil where it is no order's.
func (w *world) take(r ledger.Record) (*life, error) {
	w.pos = r.Pos
	switch r.StreamType {
	case "order":
		e, err := order.Decode(r.Kind, r.V, r.Body)
		if err != nil {
			return nil, fmt.Errorf("read record %d: %w", r.Pos, err)
		}
		l := w.by[r.StreamID]
		if l == nil {
			l = &life{id: r.StreamID}
			w.by[r.StreamID], w.orders = l, append(w.orders, l)
		}
		was := l.st.Status
		st := l.st
		st.Matter = w.matters[st.MatterID]
		l.st = order.Evolve(st, e)
		lead := l.st.Lead
		if lead == "" || was.AtUnit() {
			lead = st.Lead
		}
		l.log = append(l.log, happened{r, e, was, l.st.Status, l.st.Calendar, l.st.Key, lead})
		return l, nil
	case "matter":
		e, err := order.Decode(r.Kind, r.V, r.Body)
		if err != nil {
			return nil, fmt.Errorf("read record %d: %w", r.Pos, err)
		}
		w.matters[r.StreamID] = order.EvolveMatter(w.matters[r.StreamID], e)
		w.rounds[r.StreamID] = append(w.rounds[r.StreamID], happened{rec: r, e: e})
	case "notice":
		w.notices[r.StreamID] = append(w.notices[r.StreamID], r)
	}
	return nil, nil
}

// owing keeps who owes something on an order.
func (w *world) owing(l *life) {
	for _, p := range l.by {
		delete(w.owes[p], l.id)
	}
	l.by = l.by[:0]
	for _, d := range order.Duties(w.state(l.id)) {
		if slices.Contains(l.by, d.Post) {
			continue
		}
		l.by = append(l.by, d.Post)
		if w.owes[d.Post] == nil {
			w.owes[d.Post] = map[string]bool{}
		}
		w.owes[d.Post][l.id] = true
	}
}

// tail reads what was written since the last look and holds the laws on it: all records of a write first, then the laws on each order concerned.
func (s *sim) tail() error {
	for {
		recs, err := s.srv.Store.LogFrom(s.ctx, s.world.pos, 500)
		if err != nil {
			return fmt.Errorf("read the log after %d: %w", s.world.pos, err)
		}
		type fresh struct {
			l    *life
			from int
		}
		var touched []fresh
		for _, r := range recs {
			s.lookThrough("log", fmt.Sprintf("record %d (%s)", r.Pos, r.Kind), r.Body)
			l, err := s.world.take(r)
			if err != nil {
				return err
			}
			if l != nil && (len(touched) == 0 || touched[len(touched)-1].l != l) {
				touched = append(touched, fresh{l, len(l.log) - 1})
			}
		}
		for _, f := range touched {
			s.world.owing(f.l)
			for i := f.from; i < len(f.l.log); i++ {
				for _, x := range s.laws {
					if x.event != nil {
						s.report.Checks[x.name]++
						x.event(s, f.l, i)
					}
				}
			}
		}
		if len(recs) < 500 {
			return nil
		}
	}
}
