package bulletin

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
)

// Overview is the county at a glance: figures of a span of days that ends today, from the same facts and by the same definitions as a bulletin's.
type Overview struct {
	From, To, AsOf string // AsOf is the last day whose limits have passed
	Pos            int64
	Today, Same    int64 // registered today, and on the same day of the week before
	Figures        []Shown
	Trend          []Trend
	Heat           Heat
	Channels       []Share2
	Types          []Share2
	Categories     []Share2
	Units          []UnitLine
	Red            []RedUnit
	Hot            []Hot
}

// Shown is a metric with its figure.
type Shown struct {
	Metric Metric
	Figure Figure
}

// Trend is a stretch of the chart: a day, a week or a month.
type Trend struct {
	Name   string
	From   string
	To     string
	N      int64
	Rest   bool // a weekend
	Now    bool // not over yet
	InTime Figure
}

// Share2 is a code with its number, and the number of the span before.
type Share2 struct {
	Code, Name string
	N, Before  int64
}

// Heat is townships by matters. Columns are categories with most registrations; Rest of a row is what stands in none of them.
type Heat struct {
	Columns []Name
	Rows    []HeatLine
}

// HeatLine is a township.
type HeatLine struct {
	Place       Name
	N           []int64
	All, Before int64
}

// UnitLine is a unit with the figures of UnitColumns.
type UnitLine struct {
	ID, Name string
	Group    org.Group
	Figures  []Figure
}

// RedUnit is a unit that holds what is overdue, or due today.
type RedUnit struct {
	ID, Name        string
	Overdue, DueNow int64
}

// Hot is a matter that grew: the last seven days beside the seven before, and ten days of it.
type Hot struct {
	Code, Name   string
	N, Before    int64
	Places       string
	Line         []int64
	Gathered     int64 // contacts of clusters within the seven days
	From7, Until string
}

// OverviewInput is what Look is given: sums of the span, of the one before, of all that is due, and the last seventeen days.
type OverviewInput struct {
	Today      calendar.Date
	From       calendar.Date
	Pos        int64
	Now        []Sum
	Before     []Sum
	Ever       []Sum // what is due until yesterday, of all days
	DueToday   []Sum // what is due today
	After      []Sum // what is due from today on
	Recent     []Sum // of the last fourteen days
	Units      []org.Unit
	Channels   []Name
	Types      []Name
	Categories []Name
}

// The lines of what is shown (domain.md §5.4: week on week +50% and at least ten).
const (
	heatColumns = 8
	hotLeast    = 5
	hotGrowth   = 150 // percent of the week before
	hotShown    = 4
	lineDays    = 10
)

// Look makes the overview. It is a function of its input alone.
func Look(in OverviewInput) Overview {
	today, yesterday := in.Today.String(), in.Today.AddDays(-1).String()
	c := &compiler{in: Input{Units: in.Units, Channels: in.Channels, Types: in.Types, Categories: in.Categories, Now: in.Now}, units: map[string]org.Unit{}, cats: map[string]string{}}
	c.now, c.was = Tabulate(in.Now, yesterday), Tabulate(in.Before, yesterday)
	c.ever, c.after = Tabulate(in.Ever, ""), Tabulate(in.After, "")
	for _, u := range in.Units {
		c.units[string(u.ID)] = u
	}
	for _, x := range in.Categories {
		c.cats[x.Code] = x.Name
	}
	o := Overview{From: in.From.String(), To: today, AsOf: yesterday, Pos: in.Pos}
	recent := Tabulate(in.Recent, yesterday)
	o.Today, o.Same = recent.Days[today]["registered"], recent.Days[in.Today.AddDays(-7).String()]["registered"]
	for _, m := range Metrics() {
		o.Figures = append(o.Figures, Shown{m, c.figure(m, Where{})})
	}
	o.trend(c, in)
	o.heat(c)
	codes := func(all []Name, of func(Table, string) int64) []Share2 {
		var out []Share2
		for _, x := range all {
			if n, was := of(c.now, x.Code), of(c.was, x.Code); n > 0 || was > 0 {
				out = append(out, Share2{x.Code, x.Name, n, was})
			}
		}
		slices.SortStableFunc(out, func(a, b Share2) int { return cmp.Compare(b.N, a.N) })
		return out
	}
	o.Channels = codes(in.Channels, func(t Table, k string) int64 { return t.All["registered.channel."+k] })
	o.Types = codes(in.Types, func(t Table, k string) int64 { return t.All["registered.type."+k] })
	o.Categories = codes(in.Categories, func(t Table, k string) int64 { return t.Categories[k]["registered"] })
	o.unitLines(c)
	o.red(c, Tabulate(in.DueToday, ""))
	o.hot(in, c)
	return o
}

// Figure is a metric of the overview.
func (o Overview) Figure(id string) Shown {
	i := slices.IndexFunc(o.Figures, func(s Shown) bool { return s.Metric.ID == id })
	if i < 0 {
		return Shown{Metric: must(id)}
	}
	return o.Figures[i]
}

// trend cuts the span into at most 31 days, or weeks, or months.
func (o *Overview) trend(c *compiler, in OverviewInput) {
	days := int(in.Today-in.From) + 1
	rate := must("in_time")
	counts := map[int]Counts{}
	at := -1
	key := ""
	for d := in.From; !d.After(in.Today); d = d.Next() {
		_, m, n := d.Parts()
		k, name := d.String(), fmt.Sprintf("%d月%d日", m, n)
		switch {
		case days > 100:
			k, name = k[:7], strconv.Itoa(int(m))+"月"
		case days > 31:
			k = d.Monday().String()
		}
		if k != key {
			key = k
			at++
			o.Trend = append(o.Trend, Trend{Name: name, From: d.String(), Rest: days <= 31 && d.Weekend()})
			counts[at] = Counts{}
		}
		t := &o.Trend[at]
		t.To, t.Now = d.String(), d == in.Today
		for kind, x := range c.now.Days[d.String()] {
			counts[at][kind] += x
		}
		t.N = counts[at]["registered"]
	}
	for i := range o.Trend {
		o.Trend[i].InTime = rate.In(counts[i])
	}
}

func (o *Overview) heat(c *compiler) {
	for _, x := range c.top(heatColumns) {
		o.Heat.Columns = append(o.Heat.Columns, Name{x.code, x.name})
	}
	row := func(place, name string) {
		l := HeatLine{Place: Name{place, name}, All: c.now.Places[place]["registered"], Before: c.was.Places[place]["registered"]}
		for _, k := range o.Heat.Columns {
			l.N = append(l.N, c.now.Cross[[2]string{place, k.Code}])
		}
		if l.All > 0 || place != NoPlace {
			o.Heat.Rows = append(o.Heat.Rows, l)
		}
	}
	for _, u := range c.in.Units {
		if u.Group == org.Township && !u.Closed {
			row(string(u.ID), u.Label())
		}
	}
	slices.SortStableFunc(o.Heat.Rows, func(a, b HeatLine) int { return cmp.Compare(b.All, a.All) })
	row(NoPlace, "未写明属地")
}

func (o *Overview) unitLines(c *compiler) {
	for _, u := range c.in.Units {
		if u.Group == org.County {
			continue
		}
		l, some := UnitLine{ID: string(u.ID), Name: u.Label(), Group: u.Group}, false
		for _, id := range UnitColumns() {
			f := c.figure(must(id), Where{Unit: string(u.ID)})
			l.Figures = append(l.Figures, f)
			some = some || f.Num != 0 || f.Den != 0
		}
		if some {
			o.Units = append(o.Units, l)
		}
	}
	slices.SortStableFunc(o.Units, func(a, b UnitLine) int { return cmp.Compare(b.Figures[0].Num, a.Figures[0].Num) })
}

func (o *Overview) red(c *compiler, dueToday Table) {
	late, now := must("backlog"), less(plus("due"), "due.met", "due.late", "due.waits")
	for _, u := range c.in.Units {
		r := RedUnit{ID: string(u.ID), Name: u.Label(), Overdue: late.In(c.ever.Units[string(u.ID)]).Num, DueNow: dueToday.Units[string(u.ID)].sum(now)}
		if r.Overdue > 0 || r.DueNow > 0 {
			o.Red = append(o.Red, r)
		}
	}
	slices.SortStableFunc(o.Red, func(a, b RedUnit) int {
		return cmp.Or(cmp.Compare(b.Overdue, a.Overdue), cmp.Compare(b.DueNow, a.DueNow))
	})
}

// hot are the matters that grew most within a week, of at least a few.
func (o *Overview) hot(in OverviewInput, c *compiler) {
	first, second := in.Today.AddDays(-13).String(), in.Today.AddDays(-6).String()
	line := map[string][]int64{}
	now, was, gathered := map[string]int64{}, map[string]int64{}, map[string]int64{}
	cross := map[[2]string]int64{}
	for _, s := range in.Recent {
		switch {
		case s.Kind == "cluster.contacts" && s.Day >= second:
			gathered[s.Category] += s.N
		case s.Kind != "registered" || s.Day < first || s.Category == "":
		case s.Day >= second:
			now[s.Category] += s.N
			cross[[2]string{s.Place, s.Category}] += s.N
		default:
			was[s.Category] += s.N
		}
		if s.Kind == "registered" && s.Category != "" {
			if i := int(day(s.Day) - in.Today.AddDays(1-lineDays)); i >= 0 && i < lineDays {
				if line[s.Category] == nil {
					line[s.Category] = make([]int64, lineDays)
				}
				line[s.Category][i] += s.N
			}
		}
	}
	var all []Hot
	for _, x := range in.Categories {
		n, before := now[x.Code], was[x.Code]
		if gathered[x.Code] > 0 || n >= hotLeast && 100*n >= hotGrowth*before {
			all = append(all, Hot{Code: x.Code, Name: x.Name, N: n, Before: before, Line: line[x.Code], Gathered: gathered[x.Code], From7: second, Until: in.Today.String()})
		}
	}
	slices.SortStableFunc(all, func(a, b Hot) int {
		return cmp.Or(cmp.Compare(b.Gathered, a.Gathered), cmp.Compare(b.N-b.Before, a.N-a.Before))
	})
	o.Hot = all[:min(hotShown, len(all))]
	c.now.Cross = cross
	for i, h := range o.Hot {
		o.Hot[i].Places = c.places(h.Code)
	}
}
