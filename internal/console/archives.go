package console

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// archiveRoutes are 档案: case files, their yearly hand-over, their destruction (Art. 6(3)).
func (c *Console) archiveRoutes() []web.Route {
	see, do, say := string(access.Archives), string(access.Archiving), string(access.ArchiveDeciding)
	return []web.Route{{Method: "GET", Pattern: "/archives", Permission: see, Handler: c.archives},
		{Method: "POST", Pattern: "/archives/backlog", Permission: do, Handler: c.fileBacklog},
		{Method: "GET", Pattern: "/archives/files/{id}", Permission: see, Handler: c.archivedFile},
		{Method: "POST", Pattern: "/archives/files/{id}/class", Permission: do, Handler: c.reclassFile},
		{Method: "POST", Pattern: "/archives/files/{id}/hold", Permission: do, Handler: c.holdFile},
		{Method: "POST", Pattern: "/archives/files/{id}/release", Permission: do, Handler: c.askHoldEnd},
		{Method: "POST", Pattern: "/archives/files/{id}/decide", Permission: say, Handler: c.decideHoldEnd},
		{Method: "GET", Pattern: "/archives/transfers", Permission: see, Handler: c.transfers},
		{Method: "POST", Pattern: "/archives/transfers", Permission: do, Handler: c.askTransfer},
		{Method: "GET", Pattern: "/archives/transfers/{id}", Permission: see, Handler: c.transfer},
		{Method: "POST", Pattern: "/archives/transfers/{id}/decide", Permission: say, Handler: c.decideTransfer},
		{Method: "POST", Pattern: "/archives/transfers/{id}/volume", Permission: do, Handler: c.takeVolume},
		{Method: "POST", Pattern: "/archives/transfers/{id}/hand", Permission: do, Handler: c.handTransfer},
		{Method: "POST", Pattern: "/archives/transfers/{id}/drop", Permission: do, Handler: c.dropTransfer},
		{Method: "GET", Pattern: "/archives/destructions", Permission: see, Handler: c.destructions},
		{Method: "POST", Pattern: "/archives/destructions", Permission: do, Handler: c.proposeDestruction},
		{Method: "GET", Pattern: "/archives/destructions/{id}", Permission: see, Handler: c.destruction},
		{Method: "GET", Pattern: "/archives/destructions/{id}/paper", Permission: see, Handler: c.destructionPaper},
		{Method: "POST", Pattern: "/archives/destructions/{id}/decide", Permission: say, Handler: c.decideDestruction}}
}

type archivesProps struct {
	page desk.ArchivesPage
	ask  desk.ArchivesAsk
	next string
	f    *web.Form // the filter
	doom *web.Form // the list of what is to be destroyed
}

func (p archivesProps) ticked(id string) bool {
	all, ok := p.doom.All()["id"]
	return !ok || slices.Contains(all, id) // all of the page, unless somebody chose
}

func classOptions(direct bool) []parts.Option {
	var out []parts.Option
	for _, k := range office.RetentionClasses() {
		if k.Filed() || direct {
			out = append(out, parts.Option{Value: string(k), Label: k.Name()})
		}
	}
	return out
}

var archiveTabs = []parts.Option{{Value: "due", Label: "已到期"}, {Value: "held", Label: "暂停销毁"}}

func (c *Console) archives(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	y, _, _ := calendar.DateOf(c.desk.Now()).Parts()
	p := archivesProps{f: q, doom: web.NewForm(), ask: desk.ArchivesAsk{Tab: desk.ArchivesTab(q.Choice("tab", "哪些", archiveTabs, web.Optional())), Year: q.Int("year", "年度", 1990, y, web.Optional()),
		Class: office.RetentionClass(q.Choice("class", "保管期限", classOptions(false), web.Optional())), Find: q.Text("find", "编号", web.Optional(), web.AtMost(40)), After: q.Text("after", "页", web.Optional(), web.AtMost(80))}}
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	return c.showArchives(r, p, !q.OK())
}

func (c *Console) showArchives(r *http.Request, p archivesProps, again bool) (web.Page, error) {
	var err error
	if p.page, err = who(r).reader.Archives(r.Context(), p.ask); err != nil {
		return web.Page{}, err
	}
	if p.page.Next != "" {
		v := url.Values{"after": {p.page.Next}}
		for k, x := range map[string]string{"tab": string(p.ask.Tab), "class": string(p.ask.Class)} {
			if x != "" {
				v.Set(k, x)
			}
		}
		if p.ask.Year > 0 {
			v.Set("year", itoa(p.ask.Year))
		}
		p.next = "/archives?" + v.Encode()
	}
	page := web.Show("档案", archivesView(p)).In("archives")
	if again {
		page = page.Again()
	}
	return page, nil
}

func (c *Console) fileBacklog(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	n, err := who(r).reader.FileBacklog(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	c.flash(r, "正在立卷，共"+itoa(n)+"件，稍后刷新本页查看。")
	return web.Redirect("/archives"), nil
}

type fileProps struct {
	v                            desk.CaseFileView
	class, hold, release, decide *web.Form
}

func (p fileProps) filled() fileProps {
	for _, f := range []**web.Form{&p.class, &p.hold, &p.release, &p.decide} {
		if *f == nil {
			*f = web.NewForm()
		}
	}
	return p
}

func (c *Console) archivedFile(r *http.Request) (web.Page, error) {
	return c.showFile(r, fileProps{}, false)
}

func (c *Console) showFile(r *http.Request, p fileProps, again bool) (web.Page, error) {
	var err error
	if p.v, err = who(r).reader.ArchivedFile(r.Context(), r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	page := web.Show("案卷 "+fileName(p.v.CaseFileRow), fileView(p.filled())).In("archives")
	if again {
		page = page.Again()
	}
	return page, nil
}

// onForm runs a form of a page of the archives: read takes it, back shows the page again with what was typed.
func (c *Console) onForm(r *http.Request, said, to string, read func(*web.Form) func() error, back func(*web.Form) (web.Page, error)) (web.Page, error) {
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
			return web.Redirect(to), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return back(f)
}

func (c *Console) onFile(r *http.Request, said string, read func(f *web.Form, id string) func() error, back func(*web.Form) fileProps) (web.Page, error) {
	id := r.PathValue("id")
	if _, err := who(r).reader.ArchivedFile(r.Context(), id); err != nil {
		return web.Page{}, err
	}
	return c.onForm(r, said, "/archives/files/"+id, func(f *web.Form) func() error { return read(f, id) }, func(f *web.Form) (web.Page, error) {
		return c.showFile(r, back(f), true)
	})
}

func (c *Console) reclassFile(r *http.Request) (web.Page, error) {
	return c.onFile(r, "保管期限已调整。", func(f *web.Form, id string) func() error {
		to, reason, key := office.RetentionClass(f.Choice("class", "保管期限", classOptions(false))), f.Lines("reason", "调整的理由", web.AtMost(300)), f.Key()
		return func() error { return who(r).reader.ReclassFile(r.Context(), id, to, reason, key) }
	}, func(f *web.Form) fileProps { return fileProps{class: f} })
}

func (c *Console) holdFile(r *http.Request) (web.Page, error) {
	return c.onFile(r, "已暂停销毁，要两个人才能解除。", func(f *web.Form, id string) func() error {
		reason, key := f.Lines("reason", "暂停销毁的理由", web.AtMost(300)), f.Key()
		return func() error { return who(r).reader.HoldFile(r.Context(), id, reason, key) }
	}, func(f *web.Form) fileProps { return fileProps{hold: f} })
}

func (c *Console) askHoldEnd(r *http.Request) (web.Page, error) {
	return c.onFile(r, "已申请解除，等另一人审批。", func(f *web.Form, id string) func() error {
		reason, key := f.Lines("reason", "解除的理由", web.AtMost(300)), f.Key()
		return func() error { return who(r).reader.AskHoldEnd(r.Context(), id, reason, key) }
	}, func(f *web.Form) fileProps { return fileProps{release: f} })
}

func (c *Console) decideHoldEnd(r *http.Request) (web.Page, error) {
	return c.onFile(r, "审批已登记。", func(f *web.Form, id string) func() error {
		yes, opinion, key := f.Choice("word", "审批", wordOptions) == "yes", f.Lines("opinion", "审批意见", web.Optional(), web.AtMost(300)), f.Key()
		return func() error { return who(r).reader.DecideHoldEnd(r.Context(), id, yes, opinion, key) }
	}, func(f *web.Form) fileProps { return fileProps{decide: f} })
}

var wordOptions = []parts.Option{{Value: "yes", Label: "同意"}, {Value: "no", Label: "不同意"}}

type transfersProps struct {
	items []desk.TransferView
	years []parts.Option
	may   bool
	f     *web.Form
}

func (c *Console) transfers(r *http.Request) (web.Page, error) {
	return c.showTransfers(r, web.NewForm(), false)
}

func (c *Console) showTransfers(r *http.Request, f *web.Form, again bool) (web.Page, error) {
	reader := who(r).reader
	items, err := reader.Transfers(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	years, err := c.yearOptions(r)
	if err != nil {
		return web.Page{}, err
	}
	page := web.Show("档案移交", transfersView(transfersProps{items, years, access.May(who(r).actor.Post.Kind, access.Archiving), f})).In("archives")
	if again {
		page = page.Again()
	}
	return page, nil
}

func (c *Console) yearOptions(r *http.Request) ([]parts.Option, error) {
	p, err := who(r).reader.Archives(r.Context(), desk.ArchivesAsk{})
	var out []parts.Option
	for _, y := range p.YearsToHand(c.desk.Now()) {
		out = append(out, parts.Option{Value: itoa(y), Label: itoa(y) + "年度"})
	}
	return out, err
}

func (c *Console) askTransfer(r *http.Request) (web.Page, error) {
	years, err := c.yearOptions(r)
	if err != nil {
		return web.Page{}, err
	}
	id := ""
	page, err := c.onForm(r, "已提出，等另一人审批。", "/archives/transfers", func(f *web.Form) func() error {
		year, purpose, key := number(f.Choice("year", "年度", years)), f.Lines("purpose", "移交说明", web.AtMost(300)), f.Key()
		return func() error {
			var err error
			id, err = who(r).reader.AskTransfer(r.Context(), year, purpose, key)
			return err
		}
	}, func(f *web.Form) (web.Page, error) { return c.showTransfers(r, f, true) })
	if err == nil && id != "" {
		return web.Redirect("/archives/transfers/" + id), nil
	}
	return page, err
}

type transferProps struct {
	v                  desk.TransferView
	decide, hand, drop *web.Form
}

func (p transferProps) filled() transferProps {
	for _, f := range []**web.Form{&p.decide, &p.hand, &p.drop} {
		if *f == nil {
			*f = web.NewForm()
		}
	}
	return p
}

func (c *Console) transfer(r *http.Request) (web.Page, error) {
	return c.showTransfer(r, transferProps{hand: web.NewForm("day", calendar.DateOf(c.desk.Now()).String(), "receiver", "县档案馆")}, false)
}

func (c *Console) showTransfer(r *http.Request, p transferProps, again bool) (web.Page, error) {
	var err error
	if p.v, err = who(r).reader.Transfer(r.Context(), r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	page := web.Show("档案移交", transferView(p.filled())).In("archives")
	if again {
		page = page.Again()
	}
	return page, nil
}

func (c *Console) onTransfer(r *http.Request, said string, read func(f *web.Form, id string) func() error, back func(*web.Form) transferProps) (web.Page, error) {
	id := r.PathValue("id")
	if _, err := who(r).reader.Transfer(r.Context(), id); err != nil {
		return web.Page{}, err
	}
	return c.onForm(r, said, "/archives/transfers/"+id, func(f *web.Form) func() error { return read(f, id) }, func(f *web.Form) (web.Page, error) {
		return c.showTransfer(r, back(f), true)
	})
}

func (c *Console) decideTransfer(r *http.Request) (web.Page, error) {
	return c.onTransfer(r, "审批已登记。", func(f *web.Form, id string) func() error {
		yes, opinion, key := f.Choice("word", "审批", wordOptions) == "yes", f.Lines("opinion", "审批意见", web.Optional(), web.AtMost(300)), f.Key()
		return func() error { return who(r).reader.DecideTransfer(r.Context(), id, yes, opinion, key) }
	}, func(f *web.Form) transferProps { return transferProps{decide: f} })
}

// takeVolume is a download; it is on record, so it is no mere look.
func (c *Console) takeVolume(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	n := f.Int("n", "册", 1, 9999)
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	name, b, err := who(r).reader.Volume(r.Context(), r.PathValue("id"), n)
	if err != nil {
		return web.Page{}, err
	}
	return web.Download(name, "application/zip", int64(len(b)), func(w io.Writer) error {
		_, err := io.Copy(w, bytes.NewReader(b))
		return err
	}), nil
}

func (c *Console) handTransfer(r *http.Request) (web.Page, error) {
	return c.onTransfer(r, "移交已登记，系统里的移交包随即删除。", func(f *web.Form, id string) func() error {
		day, receiver, person, key := dateText(f.Date("day", "移交日期")), f.Text("receiver", "接收单位", web.AtMost(60)), f.Text("person", "接收人", web.AtMost(40)), f.Key()
		return func() error { return who(r).reader.HandTransfer(r.Context(), id, day, receiver, person, key) }
	}, func(f *web.Form) transferProps { return transferProps{hand: f} })
}

func (c *Console) dropTransfer(r *http.Request) (web.Page, error) {
	return c.onTransfer(r, "已作废。", func(f *web.Form, id string) func() error {
		reason, key := f.Lines("reason", "作废的理由", web.AtMost(300)), f.Key()
		return func() error { return who(r).reader.DropTransfer(r.Context(), id, reason, key) }
	}, func(f *web.Form) transferProps { return transferProps{drop: f} })
}

func (c *Console) destructions(r *http.Request) (web.Page, error) {
	items, err := who(r).reader.Destructions(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("档案销毁", destructionsView(items)).In("archives"), nil
}

func (c *Console) proposeDestruction(r *http.Request) (web.Page, error) {
	id := ""
	page, err := c.onForm(r, "销毁清册已提出，等另一人审批。", "/archives/destructions", func(f *web.Form) func() error {
		ids, reason, key := f.IDs("id", "案卷"), f.Lines("reason", "鉴定意见", web.AtMost(500)), f.Key()
		return func() error {
			var err error
			id, err = who(r).reader.ProposeDestruction(r.Context(), ids, reason, key)
			return err
		}
	}, func(f *web.Form) (web.Page, error) {
		return c.showArchives(r, archivesProps{f: web.NewForm(), doom: f, ask: desk.ArchivesAsk{Tab: desk.FilesDue}}, true)
	})
	if err == nil && id != "" {
		return web.Redirect("/archives/destructions/" + id), nil
	}
	return page, err
}

type destructionProps struct {
	v desk.DestructionView
	f *web.Form
}

func (p destructionProps) witnesses() []parts.Option {
	var out []parts.Option
	for _, x := range p.v.Staff {
		out = append(out, parts.Option{Value: string(x.ID), Label: x.Name + "（" + x.Post + "）"})
	}
	return out
}

func (c *Console) destruction(r *http.Request) (web.Page, error) {
	return c.showDestruction(r, web.NewForm(), false)
}

func (c *Console) showDestruction(r *http.Request, f *web.Form, again bool) (web.Page, error) {
	v, err := who(r).reader.Destruction(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	page := web.Show("销毁清册", destructionView(destructionProps{v, f})).In("archives")
	if again {
		page = page.Again()
	}
	return page, nil
}

func (c *Console) destructionPaper(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.Destruction(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Whole(destructionPaperView(c.profile, v, c.printedBy(r))), nil
}

func (c *Console) decideDestruction(r *http.Request) (web.Page, error) {
	id := r.PathValue("id")
	v, err := who(r).reader.Destruction(r.Context(), id)
	if err != nil {
		return web.Page{}, err
	}
	offered := destructionProps{v: v}.witnesses()
	return c.onForm(r, "审批已登记。", "/archives/destructions/"+id, func(f *web.Form) func() error {
		yes, witness, opinion, key := f.Choice("word", "审批", wordOptions) == "yes", f.Choice("witness", "监销人", offered, web.Optional()), f.Lines("opinion", "审批意见", web.Optional(), web.AtMost(300)), f.Key()
		return func() error {
			return who(r).reader.DecideDestruction(r.Context(), id, yes, org.AccountID(witness), opinion, key)
		}
	}, func(f *web.Form) (web.Page, error) { return c.showDestruction(r, f, true) })
}

func fileName(x desk.CaseFileRow) string {
	if x.Number == "" {
		return x.OrderNo
	}
	return x.Number
}

func fileTone(stage string) parts.Badge {
	tone := map[string]parts.Tone{"在管": parts.Line, "已到期": parts.Orange, "暂停销毁": parts.Purple, "待解除": parts.Yellow, "已销毁": parts.Red}[stage]
	return parts.Badge{Text: stage, Tone: tone}
}

func archiveTone(stage string) parts.Badge {
	tone := map[string]parts.Tone{"待审批": parts.Yellow, "正在打包": parts.Blue, "待移交": parts.Blue, "已移交": parts.Green, "已作废": parts.Line, "未批准": parts.Line, "正在销毁": parts.Orange, "已销毁": parts.Red}[stage]
	return parts.Badge{Text: stage, Tone: tone}
}
