package console

import (
	"fmt"
	"net/http"
	"slices"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// heldRoutes are taking back what waits for its undo window, and saying that a late refusal was read. Both belong to the giver alone.
func (c *Console) heldRoutes() []web.Route {
	return []web.Route{
		{Method: "POST", Pattern: "/orders/{id}/undo/{held}", Permission: string(access.Reading), Handler: c.undo},
		{Method: "POST", Pattern: "/orders/{id}/known/{held}", Permission: string(access.Reading), Handler: c.known},
	}
}

func (c *Console) undo(r *http.Request) (web.Page, error) {
	if err := c.keyOnly(r); err != nil {
		return web.Page{}, err
	}
	s, id, held := who(r), r.PathValue("id"), r.PathValue("held")
	if err := c.desk.Undo(r.Context(), s.actor, id, held); err != nil {
		return web.Page{}, err
	}
	act, _, err := s.reader.HeldTyped(r.Context(), id, held)
	if err != nil {
		return web.Page{}, err
	}
	c.flash(r, "已撤销，没有生效；填写的内容还在")
	return web.Redirect("/orders/" + id + "?do=" + act + "&held=" + held), nil
}

// keyOnly reads a form that holds nothing but its key, on an order that the reader may open.
func (c *Console) keyOnly(r *http.Request) error {
	if _, err := who(r).reader.Order(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	f.Key()
	return f.Done()
}

func (c *Console) known(r *http.Request) (web.Page, error) {
	if err := c.keyOnly(r); err != nil {
		return web.Page{}, err
	}
	id := r.PathValue("id")
	if err := c.desk.NoteHeld(r.Context(), who(r).actor, id, r.PathValue("held")); err != nil {
		return web.Page{}, err
	}
	return web.Redirect("/orders/" + id), nil
}

// typedIn is what a form holds that may be shown again: never a PIN, never a file.
func typedIn(f *web.Form, specs []spec) map[string]string {
	out := map[string]string{}
	for _, x := range specs {
		if x.kind != "file" && x.kind != "pin" {
			out[x.name] = f.Value(x.name)
		}
	}
	return out
}

// heldWord is what will happen: the words of the act's own button.
func heldWord(h desk.Held) string {
	for name, a := range acts {
		if name == h.Act {
			return a.button
		}
	}
	return "生效"
}

func seconds(h desk.Held) int { return int(h.Left.Seconds() + 0.999) }

func undoPath(h desk.Held) string { return "/orders/" + h.Order + "/undo/" + h.ID }

// heldTold puts what a person holds on every page of his: a toast while it can be taken back, a strip where it was refused in the end.
func heldTold(all []desk.Held, h *web.Head, l *parts.Layout) {
	for _, x := range all {
		switch {
		case x.Refused:
			l.Banners = append(l.Banners, parts.NoteProps{Tone: parts.Red, Lead: x.Number + " 的“" + heldWord(x) + "”没有办成", Text: x.Why,
				Links: []parts.Anchor{{Text: "打开工单处理", Href: "/orders/" + x.Order}}})
		case h.Flash == nil:
			h.Flash = &parts.Flash{Text: fmt.Sprintf("%d秒后%s　%s", seconds(x), heldWord(x), x.Number), Undo: undoPath(x), Key: web.NewKey(), Seconds: seconds(x)}
		}
	}
}

func heldProps(h desk.Held) parts.HeldProps {
	p := parts.HeldProps{What: heldWord(h), Seconds: seconds(h), By: h.By}
	if h.Mine {
		p.By, p.Undo, p.Key = "", undoPath(h), web.NewKey()
	}
	return p
}

// refusedHere are the reader's late refusals on this order.
func refusedHere(all []desk.Held, order string) []desk.Held {
	return slices.DeleteFunc(slices.Clone(all), func(h desk.Held) bool { return !h.Refused || h.Order != order })
}
