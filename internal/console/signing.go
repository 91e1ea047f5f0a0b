package console

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// signingRoutes are 待我签批: cards, the one-page 呈阅件, and the sheet that asks for the signature.
func (c *Console) signingRoutes() []web.Route {
	perm := string(access.Signing)
	get := func(p string, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: p, Permission: perm, Handler: h}
	}
	return []web.Route{get("/sign", c.signList), get("/sign/{id}", c.signDoc), get("/sign/{id}/yes", c.signYes), get("/sign/{id}/no", c.signNo),
		{Method: "POST", Pattern: "/sign/{id}", Permission: perm, Handler: c.sign}}
}

type signProps struct {
	system string
	view   parts.Pane
	cards  []desk.SignCard
	total  int
	card   *desk.SignCard // the one that is open
	refuse bool
	f      *web.Form
	pin    pinAsk
	signer string
	today  string
	flash  string
	back   string     // where 取消 leads
	words  desk.Tally // orders that bear his word and are not done
	gone   bool       // the one asked for is signed already
}

func (c *Console) signList(r *http.Request) (web.Page, error) {
	return c.showSign(r, parts.PaneList, "", false, nil)
}
func (c *Console) signDoc(r *http.Request) (web.Page, error) {
	return c.showSign(r, parts.PaneDoc, r.PathValue("id"), false, nil)
}
func (c *Console) signYes(r *http.Request) (web.Page, error) {
	return c.showSign(r, parts.PaneSheet, r.PathValue("id"), false, nil)
}
func (c *Console) signNo(r *http.Request) (web.Page, error) {
	return c.showSign(r, parts.PaneSheet, r.PathValue("id"), true, nil)
}

func (c *Console) showSign(r *http.Request, view parts.Pane, id string, refuse bool, f *web.Form) (web.Page, error) {
	s := who(r)
	p := signProps{system: c.profile.System, view: view, refuse: refuse, f: f, signer: s.actor.Post.Title, today: calendar.DateOf(c.desk.Now()).ChineseShort(),
		flash: c.sessions.PopString(r.Context(), "flash"), back: "/sign"}
	var err error
	if p.cards, p.total, err = s.reader.SignCards(r.Context()); err != nil {
		return web.Page{}, err
	}
	if p.words, err = s.reader.InstructedOpen(r.Context()); err != nil {
		return web.Page{}, err
	}
	if p.pin, err = c.pinOf(r.Context(), s); err != nil {
		return web.Page{}, err
	}
	for i := range p.cards {
		if p.cards[i].Order.ID == id || id == "" && i == 0 {
			p.card = &p.cards[i]
		}
	}
	if p.card == nil && id != "" {
		one, err := s.reader.SignCard(r.Context(), id)
		if errors.Is(err, desk.ErrNotFound) {
			// Signed already, or never his: the desk has looked whether he may see it at all.
			if _, err := s.reader.Order(r.Context(), id); err != nil {
				return web.Page{}, err
			}
			p.gone, p.view = true, parts.PaneList
			return web.Whole(signPage(p)), nil
		}
		if err != nil {
			return web.Page{}, err
		}
		p.card = &one
	}
	if f == nil {
		p.f = web.NewForm()
		if refuse {
			p.f.Set("opinion", otherWords)
		} else {
			p.f.Set("opinion", agreed)
		}
		return web.Whole(signPage(p)), nil
	}
	return web.Whole(signPage(p)).Again(), nil
}

// The chips of opinion. otherWords stands for words of one's own.
const (
	agreed      = "同意。"
	hurried     = "速办并报结果。"
	sentBack    = "退回补充。"
	notExtended = "理由不充分，请按原时限办结。"
	otherWords  = "other"
)

// chips are the words that a signature can be given with at one tap.
func chips(c desk.SignCard, refuse bool) []parts.Option {
	switch {
	case c.Extends() && refuse:
		return append(parts.Options(notExtended, notExtended), parts.Option{Value: otherWords, Label: "另写意见"})
	case c.Extends():
		return append(parts.Options(agreed, agreed, "同意延期，按期办结。", "同意延期，按期办结。", "请向诉求人说明延期原因。", "请向诉求人说明延期原因。"), parts.Option{Value: otherWords, Label: "另写意见"})
	case refuse:
		return parts.Options(sentBack, sentBack, otherWords, "另写意见")
	}
	out := parts.Options(agreed, agreed, hurried, hurried)
	if c.Unit != "" {
		w := "请" + c.Unit + "阅办。"
		out = append(out, parts.Option{Value: w, Label: w})
	}
	return append(out, parts.Option{Value: otherWords, Label: "另写意见"})
}

// sign is the signature: a yes with a chip or own words, or a no with its reason.
func (c *Console) sign(r *http.Request) (web.Page, error) {
	s, id := who(r), r.PathValue("id")
	v, err := s.reader.Order(r.Context(), id)
	if err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	refuse := f.Choice("decision", "意见", parts.Options("yes", "同意", "no", "退回")) == "no"
	opinion := f.Text("opinion", "签批意见", web.AtMost(100))
	own := f.Lines("own", "另写的意见", web.Optional(), web.AtMost(500))
	chain, step, shown := f.Text("chain", "", web.AtMost(80)), f.Int("step", "", 0, 20), f.Version("_v")
	typed := readProof(f)
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	switch {
	case opinion == otherWords && own == "":
		f.Fail("own", "请写明意见，或改选一条常用语")
	case opinion == otherWords:
		opinion = own
	case refuse && own != "":
		opinion += own
	}
	if f.OK() {
		err := c.signNow(r, desk.Ask{Actor: s.actor, Order: id, Shown: shown, Route: "console/sign", Key: key}, typed, func(how approval.Confirmed) order.Command {
			by, words := order.By{Actor: s.actor}, order.Private{Text: opinion}
			if x := v.Extension; x != nil && x.Asked != nil && x.Asked.Chain == chain {
				return order.DecideExtension{By: by, Chain: chain, Refuses: refuse, Opinion: words, Confirmed: how}
			}
			return order.SignStep{By: by, Chain: chain, Step: step, Refuses: refuse, Opinion: words, Also: desk.OtherPosts(s.account, s.actor.Post.ID), Confirmed: how}
		})
		if err != nil && !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	if !f.OK() {
		return c.showSign(r, parts.PaneSheet, id, refuse, f)
	}
	c.flash(r, map[bool]string{true: "已退回：", false: "已签批："}[refuse]+v.Title)
	return web.Redirect("/sign"), nil
}

// signNow confirms by PIN, then gives the command.
func (c *Console) signNow(r *http.Request, a desk.Ask, typed desk.Proof, cmd func(approval.Confirmed) order.Command) error {
	how, err := c.confirmPIN(r.Context(), who(r), typed)
	if err != nil {
		return err
	}
	a.Commands = []order.Command{cmd(how)}
	_, err = c.desk.Do(r.Context(), a)
	return err
}

// signLinks lead from the list to what else a signer looks at, first to what became of his words.
func signLinks(p signProps) []parts.Anchor {
	word := "批示落实"
	if p.words.N > 0 {
		word += " " + strconv.Itoa(p.words.N)
	}
	return []parts.Anchor{{Text: word, Href: "/instructions"}, {Text: "设置", Href: "/me"}, {Text: "工作台", Href: "/"}}
}

func signNoLink(c desk.SignCard) parts.Anchor {
	word := "退回"
	if c.Extends() {
		word = "不同意"
	}
	return parts.Anchor{Text: word, Href: "/sign/" + c.Order.ID + "/no"}
}

func signYesLink(c desk.SignCard) parts.Anchor {
	return parts.Anchor{Text: "同意", Href: "/sign/" + c.Order.ID + "/yes"}
}

// signCard is a card of the list.
func signCard(c desk.SignCard, open bool) parts.SignCardProps {
	href := "/sign/" + c.Order.ID
	return parts.SignCardProps{Tags: cardTags(c), Lamp: lamp(c.Light), Left: c.Light.Word, Title: c.Order.Title, Href: href, Summary: inShort(c.Summary, 60), Red: c.History, Where: cardWhere(c),
		Key: c.Order.Key, On: open, No: signNoLink(c), Acts: []parts.Anchor{{Text: "详情", Href: href}}, Yes: signYesLink(c)}
}

// signSheet is the sheet of a card's yes or no.
func signSheet(p signProps) parts.SignSheetProps {
	out := parts.SignSheetProps{Form: parts.FormProps{Action: "/sign/" + p.card.Order.ID, Key: keyOf(p.f), Hidden: signHidden(*p.card, p.refuse)}, Title: sheetTitle(p), Cancel: p.back, Errors: p.f.Errors(),
		Lead: p.card.Order.Title, Means: p.card.Yes, Refuse: p.refuse, Signer: p.signer, Day: p.today, Button: "确认签名", Foot: "签名与件的内容绑定，签后不可更改"}
	switch {
	case p.refuse && p.card.Extends():
		out.Means, out.Button = "不同意延期，按原时限办结", "确认不同意"
	case p.refuse:
		out.Means, out.Button = "退回，补充或修改后再报", "确认退回"
	}
	return out
}

func cardTags(c desk.SignCard) []parts.Badge {
	var out []parts.Badge
	if c.Order.Appeals > 1 {
		out = append(out, parts.Badge{Text: "第" + strconv.Itoa(c.Order.Appeals) + "次诉求", Tone: parts.Orange})
	}
	if c.Order.Key {
		out = append(out, parts.Badge{Text: "重点 · " + c.Order.Channel, Tone: parts.Purple})
	}
	if c.Order.Rework > 0 {
		out = append(out, parts.Badge{Text: "重办", Tone: parts.Red})
	}
	return append(out, parts.Badge{Text: strings.TrimSpace(c.What + " " + c.Nth), Tone: parts.Blue})
}

// lastWords are the instructions already on the order, the newest first.
func lastWords(v desk.OrderView) []desk.Item {
	var out []desk.Item
	for _, it := range v.Items {
		if it.Quote != "" && it.Words && len(out) < 3 {
			out = append(out, it)
		}
	}
	return out
}

// inShort cuts a text for a card; the whole stands on the 呈阅件.
func inShort(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}

func signHidden(c desk.SignCard, refuse bool) map[string]string {
	return map[string]string{"_v": strconv.FormatInt(c.Order.Version, 10), "chain": c.Panel.Chain.ID, "step": strconv.Itoa(c.Panel.Step), "decision": map[bool]string{true: "no", false: "yes"}[refuse]}
}

// recordPaperSpecs is the form of a signature on paper; who signed for the post by a delegation is asked only where there is one (domain.md §13.18).
func recordPaperSpecs(_ context.Context, _ *Console, s session, _ desk.OrderView, p desk.Panel) []spec {
	out := []spec{{kind: "date", name: "on", label: "纸面签批日期", half: true}, {kind: "seg", name: "decision", label: "签批结果", options: yesNo, value: "yes", half: true}}
	if p.Step >= 0 && p.Step < len(p.Chain.Steps) {
		var who []parts.Option
		for _, d := range s.reader.DelegatesOf(p.Chain.Steps[p.Step].Post) {
			who = append(who, parts.Option{Value: d.ID, Label: d.To + "（" + d.Document + "）"})
		}
		if len(who) > 0 {
			out = append(out, spec{kind: "select", name: "delegation", label: "签批人", hint: "不选就是岗位本人；受托人、主持工作的人签的，选他的授权文件", options: who, optional: true})
		}
	}
	return append(out, spec{kind: "area", name: "opinion", label: "纸面上的签批意见（照录）", max: 500, rows: 2}, spec{kind: "file", name: "scan", label: "签批页扫描件", camera: true})
}
