package console

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// superviseRoutes are 督办: the ledger, one row with its deeds, sheets and closing, the form that lists an order by hand, the paper (Art. 21, 22).
func (c *Console) superviseRoutes() []web.Route {
	see, run, reply, list := string(access.SuperReading), string(access.Supervising), string(access.SuperReply), string(access.SuperListing)
	return []web.Route{{Method: "GET", Pattern: "/supervise", Permission: see, Handler: c.cases},
		{Method: "GET", Pattern: "/supervise/{id}", Permission: see, Handler: c.casePage},
		{Method: "GET", Pattern: "/supervise/{id}/print", Permission: see, Handler: c.casePrint},
		{Method: "GET", Pattern: "/supervise/{id}/files/{file}", Permission: see, Handler: c.caseFile},
		{Method: "POST", Pattern: "/supervise/{id}/act", Permission: run, Handler: c.actOnCase, MaxBody: 100 << 20, Timeout: time.Minute},
		{Method: "POST", Pattern: "/supervise/{id}/lift", Permission: run, Handler: c.liftCase},
		{Method: "POST", Pattern: "/supervise/{id}/issue", Permission: run, Handler: c.issueSheet},
		{Method: "POST", Pattern: "/supervise/{id}/judge", Permission: run, Handler: c.judgeSheet},
		{Method: "POST", Pattern: "/supervise/{id}/close", Permission: run, Handler: c.closeCase},
		{Method: "POST", Pattern: "/supervise/{id}/answer", Permission: reply, Handler: c.answerSheet, MaxBody: 100 << 20, Timeout: time.Minute},
		{Method: "GET", Pattern: "/orders/{id}/supervise", Permission: list, Handler: c.listCasePage},
		{Method: "POST", Pattern: "/orders/{id}/supervise", Permission: list, Handler: c.listCase}}
}

type casesProps struct {
	page   desk.CasePage
	ask    desk.CaseFilter
	f      *web.Form
	units  []parts.Option
	next   string
	unit   bool
	narrow bool
	export string // where the ledger is exported; "" where it may not be
}

func levelOptions(from oversight.Level) []parts.Option {
	var out []parts.Option
	for l := from; l <= oversight.LevelThree; l++ {
		out = append(out, parts.Option{Value: strconv.Itoa(int(l)), Label: l.Name()})
	}
	return out
}

func itemOptions(from oversight.Item) []parts.Option {
	var out []parts.Option
	for _, i := range oversight.Items() {
		if i >= from {
			out = append(out, parts.Option{Value: strconv.Itoa(int(i)), Label: "（" + []string{"", "一", "二", "三", "四", "五", "六", "七", "八"}[i] + "）" + i.Name()})
		}
	}
	return out
}

func caseStepOptions() []parts.Option {
	out := []parts.Option{{Value: oversight.StepOwed, Label: oversight.StepName(oversight.StepOwed)}}
	for _, s := range oversight.Steps() {
		if s != "closed" {
			out = append(out, parts.Option{Value: s, Label: oversight.StepName(s)})
		}
	}
	return out
}

func meansOptions() []parts.Option {
	var out []parts.Option
	for _, m := range oversight.AllMeans() {
		if m != oversight.ByPaper {
			out = append(out, parts.Option{Value: string(m), Label: m.Name()})
		}
	}
	return out
}

func resultOptions() []parts.Option {
	var out []parts.Option
	for _, r := range oversight.Results() {
		out = append(out, parts.Option{Value: string(r), Label: r.Name()})
	}
	return out
}

func outcomeOptions() []parts.Option {
	var out []parts.Option
	for _, o := range oversight.Outcomes() {
		out = append(out, parts.Option{Value: string(o), Label: o.Name()})
	}
	return out
}

func caseUnits(s session) []parts.Option {
	var out []parts.Option
	for _, u := range s.reader.Directory().Units() {
		if u.Group != org.County && !u.Closed {
			out = append(out, parts.Option{Value: string(u.ID), Label: u.Name})
		}
	}
	return out
}

// readCaseFilter reads what the ledger is narrowed by.
func readCaseFilter(q *web.Form, units []parts.Option) (desk.CaseFilter, error) {
	num := func(name, label string, all []parts.Option, unset int) int {
		n, err := strconv.Atoi(q.Choice(name, label, all, web.Optional()))
		if err != nil {
			return unset
		}
		return n
	}
	f := desk.CaseFilter{Closed: q.Text("closed", "已销号", web.Optional(), web.AtMost(1)) == "1", Level: num("level", "级别", levelOptions(0), -1), Item: num("item", "事由", itemOptions(1), 0),
		Step: q.Choice("step", "进度", caseStepOptions(), web.Optional()), Unit: org.UnitID(q.Choice("unit", "承办单位", units, web.Optional())), Before: q.Text("before", "页", web.Optional(), web.AtMost(80))}
	return f, q.Done()
}

func (c *Console) cases(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	s := who(r)
	p := casesProps{f: q, units: caseUnits(s), unit: s.actor.Post.Kind.InUnit()}
	if p.ask, err = readCaseFilter(q, p.units); err != nil {
		return web.Page{}, err
	}
	if p.page, err = s.reader.Cases(r.Context(), p.ask); err != nil {
		return web.Page{}, err
	}
	if len(p.page.Items) > 0 && access.May(s.actor.Post.Kind, access.Exporting) {
		p.export = exportHref(ledgerExport, p.values())
	}
	page := web.Show("督办台账", casesView(p.filled())).In("supervise")
	page.Head.Keys = listKeys[:3]
	return page, nil
}

// filled makes the way to the next page.
func (p casesProps) filled() casesProps {
	p.narrow = p.ask.Level >= 0 || p.ask.Item > 0 || p.ask.Step != "" || p.ask.Unit != ""
	if p.page.Next != "" {
		v := p.values()
		v.Set("before", p.page.Next)
		p.next = "/supervise?" + v.Encode()
	}
	return p
}

// waiting counts the rows at a step, or at all the steps that the office owes.
func (p casesProps) waiting(step string) int {
	if step != oversight.StepOwed {
		return p.page.Steps[step]
	}
	n := 0
	for _, x := range oversight.OwedSteps() {
		n += p.page.Steps[x]
	}
	return n
}

// owedCases is the list behind the number of the menu and of the first page: what a unit has to answer, what the office has to do.
func owedCases(k org.Kind) string {
	if k.InUnit() {
		return "/supervise?step=waiting"
	}
	return "/supervise?step=" + oversight.StepOwed
}

func (p casesProps) values() url.Values {
	v := url.Values{}
	set := func(k, x string, yes bool) {
		if yes {
			v.Set(k, x)
		}
	}
	set("closed", "1", p.ask.Closed)
	set("level", strconv.Itoa(p.ask.Level), p.ask.Level >= 0)
	set("item", strconv.Itoa(p.ask.Item), p.ask.Item > 0)
	set("step", p.ask.Step, p.ask.Step != "")
	set("unit", string(p.ask.Unit), p.ask.Unit != "")
	return v
}

// caseRows are the ledger as a work list: the keys and the lights are those of every list.
func caseRows(all []desk.CaseView) []parts.WorkRow {
	var out []parts.WorkRow
	for _, v := range all {
		w := parts.WorkRow{ID: "c" + v.ID, Number: v.Number, Href: "/supervise/" + v.ID, Lamp: lamp(v.Light), Left: v.Light.Word, Title: v.Title, Kind: v.Clause + v.Item, Unit: orDash(v.Unit), State: v.StepName, At: v.Opened,
			Tags: []parts.Badge{levelBadge(v)}, Key: v.Level >= 2}
		if w.Left == "" {
			w.Lamp, w.Left = parts.Lamp("k"), "无时限"
		}
		if len(v.Joint) > 0 {
			w.Tags = append(w.Tags, parts.Badge{Text: "联合", Tone: parts.Purple})
		}
		if v.Unsolved > 0 {
			w.Tags = append(w.Tags, parts.Badge{Text: "未落实" + strconv.Itoa(v.Unsolved) + "次", Tone: parts.Red})
		}
		if v.Outcome != "" {
			w.State = v.Outcome
		}
		out = append(out, w)
	}
	return out
}

// levelBadge is the level in its colour: 三级 red, 二级 orange, 一级 yellow, what is only followed plain.
func levelBadge(v desk.CaseView) parts.Badge {
	return parts.Badge{Text: v.LevelName, Tone: []parts.Tone{parts.Plain, parts.Yellow, parts.Orange, parts.Red}[v.Level]}
}

var caseColumns = []parts.WorkColumn{parts.ColNumber, parts.ColLeft, parts.ColTitle, parts.ColKind, parts.ColUnit, parts.ColState, parts.ColAt}

type caseProps struct {
	v                                     desk.CaseView
	act, lift, issue, judge, close, reply *web.Form
}

func (c *Console) casePage(r *http.Request) (web.Page, error) { return c.showCase(r, caseProps{}) }

func (c *Console) showCase(r *http.Request, p caseProps) (web.Page, error) {
	v, err := who(r).reader.Case(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	p = p.filled(v, c.desk.Now())
	page := web.Show("督办 "+v.Number, caseView(p)).In("supervise")
	for _, f := range []*web.Form{p.act, p.lift, p.issue, p.judge, p.close, p.reply} {
		if !f.OK() {
			page = page.Again()
		}
	}
	return page, nil
}

// filled makes the forms that did not come back.
func (p caseProps) filled(v desk.CaseView, now time.Time) caseProps {
	p.v = v
	if p.act == nil {
		p.act = web.NewForm("on", now.In(calendar.Beijing).Format("2006-01-02T15:04"), "means", string(oversight.ByPhone))
	}
	if p.issue == nil {
		p.issue = web.NewForm("days", strconv.Itoa(v.ReplyDays), "joint", map[bool]string{true: "1"}[v.JointDefault])
	}
	for _, f := range []**web.Form{&p.lift, &p.judge, &p.close, &p.reply} {
		if *f == nil {
			*f = web.NewForm()
		}
	}
	return p
}

// onCase runs one of the forms of a row: what it reads, what it does, and where it comes back.
func (c *Console) onCase(r *http.Request, said string, read func(*web.Form) func(ctx context.Context, id string) error, back func(*web.Form) caseProps) (web.Page, error) {
	id := r.PathValue("id")
	if _, err := who(r).reader.Case(r.Context(), id); err != nil {
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
		err := do(r.Context(), id)
		if err == nil {
			c.flash(r, said)
			return web.Redirect("/supervise/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showCase(r, back(f))
}

// uploads opens the files of a form; what cannot be opened is said in the form.
func uploads(f *web.Form, name, label string) func() ([]desk.Upload, error) {
	files := f.Files(name, label, web.FileRule{Most: 9, Each: desk.MaxFile})
	return func() ([]desk.Upload, error) {
		var out []desk.Upload
		for _, h := range files {
			b, err := web.Open(h)
			if err != nil {
				return nil, err
			}
			out = append(out, desk.Upload{Name: h.Filename, Bytes: b})
		}
		return out, nil
	}
}

func (c *Console) actOnCase(r *http.Request) (web.Page, error) {
	return c.onCase(r, "督办情况已记入台账。", func(f *web.Form) func(context.Context, string) error {
		a := desk.ActionWish{Means: oversight.Means(f.Choice("means", "方式", meansOptions())), On: f.DateTime("on", "时间"), Person: f.Text("person", "督办对象", web.AtMost(100)), Content: f.Lines("content", "督办内容", web.AtMost(oversight.MostWords)),
			Response: f.Lines("response", "对方答复", web.Optional(), web.AtMost(oversight.MostWords)), Result: oversight.Result(f.Choice("result", "结果", resultOptions())), Place: f.Text("place", "地点", web.Optional(), web.AtMost(100)),
			Participants: f.Text("participants", "参加人员", web.Optional(), web.AtMost(200))}
		if d := f.Date("due", "限定日期", web.Optional()); !d.IsZero() {
			a.Due = calendar.DateOf(d).String()
		}
		files, key := uploads(f, "files", "照片"), f.Key()
		return func(ctx context.Context, id string) error {
			var err error
			if a.Files, err = files(); err != nil {
				return err
			}
			return who(r).reader.ActOnCase(ctx, id, a, key)
		}
	}, func(f *web.Form) caseProps { return caseProps{act: f} })
}

func (c *Console) liftCase(r *http.Request) (web.Page, error) {
	return c.onCase(r, "督办已升级。", func(f *web.Form) func(context.Context, string) error {
		level, reason, key := f.Choice("level", "升为", levelOptions(oversight.LevelOne)), f.Lines("reason", "升级的理由", web.AtMost(oversight.MostDemand)), f.Key()
		return func(ctx context.Context, id string) error {
			n, _ := strconv.Atoi(level)
			return who(r).reader.LiftCase(ctx, id, oversight.Level(n), reason, key)
		}
	}, func(f *web.Form) caseProps { return caseProps{lift: f} })
}

func (c *Console) issueSheet(r *http.Request) (web.Page, error) {
	return c.onCase(r, "督办单已下发，单位登录后就能看到。", func(f *web.Form) func(context.Context, string) error {
		demand, days, joint, key := f.Lines("demand", "督办要求", web.AtMost(oversight.MostDemand)), f.Int("days", "反馈期限", 1, oversight.MostDays), f.Bool("joint", "联合督办"), f.Key()
		return func(ctx context.Context, id string) error {
			return who(r).reader.IssueSheet(ctx, id, demand, days, joint, key)
		}
	}, func(f *web.Form) caseProps { return caseProps{issue: f} })
}

var judgeOptions = parts.Options("yes", "已落实", "no", "未落实")

func (c *Console) judgeSheet(r *http.Request) (web.Page, error) {
	return c.onCase(r, "认定意见已记录。", func(f *web.Form) func(context.Context, string) error {
		solved, words, key := f.Choice("solved", "是否落实", judgeOptions), f.Lines("words", "认定意见", web.AtMost(oversight.MostDemand)), f.Key()
		return func(ctx context.Context, id string) error {
			return who(r).reader.JudgeSheet(ctx, id, solved == "yes", words, key)
		}
	}, func(f *web.Form) caseProps { return caseProps{judge: f} })
}

func (c *Console) closeCase(r *http.Request) (web.Page, error) {
	return c.onCase(r, "已销号。", func(f *web.Form) func(context.Context, string) error {
		outcome, words, key := f.Choice("outcome", "结论", outcomeOptions()), f.Lines("words", "销号意见", web.AtMost(oversight.MostDemand)), f.Key()
		return func(ctx context.Context, id string) error {
			return who(r).reader.CloseCase(ctx, id, oversight.Outcome(outcome), words, key)
		}
	}, func(f *web.Form) caseProps { return caseProps{close: f} })
}

func (c *Console) answerSheet(r *http.Request) (web.Page, error) {
	return c.onCase(r, "督办反馈已报县热线办。", func(f *web.Form) func(context.Context, string) error {
		words, files, key := f.Lines("words", "落实情况", web.AtMost(oversight.MostWords)), uploads(f, "files", "盖章件和照片"), f.Key()
		return func(ctx context.Context, id string) error {
			all, err := files()
			if err != nil {
				return err
			}
			return who(r).reader.AnswerSheet(ctx, id, words, all, key)
		}
	}, func(f *web.Form) caseProps { return caseProps{reply: f} })
}

func (c *Console) caseFile(r *http.Request) (web.Page, error) {
	name, mime, b, err := who(r).reader.CaseFile(r.Context(), r.PathValue("id"), r.PathValue("file"))
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

func (c *Console) casePrint(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.Case(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Whole(casePaper(c.profile, v, c.printedBy(r))), nil
}

type listCaseProps struct {
	v desk.OrderView
	f *web.Form
}

func (c *Console) listCasePage(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.Order(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("列入督办", listCaseView(listCaseProps{v, web.NewForm()})).In("supervise"), nil
}

func (c *Console) listCase(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.Order(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	item, level, reason, key := f.Choice("item", "事由", itemOptions(6)), f.Choice("level", "级别", levelOptions(oversight.LevelOne)), f.Lines("reason", "说明", web.AtMost(oversight.MostDemand)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		i, _ := strconv.Atoi(item)
		l, _ := strconv.Atoi(level)
		id, err := who(r).reader.ListCase(r.Context(), v.ID, oversight.Item(i), oversight.Level(l), reason, key)
		if err == nil {
			c.flash(r, "已列入督办台账。")
			return web.Redirect("/supervise/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return web.Show("列入督办", listCaseView(listCaseProps{v, f})).In("supervise").Again(), nil
}

// caseFiles are the attachments of a row as thumbs and lines.
func caseFiles(id string, all []desk.FileView) (pictures []parts.Thumb, rest []parts.FileRow) {
	for _, f := range all {
		at := "/supervise/" + id + "/files/" + f.ID
		if f.Picture() {
			pictures = append(pictures, parts.Thumb{Src: at, Href: at, Name: f.Name})
			continue
		}
		rest = append(rest, parts.FileRow{Name: f.Name, Href: at, Meta: f.Size})
	}
	return pictures, rest
}
