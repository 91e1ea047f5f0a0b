package parts

import "github.com/a-h/templ"

// ButtonStyle is how heavy a button is. A screen has one Main button.
type ButtonStyle string

// The styles.
const (
	Ordinary ButtonStyle = ""
	Main     ButtonStyle = "btn-main"
	RedText  ButtonStyle = "btn-red"  // sends back, refuses
	Stop     ButtonStyle = "btn-stop" // cannot be undone
	TextOnly ButtonStyle = "btn-text"
)

// Button is a button, or a link that looks like one where Href is set. One verb one button, the same word as in the log:
// 登记 转办 签收 退回 催办 督办 办结 回访 终结 归档; never 提交, 确定, 操作 alone.
type Button struct {
	Label    string
	Href     string
	Style    ButtonStyle
	Icon     Icon
	After    Icon   // an icon behind the words
	Key      string // hot key, printed on the button: "Alt+N", "F8", "Ctrl+Enter"; a single letter works outside inputs only
	Small    bool   // 26 high, for table rows
	Large    bool   // 44 high
	Block    bool   // as wide as its box
	Name     string // with Value: what the form receives when this button sends it
	Value    string
	Action   string // formaction: this button sends the form elsewhere
	Form     string // id of a form that the button stands outside of
	Open     string // id of a dialog that it opens where script runs; Href or the form works without
	Close    bool   // closes the dialog that it stands in
	Focus    bool   // has the focus when its dialog opens
	Plain    bool   // does not send the form
	Disabled bool
	Why      string // why it is disabled, shown on hover
	ID       string
	Attrs    templ.Attributes // hx-* and the like
}

// Submit is the one main button of a form; Ctrl+Enter presses it.
func Submit(label string) Button { return Button{Label: label, Style: Main, Key: "Ctrl+Enter"} }

// Go is an ordinary button that leads to an address.
func Go(label, href string) Button { return Button{Label: label, Href: href} }

// GoSmall is Go for a row of a table.
func GoSmall(label, href string) Button { return Button{Label: label, Href: href, Small: true} }

func (b Button) class() string {
	c := "btn"
	if b.Style != "" {
		c += " " + string(b.Style)
	}
	if b.Small {
		c += " btn-s"
	}
	if b.Large {
		c += " btn-l"
	}
	if b.Block {
		c += " btn-block"
	}
	return c
}

// hotKey is what app.js listens for. Ctrl+Enter belongs to the form, not to a button.
func (b Button) hotKey() string {
	if b.Key == "Ctrl+Enter" || b.Disabled {
		return ""
	}
	return b.Key
}

func (b Button) kind() string {
	if b.Plain || b.Close {
		return "button"
	}
	return "submit"
}
