package parts

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"
)

// Bound is a field's name with what was typed and what is wrong with it; web.Form.Bind makes one.
type Bound struct {
	Name   string
	Value  string
	Values []string // where several may be chosen
	Error  string   // Chinese: what is wrong and how to mend it
}

// Bind is a Bound without a form behind it.
func Bind(name, value string) Bound { return Bound{Name: name, Value: value} }

// ID is the id of the field's input, which the error summary points at.
func (b Bound) ID() string { return FieldID(b.Name) }

// FieldID is the id of the input of the field with that name.
func FieldID(name string) string { return "f-" + name }

func (b Bound) has(value string) bool {
	if b.Value == value && value != "" {
		return true
	}
	for _, v := range b.Values {
		if v == value {
			return true
		}
	}
	return false
}

func (b Bound) describedBy(hint string) string {
	s := ""
	if hint != "" {
		s = b.ID() + "-hint"
	}
	if b.Error != "" {
		if s != "" {
			s += " "
		}
		s += b.ID() + "-err"
	}
	return s
}

// Input is a line of text.
type Input struct {
	Bound
	Label       string
	Hint        string
	Optional    bool   // prints （选填）; there are no asterisks
	Kind        string // HTML input type; text where empty. Dates: "date", "datetime-local". Telephones: "tel", any format
	Width       Width
	Size        Size
	Placeholder string
	Complete    string // HTML autocomplete; "off" where empty
	Mode        string // inputmode: numeric, tel
	Max         int    // longest text in characters; 0: no limit
	ReadOnly    bool
	Focus       bool
	Bare        bool // no label printed: it is read out only. For filter rows
	Key         string
	List        []string // proposals
	Attrs       templ.Attributes
}

func (in Input) kind() string {
	if in.Kind == "" {
		return "text"
	}
	return in.Kind
}

func (in Input) complete() string {
	if in.Complete == "" {
		return "off"
	}
	return in.Complete
}

// Area is a text of several lines.
type Area struct {
	Bound
	Label       string
	Hint        string
	Optional    bool
	Width       Width
	Rows        int // 3 where 0; grows with the text
	Max         int // shows a counter
	Placeholder string
	Focus       bool
	Bare        bool
	Key         string
	Phrases     []string // common phrases that fill the area at one press
	Fills       []Option // longer texts that fill it, under a short label
	Attrs       templ.Attributes
}

func (a Area) rows() string {
	if a.Rows == 0 {
		return "3"
	}
	return strconv.Itoa(a.Rows)
}

// Option is one of a choice.
type Option struct {
	Value    string
	Label    string
	Extra    string // a small note behind it: 92%, 上次
	Key      string
	Disabled bool

	With, WithValue string // where it fills a text: another field it fills too, where that is still empty
}

// Options makes plain options of value, label, value, label, …
func Options(pairs ...string) []Option {
	var out []Option
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, Option{Value: pairs[i], Label: pairs[i+1]})
	}
	return out
}

// Choice is one out of several, or several where printed by Checks.
type Choice struct {
	Bound
	Label      string
	Hint       string
	Optional   bool
	Options    []Option
	Empty      string // Select: words of a first, empty option
	Width      Width
	Size       Size
	Bare       bool
	Key        string // Select: focuses it. Seg: presses the next one
	SendAtOnce bool   // Select in a filter: sends the form when changed, where script runs
	Attrs      templ.Attributes
}

func (c Choice) optionID(i int) string {
	if i == 0 {
		return c.ID()
	}
	return c.ID() + "-" + strconv.Itoa(i+1)
}

func (c Choice) optionKey(o Option) string {
	if o.Key != "" {
		return o.Key
	}
	return c.Key
}

// Check is a single box to tick; it sends "1" when ticked.
type Check struct {
	Bound
	Label string
	Hint  string
	Width Width
	Key   string
	Attrs templ.Attributes
}

func (c Check) checked() bool { return c.Value != "" }

// Upload chooses files.
type Upload struct {
	Bound
	Label    string
	Hint     string // what is taken: 图片、PDF、Word、Excel，每个不超过 20 MB
	Optional bool
	Accept   string
	Multiple bool
	Camera   bool // a telephone offers its camera first
	Width    Width
	Attrs    templ.Attributes
}

// FieldError is one line of the summary at the top of a form that came back.
type FieldError struct {
	Name    string // the field; empty where the form as a whole is refused
	Label   string
	Message string
	Article string // the article cited, where a rule refused it
}

// FormProps is a form that is posted.
type FormProps struct {
	Action  string
	Key     string // idempotency key, see web.NewKey; carried along unchanged when the form comes back
	ID      string
	Class   string
	Label   string // read out
	Primary bool   // Ctrl+Enter sends it
	Dirty   bool   // warns before leaving with unsaved text
	Upload  bool   // carries files
	Hidden  map[string]string
	Attrs   templ.Attributes
}

// saysWhen reports whether a label tells by itself when the field must be filled: 意见（不同意时必填）.
func saysWhen(label string) bool {
	for _, word := range []string{"必填", "必选", "必须", "写明", "没有的不填"} {
		if strings.Contains(label, word) {
			return true
		}
	}
	return false
}
