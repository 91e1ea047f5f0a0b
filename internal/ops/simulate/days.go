package simulate

import (
	"time"

	"huiyin/internal/calendar"
)

// The reference of I6 counts days by itself: from the State Council's notice of 2026 typed in here, and from what this run announces. It uses the program's dates
// as numbers of days, and none of its counting.
var (
	restDays = spans("2026-01-01", "2026-01-03", "2026-02-15", "2026-02-23", "2026-04-04", "2026-04-06", "2026-05-01", "2026-05-05", "2026-06-19", "2026-06-21", "2026-09-25", "2026-09-27", "2026-10-01", "2026-10-07")
	workDays = days("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")
)

func days(all ...string) map[calendar.Date]bool {
	m := map[calendar.Date]bool{}
	for _, x := range all {
		m[dayOf(x)] = true
	}
	return m
}

func spans(all ...string) map[calendar.Date]bool {
	m := map[calendar.Date]bool{}
	for i := 0; i < len(all); i += 2 {
		for d := dayOf(all[i]); d <= dayOf(all[i+1]); d++ {
			m[d] = true
		}
	}
	return m
}

// almanac is what a calendar version changed, as the run itself announced it.
type almanac struct {
	rest, work map[calendar.Date]bool
	knows2027  bool
}

// works reports whether a day is a working day by a version of the calendar; ok is false where that version does not know the year.
func (s *sim) worksOn(d calendar.Date, version int) (works, ok bool) {
	ok = true
	var a almanac
	if x, found := s.almanacs[version]; found {
		a = x
	}
	year, _, _ := d.Parts()
	if year > 2027 || year == 2027 && !a.knows2027 || year < 2026 {
		ok = false
	}
	switch {
	case a.rest[d]:
		return false, ok
	case a.work[d]:
		return true, ok
	case restDays[d]:
		return false, ok
	case workDays[d]:
		return true, ok
	}
	switch weekday(d) { // 1 January 1970 was a Thursday
	case 0, 6:
		return false, ok
	}
	return true, ok
}

// after is the n-th working day after a day.
func (s *sim) after(d calendar.Date, n, version int) (calendar.Date, bool) {
	known := true
	for n > 0 {
		d++
		works, ok := s.worksOn(d, version)
		known = known && ok
		if works {
			n--
		}
	}
	return d, known
}

// midnightAfter is the first instant after a day.
func midnightAfter(d calendar.Date) time.Time { return (d + 1).Midnight() }
