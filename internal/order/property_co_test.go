package order_test

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// coNext are the commands that may come next where units help one another; nil where none may.
func coNext(s order.State) []string {
	if s.Status != order.Dispatched && s.Status != order.UnitAssigning && s.Status != order.InProgress && s.Status != order.UnitSigning {
		return nil
	}
	out := []string{"请协办", "请协办", "请协调"}
	if s.Call != nil {
		out = append(out, "答复协调")
	}
	for _, c := range s.CoOpen() {
		switch c.Status {
		case order.CoWaiting:
			out = append(out, "签收协办", "提协办异议", "报协办结果")
		case order.CoWorking:
			out = append(out, "报协办结果", "报协办结果", "提协办异议", "催协办", "撤协办")
		case order.CoDisputed:
			out = append(out, "定协办异议", "定协办异议")
		case order.CoHandedIn:
			out = append(out, "采用协办", "采用协办")
		}
	}
	return out
}

// checkCo holds Art. 14 on requests to co-units, counted again from the raw events: no unit is lead and co-unit, none is asked twice at a time, the limit lies
// before the lead's, lateness falls on the co-unit by its own limit, and no lead answers while a co-unit is within its limit.
func checkCo(t *rapid.T, w *world, who string, s order.State, had int) {
	open := map[org.UnitID]bool{}
	for _, c := range s.Co {
		if !c.Status.Open() {
			if c.Sign.On || c.Limit.On || c.Review.On || c.EndedAt.IsZero() {
				t.Fatalf("a request that is over (%s) has clocks: %+v", c.Status, c)
			}
			continue
		}
		if c.Unit == s.Lead || open[c.Unit] || c.Lead != s.Lead {
			t.Fatalf("%s helps %s, which is led by %s; asked already: %v", c.Unit, c.Lead, s.Lead, open[c.Unit])
		}
		open[c.Unit] = true
	}
	if len(open) > 0 && !s.Status.AtUnit() && s.Status != order.ReturnReview && s.Status != order.Coordination {
		t.Fatalf("units help with an order in state %s", s.Status)
	}
	if s.Call != nil && !s.Clocks.Get(order.LimitCall).On {
		t.Fatalf("the lead's call has no clock")
	}
	for u, l := range coFold(t, w, who, had) {
		if c, ok := s.CoOf(u); !ok || !c.Limit.Due.Equal(l.Due) {
			t.Fatalf("the limit of %s by its events is %s, it has %s", u, l.LastDay, c.Limit.LastDay)
		}
	}
}

// coFold walks the events of an order and checks each new one by the law.
func coFold(t *rapid.T, w *world, who string, had int) map[org.UnitID]order.Limit {
	limits, asked := map[org.UnitID]order.Limit{}, map[org.UnitID]time.Time{}
	late, result := map[org.UnitID]bool{}, order.Limit{}
	missed := map[org.UnitID]time.Time{}
	handed := map[org.UnitID]bool{}
	forget := func(u org.UnitID) {
		delete(limits, u)
		delete(asked, u)
		delete(late, u)
		delete(handed, u)
	}
	p := w.policyOf(w.states[who])
	var st order.State
	for i, e := range w.log[who] {
		fresh := i >= had
		before := st
		st = order.Evolve(st, e)
		result = st.Clocks.Get(order.LimitResult).Limit
		switch e := e.(type) {
		case order.CoAsked:
			limits[e.Unit], asked[e.Unit] = e.Limit, e.At
			if fresh {
				checkCoLimit(t, p.Calendar, e.Limit, result, calendar.DateOf(e.At))
			}
		case order.CoMoved:
			if fresh && limits[e.Unit].Due.Before(w.now) && !limits[e.Unit].Due.Equal(w.now) {
				t.Fatalf("the limit of %s moved after it had passed", e.Unit)
			}
			limits[e.Unit] = e.Limit
			if fresh && e.Limit.Due.After(result.Due) && p.Calendar.WorkdaysBetween(calendar.DateOf(asked[e.Unit]), calendar.DateOf(e.Limit.Due.Add(-time.Second))) > 1 &&
				p.Calendar.WorkdaysBetween(calendar.DateOf(w.now), calendar.DateOf(e.Limit.Due.Add(-time.Second))) > 1 {
				t.Fatalf("the limit of %s moved to %s, beyond the lead's %s", e.Unit, e.Limit.LastDay, result.LastDay)
			}
		case order.CoSentBack:
			limits[e.Unit], handed[e.Unit] = e.Limit, false
		case order.CoReported:
			if is := !e.At.Before(limits[e.Unit].Due); fresh && is != e.Late {
				t.Fatalf("%s reported at %s by %s: late %v", e.Unit, e.At, limits[e.Unit].Due, e.Late)
			}
			late[e.Unit], handed[e.Unit] = late[e.Unit] || e.Late, true
		case order.CoAccepted:
			if fresh && (!handed[e.Unit] || late[e.Unit] != e.Late) {
				t.Fatalf("%s's result was taken, handed in %v, late %v as %v", e.Unit, handed[e.Unit], late[e.Unit], e.Late)
			}
			forget(e.Unit)
		case order.CoDecided:
			if e.Outcome != order.CoStays {
				forget(e.Unit)
			}
		case order.CoObjected:
			if x, _ := before.CoOf(e.Unit); fresh && !e.At.Before(x.Sign.Due) {
				t.Fatalf("%s objected after its first working day", e.Unit)
			}
		case order.CoEnded:
			forget(e.Unit)
		case order.LimitMissed:
			if u := org.UnitID(e.Co); e.Limit == order.LimitCo {
				if fresh && (org.UnitID(e.Unit) != u || !e.Due.Equal(limits[u].Due) || missed[u].Equal(e.Due)) {
					t.Fatalf("a miss of %s at %s, limit %s, missed before %s", u, e.Due, limits[u].Due, missed[u])
				}
				missed[u] = e.Due
			}
		case order.ReplySubmitted:
			if !fresh {
				break
			}
			quiet := 0
			for _, x := range st.CoOpen() {
				quiet++
				if e.At.Before(x.Limit.Due) && x.Limit.Due.Before(result.Due) {
					t.Fatalf("answered while %s has time until %s", x.Unit, x.Limit.LastDay)
				}
			}
			if quiet > 0 && e.CoNote.Empty() {
				t.Fatalf("answered without a word on %d silent co-units", quiet)
			}
		}
	}
	for u := range limits {
		if !slices.ContainsFunc(st.CoOpen(), func(c order.CoUnit) bool { return c.Unit == u }) {
			t.Fatalf("%s helps no more, and no event says why", u)
		}
	}
	return limits
}

// checkCoLimit: two working days lie between the co-unit's last day and the lead's, or the co-unit has just one.
func checkCoLimit(t *rapid.T, c *calendar.Calendar, l, lead order.Limit, from calendar.Date) {
	last, err := calendar.ParseDate(l.LastDay)
	if err != nil {
		t.Fatalf("%v", err)
	}
	end, err := calendar.ParseDate(lead.LastDay)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if own := c.WorkdaysBetween(from, last); own < 1 || own > 1 && c.WorkdaysBetween(last, end) != 2 {
		t.Fatalf("a request of %s ends %s, the lead's limit %s", from, last, end)
	}
}
