package calendar_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"huiyin/internal/calendar"

	"pgregory.net/rapid"
)

// day reads a date of a table; a slip in the table is a failure.
func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// at reads "2006-01-02 15:04:05" in Beijing.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	x, err := time.ParseInLocation(time.DateTime, s, calendar.Beijing)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestDateAgreesWithTheStandardLibrary(t *testing.T) {
	for x := time.Date(1999, 12, 1, 0, 0, 0, 0, calendar.Beijing); x.Year() < 2041; x = x.AddDate(0, 0, 1) {
		d := calendar.NewDate(x.Date())
		if got, want := d.String(), x.Format("2006-01-02"); got != want {
			t.Fatalf("String: got %s, want %s", got, want)
		}
		if day(t, d.String()) != d || !d.Midnight().Equal(x) || d.Midnight().Location() != time.UTC {
			t.Fatalf("%s: parsed %s, midnight %s, want %s", d, day(t, d.String()), d.Midnight(), x)
		}
		if d.Weekday() != x.Weekday() || d.Year() != x.Year() {
			t.Fatalf("%s: weekday %s, year %d", d, d.Weekday(), d.Year())
		}
		if got, want := d.Next().String(), x.AddDate(0, 0, 1).Format("2006-01-02"); got != want {
			t.Fatalf("%s: next is %s, want %s", d, got, want)
		}
		if m := d.Monday(); m.Weekday() != time.Monday || m > d || d >= m.AddDays(7) {
			t.Fatalf("%s: its Monday is %s", d, m)
		}
		if calendar.WeekKey(d) != calendar.WeekKey(d.Monday()) || calendar.WeekKey(d) == calendar.WeekKey(d.AddDays(7)) {
			t.Fatalf("%s: week %s is not its Monday's, or next week's too", d, calendar.WeekKey(d))
		}
	}
}

func TestDateOfCountsInBeijing(t *testing.T) {
	for _, c := range []struct{ utc, want string }{
		{"2026-03-15T15:59:59Z", "2026-03-15"},
		{"2026-03-15T16:00:00Z", "2026-03-16"},
		{"2026-12-31T16:00:00Z", "2027-01-01"},
		{"2026-03-16T00:30:00-11:00", "2026-03-16"},
	} {
		x, err := time.Parse(time.RFC3339, c.utc)
		if err != nil {
			t.Fatal(err)
		}
		if got := calendar.DateOf(x).String(); got != c.want {
			t.Errorf("DateOf(%s): got %s, want %s", c.utc, got, c.want)
		}
	}
	due := day(t, "2026-03-17").Midnight()
	if got := calendar.LastDay(due); got != day(t, "2026-03-16") {
		t.Errorf("midnight closes the day before it: got %s", got)
	}
	if got := calendar.LastDay(due.Add(time.Second)); got != day(t, "2026-03-17") {
		t.Errorf("a second after midnight: got %s", got)
	}
}

func TestDateChinese(t *testing.T) {
	d := day(t, "2026-03-16")
	for _, c := range []struct{ got, want string }{
		{d.Chinese(), "2026年3月16日"},
		{d.ChineseShort(), "3月16日 周一"},
		{day(t, "2026-02-15").ChineseShort(), "2月15日 周日"},
		{day(t, "2026-11-28").ChineseWeekday(), "周六"},
		{calendar.Date(0).String(), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestWeekKeyFollowsISO(t *testing.T) {
	for d, want := range map[string]string{
		"2026-11-24": "2026-W48", "2025-12-29": "2026-W01", "2027-01-01": "2026-W53", "2027-01-03": "2026-W53", "2027-01-04": "2027-W01",
		"2026-01-01": "2026-W01", "2022-01-01": "2021-W52", "2024-12-30": "2025-W01",
	} {
		if got := calendar.WeekKey(day(t, d)); got != want {
			t.Errorf("WeekKey(%s): got %s, want %s", d, got, want)
		}
	}
}

func TestParseDateRefusesInChinese(t *testing.T) {
	for in, want := range map[string]string{
		"":               "日期“”看不懂，请按“2026-03-16”的样式填写",
		"2026/03/16":     "日期“2026/03/16”看不懂，请按“2026-03-16”的样式填写",
		"2026-3-16":      "日期“2026-3-16”看不懂，请按“2026-03-16”的样式填写",
		" 2026-03-1":     "日期“ 2026-03-1”看不懂，请按“2026-03-16”的样式填写",
		"+026-03-16":     "日期“+026-03-16”看不懂，请按“2026-03-16”的样式填写",
		"2026-02-29":     "日期“2026-02-29”不存在，请核对月和日",
		"2026-13-01":     "日期“2026-13-01”不存在，请核对月和日",
		"2026-00-10":     "日期“2026-00-10”不存在，请核对月和日",
		"2026-04-00":     "日期“2026-04-00”不存在，请核对月和日",
		"0026-04-01":     "日期“0026-04-01”的年份应在1900年至2999年之间",
		"2026-03-16\x00": "日期“2026-03-16�”看不懂，请按“2026-03-16”的样式填写",
	} {
		_, err := calendar.ParseDate(in)
		var bad *calendar.Invalid
		if !errors.As(err, &bad) || bad.Reason != want {
			t.Errorf("ParseDate(%q): got %v, want %s", in, err, want)
		}
	}
}

func TestDateTravelsThroughJSON(t *testing.T) {
	type box struct {
		D calendar.Date            `json:"d"`
		O calendar.Date            `json:"o,omitzero"`
		M map[calendar.Date]string `json:"m"`
	}
	in := box{D: day(t, "2026-03-16"), M: map[calendar.Date]string{day(t, "2026-03-17"): "x"}}
	b, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(b), `{"d":"2026-03-16","m":{"2026-03-17":"x"}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	var out box
	if err := json.Unmarshal(b, &out); err != nil || out.D != in.D || out.O != 0 || out.M[day(t, "2026-03-17")] != "x" {
		t.Errorf("got %+v, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"d":"2026-02-30"}`), &out); err == nil {
		t.Error("30 February was read")
	}
	if err := json.Unmarshal([]byte(`{"d":""}`), &out); err != nil || !out.D.IsZero() {
		t.Errorf("no date: got %s, %v", out.D, err)
	}
}

func TestDateOrderIsTheOrderOfTheirText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := calendar.NewDate(2000, 1, 1).AddDays(rapid.IntRange(0, 40000).Draw(t, "a"))
		b := calendar.NewDate(2000, 1, 1).AddDays(rapid.IntRange(0, 40000).Draw(t, "b"))
		if a.Before(b) != (a.String() < b.String()) || a.After(b) != (a.String() > b.String()) || (a == b) != (a.String() == b.String()) {
			t.Fatalf("%s and %s", a, b)
		}
	})
}
