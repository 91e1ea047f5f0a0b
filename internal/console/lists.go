package console

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/oversight"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

type homeProps struct {
	home   desk.Home
	work   worklistProps // what the post owes, most pressing first
	who    session
	drafts []desk.DraftView
	now    time.Time

	supervise int // what is to be done in the ledger, for who does it
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
	p := homeProps{home: h, who: s, now: c.desk.Now()}
	if p.drafts, err = s.reader.Drafts(r.Context()); err != nil {
		return web.Page{}, err
	}
	if p.supervise, err = s.reader.CountCases(r.Context()); err != nil {
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
	names := map[string]int{} // an order stands twice in 待办 where the post owes two acts on it; the row's name is still its own
	for _, x := range rows {
		name := x.ID
		if names[x.ID]++; names[x.ID] > 1 {
			name += "-" + strconv.Itoa(names[x.ID])
		}
		w := parts.WorkRow{ID: name, Send: x.ID, Number: x.Number, Href: "/orders/" + x.ID, Lamp: lamp(x.Light), Left: x.Light.Word, Title: x.Title, Kind: x.Type, Source: x.Channel,
			Times: int(x.Appeals), Place: x.Place, Unit: x.Unit, State: x.Status, At: x.Registered, Due: x.Due, Key: x.Key || x.Pressed > 0}
		if x.Key {
			w.Tags = append(w.Tags, parts.Badge{Text: "重点", Tone: parts.Purple})
		}
		if x.Pressed > 0 {
			w.Tags = append(w.Tags, parts.Badge{Text: "督办 " + oversight.Level(x.Pressed).Name(), Tone: parts.Purple})
		}
		if x.Secret {
			w.Tags = append(w.Tags, parts.Badge{Text: "保密"})
		}
		if x.Urges > 0 {
			w.Tags = append(w.Tags, parts.Badge{Text: "催办" + strconv.FormatInt(x.Urges, 10), Tone: parts.Yellow})
		}
		if x.Members > 0 {
			w.Tags = append(w.Tags, parts.Badge{Text: "并入" + strconv.FormatInt(x.Members, 10), Tone: parts.Blue})
		}
		if x.Merged && x.StatusCode != order.Merged {
			w.Tags = append(w.Tags, parts.Badge{Text: "并单"})
		}
		switch {
		case x.OwnLate:
			w.Tags = append(w.Tags, parts.Badge{Text: "协办逾期", Tone: parts.Red})
		case x.CoLate > 0:
			w.Tags = append(w.Tags, parts.Badge{Text: "协办单位逾期" + strconv.FormatInt(x.CoLate, 10), Tone: parts.Orange})
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
