package order

import (
	"time"

	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// Timer is something that must happen by itself.
type Timer struct {
	Kind LimitKind
	At   time.Time
	Co   org.UnitID // whose request it belongs to, for the clocks of co-units
}

// Key tells the timers of one order apart.
func (t Timer) Key() string {
	if t.Co != "" {
		return string(t.Kind) + "/" + string(t.Co)
	}
	return string(t.Kind)
}

// Clock is the clock that a timer belongs to.
func (s State) Clock(t Timer) Clock {
	if t.Co == "" {
		return s.Clocks.Get(t.Kind)
	}
	x, _ := s.CoOf(t.Co)
	return x.clock(t.Kind)
}

// clock is one of a request's clocks.
func (c CoUnit) clock(k LimitKind) Clock {
	switch k {
	case LimitCoSign:
		return c.Sign
	case LimitCoReview:
		return c.Review
	}
	return c.Limit
}

// coTimers are the clocks of the open requests that run. While the office looks at an objection, that alone presses; while it looks at a return of the
// whole order, none does (domain.md §13.1).
func coTimers(s State) []Timer {
	var out []Timer
	if !s.Status.AtUnit() {
		return nil
	}
	for _, c := range s.CoOpen() {
		kinds := []LimitKind{LimitCoSign, LimitCo}
		if c.Status == CoDisputed {
			kinds = []LimitKind{LimitCoReview}
		}
		for _, k := range kinds {
			if x := c.clock(k); x.On && !x.Missed {
				out = append(out, Timer{Kind: k, At: x.Due, Co: c.Unit})
			}
		}
	}
	return out
}

// TimerFired is the command of a timer: Decide looks again, and may answer nothing.
type TimerFired struct {
	By
	Kind LimitKind
}

// LimitMissed puts on record that a limit passed. How late it was in the end is in the event that meets it.
type LimitMissed struct {
	Limit LimitKind `json:"limit"`
	Due   time.Time `json:"due"`
	Unit  string    `json:"unit,omitempty"` // the unit that owed it
	Co    string    `json:"co,omitempty"`   // the co-unit whose request it belongs to
}

func (LimitMissed) kind() string { return "limit_missed" }

func (e LimitMissed) apply(s State) State {
	if e.Co == "" {
		s.Clocks.missed(e.Limit)
		return s
	}
	return s.withCo(org.UnitID(e.Co), func(c *CoUnit) {
		switch e.Limit {
		case LimitCoSign:
			// Neither signed nor objected: it counts as received, as with the lead (Art. 16).
			c.Sign.Missed, c.Sign.On = true, false
			if c.Status == CoWaiting {
				c.Status = CoWorking
			}
		case LimitCoReview:
			c.Review.Missed = true
		default:
			c.Limit.Missed = true
		}
	})
}

// Timers says what must happen by itself, and when: one for each clock that runs and whose miss is not on record.
func Timers(s State) []Timer {
	var out []Timer
	for _, k := range limitKinds {
		if c := s.Clocks.Get(k); s.counts(k) && !c.Missed && !s.waits(k) {
			out = append(out, Timer{Kind: k, At: c.Due})
		}
	}
	return append(out, coTimers(s)...)
}

// waits reports whether a clock's end waits for something: the result's limit for the word on an extension, on a limit by law, on another type (domain.md §13.4).
func (s State) waits(k LimitKind) bool {
	return k == LimitResult && (s.Extending() || s.statuteOpen() || s.Reclass != nil && s.Status.AtUnit())
}

// Waiting reports whether the result's limit, once past, is no miss yet: a word on it is owed by the office (domain.md §13.4).
func (s State) Waiting() bool { return s.waits(LimitResult) }

// settle is what the passage of time alone has brought about at now: acceptance by silence (Art. 16), missed limits, the archive.
func settle(s State, p policy.Policy, now time.Time) []Event {
	var out []Event
	for again := true; again; {
		late := settleOnce(s, p, now)
		for _, e := range late {
			s = Evolve(s, e)
		}
		out = append(out, late...)
		again = len(late) > 0
	}
	return out
}

// settleOnce is what the clocks running in s have brought about; acceptance by silence starts another clock, which may be late as well.
func settleOnce(s State, p policy.Policy, now time.Time) []Event {
	var out []Event
	for _, t := range Timers(s) {
		c := s.Clock(t)
		if !c.Late(now) {
			continue
		}
		switch t.Kind {
		case LimitSign:
			e := AutoAcceptedEvent{At: c.Due, Unit: s.Lead, Assign: NewLimit(p, LimitAssign, c.Due.Add(-time.Second), p.Limit.AssignWD.Value, p.Limit.AssignWD.Clause())}
			out = append(out, e)
		case LimitArchive:
			out = append(out, ArchivedEvent{At: c.Due})
		default:
			e := LimitMissed{Limit: t.Kind, Due: c.Due}
			switch t.Kind {
			case LimitContact, LimitAssign, LimitResult, LimitUnitVisit, LimitProgress:
				e.Unit = string(s.Lead)
			case LimitCo, LimitCoSign:
				e.Unit, e.Co = string(t.Co), string(t.Co)
			case LimitCoReview:
				e.Co = string(t.Co)
			}
			out = append(out, e)
		}
	}
	return out
}
