package office

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/text"
)

// Shift is a part of a day on which somebody is on duty (值班, Art. 12).
type Shift string

// The shifts. A night belongs to the day on which it begins.
const (
	DayShift   Shift = "day"   // 白班 8:00—18:00
	NightShift Shift = "night" // 夜班 18:00—次日8:00
)

// Shifts lists them in the order of a day.
func Shifts() []Shift { return []Shift{DayShift, NightShift} }

// Name is the Chinese name.
func (s Shift) Name() string { return map[Shift]string{DayShift: "白班", NightShift: "夜班"}[s] }

// The hours at which shifts change.
const (
	shiftMorning = 8 * time.Hour
	shiftEvening = 18 * time.Hour
)

// ShiftAt is the shift of an instant, with the day it belongs to.
func ShiftAt(t time.Time) (calendar.Date, Shift) {
	d := calendar.DateOf(t)
	switch since := t.Sub(d.Midnight()); {
	case since < shiftMorning:
		return d.AddDays(-1), NightShift
	case since < shiftEvening:
		return d, DayShift
	}
	return d, NightShift
}

// ShiftEntry is one line of a roster: who is on duty, and under which number. Names and numbers are sealed by the desk and stand in no event.
type ShiftEntry struct {
	Day   string `json:"day"`
	Shift Shift  `json:"shift"`
	Name  string `json:"name"`
	Phone string `json:"phone"`
}

// ShiftMark says in clear that a shift is filled.
type ShiftMark struct {
	Day   string `json:"day"`
	Shift Shift  `json:"shift"`
}

// RosterFilled writes one week of a unit's roster: the whole week, what it held before no longer holds. People is the sealed list of its entries.
type RosterFilled struct {
	At      time.Time     `json:"at"`
	Account org.AccountID `json:"account"`
	Unit    org.UnitID    `json:"unit"`
	Monday  string        `json:"monday"`
	Marks   []ShiftMark   `json:"marks"`
	People  Words         `json:"people"`
}

// Roster is a unit's roster, folded from its stream: the latest of each week holds.
type Roster struct {
	Unit    org.UnitID
	Version int64
	Weeks   map[string]RosterFilled
}

// Evolve applies an event.
func (r Roster) Evolve(e any) Roster {
	if f, ok := e.(RosterFilled); ok {
		weeks := map[string]RosterFilled{f.Monday: f}
		for k, v := range r.Weeks {
			if k != f.Monday {
				weeks[k] = v
			}
		}
		r.Unit, r.Weeks = f.Unit, weeks
	}
	return r
}

// Needed reports whether a unit owes somebody on a shift: every night, the days on which nobody works, and in the hotline office each shift (7×24小时, Art. 12).
func Needed(u org.UnitID, cal *calendar.Calendar, d calendar.Date, s Shift) bool {
	return s == NightShift || u == org.HotlineOffice || !cal.IsWorkday(d)
}

// Gaps lists the shifts of a week, from a day on, that a unit owes and has not filled.
func Gaps(u org.UnitID, cal *calendar.Calendar, monday, from calendar.Date, have []ShiftMark) []ShiftMark {
	var out []ShiftMark
	for d := monday; d.Before(monday.AddDays(7)); d = d.Next() {
		for _, s := range Shifts() {
			m := ShiftMark{Day: d.String(), Shift: s}
			if !d.Before(from) && Needed(u, cal, d, s) && !slices.Contains(have, m) {
				out = append(out, m)
			}
		}
	}
	return out
}

// rosterAhead is how many days ahead a week may be filled.
const rosterAhead = 92

// FillWeek is a unit's own word on one week, and never another's: the unit is that of the writer's post. hotline is the citizens' number. Lines left empty are dropped.
func FillWeek(by org.Actor, monday calendar.Date, all []ShiftEntry, hotline string, now time.Time) (RosterFilled, []ShiftEntry, error) {
	e := RosterFilled{At: now, Account: by.Account, Unit: by.Post.Unit, Monday: monday.String()}
	bad := func(x ShiftEntry, part, code, reason string, args ...any) error {
		d, _ := calendar.ParseDate(x.Day)
		return regulation.RefuseField(regulation.Art12, code, part+"_"+x.Day+"_"+string(x.Shift), d.ChineseShort()+x.Shift.Name()+reason, args...)
	}
	this := calendar.DateOf(now).Monday()
	switch {
	case monday.IsZero() || monday != monday.Monday():
		return e, nil, regulation.RefuseField(regulation.Art12, "bad_week", "monday", "没有选择哪一周，请从值班表里打开。")
	case monday.Before(this.AddDays(-7)):
		return e, nil, regulation.RefuseState(regulation.Art12, "old_week", "上周以前的值班表已经定了，不能再改。")
	case monday.After(this.AddDays(rosterAhead)):
		return e, nil, regulation.RefuseField(regulation.Art12, "far_week", "monday", "最多提前三个月排班，请选近一些的周。")
	}
	var kept []ShiftEntry
	for _, x := range all {
		x.Name, x.Phone = strings.TrimSpace(x.Name), strings.TrimSpace(x.Phone)
		d, err := calendar.ParseDate(x.Day)
		switch {
		case err != nil || d.Monday() != monday || x.Shift.Name() == "":
			return e, nil, regulation.RefuseField(regulation.Art12, "bad_shift", "monday", "有的班次不在这一周，请刷新页面后重填。")
		case x.Name == "" && x.Phone == "":
			continue
		case x.Name == "":
			return e, nil, bad(x, "name", "no_name", "写了电话，没有写值班人，请补充。")
		case utf8.RuneCountInString(x.Name) > 20:
			return e, nil, bad(x, "name", "long_name", "的值班人超过20个字，请只写一个人。")
		case x.Phone == "":
			return e, nil, bad(x, "phone", "no_phone", "没有写值班电话，请补充。")
		}
		n, err := text.ParsePhone(x.Phone)
		if err != nil {
			return e, nil, bad(x, "phone", "bad_phone", "：%s", err.Error())
		}
		if hotline != "" && sameLine(n, hotline) {
			return e, nil, bad(x, "phone", "hotline", "写的是群众拨打的热线，不能当值班电话。")
		}
		m := ShiftMark{Day: x.Day, Shift: x.Shift}
		if slices.Contains(e.Marks, m) {
			return e, nil, bad(x, "name", "shift_twice", "写了两次，请只留一个。")
		}
		e.Marks, kept = append(e.Marks, m), append(kept, x)
	}
	if len(kept) == 0 {
		return e, nil, regulation.RefuseField(regulation.Art12, "nobody", "monday", "一个班也没有填，请至少填一个值班人和电话。")
	}
	return e, kept, nil
}

// CopyWeek moves a week's entries to another week, day by day.
func CopyWeek(all []ShiftEntry, to calendar.Date) []ShiftEntry {
	var out []ShiftEntry
	for _, x := range all {
		if d, err := calendar.ParseDate(x.Day); err == nil {
			x.Day = to.Monday().AddDays((int(d.Weekday()) + 6) % 7).String()
			out = append(out, x)
		}
	}
	return out
}

// ShiftCount is how many shifts a person has in a month: what 补助 is reckoned from.
type ShiftCount struct {
	Name               string
	Days, Nights, Free int // Free: shifts on days on which nobody works
}

// CountShifts adds up the shifts of each person.
func CountShifts(all []ShiftEntry, cal *calendar.Calendar) []ShiftCount {
	var out []ShiftCount
	for _, x := range all {
		i := slices.IndexFunc(out, func(c ShiftCount) bool { return c.Name == x.Name })
		if i < 0 {
			i, out = len(out), append(out, ShiftCount{Name: x.Name})
		}
		if x.Shift == DayShift {
			out[i].Days++
		} else {
			out[i].Nights++
		}
		if d, err := calendar.ParseDate(x.Day); err == nil && !cal.IsWorkday(d) {
			out[i].Free++
		}
	}
	slices.SortStableFunc(out, func(a, b ShiftCount) int { return (b.Days + b.Nights) - (a.Days + a.Nights) })
	return out
}
