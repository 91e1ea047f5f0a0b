// Package parts is the catalogue of components that every page is made of: shell, buttons, fields, lights, tables, the timeline,
// the chain of signatures, clocks, notes, dialogs. Each takes a typed value and prints Chinese HTML in the classes of huiyin.css.
//
// It knows no order, no unit and no rule: it is given words and prints them, escaped. It never holds inline script or style and
// never prints a string unescaped, so that the content policy can be strict. Every action works as a plain form post or link;
// app.js only adds keys, counters and dialogs.
//
// Start reading at Shell (shell.templ) and look at Gallery (gallery.templ), which shows every part with sample values.
package parts

// Tone is the colour of a tag, note or toast. Red is rare: instructions of leaders, overdue, what cannot be undone.
type Tone string

// The tones.
const (
	Plain  Tone = ""
	Blue   Tone = "b"
	Red    Tone = "r"
	Purple Tone = "p" // supervision, key orders
	Yellow Tone = "y"
	Green  Tone = "g"
	Orange Tone = "o"
	Line   Tone = "line" // an outline only
)

// Anchor is a link, or only words where Href is empty.
type Anchor struct {
	Text string
	Href string
}

// Icon names a symbol of the sprite icons.svg, without "i-".
type Icon string

// The icons of the sprite.
const (
	IconAlert    Icon = "alert"
	IconBell     Icon = "bell"
	IconBook     Icon = "book"
	IconCamera   Icon = "camera"
	IconChart    Icon = "chart"
	IconChat     Icon = "chat"
	IconCheck    Icon = "check"
	IconClock    Icon = "clock"
	IconColumns  Icon = "cols"
	IconCopy     Icon = "copy"
	IconDown     Icon = "down"
	IconExit     Icon = "exit"
	IconEye      Icon = "eye"
	IconFile     Icon = "file"
	IconFilter   Icon = "filter"
	IconFinger   Icon = "finger"
	IconFlag     Icon = "flag"
	IconGear     Icon = "gear"
	IconHistory  Icon = "history"
	IconHome     Icon = "home"
	IconHorn     Icon = "horn"
	IconImage    Icon = "image"
	IconInbox    Icon = "inbox"
	IconInfo     Icon = "info"
	IconLeft     Icon = "left"
	IconList     Icon = "list"
	IconLock     Icon = "lock"
	IconMerge    Icon = "merge"
	IconMic      Icon = "mic"
	IconPen      Icon = "pen"
	IconPhone    Icon = "phone"
	IconPhoneFwd Icon = "phone-fwd"
	IconPhoneIn  Icon = "phone-in"
	IconPin      Icon = "pin"
	IconPlus     Icon = "plus"
	IconPrint    Icon = "print"
	IconRight    Icon = "right"
	IconSearch   Icon = "search"
	IconShield   Icon = "shield"
	IconStamp    Icon = "stamp"
	IconStar     Icon = "star"
	IconSwap     Icon = "swap"
	IconUndo     Icon = "undo"
	IconUp       Icon = "up"
	IconUpload   Icon = "upload"
	IconUser     Icon = "user"
	IconUsers    Icon = "users"
	IconVolume   Icon = "vol"
	IconX        Icon = "x"
)

// Width is how many of twelve columns a field or card takes. The zero value is the whole width.
type Width string

// The widths.
const (
	Full         Width = ""
	Quarter      Width = "w3"
	Third        Width = "w4"
	Half         Width = "w6"
	TwoThirds    Width = "w8"
	ThreeQuarter Width = "w9"
)

// Size is how long an input is within its field. The zero value fills the field.
type Size string

// The sizes.
const (
	Fill   Size = ""
	Short  Size = "in-s"  // 6.5rem: a kind, a day
	Medium Size = "in-m"  // 9.5rem: a unit's short name
	Long   Size = "in-l"  // 15rem: a keyword
	Longer Size = "in-xl" // 24rem: a place
)
