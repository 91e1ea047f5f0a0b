package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// calendarSaved is the event of the calendar's stream: a whole version, so that any order can be read by the one it is bound to.
type calendarSaved struct {
	Version  int                `json:"version"`
	Why      string             `json:"why"` // year 2027, special 2026-07-03
	Calendar *calendar.Calendar `json:"calendar"`
}

// loadCalendars reads calendar versions written since the last look, by this process or another.
func (s *Service) loadCalendars(ctx context.Context) error {
	recs, err := s.since(ctx, calendarStream, &s.calAt)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range recs {
		if r.Version <= s.calAt {
			continue
		}
		var e calendarSaved
		if err := json.Unmarshal(r.Body, &e); err != nil {
			return fmt.Errorf("read calendar at %d: %w", r.Pos, err)
		}
		s.calendars[e.Version], s.calAt = e.Calendar, r.Version
	}
	return nil
}

// LoadYear makes a new calendar version with a year's notice. It moves no order: that takes a confirmation (AdoptCalendar).
func (s *Service) LoadYear(ctx context.Context, actor org.Actor, file []byte) (int, error) {
	if !actor.System() && !access.May(actor.Post.Kind, access.Calendars) {
		return 0, ErrForbidden
	}
	y, err := calendar.ParseYear(file)
	if err != nil {
		return 0, invalid("file", "%s", err.Error())
	}
	return s.newCalendar(ctx, actor, fmt.Sprintf("year %d", y.Year), func(c *calendar.Calendar) (*calendar.Calendar, error) { return c.WithYear(y) })
}

// AddSpecial makes a new calendar version with a county special day (极端天气停工 and the like).
func (s *Service) AddSpecial(ctx context.Context, actor org.Actor, day calendar.SpecialDay) (int, error) {
	if !access.May(actor.Post.Kind, access.Calendars) {
		return 0, ErrForbidden
	}
	return s.newCalendar(ctx, actor, "special "+day.Date.String(), func(c *calendar.Calendar) (*calendar.Calendar, error) { return c.WithSpecial(day) })
}

func (s *Service) newCalendar(ctx context.Context, actor org.Actor, why string, change func(*calendar.Calendar) (*calendar.Calendar, error)) (int, error) {
	p, err := s.Policy(ctx)
	if err != nil {
		return 0, err
	}
	c, err := change(p.Calendar)
	if err != nil {
		return 0, invalid("file", "%s", err.Error())
	}
	body, err := json.Marshal(calendarSaved{Version: c.Version, Why: why, Calendar: c})
	if err != nil {
		return 0, fmt.Errorf("encode calendar: %w", err)
	}
	s.mu.Lock()
	at := s.calAt
	s.mu.Unlock()
	_, err = s.append(ctx, actor, store.Append{Writes: []store.StreamWrite{{Stream: calendarStream, Expect: at,
		Events: []store.NewEvent{{Kind: "calendar_saved", V: 1, Body: body}}}}})
	return c.Version, err
}

// CalendarState is the calendar's page: what is announced, what is not, and which orders hang on it.
type CalendarState struct {
	Version   int
	Years     []int
	Missing   []int
	Banner    string
	Specials  []calendar.SpecialDay
	Affected  []Affected
	CanChange bool
}

// Affected is an open order whose limits rest on days not announced, or would move under the newest calendar.
type Affected struct {
	ID, Number, Title string
	Moves             []string // 办结 1月5日 → 1月6日
	Provisional       bool
}

// Calendar reads the calendar's state with the orders that hang on it, at most 500.
func (r *Reader) Calendar(ctx context.Context) (CalendarState, error) {
	var v CalendarState
	p, err := r.s.Policy(ctx)
	if err != nil {
		return v, err
	}
	c := p.Calendar
	v.Version, v.Years, v.Specials, v.CanChange = c.Version, c.Years(), c.Specials(), access.May(r.actor.Post.Kind, access.Calendars)
	ids, err := r.s.store.ProvisionalOrders(ctx, c.Version)
	if err != nil {
		return v, fmt.Errorf("list provisional limits: %w", err)
	}
	var dues []time.Time
	for _, id := range ids[:min(len(ids), 500)] {
		l, err := r.s.load(ctx, id)
		if err != nil {
			return v, err
		}
		if Relate(r.actor, l.state, r.s.now()) == access.Stranger {
			continue
		}
		own, err := r.s.policyFor(ctx, l.state.Policy, 0)
		if err != nil {
			return v, err
		}
		a := Affected{ID: l.state.ID, Number: l.state.Number, Title: l.state.Request.Title}
		for _, t := range order.Timers(l.state) {
			k := l.state.Clocks.Get(t.Kind)
			dues = append(dues, k.Due)
			a.Provisional = a.Provisional || k.Provisional
		}
		if l.state.Calendar < c.Version {
			for _, m := range order.MovedLimits(l.state, own) {
				was := l.state.Clocks.Get(m.Kind)
				a.Moves = append(a.Moves, fmt.Sprintf("%s %s → %s", m.Kind.Name(), dueWords(was.Due), dueWords(m.Due)))
			}
		}
		if a.Provisional || len(a.Moves) > 0 {
			v.Affected = append(v.Affected, a)
		}
	}
	v.Missing = c.MissingYears(r.s.now(), dues)
	v.Banner = bannerOf(v.Missing)
	return v, nil
}

func bannerOf(missing []int) string {
	if len(missing) == 0 {
		return ""
	}
	return fmt.Sprintf("%d年放假安排还没有公布或没有载入，涉及该年的时限为暂定。", missing[0])
}

// Banner is the warning that every page shows while a year is missing.
func (r *Reader) Banner(ctx context.Context) string {
	p, err := r.s.Policy(ctx)
	if err != nil {
		return ""
	}
	return bannerOf(p.Calendar.MissingYears(r.s.now(), nil))
}

// AdoptCalendar confirms the newest calendar for the orders listed: each gets its own event, limits move only now.
func (s *Service) AdoptCalendar(ctx context.Context, actor org.Actor, ids []string) (int, error) {
	n := 0
	for _, id := range ids {
		l, err := s.load(ctx, id)
		if err != nil {
			return n, err
		}
		p, err := s.Policy(ctx)
		if err != nil {
			return n, err
		}
		if l.state.Calendar >= p.Calendar.Version {
			continue
		}
		if _, err := s.Do(ctx, Ask{Actor: actor, Order: id, Commands: []order.Command{order.AdoptCalendar{By: order.By{Actor: actor}}}}); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
