package simulate

import (
	"fmt"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
)

// planCalendars: the county declares a day of rest for a storm, and in November the State Council announces the next year; the head confirms which open orders
// move. What each version says is kept for the reference of I6.
func planCalendars(s *sim) {
	r := s.rand("calendars")
	first := calendar.DateOf(s.now)
	storm := first.AddDays(s.o.Size.Days/3 + r.IntN(10))
	for restDays[storm] || restDays[storm.AddDays(3)] || workDays[storm] { // a plain working day
		storm++
	}
	for weekday(storm) == 0 || weekday(storm) == 6 {
		storm++
	}
	s.at(storm.AddDays(-3).Midnight().Add(9*time.Hour+40*time.Minute), "calendar", func() {
		s.announces(almanac{rest: map[calendar.Date]bool{storm: true}}, func(who org.Actor) error {
			_, err := s.srv.Desk.ProposeDay(s.ctx, who, calendar.SpecialDay{Date: storm, Rest: true, Reason: "暴雨红色预警停工"}, "蒙政办秘〔2026〕8号", "")
			return err
		})
	})
	if notice := dayOf("2026-11-05"); notice > first && notice < s.end {
		s.at(notice.Midnight().Add(9*time.Hour), "calendar", func() {
			rest := spans("2027-01-01", "2027-01-03", "2027-02-05", "2027-02-12", "2027-04-03", "2027-04-05", "2027-05-01", "2027-05-05", "2027-06-09", "2027-06-09", "2027-09-15", "2027-09-17", "2027-10-01", "2027-10-07")
			work := days("2027-02-14", "2027-05-08", "2027-10-09")
			s.announces(almanac{rest: rest, work: work, knows2027: true}, func(who org.Actor) error {
				_, err := s.srv.Desk.ProposeYear(s.ctx, who, yearFile(rest, work), "", "")
				return err
			})
		})
	}
}

// weekday is 0 for Sunday.
func weekday(d calendar.Date) int { return (int(d-dayOf("1970-01-01"))%7 + 7 + 4) % 7 }

// announces has the head propose a change of the calendar, on top of the version before, and the head of the county government office confirm the list of what it
// moves; the program's own job moves the orders. Both try again where the list grew old or the program died.
func (s *sim) announces(a almanac, propose func(org.Actor) error) {
	head, second := s.as(s.holder(org.PostOfficeHead), org.PostOfficeHead), s.as(s.holder(org.PostGovHead), org.PostGovHead)
	p, err := s.srv.Desk.Policy(s.ctx)
	if err != nil {
		return
	}
	before := s.almanacs[p.Calendar.Version]
	s.almanacs[p.Calendar.Version+1] = almanac{rest: union(before.rest, a.rest), work: union(before.work, a.work), knows2027: before.knows2027 || a.knows2027}
	for range 5 {
		if now, err := s.srv.Desk.Policy(s.ctx); err == nil && now.Calendar.Version > p.Calendar.Version {
			return
		}
		r, err := s.reader(second)
		if err != nil {
			return
		}
		state, err := r.Calendar(s.ctx)
		if err != nil {
			s.broken("I6", "calendar", "the calendar's page does not open: %v", err)
			return
		}
		if state.Waiting == nil {
			_ = s.deed("calendar", func() error { return propose(head) })
			continue
		}
		_ = s.deed("confirm calendar", func() error {
			r, err := s.reader(second)
			if err != nil {
				return err
			}
			change, err := r.CalendarChange(s.ctx, state.Waiting.ID)
			if err != nil {
				return err
			}
			return r.ConfirmCalendar(s.ctx, change.ID, change.Marks, "")
		})
	}
}

func union(a, b map[calendar.Date]bool) map[calendar.Date]bool {
	m := map[calendar.Date]bool{}
	for d := range a {
		m[d] = true
	}
	for d := range b {
		m[d] = true
	}
	return m
}

// yearFile is a notice as the county would upload it.
func yearFile(rest, work map[calendar.Date]bool) []byte {
	out := `{"year":2027,"papers":["https://www.gov.cn/made-up-for-the-simulation"],"days":[`
	comma := ""
	for d := dayOf("2027-01-01"); d <= dayOf("2027-12-31"); d++ {
		if rest[d] || work[d] {
			out += comma + fmt.Sprintf(`{"name":"节日","date":%q,"isOffDay":%v}`, d.String(), rest[d])
			comma = ","
		}
	}
	return []byte(out + "]}")
}
