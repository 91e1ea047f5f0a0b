package parts

import (
	"fmt"
	"strconv"
	"strings"
)

// Charts are SVG drawn here: no script, readable without colour (what differs is shaded, hatched or named too), and each says in words what it shows. ChartBox puts the
// same numbers into a table behind it.

// ChartBoxProps is a chart with its caption and the table behind it. Children are the chart.
type ChartBoxProps struct {
	Title string
	Note  string
	Heads []string
	Rows  [][]string // words at the left, numbers after
	Hrefs []string   // where each row leads; may be empty
	Keys  []ChartKey
}

// ChartKey explains a shade.
type ChartKey struct {
	Class string // k-bar, k-before, k-rest, k-line
	Text  string
}

// ChartBar is a bar of a chart.
type ChartBar struct {
	Name   string // below it; may be empty
	Title  string // on hover: 11月2日 96件
	N      int64
	Before int64
	Rest   bool
	Now    bool
}

// BarsProps is a bar chart, standing: one bar a stretch, or two beside each other. With Rates a line of percentages runs above.
type BarsProps struct {
	ID    string // unique on the page: names the hatching
	Says  string // what it shows, in a sentence
	Bars  []ChartBar
	Two   bool
	Value bool      // print the number over each bar
	Rates []RateDot // as many as bars; empty: no line
	Wide  int       // drawing units across; 300 where 0
}

// RateDot is a point of the line above the bars: tenths of a percent. None where nothing is measured.
type RateDot struct {
	Tenths int64
	None   bool
	Text   string
}

// niceMost is a round number at or over n, four steps high.
func niceMost(n int64) int64 {
	if n <= 4 {
		return 4
	}
	for base := int64(1); ; base *= 10 {
		for _, m := range []int64{4, 8, 12, 20, 40} {
			if m*base >= n {
				return m * base
			}
		}
	}
}

type drawn struct {
	X, Y, W, H string
	Class      string
	Bar        ChartBar
	Mid, Top   string
	Label      bool
	Text       string
}

type gridLine struct{ Y, TextY, Text, Class string }

func num(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

type barChart struct {
	W, H          int
	Left, Right   string
	Grid          []gridLine
	Bars          []drawn
	Line          []string // stretches of points
	Dots          []drawn
	RateGrid      []gridLine
	NameY         string
	LowX, LowY    string
	LowText       string
	LastX, LastY  string
	LastText      string
	HatchID, Hach string
}

func (p BarsProps) draw() barChart {
	w := p.Wide
	if w == 0 {
		w = 300
	}
	const left, foot = 36.0, 22.0
	top, h := 18.0, 180
	if len(p.Rates) > 0 {
		h = 240
		top = 84
	}
	base := float64(h) - foot
	c := barChart{W: w, H: h, Left: num(left), Right: num(float64(w)), NameY: num(float64(h) - 6), HatchID: "hatch-" + p.ID, Hach: "url(#hatch-" + p.ID + ")"}
	most := int64(0)
	for _, b := range p.Bars {
		most = max(most, b.N)
		if p.Two {
			most = max(most, b.Before)
		}
	}
	most = niceMost(most)
	scale := (base - top) / float64(most)
	for i := int64(0); i <= 4; i++ {
		y := base - float64(most*i/4)*scale
		class := "c-grid"
		if i == 0 {
			class = "c-base"
		}
		c.Grid = append(c.Grid, gridLine{num(y), num(y + 4), strconv.FormatInt(most*i/4, 10), class})
	}
	if len(p.Bars) == 0 {
		return c
	}
	step := (float64(w) - left) / float64(len(p.Bars))
	every := 1
	for float64(every)*step < 64 && len(p.Bars) > 12 {
		every++
	}
	for i, b := range p.Bars {
		x := left + step*float64(i)
		bw := step * 0.72
		if p.Two {
			bw = step * 0.4
			c.Bars = append(c.Bars, c.bar(b, x+step*0.08, bw, base, float64(b.Before)*scale, "c-before", false))
			x += step * 0.42
		}
		class := "c-bar"
		switch {
		case b.Now:
			class = "c-now"
		case b.Rest && !p.Two:
			class = "c-rest"
		}
		off := step * 0.14
		if p.Two {
			off = step * 0.06
		}
		d := c.bar(b, x+off, bw, base, float64(b.N)*scale, class, p.Value)
		if p.Two {
			d.Mid = num(left + step*(float64(i)+0.5))
		}
		d.Label = b.Name != "" && (i == len(p.Bars)-1 || i%every == 0 && len(p.Bars)-1-i >= every)
		d.Text = b.Name
		c.Bars = append(c.Bars, d)
	}
	c.rates(p, step, left)
	return c
}

func (c *barChart) bar(b ChartBar, x, w, base, h float64, class string, value bool) drawn {
	d := drawn{X: num(x), Y: num(base - h), W: num(w), H: num(h), Class: class, Bar: b, Mid: num(x + w/2)}
	if value {
		d.Top = num(base - h - 4)
	}
	return d
}

// rates draws the line above the bars, over its own scale: from the lowest round rate to 100.
func (c *barChart) rates(p BarsProps, step, left float64) {
	if len(p.Rates) == 0 {
		return
	}
	low, last, lowAt := int64(1000), -1, -1
	for i, r := range p.Rates {
		if r.None {
			continue
		}
		last = i
		if r.Tenths < low {
			low, lowAt = r.Tenths, i
		}
	}
	floor := low / 100 * 100
	if floor >= 1000 {
		floor = 900
	}
	const top, bottom = 14.0, 62.0
	at := func(t int64) float64 { return bottom - float64(t-floor)/float64(1000-floor)*(bottom-top) }
	for _, t := range []int64{1000, (1000 + floor) / 2, floor} {
		c.RateGrid = append(c.RateGrid, gridLine{num(at(t)), num(at(t) + 4), strconv.FormatInt(t/10, 10) + "%", "c-grid"})
	}
	var run []string
	flush := func() {
		if len(run) > 1 {
			c.Line = append(c.Line, strings.Join(run, " "))
		}
		run = nil
	}
	for i, r := range p.Rates {
		if r.None {
			flush()
			continue
		}
		x := left + step*(float64(i)+0.5)
		run = append(run, num(x)+","+num(at(r.Tenths)))
		c.Dots = append(c.Dots, drawn{X: num(x), Y: num(at(r.Tenths)), Text: r.Text})
	}
	flush()
	if lowAt >= 0 && low != p.Rates[last].Tenths {
		c.LowX, c.LowY, c.LowText = num(max(left+30, left+step*(float64(lowAt)+0.5))), num(at(low)+14), "最低 "+p.Rates[lowAt].Text
	}
	if last >= 0 {
		c.LastX, c.LastY, c.LastText = num(left+step*(float64(last)+0.5)), num(at(p.Rates[last].Tenths)-7), p.Rates[last].Text
	}
}

// RowBar is a lying bar.
type RowBar struct {
	Name string
	N    int64
	Text string // beside the bar: 74　+12.0%
}

// RowBarsProps is a chart of lying bars: a ranking.
type RowBarsProps struct {
	Says string
	Rows []RowBar
}

type rowDrawn struct {
	Y, TextY, W, TextX string
	Row                RowBar
}

type rowChart struct {
	H    int
	Rows []rowDrawn
}

const rowHigh, rowLeft, rowMost = 22, 108, 140

func (p RowBarsProps) draw() rowChart {
	most := int64(1)
	for _, r := range p.Rows {
		most = max(most, r.N)
	}
	c := rowChart{H: rowHigh*len(p.Rows) + 4}
	for i, r := range p.Rows {
		w := float64(r.N) / float64(most) * rowMost
		c.Rows = append(c.Rows, rowDrawn{Y: strconv.Itoa(i*rowHigh + 4), TextY: strconv.Itoa(i*rowHigh + 15), W: num(w), TextX: num(rowLeft + w + 6), Row: r})
	}
	return c
}

// Spark is a small line without axes.
func Spark(line []int64) string {
	most := int64(1)
	for _, n := range line {
		most = max(most, n)
	}
	var out []string
	for i, n := range line {
		x := 120.0
		if len(line) > 1 {
			x = 120 * float64(i) / float64(len(line)-1)
		}
		out = append(out, num(x)+","+num(25-22*float64(n)/float64(most)))
	}
	return strings.Join(out, " ")
}

// wide reports whether a chart needs a screen's width: on a telephone it is moved sideways.
func (p BarsProps) wide() bool { return p.Wide > 400 }

func viewBox(w, h int) string { return fmt.Sprintf("0 0 %d %d", w, h) }
