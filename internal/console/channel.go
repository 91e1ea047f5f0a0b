package console

import (
	"net/http"
	"net/url"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func (c *Console) channelRoutes() []web.Route {
	read, write := string(access.Intake), string(access.Heading)
	return []web.Route{{Method: "GET", Pattern: "/channels", Permission: read, Handler: c.channelList}, {Method: "GET", Pattern: "/channels/new", Permission: write, Handler: c.newChannel},
		{Method: "GET", Pattern: "/channels/{code}", Permission: read, Handler: c.channel}, {Method: "POST", Pattern: "/channels", Permission: write, Handler: c.makeChannel},
		{Method: "POST", Pattern: "/channels/{code}", Permission: write, Handler: c.changeChannel}, {Method: "POST", Pattern: "/channels/{code}/end", Permission: write, Handler: c.endChannel}}
}

type channelListProps struct {
	all []desk.ChannelView
	may bool
}

type channelProps struct {
	v           desk.ChannelView
	history     []desk.ChannelHistory
	change, end *web.Form // nil for who may not
}

// channelList is every source of Art. 2, with those the county added.
func (c *Console) channelList(r *http.Request) (web.Page, error) {
	s := who(r)
	all, err := s.reader.Channels(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("来源渠道", channelListView(channelListProps{all: all, may: access.May(s.actor.Post.Kind, access.Heading)})).In("channels"), nil
}

func mediumOptions() []parts.Option {
	m := office.Mediums()
	return parts.Options("phone", m["phone"], "web", m["web"], "outer", m["outer"], "paper", m["paper"])
}

func (c *Console) newChannel(*http.Request) (web.Page, error) {
	return web.Show("新增渠道", channelFormPage(web.NewForm("medium", "web"))).In("channels"), nil
}

func (c *Console) makeChannel(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	x := office.Channel{Name: f.Text("name", "渠道名称", web.AtMost(20)), Medium: f.Choice("medium", "来件方式", mediumOptions()), Outer: f.Bool("outer", "上级或留言平台"), Key: f.Bool("key", "重点交办"),
		Due: f.Bool("due", "按对方时限"), Basis: f.Text("basis", "设立依据", web.AtMost(200))}
	if from := f.Date("from", "启用日期", web.Optional()); !from.IsZero() {
		x.From = from.Format("2006-01-02")
	}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		code, err := c.desk.MakeChannel(r.Context(), who(r).actor, x, key)
		if err == nil {
			c.flash(r, "渠道已设立，登记单、筛选和统计里都有了。")
			return web.Redirect("/channels/" + url.PathEscape(code)), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return web.Show("新增渠道", channelFormPage(f)).In("channels").Again(), nil
}

func (c *Console) channel(r *http.Request) (web.Page, error) {
	p, err := c.channelProps(r)
	return web.Show("来源渠道", channelPage(p)).In("channels"), err
}

func (c *Console) channelProps(r *http.Request) (channelProps, error) {
	s := who(r)
	v, history, err := s.reader.Channel(r.Context(), r.PathValue("code"))
	p := channelProps{v: v, history: history}
	if err == nil && access.May(s.actor.Post.Kind, access.Heading) && v.Until == "" {
		key := ""
		if v.Key {
			key = "1"
		}
		p.change, p.end = web.NewForm("name", v.Name, "key", key), web.NewForm()
	}
	return p, err
}

func (c *Console) changeChannel(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	name, isKey, reason, key := f.Text("name", "渠道名称", web.AtMost(20)), f.Bool("key", "重点交办"), f.Text("reason", "修改的理由", web.AtMost(200)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		code, err := c.desk.ChangeChannel(r.Context(), who(r).actor, r.PathValue("code"), name, isKey, reason, key)
		if err == nil {
			c.flash(r, "已修改，以后的来件按它登记；已登记的不变。")
			return web.Redirect("/channels/" + url.PathEscape(code)), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	p, err := c.channelProps(r)
	p.change = f
	return web.Show("来源渠道", channelPage(p)).In("channels").Again(), err
}

func (c *Console) endChannel(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	until := ""
	if d := f.Date("until", "停用日期", web.Optional()); !d.IsZero() {
		until = d.Format("2006-01-02")
	}
	reason, key := f.Text("reason", "停用的理由", web.AtMost(200)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		_, err := c.desk.EndChannel(r.Context(), who(r).actor, r.PathValue("code"), until, reason, key)
		if err == nil {
			c.flash(r, "已定停用日期，以前的来件照常办理、统计。")
			return web.Redirect("/channels"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	p, err := c.channelProps(r)
	p.end = f
	return web.Show("来源渠道", channelPage(p)).In("channels").Again(), err
}

// channelMarks are what a channel is, in words.
func channelMarks(v desk.ChannelView) []parts.Badge {
	var out []parts.Badge
	if v.Key {
		out = append(out, parts.Badge{Text: "重点交办", Tone: parts.Purple})
	}
	if v.Outer {
		out = append(out, parts.Badge{Text: "上级或留言平台", Tone: parts.Blue})
	}
	if v.DueNeeded {
		out = append(out, parts.Badge{Text: "按对方时限", Tone: parts.Yellow})
	}
	return out
}
