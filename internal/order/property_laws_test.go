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
			signer, head := mustSign(a.Appeals, a.Keys, w.states[who].Key)
			if a.Appeals != e.Appeals && !othersCounted(w, who) {
				t.Fatalf("dispatched as appeal %d, submitted as %d", e.Appeals, a.Appeals)
			}
			if signer != "" && !a.Instead && !slices.Contains(signed, signer) {
				t.Fatalf("dispatched at appeal %d, key %d without the signature of %s: %v", a.Appeals, a.Keys, signer, signed)
			}
			if head && e.Account != holder(org.PostOfficeHead).Account {
				t.Fatalf("a second appeal was dispatched by %s", e.Account)
			}
		case order.Recalled, order.ReturnAccepted, order.DesignatedEvent:
			if !asksDeputy(a) {
				break
			}
			if !slices.Contains(signed, org.PostHotlineDeputy) {
				t.Fatalf("dispatched again without the deputy's signature")
			}
		}
	case order.FedBack:
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
				if !slices.Contains(signed, post) {
					t.Fatalf("told at assignment %d (key %v) without the signature of %s: %v", p.Assigns, w.states[who].Key, post, signed)
				}
			}
			deputy := org.PostID("")
			for _, e := range log[:i] {
				switch e := e.(type) {
				case order.DispatchedEvent:
					deputy = e.Deputy
				case order.TakenOver:
					deputy = e.Deputy
				case order.DeputyChanged:
					deputy = e.Deputy
				}
			}
			if deputy != "" && !slices.Contains(signed, deputy) {
				t.Fatalf("told without the signature of the unit's deputy %s: %v", deputy, signed)
			}
		}
	}
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

// othersCounted reports whether another order shares the matter: its rounds may have come in between.
func othersCounted(w *world, who string) bool {
	for l, s := range w.states {
		if l != who && s.MatterID == w.states[who].MatterID {
			return true
		}
	}
	return false
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
	if !c.On || s.OldNo != "" {
		return
	}
	p := w.policyOf(s)
	day := func(at time.Time) calendar.Date { return calendar.DateOf(at) }
	pauses, from := 0, calendar.Date(0)
	for _, e := range w.log[who] {
		switch e := e.(type) {
		case order.DispatchedEvent, order.Reworked:
			pauses = 0
		case order.ReplySigned:
			from = day(e.At)
		case order.ReplyRejected:
			pauses += max(1, p.Calendar.WorkdaysBetween(from, day(e.At)))
		case order.ResultObjected:
			pauses += max(1, p.Calendar.WorkdaysBetween(from, day(e.At)))
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
		counted, sent := false, false
		for _, e := range w.log[who] {
			switch e := e.(type) {
			case order.TakenOver:
				counted = true
				if e.Status != order.PendingDispatch {
					assigns += max(1, e.Assignments)
					sent = true
				}
			case order.SubmittedForDispatch, order.ExplainedEvent:
				counted = true
			case order.Linked:
				counted = false
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
			if s.Key {
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
	if e.Total > 10 && !slices.Contains(signed, org.PostOfficeHead) || len(signed) == 0 {
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
