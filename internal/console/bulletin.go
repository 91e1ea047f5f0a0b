package console

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/bulletin"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/regulation"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// bulletinRoutes are 简报 and 通报 (Art. 26): compiled, edited with the figures fixed, reviewed by another person, signed, published; read with charts, taken as .docx and .xlsx.
func (c *Console) bulletinRoutes() []web.Route {
	see, edit, look := string(access.BulletinReading), string(access.BulletinEditing), string(access.BulletinReviewing)
	return []web.Route{{Method: "GET", Pattern: "/bulletins", Permission: see, Handler: c.bulletins}, {Method: "POST", Pattern: "/bulletins", Permission: edit, Handler: c.makeBulletin},
		{Method: "GET", Pattern: "/bulletins/{id}", Permission: see, Handler: c.bulletin},
		{Method: "GET", Pattern: "/bulletins/{id}/docx", Permission: see, Handler: c.bulletinDocx}, {Method: "GET", Pattern: "/bulletins/{id}/xlsx", Permission: see, Handler: c.bulletinXLSX},
		{Method: "POST", Pattern: "/bulletins/{id}/edit", Permission: edit, Handler: c.editBulletin},
		{Method: "POST", Pattern: "/bulletins/{id}/retake", Permission: edit, Handler: c.retakeBulletin},
		{Method: "POST", Pattern: "/bulletins/{id}/recount", Permission: edit, Handler: c.recountBulletin},
		{Method: "POST", Pattern: "/bulletins/{id}/submit", Permission: edit, Handler: c.submitBulletin},
		{Method: "POST", Pattern: "/bulletins/{id}/review", Permission: look, Handler: c.reviewBulletin},
		{Method: "POST", Pattern: "/bulletins/{id}/back", Permission: look, Handler: c.backBulletin},
		{Method: "POST", Pattern: "/bulletins/{id}/sign", Permission: look, Handler: c.signBulletin},
		{Method: "POST", Pattern: "/bulletins/{id}/publish", Permission: edit, Handler: c.publishBulletin}}
}

type bulletinsProps struct {
	page desk.BulletinPage
	kind bulletin.PeriodKind
	out  bool
	next string
	f    *web.Form
}

func periodKinds() []parts.Option {
	var out []parts.Option
	for _, k := range bulletin.PeriodKinds() {
		out = append(out, parts.Option{Value: string(k), Label: k.Name()})
	}
	return out
}

func (c *Console) bulletins(r *http.Request) (web.Page, error) { return c.bulletinList(r, nil) }

func (c *Console) bulletinList(r *http.Request, f *web.Form) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := bulletinsProps{kind: bulletin.PeriodKind(q.Choice("kind", "种类", periodKinds(), web.Optional())), out: q.Bool("out", "已印发"), f: f}
	before := q.Text("before", "页", web.Optional(), web.AtMost(80))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	reader := who(r).reader
	if !access.May(who(r).actor.Post.Kind, access.BulletinReviewing) {
		p.out = true // there is nothing else for him
	}
	if p.page, err = reader.Bulletins(r.Context(), p.kind, p.out, before); err != nil {
		return web.Page{}, err
	}
	if p.page.Next != "" {
		v := url.Values{"before": {p.page.Next}}
		if p.out {
			v.Set("out", "1")
		}
		if p.kind != "" {
			v.Set("kind", string(p.kind))
		}
		p.next = "/bulletins?" + v.Encode()
	}
	page := web.Show("简报通报", bulletinsView(p.filled(calendar.DateOf(c.desk.Now())))).In("bulletins")
	if f != nil {
		page = page.Again()
	}
	return page, nil
}

// filled proposes the week that has ended.
func (p bulletinsProps) filled(today calendar.Date) bulletinsProps {
	if p.f == nil {
		last := bulletin.PeriodOf(bulletin.Week, today.AddDays(-7))
		p.f = web.NewForm("kind", string(bulletin.Week), "from", last.From, "to", last.To)
	}
	return p
}

func (c *Console) makeBulletin(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	kind := bulletin.PeriodKind(f.Choice("kind", "种类", periodKinds()))
	from := calendar.DateOf(f.Date("from", "哪一天所在的一期"))
	to := f.Date("to", "到哪一天", web.Optional())
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		p := bulletin.PeriodOf(kind, from)
		if kind == bulletin.Days {
			p.To = dateText(to)
		}
		id, err := who(r).reader.MakeBulletin(r.Context(), p, key)
		if err == nil {
			c.flash(r, "已编成，数字截至"+p.Range()+"最后一天24:00。请修改文字后送审。")
			return web.Redirect("/bulletins/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.bulletinList(r, f)
}

type bulletinProps struct {
	v      desk.BulletinView
	f      *web.Form // the prose, while it is edited
	act    *web.Form // of the one act that waits
	pin    pinAsk
	names  desk.BulletinNames
	figure bool // figures lead to their orders
}

func (c *Console) bulletinNames() desk.BulletinNames {
	office, center, ok := strings.Cut(c.profile.Office, " · ")
	if !ok {
		center = office
	}
	if county, _, ok := strings.Cut(office, "县"); ok && !strings.HasPrefix(center, county) {
		center = county + center
	}
	return desk.BulletinNames{Office: center, Sender: office}
}

func (c *Console) bulletin(r *http.Request) (web.Page, error) { return c.showBulletin(r, nil, nil) }

func (c *Console) showBulletin(r *http.Request, f, act *web.Form) (web.Page, error) {
	s := who(r)
	v, err := s.reader.Bulletin(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	p := bulletinProps{v: v, f: f, act: act, names: c.bulletinNames(), figure: access.May(s.actor.Post.Kind, access.Figures)}
	if v.Duty == "sign" {
		if p.pin, err = c.pinOf(r.Context(), s); err != nil {
			return web.Page{}, err
		}
	}
	page := bulletinPage(p.filled())
	if f != nil || act != nil {
		page = page.Again()
	}
	return page, nil
}

func bulletinPage(p bulletinProps) web.Page {
	return web.Show(p.v.Text.Title, bulletinView(p)).In("bulletins")
}

// sentenceField names the field of a sentence: overview.2.
func sentenceField(section string, n int) string { return section + "." + strconv.Itoa(n) }

// filled puts the prose into the form, one field a sentence and an empty one at the end of each section.
func (p bulletinProps) filled() bulletinProps {
	if p.act == nil {
		p.act = web.NewForm()
	}
	if p.f != nil {
		return p
	}
	pairs := []string{"title", p.v.Text.Title}
	for _, s := range p.v.Text.Sections {
		for i, one := range s.Sentences {
			pairs = append(pairs, sentenceField(s.ID, i), one)
		}
	}
	p.f = web.NewForm(pairs...)
	return p
}

// sentences are the fields of a section that the form holds, in order, and one more to write in.
func (p bulletinProps) sentences(section string) []string {
	var out []string
	all := p.f.All()
	for i := range bulletin.MostSentences {
		name := sentenceField(section, i)
		if _, ok := all[name]; !ok {
			return append(out, name)
		}
		out = append(out, name)
	}
	return out
}

// readText reads the prose of a form, with the one move that a button asked for: overview.2.up, .down, .drop.
func readText(f *web.Form, v desk.BulletinView) bulletin.Text {
	t := bulletin.Text{Title: f.Text("title", "标题", web.AtMost(bulletin.MostTitle))}
	move := f.Text("move", "移动", web.Optional(), web.AtMost(40))
	all := f.All()
	for _, s := range v.Draft.Sections {
		x := bulletin.SectionText{ID: s.ID}
		for i := range bulletin.MostSentences + 1 {
			name := sentenceField(s.ID, i)
			if _, ok := all[name]; !ok {
				break
			}
			x.Sentences = append(x.Sentences, f.Lines(name, s.Title, web.Optional(), web.AtMost(bulletin.MostSentence)))
		}
		if move == "reset" {
			t.Sections = append(t.Sections, bulletin.SectionText{ID: s.ID, Sentences: slices.Clone(s.Sentences)})
			continue
		}
		section, rest, _ := strings.Cut(move, ".")
		n, how, _ := strings.Cut(rest, ".")
		if i, err := strconv.Atoi(n); section == s.ID && err == nil && i >= 0 && i < len(x.Sentences) {
			x.Sentences = moved(x.Sentences, i, how)
		}
		x.Sentences = slices.DeleteFunc(x.Sentences, func(s string) bool { return strings.TrimSpace(s) == "" })
		t.Sections = append(t.Sections, x)
	}
	return t
}

func moved(all []string, i int, how string) []string {
	switch {
	case how == "up" && i > 0:
		all[i-1], all[i] = all[i], all[i-1]
	case how == "down" && i+1 < len(all):
		all[i+1], all[i] = all[i], all[i+1]
	case how == "drop":
		return slices.Delete(all, i, i+1)
	}
	return all
}

func (c *Console) editBulletin(r *http.Request) (web.Page, error) {
	reader, id := who(r).reader, r.PathValue("id")
	v, err := reader.Bulletin(r.Context(), id)
	if err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	t, version, key := readText(f, v), f.Version("_v"), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := reader.EditBulletin(r.Context(), id, t, version, key)
		if err == nil {
			c.flash(r, "已保存。")
			return web.Redirect("/bulletins/" + id), nil
		}
		err = asInvalid(err)
		if no, ok := err.(*regulation.Refusal); ok && slices.ContainsFunc(v.Draft.Sections, func(s bulletin.Section) bool { return s.ID == no.Field }) {
			f.Fail("", no.Error()) // a section has no field of its own: the message stands above, and names it
			return c.showBulletin(r, f, nil)
		}
		if !f.Refuse(err) {
			return web.Page{}, err
		}
	}
	return c.showBulletin(r, f, nil)
}

// onBulletin runs one of the acts that need nothing but a press.
func (c *Console) onBulletin(r *http.Request, said string, do func(*desk.Reader, *web.Form, string, string) error) (web.Page, error) {
	reader, id := who(r).reader, r.PathValue("id")
	if _, err := reader.Bulletin(r.Context(), id); err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	err = do(reader, f, id, f.Key())
	switch {
	case err == nil && f.OK():
		c.flash(r, said)
		return web.Redirect("/bulletins/" + id), nil
	case err != nil && !f.Refuse(asInvalid(err)):
		return web.Page{}, err
	}
	return c.showBulletin(r, nil, f)
}

// press is an act without fields.
func press(do func(*desk.Reader, string, string) error) func(*desk.Reader, *web.Form, string, string) error {
	return func(x *desk.Reader, f *web.Form, id, key string) error {
		if err := f.Done(); err != nil {
			return err
		}
		return do(x, id, key)
	}
}

func (c *Console) retakeBulletin(r *http.Request) (web.Page, error) {
	return c.onBulletin(r, "数字已按现在的数据重新取，文字没有动。", press(func(x *desk.Reader, id, key string) error { return x.RetakeBulletin(r.Context(), id, key) }))
}

func (c *Console) recountBulletin(r *http.Request) (web.Page, error) {
	return c.onBulletin(r, "重算一遍，与这一份的数字逐字节相同。", press(func(x *desk.Reader, id, _ string) error {
		same, err := x.Recount(r.Context(), id)
		if err == nil && !same {
			return regulation.RefuseState(regulation.Art26, "differs", "重算的结果与这一份不同：可能分类、渠道或单位名称改过。请重新取数后再核对。")
		}
		return err
	}))
}

func (c *Console) submitBulletin(r *http.Request) (web.Page, error) {
	return c.onBulletin(r, "已送审，由没有参加编写的人审核。", press(func(x *desk.Reader, id, key string) error { return x.SubmitBulletin(r.Context(), id, key) }))
}

func (c *Console) reviewBulletin(r *http.Request) (web.Page, error) {
	return c.onBulletin(r, "审核通过，已提请签发。", press(func(x *desk.Reader, id, key string) error { return x.ReviewBulletin(r.Context(), id, key) }))
}

func (c *Console) backBulletin(r *http.Request) (web.Page, error) {
	return c.onBulletin(r, "已退回修改。", func(x *desk.Reader, f *web.Form, id, key string) error {
		reason := f.Lines("reason", "退回的理由", web.AtMost(bulletin.MostNote))
		if err := f.Done(); err != nil || !f.OK() {
			return err
		}
		return x.SendBackBulletin(r.Context(), id, reason, key)
	})
}

func (c *Console) signBulletin(r *http.Request) (web.Page, error) {
	return c.onBulletin(r, "已签发。", func(x *desk.Reader, f *web.Form, id, key string) error {
		typed := readProof(f)
		if err := f.Done(); err != nil || !f.OK() {
			return err
		}
		how, err := c.confirmPIN(r.Context(), who(r), typed)
		if err != nil {
			return err
		}
		return x.SignBulletin(r.Context(), id, how, key)
	})
}

func (c *Console) publishBulletin(r *http.Request) (web.Page, error) {
	return c.onBulletin(r, "已编号印发，各单位已收到提醒。", press(func(x *desk.Reader, id, key string) error { return x.PublishBulletin(r.Context(), id, key) }))
}

func (c *Console) bulletinDocx(r *http.Request) (web.Page, error) {
	f, err := who(r).reader.BulletinDocx(r.Context(), r.PathValue("id"), c.bulletinNames())
	return fileOf(f, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), err
}

func (c *Console) bulletinXLSX(r *http.Request) (web.Page, error) {
	f, err := who(r).reader.BulletinXLSX(r.Context(), r.PathValue("id"), c.bulletinNames())
	return fileOf(f, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), err
}

func fileOf(f desk.BulletinFile, kind string) web.Page {
	return web.Download(f.Name, kind, -1, func(w io.Writer) error {
		if f.Write == nil {
			return fmt.Errorf("no file")
		}
		return f.Write(w)
	})
}
