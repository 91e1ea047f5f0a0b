package console

import (
	"net/http"
	"slices"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// appointmentRoutes are 任职确认: the second person's word on who holds a post (trust.md B3).
func (c *Console) appointmentRoutes() []web.Route {
	return []web.Route{{Method: "GET", Pattern: "/org/appointments", Permission: string(access.Appointing), Handler: c.appointmentsPage},
		{Method: "POST", Pattern: "/org/appointments", Permission: string(access.Appointing), Handler: c.answerAppointments}}
}

type appointmentsProps struct {
	all []desk.Appointment
	f   *web.Form
}

// ticked keeps the boxes of a form that came back.
func (p appointmentsProps) ticked(id string) bool { return slices.Contains(p.f.All()["id"], id) }

func (c *Console) appointmentsPage(r *http.Request) (web.Page, error) {
	return c.showAppointments(r, web.NewForm())
}

func (c *Console) showAppointments(r *http.Request, f *web.Form) (web.Page, error) {
	all, err := who(r).reader.Appointments(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	page := web.Show("任职确认", appointmentsView(appointmentsProps{all: all, f: f})).In("appointments")
	if !f.OK() {
		return page.Again(), nil
	}
	return page, nil
}

func (c *Console) answerAppointments(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	ids, why := f.IDs("id", "到任登记"), f.Text("why", "不同意的原因", web.Optional(), web.AtMost(60))
	no := f.Choice("answer", "意见", parts.Options("yes", "确认到任", "no", "不同意")) == "no"
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := c.desk.AnswerAppointments(r.Context(), who(r).actor, ids, no, why, key)
		if err == nil {
			c.flash(r, map[bool]string{true: "已不同意，登记的人会看到原因。", false: "已确认，本人可以登录办理。"}[no])
			return web.Redirect("/org/appointments"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showAppointments(r, f)
}

func (k showroom) appointmentSamples() []web.Sample {
	head := k.as("hotline/office_head")
	all := []desk.Appointment{{ID: "a", Name: "数据局具办人员", Login: "shuju1", Post: "县数据资源管理局具办人员", From: "2026年11月30日", By: "系统管理员", At: "2026年11月27日"},
		{ID: "b", Name: "数据局主要负责人", Login: "shuju3", Post: "县数据资源管理局主要负责人", From: "2026年11月25日", Past: true, By: "系统管理员", At: "2026年11月27日"},
		{ID: "c", Name: "热线办负责人", Login: "fuzeren", Post: "县热线办审核员", From: "2026年12月1日", By: "系统管理员", At: "2026年11月27日", Own: true}}
	show := func(all []desk.Appointment, f *web.Form) web.Page {
		return web.Show("任职确认", appointmentsView(appointmentsProps{all: all, f: f})).In("appointments")
	}
	return []web.Sample{
		k.page(head, "任职确认", "appointments", "正常", "GET /org/appointments", show(all, web.NewForm())).At(web.Laptop, web.Phone),
		k.page(head, "任职确认", "appointments-empty", "空", "GET /org/appointments", show(nil, web.NewForm())),
		k.page(head, "任职确认", "appointments-error", "错误", "GET /org/appointments", show(all, k.wrong(k.filled("id", "a"), "why", "不同意的，请写明原因，登记的人要据此更正。"))),
	}
}
