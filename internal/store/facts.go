package store

import (
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
)

// Fact is one countable thing. Every published number is a sum of N over facts up to a position, so a drill-down and a recount are the same
// query. Kinds are stable; Unit, Category, Place and Date are what they were when it happened.
type Fact struct {
	Kind, Unit, Category, Place, Date, Week string
	N                                       int64
}

// factsOf says what an event adds to the figures. before is the state the event met.
func factsOf(before, after order.State, e order.Event) []Fact {
	s := after
	var out []Fact
	add := func(kind string, unit string, n int64) {
		out = append(out, Fact{Kind: kind, Unit: unit, Category: s.Request.Category, Place: s.Request.Town, N: n})
	}
	flag := func(kind string, unit string, yes bool) {
		if yes {
			add(kind, unit, 1)
		}
	}
	switch e := e.(type) {
	case order.RegisteredEvent:
		add("registered", "", 1)
		add("registered.channel."+e.Request.Channel, "", 1)
		add("registered.type."+string(e.Request.Type), "", 1)
		flag("registered.key", "", e.Key)
		flag("registered.late_entry", "", e.Late)
	case order.TakenOver:
		add("taken_over", string(e.Unit), 1)
	case order.AnsweredDirectly:
		add("answered_directly", "", 1)
		flag("answered_without_knowledge", "", e.Knowledge == "")
	case order.TransferredByPhone:
		add("transferred_by_phone", string(e.Unit), 1)
	case order.TransferredEmergency:
		add("transferred_emergency", "", 1)
	case order.LoggedClosedEvent:
		add("logged_closed", "", 1)
	case order.Refused:
		add("refused", string(e.Unit), 1)
		add("refused."+e.Ground, "", 1)
	case order.SentUp:
		add("sent_up", "", 1)
	case order.ExplainedEvent:
		add("explained", "", 1)
	case order.WithdrawnEvent:
		add("withdrawn", string(e.Unit), 1)
	case order.SubmittedForDispatch:
		flag("approval_asked", "", !e.Chain.Empty())
		flag("second_appeal", "", e.Appeals == 2)
		flag("repeat_appeal", "", e.Appeals >= 2)
	case order.DispatchedEvent:
		if e.Again {
			add("dispatched_again", string(e.Unit), 1)
			break
		}
		add("dispatched", string(e.Unit), 1)
		flag("dispatched.answerable", string(e.Unit), e.Contact != nil)
		flag("dispatched.key", string(e.Unit), e.Key)
	case order.Recalled:
		add("recalled", string(e.Unit), 1)
	case order.ReturnAsked:
		add("return_asked", string(e.Unit), 1)
	case order.ReturnAccepted:
		add("return_accepted", string(e.Unit), 1)
		flag("return_decided.late", "", e.Late)
	case order.ReturnRefused:
		add("return_refused", string(e.Unit), 1)
		flag("return_decided.late", "", e.Late)
	case order.ReturnDisputed:
		add("return_disputed", string(e.Unit), 1)
	case order.DesignatedEvent:
		add("designated", string(e.Unit), 1)
	case order.SignedFor:
		add("signed", string(e.Unit), 1)
		flag("signed.in_time", string(e.Unit), !e.Late)
	case order.AutoAcceptedEvent:
		add("auto_accepted", string(e.Unit), 1)
	case order.Contacted:
		flag("contacted", string(e.Unit), e.Met)
		flag("contacted.in_time", string(e.Unit), e.Met && !e.Late)
	case order.Assigned:
		flag("assigned.late", string(e.Unit), e.Late)
	case order.ReplySigned:
		add("submitted", string(e.Unit), 1)
	case order.ReplyRejected:
		add("rejected", string(e.Unit), 1)
		add("rejected."+e.Code, string(e.Unit), 1)
	case order.ReplyPassed:
		add("passed", string(e.Unit), 1)
	case order.FedBack:
		add("fed_back", string(s.Lead), 1)
	case order.UnitVisited:
		add("unit_visited", string(e.Unit), 1)
	case order.Visited:
		add("visit_tried", string(e.Unit), 1)
		flag("visited", string(e.Unit), e.Reached)
		if e.Reached {
			add("visited."+string(e.Satisfaction), string(e.Unit), 1)
			add("visited.solved."+string(e.Solved), string(e.Unit), 1)
		}
	case order.Reworked:
		add("reworked", string(e.Unit), 1)
	case order.ClosedEvent:
		add("closed", string(e.Unit), 1)
		add("closed.days", string(e.Unit), int64(e.UsedDays))
		flag("closed.in_time", string(e.Unit), !e.Late)
		flag("closed.late", string(e.Unit), e.Late)
		flag("closed.first_time", string(e.Unit), e.Reworks == 0)
	case order.LimitMissed:
		add("missed."+string(e.Limit), e.Unit, 1)
	case order.ExtensionAsked:
		add("extension.asked", string(e.Ask.Unit), 1)
	case order.ExtensionGranted:
		add("extension.granted", string(e.Unit), 1)
		flag("extended", string(e.Unit), e.Times == 1)
	case order.ExtensionRefused:
		add("extension.refused", string(e.Unit), 1)
	case order.Urged:
		add("urged", string(e.Unit), 1)
	case order.Corrected:
		// A corrected category or type moves the registration in the figures: minus there, plus here.
		if e.Category != "" && e.OldCategory != e.Category {
			out = append(out, Fact{Kind: "registered.moved", Category: e.OldCategory, Place: before.Request.Town, N: -1})
			add("registered.moved", "", 1)
		}
		if e.Type != "" {
			add("registered.type."+string(e.OldType), "", -1)
			add("registered.type."+string(e.Type), "", 1)
		}
	}
	return append(out, dueFacts(before, after, e)...)
}

// dueFacts keep how many assignments are due on each day, by their limit as it stands (domain.md §1.5): "due" is the denominator of 按期办结率 and
// 延期率, "due.extended" those of them that were extended (§13.24). They stand at the day of the limit, not of the event: a limit that moves takes
// one away there and adds one here. Rework is an assignment of its own; what was recalled, withdrawn or not accepted is due no more.
func dueFacts(before, after order.State, e order.Event) []Fact {
	was, is := dueOf(before), dueOf(after)
	if _, again := e.(order.Reworked); again {
		was = nil
	}
	if was != nil && is != nil && *was == *is {
		return nil
	}
	var out []Fact
	for _, d := range []struct {
		at *dueAt
		n  int64
	}{{was, -1}, {is, 1}} {
		if d.at == nil {
			continue
		}
		f := Fact{Kind: "due", Unit: d.at.unit, Category: after.Request.Category, Place: after.Request.Town, Date: d.at.day, N: d.n}
		if d.n < 0 {
			f.Category, f.Place = before.Request.Category, before.Request.Town
		}
		out = append(out, f)
		if d.at.extended {
			f.Kind = "due.extended"
			out = append(out, f)
		}
	}
	return out
}

type dueAt struct {
	unit, day string
	extended  bool
}

func dueOf(s order.State) *dueAt {
	c := s.Clocks.Get(order.LimitResult)
	if c.LastDay == "" || s.Lead == "" || s.Status == order.Withdrawn || s.Status == order.NotAccepted {
		return nil
	}
	return &dueAt{unit: string(s.Lead), day: c.LastDay, extended: c.Extended > 0}
}

// FactRows are the figures that a list of events adds, as rows. Each stands at the position of its own event, so that a replay finds the same.
func FactRows(before order.State, events []order.Event, at time.Time) []Exec {
	d := calendar.DateOf(at)
	var out []Exec
	st := before
	own := 0
	for _, e := range events {
		after := order.Evolve(st, e)
		for n, f := range factsOf(st, after, e) {
			out = append(out, factExec(PosOf{Event: own}, n, after.ID, f, d.String(), calendar.WeekKey(d)))
		}
		if order.MatterOf(e) == "" {
			own++
		}
		st = after
	}
	return out
}

func factExec(pos any, n int, id string, f Fact, date, week string) Exec {
	if d, err := calendar.ParseDate(f.Date); f.Date != "" && err == nil {
		date, week = f.Date, calendar.WeekKey(d)
	}
	return Exec{Query: "fact_put", Args: []any{pos, int64(n), id, f.Kind, f.Unit, f.Category, f.Place, date, week, f.N}}
}
