package console

import (
	"net/http"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func (c *Console) statementRoutes() []web.Route {
	get := func(p string, perm access.Permission, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: p, Permission: string(perm), Handler: h}
	}
	post := func(p string, perm access.Permission, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: p, Permission: string(perm), Handler: h}
	}
	return []web.Route{get("/statements", access.Intake, c.statements), get("/statements/for", access.Intake, c.statementsFor), get("/statements/new", access.Dispatching, c.newStatement),
		post("/statements", access.Dispatching, c.publish), get("/statements/{id}", access.Intake, c.statement), post("/statements/{id}/publish", access.Dispatching, c.publish),
		post("/statements/{id}/end", access.Dispatching, c.endStatement)}
}

type statementsProps struct {
	all []desk.StatementView
	may bool // publishes
}

type statementForm struct {
	f          *web.Form
	id         string // of the statement that gets a new version
	title      string
	towns      []parts.Option
	categories []parts.Option
	owners     []parts.Option
}

func (c *Console) statements(r *http.Request) (web.Page, error) {
	s := who(r)
	all, err := s.reader.Statements(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("事件口径", statementsView(statementsProps{all: all, may: access.May(s.actor.Post.Kind, access.Dispatching)})).In("statements"), nil
}

// statementsFor is a piece of the 登记单: what runs and fits, each with its key.
func (c *Console) statementsFor(r *http.Request) (web.Page, error) {
	f, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	town, category := f.Text("town", "乡镇", web.Optional()), f.Text("category", "分类", web.Optional())
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	all, err := who(r).reader.RunningStatements(r.Context(), town, "", category)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("可用的事件口径", statementKeys(all)), nil
}

func (c *Console) statementForm(r *http.Request, f *web.Form, id, title string) *statementForm {
	p := &statementForm{f: f, id: id, title: title, categories: c.categories(r.Context())}
	for _, u := range who(r).reader.Directory().Units() {
		if u.Group == org.Township {
			p.towns = append(p.towns, parts.Option{Value: string(u.ID), Label: u.Name})
		}
		if u.Open() {
			p.owners = append(p.owners, parts.Option{Value: string(u.ID), Label: u.Name})
		}
	}
	return p
}

func (c *Console) newStatement(r *http.Request) (web.Page, error) {
	until := c.desk.Now().Add(24 * time.Hour).In(calendar.Beijing).Format("2006-01-02T15:04")
	p := c.statementForm(r, web.NewForm("until", until), "", "发布事件口径")
	return web.Show(p.title, statementFormView(p)).In("statements"), nil
}

func (c *Console) publish(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	id := r.PathValue("id")
	p := c.statementForm(r, f, id, "发布事件口径")
	d := office.Draft{Title: f.Text("title", "事件", web.AtMost(30)), Town: f.Choice("town", "乡镇", p.towns, web.Optional()), Place: f.Text("place", "地点", web.Optional(), web.AtMost(30)),
		Category: f.Choice("category", "分类", p.categories, web.Optional()), Owner: org.UnitID(f.Choice("owner", "责任单位", p.owners)), Text: f.Lines("text", "口径", web.AtMost(300)), Until: f.DateTime("until", "有效期至")}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		got, err := c.desk.PublishStatement(r.Context(), who(r).actor, id, d, key)
		if err == nil {
			c.flash(r, "已发布，话务员在登记单上一键就能答复。")
			return web.Redirect("/statements/" + got), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return web.Show(p.title, statementFormView(p)).In("statements").Again(), nil
}

type statementProps struct {
	v    desk.StatementView
	form *statementForm // of the next version; nil for who may not
	key  string
}

func (c *Console) statement(r *http.Request) (web.Page, error) {
	s := who(r)
	v, err := s.reader.Statement(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	p := statementProps{v: v, key: web.NewKey()}
	if access.May(s.actor.Post.Kind, access.Dispatching) && v.Runs {
		d := v.Draft
		f := web.NewForm("title", d.Title, "town", d.Town, "place", d.Place, "category", d.Category, "owner", string(d.Owner), "text", d.Text, "until", d.Until.In(calendar.Beijing).Format("2006-01-02T15:04"))
		p.form = c.statementForm(r, f, v.ID, "改口径（出第"+itoa(v.V+1)+"版）")
	}
	return web.Show("事件口径", statementView(p)).In("statements"), nil
}

func (c *Console) endStatement(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if err := c.desk.EndStatement(r.Context(), who(r).actor, r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	c.flash(r, "已撤下，登记单上不再出现。")
	return web.Redirect("/statements/" + r.PathValue("id")), nil
}

// runningStatements are what the 登记单 offers; without them it still works.
func (c *Console) runningStatements(r *http.Request) []desk.StatementView {
	s := who(r)
	if s.reader == nil {
		return nil
	}
	all, err := s.reader.RunningStatements(r.Context(), "", "", "")
	if err != nil {
		c.o.Log.WarnContext(r.Context(), "read statements", "err", err)
	}
	return all
}
