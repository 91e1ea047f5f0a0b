package console

import (
	"net/http"
	"net/url"
	"strconv"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

type homeProps struct {
	home desk.Home
	acts []actList
	who  session
}

type actList struct {
	counter desk.Counter
	rows    []parts.WorkRow
	more    bool
}

func (c *Console) home(r *http.Request) (web.Page, error) {
	s := who(r)
	h, err := s.reader.Home(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	p := homeProps{home: h, who: s}
	for _, x := range h.Todo {
		l, err := s.reader.List(r.Context(), desk.ListAsk{Kind: desk.ListTodo, Act: x.Act, Limit: 8})
		if err != nil {
			return web.Page{}, err
		}
		p.acts = append(p.acts, actList{counter: x, rows: workRows(l.Rows), more: l.Next != ""})
	}
	return web.Show("工作台", homeView(p)).In("home"), nil
}

func workRows(rows []desk.Row) []parts.WorkRow {
	var out []parts.WorkRow
	for _, x := range rows {
		w := parts.WorkRow{ID: x.ID, Number: x.Number, Href: "/orders/" + x.ID, Lamp: lamp(x.Light), Left: x.Light.Word, Title: x.Title, Kind: x.Type, Source: x.Channel,
			Times: int(x.Appeals), Place: x.Place, Unit: x.Unit, State: x.Status, At: x.Registered, Due: x.Due, Key: x.Key}
		if x.Key {
			w.Tags = append(w.Tags, parts.Badge{Text: "重点", Tone: parts.Purple})
		}
		if x.Secret {
			w.Tags = append(w.Tags, parts.Badge{Text: "保密"})
		}
		if x.Urges > 0 {
			w.Tags = append(w.Tags, parts.Badge{Text: "催办" + strconv.FormatInt(x.Urges, 10), Tone: parts.Yellow})
		}
		if x.Provisional {
			w.Tags = append(w.Tags, parts.Badge{Text: "时限暂定", Tone: parts.Orange})
		}
		out = append(out, w)
	}
	return out
}

func lamp(l desk.Light) parts.Lamp {
	if l.Colour == "g" {
		return parts.LampGreen
	}
	return parts.Lamp(l.Colour)
}

type listProps struct {
	title, note string
	kind        desk.ListKind
	tabs        []parts.TabProps
	lights      []parts.StatProps
	rows        []parts.WorkRow
	next        string
	empty       string
}

var lights = []parts.Option{{Value: "r"}, {Value: "o"}, {Value: "y"}, {Value: "g"}, {Value: "k"}}

func (c *Console) list(r *http.Request) (web.Page, error) {
	kind := desk.ListKind(r.PathValue("kind"))
	if kind.Name() == "" {
		return web.Page{}, web.NotFound()
	}
	f, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	act := order.Act(f.Text("act", "环节", web.Optional()))
	light := f.Choice("light", "灯", lights, web.Optional())
	after := f.Text("after", "页", web.Optional())
	provisional := f.Bool("provisional", "暂定")
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	s := who(r)
	l, err := s.reader.List(r.Context(), desk.ListAsk{Kind: kind, Act: act, Light: light, After: after, Provisional: provisional})
	if err != nil {
		return web.Page{}, err
	}
	h, err := s.reader.Home(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	p := listProps{title: kind.Name(), kind: kind, rows: workRows(l.Rows), empty: "这里没有工单"}
	link := func(act order.Act, light, after string) string {
		q := url.Values{}
		for k, v := range map[string]string{"act": string(act), "light": light, "after": after} {
			if v != "" {
				q.Set(k, v)
			}
		}
		if len(q) == 0 {
			return "/list/" + string(kind)
		}
		return "/list/" + string(kind) + "?" + q.Encode()
	}
	if l.Next != "" {
		p.next = link(act, light, l.Next)
	}
	current := "list-" + string(kind)
	switch kind {
	case desk.ListTodo:
		p.tabs = append(p.tabs, parts.TabProps{Label: "全部待办", Href: link("", "", ""), Count: h.Total, Current: act == ""})
		for _, x := range h.Todo {
			p.tabs = append(p.tabs, parts.TabProps{Label: x.Name, Href: link(x.Act, "", ""), Count: x.N, Current: act == x.Act})
		}
		current = "act-" + string(act)
		p.note = "按剩余时间排序，最急的在前"
	case desk.ListOpen:
		p.note = "按剩余时间排序，最急的在前"
		for _, x := range h.Lights {
			p.lights = append(p.lights, parts.StatProps{Label: x.Name, Lit: true, Lamp: lamp(desk.Light{Colour: x.Light}), Value: strconv.Itoa(x.N), Unit: "件",
				Href: link("", x.Light, ""), Red: x.Hot && x.N > 0, Current: light == x.Light})
		}
	case desk.ListDone:
		p.note = "按办结时间，新的在前"
	case desk.ListMine:
		p.note = "按经手时间，新的在前"
	}
	return web.Show(p.title, listView(p)).In(current), nil
}
