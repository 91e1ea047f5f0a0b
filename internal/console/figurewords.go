package console

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/bulletin"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web/parts"
)

// lastDays are the last n days, today included.
func lastDays(now time.Time, n int) (from, to string) {
	today := calendar.DateOf(now)
	return today.AddDays(1 - n).String(), today.String()
}

func n64(n int64) string { return parts.Thousands(int(n)) }

// figureSplit is a figure's text and its unit, for a large number.
func figureSplit(f bulletin.Figure) (value, unit string) {
	t := f.Text()
	switch {
	case t == bulletin.None:
		return t, ""
	case strings.HasSuffix(t, "%"):
		return strings.TrimSuffix(t, "%"), "%"
	case strings.HasSuffix(t, "个工作日"):
		return strings.TrimSuffix(t, "个工作日"), "个工作日"
	}
	return n64(f.Num), "件"
}

// overFigure is numerator and denominator of a rate, 140/143; why there is none where there is none.
func overFigure(s bulletin.Shown) string {
	switch {
	case s.Figure.Absent:
		return "没有话务数据"
	case s.Figure.Form != bulletin.Count && s.Figure.Den == 0:
		return "没有可算的"
	case s.Figure.Form == bulletin.Rate:
		return n64(s.Figure.Num) + " / " + n64(s.Figure.Den)
	}
	return ""
}

// statOf is a metric as a large number that leads to its orders.
func statOf(v desk.OverviewView, id, detail string) parts.StatProps {
	s := v.Figure(id)
	value, unit := figureSplit(s.Figure)
	if detail == "" {
		detail = overFigure(s)
	}
	p := parts.StatProps{Label: s.Metric.Name, Value: value, Unit: unit, Detail: detail, Title: s.Metric.Definition()}
	if s.Metric.Absent == "" {
		p.Href = figureHref(id, "", v.From, v.To, 0, bulletin.Where{})
	}
	return p
}

// versus says how today stands to the same day a week before.
func versus(now, before int64) string {
	switch d := now - before; {
	case d > 0:
		return fmt.Sprintf("比上周同日全天多%d", d)
	case d < 0:
		return fmt.Sprintf("比上周同日全天少%d", -d)
	}
	return "与上周同日全天相同"
}

func overviewStats(v desk.OverviewView) []parts.StatProps {
	today := parts.StatProps{Label: "今日受理", Value: n64(v.Today), Unit: "件", Detail: versus(v.Today, v.Same), Href: figureHref("registered", "", v.To, v.To, 0, bulletin.Where{}), Title: v.Figure("registered").Metric.Definition()}
	late := statOf(v, "backlog", redUnits(v)+"个单位")
	late.Label, late.Red = "逾期未办结", v.Figure("backlog").Figure.Num > 0
	if late.Red {
		late.Lit, late.Lamp = true, parts.LampRed
	}
	return []parts.StatProps{today, statOf(v, "calls", ""), statOf(v, "direct", ""),
		{Label: "待转办", Value: strconv.Itoa(v.ToSend), Unit: "件", Detail: "现在", Href: "/list/open?status=pending_dispatch"},
		{Label: "在办", Value: parts.Thousands(v.Open), Unit: "件", Detail: "现在", Href: "/list/open"},
		late, statOf(v, "satisfied", "")}
}

func redUnits(v desk.OverviewView) string {
	n := 0
	for _, r := range v.Red {
		if r.Overdue > 0 {
			n++
		}
	}
	return strconv.Itoa(n)
}

// trendBars are the bars and the line of the trend.
func trendBars(v desk.OverviewView) parts.BarsProps {
	p := parts.BarsProps{ID: "trend", Wide: 720}
	for _, t := range v.Trend {
		name := t.Name
		if t.Now && len(v.Trend) > 1 {
			name = "今天"
		}
		p.Bars = append(p.Bars, parts.ChartBar{Name: name, Title: t.Name + " " + n64(t.N) + "件", N: t.N, Rest: t.Rest, Now: t.Now})
		d := parts.RateDot{None: true}
		if n, ok := t.InTime.Tenths(); ok {
			d = parts.RateDot{Tenths: n, Text: t.InTime.Text()}
		}
		p.Rates = append(p.Rates, d)
	}
	p.Says = fmt.Sprintf("受理%s件；按期办结率%s", n64(v.Figure("registered").Figure.Num), v.Figure("in_time").Figure.Text())
	return p
}

func trendRows(v desk.OverviewView) [][]string {
	var out [][]string
	for _, t := range v.Trend {
		name := t.Name
		if t.From != t.To {
			name = bulletin.Period{Kind: bulletin.Days, From: t.From, To: t.To}.Range()
		}
		out = append(out, []string{name, n64(t.N), n64(t.InTime.Den), n64(t.InTime.Num), t.InTime.Text()})
	}
	return out
}

func shareRows(all []bulletin.Share2) [][]string {
	var out [][]string
	for _, s := range all {
		out = append(out, []string{s.Name, n64(s.N), n64(s.Before), bulletin.Moved(s.N, s.Before)})
	}
	return out
}

// trendHrefs lead from the rows of the trend's table to what was registered then.
func trendHrefs(v desk.OverviewView) []string {
	var out []string
	for _, t := range v.Trend {
		out = append(out, figureHref("registered", "", t.From, t.To, 0, bulletin.Where{}))
	}
	return out
}

// shareBox is the table behind a ranking; each row leads to its orders.
func shareBox(v desk.OverviewView, title, head string, all []bulletin.Share2, metric func(code string) (string, bulletin.Where)) parts.ChartBoxProps {
	b := parts.ChartBoxProps{Title: title, Heads: []string{head, "本期", "前一时段", "变化"}, Rows: shareRows(all)}
	for _, s := range all {
		m, w := metric(s.Code)
		b.Hrefs = append(b.Hrefs, figureHref(m, "", v.From, v.To, 0, w))
	}
	return b
}

func ofCategory(code string) (string, bulletin.Where) {
	return "registered", bulletin.Where{Category: code}
}

func ofChannel(code string) (string, bulletin.Where) { return "channel." + code, bulletin.Where{} }

func ofType(code string) (string, bulletin.Where) { return "type." + code, bulletin.Where{} }

// rowBars is a ranking.
func rowBars(says string, all []bulletin.Share2, most int) parts.RowBarsProps {
	p := parts.RowBarsProps{Says: says}
	for i, s := range all {
		if i == most {
			break
		}
		p.Rows = append(p.Rows, parts.RowBar{Name: s.Name, N: s.N, Text: n64(s.N) + "　" + bulletin.Moved(s.N, s.Before)})
	}
	return p
}

// meters are the rates of the callers' side.
func meters(v desk.OverviewView) []bulletin.Shown {
	var out []bulletin.Shown
	for _, id := range []string{"signed", "contacted", "in_time", "visited", "reached", "satisfied", "solved", "first", "returned", "extended", "repeat"} {
		out = append(out, v.Figure(id))
	}
	return out
}

func percentOf(f bulletin.Figure) int {
	n, _ := f.Tenths()
	return int(n / 10)
}

// unitsOf are a group's units of the overview.
func unitsOf(v desk.OverviewView, g org.Group) []bulletin.UnitLine {
	var out []bulletin.UnitLine
	for _, u := range v.Units {
		if u.Group == g {
			out = append(out, u)
		}
	}
	return out
}

var unitGroups = []org.Group{org.Township, org.Department, org.Enterprise}

// unitColumn is the head of a column of 承办单位; its definition stands on hover.
func unitColumn(id string) bulletin.Metric {
	m, _ := bulletin.Find(id)
	return m
}

// heatDegree is 0 to 5: how dark a cell is.
func heatDegree(n, most int64) string {
	if n <= 0 || most <= 0 {
		return "0"
	}
	return strconv.FormatInt(min(5, 1+(n-1)*5/most), 10)
}

func heatMost(h bulletin.Heat) int64 {
	most := int64(1)
	for _, r := range h.Rows {
		for _, n := range r.N {
			most = max(most, n)
		}
	}
	return most
}

// growth is the change of a row: +6, −3, 0.
func growth(now, before int64) string {
	switch d := now - before; {
	case d > 0:
		return "+" + n64(d)
	case d < 0:
		return "−" + n64(-d)
	}
	return "0"
}

func hotWords(h bulletin.Hot) string {
	s := fmt.Sprintf("近7天%d件，前7天%d件", h.N, h.Before)
	if h.Before > 0 {
		s += "，" + bulletin.Moved(h.N, h.Before)
	}
	return s
}

// nested reports whether what a rate counts is a part of what it is measured against, so that the rest can be listed.
func nested(m bulletin.Metric) bool {
	return m.Form == bulletin.Rate && m.ID != "returned"
}
