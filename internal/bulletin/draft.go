package bulletin

import (
	"regexp"
	"slices"
	"strings"
)

// Draft is what Compile makes: figures, tables and sentences of one period at one position of the log. It is stored as it was compiled; compiled anew from the same
// position it is the same to the byte.
type Draft struct {
	Period   Period    `json:"period"`
	Pos      int64     `json:"pos"`
	AsOf     string    `json:"as_of"` // the last day whose limits have passed
	Values   []Value   `json:"values"`
	Sections []Section `json:"sections"`
	Tables   []Grid    `json:"tables"`
	Series   []Point   `json:"series"` // registrations by day, or by month of a long period
}

// Value is a figure that prose may name: 【按期办结率】. One without a metric is words made of figures: 上升4.8%, 岳坊镇1件.
type Value struct {
	Token  string `json:"token"`
	Text   string `json:"text"`
	Metric string `json:"metric,omitempty"`
	Part   Part   `json:"part,omitempty"`
	Where  Where  `json:"where,omitzero"`
	Num    int64  `json:"num,omitempty"`
	Den    int64  `json:"den,omitempty"`
}

// Section is a part of the paper: 一、总体情况. Its sentences are separate, so that they can be put in another order; an empty one says 本周无.
type Section struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Sentences []string `json:"sentences"`
}

// Grid is a table of a section. Every figure in it leads to its orders.
type Grid struct {
	ID      string   `json:"id"`
	Section string   `json:"section"`
	Caption string   `json:"caption"`
	Heads   []string `json:"heads"`
	Words   int      `json:"words"` // columns of words at the left; the others are numbers
	Rows    []Line   `json:"rows"`
}

// Line is a row of a table.
type Line struct {
	Cells []Cell `json:"cells"`
	Where Where  `json:"where,omitzero"`
	Sum   bool   `json:"sum,omitempty"`   // a total
	Order string `json:"order,omitempty"` // of a row that is an order
}

// Cell is a cell; Metric is of a figure.
type Cell struct {
	Text   string `json:"t"`
	Metric string `json:"m,omitempty"`
	Bad    bool   `json:"bad,omitempty"` // named among the problems
}

// Point is a bar of the chart.
type Point struct {
	Name   string `json:"name"`
	N      int64  `json:"n"`
	Before int64  `json:"before"` // the same of the period before; of a day's bar only
	Rest   bool   `json:"rest,omitempty"`
}

// Value finds a figure by its name.
func (d Draft) Value(token string) (Value, bool) {
	i := slices.IndexFunc(d.Values, func(v Value) bool { return v.Token == token })
	if i < 0 {
		return Value{}, false
	}
	return d.Values[i], true
}

// Table finds a table.
func (d Draft) Table(id string) (Grid, bool) {
	i := slices.IndexFunc(d.Tables, func(g Grid) bool { return g.ID == id })
	if i < 0 {
		return Grid{}, false
	}
	return d.Tables[i], true
}

// Bit is a stretch of a sentence: words, or a figure.
type Bit struct {
	Text   string
	Figure *Value
}

var tokens = regexp.MustCompile(`【([^【】]*)】`)

// Read takes a sentence apart. A name that is no figure stands as it was written, with a Figure that has no token.
func (d Draft) Read(sentence string) []Bit {
	var out []Bit
	at := 0
	for _, m := range tokens.FindAllStringSubmatchIndex(sentence, -1) {
		if m[0] > at {
			out = append(out, Bit{Text: sentence[at:m[0]]})
		}
		at = m[1]
		v, ok := d.Value(sentence[m[2]:m[3]])
		if !ok {
			out = append(out, Bit{Text: sentence[m[0]:m[1]], Figure: &Value{}})
			continue
		}
		out = append(out, Bit{Text: v.Text, Figure: &v})
	}
	if at < len(sentence) {
		out = append(out, Bit{Text: sentence[at:]})
	}
	return out
}

// Say is a sentence with its figures in place.
func (d Draft) Say(sentence string) string {
	var b strings.Builder
	for _, x := range d.Read(sentence) {
		b.WriteString(x.Text)
	}
	return b.String()
}

// unknown is the first name in a sentence that is no figure of the draft.
func (d Draft) unknown(sentence string) (string, bool) {
	for _, m := range tokens.FindAllStringSubmatch(sentence, -1) {
		if _, ok := d.Value(m[1]); !ok {
			return m[1], true
		}
	}
	return "", false
}

// Nothing is what an empty section says: 本周无.
func (d Draft) Nothing() string { return d.Period.Kind.short() + "无。" }
