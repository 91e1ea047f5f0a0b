package parts

import "github.com/a-h/templ"

// Pane is one of the three panes of signing. A telephone shows the one that SignBoards is open on, a wide screen all of them.
type Pane string

// The panes.
const (
	PaneList  Pane = "list"  // what waits
	PaneDoc   Pane = "doc"   // one 呈阅件 in full
	PaneSheet Pane = "sheet" // the sheet that takes the signature
)

// PhonePaneProps is a pane's head.
type PhonePaneProps struct {
	Pane  Pane
	Label string // for the screen reader
	Title string
	Count int      // beside the title, where not 0
	Back  string   // a pane within: where its arrow leads
	Links []Anchor // the first pane: what else there is
}

// SignCardProps is a 呈批件 on the list of what waits for a signature.
type SignCardProps struct {
	Tags     []Badge
	Lamp     Lamp
	Left     string // words of the light; empty where no limit runs
	Title    string
	Href     string
	Summary  string
	Red      string // what went before
	Where    string
	Key      bool     // 重点
	On       bool     // the one that is open beside the list
	No       Anchor   // 退回
	Yes      Anchor   // 同意
	Progress *Pishi   // 批示 that is followed up; nil on what still waits
	State    []Pair   // of what is followed up: state, last progress
	Acts     []Anchor // between No and Yes
}

// SignFootProps are the ways from a 呈阅件: two beside, one main.
type SignFootProps struct {
	Others []Anchor
	Main   Anchor
}

// SignSheetProps is the sheet that asks for a signature once more. Its fields are the children.
type SignSheetProps struct {
	Form   FormProps
	Title  string
	Cancel string // where 取消 leads
	Errors []FieldError
	Lead   string // the order's title
	Means  string // what the signature means
	Refuse bool   // a refusal: red
	Signer string // 签名样式
	Day    string
	Button string
	Foot   string
}

func (p SignSheetProps) form() FormProps {
	f := p.Form
	f.Class, f.Label, f.Primary = "sheet stack-4", p.Title, true
	f.Attrs = templ.Attributes{"data-steady": ""}
	return f
}
