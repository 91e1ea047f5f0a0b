package console

import (
	"net/http"
	"strconv"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// searchRoutes: what is typed travels in the body of a POST, page by page, so that it stands in no address and no log.
func (c *Console) searchRoutes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: "/search", Permission: string(access.Reading), Handler: c.searchPage},
		{Method: "POST", Pattern: "/search", Permission: string(access.Reading), Handler: c.search},
	}
}

type searchProps struct {
	form  *web.Form
	help  string
	found desk.Found
	asked bool
	later bool // not the first page
}

var searchWhich = []parts.Option{{Value: "all", Label: "全部"}, {Value: "open", Label: "在办"}, {Value: "done", Label: "已办结"}}

// which is the chosen span, all where nothing was chosen: the box on top of every page sends none.
func (p searchProps) which() parts.Bound {
	b := p.form.Bind("which")
	if b.Value == "" {
		b.Value, b.Values = "all", []string{"all"}
	}
	return b
}

func (p searchProps) hidden() map[string]string {
	return map[string]string{"q": p.form.Value("q"), "which": p.form.Value("which"), "after": p.found.Next}
}

func (p searchProps) summary() string {
	s := p.found.How + "，本页" + strconv.Itoa(len(p.found.Hits)) + "件，新登记的在前"
	if p.later {
		s = "接上页，" + s
	}
	return s
}

// searchPage is the empty page: what a search covers.
func (c *Console) searchPage(r *http.Request) (web.Page, error) {
	f, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	return web.Show("搜索", searchView(searchProps{help: who(r).reader.SearchHelp()})).In("search"), nil
}

// search finds within the reader's scope. What cannot be searched for comes back with the reason, and with what was typed.
func (c *Console) search(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	ask := desk.SearchAsk{Typed: f.Text("q", "搜索内容", web.AtMost(200), web.Optional()), Which: f.Choice("which", "范围", searchWhich, web.Optional()),
		After: f.Text("after", "页", web.Optional())}
	if ask.Which == "all" {
		ask.Which = ""
	}
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	p := searchProps{form: f, help: who(r).reader.SearchHelp(), asked: true, later: ask.After != ""}
	if f.OK() {
		p.found, err = who(r).reader.Search(r.Context(), ask)
		if err != nil && !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	page := web.Show("搜索", searchView(p)).In("search")
	page.Head.Keys = []parts.KeyHint{{Key: "↑ ↓", Name: "在结果之间移动"}, {Key: "Enter", Name: "打开"}, {Key: "/", Name: "回到搜索框"}}
	if !f.OK() {
		return page.Again(), nil
	}
	return page, nil
}

func hitTags(h desk.Hit) []parts.Badge {
	row := workRows([]desk.Row{h.Row})[0]
	return row.Tags
}
