package console

import (
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// publicationRoutes are 公开答复: the answer to one order opened to citizens, by two people and without a word that tells who asked (Art. 18, 23(6)).
func (c *Console) publicationRoutes() []web.Route {
	may := string(access.KnowEditing)
	return []web.Route{{Method: "GET", Pattern: "/publications", Permission: may, Handler: c.publications},
		{Method: "GET", Pattern: "/orders/{id}/publish", Permission: may, Handler: c.newPublication},
		{Method: "POST", Pattern: "/orders/{id}/publish", Permission: may, Handler: c.proposePublication},
		{Method: "GET", Pattern: "/publications/{publication}", Permission: may, Handler: c.publication},
		{Method: "POST", Pattern: "/publications/{publication}/decide", Permission: may, Handler: c.decidePublication},
		{Method: "POST", Pattern: "/publications/{publication}/shut", Permission: may, Handler: c.shutPublication}}
}

type publicationsProps struct {
	page desk.PublicationPage
	over bool
	next string
}

type publicationForm struct {
	d desk.PublicationDraft
	f *web.Form
}

type publicationProps struct {
	v            desk.PublicationView
	decide, shut *web.Form
}

func (p publicationProps) filled() publicationProps {
	if p.decide == nil {
		p.decide = web.NewForm("open", "yes")
	}
	if p.shut == nil {
		p.shut = web.NewForm()
	}
	return p
}

var publishOptions = parts.Options("yes", "同意公开", "no", "不公开")

func (c *Console) publications(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := publicationsProps{over: q.Bool("over", "办过的")}
	before := q.Text("before", "页", web.Optional(), web.AtMost(20))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	from, ok := pageFrom(before)
	if !ok {
		return web.Redirect("/publications"), nil
	}
	if p.page, err = who(r).reader.Publications(r.Context(), p.over, from); err != nil {
		return web.Page{}, err
	}
	if p.page.Next != "" {
		p.next = "/publications?before=" + p.page.Next
		if p.over {
			p.next += "&over=1"
		}
	}
	return web.Show("公开答复", publicationsView(p)).In("knowledge"), nil
}

func (c *Console) newPublication(r *http.Request) (web.Page, error) {
	d, err := who(r).reader.PublicationOf(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("公开答复", newPublicationView(publicationForm{d, web.NewForm("title", d.Title, "question", d.Question, "answer", d.Answer)})).In("knowledge"), nil
}

func (c *Console) proposePublication(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	title, question, answer, key := f.Text("title", "标题", web.AtMost(40)), f.Lines("question", "问题", web.AtMost(600)), f.Lines("answer", "答复", web.AtMost(1500)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	id := r.PathValue("id")
	if f.OK() {
		made, err := who(r).reader.ProposePublication(r.Context(), id, title, question, answer, key)
		if err == nil {
			c.flash(r, "已提出，由县热线办另一人核对后公开。")
			return web.Redirect("/publications/" + made), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	d, err := who(r).reader.PublicationOf(r.Context(), id)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("公开答复", newPublicationView(publicationForm{d, f})).In("knowledge").Again(), nil
}

func (c *Console) publication(r *http.Request) (web.Page, error) {
	return c.showPublication(r, publicationProps{})
}

func (c *Console) showPublication(r *http.Request, p publicationProps) (web.Page, error) {
	var err error
	if p.v, err = who(r).reader.Publication(r.Context(), r.PathValue("publication")); err != nil {
		return web.Page{}, err
	}
	again := p.decide != nil || p.shut != nil
	page := web.Show("公开答复", publicationView(p.filled())).In("knowledge")
	if again {
		return page.Again(), nil
	}
	return page, nil
}

func (c *Console) decidePublication(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	open, opinion, key := f.Choice("open", "意见", publishOptions) == "yes", f.Lines("opinion", "不公开的理由", web.Optional(), web.AtMost(300)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	id := r.PathValue("publication")
	if f.OK() {
		err := who(r).reader.DecidePublication(r.Context(), id, open, opinion, key)
		if err == nil {
			c.flash(r, map[bool]string{true: "已公开，群众页上可以看到、可以检索。", false: "已记下，不公开。"}[open])
			return web.Redirect("/publications/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showPublication(r, publicationProps{decide: f})
}

func (c *Console) shutPublication(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	reason, key := f.Lines("reason", "撤下的理由", web.AtMost(300)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	id := r.PathValue("publication")
	if f.OK() {
		err := who(r).reader.ShutPublication(r.Context(), id, reason, key)
		if err == nil {
			c.flash(r, "已撤下，群众页上不再显示。")
			return web.Redirect("/publications/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showPublication(r, publicationProps{shut: f})
}

func publicationTone(v desk.PublicationView) parts.Badge {
	switch {
	case v.Public:
		return parts.Badge{Text: v.Stage, Tone: parts.Green}
	case v.Stage == "待核对":
		return parts.Badge{Text: v.Stage, Tone: parts.Orange}
	}
	return parts.Badge{Text: v.Stage}
}

func (k showroom) publicationSamples() []web.Sample {
	head := k.as("hotline/office_head")
	waits := desk.PublicationView{ID: "a", Order: "1", Number: "MC202611130021", Unit: "县住房和城乡建设局", Title: "老旧小区加装电梯怎么申请", Question: "五层的老旧小区想加装电梯，要多少户同意，到哪里申请？",
		Answer: "由本单元业主协商，专有部分面积占比三分之二以上且人数占比三分之二以上的业主参与表决，参与表决的四分之三以上同意后，由社区向县住建局申请，受理窗口在县政务服务中心二楼。", Stage: "待核对", By: "审核员01", At: "12月1日 09:12", MayDecide: true, MayShut: true}
	open := waits
	open.Stage, open.Public, open.MayDecide, open.DecidedBy, open.DecidedAt = "已公开", true, false, "县热线办负责人", "12月1日 10:00"
	shut := open
	shut.Stage, shut.Public, shut.MayShut, shut.ShutBy, shut.ShutAt, shut.ShutWhy = "已撤下", false, false, "分办员01", "12月3日 16:20", "政策已经调整。"
	draft := desk.PublicationDraft{Order: "1", Number: "MC202611130021", Title: waits.Title, Question: waits.Question, Answer: waits.Answer}
	list := func(over bool, items ...desk.PublicationView) web.Page {
		return web.Show("公开答复", publicationsView(publicationsProps{page: desk.PublicationPage{Items: items}, over: over})).In("knowledge")
	}
	one := func(v desk.PublicationView) web.Page {
		return web.Show("公开答复", publicationView(publicationProps{v: v}.filled())).In("knowledge")
	}
	form := k.filled("title", draft.Title, "question", draft.Question, "answer", draft.Answer)
	return []web.Sample{
		k.page(head, "公开答复", "publications", "待核对", "GET /publications", list(false, waits)).At(web.Laptop, web.Phone),
		k.page(head, "公开答复", "publications-over", "办过的", "GET /publications", list(true, open, shut)),
		k.page(head, "公开答复", "publications-empty", "没有", "GET /publications", list(false)),
		k.page(head, "公开答复", "publication-new", "提出", "GET /orders/{id}/publish", web.Show("公开答复", newPublicationView(publicationForm{draft, form})).In("knowledge")).At(web.Laptop, web.Phone),
		k.page(head, "公开答复", "publication-new-error", "看得出诉求人", "POST /orders/{id}/publish", web.Show("公开答复", newPublicationView(publicationForm{draft, k.wrong(k.filled("title", draft.Title, "question", "我叫王秀兰，想加装电梯。", "answer", draft.Answer), "question", "问题里有“王秀兰”，看得出诉求人是谁，请删去。")})).In("knowledge").Again()),
		k.page(head, "公开答复", "publication-waits", "核对", "GET /publications/{publication}", one(waits)).At(web.Laptop, web.Phone),
		k.page(head, "公开答复", "publication-error", "没有理由", "POST /publications/{publication}/decide", web.Show("公开答复", publicationView(publicationProps{v: waits, decide: k.wrong(k.filled("open", "no"), "opinion", "没有填写不公开的理由，请补充。")}.filled())).In("knowledge").Again()),
		k.page(head, "公开答复", "publication-open", "已公开", "GET /publications/{publication}", one(open)),
		k.page(head, "公开答复", "publication-shut", "已撤下", "GET /publications/{publication}", one(shut)),
	}
}
