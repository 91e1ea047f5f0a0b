package desk

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/sheet"
	"huiyin/internal/store"
	"huiyin/internal/text"
)

// ShiftView is a shift of a roster as it is shown.
type ShiftView struct {
	Day, Name, Phone string
	Date             string // 3月2日 周一
	Shift            office.Shift
	Gap              bool // somebody is owed, nobody stands there
	Now              bool
	Free             bool // a day on which nobody works
}

// RosterWeekView is a unit's week.
type RosterWeekView struct {
	Unit       org.UnitID
	UnitName   string
	Monday     string
	Name       string // 3月2日—3月8日
	Days       [][]ShiftView
	Gaps       int
	By, At     string // who wrote it last, and when
	Prev, Next string
	MayFill    bool
}

// OnDuty is who is on duty in a unit now.
type OnDuty struct {
	Unit              org.UnitID
	UnitName, Group   string
	Name, Phone, From string // From: 夜班, or where no roster says it 通讯录
	Gaps              int    // of this week, from today on
}

// RosterPage is the roster: the reader's own week, and who is on duty in all units.
type RosterPage struct {
	Own     *RosterWeekView
	Units   []OnDuty
	Shift   string // 3月2日 夜班
	Missing int    // units with gaps
}

func (r *Reader) entriesOf(ctx context.Context, weeks ...store.RosterWeek) ([]office.ShiftEntry, error) {
	var refs []string
	for _, w := range weeks {
		refs = append(refs, w.People)
	}
	open, err := r.s.unseal(ctx, refs)
	if err != nil {
		return nil, err
	}
	var out []office.ShiftEntry
	for _, w := range weeks {
		var all []office.ShiftEntry
		if open[w.People] == "" {
			continue
		}
		if err := json.Unmarshal([]byte(open[w.People]), &all); err != nil {
			return nil, fmt.Errorf("read roster: %w", err)
		}
		out = append(out, all...)
	}
	return out, nil
}

func (r *Reader) weekView(ctx context.Context, u org.UnitID, monday calendar.Date) (RosterWeekView, []office.ShiftEntry, error) {
	v := RosterWeekView{Unit: u, UnitName: r.dir.UnitName(u), Monday: monday.String(), Name: weekName(monday), Prev: monday.AddDays(-7).String(), Next: monday.AddDays(7).String(),
		MayFill: access.May(r.actor.Post.Kind, access.Rostering) && r.actor.Post.Unit == u && !monday.Before(calendar.DateOf(r.s.now()).Monday().AddDays(-7))}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return v, nil, err
	}
	weeks, err := r.s.store.RosterOf(ctx, u, monday, monday)
	if err != nil {
		return v, nil, err
	}
	entries, err := r.entriesOf(ctx, weeks...)
	if err != nil {
		return v, nil, err
	}
	if len(weeks) > 0 {
		v.By, v.At = r.account(weeks[0].By), clockTime(weeks[0].At)
	}
	nowDay, nowShift := office.ShiftAt(r.s.now())
	for d := monday; d.Before(monday.AddDays(7)); d = d.Next() {
		var day []ShiftView
		for _, s := range office.Shifts() {
			x := ShiftView{Day: d.String(), Date: d.ChineseShort(), Shift: s, Now: d == nowDay && s == nowShift, Free: !p.Calendar.IsWorkday(d)}
			if i := slices.IndexFunc(entries, func(e office.ShiftEntry) bool { return e.Day == x.Day && e.Shift == s }); i >= 0 {
				x.Name, x.Phone = entries[i].Name, entries[i].Phone
			} else if office.Needed(u, p.Calendar, d, s) {
				x.Gap = true
				v.Gaps++
			}
			day = append(day, x)
		}
		v.Days = append(v.Days, day)
	}
	return v, entries, nil
}

// Roster reads the page: the week of the reader's own unit, and who is on duty in every unit; query is part of a name, missing keeps the units with gaps.
func (r *Reader) Roster(ctx context.Context, monday calendar.Date, query string, missing bool) (RosterPage, error) {
	var out RosterPage
	if !access.May(r.actor.Post.Kind, access.Rosters) {
		return out, ErrForbidden
	}
	now := r.s.now()
	if monday.IsZero() {
		monday = calendar.DateOf(now)
	}
	day, shift := office.ShiftAt(now)
	out.Shift = day.ChineseShort() + " " + shift.Name()
	if _, ok := r.dir.Unit(r.actor.Post.Unit); ok && access.May(r.actor.Post.Kind, access.Rostering) {
		v, _, err := r.weekView(ctx, r.actor.Post.Unit, monday.Monday())
		if err != nil {
			return out, err
		}
		out.Own = &v
	}
	all, err := r.onDuty(ctx)
	if err != nil {
		return out, err
	}
	for _, x := range all {
		if x.Gaps > 0 {
			out.Missing++
		}
		if missing && x.Gaps == 0 || query != "" && !strings.Contains(x.UnitName, query) && !text.MatchPinyin(query, x.UnitName) {
			continue
		}
		out.Units = append(out.Units, x)
	}
	return out, nil
}

// onDuty is who is on duty now in each unit: by its roster, else by the night or day number of its 通讯录.
func (r *Reader) onDuty(ctx context.Context) ([]OnDuty, error) {
	now := r.s.now()
	day, shift := office.ShiftAt(now)
	p, err := r.s.Policy(ctx)
	if err != nil {
		return nil, err
	}
	weeks, err := r.s.store.RosterOfWeek(ctx, day.Monday())
	if err != nil {
		return nil, err
	}
	today := calendar.DateOf(now)
	this, err := r.s.rosterGaps(ctx, p.Calendar, today.Monday())
	if err != nil {
		return nil, err
	}
	gaps := map[org.UnitID]int{}
	for _, g := range this {
		gaps[g.Unit] = g.N
	}
	books, err := r.s.store.Phonebooks(ctx)
	if err != nil {
		return nil, err
	}
	var out []OnDuty
	for _, u := range r.dir.Units() {
		if u.Closed || u.Group == org.County && u.ID != org.HotlineOffice {
			continue
		}
		x := OnDuty{Unit: u.ID, UnitName: u.Name, Group: u.Group.Name(), Gaps: gaps[u.ID]}
		if w, ok := weeks[u.ID]; ok {
			entries, err := r.entriesOf(ctx, w)
			if err != nil {
				return nil, err
			}
			for _, e := range entries {
				if e.Day == day.String() && e.Shift == shift {
					x.Name, x.Phone, x.From = e.Name, e.Phone, shift.Name()
				}
			}
		}
		if x.Phone == "" {
			x.Phone = bookNumber(books, u, shift)
			if x.Phone != "" {
				x.From = "通讯录"
			}
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b OnDuty) int { return cmp.Compare(b.Gaps, a.Gaps) })
	return out, nil
}

// bookNumber is the number of a unit's 通讯录 for a shift.
func bookNumber(books []office.Phonebook, u org.Unit, s office.Shift) string {
	for _, b := range books {
		if b.Unit != u.ID {
			continue
		}
		kinds := []office.LineKind{office.LineDay, office.LineOffice}
		if s == office.NightShift {
			kinds = []office.LineKind{office.LineNight, office.LineDay, office.LineOffice}
		}
		for _, k := range kinds {
			for _, l := range b.Lines {
				if l.Kind == k && l.Number != "" {
					return l.Number
				}
			}
		}
	}
	return u.Phone
}

// DutyNumber is where a message to a unit's duty post rings at an instant: whom the roster names, else the number of its 通讯录. It is asked when the message is
// sent (domain.md §6.2, Art. 12).
func (r *Reader) DutyNumber(ctx context.Context, unit org.UnitID) (OnDuty, error) {
	if !access.May(r.actor.Post.Kind, access.Rosters) {
		return OnDuty{}, ErrForbidden
	}
	all, err := r.onDuty(ctx)
	if err != nil {
		return OnDuty{}, err
	}
	for _, x := range all {
		if x.Unit == unit {
			return x, nil
		}
	}
	return OnDuty{}, ErrNotFound
}

// unitGaps is how many shifts of a week a unit owes that nobody has.
type unitGaps struct {
	Unit org.UnitID
	N    int
}

// rosterGaps lists the open units that owe shifts of a week, from today on.
func (s *Service) rosterGaps(ctx context.Context, cal *calendar.Calendar, monday calendar.Date) ([]unitGaps, error) {
	weeks, err := s.store.RosterOfWeek(ctx, monday)
	if err != nil {
		return nil, err
	}
	dir, err := s.Directory(ctx)
	if err != nil {
		return nil, err
	}
	var out []unitGaps
	for _, u := range dir.Units() {
		if !u.Open() && u.ID != org.HotlineOffice {
			continue
		}
		if n := len(office.Gaps(u.ID, cal, monday, calendar.DateOf(s.now()), weeks[u.ID].Marks)); n > 0 {
			out = append(out, unitGaps{u.ID, n})
		}
	}
	return out, nil
}

// RosterGaps counts what the reader's own unit owes this week: the number at the menu's entry.
func (r *Reader) RosterGaps(ctx context.Context) int {
	if !access.May(r.actor.Post.Kind, access.Rostering) {
		return 0
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return 0
	}
	today := calendar.DateOf(r.s.now())
	weeks, err := r.s.store.RosterOf(ctx, r.actor.Post.Unit, today.Monday(), today.Monday())
	if err != nil {
		return 0
	}
	var marks []office.ShiftMark
	if len(weeks) > 0 {
		marks = weeks[0].Marks
	}
	return len(office.Gaps(r.actor.Post.Unit, p.Calendar, today.Monday(), today, marks))
}

// RosterForm is the reader's own week to be filled in; with copied the entries are those of the week before.
func (r *Reader) RosterForm(ctx context.Context, monday calendar.Date, copied bool) (RosterWeekView, []office.ShiftEntry, error) {
	if !access.May(r.actor.Post.Kind, access.Rostering) {
		return RosterWeekView{}, nil, ErrForbidden
	}
	if monday.IsZero() {
		monday = calendar.DateOf(r.s.now())
	}
	monday = monday.Monday()
	v, entries, err := r.weekView(ctx, r.actor.Post.Unit, monday)
	if err != nil || !copied {
		return v, entries, err
	}
	_, last, err := r.weekView(ctx, r.actor.Post.Unit, monday.AddDays(-7))
	return v, office.CopyWeek(last, monday), err
}

// FillRoster writes one week of the reader's own unit, and never another's. hotline is the citizens' number.
func (r *Reader) FillRoster(ctx context.Context, monday calendar.Date, all []office.ShiftEntry, hotline, key string) error {
	if !access.May(r.actor.Post.Kind, access.Rostering) {
		return ErrForbidden
	}
	unit := r.actor.Post.Unit
	e, kept, err := office.FillWeek(r.actor, monday, all, hotline, r.s.now())
	if err != nil {
		return err
	}
	people, err := json.Marshal(kept)
	if err != nil {
		return fmt.Errorf("encode roster: %w", err)
	}
	for try := 0; ; try++ {
		version, err := r.s.store.Version(ctx, store.RosterStream(unit))
		if err != nil {
			return fmt.Errorf("read version of roster: %w", err)
		}
		w := store.Append{At: e.At}
		sealed, err := r.s.sealOwn(ctx, &w, officeSubject, "note", string(people))
		if err != nil {
			return err
		}
		e.People = sealed[0]
		ev, err := store.OfficeEvent(e)
		if err != nil {
			return err
		}
		row, err := store.RosterRow(e, version+1)
		if err != nil {
			return err
		}
		w.Writes = []store.StreamWrite{{Stream: store.RosterStream(unit), Expect: version, Events: []store.NewEvent{ev}}}
		w.Rows = []store.Exec{row}
		_, err = r.s.finishOwn(ctx, r.actor, w, &store.CommandKey{Actor: string(r.actor.Account), Route: "roster", Key: key, Digest: r.s.vault.Digest(e.Monday + string(people))}, string(unit))
		var lost *store.ErrConflict
		if errors.As(err, &lost) && try < tries {
			continue
		}
		return err
	}
}

// ShiftSheet is a unit's month: every shift, and how many each person has.
type ShiftSheet struct {
	Unit       org.UnitID
	UnitName   string
	Month      string // 2026-03
	Name       string // 2026年3月
	Prev, Next string
	Counts     []office.ShiftCount
	Lines      []ShiftView
	Units      []org.Unit // others that the reader may look at
}

// Shifts reads a unit's month. A unit reads its own; the office, which checks and reckons, any. month is 2026-03; empty is this one.
func (r *Reader) Shifts(ctx context.Context, unit org.UnitID, month string) (ShiftSheet, error) {
	if !access.May(r.actor.Post.Kind, access.Rostering) {
		return ShiftSheet{}, ErrForbidden
	}
	if unit == "" {
		unit = r.actor.Post.Unit
	}
	all := access.May(r.actor.Post.Kind, access.Planning)
	if _, ok := r.dir.Unit(unit); !ok || unit != r.actor.Post.Unit && !all {
		return ShiftSheet{}, ErrNotFound
	}
	first, err := calendar.ParseDate(month + "-01")
	if err != nil {
		first, _ = calendar.ParseDate(office.MonthOf(r.s.now()) + "-01")
	}
	y, m, _ := first.Parts()
	last := calendar.NewDate(y, m+1, 1).AddDays(-1)
	out := ShiftSheet{Unit: unit, UnitName: r.dir.UnitName(unit), Month: first.String()[:7], Name: fmt.Sprintf("%d年%d月", y, m), Prev: first.AddDays(-1).String()[:7], Next: last.Next().String()[:7]}
	if all {
		for _, u := range r.dir.Units() {
			if u.Open() || u.ID == org.HotlineOffice {
				out.Units = append(out.Units, u)
			}
		}
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return out, err
	}
	weeks, err := r.s.store.RosterOf(ctx, unit, first.Monday(), last.Monday())
	if err != nil {
		return out, err
	}
	entries, err := r.entriesOf(ctx, weeks...)
	if err != nil {
		return out, err
	}
	entries = slices.DeleteFunc(entries, func(e office.ShiftEntry) bool { return e.Day < first.String() || e.Day > last.String() })
	slices.SortStableFunc(entries, func(a, b office.ShiftEntry) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Shift, b.Shift))
	})
	out.Counts = office.CountShifts(entries, p.Calendar)
	for _, e := range entries {
		d, _ := calendar.ParseDate(e.Day)
		out.Lines = append(out.Lines, ShiftView{Day: e.Day, Date: d.ChineseShort(), Shift: e.Shift, Name: e.Name, Phone: e.Phone, Free: !p.Calendar.IsWorkday(d)})
	}
	return out, nil
}

// ShiftBook writes the sheet as .xlsx: a line for each person.
func (r *Reader) ShiftBook(w io.Writer, x ShiftSheet) error {
	cols := []sheet.Column{{Title: "值班人"}, {Title: "白班", Width: 8}, {Title: "夜班", Width: 8}, {Title: "合计", Width: 8}, {Title: "其中节假日", Width: 12}}
	about := sheet.About{Title: x.UnitName + x.Name + "值班统计", At: r.s.now(), Operator: r.account(r.actor.Account), Criteria: [][2]string{{"单位", x.UnitName}, {"月份", x.Name}}}
	_, err := sheet.WriteXLSX(w, about, cols, func(yield func([]any, error) bool) {
		for _, c := range x.Counts {
			if !yield([]any{c.Name, c.Days, c.Nights, c.Days + c.Nights, c.Free}, nil) {
				return
			}
		}
	})
	return err
}
