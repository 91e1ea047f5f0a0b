package console

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// stampRoutes are a unit's 盖章件: the result sheets printed together, stamped by hand, and photographed back as one stack (Art. 24).
func (c *Console) stampRoutes() []web.Route {
	perm := string(access.UnitSign)
	get := func(p string, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: p, Permission: perm, Handler: h}
	}
	post := func(p string, h web.Handler) web.Route {
		return web.Route{Method: "POST", Pattern: p, Permission: perm, Handler: h}
	}
	up := post("/stamp/back", c.stampUpload)
	up.MaxBody = 200 << 20
	return []web.Route{get("/stamp", c.stamp), post("/stamp/print", c.stampPrint), get("/stamp/back", c.stampBack), up,
		get("/stamp/scan/{id}", c.stampScan), post("/stamp/sign", c.stampSign), post("/stamp/drop", c.stampDrop)}
}

type stampProps struct {
	sheets []desk.StampSheet
	f      *web.Form
	back   int // photographs that wait
}

func (c *Console) stamp(r *http.Request) (web.Page, error) { return c.showStamp(r, nil) }

func (c *Console) showStamp(r *http.Request, f *web.Form) (web.Page, error) {
	scans, sheets, err := who(r).reader.Stamps(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	p := stampProps{sheets: sheets, f: f, back: len(scans)}
	if f == nil {
		p.f = web.NewForm()
		return web.Show("盖章件", stackView(stampStack(p))).In("stamp"), nil
	}
	return web.Show("盖章件", stackView(stampStack(p))).In("stamp").Again(), nil
}

// stampStack is what waits for signature and seal, as a stack.
func stampStack(p stampProps) stackProps {
	out := stackProps{title: "盖章件", sub: "办理结果一次打印，签字盖章后拍照收回（第二十四条）", back: backLabel("盖好的收回", p.back, "待确认"), href: "/stamp", list: "待签字盖章", count: fmt.Sprintf("%d件", len(p.sheets)),
		empty: "现在没有待签字盖章的件", emptyNext: "具办人员提交办理结果后会出现在这里，打印出来请主要负责人签字、盖章。", field: "id", columns: []string{"具办"}, print: "打印盖章页", hint: "每件一页；二维码只是页号，不含个人信息", f: p.f}
	for _, x := range p.sheets {
		out.rows = append(out.rows, stackRow{value: x.Order.ID, label: x.Order.Number, light: x.Light, order: x.Order, cells: []string{x.Order.Reply.Contact}})
	}
	return out
}

func (c *Console) stampPrint(r *http.Request) (web.Page, error) {
	return printStack(r, "id", "要打印的件", func(ids []string) (web.Page, error) {
		sheets, err := who(r).reader.PrintStamps(r.Context(), ids)
		return web.Whole(stampPaper(c.profile, sheets, c.printedBy(r))), err
	}, func(f *web.Form) (web.Page, error) { return c.showStamp(r, f) })
}

// printedBy is the line of a print that says who made it and when.
func (c *Console) printedBy(r *http.Request) string {
	return "打印人 " + who(r).account.Title + "　" + calendar.DateOf(c.desk.Now()).Chinese() + " " + c.desk.Now().In(calendar.Beijing).Format("15:04")
}

type stampBackProps struct {
	scans  []desk.Stamped
	sheets []desk.StampSheet
	f      *web.Form // of the upload
	sign   *web.Form // of the confirmation
	pin    pinAsk
	own    bool // the principal signs himself; others record the paper
	result []desk.BatchOutcome
}

func (c *Console) stampBack(r *http.Request) (web.Page, error) {
	return c.showStampBack(r, nil, nil, nil)
}

func (c *Console) showStampBack(r *http.Request, up, sign *web.Form, result []desk.BatchOutcome) (web.Page, error) {
	s := who(r)
	p := stampBackProps{f: up, sign: sign, result: result, own: s.actor.Post.Kind == org.UnitPrincipal}
	var err error
	if p.scans, p.sheets, err = s.reader.Stamps(r.Context()); err != nil {
		return web.Page{}, err
	}
	if p.pin, err = c.pinOf(r.Context(), s); err != nil {
		return web.Page{}, err
	}
	if up == nil {
		p.f = web.NewForm()
	}
	if sign == nil {
		p.sign = web.NewForm("on", calendar.DateOf(c.desk.Now()).String())
	}
	page := web.Show("盖章件收回", stampBackView(p)).In("stamp")
	if up != nil || sign != nil {
		return page.Again(), nil
	}
	return page, nil
}

func (c *Console) stampUpload(r *http.Request) (web.Page, error) {
	return c.takeStack(r, func(all []desk.Upload) error { return who(r).reader.TakeStamps(r.Context(), all) }, "/stamp/back",
		func(f *web.Form) (web.Page, error) { return c.showStampBack(r, f, nil, nil) })
}

// stampScan shows a photograph to the person who sent it in.
func (c *Console) stampScan(r *http.Request) (web.Page, error) {
	mime, b, err := who(r).reader.StampImage(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Inline("盖章页", mime, int64(len(b)), func(w io.Writer) error { _, err := w.Write(b); return err }), nil
}

func (c *Console) stampDrop(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	id := f.ID("drop")
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if err := who(r).reader.DropStamp(r.Context(), id); err != nil {
		return web.Page{}, err
	}
	c.flash(r, "这张照片已去掉")
	return web.Redirect("/stamp/back"), nil
}

// stampSign signs what was ticked, each with its photograph and on its own.
func (c *Console) stampSign(r *http.Request) (web.Page, error) {
	s := who(r)
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	scans, own := f.IDs("scan", "照片"), s.actor.Post.Kind == org.UnitPrincipal
	chosen := map[string]string{}
	for name := range f.All() {
		if id, ok := strings.CutPrefix(name, "order-"); ok {
			chosen[id] = f.Text(name, "是哪一件", web.Optional(), web.AtMost(64))
		}
	}
	ask, typed := desk.StampAsk{}, desk.Proof{}
	if own {
		typed = readProof(f)
	} else {
		ask.On = f.Date("on", "纸面签字日期")
	}
	ask.Key = f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	for _, id := range scans {
		if chosen[id] == "" {
			f.Fail("order-"+id, "请看照片选择是哪一件，或不勾选这一张")
		}
		ask.Items = append(ask.Items, desk.StampItem{Scan: id, Order: chosen[id]})
	}
	if ask.On.After(c.desk.Now().Add(time.Minute)) {
		f.Fail("on", "纸面签字日期晚于今天，请按纸面填写")
	}
	if f.OK() && own {
		if ask.Confirmed, err = c.confirmPIN(r.Context(), s, typed); err != nil && !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	if !f.OK() {
		return c.showStampBack(r, nil, f, nil)
	}
	out, err := s.reader.SignStamped(r.Context(), ask)
	if err != nil {
		return web.Page{}, err
	}
	return c.showStampBack(r, nil, nil, out)
}

func stampOptions(all []desk.StampSheet) []parts.Option {
	var out []parts.Option
	for _, x := range all {
		out = append(out, parts.Option{Value: x.Order.ID, Label: x.Order.Number + " " + inShort(x.Order.Title, 16)})
	}
	return out
}

// stampChoice is the field that says which order a photograph belongs to: as it came back, or as its code says.
func stampChoice(p stampBackProps, x desk.Stamped) parts.Bound {
	b := p.sign.Bind("order-" + x.ID)
	if b.Value == "" && x.Sheet != nil {
		b.Value = x.Sheet.Order.ID
	}
	return b
}

func stampSummary(all []desk.BatchOutcome) string {
	n := 0
	for _, x := range all {
		if x.OK {
			n++
		}
	}
	return fmt.Sprintf("%d件，报送%d件，没有报送%d件", len(all), n, len(all)-n)
}
