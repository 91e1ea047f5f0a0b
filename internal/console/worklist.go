package console

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// worklistRoutes are the work lists, how each account likes them, and the tabs of open orders.
func (c *Console) worklistRoutes() []web.Route {
	read, staff := string(access.Reading), string(access.AnyStaff)
	return []web.Route{
		{Method: "GET", Pattern: "/list/{kind}", Permission: read, Handler: c.list},
		{Method: "POST", Pattern: "/list/look", Permission: read, Handler: c.listLook},
		{Method: "POST", Pattern: "/list/seen", Permission: read, Handler: c.markRead},
		{Method: "GET", Pattern: "/views", Permission: read, Handler: c.viewsPage},
		{Method: "POST", Pattern: "/views", Permission: read, Handler: c.saveView},
		{Method: "POST", Pattern: "/views/{view}/rename", Permission: read, Handler: c.renameView},
		{Method: "POST", Pattern: "/views/{view}/drop", Permission: read, Handler: c.dropView},
		{Method: "POST", Pattern: "/tabs/{tab}/close", Permission: staff, Handler: c.closeTab},
	}
}

type worklistProps struct {
	title, note string
	kind        desk.ListKind
	tabs        []parts.TabProps
	acts        []parts.Badge
	lights      []parts.StatProps
	rows        []parts.WorkRow
	columns     []parts.WorkColumn
	look        *look
	query       query
	f           *web.Form
	views       []view
	choices     desk.Choices
	total       desk.Tally
	prev, next  string
	batch       []parts.Button
	unit        bool // a unit's list: no other units to choose
	key         string
	days        int
	gone        bool   // a narrowed list without rows
	export      string // where the list is exported; "" where it may not be
}

// query is what a list's address says.
type query struct {
	kind          desk.ListKind
	act           order.Act
	n             desk.Narrow
	after, before string
	size          int
	values        url.Values // what narrows, as it came: for links and saved views
}

// with is the list's address with some parameters changed; a page always starts anew.
func (q query) with(change ...string) string {
	v := url.Values{}
	for k, x := range q.values {
		if k != "after" && k != "before" {
			v[k] = x
		}
	}
	for i := 0; i+1 < len(change); i += 2 {
		v.Del(change[i])
		if change[i+1] != "" {
			v.Set(change[i], change[i+1])
		}
	}
	if len(v) == 0 {
		return "/list/" + string(q.kind)
	}
	return "/list/" + string(q.kind) + "?" + v.Encode()
}

// narrowing is the part of the address that a saved view keeps.
func (q query) narrowing() string {
	v := url.Values{}
	for k, x := range q.values {
		if !slices.Contains([]string{"after", "before", "size"}, k) {
			v[k] = x
		}
	}
	return v.Encode()
}

func choiceOptions(cs []desk.Choice) []parts.Option {
	var out []parts.Option
	for _, x := range cs {
		out = append(out, parts.Option{Value: x.Code, Label: x.Name})
	}
	return out
}

func statusOptions() []parts.Option {
	var out []parts.Option
	for _, x := range order.Statuses() {
		if x.Name() != "" {
			out = append(out, parts.Option{Value: string(x), Label: x.Name()})
		}
	}
	return out
}

var (
	urgencyOptions = parts.Options(string(order.Routine), order.Routine.Name(), string(order.Urgent), order.Urgent.Name(), string(order.Critical), order.Critical.Name())
	secrecyOptions = parts.Options(string(order.Ordinary), order.Ordinary.Name(), string(order.Secret), order.Secret.Name(), string(order.Anonymous), order.Anonymous.Name())
	mergeOptions   = parts.Options(string(desk.Leads), "主办工单", string(desk.IsMerged), "已并入的")
	timesOptions   = parts.Options("2", "二次以上", "3", "三次以上", "4", "四次以上")
	sizeOptions    = parts.Options("20", "20件", "50", "50件", "100", "100件")
	waitOptions    = func() []parts.Option {
		var out []parts.Option
		for _, w := range desk.Waits() {
			out = append(out, parts.Option{Value: string(w), Label: w.Name()})
		}
		return out
	}()
	daysOptions = parts.Options("30", "近30天", "90", "近90天", "180", "近180天", "366", "近一年")
)

// readListQuery reads the address of a list. What is not offered is malformed: such an address is none of ours.
func readListQuery(kind desk.ListKind, f *web.Form, c desk.Choices, values url.Values) (query, error) {
	q := query{kind: kind, values: url.Values{}}
	pick := func(name string, offered []parts.Option) string { return f.Choice(name, name, offered, web.Optional()) }
	n := &q.n
	q.act = order.Act(f.Text("act", "环节", web.Optional()))
	n.Light = pick("light", lights)
	n.Type, n.Status = order.Type(pick("type", typeOptions())), order.Status(pick("status", statusOptions()))
	n.Channel, n.Category = pick("channel", choiceOptions(c.Channels)), pick("category", choiceOptions(c.Categories))
	n.Town, n.Unit = pick("town", choiceOptions(c.Towns)), pick("unit", choiceOptions(c.Units))
	n.Urgency, n.Secrecy = order.Urgency(pick("urgency", urgencyOptions)), order.Secrecy(pick("secrecy", secrecyOptions))
	number := func(name string, offered []parts.Option) int {
		v, _ := strconv.Atoi(pick(name, offered))
		return v
	}
	n.Times, n.LastDays, q.size = number("times", timesOptions), number("days", daysOptions), number("size", sizeOptions)
	n.Wait = desk.Wait(pick("wait", waitOptions))
	n.Key, n.Urged, n.Late, n.Temporary, n.CoLate = f.Bool("key", "重点"), f.Bool("urged", "催办"), f.Bool("late", "逾期"), f.Bool("provisional", "暂定"), f.Bool("co_late", "协办逾期")
	n.Merge = desk.MergeSide(pick("merge", mergeOptions))
	if t := f.Date("from", "从", web.Optional()); !t.IsZero() {
		n.From = calendar.DateOf(t)
	}
	if t := f.Date("to", "到", web.Optional()); !t.IsZero() {
		n.To = calendar.DateOf(t)
	}
	q.after, q.before = f.Text("after", "页", web.Optional()), f.Text("before", "页", web.Optional())
	if err := f.Done(); err != nil {
		return q, err
	}
	if !f.OK() {
		return q, web.Malformed(errors.New("list narrowed by values that are not offered"))
	}
	for k, x := range values {
		if len(x) > 0 && x[0] != "" {
			q.values.Set(k, x[0])
		}
	}
	return q, nil
}

func (c *Console) list(r *http.Request) (web.Page, error) {
	kind := desk.ListKind(r.PathValue("kind"))
	if kind.Name() == "" {
		return web.Page{}, web.NotFound()
	}
	f, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	choices, err := who(r).reader.Choices(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	q, err := readListQuery(kind, f, choices, r.URL.Query())
	if err != nil {
		return web.Page{}, err
	}
	p, err := c.worklist(r.Context(), who(r), q, choices)
	if err != nil {
		return web.Page{}, err
	}
	p.f = f
	current := "list-" + string(kind)
	if kind == desk.ListTodo {
		current = "act-" + string(q.act)
	}
	page := web.Show(p.title, worklistView(p)).In(current)
	page.Head.Keys = listKeys
	return page, nil
}

var listKeys = []parts.KeyHint{{Key: "J ↓", Name: "下一件"}, {Key: "K ↑", Name: "上一件"}, {Key: "Enter", Name: "打开"}, {Key: "X", Name: "选中"}}

// worklist puts a list together.
func (c *Console) worklist(ctx context.Context, s session, q query, choices desk.Choices) (worklistProps, error) {
	look, err := lookOf(ctx, s)
	if err != nil {
		return worklistProps{}, err
	}
	if q.size == 0 {
		q.size = look.Size
	}
	p := worklistProps{title: q.kind.Name(), kind: q.kind, query: q, look: look, columns: look.columns(), choices: choices, unit: s.actor.Post.Kind.InUnit(), key: web.NewKey(),
		note: listNote(q.kind)}
	l, err := s.reader.List(ctx, desk.ListAsk{Kind: q.kind, Act: q.act, Narrow: q.n, After: q.after, Before: q.before, Limit: q.size})
	if err != nil {
		return p, err
	}
	nums, err := s.reader.Numbers(ctx, q.kind, q.act, q.n)
	if err != nil {
		return p, err
	}
	if p.views, err = viewsOf(ctx, s); err != nil {
		return p, err
	}
	p.rows, p.total, p.batch = listRows(q.kind, l.Rows), nums.Total, batchButtons(s, q)
	if len(p.rows) > 0 && access.May(s.actor.Post.Kind, access.Exporting) {
		p.export = exportHref(string(q.kind), q.values)
	}
	p.gone = len(p.rows) == 0 && (q.n.Any() || q.n.Light != "")
	if l.Next != "" {
		p.next = q.with("after", l.Next)
	}
	if l.Prev != "" {
		p.prev = q.with("before", l.Prev)
	}
	if q.kind == desk.ListMine || q.kind == desk.ListDone {
		p.days = q.n.Days()
	}
	for _, k := range s.reader.Lists() {
		p.tabs = append(p.tabs, parts.TabProps{Label: k.Name(), Href: "/list/" + string(k), Count: nums.Lists[k].N, More: nums.Lists[k].More, Current: k == q.kind})
	}
	for _, x := range nums.Lights {
		st := parts.StatProps{Label: x.Name, Lit: true, Lamp: lamp(desk.Light{Colour: x.Light}), Value: strconv.Itoa(x.N), Unit: "件", Href: q.with("light", x.Light),
			Red: x.Hot && x.N > 0, Current: q.n.Light == x.Light}
		if st.Current { // pressed again, the light is let go
			st.Href = q.with("light", "")
		}
		p.lights = append(p.lights, st)
	}
	if q.kind == desk.ListTodo {
		return p, c.actTabs(ctx, s, q, &p)
	}
	return p, nil
}

// actTabs are the steps within 待办, each with its number.
func (c *Console) actTabs(ctx context.Context, s session, q query, p *worklistProps) error {
	h, err := s.reader.Home(ctx)
	if err != nil {
		return err
	}
	badge := func(name string, n int, act order.Act) {
		b := parts.Badge{Text: name + " " + strconv.Itoa(n), Tone: parts.Line, Href: "/list/todo"}
		if act != "" {
			b.Href += "?act=" + string(act)
		}
		if act == q.act {
			b.Tone = parts.Blue
		}
		p.acts = append(p.acts, b)
	}
	badge("全部", h.Total, "")
	for _, x := range h.Todo {
		badge(x.Name, x.N, x.Act)
	}
	return nil
}

// listRows adds to the usual rows what each list has of its own.
func listRows(kind desk.ListKind, rows []desk.Row) []parts.WorkRow {
	out := workRows(rows)
	for i, x := range rows {
		out[i].Send = x.ID + "." + strconv.FormatInt(x.Version, 10)
		b := parts.Button{Label: "查看", Href: "/orders/" + x.ID}
		switch {
		case x.Verb != "":
			b.Label = x.Verb
		case kind == desk.ListCo:
			out[i].Tags = append([]parts.Badge{{Text: x.Act, Tone: parts.Blue}}, out[i].Tags...)
		case kind == desk.ListHelped:
			out[i].Tags = append([]parts.Badge{{Text: x.Why, Tone: parts.Line}}, out[i].Tags...)
			out[i].At = x.WhyAt
		case kind == desk.ListRead:
			out[i].Tags = append([]parts.Badge{{Text: x.Why, Tone: parts.Yellow}}, out[i].Tags...)
			out[i].At = x.WhyAt
		}
		out[i].Actions = []parts.Button{b}
	}
	return out
}

// markRead is 已阅 of the chosen copies.
func (c *Console) markRead(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	picked := f.IDs("id", "工单")
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	var ids []string
	for _, x := range picked {
		id, _, _ := strings.Cut(x, ".")
		ids = append(ids, id)
	}
	n, err := who(r).reader.MarkRead(r.Context(), ids)
	if err != nil {
		return web.Page{}, err
	}
	c.flash(r, "已阅"+strconv.Itoa(n)+"件")
	return web.Redirect("/list/read"), nil
}

// closeTab closes the tab of an order and stays where the person is, unless it was the page itself.
func (c *Console) closeTab(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	id := r.PathValue("tab")
	if err := who(r).reader.CloseTab(r.Context(), id); err != nil {
		return web.Page{}, err
	}
	back := "/"
	if u, err := url.Parse(r.Referer()); err == nil && strings.HasPrefix(u.Path, "/") && !strings.HasPrefix(u.Path, "/orders/"+id) && u.Path != "" {
		back = u.RequestURI()
	}
	return web.Redirect(back), nil
}

// openTabs is the strip under the top bar: the workbench, and the orders kept open. An order that is looked at joins them.
func (c *Console) openTabs(r *http.Request, s session) []parts.OpenTab {
	ctx := r.Context()
	here := ""
	if id, ok := strings.CutPrefix(r.URL.Path, "/orders/"); ok && r.Method == http.MethodGet && !strings.Contains(id, "/") {
		here = id
		if err := s.reader.OpenTab(ctx, id); err != nil {
			return nil // a strip that cannot be read is no reason to refuse the page
		}
	}
	rows, err := s.reader.OpenTabs(ctx)
	if err != nil || len(rows) == 0 {
		return nil
	}
	out := []parts.OpenTab{{Label: "工作台", Href: "/", Here: r.URL.Path == "/"}}
	for _, x := range rows {
		out = append(out, parts.OpenTab{Label: x.Number + " " + x.Title, Href: "/orders/" + x.ID, Close: "/tabs/" + x.ID + "/close", Here: x.ID == here})
	}
	return out
}

// listNote says how a list runs.
func listNote(k desk.ListKind) string {
	return map[desk.ListKind]string{desk.ListTodo: "按剩余时间排序，最急的在前", desk.ListOpen: "按剩余时间排序，最急的在前", desk.ListRead: "与您有关、不用您办的，读过点“已阅”",
		desk.ListMine: "按经手时间，新的在前", desk.ListDone: "按办结时间，新的在前",
		desk.ListCo: "其他单位请本单位协办、还没有报送的，按协办期限排序", desk.ListHelped: "本单位报送过或已经结束的协办，新的在前"}[k]
}
