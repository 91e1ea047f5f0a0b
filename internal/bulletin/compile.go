package bulletin

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
)

// Name is a code with what it is called.
type Name struct{ Code, Name string }

// KeyOrder is a line of 重点交办和督办事项: an order as it stood at the position.
type KeyOrder struct {
	ID, Number, Channel, Title, Unit, Due, Progress, Means string
}

// Input is everything that a bulletin is compiled from: sums of facts up to Pos, and names.
type Input struct {
	Period     Period
	Pos        int64
	Now        []Sum // of the period
	Before     []Sum // of the one before
	Ago        []Sum // of a year ago
	Ever       []Sum // what is due, of all days until the period's last
	After      []Sum // what is due after it
	Units      []org.Unit
	Channels   []Name
	Types      []Name
	Categories []Name
	Key        []KeyOrder
}

// Lines that the office draws (domain.md §5.2).
const (
	poorRate   = 850 // 满意率低于85%的单位要点名, in tenths of a percent
	poorSample = 5   // 有效回访不少于这么多件
	fewDue     = 5   // 应办结不足这么多件的，样本不足，不排名
	topRows    = 10
	topHot     = 3
)

type compiler struct {
	in           Input
	d            Draft
	now, was, yr Table
	ever, after  Table
	units        map[string]org.Unit
	cats         map[string]string
}

// Compile makes the draft. It is a function of its input alone.
func Compile(in Input) Draft {
	c := &compiler{in: in, d: Draft{Period: in.Period, Pos: in.Pos, AsOf: in.Period.To}, units: map[string]org.Unit{}, cats: map[string]string{}}
	c.now, c.was, c.yr = Tabulate(in.Now, in.Period.To), Tabulate(in.Before, in.Period.Before().To), Tabulate(in.Ago, in.Period.YearAgo().To)
	c.ever, c.after = Tabulate(in.Ever, ""), Tabulate(in.After, "")
	for _, u := range in.Units {
		c.units[string(u.ID)] = u
	}
	for _, x := range in.Categories {
		c.cats[x.Code] = x.Name
	}
	c.values()
	c.series()
	c.tables()
	c.sections()
	return c.d
}

// figure is a metric over the right sums.
func (c *compiler) figure(m Metric, w Where) Figure {
	t := c.now
	switch m.Span {
	case DueEver:
		t = c.ever
	case DueAfter:
		t = c.after
	}
	return m.In(t.Of(w))
}

func (c *compiler) word(token, text string) {
	c.d.Values = append(c.d.Values, Value{Token: token, Text: text})
}

// values are the figures that prose may name: each metric by its own name, and what else the usual sentences say.
func (c *compiler) values() {
	for _, m := range Metrics() {
		f := c.figure(m, Where{})
		c.d.Values = append(c.d.Values, Value{Token: m.Name, Text: f.Text(), Metric: m.ID, Part: Counted, Num: f.Num, Den: f.Den})
	}
	reg := must("registered")
	now, was, yr := reg.In(c.now.All).Num, reg.In(c.was.All).Num, reg.In(c.yr.All).Num
	c.word("受理环比", Change(now, was))
	c.word("受理同比", strings.Replace(Change(now, yr), "上期", "上年同期", 1))
	c.word("日均受理", dot(tenths(now, int64(len(c.in.Period.Dates())))))
	decided := int64(0)
	for k, n := range c.now.All {
		if strings.HasPrefix(k, "registered.way.") {
			decided += n
		}
	}
	c.word("尚未处置", strconv.FormatInt(now-decided, 10))
	for _, m := range []string{"late", "overdue", "rejected"} {
		x := must(m)
		c.word(x.Name+"单位", c.naming(x, 0))
	}
	c.word("未及时签收单位", c.short("signed"))
	c.word("未及时联系单位", c.short("contacted"))
	c.word("满意率较低单位", c.poor())
	for i, x := range c.top(topHot) {
		n := strconv.Itoa(i + 1)
		c.word("热点"+n, x.name)
		c.d.Values = append(c.d.Values, Value{Token: "热点" + n + "件数", Text: strconv.FormatInt(x.n, 10), Metric: "registered", Part: Counted, Where: Where{Category: x.code}, Num: x.n})
		c.word("热点"+n+"占比", Share(x.n, now))
		c.word("热点"+n+"环比", Change(x.n, c.was.Categories[x.code]["registered"]))
		c.word("热点"+n+"地点", c.places(x.code))
	}
	c.word("集中反映", c.gathered())
}

// naming lists the units with how many each, the most first: 岳坊镇2件、县城管局1件.
func (c *compiler) naming(m Metric, least int64) string {
	return c.listed(func(u org.Unit) int64 { return c.figure(m, Where{Unit: string(u.ID)}).Num }, max(least, 1))
}

// short lists the units that fell short of a rate, with how many orders.
func (c *compiler) short(id string) string {
	m := must(id)
	return c.listed(func(u org.Unit) int64 { f := c.figure(m, Where{Unit: string(u.ID)}); return f.Den - f.Num }, 1)
}

func (c *compiler) listed(of func(org.Unit) int64, least int64) string {
	type one struct {
		name string
		n    int64
	}
	var all []one
	for _, u := range c.in.Units {
		if n := of(u); n >= least {
			all = append(all, one{u.Name, n})
		}
	}
	slices.SortStableFunc(all, func(a, b one) int { return cmp.Compare(b.n, a.n) })
	var out []string
	for _, x := range all {
		out = append(out, fmt.Sprintf("%s%d件", x.name, x.n))
	}
	if len(out) == 0 {
		return "无"
	}
	return strings.Join(out, "、")
}

// poor lists the units whose callers were content less often than the line, where enough were asked.
func (c *compiler) poor() string {
	m := must("satisfied")
	var out []string
	for _, u := range c.in.Units {
		f := c.figure(m, Where{Unit: string(u.ID)})
		if n, ok := f.Tenths(); ok && f.Den >= poorSample && n < poorRate {
			out = append(out, fmt.Sprintf("%s%s（%d/%d）", u.Name, f.Text(), f.Num, f.Den))
		}
	}
	if len(out) == 0 {
		return "无"
	}
	return strings.Join(out, "、")
}

type coded struct {
	code, name string
	n          int64
}

// top are the categories with most registrations.
func (c *compiler) top(most int) []coded {
	var all []coded
	for _, x := range c.in.Categories {
		if n := c.now.Categories[x.Code]["registered"]; n > 0 {
			all = append(all, coded{x.Code, x.Name, n})
		}
	}
	slices.SortStableFunc(all, func(a, b coded) int { return cmp.Compare(b.n, a.n) })
	return all[:min(most, len(all))]
}

// places names the three townships from which most of a category came.
func (c *compiler) places(category string) string {
	var all []coded
	for k, n := range c.now.Cross {
		if k[1] == category && n > 0 && k[0] != NoPlace {
			all = append(all, coded{k[0], c.unit(k[0]), n})
		}
	}
	slices.SortFunc(all, func(a, b coded) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.code, b.code)) })
	var out []string
	for _, x := range all[:min(3, len(all))] {
		out = append(out, fmt.Sprintf("%s%d件", x.name, x.n))
	}
	if len(out) == 0 {
		return "没有写明"
	}
	return strings.Join(out, "、")
}

// gathered names what came together in the period (集中反映, Art. 21(6)), with how many contacts, the most first.
func (c *compiler) gathered() string {
	by := map[[2]string]int64{}
	for _, s := range c.in.Now {
		if s.Kind == "cluster.contacts" {
			by[[2]string{s.Place, s.Category}] += s.N
		}
	}
	var all []coded
	for k, n := range by {
		all = append(all, coded{k[0] + " " + k[1], c.unit(k[0]) + "“" + cmp.Or(c.cats[k[1]], "其他") + "”", n})
	}
	slices.SortFunc(all, func(a, b coded) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.code, b.code)) })
	var out []string
	for _, x := range all {
		out = append(out, fmt.Sprintf("%s%d人次", x.name, x.n))
	}
	if len(out) == 0 {
		return "无"
	}
	return strings.Join(out, "、")
}

func (c *compiler) unit(id string) string {
	if u, ok := c.units[id]; ok {
		return u.Label()
	}
	return "未写明属地"
}

// series is the chart: days of a short period beside those of the one before, months of a long one.
func (c *compiler) series() {
	dates := c.in.Period.Dates()
	if len(dates) > 31 {
		at := map[string]int{}
		for _, d := range dates {
			key := d.String()[:7]
			i, ok := at[key]
			if !ok {
				_, m, _ := d.Parts()
				i = len(c.d.Series)
				at[key] = i
				c.d.Series = append(c.d.Series, Point{Name: strconv.Itoa(int(m)) + "月"})
			}
			c.d.Series[i].N += c.now.Days[d.String()]["registered"]
		}
		return
	}
	before := c.in.Period.Before().Dates()
	for i, d := range dates {
		p := Point{Name: dayName(c.in.Period.Kind, d), N: c.now.Days[d.String()]["registered"], Rest: d.Weekend()}
		if i < len(before) {
			p.Before = c.was.Days[before[i].String()]["registered"]
		}
		c.d.Series = append(c.d.Series, p)
	}
}

func dayName(k PeriodKind, d calendar.Date) string {
	if k == Week {
		return d.ChineseWeekday()
	}
	_, m, n := d.Parts()
	return fmt.Sprintf("%d.%d", m, n)
}
