package order

import (
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// CalendarChange is why an order's limits move: a change of the working calendar that one person proposed and another confirmed (domain.md §4.1, §13.25).
type CalendarChange struct {
	ID        string        `json:"id,omitempty"`
	Why       string        `json:"why,omitempty"`      // 载入2027年放假安排; 2026年3月3日停工：暴雪
	Document  string        `json:"document,omitempty"` // number of the notice
	Proposed  org.AccountID `json:"proposed,omitempty"`
	Confirmed org.AccountID `json:"confirmed,omitempty"`
}

// AdoptCalendar binds the order to a newer calendar version that two persons have agreed on; the policy given carries it. It is the program's: nobody
// moves the limits of one order alone.
type AdoptCalendar struct {
	By
	Change CalendarChange
}

// CalendarAdopted moves the limits that were provisional, or that a changed day touches. Each keeps its own day zero.
type CalendarAdopted struct {
	At       time.Time     `json:"at"`
	Account  org.AccountID `json:"account,omitempty"`
	Calendar int           `json:"calendar"`
	Limits   []Limit       `json:"limits"`

	Change *CalendarChange `json:"change,omitempty"`
	Was    []time.Time     `json:"was,omitempty"` // the ends of Limits before, in their order
	Co     []CoLimit       `json:"co,omitempty"`  // of requests to co-units; the limit to help follows the lead's by itself (co_moved)
}

// CoLimit is a moved clock of a request to a co-unit.
type CoLimit struct {
	Unit  org.UnitID `json:"unit"`
	Limit Limit      `json:"limit"`
	Was   time.Time  `json:"was"`
}

func (CalendarAdopted) kind() string { return "calendar_adopted" }

func (e CalendarAdopted) apply(s State) State {
	s.Calendar = e.Calendar
	for _, l := range e.Limits {
		c := &s.Clocks[index(l.Kind)]
		c.Limit = l
	}
	for _, m := range e.Co {
		s = s.withCo(m.Unit, func(c *CoUnit) {
			if m.Limit.Kind == LimitCoReview {
				c.Review.Limit = m.Limit
			} else {
				c.Sign.Limit = m.Limit
			}
		})
	}
	return s
}

// MovedLimits is what a calendar would do to an order: its running limits recounted from their own day zero. What has passed stays as it was. A limit that
// comes nearer still leaves until the end of the next working day, or what was left if that is less: nobody is late by a change he could not know.
func MovedLimits(s State, p policy.Policy, now time.Time) []Limit {
	var out []Limit
	for _, k := range limitKinds {
		c := s.Clocks.Get(k)
		if !c.On || c.Missed || k == LimitArchive {
			continue
		}
		if l := s.movedLimit(c, p, now); l.Due != c.Due || l.Provisional != c.Provisional {
			out = append(out, l)
		}
	}
	return out
}

func (s State) movedLimit(c Clock, p policy.Policy, now time.Time) Limit {
	if c.Days == 0 {
		if c.Kind != LimitDispatch || c.Basis != regulation.Art10_4 {
			return c.Limit // by the hour, or by the calendar
		}
		due := c.From
		for range p.Limit.SignerHalfWDL1.Value {
			due = p.Calendar.HalfWorkday(due)
		}
		return c.Limit.least(halfDay(due, c.From), p, now)
	}
	l := c.Limit.recounted(p)
	if c.Buffered && c.ResumedOn == "" && s.OuterDue() != nil {
		l = lengthened(p, resultLimit(p, s, c.From), c.Extended)
	}
	return c.Limit.least(l, p, now)
}

// least keeps a working day where the new limit is nearer than the old one.
func (l Limit) least(moved Limit, p policy.Policy, now time.Time) Limit {
	if !moved.Due.Before(l.Due) {
		return moved
	}
	day := p.Calendar.AddWorkdays(calendar.DateOf(now), 1)
	end := endOf(p, day)
	if !end.After(moved.Due) {
		return moved
	}
	if end.After(l.Due) {
		moved.Due, moved.LastDay = l.Due, l.LastDay
		return moved
	}
	moved.Due, moved.LastDay = end, day.String()
	return moved
}

// movedCo are the clocks of requests to co-units that a calendar moves: to sign for it, and the office's word on an objection.
func movedCo(s State, p policy.Policy, now time.Time) []CoLimit {
	var out []CoLimit
	for _, x := range s.CoOpen() {
		for _, c := range []Clock{x.Sign, x.Review} {
			if !c.On || c.Missed || c.Days == 0 {
				continue
			}
			if l := c.Limit.least(c.Limit.recounted(p), p, now); l.Due != c.Due || l.Provisional != c.Provisional {
				out = append(out, CoLimit{Unit: x.Unit, Limit: l, Was: c.Due})
			}
		}
	}
	return out
}

func adoptCalendar(s State, c AdoptCalendar, p policy.Policy, now time.Time) ([]Event, error) {
	if s.Status == None || s.Status.Done() {
		return nil, s.wrongState(regulation.Art18, "调整时限")
	}
	if err := mustBeTheProgram(c); err != nil {
		return nil, err
	}
	if c.Change.Confirmed == "" || c.Change.Confirmed == c.Change.Proposed {
		return nil, regulation.RefuseState(regulation.Art29, "one_person", "日历变动须由提出人以外的另一人确认，时限才变动。")
	}
	if p.Calendar.Version <= s.Calendar {
		return nil, regulation.RefuseState(regulation.Art18, "same_calendar", "这件工单已经按最新的工作日历计算。")
	}
	change := c.Change
	e := CalendarAdopted{At: now, Account: c.Change.Confirmed, Calendar: p.Calendar.Version, Limits: MovedLimits(s, p, now), Change: &change, Co: movedCo(s, p, now)}
	for _, l := range e.Limits {
		e.Was = append(e.Was, s.Clocks.Get(l.Kind).Due)
	}
	return []Event{e}, nil
}

func mustBeTheProgram(c Command) error {
	if !c.actor().System() {
		return regulation.RefuseState(regulation.Art29, "calendar_by_two", "时限只随经两人确认的日历变动调整，不能逐件调整；请在“工作日历”里办理。")
	}
	return nil
}

// Move is one clock of an order that a decision moves.
type Move struct {
	Kind     LimitKind
	Unit     org.UnitID // whose request it belongs to, for the clocks of co-units
	Was, Now time.Time
	Before   bool // Was was provisional
	After    bool // Now is provisional
}

// Moves lists the running clocks that end at another instant in after than in before, or have become sure.
func Moves(before, after State) []Move {
	var out []Move
	add := func(unit org.UnitID, a, b Clock) {
		if a.On && b.On && (!a.Due.Equal(b.Due) || a.Provisional != b.Provisional) {
			out = append(out, Move{Kind: b.Kind, Unit: unit, Was: a.Due, Now: b.Due, Before: a.Provisional, After: b.Provisional})
		}
	}
	for _, k := range limitKinds {
		add("", before.Clocks.Get(k), after.Clocks.Get(k))
	}
	for _, c := range after.CoOpen() {
		if was, ok := before.CoOf(c.Unit); ok {
			for _, k := range []LimitKind{LimitCoSign, LimitCo, LimitCoReview} {
				add(c.Unit, was.clock(k), c.clock(k))
			}
		}
	}
	return out
}
