package console

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// signRoutes are 苗头和舆情: threats and trends that wait for a person, the requests behind each number, and reports of the media (Art. 21(6), 21(7)).
func (c *Console) signRoutes() []web.Route {
	see, settle, list := string(access.Signs), string(access.Supervising), string(access.SuperListing)
	return []web.Route{{Method: "GET", Pattern: "/signs", Permission: see, Handler: c.signs},
		{Method: "GET", Pattern: "/signs/orders", Permission: see, Handler: c.signOrders},
		{Method: "GET", Pattern: "/signs/{kind}/{id}", Permission: see, Handler: c.clue},
		{Method: "POST", Pattern: "/signs/{kind}/{id}/settle", Permission: settle, Handler: c.settleSign},
		{Method: "GET", Pattern: "/media", Permission: see, Handler: c.mediaList},
		{Method: "GET", Pattern: "/media/new", Permission: list, Handler: c.newMedia},
		{Method: "POST", Pattern: "/media", Permission: list, Handler: c.recordMedia},
		{Method: "GET", Pattern: "/media/{id}", Permission: see, Handler: c.media},
		{Method: "POST", Pattern: "/media/{id}/link", Permission: list, Handler: c.linkMedia},
		{Method: "POST", Pattern: "/media/{id}/answer", Permission: list, Handler: c.answerMedia},
		{Method: "POST", Pattern: "/media/{id}/close", Permission: list, Handler: c.closeMedia}}
}

type signsProps struct {
	page  desk.SignPage
	media desk.MediaPage
	over  bool
	next  string
}

type clueProps struct {
	v desk.SignView
	f *web.Form
}

func (p clueProps) filled() clueProps {
	if p.f == nil {
		p.f = web.NewForm()
	}
	return p
}

func (c *Console) signs(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := signsProps{over: q.Bool("over", "已处置")}
	threats, trends := q.Text("threats", "页", web.Optional(), web.AtMost(20)), q.Text("trends", "页", web.Optional(), web.AtMost(20))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	a, ok := pageFrom(threats)
	b, ok2 := pageFrom(trends)
	if !ok || !ok2 {
		return web.Redirect("/signs"), nil
	}
	reader := who(r).reader
	if p.page, err = reader.Signs(r.Context(), p.over, a, b); err != nil {
		return web.Page{}, err
	}
	if p.media, err = reader.MediaList(r.Context(), p.over, time.Time{}); err != nil {
		return web.Page{}, err
	}
	if p.page.NextThreats != "" || p.page.NextTrends != "" {
		v := url.Values{}
		for name, x := range map[string]string{"threats": p.page.NextThreats, "trends": p.page.NextTrends} {
			if x != "" {
				v.Set(name, x)
			}
		}
		if p.over {
			v.Set("over", "1")
		}
		p.next = "/signs?" + v.Encode()
	}
	return web.Show("苗头和舆情", signsView(p)).In("signs"), nil
}

// numberOf is the address of the requests behind a number of a trend.
func numberOf(v desk.SignView, back int) string {
	q := url.Values{"category": {v.CategoryCode}, "day": {v.Day}}
	if v.TownCode != "" {
		q.Set("town", v.TownCode)
	}
	if back > 0 {
		q.Set("back", itoa(back))
	}
	return "/signs/orders?" + q.Encode()
}

type signOrdersProps struct {
	page desk.RequestPage
	next string
}

func (c *Console) signOrders(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	category, town, day := q.Text("category", "分类", web.AtMost(8)), q.Text("town", "乡镇街道", web.Optional(), web.AtMost(20)), q.Text("day", "日期", web.AtMost(10))
	back, before := q.Int("back", "几周以前", 0, 60, web.Optional()), q.Text("before", "页", web.Optional(), web.AtMost(80))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	p := signOrdersProps{}
	if p.page, err = who(r).reader.Requested(r.Context(), category, town, day, back, before); err != nil {
		return web.Page{}, err
	}
	if p.page.Next != "" {
		p.next = numberOf(desk.SignView{CategoryCode: category, TownCode: town, Day: day}, back) + "&before=" + url.QueryEscape(p.page.Next)
	}
	return web.Show(p.page.Category, signOrdersView(p)).In("signs"), nil
}

func (c *Console) clue(r *http.Request) (web.Page, error) {
	return c.showClue(r, clueProps{}, false)
}

func signKind(r *http.Request) office.RecordKind { return office.RecordKind(r.PathValue("kind")) }

func (c *Console) showClue(r *http.Request, p clueProps, again bool) (web.Page, error) {
	var err error
	if p.v, err = who(r).reader.Sign(r.Context(), signKind(r), r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	page := web.Show(signTitle(p.v), signView(p.filled())).In("signs")
	if again {
		page = page.Again()
	}
	return page, nil
}

func wayOptions(v desk.SignView) []parts.Option {
	var out []parts.Option
	for _, w := range office.SignWays() {
		if w == office.SignToCluster && len(v.Clusters) == 0 || w == office.SignToLedger && v.Kind == office.TrendRecord && len(v.Orders) == 0 {
			continue
		}
		out = append(out, parts.Option{Value: string(w), Label: w.Name()})
	}
	return out
}

func signOrderOptions(v desk.SignView) []parts.Option {
	var out []parts.Option
	for _, o := range v.Orders {
		out = append(out, parts.Option{Value: o.ID, Label: o.Number + "　" + o.Title})
	}
	return out
}

func signClusterOptions(v desk.SignView) []parts.Option {
	var out []parts.Option
	for _, x := range v.Clusters {
		out = append(out, parts.Option{Value: x.ID, Label: x.Town + " " + x.Place + "　" + x.Category})
	}
	return out
}

func (c *Console) settleSign(r *http.Request) (web.Page, error) {
	reader := who(r).reader
	v, err := reader.Sign(r.Context(), signKind(r), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	w := desk.SignWish{Way: office.SignWay(f.Choice("way", "怎么处置", wayOptions(v))), Order: f.Choice("order", "列哪件工单", signOrderOptions(v), web.Optional()), Cluster: f.Choice("cluster", "并入哪一起", signClusterOptions(v), web.Optional()),
		Reason: f.Lines("reason", "理由", web.Optional(), web.AtMost(500))}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := reader.SettleSign(r.Context(), v.Kind, v.ID, w, key)
		if err == nil {
			c.flash(r, "已处置："+w.Way.Name()+"。")
			return web.Redirect("/signs/" + string(v.Kind) + "/" + v.ID), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showClue(r, clueProps{f: f}, true)
}

func signTitle(v desk.SignView) string {
	if v.Kind == office.ThreatRecord {
		return strings.Join(v.Dangers, "；")
	}
	return v.Town + " " + v.Category
}

func signBadge(v desk.SignView) parts.Badge {
	switch {
	case !v.Open:
		return parts.Badge{Text: v.Way, Tone: parts.Plain}
	case v.Kind == office.ThreatRecord:
		return parts.Badge{Text: "待处置", Tone: parts.Red}
	}
	return parts.Badge{Text: "待处置", Tone: parts.Orange}
}

type mediaListProps struct {
	page desk.MediaPage
	over bool
	next string
}

type mediaProps struct {
	v                   desk.MediaView
	link, answer, close *web.Form
}

func (p mediaProps) filled() mediaProps {
	if p.link == nil {
		p.link = web.NewForm()
	}
	if p.answer == nil {
		p.answer = web.NewForm("day", p.v.Today)
	}
	if p.close == nil {
		p.close = web.NewForm()
	}
	return p
}

func outletOptions() []parts.Option {
	var out []parts.Option
	for _, o := range office.Outlets() {
		out = append(out, parts.Option{Value: string(o), Label: o.Name()})
	}
	return out
}

func (c *Console) mediaList(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := mediaListProps{over: q.Bool("over", "已了结")}
	before := q.Text("before", "页", web.Optional(), web.AtMost(20))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	from, ok := pageFrom(before)
	if !ok {
		return web.Redirect("/media"), nil
	}
	if p.page, err = who(r).reader.MediaList(r.Context(), p.over, from); err != nil {
		return web.Page{}, err
	}
	if p.page.Next != "" {
		p.next = "/media?before=" + p.page.Next
		if p.over {
			p.next += "&over=1"
		}
	}
	return web.Show("媒体报道", mediaListView(p)).In("signs"), nil
}

func (c *Console) newMedia(r *http.Request) (web.Page, error) {
	today := calendar.DateOf(c.desk.Now())
	return web.Show("登记媒体报道", newMediaView(web.NewForm("day", today.String(), "due", today.Next().String()))).In("signs"), nil
}

func (c *Console) recordMedia(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	w := office.MediaWish{Outlet: office.Outlet(f.Choice("outlet", "媒体类型", outletOptions())), Source: f.Text("source", "媒体名称", web.AtMost(60)), Day: dateText(f.Date("day", "发布日期")), Due: dateText(f.Date("due", "回应期限")),
		Title: f.Text("title", "标题", web.AtMost(200)), Link: f.Text("link", "链接", web.Optional(), web.AtMost(500)), Gist: f.Lines("gist", "主要内容", web.AtMost(1000))}
	numbers, key := f.Text("orders", "关联工单", web.Optional(), web.AtMost(600)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		id, err := who(r).reader.RecordMedia(r.Context(), w, numbers, key)
		if err == nil {
			c.flash(r, "已登记，热线办和县政府办负责人已收到消息。")
			return web.Redirect("/media/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return web.Show("登记媒体报道", newMediaView(f)).In("signs").Again(), nil
}

func (c *Console) media(r *http.Request) (web.Page, error) {
	return c.showMedia(r, mediaProps{}, false)
}

func (c *Console) showMedia(r *http.Request, p mediaProps, again bool) (web.Page, error) {
	var err error
	if p.v, err = who(r).reader.Media(r.Context(), r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	page := web.Show("媒体报道", mediaView(p.filled())).In("signs")
	if again {
		page = page.Again()
	}
	return page, nil
}

// onMedia runs one of the page's forms; back says where in the page what was typed stands when it is refused.
func (c *Console) onMedia(r *http.Request, said string, read func(*web.Form) func(*desk.Reader, string) error, back func(*web.Form) mediaProps) (web.Page, error) {
	reader, id := who(r).reader, r.PathValue("id")
	if _, err := reader.Media(r.Context(), id); err != nil {
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
		err := do(reader, id)
		if err == nil {
			c.flash(r, said)
			return web.Redirect("/media/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showMedia(r, back(f), true)
}

func (c *Console) linkMedia(r *http.Request) (web.Page, error) {
	return c.onMedia(r, "已关联，列入督办。", func(f *web.Form) func(*desk.Reader, string) error {
		numbers, key := f.Text("orders", "工单编号", web.AtMost(600)), f.Key()
		return func(x *desk.Reader, id string) error { return x.LinkMedia(r.Context(), id, numbers, key) }
	}, func(f *web.Form) mediaProps { return mediaProps{link: f} })
}

func (c *Console) answerMedia(r *http.Request) (web.Page, error) {
	return c.onMedia(r, "回应已登记。", func(f *web.Form) func(*desk.Reader, string) error {
		day, where, words, key := dateText(f.Date("day", "回应日期")), f.Text("where", "由谁、在哪里回应", web.AtMost(100)), f.Lines("words", "回应内容", web.AtMost(2000)), f.Key()
		return func(x *desk.Reader, id string) error { return x.AnswerMedia(r.Context(), id, day, where, words, key) }
	}, func(f *web.Form) mediaProps { return mediaProps{answer: f} })
}

func (c *Console) closeMedia(r *http.Request) (web.Page, error) {
	return c.onMedia(r, "已了结。", func(f *web.Form) func(*desk.Reader, string) error {
		reason, key := f.Lines("reason", "不回应的理由", web.AtMost(500)), f.Key()
		return func(x *desk.Reader, id string) error { return x.CloseMedia(r.Context(), id, reason, key) }
	}, func(f *web.Form) mediaProps { return mediaProps{close: f} })
}

func mediaBadge(v desk.MediaView) parts.Badge {
	tone := map[string]parts.Tone{"待回应": parts.Orange, "回应超期": parts.Red, "已回应": parts.Green}[v.State]
	return parts.Badge{Text: v.State, Tone: tone}
}
