package desk

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/policy"
	"huiyin/internal/store"
)

// ClusterView is a 集中反映 as its reader may see it.
type ClusterView struct {
	ID, Category, Town, Place string
	Times, Persons            int
	Formed, Last, Until       string // Until: the day it ends unless it is spoken of again
	Runs                      bool
	Case                      string // id of the row of the ledger it opened; empty where the reader may not see it
	Step                      string // what that row waits for
	Orders                    []ClusterOrder
	Days                      []ClusterDay // one view alone: by day, from the first contact to the last
}

// ClusterOrder is an order of a cluster.
type ClusterOrder struct {
	ID, Number, Title, Status, Unit, At string
	Times                               int // how often its callers spoke
	Open, Merged                        bool
	Light                               Light
}

// ClusterDay is how often it was spoken of on a day, and up to it.
type ClusterDay struct {
	Day      string
	N, Total int
}

// ClusterPage is a page of the list.
type ClusterPage struct {
	Items []ClusterView
	Next  string
}

// ClusterFilter is what the list of clusters asks for; zero values are all.
type ClusterFilter struct {
	State          string // runs, quiet
	Town, Category string
	Before         string // cursor
}

// Clusters lists what came together, the last spoken of first.
func (r *Reader) Clusters(ctx context.Context, before string) (ClusterPage, error) {
	return r.ClustersBy(ctx, ClusterFilter{Before: before})
}

// ClustersBy lists those of a state, a township, a leaf category. For whom one of its orders does not exist there is none (回避).
func (r *Reader) ClustersBy(ctx context.Context, f ClusterFilter) (ClusterPage, error) {
	before := f.Before
	var out ClusterPage
	if !access.May(r.actor.Post.Kind, access.Gathered) {
		return out, ErrForbidden
	}
	var ms int64
	cut, id, ok := strings.Cut(before, "-")
	if before != "" {
		n, err := strconv.ParseInt(cut, 10, 64)
		if err != nil || !ok {
			return out, ErrNotFound
		}
		ms = n
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return out, err
	}
	state := map[string]int{"runs": 1, "quiet": 2}[f.State]
	refs, err := r.s.store.Clusters(ctx, store.ClusterAsk{Town: f.Town, Category: f.Category, State: state, Since: r.s.now().AddDate(0, 0, -p.Cluster.WindowDays.Value), BeforeMS: ms, BeforeID: id, Limit: pageSize + 1}, r.actor.Marks())
	if err != nil {
		return out, err
	}
	for i, x := range refs {
		if i == pageSize {
			out.Next = fmt.Sprintf("%d-%s", refs[i-1].LastMS, refs[i-1].ID)
			break
		}
		v, err := r.cluster(ctx, x, false)
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, v)
	}
	return out, nil
}

// Cluster is one with its orders.
func (r *Reader) Cluster(ctx context.Context, id string) (ClusterView, error) {
	if !access.May(r.actor.Post.Kind, access.Gathered) {
		return ClusterView{}, ErrForbidden
	}
	at, err := r.s.store.ClusterRef(ctx, id, r.actor.Marks())
	if errors.Is(err, store.ErrNone) {
		return ClusterView{}, ErrNotFound
	}
	if err != nil {
		return ClusterView{}, err
	}
	return r.cluster(ctx, at, true)
}

// CountClusters counts those that run.
func (r *Reader) CountClusters(ctx context.Context) (int, error) {
	if !access.May(r.actor.Post.Kind, access.Gathered) {
		return 0, nil
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return 0, err
	}
	return r.s.store.CountClusters(ctx, r.s.now().AddDate(0, 0, -p.Cluster.WindowDays.Value), r.actor.Marks())
}

func (r *Reader) cluster(ctx context.Context, at store.ClusterRef, whole bool) (ClusterView, error) {
	recs, err := r.s.store.AreaStretch(ctx, at.Area, at.FirstVer, at.LastVer)
	if err != nil {
		return ClusterView{}, fmt.Errorf("read what came together: %w", err)
	}
	a, err := foldArea(oversight.Area{ID: at.Area}, recs)
	if err != nil {
		return ClusterView{}, err
	}
	c := a.Cluster(at.ID)
	if c == nil {
		return ClusterView{}, ErrNotFound
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return ClusterView{}, err
	}
	v := ClusterView{ID: at.ID, Category: c.Category, Town: r.dir.UnitName(org.UnitID(c.Town)), Place: c.Place, Times: c.Times(), Persons: c.Persons, Formed: clockTime(c.FormedAt), Last: clockTime(c.LastAt),
		Runs: r.s.now().Before(c.Quiet(p)), Until: clockTime(c.Quiet(p))}
	if x, ok := p.Category(c.Category); ok {
		v.Category = x.Label()
	}
	w, err := r.s.watch(ctx, c.Order)
	if err != nil {
		return v, err
	}
	l, err := r.s.load(ctx, c.Order)
	if err != nil {
		return v, err
	}
	for i := range w.Cases {
		if x := &w.Cases[i]; x.Cause == c.CauseOf() && r.mayReadCase(l.state, x) {
			v.Case, v.Step = store.CaseID(c.Order, x.N), oversight.StepName(x.Step())
		}
	}
	if !whole {
		return v, nil
	}
	for _, h := range c.Contacts {
		day := calendar.DateOf(h.At).ChineseShort()
		if n := len(v.Days); n == 0 || v.Days[n-1].Day != day {
			v.Days = append(v.Days, ClusterDay{Day: day})
		}
		d := &v.Days[len(v.Days)-1]
		d.N++
	}
	total := 0
	for i := range v.Days {
		total += v.Days[i].N
		v.Days[i].Total = total
	}
	for _, o := range c.Orders() {
		x, err := r.clusterOrder(ctx, o, *c, p)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return v, err
		}
		v.Orders = append(v.Orders, x)
	}
	return v, nil
}

func (r *Reader) clusterOrder(ctx context.Context, id string, c oversight.Cluster, p policy.Policy) (ClusterOrder, error) {
	l, err := r.s.load(ctx, id)
	if err != nil {
		return ClusterOrder{}, err
	}
	st := l.state
	if Relate(r.actor, st, r.s.now()) == access.Stranger {
		return ClusterOrder{}, ErrNotFound
	}
	x := ClusterOrder{ID: id, Number: st.Number, Title: st.Request.Title, Status: st.Status.Name(), At: clockTime(st.RegisteredAt), Open: !st.Status.Done(), Merged: st.Status == order.Merged}
	if st.Lead != "" {
		x.Unit = r.dir.UnitName(st.Lead)
	}
	if lim, ok := st.Limit(); ok && x.Open {
		x.Light = LightOf(p.Calendar, lim.Due, r.s.now())
	}
	for _, h := range c.Contacts {
		if h.Order == id {
			x.Times++
		}
	}
	return x, nil
}
