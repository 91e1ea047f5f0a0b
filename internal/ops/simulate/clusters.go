package simulate

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/ledger"
	"huiyin/internal/order"
	"huiyin/internal/oversight"
)

// area is what came together in one category of one township, as the log has it.
type area struct {
	formed []oversight.ClusterFormed
	last   map[string]time.Time // by cluster, when it was last spoken of
	in     map[oversight.Heard]string
}

// areaKey names an area as its stream is named.
func areaKey(category, town string) string { return category + "." + town }

// gathers reads one record of an area.
func (w *world) gathers(r ledger.Record) error {
	e, err := oversight.DecodeCluster(r.Kind, r.V, r.Body)
	if err != nil {
		return fmt.Errorf("read record %d: %w", r.Pos, err)
	}
	a := w.areas[r.StreamID]
	if a == nil {
		a = &area{last: map[string]time.Time{}, in: map[oversight.Heard]string{}}
		w.areas[r.StreamID] = a
	}
	switch e := e.(type) {
	case oversight.ClusterFormed:
		a.formed = append(a.formed, e)
		a.last[e.Cluster] = e.At
		for _, h := range e.Contacts {
			a.in[inMS(h)] = e.Cluster
		}
	case oversight.ClusterGrew:
		a.last[e.Cluster] = e.At
		for _, h := range e.Contacts {
			a.in[inMS(h)] = e.Cluster
		}
	}
	return nil
}

// inMS is a contact by its millisecond, as the log keeps moments.
func inMS(h oversight.Heard) oversight.Heard {
	return oversight.Heard{Order: h.Order, At: h.At.UTC().Truncate(time.Millisecond)}
}

// hears keeps where somebody was heard since the last rest.
func (w *world) hears(l *life) {
	q := l.st.Request
	if q.Category == "" || q.Town == "" || q.Place == "" {
		return
	}
	switch l.log[len(l.log)-1].e.(type) {
	case order.RegisteredEvent, order.Urged:
	default:
		return
	}
	k := areaKey(q.Category, q.Town)
	if w.heard[k] == nil {
		w.heard[k] = map[string]bool{}
	}
	w.heard[k][q.Place] = true
}

// lawsOfClusters are Art. 21(6): five contacts by two persons or more within seven days about one matter and place.
func lawsOfClusters() []law {
	return []law{{name: "I11c", says: "five contacts by two persons in seven days about one matter and place are one cluster, found as it forms (Art. 21(6))", rest: func(s *sim, last bool) {
		for _, k := range slices.Sorted(maps.Keys(s.world.heard)) {
			for _, place := range slices.Sorted(maps.Keys(s.world.heard[k])) {
				s.checkPlace(k, place)
			}
		}
	}}}
}

// voice is one contact by the run's own knowledge of who spoke.
type voice struct {
	oversight.Heard
	who int // the caller; 0 where nobody knows
}

// checkPlace counts what was heard at a place, as the callers of this run spoke.
func (s *sim) checkPlace(key, place string) {
	var all []voice
	for _, l := range s.world.orders {
		q := &l.st.Request
		if q.Place != place || areaKey(q.Category, q.Town) != key || q.Type == order.Praise || l.st.OldNo != "" {
			continue
		}
		for _, h := range l.log {
			switch e := h.e.(type) {
			case order.RegisteredEvent:
				all = append(all, voice{inMS(oversight.Heard{Order: l.id, At: l.st.RegisteredAt}), s.whose[l.id]})
			case order.Urged:
				if e.Caller && e.Member == "" { // a merged caller's urge stands on his own order, and once more on the leading one
					all = append(all, voice{inMS(oversight.Heard{Order: l.id, At: e.At}), s.whose[l.id]})
				}
			case order.Corrected:
				if e.Place != nil || e.Category != "" || e.Town != "" || e.Type != "" {
					return // what was heard here was heard elsewhere before: the scenario files have that
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b voice) int { return a.At.Compare(b.At) })
	a := s.world.areas[key]
	for i, last := range all {
		var near []voice
		who := map[int]bool{}
		for _, v := range all[:i+1] {
			if v.At.After(last.At.AddDate(0, 0, -7)) {
				near = append(near, v)
				if v.who > 0 {
					who[v.who] = true
				}
			}
		}
		if len(near) < 5 || len(who) < 2 {
			continue
		}
		if a == nil || a.in[last.Heard] == "" {
			s.broken("I11c", key+" "+place, "%d contacts by %d persons within seven days before %s, and the contact is in no cluster", len(near), len(who), last.At.In(calendar.Beijing))
			return
		}
	}
	if a == nil {
		return
	}
	for i, f := range a.formed {
		if f.Place != place {
			continue
		}
		first := f.Contacts[0].At
		if f.Times < 5 || f.Persons < 2 || len(f.Contacts) != f.Times || !first.After(f.At.AddDate(0, 0, -7)) {
			s.broken("I11c", key+" "+place, "a cluster of %d contacts (%d) by %d persons since %s was made at %s", f.Times, len(f.Contacts), f.Persons, first.In(calendar.Beijing), f.At.In(calendar.Beijing))
		}
		for _, g := range a.formed[:i] {
			if g.Place == place && a.last[g.Cluster].AddDate(0, 0, 7).After(f.At) {
				s.broken("I11c", key+" "+place, "a second cluster at %s while the one of %s ran", f.At.In(calendar.Beijing), g.At.In(calendar.Beijing))
			}
		}
		lead := s.world.by[f.Order]
		if lead == nil || !slices.ContainsFunc(lead.watch.Cases, func(c oversight.Case) bool { return c.Cause == "cluster/"+f.Cluster }) {
			s.broken("I11c", key+" "+place, "the cluster opened no row of supervision")
		}
	}
}
