package bulletin

import (
	"fmt"

	"huiyin/internal/calendar"
	"huiyin/internal/regulation"
)

// PeriodKind is how long a bulletin's period is.
type PeriodKind string

// The kinds (Art. 26; domain.md §5): a week is a 简报, a quarter a 通报, a year the 年度热线工作分析报告; a month or any span is a 通报 like a quarter's.
const (
	Week    PeriodKind = "week"
	Month   PeriodKind = "month"
	Quarter PeriodKind = "quarter"
	Year    PeriodKind = "year"
	Days    PeriodKind = "days"
)

// PeriodKinds lists them in the order of the form.
func PeriodKinds() []PeriodKind { return []PeriodKind{Week, Month, Quarter, Year, Days} }

// Name is the Chinese name of the paper.
func (k PeriodKind) Name() string {
	return map[PeriodKind]string{Week: "周简报", Month: "月通报", Quarter: "季度通报", Year: "年度报告", Days: "任意时段通报"}[k]
}

// Period is a span of days, both included (2026-03-02).
type Period struct {
	Kind PeriodKind `json:"kind"`
	From string     `json:"from"`
	To   string     `json:"to"`
}

func day(s string) calendar.Date {
	d, _ := calendar.ParseDate(s)
	return d
}

// PeriodOf is the period of a kind that holds a day; of Days the day alone.
func PeriodOf(k PeriodKind, d calendar.Date) Period {
	y, m, _ := d.Parts()
	from, to := d, d
	switch k {
	case Week:
		from = d.Monday()
		to = from.AddDays(6)
	case Month:
		from = calendar.NewDate(y, m, 1)
		to = calendar.NewDate(y, m+1, 1).AddDays(-1)
	case Quarter:
		m -= (m - 1) % 3
		from = calendar.NewDate(y, m, 1)
		to = calendar.NewDate(y, m+3, 1).AddDays(-1)
	case Year:
		from, to = calendar.NewDate(y, 1, 1), calendar.NewDate(y, 12, 31)
	}
	return Period{Kind: k, From: from.String(), To: to.String()}
}

// longest is how many days a bulletin may span.
const longest = 366

// Check refuses what is no period, or has not ended by today.
func (p Period) Check(today calendar.Date) error {
	a := regulation.Art26
	from, err := calendar.ParseDate(p.From)
	to, err2 := calendar.ParseDate(p.To)
	switch {
	case p.Kind.Name() == "":
		return regulation.RefuseField(a, "bad_kind", "kind", "请选择编哪一种。")
	case err != nil:
		return regulation.RefuseField(a, "bad_from", "from", "开始日期没有填写，请选日期。")
	case p.Kind != Days && p != PeriodOf(p.Kind, from):
		return regulation.RefuseField(a, "bad_period", "from", "%s的起止日期不对，请重新选择。", p.Kind.Name())
	case err2 != nil:
		return regulation.RefuseField(a, "bad_to", "to", "结束日期没有填写，请选日期。")
	case to.Before(from):
		return regulation.RefuseField(a, "backwards", "to", "结束日期早于开始日期，请核对。")
	case int(to-from) >= longest:
		return regulation.RefuseField(a, "too_long", "to", "一份最多一年，请分开编。")
	case !to.Before(today):
		return regulation.RefuseField(a, "not_over", "to", "这一期到%s为止，还没有过完，请过完再编。", to.ChineseShort())
	}
	return nil
}

// ID names the bulletin of a period: each period has one.
func (p Period) ID() string {
	if p.Kind == Days {
		return string(p.Kind) + "-" + p.From + "-" + p.To
	}
	return string(p.Kind) + "-" + p.From
}

// Before is the period before, of the same length.
func (p Period) Before() Period {
	from := day(p.From)
	if p.Kind == Days {
		n := int(day(p.To)-from) + 1
		return Period{Kind: Days, From: from.AddDays(-n).String(), To: from.AddDays(-1).String()}
	}
	return PeriodOf(p.Kind, from.AddDays(-1))
}

// YearAgo is the same period a year earlier; of a week that of 52 weeks ago.
func (p Period) YearAgo() Period {
	from, to := day(p.From), day(p.To)
	if p.Kind == Week {
		return PeriodOf(Week, from.AddDays(-364))
	}
	y, m, d := from.Parts()
	ago := calendar.NewDate(y-1, m, d)
	if p.Kind != Days {
		return PeriodOf(p.Kind, ago)
	}
	return Period{Kind: Days, From: ago.String(), To: ago.AddDays(int(to - from)).String()}
}

// Dates are its days.
func (p Period) Dates() []calendar.Date {
	var out []calendar.Date
	for d := day(p.From); !d.After(day(p.To)); d = d.Next() {
		out = append(out, d)
	}
	return out
}

// Name is the period in words: 2026年第48周, 2026年第三季度, 2026年11月, 2026年度.
func (p Period) Name() string {
	from := day(p.From)
	y, m, _ := from.Parts()
	switch p.Kind {
	case Week:
		var wy, w int
		if _, err := fmt.Sscanf(calendar.WeekKey(from), "%d-W%d", &wy, &w); err == nil {
			return fmt.Sprintf("%d年第%d周", wy, w)
		}
	case Month:
		return fmt.Sprintf("%d年%d月", y, m)
	case Quarter:
		return fmt.Sprintf("%d年第%s季度", y, [...]string{"一", "二", "三", "四"}[(m-1)/3])
	case Year:
		return fmt.Sprintf("%d年度", y)
	}
	return from.Chinese() + "至" + day(p.To).Chinese()
}

// Range is its days in words: 11月23日至29日.
func (p Period) Range() string {
	from, to := day(p.From), day(p.To)
	y1, m1, d1 := from.Parts()
	y2, m2, d2 := to.Parts()
	switch {
	case from == to:
		return fmt.Sprintf("%d月%d日", m1, d1)
	case y1 != y2:
		return from.Chinese() + "至" + to.Chinese()
	case m1 != m2:
		return fmt.Sprintf("%d月%d日至%d月%d日", m1, d1, m2, d2)
	}
	return fmt.Sprintf("%d月%d日至%d日", m1, d1, d2)
}

// short is how a sentence calls the period: 本周, 本季度.
func (k PeriodKind) short() string {
	return map[PeriodKind]string{Week: "本周", Month: "本月", Quarter: "本季度", Year: "本年", Days: "本期"}[k]
}

// DaysOf are the days of facts that a metric sums for a span: what is due only up to asOf, the last day whose limits have passed.
func (m Metric) DaysOf(from, to, asOf string) (first, last string) {
	until := min(to, asOf)
	switch m.Span {
	case DueIn:
		return from, until
	case DueEver:
		return "0000-00-00", until
	case DueAfter:
		return day(until).Next().String(), "9999-99-99"
	}
	return from, to
}
