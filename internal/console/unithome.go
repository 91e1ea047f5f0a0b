package console

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// unitRoutes are the unit's quick ways: signing for all at once, and the contact record in three taps.
func (c *Console) unitRoutes() []web.Route {
	perm := string(access.UnitHandle)
	return []web.Route{{Method: "POST", Pattern: "/unit/sign", Permission: string(access.UnitWork), Handler: c.signForAll},
		{Method: "GET", Pattern: "/unit/contact/{id}", Permission: perm, Handler: c.contactPage},
		{Method: "POST", Pattern: "/unit/contact/{id}", Permission: perm, Handler: c.contact, MaxBody: 100 << 20},
		{Method: "POST", Pattern: "/unit/contact/{id}/number", Permission: string(access.Revealing), Handler: c.contactNumber}}
}

type unitHomeProps struct {
	home desk.UnitHome
	who  session
	key  string

	sheets []desk.CaseView // 督办单 that the unit owes an answer to
}

// unitHome is the first page of everybody in a member unit.
func (c *Console) unitHome(r *http.Request) (web.Page, error) {
	s := who(r)
	h, err := s.reader.UnitHome(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	sheets, err := s.reader.OwedSheets(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("首页", unitHomeView(unitHomeProps{home: h, who: s, key: web.NewKey(), sheets: sheets})).In("home"), nil
}

func (c *Console) signForAll(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	ids, key := f.IDs("id", "工单"), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if !f.OK() {
		return web.Redirect("/"), nil
	}
	done, failed := c.desk.SignForAll(r.Context(), who(r).actor, ids, key)
	if len(ids) == 1 && len(failed) == 1 {
		return web.Page{}, failed[0]
	}
	words := fmt.Sprintf("已签收%d件", done)
	if len(failed) > 0 {
		words += fmt.Sprintf("，%d件没有签收：可能已由他人签收或已撤回", len(failed))
	}
	c.flash(r, words)
	return web.Redirect("/"), nil
}

type contactProps struct {
	v      desk.OrderView
	number desk.Masked
	shown  *desk.Revealed
	left   int
	key    string // of the form that shows the number
	f      *web.Form
	may    bool // may see the number with a reason
}

func (c *Console) contactPage(r *http.Request) (web.Page, error) { return c.showContact(r, nil, nil) }

func (c *Console) showContact(r *http.Request, f *web.Form, shown *desk.Revealed) (web.Page, error) {
	s := who(r)
	v, err := s.reader.Order(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	if v.Relay.May || v.Relay.Waits {
		return web.Redirect("/orders/" + v.ID + "?do=ask_relay"), nil // nobody of the unit calls a secret caller (Art. 23(6))
	}
	p := contactProps{v: v, number: v.ContactField(), shown: shown, key: web.NewKey(), f: f}
	p.may = p.number.Reveal && access.May(s.actor.Post.Kind, access.Revealing)
	if shown != nil {
		p.left = int(shown.Until.Sub(c.desk.Now()).Seconds())
	}
	page := web.Show("联系诉求人", contactView(p)).In("home")
	if f == nil {
		p.f = web.NewForm()
		return web.Show("联系诉求人", contactView(p)).In("home"), nil
	}
	return page.Again(), nil
}

// contactNumber shows the number: the task is the reason, and it lasts while one talks (domain.md §13.26). The first look signs for the order.
func (c *Console) contactNumber(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.Order(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	f.Text("reason", "事由", web.Optional()) // the task is the reason, whatever a form says
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	out, err := c.desk.Reveal(r.Context(), who(r).actor, v.ID, v.ContactField().Field, access.ToContact, "")
	if err != nil {
		return web.Page{}, err
	}
	return c.showContact(r, nil, &out)
}

// dialled is a number as a telephone dials it.
func dialled(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, s)
}

// contact records the talk at one tap: reached and told, or not reached.
func (c *Console) contact(r *http.Request) (web.Page, error) {
	s, id := who(r), r.PathValue("id")
	if _, err := s.reader.Order(r.Context(), id); err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	in := input{c: c, r: r, f: f, s: s, by: order.By{Actor: s.actor}}
	reached := f.Choice("reached", "结果", parts.Options("yes", "已联系上", "no", "没有联系上")) == "yes"
	means := f.Choice("means", "方式", contactMeans())
	f.Lines("note", "联系情况", web.Optional(), web.AtMost(2000))
	if err := in.read([]spec{{kind: "file", name: "files", label: "照片", optional: true}}); err != nil {
		return web.Page{}, err
	}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		_, err := c.desk.Do(r.Context(), desk.Ask{Actor: s.actor, Order: id, Route: "console/contact", Key: key, Commands: []order.Command{order.RecordContact{By: in.by, At: c.desk.Now(),
			Means: means, Reached: reached, ToldTaken: reached, ToldHow: reached, Note: in.private("note"), Attachment: in.files}}})
		if err == nil {
			c.flash(r, map[bool]string{true: "联系已登记", false: "已登记一次没有联系上；须在不同半天至少试3次"}[reached])
			return web.Redirect("/"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showContact(r, f, nil)
}

func contactMeans() []parts.Option {
	return parts.Options("phone", "电话", "visit", "上门", "message", "短信")
}

func unitBigs(h desk.UnitHome) []parts.Big {
	sign := parts.Big{N: len(h.ToSign), Label: "待签收", Href: "#sign"}
	if len(h.ToSign) > 0 {
		sign.Detail = "最近一件" + h.ToSign[0].Light.Word + "，逾期视同接收"
	}
	today := parts.Big{N: len(h.Today), Label: "今日到期", Href: "#due", Tone: parts.Orange}
	kinds := map[string]int{}
	for _, x := range h.Today {
		kinds[x.What]++
	}
	var words []string
	for _, w := range []string{"签收", "联系诉求人", "提交办理结果"} {
		if kinds[w] > 0 {
			words = append(words, fmt.Sprintf("%s %d", w, kinds[w]))
		}
	}
	today.Detail = strings.Join(words, "　")
	over := parts.Big{N: len(h.Over), Label: "超期", Href: "#due", Tone: parts.Red}
	if len(h.Over) > 0 {
		over.Detail = "最久的" + h.Over[0].Light.Word
	}
	return []parts.Big{sign, today, over}
}

// unitGo is where the button of a row leads, with its words.
func unitGo(x desk.UnitRow, s session) parts.Button {
	at := "/orders/" + x.ID
	switch x.Do {
	case "contact":
		return parts.Button{Label: "联系", Icon: parts.IconPhone, Href: "/unit/contact/" + x.ID, Small: true}
	case "ask_relay":
		return parts.GoSmall("请转达", at+"?do=ask_relay")
	case "reply":
		return parts.GoSmall("去答复", at+"?do=reply")
	case "sign_co", "report_co":
		return parts.GoSmall(map[string]string{"sign_co": "去签收", "report_co": "去报送"}[x.Do], at+"?do="+x.Do)
	case "":
		return parts.GoSmall("查看", at)
	case "sign_for":
		return parts.GoSmall("去签收", at)
	}
	if access.May(s.actor.Post.Kind, access.UnitSign) {
		return parts.GoSmall(map[string]string{"assign": "去分办", "sign_reply": "去签字"}[x.Do], at+"?do="+x.Do)
	}
	return parts.GoSmall("查看", at)
}

func titleTags(x desk.UnitRow) []parts.Badge {
	w := workRows([]desk.Row{x.Row})[0].Tags
	if x.Appeals > 1 {
		w = append(w, parts.Badge{Text: fmt.Sprintf("第%d次诉求", x.Appeals), Tone: parts.Orange})
	}
	return w
}

// meansOf is the chosen means; by telephone where nothing was chosen yet.
func meansOf(f *web.Form) parts.Bound {
	b := f.Bind("means")
	if b.Value == "" {
		b.Value = "phone"
	}
	return b
}

// lastAnswer offers the unit's last answer to a like question at one key, and with it the basis it rested on; nothing where there is none. It is a convenience: a failure to find one
// leaves the form as it is.
func lastAnswer(ctx context.Context, s session, v desk.OrderView) []parts.Option {
	last, err := s.reader.LastAnswer(ctx, v)
	if err != nil || last.Public == "" {
		return nil
	}
	return []parts.Option{{Value: last.Public, Label: "用上次的答复（" + last.Number + "）", Key: "Alt+L", With: "basis", WithValue: last.Basis}}
}
