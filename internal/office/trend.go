package office

import (
	"huiyin/internal/calendar"
	"huiyin/internal/policy"
)

// A trend (趋势性问题, Art. 21(6)) is a leaf category in a township, or in the whole county, that rises against its own past weeks.

// TrendDays is a week: seven days that end with the day that is looked at.
const TrendDays = 7

// leastHistory is how many weeks of its own past a place must have before anything in it can be called a trend: a county that has just begun has none.
const leastHistory = 4

// Rise is what was counted: the week that ends today, and the weeks before it, the last of them first.
type Rise struct {
	Now  int   `json:"now"`
	Past []int `json:"past"`
}

// Sum is how many there were in all past weeks together.
func (r Rise) Sum() int {
	n := 0
	for _, x := range r.Past {
		n += x
	}
	return n
}

// MeanTenths is the mean of the past weeks in tenths, rounded; 0 without a past.
func (r Rise) MeanTenths() int {
	if len(r.Past) == 0 {
		return 0
	}
	return (r.Sum()*20/len(r.Past) + 1) / 2
}

// Rises reports whether it is a trend: enough of them to speak of (trend.least), so much above its own mean (trend.percent), and beyond what mere
// chance does to small numbers: more than trend.spread times the square root of the mean above it. All of it in whole numbers. Art. 21(6).
func (r Rise) Rises(p policy.Policy) bool {
	w, sum := len(r.Past), r.Sum()
	if w < leastHistory || r.Now < p.Trend.Least.Value {
		return false
	}
	if r.Now*w*100 < sum*(100+p.Trend.Percent.Value) {
		return false
	}
	above, z := r.Now*w-sum, p.Trend.Spread.Value // both sides times w
	return above > 0 && above*above >= z*z*sum*w
}

// Everywhere reports whether a rise of the whole county is the county's own: no more than half of it comes from the one township that is looked at.
func (r Rise) Everywhere(town Rise) bool { return town.Now*2 <= r.Now }

// WeekOf are the days of a week: 0 is the one that ends with the day, 1 the one before it.
func WeekOf(day calendar.Date, back int) (from, to calendar.Date) {
	to = day.AddDays(-TrendDays * back)
	return to.AddDays(1 - TrendDays), to
}

// PastWeeks is how many past weeks can be looked at on a day: as many as the rules say, and none that begins before the first day that anything was counted.
func PastWeeks(day, first calendar.Date, p policy.Policy) int {
	n := 0
	for n < p.Trend.Weeks.Value {
		if from, _ := WeekOf(day, n+1); from.Before(first) {
			break
		}
		n++
	}
	return n
}
