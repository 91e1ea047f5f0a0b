package console

import (
	"io"
	"net/http"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// shelfRoutes are 制度汇编: the office's own plans and rules with their versions, days and files (Art. 6(1), 6(2)).
func (c *Console) shelfRoutes() []web.Route {
	see, do := string(access.Shelf), string(access.Shelving)
	big := func(r web.Route) web.Route {
		r.MaxBody, r.Timeout = 100<<20, time.Minute // MaxFiles of MaxFile are more than anybody sends at once
		return r
	}
	return []web.Route{{Method: "GET", Pattern: "/shelf", Permission: see, Handler: c.shelf},
		{Method: "GET", Pattern: "/shelf/new", Permission: do, Handler: c.newDocument},
		big(web.Route{Method: "POST", Pattern: "/shelf", Permission: do, Handler: c.shelve}),
		{Method: "GET", Pattern: "/shelf/{id}", Permission: see, Handler: c.shelfDocument},
		{Method: "GET", Pattern: "/shelf/{id}/files/{file}", Permission: see, Handler: c.documentFile},
		big(web.Route{Method: "POST", Pattern: "/shelf/{id}/revise", Permission: do, Handler: c.reviseDocument}),
		{Method: "POST", Pattern: "/shelf/{id}/repeal", Permission: do, Handler: c.repealDocument}}
}

type shelfProps struct {
	page desk.ShelfPage
	day  *web.Form
}

type documentProps struct {
	v              desk.DocumentView
	revise, repeal *web.Form
}

func (p documentProps) filled() documentProps {
	for _, f := range []**web.Form{&p.revise, &p.repeal} {
		if *f == nil {
			*f = web.NewForm()
		}
	}
	return p
}

func (c *Console) shelf(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	day, past := q.Date("day", "日期", web.Optional()), q.Bool("past", "连已废止的")
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	page, err := who(r).reader.Shelf(r.Context(), dateText(day), past)
	if err != nil {
		return web.Page{}, err
	}
	p := shelfProps{page: page, day: web.NewForm("day", page.Day)}
	if !q.OK() {
		p.day = q
	}
	return web.Show("制度汇编", shelfView(p)).In("shelf"), nil
}

func documentKinds() []parts.Option {
	var out []parts.Option
	for _, k := range office.DocumentKinds() {
		out = append(out, parts.Option{Value: string(k), Label: k.Name()})
	}
	return out
}

func (c *Console) newDocument(r *http.Request) (web.Page, error) {
	return web.Show("上架", newDocumentView(web.NewForm("from", calendar.DateOf(c.desk.Now()).String()))).In("shelf"), nil
}

func (c *Console) shelve(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	a := desk.DocumentWish{Kind: office.DocumentKind(f.Choice("kind", "类别", documentKinds())), Title: f.Text("title", "名称", web.AtMost(80)), Number: f.Text("number", "文号", web.Optional(), web.AtMost(60)),
		From: dateText(f.Date("from", "施行日期"))}
	if a.Files, err = uploads(f, "files", "正文")(); err != nil {
		return web.Page{}, err
	}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		id, err := who(r).reader.Shelve(r.Context(), a, key)
		if err == nil {
			c.flash(r, "已上架。")
			return web.Redirect("/shelf/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return web.Show("上架", newDocumentView(f)).In("shelf").Again(), nil
}

func (c *Console) shelfDocument(r *http.Request) (web.Page, error) {
	return c.showDocument(r, documentProps{}, false)
}

func (c *Console) showDocument(r *http.Request, p documentProps, again bool) (web.Page, error) {
	var err error
	if p.v, err = who(r).reader.Document(r.Context(), r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	page := web.Show(p.v.Title, documentView(p.filled())).In("shelf")
	if again {
		page = page.Again()
	}
	return page, nil
}

func (c *Console) documentFile(r *http.Request) (web.Page, error) {
	name, mime, b, err := who(r).reader.DocumentFile(r.Context(), r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return web.Page{}, err
	}
	write := func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}
	if (desk.FileView{MIME: mime}).Picture() {
		return web.Inline(name, mime, int64(len(b)), write), nil
	}
	return web.Download(name, "application/octet-stream", int64(len(b)), write), nil
}

// onDocument runs one of the page's two forms.
func (c *Console) onDocument(r *http.Request, said string, read func(*web.Form) (func(*desk.Reader, string) error, error), back func(*web.Form) documentProps) (web.Page, error) {
	reader, id := who(r).reader, r.PathValue("id")
	if _, err := reader.Document(r.Context(), id); err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	do, err := read(f)
	if err != nil {
		return web.Page{}, err
	}
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := do(reader, id)
		if err == nil {
			c.flash(r, said)
			return web.Redirect("/shelf/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showDocument(r, back(f), true)
}

func (c *Console) reviseDocument(r *http.Request) (web.Page, error) {
	return c.onDocument(r, "新版已上架，到施行那天起有效。", func(f *web.Form) (func(*desk.Reader, string) error, error) {
		a := desk.DocumentWish{Number: f.Text("number", "文号", web.Optional(), web.AtMost(60)), From: dateText(f.Date("from", "施行日期")), Note: f.Lines("note", "改了什么", web.AtMost(300))}
		var err error
		a.Files, err = uploads(f, "files", "正文")()
		key := f.Key()
		return func(x *desk.Reader, id string) error { return x.Revise(r.Context(), id, a, key) }, err
	}, func(f *web.Form) documentProps { return documentProps{revise: f} })
}

func (c *Console) repealDocument(r *http.Request) (web.Page, error) {
	return c.onDocument(r, "已登记废止。", func(f *web.Form) (func(*desk.Reader, string) error, error) {
		to, reason, key := dateText(f.Date("to", "最后一天")), f.Lines("reason", "废止的理由", web.AtMost(300)), f.Key()
		return func(x *desk.Reader, id string) error { return x.Repeal(r.Context(), id, to, reason, key) }, nil
	}, func(f *web.Form) documentProps { return documentProps{repeal: f} })
}

func documentTone(v desk.DocumentView) parts.Badge {
	tone := map[string]parts.Tone{"有效": parts.Green, "待施行": parts.Blue, "已废止": parts.Red}[v.State]
	return parts.Badge{Text: v.State, Tone: tone}
}

func documentVersionTone(x desk.DocumentVersionView) parts.Badge {
	switch {
	case x.InForce:
		return parts.Badge{Text: "现行", Tone: parts.Green}
	case x.Planned:
		return parts.Badge{Text: "待施行", Tone: parts.Blue}
	}
	return parts.Badge{Text: "旧版", Tone: parts.Line}
}
