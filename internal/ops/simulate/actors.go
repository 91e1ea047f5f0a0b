package simulate

import (
	"math/rand/v2"
	"slices"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// actor is one kind of people or of things that happen: plan puts its first moments into the year. A new kind is one file and one line in actors.
type actor struct {
	name string
	plan func(s *sim)
}

func actors() []actor {
	return []actor{
		{"callers", planCallers},
		{"office", planOffice},
		{"units", planUnits},
		{"leaders", planLeaders},
		{"probers", planProbers},
		{"fate", planFate},
		{"lookers", planLookers},
		{"house", planHouse},
		{"calendars", planCalendars},
		{"supervisors", planSupervisors},
		{"sessions", planSessions},
		{"rules", planRules},
		{"quality", planQuality},
	}
}

// daily does something every day of the run at a time of day, also after the callers' year while orders are open.
func (s *sim) daily(who string, clock time.Duration, do func(d calendar.Date)) {
	var day func(d calendar.Date)
	day = func(d calendar.Date) {
		do(d)
		next := d.Next()
		if next < s.end.AddDays(400) {
			s.at(next.Midnight().Add(clock), who, func() { day(next) })
		}
	}
	first := calendar.DateOf(s.now)
	s.at(first.Midnight().Add(clock), who, func() { day(first) })
}

// workday reports whether the county works on a day, by the calendar in force.
func (s *sim) workday(d calendar.Date) bool {
	p, err := s.srv.Desk.Policy(s.ctx)
	return err == nil && p.Calendar.IsWorkday(d)
}

// rows is what somebody's work list shows him.
func (s *sim) rows(p *person, post org.PostID, most int) []desk.Row {
	r, err := s.reader(s.as(p, post))
	if err != nil {
		s.trace("no reader for %s: %v", post, err)
		return nil
	}
	l, err := r.List(s.ctx, desk.ListAsk{Kind: desk.ListTodo, Limit: most})
	if err != nil {
		s.broken("I4", string(post), "the work list of %s does not open: %v", p.login, err)
		return nil
	}
	s.listed(p, post, l.Rows, most)
	return l.Rows
}

// listed: a work list shows exactly the orders on which its post owes something (I23).
func (s *sim) listed(p *person, post org.PostID, rows []desk.Row, most int) {
	s.report.Checks["I23"]++
	shown := map[string]bool{}
	for _, row := range rows {
		shown[row.ID] = true
		if !s.world.owes[post][row.ID] {
			s.broken("I23", row.Number, "the list of %s shows it as %s, and the log says that the post owes nothing", post, row.ActCode)
		}
	}
	for id := range s.world.owes[post] {
		if !shown[id] && len(rows) < most && !s.world.state(id).Recuses(s.as(p, post)) {
			s.broken("I23", s.world.state(id).Number, "%s owes something on it, and its list does not show it", post)
			return
		}
	}
}

// works lets somebody go through his work list: habit says which deed an act asks for, "" for none now.
func (s *sim) works(r *rand.Rand, post org.PostID, most int, habit func(row desk.Row, st order.State) string) {
	p := s.holder(post)
	if p == nil || len(s.world.owes[post]) == 0 {
		return
	}
	for _, row := range s.rows(p, post, most) {
		st := s.world.state(row.ID)
		deed := habit(row, st)
		if deed == "" {
			continue
		}
		who := s.as(s.someone(post, deed, st, p), post)
		_ = s.do(r, deed, row.ID, who)
	}
}

// someone is the person of a post who may do a deed by himself: another than who asked or recorded it.
func (s *sim) someone(post org.PostID, deed string, st order.State, first *person) *person {
	var not []org.AccountID
	switch deed {
	case "RecordVisit":
		not = append(not, st.Reviewer)
	case "ConfirmPaper":
		for _, c := range st.OpenChains() {
			not = append(not, c.Applicant)
			for _, x := range c.Steps {
				if x.Pending != nil {
					not = append(not, x.Pending.RecordedBy)
				}
			}
		}
	case "SignStep", "DecideExtension":
		for _, c := range st.OpenChains() {
			not = append(not, c.Applicant)
		}
	}
	if first != nil && !slices.Contains(not, first.id) {
		return first
	}
	if p := s.holder(post, not...); p != nil {
		return p
	}
	return first
}
