package console

import (
	"net/http"
	"net/url"
	"strconv"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// dutyFields are the units of a line, the likeliest first.
var dutyFields = []struct{ name, label string }{{"unit1", "首选承办单位"}, {"unit2", "其次"}, {"unit3", "再次"}, {"unit4", "又次"}}

func (c *Console) dutyRoutes() []web.Route {
	read, write := string(access.Intake), string(access.Dispatching)
	return []web.Route{{Method: "GET", Pattern: "/directory", Permission: read, Handler: c.dutyList}, {Method: "GET", Pattern: "/directory/new", Permission: write, Handler: c.newDuty},
		{Method: "GET", Pattern: "/directory/{line}", Permission: read, Handler: c.duty}, {Method: "POST", Pattern: "/directory", Permission: write, Handler: c.setDuty},
		{Method: "POST", Pattern: "/directory/{line}/end", Permission: write, Handler: c.endDuty}}
}

type dutyListProps struct {
	all []desk.DutyView
	q   string
	may bool
}

type dutyProps struct {
	v       desk.DutyView
	history []desk.DutyHistory
	met     []desk.Suggestion
	form    *dutyForm // nil for who may not
	end     *web.Form
}

type dutyForm struct {
	f                        *web.Form
	title                    string
	categories, towns, units []parts.Option
	shown                    int64
	fixed                    bool // the line exists: its category and township stay
}

// dutyList is the dispatch directory (派单目录).
func (c *Console) dutyList(r *http.Request) (web.Page, error) {
	f, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	q := f.Text("q", "检索词", web.Optional(), web.AtMost(30))
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	s := who(r)
	all, err := s.reader.Duties(r.Context(), q)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("派单目录", dutyListView(dutyListProps{all: all, q: q, may: access.May(s.actor.Post.Kind, access.Dispatching)})).In("directory"), nil
}

func (c *Console) dutyForm(r *http.Request, f *web.Form, title string) *dutyForm {
	s := who(r)
	p := &dutyForm{f: f, title: title, units: []parts.Option{{Value: string(office.TheTown), Label: "属地乡镇街道"}}}
	if rules, err := c.desk.Policy(r.Context()); err == nil {
		for _, x := range rules.Families {
			p.categories = append(p.categories, parts.Option{Value: x.Code, Label: x.Code + " " + x.Name + "（全类）"})
			for _, leaf := range rules.Categories() {
				if leaf.Code[:2] == x.Code {
					p.categories = append(p.categories, parts.Option{Value: leaf.Code, Label: leaf.Code + " " + leaf.Label()})
				}
			}
		}
	}
	for _, u := range s.reader.Directory().Units() {
		if u.Closed || u.Group == org.County {
			continue
		}
		p.units = append(p.units, parts.Option{Value: string(u.ID), Label: u.Name})
		if u.Group == org.Township {
			p.towns = append(p.towns, parts.Option{Value: string(u.ID), Label: u.Name})
		}
	}
	return p
}

func (c *Console) newDuty(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	category := q.Text("category", "分类", web.Optional(), web.AtMost(4))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	return web.Show("新增一行", dutyFormPage(c.dutyForm(r, web.NewForm("category", category), "新增一行"))).In("directory"), nil
}

func (c *Console) duty(r *http.Request) (web.Page, error) {
	s := who(r)
	v, history, met, err := s.reader.Duty(r.Context(), r.PathValue("line"))
	if err != nil {
		return web.Page{}, err
	}
	p := dutyProps{v: v, history: history, met: met}
	if access.May(s.actor.Post.Kind, access.Dispatching) {
		f := web.NewForm("category", v.Category, "town", string(v.Town), "basis", v.Basis)
		for i, u := range v.Units[:min(len(v.Units), len(dutyFields))] {
			f.Set(dutyFields[i].name, string(u))
		}
		if v.Department {
			f.Set("department", "1")
		}
		p.form = c.dutyForm(r, f, "修改")
		p.form.fixed, p.form.shown = true, v.At
		p.end = web.NewForm()
	}
	return web.Show("派单目录", dutyView(p)).In("directory"), nil
}

func (c *Console) setDuty(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	p := c.dutyForm(r, f, "派单目录的一行")
	d := office.Duty{Category: f.Choice("category", "诉求分类", p.categories), Town: org.UnitID(f.Choice("town", "乡镇街道", p.towns, web.Optional())), Basis: f.Text("basis", "职责依据", web.AtMost(200)),
		Department: f.Bool("department", "部门职责")}
	for i, x := range dutyFields {
		var rules []web.Rule
		if i > 0 {
			rules = append(rules, web.Optional())
		}
		if u := f.Choice(x.name, x.label, p.units, rules...); u != "" {
			d.Units = append(d.Units, org.UnitID(u))
		}
	}
	key, shown := f.Key(), f.Version("_shown")
	p.fixed, p.shown = f.Bool("_fixed", "修改"), shown
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		line, err := c.desk.SetDuty(r.Context(), who(r).actor, d, shown, key)
		if err == nil {
			c.flash(r, "派单目录已更新，转办和登记时按它提示。")
			return web.Redirect("/directory/" + url.PathEscape(line)), nil
		}
		if !f.Refuse(asDutyError(err, d)) {
			return web.Page{}, err
		}
	}
	return web.Show(p.title, dutyFormPage(p)).In("directory").Again(), nil
}

// asDutyError puts the reasons of the rule at the fields of the form.
func asDutyError(err error, d office.Duty) error {
	if c, ok := err.(*desk.Conflict); ok && c.Shown == 0 {
		return &desk.Invalid{Field: "category", Reason: "派单目录里已经有这一行，请到清单里打开它修改。"}
	}
	return asInvalid(err)
}

func (c *Console) endDuty(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	reason, key, shown := f.Text("reason", "停用的理由", web.AtMost(200)), f.Key(), f.Version("_shown")
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		_, err := c.desk.EndDuty(r.Context(), who(r).actor, r.PathValue("line"), reason, shown, key)
		if err == nil {
			c.flash(r, "已停用，按原来的目录提示。")
			return web.Redirect("/directory"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	p, err := c.duty(r)
	if err != nil {
		return web.Page{}, err
	}
	v, history, met, err := who(r).reader.Duty(r.Context(), r.PathValue("line"))
	if err != nil {
		return p, err
	}
	return web.Show("派单目录", dutyView(dutyProps{v: v, history: history, met: met, end: f})).In("directory").Again(), nil
}

func versionOf(n int64) string { return strconv.FormatInt(n, 10) }
