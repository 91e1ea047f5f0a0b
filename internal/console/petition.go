package console

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// petitionRoutes are 信访清单: lists that come from the 信访局 and lists that go there (Art. 6(3), 8(2)).
func (c *Console) petitionRoutes() []web.Route {
	route := func(method, p string, h web.Handler) web.Route {
		return web.Route{Method: method, Pattern: p, Permission: string(access.Petitioning), Handler: h}
	}
	up := func(p string, h web.Handler) web.Route {
		rt := route("POST", p, h)
		rt.MaxBody, rt.Timeout = 8<<20, time.Minute
		return rt
	}
	return []web.Route{route("GET", "/petitions", c.petitionLists), route("GET", "/petitions/in", c.petitionsIn), route("GET", "/petitions/template", c.petitionTemplate),
		up("/petitions/in/preview", c.previewPetitions), up("/petitions/in", c.receivePetitions),
		route("GET", "/petitions/out", c.petitionsOut), route("POST", "/petitions/out", c.handPetitions),
		route("GET", "/petitions/{id}", c.petitions), route("POST", "/petitions/{id}/decide", c.decidePetition), route("POST", "/petitions/{id}/file", c.petitionFile)}
}

type petitionListsProps struct {
	page desk.PetitionPage
	done bool
	next string
}

type petitionsInProps struct {
	f      *web.Form
	rows   []desk.PetitionRow
	packed string
	good   int
}

type petitionsOutProps struct {
	f     *web.Form
	offer []desk.SignOrder
}

type petitionsProps struct {
	v desk.PetitionView
	f *web.Form // about one line
	n int       // which
}

// formOf is the form about a line: what was typed where it was refused, else the likeliest proposal.
func (p petitionsProps) formOf(l desk.PetitionLineView) *web.Form {
	if p.f != nil && p.n == l.N {
		return p.f
	}
	f := web.NewForm()
	if len(l.Matches) > 0 {
		f.Set("order", l.Matches[0].Number)
	}
	return f
}

func petitionWays() []parts.Option {
	var out []parts.Option
	for _, w := range office.PetitionWays() {
		out = append(out, parts.Option{Value: string(w), Label: w.Name()})
	}
	return out
}

func (c *Console) petitionLists(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := petitionListsProps{done: q.Bool("done", "已认定和移送的")}
	before := q.Text("before", "页", web.Optional(), web.AtMost(20))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	from, ok := pageFrom(before)
	if !ok {
		return web.Redirect("/petitions"), nil
	}
	if p.page, err = who(r).reader.PetitionLists(r.Context(), p.done, from); err != nil {
		return web.Page{}, err
	}
	if p.page.Next != "" {
		p.next = "/petitions?before=" + p.page.Next
		if p.done {
			p.next += "&done=1"
		}
	}
	return web.Show("信访清单", petitionListsView(p)).In("petitions"), nil
}

func (c *Console) petitionsIn(*http.Request) (web.Page, error) {
	f := web.NewForm("day", calendar.DateOf(c.desk.Now()).String())
	return web.Show("导入信访清单", petitionsInView(petitionsInProps{f: f})).In("petitions"), nil
}

func (c *Console) petitionTemplate(r *http.Request) (web.Page, error) {
	reader := who(r).reader
	return web.Download("信访清单模板.xlsx", workbook, -1, reader.PetitionTemplate), nil
}

const workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func (c *Console) previewPetitions(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	p := petitionsInProps{f: f}
	f.Date("day", "收到日期")
	f.Text("number", "来函文号", web.Optional(), web.AtMost(40))
	files := f.Files("file", "清单", web.FileRule{Required: true, Most: 1, Each: 5 << 20})
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		file, err := files[0].Open()
		if err != nil {
			return web.Page{}, err
		}
		p.rows, err = who(r).reader.ReadPetitions(r.Context(), file, files[0].Size)
		if e := file.Close(); err == nil {
			err = e
		}
		if err != nil && !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showPetitionsIn(p)
}

func (c *Console) showPetitionsIn(p petitionsInProps) (web.Page, error) {
	if len(p.rows) > 0 {
		b, err := json.Marshal(p.rows)
		if err != nil {
			return web.Page{}, err
		}
		p.packed = string(b)
	}
	for _, x := range p.rows {
		if x.Fault == "" {
			p.good++
		}
	}
	page := web.Show("导入信访清单", petitionsInView(p)).In("petitions")
	if !p.f.OK() {
		return page.Again(), nil
	}
	return page, nil
}

func (c *Console) receivePetitions(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	p := petitionsInProps{f: f}
	day, number, packed, key := dateText(f.Date("day", "收到日期")), f.Text("number", "来函文号", web.Optional(), web.AtMost(40)), f.Text("rows", "清单", web.AtMost(4<<20)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if json.Unmarshal([]byte(packed), &p.rows) != nil {
		f.Fail("file", "清单没有传完整，请重新上传。")
	}
	if f.OK() {
		id, err := who(r).reader.ReceivePetitions(r.Context(), day, number, p.rows, key)
		if err == nil {
			c.flash(r, "清单已存，请逐件认定。")
			return web.Redirect("/petitions/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showPetitionsIn(p)
}

// offered is how many days back the proposals of a list that goes out reach.
const offered = 31

func offerOptions(all []desk.SignOrder) []parts.Option {
	var out []parts.Option
	for _, o := range all {
		out = append(out, parts.Option{Value: o.ID, Label: o.Number + "　" + o.Title})
	}
	return out
}

func (c *Console) petitionsOut(r *http.Request) (web.Page, error) {
	offer, err := who(r).reader.PetitionsToHand(r.Context(), offered)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("移送信访局", petitionsOutView(petitionsOutProps{web.NewForm(), offer})).In("petitions"), nil
}

func (c *Console) handPetitions(r *http.Request) (web.Page, error) {
	offer, err := who(r).reader.PetitionsToHand(r.Context(), offered)
	if err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	purpose, numbers, picked, key := f.Text("purpose", "用途", web.AtMost(200)), f.Lines("orders", "工单编号", web.Optional(), web.AtMost(6000)), f.Many("picked", "建议移送的", offerOptions(offer), web.Optional()), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		id, err := who(r).reader.HandPetitions(r.Context(), purpose, numbers, picked, key)
		if err == nil {
			c.flash(r, "清单已存，可以下载。")
			return web.Redirect("/petitions/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return web.Show("移送信访局", petitionsOutView(petitionsOutProps{f, offer})).In("petitions").Again(), nil
}

func (c *Console) petitions(r *http.Request) (web.Page, error) {
	return c.showPetitions(r, petitionsProps{}, false)
}

func (c *Console) showPetitions(r *http.Request, p petitionsProps, again bool) (web.Page, error) {
	var err error
	if p.v, err = who(r).reader.Petitions(r.Context(), r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	page := web.Show(petitionTitle(p.v), petitionsView(p)).In("petitions")
	if again {
		page = page.Again()
	}
	return page, nil
}

func petitionTitle(v desk.PetitionView) string {
	if v.In {
		return "信访局来件清单"
	}
	return "移送信访局清单"
}

func (c *Console) decidePetition(r *http.Request) (web.Page, error) {
	reader, id := who(r).reader, r.PathValue("id")
	if _, err := reader.Petitions(r.Context(), id); err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	n := f.Int("n", "第几件", 1, office.MostPetitions)
	way, number, reason, key := office.PetitionWay(f.Choice("way", "认定", petitionWays())), f.Text("order", "工单编号", web.Optional(), web.AtMost(40)), f.Text("reason", "说明", web.Optional(), web.AtMost(300)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := reader.DecidePetition(r.Context(), id, n, way, number, reason, key)
		if err == nil {
			c.flash(r, "第"+strconv.Itoa(n)+"件已认定。")
			return web.Redirect("/petitions/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showPetitions(r, petitionsProps{f: f, n: n}, true)
}

func (c *Console) petitionFile(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	var b bytes.Buffer
	name, err := who(r).reader.PetitionBook(r.Context(), r.PathValue("id"), &b)
	if err != nil {
		return web.Page{}, err
	}
	return web.Download(name, workbook, int64(b.Len()), func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	}), nil
}
