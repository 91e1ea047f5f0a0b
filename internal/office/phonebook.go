package office

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/text"
)

// LineKind says what a number of a unit is for.
type LineKind string

// The kinds, in the order of the printed columns.
const (
	LineOffice LineKind = "office" // 办公电话, told to citizens too
	LineDay    LineKind = "day"    // 白天值班
	LineNight  LineKind = "night"  // 夜间、节假日值班
	LineDesk   LineKind = "desk"   // 承办股室
	LineFax    LineKind = "fax"    // 传真
)

// LineKinds lists them.
func LineKinds() []LineKind {
	return []LineKind{LineOffice, LineDay, LineNight, LineDesk, LineFax}
}

// Name is the Chinese name.
func (k LineKind) Name() string {
	return map[LineKind]string{LineOffice: "办公电话", LineDay: "白天值班", LineNight: "夜间节假日", LineDesk: "承办股室", LineFax: "传真"}[k]
}

// PhoneLine is one number. Note is a room or a post (值班室、督查股), never a person: the list is printed and hangs on walls.
type PhoneLine struct {
	Kind   LineKind `json:"kind"`
	Number string   `json:"number"`
	Note   string   `json:"note,omitempty"`
}

// The events of a unit's stream.
type (
	// PhonesListed is the whole list of a unit as its own people wrote it.
	PhonesListed struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Unit    org.UnitID    `json:"unit"`
		Lines   []PhoneLine   `json:"lines"`
	}
	// PhonesConfirmed says that the unit has looked at its list in a month and found it right.
	PhonesConfirmed struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Unit    org.UnitID    `json:"unit"`
		Month   string        `json:"month"` // 2026-12
	}
)

// Phonebook is a unit's list as it stands.
type Phonebook struct {
	Unit        org.UnitID
	Version     int64
	Lines       []PhoneLine
	Month       string // last confirmed
	ConfirmedAt time.Time
	ConfirmedBy org.AccountID
}

// Evolve applies an event.
func (b Phonebook) Evolve(e any) Phonebook {
	switch e := e.(type) {
	case PhonesListed:
		b.Unit, b.Lines = e.Unit, e.Lines
	case PhonesConfirmed:
		b.Unit, b.Month, b.ConfirmedAt, b.ConfirmedBy = e.Unit, e.Month, e.At, e.Account
	}
	return b
}

// MonthOf is the month of Beijing that an instant lies in.
func MonthOf(t time.Time) string { return t.In(calendar.Beijing).Format("2006-01") }

// Confirmed reports whether the unit has confirmed its list this month.
func (b Phonebook) Confirmed(now time.Time) bool { return b.Month == MonthOf(now) }

// ListPhones is a unit's own new list: each number is a telephone number, none of them the citizens' line, at which nobody of a unit should ever be sent
// to wait, and there is one at which it can be reached. Who writes has looked, so the month is confirmed with it.
func ListPhones(by org.Actor, lines []PhoneLine, hotline string, now time.Time) (PhonesListed, PhonesConfirmed, error) {
	out := PhonesListed{At: now, Account: by.Account, Unit: by.Post.Unit}
	for _, l := range lines {
		field := "number_" + string(l.Kind)
		l.Number, l.Note = strings.TrimSpace(l.Number), strings.TrimSpace(l.Note)
		if l.Number == "" {
			if l.Note != "" {
				return out, PhonesConfirmed{}, regulation.RefuseField(regulation.Art4, "note_alone", field, "%s写了说明，没有写号码，请补充或去掉说明。", l.Kind.Name())
			}
			continue
		}
		n, err := text.ParsePhone(l.Number)
		if err != nil {
			return out, PhonesConfirmed{}, regulation.RefuseField(regulation.Art4, "bad_number", field, "%s：%s", l.Kind.Name(), err.Error())
		}
		if hotline != "" && sameLine(n, hotline) {
			return out, PhonesConfirmed{}, regulation.RefuseField(regulation.Art4, "hotline", field, "%s是群众拨打的热线，不能当单位电话；请写内部号码。", l.Number)
		}
		if found := text.FindIdentity(l.Note); len(found) > 0 {
			return out, PhonesConfirmed{}, regulation.RefuseField(regulation.Art4, "note_names", "note_"+string(l.Kind), "说明里只写股室、岗位，不写姓名和号码。")
		}
		out.Lines = append(out.Lines, l)
	}
	if !slices.ContainsFunc(out.Lines, func(l PhoneLine) bool { return l.Kind != LineFax }) {
		return out, PhonesConfirmed{}, regulation.RefuseField(regulation.Art4, "no_number", "number_office", "至少写一个能打通的号码。")
	}
	return out, ConfirmPhones(by, now), nil
}

// ConfirmPhones says that the list is right this month.
func ConfirmPhones(by org.Actor, now time.Time) PhonesConfirmed {
	return PhonesConfirmed{At: now, Account: by.Account, Unit: by.Post.Unit, Month: MonthOf(now)}
}

// sameLine compares two numbers without their area codes.
func sameLine(a, b string) bool {
	digits := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, s)
	}
	a, b = digits(a), digits(b)
	return b != "" && (a == b || len(a) > len(b) && strings.HasSuffix(a, b) && len(b) >= 7 || len(b) > len(a) && len(a) >= 7 && strings.HasSuffix(b, a))
}

// String prints a line: 值班室 0558-7000201.
func (l PhoneLine) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %s", l.Note, l.Number))
}
