package desk

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"huiyin/internal/ledger"
	"huiyin/internal/order"
)

// Orders that were read of late stay folded in memory. The log only grows: an order is read again from where it was left off, by one query that finds its new events
// and those of its matter, so what another process wrote in the meantime is seen as if nothing had been kept.

// mostKept bounds how many orders a generation holds; there are two.
const mostKept = 256

// keptOrders are the folded orders, in two generations: what was not asked for while one filled is forgotten.
type keptOrders struct {
	mu         sync.Mutex
	young, old map[string]loaded
}

func (k *keptOrders) get(id string) loaded {
	k.mu.Lock()
	defer k.mu.Unlock()
	if l, ok := k.young[id]; ok {
		return l
	}
	return k.old[id]
}

func (k *keptOrders) put(id string, l loaded) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if have, ok := k.young[id]; ok && (have.version > l.version || have.matterID == l.matterID && have.matterVersion > l.matterVersion) {
		return // another read came further
	}
	if k.young == nil || len(k.young) >= mostKept {
		k.old, k.young = k.young, make(map[string]loaded, mostKept)
	}
	k.young[id] = l
}

// load folds an order and its matter, from where it was left off.
func (s *Service) load(ctx context.Context, id string) (loaded, error) {
	l := s.kept.get(id)
	recs, rounds, err := s.store.LoadOrderAfter(ctx, id, l.version, l.matterID, l.matterVersion)
	if err != nil {
		return loaded{}, fmt.Errorf("load order %s: %w", id, err)
	}
	if l.version == 0 && len(recs) == 0 {
		return loaded{}, ErrNotFound
	}
	if len(recs) == 0 && len(rounds) == 0 && l.matterID == l.state.MatterID {
		s.kept.put(id, l) // among the young again
		return l, nil
	}
	matter, known := l.state.Matter, l.matterVersion
	l.state.Matter = order.Matter{}
	l.records, l.events = slices.Clip(l.records), slices.Clip(l.events) // what others hold of them stays
	if err := l.add(id, recs); err != nil {
		return loaded{}, err
	}
	if len(rounds) > 0 && rounds[0].StreamID != l.matterID {
		matter, known, l.matterID = order.Matter{}, 0, rounds[0].StreamID
	}
	if l.matterID != l.state.MatterID {
		// The row is behind the log, as before a replay: the events say which matter it is.
		l.state.Matter, l.matterVersion, err = s.loadMatter(ctx, l.state.MatterID)
		return l, err
	}
	for _, r := range rounds {
		e, err := order.Decode(r.Kind, r.V, r.Body)
		if err != nil {
			return loaded{}, fmt.Errorf("load matter %s: %w", l.matterID, err)
		}
		matter, known = order.EvolveMatter(matter, e), r.Version
	}
	l.state.Matter, l.matterVersion = matter, known
	s.kept.put(id, l)
	return l, nil
}

// add folds further records of the order.
func (l *loaded) add(id string, recs []ledger.Record) error {
	for _, r := range recs {
		e, err := order.Decode(r.Kind, r.V, r.Body)
		var u *order.UnknownKind
		if errors.As(err, &u) {
			l.unknown, e = true, nil
		} else if err != nil {
			return fmt.Errorf("load order %s: %w", id, err)
		}
		l.records, l.events, l.version = append(l.records, r), append(l.events, e), r.Version
		if e != nil {
			l.state = order.Evolve(l.state, e)
		}
	}
	return nil
}

// CheckKept holds every order that is kept in memory against a fresh fold of the log, and says in Chinese what differs.
func (s *Service) CheckKept(ctx context.Context) ([]string, error) {
	s.kept.mu.Lock()
	ids := map[string]bool{}
	for id := range s.kept.young {
		ids[id] = true
	}
	for id := range s.kept.old {
		ids[id] = true
	}
	s.kept.mu.Unlock()
	var bad []string
	for id := range ids {
		have, err := s.load(ctx, id)
		if err != nil {
			return bad, err
		}
		recs, _, rounds, err := s.store.LoadOrder(ctx, id)
		if err != nil {
			return bad, fmt.Errorf("load order %s: %w", id, err)
		}
		var want loaded
		if err := want.add(id, recs); err != nil {
			return bad, err
		}
		if want.state.Matter, err = foldMatter(want.state.MatterID, rounds); err != nil {
			return bad, err
		}
		if !reflect.DeepEqual(have.state, want.state) || !reflect.DeepEqual(have.events, want.events) {
			bad = append(bad, fmt.Sprintf("内存里的工单 %s 与日志不符", want.state.Number))
		}
	}
	slices.Sort(bad)
	return bad, nil
}
