package parts

import "strconv"

// Lamp is the light of a limit: always shape and word and colour.
type Lamp string

// The lamps. Green is round, yellow a triangle, orange a diamond, red a square, grey two bars.
const (
	LampGreen  Lamp = ""  // enough time
	LampYellow Lamp = "y" // one working day left, or a fifth of the limit
	LampOrange Lamp = "o" // due today
	LampRed    Lamp = "r" // overdue
	LampGrey   Lamp = "k" // stopped, or not started
)

// Name is the word that a screen reader says for the shape.
func (l Lamp) Name() string {
	switch l {
	case LampYellow:
		return "黄灯"
	case LampOrange:
		return "橙灯"
	case LampRed:
		return "红灯"
	case LampGrey:
		return "灰灯"
	}
	return "绿灯"
}

func (l Lamp) class() string {
	if l == LampGreen {
		return "light"
	}
	return "light light-" + string(l)
}

// bar is the colour of a progress bar under this lamp.
func (l Lamp) bar() string {
	if l == LampGreen {
		return "bar g"
	}
	return "bar " + string(l)
}

// Badge is a tag beside a title: 督办, 有批示, 第3次诉求.
type Badge struct {
	Text string
	Tone Tone
	Href string
}

func (b Badge) class() string {
	if b.Tone == Plain {
		return "tag"
	}
	return "tag tag-" + string(b.Tone)
}

// NoteProps is a strip that says what the system did, or why a step is forced. Body follows Lead.
type NoteProps struct {
	Tone    Tone // Plain or Blue: information. Yellow: a forced step. Red: refused. Green: conforms. Purple: supervision
	Icon    Icon // chosen by the tone where empty
	Lead    string
	Text    string
	Article string // printed last: 第十条（四）
	Links   []Anchor
}

func (n NoteProps) class() string {
	switch n.Tone {
	case Yellow, Red, Green, Purple:
		return "note note-" + string(n.Tone)
	case Orange:
		return "note note-y"
	}
	return "note"
}

func (n NoteProps) icon() Icon {
	if n.Icon != "" {
		return n.Icon
	}
	switch n.Tone {
	case Yellow:
		return IconShield
	case Red, Orange:
		return IconAlert
	case Green:
		return IconCheck
	case Purple:
		return IconFlag
	}
	return IconInfo
}

// Reason is the link "为什么" of a forced step or a limit: the article and what it says here.
type Reason struct {
	Summary string // 为什么 where empty
	Article string
	Text    string
	Open    bool
	Push    bool // stands at the right end of its row
}

func (r Reason) summary() string {
	if r.Summary == "" {
		return "为什么"
	}
	return r.Summary
}

// article is printed before the text, with a colon where there is one.
func (r Reason) article() string {
	if r.Text == "" {
		return r.Article
	}
	return r.Article + "："
}

// ClockProps is one limit of an order with the words of ux.md: never a number of days alone.
type ClockProps struct {
	Name        string // 办结, 签收, 督办反馈
	Lamp        Lamp
	Words       string // 剩5个工作日
	Used, Total int    // working days; Total 0 prints no bar
	Due         string // 12月8日 周二 24:00
	Provisional bool   // the calendar of that year has not been announced
	Why         *Reason
}

func (c ClockProps) used() string {
	return "已用 " + strconv.Itoa(c.Used) + " / " + strconv.Itoa(c.Total)
}

// Count is a number of an order: 诉求 3.
type Count struct {
	N     int
	Label string
	Hot   bool
}

// StatProps is a number that leads to the list which it counts.
type StatProps struct {
	Label   string
	Lit     bool // prints Lamp beside the label
	Lamp    Lamp
	Value   string
	Unit    string // 件
	Detail  string
	Href    string
	Red     bool
	Current bool
	Title   string // what the number counts: on hover, and read out by key
}

// Big is one of the three large numbers of a unit's first page.
type Big struct {
	N      int
	Label  string
	Detail string
	Href   string
	Tone   Tone
}
