package simulate

import (
	"fmt"
	"slices"

	"huiyin/internal/ledger"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
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

	pressed []*life                    // orders with an open row of supervision, in the order in which they came to it
	sheets  map[string]int             // sheets of supervision numbered in a year
	areas   map[string]*area           // what came together, by category and township
	rules   []office.RulesApproved     // versions of the rules that the log knows
	dirty   map[*life]bool             // orders to which something happened since the last rest
	moved   map[string]bool            // matters likewise
	heard   map[string]map[string]bool // areas in which somebody was heard since the last rest, by place
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

	sup   []supervised
	watch oversight.Watch
}

// supervised is one event of the supervision over an order.
type supervised struct {
	rec    ledger.Record
	e      oversight.Event
	before oversight.Watch
	order  int // how many events of the order stood before it
}

func newWorld() *world {
	return &world{by: map[string]*life{}, matters: map[string]order.Matter{}, rounds: map[string][]happened{}, notices: map[string][]ledger.Record{}, owes: map[org.PostID]map[string]bool{},
		sheets: map[string]int{}, areas: map[string]*area{}, dirty: map[*life]bool{}, moved: map[string]bool{}, heard: map[string]map[string]bool{}}
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

// take reads one record. It answers the life that it belongs to, nil where it is no order's; beside says that it is of its supervision.
func (w *world) take(r ledger.Record) (l *life, beside bool, err error) {
	w.pos = r.Pos
	switch r.StreamType {
	case "order":
		e, err := order.Decode(r.Kind, r.V, r.Body)
		if err != nil {
			return nil, false, fmt.Errorf("read record %d: %w", r.Pos, err)
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
		w.dirty[l] = true
		w.hears(l)
		return l, false, nil
	case "matter":
		e, err := order.Decode(r.Kind, r.V, r.Body)
		if err != nil {
			return nil, false, fmt.Errorf("read record %d: %w", r.Pos, err)
		}
		w.matters[r.StreamID] = order.EvolveMatter(w.matters[r.StreamID], e)
		w.rounds[r.StreamID] = append(w.rounds[r.StreamID], happened{rec: r, e: e})
		w.moved[r.StreamID] = true
	case "supervision":
		e, err := oversight.Decode(r.Kind, r.V, r.Body)
		if err != nil {
			return nil, false, fmt.Errorf("read record %d: %w", r.Pos, err)
		}
		l := w.by[r.StreamID]
		if l == nil {
			return nil, false, fmt.Errorf("read record %d: supervision of an order that is not there", r.Pos)
		}
		l.sup = append(l.sup, supervised{r, e, l.watch, len(l.log)})
		l.watch = oversight.Evolve(l.watch, e)
		l.watch.Order = l.id
		w.dirty[l] = true
		w.press(l)
		return l, true, nil
	case "cluster":
		return nil, false, w.gathers(r)
	case "policy":
		e, err := office.DecodeLaw(r.Kind, r.Body)
		if err != nil {
			return nil, false, fmt.Errorf("read record %d: %w", r.Pos, err)
		}
		if x, ok := e.(office.RulesApproved); ok {
			w.rules = append(w.rules, x)
		}
	case "notice":
		w.notices[r.StreamID] = append(w.notices[r.StreamID], r)
	}
	return nil, false, nil
}

// press keeps whether an order has an open row.
func (w *world) press(l *life) {
	open := slices.ContainsFunc(l.watch.Cases, oversight.Case.Open)
	i := slices.Index(w.pressed, l)
	switch {
	case open && i < 0:
		w.pressed = append(w.pressed, l)
	case !open && i >= 0:
		w.pressed = slices.Delete(w.pressed, i, i+1)
	}
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
			l      *life
			i      int
			beside bool
		}
		var touched []fresh
		for _, r := range recs {
			s.lookThrough("log", fmt.Sprintf("record %d (%s)", r.Pos, r.Kind), r.Body)
			l, beside, err := s.world.take(r)
			switch {
			case err != nil:
				return err
			case l == nil:
			case beside:
				touched = append(touched, fresh{l, len(l.sup) - 1, true})
			default:
				touched = append(touched, fresh{l, len(l.log) - 1, false})
				if h := l.log[len(l.log)-1]; h.was != h.is {
					s.report.Reached[statusKey(h.is)]++
				}
			}
		}
		var owing *life
		for _, f := range touched {
			if f.l != owing {
				owing = f.l
				s.world.owing(owing)
			}
			for _, x := range s.laws {
				hold := x.event
				if f.beside {
					hold = x.beside
				}
				if hold != nil {
					s.report.Checks[x.name]++
					hold(s, f.l, f.i)
				}
			}
		}
		if len(recs) < 500 {
			return nil
		}
	}
}
