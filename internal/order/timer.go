package order

import (
	"time"

	"huiyin/internal/policy"
)

// Timer is something that must happen by itself.
type Timer struct {
	Kind LimitKind
	At   time.Time
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
}

func (LimitMissed) kind() string { return "limit_missed" }

func (e LimitMissed) apply(s State) State {
	s.Clocks.missed(e.Limit)
	return s
}

// Timers says what must happen by itself, and when: one for each clock that runs and whose miss is not on record.
func Timers(s State) []Timer {
	var out []Timer
	for _, k := range limitKinds {
		if c := s.Clocks.Get(k); s.counts(k) && !c.Missed && !s.waits(k) {
			out = append(out, Timer{Kind: k, At: c.Due})
		}
	}
	return out
}

// waits reports whether a clock's end waits for something: the result's limit for the word on an extension (domain.md §13.4).
func (s State) waits(k LimitKind) bool { return k == LimitResult && s.extending() }

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
		c := s.Clocks.Get(t.Kind)
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
			case LimitContact, LimitAssign, LimitResult, LimitUnitVisit:
				e.Unit = string(s.Lead)
			}
			out = append(out, e)
		}
	}
	return out
}
