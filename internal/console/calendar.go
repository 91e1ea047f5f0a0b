package console

import (
	"net/http"

	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

type calendarProps struct {
	state            desk.CalendarState
	year, special, f *web.Form
}

func (c *Console) calendarPage(r *http.Request) (web.Page, error) {
	return c.showCalendar(r, web.NewForm(), web.NewForm())
}

func (c *Console) showCalendar(r *http.Request, year, special *web.Form) (web.Page, error) {
	st, err := who(r).reader.Calendar(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	p := web.Show("工作日历", calendarView(calendarProps{state: st, year: year, special: special, f: web.NewForm()})).In("calendar")
	if !year.OK() || !special.OK() {
		p = p.Again()
	}
	return p, nil
}

func (c *Console) loadYear(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	files := f.Files("file", "放假安排文件", web.FileRule{Required: true, Most: 1, Each: 1 << 20})
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		b, err := web.Open(files[0])
		if err != nil {
			return web.Page{}, err
		}
		if _, err = c.desk.LoadYear(r.Context(), who(r).actor, b); err == nil {
			c.flash(r, "已载入放假安排。时限没有变动，请核对下表后确认调整。")
			return web.Redirect("/calendar"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showCalendar(r, f, web.NewForm())
}

func (c *Console) addSpecial(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	day := f.Date("day", "日期")
	rest := f.Choice("rest", "安排", parts.Options("rest", "停工放假", "work", "上班"))
	reason := f.Text("reason", "原因", web.AtMost(100))
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		_, err := c.desk.AddSpecial(r.Context(), who(r).actor, calendar.SpecialDay{Date: calendar.DateOf(day), Rest: rest == "rest", Reason: reason})
		if err == nil {
			c.flash(r, "已加入本县特殊日。时限没有变动，请核对下表后确认调整。")
			return web.Redirect("/calendar"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showCalendar(r, web.NewForm(), f)
}

func (c *Console) adopt(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	ids := f.IDs("id", "工单")
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if !f.OK() {
		return web.Page{}, web.Invalid(f.Errors()...)
	}
	if _, err := c.desk.AdoptCalendar(r.Context(), who(r).actor, ids); err != nil {
		return web.Page{}, err
	}
	c.flash(r, "已按新日历调整所选工单的时限。")
	return web.Redirect("/calendar"), nil
}

func (c *Console) rules(r *http.Request) (web.Page, error) {
	p, err := c.desk.Policy(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("规则参数", rulesView(p)).In("rules"), nil
}
