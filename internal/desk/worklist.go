package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/store"
)

// Narrow is what a list is narrowed by: codes only, never words of a caller, so that it may stand in an address and in a saved view.
type Narrow struct {
	Light     string // r, o, y, g, k
	Status    order.Status
	Type      order.Type
	Channel   string
	Category  string
	Town      string
	Unit      string
	Urgency   order.Urgency
	Secrecy   order.Secrecy
	Times     int // 诉求次数 at least
	Key       bool
	Urged     bool
	Late      bool
	From, To  calendar.Date // 登记日期, both included; zero: open
	LastDays  int           // newest-first lists go back so many days
	Temporary bool          // 时限暂定
	Wait      Wait          // 在等别人
	Merge     MergeSide     // 并单
	CoLate    bool          // 协办逾期: of a co-unit; on its own lists the reader's unit
}

// MergeSide is the side of a merge that a list is narrowed to.
type MergeSide string

// The sides.
const (
	Leads    MergeSide = "leading" // others are merged under it
	IsMerged MergeSide = "merged"  // it is merged under another
)

// Any reports whether anything but the light is narrowed.
func (n Narrow) Any() bool {
	n.Light, n.LastDays = "", 0
	return n != Narrow{}
}

// lookBack is how far 办结 and 已办 go back when they are narrowed and nobody says how far: what was closed long ago must not slow the list.
const lookBack = 90

// Days is how many days a newest-first list goes back, 0 for all.
func (n Narrow) Days() int {
	if n.LastDays > 0 {
		return min(n.LastDays, 366)
	}
	if n.Any() {
		return lookBack
	}
	return 0
}

// Newest reports whether a list shows the newest first; the others show what presses most.
func (k ListKind) Newest() bool { return k != ListTodo && k != ListOpen && k != ListCo }

func (n Narrow) apply(f *store.ListFilter, kind ListKind, now time.Time) {
	add := func(to *[]string, v string) {
		if v != "" {
			*to = append(*to, v)
		}
	}
	add(&f.Statuses, string(n.Status))
	add(&f.Types, string(n.Type))
	add(&f.Channels, n.Channel)
	add(&f.Categories, n.Category)
	add(&f.Towns, n.Town)
	add(&f.Units, n.Unit)
	add(&f.Urgencies, string(n.Urgency))
	add(&f.Secrecies, string(n.Secrecy))
	f.Times, f.Key, f.Urged, f.Late = n.Times, n.Key, n.Urged, n.Late
	f.Provisional = f.Provisional || n.Temporary
	n.Wait.apply(f, now)
	f.Leading, f.Merged, f.CoLate = n.Merge == Leads, n.Merge == IsMerged, n.CoLate
	if !n.From.IsZero() {
		f.RegFrom = n.From.Midnight().UnixMilli()
	}
	if !n.To.IsZero() {
		f.RegBefore = n.To.Next().Midnight().UnixMilli()
	}
	if d := n.Days(); kind.Newest() && kind != ListRead && d > 0 {
		f.Since = now.AddDate(0, 0, -d).UnixMilli()
	}
}

// filter is the store's filter of a list within the reader's scope, without its light.
func (r *Reader) filter(kind ListKind, act order.Act, n Narrow, now time.Time) (store.ListFilter, error) {
	yes, no := true, false
	var f store.ListFilter
	if !r.scope(&f) {
		return f, ErrForbidden
	}
	switch kind {
	case ListTodo:
		f = store.ListFilter{Audience: r.audience(), Too: string(r.standsInFor()), Act: string(act)}
	case ListRead:
		f.Copies, f.Own, f.Deputy, f.Lead = r.audience(), "", "", "" // a copy is withdrawn from whoever may not read on
	case ListOpen:
		f.Open = &yes
	case ListDone:
		f.Open = &no
	case ListMine:
		f.Account, f.Own = string(r.actor.Account), ""
	case ListCo, ListHelped:
		if f.Lead == "" {
			return f, ErrForbidden
		}
		f.Co, f.CoOwes, f.Lead = f.Lead, kind == ListCo, ""
	default:
		return f, invalid("list", "没有这个清单。")
	}
	n.apply(&f, kind, now)
	return f, nil
}

// lit narrows a filter to a light.
func lit(f *store.ListFilter, p policy.Policy, kind ListKind, light string, now time.Time) {
	if light == "" || kind.Newest() {
		return
	}
	f.DueFrom, f.DueBefore, f.Paused = lightSpan(p, light, now)
	// Past its limit an order whose extension waits for the word is not overdue: its light is yellow (domain.md §13.4).
	switch light {
	case "r":
		f.NotWaits = true
	case "y":
		f.OrWaits = now.UnixMilli() + 1
	}
	if kind == ListTodo || kind == ListCo {
		// What a post owes runs by the act's own limit, also while the unit's clock is paused.
		f.Paused, f.NoDue = nil, light == "k"
	}
}

// countMost bounds the count of a list that grows for ever: the page then prints "1000+".
const countMost = 1000

// Tally is a number with whether it stands for "so many or more".
type Tally struct {
	N    int
	More bool
}

// Numbers are the numbers over a list: of each list, and of each light within what the list is narrowed to. Every one equals its list.
type Numbers struct {
	Lists  map[ListKind]Tally
	Lights []Counter
	Total  Tally // of the list as narrowed, its light included
}

// Numbers counts what stands around a list.
func (r *Reader) Numbers(ctx context.Context, kind ListKind, act order.Act, n Narrow) (Numbers, error) {
	now := r.s.now()
	p, err := r.s.Policy(ctx)
	if err != nil {
		return Numbers{}, err
	}
	out := Numbers{Lists: map[ListKind]Tally{}}
	for _, k := range r.Lists() {
		f, err := r.filter(k, "", Narrow{}, now)
		if err != nil {
			return out, err
		}
		if out.Lists[k], err = r.tally(ctx, k, f); err != nil {
			return out, err
		}
	}
	f, err := r.filter(kind, act, n, now)
	if err != nil {
		return out, err
	}
	if !kind.Newest() {
		for _, l := range []Counter{{Name: "超期", Light: "r", Hot: true}, {Name: "今日到期", Light: "o"}, {Name: "剩1个工作日内", Light: "y"}, {Name: "正常", Light: "g"},
			{Name: "暂停计时", Light: "k"}} {
			g := f
			lit(&g, p, kind, l.Light, now)
			if l.N, err = r.counted(ctx, g, 0); err != nil {
				return out, err
			}
			if (kind == ListTodo || kind == ListCo) && l.Light == "k" {
				if l.N == 0 {
					continue
				}
				l.Name = "无时限"
			}
			out.Lights = append(out.Lights, l)
		}
		lit(&f, p, kind, n.Light, now)
	}
	out.Total, err = r.tally(ctx, kind, f)
	return out, err
}

func (r *Reader) tally(ctx context.Context, kind ListKind, f store.ListFilter) (Tally, error) {
	most := countMost + 1
	if kind == ListTodo || kind == ListOpen || kind == ListCo {
		most = 0
	}
	n, err := r.counted(ctx, f, most)
	if most > 0 && n > countMost {
		return Tally{N: countMost, More: true}, err
	}
	return Tally{N: n}, err
}

// List reads a page of a work list within the reader's scope: from the beginning, after a cursor, or before one. A page before which nothing
// stands any more is the first page.
func (r *Reader) List(ctx context.Context, a ListAsk) (List, error) {
	p, err := r.s.Policy(ctx)
	if err != nil {
		return List{}, err
	}
	now := r.s.now()
	if a.Light == "" {
		a.Light = a.Narrow.Light
	}
	if a.Status != "" {
		a.Narrow.Status = a.Status
	}
	f, err := r.filter(a.Kind, a.Act, a.Narrow, now)
	if err != nil {
		return List{}, err
	}
	lit(&f, p, a.Kind, a.Light, now)
	f.Provisional = f.Provisional || a.Provisional
	f.After, f.Before, f.Limit = a.After, a.Before, a.Limit
	if f.Limit <= 0 || f.Limit > 100 {
		f.Limit = pageSize
	}
	return r.page(ctx, p, a.Kind, f, now)
}

func (r *Reader) page(ctx context.Context, p policy.Policy, kind ListKind, f store.ListFilter, now time.Time) (List, error) {
	want := f.Limit
	f.Limit++
	rows, err := r.listed(ctx, f)
	if err != nil {
		return List{}, err
	}
	more := len(rows) > want
	var out List
	switch {
	case f.Before != "" && !more && len(rows) < want:
		// The walk back has reached the beginning: show a whole first page.
		f.Before, f.Limit = "", want
		return r.page(ctx, p, kind, f, now)
	case f.Before != "":
		if more {
			rows = rows[1:]
			out.Prev = rows[0].Cursor()
		}
		out.Next = rows[len(rows)-1].Cursor()
	default:
		if more {
			rows = rows[:want]
			out.Next = rows[want-1].Cursor()
		}
		if f.After != "" && len(rows) > 0 {
			out.Prev = rows[0].Cursor()
		}
	}
	for _, l := range rows {
		out.Rows = append(out.Rows, r.row(p, kind, l, now))
	}
	return out, r.pressed(ctx, out.Rows)
}

// MarkRead marks copies as read for the reader's post (已阅). Orders that are none of his are passed over: nothing is told of them.
func (r *Reader) MarkRead(ctx context.Context, ids []string) (int, error) {
	n := 0
	for _, id := range ids {
		l, err := r.s.load(ctx, id)
		if err != nil || Relate(r.actor, l.state, r.s.now()) == access.Stranger {
			continue
		}
		if err := r.s.store.MarkRead(ctx, r.actor.Post.ID, id, r.actor.Account, r.s.now()); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// Choices are the values that a list may be narrowed by.
type Choices struct {
	Channels, Categories, Towns, Units []Choice
}

// Choice is a code with its name.
type Choice struct{ Code, Name string }

// Choices lists them; a unit is not asked for its own unit.
func (r *Reader) Choices(ctx context.Context) (Choices, error) {
	p, err := r.s.Policy(ctx)
	if err != nil {
		return Choices{}, err
	}
	var c Choices
	for _, x := range p.Channels {
		c.Channels = append(c.Channels, Choice{x.Code, x.Name})
	}
	for _, x := range p.Categories() {
		c.Categories = append(c.Categories, Choice{x.Code, x.Label()})
	}
	for _, u := range r.dir.Units() {
		if u.Group == org.Township {
			c.Towns = append(c.Towns, Choice{string(u.ID), u.Name})
		}
		if u.Group != org.County && !r.actor.Post.Kind.InUnit() {
			c.Units = append(c.Units, Choice{string(u.ID), u.Label()})
		}
	}
	return c, nil
}

// OpenTabs are the orders that the reader's account keeps open, the newest last, as far as the reader may still see them.
func (r *Reader) OpenTabs(ctx context.Context) ([]Row, error) {
	var ids []string
	if _, err := r.Preference(ctx, tabsName, &ids); err != nil || len(ids) == 0 {
		return nil, err
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return nil, err
	}
	now := r.s.now()
	var out []Row
	for _, id := range ids[:min(len(ids), tabsMost)] {
		row, ok := r.mayStillSee(ctx, id, now)
		if ok {
			out = append(out, r.row(p, ListOpen, store.Listed{OrderRow: row}, now))
		}
	}
	return out, nil
}

// mayStillSee asks the order itself: it may have gone to another unit, or report the reader by now.
func (r *Reader) mayStillSee(ctx context.Context, id string, now time.Time) (store.OrderRow, bool) {
	row, err := r.s.store.OrderRow(ctx, id)
	if err != nil {
		return row, false
	}
	l, err := r.s.load(ctx, id)
	return row, err == nil && Relate(r.actor, l.state, now) != access.Stranger
}

const (
	tabsName = "tabs"
	tabsMost = 8
)

// OpenTab keeps an order among the open ones; the oldest gives way. The order must be the reader's to see.
func (r *Reader) OpenTab(ctx context.Context, id string) error {
	var ids []string
	if _, err := r.Preference(ctx, tabsName, &ids); err != nil || slices.Contains(ids, id) {
		return err
	}
	if _, ok := r.mayStillSee(ctx, id, r.s.now()); !ok {
		return nil
	}
	ids = append(ids, id)
	return r.SetPreference(ctx, tabsName, ids[max(0, len(ids)-tabsMost):])
}

// CloseTab closes one; with an empty id, all.
func (r *Reader) CloseTab(ctx context.Context, id string) error {
	var ids []string
	if _, err := r.Preference(ctx, tabsName, &ids); err != nil {
		return err
	}
	ids = slices.DeleteFunc(ids, func(x string) bool { return x == id || id == "" })
	return r.SetPreference(ctx, tabsName, ids)
}

// actVerb is the verb of what is owed: 待签收 is done by 签收.
func actVerb(a order.Act) string { return strings.TrimPrefix(a.Name(), "待") }
