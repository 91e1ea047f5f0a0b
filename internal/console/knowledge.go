package console

import (
	"net/http"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func (c *Console) knowledgeRoutes() []web.Route {
	get := func(p string, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: p, Permission: string(access.Knowing), Handler: h}
	}
	post := func(p string, perm access.Permission, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: p, Permission: string(perm), Handler: h}
	}
	return []web.Route{get("/knowledge", c.knowledge), get("/knowledge/new", c.newArticle), get("/knowledge/{id}", c.article), post("/knowledge/find", access.Knowing, c.findKnowledge),
		post("/knowledge", access.Knowing, c.propose), post("/knowledge/{id}/propose", access.Knowing, c.propose), post("/knowledge/{id}/review", access.Knowing, c.know("review")),
		post("/knowledge/{id}/publish", access.KnowEditing, c.know("publish")), post("/knowledge/{id}/return", access.KnowEditing, c.know("return")), post("/knowledge/{id}/withdraw", access.KnowEditing, c.know("withdraw")),
		post("/knowledge/gaps", access.KnowEditing, c.askForArticle), post("/knowledge/{id}/offer", access.KnowEditing, c.know("offer")), post("/knowledge/{id}/open", access.KnowEditing, c.know("open")),
		post("/knowledge/{id}/shut", access.KnowEditing, c.know("shut"))}
}

type knowledgeProps struct {
	all           []desk.ArticleView
	gaps          []gapRow
	q             string
	mayNew, edits bool
	units         []parts.Option
	asked         *web.Form // of the gap that was just asked about and refused
}

type gapRow struct {
	g   desk.Gap
	day string
}

// form is the gap's own: what was typed where it was refused, else proposals from the order.
func (p knowledgeProps) form(g gapRow) (f *web.Form, open bool) {
	if p.asked != nil && p.asked.Value("order") == g.g.Order {
		return p.asked, true
	}
	title := []rune(g.g.Title)
	return web.NewForm("title", string(title[:min(len(title), 40)]), "unit", string(g.g.Unit)), false
}

type articleProps struct {
	v    desk.ArticleView
	f    *web.Form // the proposal's form; nil where it is not shown
	spec []spec
}

// knowledge lists the knowledge base; the words looked for come by POST from the box (they may be a caller's) and are not kept.
func (c *Console) knowledge(r *http.Request) (web.Page, error) { return c.knowledgeList(r, "", nil) }

func (c *Console) knowledgeList(r *http.Request, q string, asked *web.Form) (web.Page, error) {
	s := who(r)
	p := knowledgeProps{q: q, units: unitOptions(s), asked: asked, mayNew: access.May(s.actor.Post.Kind, access.KnowEditing) || s.actor.Post.Kind.InUnit(), edits: access.May(s.actor.Post.Kind, access.KnowEditing)}
	var err error
	if p.all, err = s.reader.Knowledge(r.Context(), q, false, 200); err != nil {
		return web.Page{}, err
	}
	gaps, err := s.reader.Gaps(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	for _, g := range gaps {
		p.gaps = append(p.gaps, gapRow{g, g.Closed.In(calendar.Beijing).Format("1月2日")})
	}
	page := web.Show("知识库", knowledgeView(p)).In("knowledge")
	if asked != nil {
		page = page.Again()
	}
	return page, nil
}

// askForArticle asks the unit whose duty it is to write what a gap shows to be lacking.
func (c *Console) askForArticle(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	order, title := f.Text("order", "工单", web.AtMost(64)), f.Text("title", "标题", web.AtMost(40))
	unit, key := f.Choice("unit", "起草单位", unitOptions(who(r))), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		id, err := who(r).reader.AskForArticle(r.Context(), order, org.UnitID(unit), title, key)
		if err == nil {
			c.flash(r, "已请单位起草，写好后在知识库审核发布。")
			return web.Redirect("/knowledge/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.knowledgeList(r, "", f)
}

// findKnowledge is the box of the list and of the 登记单: there it answers the hits alone.
func (c *Console) findKnowledge(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	q := f.Text("q", "检索词", web.Optional(), web.AtMost(60))
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if !web.IsFragment(r) {
		return c.knowledgeList(r, q, nil)
	}
	hits, err := who(r).reader.Knowledge(r.Context(), q, true, 6)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("知识库", kbHits(hits)), nil
}

func (c *Console) articleSpecs(r *http.Request, s session) []spec {
	units := unitOptions(s)
	if s.actor.Post.Kind.InUnit() {
		if u, ok := s.reader.Directory().Unit(s.actor.Post.Unit); ok {
			units = parts.Options(string(u.ID), u.Name)
		}
	}
	return []spec{{kind: "text", name: "title", label: "标题", max: 40, hint: "群众怎么问就怎么写，例如：结婚登记要带什么"}, {kind: "text", name: "words", label: "别的问法", optional: true, max: 200},
		{kind: "area", name: "answer", label: "答复口径（照着念给来电人听）", max: 2000, rows: 6}, {kind: "select", name: "unit", label: "负责单位", options: units, half: true},
		{kind: "select", name: "category", label: "诉求分类", options: c.categories(r.Context()), optional: true, half: true}, {kind: "date", name: "valid_to", label: "有效期至", hint: "到期前须复核，过期不能据以答复", half: true}}
}

func (c *Console) newArticle(r *http.Request) (web.Page, error) {
	s := who(r)
	f := web.NewForm("valid_to", c.desk.Now().In(calendar.Beijing).AddDate(0, 6, 0).Format("2006-01-02"))
	if s.actor.Post.Kind.InUnit() {
		f.Set("unit", string(s.actor.Post.Unit))
	}
	return web.Show("新建条目", articleView(articleProps{f: f, spec: c.articleSpecs(r, s)})).In("knowledge"), nil
}

func (c *Console) article(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.Article(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return c.showArticle(r, v, nil), nil
}

func (c *Console) showArticle(r *http.Request, v desk.ArticleView, f *web.Form) web.Page {
	s := who(r)
	p := articleProps{v: v}
	if v.MayPropose {
		p.spec = c.articleSpecs(r, s)
		if p.f = f; f == nil {
			from := office.Content{Title: v.Title, Words: v.Words, Answer: v.Answer, Unit: v.Unit, Category: v.Category, ValidTo: v.ValidTo}
			if v.Proposal != nil {
				from = *v.Proposal
			}
			p.f = web.NewForm("title", from.Title, "words", from.Words, "answer", from.Answer, "unit", string(from.Unit), "category", from.Category, "valid_to", from.ValidTo)
		}
	}
	return web.Show(v.Title, articleView(p)).In("knowledge")
}

// propose writes a new article or a change of one; the hotline office publishes it.
func (c *Console) propose(r *http.Request) (web.Page, error) {
	s := who(r)
	if id := r.PathValue("id"); id != "" {
		if _, err := s.reader.Article(r.Context(), id); err != nil {
			return web.Page{}, err
		}
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	id := r.PathValue("id")
	specs := c.articleSpecs(r, s)
	in := input{c: c, r: r, f: f, s: s, times: map[string]time.Time{}}
	if err := in.read(specs); err != nil {
		return web.Page{}, err
	}
	key, shown := f.Key(), f.Int("_shown", "版本", 0, 1<<30, web.Optional())
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		cmd := office.Propose{Actor: s.actor, Content: office.Content{Title: in.get("title"), Words: in.get("words"), Answer: in.get("answer"), Unit: org.UnitID(in.get("unit")), Category: in.get("category"), ValidTo: in.get("valid_to")}}
		done, err := c.desk.Know(r.Context(), s.actor, id, int64(shown), cmd, key, time.Time{})
		if err == nil {
			c.flash(r, "已提出，等待县热线办发布")
			return web.Redirect("/knowledge/" + done), nil
		}
		if !f.Refuse(err) {
			return web.Page{}, err
		}
	}
	if id == "" {
		return web.Show("新建条目", articleView(articleProps{f: f, spec: specs})).In("knowledge").Again(), nil
	}
	v, err := s.reader.Article(r.Context(), id)
	if err != nil {
		return web.Page{}, err
	}
	return c.showArticle(r, v, f).Again(), nil
}

// know is the short acts on an article.
func (c *Console) know(act string) web.Handler {
	return func(r *http.Request) (web.Page, error) {
		s := who(r)
		if _, err := s.reader.Article(r.Context(), r.PathValue("id")); err != nil {
			return web.Page{}, err
		}
		f, err := web.ReadForm(r)
		if err != nil {
			return web.Page{}, err
		}
		key, shown := f.Key(), f.Int("_shown", "版本", 0, 1<<30, web.Optional())
		var cmd office.Command = office.Publish{Actor: s.actor}
		said := "已发布"
		switch act {
		case "return":
			cmd, said = office.Return{Actor: s.actor, Reason: f.Text("reason", "理由", web.AtMost(500))}, "已退回"
		case "withdraw":
			cmd, said = office.Withdraw{Actor: s.actor, Reason: f.Text("reason", "理由", web.AtMost(500))}, "已停用"
		case "offer":
			cmd, said = office.Offer{Actor: s.actor}, "已提出公开，等另一人核对"
		case "open":
			cmd, said = office.Open{Actor: s.actor}, "已公开"
		case "shut":
			cmd, said = office.Shut{Actor: s.actor, Reason: f.Text("reason", "理由", web.AtMost(500))}, "不再公开"
		case "review":
			cmd, said = office.Review{Actor: s.actor, ValidTo: strings.TrimSpace(f.Text("valid_to", "有效期", web.AtMost(10)))}, "已复核"
		}
		if err := f.Done(); err != nil {
			return web.Page{}, err
		}
		if f.OK() {
			_, err := c.desk.Know(r.Context(), s.actor, r.PathValue("id"), int64(shown), cmd, key, time.Time{})
			if err == nil {
				c.flash(r, said)
				return web.Redirect("/knowledge/" + r.PathValue("id")), nil
			}
			return web.Page{}, err
		}
		return web.Page{}, &desk.Invalid{Field: "reason", Reason: f.Errors()[0].Message}
	}
}
