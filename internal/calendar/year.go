package calendar

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of a notice; real ones have one or two papers and about 40 days.
const (
	maxYearBytes = 64 << 10
	maxDays      = 120
	maxPapers    = 10
	firstYear    = 2000
	lastYear     = 2100
)

// Year is one notice of the State Council on the public holidays of a year. It may set December days of the year before.
type Year struct {
	Year   int       `json:"year"`
	Papers []string  `json:"papers"` // addresses of the notice; never empty, or the year is not announced
	Days   []YearDay `json:"days"`   // ascending; plain weekends and plain weekdays are not listed
}

// YearDay is one day that a notice sets. As text it is "2026-01-04 班 元旦" or "2026-01-01 休 元旦".
type YearDay struct {
	Date Date
	Rest bool   // rest, or a make-up working day (调休上班)
	Name string // the holiday that it belongs to
}

// MarshalText writes the day as one readable line.
func (y YearDay) MarshalText() ([]byte, error) {
	kind := "班"
	if y.Rest {
		kind = "休"
	}
	return []byte(y.Date.String() + " " + kind + " " + y.Name), nil
}

// UnmarshalText reads what MarshalText wrote.
func (y *YearDay) UnmarshalText(b []byte) error {
	p := strings.SplitN(string(b), " ", 3)
	if len(p) != 3 || p[1] != "班" && p[1] != "休" {
		return invalid("days", "“%s”不是“2026-01-01 休 元旦”样式的一天", clip(string(b)))
	}
	d, err := ParseDate(p[0])
	if err != nil {
		return err
	}
	*y = YearDay{Date: d, Rest: p[1] == "休", Name: p[2]}
	return nil
}

// ParseYear reads a year file in the form of the holiday-cn data set: {"year", "papers", "days": [{"name", "date", "isOffDay"}]}, UTF-8, at most
// 64 KiB; other fields are ignored. Every error is an [*Invalid] in Chinese that says where and what to do.
func ParseYear(b []byte) (Year, error) {
	if len(b) > maxYearBytes {
		return Year{}, invalid("file", "文件有%d字节，超过64KB；请只上传一个年份的放假安排", len(b))
	}
	// Editors on Windows put a byte order mark before UTF-8.
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(b) {
		return Year{}, invalid("file", "文件不是UTF-8编码，请另存为UTF-8后再上传")
	}
	var f struct {
		Year   *int      `json:"year"`
		Papers []*string `json:"papers"`
		Days   []*struct {
			Name *string `json:"name"`
			Date *string `json:"date"`
			Rest *bool   `json:"isOffDay"`
		} `json:"days"`
	}
	if err := json.Unmarshal(b, &f); err != nil {
		return Year{}, badJSON(err)
	}
	if f.Year == nil {
		return Year{}, invalid("year", "文件中没有 year（年份），请核对是否选错了文件")
	}
	y := Year{Year: *f.Year}
	for _, p := range f.Papers {
		if p == nil {
			return Year{}, invalid("papers", "papers（通知网址）中有空值，请填写国务院通知的网址")
		}
		y.Papers = append(y.Papers, *p)
	}
	if len(f.Days) > maxDays {
		return Year{}, invalid("days", "days 有%d天，超过%d天；请只上传一个年份的放假安排", len(f.Days), maxDays)
	}
	for i, d := range f.Days {
		if d == nil || d.Name == nil || d.Date == nil || d.Rest == nil {
			return Year{}, invalid("days", "days 第%d项不完整，name（节日）、date（日期）、isOffDay（是否放假）都要有", i+1)
		}
		date, err := ParseDate(*d.Date)
		if err != nil {
			return Year{}, invalid("days", "days 第%d项：%s", i+1, err)
		}
		y.Days = append(y.Days, YearDay{Date: date, Rest: *d.Rest, Name: *d.Name})
	}
	slices.SortStableFunc(y.Days, func(a, b YearDay) int { return int(a.Date - b.Date) })
	if err := y.check(); err != nil {
		return Year{}, err
	}
	return y, nil
}

func badJSON(err error) *Invalid {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return invalid("file", "文件中“%s”的内容类型不对（第%d字节附近）；year 是整数，papers 是网址列表，days 是日期列表", clip(kind.Field), kind.Offset)
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return invalid("file", "文件不是完整的JSON（第%d字节附近），请重新下载后再上传", syntax.Offset)
	}
	return invalid("file", "文件不是有效的JSON，请重新下载后再上传")
}

// check holds everything that must be true of a year before it counts, wherever it came from.
func (y Year) check() error {
	if y.Year < firstYear || y.Year > lastYear {
		return invalid("year", "年份%d不对，应在%d年至%d年之间", y.Year, firstYear, lastYear)
	}
	if len(y.Papers) == 0 {
		return invalid("papers", "%d年的放假安排尚未公布（papers 为空），不能载入；国务院办公厅通知印发后再上传", y.Year)
	}
	if len(y.Papers) > maxPapers {
		return invalid("papers", "papers（通知网址）有%d个，最多%d个", len(y.Papers), maxPapers)
	}
	for i, p := range y.Papers {
		if err := words("papers", "通知网址", p, 500); err != nil {
			return err
		}
		if !strings.HasPrefix(p, "https://") && !strings.HasPrefix(p, "http://") {
			return invalid("papers", "papers 第%d项“%s”不是网址，应以 https:// 开头", i+1, clip(p))
		}
	}
	if len(y.Days) > maxDays {
		return invalid("days", "days 有%d天，超过%d天；请只上传一个年份的放假安排", len(y.Days), maxDays)
	}
	for i, d := range y.Days {
		if err := y.checkDay(d); err != nil {
			return err
		}
		if i > 0 && y.Days[i-1].Date == d.Date {
			return invalid("days", "%s出现了两次，请只保留一项", d.Date.Chinese())
		}
		if i > 0 && y.Days[i-1].Date > d.Date {
			return invalid("days", "日期没有按先后排列：%s排在%s之后", d.Date.Chinese(), y.Days[i-1].Date.Chinese())
		}
	}
	// These three have been holidays since 1999: a file without them is cut off or has isOffDay the wrong way round.
	for _, must := range []Date{NewDate(y.Year, time.January, 1), NewDate(y.Year, time.May, 1), NewDate(y.Year, time.October, 1)} {
		if !slices.ContainsFunc(y.Days, func(d YearDay) bool { return d.Date == must && d.Rest }) {
			return invalid("days", "%s没有列为放假，文件可能不完整，请对照国务院办公厅通知核对", must.Chinese())
		}
	}
	return nil
}

func (y Year) checkDay(d YearDay) error {
	if d.Date < NewDate(y.Year-1, time.December, 1) || d.Date > NewDate(y.Year, time.December, 31) {
		return invalid("days", "%s不属于%d年的放假安排，只能是上一年12月或当年的日期", d.Date.Chinese(), y.Year)
	}
	if err := words("days", d.Date.Chinese()+"的节日名称", d.Name, 30); err != nil {
		return err
	}
	if !d.Rest && !d.Date.Weekend() {
		return invalid("days", "%s是%s，本来就上班，不会是调休上班日，请核对 isOffDay", d.Date.Chinese(), d.Date.ChineseWeekday())
	}
	return nil
}

func (y Year) clone() Year {
	y.Papers, y.Days = slices.Clone(y.Papers), slices.Clone(y.Days)
	return y
}

func (y Year) equal(z Year) bool {
	return y.Year == z.Year && slices.Equal(y.Papers, z.Papers) && slices.Equal(y.Days, z.Days)
}
