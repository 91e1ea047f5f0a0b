package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiyin/internal/ledger"
	"huiyin/internal/order"
	"huiyin/internal/oversight"
)

// AreaOf names the stream of what comes together in one leaf category of one township.
func AreaOf(category, town string) string { return category + "." + town }

// AreaStream is that stream.
func AreaStream(area string) Stream { return Stream{Type: "cluster", ID: area} }

// FoldArea applies a record of an area's stream.
func FoldArea(a oversight.Area, r ledger.Record) (oversight.Area, oversight.ClusterEvent, error) {
	e, err := oversight.DecodeCluster(r.Kind, r.V, r.Body)
	if err != nil {
		return a, nil, fmt.Errorf("fold position %d: %w", r.Pos, err)
	}
	a.ID, a.Version = r.StreamID, r.Version-1
	return oversight.EvolveArea(a, e), e, nil
}

// contactRows are the contacts of an order.
func contactRows(s order.State) []Exec {
	out := []Exec{{Query: "contact_clear", Args: []any{s.ID}}}
	for n, h := range oversight.HeardOf(s) {
		out = append(out, Exec{Query: "contact_put", Args: []any{s.ID, int64(n), s.Request.Category, s.Request.Town, s.Request.Place, ms(h.At)}})
	}
	return out
}

// clusterRow is a cluster as a row.
func clusterRow(area string, c oversight.Cluster) Exec {
	return Exec{Query: "cluster_put", Args: []any{c.ID, area, c.Category, c.Town, c.Place, c.Order, ms(c.FormedAt), ms(c.LastAt), int64(c.Times()), int64(c.Persons), c.First, c.Last}}
}

func clusterOrderRows(id string, in []oversight.Heard) []Exec {
	var out []Exec
	for i, h := range in {
		if !slices.ContainsFunc(in[:i], func(x oversight.Heard) bool { return x.Order == h.Order }) {
			out = append(out, Exec{Query: "cluster_order_put", Args: []any{id, h.Order}})
		}
	}
	return out
}

// AreaStretch reads the events of an area's stream from one version to another, both included.
func (s *Store) AreaStretch(ctx context.Context, area string, first, last int64) ([]ledger.Record, error) {
	return s.records(ctx, "stream_stretch", "cluster", area, first, last)
}

// AreaRunning reads of an area's stream what holds all clusters that were spoken of after a time, and the stream's version before it was read: whoever writes on it is told
// when something came between. The older clusters are not in it, so a contact costs the same however long the stream is.
func (s *Store) AreaRunning(ctx context.Context, area string, after time.Time) (int64, []ledger.Record, error) {
	var version, first int64
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("stream_version"), "cluster", area).Scan(&version); err != nil {
		return 0, nil, fmt.Errorf("read what comes together in %s: %w", area, err)
	}
	if err := s.db.Read.QueryRowContext(ctx, s.db.Q("cluster_running"), area, ms(after)).Scan(&first); err != nil {
		return 0, nil, fmt.Errorf("read what comes together in %s: %w", area, err)
	}
	if first == 0 {
		return version, nil, nil
	}
	recs, err := s.AreaStretch(ctx, area, first, version)
	return version, recs, err
}

// AreaEventRows are the rows that an event of an area brings: its cluster's, and the figures cluster.formed, and cluster.contacts by how many were heard
// (domain.md §2.2). a is the area with the event, write the place of its stream in the append.
func AreaEventRows(write, n int, a oversight.Area, e oversight.ClusterEvent, at time.Time) []Exec {
	date, week := dayOf(at.Truncate(time.Millisecond))
	out := areaFacts(PosOf{Write: write, Event: n}, a, e, date, week)
	if c := a.Cluster(oversight.ClusterOf(e)); c != nil {
		out = append(append(out, clusterRow(a.ID, *c)), clusterOrderRows(c.ID, oversight.HeardIn(e))...)
	}
	return out
}

func areaFacts(pos any, a oversight.Area, e oversight.ClusterEvent, date, week string) []Exec {
	c := a.Cluster(oversight.ClusterOf(e))
	if c == nil {
		return nil
	}
	var out []Exec
	add := func(kind, id string, n int64) {
		out = append(out, factExec(pos, len(out), id, Fact{Kind: kind, Category: c.Category, Place: c.Town, N: n}, date, week))
	}
	switch e := e.(type) {
	case oversight.ClusterFormed:
		add("cluster.formed", e.Order, 1)
		add("cluster.contacts", e.Order, int64(len(e.Contacts)))
	case oversight.ClusterGrew:
		add("cluster.contacts", e.Contacts[0].Order, int64(len(e.Contacts)))
	}
	return out
}

// ContactsNear lists what was heard of late about one leaf category in one township, the newest first, at most so many, and nothing of an order that does not exist
// for whoever has one of the marks.
func (s *Store) ContactsNear(ctx context.Context, category, town string, since time.Time, limit int, marks []string) ([]oversight.Contact, error) {
	text, args := s.sparing("contact_near", marks, category, town, ms(since), limit)
	out, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (oversight.Contact, error) {
		var c oversight.Contact
		var at int64
		err := scan(&c.Order, &c.Place, &at)
		c.At = time.UnixMilli(at).UTC()
		return c, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("read contacts: %w", err)
	}
	return out, nil
}

// ClusterRef names a cluster and says where in its area's stream it is.
type ClusterRef struct {
	ID, Area          string
	LastMS            int64 // when it was last spoken of
	FirstVer, LastVer int64
}

// ClusterAsk says which clusters: of a township, of a leaf category, those last spoken of after a time (State 1) or not since (State 2); zero values are all.
type ClusterAsk struct {
	Town, Category string
	State          int
	Since          time.Time
	BeforeMS       int64
	BeforeID       string
	Limit          int
}

// Clusters lists clusters, the last spoken of first. None holds an order that does not exist for whoever has one of the marks.
func (s *Store) Clusters(ctx context.Context, a ClusterAsk, marks []string) ([]ClusterRef, error) {
	if a.BeforeMS == 0 {
		a.BeforeMS = 1 << 52
	}
	text, args := s.sparing("cluster_page", marks, a.BeforeMS, a.BeforeID, a.Limit, a.Town, a.Category, int64(a.State), ms(a.Since))
	out, err := rows(ctx, s.db.Read, text, func(scan func(...any) error) (ClusterRef, error) {
		var c ClusterRef
		err := scan(&c.ID, &c.Area, &c.LastMS, &c.FirstVer, &c.LastVer)
		return c, err
	}, args...)
	if err != nil {
		return nil, fmt.Errorf("list clusters: %w", err)
	}
	return out, nil
}

// ClusterRef finds a cluster, or ErrNone.
func (s *Store) ClusterRef(ctx context.Context, id string, marks []string) (ClusterRef, error) {
	text, args := s.sparing("cluster_one", marks, id)
	var c ClusterRef
	err := s.db.Read.QueryRowContext(ctx, text, args...).Scan(&c.ID, &c.Area, &c.LastMS, &c.FirstVer, &c.LastVer)
	if errors.Is(err, sql.ErrNoRows) {
		return c, ErrNone
	}
	if err != nil {
		return c, fmt.Errorf("find cluster: %w", err)
	}
	return c, nil
}

// CountClusters counts those spoken of after a time.
func (s *Store) CountClusters(ctx context.Context, after time.Time, marks []string) (int, error) {
	text, args := s.sparing("cluster_count", marks, ms(after))
	var n int
	if err := s.db.Read.QueryRowContext(ctx, text, args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count clusters: %w", err)
	}
	return n, nil
}

// addArea folds a record of an area.
func (f *folded) addArea(r ledger.Record) error {
	a, e, err := FoldArea(f.areas[r.StreamID], r)
	if err != nil {
		return err
	}
	f.areas[r.StreamID] = a
	f.facts = append(f.facts, areaFacts(r.Pos, a, e, r.LocalDate, r.Week)...)
	return nil
}

func (f *folded) areaRows() []Exec {
	var out []Exec
	for _, id := range sorted(f.areas) {
		for _, c := range f.areas[id].Clusters {
			out = append(append(out, clusterRow(id, c)), clusterOrderRows(c.ID, c.Contacts)...)
		}
	}
	return out
}

// checkClusters holds contacts and clusters against the log.
func (s *Store) checkClusters(ctx context.Context, f *folded, say func(string, ...any)) error {
	want := map[string]map[string]bool{"contact_put": {}, "cluster_put": {}, "cluster_order_put": {}}
	put := f.areaRows()
	for _, id := range sorted(f.states) {
		put = append(put, contactRows(f.states[id])[1:]...)
	}
	for _, x := range put {
		want[x.Query][fmt.Sprint(x.Args...)] = true
	}
	compare := func(read, write, name string, of func(scan func(...any) error) ([]any, error)) error {
		all, err := rows(ctx, s.db.Read, s.db.Q(read), of)
		if err != nil {
			return fmt.Errorf("check clusters: %w", err)
		}
		for _, x := range all {
			key := fmt.Sprint(x...)
			if !want[write][key] {
				say("%s的行与日志不符：%v", name, x[0])
			}
			delete(want[write], key)
		}
		if n := len(want[write]); n > 0 {
			say("%s缺%d行", name, n)
		}
		return nil
	}
	if err := compare("contact_all", "contact_put", "反映人次", func(scan func(...any) error) ([]any, error) {
		var id, category, town, place string
		var n, at int64
		err := scan(&id, &n, &category, &town, &place, &at)
		return []any{id, n, category, town, place, at}, err
	}); err != nil {
		return err
	}
	if err := compare("cluster_all", "cluster_put", "集中反映", func(scan func(...any) error) ([]any, error) {
		var id, area, category, town, place, order string
		var formed, last, times, persons, first, end int64
		err := scan(&id, &area, &category, &town, &place, &order, &formed, &last, &times, &persons, &first, &end)
		return []any{id, area, category, town, place, order, formed, last, times, persons, first, end}, err
	}); err != nil {
		return err
	}
	return compare("cluster_order_all", "cluster_order_put", "集中反映的工单", func(scan func(...any) error) ([]any, error) {
		var c, o string
		err := scan(&c, &o)
		return []any{c, o}, err
	})
}
