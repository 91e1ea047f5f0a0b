package sheet

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// beijing is fixed: China has no summer time.
func beijing() *time.Location { return time.FixedZone("Asia/Shanghai", 8*3600) }

// The serial numbers that are taken for dates run from 1 January 1900 to 31 December 2100.
const (
	firstSerial = 1
	lastSerial  = 73_415
)

// dateCell makes a cell of a number that is shown as a date; false if no date has this number.
func dateCell(serial float64) (Cell, bool) {
	if serial < 0 || serial >= lastSerial+1 {
		return Cell{}, false
	}
	if serial < firstSerial { // a time of day
		t := serialTime(serial)
		return Cell{Kind: Date, Text: t.Format("15:04:05"), value: serial}, true
	}
	t := serialTime(serial)
	layout := "2006-01-02 15:04:05"
	if serial == math.Trunc(serial) {
		layout = "2006-01-02"
	}
	return Cell{Kind: Date, Text: t.Format(layout), value: serial}, true
}

// serialTime answers the Beijing time of a serial number, to the second. Excel believes in 29 February 1900, so days before March 1900 are one off.
func serialTime(serial float64) time.Time {
	days, part := math.Modf(serial)
	if days < 60 {
		days++
	}
	return time.Date(1899, 12, 30, 0, 0, int(math.Round(part*86400)), 0, beijing()).AddDate(0, 0, int(days))
}

// serialOf is the other way round, for writing.
func serialOf(t time.Time) float64 {
	t = t.In(beijing())
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, beijing())
	days := midnight.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, beijing())).Hours() / 24
	return math.Round(days) + float64(t.Hour()*3600+t.Minute()*60+t.Second())/86400
}

var (
	dateRE = regexp.MustCompile(`^(\d{4})(?:([-/.])(\d{1,2})([-/.])(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)(.*)$`)
	packRE = regexp.MustCompile(`^((?:19|20)\d{2})(\d{2})(\d{2})t?(?:(\d{2}):?(\d{2}):?(\d{2})?)?$`)
	timeRE = regexp.MustCompile(`^(凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|am|pm)?(\d{1,2})(?:[:时点](?:(\d{1,2})[:分]?(?:(\d{1,2})(?:\.\d{1,9})?秒?)?|(半))?整?)(am|pm)?(z|[+\-]\d{2}:?\d{2})?$`)
	weekRE = regexp.MustCompile(`^[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?`)
)

// ParseTime answers the instant that a cell names, in UTC. It takes true dates, numbers that can only be dates, and the forms that people and systems type: 2020/1/6 12:09:38,
// 2019-12-05 10:22, 2019.12.5, 2019年12月5日 下午3时20分, 20191205102200, ISO 8601; full-width digits, blanks and line ends around or inside. Without a zone it is Beijing's time, without a time of day
// its midnight. The error is a [Problem] without line and column.
func ParseTime(c Cell) (time.Time, error) {
	switch c.Kind {
	case Blank:
		return time.Time{}, problem("时间是空的，请填写，例如 2020-01-06 12:09")
	case Date:
		if c.value < firstSerial {
			return time.Time{}, problem("“%s”只有钟点，没有日期，请写成 2020-01-06 12:09", clip(c.Text))
		}
		return serialTime(c.value).UTC(), nil
	case Number:
		// A date whose cell lost its format; from 1982 to 2064, so that an amount is hardly taken for one.
		if c.value >= 30_000 && c.value < 60_000 {
			return serialTime(c.value).UTC(), nil
		}
	}
	s := compact(c.Text)
	if m := packRE.FindStringSubmatch(s); m != nil {
		return build(c.Text, m[1], m[2], m[3], number(m[4]), number(m[5]), number(m[6]), beijing())
	}
	m := dateRE.FindStringSubmatch(s)
	if m == nil || m[2] != m[4] {
		return time.Time{}, notDate(c.Text)
	}
	month, day := m[3]+m[6], m[5]+m[7]
	rest := strings.TrimLeft(m[8], "t,，")
	rest = strings.TrimLeft(strings.TrimPrefix(rest, weekRE.FindString(rest)), ",，")
	if rest == "" {
		return build(c.Text, m[1], month, day, 0, 0, 0, beijing())
	}
	clock := timeRE.FindStringSubmatch(rest)
	if clock == nil {
		return time.Time{}, problem("“%s”的钟点看不懂，请写成 2020-01-06 12:09", clip(c.Text))
	}
	hour, minute := number(clock[2]), number(clock[3])
	if clock[5] != "" {
		minute = 30
	}
	hour, ok := halfDay(clock[1]+clock[6], hour)
	if !ok {
		return time.Time{}, problem("“%s”的上午、下午与钟点不符，请用24小时制写成 2020-01-06 12:09", clip(c.Text))
	}
	return build(c.Text, m[1], month, day, hour, minute, number(clock[4]), zone(clock[7]))
}

// compact folds width and drops blanks, so that "2020 / 1 / 6" and a line end in a cell do no harm. A blank that parts date and time is not needed: the
// day has a mark of its own or at most two digits, and is kept apart by a T.
func compact(s string) string {
	var b strings.Builder
	digits := false
	gap := false
	for _, r := range strings.TrimSpace(s) {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFEE0
		case r == '—' || r == '–' || r == '−':
			r = '-'
		case r == '∶':
			r = ':'
		case r == '。':
			r = '.'
		}
		if unicode.IsSpace(r) || r == 0x200B || r == 0xFEFF {
			gap = true
			continue
		}
		isDigit := r >= '0' && r <= '9'
		if gap && digits && isDigit {
			b.WriteByte('t')
		}
		gap, digits = false, isDigit
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// halfDay answers the hour of 24 that a word for the part of the day and an hour name; false if they contradict each other.
func halfDay(word string, hour int) (int, bool) {
	switch word {
	case "":
		return hour, true
	case "pm", "下午", "傍晚", "晚上":
		if word == "晚上" && hour == 12 {
			return 24, true // midnight at the end of that day
		}
		if hour < 12 {
			hour += 12
		}
		return hour, hour >= 12 && hour < 24
	case "中午":
		if hour >= 1 && hour <= 2 {
			hour += 12
		}
		return hour, hour >= 11 && hour <= 14
	}
	if hour == 12 { // 凌晨12点, 12 am; 上午12点 is noon to everybody
		if word == "am" || word == "凌晨" {
			return 0, true
		}
		return 12, true
	}
	return hour, hour < 12
}

func zone(s string) *time.Location {
	switch {
	case s == "":
		return beijing()
	case s == "z":
		return time.UTC
	}
	digits := strings.ReplaceAll(s[1:], ":", "")
	seconds := number(digits[:2])*3600 + number(digits[2:])*60
	if s[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone("", seconds)
}

// build makes the instant and refuses days and hours that do not exist. 24:00 is the next midnight.
func build(text, y, m, d string, hour, minute, second int, at *time.Location) (time.Time, error) {
	year, month, day := number(y), number(m), number(d)
	switch {
	case year < 1900 || year > 2100:
		return time.Time{}, problem("“%s”的年份应在1900至2100之间，请核对", clip(text))
	case month < 1 || month > 12:
		return time.Time{}, problem("“%s”的月份应为1至12，请核对", clip(text))
	case day < 1 || day > time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day():
		return time.Time{}, problem("“%s”不存在：%d年%d月没有%d日，请核对", clip(text), year, month, day)
	case hour > 24 || hour == 24 && minute+second > 0 || minute > 59 || second > 59:
		return time.Time{}, problem("“%s”的钟点不存在，请写成 2020-01-06 12:09", clip(text))
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, 0, at).UTC(), nil
}

func notDate(s string) *Problem {
	return problem("“%s”不是日期，请写成 2020-01-06 12:09（年要写全四位，年在前）", clip(s))
}

// number reads up to four digits; "" is 0.
func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
