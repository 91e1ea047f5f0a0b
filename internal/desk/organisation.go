package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/store"
)

// UnitLine is a unit on the organisation's page.
type UnitLine struct {
	ID, Name, Short, Group, GroupCode, Phone, State, Deputy string
	Vacant                                                  []string // of the three posts
	Open                                                    int      // orders that lie there
	Successor                                               string
}

// PostLine is a post of a unit with who holds it.
type PostLine struct {
	Post    org.PostID
	Title   string
	Kind    string
	Holders []HolderLine
	Acting  []string // who acts in it by a paper
}

// HolderLine is a person in a post.
type HolderLine struct {
	Account     org.AccountID
	Login, Name string
	From, Until string
	Shut, Past  bool
}

// UnitPage is one unit with its people and its history.
type UnitPage struct {
	UnitLine
	Unit    org.Unit
	Posts   []PostLine
	History []HistoryLine
}

// HistoryLine is an entry of the organisation's history in words.
type HistoryLine struct {
	On, At, By, Text string
}

// Organisation is the county's units as the system administrator sees them: numbers, and nothing of any order.
func (r *Reader) Organisation(ctx context.Context) ([]UnitLine, error) {
	if !access.May(r.actor.Post.Kind, access.OrgReading) {
		return nil, ErrForbidden
	}
	lines, _, _, err := r.units(ctx)
	return lines, err
}

func (r *Reader) units(ctx context.Context) ([]UnitLine, []store.Account, map[org.UnitID]int, error) {
	all, err := r.s.store.Accounts(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	open, err := r.s.store.OpenByUnit(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	held := holdersOn(all, r.s.today())
	var out []UnitLine
	for _, u := range r.dir.Units() {
		if u.Group != org.County {
			out = append(out, r.unitLine(u, held, open))
		}
	}
	return out, all, open, nil
}

func (r *Reader) unitLine(u org.Unit, held map[org.PostID][]org.AccountID, open map[org.UnitID]int) UnitLine {
	l := UnitLine{ID: string(u.ID), Name: u.Name, Short: u.Short, Group: u.Group.Name(), GroupCode: string(u.Group), Phone: u.Phone, State: "启用", Open: open[u.ID]}
	if p := r.dir.DeputyOf(u.ID, ""); p != "" {
		l.Deputy = r.dir.Title(p)
	}
	switch {
	case u.Closed:
		l.State = "已撤销"
		if to := r.dir.Current(u.ID); to != u.ID {
			l.Successor = r.dir.UnitName(to)
		}
		return l
	case u.Pending:
		l.State = "未启用"
	}
	for _, k := range office.Vacant(kindsHeld(held, u.ID)) {
		l.Vacant = append(l.Vacant, k.Name())
	}
	return l
}

// OneUnit is a unit's page. Any unit may be looked at, the county's offices too.
func (r *Reader) OneUnit(ctx context.Context, id org.UnitID) (UnitPage, error) {
	if !access.May(r.actor.Post.Kind, access.OrgReading) {
		return UnitPage{}, ErrForbidden
	}
	u, ok := r.dir.Unit(id)
	if !ok {
		return UnitPage{}, ErrNotFound
	}
	_, all, open, err := r.units(ctx)
	if err != nil {
		return UnitPage{}, err
	}
	today := r.s.today()
	out := UnitPage{UnitLine: r.unitLine(u, holdersOn(all, today), open), Unit: u}
	acting := map[org.PostID][]string{}
	for _, d := range r.dir.Acting() {
		acting[d.Post] = append(acting[d.Post], r.account(d.To)+"（"+d.Authority().Words()+"）")
	}
	for _, p := range r.dir.Posts() {
		if p.Unit != id {
			continue
		}
		l := PostLine{Post: p.ID, Title: p.Title, Kind: p.Kind.Name(), Acting: acting[p.ID]}
		for _, a := range all {
			if !slices.Contains(a.Posts, p.ID) {
				continue
			}
			d := a.Days[p.ID]
			l.Holders = append(l.Holders, HolderLine{Account: a.ID, Login: a.Login, Name: a.Title, From: dayWord(d[0]), Until: dayWord(d[1]), Shut: a.Disabled, Past: d[1] != "" && d[1] < today})
		}
		slices.SortStableFunc(l.Holders, func(a, b HolderLine) int { return cmp.Compare(boolInt(a.Past), boolInt(b.Past)) })
		out.Posts = append(out.Posts, l)
	}
	order := org.Kinds()
	slices.SortStableFunc(out.Posts, func(a, b PostLine) int {
		return cmp.Compare(slices.Index(order, a.Post.KindOf()), slices.Index(order, b.Post.KindOf()))
	})
	for _, c := range slices.Backward(r.house.Changes()) {
		if text := r.changeWords(c, id); text != "" {
			by := "系统"
			if c.By != "" {
				by = r.account(c.By)
			}
			out.History = append(out.History, HistoryLine{On: dayWord(c.On), At: dayWord(c.At), By: by, Text: text})
		}
	}
	return out, nil
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// dayWord prints a day of the history; "" where it is open.
func dayWord(d org.Day) string {
	day, err := calendar.ParseDate(string(d))
	if err != nil {
		return ""
	}
	return day.Chinese()
}

// changeWords tell what an entry did to a unit, "" where it did nothing.
func (r *Reader) changeWords(c org.Change, id org.UnitID) string {
	switch e := c.Event.(type) {
	case org.DirectorySaved:
		for _, u := range e.Units {
			if u.ID == id {
				return "建库时登记：" + u.Name
			}
		}
	case org.UnitChanged:
		if e.Unit.ID == id {
			state := map[bool]string{true: "，未启用"}[e.Unit.Pending]
			if e.Unit.Closed {
				state = "，撤销"
			}
			return strings.TrimSuffix("单位登记为“"+e.Unit.Name+"”"+state+"　"+e.Why, "　")
		}
	case org.UnitSucceeded:
		if e.From == id || e.To == id {
			return r.dir.UnitName(e.From) + "的职责由" + r.dir.UnitName(e.To) + "承接（" + e.Document + "）"
		}
	case org.PostTaken:
		if e.Post.UnitOf() == id {
			return r.account(e.Account) + "任" + r.dir.Title(e.Post)
		}
	case org.PostProposed:
		if e.Post.UnitOf() == id {
			return "登记" + r.account(e.Account) + "任" + r.dir.Title(e.Post) + "，待第二人确认"
		}
	case org.PostDeclined:
		for _, p := range r.house.Changes() {
			if q, ok := p.Event.(org.PostProposed); ok && q.ID == e.ID && q.Post.UnitOf() == id {
				return strings.TrimSuffix("没有确认"+r.account(q.Account)+"任"+r.dir.Title(q.Post)+"："+e.Why, "：")
			}
		}
	case org.PostLeft:
		if e.Post.UnitOf() == id {
			return r.account(e.Account) + "不再任" + r.dir.Title(e.Post)
		}
	case org.Delegated:
		if d := e.Delegation; d.Post.UnitOf() == id {
			return r.dir.Title(d.Post) + "授权" + r.account(d.To) + "（" + d.Authority().Words() + "，" + d.Scope.Name() + "）"
		}
	case org.DelegationEnded:
		for _, d := range r.house.Delegations() {
			if d.ID == e.ID && d.Post.UnitOf() == id {
				return "收回授权（" + d.Document + "）"
			}
		}
	case org.DeputyMapped:
		if e.Unit == id {
			what := "默认"
			if e.Category != "" {
				what = "分类" + e.Category
			}
			if e.Deputy == "" {
				return what + "的分管领导取消"
			}
			return what + "的分管领导：" + r.dir.Title(e.Deputy)
		}
	}
	return ""
}

// PersonLine is an account on the people's page.
type PersonLine struct {
	Account     org.AccountID
	Login, Name string
	Posts       []PersonPost
	Shut        bool
	Self        bool
}

// PersonPost is a post of a person with its days.
type PersonPost struct {
	Post        org.PostID
	Title       string
	From, Until string
	Past, Later bool
	Waits       bool // for the second person's confirmation
}

// People lists the accounts of the county, or those of one unit.
func (r *Reader) People(ctx context.Context, unit org.UnitID) ([]PersonLine, error) {
	if !access.May(r.actor.Post.Kind, access.OrgReading) {
		return nil, ErrForbidden
	}
	all, err := r.s.store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	today, waits := r.s.today(), r.house.Proposals()
	var out []PersonLine
	for _, a := range all {
		l := PersonLine{Account: a.ID, Login: a.Login, Name: a.Title, Shut: a.Disabled, Self: a.ID == r.actor.Account}
		in := unit == ""
		for _, p := range a.Posts {
			d := a.Days[p]
			in = in || p.UnitOf() == unit
			l.Posts = append(l.Posts, PersonPost{Post: p, Title: r.dir.Title(p), From: dayWord(d[0]), Until: dayWord(d[1]), Past: d[1] != "" && d[1] < today, Later: d[0] > today})
		}
		for _, x := range waits {
			if x.Account == a.ID {
				in = in || x.Post.UnitOf() == unit
				l.Posts = append(l.Posts, PersonPost{Post: x.Post, Title: r.dir.Title(x.Post), From: dayWord(x.From), Waits: true})
			}
		}
		if in {
			out = append(out, l)
		}
	}
	return out, nil
}

// DeputyMap is who is in charge of which unit, with what the head may set.
type DeputyMap struct {
	Units    []DeputyLine
	Deputies []org.Post
}

// DeputyLine is a unit's mapping; Missing warns.
type DeputyLine struct {
	Unit    org.UnitID
	Name    string
	Default string
	ByCat   []DeputyCategory
	Missing bool
}

// DeputyCategory is a category with a deputy of its own.
type DeputyCategory struct{ Code, Name, Deputy string }

// DeputyMap reads the mapping of deputies in charge (Art. 24; domain.md §13.19).
func (r *Reader) DeputyMap(ctx context.Context) (DeputyMap, error) {
	var out DeputyMap
	if !access.May(r.actor.Post.Kind, access.Heading) {
		return out, ErrForbidden
	}
	p, err := r.s.Policy(ctx)
	if err != nil {
		return out, err
	}
	for _, x := range r.dir.Posts() {
		if x.Kind == org.Deputy || x.Kind == org.HotlineDeputy {
			out.Deputies = append(out.Deputies, x)
		}
	}
	for _, u := range r.dir.Units() {
		if u.Group == org.County || u.Closed {
			continue
		}
		l := DeputyLine{Unit: u.ID, Name: u.Name, Missing: true}
		m := r.dir.Deputies(u.ID)
		for _, cat := range slices.Sorted(maps.Keys(m)) {
			switch {
			case m[cat] == "":
			case cat == "":
				l.Default, l.Missing = r.dir.Title(m[cat]), false
			default:
				name := cat
				if c, ok := p.Category(cat); ok {
					name = c.Label()
				}
				l.ByCat = append(l.ByCat, DeputyCategory{cat, name, r.dir.Title(m[cat])})
			}
		}
		out.Units = append(out.Units, l)
	}
	return out, nil
}
