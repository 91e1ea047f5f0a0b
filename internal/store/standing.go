package store

import (
	"cmp"
	"slices"
	"strings"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
)

// What an order counts as, read off its state: its registration at the day of registration, its assignment at the day of dispatch and at the day of its limit, its
// closing at the day of closing, each effective visit at the day of the visit. When the state changes, one is taken away where it stood and one added where it stands:
// so a numerator never holds an order that its denominator does not, a correction moves what it corrects, and an order that a look-back reopened is closed no more
// until it is closed again (domain.md §1.5; docs/adr/0091).
//
//	registered, .channel.*, .type.*, .way.* (how it was disposed of, Art. 10), .repeat (second appeal or later)
//	sent, .signed (by hand and in time, Art. 14, 16), .contactable, .contacted (in time, Art. 15)
//	due, .extended (Art. 19), .met and .late (the answer passed, in time or not), .waits (in time and being looked at, or an application waits)
//	done, .days (working days used), .early, .first (without rework), .visitable, .visited, .reached
//	heard, .satisfied (or fairly), .solved (Art. 25)
//
// An order that is not to be counted at all (order.ExemptGround.Whole) keeps its registration alone; one whose callers' words are not counted loses "heard".

// standingFacts are the changes that an event makes. Rework is an assignment of its own: what the one before it came to stays.
func standingFacts(before, after order.State, e order.Event) []Fact {
	was, is := assignmentOf(before), assignmentOf(after)
	if _, again := e.(order.Reworked); again {
		was = nil
	}
	out := changed(was, is)
	return append(out, changed(ownStanding(before), ownStanding(after))...)
}

// changed is what must be added to one list of facts to make another.
func changed(was, is []Fact) []Fact {
	if slices.Equal(was, is) {
		return nil
	}
	n := map[Fact]int64{}
	var keys []Fact
	add := func(f Fact, sign int64) {
		k := f
		k.N = 0
		if _, ok := n[k]; !ok {
			keys = append(keys, k)
		}
		n[k] += sign * f.N
	}
	for _, f := range was {
		add(f, -1)
	}
	for _, f := range is {
		add(f, 1)
	}
	var out []Fact
	for _, k := range keys {
		if k.N = n[k]; k.N != 0 {
			out = append(out, k)
		}
	}
	return out
}

// stand collects facts of one order at one day.
type stand struct {
	base Fact
	out  []Fact
}

func (s *stand) add(kind string, n int64) {
	f := s.base
	f.Kind, f.N = kind, n
	s.out = append(s.out, f)
}

func (s *stand) flag(kind string, yes bool) {
	if yes {
		s.add(kind, 1)
	}
}

func standAt(s order.State, unit, day string) *stand {
	return &stand{base: Fact{Unit: unit, Category: s.Request.Category, Place: s.Request.Town, Date: day}}
}

// assignmentOf is the assignment in hand: delivered, and due.
func assignmentOf(s order.State) []Fact {
	if s.Lead == "" || s.Merged != nil || s.Exempt != "" && s.Exempt.Whole() || s.Status == order.Withdrawn || s.Status == order.NotAccepted || s.Status == order.Terminated {
		return nil
	}
	var out []Fact
	if !s.ReceivedAt.IsZero() && s.OldNo == "" {
		x := standAt(s, string(s.Lead), calendar.DateOf(s.ReceivedAt).String())
		if !s.Reworking {
			x.add("sent", 1)
			x.flag("sent.signed", !s.SignedAt.IsZero() && !s.AutoAccepted && !s.Clocks.Get(order.LimitSign).Late(s.SignedAt))
		}
		if c := s.Clocks.Get(order.LimitContact); c.From.Equal(s.ReceivedAt) {
			x.add("sent.contactable", 1)
			x.flag("sent.contacted", !c.MetAt.IsZero() && !c.Late(c.MetAt))
		}
		out = x.out
	}
	c := s.Clocks.Get(order.LimitResult)
	passed := !s.SubmittedAt.IsZero() && slices.Contains([]order.Status{order.CountySigning, order.ToFeedback, order.Visiting, order.Closed, order.Archived}, s.Status)
	if c.LastDay == "" || !c.On && !passed {
		return out
	}
	x := standAt(s, string(cmp.Or(s.DueUnit, s.Lead)), c.LastDay)
	x.add("due", 1)
	x.flag("due.extended", c.Extended > 0)
	switch {
	case passed && s.ReplyLate:
		x.add("due.late", 1)
	case passed:
		x.add("due.met", 1)
	case !c.Missed && (c.Paused() || s.Extension != nil):
		x.add("due.waits", 1)
	}
	return append(out, x.out...)
}

// ownStanding is the rest: the registration, the closing, the visits.
func ownStanding(s order.State) []Fact {
	var out []Fact
	if s.OldNo == "" && !s.RegisteredAt.IsZero() {
		x := standAt(s, "", calendar.DateOf(s.RegisteredAt).String())
		x.add("registered", 1)
		x.add("registered.channel."+s.Request.Channel, 1)
		x.add("registered.type."+string(s.Request.Type), 1)
		if w := wayOf(s); w != "" {
			x.add("registered.way."+w, 1)
		}
		x.flag("registered.repeat", s.Nth >= 2)
		out = x.out
	}
	if s.Exempt != "" && s.Exempt.Whole() || s.Status == order.Terminated {
		return out
	}
	if (s.Status == order.Closed || s.Status == order.Archived) && s.Merged == nil && !s.SubmittedAt.IsZero() {
		x := standAt(s, string(s.Lead), calendar.DateOf(s.ClosedAt).String())
		reached := slices.ContainsFunc(s.Visits, func(v order.VisitNote) bool { return v.Reached })
		x.add("done", 1)
		if s.UsedDays != 0 {
			x.add("done.days", int64(s.UsedDays))
		}
		x.flag("done.early", !s.ReplyLate && s.UsedDays < s.Clocks.Get(order.LimitResult).Days)
		x.flag("done.first", s.Reworks == 0)
		if s.Answerable() || len(s.Visits) > 0 {
			x.add("done.visitable", 1)
			x.flag("done.visited", len(s.Visits) > 0)
			x.flag("done.reached", reached)
		}
		out = append(out, x.out...)
	}
	if s.Exempt != "" {
		return out
	}
	for _, h := range s.Heard {
		x := standAt(s, string(h.Unit), h.Day)
		x.add("heard", 1)
		x.flag("heard.satisfied", h.Satisfaction == order.Satisfied || h.Satisfaction == order.Fairly)
		x.flag("heard.solved", h.Solved == order.SolvedYes)
		out = append(out, x.out...)
	}
	return out
}

// wayOf is how a registered order was disposed of (Art. 8, 10), empty while it waits.
func wayOf(s order.State) string {
	switch s.Status {
	case order.DirectClosed:
		return "direct"
	case order.PhoneClosed:
		return "phone"
	case order.EmergencyClosed:
		return "emergency"
	case order.LoggedClosed:
		return "logged"
	case order.NotAccepted:
		return "refused"
	case order.ReturnedUp:
		return "sent_up"
	case order.Explained:
		return "explained"
	}
	switch {
	case s.Merged != nil:
		return "merged"
	case s.Assignments > 0 && s.Level > 0:
		return "written"
	case s.Assignments > 0:
		return "network"
	case s.Status == order.Withdrawn:
		return "withdrawn"
	}
	return ""
}

// Standing reports whether a kind of fact is read off the state.
func Standing(kind string) bool {
	head, _, _ := strings.Cut(kind, ".")
	switch head {
	case "registered", "sent", "due", "done", "heard":
		return kind != "registered.key" && kind != "registered.late_entry"
	}
	return false
}
