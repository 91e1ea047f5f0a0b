package console

import (
	"net/http"
	"net/url"
	"strconv"

	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

type homeProps struct {
	home   desk.Home
	work   worklistProps // what the post owes, most pressing first
	who    session
	drafts []desk.DraftView
}

func (c *Console) home(r *http.Request) (web.Page, error) {
	s := who(r)
	if s.actor.Post.Kind.InUnit() {
		return c.unitHome(r)
	}
	h, err := s.reader.Home(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	p := homeProps{home: h, who: s}
	if p.drafts, err = s.reader.Drafts(r.Context()); err != nil {
		return web.Page{}, err
	}
	keys := []parts.KeyHint(nil)
	if len(s.reader.Lists()) > 0 {
		choices, err := s.reader.Choices(r.Context())
		if err != nil {
			return web.Page{}, err
		}
		if p.work, err = c.worklist(r.Context(), s, query{kind: desk.ListTodo, values: url.Values{}}, choices); err != nil {
			return web.Page{}, err
		}
		p.work.f, p.work.lights = web.NewForm(), nil // the numbers above are the whole scope's
		keys = listKeys
	}
	page := web.Show("工作台", homeView(p)).In("home")
	page.Head.Keys = keys
	return page, nil
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

var lights = []parts.Option{{Value: "r"}, {Value: "o"}, {Value: "y"}, {Value: "g"}, {Value: "k"}}
