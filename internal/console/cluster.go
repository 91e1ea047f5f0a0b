package console

import (
	"net/http"
	"net/url"
	"strconv"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// clusterRoutes are 集中反映: the list, and one with its orders (Art. 21(6)).
func (c *Console) clusterRoutes() []web.Route {
	see := string(access.Gathered)
	return []web.Route{{Method: "GET", Pattern: "/clusters", Permission: see, Handler: c.clusters}, {Method: "GET", Pattern: "/clusters/{id}", Permission: see, Handler: c.cluster}}
}

type clustersProps struct {
	ask        desk.ClusterFilter
	towns      []parts.Option
	categories []parts.Option
	page       desk.ClusterPage
	next       string
}

func (c *Console) clusters(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := clustersProps{towns: townOptions(who(r)), categories: c.categories(r.Context())}
	p.ask = desk.ClusterFilter{State: q.Choice("state", "状态", clusterStates, web.Optional()), Town: q.Choice("town", "乡镇街道", p.towns, web.Optional()), Category: q.Choice("category", "事项", p.categories, web.Optional()), Before: q.Text("before", "页", web.Optional(), web.AtMost(80))}
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	if p.page, err = who(r).reader.ClustersBy(r.Context(), p.ask); err != nil {
		return web.Page{}, err
	}
	if p.page.Next != "" {
		v := url.Values{"before": {p.page.Next}}
		for name, x := range map[string]string{"state": p.ask.State, "town": p.ask.Town, "category": p.ask.Category} {
			if x != "" {
				v.Set(name, x)
			}
		}
		p.next = "/clusters?" + v.Encode()
	}
	return web.Show("集中反映", clustersView(p)).In("clusters"), nil
}

var clusterStates = parts.Options("runs", "集中反映中", "quiet", "已平息")

// asks reports whether the list is narrowed.
func (p clustersProps) asks() bool {
	return p.ask.State != "" || p.ask.Town != "" || p.ask.Category != ""
}

type clusterProps struct {
	v         desk.ClusterView
	publishes bool // may publish a statement
	merges    bool // may merge orders
}

func (c *Console) cluster(r *http.Request) (web.Page, error) {
	s := who(r)
	v, err := s.reader.Cluster(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	k := s.actor.Post.Kind
	return web.Show("集中反映 "+v.Place, clusterView(clusterProps{v, access.May(k, access.Dispatching), access.May(k, access.Intake)})).In("clusters"), nil
}

// gatherThere is what was heard already.
func gatherThere(g desk.Together) string {
	return strconv.Itoa(g.Days) + "天内已有" + strconv.Itoa(g.Times) + "人次、" + strconv.Itoa(g.Persons) + "人反映同一地点同类事项"
}

// gatherMakes is what this contact makes of it.
func gatherMakes(g desk.Together, trigger int) string {
	this := "本件是第" + strconv.Itoa(g.Times+1) + "人次"
	switch {
	case g.Running != "":
		return this + "，已是集中反映，正在二级督办"
	case g.Forms:
		return this + "，将形成集中反映，登记后自动列入二级督办（第二十一条（六））"
	case g.Times+1 >= trigger:
		return this + "，反映的人数还不够，不算集中反映"
	}
	return this + "，满" + strconv.Itoa(trigger) + "人次即是集中反映（第二十一条（六））"
}

// canMerge reports whether there is something to merge: two orders under way.
func canMerge(v desk.ClusterView) bool {
	n := 0
	for _, o := range v.Orders {
		if o.Open && !o.Merged {
			n++
		}
	}
	return n > 1
}

func runsBadge(v desk.ClusterView) parts.Badge {
	if v.Runs {
		return parts.Badge{Text: "集中反映中", Tone: parts.Orange}
	}
	return parts.Badge{Text: "已平息", Tone: parts.Plain}
}
