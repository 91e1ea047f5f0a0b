package console

import (
	"net/http"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// alarmRoutes are 极端情形: the script, what was handed to 110, 119, 120, 122, and what became of it (Art. 7).
func (c *Console) alarmRoutes() []web.Route {
	route := func(method, p string, h web.Handler) web.Route {
		return web.Route{Method: method, Pattern: p, Permission: string(access.Intake), Handler: h}
	}
	return []web.Route{route("GET", "/orders/{id}/alarm", c.alarm), route("POST", "/orders/{id}/alarm/call", c.callAlarm), route("POST", "/orders/{id}/alarm/follow", c.followAlarm)}
}

// alarmSpecs are the fields of an emergency on the 登记单; they stand in a panel of their own.
func alarmSpecs() []spec {
	return []spec{{kind: "select", name: "alarm_kind", label: "极端情形", options: emergencyOptions(), optional: true}, {kind: "select", name: "alarm", label: "转给", options: serviceOptions(), optional: true},
		{kind: "datetime", name: "alarm_at", label: "转接时间", optional: true}, {kind: "text", name: "alarm_taker", label: "接警人", optional: true, max: 60}, {kind: "text", name: "alarm_note", label: "说了什么", optional: true, max: 300}}
}

// alarm is the emergency of the call that is on the sheet; nil where there is none.
func (in input) alarm() *desk.AlarmWish {
	if in.get("alarm") == "" && in.get("alarm_taker") == "" {
		return nil
	}
	return &desk.AlarmWish{Kind: office.Emergency(in.get("alarm_kind")), Service: in.get("alarm"), At: in.times["alarm_at"], Taker: in.get("alarm_taker"), Note: in.get("alarm_note")}
}

func emergencyOptions() []parts.Option {
	var out []parts.Option
	for _, s := range office.Scripts() {
		out = append(out, parts.Option{Value: string(s.Kind), Label: s.Name})
	}
	return out
}

func serviceOptions() []parts.Option {
	var out []parts.Option
	for _, s := range office.AlarmServices() {
		out = append(out, parts.Option{Value: s, Label: s})
	}
	return out
}

func centreWords(s office.Script) string { return strings.Join(s.Call, "、") }

type alarmProps struct {
	v            desk.AlarmView
	call, follow *web.Form
}

func (p alarmProps) filled() alarmProps {
	if p.call == nil {
		p.call = web.NewForm()
	}
	if p.follow == nil {
		p.follow = web.NewForm()
	}
	return p
}

func alarmLinks(p orderProps) []parts.Anchor {
	if !p.alarms {
		return nil
	}
	return []parts.Anchor{{Text: "登记跟进", Href: "/orders/" + p.v.ID + "/alarm"}}
}

func (c *Console) alarm(r *http.Request) (web.Page, error) {
	return c.showAlarm(r, alarmProps{}, false)
}

func (c *Console) showAlarm(r *http.Request, p alarmProps, again bool) (web.Page, error) {
	var err error
	if p.v, err = who(r).reader.Alarm(r.Context(), r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	page := web.Show("极端情形 "+p.v.Order.Number, alarmView(p.filled()))
	if again {
		page = page.Again()
	}
	return page, nil
}

func (c *Console) callAlarm(r *http.Request) (web.Page, error) {
	reader, id := who(r).reader, r.PathValue("id")
	if _, err := reader.Alarm(r.Context(), id); err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	x := desk.AlarmWish{Kind: office.Emergency(f.Choice("alarm_kind", "极端情形", emergencyOptions())), Service: f.Choice("alarm", "转给", serviceOptions()), At: f.DateTime("alarm_at", "转接时间", web.Optional()),
		Taker: f.Text("alarm_taker", "接警人", web.AtMost(60)), Note: f.Text("alarm_note", "说了什么", web.Optional(), web.AtMost(300))}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := reader.CallAlarm(r.Context(), id, x, key)
		if err == nil {
			c.flash(r, "已登记转"+x.Service+"。")
			return web.Redirect("/orders/" + id + "/alarm"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showAlarm(r, alarmProps{call: f}, true)
}

func (c *Console) followAlarm(r *http.Request) (web.Page, error) {
	reader, id := who(r).reader, r.PathValue("id")
	if _, err := reader.Alarm(r.Context(), id); err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	words, ended, key := f.Lines("words", "跟进情况", web.AtMost(500)), f.Bool("ended", "已了结"), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := reader.FollowAlarm(r.Context(), id, words, ended, key)
		if err == nil {
			c.flash(r, "跟进已登记。")
			return web.Redirect("/orders/" + id + "/alarm"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showAlarm(r, alarmProps{follow: f}, true)
}
