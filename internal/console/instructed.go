package console

import (
	"net/http"
	"regexp"
	"strconv"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// instructedRoutes are 批示落实: what became of the words of whoever signs (Art. 6(4), 21(1)).
func (c *Console) instructedRoutes() []web.Route {
	return []web.Route{{Method: "GET", Pattern: "/instructions", Permission: string(access.Signing), Handler: c.instructed}}
}

// instructedCursor is the form of this list's own cursors; anything else begins at the beginning.
var instructedCursor = regexp.MustCompile(`^[0-9]{1,18}~[0-9A-Za-z-]{1,64}$`)

type instructedProps struct {
	list desk.InstructedList
	done bool
	// Words on papers and orders that were split to units, on the first page.
	papers []desk.DirectiveView
}

func (c *Console) instructed(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	done := q.Text("done", "已办结", web.Optional(), web.AtMost(1)) == "1"
	after, before := q.Text("after", "页", web.Optional(), web.AtMost(100)), q.Text("before", "页", web.Optional(), web.AtMost(100))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	if after+before != "" && !instructedCursor.MatchString(after+before) {
		return web.Redirect("/instructions"), nil
	}
	p := instructedProps{done: done}
	if p.list, err = who(r).reader.Instructed(r.Context(), desk.InstructedAsk{Done: done, After: after, Before: before}); err != nil {
		return web.Page{}, err
	}
	if after+before == "" && access.May(who(r).actor.Post.Kind, access.Answering) {
		page, err := who(r).reader.Directives(r.Context(), done, time.Time{})
		if err != nil {
			return web.Page{}, err
		}
		p.papers = page.Items
	}
	return web.Show("批示落实", instructedView(p)).In("instructions"), nil
}

// instructedCard is a card: the word, the order it was given on, its unit, state and light, and what happened last.
func instructedCard(x desk.Instructed) parts.SignCardProps {
	out := parts.SignCardProps{Lamp: lamp(x.Light), Left: x.Light.Word, Title: x.Title, Href: "/orders/" + x.ID, Key: x.Key, Where: x.Number + "　" + x.Place}
	if x.Key {
		out.Tags = append(out.Tags, parts.Badge{Text: "重点", Tone: parts.Purple})
	}
	if x.Appeals > 1 {
		out.Tags = append(out.Tags, parts.Badge{Text: "第" + strconv.FormatInt(int64(x.Appeals), 10) + "次诉求", Tone: parts.Orange})
	}
	out.Tags = append(out.Tags, parts.Badge{Text: x.Status, Tone: parts.Blue})
	if x.Words != "" {
		out.Progress = &parts.Pishi{Text: x.Words, Signer: x.Signer, Date: x.On}
	}
	if x.Unit != "" {
		out.State = append(out.State, parts.P("单位", x.Unit))
	}
	if x.Due != "" {
		out.State = append(out.State, parts.P("截止", x.Due))
	}
	if x.Last != "" {
		out.State = append(out.State, parts.P("进展", inShort(x.Last, 80)))
	}
	return out
}

func instructedTabs(p instructedProps) []parts.TabProps {
	return []parts.TabProps{{Label: "未办结", Count: p.list.Open.N, Current: !p.done, Href: "/instructions"}, {Label: "已办结", NoCount: true, Current: p.done, Href: "/instructions?done=1"}}
}

func instructedPage(p instructedProps, name, cursor string) string {
	if cursor == "" {
		return ""
	}
	href := "/instructions?" + name + "=" + cursor
	if p.done {
		href += "&done=1"
	}
	return href
}
