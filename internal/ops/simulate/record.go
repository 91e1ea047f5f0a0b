package simulate

import (
	"fmt"
	"slices"
	"strings"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/ledger"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// ack is what a caller was promised: the number that was shown for what he said.
type ack struct {
	id, number, words string
}

// recorded keeps what was acknowledged, outside the program (I1).
func (s *sim) recorded(a desk.Ask, done desk.Done) {
	reg, ok := a.Commands[0].(order.Register)
	if !ok {
		return
	}
	for _, x := range s.acks {
		if x.id == done.ID || x.number == done.Number {
			s.broken("I2", done.Number, "the number or the order was given out twice: %s and %s", x.id, done.ID)
		}
	}
	s.acks = append(s.acks, ack{done.ID, done.Number, reg.Request.Words.Text})
}

// lawsOfTheRecord: what was acknowledged is there, once, under its number, and the record is whole.
func lawsOfTheRecord() []law {
	return []law{
		{name: "I1", says: "every acknowledged order exists with the words that were said", rest: func(s *sim, last bool) {
			for _, x := range s.acks[s.acked:] {
				l := s.world.by[x.id]
				if l == nil || l.st.Number != x.number {
					s.broken("I1", x.number, "was acknowledged and is not in the log")
					continue
				}
				if e, ok := l.log[0].e.(order.RegisteredEvent); ok && e.Request.Words.Digest != s.srv.Vault.Digest(x.words) {
					s.broken("I1", x.number, "the words in the log are not those that were said")
				}
			}
			s.acked = len(s.acks)
		}},
		{name: "I2", says: "one order for each submission; numbers have no gap within a day", event: func(s *sim, l *life, i int) {
			e, ok := l.log[i].e.(order.RegisteredEvent)
			if !ok {
				return
			}
			day := calendar.DateOf(l.log[i].rec.At()).String()
			s.numbers[day]++
			want := fmt.Sprintf("MC%s%04d", strings.ReplaceAll(day, "-", ""), s.numbers[day])
			if e.Number != want {
				s.broken("I2", l.at(i), "the number is %s, the next of its day was %s", e.Number, want)
			}
			if i != 0 {
				s.broken("I2", l.at(i), "an order was registered twice")
			}
		}},
		{name: "I18", says: "the chain is whole, every read model is what the log says, every sealed text opens", rest: func(s *sim, last bool) {
			if days := calendar.DateOf(s.now) - dayOf(s.o.Size.From); last || int(days)%s.o.Size.Whole == 0 {
				s.whole(last)
			}
		}},
		{name: "kept", says: "what the program keeps in memory of an order is what the log says of it", rest: func(s *sim, last bool) {
			if days := int(calendar.DateOf(s.now) - dayOf(s.o.Size.From)); !last && days%7 != 3 {
				return
			}
			bad, err := s.srv.Desk.CheckKept(s.ctx)
			if err != nil {
				bad = append(bad, err.Error())
			}
			for _, x := range bad {
				s.broken("kept", "memory", "%s", x)
			}
		}},
		{name: "I22", says: "a submission sent twice changes nothing"}, // held where it is sent: twice
	}
}

// whole holds the whole archive against its log, and at the very end once more after a replay.
func (s *sim) whole(last bool) {
	say := func(what string, all []string, err error) {
		if err != nil {
			all = append(all, err.Error())
		}
		for _, x := range all[:min(len(all), 3)] {
			for _, l := range s.world.orders {
				if strings.Contains(x, l.id) {
					x += "\n" + l.course()
				}
			}
			s.broken("I18", what, "%s", x)
		}
	}
	rep, err := s.srv.Store.Check(s.ctx, ledger.HMACKey("checkpoint", s.srv.Vault.CheckpointKey()))
	var faults []string
	for _, f := range rep.Faults {
		faults = append(faults, f.Error())
	}
	say("chain", faults, err)
	if rep.Head != s.world.pos {
		s.broken("I18", "chain", "the log ends at %d, %d records were read as they were written", rep.Head, s.world.pos)
	}
	for _, when := range []string{"read models", "read models after a replay"} {
		bad, err := s.srv.Store.CheckProjections(s.ctx)
		say(when, bad, err)
		bad, err = s.srv.Desk.CheckReminders(s.ctx)
		say("reminders: "+when, bad, err)
		if !last {
			return
		}
		if when == "read models" {
			if _, _, err := s.srv.Store.Replay(s.ctx); err != nil {
				say("replay", nil, err)
			}
			say("replay", nil, s.srv.Desk.PlaceReminders(s.ctx))
		}
	}
	private, err := s.srv.Desk.CheckPrivate(s.ctx)
	say("sealed texts", private.Faults, err)
}

// lawsOfRest: nothing is left lying.
func lawsOfRest() []law {
	return []law{
		{name: "I4", says: "every order that has not ended has somebody who is responsible and a limit that is watched", rest: func(s *sim, last bool) {
			for _, l := range s.world.orders {
				if !l.st.Status.Done() {
					s.orphan(l, s.world.state(l.id))
				}
			}
		}},
		{name: "I25", says: "when faults stop, every order ends", rest: func(s *sim, last bool) {
			if !last || s.report.Stopped {
				return
			}
			for _, l := range s.world.orders {
				if st := l.st; !st.Status.Terminal() {
					s.broken("I25", l.st.Number, "%s to the end, at %s, since %s by %v: %s", st.Status, st.Lead, l.log[len(l.log)-1].rec.Kind, l.by, l.path())
				}
			}
			dead, err := s.srv.Store.Queue().Dead(s.ctx)
			if err != nil || len(dead) > 0 {
				s.broken("I25", "queue", "%d items were put aside: %v %v", len(dead), dead, err)
			}
		}},
	}
}

// path is the course of an order in short.
func (l *life) path() string {
	var out []string
	for _, h := range l.log {
		out = append(out, h.rec.Kind)
	}
	return strings.Join(out[max(0, len(out)-25):], " ")
}

// course is the course of an order with its moments, for whoever looks for the cause.
func (l *life) course() string {
	var out []string
	for _, h := range l.log {
		out = append(out, fmt.Sprintf("    %s %s by %s → %s", h.rec.At().In(calendar.Beijing).Format("01-02 15:04:05"), h.rec.Kind, h.rec.Post, h.is))
	}
	for _, c := range l.st.Clocks {
		if c.On {
			out = append(out, fmt.Sprintf("    clock %s from %s due %s paused %q missed %v", c.Kind, c.From.In(calendar.Beijing), c.Due.In(calendar.Beijing), c.PausedOn, c.Missed))
		}
	}
	return l.st.Number + "\n" + strings.Join(out, "\n")
}

// responsible is who answers for an order in each state: written from domain.md §3.4, not from the program's list of duties.
func (s *sim) responsible(st order.State) []org.PostID {
	desk := func(k org.Kind) org.PostID { return org.PostOf(org.HotlineOffice, k) }
	unit := []org.PostID{org.PostOf(st.Lead, org.UnitHandler), org.PostOf(st.Lead, org.UnitDeputy), org.PostOf(st.Lead, org.UnitPrincipal)}
	switch st.Status {
	case order.Registered:
		return []org.PostID{desk(org.Operator), desk(org.Dispatcher)}
	case order.PendingDispatch, order.ReturnReview, order.AwaitingCancel:
		return []org.PostID{desk(org.Dispatcher), org.PostOfficeHead}
	case order.Coordination:
		return []org.PostID{org.PostOfficeHead}
	case order.Dispatched, order.UnitAssigning, order.InProgress, order.UnitSigning:
		return unit
	case order.Submitted:
		return []org.PostID{desk(org.Reviewer)}
	case order.ToFeedback, order.Visiting:
		return []org.PostID{desk(org.Visitor)}
	case order.Terminating:
		return []org.PostID{desk(org.Reviewer), org.PostOfficeHead, org.PostMagistrate}
	case order.PendingApproval, order.CountySigning:
		return []org.PostID{org.PostGovHead, org.PostHotlineDeputy, "county/deputy.1", "county/deputy.2", "county/deputy.3", "county/deputy.4", "county/deputy.5", "county/deputy.6", org.PostMagistrate, org.PostOfficeHead, desk(org.Dispatcher), desk(org.Reviewer)}
	}
	return nil
}

// orphan: an order that runs is owed by a post that answers for its state and that somebody holds, and a limit of it is watched or its miss is on record.
func (s *sim) orphan(l *life, st order.State) {
	if st.Status == order.Merged {
		lead := s.world.state(st.Merged.Leader)
		if lead.Status.Done() && !last(lead, st) {
			s.broken("I4", l.st.Number, "merged under %s, which has ended", lead.Number)
		}
		return
	}
	if len(l.by) == 0 {
		s.broken("I4", l.st.Number, "in state %s nobody owes anything", st.Status)
		return
	}
	may := s.responsible(st)
	if !slices.ContainsFunc(l.by, func(p org.PostID) bool { return slices.Contains(may, p) }) {
		s.broken("I4", l.st.Number, "in state %s it is owed by %v, of whom none answers for it", st.Status, l.by)
	}
	watched := false
	for _, c := range st.Clocks {
		watched = watched || c.On
	}
	if !watched {
		s.broken("I4", l.st.Number, "in state %s no limit runs", st.Status)
	}
}

// last reports whether a member is about to get the result of its leading order, which ended a moment ago.
func last(lead, _ order.State) bool { return lead.Status == order.Closed }
