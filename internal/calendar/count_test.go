package calendar_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/internal/calendar"

	"pgregory.net/rapid"
)

func TestVectors(t *testing.T) {
	c := calendar.Embedded()
	for _, v := range []struct{ received, due string }{ // domain.md §4.3: +1, +3, +10, +15
		{"2026-03-02", "03-03 03-05 03-16 03-23"},
		{"2026-02-13", "02-14 02-25 03-05 03-12"},
		{"2026-02-14", "02-24 02-26 03-06 03-13"},
		{"2026-02-16", "02-24 02-26 03-06 03-13"},
		{"2026-04-30", "05-06 05-08 05-18 05-25"},
		{"2026-05-01", "05-06 05-08 05-18 05-25"},
		{"2026-09-18", "09-20 09-22 10-09 10-15"},
		{"2026-09-30", "10-08 10-10 10-20 10-27"},
		{"2022-05-30", "05-31 06-02 06-14 06-21"},
		{"2025-01-24", "01-26 02-05 02-13 02-20"},
		{"2025-09-26", "09-28 09-30 10-16 10-23"},
	} {
		for i, n := range []int{1, 3, 10, 15} {
			want := day(t, v.received[:5]+strings.Fields(v.due)[i])
			from := day(t, v.received)
			if got := c.AddWorkdays(from, n); got != want {
				t.Errorf("%s + %d: got %s, want %s", from, n, got, want)
			}
			if got := c.WorkdaysBetween(from, want); got != n {
				t.Errorf("from %s to %s: got %d, want %d", from, want, got, n)
			}
			// The hour of receipt plays no part: the first and the last second of day 0 have the same limit.
			for _, clock := range []string{"00:00:00", "08:30:00", "23:59:59"} {
				l := c.Due(at(t, v.received+" "+clock).UTC(), n)
				if l.LastDay != want || !l.Due.Equal(at(t, want.String()+" 00:00:00").AddDate(0, 0, 1)) || l.Provisional || l.Due.Location() != time.UTC {
					t.Errorf("received %s %s, %d days: got %+v, want the end of %s", v.received, clock, n, l, want)
				}
			}
		}
	}
}

func TestNothingToCount(t *testing.T) {
	c := calendar.Embedded()
	d := day(t, "2026-02-16")
	if got := c.AddWorkdays(d, 0); got != d {
		t.Errorf("day 0: got %s", got)
	}
	if got := c.AddWorkdays(d, -3); got != d {
		t.Errorf("day -3: got %s", got)
	}
	if got := c.WorkdaysBetween(d, d); got != 0 {
		t.Errorf("a day and itself: got %d", got)
	}
	if got := c.WorkdaysBetween(day(t, "2026-03-16"), day(t, "2026-03-02")); got != 0 {
		t.Errorf("backwards: got %d", got)
	}
}

func TestResume(t *testing.T) {
	c := calendar.Embedded()
	for _, v := range []struct{ why, due, paused, resumed, want string }{
		{"four days were left (domain.md §4.1)", "2026-03-16", "2026-03-10", "2026-03-13", "2026-03-19"},
		{"a pause within one day changes nothing", "2026-03-16", "2026-03-10", "2026-03-10", "2026-03-16"},
		{"paused on the last day, one day is given", "2026-03-16", "2026-03-16", "2026-03-18", "2026-03-19"},
		{"what was late stays late", "2026-03-16", "2026-03-17", "2026-03-20", "2026-03-16"},
		{"a pause over a weekend alone costs the unit nothing and gives nothing", "2026-03-16", "2026-03-13", "2026-03-15", "2026-03-16"},
		{"the make-up Saturday counts", "2026-02-14", "2026-02-12", "2026-02-24", "2026-02-26"},
		{"over the spring festival", "2026-02-25", "2026-02-13", "2026-02-24", "2026-02-27"},
		{"a limit that fell on rest by a later special day is not cut", "2026-03-14", "2026-03-11", "2026-03-12", "2026-03-16"},
		{"backwards changes nothing", "2026-03-16", "2026-03-12", "2026-03-10", "2026-03-16"},
	} {
		if got := c.Resume(day(t, v.due), day(t, v.paused), day(t, v.resumed)); got != day(t, v.want) {
			t.Errorf("%s: due %s, paused %s, resumed %s: got %s, want %s", v.why, v.due, v.paused, v.resumed, got, v.want)
		}
	}
}

func TestHalfWorkday(t *testing.T) {
	c := calendar.Embedded()
	for _, v := range []struct{ asked, want string }{
		{"2026-03-16 00:00:00", "2026-03-17 00:00:00"},
		{"2026-03-16 11:59:59", "2026-03-17 00:00:00"},
		{"2026-03-16 12:00:00", "2026-03-17 12:00:00"},
		{"2026-03-16 23:59:59", "2026-03-17 12:00:00"},
		{"2026-03-13 15:00:00", "2026-03-16 12:00:00"},
		{"2026-03-14 09:00:00", "2026-03-16 12:00:00"},
		{"2026-02-14 09:00:00", "2026-02-15 00:00:00"}, // a make-up Saturday is a working day
		{"2026-02-14 14:00:00", "2026-02-24 12:00:00"},
		{"2026-02-20 09:00:00", "2026-02-24 12:00:00"},
	} {
		if got := c.HalfWorkday(at(t, v.asked).UTC()); !got.Equal(at(t, v.want)) || got.Location() != time.UTC {
			t.Errorf("asked %s: got %s, want %s", v.asked, got.In(calendar.Beijing), v.want)
		}
	}
}

func TestProvisionalWhereTheSpanTouchesAnUnannouncedYear(t *testing.T) {
	c := calendar.Embedded()
	for _, v := range []struct {
		received    string
		n           int
		last        string
		provisional bool
	}{
		{"2026-12-30", 1, "2026-12-31", false},
		{"2026-12-31", 0, "2026-12-31", false},
		{"2026-12-31", 1, "2027-01-04", true}, // 1 January is Friday, statutory; then the weekend
		{"2026-12-30", 3, "2027-01-05", true},
		{"2027-02-04", 1, "2027-02-09", true}, // 5 to 8 February are 除夕 and 春节
		{"2020-12-31", 1, "2021-01-04", false},
		{"2020-12-30", 2, "2021-01-04", true},
		{"2025-12-31", 1, "2026-01-04", false},
	} {
		l := c.Due(at(t, v.received+" 09:00:00"), v.n)
		if l.LastDay != day(t, v.last) || l.Provisional != v.provisional {
			t.Errorf("%s + %d: got %s provisional %v, want %s %v", v.received, v.n, l.LastDay, l.Provisional, v.last, v.provisional)
		}
	}
	if c.Provisional(day(t, "2027-03-01"), day(t, "2026-03-01")) {
		t.Error("an empty span is provisional")
	}
}

// oracle is a list of working days made without the room's arithmetic: the hand-typed table, an almanac and the standard library's dates.
type oracle []string

func newOracle(t *testing.T) oracle {
	table, out := map[string]bool{}, oracle{}
	for d, rest := range listed(t) {
		table[d.String()] = rest
	}
	for x := time.Date(2022, 1, 1, 12, 0, 0, 0, time.UTC); x.Year() <= 2029; x = x.AddDate(0, 0, 1) {
		s := x.Format(time.DateOnly)
		work := x.Weekday() != time.Saturday && x.Weekday() != time.Sunday
		if rest, ok := table[s]; ok {
			work = !rest
		} else if x.Year() > 2026 && almanacStatutory(calendar.NewDate(x.Date())) {
			work = false
		}
		if work {
			out = append(out, s)
		}
	}
	return out
}

// after is the number of working days up to and including s.
func (o oracle) upTo(s string) int {
	i, found := slices.BinarySearch(o, s)
	if found {
		i++
	}
	return i
}

func (o oracle) add(s string, n int) string {
	if n < 1 {
		return s
	}
	return o[o.upTo(s)+n-1]
}

func (o oracle) between(a, b string) int { return max(0, o.upTo(b)-o.upTo(a)) }

func TestCountingAgreesWithADayByDayOracle(t *testing.T) {
	c, o := calendar.Embedded(), newOracle(t)
	first := calendar.NewDate(2022, 1, 1)
	span := int(calendar.NewDate(2028, 12, 31) - first)
	rapid.Check(t, func(t *rapid.T) {
		a := first.AddDays(rapid.IntRange(0, span).Draw(t, "a"))
		b := a.AddDays(rapid.IntRange(-40, 120).Draw(t, "days to b"))
		n := rapid.IntRange(-2, 60).Draw(t, "n")
		if got, want := c.AddWorkdays(a, n).String(), o.add(a.String(), n); got != want {
			t.Fatalf("%s + %d: got %s, want %s", a, n, got, want)
		}
		if b >= first {
			if got, want := c.WorkdaysBetween(a, b), o.between(a.String(), b.String()); got != want {
				t.Fatalf("between %s and %s: got %d, want %d", a, b, got, want)
			}
		}
		second := rapid.IntRange(0, 86399).Draw(t, "second of the day")
		if got, want := calendar.LastDay(c.Due(a.Midnight().Add(time.Duration(second)*time.Second), max(n, 1)).Due).String(), o.add(a.String(), max(n, 1)); got != want {
			t.Fatalf("due of %s + %d: got %s, want %s", a, n, got, want)
		}
	})
}

func TestResumeAgreesWithADayByDayOracle(t *testing.T) {
	c, o := calendar.Embedded(), newOracle(t)
	first := calendar.NewDate(2022, 1, 1)
	rapid.Check(t, func(t *rapid.T) {
		received := first.AddDays(rapid.IntRange(0, 2400).Draw(t, "received"))
		due := c.AddWorkdays(received, rapid.IntRange(1, 15).Draw(t, "n"))
		paused := received.AddDays(rapid.IntRange(0, 40).Draw(t, "days to pause"))
		resumed := paused.AddDays(rapid.IntRange(0, 30).Draw(t, "days of pause"))
		got := c.Resume(due, paused, resumed)
		want := due.String()
		if resumed != paused && paused <= due {
			want = o.add(resumed.String(), max(1, o.between(paused.String(), due.String())))
		}
		if got.String() != want {
			t.Fatalf("due %s, paused %s, resumed %s: got %s, want %s", due, paused, resumed, got, want)
		}
		if got < due || paused <= due && resumed > paused && got <= resumed {
			t.Fatalf("due %s, paused %s, resumed %s: %s leaves the unit less than it had", due, paused, resumed, got)
		}
	})
}
