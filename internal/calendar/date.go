package calendar

import (
	"fmt"
	"time"
)

// Beijing is the zone of every date and every time of day that a person reads.
var Beijing = time.FixedZone("Asia/Shanghai", 8*3600)

// Date is a date in Beijing, counted in days: 1 is 0001-01-01, the zero Date is no date. Dates compare with ==, < and serve as map keys; as text
// and in JSON a Date is "2006-01-02" (the zero Date is "").
type Date int32

// unixDay is the Date of 1970-01-01.
const unixDay = 719163

const daySeconds = 24 * 60 * 60

// NewDate makes a Date from its parts; parts out of range carry over as in time.Date (31 April is 1 May).
func NewDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/daySeconds + unixDay)
}

// ParseDate reads "2006-01-02", years 1900 to 2999. The error is an [*Invalid] in Chinese.
func ParseDate(s string) (Date, error) {
	var n [3]int
	shape := len(s) == len("2006-01-02")
	for i, part := 0, 0; shape && i < len(s); i++ {
		switch c := s[i]; {
		case i == 4 || i == 7:
			shape = c == '-'
			part++
		case c < '0' || c > '9':
			shape = false
		default:
			n[part] = n[part]*10 + int(c-'0')
		}
	}
	if !shape {
		return 0, invalid("date", "日期“%s”看不懂，请按“2026-03-16”的样式填写", clip(s))
	}
	if n[0] < 1900 || n[0] > 2999 {
		return 0, invalid("date", "日期“%s”的年份应在1900年至2999年之间", s)
	}
	d := NewDate(n[0], time.Month(n[1]), n[2])
	if d.String() != s {
		return 0, invalid("date", "日期“%s”不存在，请核对月和日", s)
	}
	return d, nil
}

// DateOf is the date in Beijing at an instant.
func DateOf(t time.Time) Date { return NewDate(t.In(Beijing).Date()) }

// LastDay is the date on which a limit ends, given the first instant that is too late: 24:00 belongs to the day that it closes.
func LastDay(due time.Time) Date { return DateOf(due.Add(-1)) }

// Parts are the year, month and day.
func (d Date) Parts() (year int, month time.Month, day int) { return d.utc().Date() }

// Year is the date's year.
func (d Date) Year() int { return d.utc().Year() }

func (d Date) utc() time.Time { return time.Unix((int64(d)-unixDay)*daySeconds, 0).UTC() }

// Midnight is the date's first instant in Beijing, as UTC.
func (d Date) Midnight() time.Time { return d.utc().Add(-8 * time.Hour) }

// Noon is 12:00 in Beijing on the date, as UTC.
func (d Date) Noon() time.Time { return d.Midnight().Add(12 * time.Hour) }

// Next is the following date.
func (d Date) Next() Date { return d + 1 }

// AddDays is the date n calendar days later, earlier if n is negative.
func (d Date) AddDays(n int) Date { return d + Date(n) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// Weekend reports Saturday or Sunday, whatever a notice says.
func (d Date) Weekend() bool { w := d.Weekday(); return w == time.Saturday || w == time.Sunday }

// Monday is the first day of the date's ISO week.
func (d Date) Monday() Date { return d - Date((int(d.Weekday())+6)%7) }

// Before reports whether d is earlier than e.
func (d Date) Before(e Date) bool { return d < e }

// After reports whether d is later than e.
func (d Date) After(e Date) bool { return d > e }

// IsZero reports "no date".
func (d Date) IsZero() bool { return d == 0 }

// String is "2006-01-02", or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format("2006-01-02")
}

// MarshalText writes String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote; "" is no date.
func (d *Date) UnmarshalText(b []byte) error {
	*d = 0
	if len(b) == 0 {
		return nil
	}
	x, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = x
	return nil
}

// Chinese is "2026年3月16日".
func (d Date) Chinese() string {
	y, m, day := d.Parts()
	return fmt.Sprintf("%d年%d月%d日", y, m, day)
}

// ChineseShort is "3月16日 周一".
func (d Date) ChineseShort() string {
	_, m, day := d.Parts()
	return fmt.Sprintf("%d月%d日 %s", m, day, d.ChineseWeekday())
}

// ChineseWeekday is "周一" … "周日".
func (d Date) ChineseWeekday() string {
	return "周" + string([]rune("日一二三四五六")[d.Weekday()])
}

// WeekKey is the key of the date's ISO week, "2026-W48". Its year is the week's, not the date's: 2027-01-01 is in "2026-W53".
func WeekKey(d Date) string {
	y, w := d.utc().ISOWeek()
	return fmt.Sprintf("%04d-W%02d", y, w)
}
