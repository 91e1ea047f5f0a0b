package calendar

import "time"

// Limit is the end of a span of working days.
type Limit struct {
	Due         time.Time // the first instant that is too late, UTC: midnight in Beijing after LastDay; late means t ≥ Due
	LastDay     Date      // day n; pages print it with "24:00"
	Provisional bool      // the span touches a year that is not announced: loading its notice may move the limit
}

// AddWorkdays is the n-th working day after from. Day 0 is from itself, a working day or not; n below 1 answers from.
func (c *Calendar) AddWorkdays(from Date, n int) Date {
	d := from
	for n > 0 {
		d++
		if c.IsWorkday(d) {
			n--
		}
	}
	return d
}

// WorkdaysBetween counts the working days after a up to and including b; 0 if b is not after a.
func (c *Calendar) WorkdaysBetween(a, b Date) int {
	n := 0
	for d := a + 1; d <= b; d++ {
		if c.IsWorkday(d) {
			n++
		}
	}
	return n
}

// Due is the limit of n working days for what was received at an instant: the starting day is not counted (民法典 201), day n is a working day
// (203) and ends at 24:00 (domain.md §4.1). Nothing changes for what arrives at night or on a day of rest: day 0 is simply that date.
func (c *Calendar) Due(received time.Time, n int) Limit {
	day0 := DateOf(received)
	last := c.AddWorkdays(day0, n)
	return Limit{Due: last.Next().Midnight(), LastDay: last, Provisional: c.Provisional(day0+1, last)}
}

// Resume is the new last day of a limit that ended with dueLast and was paused from pausedOn to resumedOn (domain.md §4.1): the working days that
// were left after the day of the pause are left again after the day of the resumption, at least one. A pause within one day changes nothing,
// nor does a pause that began after the limit had passed (what is late stays late); a pause never shortens a limit.
func (c *Calendar) Resume(dueLast, pausedOn, resumedOn Date) Date {
	if resumedOn <= pausedOn || pausedOn > dueLast {
		return dueLast
	}
	left := c.WorkdaysBetween(pausedOn, dueLast)
	return max(dueLast, c.AddWorkdays(resumedOn, max(left, 1)))
}

// HalfWorkday is the first instant that is too late for what must be done within half a working day (domain.md §9, signer_wd 0.5), UTC. The
// regulation knows no halves; this is the project's reading: the office's day has a morning and an afternoon, split at 12:00. Asked in the
// morning of a working day, the signer has that afternoon: until its midnight. Asked in the afternoon, or on a day of rest, the signer
// has the next working day's morning: until its 12:00.
func (c *Calendar) HalfWorkday(t time.Time) time.Time {
	d := DateOf(t)
	if c.IsWorkday(d) && t.Before(d.Noon()) {
		return d.Next().Midnight()
	}
	return c.AddWorkdays(d, 1).Noon()
}
