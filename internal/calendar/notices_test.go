package calendar_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiyin/internal/calendar"

	"github.com/6tail/lunar-go/HolidayUtil"
	lunar "github.com/6tail/lunar-go/calendar"
)

// officialTable is domain.md §4.2, typed by hand from the notices: spans of rest, make-up days, working days of the year.
var officialTable = []struct {
	year     int
	rest     string
	work     string
	workdays int
}{
	{2022, "1/1–1/3; 1/31–2/6; 4/3–4/5; 4/30–5/4; 6/3–6/5; 9/10–9/12; 10/1–10/7", "1/29 1/30 4/2 4/24 5/7 10/8 10/9", 249},
	{2023, "12/31–1/2; 1/21–1/27; 4/5; 4/29–5/3; 6/22–6/24; 9/29–10/6", "1/28 1/29 4/23 5/6 6/25 10/7 10/8", 249},
	{2024, "1/1; 2/10–2/17; 4/4–4/6; 5/1–5/5; 6/10; 9/15–9/17; 10/1–10/7", "2/4 2/18 4/7 4/28 5/11 9/14 9/29 10/12", 251},
	{2025, "1/1; 1/28–2/4; 4/4–4/6; 5/1–5/5; 5/31–6/2; 10/1–10/8", "1/26 2/8 4/27 9/28 10/11", 248},
	{2026, "1/1–1/3; 2/15–2/23; 4/4–4/6; 5/1–5/5; 6/19–6/21; 9/25–9/27; 10/1–10/7", "1/4 2/14 2/28 5/9 9/20 10/10", 248},
}

// monthDay reads "12/31"; in the table only a span that begins in December belongs to the year before.
func monthDay(t *testing.T, year int, s string, opens bool) calendar.Date {
	t.Helper()
	var m, d int
	if _, err := fmt.Sscanf(s, "%d/%d", &m, &d); err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	if opens && m == 12 {
		year--
	}
	return calendar.NewDate(year, time.Month(m), d)
}

// listed is the table as a map: true for rest, false for a make-up day.
func listed(t *testing.T) map[calendar.Date]bool {
	out := map[calendar.Date]bool{}
	for _, row := range officialTable {
		for span := range strings.SplitSeq(row.rest, "; ") {
			from, to, two := strings.Cut(span, "–")
			first := monthDay(t, row.year, from, true)
			last := first
			if two {
				last = monthDay(t, row.year, to, false)
			}
			for d := first; d <= last; d++ {
				out[d] = true
			}
		}
		for _, w := range strings.Fields(row.work) {
			out[monthDay(t, row.year, w, false)] = false
		}
	}
	return out
}

func TestEveryDayIsWhatTheOfficialTableSays(t *testing.T) {
	c, table := calendar.Embedded(), listed(t)
	for _, row := range officialTable {
		n := 0
		for d := calendar.NewDate(row.year, 1, 1); d.Year() == row.year; d++ {
			rest, ok := table[d]
			want := !d.Weekend()
			if ok {
				want = !rest
			}
			if got := c.IsWorkday(d); got != want {
				t.Errorf("%s: working day %v, want %v", d, got, want)
			}
			if name := c.DayName(d); (name != "") != ok || (name == "调休上班") != (ok && !rest) {
				t.Errorf("%s: named %q, in the table %v", d, name, ok)
			}
			if c.IsWorkday(d) {
				n++
			}
		}
		if n != row.workdays {
			t.Errorf("%d has %d working days, want %d", row.year, n, row.workdays)
		}
	}
}

func TestDayNames(t *testing.T) {
	c := calendar.Embedded()
	for d, want := range map[string]string{
		"2026-02-17": "春节", "2026-02-28": "调休上班", "2026-03-16": "", "2026-03-15": "", "2022-12-31": "元旦", "2023-09-29": "中秋节、国庆节",
		"2027-02-05": "除夕", "2027-02-08": "春节", "2027-02-09": "", "2028-10-03": "中秋节、国庆节", "2031-10-01": "中秋节、国庆节", "2030-05-02": "劳动节",
	} {
		if got := c.DayName(day(t, d)); got != want {
			t.Errorf("DayName(%s): got %q, want %q", d, got, want)
		}
	}
}

func TestTheAlmanacAgreesDayByDay(t *testing.T) {
	c := calendar.Embedded()
	for d := calendar.NewDate(2021, 1, 1); d.Year() <= 2026; d++ {
		y, m, dd := d.Parts()
		want := !d.Weekend()
		if h := HolidayUtil.GetHolidayByYmd(y, int(m), dd); h != nil {
			want = h.IsWork()
		}
		if got := c.IsWorkday(d); got != want {
			t.Errorf("%s: working day %v, the almanac says %v", d, got, want)
		}
	}
}

// almanacStatutory is the law's Art. 2 (2024) read with an almanac instead of our table.
func almanacStatutory(d calendar.Date) bool {
	y, m, dd := d.Parts()
	if m == 1 && dd == 1 || m == 5 && dd <= 2 || m == 10 && dd <= 3 {
		return true
	}
	s := lunar.NewSolarFromYmd(y, int(m), dd)
	l := s.GetLunar()
	moon := fmt.Sprint(l.GetMonth(), "-", l.GetDay())
	eve := s.NextDay(1).GetLunar()
	return moon == "1-1" || moon == "1-2" || moon == "1-3" || moon == "5-5" || moon == "8-15" || l.GetJieQi() == "清明" ||
		eve.GetMonth() == 1 && eve.GetDay() == 1
}

func TestUnannouncedYearsKeepTheirStatutoryDays(t *testing.T) {
	c := calendar.Embedded()
	for d := calendar.NewDate(2027, 1, 1); d.Year() <= 2035; d++ {
		law := almanacStatutory(d)
		if got := c.DayName(d) != ""; got != law {
			t.Errorf("%s: statutory %v (%q), the almanac says %v", d, got, c.DayName(d), law)
		}
		if got, want := c.IsWorkday(d), !law && !d.Weekend(); got != want {
			t.Errorf("%s: working day %v, want %v", d, got, want)
		}
	}
	if c.IsWorkday(day(t, "2027-02-05")) || !c.IsWorkday(day(t, "2027-02-04")) {
		t.Error("除夕 of 2027 is 5 February (domain.md §13.25)")
	}
}

func TestBeyondTheTableOnlyFixedDatesAreKnown(t *testing.T) {
	c := calendar.Embedded()
	for d, want := range map[string]string{
		"2036-01-01": "元旦", "2036-05-01": "劳动节", "2036-05-02": "劳动节", "2036-10-03": "国庆节", "2036-10-04": "", "2036-01-28": "", "2036-04-04": "",
		"2019-05-01": "劳动节", "2019-05-02": "", "2019-10-02": "国庆节",
	} {
		if got := c.DayName(day(t, d)); got != want {
			t.Errorf("DayName(%s): got %q, want %q", d, got, want)
		}
	}
	if !c.Provisional(day(t, "2036-03-03"), day(t, "2036-03-03")) {
		t.Error("2036 is not provisional")
	}
}

// TestEmbeddedIsTheDataSet reads the files of the data set; the copies in testdata are always there, the rest where the shared folder is.
func TestEmbeddedIsTheDataSet(t *testing.T) {
	shared := os.Getenv("HUIYIN_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	c := calendar.Embedded()
	for _, year := range c.Years() {
		b, err := os.ReadFile(fmt.Sprintf("testdata/holiday-cn-%d.json", year))
		if err != nil {
			b, err = os.ReadFile(filepath.Join(shared, "data", "holiday-cn", fmt.Sprintf("%d.json", year)))
		}
		if err != nil {
			t.Logf("%d not compared, the data set is absent: %v", year, err)
			continue
		}
		y, err := calendar.ParseYear(b)
		if err != nil {
			t.Errorf("%d: %v", year, err)
			continue
		}
		got, _ := c.Year(year)
		if fmt.Sprint(got) != fmt.Sprint(y) {
			t.Errorf("%d: embedded %v, data set %v", year, got, y)
		}
	}
	if got := fmt.Sprint(c.Version, c.Years(), len(c.Specials())); got != "1 [2021 2022 2023 2024 2025 2026] 0" {
		t.Errorf("embedded: got %s", got)
	}
}
