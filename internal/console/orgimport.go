package console

import (
	"encoding/json"
	"io"
	"net/http"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// orgImportRoutes are the import of units and people from a table: looked at first, stored only when confirmed.
func (c *Console) orgImportRoutes() []web.Route {
	route := func(method, p string, h web.Handler) web.Route {
		return web.Route{Method: method, Pattern: p, Permission: string(access.Organising), Handler: h, MaxBody: 8 << 20, Timeout: 2 * time.Minute}
	}
	return []web.Route{route("GET", "/org/import", c.importPage), route("GET", "/org/import/template", c.importTemplate), route("POST", "/org/import/preview", c.previewImport),
		route("POST", "/org/import", c.importRows)}
}

type importProps struct {
	f       *web.Form
	kind    desk.ImportKind
	rows    []desk.ImportRow // of the preview
	packed  string           // the rows again, for the confirmation
	good    int
	taken   int
	entered []desk.Entered
}

var importKinds = parts.Options(string(desk.ImportUnits), desk.ImportUnits.Name(), string(desk.ImportPeople), desk.ImportPeople.Name())

func (c *Console) importPage(*http.Request) (web.Page, error) {
	return web.Show("批量导入", importView(importProps{f: web.NewForm("kind", string(desk.ImportUnits))})).In("org-import"), nil
}

func (c *Console) importTemplate(r *http.Request) (web.Page, error) {
	f, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	k := desk.ImportKind(f.Choice("kind", "表格", importKinds))
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if !f.OK() {
		return web.Page{}, web.NotFound()
	}
	reader := who(r).reader
	return web.Download(k.Name()+"导入模板.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 0, func(w io.Writer) error { return reader.Template(w, k) }), nil
}

func (c *Console) previewImport(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	p := importProps{f: f, kind: desk.ImportKind(f.Choice("kind", "表格", importKinds))}
	files := f.Files("file", "表格", web.FileRule{Required: true, Most: 1, Each: 5 << 20})
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		file, err := files[0].Open()
		if err != nil {
			return web.Page{}, err
		}
		p.rows, err = who(r).reader.ReadImport(r.Context(), p.kind, file, files[0].Size)
		if e := file.Close(); err == nil {
			err = e
		}
		if err != nil && !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showImport(p)
}

func (c *Console) showImport(p importProps) (web.Page, error) {
	if p.f.OK() {
		b, err := json.Marshal(p.rows)
		if err != nil {
			return web.Page{}, err
		}
		p.packed = string(b)
	} else {
		p.rows = nil
	}
	for _, x := range p.rows {
		if x.Fault == "" {
			p.good++
		}
	}
	page := web.Show("批量导入", importView(p)).In("org-import")
	if !p.f.OK() {
		return page.Again(), nil
	}
	return page, nil
}

func (c *Console) importRows(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	p := importProps{f: f, kind: desk.ImportKind(f.Choice("kind", "表格", importKinds))}
	packed := f.Text("rows", "表格", web.AtMost(1<<20))
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() && json.Unmarshal([]byte(packed), &p.rows) != nil {
		f.Fail("file", "表格没有传完整，请重新上传")
	}
	if f.OK() {
		p.taken, p.entered, err = c.desk.Import(r.Context(), who(r).reader, p.kind, p.rows)
		if err == nil {
			return web.Show("批量导入", importedView(p)).In("org-import"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showImport(p)
}
