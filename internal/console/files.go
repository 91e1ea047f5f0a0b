package console

import (
	"fmt"
	"io"
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// filesRoutes are an order's attachments: the bytes, a small picture, and a page for each with keys.
func (c *Console) filesRoutes() []web.Route {
	get := func(p string, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: "/orders/{id}/files/{file}" + p, Permission: string(access.Reading), Handler: h}
	}
	return []web.Route{get("", c.file), get("/thumb", c.thumb), get("/view", c.filePage)}
}

// file gives the bytes: a picture that was written anew may stand in a page, everything else is only saved.
func (c *Console) file(r *http.Request) (web.Page, error) {
	name, mime, b, err := who(r).reader.File(r.Context(), r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return web.Page{}, err
	}
	write := func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}
	if (desk.FileView{MIME: mime}).Picture() {
		return web.Inline(name, mime, int64(len(b)), write), nil
	}
	return web.Download(name, "application/octet-stream", int64(len(b)), write), nil
}

func (c *Console) thumb(r *http.Request) (web.Page, error) {
	b, err := who(r).reader.Thumb(r.Context(), r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Inline("缩略图.jpg", "image/jpeg", int64(len(b)), func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}), nil
}

func (c *Console) filePage(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.Order(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	for i, f := range v.Files {
		if f.ID == r.PathValue("file") {
			return web.Show(f.Name, parts.PictureView(picture(v, i))).As(parts.NarrowMenu), nil
		}
	}
	return web.Page{}, web.NotFound()
}

func picture(v desk.OrderView, i int) parts.Picture {
	f := v.Files[i]
	p := parts.Picture{Name: f.Name, Meta: purposeWord(f.Purpose) + " · " + f.Size, Save: fileAt(v, f), Back: "/orders/" + v.ID, Nth: fmt.Sprintf("%d / %d", i+1, len(v.Files))}
	if f.Picture() {
		p.Src = fileAt(v, f)
	}
	if i > 0 {
		p.Prev = fileAt(v, v.Files[i-1]) + "/view"
	}
	if i+1 < len(v.Files) {
		p.Next = fileAt(v, v.Files[i+1]) + "/view"
	}
	return p
}

func fileAt(v desk.OrderView, f desk.FileView) string { return "/orders/" + v.ID + "/files/" + f.ID }

func purposeWord(p string) string {
	return map[string]string{"request": "来件", "handling": "办理", "seal": "盖章件", "paper": "签批件", "contact": "联系", "extension": "延期申请", "co": "协办", "termination": "终结申请书"}[p]
}

func thumbs(v desk.OrderView) []parts.Thumb {
	var out []parts.Thumb
	for _, f := range v.Files {
		if f.Picture() {
			out = append(out, parts.Thumb{Src: fileAt(v, f) + "/thumb", Href: fileAt(v, f) + "/view", Name: f.Name})
		}
	}
	return out
}
