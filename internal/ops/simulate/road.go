package simulate

import (
	"slices"
	"strings"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// roads are the transitions of domain.md §3.4 with §13: event | from | to | who. "=" keeps the state, "*" is any state that has not ended, "desk" is the
// hotline office, "unit" a member unit, "leader" a county leader, "program" nobody.
const roads = `
registered | none | registered | desk
taken_over | none | in_progress unit_assigning pending_dispatch closed | desk
linked | registered | = | desk
link_declined | registered | = | desk
merged | registered pending_approval pending_dispatch | merged | desk
member_joined | * | = | desk
split_off | merged to_feedback visiting | registered pending_dispatch pending_approval | desk program
member_left | * closed | = | desk program
result_shared | merged | to_feedback | program desk leader unit
answered_directly | registered | direct_closed | desk
transferred_by_phone | registered | phone_closed | desk
transferred_emergency | registered | emergency_closed | desk
logged_closed | registered | logged_closed | desk
refused | registered dispatched unit_assigning in_progress unit_signing | not_accepted | desk
sent_up | registered pending_dispatch pending_approval | returned_up | desk
explained | registered | explained | head
submitted_for_dispatch | registered | pending_approval pending_dispatch | desk
step_signed | * | = | leader desk
paper_recorded | * | = | desk
paper_rejected | * | = | desk
dispatch_approved | pending_approval | pending_dispatch | leader desk
dispatch_objected | pending_approval | registered | leader desk
deputy_changed | * | = | head
key_changed | * | = pending_approval pending_dispatch submitted | head desk program
dispatched | pending_dispatch | dispatched | desk
recalled | dispatched unit_assigning in_progress unit_signing return_review coordination submitted county_signing | pending_dispatch pending_approval | desk program
signed_for | dispatched | unit_assigning | unit desk
auto_accepted | dispatched | unit_assigning | any
return_asked | unit_assigning in_progress unit_signing | return_review | unit
return_accepted | return_review | pending_dispatch pending_approval coordination | desk
return_refused | return_review | unit_assigning in_progress unit_signing | desk
return_disputed | unit_assigning in_progress unit_signing | coordination | unit
designated | coordination | pending_dispatch pending_approval unit_assigning in_progress unit_signing | head
assigned | unit_assigning | in_progress | unit
contacted | unit_assigning in_progress unit_signing return_review | = | unit program
progressed | unit_assigning in_progress | = | unit program
reply_submitted | in_progress | unit_signing | unit
reply_signed | unit_signing | submitted | unit
reply_sent_back | unit_signing | in_progress | unit
reply_passed | submitted | county_signing submitted | desk
reply_rejected | submitted | in_progress | desk
result_approved | submitted county_signing | to_feedback | desk leader
result_objected | county_signing | in_progress submitted | leader desk
fed_back | to_feedback | visiting | desk
unit_visited | visiting | = | unit
visited | visiting | = | desk
rechecked | closed archived | = | desk
reworked | visiting closed archived | unit_assigning | desk
closed | visiting to_feedback | closed | desk leader
archived | closed | archived | any
urged | * | = | desk
withdrawn | * | withdrawn | desk
terminated | awaiting_cancel | terminated | desk
termination_asked | in_progress unit_assigning unit_signing | terminating | unit
termination_refused | terminating awaiting_cancel | in_progress | desk leader
termination_withdrawn | terminating | in_progress | unit
termination_agreed | terminating | awaiting_cancel | leader
`

type road struct{ from, to, who []string }

var roadOf = func() map[string]road {
	m := map[string]road{}
	for _, line := range strings.Split(strings.TrimSpace(roads), "\n") {
		p := strings.Split(line, "|")
		m[strings.TrimSpace(p[0])] = road{strings.Fields(p[1]), strings.Fields(p[2]), strings.Fields(p[3])}
	}
	return m
}()

func lawsOfTheRoad() []law {
	return []law{
		{name: "I3", says: "only the transitions of the road, by those who may, and nobody for himself", event: (*sim).checkRoad},
		{name: "I13", says: "the office's visit is another person's than the unit's and than the review (Art. 25)", event: func(s *sim, l *life, i int) {
			e, ok := l.log[i].e.(order.Visited)
			if !ok {
				return
			}
			if e.Account == "" {
				return
			}
			for _, h := range l.log[:i] {
				if x, ok := h.e.(order.UnitVisited); ok && x.Account == e.Account {
					s.broken("I13", l.at(i), "%s visited for the unit and for the county", e.Account)
				}
			}
			if j := lastEvent(l, i, func(e order.Event) bool { _, ok := e.(order.ReplyPassed); return ok }); j >= 0 && l.log[j].e.(order.ReplyPassed).Account == e.Account {
				s.broken("I13", l.at(i), "%s passed the answer and visited", e.Account)
			}
		}},
		{name: "I20", says: "every merged caller keeps his number and gets his answer; a merge taken back leaves nothing", rest: func(s *sim, last bool) {
			for _, l := range s.world.orders {
				s.checkMerged(l, last)
			}
		}},
	}
}

func (s *sim) checkRoad(l *life, i int) {
	h := l.log[i]
	r, listed := roadOf[h.rec.Kind]
	if !listed {
		if h.was != h.is {
			s.broken("I3", l.at(i), "is no transition of the road and led from %s to %s", h.was, h.is)
		}
		return
	}
	from, to := statusKey(h.was), statusKey(h.is)
	if !(slices.Contains(r.from, from) || slices.Contains(r.from, "*") && !h.was.Done() && h.was != order.None) {
		s.broken("I3", l.at(i), "happened in state %s: %s", from, l.path())
	}
	if !(slices.Contains(r.to, to) || slices.Contains(r.to, "=") && h.was == h.is) {
		s.broken("I3", l.at(i), "led from %s to %s", from, to)
	}
	post := org.PostID(h.rec.Post)
	k := post.KindOf()
	who := "program"
	switch {
	case post == "":
	case k == org.OfficeHead:
		who = "head"
	case k.Desk():
		who = "desk"
	case k.Leader():
		who = "leader"
	case k.InUnit():
		who = "unit"
		if post.UnitOf() != h.lead && h.rec.Kind != "result_shared" {
			s.broken("I3", l.at(i), "was done by %s, and %s holds the order", post, h.lead)
		}
	default:
		who = string(k)
	}
	ok := slices.Contains(r.who, who) || slices.Contains(r.who, "any") || who == "head" && slices.Contains(r.who, "desk") || who == "program" && s.probed[h.rec.Pos]
	if !ok {
		s.broken("I3", l.at(i), "was done by %s (%s)", post, who)
	}
	// A department that answered the telephone itself has signed for what it claims; nobody else signs for a unit.
	if e, signed := h.e.(order.SignedFor); signed && who != "unit" && e.Via != order.ViaClaim && !s.probed[h.rec.Pos] {
		s.broken("I3", l.at(i), "%s signed for a unit's order", post)
	}
	s.checkApart(l, i)
}

// checkApart: whoever asks does not decide, whoever records a paper does not confirm it, one who handled does not review.
func (s *sim) checkApart(l *life, i int) {
	switch e := l.log[i].e.(type) {
	case order.StepSigned:
		for _, c := range chainsBefore(l, i) {
			if c.ID != e.Chain {
				continue
			}
			if e.Sign.Account != "" && e.Sign.Account == c.Applicant {
				s.broken("I3", l.at(i), "%s signed his own application", e.Sign.Account)
			}
			if e.Sign.ConfirmedBy != "" && (e.Sign.ConfirmedBy == e.Sign.RecordedBy || e.Sign.ConfirmedBy == c.Applicant) {
				s.broken("I3", l.at(i), "%s confirmed what he had recorded or asked", e.Sign.ConfirmedBy)
			}
		}
	case order.ReplyPassed:
		for j := i - 1; j >= 0; j-- {
			if x, ok := l.log[j].e.(order.ReplySubmitted); ok {
				if x.Account == e.Account && e.Account != "" {
					s.broken("I3", l.at(i), "%s wrote the answer and passed it", e.Account)
				}
				return
			}
		}
	}
}

func (s *sim) checkMerged(l *life, last bool) {
	merged, shared, told, split := -1, -1, -1, -1
	for i, h := range l.log {
		switch h.e.(type) {
		case order.MergedEvent:
			merged, shared, told, split = i, -1, -1, -1
		case order.SplitOff:
			split = i
		case order.ResultShared:
			shared = i
		case order.FedBack:
			told = i
		}
	}
	if merged < 0 || split > merged {
		return
	}
	e := l.log[merged].e.(order.MergedEvent)
	lead := s.world.by[e.Leader]
	if lead == nil {
		s.broken("I20", l.st.Number, "is merged under %s, which is not there", e.Leader)
		return
	}
	if l.st.Number == lead.st.Number {
		s.broken("I20", l.st.Number, "lost its number")
	}
	ended := lead.st.Status == order.Closed || lead.st.Status == order.Archived
	if ended && shared < 0 && l.st.Status == order.Merged {
		s.broken("I20", l.st.Number, "its leading order %s has ended and its caller has no result\n%s\n%s", lead.st.Number, lead.course(), l.course())
	}
	if l.st.Status == order.Archived && told < 0 {
		s.broken("I20", l.st.Number, "ended and its caller was never told")
	}
}
