package order_test

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// The laws below are written a second time, from the regulation and from raw events, without a look at the rules they check.

// mustSign is M1 (Art. 10(4)): who signs before dispatch, and whether the head dispatches himself.
func mustSign(appeals, keys int, key bool) (signer org.PostID, headDispatches bool) {
	tier := min(appeals, 4)
	if key {
		tier = max(tier, min(keys, 2)+2)
	}
	switch tier {
	case 4:
		return org.PostHotlineDeputy, false
	case 3:
		return org.PostGovHead, false
	case 2:
		return "", true
	}
	return "", false
}

// wordReaches reports whether a leader's word that came while the order ran stands for the signature of a post: the magistrate's and the deputies' for any
// before dispatch, the government office's head's for his own (Art. 11; domain.md §13.10).
func wordReaches(log []order.Event, signer org.PostID) bool {
	return slices.ContainsFunc(log, func(e order.Event) bool {
		x, ok := e.(order.Instructed)
		return ok && (x.Instruction.Post != org.PostGovHead || signer == org.PostGovHead)
	})
}

// ladder are the signers before dispatch, the higher ones later (M1).
var ladder = []org.PostID{org.PostOfficeHead, org.PostGovHead, org.PostHotlineDeputy}

// letterSigned reports whether a post signed a letter that was handled with the order before it was dispatched: it is not asked again (domain.md §13.10).
func letterSigned(w *world, log []order.Event, signer org.PostID) bool {
	return slices.ContainsFunc(log, func(e order.Event) bool {
		j, ok := e.(order.MemberJoined)
		if !ok || j.Letter == nil {
			return false
		}
		for who, s := range w.states {
			// Signed higher than asked is signed (domain.md §13.10: what was given is not asked again).
			higher := slices.ContainsFunc(ladder[slices.Index(ladder, signer)+1:], func(p org.PostID) bool { return signedFor(w.log[who], signedPosts(w.log[who]), p) })
			if s.ID == j.Order && (higher || signedFor(w.log[who], signedPosts(w.log[who]), signer) || s.Instruction != nil || wordReaches(w.log[who], signer)) {
				return true
			}
		}
		return false
	})
}

// checkSignatures: nothing is delivered to a unit without the signatures of Art. 10(4), and nobody is told a result without Art. 24's.
func checkSignatures(t *rapid.T, w *world, who string, i int) {
	log := w.log[who]
	switch e := log[i].(type) {
	case order.DispatchedEvent:
		asked := lastOf(log[:i], func(e order.Event) bool {
			switch e.(type) {
			case order.SubmittedForDispatch, order.Recalled, order.TakenOver, order.ReturnAccepted, order.DesignatedEvent:
				return true
			}
			return false
		})
		signed := signedPosts(log[asked+1 : i])
		switch a := log[asked].(type) {
		case order.SubmittedForDispatch:
			keys := a.Keys
			if lastOf(log[asked+1:i], func(e order.Event) bool { _, ok := e.(order.KeyChanged); return ok }) >= 0 {
				keys = e.Keys // a leader's word, a letter or the head made it key since, or key no more
			}
			signer, head := mustSign(a.Appeals, keys, w.states[who].Key)
			if a.Appeals != e.Appeals && !othersCounted(w, who) {
				t.Fatalf("dispatched as appeal %d, submitted as %d", e.Appeals, a.Appeals)
			}
			if signer != "" && !a.Instead && !signedFor(log[:i], signed, signer) && !wordReaches(log[:i], signer) && !letterSigned(w, log[:i], signer) {
				t.Fatalf("dispatched at appeal %d, key %d without the signature of %s: %v", a.Appeals, a.Keys, signer, signed)
			}
			if head && e.Account != holder(org.PostOfficeHead).Account && !everReported(log[:i], org.PostOfficeHead) {
				t.Fatalf("a second appeal was dispatched by %s", e.Account)
			}
		case order.Recalled, order.ReturnAccepted, order.DesignatedEvent:
			if !asksDeputy(a) {
				break
			}
			if !signedFor(log[:i], signed, org.PostHotlineDeputy) {
				t.Fatalf("dispatched again without the deputy's signature")
			}
		}
	case order.StatuteGranted:
		asked := lastOf(log[:i], func(e order.Event) bool { _, ok := e.(order.StatuteAsked); return ok })
		if asked < 0 || e.Statute.Law == "" || e.Statute.Clause == "" || e.Statute.Days < 1 {
			t.Fatalf("a limit by law without its law: %+v", e.Statute)
		}
		if signed := signedPosts(log[asked:i]); !signedFor(log[:i], signed, org.PostOfficeHead) {
			t.Fatalf("a limit by law was granted by %v", signed)
		}
	case order.TerminatedEvent:
		asked := lastOf(log[:i], func(e order.Event) bool { _, ok := e.(order.TerminationAsked); return ok })
		if asked < 0 {
			t.Fatalf("terminated without an application")
		}
		ask := log[asked].(order.TerminationAsked).Ask
		if ask.Appeals < 2 || ask.Sheet == "" && !actsAs(ask.Account, org.UnitPrincipal) {
			t.Fatalf("terminated at appeal %d on the application of %s without the principal's signature", ask.Appeals, ask.Account)
		}
		if signed := signedPosts(log[asked:i]); !slices.Contains(signed, org.PostMagistrate) {
			t.Fatalf("terminated without the magistrate: %v", signed)
		}
		if !e.Report && e.Receipt == "" {
			t.Fatalf("terminated without the city's receipt")
		}
	case order.FedBack:
		// The result of a merged order was signed where it was handled: on the leading order.
		shared := lastOf(log[:i], func(e order.Event) bool { _, ok := e.(order.ResultShared); return ok })
		if shared > lastOf(log[:i], func(e order.Event) bool { _, ok := e.(order.SplitOff); return ok }) {
			leader := w.labels[log[shared].(order.ResultShared).Leader]
			if lastOf(w.log[leader], func(e order.Event) bool { _, ok := e.(order.ResultApproved); return ok }) < 0 {
				t.Fatalf("a merged caller was told a result that nobody approved")
			}
			return
		}
		from := lastOf(log[:i], func(e order.Event) bool {
			switch e.(type) {
			case order.DispatchedEvent, order.Reworked, order.TakenOver:
				return true
			}
			return false
		})
		// What went back to the unit is signed anew.
		if back := lastOf(log[:i], func(e order.Event) bool {
			switch e.(type) {
			case order.ReplyRejected, order.ResultObjected, order.ReplySentBack:
				return true
			}
			return false
		}); back > from {
			from = back
		}
		sealed := lastOf(log[:i], func(e order.Event) bool { s, ok := e.(order.ReplySigned); return ok && s.Seal != "" })
		passed := lastOf(log[:i], func(e order.Event) bool { _, ok := e.(order.ReplyPassed); return ok })
		if sealed < from || passed < sealed {
			t.Fatalf("told without the principal's seal and the office's review")
		}
		p := log[passed].(order.ReplyPassed)
		if w.states[who].Key || p.Assigns >= 3 {
			signed := signedPosts(log[passed:i])
			for _, post := range []org.PostID{org.PostHotlineDeputy, org.PostMagistrate} {
				if !signedFor(log[:i], signed, post) {
					t.Fatalf("told at assignment %d (key %v) without the signature of %s: %v", p.Assigns, w.states[who].Key, post, signed)
				}
			}
			deputy := org.PostID("")
			for j, e := range log[:i] {
				switch e := e.(type) {
				case order.Succeeded:
					if e.Held && j < passed { // a chain that was asked keeps its posts
						deputy = e.Deputy
					}
				case order.DispatchedEvent:
					deputy = e.Deputy
				case order.TakenOver:
					deputy = e.Deputy
				case order.DeputyChanged:
					deputy = e.Deputy
				case order.SignersRecused:
					deputy = e.Deputy
				}
			}
			if deputy != "" && !signedFor(log[:i], signed, deputy) {
				t.Fatalf("told without the signature of the unit's deputy %s: %v", deputy, signed)
			}
		}
	}
}

// actsAs reports whether somebody holds such a post, or acts in one under a paper.
func actsAs(account org.AccountID, k org.Kind) bool {
	return slices.ContainsFunc(everybody(), func(a org.Actor) bool { return a.Account == account && a.Post.Kind == k })
}

// asksDeputy reports whether M1 had given the order to the deputy chief before its unit let it go: then he signs again.
func asksDeputy(e order.Event) bool {
	switch e := e.(type) {
	case order.Recalled:
		return e.Level == policy.ByDeputyChief
	case order.ReturnAccepted:
		return e.Level == policy.ByDeputyChief
	case order.DesignatedEvent:
		return e.Level == policy.ByDeputyChief
	}
	return false
}

// othersCounted reports whether another order shares the matter, or has shared it: its rounds may have come in between, or gone.
func othersCounted(w *world, who string) bool {
	s := w.states[who]
	return slices.ContainsFunc(w.all, func(e order.Event) bool {
		r, ok := e.(order.RoundOpened)
		return ok && r.Matter == s.MatterID && r.Order != s.ID
	})
}

func lastOf(log []order.Event, is func(order.Event) bool) int {
	for i := len(log) - 1; i >= 0; i-- {
		if is(log[i]) {
			return i
		}
	}
	return -1
}

// signedPosts are the posts that agreed.
func signedPosts(log []order.Event) []org.PostID {
	var out []org.PostID
	for _, e := range log {
		if s, ok := e.(order.StepSigned); ok && !s.Sign.Refuses {
			if s.Sign.Means == approval.Paper && s.Sign.ConfirmedBy == "" {
				continue
			}
			out = append(append(out, s.Sign.Post), s.Also...)
		}
	}
	return out
}

// checkCeiling: an assignment has at most fifteen working days (Art. 19), not counting the days at the office.
func checkCeiling(t *rapid.T, w *world, who string, s order.State) {
	c := s.Clocks.Get(order.LimitResult)
	reworked := false
	if i := lastOf(w.log[who], func(e order.Event) bool {
		switch e.(type) {
		case order.DispatchedEvent, order.Reworked:
			return true
		}
		return false
	}); i >= 0 {
		_, reworked = w.log[who][i].(order.Reworked)
	}
	if !c.On || s.OldNo != "" || s.Statute != nil && !reworked { // what a law sets is not bounded by Art. 19
		return
	}
	p := w.policyOf(s)
	day := func(at time.Time) calendar.Date { return calendar.DateOf(at) }
	pauses, from := 0, calendar.Date(0)
	// What paused on the last day goes on with one working day at least (domain.md §4.1).
	pause := func(l order.Limit, back calendar.Date) int {
		n := p.Calendar.WorkdaysBetween(from, back)
		if l.Left == 1 {
			n++
		}
		return max(1, n)
	}
	for _, e := range w.log[who] {
		switch e := e.(type) {
		case order.DispatchedEvent, order.Reworked:
			pauses = 0
		case order.ReplySigned:
			from = day(e.At)
		case order.TerminationAsked: // taken back by the unit it gives nothing: no event of its own here
			from = day(e.Ask.At)
		case order.TerminationRefused:
			pauses += max(2, p.Calendar.WorkdaysBetween(from, day(e.At))+1)
		case order.ReplyRejected:
			pauses += pause(e.Result, day(e.At))
		case order.ResultObjected:
			pauses += pause(e.Limit, day(e.At))
		}
	}
	ceiling, granted := 15, 0
	for _, e := range w.log[who] {
		switch e := e.(type) {
		case order.DispatchedEvent:
			ceiling, granted = 15, 0
		case order.Reworked:
			ceiling, granted = 10, 0
		case order.ExtensionGranted:
			granted++
			checkGranted(t, w, who, e)
		}
	}
	if granted > 2 || ceiling == 10 && granted > 1 {
		t.Fatalf("an assignment was extended %d times", granted)
	}
	most := p.Calendar.AddWorkdays(day(s.ReceivedAt), ceiling+pauses)
	if last, err := calendar.ParseDate(c.LastDay); err != nil || last.After(most) || c.Days > ceiling {
		t.Fatalf("the result's limit %s (%d days) is beyond %s: received %s, paused %d (%v)", c.LastDay, c.Days, most, day(s.ReceivedAt), pauses, err)
	}
}

// checkCounts counts appeals, assignments and key rounds again, from the events of the orders.
func checkCounts(t *rapid.T, w *world, m order.Matter) {
	appeals, assigns, keys := m.BaseAppeals, m.BaseAssigns, m.BaseKeys
	for who, s := range w.states {
		if s.MatterID != m.ID || m.ID == "" {
			continue
		}
		counted, sent, byLetter := false, false, false
		for _, e := range w.log[who] {
			switch e := e.(type) {
			case order.TakenOver:
				counted = true
				if e.Status != order.PendingDispatch {
					assigns += max(1, e.Assignments)
					sent = true
				}
			case order.ExplainedEvent:
				counted = e.Ended == ""
			case order.SubmittedForDispatch:
				counted = true
			case order.Linked:
				counted = false
			case order.MergedEvent:
				counted = counted || e.Counted
			case order.KeyChanged:
				byLetter = e.Key && (byLetter && e.Already || !e.Already && e.Letter != "")
			case order.SplitOff:
				counted = counted && !e.Uncounted
			case order.DispatchedEvent:
				if sent = true; !e.Again {
					assigns++
				}
			case order.Reworked:
				if e.Counted {
					assigns++
				}
			case order.WithdrawnEvent, order.SentUp, order.AnsweredDirectly, order.TransferredByPhone, order.TransferredEmergency, order.LoggedClosedEvent:
				counted = counted && sent
			case order.Refused:
				counted = false
			}
		}
		// A guidance counts when the second call says so, which comes after the transfer.
		if s.Status == order.PhoneClosed {
			last := lastOf(w.all, func(e order.Event) bool {
				switch e := e.(type) {
				case order.RoundCounted:
					return e.Order == s.ID
				case order.RoundUncounted:
					return e.Order == s.ID
				}
				return false
			})
			counted = false
			if last >= 0 {
				_, counted = w.all[last].(order.RoundCounted)
			}
		}
		if counted {
			appeals++
			if s.Key && !byLetter { // the key round is the letter's own
				keys++
			}
		}
	}
	if m.Appeals() != appeals || m.Assigns() != assigns || m.Keys() != keys {
		t.Fatalf("matter %s counts %d appeals, %d assignments, %d key rounds; its orders say %d, %d, %d", m.ID, m.Appeals(), m.Assigns(), m.Keys(), appeals, assigns, keys)
	}
}

// checkGranted asks of every grant what Art. 19 asks: an application before the limit, signed and sealed where it goes beyond ten days or is no
// question, and the word of the reviewer or the head.
func checkGranted(t *rapid.T, w *world, who string, e order.ExtensionGranted) {
	log := w.log[who]
	i := lastOf(log, func(x order.Event) bool { g, ok := x.(order.ExtensionGranted); return ok && g.At.Equal(e.At) })
	asked := lastOf(log[:i], func(x order.Event) bool { _, ok := x.(order.ExtensionAsked); return ok })
	if asked < 0 {
		t.Fatalf("an extension was granted that nobody had asked for")
	}
	ask := log[asked].(order.ExtensionAsked).Ask
	signed := signedPosts(log[asked:i])
	if ask.Seal == "" && e.Total > 10 {
		t.Fatalf("%d days were granted without the principal's seal", e.Total)
	}
	if e.Total > 10 && !signedFor(log[:i], signed, org.PostOfficeHead) || len(signed) == 0 {
		t.Fatalf("%d days were granted by %v", e.Total, signed)
	}
	if missed := lastOf(log[:asked], func(x order.Event) bool {
		switch x := x.(type) {
		case order.DispatchedEvent, order.Reworked:
			return true
		case order.LimitMissed:
			return x.Limit == order.LimitResult
		}
		return false
	}); missed >= 0 {
		if _, late := log[missed].(order.LimitMissed); late {
			t.Fatalf("an application after the limit was granted")
		}
	}
}
