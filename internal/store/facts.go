package store

import (
	"cmp"
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
	// What a visit heard and no rate may count (Art. 25): to be taken from the visits' figures.
	exempt := func(sat order.Satisfaction, solved order.Solved) {
		add("visited.exempt", string(s.Lead), 1)
		add("visited.exempt."+string(sat), string(s.Lead), 1)
		add("visited.exempt.solved."+string(solved), string(s.Lead), 1)
	}
	switch e := e.(type) {
	case order.RegisteredEvent: // the registration itself stands in standing.go
		add("contact", "", 1)
		flag("registered.key", "", e.Key)
		flag("registered.late_entry", "", e.Late)
	case order.TakenOver:
		add("taken_over", string(e.Unit), 1)
	case order.Linked:
		add("linked", "", 1)
	case order.LinkDeclined:
		add("link_declined", "", 1)
	case order.MergedEvent:
		// Registered and merged, never dispatched: the leading order is the one assignment.
		add("merged", string(e.Unit), 1)
		flag("merged.letter", string(e.Unit), e.Letter)
	case order.SplitOff:
		add("split_off", string(e.Unit), 1)
		add("split_off."+e.Why, string(e.Unit), 1)
	case order.ResultShared:
		add("merged.answered", string(e.Unit), 1)
		flag("merged.drawn", string(e.Unit), e.Visit)
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
		flag("explained.terminated", "", e.Ended != "")
	case order.WithdrawnEvent:
		add("withdrawn", string(e.Unit), 1)
	case order.SubmittedForDispatch:
		flag("approval_asked", "", !e.Chain.Empty())
		flag("second_appeal", "", e.Appeals == 2)
		flag("repeat_appeal", "", e.Appeals >= 2)
		flag("repeat_appeal.after_termination", "", e.NewFacts != nil)
	case order.DispatchedEvent:
		if e.Again {
			add("dispatched_again", string(e.Unit), 1)
			break
		}
		add("dispatched", string(e.Unit), 1)
		flag("dispatched.answerable", string(e.Unit), e.Contact != nil)
		flag("dispatched.key", string(e.Unit), e.Key)
		flag("dispatched.pushed", string(e.Unit), e.Pushed != "")
		flag("dispatched.urgent", string(e.Unit), s.Request.Urgency == order.Urgent || s.Request.Urgency == order.Critical)
	case order.Recalled:
		add("recalled", string(e.Unit), 1)
		flag("recalled.recused", string(e.Unit), e.Recused)
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
		flag("signed.claimed", string(e.Unit), e.Via == order.ViaClaim) // Art. 11
		flag("signed.in_time", string(e.Unit), !e.Late)
	case order.AutoAcceptedEvent:
		add("auto_accepted", string(e.Unit), 1)
	case order.SlipGiven:
		add("slip", string(e.Slip.Unit), 1)
		flag("slip.number", string(e.Slip.Unit), e.Slip.Number)
	case order.SlipUsed:
		flag("slip.number_seen", string(e.Unit), e.What == order.SlipNumber)
	case order.Contacted:
		flag("slip.left", string(e.Unit), e.Slip != "")
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
		if s.Merged != nil {
			add("merged.fed_back", string(s.Merged.Unit), 1)
			break
		}
		add("fed_back", string(s.Lead), 1)
	case order.UnitVisited:
		add("unit_visited", string(e.Unit), 1)
	case order.Visited:
		if m := before.Merged; m != nil { // what a merged caller says of the common result stands apart from the unit's own assignments
			add("merged.visit_tried", string(m.Unit), 1)
			if e.Reached {
				add("merged.visited."+string(e.Satisfaction), string(m.Unit), 1)
			}
			break
		}
		add("visit_tried", string(e.Unit), 1)
		flag("visited", string(e.Unit), e.Reached)
		if e.Reached {
			add("visited."+string(e.Satisfaction), string(e.Unit), 1)
			add("visited.solved."+string(e.Solved), string(e.Unit), 1)
			if before.Exempt != "" {
				exempt(e.Satisfaction, e.Solved)
			}
		}
		for _, c := range e.Contradicts {
			add("visit.contradicts."+string(c), string(e.Unit), 1)
		}
	case order.Reworked:
		add("reworked", string(e.Unit), 1)
	case order.Rechecked:
		// Reopened says how many of "closed" have been closed before: an order that a look-back reopened is closed again.
		add("recheck.done", string(e.Unit), 1)
		add("recheck."+string(e.Result), string(e.Unit), 1)
		flag("recheck.named", string(e.Unit), e.Draw == 0)
		flag("reopened", string(e.Unit), e.Rework)
	case order.ClosedEvent:
		if s.Merged != nil {
			add("merged.closed", string(s.Merged.Unit), 1)
			break
		}
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
	case order.CoAsked:
		// Whom the lead needs, and how the others help it: lateness falls on the co-unit (Art. 14).
		add("co.asked", string(e.Unit), 1)
		flag("co.led", string(e.Lead), len(before.Co) == 0)
		flag("co.by_office", string(e.Unit), e.Asker != e.Lead)
	case order.CoSigned:
		add("co.signed", string(e.Unit), 1)
	case order.CoObjected:
		add("co.objected", string(e.Unit), 1)
	case order.CoDecided:
		add("co.objection."+string(e.Outcome), string(e.Unit), 1)
		flag("co.decided.late", "", e.Late)
	case order.CoReported:
		add("co.reported", string(e.Unit), 1)
		add("co.reported.days", string(e.Unit), int64(e.Days))
	case order.CoSentBack:
		add("co.sent_back", string(e.Unit), 1)
	case order.CoAccepted:
		add("co.accepted", string(e.Unit), 1)
		flag("co.accepted.late", string(e.Unit), e.Late)
	case order.CoEnded:
		add("co.ended."+string(e.Why), string(e.Unit), 1)
	case order.CoUrged:
		add("co.urged", string(e.Unit), 1)
	case order.OfficeCalled:
		add("co.called", string(e.Call.Unit), 1)
	case order.Succeeded:
		flag("handed_on", string(e.From), e.Held)
		flag("taken_on", string(e.To), e.Held)
	case order.RelayAsked:
		// Art. 15 of a secret order is counted on the request.
		add("relay_asked", string(e.Unit), 1)
		flag("contacted", string(e.Unit), e.Met)
		flag("contacted.in_time", string(e.Unit), e.Met && !e.Late)
	case order.Relayed:
		flag("relayed", "", e.Done)
		flag("relayed.in_time", "", e.Done && !e.Late)
	case order.RecusalLifted:
		add("recusal_lifted", string(e.Unit), 1)
	case order.TextCleared:
		add("text_cleared", "", int64(len(e.Hits)))
	case order.SightDecided:
		add("sight_decided", "", 1)
		flag("sight_decided.refused", "", e.Refuses)
	case order.Progressed:
		flag("slip.left", string(e.Unit), e.Slip != "")
		add("progressed", string(e.Unit), 1)
		flag("progressed.owed", string(e.Unit), e.Met)
		flag("progressed.in_time", string(e.Unit), e.Met && !e.Late)
	case order.UnitPhoned:
		add("unit_phoned", string(e.Unit), 1)
		flag("unit_phoned.in_time", string(e.Unit), !e.Late)
	case order.StatuteAsked:
		add("statute.asked", string(e.Ask.Unit), 1)
	case order.StatuteGranted:
		add("statute.granted", string(e.Unit), 1)
		flag("statute.longer", string(e.Unit), e.Statute.Days > e.Ordinary)
	case order.StatuteRefused:
		add("statute.refused", string(e.Unit), 1)
	case order.ReclassAsked:
		add("reclass.asked", string(e.Ask.Unit), 1)
	case order.ReclassDecided:
		flag("reclass.accepted", string(e.Unit), e.Accepted)
		flag("reclass.refused", string(e.Unit), !e.Accepted)
		flag("reclass.late", "", e.Late)
	case order.ExemptionDecided:
		flag("exempted", string(e.Unit), e.Accepted)
		flag("exempted."+string(e.Ground), string(e.Unit), e.Accepted)
		for _, x := range e.Answers {
			exempt(x.Satisfaction, x.Solved)
		}
	case order.TerminationAsked:
		add("termination.asked", string(e.Ask.Unit), 1)
		add("termination.asked."+string(e.Ask.Ground), string(e.Ask.Unit), 1)
	case order.TerminationReviewed:
		add("termination.reviewed", string(e.Unit), 1)
		flag("termination.reviewed.late", "", e.Late)
	case order.TerminationSubmitted:
		add("termination.submitted", string(e.Unit), 1)
	case order.TerminationAgreed:
		add("termination.agreed", string(e.Unit), 1)
	case order.TerminationWithdrawn:
		add("termination.withdrawn", string(e.Unit), 1)
	case order.TerminationRefused:
		add("termination.refused."+e.By, string(e.Unit), 1)
	case order.TerminatedEvent:
		add("terminated", string(e.Unit), 1)
		add("terminated."+string(e.Ground), string(e.Unit), 1)
		flag("terminated.reported", string(e.Unit), e.Report)
		// What was said in its visits counts in no 满意率 (domain.md §6.2, Art. 20): to be taken from the visits' figures.
		for _, x := range e.Exempt {
			if before.Exempt != "" {
				break // they were taken out when the head decided
			}
			add("visited.exempt", string(e.Unit), 1)
			add("visited.exempt."+string(x), string(e.Unit), 1)
		}
	case order.Instructed:
		add("instructed", string(e.Unit), 1)
	case order.KeyChanged:
		if before.Key != e.Key {
			n := int64(-1)
			if e.Key {
				n = 1
			}
			add("key_changed", string(s.Lead), n)
		}
	case order.Urged:
		add("urged", string(e.Unit), 1)
		// Contacts are counted on the order of the caller who spoke, so that they are each person's own (domain.md §12, case 16).
		flag("contact", string(e.Unit), e.Caller && e.Member == "")
		flag("urged.member", string(e.Unit), e.Member != "")
	}
	return append(append(out, standingFacts(before, after, e)...), coDueFacts(before, after)...)
}

// coDueFacts keep how many requests to co-units are due on each day, and how many of them were late: the two sums of 协办按期率 of any period. They stand at the
// day of the limit as the assignments do (standing.go); what was withdrawn, released or ended with the lead's hold is due no more.
func coDueFacts(before, after order.State) []Fact {
	var out []Fact
	for i, c := range after.Co {
		var was order.CoUnit
		if i < len(before.Co) {
			was = before.Co[i]
		}
		old, now := coDueOf(was), coDueOf(c)
		if old == now {
			continue
		}
		out = append(append(out, old.facts(before, -1)...), now.facts(after, 1)...)
	}
	return out
}

// coDue is a request's day, none where nothing is due.
type coDue struct {
	unit, day string
	late      bool
}

func coDueOf(c order.CoUnit) coDue {
	if !c.Status.Part() {
		return coDue{}
	}
	return coDue{unit: string(cmp.Or(c.DueUnit, c.Unit)), day: c.Limit.LastDay, late: c.Late || c.Limit.Missed}
}

func (d coDue) facts(s order.State, n int64) []Fact {
	if d.day == "" {
		return nil
	}
	f := Fact{Kind: "co.due", Unit: d.unit, Category: s.Request.Category, Place: s.Request.Town, Date: d.day, N: n}
	out := []Fact{f}
	if d.late {
		f.Kind = "co.due.late"
		out = append(out, f)
	}
	return out
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

// dayOf is the day and the week of an instant, as figures keep them.
func dayOf(at time.Time) (date, week string) {
	d := calendar.DateOf(at)
	return d.String(), calendar.WeekKey(d)
}

func factExec(pos any, n int, id string, f Fact, date, week string) Exec {
	if d, err := calendar.ParseDate(f.Date); f.Date != "" && err == nil {
		date, week = f.Date, calendar.WeekKey(d)
	}
	return Exec{Query: "fact_put", Args: []any{pos, int64(n), id, f.Kind, f.Unit, f.Category, f.Place, date, week, f.N}}
}
