package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/policy"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// What comes together (集中反映, Art. 21(6)) is kept by leaf category and township, a stream for each. A contact looks at what was heard there within the window:
// never more than nearContacts of it, and the callers of at most nearPersons orders are opened to tell them apart.
const (
	nearContacts = 200
	nearPersons  = 40
)

// running is an area with the clusters that may still run.
func (s *Service) running(ctx context.Context, id string, p policy.Policy, now time.Time) (oversight.Area, error) {
	version, recs, err := s.store.AreaRunning(ctx, id, now.AddDate(0, 0, -p.Cluster.WindowDays.Value-1))
	if err != nil {
		return oversight.Area{}, err
	}
	a, err := foldArea(oversight.Area{ID: id}, recs)
	a.Version = version
	return a, err
}

func foldArea(a oversight.Area, recs []ledger.Record) (oversight.Area, error) {
	var err error
	for _, r := range recs {
		if a, _, err = store.FoldArea(a, r); err != nil {
			return a, err
		}
	}
	return a, nil
}

// personOf tells callers apart: the keyed index of the number, empty for whoever is anonymous or has none.
func (s *Service) personOf(secrecy order.Secrecy, phone string) string {
	p, err := text.ParsePhone(phone)
	if secrecy == order.Anonymous || phone == "" || err != nil {
		return ""
	}
	return s.vault.PhoneIndex(p)
}

// callerOf is the caller of an order that is being written, or stands.
func (s *Service) callerOf(ctx context.Context, st order.State, cs []order.Command) (string, error) {
	for _, c := range cs {
		if c, ok := c.(order.Register); ok {
			return s.personOf(c.Request.Secrecy, c.Request.Phone.Text), nil
		}
	}
	if st.Request.Phone.Ref == "" {
		return "", nil
	}
	open, err := s.unseal(ctx, []string{st.Request.Phone.Ref})
	return s.personOf(st.Request.Secrecy, open[st.Request.Phone.Ref]), err
}

// named tells the callers of contacts apart: the orders' numbers are opened once each.
func (s *Service) named(ctx context.Context, all []oversight.Contact) ([]oversight.Contact, error) {
	known := map[string]string{}
	for i, c := range all {
		who, ok := known[c.Order]
		if !ok && len(known) < nearPersons {
			l, err := s.load(ctx, c.Order)
			if err != nil {
				return nil, err
			}
			if who, err = s.callerOf(ctx, l.state, nil); err != nil {
				return nil, err
			}
			known[c.Order] = who
		}
		all[i].Person = who
	}
	return all, nil
}

// speaks says in which area a decision is a contact, and how: fresh contacts of an order, or one that moved there with all of its own. The area is empty where it is none.
func (d decided) speaks() (area string, fresh int, moved bool) {
	q, was := d.st.Request, d.before.Request
	moved = !d.fresh && (was.Category != q.Category || was.Town != q.Town || was.Place != q.Place)
	fresh = len(oversight.HeardOf(d.st)) - len(oversight.HeardOf(d.before))
	if q.Category == "" || q.Town == "" || q.Place == "" || fresh <= 0 && !moved {
		return "", 0, false
	}
	return store.AreaOf(q.Category, q.Town), fresh, moved
}

// gather adds to a write what its contact does to the clusters of its area: one forms, one grows, or nothing. Whoever calls it has the turn at the area until the write is
// in the archive.
func (s *Service) gather(ctx context.Context, w *store.Append, cs []order.Command, d decided) (*oversight.ClusterFormed, error) {
	q, heard := d.st.Request, oversight.HeardOf(d.st)
	area, fresh, moved := d.speaks()
	if area == "" {
		return nil, nil
	}
	a, err := s.running(ctx, area, d.p, d.now)
	if err != nil {
		return nil, err
	}
	person, err := s.callerOf(ctx, d.st, cs)
	if err != nil {
		return nil, err
	}
	g := oversight.Gathering{ID: s.newID(), Order: d.st.ID, Category: q.Category, Town: q.Town, Place: q.Place}
	since := d.now.AddDate(0, 0, -d.p.Cluster.WindowDays.Value)
	for i, h := range heard {
		if h.At.After(since) && (moved || i >= len(heard)-fresh) {
			g.New = append(g.New, oversight.Contact{Order: h.Order, Place: q.Place, Person: person, At: h.At})
		}
	}
	if c := a.Running(q.Place, d.p, d.now); c != nil {
		g.Known, err = s.spokeIn(ctx, *c, d.st.ID, person)
	} else {
		g.Near, err = s.heardNear(ctx, d, heard, person)
	}
	if err != nil {
		return nil, err
	}
	out := oversight.Gather(a, g, d.p, d.now)
	if len(out) == 0 {
		return nil, nil
	}
	write := store.StreamWrite{Stream: store.AreaStream(a.ID), Expect: a.Version}
	var formed *oversight.ClusterFormed
	for i, e := range out {
		kind, body, err := oversight.EncodeCluster(e)
		if err != nil {
			return nil, err
		}
		write.Events = append(write.Events, store.NewEvent{Kind: kind, V: oversight.Version, Body: body})
		a = oversight.EvolveArea(a, e)
		w.Rows = append(w.Rows, store.AreaEventRows(len(w.Writes), i, a, e, d.now)...)
		if f, ok := e.(oversight.ClusterFormed); ok {
			formed = &f
		}
	}
	w.Writes = append(w.Writes, write)
	return formed, nil
}

// heardNear are the contacts of the area in the window, those of the order that is being written among them.
func (s *Service) heardNear(ctx context.Context, d decided, own []oversight.Heard, person string) ([]oversight.Contact, error) {
	q := d.st.Request
	all, err := s.store.ContactsNear(ctx, q.Category, q.Town, d.now.AddDate(0, 0, -d.p.Cluster.WindowDays.Value), nearContacts, nil)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(c oversight.Contact) bool { return c.Order == d.st.ID || !oversight.SamePlace(c.Place, q.Place) })
	if len(all)+len(own) < d.p.Cluster.PersonTimes.Value {
		return nil, nil // too few, whoever they are
	}
	if all, err = s.named(ctx, all); err != nil {
		return nil, err
	}
	for _, h := range own {
		all = append(all, oversight.Contact{Order: h.Order, Place: q.Place, Person: person, At: h.At})
	}
	return all, nil
}

// spokeIn reports whether a caller has spoken in a cluster before, in this order or from this number.
func (s *Service) spokeIn(ctx context.Context, c oversight.Cluster, id, person string) (bool, error) {
	in := c.Orders()
	if slices.Contains(in, id) || person == "" {
		return true, nil
	}
	ids, err := s.store.OrdersByPhone(ctx, person, nearContacts)
	if err != nil {
		return false, fmt.Errorf("find the caller's orders: %w", err)
	}
	return slices.ContainsFunc(ids, func(o string) bool { return slices.Contains(in, o) }), nil
}

// Together is what the 登记单 says of 集中反映 before the request is saved: what was heard of the same at the same place, and what this contact makes of it.
type Together struct {
	Times, Persons int    // within the window, this one not counted
	Days           int    // of the window
	Forms          bool   // with this one it is 集中反映
	Running        string // id of the cluster that runs; empty where none does
}

// gathering looks what a draft adds to. The reader's own recusals are left out of it.
func (r *Reader) gathering(ctx context.Context, d Draft, p policy.Policy) (Together, error) {
	v := Together{Days: p.Cluster.WindowDays.Value}
	if d.Category == "" || d.Town == "" || d.Place == "" || r.actor.Post.Kind == org.Outsourced { // whose window ends with his own calls
		return v, nil
	}
	now := r.s.now()
	all, err := r.s.store.ContactsNear(ctx, d.Category, d.Town, now.AddDate(0, 0, -v.Days), nearContacts, r.actor.Marks())
	if err != nil {
		return v, err
	}
	if all, err = r.s.named(ctx, oversight.Within(all, d.Place, p, now)); err != nil {
		return v, err
	}
	t := oversight.Count(all)
	v.Times, v.Persons = t.Times, t.Persons
	mine := oversight.Contact{Place: d.Place, Person: r.s.personOf(order.Ordinary, d.Phone), At: now}
	v.Forms = oversight.Count(append(slices.Clip(all), mine)).Forms(p)
	a, err := r.s.running(ctx, store.AreaOf(d.Category, d.Town), p, now)
	if err != nil {
		return v, err
	}
	if c := a.Running(d.Place, p, now); c != nil {
		if _, err := r.Cluster(ctx, c.ID); err == nil {
			v.Running = c.ID
		} else if !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrForbidden) {
			return v, err
		}
	}
	return v, nil
}
