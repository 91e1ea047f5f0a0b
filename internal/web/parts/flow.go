package parts

import "github.com/a-h/templ"

// MomentKind is how an entry of the timeline stands out.
type MomentKind string

// The kinds.
const (
	Happened    MomentKind = ""
	Happening   MomentKind = "now" // what is waited for
	Instruction MomentKind = "imp" // 批示
	Supervised  MomentKind = "sup" // 督办
)

// Moment is one entry of 流转过程: the verb as in documents, what, when.
type Moment struct {
	Kind  MomentKind
	Verb  string // 转办, 签收, 延期, …
	What  string
	Tags  []Badge
	At    string // 11月24日 15:32; 现在
	Stamp string // RFC 3339, for machines
	Text  string
	Links []Anchor
	Pishi *Pishi
	Body  templ.Component
	Why   *Reason
}

// Pishi is a leader's instruction: the red script block.
type Pishi struct {
	Text   string
	Signer string
	Date   string
}

// StepState is where a step of a chain stands.
type StepState string

// The states.
const (
	StepDone    StepState = "done"
	StepNow     StepState = "now"
	StepTodo    StepState = "todo"
	StepRefused StepState = "refused"
)

// Step is one signature of a chain.
type Step struct {
	State  StepState
	Label  string // who does what
	Detail string // the person, on whose behalf, the opinion
	At     string
	Paper  bool   // signed on paper and scanned
	Href   string // the scan
}

// FileRow is an attachment.
type FileRow struct {
	Name string
	Href string // empty while it is being checked
	Meta string // 11月30日 · 412 KB
	Icon Icon
	Held string // 正在检查, 未通过检查: why it cannot be opened
}

// Thumb is a picture.
type Thumb struct {
	Src  string
	Href string
	Name string
}

// PhoneProps is a masked number with the ways to see or call it.
type PhoneProps struct {
	Masked  string // 138****5678
	Shown   string // the whole number, where it has just been revealed
	Seconds int    // how long it stays
	Reveal  string // address of the post that reveals; empty: not allowed
	Key     string // idempotency key of that form
	Reasons []Option
	Relay   string // address of the relayed call; empty: not allowed
	Error   string
}

// DialogProps is a dialog; without script it is a section of the page.
type DialogProps struct {
	ID    string
	Title string
	Shown bool // stands in the page, as a confirmation page of its own
}

// ConfirmProps asks before a legal act: it repeats the object and the consequence, and the focus is on 取消.
type ConfirmProps struct {
	ID      string
	Title   string // 终结这件诉求？
	Text    string
	Article string
	Form    FormProps
	Button  Button
	Back    string // where 取消 leads without script
	Shown   bool
}

func (c ConfirmProps) words() string {
	if c.Article == "" {
		return c.Text
	}
	return c.Text + "（" + c.Article + "）"
}

// Flash says what has just been done; with Undo it can be taken back while Seconds run.
type Flash struct {
	Tone    Tone
	Text    string
	Undo    string // address of the post that takes back
	Key     string
	Seconds int
	Link    *Anchor
}

func (f Flash) class() string {
	switch f.Tone {
	case Yellow, Green, Red:
		return "toast toast-" + string(f.Tone)
	}
	return "toast"
}
