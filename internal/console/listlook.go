package console

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// look is how an account likes its lists; it is the same for all of them.
type look struct {
	Columns []parts.WorkColumn `json:"columns,omitempty"` // shown, in this order
	Size    int                `json:"size,omitempty"`    // rows a page
}

const lookName, viewsName = "list.look", "list.views"

func lookOf(ctx context.Context, s session) (*look, error) {
	l := &look{}
	_, err := s.reader.Preference(ctx, lookName, l)
	if l.Size != 50 && l.Size != 100 {
		l.Size = 20
	}
	return l, err
}

// columns are the chosen ones; what an older program stored and this one does not know is left out.
func (l *look) columns() []parts.WorkColumn {
	var out []parts.WorkColumn
	for _, c := range l.Columns {
		if slices.Contains(parts.AllColumns(), c) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return parts.UsualColumns()
	}
	return out
}

// place is where a column stands, 0 where it is not shown.
func (l *look) place(c parts.WorkColumn) int { return slices.Index(l.columns(), c) + 1 }

// sorted are all columns: those shown in their order, then the others.
func (l *look) sorted() []parts.WorkColumn {
	out := l.columns()
	for _, c := range parts.AllColumns() {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

func columnField(c parts.WorkColumn) string {
	return "c" + strconv.Itoa(slices.Index(parts.AllColumns(), c))
}

var placeOptions = func() []parts.Option {
	out := []parts.Option{{Value: "0", Label: "不显示"}}
	for i := range parts.AllColumns() {
		n := strconv.Itoa(i + 1)
		out = append(out, parts.Option{Value: n, Label: "第" + n + "列"})
	}
	return out
}()

// listLook keeps which columns stand where, and how long a page is.
func (c *Console) listLook(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	back, usual := f.Text("back", "", web.Optional()), f.Bool("usual", "恢复常用")
	l := look{}
	l.Size, _ = strconv.Atoi(f.Choice("size", "每页件数", sizeOptions))
	type placed struct {
		col parts.WorkColumn
		at  int
	}
	var all []placed
	for _, col := range parts.AllColumns() {
		if n, _ := strconv.Atoi(f.Choice(columnField(col), string(col), placeOptions, web.Optional())); n > 0 {
			all = append(all, placed{col, n})
		}
	}
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	// The number and the title are always there: a row without them leads nowhere.
	for _, must := range []parts.WorkColumn{parts.ColNumber, parts.ColTitle} {
		if !slices.ContainsFunc(all, func(p placed) bool { return p.col == must }) {
			all = append(all, placed{must, 1})
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return a.at - b.at })
	if !usual {
		for _, p := range all {
			l.Columns = append(l.Columns, p.col)
		}
	}
	if err := who(r).reader.SetPreference(r.Context(), lookName, l); err != nil {
		return web.Page{}, err
	}
	c.flash(r, "列设置已保存")
	return web.Redirect(listAddress(back)), nil
}

// listAddress lets through only addresses of lists.
func listAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host != "" || u.Scheme != "" || len(u.Path) < 7 || u.Path[:6] != "/list/" {
		return "/list/todo"
	}
	return u.RequestURI()
}

// view is a saved view: a list with what narrows it, codes only.
type view struct {
	ID    string        `json:"id"`
	Name  string        `json:"name"`
	Kind  desk.ListKind `json:"kind"`
	Query string        `json:"query"`
}

func (v view) href() string {
	if v.Query == "" {
		return "/list/" + string(v.Kind)
	}
	return "/list/" + string(v.Kind) + "?" + v.Query
}

func (v view) is(q query) bool { return v.Kind == q.kind && v.Query == q.narrowing() }

// viewsMost is how many views an account may keep.
const viewsMost = 20

func viewsOf(ctx context.Context, s session) ([]view, error) {
	var out []view
	_, err := s.reader.Preference(ctx, viewsName, &out)
	return out, err
}

type viewsProps struct {
	views  []view
	failed map[string]*web.Form
	f      *web.Form
}

func (c *Console) viewsPage(r *http.Request) (web.Page, error) { return c.showViews(r, "", nil) }

func (c *Console) showViews(r *http.Request, id string, f *web.Form) (web.Page, error) {
	all, err := viewsOf(r.Context(), who(r))
	if err != nil {
		return web.Page{}, err
	}
	p := viewsProps{views: all, failed: map[string]*web.Form{}, f: f}
	if id != "" {
		p.failed[id] = f
	}
	page := web.Show("常用视图", viewsView(p))
	if f != nil {
		page = page.Again()
	}
	return page, nil
}

// readViewName reads a name. It is stored in clear, so it may name nobody.
func readViewName(f *web.Form) string {
	name := f.Text("name", "视图名称", web.AtMost(20))
	if found := desk.Identifies(name); found != "" {
		f.Fail("name", "名称里有“"+found+"”，视图名称不能写诉求人的信息，请改一个")
	}
	return name
}

func (c *Console) saveView(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	s := who(r)
	v := view{ID: web.NewKey(), Name: readViewName(f), Kind: desk.ListKind(f.Text("kind", "")), Query: f.Text("query", "", web.Optional(), web.AtMost(600))}
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if v.Query, err = checkedQuery(r.Context(), s, v); err != nil {
		return web.Page{}, err
	}
	all, err := viewsOf(r.Context(), s)
	if err != nil {
		return web.Page{}, err
	}
	switch {
	case slices.ContainsFunc(all, func(x view) bool { return x.Name == v.Name }):
		f.Fail("name", "已经有叫“"+v.Name+"”的视图，请换一个名称，或先删除旧的")
	case len(all) >= viewsMost:
		f.Fail("name", "最多保存20个视图，请先删去不用的")
	}
	if !f.OK() {
		return c.showViews(r, "", f)
	}
	if err := s.reader.SetPreference(r.Context(), viewsName, append(all, v)); err != nil {
		return web.Page{}, err
	}
	c.flash(r, "已保存视图“"+v.Name+"”")
	return web.Redirect(v.href()), nil
}

// checkedQuery reads the narrowing as the list would: nothing but offered codes is kept.
func checkedQuery(ctx context.Context, s session, v view) (string, error) {
	if v.Kind.Name() == "" {
		return "", web.NotFound()
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "/list/"+string(v.Kind)+"?"+v.Query, nil)
	if err != nil {
		return "", web.Malformed(err)
	}
	f, err := web.ReadQuery(r)
	if err != nil {
		return "", err
	}
	choices, err := s.reader.Choices(ctx)
	if err != nil {
		return "", err
	}
	q, err := readListQuery(v.Kind, f, choices, r.URL.Query())
	return q.narrowing(), err
}

func (c *Console) renameView(r *http.Request) (web.Page, error) {
	return c.changeView(r, true)
}

func (c *Console) dropView(r *http.Request) (web.Page, error) { return c.changeView(r, false) }

func (c *Console) changeView(r *http.Request, rename bool) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	name := ""
	if rename {
		name = readViewName(f)
	}
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	s := who(r)
	all, err := viewsOf(r.Context(), s)
	if err != nil {
		return web.Page{}, err
	}
	i := slices.IndexFunc(all, func(x view) bool { return x.ID == r.PathValue("view") })
	switch {
	case i < 0:
		return web.Page{}, web.NotFound()
	case rename && slices.ContainsFunc(all, func(x view) bool { return x.Name == name && x.ID != all[i].ID }):
		f.Fail("name", "已经有叫“"+name+"”的视图，请换一个名称")
	}
	if !f.OK() {
		return c.showViews(r, all[i].ID, f)
	}
	if rename {
		all[i].Name = name
	} else {
		all = slices.Delete(all, i, i+1)
	}
	if err := s.reader.SetPreference(r.Context(), viewsName, all); err != nil {
		return web.Page{}, err
	}
	return web.Redirect("/views"), nil
}
