package console

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"huiyin/internal/access"
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

// signView is which of the three panes a narrow screen shows.
type signView string

const (
	signOnList  signView = "list"
	signOnDoc   signView = "doc"
	signOnSheet signView = "sheet"
)

type signProps struct {
	system string
	view   signView
	cards  []desk.SignCard
	total  int
	card   *desk.SignCard // the one that is open
	refuse bool
	f      *web.Form
	pin    pinAsk
	signer string
	today  string
	flash  string
	back   string // where 取消 leads
	gone   bool   // the one asked for is signed already
}

func (c *Console) signList(r *http.Request) (web.Page, error) {
	return c.showSign(r, signOnList, "", false, nil)
}
func (c *Console) signDoc(r *http.Request) (web.Page, error) {
	return c.showSign(r, signOnDoc, r.PathValue("id"), false, nil)
}
func (c *Console) signYes(r *http.Request) (web.Page, error) {
	return c.showSign(r, signOnSheet, r.PathValue("id"), false, nil)
}
func (c *Console) signNo(r *http.Request) (web.Page, error) {
	return c.showSign(r, signOnSheet, r.PathValue("id"), true, nil)
}

func (c *Console) showSign(r *http.Request, view signView, id string, refuse bool, f *web.Form) (web.Page, error) {
	s := who(r)
	p := signProps{system: c.profile.System, view: view, refuse: refuse, f: f, signer: s.actor.Post.Title, today: calendar.DateOf(c.desk.Now()).ChineseShort(),
		flash: c.sessions.PopString(r.Context(), "flash"), back: "/sign"}
	var err error
	if p.cards, p.total, err = s.reader.SignCards(r.Context()); err != nil {
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
			p.gone, p.view = true, signOnList
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
	agreed     = "同意。"
	hurried    = "速办并报结果。"
	sentBack   = "退回补充。"
	otherWords = "other"
)

// chips are the words that a signature can be given with at one tap.
func chips(c desk.SignCard, refuse bool) []parts.Option {
	if refuse {
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
	typed := ""
	if _, sent := r.PostForm["pin"]; sent {
		typed = f.Secret("pin", "签名密码")
	}
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
		err := c.signNow(r, desk.Ask{Actor: s.actor, Order: id, Shown: shown, Route: "console/sign", Key: key}, order.SignStep{By: order.By{Actor: s.actor}, Chain: chain, Step: step,
			Refuses: refuse, Opinion: order.Private{Text: opinion}, Also: desk.OtherPosts(s.account, s.actor.Post.ID)}, typed)
		if err != nil && !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	if !f.OK() {
		return c.showSign(r, signOnSheet, id, refuse, f)
	}
	c.flash(r, map[bool]string{true: "已退回：", false: "已签批："}[refuse]+v.Title)
	return web.Redirect("/sign"), nil
}

// signNow confirms by PIN, then gives the command. On a phone nobody signs by the session alone.
func (c *Console) signNow(r *http.Request, a desk.Ask, cmd order.SignStep, typed string) error {
	how, err := c.confirmPIN(r.Context(), who(r), typed)
	if err != nil {
		return err
	}
	if how == "" {
		return &desk.Invalid{Field: "pin", Reason: noPIN}
	}
	cmd.Confirmed = how
	a.Commands = []order.Command{cmd}
	_, err = c.desk.Do(r.Context(), a)
	return err
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
