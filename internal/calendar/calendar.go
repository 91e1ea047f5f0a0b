package calendar

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Calendar says which days are working days. It is a value: nothing changes it, and any number of readers may share it.
type Calendar struct {
	// Version is 1 for the embedded calendar and one more with each change. It is exported to be read, never to be set.
	Version int

	years   map[int]Year
	special map[Date]SpecialDay
	set     map[Date]YearDay // what the notices say of single days, the later notice winning; derived from years
}

// SpecialDay is a day that the county sets itself, such as a stop of work in extreme weather (domain.md §4.1). It outranks the notices.
type SpecialDay struct {
	Date   Date   `json:"date"`
	Rest   bool   `json:"rest"`
	Reason string `json:"reason"` // mandatory; shown wherever the day is explained
}

// Years are the announced years, ascending.
func (c *Calendar) Years() []int { return slices.Sorted(maps.Keys(c.years)) }

// Year is the notice of an announced year; false if the year is not announced.
func (c *Calendar) Year(year int) (Year, bool) {
	y, ok := c.years[year]
	return y.clone(), ok
}

// Specials are the county's special days, ascending.
func (c *Calendar) Specials() []SpecialDay {
	out := make([]SpecialDay, 0, len(c.special))
	for _, d := range slices.Sorted(maps.Keys(c.special)) {
		out = append(out, c.special[d])
	}
	return out
}

// Announced reports whether the notice of a year is known. What is counted in other years is provisional.
func (c *Calendar) Announced(year int) bool {
	_, ok := c.years[year]
	return ok
}

// WithYear is the next version, with a year announced, or announced anew where a notice was corrected. It refuses a year that [ParseYear]
// would refuse and one that is already known word for word.
func (c *Calendar) WithYear(y Year) (*Calendar, error) {
	if err := y.check(); err != nil {
		return nil, err
	}
	if old, ok := c.years[y.Year]; ok && old.equal(y) {
		return nil, invalid("year", "%d年的放假安排已经载入，内容相同，不必再次载入", y.Year)
	}
	years := maps.Clone(c.years)
	years[y.Year] = y.clone()
	return build(c.Version+1, years, maps.Clone(c.special)), nil
}

// WithSpecial is the next version, with a special day of the county set, or set anew. The reason is mandatory.
func (c *Calendar) WithSpecial(s SpecialDay) (*Calendar, error) {
	s.Reason = strings.TrimSpace(s.Reason)
	if err := s.check(); err != nil {
		return nil, err
	}
	if c.special[s.Date] == s {
		return nil, invalid("date", "%s已经这样设置，不必再次设置", s.Date.Chinese())
	}
	special := maps.Clone(c.special)
	special[s.Date] = s
	return build(c.Version+1, maps.Clone(c.years), special), nil
}

// WithoutSpecial is the next version, with a special day taken back: the notice or the law speaks again.
func (c *Calendar) WithoutSpecial(d Date) (*Calendar, error) {
	if _, ok := c.special[d]; !ok {
		return nil, invalid("date", "%s没有设置过特殊日，不用撤销", d.Chinese())
	}
	special := maps.Clone(c.special)
	delete(special, d)
	return build(c.Version+1, maps.Clone(c.years), special), nil
}

func (s SpecialDay) check() error {
	if y := s.Date.Year(); y < firstYear || y > lastYear {
		return invalid("date", "特殊日的年份应在%d年至%d年之间，请填写日期", firstYear, lastYear)
	}
	return words("reason", "设置特殊日的原因", s.Reason, 200)
}

func build(version int, years map[int]Year, special map[Date]SpecialDay) *Calendar {
	c := &Calendar{Version: version, years: years, special: special, set: map[Date]YearDay{}}
	for _, y := range c.Years() {
		for _, d := range years[y].Days {
			c.set[d.Date] = d
		}
	}
	return c
}

// IsWorkday reports whether d is a working day: by the county's special day, else the notice, else (year not announced) the statutory days, else
// the weekday.
func (c *Calendar) IsWorkday(d Date) bool {
	if s, ok := c.special[d]; ok {
		return !s.Rest
	}
	if n, ok := c.set[d]; ok {
		return !n.Rest
	}
	if d.Weekend() {
		return false
	}
	return c.Announced(d.Year()) || statutory(d) == ""
}

// DayName says why a day is not what its weekday makes it: the holiday's name, "调休上班", or the reason of a special day. It is "" for plain days.
func (c *Calendar) DayName(d Date) string {
	if s, ok := c.special[d]; ok {
		return s.Reason
	}
	if n, ok := c.set[d]; ok {
		if !n.Rest {
			return "调休上班"
		}
		return n.Name
	}
	if c.Announced(d.Year()) {
		return ""
	}
	return statutory(d)
}

// Provisional reports whether a day from first to last, both counted, lies in a year that is not announced.
func (c *Calendar) Provisional(first, last Date) bool {
	if last < first {
		return false
	}
	for y := first.Year(); y <= last.Year(); y++ {
		if !c.Announced(y) {
			return true
		}
	}
	return false
}

// String names the version, for logs.
func (c *Calendar) String() string {
	return fmt.Sprintf("calendar version %d (announced %v, %d special days)", c.Version, c.Years(), len(c.special))
}
