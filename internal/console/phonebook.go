package console

import (
	"fmt"
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/web"
)

// phonebookRoutes are 通讯录: the book, its print, and a unit's own list. No address names a unit: one writes for one's own.
func (c *Console) phonebookRoutes() []web.Route {
	read, edit := string(access.PhoneBook), string(access.PhoneEdit)
	return []web.Route{{Method: "GET", Pattern: "/phonebook", Permission: read, Handler: c.phonebook},
		{Method: "GET", Pattern: "/phonebook/print", Permission: read, Handler: c.phonebookPrint},
		{Method: "GET", Pattern: "/phonebook/own", Permission: edit, Handler: c.phonebookOwn},
		{Method: "POST", Pattern: "/phonebook/own", Permission: edit, Handler: c.phonebookSave},
		{Method: "POST", Pattern: "/phonebook/confirm", Permission: edit, Handler: c.phonebookConfirm}}
}

type phonebookProps struct {
	page    desk.PhonebookPage
	query   string
	missing bool
	key     string
}

func (c *Console) phonebook(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := phonebookProps{query: q.Text("q", "查找", web.Optional(), web.AtMost(40)), missing: q.Bool("missing", "未核对的"), key: web.NewKey()}
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	if p.page, err = who(r).reader.Phonebook(r.Context(), p.query, p.missing); err != nil {
		return web.Page{}, err
	}
	return web.Show("通讯录", phonebookView(p)).In("phonebook"), nil
}

func (c *Console) phonebookPrint(r *http.Request) (web.Page, error) {
	page, err := who(r).reader.Phonebook(r.Context(), "", false)
	if err != nil {
		return web.Page{}, err
	}
	return web.Whole(phonebookPaper(c.profile, page, c.printedBy(r))), nil
}

func (c *Console) phonebookOwn(r *http.Request) (web.Page, error) {
	page, err := who(r).reader.Phonebook(r.Context(), "", false)
	if err != nil {
		return web.Page{}, err
	}
	if page.Mine == nil {
		return web.Page{}, web.NotFound()
	}
	f := web.NewForm()
	for k, l := range page.Mine.Lines {
		f.Set("number_"+string(k), l.Number)
		f.Set("note_"+string(k), l.Note)
	}
	return web.Show("本单位号码", phonesForm(page, f)).In("phonebook"), nil
}

func (c *Console) phonebookSave(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	var lines []office.PhoneLine
	for _, k := range office.LineKinds() {
		lines = append(lines, office.PhoneLine{Kind: k, Number: f.Text("number_"+string(k), k.Name(), web.Optional(), web.AtMost(30)), Note: f.Text("note_"+string(k), k.Name()+"的说明", web.Optional(), web.AtMost(20))})
	}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	rd := who(r).reader
	if f.OK() {
		err := rd.SavePhones(r.Context(), lines, c.profile.Public, key)
		if err == nil {
			c.flash(r, "本单位号码已保存，本月已核对")
			return web.Redirect("/phonebook"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	page, err := rd.Phonebook(r.Context(), "", false)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("本单位号码", phonesForm(page, f)).In("phonebook").Again(), nil
}

func (c *Console) phonebookConfirm(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if err := who(r).reader.ConfirmPhones(r.Context(), key); err != nil {
		return web.Page{}, err
	}
	c.flash(r, "已登记：本月号码已核对")
	return web.Redirect("/phonebook"), nil
}

func phoneWords(l office.PhoneLine) string { return l.String() }

func missingWords(p desk.PhonebookPage) string {
	if p.Missing == 0 {
		return fmt.Sprintf("%d个单位，%s都已核对", p.Units, p.Month)
	}
	return fmt.Sprintf("%d个单位，%s还有%d个未核对", p.Units, p.Month, p.Missing)
}

func confirmWords(u desk.PhoneUnit) string {
	switch {
	case u.Confirmed:
		return u.At + " " + u.By
	case u.At != "":
		return "上次 " + u.At
	}
	return "没有核对过"
}
