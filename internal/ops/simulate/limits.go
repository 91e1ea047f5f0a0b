package simulate

import (
	"reflect"
	"slices"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
)

// lawDays are the working days of each limit as the regulation and the county's decisions have them (domain.md §§6, 9).
var lawDays = map[order.LimitKind][]int{
	order.LimitHandle: {1}, order.LimitDispatch: {1}, order.LimitSign: {1}, order.LimitContact: {1}, order.LimitAssign: {1}, order.LimitSigner: {1}, order.LimitReview: {1},
	order.LimitReturnReview: {1}, order.LimitCoordinate: {2}, order.LimitExtension: {1}, order.LimitFeedback: {1}, order.LimitVisit: {3}, order.LimitUnitVisit: {3},
	order.LimitTermReview: {1}, order.LimitTermBatch: {5}, order.LimitCancel: {5}, order.LimitRelay: {1}, order.LimitCall: {1}, order.LimitStatute: {1}, order.LimitReclass: {1},
	order.LimitCoSign: {1}, order.LimitCoReview: {1},
}

func lawsOfLimits() []law {
	return []law{
		{name: "I5", says: "every limit that passes is put on record once, never before its time and never late by more than the program was away", event: func(s *sim, l *life, i int) {
			e, ok := l.log[i].e.(order.LimitMissed)
			if !ok {
				return
			}
			at := l.log[i].rec.At()
			if at.Before(e.Due.Truncate(time.Millisecond)) {
				s.broken("I5", l.at(i), "the miss of %s, due %s, was recorded before", e.Limit, e.Due)
			}
			for _, h := range l.log[:i] {
				x, ok := h.e.(order.LimitMissed)
				if ok && x.Limit == e.Limit && x.Co == e.Co && x.Due.Equal(e.Due) && !restarted(l, h.rec.Pos, i, e.Limit) {
					s.broken("I5", l.at(i), "the miss of %s, due %s, was recorded twice", e.Limit, e.Due)
				}
			}
		}, rest: func(s *sim, _ bool) {
			for _, l := range s.world.orders {
				st := &l.st
				if st.Status.Terminal() || st.Status == order.ReturnReview || st.Status == order.Coordination || st.Status == order.Merged {
					continue
				}
				for _, c := range st.Clocks {
					waits := c.Kind == order.LimitResult && (st.Extension != nil || st.StatuteAsk != nil || st.Reclass != nil)
					if c.On && !c.Missed && !c.Paused() && !waits && c.Due.Before(s.wall().Add(-2*time.Minute)) && s.down.Before(s.now.Add(-2*time.Minute)) {
						s.broken("I5", st.Number, "the limit %s passed at %s in state %s and nothing was recorded", c.Kind, c.Due.In(calendar.Beijing), st.Status)
					}
				}
			}
		}},
		{name: "I6", says: "every limit is what an independent count of days makes of it", event: func(s *sim, l *life, i int) {
			for _, x := range limitsOf(l.log[i].e) {
				s.checkLimit(l, i, x)
			}
		}},
		{name: "I8", says: "the first working day: contact, signature and return end at its midnight; silence accepts exactly then (Art. 15, 16)", event: (*sim).checkFirstDay},
		{name: "I9", says: "no more than 15 working days in all without a law's word, and a sealed sheet beyond 10 (Art. 18, 19)", event: (*sim).checkCeiling},
	}
}

// restarted reports whether a clock began anew between two moments: then another miss at the same instant is another's.
func restarted(l *life, pos int64, i int, k order.LimitKind) bool {
	for _, h := range l.log[:i] {
		if h.rec.Pos > pos {
			for _, x := range limitsOf(h.e) {
				if x.Kind == k {
					return true
				}
			}
		}
	}
	return false
}

var limitType = reflect.TypeOf(order.Limit{})

func limitsOf(e order.Event) []order.Limit { return limitsIn(reflect.ValueOf(e), nil) }

// limitsIn are the limits that an event starts or moves.
func limitsIn(v reflect.Value, out []order.Limit) []order.Limit {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == limitType {
			if x := v.Interface().(order.Limit); x.Kind != "" {
				return append(out, x)
			}
			return out
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out = limitsIn(v.Field(i), out)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out = limitsIn(v.Elem(), out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			out = limitsIn(v.Index(i), out)
		}
	}
	return out
}

func (s *sim) checkLimit(l *life, i int, x order.Limit) {
	if x.Provisional || x.LastDay == "" || x.Days == 0 {
		return // days not announced; hours; natural days; half days: the scenario files have those
	}
	version := l.log[i].calendar
	last := dayOf(x.LastDay)
	if !x.Due.Equal(midnightAfter(last)) {
		s.broken("I6", l.at(i), "the limit %s ends on %s and is due %s", x.Kind, x.LastDay, x.Due.In(calendar.Beijing))
	}
	if x.Buffered {
		return // cut by the upper platform's limit
	}
	if want := s.daysOf(l.st.Policy, x.Kind); want != nil && !slices.Contains(want, x.Days) {
		s.broken("I6", l.at(i), "the limit %s has %d working days, the law says %v", x.Kind, x.Days, want)
	}
	if x.Kind == order.LimitCo {
		return // hangs on the lead's
	}
	from, n := calendar.DateOf(x.From), x.Days
	if x.ResumedOn != "" {
		from, n = dayOf(x.ResumedOn), x.Left
	}
	end, known := s.after(from, n, version)
	if x.ResumedOn != "" && x.Kind == order.LimitResult && n == 0 {
		return
	}
	if known && end != last {
		s.broken("I6", l.at(i), "the limit %s of %d working days from %s ends on %s, counted again on %s (calendar %d, resumed %q with %d left)", x.Kind, x.Days, calendar.DateOf(x.From), x.LastDay, end, version, x.ResumedOn, x.Left)
	}
}

// checkFirstDay is Art. 15 and 16.
func (s *sim) checkFirstDay(l *life, i int) {
	h := l.log[i]
	got, version := time.Time{}, h.calendar
	for _, x := range l.log[:i+1] {
		if d, ok := x.e.(order.DispatchedEvent); ok {
			got = d.At
		}
	}
	if got.IsZero() {
		return
	}
	day, known := s.after(calendar.DateOf(got), 1, version)
	if !known {
		return
	}
	end := midnightAfter(day)
	switch e := h.e.(type) {
	case order.AutoAcceptedEvent:
		if h.rec.At().Before(end) {
			s.broken("I8", l.at(i), "silence accepted at %s, the first working day ends %s", h.rec.At().In(calendar.Beijing), end)
		}
	case order.SignedFor:
		if !e.At.Before(end) {
			s.broken("I8", l.at(i), "signed for at %s, after the first working day had ended at %s: it had been accepted by silence", e.At, end)
		}
	case order.ReturnAsked:
		if !e.Return.At.Before(end) {
			s.broken("I8", l.at(i), "a return was asked at %s, the right had ended %s", e.Return.At, end)
		}
	case order.Contacted:
		for _, x := range l.log[:i] {
			if _, ok := x.e.(order.Reworked); ok {
				return
			}
		}
		if e.Met && e.Late != !e.At.Before(end) && version == l.log[0].calendar {
			s.broken("I8", l.at(i), "contacted at %s, the first working day ended %s, late %v", e.At, end, e.Late)
		}
	}
}

// checkCeiling is Art. 18 and 19, from the grants.
func (s *sim) checkCeiling(l *life, i int) {
	switch e := l.log[i].e.(type) {
	case order.DispatchedEvent:
		want := 10
		if l.st.Request.Type == order.Consult || typeAt(l, i) == order.Consult {
			want = 3
		}
		if typeAt(l, i) != order.Consult {
			want = 10
		}
		if e.Result.Days > want && l.st.Statute == nil && !e.Result.Buffered && !statuteBefore(l, i) {
			s.broken("I9", l.at(i), "a %s got %d working days, the law gives %d", typeAt(l, i), e.Result.Days, want)
		}
	case order.ExtensionGranted:
		if e.Result.Days > 15 || e.Total > 15 {
			s.broken("I9", l.at(i), "extended to %d working days in all (%d)", e.Total, e.Result.Days)
		}
		asked := -1
		for j := i - 1; j >= 0; j-- {
			if _, ok := l.log[j].e.(order.ExtensionAsked); ok {
				asked = j
				break
			}
		}
		if asked < 0 {
			s.broken("I9", l.at(i), "granted, and nobody had asked")
			return
		}
		ask := l.log[asked].e.(order.ExtensionAsked).Ask
		if e.Total > 10 && ask.Seal == "" {
			s.broken("I9", l.at(i), "%d working days in all without the principal's sealed sheet", e.Total)
		}
		for j := asked - 1; j >= 0; j-- {
			switch x := l.log[j].e.(type) {
			case order.DispatchedEvent, order.Reworked:
				return
			case order.LimitMissed:
				if x.Limit == order.LimitResult {
					s.broken("I9", l.at(i), "asked at %s after the limit had passed at %s", ask.At, x.Due)
					return
				}
			}
		}
	}
}

// typeAt is the type that the request had at an event.
func typeAt(l *life, i int) order.Type {
	t := order.Type("")
	for _, h := range l.log[:i+1] {
		switch e := h.e.(type) {
		case order.RegisteredEvent:
			t = e.Request.Type
		case order.TakenOver:
			t = e.Request.Type
		case order.Corrected:
			if e.Type != "" {
				t = e.Type
			}
		}
	}
	return t
}

func statuteBefore(l *life, i int) bool {
	return slices.ContainsFunc(l.log[:i], func(h happened) bool { _, ok := h.e.(order.StatuteGranted); return ok })
}
