package order

import (
	"reflect"
	"slices"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// Happened is an event with the instant at which it was written.
type Happened struct {
	At    time.Time
	Event Event
}

// TrialClock is a limit of the real history under the rules of a trial (Art. 29): when it ended, when it would have ended, and what was done when.
type TrialClock struct {
	Kind       LimitKind
	Unit       org.UnitID // who owed it
	Was, Would time.Time  // first instants too late
	Met        time.Time  // when it was done; zero: not yet
	WasLate    bool
	WouldLate  bool
}

// TrialSign is who had to sign, and who would have: before dispatch (Art. 10(4), M1) or on the result (Art. 24, M3).
type TrialSign struct {
	Result     bool
	Was, Would []string
}

// Same reports whether nothing would have been other.
func (s TrialSign) Same() bool { return slices.Equal(s.Was, s.Would) }

// Trial is one order's history under other rules.
type Trial struct {
	Clocks []TrialClock
	Signs  []TrialSign
}

// trialKinds are the limits that a trial looks at: those that a person met by an act of his own, at an instant that other rules would not have changed.
var trialKinds = []LimitKind{LimitHandle, LimitDispatch, LimitContact, LimitAssign, LimitResult, LimitReview, LimitFeedback, LimitUnitVisit, LimitVisit}

// Try runs the rules of a trial over what really happened to an order until an instant. Everything that people did stays as and when they did it; only the limits and
// the chains are counted anew, from the same days zero, with the same pauses and extensions, by the calendar that the order was read by. How repeats were counted
// stays as it was. own are the order's own rules; cal finds a version of the calendar.
func Try(history []Happened, own, trial policy.Policy, cal func(int) *calendar.Calendar, until time.Time) Trial {
	var out Trial
	var real, sim State
	for _, h := range history {
		if h.At.After(until) {
			break
		}
		before, simBefore := real, sim
		real = Evolve(real, h.Event)
		c := cal(real.Calendar)
		if c == nil {
			return out
		}
		sim = Evolve(sim, relimited(h, before, sim, trial.WithCalendar(c)))
		for _, k := range trialKinds {
			was, is := before.Clocks.Get(k), real.Clocks.Get(k)
			if !was.On || is.On || is.MetAt.IsZero() {
				continue
			}
			x := sim.Clocks.Get(k)
			out.Clocks = append(out.Clocks, TrialClock{Kind: k, Unit: owes(before, k), Was: is.Due, Would: x.Due, Met: is.MetAt, WasLate: is.Late(is.MetAt), WouldLate: x.Late(is.MetAt)})
		}
		out.Signs = append(out.Signs, signers(h.Event, simBefore, own, trial)...)
	}
	for _, k := range trialKinds {
		if is := real.Clocks.Get(k); is.On && !is.Paused() && !(k == LimitResult && real.Waiting()) {
			x := sim.Clocks.Get(k)
			out.Clocks = append(out.Clocks, TrialClock{Kind: k, Unit: owes(real, k), Was: is.Due, Would: x.Due, WasLate: is.Late(until), WouldLate: x.Late(until)})
		}
	}
	return out
}

// owes is the unit whose limit it is.
func owes(s State, k LimitKind) org.UnitID {
	switch k {
	case LimitContact, LimitAssign, LimitResult, LimitUnitVisit:
		return s.Lead
	}
	return org.HotlineOffice
}

// signers compares who signs before dispatch and who signs the result.
func signers(e Event, s State, own, trial policy.Policy) []TrialSign {
	switch e := e.(type) {
	case DispatchedEvent:
		if !e.Again {
			return []TrialSign{{Was: []string{own.DispatchLevel(e.Appeals, e.Keys, e.Key).Name()}, Would: []string{trial.DispatchLevel(e.Appeals, e.Keys, e.Key).Name()}}}
		}
	case ReplyPassed:
		labels := func(p policy.Policy) []string {
			out := []string{}
			for _, st := range p.ResultChain("", "", e.Assigns, s.Key, s.Deputy).Steps {
				out = append(out, st.Label)
			}
			return out
		}
		return []TrialSign{{Result: true, Was: labels(own), Would: labels(trial)}}
	}
	return nil
}

// relimited is an event with its limits counted by the rules of a trial.
func relimited(h Happened, real, sim State, p policy.Policy) Event {
	if e, ok := h.Event.(CalendarAdopted); ok {
		e.Limits, e.Co = MovedLimits(sim, p, h.At), nil
		return e
	}
	v := reflect.New(reflect.TypeOf(h.Event)).Elem()
	v.Set(reflect.ValueOf(h.Event))
	count := func(l Limit) Limit { return recountedBy(l, h, real, sim, p) }
	for i := range v.NumField() {
		f := v.Field(i)
		if !f.CanSet() {
			continue
		}
		switch x := f.Interface().(type) {
		case Limit:
			f.Set(reflect.ValueOf(count(x)))
		case *Limit:
			if x != nil {
				l := count(*x)
				f.Set(reflect.ValueOf(&l))
			}
		case []Limit:
			all := make([]Limit, len(x))
			for j := range x {
				all[j] = count(x[j])
			}
			f.Set(reflect.ValueOf(all))
		}
	}
	e, _ := v.Interface().(Event)
	return e
}

// recountedBy counts one limit of an event by the rules of a trial.
func recountedBy(l Limit, h Happened, real, sim State, p policy.Policy) Limit {
	if l.Kind == "" || l.Days == 0 || !slices.Contains(trialKinds, l.Kind) {
		return l
	}
	if l.Kind != LimitResult {
		return NewLimit(p, l.Kind, l.From, daysOf(p, l), l.Basis)
	}
	now := sim.Clocks.Get(LimitResult)
	switch e := h.Event.(type) {
	case DispatchedEvent:
		return resultLimit(p, sim, l.From)
	case Reworked:
		return NewLimit(p, LimitResult, l.From, p.Limit.ReworkWD.Value, l.Basis)
	case ExtensionGranted:
		return lengthened(p, now.Limit, e.Days)
	case StatuteGranted:
		return StatuteLimit(sim, p, e.Statute.Days)
	case Corrected:
		return retyped(p, sim, e.Type)
	case TerminationWithdrawn:
		return now.Limit
	case TerminationRefused:
		return resumedFor(p, now, h.At, p.Limit.TermBackWD.Value)
	case ReplyRejected, ResultObjected:
		return resumed(p, now, h.At)
	case KeyChanged:
		if near := becomesKey(sim, "", "", p, h.At).Result; near != nil {
			return *near
		}
		return now.Limit
	}
	return l
}

// daysOf is how many working days the rules give for a limit.
func daysOf(p policy.Policy, l Limit) int {
	n := map[LimitKind]int{LimitHandle: p.Limit.HandleWD.Value, LimitDispatch: p.Limit.DispatchWD.Value, LimitContact: p.Limit.ContactWD.Value, LimitAssign: p.Limit.AssignWD.Value,
		LimitReview: p.Limit.SubmitReviewWD.Value, LimitFeedback: p.Limit.FeedbackWD.Value, LimitUnitVisit: p.Limit.UnitVisitWD.Value, LimitVisit: p.Visit.StartWD.Value}[l.Kind]
	if n == 0 {
		return l.Days
	}
	return n
}
