package console

import (
	"errors"
	"net/http"
	"net/url"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/regulation"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// calendarRoutes are the working calendar: a change is asked for, looked at with everything that it moves, and confirmed by another person.
func (c *Console) calendarRoutes() []web.Route {
	keep, agree := string(access.Calendars), string(access.CalAgreeing)
	return []web.Route{
		{Method: "GET", Pattern: "/calendar", Permission: string(access.Reading), Handler: c.calendarPage},
		{Method: "POST", Pattern: "/calendar/year", Permission: keep, Handler: c.proposeYear, MaxBody: 1 << 20}, {Method: "POST", Pattern: "/calendar/special", Permission: keep, Handler: c.proposeDay},
		{Method: "POST", Pattern: "/calendar/undo", Permission: keep, Handler: c.proposeUndo},
		{Method: "GET", Pattern: "/calendar/changes/{change}", Permission: agree, Handler: c.calendarChange},
		{Method: "POST", Pattern: "/calendar/changes/{change}/confirm", Permission: agree, Handler: c.confirmCalendar}, {Method: "POST", Pattern: "/calendar/changes/{change}/drop", Permission: agree, Handler: c.dropCalendar},
	}
}

type calendarProps struct {
	state               desk.CalendarState
	year, special, undo *web.Form
	sees                bool // may open a change
}

func (c *Console) calendarPage(r *http.Request) (web.Page, error) {
	return c.showCalendar(r, web.NewForm(), web.NewForm(), web.NewForm())
}

func (c *Console) showCalendar(r *http.Request, year, special, undo *web.Form) (web.Page, error) {
	st, err := who(r).reader.Calendar(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	p := web.Show("工作日历", calendarView(calendarProps{state: st, year: year, special: special, undo: undo, sees: access.May(who(r).actor.Post.Kind, access.CalAgreeing)})).In("calendar")
	if !year.OK() || !special.OK() || !undo.OK() {
		p = p.Again()
	}
	return p, nil
}

// toChange leads to the list of what a change would move.
func (c *Console) toChange(r *http.Request, id string) web.Page {
	c.flash(r, "已提出。日历和时限都没有变动，等另一人核对清单后确认。")
	return web.Redirect("/calendar/changes/" + url.PathEscape(id))
}

// mendable takes up what can be mended on the page: also a change that waits already.
func mendable(f *web.Form, err error) bool {
	if no, ok := errors.AsType[*regulation.Refusal](err); ok && no.State {
		f.Fail("", no.Reason)
		return true
	}
	return f.Refuse(asInvalid(err))
}

func (c *Console) proposeYear(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	files := f.Files("file", "放假安排文件", web.FileRule{Required: true, Most: 1, Each: 1 << 20})
	document, key := f.Text("document", "文号", web.Optional(), web.AtMost(40)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		b, err := web.Open(files[0])
		if err != nil {
			return web.Page{}, err
		}
		id, err := c.desk.ProposeYear(r.Context(), who(r).actor, b, document, key)
		if err == nil {
			return c.toChange(r, id), nil
		}
		if !mendable(f, err) {
			return web.Page{}, err
		}
	}
	return c.showCalendar(r, f, web.NewForm(), web.NewForm())
}

func (c *Console) proposeDay(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	day := f.Date("day", "日期")
	rest := f.Choice("rest", "安排", parts.Options("rest", "停工放假", "work", "上班"))
	reason, document := f.Text("reason", "原因", web.AtMost(100)), f.Text("document", "文号", web.AtMost(40))
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		id, err := c.desk.ProposeDay(r.Context(), who(r).actor, calendar.SpecialDay{Date: calendar.DateOf(day), Rest: rest == "rest", Reason: reason}, document, key)
		if err == nil {
			return c.toChange(r, id), nil
		}
		if !mendable(f, err) {
			return web.Page{}, err
		}
	}
	return c.showCalendar(r, web.NewForm(), f, web.NewForm())
}

func (c *Console) proposeUndo(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	day := web.Parse(f, "day", "日期", calendar.ParseDate)
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		id, err := c.desk.ProposeUndo(r.Context(), who(r).actor, day, "", key)
		if err == nil {
			return c.toChange(r, id), nil
		}
		if !mendable(f, err) {
			return web.Page{}, err
		}
	}
	return c.showCalendar(r, web.NewForm(), web.NewForm(), f)
}

type changeProps struct {
	v             desk.ChangeView
	confirm, drop *web.Form
}

func (c *Console) calendarChange(r *http.Request) (web.Page, error) {
	return c.showChange(r, web.NewForm(), web.NewForm())
}

func (c *Console) showChange(r *http.Request, confirm, drop *web.Form) (web.Page, error) {
	v, err := who(r).reader.CalendarChange(r.Context(), r.PathValue("change"))
	if err != nil {
		return web.Page{}, err
	}
	page := web.Show("日历变动", changeView(changeProps{v: v, confirm: confirm, drop: drop})).In("calendar")
	if !confirm.OK() || !drop.OK() {
		page = page.Again()
	}
	return page, nil
}

// mostMarks is the longest list of marks that a page sends back: of some thirty thousand limits.
const mostMarks = 240_000

func (c *Console) confirmCalendar(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	marks, key := f.Text("_marks", "清单", web.Optional(), web.AtMost(mostMarks)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := who(r).reader.ConfirmCalendar(r.Context(), r.PathValue("change"), marks, key)
		if err == nil {
			c.flash(r, "已确认。新登记的工单按新日历计算；在办工单的时限正在逐件调整，每件都有记录。")
			return web.Redirect("/calendar/changes/" + url.PathEscape(r.PathValue("change"))), nil
		}
		if !mendable(f, err) {
			return web.Page{}, err
		}
	}
	return c.showChange(r, f, web.NewForm())
}

func (c *Console) dropCalendar(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	reason, key := f.Text("reason", "撤回理由", web.AtMost(200)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := c.desk.DropCalendar(r.Context(), who(r).actor, r.PathValue("change"), reason, key)
		if err == nil {
			c.flash(r, "已撤回，日历没有变动。")
			return web.Redirect("/calendar"), nil
		}
		if !mendable(f, err) {
			return web.Page{}, err
		}
	}
	return c.showChange(r, web.NewForm(), f)
}

// calendarNext says what comes after there is nothing that is provisional.
func calendarNext(mayChange bool) string {
	if mayChange {
		return "下一年的放假安排公布后，在上面提出载入；会列出每件要变的时限，由另一人确认后才变。"
	}
	return "下一年的放假安排由县热线办载入；现在不用您做什么。"
}

func changeTone(v desk.ChangeView) parts.Tone {
	switch {
	case v.Open:
		return parts.Yellow
	case v.State == "已确认":
		return parts.Green
	}
	return parts.Plain
}
