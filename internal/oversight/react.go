package oversight

import (
	"fmt"
	"slices"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// React says what supervision follows from what happened to an order, for the same append: rows opened or raised, each once for its cause; sheets that are owed no
// more; rows that end with their order. What time alone had brought about before comes first, so that a late timer never changes an outcome.
func React(w Watch, x Story, p policy.Policy, now time.Time) []Event {
	var out []Event
	say := func(e Event) { w = Evolve(w, e); out = append(out, e) }
	for _, e := range Settle(w, x.Before, p, now) {
		say(e)
	}
	for _, c := range causesOf(x, p, now) {
		for _, e := range open(w, x.After, c, p, now) {
			say(e)
		}
	}
	for _, c := range w.Cases {
		for _, e := range follow(c, x.After, p, now) {
			say(e)
		}
	}
	for _, e := range Settle(w, x.After, p, now) {
		say(e)
	}
	return out
}

// open makes a row of a cause, or lifts the one it has made.
func open(w Watch, s order.State, c cause, p policy.Policy, now time.Time) []Event {
	old := w.caused(c.key)
	switch {
	case old == nil:
		return []Event{Opened{At: now, Case: len(w.Cases) + 1, Cause: c.key, Clause: c.clause, Level: c.level, Means: c.means, Unit: c.unit, Joint: joint(s, c.level, p), Due: c.due, From: c.from,
			Rises: c.rises, Evidence: c.evidence}}
	case old.Open() && c.level > old.Level:
		return []Event{Raised{At: now, Case: old.N, Level: c.level, Unit: c.unit, Joint: joint(s, c.level, p), Evidence: c.evidence}}
	}
	return nil
}

// follow is what becomes of an open row when its order moved: its sheet is owed by nobody who has lost the order, and rows of items 1 and 5 end with it.
func follow(c Case, s order.State, p policy.Policy, now time.Time) []Event {
	if !c.Open() {
		return nil
	}
	var out []Event
	if from, rises := half(s, p); c.Item == 1 && c.Level == Track && !from.Equal(c.From) && s.Lead != "" && s.Clocks.Get(order.LimitResult).On {
		out = append(out, Paced{At: now, Case: c.N, Unit: s.Lead, From: from, Rises: rises})
	}
	ends := s.Status.Done() && c.Item.ClosesItself()
	if sh := c.Sheet(); sh != nil && sh.State == Waiting {
		why := ""
		switch {
		case ends:
			why = "closed"
		case !concerns(s, sh.Unit):
			why = "moved"
		}
		if why != "" {
			out = append(out, SheetLapsed{At: now, Case: c.N, Sheet: sh.Sheet, Unit: sh.Unit, Why: why})
		}
	}
	if ends {
		out = append(out, Closed{At: now, Case: c.N, Unit: c.Unit, Outcome: WithOrder, Level: c.Level, Days: daysOpen(c, p, now)})
	}
	return out
}

// concerns reports whether an order is, or was to the end, a unit's matter.
func concerns(s order.State, u org.UnitID) bool {
	return u != "" && (held(s) == u || s.TakesPart(u) || s.DueUnit == u)
}

func daysOpen(c Case, p policy.Policy, now time.Time) int {
	return p.Calendar.WorkdaysBetween(calendar.DateOf(c.OpenedAt), calendar.DateOf(now))
}

// Timer is something that must happen to a row by itself.
type Timer struct {
	Kind string // ladder, half, sheet
	Case int
	At   time.Time
}

// Key tells the timers of one watch apart.
func (t Timer) Key() string { return fmt.Sprintf("%s/%d", t.Kind, t.Case) }

// Timers says what must happen by itself, and when. It depends on both streams: the desk writes the timers anew with either.
func Timers(w Watch, s order.State) []Timer {
	var out []Timer
	for _, c := range w.Cases {
		if !c.Open() {
			continue
		}
		if r, ok := next(c, s); ok {
			out = append(out, Timer{"rise", c.N, r.At})
		}
		if sh := c.Sheet(); sh != nil && sh.State == Waiting && !sh.Missed {
			out = append(out, Timer{"sheet", c.N, sh.Limit.Due})
		}
	}
	return out
}

// next is the rise that a row waits for, while what is owed has not come.
func next(c Case, s order.State) (Rise, bool) {
	owed := false
	switch c.Item {
	case 1:
		owed = c.Level == Track && untouched(s)
	case 2:
		owed = stillOwed(c, s)
	}
	for _, r := range c.Rises {
		if owed && r.Level > c.Level {
			return r, true
		}
	}
	return Rise{}, false
}

// ladder are the rises of what was missed: +3 and +5 working days by default (M6), by the order's own rules and calendar.
func ladder(p policy.Policy, due time.Time) []Rise {
	two, three := p.Supervision.OverdueL2WD.Value, p.Supervision.OverdueL3WD.Value
	return []Rise{{LevelTwo, after(p, due.Add(-time.Second), two), two}, {LevelThree, after(p, due.Add(-time.Second), three), three}}
}

// half is the one rise of a key order: a sheet when half of the unit's working days are gone and nobody has touched it (M6).
func half(s order.State, p policy.Policy) (from time.Time, rises []Rise) {
	k := s.Clocks.Get(order.LimitResult)
	if !s.Key && s.Instruction == nil || k.From.IsZero() || k.Days == 0 {
		return k.From, nil
	}
	return k.From, []Rise{{LevelTwo, after(p, k.From, (k.Days+1)/2), 0}}
}

// after is the end of the n-th working day after the day of from.
func after(p policy.Policy, from time.Time, n int) time.Time {
	return order.NewLimit(p, order.LimitResult, from, n, p.Supervision.OverdueL2WD.Clause()).Due
}

// stillOwed reports whether the miss that a row stands for has not been made good: the lead's result is with the unit, the co-unit's part is out.
func stillOwed(c Case, s order.State) bool {
	if k := s.Clocks.Get(order.LimitResult); k.On && k.Due.Equal(c.Due) && (c.Unit == s.Lead || c.Unit == s.DueUnit) {
		return s.Status.AtUnit() && !k.Paused()
	}
	for _, co := range s.CoOpen() {
		if co.Unit == c.Unit && co.Limit.Due.Equal(c.Due) {
			return s.Status.AtUnit() && co.Status != order.CoHandedIn
		}
	}
	return false
}

// untouched reports whether a key order lies with a unit that has neither tried to reach the caller nor told how it goes since it got the order.
func untouched(s order.State) bool {
	if k := s.Clocks.Get(order.LimitResult); !s.Status.AtUnit() || !k.On || k.Paused() || s.Progress > 0 {
		return false
	}
	return !slices.ContainsFunc(s.Contacts, func(c order.ContactNote) bool { return !c.At.Before(s.ReceivedAt) })
}

// Settle is what the passage of time alone has brought about at now: rows that rose, sheets that nobody answered.
func Settle(w Watch, s order.State, p policy.Policy, now time.Time) []Event {
	var out []Event
	for again := true; again; {
		again = false
		for _, t := range Timers(w, s) {
			if now.Before(t.At) {
				continue
			}
			e := fired(*w.Case(t.Case), t, s, p)
			w, again = Evolve(w, e), true
			out = append(out, e)
			break
		}
	}
	return out
}

func fired(c Case, t Timer, s order.State, p policy.Policy) Event {
	if t.Kind == "sheet" {
		return SheetMissed{At: t.At, Case: c.N, Sheet: c.Sheet().Sheet, Unit: c.Sheet().Unit, Due: c.Sheet().Limit.Due}
	}
	r, _ := next(c, s)
	e := Evidence{What: "days_over", At: r.At, N: r.N}
	if c.Item == 1 {
		e = Evidence{What: "half", At: r.At}
	}
	return Raised{At: r.At, Case: c.N, Level: r.Level, Unit: c.Unit, Joint: joint(s, r.Level, p), Evidence: []Evidence{e}}
}
