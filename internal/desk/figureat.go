package desk

import (
	"context"
	"fmt"

	"huiyin/internal/bulletin"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/store"
)

const (
	limitResult = order.LimitResult
	ordinary    = order.Ordinary
)

func orderTypes() []order.Type { return order.Types() }

func orgUnit(id string) org.UnitID { return org.UnitID(id) }

// dayPlain is a day without its weekday: 12月8日.
func dayPlain(s string) string {
	d, err := calendar.ParseDate(s)
	if err != nil {
		return bulletin.None
	}
	_, m, n := d.Parts()
	return fmt.Sprintf("%d月%d日", m, n)
}

// orderAt is an order as it stood at a position of the log.
func (s *Service) orderAt(ctx context.Context, id string, pos int64) (order.State, error) {
	var st order.State
	recs, err := s.store.Load(ctx, store.Stream{Type: "order", ID: id})
	if err != nil {
		return st, err
	}
	for _, r := range recs {
		if r.Pos > pos {
			break
		}
		e, err := order.Decode(r.Kind, r.V, r.Body)
		if err != nil {
			return st, err
		}
		st = order.Evolve(st, e)
	}
	return st, nil
}

// meansAt says how an order was supervised at a position: the highest level of its open rows, 跟踪 where there is none.
func (s *Service) meansAt(ctx context.Context, id string, pos int64) (string, error) {
	recs, err := s.store.Load(ctx, store.WatchStream(id))
	if err != nil {
		return "", err
	}
	var w oversight.Watch
	for _, r := range recs {
		if r.Pos > pos {
			break
		}
		if w, _, err = store.FoldWatch(w, r); err != nil {
			return "", err
		}
	}
	level, joint := oversight.Level(0), false
	for _, c := range w.Cases {
		if c.Open() {
			level, joint = max(level, c.Level), joint || c.Joint
		}
	}
	switch {
	case joint:
		return "联合督办", nil
	case level > 0:
		return level.Name() + "督办", nil
	}
	return "跟踪", nil
}
