package portal

import (
	"net/http"

	"huiyin/internal/web"
)

// Open figures (Art. 26): what stands in bulletins that were signed and published, about the county as a whole.

const openPeriods = 8

func (p *Portal) openRoutes(get func(string, web.Handler) web.Route) []web.Route {
	return []web.Route{get("/open", p.openFigures)}
}

func (p *Portal) openFigures(r *http.Request) (web.Page, error) {
	all, err := p.desk.OpenFigures(r.Context(), openPeriods)
	return web.Show("办得怎么样", openView(viewOf(r), p.profile, all)), err
}
