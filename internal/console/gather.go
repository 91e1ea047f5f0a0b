package console

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// gatherRoutes are the page on which several orders are ticked and merged under one (并单; domain.md §6.0). It works without script.
func (c *Console) gatherRoutes() []web.Route {
	return []web.Route{{Method: "GET", Pattern: "/orders/{id}/gather", Permission: string(access.Intake), Handler: c.gatherPage},
		{Method: "POST", Pattern: "/orders/{id}/gather", Permission: string(access.Intake), Handler: c.gather}}
}

type gatherProps struct {
	v      desk.Gathering
	f      *web.Form
	result []desk.BatchOutcome
}

func (c *Console) gatherPage(r *http.Request) (web.Page, error) {
	return c.showGather(r, gatherProps{f: web.NewForm()})
}

func (c *Console) showGather(r *http.Request, p gatherProps) (web.Page, error) {
	var err error
	if p.v, err = who(r).reader.Gather(r.Context(), r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	page := web.Show("并入其他工单", gatherView(p))
	if !p.f.OK() {
		page = page.Again()
	}
	return page, nil
}

func (c *Console) gather(r *http.Request) (web.Page, error) {
	s := who(r)
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	p := gatherProps{f: f}
	numbers := f.Text("numbers", "其他工单编号", web.Optional(), web.AtMost(400))
	reason := f.Text("reason", "是同一件事的理由", web.Optional(), web.AtMost(200))
	key := f.Key()
	var ids []string
	if len(f.All()["id"]) > 0 {
		ids = f.IDs("id", "工单")
	}
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	g := desk.Gathered{Actor: s.actor, Leader: r.PathValue("id"), Key: key, Reason: reason}
	for _, x := range ids {
		id, v, _ := strings.Cut(x, ".")
		shown, _ := strconv.ParseInt(v, 10, 64)
		g.Items = append(g.Items, desk.BatchItem{ID: id, Shown: shown})
	}
	for _, n := range strings.FieldsFunc(numbers, func(c rune) bool { return strings.ContainsRune(" ,，、；;\t　", c) }) {
		id, err := s.reader.FindNumber(r.Context(), n)
		switch {
		case errors.Is(err, desk.ErrNotFound):
			f.Fail("numbers", "没有找到编号为“"+n+"”的工单，请核对。")
		case err != nil:
			return web.Page{}, err
		case !slices.ContainsFunc(g.Items, func(x desk.BatchItem) bool { return x.ID == id }):
			g.Items = append(g.Items, desk.BatchItem{ID: id})
		}
	}
	if f.OK() && len(g.Items) == 0 {
		f.Fail("id", "请勾选要并入的工单，或者填写编号。")
	}
	if f.OK() {
		p.result, err = c.desk.DoGather(r.Context(), g)
		if err == nil {
			if p.v, err = s.reader.Gather(r.Context(), g.Leader); err != nil {
				return web.Page{}, err
			}
			return web.Show("并单结果", gatherResultView(p)), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showGather(r, p)
}

// ticked reports whether a row comes back ticked.
func (p gatherProps) ticked(x desk.Joinable) bool {
	return slices.ContainsFunc(p.f.All()["id"], func(v string) bool { return strings.HasPrefix(v, x.ID+".") })
}

func gatherColumns() []parts.Column {
	return []parts.Column{{All: "id"}, {Title: "编号"}, {Title: "标题", Wide: true}, {Title: "相似"}, {Title: "登记"}, {Title: "状态"}}
}

func gatherSub(v desk.Gathering) string { return v.Number + "　" + v.Title }
