package console

import (
	"bytes"
	"io"
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// rosterRoutes are 值班表 (Art. 12): who is on duty now, a unit's own week, and the month's shifts by person. No address names whose week is written: one fills one's own.
func (c *Console) rosterRoutes() []web.Route {
	see, fill := string(access.Rosters), string(access.Rostering)
	return []web.Route{{Method: "GET", Pattern: "/roster", Permission: see, Handler: c.roster},
		{Method: "GET", Pattern: "/roster/week", Permission: fill, Handler: c.rosterWeek},
		{Method: "POST", Pattern: "/roster/week", Permission: fill, Handler: c.fillRoster},
		{Method: "GET", Pattern: "/roster/print", Permission: see, Handler: c.rosterPrint},
		{Method: "GET", Pattern: "/roster/shifts", Permission: fill, Handler: c.shifts},
		{Method: "GET", Pattern: "/roster/shifts/print", Permission: fill, Handler: c.shiftsPrint},
		{Method: "GET", Pattern: "/roster/shifts/export", Permission: fill, Handler: c.shiftsExport}}
}

type rosterProps struct {
	page    desk.RosterPage
	query   string
	missing bool

	handover bool // the reader hands shifts over (ADR 32)
}

type weekProps struct {
	f      *web.Form
	week   desk.RosterWeekView
	copied bool
}

type shiftsProps struct {
	sheet desk.ShiftSheet
	units []parts.Option
}

func (c *Console) roster(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := rosterProps{query: q.Text("q", "查找", web.Optional(), web.AtMost(40)), missing: q.Bool("missing", "有空班的")}
	p.handover = access.May(who(r).actor.Post.Kind, access.Desking)
	monday := readDay(q, "week")
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	if p.page, err = who(r).reader.Roster(r.Context(), monday, p.query, p.missing); err != nil {
		return web.Page{}, err
	}
	return web.Show("值班表", rosterView(p)).In("roster"), nil
}

func (c *Console) rosterPrint(r *http.Request) (web.Page, error) {
	page, err := who(r).reader.Roster(r.Context(), 0, "", false)
	if err != nil {
		return web.Page{}, err
	}
	return web.Whole(rosterPaper(c.profile, page, c.printedBy(r))), nil
}

func shiftField(part string, v desk.ShiftView) string {
	return part + "_" + v.Day + "_" + string(v.Shift)
}

func (c *Console) rosterWeek(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := weekProps{f: web.NewForm(), copied: q.Bool("copy", "照上周")}
	monday := readDay(q, "week")
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	var entries []office.ShiftEntry
	if p.week, entries, err = who(r).reader.RosterForm(r.Context(), monday, p.copied); err != nil {
		return web.Page{}, err
	}
	for _, e := range entries {
		p.f.Set(shiftField("name", desk.ShiftView{Day: e.Day, Shift: e.Shift}), e.Name)
		p.f.Set(shiftField("phone", desk.ShiftView{Day: e.Day, Shift: e.Shift}), e.Phone)
	}
	return web.Show("排班", weekFormView(p)).In("roster"), nil
}

func (c *Console) fillRoster(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	monday := readDay(f, "monday")
	p := weekProps{f: f}
	if p.week, _, err = who(r).reader.RosterForm(r.Context(), monday, false); err != nil {
		return web.Page{}, err
	}
	var all []office.ShiftEntry
	for _, day := range p.week.Days {
		for _, v := range day {
			all = append(all, office.ShiftEntry{Day: v.Day, Shift: v.Shift, Name: f.Text(shiftField("name", v), v.Date+v.Shift.Name()+"值班人", web.Optional(), web.AtMost(20)),
				Phone: f.Text(shiftField("phone", v), v.Date+v.Shift.Name()+"电话", web.Optional(), web.AtMost(30))})
		}
	}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := who(r).reader.FillRoster(r.Context(), monday, all, c.profile.Public, key)
		if err == nil {
			c.flash(r, "值班表已保存。")
			return web.Redirect("/roster?week=" + monday.String()), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return web.Show("排班", weekFormView(p)).In("roster").Again(), nil
}

func (c *Console) readShifts(r *http.Request) (shiftsProps, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return shiftsProps{}, err
	}
	unit, month := q.Text("unit", "单位", web.Optional(), web.AtMost(60)), q.Text("month", "月份", web.Optional(), web.AtMost(7))
	if err := q.Done(); err != nil {
		return shiftsProps{}, err
	}
	x, err := who(r).reader.Shifts(r.Context(), org.UnitID(unit), month)
	p := shiftsProps{sheet: x}
	for _, u := range x.Units {
		p.units = append(p.units, parts.Option{Value: string(u.ID), Label: u.Name})
	}
	return p, err
}

func (c *Console) shifts(r *http.Request) (web.Page, error) {
	p, err := c.readShifts(r)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("值班统计", shiftsView(p)).In("roster"), nil
}

func (c *Console) shiftsPrint(r *http.Request) (web.Page, error) {
	p, err := c.readShifts(r)
	if err != nil {
		return web.Page{}, err
	}
	return web.Whole(shiftsPaper(p.sheet, c.printedBy(r))), nil
}

func (c *Console) shiftsExport(r *http.Request) (web.Page, error) {
	p, err := c.readShifts(r)
	if err != nil {
		return web.Page{}, err
	}
	var b bytes.Buffer
	if err := who(r).reader.ShiftBook(&b, p.sheet); err != nil {
		return web.Page{}, err
	}
	return web.Download(p.sheet.UnitName+p.sheet.Name+"值班统计.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", int64(b.Len()), func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	}), nil
}

func shiftsLink(x desk.ShiftSheet, page, month string) string {
	return "/roster/shifts" + page + "?unit=" + string(x.Unit) + "&month=" + month
}
