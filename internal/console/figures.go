package console

import (
	"net/http"
	"net/url"
	"strconv"

	"huiyin/internal/access"
	"huiyin/internal/bulletin"
	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// figureRoutes are the county's figures: the overview, a leader's page, the screen on the wall, the catalogue of metrics, and the orders of any figure (Art. 6(5), 26).
func (c *Console) figureRoutes() []web.Route {
	see := string(access.Figures)
	return []web.Route{{Method: "GET", Pattern: "/overview", Permission: see, Handler: c.overview}, {Method: "GET", Pattern: "/overview/leader", Permission: see, Handler: c.leaderPage},
		{Method: "GET", Pattern: "/overview/wall", Permission: see, Handler: c.wall}, {Method: "GET", Pattern: "/figures", Permission: see, Handler: c.metrics},
		{Method: "GET", Pattern: "/figures/{metric}", Permission: see, Handler: c.figure}}
}

// figureHref leads to the orders of a figure.
func figureHref(metric string, part bulletin.Part, from, to string, pos int64, w bulletin.Where) string {
	v := url.Values{"from": {from}, "to": {to}}
	set := func(k, s string) {
		if s != "" {
			v.Set(k, s)
		}
	}
	if part != "" && part != bulletin.Counted {
		set("part", string(part))
	}
	if pos > 0 {
		set("pos", strconv.FormatInt(pos, 10))
	}
	set("unit", w.Unit)
	set("category", w.Category)
	set("place", w.Place)
	return "/figures/" + metric + "?" + v.Encode()
}

var figureParts = []parts.Option{{Value: string(bulletin.Counted)}, {Value: string(bulletin.Whole)}, {Value: string(bulletin.Missed)}}

type figureProps struct {
	list desk.FigureList
	ask  desk.FigureAsk
	next string
}

func (c *Console) figure(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	word := func(name, label string) string { return q.Text(name, label, web.Optional(), web.AtMost(60)) }
	a := desk.FigureAsk{Metric: r.PathValue("metric"), Part: bulletin.Part(q.Choice("part", "部分", figureParts, web.Optional())), From: word("from", "开始日期"), To: word("to", "结束日期"),
		Where: bulletin.Where{Unit: word("unit", "单位"), Category: word("category", "分类"), Place: word("place", "属地")}, After: word("after", "页")}
	pos := word("pos", "位置")
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	if a.Pos, err = strconv.ParseInt(pos, 10, 64); pos != "" && (err != nil || a.Pos < 1) {
		return web.Page{}, web.NotFound()
	}
	if a.From == "" || a.To == "" { // a figure of the catalogue, without days: the last thirty
		a.From, a.To = lastDays(c.desk.Now(), 30)
	}
	list, err := who(r).reader.Figure(r.Context(), a)
	if err != nil {
		return web.Page{}, err
	}
	p := figureProps{list: list, ask: a}
	if list.Next != "" {
		p.next = figureHref(a.Metric, a.Part, a.From, a.To, a.Pos, a.Where) + "&after=" + url.QueryEscape(list.Next)
	}
	return web.Show(list.Metric.Name, figureView(p)).In("overview"), nil
}

func (c *Console) metrics(r *http.Request) (web.Page, error) {
	all, err := who(r).reader.Metrics()
	if err != nil {
		return web.Page{}, err
	}
	from, to := lastDays(c.desk.Now(), 30)
	return web.Show("指标口径", metricsView(metricsProps{all, from, to})).In("overview"), nil
}

type metricsProps struct {
	all      []bulletin.Metric
	from, to string
}

type overviewProps struct{ v desk.OverviewView }

func overviewSpans() []parts.Option {
	var out []parts.Option
	for _, s := range desk.OverviewSpans() {
		out = append(out, parts.Option{Value: s[0], Label: s[1]})
	}
	return out
}

func (c *Console) overview(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	span := desk.OverviewSpan(q.Choice("span", "时段", overviewSpans(), web.Optional()))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	if span == "" {
		span = desk.Last30
	}
	v, err := who(r).reader.Overview(r.Context(), span)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("全县总览", overviewView(overviewProps{v})).In("overview"), nil
}

func (c *Console) leaderPage(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.Overview(r.Context(), desk.Last30)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("一张图", leaderView(overviewProps{v})).In("overview-leader"), nil
}

func (c *Console) wall(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.Wall(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	return web.Whole(wallDocument(wallProps{v, c.profile.System, c.profile.Public})), nil
}

type wallProps struct {
	v              desk.OverviewView
	system, public string
}
