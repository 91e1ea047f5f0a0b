package portal

import (
	"net/http"

	"huiyin/internal/web"
)

// What two people opened to citizens (adr/0085), with search.

const answersMost = 50

func (p *Portal) answerRoutes(get func(string, web.Handler) web.Route) []web.Route {
	return []web.Route{get("/answers", p.answers), get("/answers/{id}", p.answer)}
}

func (p *Portal) answers(r *http.Request) (web.Page, error) {
	f, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	q := f.Text("q", "要找的话", web.Optional(), web.AtMost(60))
	_ = f.Text("v", "样子", web.Optional())
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	all, err := p.desk.PublicAnswers(r.Context(), q, answersMost)
	return web.Show("公开答复", answersView(viewOf(r), p.profile, f, q, all)), err
}

func (p *Portal) answer(r *http.Request) (web.Page, error) {
	a, err := p.desk.PublicAnswer(r.Context(), r.PathValue("id"))
	return web.Show(a.Title, answerView(viewOf(r), p.profile, a)), err
}
