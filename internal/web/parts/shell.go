package parts

import (
	"strconv"

	"huiyin/internal/web/static"
)

// TextSize is how large the letters are; a person's own setting.
type TextSize string

// The sizes of html[data-size].
const (
	NormalText TextSize = ""
	LargeText  TextSize = "large"
	ElderText  TextSize = "elder" // citizens' pages
)

// Frame is how a staff page is laid out.
type Frame string

// The frames.
const (
	WideMenu   Frame = ""       // menu with words: work lists
	NarrowMenu Frame = "narrow" // icons: an order
	DeskFrame  Frame = "desk"   // icons, exactly one screen high, nothing scrolls: intake
)

// MenuGroup is a heading with its entries; the first has no heading.
type MenuGroup struct {
	Title string
	Items []MenuItem
}

// MenuItem is an entry of the menu. Its count equals the length of the list that it leads to.
type MenuItem struct {
	ID      string
	Label   string
	Short   string // for the narrow menu: four characters; Label where empty
	Href    string
	Icon    Icon
	Count   int
	Counted bool // prints Count even where it is 0
	Hot     bool // prints it in red
}

func (m MenuItem) word(narrow bool) string {
	if narrow && m.Short != "" {
		return m.Short
	}
	if r := []rune(m.Label); narrow && len(r) > 4 {
		// Four characters fit: 待核对签批 is told by 核对签批.
		if r[0] == '待' {
			r = r[1:]
		}
		return string(r[:min(len(r), 4)])
	}
	return m.Label
}

// OpenTab is a page that the person keeps open, with what it holds unsaved on the server.
type OpenTab struct {
	Label string
	Href  string
	Close string // address of the post that closes it
	Here  bool
}

// Layout is all that the shell of a staff page shows beside the page itself.
type Layout struct {
	System    string // 蒙城县县长热线工单管理系统
	Office    string // 蒙城县人民政府办公室 · 县长热线受理中心
	Title     string // of the page, for the browser's tab
	Home      string
	DutyPhone string
	User      string // 分办员02
	Unit      string // 县热线办
	Settings  string // address of 我的设置
	Messages  string // address
	Unread    int
	Feed      string // address of the feed that keeps Unread current; empty: none
	Logout    string // address of the post
	Search    string // address of the global search; empty: no search box
	Query     string // what was searched for: kept out of addresses, so the box posts
	Menu      []MenuGroup
	Current   string // ID of the menu entry
	Frame     Frame
	Flush     bool // the page brings its own padding: an order with its sticky head
	Wide      bool // prints on landscape
	Middle    bool // one card in the middle: an error
	Tabs      []OpenTab
	Banners   []NoteProps
	Flash     *Flash
	TextSize  TextSize
	Contrast  bool
	NoKeys    bool // single-letter keys are switched off
	Keys      []KeyHint
	Version   string
	Filing    string // 备案号
}

// KeyHint is a line of the key sheet beyond the keys that stand on the page.
type KeyHint struct{ Key, Name string }

func (l Layout) title() string {
	if l.Title == "" {
		return l.System
	}
	return l.Title + " · " + l.System
}

func (l Layout) who() string {
	if l.Unit == "" {
		return l.User
	}
	return l.User + " · " + l.Unit
}

func (l Layout) narrow() bool { return l.Frame != WideMenu }

func (l Layout) main() string {
	switch {
	case l.Middle:
		return "main middle"
	case l.Flush:
		return ""
	case l.Wide:
		return "main wide"
	}
	return "main"
}

// usualKeys stand first on every key sheet.
func usualKeys() []KeyHint {
	return []KeyHint{{"Ctrl+Enter", "提交本页的表单"}, {"/", "到搜索框"}, {"?", "打开这张表"}, {"Esc", "关闭对话框"}}
}

// HTMXConfig switches off what the content policy forbids, keeps no page in the browser's storage, and shows answers of refusal in place.
const HTMXConfig = `{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,"refreshOnHistoryMiss":true,"scrollBehavior":"auto","responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"[45]..","swap":true,"error":true}]}`

// PublicLayout is the frame of a citizen's page. It needs no script.
type PublicLayout struct {
	Title     string
	System    string // 蒙城县县长热线
	Office    string // 蒙城县人民政府办公室
	Home      string
	Phone     string // the hotline's number, first of all
	TextSize  TextSize
	Contrast  bool
	Tools     []Anchor // 长辈版
	More      []Anchor // further tools, left out where there is no room: 高对比, 查进度
	Leave     string   // where 快速离开 leads: nobody who looks over the shoulder knows this site. Empty: no such button
	Hosts     []string // lines of the footer
	Foot      []Anchor
	Filing    string
	CallLabel string // 打电话 7812345
}

func (l PublicLayout) title() string { return l.Title + " · " + l.System }

func (l PublicLayout) call() string {
	if l.CallLabel != "" {
		return l.CallLabel
	}
	return "打电话 " + l.Phone
}

// ManifestPath is where the description for a telephone's first screen lies.
const ManifestPath = "/manifest.webmanifest"

// scripts is what a page loads.
type scripts int

const (
	noScript   scripts = iota
	ownScript          // keys, dialogs, counters
	liveScript         // and htmx with its feeds: staff pages
)

func asset(name string) string { return static.URL(name) }

// UnreadWords prints the number in the bell; beyond 99 nobody counts.
func UnreadWords(n int) string {
	if n > 99 {
		return "99+"
	}
	return strconv.Itoa(n)
}
