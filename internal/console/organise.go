package console

import (
	"context"
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// organiseRoutes are 机构与人员: what the system administrator keeps (Art. 4, 5(2)), by date. They show units, posts and people, and nothing of any order.
func (c *Console) organiseRoutes() []web.Route {
	get := func(p string, perm access.Permission, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: p, Permission: string(perm), Handler: h}
	}
	post := func(p string, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: p, Permission: string(access.Organising), Handler: h}
	}
	return []web.Route{get("/org", access.OrgReading, c.orgPage), get("/org/new", access.Organising, c.newUnitPage), post("/org/units", c.newUnit), get("/org/units/{unit}", access.OrgReading, c.unitPage),
		post("/org/units/{unit}/change", c.changeUnit), post("/org/units/{unit}/activate", c.activateUnit), post("/org/units/{unit}/close", c.closeUnit), post("/org/units/{unit}/succeed", c.succeedUnit),
		post("/org/units/{unit}/people", c.addPerson), get("/org/people", access.OrgReading, c.peoplePage), post("/org/people/{account}/take", c.takePost), post("/org/people/{account}/leave", c.leavePost),
		post("/org/people/{account}/rename", c.renamePerson), post("/org/people/{account}/shut", c.shutPerson),
		get("/attendance", access.Desking, c.attendancePage), get("/deputies", access.Heading, c.deputiesPage),
		{Method: "POST", Pattern: "/deputies", Permission: string(access.Heading), Handler: c.mapDeputy}}
}

var groupOptions = parts.Options(string(org.Township), org.Township.Name(), string(org.Department), org.Department.Name(), string(org.Enterprise), org.Enterprise.Name())

type orgProps struct {
	units           []desk.UnitLine
	may             bool
	vacant, pending int
}

func (c *Console) orgPage(r *http.Request) (web.Page, error) {
	s := who(r)
	units, err := s.reader.Organisation(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("机构与人员", orgView(orgOf(units, access.May(s.actor.Post.Kind, access.Organising)))).In("org"), nil
}

func orgOf(units []desk.UnitLine, may bool) orgProps {
	p := orgProps{units: units, may: may}
	for _, u := range units {
		if u.State == "未启用" {
			p.pending++
		} else if len(u.Vacant) > 0 {
			p.vacant++
		}
	}
	return p
}

// today is what a date field starts from.
func (c *Console) today() string { return calendar.DateOf(c.desk.Now()).String() }

func (c *Console) newUnitPage(*http.Request) (web.Page, error) {
	return web.Show("登记新单位", newUnitView(web.NewForm("on", c.today()))).In("org"), nil
}

// unitFields reads the form of a unit.
func unitFields(f *web.Form) (org.Unit, org.Day, string) {
	u := org.Unit{Name: f.Text("name", "单位全称", web.AtMost(40)), Short: f.Text("short", "简称", web.Optional(), web.AtMost(12)), Group: org.Group(f.Choice("group", "考核组别", groupOptions)),
		Phone: f.Text("phone", "单位办公电话", web.Optional(), web.AtMost(30))}
	return u, dayField(f, "on", "生效日期"), f.Text("why", "依据", web.Optional(), web.AtMost(60))
}

func dayField(f *web.Form, name, label string, rules ...web.Rule) org.Day {
	t := f.Date(name, label, rules...)
	if t.IsZero() {
		return ""
	}
	return org.Day(calendar.DateOf(t).String())
}

// sent runs one form of the organisation: read, do, and show the page again with what was typed where it is refused.
func (c *Console) sent(r *http.Request, read func(f *web.Form) func(context.Context) error, done, to string, again func(f *web.Form) (web.Page, error)) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	do := read(f)
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := do(r.Context())
		if err == nil {
			c.flash(r, done)
			return web.Redirect(to), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return again(f)
}

func (c *Console) newUnit(r *http.Request) (web.Page, error) {
	var id org.UnitID
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	id = org.UnitID(f.Text("code", "单位编码", web.AtMost(20)))
	u, on, why := unitFields(f)
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	u.ID = id
	if f.OK() {
		err := c.desk.SaveUnit(r.Context(), who(r).actor, u, true, on, why, key)
		if err == nil {
			c.flash(r, "已登记，尚未启用。请登记主要负责人、分管负责人和具办人员，再启用。")
			return web.Redirect("/org/units/" + string(id)), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return web.Show("登记新单位", newUnitView(f)).In("org").Again(), nil
}

// unitForms are the forms of a unit's page; which one came back wrong stays open.
type unitForms struct {
	change, shut, succeed, person *web.Form
	open                          string
}

type unitProps struct {
	v          desk.UnitPage
	may        bool
	forms      unitForms
	successors []parts.Option
	posts      []parts.Option
	entered    *desk.Entered
	key        string
}

func (c *Console) unitPage(r *http.Request) (web.Page, error) {
	return c.showUnit(r, unitForms{}, nil)
}

func (c *Console) showUnit(r *http.Request, forms unitForms, entered *desk.Entered) (web.Page, error) {
	s := who(r)
	id := org.UnitID(r.PathValue("unit"))
	v, err := s.reader.OneUnit(r.Context(), id)
	if err != nil {
		return web.Page{}, err
	}
	p := unitProps{v: v, may: access.May(s.actor.Post.Kind, access.Organising), forms: forms, entered: entered, key: web.NewKey()}
	for _, u := range s.reader.Directory().Units() {
		if u.Open() && u.ID != id {
			p.successors = append(p.successors, parts.Option{Value: string(u.ID), Label: u.Name})
		}
	}
	for _, x := range v.Posts {
		p.posts = append(p.posts, parts.Option{Value: string(x.Post), Label: x.Kind})
	}
	page := web.Show(v.Name, oneUnitView(c.withForms(p))).In("org")
	if forms.open != "" {
		return page.Again(), nil
	}
	return page, nil
}

// withForms fills in the forms that did not come back.
func (c *Console) withForms(p unitProps) unitProps {
	u, today := p.v.Unit, c.today()
	if p.forms.change == nil {
		p.forms.change = web.NewForm("name", u.Name, "short", u.Short, "group", string(u.Group), "phone", u.Phone, "on", today)
	}
	if p.forms.shut == nil {
		p.forms.shut = web.NewForm("on", today)
	}
	if p.forms.succeed == nil {
		p.forms.succeed = web.NewForm("on", today, "people", "1")
	}
	if p.forms.person == nil {
		p.forms.person = web.NewForm("from", today)
	}
	return p
}

func (c *Console) changeUnit(r *http.Request) (web.Page, error) {
	id := org.UnitID(r.PathValue("unit"))
	return c.sent(r, func(f *web.Form) func(context.Context) error {
		u, on, why := unitFields(f)
		u.ID = id
		return func(ctx context.Context) error { return c.desk.SaveUnit(ctx, who(r).actor, u, false, on, why, f.Key()) }
	}, "已登记。以前的工单和文书仍显示当时的名称。", "/org/units/"+string(id), func(f *web.Form) (web.Page, error) {
		return c.showUnit(r, unitForms{change: f, open: "change"}, nil)
	})
}

func (c *Console) activateUnit(r *http.Request) (web.Page, error) {
	id := org.UnitID(r.PathValue("unit"))
	return c.sent(r, func(f *web.Form) func(context.Context) error {
		return func(ctx context.Context) error { return c.desk.ActivateUnit(ctx, who(r).actor, id, f.Key()) }
	}, "已启用，可以向它转办。", "/org/units/"+string(id), func(f *web.Form) (web.Page, error) {
		return c.showUnit(r, unitForms{person: f, open: "person"}, nil)
	})
}

func (c *Console) closeUnit(r *http.Request) (web.Page, error) {
	id := org.UnitID(r.PathValue("unit"))
	return c.sent(r, func(f *web.Form) func(context.Context) error {
		on, why := dayField(f, "on", "生效日期"), f.Text("why", "依据", web.AtMost(60))
		return func(ctx context.Context) error { return c.desk.CloseUnit(ctx, who(r).actor, id, on, why, f.Key()) }
	}, "已登记撤销。", "/org/units/"+string(id), func(f *web.Form) (web.Page, error) {
		return c.showUnit(r, unitForms{shut: f, open: "close"}, nil)
	})
}

func (c *Console) succeedUnit(r *http.Request) (web.Page, error) {
	id := org.UnitID(r.PathValue("unit"))
	return c.sent(r, func(f *web.Form) func(context.Context) error {
		e := org.UnitSucceeded{From: id, To: org.UnitID(f.Text("to", "承接单位", web.AtMost(20))), On: dayField(f, "on", "生效日期"), Document: f.Text("document", "文号", web.AtMost(60))}
		people := f.Bool("people", "人员随转")
		return func(ctx context.Context) error { return c.desk.SucceedUnit(ctx, who(r).actor, e, people, f.Key()) }
	}, "已登记。到生效之日，在办工单自动转到承接单位，已办结的不动。", "/org/units/"+string(id), func(f *web.Form) (web.Page, error) {
		return c.showUnit(r, unitForms{succeed: f, open: "succeed"}, nil)
	})
}

func (c *Console) addPerson(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	p := desk.Person{Login: f.Text("login", "登录名", web.AtMost(32)), Title: f.Text("title", "姓名", web.AtMost(20)), Post: org.PostID(f.Text("post", "岗位", web.AtMost(60))), From: dayField(f, "from", "到任日期")}
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		got, err := c.desk.AddPerson(r.Context(), who(r).actor, p)
		if err == nil {
			// The first password is shown once, on this answer; it is stored nowhere in clear.
			return c.showUnit(r, unitForms{}, &got)
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showUnit(r, unitForms{person: f, open: "person"}, nil)
}

type peopleProps struct {
	people []desk.PersonLine
	posts  []parts.Option
	units  []parts.Option
	unit   string
	may    bool
	bad    *web.Form // a form that came back
	badOf  org.AccountID
	today  string
	key    string
}

func (c *Console) peoplePage(r *http.Request) (web.Page, error) { return c.showPeople(r, nil) }

func (c *Console) showPeople(r *http.Request, bad *web.Form) (web.Page, error) {
	s := who(r)
	p := peopleProps{may: access.May(s.actor.Post.Kind, access.Organising), bad: bad, badOf: org.AccountID(r.PathValue("account")), today: c.today(), key: web.NewKey()}
	for _, u := range s.reader.Directory().Units() {
		if !u.Closed {
			p.units = append(p.units, parts.Option{Value: string(u.ID), Label: u.Name})
		}
	}
	if bad == nil {
		f, err := web.ReadQuery(r)
		if err != nil {
			return web.Page{}, err
		}
		p.unit = f.Choice("unit", "单位", p.units, web.Optional())
		if err := f.Done(); err != nil {
			return web.Page{}, err
		}
	}
	var err error
	if p.people, err = s.reader.People(r.Context(), org.UnitID(p.unit)); err != nil {
		return web.Page{}, err
	}
	for _, x := range s.reader.Directory().Posts() {
		p.posts = append(p.posts, parts.Option{Value: string(x.ID), Label: s.reader.Directory().Title(x.ID)})
	}
	page := web.Show("人员", peopleView(p)).In("people")
	if bad != nil {
		return page.Again(), nil
	}
	return page, nil
}

func (c *Console) person(r *http.Request, done string, read func(f *web.Form, id org.AccountID) func(context.Context) error) (web.Page, error) {
	id := org.AccountID(r.PathValue("account"))
	return c.sent(r, func(f *web.Form) func(context.Context) error { return read(f, id) }, done, "/org/people", func(f *web.Form) (web.Page, error) { return c.showPeople(r, f) })
}

func (c *Console) takePost(r *http.Request) (web.Page, error) {
	return c.person(r, "已登记到任；须第二人确认的，确认后本人才能以该岗位登录。", func(f *web.Form, id org.AccountID) func(context.Context) error {
		post, from := org.PostID(f.Text("post", "岗位", web.AtMost(60))), dayField(f, "from", "到任日期")
		return func(ctx context.Context) error { return c.desk.TakePost(ctx, who(r).actor, id, post, from, f.Key()) }
	})
}

func (c *Console) leavePost(r *http.Request) (web.Page, error) {
	return c.person(r, "已登记离任。他签过的保留原名，待签的由继任者办理。", func(f *web.Form, id org.AccountID) func(context.Context) error {
		post, last := org.PostID(f.Text("post", "岗位", web.AtMost(60))), dayField(f, "last", "离任日期")
		return func(ctx context.Context) error { return c.desk.LeavePost(ctx, who(r).actor, id, post, last, f.Key()) }
	})
}

func (c *Console) renamePerson(r *http.Request) (web.Page, error) {
	return c.person(r, "已改名。以前的签批保留当时的名称。", func(f *web.Form, id org.AccountID) func(context.Context) error {
		title := f.Text("title", "姓名", web.AtMost(20))
		return func(ctx context.Context) error { return c.desk.RenameAccount(ctx, who(r).actor, id, title) }
	})
}

func (c *Console) shutPerson(r *http.Request) (web.Page, error) {
	return c.person(r, "已办理。", func(f *web.Form, id org.AccountID) func(context.Context) error {
		shut := f.Choice("shut", "账号", parts.Options("yes", "停用", "no", "恢复"))
		return func(ctx context.Context) error { return c.desk.ShutAccount(ctx, who(r).actor, id, shut == "yes") }
	})
}

func (c *Console) attendancePage(r *http.Request) (web.Page, error) {
	a, err := who(r).reader.Attendance(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("每日登录", attendanceView(a)).In("attendance"), nil
}

type deputiesProps struct {
	m          desk.DeputyMap
	units      []parts.Option
	categories []parts.Option
	deputies   []parts.Option
	f          *web.Form
}

func (c *Console) deputiesPage(r *http.Request) (web.Page, error) {
	return c.showDeputies(r, web.NewForm())
}

func (c *Console) showDeputies(r *http.Request, f *web.Form) (web.Page, error) {
	m, err := who(r).reader.DeputyMap(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	p := deputiesProps{m: m, f: f, categories: c.categories(r.Context())}
	for _, u := range m.Units {
		p.units = append(p.units, parts.Option{Value: string(u.Unit), Label: u.Name})
	}
	for _, d := range m.Deputies {
		p.deputies = append(p.deputies, parts.Option{Value: string(d.ID), Label: d.Title})
	}
	page := web.Show("分管领导", deputiesView(p)).In("deputies")
	if !f.OK() {
		return page.Again(), nil
	}
	return page, nil
}

func (c *Console) mapDeputy(r *http.Request) (web.Page, error) {
	return c.sent(r, func(f *web.Form) func(context.Context) error {
		unit, cat, deputy := org.UnitID(f.Text("unit", "单位", web.AtMost(20))), f.Text("category", "分类", web.Optional(), web.AtMost(20)), org.PostID(f.Text("deputy", "分管领导", web.Optional(), web.AtMost(60)))
		return func(ctx context.Context) error {
			return c.desk.MapDeputy(ctx, who(r).actor, unit, cat, deputy, f.Key())
		}
	}, "已登记，今后转办和报签按此填写；已经发出的工单可在呈批件上变更。", "/deputies", func(f *web.Form) (web.Page, error) { return c.showDeputies(r, f) })
}

// organiseMenu is the part of the menu for units and people; waits is how many appointments wait for the reader's word.
func organiseMenu(k org.Kind, waits int) []parts.MenuGroup {
	g := parts.MenuGroup{Title: "机构"}
	add := func(p access.Permission, m parts.MenuItem) {
		if access.May(k, p) {
			g.Items = append(g.Items, m)
		}
	}
	add(access.OrgReading, parts.MenuItem{ID: "org", Label: "机构与人员", Href: "/org", Icon: parts.IconList})
	add(access.OrgReading, parts.MenuItem{ID: "people", Label: "人员", Href: "/org/people", Icon: parts.IconList})
	add(access.Appointing, parts.MenuItem{ID: "appointments", Label: "任职确认", Href: "/org/appointments", Icon: parts.IconStamp, Count: waits})
	add(access.Organising, parts.MenuItem{ID: "org-import", Label: "批量导入", Href: "/org/import", Icon: parts.IconUpload})
	add(access.Delegating, parts.MenuItem{ID: "delegations", Label: "授权", Href: "/delegations", Icon: parts.IconStamp})
	add(access.Heading, parts.MenuItem{ID: "deputies", Label: "分管领导", Href: "/deputies", Icon: parts.IconList})
	add(access.Desking, parts.MenuItem{ID: "attendance", Label: "每日登录", Href: "/attendance", Icon: parts.IconClock})
	if len(g.Items) == 0 {
		return nil
	}
	return []parts.MenuGroup{g}
}
