package calendar

import "time"

// feasts are the statutory days that the moon and the sun set; each is the date of a year.
type feasts struct {
	spring    Date // 正月初一; 除夕 is the day before
	tombs     Date // 清明
	dragon    Date // 端午, 五月初五
	midAutumn Date // 中秋, 八月十五
}

// feastsOf are the movable statutory days of a year; false outside the table, where only the days of fixed date are known. The table begins
// after the embedded notices and is checked against an almanac by the tests.
func feastsOf(year int) (feasts, bool) {
	f := func(sm time.Month, sd, td int, dm time.Month, dd int, mm time.Month, md int) (feasts, bool) {
		return feasts{NewDate(year, sm, sd), NewDate(year, time.April, td), NewDate(year, dm, dd), NewDate(year, mm, md)}, true
	}
	switch year {
	case 2027:
		return f(2, 6, 5, 6, 9, 9, 15)
	case 2028:
		return f(1, 26, 4, 5, 28, 10, 3)
	case 2029:
		return f(2, 13, 4, 6, 16, 9, 22)
	case 2030:
		return f(2, 3, 5, 6, 5, 9, 12)
	case 2031:
		return f(1, 23, 5, 6, 24, 10, 1)
	case 2032:
		return f(2, 11, 4, 6, 12, 9, 19)
	case 2033:
		return f(1, 31, 4, 6, 1, 9, 8)
	case 2034:
		return f(2, 19, 5, 6, 20, 9, 27)
	case 2035:
		return f(2, 8, 5, 6, 10, 9, 16)
	}
	return feasts{}, false
}

// statutory is the name of the statutory holiday that d is by law, or "": 全国年节及纪念日放假办法, Art. 2, as revised on 2024-11-10
// (in force from 2025; before, 2 May was no holiday).
func statutory(d Date) string {
	y, m, day := d.Parts()
	fixed := ""
	switch {
	case m == time.January && day == 1:
		fixed = "元旦"
	case m == time.May && (day == 1 || day == 2 && y >= 2025):
		fixed = "劳动节"
	case m == time.October && day <= 3:
		fixed = "国庆节"
	}
	f, ok := feastsOf(y)
	if !ok {
		return fixed
	}
	switch {
	case d == f.midAutumn && fixed != "":
		return "中秋节、" + fixed
	case fixed != "":
		return fixed
	case d == f.spring-1:
		return "除夕"
	case d >= f.spring && d <= f.spring+2:
		return "春节"
	case d == f.tombs:
		return "清明节"
	case d == f.dragon:
		return "端午节"
	case d == f.midAutumn:
		return "中秋节"
	}
	return ""
}
