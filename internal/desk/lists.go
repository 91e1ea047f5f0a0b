package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/store"
)

// ListKind names a work list.
type ListKind string

// The lists.
const (
	ListTodo ListKind = "todo" // 待办：本岗位现在要办的
	ListRead ListKind = "read" // 待阅：与本岗位有关、不用办的
	ListOpen ListKind = "open" // 在办：范围内没有办结的
	ListMine ListKind = "mine" // 已办：我经手的
	ListDone ListKind = "done" // 办结：范围内已经办结的

	ListCo     ListKind = "co"     // 协办：请本单位协办、还没有报送的
	ListHelped ListKind = "helped" // 协办过：本单位已报送或已结束的协办
)

// Name is the Chinese name.
func (k ListKind) Name() string {
	return map[ListKind]string{ListTodo: "待办", ListRead: "待阅", ListOpen: "在办", ListMine: "已办", ListDone: "办结", ListCo: "协办", ListHelped: "协办过"}[k]
}

// ListAsk is what a page of a list asks for.
type ListAsk struct {
	Kind        ListKind
	Act         order.Act // with 待办
	Light       string    // r, o, y, g, k
	Status      order.Status
	Narrow      Narrow
	After       string // cursor of the last row of the page before
	Before      string // cursor of the first row of the page after
	Limit       int    // 20, at most 100
	Provisional bool
}

// List is a page of a work list.
type List struct {
	Rows       []Row
	Prev, Next string // cursors; "" where nothing stands there
}

// pageSize is how many rows a page has by default.
const pageSize = 20

// lightSpan is the span of limits that a light stands for at now.
func lightSpan(p policy.Policy, light string, now time.Time) (from, before int64, paused *bool) {
	today := calendar.DateOf(now)
	tomorrow := today.Next().Midnight()
	next := p.Calendar.AddWorkdays(today, 1).Next().Midnight()
	no := false
	switch light {
	case "r":
		return 1, now.UnixMilli() + 1, &no
	case "o":
		return now.UnixMilli() + 1, tomorrow.UnixMilli() + 1, &no
	case "y":
		return tomorrow.UnixMilli() + 1, next.UnixMilli() + 1, &no
	case "g":
		return next.UnixMilli() + 1, 0, &no
	case "k":
		yes := true
		return 0, 0, &yes
	}
	return 0, 0, nil
}

// scope limits a filter to what the reader's post may list at all; ok is false when it may list nothing.
func (r *Reader) scope(f *store.ListFilter) bool {
	k := r.actor.Post.Kind
	switch {
	case k == org.Outsourced:
		f.Own = string(r.actor.Account)
	case k.Desk():
	case k == org.Deputy:
		f.Deputy = string(r.actor.Post.ID)
	case k.Leader():
	case k.InUnit():
		f.Lead = string(r.actor.Post.Unit)
	default:
		return false
	}
	return true
}

// audience is the post under which the reader's duties are listed. Several persons may share a post.
func (r *Reader) audience() string { return string(r.actor.Post.ID) }

// standsInFor is the handlers' post where nobody holds it and its work falls to the reader's as the next one (domain.md §13.9); "" otherwise.
func (r *Reader) standsInFor() org.PostID {
	p := r.actor.Post
	handler := org.PostOf(p.Unit, org.UnitHandler)
	filled := func(q org.PostID) bool { return r.filled[q] }
	if p.Kind != org.UnitDeputy && p.Kind != org.UnitPrincipal || !r.filled[p.ID] || office.Next(handler, filled) != p.ID {
		return ""
	}
	return handler
}

func (r *Reader) row(p policy.Policy, kind ListKind, l store.Listed, now time.Time) Row {
	v := Row{ID: l.ID, Number: l.Number, Title: l.Title, Type: l.Type.Name(), Status: l.Status.Name(), Place: r.place(l.OrderRow), Appeals: l.Appeals, Urges: l.Urges, Members: l.Members, Merged: l.LedBy != "",
		Key: l.Key, Provisional: l.Provisional, Secret: l.Secrecy == order.Secret, Late: l.Late, Registered: at(l.RegisteredMS).In(calendar.Beijing).Format("1月2日 15:04"),
		RegisteredAt: at(l.RegisteredMS), StatusCode: l.Status, UnitID: org.UnitID(l.Lead), Cursor: l.Cursor(), Version: l.Version}
	if c, ok := p.Channel(l.Channel); ok {
		v.Channel = c.Name
	}
	if l.Lead != "" {
		u, _ := r.then(at(l.ClosedMS)).dir.Unit(org.UnitID(l.Lead))
		v.Unit = u.Label()
	}
	due := at(l.DueMS)
	switch kind {
	case ListTodo:
		v.Act, v.ActCode, v.Verb, due = order.Act(l.Act).Name(), order.Act(l.Act), actVerb(order.Act(l.Act)), at(l.Key_)
	case ListRead:
		v.Why, v.WhyAt = order.Reading(l.Act).Name(), clockTime(at(l.Key_))
	case ListCo:
		v.Act, due = order.CoStatus(l.Act).Name(), at(l.Key_)
	case ListHelped:
		v.Why, v.WhyAt = order.CoStatus(l.Act).Name(), clockTime(at(l.Key_))
	}
	v.OwnLate = l.OwnLate
	if !r.actor.Post.Kind.InUnit() || l.Lead == string(r.actor.Post.Unit) {
		v.CoLate = l.CoLate // a co-unit sees no other co-unit (adr/0056)
	}
	switch {
	case kind == ListCo:
		v.Light, v.Due, v.DueAt = LightOf(p.Calendar, due, now), dueWords(due), due
	case !l.Open && kind != ListTodo:
		v.Light = Light{"k", "已办结"}
	case l.Paused && kind != ListTodo:
		v.Light = Light{"k", "暂停计时"}
	default:
		v.Light, v.Due, v.DueAt = lightOfRow(p, l.OrderRow, due, now), dueWords(due), due
	}
	return v
}

func (r *Reader) place(l store.OrderRow) string {
	if l.Town == "" {
		return l.Place
	}
	return strings.TrimSpace(r.dir.UnitName(org.UnitID(l.Town)) + " " + l.Place)
}

// Counter is a number on the first page; its link shows exactly so many rows.
type Counter struct {
	Name  string
	N     int
	Act   order.Act
	Light string
	Wait  Wait
	Hot   bool
}

// Home is the first page: what the post owes, and the lights of its scope.
type Home struct {
	Todo   []Counter
	Total  int
	Lights []Counter
	// Articles of the knowledge base that wait for the reader: to write, to look at again, to publish, to open to citizens.
	Articles int
}

// Home counts. Every number equals the list behind it.
func (r *Reader) Home(ctx context.Context) (Home, error) {
	var h Home
	var err error
	if h.Articles, err = r.CountArticles(ctx); err != nil {
		return h, err
	}
	n, err := r.s.store.CountActs(ctx, r.audience(), r.actor.Marks())
	if err != nil {
		return h, err
	}
	if too := r.standsInFor(); too != "" {
		more, err := r.s.store.CountActs(ctx, string(too), r.actor.Marks())
		if err != nil {
			return h, err
		}
		for a, k := range more {
			n[a] += k
		}
	}
	for _, a := range order.Acts() {
		if n[string(a)] > 0 {
			h.Todo = append(h.Todo, Counter{Name: a.Name(), N: n[string(a)], Act: a})
			h.Total += n[string(a)]
		}
	}
	var f store.ListFilter
	if !r.scope(&f) || f.Own != "" {
		return h, nil
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return h, err
	}
	for _, l := range []Counter{{Name: "超期", Light: "r", Hot: true}, {Name: "今日到期", Light: "o"}, {Name: "剩1个工作日内", Light: "y"}, {Name: "正常", Light: "g"}, {Name: "暂停计时", Light: "k"}} {
		yes := true
		g := f
		g.Open = &yes
		lit(&g, p, ListOpen, l.Light, r.s.now())
		if l.N, err = r.counted(ctx, g, 0); err != nil {
			return h, err
		}
		h.Lights = append(h.Lights, l)
	}
	return h, nil
}

// FindNumber turns a number into an order's id, within the reader's scope.
func (r *Reader) FindNumber(ctx context.Context, number string) (string, error) {
	id, err := r.s.store.OrderByNumber(ctx, strings.ToUpper(strings.TrimSpace(number)))
	if errors.Is(err, store.ErrNone) {
		return "", ErrNotFound
	}
	if err != nil {
		return "", fmt.Errorf("find %s: %w", number, err)
	}
	l, err := r.s.load(ctx, id)
	if err != nil {
		return "", err
	}
	if Relate(r.actor, l.state, r.s.now()) == access.Stranger {
		return "", ErrNotFound
	}
	return id, nil
}

// Lists says which lists the reader's post has.
func (r *Reader) Lists() []ListKind {
	k := r.actor.Post.Kind
	if k == org.SystemAdmin || k == org.SecurityAdmin || k == org.Auditor {
		return nil
	}
	all := []ListKind{ListTodo, ListRead, ListOpen, ListMine, ListDone}
	if k.InUnit() {
		all = append(all, ListCo, ListHelped)
	}
	return all
}
