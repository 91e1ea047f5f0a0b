package parts

import (
	"strconv"

	"github.com/a-h/templ"
)

// CardProps is a white box with a head.
type CardProps struct {
	Title string
	Icon  Icon
	ID    string
	Note  string // small, beside the title
	Aside string // small, at the right end
	More  *Anchor
	Badge *Badge
	Now   bool // the step that is to be done now: framed in blue
	Width Width
	Flush bool            // children are a table and need no padding
	Tight bool            // little padding: clocks
	Head  templ.Component // anything else at the right end of the head: a button, a Why
}

func (c CardProps) body() string {
	if c.Tight {
		return "card-b card-tight"
	}
	return "card-b stack"
}

// Column is a head of a table.
type Column struct {
	Title  string
	Num    bool   // right-aligned numbers
	Wide   bool   // takes a third: the title; where several are wide they share by what they hold
	Narrow bool   // hidden on telephones
	All    string // name of the row's boxes: prints a box that ticks them all
}

// phoneTable is how a table stands on a telephone: its rows one under the other, or as a table still where the heads say what each of
// several numbers is and no more than two columns are words.
func phoneTable(columns []Column) string {
	numbers := 0
	for _, c := range columns {
		if c.Num {
			numbers++
		}
	}
	if numbers > 1 && len(columns)-numbers <= 2 {
		return "table-n"
	}
	return "table-s"
}

// Columns makes plain columns.
func Columns(titles ...string) []Column {
	out := make([]Column, len(titles))
	for i, t := range titles {
		out[i].Title = t
	}
	return out
}

// WorkColumn is a column of a work list.
type WorkColumn string

// The columns of a work list, in their usual order.
const (
	ColNumber WorkColumn = "编号"
	ColLeft   WorkColumn = "剩余时间"
	ColTitle  WorkColumn = "标题"
	ColKind   WorkColumn = "类型"
	ColSource WorkColumn = "来源"
	ColTimes  WorkColumn = "次数"
	ColPlace  WorkColumn = "地点"
	ColUnit   WorkColumn = "单位"
	ColState  WorkColumn = "状态"
	ColAt     WorkColumn = "时间"
	ColDue    WorkColumn = "截止"
	ColAction WorkColumn = "操作"
)

// UsualColumns is what a work list shows where nobody chose otherwise.
func UsualColumns() []WorkColumn {
	return []WorkColumn{ColNumber, ColLeft, ColTitle, ColKind, ColSource, ColTimes, ColUnit, ColState, ColAction}
}

// AllColumns is every column of a work list, in the usual order.
func AllColumns() []WorkColumn {
	return []WorkColumn{ColNumber, ColLeft, ColTitle, ColKind, ColSource, ColTimes, ColPlace, ColUnit, ColState, ColAt, ColDue, ColAction}
}

func (c WorkColumn) head() Column {
	h := Column{Title: string(c)}
	switch c {
	case ColTitle:
		h.Wide = true
	case ColTimes:
		h.Num = true
	}
	return h
}

// WorkRow is an order in a list: words only, masked where they must be.
type WorkRow struct {
	ID      string // names the row
	Send    string // what the box sends; ID where empty
	Number  string
	Href    string
	Lamp    Lamp
	Left    string // 剩5个工作日, 今日 24:00, 超2个工作日, 暂停计时 2天, 尚未计时
	Title   string
	Tags    []Badge
	Kind    string
	Source  string
	Times   int // 诉求次数; from 2 on printed as a tag
	Place   string
	Unit    string
	State   string
	At      string
	Due     string
	Actions []Button
	Key     bool // supervision or key order: the purple edge, always with a tag
	On      bool // chosen
}

func (r WorkRow) send() string {
	if r.Send == "" {
		return r.ID
	}
	return r.Send
}

func (r WorkRow) times() Badge {
	b := Badge{Text: "第" + strconv.Itoa(r.Times) + "次", Tone: Orange}
	if r.Times > 3 {
		b.Tone = Red
	}
	return b
}

// WorklistProps is a table of orders.
type WorklistProps struct {
	Rows    []WorkRow
	Columns []WorkColumn     // UsualColumns where nil
	Box     string           // name of the boxes; no boxes where empty
	Label   string           // read out
	Attrs   templ.Attributes // on the body: hx-*, sse-*
}

func (w WorklistProps) columns() []WorkColumn {
	if w.Columns == nil {
		return UsualColumns()
	}
	return w.Columns
}

func (w WorklistProps) heads() []Column {
	var out []Column
	if w.Box != "" {
		out = append(out, Column{All: w.Box})
	}
	for _, c := range w.columns() {
		out = append(out, c.head())
	}
	return out
}

// TabProps is one tab with the number of its list.
type TabProps struct {
	Label   string
	Href    string
	Count   int
	More    bool // so many or more
	NoCount bool
	Current bool
}

// PagerProps moves through keyset pages: there is no number of pages. Where there is nothing to turn and no size to choose nothing is shown.
type PagerProps struct {
	Note  string // 本页 12 件，按剩余时间排序
	Prev  string // address; empty: no such page
	Next  string
	Sizes []Anchor // 20 50 100; the one without Href is in force
}

// turns reports whether there is another page, or a size of pages to choose.
func (p PagerProps) turns() bool { return p.Prev != "" || p.Next != "" || len(p.Sizes) > 0 }

// Pair is a term and what it is.
type Pair struct {
	Term string
	Text string
	Body templ.Component // instead of Text
}

// P is a Pair of words.
func P(term, text string) Pair { return Pair{Term: term, Text: text} }

// Meter is a rate with its bar.
type Meter struct {
	Label   string
	Percent int    // of the bar, 0 to 100
	Value   string // 97.1%（66/68）, 样本不足
	Lamp    Lamp
}

// Thousands prints 1,874.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	neg := ""
	if n < 0 {
		neg, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return neg + s
}

// oneWide reports whether a single column is wide: two that each take their third would leave the others a character.
func oneWide(all []Column) bool {
	n := 0
	for _, c := range all {
		if c.Wide {
			n++
		}
	}
	return n == 1
}
