// Package org holds who exists in the county: units (单位), posts (岗位) and the person acting in one of them. It is values only: it stores
// nothing, knows no names of persons and decides no rule; what a post may do is said by access, what it must sign by policy.
//
// Start reading at Directory.
package org

import (
	"cmp"
	"slices"
	"strings"
)

// UnitID is a short stable code of a unit: "341622001" for a township, "cgj" for a department.
type UnitID string

// Group is the group in which a unit is scored (Art. 28 feeds two different assessments).
type Group string

// The groups.
const (
	Township   Group = "township"   // 乡镇、街道
	Department Group = "department" // 县直部门
	Enterprise Group = "enterprise" // 企事业与垂管单位
	County     Group = "county"     // 县政府、县政府办、县热线办
)

// Name is the Chinese name of the group.
func (g Group) Name() string {
	return map[Group]string{Township: "乡镇街道", Department: "县直部门", Enterprise: "企事业与垂管单位", County: "县级机关"}[g]
}

// Unit is a member unit (成员单位, Art. 4) or one of the county's own offices.
type Unit struct {
	ID     UnitID `json:"id"`
	Name   string `json:"name"`
	Short  string `json:"short,omitempty"`
	Group  Group  `json:"group"`
	Parent UnitID `json:"parent,omitempty"`
	Phone  string `json:"phone,omitempty"`  // the unit's public office number, told to citizens (Art. 15)
	Deputy PostID `json:"deputy,omitempty"` // the deputy magistrate in charge of it (分管副县长, Art. 24); empty = not mapped
	Place  string `json:"place,omitempty"`  // township code, for a township
	Closed bool   `json:"closed,omitempty"`

	Pending bool `json:"pending,omitempty"` // entered, and not yet active: its three posts are not filled (Art. 5(2))
}

// Label is the short name, or the name where there is none.
func (u Unit) Label() string { return cmp.Or(u.Short, u.Name) }

// Kind says what a post is; access and policy are tables over it.
type Kind string

// The kinds of posts (domain.md §6.3).
const (
	Operator      Kind = "operator"       // 话务员
	Outsourced    Kind = "outsourced"     // 外包话务员
	Dispatcher    Kind = "dispatcher"     // 分办员
	Reviewer      Kind = "reviewer"       // 审核员
	Visitor       Kind = "visitor"        // 回访员
	Supervisor    Kind = "supervisor"     // 督办员
	OfficeHead    Kind = "office_head"    // 县热线办负责人
	GovOfficeHead Kind = "gov_head"       // 县政府办负责人
	Deputy        Kind = "deputy"         // 分管副县长（按单位）
	HotlineDeputy Kind = "hotline_deputy" // 分管热线工作的副县长
	Magistrate    Kind = "magistrate"     // 县长
	UnitHandler   Kind = "handler"        // 单位具办人员
	UnitDeputy    Kind = "unit_deputy"    // 单位分管负责人
	UnitPrincipal Kind = "principal"      // 单位主要负责人
	UnitDuty      Kind = "duty"           // 单位值班员
	SystemAdmin   Kind = "system_admin"   // 系统管理员
	SecurityAdmin Kind = "security_admin" // 安全管理员
	Auditor       Kind = "auditor"        // 审计员
	JointBody     Kind = "joint"          // 联合督办员：县绩效评价中心、县效能办（第二十二条）
)

var kindNames = map[Kind]string{
	Operator: "话务员", Outsourced: "外包话务员", Dispatcher: "分办员", Reviewer: "审核员", Visitor: "回访员", Supervisor: "督办员",
	OfficeHead: "县热线办负责人", GovOfficeHead: "县政府办负责人", Deputy: "分管副县长", HotlineDeputy: "分管热线工作的副县长",
	Magistrate: "县长", UnitHandler: "具办人员", UnitDeputy: "分管负责人", UnitPrincipal: "主要负责人", UnitDuty: "值班员",
	SystemAdmin: "系统管理员", SecurityAdmin: "安全管理员", Auditor: "审计员", JointBody: "联合督办员",
}

// Kinds lists every kind of post in a fixed order.
func Kinds() []Kind {
	return []Kind{Operator, Outsourced, Dispatcher, Reviewer, Visitor, Supervisor, OfficeHead, GovOfficeHead, Deputy, HotlineDeputy, Magistrate,
		UnitHandler, UnitDeputy, UnitPrincipal, UnitDuty, SystemAdmin, SecurityAdmin, Auditor, JointBody}
}

// Name is the Chinese name of the kind, "" for an unknown one.
func (k Kind) Name() string { return kindNames[k] }

// Desk reports whether the post belongs to the hotline office (县热线办).
func (k Kind) Desk() bool {
	switch k {
	case Operator, Outsourced, Dispatcher, Reviewer, Visitor, Supervisor, OfficeHead:
		return true
	}
	return false
}

// Leader reports whether the post is the head of the government office or a county leader.
func (k Kind) Leader() bool {
	switch k {
	case GovOfficeHead, Deputy, HotlineDeputy, Magistrate:
		return true
	}
	return false
}

// InUnit reports whether the post belongs to a member unit.
func (k Kind) InUnit() bool {
	switch k {
	case UnitHandler, UnitDeputy, UnitPrincipal, UnitDuty:
		return true
	}
	return false
}

// Joint reports whether the post belongs to a body that supervises together with the hotline office (Art. 22) and handles nothing itself.
func (k Kind) Joint() bool { return k == JointBody }

// Administers reports whether the post is one of the three administrators, who stand apart from each other and from all business (三员分立).
func (k Kind) Administers() bool { return k == SystemAdmin || k == SecurityAdmin || k == Auditor }

// The county's own offices as units.
const (
	HotlineOffice UnitID = "hotline" // 县热线办
	GovOffice     UnitID = "gov"     // 县政府办公室
	Government    UnitID = "county"  // 县政府领导

	PerformanceCentre UnitID = "jxpj" // 县绩效评价中心
	EfficiencyOffice  UnitID = "xnb"  // 县效能办
)

// PostID names a post. Pending steps belong to posts, never to persons: a successor signs (domain.md §13.18).
type PostID string

// Post is one post. A unit has one principal and one deputy post and may have several persons on a desk's posts.
type Post struct {
	ID    PostID `json:"id"`
	Unit  UnitID `json:"unit"`
	Kind  Kind   `json:"kind"`
	Title string `json:"title"` // as a document prints it: 县城市管理局主要负责人
}

// The single posts of the county.
const (
	PostOfficeHead    PostID = "hotline/office_head"
	PostGovHead       PostID = "gov/gov_head"
	PostHotlineDeputy PostID = "county/hotline_deputy"
	PostMagistrate    PostID = "county/magistrate"
)

// PostOf is the identifier of a unit's post of a kind: "cgj/principal".
func PostOf(u UnitID, k Kind) PostID { return PostID(string(u) + "/" + string(k)) }

// UnitOf is the unit part of a post's identifier.
func (p PostID) UnitOf() UnitID {
	u, _, _ := strings.Cut(string(p), "/")
	return UnitID(u)
}

// KindOf is the kind part of a post's identifier; deputies carry a suffix: "county/deputy.2" is a Deputy.
func (p PostID) KindOf() Kind {
	_, k, _ := strings.Cut(string(p), "/")
	k, _, _ = strings.Cut(k, ".")
	return Kind(k)
}

// AccountID names a person's account; the name itself lives with the account and never in an event.
type AccountID string

// Actor is a person acting in one post. The zero Actor is the program itself (timers, import).
// Under is the paper that lets him act in it where he is not its holder. Holds and Circle are filled in by the directory (see Directory.Whole): whoever is
// reported in one of his posts is so in all of them, and whoever works below a unit works in it.
type Actor struct {
	Account AccountID
	Post    Post
	Under   Authority
	Holds   []PostID // every post of the person
	Circle  []UnitID // every unit of those posts, with the units above them
}

// System reports whether the actor is the program itself.
func (a Actor) System() bool { return a.Account == "" }

// Marks are the names under which an order may report this person: a unit of his or one above it, a post, the account itself. They are what the order
// room and the archive compare with an order's own marks (回避).
func (a Actor) Marks() []string {
	var out []string
	add := func(m string) {
		if !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	if a.Post.Unit != "" {
		add(UnitMark(a.Post.Unit))
	}
	for _, u := range a.Circle {
		add(UnitMark(u))
	}
	if a.Post.ID != "" {
		add(PostMark(a.Post.ID))
	}
	for _, p := range a.Holds {
		add(PostMark(p))
	}
	if a.Account != "" {
		add(AccountMark(a.Account))
	}
	return out
}

// UnitMark, PostMark and AccountMark are the names of a unit, a post and a person as an order's reported party.
func UnitMark(u UnitID) string       { return "u:" + string(u) }
func PostMark(p PostID) string       { return "p:" + string(p) }
func AccountMark(a AccountID) string { return "a:" + string(a) }

// Is reports whether the actor acts in a post of one of the kinds.
func (a Actor) Is(kinds ...Kind) bool { return slices.Contains(kinds, a.Post.Kind) }

// Directory is the county's units and posts at one moment.
type Directory struct {
	units map[UnitID]Unit
	posts map[PostID]Post

	next     map[UnitID]UnitID            // who carries on the work of a unit that is no more
	deputies map[UnitID]map[string]PostID // deputies in charge by category
	acting   []Delegation                 // in force on that day
}

// NewDirectory makes a directory; later entries win.
func NewDirectory(units []Unit, posts []Post) Directory {
	d := Directory{units: map[UnitID]Unit{}, posts: map[PostID]Post{}}
	for _, u := range units {
		d.units[u.ID] = u
	}
	for _, p := range posts {
		d.posts[p.ID] = p
	}
	return d
}

// Unit finds a unit.
func (d Directory) Unit(id UnitID) (Unit, bool) { u, ok := d.units[id]; return u, ok }

// UnitName is the unit's name, or its code where it is unknown.
func (d Directory) UnitName(id UnitID) string {
	if u, ok := d.units[id]; ok {
		return u.Name
	}
	return string(id)
}

// Post finds a post.
func (d Directory) Post(id PostID) (Post, bool) { p, ok := d.posts[id]; return p, ok }

// Above are the units over a unit, the nearest first.
func (d Directory) Above(id UnitID) []UnitID {
	var out []UnitID
	for u := d.units[id].Parent; u != "" && u != id && !slices.Contains(out, u); u = d.units[u].Parent {
		out = append(out, u)
	}
	return out
}

// Whole is an actor with everything that ties him to units: the posts he holds beside the one he acts in, their units, and the units above.
func (d Directory) Whole(a Actor, posts ...PostID) Actor {
	if a.System() {
		return a
	}
	holds := append(slices.Clone(a.Holds), posts...)
	a.Holds, a.Circle = nil, nil
	for _, p := range append([]PostID{a.Post.ID}, holds...) {
		if p == "" || slices.Contains(a.Holds, p) {
			continue
		}
		a.Holds = append(a.Holds, p)
		home := p.UnitOf()
		if p == a.Post.ID && a.Post.Unit != "" {
			home = a.Post.Unit
		}
		for _, u := range append([]UnitID{home}, d.Above(home)...) {
			if !slices.Contains(a.Circle, u) {
				a.Circle = append(a.Circle, u)
			}
		}
	}
	return a
}

// Title is the post's title, made from unit and kind where the post is not listed.
func (d Directory) Title(id PostID) string {
	if p, ok := d.posts[id]; ok && p.Title != "" {
		return p.Title
	}
	if k := id.KindOf(); k.InUnit() {
		return d.UnitName(id.UnitOf()) + k.Name()
	} else if n := k.Name(); n != "" {
		return n
	}
	return string(id)
}

// Units lists the member units, by group, then by code.
func (d Directory) Units() []Unit {
	order := map[Group]int{Township: 0, Department: 1, Enterprise: 2, County: 3}
	all := make([]Unit, 0, len(d.units))
	for _, u := range d.units {
		all = append(all, u)
	}
	slices.SortFunc(all, func(a, b Unit) int {
		return cmp.Or(cmp.Compare(order[a.Group], order[b.Group]), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// Posts lists all posts by identifier.
func (d Directory) Posts() []Post {
	all := make([]Post, 0, len(d.posts))
	for _, p := range d.posts {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Post) int { return cmp.Compare(a.ID, b.ID) })
	return all
}
