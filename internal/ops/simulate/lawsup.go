package simulate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/regulation"
)

// lawsOfSupervision are Art. 21 and 22 with domain.md M6 and §13.21, from the events of the orders: each of the eight reasons opens one row and never two, rows climb
// by working days, a sheet is answered or missed, and a row ends as it may.
func lawsOfSupervision() []law {
	return []law{{name: "I11", says: "each of the eight reasons of Art. 21 raises exactly one supervision for each cause; the ladder climbs by working days; sheets are answered or missed once", beside: (*sim).checkSupervised, rest: func(s *sim, last bool) {
		for _, l := range s.world.orders {
			if last || s.world.dirty[l] {
				s.checkCauses(l)
			}
		}
		for _, l := range s.world.pressed {
			s.checkPressed(l)
		}
	}}}
}

// supAt names an event of a supervision for people.
func (l *life) supAt(i int) string {
	return fmt.Sprintf("%s supervision event %d (%s at position %d)", l.st.Number, i, l.sup[i].rec.Kind, l.sup[i].rec.Pos)
}

// sheetDays are the most working days that a unit is given to answer a sheet.
const sheetDays = 15

func (s *sim) checkSupervised(l *life, i int) {
	x := l.sup[i]
	at := x.rec.At()
	post := org.PostID(x.rec.Post)
	who := post.KindOf()
	office := who == org.Supervisor || who == org.OfficeHead
	row := func(n int) *oversight.Case { return x.before.Case(n) }
	switch e := x.e.(type) {
	case oversight.Opened:
		s.checkOpened(l, i, e, who)
	case oversight.Raised:
		c := row(e.Case)
		if c == nil || !c.Open() || e.Level <= c.Level {
			s.broken("I11", l.supAt(i), "a row that is not open, or is as high already, was raised to %d", e.Level)
			return
		}
		if e.Account != "" {
			if !office {
				s.broken("I11", l.supAt(i), "raised by %s", post)
			}
			return
		}
		// The ladder is the promise of the day on which the row was opened: a calendar that changes later does not move it.
		days := map[oversight.Level]int{oversight.LevelTwo: 3, oversight.LevelThree: 5}[e.Level]
		if c.Item != 2 || days == 0 {
			return
		}
		if end, known := s.after(calendar.DateOf(c.Due.Add(-time.Second)), days, l.log[openedAt(l, e.Case)].calendar); known && at.Before(midnightAfter(end)) {
			s.broken("I11", l.supAt(i), "raised to level %d at %s, the %dth working day after %s ends %s", e.Level, at.In(calendar.Beijing), days, c.Due.In(calendar.Beijing), midnightAfter(end))
		}
	case oversight.Acted:
		if c := row(e.Case); c == nil || !c.Open() || !office {
			s.broken("I11", l.supAt(i), "a deed of %s on a row that is closed or not there", post)
		}
	case oversight.SheetIssued:
		s.checkSheet(l, i, e, office)
	case oversight.SheetAnswered:
		sh := sheetOf(row(e.Case), e.Sheet)
		switch {
		case sh == nil || sh.State != oversight.Waiting:
			s.broken("I11", l.supAt(i), "an answer to a sheet that waits for none")
		case !who.InUnit() || post.UnitOf() != sh.Unit:
			s.broken("I11", l.supAt(i), "%s answered the sheet of %s", post, sh.Unit)
		case e.Late != !at.Before(sh.Limit.Due):
			s.broken("I11", l.supAt(i), "answered at %s, due %s, late %v", at.In(calendar.Beijing), sh.Limit.Due.In(calendar.Beijing), e.Late)
		case who != org.UnitPrincipal && len(e.Files) == 0:
			s.broken("I11", l.supAt(i), "answered by %s without the sealed sheet", post)
		}
	case oversight.SheetMissed:
		sh := sheetOf(row(e.Case), e.Sheet)
		if sh == nil || sh.State != oversight.Waiting || sh.Missed || at.Before(sh.Limit.Due.Truncate(time.Millisecond)) {
			s.broken("I11", l.supAt(i), "the miss of a sheet was recorded twice, too early, or after its answer")
		}
	case oversight.Judged:
		sh := sheetOf(row(e.Case), e.Sheet)
		if sh == nil || !office || sh.State != oversight.Answered && (sh.State != oversight.Waiting || !sh.Missed || e.Solved) {
			s.broken("I11", l.supAt(i), "%s judged what was neither answered nor missed", post)
		}
	case oversight.Closed:
		s.checkClosed(l, i, e, office)
	}
}

func sheetOf(c *oversight.Case, n int) *oversight.Sheet {
	if c == nil || n != len(c.Sheets) {
		return nil
	}
	return c.Sheet()
}

// checkSheet: the numbers of a year have no gap, the limit is a count of working days, and it goes to whoever has the order.
func (s *sim) checkSheet(l *life, i int, e oversight.SheetIssued, office bool) {
	year := l.sup[i].rec.At().In(calendar.Beijing).Format("2006")
	s.world.sheets[year]++
	if want := fmt.Sprintf("蒙热督〔%s〕%d号", year, s.world.sheets[year]); e.Number != want {
		s.broken("I11", l.supAt(i), "the sheet is %s, the next of its year was %s", e.Number, want)
	}
	if !office {
		s.broken("I11", l.supAt(i), "issued by %s", l.sup[i].rec.Post)
	}
	n := e.Limit.Days
	end, known := s.after(calendar.DateOf(e.At), n, l.log[l.sup[i].order-1].calendar)
	if n < 1 || n > sheetDays || known && !e.Limit.Due.Equal(midnightAfter(end)) {
		s.broken("I11", l.supAt(i), "the sheet of %d working days from %s is due %s, counted again %s", n, e.At.In(calendar.Beijing), e.Limit.Due.In(calendar.Beijing), midnightAfter(end))
	}
	if c := l.sup[i].before.Case(e.Case); c == nil || !c.Open() || c.Owes() {
		s.broken("I11", l.supAt(i), "a sheet on a row that is closed or waits for an answer")
	}
}

// checkClosed: by hand it is the office's, rows of items 1 and 5 alone end by themselves, and what is overdue and still owed does not end (销号).
func (s *sim) checkClosed(l *life, i int, e oversight.Closed, office bool) {
	c := l.sup[i].before.Case(e.Case)
	if c == nil || !c.Open() {
		s.broken("I11", l.supAt(i), "closed twice, or never opened")
		return
	}
	byItself := e.Outcome == oversight.WithOrder
	if byItself != (c.Item == 1 || c.Item == 5) && byItself {
		s.broken("I11", l.supAt(i), "a row of item %d ended by itself", c.Item)
	}
	if byItself && !l.log[l.sup[i].order-1].is.Done() {
		s.broken("I11", l.supAt(i), "ended with its order, which is %s", l.log[l.sup[i].order-1].is)
	}
	if !byItself && !office {
		s.broken("I11", l.supAt(i), "closed by %s", l.sup[i].rec.Post)
	}
	if sh := c.Sheet(); !byItself && e.Outcome != oversight.Mistaken && sh != nil && sh.State == oversight.Answered {
		s.broken("I11", l.supAt(i), "closed while the unit's answer waits to be judged")
	}
	if !byItself && e.Outcome != oversight.Mistaken && c.Item == 2 && s.owed(l, l.sup[i].order, c) {
		s.broken("I11", l.supAt(i), "closed as %s, and the unit still owes what was due %s", e.Outcome, c.Due.In(calendar.Beijing))
	}
}

// owed reports, from the events up to one, whether an order that missed a limit has lain with the same unit ever since without a result.
func (s *sim) owed(l *life, upto int, c *oversight.Case) bool {
	missed := lastEvent(l, upto, func(e order.Event) bool {
		m, ok := e.(order.LimitMissed)
		return ok && m.Limit == order.LimitResult && m.Co == "" && m.Due.Equal(c.Due)
	})
	if missed < 0 {
		return false
	}
	for _, h := range l.log[missed:upto] {
		if !h.is.AtUnit() || h.is == order.UnitSigning {
			return false
		}
		for _, x := range limitsOf(h.e) {
			if x.Kind == order.LimitResult {
				return false
			}
		}
	}
	return true
}

// checkOpened holds a new row against what had happened to the order until then.
func (s *sim) checkOpened(l *life, i int, e oversight.Opened, who org.Kind) {
	if e.Case != len(l.sup[i].before.Cases)+1 {
		s.broken("I11", l.supAt(i), "row %d is the %dth", e.Case, len(l.sup[i].before.Cases)+1)
	}
	for _, c := range l.sup[i].before.Cases {
		if c.Cause == e.Cause {
			s.broken("I11", l.supAt(i), "the cause %s opened two rows", e.Cause)
		}
	}
	item := int(e.Clause - regulation.Art21)
	if e.Account != "" {
		if item < 6 || item > 8 || who != org.Supervisor && who != org.OfficeHead && who != org.Dispatcher {
			s.broken("I11", l.supAt(i), "%s opened a row of item %d by hand", who, item)
		}
		return
	}
	log := l.log[:l.sup[i].order]
	some := func(is func(order.Event) bool) bool {
		return slices.ContainsFunc(log, func(h happened) bool { return is(h.e) })
	}
	ok := false
	switch item {
	case 1:
		ok = slices.ContainsFunc(log, func(h happened) bool { return h.key }) || instructed(l, len(log)) || some(func(e order.Event) bool {
			r, is := e.(order.RegisteredEvent)
			return is && (r.Request.Channel == "D3" || r.Request.Channel == "D4")
		})
	case 2:
		ok = some(func(x order.Event) bool { m, is := x.(order.LimitMissed); return is && m.Due.Equal(e.Due) })
	case 3:
		ok = len(log) > 0 && log[len(log)-1].is == order.Coordination
	case 4:
		ok = some(func(e order.Event) bool { _, is := e.(order.ReplyRejected); return is })
	case 5:
		ok = some(func(e order.Event) bool { _, is := e.(order.CoAsked); return is })
	case 6:
		ok = strings.HasPrefix(e.Cause, "cluster/") || s.contactsOf(l, len(log)) >= 3 || len(l.st.Request.Flags) > 0
	case 7:
		ok = slices.Contains(l.st.Request.Flags, "媒体")
	case 8:
		ok = some(func(e order.Event) bool { r, is := e.(order.Rechecked); return is && r.Rework })
	}
	if !ok {
		s.broken("I11", l.supAt(i), "a row of item %d for %q, and nothing of the kind had happened\n%s", item, e.Cause, l.course())
	}
}

// contactsOf counts how often a matter's callers were heard up to an event of one of its orders: rounds and their urges.
func (s *sim) contactsOf(l *life, upto int) int {
	n := s.world.matters[l.st.MatterID].Appeals()
	for _, round := range s.world.matters[l.st.MatterID].Rounds {
		other := s.world.by[round.Order]
		if other == nil {
			continue
		}
		log := other.log
		if other == l {
			log = log[:upto]
		}
		for _, h := range log {
			if u, ok := h.e.(order.Urged); ok && u.Caller && u.Member == "" {
				n++
			}
		}
	}
	return n
}

// checkCauses counts the rows that must be there from what happened to the order.
func (s *sim) checkCauses(l *life) {
	rows := map[int]int{}
	overdue := map[time.Time]int{}
	for _, x := range l.sup {
		if e, ok := x.e.(oversight.Opened); ok && e.Account == "" {
			item := int(e.Clause - regulation.Art21)
			rows[item]++
			if item == 2 && e.Unit == l.unitThen(x.order) {
				overdue[e.Due]++
			}
		}
	}
	rejects, sharp, assisted, thrice := 0, 0, 0, 0
	hit := map[int]bool{}
	for i, h := range l.log {
		switch e := h.e.(type) {
		case order.DispatchedEvent, order.Reworked:
			rejects = 0
			sharp++
		case order.LimitMissed:
			if e.Limit == order.LimitResult && e.Co == "" && h.was.AtUnit() && h.is.AtUnit() {
				hit[2] = true
				if overdue[e.Due] == 0 && !s.sameAppendEnded(l, i) {
					s.broken("I11", l.at(i), "the miss of the result's limit %s opened no row of item 2", e.Due.In(calendar.Beijing))
				}
			}
		case order.ReplyRejected:
			rejects++
			if slices.Contains([]string{"Q5", "Q6", "Q9"}, e.Code) || rejects >= 2 {
				hit[4] = true
			}
		case order.CoAsked:
			assisted++
			if !s.sameAppendEnded(l, i) && h.is.AtUnit() {
				hit[5] = true
			}
		case order.Rechecked:
			if e.Rework {
				hit[8] = true
				thrice++
			}
		}
		if h.is == order.Coordination && h.was != order.Coordination {
			hit[3] = true
		}
	}
	if st := &l.st; !st.Status.Done() && st.Merged == nil && st.Lead != "" && !st.ReceivedAt.IsZero() && (st.Key || st.Instruction != nil || st.Request.Channel == "D3" || st.Request.Channel == "D4") {
		hit[1] = true
	}
	if len(l.st.Request.Flags) > 0 {
		hit[6] = !slices.Contains(l.st.Request.Flags, "媒体") || len(l.st.Request.Flags) > 1
		hit[7] = slices.Contains(l.st.Request.Flags, "媒体")
	}
	if !l.st.Status.Done() && l.st.Merged == nil && l.st.Lead != "" && s.world.matters[l.st.MatterID].Appeals() >= 3 {
		hit[6] = true
	}
	for item := 1; item <= 8; item++ {
		if hit[item] && rows[item] == 0 {
			s.broken("I11", l.st.Number, "item %d of Art. 21 was met, and no row was opened\n%s", item, l.course())
		}
	}
	// At most one row for each cause: what can happen once opens one, what can happen again as many as it happened.
	for item, most := range map[int]int{1: 1, 3: 2, 4: max(1, sharp), 5: 1, 8: thrice} {
		if rows[item] > most {
			s.broken("I11", l.st.Number, "%d rows of item %d, and %d causes at most", rows[item], item, most)
		}
	}
}

// unitThen is who held the order when so many of its events had happened.
func (l *life) unitThen(n int) org.UnitID {
	if n < 1 || n > len(l.log) {
		return ""
	}
	return l.log[n-1].lead
}

// sameAppendEnded reports whether the order had left the unit, or ended, in the same write as an event: then nothing is supervised that was over at once.
func (s *sim) sameAppendEnded(l *life, i int) bool {
	for j := i + 1; j < len(l.log) && l.log[j].rec.AtMS == l.log[i].rec.AtMS; j++ {
		if !l.log[j].is.AtUnit() {
			return true
		}
	}
	return false
}

// checkPressed is what must have happened to an open row by now.
func (s *sim) checkPressed(l *life) {
	now := s.wall().Add(-2 * time.Minute)
	if !s.down.Before(s.now.Add(-2 * time.Minute)) {
		return
	}
	for i := range l.watch.Cases {
		c := &l.watch.Cases[i]
		if !c.Open() {
			continue
		}
		where := fmt.Sprintf("%s row %d", l.st.Number, c.N)
		if (c.Item == 1 || c.Item == 5) && l.st.Status.Done() {
			s.broken("I11", where, "item %d is open, and the order is %s", c.Item, l.st.Status)
		}
		if sh := c.Sheet(); sh != nil && sh.State == oversight.Waiting && !sh.Missed && sh.Limit.Due.Before(now) {
			s.broken("I11", where, "the sheet %s was due %s and nothing was recorded", sh.Number, sh.Limit.Due.In(calendar.Beijing))
		}
		if c.Item != 2 || c.By != "" || !s.owed(l, len(l.log), c) || l.st.Clocks.Get(order.LimitResult).Paused() {
			continue
		}
		for level, days := range map[oversight.Level]int{oversight.LevelTwo: 3, oversight.LevelThree: 5} {
			end, known := s.after(calendar.DateOf(c.Due.Add(-time.Second)), days, l.log[openedAt(l, c.N)].calendar)
			if known && midnightAfter(end).Before(now) && c.Level < level {
				s.broken("I11", where, "%d working days over since %s, at level %d\n%s", days, c.Due.In(calendar.Beijing), c.Level, l.course())
			}
		}
	}
}

// openedAt is the last event of the order when one of its rows was opened.
func openedAt(l *life, n int) int {
	for _, x := range l.sup {
		if e, ok := x.e.(oversight.Opened); ok && e.Case == n {
			return max(0, x.order-1)
		}
	}
	return 0
}
