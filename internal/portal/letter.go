package portal

import (
	"context"
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// The letter: one question a page. What was typed is kept sealed on the server before it is judged, under a token that stands in every address and form, so that
// nothing is lost with an error, a cookie or a telephone that falls asleep.

// draftCookie remembers the letter on this telephone, so that the front page can offer to go on with it. No delicate letter is remembered.
const draftCookie = "huiyin_letter"

func (p *Portal) letterRoutes(get, post, upload func(string, web.Handler) web.Route) []web.Route {
	return []web.Route{
		get("/write", p.begin), post("/write", p.beginning),
		get("/write/{draft}/what", p.step(p.showWhat)), post("/write/{draft}/what", p.saveWhat),
		get("/write/{draft}/safe", p.step(p.showSafe)),
		get("/write/{draft}/say", p.step(p.showSay)), post("/write/{draft}/say", p.saveSay),
		get("/write/{draft}/party", p.step(p.showParty)), post("/write/{draft}/party", p.saveParty),
		get("/write/{draft}/answers", p.step(p.showLook)), post("/write/{draft}/answers", p.saveLook),
		get("/write/{draft}/photo", p.step(p.showPhoto)), upload("/write/{draft}/photo", p.savePhoto),
		get("/write/{draft}/photo/{file}", p.picture), post("/write/{draft}/photo/{file}/drop", p.dropPhoto),
		get("/write/{draft}/who", p.step(p.showWho)), post("/write/{draft}/who", p.saveWho),
		get("/write/{draft}/check", p.step(p.showCheck)), post("/write/{draft}/check", p.send),
		get("/write/{draft}/done", p.done),
	}
}

// page is what every page of a letter knows.
type page struct {
	v     view
	p     Profile
	f     *web.Form
	token string
	l     desk.Letter

	riddle string // to be solved before it is sent, while robots press
}

// at is the address of a step of this letter.
func (g page) at(step desk.Step) string { return g.v.to("/write/" + g.token + "/" + string(step)) }

// kinds are the five doors of a letter and the one that must be left at once (ux C1).
func kinds() []parts.Option {
	return []parts.Option{
		{Value: string(order.Consult), Label: "问一件事", Extra: "单位接到后3个工作日内答复"},
		{Value: string(order.Complaint), Label: "反映问题、投诉", Extra: "单位接到后10个工作日内办结"},
		{Value: string(order.Help), Label: "请求帮助"},
		{Value: string(order.Suggest), Label: "提建议"},
		{Value: string(order.Report), Label: "举报工作人员", Extra: "有“快速离开”按钮，不会转给被反映的人"},
		{Value: homeKind, Label: "家里有人打我、威胁我", Extra: "先看安全提示，有“快速离开”按钮"},
	}
}

const homeKind = "home"

func kindOf(l desk.Letter) string {
	if l.Home {
		return homeKind
	}
	return string(l.Type)
}

func kindName(l desk.Letter) string {
	for _, k := range kinds() {
		if k.Value == kindOf(l) {
			return k.Label
		}
	}
	return ""
}

func setKind(l *desk.Letter, kind string) {
	l.Home = kind == homeKind
	l.Type = order.Type(kind)
	if l.Home {
		l.Type = order.Help
	}
	if l.Type != order.Report {
		l.PartyUnit, l.Party = "", ""
	}
	if l.Secrecy == "" && l.Delicate() {
		l.Secrecy = order.Secret
	}
}

// progress is which of the five steps a page belongs to.
func progress(s desk.Step) int {
	switch s {
	case desk.StepWhat:
		return 1
	case desk.StepSay, desk.StepParty, desk.StepLook:
		return 2
	case desk.StepPhoto:
		return 3
	case desk.StepWho:
		return 4
	}
	return 5
}

func (p *Portal) begin(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	f := web.NewForm()
	if k := q.Text("kind", "类型", web.Optional()); k != "" {
		f.Set("kind", k)
	}
	return p.show(r, page{f: f}, "我要写信", whatView), nil
}

func (p *Portal) beginning(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	l, err := readKind(f)
	if err != nil {
		return web.Page{}, err
	}
	if !f.OK() {
		return p.show(r, page{f: f}, "我要写信", whatView).Again(), nil
	}
	p.pressed()
	g := page{v: viewOf(r), token: web.NewKey(), l: l}
	if err := p.desk.BeginLetter(r.Context(), g.token, l); err != nil {
		return web.Page{}, err
	}
	return p.onward(g, l), nil
}

func readKind(f *web.Form) (desk.Letter, error) {
	var l desk.Letter
	kind := f.Text("kind", "您想做什么", web.Optional())
	if err := f.Done(); err != nil {
		return l, err
	}
	known := false
	for _, k := range kinds() {
		known = known || k.Value == kind
	}
	if !known {
		f.Fail("kind", "请选一项")
		return l, nil
	}
	setKind(&l, kind)
	return l, nil
}

// onward leaves the first page, and remembers the letter where that harms nobody.
func (p *Portal) onward(g page, l desk.Letter) web.Page {
	next := desk.StepSay
	if l.Home {
		next = "safe"
	}
	out := web.Redirect(g.at(next))
	c := &http.Cookie{Name: draftCookie, Value: g.token, Path: "/", MaxAge: 7 * 24 * 3600}
	if l.Delicate() {
		c.Value, c.MaxAge = "", -1
	}
	return out.SetCookie(c)
}

// show makes a page of a letter.
func (p *Portal) show(r *http.Request, g page, title string, body func(page) templ.Component) web.Page {
	g.v, g.p = viewOf(r), p.profile
	out := web.Show(title, body(g))
	if g.l.Delicate() {
		out = out.In(leaving)
	}
	return out
}

// step opens a letter for a page. What was sent already leads to its receipt.
func (p *Portal) step(show func(*http.Request, page) (web.Page, error)) web.Handler {
	return func(r *http.Request) (web.Page, error) {
		g := page{v: viewOf(r), p: p.profile, token: r.PathValue("draft"), f: web.NewForm()}
		var err error
		if g.l, err = p.desk.Letter(r.Context(), g.token); errors.Is(err, desk.ErrNotFound) {
			return p.gone(r, g)
		} else if err != nil {
			return web.Page{}, err
		}
		return show(r, g)
	}
}

// gone is the answer to a letter that is no more: its receipt where it was sent.
func (p *Portal) gone(r *http.Request, g page) (web.Page, error) {
	if _, err := p.desk.LetterReceipt(r.Context(), g.token); err != nil {
		return web.Page{}, err
	}
	return web.Redirect(g.at(desk.StepFinish)), nil
}

// saved keeps what a page says, faults and all, and answers the letter; ok is false where page is the answer already.
func (p *Portal) saved(r *http.Request, f *web.Form, change func(*desk.Letter)) (g page, out web.Page, ok bool, err error) {
	g = page{v: viewOf(r), p: p.profile, token: r.PathValue("draft"), f: f}
	g.l, err = p.desk.ChangeLetter(r.Context(), g.token, change)
	if errors.Is(err, desk.ErrNotFound) {
		out, err = p.gone(r, g)
		return g, out, false, err
	}
	return g, out, err == nil, err
}

// faults puts what is wrong on a step's fields into the form.
func (g page) faults(at desk.Step) bool {
	for _, x := range g.l.Faults() {
		if x.At == at {
			g.f.Fail(x.Field, x.Reason)
		}
	}
	return !g.f.OK()
}

func (p *Portal) showWhat(r *http.Request, g page) (web.Page, error) {
	g.f.Set("kind", kindOf(g.l))
	return p.show(r, g, "您想做什么", whatView), nil
}

func (p *Portal) saveWhat(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	l, err := readKind(f)
	if err != nil {
		return web.Page{}, err
	}
	kind := f.Value("kind")
	g, out, ok, err := p.saved(r, f, func(x *desk.Letter) {
		if f.OK() {
			setKind(x, kind)
		}
	})
	if !ok {
		return out, err
	}
	if !f.OK() {
		return p.show(r, g, "您想做什么", whatView).Again(), nil
	}
	return p.onward(g, l), nil
}

func (p *Portal) showSafe(r *http.Request, g page) (web.Page, error) {
	return p.show(r, g, "先看安全提示", safeView), nil
}

func (p *Portal) towns(ctx context.Context) ([]parts.Option, []parts.Option, error) {
	towns, units, err := p.desk.PublicUnits(ctx)
	options := func(all []desk.PublicUnit) []parts.Option {
		var out []parts.Option
		for _, u := range all {
			out = append(out, parts.Option{Value: u.ID, Label: u.Name})
		}
		return out
	}
	return options(towns), options(units), err
}

func (p *Portal) showSay(r *http.Request, g page) (web.Page, error) {
	g.f.Set("words", g.l.Words)
	g.f.Set("place", g.l.Place)
	g.f.Set("town", g.l.Town)
	return p.sayPage(r, g)
}

func (p *Portal) sayPage(r *http.Request, g page) (web.Page, error) {
	towns, _, err := p.towns(r.Context())
	return p.show(r, g, "发生了什么事", func(g page) templ.Component { return sayView(g, towns) }), err
}

func (p *Portal) saveSay(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	words := f.Lines("words", "发生了什么事", web.Optional(), web.AtMost(20000))
	place := f.Text("place", "在哪里", web.Optional())
	town := f.Text("town", "乡镇、街道", web.Optional())
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	towns, _, err := p.towns(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	if town != "" && !has(towns, town) {
		return web.Page{}, web.Malformed(errors.New("no such township"))
	}
	g, out, ok, err := p.saved(r, f, func(l *desk.Letter) {
		l.Looked = l.Looked && l.Words == words
		l.Words, l.Place, l.Town = words, place, town
	})
	if !ok {
		return out, err
	}
	if g.faults(desk.StepSay) {
		out, err := p.sayPage(r, g)
		return out.Again(), err
	}
	switch {
	case g.l.Type == order.Report:
		return web.Redirect(g.at(desk.StepParty)), nil
	case g.l.Looked || g.l.Home:
		return web.Redirect(g.at(desk.StepPhoto)), nil
	}
	return web.Redirect(g.at(desk.StepLook)), nil
}

func has(all []parts.Option, value string) bool {
	for _, o := range all {
		if o.Value == value {
			return true
		}
	}
	return false
}

func (p *Portal) showParty(r *http.Request, g page) (web.Page, error) {
	g.f.Set("party", g.l.Party)
	g.f.Set("unit", g.l.PartyUnit)
	return p.partyPage(r, g)
}

func (p *Portal) partyPage(r *http.Request, g page) (web.Page, error) {
	_, units, err := p.towns(r.Context())
	return p.show(r, g, "您反映的是谁", func(g page) templ.Component { return partyView(g, units) }), err
}

func (p *Portal) saveParty(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	party := f.Text("party", "他是谁", web.Optional(), web.AtMost(100))
	unit := f.Text("unit", "他在哪个单位", web.Optional())
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	_, units, err := p.towns(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	if unit != "" && !has(units, unit) {
		return web.Page{}, web.Malformed(errors.New("no such unit"))
	}
	g, out, ok, err := p.saved(r, f, func(l *desk.Letter) { l.Party, l.PartyUnit = party, unit })
	if !ok {
		return out, err
	}
	if g.faults(desk.StepParty) {
		out, err := p.partyPage(r, g)
		return out.Again(), err
	}
	return web.Redirect(g.at(desk.StepPhoto)), nil
}

// lookMost is how many answers are offered before sending: more nobody reads.
const lookMost = 3

func (p *Portal) showLook(r *http.Request, g page) (web.Page, error) {
	answers, err := p.desk.LikelyAnswers(r.Context(), g.l.Words, lookMost)
	if err != nil {
		return web.Page{}, err
	}
	picks, err := p.desk.LetterPicks(r.Context(), g.l.Words)
	if err != nil {
		return web.Page{}, err
	}
	if len(answers) == 0 && len(picks) == 0 {
		return web.Redirect(g.at(desk.StepPhoto)), nil
	}
	g.f.Set("category", g.l.Category)
	return p.show(r, g, "先看看是不是这样", func(g page) templ.Component { return lookView(g, answers, picks) }), nil
}

func (p *Portal) saveLook(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	category := f.Text("category", "哪一类", web.Optional())
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	l, err := p.desk.Letter(r.Context(), r.PathValue("draft"))
	if err == nil && category != "" {
		picks, err := p.desk.LetterPicks(r.Context(), l.Words)
		if err != nil {
			return web.Page{}, err
		}
		known := false
		for _, x := range picks {
			known = known || x.Code == category
		}
		if !known {
			category = "" // what was proposed has changed meanwhile: the office chooses
		}
	}
	g, out, ok, err := p.saved(r, f, func(l *desk.Letter) { l.Category, l.Looked = category, true })
	if !ok {
		return out, err
	}
	return web.Redirect(g.at(desk.StepPhoto)), nil
}
