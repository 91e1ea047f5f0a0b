package order_test

import (
	"slices"
	"strings"

	"pgregory.net/rapid"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// checkRecusal is Art. 23(6) written a second time, from the registration and the corrections alone: no order ever lies with a unit that it reports or that
// stands below it, nobody of it owes it anything, signs it, is told of it, or has just acted on it.
func checkRecusal(t *rapid.T, w *world, who string, c order.Command, s order.State) {
	var party order.Party
	lifted := false
	for _, e := range w.log[who] {
		switch e := e.(type) {
		case order.RegisteredEvent:
			party = e.Request.Party()
		case order.TakenOver:
			party = e.Request.Party()
		case order.Corrected:
			if e.Party != nil {
				party, lifted = *e.Party, false
			}
		case order.RecusalLifted:
			lifted = true
		}
	}
	reported := func(p org.PostID) bool {
		if slices.Contains(party.Posts, p) {
			return true
		}
		units := []org.UnitID{}
		if !lifted {
			units = append(units, party.Unit)
		}
		for _, x := range party.Posts {
			if x.KindOf().InUnit() {
				units = append(units, x.UnitOf())
			}
		}
		u := p.UnitOf()
		return p.KindOf().InUnit() && u != "" && (slices.Contains(units, u) || parents[u] != "" && slices.Contains(units, parents[u]))
	}
	if a := order.ActorOf(c); !a.System() && reported(a.Post.ID) {
		if _, fresh := c.(order.Register); !fresh && len(w.events) > 0 && !correctedAway(w.events) {
			t.Fatalf("%s acted on an order that reports it: %T", a.Post.ID, c)
		}
	}
	if !s.Status.Done() && s.Lead != "" && reported(org.PostOf(s.Lead, org.UnitHandler)) {
		t.Fatalf("the order lies with %s, which it reports", s.Lead)
	}
	for _, d := range order.Duties(s) {
		if reported(d.Post) && d.Post != org.PostMagistrate {
			t.Fatalf("%s owes %s on an order that reports it", d.Post, d.Act)
		}
	}
	for _, x := range s.OpenChains() {
		for _, st := range x.Steps {
			if st.Done == nil && reported(st.Post) {
				t.Fatalf("%s is asked to sign an order that reports it", st.Post)
			}
		}
	}
	before := order.State{}
	// What time alone brought about before the party was written down in the same deed was told to whom it did not yet report.
	written := lastOf(w.log[who], func(e order.Event) bool { x, ok := e.(order.Corrected); return ok && x.Party != nil })
	for i, e := range w.log[who] {
		after := order.Evolve(before, e)
		if i >= len(w.log[who])-len(w.events) && i >= written {
			for _, n := range order.Notices(before, after, e, w.now) {
				if p := org.PostID(n.To); !strings.HasPrefix(string(n.To), "@") && n.To != order.ToCaller && reported(p) {
					t.Fatalf("%s is told %s of an order that reports it", p, n.Code)
				}
			}
		}
		before = after
	}
}

// correctedAway: whoever corrects the party may name himself with it.
func correctedAway(events []order.Event) bool {
	return slices.ContainsFunc(events, func(e order.Event) bool { x, ok := e.(order.Corrected); return ok && x.Party != nil })
}

// everReported reports whether an order has ever reported a post.
func everReported(log []order.Event, p org.PostID) bool {
	return slices.ContainsFunc(log, func(e order.Event) bool {
		switch e := e.(type) {
		case order.RegisteredEvent:
			return slices.Contains(e.Request.ReportedPosts, p)
		case order.TakenOver:
			return slices.Contains(e.Request.ReportedPosts, p)
		case order.Corrected:
			return e.Party != nil && slices.Contains(e.Party.Posts, p)
		}
		return false
	})
}

// signedFor reports whether a post has signed, or, where the order reports it, one of those above it.
func signedFor(log []order.Event, signed []org.PostID, p org.PostID) bool {
	if slices.Contains(signed, p) {
		return true
	}
	ladder := []org.PostID{org.PostOfficeHead, org.PostGovHead, org.PostHotlineDeputy, org.PostMagistrate}
	from := slices.Index(ladder, p)
	if from < 0 {
		from = 1 // a deputy: the deputy of the hotline, then the magistrate
	}
	return everReported(log, p) && slices.ContainsFunc(ladder[from+1:], func(x org.PostID) bool { return slices.Contains(signed, x) })
}
