package calendar

import (
	"maps"
	"slices"
	"time"
)

// MissingYears are the years whose notice is missed at now, ascending: this year, from 1 November the next, and every year in which an open
// limit ends (open holds first instants that are too late). Years before the first announced one are not missed: nothing is loaded for the past.
func (c *Calendar) MissingYears(now time.Time, open []time.Time) []int {
	today := DateOf(now)
	year, month, _ := today.Parts()
	asked := map[int]bool{year: true}
	if month >= time.November {
		asked[year+1] = true
	}
	for _, due := range open {
		asked[LastDay(due).Year()] = true
	}
	first := 0
	if known := c.Years(); len(known) > 0 {
		first = known[0]
	}
	maps.DeleteFunc(asked, func(y int, _ bool) bool { return y < first || c.Announced(y) })
	return slices.Sorted(maps.Keys(asked))
}

// Changed are the dates that are a working day in one calendar and none in the other, ascending: what an administrator is shown before open
// limits are counted anew.
func Changed(before, after *Calendar) []Date {
	first, last := Date(0), Date(0)
	reach := func(from, to Date) {
		if first == 0 || from < first {
			first = from
		}
		last = max(last, to)
	}
	for _, c := range []*Calendar{before, after} {
		for y := range c.years {
			reach(NewDate(y-1, time.December, 1), NewDate(y, time.December, 31))
		}
		for d := range c.special {
			reach(d, d)
		}
	}
	var out []Date
	for d := first; d != 0 && d <= last; d++ {
		if before.IsWorkday(d) != after.IsWorkday(d) {
			out = append(out, d)
		}
	}
	return out
}
