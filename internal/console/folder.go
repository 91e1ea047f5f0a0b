package console

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// folderRoutes are 呈批夹: choosing and printing the sheets, and the stack that comes back.
func (c *Console) folderRoutes() []web.Route {
	perm := string(access.Clerking)
	get := func(p string, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: p, Permission: perm, Handler: h}
	}
	post := func(p string, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: p, Permission: perm, Handler: h}
	}
	up := post("/folder/back", c.folderUpload)
	up.MaxBody = 200 << 20
	return []web.Route{get("/folder", c.folder), post("/folder/print", c.folderPrint), get("/folder/back", c.folderBack), up,
		get("/folder/scan/{id}", c.folderScan), post("/folder/record", c.folderRecord)}
}

type folderProps struct {
	steps []desk.FolderStep
	f     *web.Form
	back  int // photographs that wait
}

func (c *Console) folder(r *http.Request) (web.Page, error) { return c.showFolder(r, nil) }

func (c *Console) showFolder(r *http.Request, f *web.Form) (web.Page, error) {
	scans, steps, err := who(r).reader.Scans(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	p := folderProps{steps: steps, f: f, back: len(scans)}
	if f == nil {
		p.f = web.NewForm()
		return web.Show("呈批夹", stackView(folderStack(p))).In("folder"), nil
	}
	return web.Show("呈批夹", stackView(folderStack(p))).In("folder").Again(), nil
}

// folderStack is what waits for signatures, as a stack.
func folderStack(p folderProps) stackProps {
	out := stackProps{title: "呈批夹", sub: "待签批的件一次打印，签好拍照收回", back: backLabel("签好的收回", p.back, "待登记"), href: "/folder", list: "待签批", count: fmt.Sprintf("%d份", len(p.steps)),
		empty: "现在没有等签批的件", emptyNext: "要负责人或领导签批的工单会出现在这里，打印后送签，签好的拍照传回。", field: "key", columns: []string{"事项", "签批人"}, print: "打印呈批夹", hint: "封面清单一页，每份一页；二维码只是页号，不含个人信息", f: p.f}
	for _, x := range p.steps {
		out.rows = append(out.rows, stackRow{value: x.Key(), label: x.Order.Number + x.Signer, light: x.Light, order: x.Order, cells: []string{x.What, x.Signer}})
	}
	return out
}

func (c *Console) folderPrint(r *http.Request) (web.Page, error) {
	return printStack(r, "key", "要呈批的件", func(keys []string) (web.Page, error) {
		sheets, err := who(r).reader.PrintFolder(r.Context(), keys)
		return web.Whole(folderPaper(c.profile, sheets, c.printedBy(r))), err
	}, func(f *web.Form) (web.Page, error) { return c.showFolder(r, f) })
}

type folderBackProps struct {
	scans []desk.Scan
	steps []desk.FolderStep
	f     *web.Form
	forms map[string]*web.Form // of a scan that came back with a fault
	today string
}

func (c *Console) folderBack(r *http.Request) (web.Page, error) { return c.showBack(r, nil, "", nil) }

func (c *Console) showBack(r *http.Request, f *web.Form, scan string, one *web.Form) (web.Page, error) {
	scans, steps, err := who(r).reader.Scans(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	p := folderBackProps{scans: scans, steps: steps, f: f, forms: map[string]*web.Form{}, today: calendar.DateOf(c.desk.Now()).String()}
	if f == nil {
		p.f = web.NewForm()
	}
	if one != nil {
		p.forms[scan] = one
	}
	page := web.Show("签批页收回", folderBackView(p)).In("folder")
	if f != nil || one != nil {
		return page.Again(), nil
	}
	return page, nil
}

func (c *Console) folderUpload(r *http.Request) (web.Page, error) {
	return c.takeStack(r, func(all []desk.Upload) error { return who(r).reader.TakeScans(r.Context(), all) }, "/folder/back",
		func(f *web.Form) (web.Page, error) { return c.showBack(r, f, "", nil) })
}

// photographs reads the form of a stack: up to fifty photographs, and nothing else.
func photographs(f *web.Form) ([]desk.Upload, error) {
	files := f.Files("photos", "照片", web.FileRule{Required: true, Most: 50})
	f.Key()
	if err := f.Done(); err != nil {
		return nil, err
	}
	var all []desk.Upload
	for _, h := range files {
		b, err := web.Open(h)
		if err != nil {
			return nil, err
		}
		all = append(all, desk.Upload{Name: h.Filename, Bytes: b})
	}
	return all, nil
}

// failPhotos says at the field what is wrong with the photographs, false where it is something else.
func failPhotos(f *web.Form, err error) bool {
	var bad *desk.Invalid
	if !errors.As(err, &bad) {
		return false
	}
	f.Fail("photos", bad.Reason)
	return true
}

// folderScan shows a photograph to the clerk who sent it in.
func (c *Console) folderScan(r *http.Request) (web.Page, error) {
	mime, b, err := who(r).reader.ScanImage(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Inline("签批页", mime, int64(len(b)), func(w io.Writer) error { _, err := w.Write(b); return err }), nil
}

// folderRecord records one sheet, or throws its photograph away.
func (c *Console) folderRecord(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	id := f.ID("scan")
	drop := f.Bool("drop", "不要这张")
	var rules []web.Rule
	if drop {
		rules = append(rules, web.Optional())
	}
	step := f.Text("step", "是哪一件", append(rules, web.AtMost(80))...)
	on := f.Date("on", "签批日期", rules...)
	no := f.Choice("decision", "签批结果", yesNo, rules...) == "no"
	words := f.Lines("opinion", "签批意见", append(rules, web.AtMost(500))...)
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	rd := who(r).reader
	if f.OK() && drop {
		if err := rd.DropScan(r.Context(), id); err != nil {
			return web.Page{}, err
		}
		c.flash(r, "这张照片已去掉")
		return web.Redirect("/folder/back"), nil
	}
	if f.OK() {
		err := rd.RecordScan(r.Context(), id, step, on, no, strings.TrimSpace(words), key)
		if err == nil {
			c.flash(r, "已登记，等第二人核对")
			return web.Redirect("/folder/back"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showBack(r, nil, id, f)
}

// scanForm is a sheet's own form: fresh, or as it came back.
func scanForm(p folderBackProps, s desk.Scan) *web.Form {
	if f := p.forms[s.ID]; f != nil {
		return f
	}
	f := web.NewForm("on", p.today, "decision", "yes")
	if s.Step != nil {
		f.Set("step", s.Step.Key())
	}
	return f
}

func stepOptions(steps []desk.FolderStep) []parts.Option {
	var out []parts.Option
	for _, x := range steps {
		out = append(out, parts.Option{Value: x.Key(), Label: x.Order.Number + " " + inShort(x.Order.Title, 16) + "（" + x.Signer + "）"})
	}
	return out
}
