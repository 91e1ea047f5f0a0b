package portal

import (
	"net/http"

	"github.com/a-h/templ"

	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// hotMost is how many answers stand on the front page.
const hotMost = 4

type homeProps struct {
	v      view
	p      Profile
	hot    []desk.PublicAnswer
	last   *desk.OpenPeriod
	letter string // address of a letter that was begun on this telephone
}

func (p *Portal) home(r *http.Request) (web.Page, error) {
	h := homeProps{v: viewOf(r), p: p.profile}
	var err error
	if h.hot, err = p.desk.PublicAnswers(r.Context(), "", hotMost); err != nil {
		return web.Page{}, err
	}
	open, err := p.desk.OpenFigures(r.Context(), 1)
	if err != nil {
		return web.Page{}, err
	}
	if len(open) > 0 {
		h.last = &open[0]
	}
	if c, err := r.Cookie(draftCookie); err == nil && c.Value != "" {
		if l, err := p.desk.Letter(r.Context(), c.Value); err == nil && !l.Delicate() {
			h.letter = page{v: h.v, token: c.Value}.at(resume(l))
		}
	}
	return web.Show("首页", homeView(h)), nil
}

// resume is the first page of a letter that still wants something.
func resume(l desk.Letter) desk.Step {
	if f := l.Faults(); len(f) > 0 {
		return f[0].At
	}
	return desk.StepCheck
}

// emergency are the numbers for what cannot wait (Art. 7).
func emergency() []parts.Anchor {
	return []parts.Anchor{{Text: "110 报警", Href: "tel:110"}, {Text: "119 火警", Href: "tel:119"}, {Text: "120 急救", Href: "tel:120"}, {Text: "122 交通事故", Href: "tel:122"}}
}

func (p *Portal) privacy(r *http.Request) (web.Page, error) {
	return p.notice(r, desk.PrivacyNotice)
}

// oldPrivacy shows the notice as it stood when somebody wrote: an order remembers its version.
func (p *Portal) oldPrivacy(r *http.Request) (web.Page, error) {
	return p.notice(r, r.PathValue("version"))
}

func (p *Portal) notice(r *http.Request, version string) (web.Page, error) {
	text := notices(viewOf(r), p.profile)[version]
	if text == nil {
		return web.Page{}, web.NotFound()
	}
	return web.Show("隐私告知与您的权利", text), nil
}

// notices are the versions of the privacy notice by the day from which each holds.
func notices(v view, p Profile) map[string]templ.Component {
	return map[string]templ.Component{"2026-11-27": privacyView(v, p, "2026-11-27")}
}
