package simulate

import (
	"slices"

	"huiyin/internal/approval"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// lawsOfSignatures are Art. 10(4), 20 and 24, from the events alone.
func lawsOfSignatures() []law {
	return []law{
		{name: "I7", says: "no dispatch without the signatures of Art. 10(4)", event: (*sim).checkDispatched},
		{name: "I10", says: "terminated only with principal, office, magistrate and the city's receipt (Art. 20)", event: (*sim).checkTerminated},
		{name: "I12", says: "nobody is told a result that has not its signatures (Art. 24)", event: (*sim).checkTold},
	}
}

// chainsBefore are the chains that were asked before an event, as they were asked.
func chainsBefore(l *life, i int) []approval.Chain {
	var out []approval.Chain
	add := func(c approval.Chain) {
		if c.ID != "" {
			out = append(out, c)
		}
	}
	for _, h := range l.log[:i] {
		switch e := h.e.(type) {
		case order.SubmittedForDispatch:
			add(e.Chain)
		case order.Recalled:
			add(e.Chain)
		case order.ReturnAccepted:
			add(e.Chain)
		case order.DesignatedEvent:
			add(e.Chain)
		case order.ReplyPassed:
			add(e.Chain)
		case order.ExtensionAsked:
			add(e.Ask.Chain)
		case order.StatuteAsked:
			add(e.Ask.Chain)
		case order.RefusalAsked:
			add(e.Ask.Chain)
		case order.TerminationSubmitted:
			add(e.Chain)
		}
	}
	return out
}

// agreed are the posts that agreed between two events, on screen or by a paper that a second person confirmed.
func agreed(l *life, from, to int) []org.PostID {
	var out []org.PostID
	for _, h := range l.log[from:to] {
		e, ok := h.e.(order.StepSigned)
		if !ok || e.Sign.Refuses || e.Sign.Means == approval.Paper && e.Sign.ConfirmedBy == "" {
			continue
		}
		out = append(append(out, e.Sign.Post), e.Also...)
	}
	return out
}

func lastEvent(l *life, before int, is func(order.Event) bool) int {
	for j := before - 1; j >= 0; j-- {
		if is(l.log[j].e) {
			return j
		}
	}
	return -1
}

// everReported: whoever the order reports signs nothing of it; the next above does (Art. 23(6)).
func everReported(l *life, i int) bool {
	return slices.ContainsFunc(l.log[:i], func(h happened) bool {
		switch e := h.e.(type) {
		case order.RegisteredEvent:
			return e.Request.ReportedUnit != "" || len(e.Request.ReportedPosts) > 0
		case order.Corrected:
			return e.Party != nil
		case order.SignersRecused:
			return true
		}
		return false
	})
}

// instructed: a county leader's word stands for the signature (Art. 11).
func instructed(l *life, i int) bool {
	return slices.ContainsFunc(l.log[:i], func(h happened) bool {
		switch e := h.e.(type) {
		case order.RegisteredEvent:
			return e.Instruction != nil
		case order.Instructed:
			return true
		}
		return false
	})
}

func (s *sim) checkDispatched(l *life, i int) {
	e, ok := l.log[i].e.(order.DispatchedEvent)
	if !ok {
		return
	}
	asked := lastEvent(l, i, func(e order.Event) bool { _, ok := e.(order.SubmittedForDispatch); return ok })
	if asked < 0 {
		if l.st.OldNo == "" {
			s.broken("I7", l.at(i), "dispatched and never submitted for it")
		}
		return
	}
	sub := l.log[asked].e.(order.SubmittedForDispatch)
	if everReported(l, i) || instructed(l, i) {
		return
	}
	signed := agreed(l, asked, i)
	key := l.log[i].key
	var want org.PostID
	switch n, k := sub.Appeals, sub.Keys; {
	case n >= 4, key && k >= 2:
		want = org.PostHotlineDeputy
	case n == 3, key:
		want = org.PostGovHead
	case n == 2:
		if org.PostID(l.log[i].rec.Post) != org.PostOfficeHead {
			s.broken("I7", l.at(i), "a second appeal was dispatched by %s", l.log[i].rec.Post)
		}
		return
	default:
		return
	}
	// A letter that is handled with it brings the signature that it has.
	for _, h := range l.log[:i] {
		if m, ok := h.e.(order.MemberJoined); ok {
			if letter := s.world.by[m.Order]; letter != nil {
				signed = append(signed, agreed(letter, 0, len(letter.log))...)
				if instructed(letter, len(letter.log)) {
					return
				}
			}
		}
	}
	if !slices.Contains(signed, want) {
		s.broken("I7", l.at(i), "appeal %d, key %v round %d went to %s without the signature of %s: %v\n%s", sub.Appeals, key, sub.Keys, e.Unit, want, signed, l.course())
	}
}

func (s *sim) checkTerminated(l *life, i int) {
	e, ok := l.log[i].e.(order.TerminatedEvent)
	if !ok {
		return
	}
	asked := lastEvent(l, i, func(e order.Event) bool { _, ok := e.(order.TerminationAsked); return ok })
	if asked < 0 {
		s.broken("I10", l.at(i), "terminated, and nobody had asked")
		return
	}
	ask := l.log[asked].e.(order.TerminationAsked).Ask
	reviewed := lastEvent(l, i, func(e order.Event) bool { _, ok := e.(order.TerminationReviewed); return ok })
	switch {
	case ask.Appeals < 2:
		s.broken("I10", l.at(i), "terminated at appeal %d", ask.Appeals)
	case ask.Sheet == "" && org.PostID(l.log[asked].rec.Post).KindOf() != org.UnitPrincipal:
		s.broken("I10", l.at(i), "asked for by %s without the principal's signature", l.log[asked].rec.Post)
	case reviewed < asked:
		s.broken("I10", l.at(i), "not reviewed by the office")
	case !slices.Contains(agreed(l, asked, i), org.PostMagistrate):
		s.broken("I10", l.at(i), "without the magistrate: %v", agreed(l, asked, i))
	case !e.Report && e.Receipt == "":
		s.broken("I10", l.at(i), "without the city's receipt")
	}
}

func (s *sim) checkTold(l *life, i int) {
	if _, ok := l.log[i].e.(order.FedBack); !ok {
		return
	}
	shared := lastEvent(l, i, func(e order.Event) bool { _, ok := e.(order.ResultShared); return ok })
	split := lastEvent(l, i, func(e order.Event) bool { _, ok := e.(order.SplitOff); return ok })
	if shared > split {
		lead := s.world.by[l.log[shared].e.(order.ResultShared).Leader]
		if lead == nil || lastEvent(lead, len(lead.log), func(e order.Event) bool { _, ok := e.(order.ResultApproved); return ok }) < 0 {
			s.broken("I12", l.at(i), "told the result of a leading order that nobody approved")
		}
		return
	}
	sealed := lastEvent(l, i, func(e order.Event) bool { x, ok := e.(order.ReplySigned); return ok && x.Seal != "" })
	passed := lastEvent(l, i, func(e order.Event) bool { _, ok := e.(order.ReplyPassed); return ok })
	back := lastEvent(l, i, func(e order.Event) bool {
		switch e.(type) {
		case order.ReplyRejected, order.ResultObjected, order.ReplySentBack, order.DispatchedEvent, order.Reworked:
			return true
		}
		return false
	})
	if sealed < 0 || sealed < back || passed < sealed {
		s.broken("I12", l.at(i), "told without the principal's seal (%d) and the office's review (%d) since %d", sealed, passed, back)
		return
	}
	p := l.log[passed].e.(order.ReplyPassed)
	if !l.log[passed].key && p.Assigns < 3 || everReported(l, i) {
		return
	}
	signed := agreed(l, passed, i)
	for _, post := range []org.PostID{org.PostHotlineDeputy, org.PostMagistrate} {
		if !slices.Contains(signed, post) {
			s.broken("I12", l.at(i), "told at assignment %d (key %v) without the signature of %s: %v", p.Assigns, l.log[passed].key, post, signed)
		}
	}
}
