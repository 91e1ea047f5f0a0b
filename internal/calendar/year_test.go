package calendar_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"huiyin/internal/calendar"
)

// file writes a year file in the data set's form; each day is "2027-01-01 休 元旦".
func file(year int, paper string, days ...string) string {
	var list []string
	for _, d := range days {
		p := strings.SplitN(d, " ", 3)
		list = append(list, fmt.Sprintf(`{"name":%q,"date":%q,"isOffDay":%v}`, p[2], p[0], p[1] == "休"))
	}
	return fmt.Sprintf(`{"year":%d,"papers":[%q],"days":[%s]}`, year, paper, strings.Join(list, ","))
}

const paper = "https://www.gov.cn/zhengce/zhengceku/202611/example.htm"

// invented2027 is a notice of our own: the real one is not announced. It makes Sunday 3 January and Sunday 27 December 2026 working days.
var invented2027 = []string{
	"2026-12-27 班 元旦", "2027-01-01 休 元旦", "2027-01-02 休 元旦", "2027-01-03 班 元旦", "2027-02-05 休 春节", "2027-02-06 休 春节", "2027-02-07 休 春节",
	"2027-02-08 休 春节", "2027-02-09 休 春节", "2027-05-01 休 劳动节", "2027-10-01 休 国庆节",
}

func parseYear(t testing.TB, s string) calendar.Year {
	t.Helper()
	y, err := calendar.ParseYear([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return y
}

func TestParseYearReadsADownloadedFile(t *testing.T) {
	b, err := os.ReadFile("testdata/holiday-cn-2023.json")
	if err != nil {
		t.Fatal(err)
	}
	y := parseYear(t, "\xef\xbb\xbf"+string(b))
	first := calendar.YearDay{Date: day(t, "2022-12-31"), Rest: true, Name: "元旦"}
	if y.Year != 2023 || len(y.Papers) != 1 || len(y.Days) != 34 || y.Days[0] != first {
		t.Errorf("got %+v", y)
	}
}

func TestParseYearSortsTheDays(t *testing.T) {
	back := []string{"2027-10-01 休 国庆节", "2027-05-01 休 劳动节", "2027-01-01 休 元旦"}
	if y := parseYear(t, file(2027, paper, back...)); y.Days[0].Date != day(t, "2027-01-01") || y.Days[2].Date != day(t, "2027-10-01") {
		t.Errorf("got %v", y.Days)
	}
}

func TestParseYearRefusesInChinese(t *testing.T) {
	ok := []string{"2027-01-01 休 元旦", "2027-05-01 休 劳动节", "2027-10-01 休 国庆节"}
	with := func(more ...string) string { return file(2027, paper, append(more, ok...)...) }
	unannounced, err := os.ReadFile("testdata/holiday-cn-2027.json")
	if err != nil {
		t.Fatal(err)
	}
	many := func() (out []string) {
		for d := day(t, "2027-01-02"); len(out) < 120; d++ {
			out = append(out, d.String()+" 休 假")
		}
		return out
	}
	for _, c := range []struct{ why, in, field, want string }{
		{"not announced", string(unannounced), "papers", "2027年的放假安排尚未公布"},
		{"papers absent", `{"year":2027,"days":[]}`, "papers", "尚未公布"},
		{"papers null", `{"year":2027,"papers":[null],"days":[]}`, "papers", "空值"},
		{"paper blank", file(2027, "　 ", ok...), "papers", "通知网址不能为空"},
		{"paper no address", file(2027, "javascript:alert(1)", ok...), "papers", "不是网址"},
		{"paper with a break", file(2027, "https://www.gov.cn/\n", ok...), "papers", "不可见字符"},
		{"eleven papers", `{"year":2027,"papers":["a","a","a","a","a","a","a","a","a","a","a"],"days":[]}`, "papers", "最多10个"},
		{"empty file", "", "file", "不是完整的JSON"},
		{"cut off", with()[:120], "file", "不是完整的JSON"},
		{"text after the end", with() + "{}", "file", "不是完整的JSON"},
		{"a web page", "<!DOCTYPE html>", "file", "不是完整的JSON"},
		{"a list", "[]", "file", "类型不对"},
		{"year as text", `{"year":"2027"}`, "file", "“year”的内容类型不对"},
		{"null", "null", "year", "没有 year"},
		{"no year", `{"papers":["` + paper + `"]}`, "year", "没有 year"},
		{"absurd year", file(20270, paper, ok...), "year", "年份20270不对"},
		{"GBK", "{\"year\":2027,\"x\":\"\xb7\xc5\xbc\xd9\"}", "file", "不是UTF-8编码"},
		{"too big", strings.Repeat(" ", 64<<10) + with(), "file", "超过64KB"},
		{"too many days", with(many()...), "days", "超过120天"},
		{"another year's days", file(2028, paper, ok...), "days", "2027年1月1日不属于2028年的放假安排"},
		{"November before", with("2026-11-30 休 元旦"), "days", "2026年11月30日不属于2027年"},
		{"January after", with("2028-01-01 休 元旦"), "days", "2028年1月1日不属于2027年"},
		{"same day twice", with("2027-05-01 休 劳动节"), "days", "2027年5月1日出现了两次"},
		{"impossible date", with("2027-02-29 休 春节"), "days", "days 第1项：日期“2027-02-29”不存在"},
		{"date in another form", with("2027/2/5 休 春节"), "days", "看不懂"},
		{"no name", with("2027-02-05 休 "), "days", "节日名称不能为空"},
		{"long name", with("2027-02-05 休 " + strings.Repeat("春", 31)), "days", "不能超过30个字"},
		{"make-up day on a Friday", with("2027-02-05 班 春节"), "days", "2027年2月5日是周五，本来就上班"},
		{"day without isOffDay", `{"year":2027,"papers":["` + paper + `"],"days":[{"name":"元旦","date":"2027-01-01"}]}`, "days", "days 第1项不完整"},
		{"day null", `{"year":2027,"papers":["` + paper + `"],"days":[null]}`, "days", "days 第1项不完整"},
		{"no days", file(2027, paper), "days", "2027年1月1日没有列为放假"},
		{"half a file", file(2027, paper, ok[0], ok[1]), "days", "2027年10月1日没有列为放假"},
	} {
		y, err := calendar.ParseYear([]byte(c.in))
		var bad *calendar.Invalid
		if !errors.As(err, &bad) || bad.Field != c.field || !strings.Contains(bad.Reason, c.want) || !reflect.DeepEqual(y, calendar.Year{}) {
			t.Errorf("%s: got %v, want field %s, %q", c.why, err, c.field, c.want)
		}
	}
}

func TestALoadedYearIsAnnounced(t *testing.T) {
	before := calendar.Embedded()
	kept, err := json.Marshal(before)
	if err != nil {
		t.Fatal(err)
	}
	after, err := before.WithYear(parseYear(t, file(2027, paper, invented2027...)))
	if err != nil {
		t.Fatal(err)
	}
	if after.Version != 2 || !after.Announced(2027) || after.Announced(2028) || before.Announced(2027) || before.Version != 1 {
		t.Errorf("after: %s, before: %s", after, before)
	}
	if again, err := json.Marshal(before); err != nil || string(again) != string(kept) {
		t.Errorf("the older version changed: %s, %v", again, err)
	}
	received := at(t, "2026-12-30 10:00:00")
	if l := before.Due(received, 3); l.LastDay != day(t, "2027-01-05") || !l.Provisional {
		t.Errorf("before: got %+v", l)
	}
	if l := after.Due(received, 3); l.LastDay != day(t, "2027-01-04") || l.Provisional {
		t.Errorf("after: got %+v", l)
	}
	// Two make-up Sundays; a fifth day of 春节; and the notice, which now speaks for the year, leaves out 清明, 端午 and 中秋.
	want := fmt.Sprint([]string{"2026-12-27", "2027-01-03", "2027-02-09", "2027-04-05", "2027-06-09", "2027-09-15"})
	if got := fmt.Sprint(calendar.Changed(before, after)); got != want {
		t.Errorf("changed days: got %s, want %s", got, want)
	}
	if got := calendar.Changed(after, after); len(got) != 0 {
		t.Errorf("a calendar differs from itself: %v", got)
	}
}

func TestANoticeMayBeCorrectedButNotLoadedTwice(t *testing.T) {
	c, err := calendar.Embedded().WithYear(parseYear(t, file(2027, paper, invented2027...)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = c.WithYear(parseYear(t, file(2027, paper, invented2027...))); err == nil || !strings.Contains(err.Error(), "不必再次载入") {
		t.Errorf("loaded twice: got %v", err)
	}
	c, err = c.WithYear(parseYear(t, file(2027, paper, invented2027[1:]...)))
	if err != nil {
		t.Fatal(err)
	}
	if c.Version != 3 || c.IsWorkday(day(t, "2026-12-27")) {
		t.Errorf("corrected: %s, 27 December a working day: %v", c, c.IsWorkday(day(t, "2026-12-27")))
	}
}

func TestTheLaterNoticeSetsDecember(t *testing.T) {
	c := calendar.Embedded()
	y, _ := c.Year(2026)
	y.Days = append(y.Days, calendar.YearDay{Date: day(t, "2026-12-27"), Rest: true, Name: "假"})
	c, err := c.WithYear(y)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = c.WithYear(parseYear(t, file(2027, paper, invented2027...))); err != nil {
		t.Fatal(err)
	}
	if !c.IsWorkday(day(t, "2026-12-27")) || c.DayName(day(t, "2026-12-27")) != "调休上班" {
		t.Error("the notice of 2026 overrules the notice of 2027 on 27 December 2026")
	}
}

func TestWithYearRefusesWhatParseYearWouldRefuse(t *testing.T) {
	y := parseYear(t, file(2027, paper, invented2027...))
	for why, bad := range map[string]calendar.Year{
		"no papers": {Year: 2027, Days: y.Days},
		"unsorted":  {Year: 2027, Papers: y.Papers, Days: append([]calendar.YearDay{{Date: day(t, "2027-12-31"), Rest: true, Name: "假"}}, y.Days...)},
		"zero":      {},
	} {
		if c, err := calendar.Embedded().WithYear(bad); err == nil {
			t.Errorf("%s was accepted: %s", why, c)
		}
	}
}

func TestACalendarSharesNothingWithWhatItWasMadeOf(t *testing.T) {
	y := parseYear(t, file(2027, paper, invented2027...))
	c, err := calendar.Embedded().WithYear(y)
	if err != nil {
		t.Fatal(err)
	}
	before, _ := json.Marshal(c)
	y.Days[0].Name, y.Papers[0] = "改", "改"
	got, _ := c.Year(2027)
	got.Days[0].Name = "改"
	if after, _ := json.Marshal(c); string(after) != string(before) {
		t.Error("the calendar changed from outside")
	}
}

func FuzzParseYear(f *testing.F) {
	for _, n := range []string{"2021", "2023", "2026", "2027"} {
		b, err := os.ReadFile("testdata/holiday-cn-" + n + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(file(2027, paper, invented2027...)))
	f.Add([]byte(`{"year":2027,"papers":["https://x"],"days":[null]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		y, err := calendar.ParseYear(b)
		if err != nil {
			var bad *calendar.Invalid
			if !errors.As(err, &bad) || bad.Field == "" || !utf8.ValidString(bad.Reason) || strings.ContainsFunc(bad.Reason, unicode.IsControl) ||
				!strings.ContainsFunc(bad.Reason, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Fatalf("not an answer for a person: %q", err)
			}
			return
		}
		c, err := calendar.Parse([]byte(`{"version":1}`))
		if err != nil {
			t.Fatal(err)
		}
		if c, err = c.WithYear(y); err != nil {
			t.Fatalf("parsed but refused: %v", err)
		}
		for _, d := range y.Days {
			if c.IsWorkday(d.Date) == d.Rest || c.DayName(d.Date) == "" {
				t.Fatalf("%v: working day %v, named %q", d, c.IsWorkday(d.Date), c.DayName(d.Date))
			}
		}
		if l := c.Due(calendar.NewDate(y.Year, 1, 1).Midnight(), 15); !c.IsWorkday(l.LastDay) {
			t.Fatalf("15 working days end on a day of rest, %s", l.LastDay)
		}
		b1, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		again, err := calendar.Parse(b1)
		if err != nil {
			t.Fatalf("stored but not read back: %v\n%s", err, b1)
		}
		if b2, err := json.Marshal(again); err != nil || string(b2) != string(b1) || !reflect.DeepEqual(again, c) {
			t.Fatalf("read back differently: %v\n%s\n%s", err, b1, b2)
		}
	})
}
