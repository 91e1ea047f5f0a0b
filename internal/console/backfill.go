package console

import (
	"bytes"
	"net/http"
	"net/url"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (c *Console) backfillRoutes() []web.Route {
	const upload = 21 << 20
	get := func(p string, perm access.Permission, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: p, Permission: string(perm), Handler: h}
	}
	post := func(p string, perm access.Permission, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: p, Permission: string(perm), Handler: h, MaxBody: upload}
	}
	return []web.Route{get("/backfill", access.FeedingBack, c.backfill), post("/backfill/{id}", access.FeedingBack, c.markBackfilled),
		get("/backfill/update", access.Dispatching, c.cityUpdatePage), post("/backfill/update", access.Dispatching, c.cityUpdate),
		get("/orders/{id}/copy", access.Reading, c.copyOrder), get("/copy/day", access.Desking, c.copyDay)}
}

func (c *Console) replyMost() int {
	if c.profile.ReplyMost > 0 {
		return c.profile.ReplyMost
	}
	return 500
}

type backfillProps struct {
	page   desk.BackfillPage
	f      *web.Form // the form that came back, of the order id
	id     string
	update bool // may import the city's export
}

// form is the form of one row: a fresh one, or the one that came back.
func (p backfillProps) form(id string) *web.Form {
	if p.f != nil && p.id == id {
		return p.f
	}
	return web.NewForm()
}

func (c *Console) backfill(r *http.Request) (web.Page, error) {
	f, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	after := f.Text("after", "页", web.Optional())
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	return c.showBackfill(r, after, "", nil)
}

func (c *Console) showBackfill(r *http.Request, after, id string, f *web.Form) (web.Page, error) {
	s := who(r)
	page, err := s.reader.Backfill(r.Context(), after, c.replyMost())
	if err != nil {
		return web.Page{}, err
	}
	p := web.Show("待回填", backfillView(backfillProps{page: page, f: f, id: id, update: access.May(s.actor.Post.Kind, access.Dispatching)})).In("backfill")
	if f != nil {
		p = p.Again()
	}
	return p, nil
}

func backfillLink(after string) string { return "/backfill?after=" + url.QueryEscape(after) }

func (c *Console) markBackfilled(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	id := r.PathValue("id")
	files := f.Files("shot", "截图", web.FileRule{Most: 1, Each: desk.MaxFile})
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		var shot *desk.Upload
		if len(files) > 0 {
			b, err := web.Open(files[0])
			if err != nil {
				return web.Page{}, err
			}
			shot = &desk.Upload{Name: files[0].Filename, Bytes: b}
		}
		done, err := c.desk.MarkBackfilled(r.Context(), who(r).actor, id, key, shot)
		if err == nil {
			c.flash(r, "已记下"+done.Number+"的回填。")
			return web.Redirect("/backfill"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showBackfill(r, "", id, f)
}

type cityProps struct {
	f      *web.Form
	report *desk.CityReport
}

func (c *Console) cityUpdatePage(*http.Request) (web.Page, error) {
	return web.Show("市平台更新导入", cityView(cityProps{f: web.NewForm("dry", "1")})).In("backfill"), nil
}

func (c *Console) cityUpdate(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	files := f.Files("file", "市平台导出表", web.FileRule{Required: true, Most: 1, Each: desk.MaxFile})
	dry := f.Bool("dry", "只检查")
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	p := cityProps{f: f}
	if f.OK() {
		b, err := web.Open(files[0])
		if err != nil {
			return web.Page{}, err
		}
		rep, err := c.desk.UpdateFromCity(r.Context(), who(r).actor, bytes.NewReader(b), int64(len(b)), dry)
		if err == nil {
			p.report, p.f = &rep, web.NewForm()
		} else if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	page := web.Show("市平台更新导入", cityView(p)).In("backfill")
	if !f.OK() {
		page = page.Again()
	}
	return page, nil
}

type copyProps struct {
	title, back, backTo string
	text                desk.CopyText
}

func (c *Console) copyOrder(r *http.Request) (web.Page, error) {
	t, err := who(r).reader.CopyOrder(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("复制到群", copyView(copyProps{title: "复制到群", back: "回到工单", backTo: "/orders/" + r.PathValue("id"), text: t})), nil
}

func (c *Console) copyDay(r *http.Request) (web.Page, error) {
	t, err := who(r).reader.CopyDay(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("群发待办", copyView(copyProps{title: "群发待办", back: "工作台", backTo: "/", text: t})).In("copy-day"), nil
}
