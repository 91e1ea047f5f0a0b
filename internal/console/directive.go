package console

import (
	"io"
	"net/http"
	"strconv"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// directiveRoutes are 批示件: a leader's word on anything, split to the units, answered by them and given back to that leader (Art. 6(4)).
func (c *Console) directiveRoutes() []web.Route {
	see, run := string(access.Answering), string(access.Instructing)
	return []web.Route{{Method: "GET", Pattern: "/directives", Permission: see, Handler: c.directives},
		{Method: "GET", Pattern: "/directives/new", Permission: run, Handler: c.newDirective},
		{Method: "POST", Pattern: "/directives", Permission: run, Handler: c.giveDirective, MaxBody: 21 << 20},
		{Method: "GET", Pattern: "/directives/{id}", Permission: see, Handler: c.directive},
		{Method: "GET", Pattern: "/directives/{id}/scan", Permission: see, Handler: c.directiveScan},
		{Method: "POST", Pattern: "/directives/{id}/answer", Permission: see, Handler: c.answerDirective},
		{Method: "POST", Pattern: "/directives/{id}/back", Permission: run, Handler: c.sendBackDirective},
		{Method: "POST", Pattern: "/directives/{id}/urge", Permission: run, Handler: c.urgeDirective},
		{Method: "POST", Pattern: "/directives/{id}/report", Permission: run, Handler: c.reportDirective}}
}

// taskLines is how many units the form takes at once.
const taskLines = 5

type directivesProps struct {
	page desk.DirectivePage
	done bool
	next string
}

type directiveForm struct {
	f       *web.Form
	leaders []parts.Option
	kinds   []parts.Option
	units   []parts.Option
}

type directiveProps struct {
	v                    desk.DirectiveView
	answer, back, report *web.Form
	urge                 *web.Form
	units                []parts.Option // that said they are done
	owing                []parts.Option // that have not
}

func (c *Console) directives(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := directivesProps{done: q.Text("done", "已反馈", web.Optional(), web.AtMost(1)) == "1"}
	before := q.Text("before", "页", web.Optional(), web.AtMost(20))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	var from time.Time
	if before != "" {
		n, err := strconv.ParseInt(before, 10, 64)
		if err != nil || n < 0 {
			return web.Redirect("/directives"), nil
		}
		from = time.UnixMilli(n)
	}
	if p.page, err = who(r).reader.Directives(r.Context(), p.done, from); err != nil {
		return web.Page{}, err
	}
	if p.page.Next != "" {
		p.next = "/directives?before=" + p.page.Next
		if p.done {
			p.next += "&done=1"
		}
	}
	return web.Show("批示件", directivesView(p)).In("directives"), nil
}

func (c *Console) directiveFormOf(r *http.Request, f *web.Form) *directiveForm {
	s := who(r)
	p := &directiveForm{f: f, leaders: leaderOptions(s)}
	for _, k := range office.SubjectKinds() {
		p.kinds = append(p.kinds, parts.Option{Value: string(k), Label: k.Name()})
	}
	for _, u := range s.reader.Directory().Units() {
		if u.Group != org.County && !u.Closed {
			p.units = append(p.units, parts.Option{Value: string(u.ID), Label: u.Name})
		}
	}
	return p
}

func (c *Console) newDirective(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	number := q.Text("order", "工单编号", web.Optional(), web.AtMost(40))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	f := web.NewForm("day", calendar.DateOf(c.desk.Now()).String())
	if number != "" {
		f.Set("kind", string(office.OnOrder))
		f.Set("number", number)
	}
	return web.Show("登记批示", newDirectiveView(c.directiveFormOf(r, f))).In("directives"), nil
}

func taskField(name string, i int) string { return name + "_" + strconv.Itoa(i) }

func (c *Console) giveDirective(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	p := c.directiveFormOf(r, f)
	a := desk.DirectiveWish{Post: org.PostID(f.Choice("post", "批示领导", p.leaders)), Day: f.Date("day", "批示日期"), Kind: office.SubjectKind(f.Choice("kind", "批示在什么上面", p.kinds)),
		Number: f.Text("number", "工单编号", web.Optional(), web.AtMost(40)), Title: f.Text("title", "标题", web.Optional(), web.AtMost(60)), Source: f.Text("source", "出处", web.Optional(), web.AtMost(60)),
		Words: f.Lines("words", "批示内容", web.AtMost(1000)), About: org.UnitID(f.Choice("about", "反映的单位", p.units, web.Optional()))}
	for i := 1; i <= taskLines; i++ {
		t := desk.DirectiveTaskWish{Unit: org.UnitID(f.Choice(taskField("unit", i), "落实单位", p.units, web.Optional())), What: f.Lines(taskField("what", i), "要做什么", web.Optional(), web.AtMost(500))}
		if day := f.Date(taskField("due", i), "完成日期", web.Optional()); !day.IsZero() {
			t.Due = calendar.DateOf(day).String()
		}
		if t.Unit != "" || t.What != "" || i == 1 {
			a.Tasks = append(a.Tasks, t)
		}
	}
	files := f.Files("scan", "批示扫描件", web.FileRule{Most: 1, Each: desk.MaxFile})
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		if len(files) > 0 {
			b, err := web.Open(files[0])
			if err != nil {
				return web.Page{}, err
			}
			a.Scan = &desk.Upload{Name: files[0].Filename, Bytes: b}
		}
		id, err := who(r).reader.GiveDirective(r.Context(), a, key)
		if err == nil {
			c.flash(r, "已登记，落实单位登录后就能看到。")
			return web.Redirect("/directives/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return web.Show("登记批示", newDirectiveView(p)).In("directives").Again(), nil
}

func (c *Console) directive(r *http.Request) (web.Page, error) {
	return c.showDirective(r, directiveProps{})
}

func (c *Console) showDirective(r *http.Request, p directiveProps) (web.Page, error) {
	v, err := who(r).reader.Directive(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	p = p.filled(v)
	page := web.Show("批示件", directiveView(p)).In("directives")
	if !p.answer.OK() || !p.back.OK() || !p.urge.OK() || !p.report.OK() {
		page = page.Again()
	}
	return page, nil
}

// filled makes the forms that did not come back.
func (p directiveProps) filled(v desk.DirectiveView) directiveProps {
	p.v = v
	for _, t := range v.Tasks {
		if t.Done {
			p.units = append(p.units, parts.Option{Value: string(t.Unit), Label: t.UnitName})
		} else {
			p.owing = append(p.owing, parts.Option{Value: string(t.Unit), Label: t.UnitName})
		}
	}
	for _, f := range []**web.Form{&p.answer, &p.back, &p.urge, &p.report} {
		if *f == nil {
			*f = web.NewForm()
		}
	}
	return p
}

func (c *Console) directiveScan(r *http.Request) (web.Page, error) {
	mime, b, err := who(r).reader.DirectivePaper(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	write := func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}
	if (desk.FileView{MIME: mime}).Picture() {
		return web.Inline("批示扫描件", mime, int64(len(b)), write), nil
	}
	return web.Download("批示扫描件", "application/octet-stream", int64(len(b)), write), nil
}

// onDirective runs one of the three short forms: what it reads, what it does, and where it comes back.
func (c *Console) onDirective(r *http.Request, said string, read func(*web.Form) func() error, back func(*web.Form) directiveProps) (web.Page, error) {
	if _, err := who(r).reader.Directive(r.Context(), r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	do := read(f)
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := do()
		if err == nil {
			c.flash(r, said)
			return web.Redirect("/directives/" + r.PathValue("id")), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showDirective(r, back(f))
}

func (c *Console) answerDirective(r *http.Request) (web.Page, error) {
	return c.onDirective(r, "落实情况已报县热线办。", func(f *web.Form) func() error {
		words, done, key := f.Lines("words", "落实情况", web.AtMost(2000)), f.Bool("done", "已办结"), f.Key()
		return func() error {
			return who(r).reader.AnswerDirective(r.Context(), r.PathValue("id"), words, done, key)
		}
	}, func(f *web.Form) directiveProps { return directiveProps{answer: f} })
}

func (c *Console) sendBackDirective(r *http.Request) (web.Page, error) {
	return c.onDirective(r, "已退回，请单位补充后再报。", func(f *web.Form) func() error {
		unit, reason, due, key := f.Text("unit", "退回哪个单位", web.AtMost(60)), f.Lines("reason", "要补充什么", web.AtMost(500)), f.Date("due", "补充截止"), f.Key()
		return func() error {
			return who(r).reader.SendBackDirective(r.Context(), r.PathValue("id"), org.UnitID(unit), reason, calendar.DateOf(due).String(), key)
		}
	}, func(f *web.Form) directiveProps { return directiveProps{back: f} })
}

func (c *Console) urgeDirective(r *http.Request) (web.Page, error) {
	return c.onDirective(r, "已催办，单位的具办、分管和主要负责人都会收到消息。", func(f *web.Form) func() error {
		unit, words, key := f.Text("urge_unit", "催哪个单位", web.AtMost(60)), f.Lines("urge_words", "催办内容", web.AtMost(500)), f.Key()
		return func() error {
			return who(r).reader.UrgeDirective(r.Context(), r.PathValue("id"), org.UnitID(unit), words, key)
		}
	}, func(f *web.Form) directiveProps { return directiveProps{urge: f} })
}

func (c *Console) reportDirective(r *http.Request) (web.Page, error) {
	return c.onDirective(r, "已登记：落实情况已反馈领导。", func(f *web.Form) func() error {
		means, words, key := f.Choice("means", "怎样反馈", reportOptions()), f.Lines("words", "反馈内容", web.AtMost(2000)), f.Key()
		return func() error {
			return who(r).reader.ReportDirective(r.Context(), r.PathValue("id"), means, words, key)
		}
	}, func(f *web.Form) directiveProps { return directiveProps{report: f} })
}

func reportOptions() []parts.Option {
	var out []parts.Option
	for _, k := range []string{"paper", "told", "screen"} {
		out = append(out, parts.Option{Value: k, Label: office.ReportMeans()[k]})
	}
	return out
}

// directiveState says where a directive stands.
func directiveState(v desk.DirectiveView) parts.Badge {
	switch {
	case v.Report != nil || !v.Open:
		return parts.Badge{Text: "已反馈领导", Tone: parts.Green}
	case v.Ready:
		return parts.Badge{Text: "已报齐，待反馈领导", Tone: parts.Orange}
	}
	return parts.Badge{Text: "还有" + strconv.Itoa(v.Left()) + "个单位未报", Tone: parts.Blue}
}

// directiveCard is a card for the phone: the word, what it was written on, and what became of it.
func directiveCard(v desk.DirectiveView) parts.SignCardProps {
	out := parts.SignCardProps{Title: v.Title, Href: "/directives/" + v.ID, Where: v.Source, Tags: []parts.Badge{{Text: v.Kind}, directiveState(v)}, Progress: &parts.Pishi{Text: v.Words, Signer: v.Leader, Date: v.Day}}
	if v.Number != "" {
		out.Where = v.Number
	}
	for _, t := range v.Tasks {
		last := "未报，" + t.Due + "前完成"
		if n := len(t.Lines); n > 0 {
			last = t.Lines[n-1].Verb + "：" + inShort(t.Lines[n-1].Words, 60)
		}
		out.State = append(out.State, parts.P(t.UnitName, last))
	}
	if v.Report != nil {
		out.State = append(out.State, parts.P("反馈", v.Report.At+" "+v.Report.Verb))
	}
	return out
}
