package bulletin

import "strconv"

// Figure is a number of the catalogue. Den is 0 for a count.
type Figure struct {
	Form     Form
	Num, Den int64
	Absent   bool // the archive holds no facts of it
}

// Counts are sums of facts by kind.
type Counts map[string]int64

func (c Counts) sum(t []Term) int64 {
	var n int64
	for _, x := range t {
		if x.Minus {
			n -= c[x.Kind]
		} else {
			n += c[x.Kind]
		}
	}
	return n
}

// In is the figure over sums of facts.
func (m Metric) In(c Counts) Figure {
	f := Figure{Form: m.Form, Num: c.sum(m.Num), Absent: m.Absent != ""}
	if m.Form != Count {
		f.Den = c.sum(m.Den)
	}
	return f
}

// tenths divides and rounds half up: num/den in tenths of a unit.
func tenths(num, den int64) int64 {
	n := 20*num + den
	if n < 0 {
		return -((-20*num + den) / (2 * den))
	}
	return n / (2 * den)
}

func dot(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return sign + strconv.FormatInt(n/10, 10) + "." + strconv.FormatInt(n%10, 10)
}

// Tenths is a rate in tenths of a percent or a mean in tenths of a working day; ok is false where there is nothing to divide by.
func (f Figure) Tenths() (n int64, ok bool) {
	switch {
	case f.Form == Count || f.Den <= 0:
		return 0, false
	case f.Form == Rate:
		return tenths(100*f.Num, f.Den), true
	}
	return tenths(f.Num, f.Den), true
}

// None is what stands for a figure that nothing can be divided by.
const None = "—"

// Text is the figure as it is published: 612, 97.9%, 4.3个工作日; "—" where there is nothing to divide by.
func (f Figure) Text() string {
	if f.Absent {
		return None
	}
	if f.Form == Count {
		return strconv.FormatInt(f.Num, 10)
	}
	n, ok := f.Tenths()
	switch {
	case !ok:
		return None
	case f.Form == Rate:
		return dot(n) + "%"
	}
	return dot(n) + "个工作日"
}

// Change says how a count stands to another: 上升4.8%, 下降12.0%, 持平, or that nothing is there to compare with.
func Change(now, before int64) string {
	switch {
	case before <= 0 && now <= 0, now == before:
		return "持平"
	case before <= 0:
		return "不可比（上期0件）"
	case now > before:
		return "上升" + dot(tenths(100*(now-before), before)) + "%"
	}
	return "下降" + dot(tenths(100*(before-now), before)) + "%"
}

// Share is a part of a whole as a rate.
func Share(part, whole int64) string { return Figure{Form: Rate, Num: part, Den: whole}.Text() }

// Moved is a change with its sign, for a column of a table: +4.8%, −12.0%, 0.0%, — where there was nothing before.
func Moved(now, before int64) string {
	switch {
	case before <= 0:
		return None
	case now >= before:
		return "+" + dot(tenths(100*(now-before), before)) + "%"
	}
	return "−" + dot(tenths(100*(before-now), before)) + "%"
}
