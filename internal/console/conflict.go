package console

import (
	"errors"
	"net/http"
	"strconv"

	"huiyin/internal/desk"
	"huiyin/internal/web"
)

// conflictProps is a form that comes back because somebody else was faster.
type conflictProps struct {
	v      desk.OrderView
	what   []string // what happened meanwhile, by whom
	diffs  []desk.Difference
	form   *formProps
	typed  []typed // what cannot be sent any more, to be copied
	upload bool
}

type typed struct{ label, text string }

// conflicted answers a form that was filled in on an older version of the order: both versions, what happened since and by whom, and all that was
// typed, ready to be sent on the new version. Nothing was stored. It reports false where err is no conflict.
func (c *Console) conflicted(r *http.Request, name, chain, step string, f *web.Form, err error) (web.Page, bool, error) {
	lost, ok := errors.AsType[*desk.Conflict](err)
	if !ok {
		return web.Page{}, false, nil
	}
	s, ctx := who(r), r.Context()
	v, err := s.reader.Order(ctx, r.PathValue("id"))
	if err != nil {
		return web.Page{}, true, err
	}
	diffs, err := s.reader.Since(ctx, v.ID, lost.Shown)
	if err != nil {
		return web.Page{}, true, err
	}
	p := conflictProps{v: v, what: lost.What, diffs: diffs}
	panel := desk.Panel{Act: name}
	for _, x := range v.Acts {
		if x.Act == name && x.Chain.ID == chain && (chain == "" || strconv.Itoa(x.Step) == step) {
			panel, p.form = x, &formProps{}
		}
	}
	form := c.formOf(ctx, s, v, panel, f)
	if p.form != nil {
		form.hidden["_v"], p.form, p.upload = strconv.FormatInt(v.Version, 10), form, form.upload
	} else {
		for _, x := range form.specs {
			if t := f.Value(x.name); t != "" && (x.kind == "area" || x.kind == "text") {
				p.typed = append(p.typed, typed{plainLabel(x.label), t})
			}
		}
	}
	page := web.Show(v.Number+" 已有变化", conflictView(p)).Status(http.StatusConflict)
	return page, true, nil
}
