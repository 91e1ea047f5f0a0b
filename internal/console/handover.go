package console

import (
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/web"
)

func (c *Console) handoverRoutes() []web.Route {
	get := func(p string, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: p, Permission: string(access.Desking), Handler: h}
	}
	post := func(p string, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: p, Permission: string(access.Desking), Handler: h}
	}
	return []web.Route{get("/handover", c.handoverPage), post("/handover", c.handOver), get("/handover/{id}", c.oneHandover), post("/handover/{id}/take", c.takeHandover)}
}

type handoverProps struct {
	page desk.HandoverPage
	f    *web.Form
}

func (c *Console) handoverPage(r *http.Request) (web.Page, error) {
	return c.showHandover(r, web.NewForm())
}

func (c *Console) showHandover(r *http.Request, f *web.Form) (web.Page, error) {
	page, err := who(r).reader.Handover(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	p := web.Show("交接班", handoverView(handoverProps{page, f})).In("handover")
	if !f.OK() {
		p = p.Again()
	}
	return p, nil
}

func (c *Console) handOver(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	a := desk.HandOverAsk{Lines: map[office.ItemKind]string{}}
	for _, k := range office.ItemKinds() {
		a.Lines[k] = f.Lines(string(k), k.Name(), web.Optional(), web.AtMost(1000))
	}
	if f.Value("settled") != "" {
		a.Settled = f.IDs("settled", "已办完")
	}
	a.Key = f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		_, err := c.desk.HandOver(r.Context(), who(r).actor, a)
		if err == nil {
			c.flash(r, "已交班，等接班的同事登录后接班。")
			return web.Redirect("/handover"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showHandover(r, f)
}

func (c *Console) takeHandover(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if err := c.desk.TakeHandover(r.Context(), who(r).actor, r.PathValue("id")); err != nil {
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
		return c.showHandover(r, f)
	}
	c.flash(r, "已接班。")
	return web.Redirect("/handover"), nil
}

func (c *Console) oneHandover(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.OneHandover(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("交接班记录", oneHandoverView(v)).In("handover"), nil
}

// handoverHints say what belongs into each kind.
var handoverHints = map[office.ItemKind]string{office.ItemCall: "说到一半断线的、要再打的", office.ItemCallback: "答应几点前回电的", office.ItemUrgent: "工单编号和要盯的事",
	office.ItemLeader: "谁交代、什么时候要", office.ItemEquipment: "电话、网络、系统"}
