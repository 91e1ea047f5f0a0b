package calendar_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"huiyin/internal/calendar"
)

func special(t *testing.T, c *calendar.Calendar, d string, rest bool, reason string) *calendar.Calendar {
	t.Helper()
	next, err := c.WithSpecial(calendar.SpecialDay{Date: day(t, d), Rest: rest, Reason: reason})
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func TestASpecialDayOutranksEverything(t *testing.T) {
	c := calendar.Embedded()
	monday := day(t, "2026-07-13")
	if got := c.AddWorkdays(day(t, "2026-07-10"), 1); got != monday {
		t.Fatalf("before: got %s", got)
	}
	c = special(t, c, "2026-07-13", true, " 暴雨红色预警，全县停工 ")
	c = special(t, c, "2026-10-02", false, "抗旱值守")
	c = special(t, c, "2027-02-06", false, "抗雪值守")
	for d, want := range map[string]string{"2026-07-13": "暴雨红色预警，全县停工", "2026-10-02": "抗旱值守", "2027-02-06": "抗雪值守"} {
		if got := c.DayName(day(t, d)); got != want {
			t.Errorf("DayName(%s): got %q, want %q", d, got, want)
		}
	}
	if got := c.AddWorkdays(day(t, "2026-07-10"), 1); got != day(t, "2026-07-14") {
		t.Errorf("over the stop of work: got %s", got)
	}
	if got := c.AddWorkdays(day(t, "2026-09-30"), 1); got != day(t, "2026-10-02") {
		t.Errorf("over the duty: got %s", got)
	}
	if !c.IsWorkday(day(t, "2027-02-06")) || c.Version != 4 || len(c.Specials()) != 3 {
		t.Errorf("got %s", c)
	}
	if got, want := fmt.Sprint(calendar.Changed(calendar.Embedded(), c)), "[2026-07-13 2026-10-02 2027-02-06]"; got != want {
		t.Errorf("changed: got %s, want %s", got, want)
	}
	back, err := c.WithoutSpecial(monday)
	if err != nil {
		t.Fatal(err)
	}
	if !back.IsWorkday(monday) || back.DayName(monday) != "" || back.Version != 5 || c.IsWorkday(monday) {
		t.Errorf("taken back: %s", back)
	}
}

func TestSpecialDaysAreRefusedInChinese(t *testing.T) {
	c := special(t, calendar.Embedded(), "2026-07-13", true, "停工")
	d := day(t, "2026-07-14")
	for _, v := range []struct {
		why, field, want string
		in               calendar.SpecialDay
	}{
		{"no reason", "reason", "原因不能为空", calendar.SpecialDay{Date: d, Rest: true}},
		{"blank reason", "reason", "原因不能为空", calendar.SpecialDay{Date: d, Rest: true, Reason: " 　"}},
		{"long reason", "reason", "不能超过200个字", calendar.SpecialDay{Date: d, Reason: strings.Repeat("停", 201)}},
		{"broken line", "reason", "换行", calendar.SpecialDay{Date: d, Reason: "停\n工"}},
		{"turned text", "reason", "不可见字符", calendar.SpecialDay{Date: d, Reason: "停\u202e工"}},
		{"not UTF-8", "reason", "UTF-8", calendar.SpecialDay{Date: d, Reason: "停\xff"}},
		{"no date", "date", "请填写日期", calendar.SpecialDay{Rest: true, Reason: "停工"}},
		{"far away", "date", "2000年至2100年", calendar.SpecialDay{Date: calendar.NewDate(2101, 1, 1), Reason: "停工"}},
		{"again", "date", "不必再次设置", calendar.SpecialDay{Date: day(t, "2026-07-13"), Rest: true, Reason: "停工"}},
	} {
		_, err := c.WithSpecial(v.in)
		var bad *calendar.Invalid
		if !errors.As(err, &bad) || bad.Field != v.field || !strings.Contains(bad.Reason, v.want) {
			t.Errorf("%s: got %v, want field %s, %q", v.why, err, v.field, v.want)
		}
	}
	if _, err := c.WithoutSpecial(d); err == nil || !strings.Contains(err.Error(), "2026年7月14日没有设置过特殊日") {
		t.Errorf("taking back nothing: got %v", err)
	}
}

func TestAVersionIsReadBackIdentically(t *testing.T) {
	c := special(t, calendar.Embedded(), "2026-07-13", true, "暴雨停工")
	c = special(t, c, "2026-01-20", false, "专项值守")
	c, err := c.WithYear(parseYear(t, file(2027, paper, invented2027...)))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []*calendar.Calendar{calendar.Embedded(), c} {
		b, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		got, err := calendar.Parse(b)
		if err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(got)
		if err != nil || string(again) != string(b) || !reflect.DeepEqual(got, c) {
			t.Errorf("%s came back as %s, %v", c, got, err)
		}
		var event struct{ Calendar *calendar.Calendar }
		if err := json.Unmarshal([]byte(`{"Calendar":`+string(b)+`}`), &event); err != nil || !reflect.DeepEqual(event.Calendar, c) {
			t.Errorf("%s came back in an event as %v, %v", c, event.Calendar, err)
		}
	}
}

func TestAStoredVersionThatCannotBeIsRefused(t *testing.T) {
	year := `{"year":2027,"papers":["https://x"],"days":["2027-01-01 休 元旦","2027-05-01 休 劳动节","2027-10-01 休 国庆节"]}`
	if _, err := calendar.Parse([]byte(`{"version":7,"years":[` + year + `],"special":[]} `)); err != nil {
		t.Fatalf("the good one: %v", err)
	}
	for why, in := range map[string]string{
		"nothing":          ``,
		"version 0":        `{"version":0}`,
		"a second value":   `{"version":1}{}`,
		"a stray brace":    `{"version":1}}`,
		"an unknown field": `{"version":1,"moon":[]}`,
		"a year twice":     `{"version":1,"years":[` + year + `,` + year + `]}`,
		"a bad kind":       `{"version":1,"years":[` + strings.Replace(year, "休", "假", 1) + `]}`,
		"a bad date":       `{"version":1,"years":[` + strings.Replace(year, "01-01", "01-32", 1) + `]}`,
		"no notice":        `{"version":1,"years":[` + strings.Replace(year, `"https://x"`, "", 1) + `]}`,
		"no reason":        `{"version":1,"special":[{"date":"2026-07-13","rest":true,"reason":""}]}`,
		"a special twice":  `{"version":1,"special":[{"date":"2026-07-13","rest":true,"reason":"a"},{"date":"2026-07-13","rest":false,"reason":"b"}]}`,
	} {
		if c, err := calendar.Parse([]byte(in)); err == nil {
			t.Errorf("%s was read as %s", why, c)
		}
	}
}

func TestMissingYears(t *testing.T) {
	c := calendar.Embedded()
	loaded, err := c.WithYear(parseYear(t, file(2027, paper, invented2027...)))
	if err != nil {
		t.Fatal(err)
	}
	due := func(s string) time.Time { return at(t, s+" 00:00:00").UTC() }
	for _, v := range []struct {
		why  string
		c    *calendar.Calendar
		now  string
		open []time.Time
		want string
	}{
		{"the last second of October", c, "2026-10-31 23:59:59", nil, "[]"},
		{"from 1 November in Beijing", c, "2026-11-01 00:00:00", nil, "[2027]"},
		{"a limit runs into the year earlier", c, "2026-09-01 09:00:00", []time.Time{due("2026-09-11"), due("2027-01-05")}, "[2027]"},
		{"a limit that ends with 31 December does not", c, "2026-09-01 09:00:00", []time.Time{due("2027-01-01")}, "[]"},
		{"the year itself has come", c, "2027-01-01 00:00:00", nil, "[2027]"},
		{"and the next one is missed too", c, "2027-11-01 00:00:00", []time.Time{due("2029-01-05")}, "[2027 2028 2029]"},
		{"loaded", loaded, "2026-12-31 09:00:00", []time.Time{due("2027-01-05")}, "[]"},
		{"an imported order of long ago", c, "2026-09-01 09:00:00", []time.Time{due("2019-03-05")}, "[]"},
	} {
		if got := fmt.Sprint(v.c.MissingYears(at(t, v.now).UTC(), v.open)); got != v.want {
			t.Errorf("%s: got %s, want %s", v.why, got, v.want)
		}
	}
}
