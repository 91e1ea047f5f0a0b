package order_test

import (
	"strings"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// unitNames are the member units of the scenarios, by the names that people use.
var unitNames = map[string]org.UnitID{
	"县城市管理局": "cgj", "城管局": "cgj", "县住房和城乡建设局": "zjj", "住建局": "zjj", "县教育局": "jyj", "教育局": "jyj", "县气象局": "qxj", "气象局": "qxj",
	"城管执法大队": "cgzf", "双涧镇": "341622101",
}

// parents are the units that stand below another.
var parents = map[org.UnitID]org.UnitID{"cgzf": "cgj"}

func above(u org.UnitID) []org.UnitID {
	if p := parents[u]; p != "" {
		return []org.UnitID{p}
	}
	return nil
}

// deputies are the deputies in charge; a unit that is not here has no mapping.
var deputies = map[org.UnitID]org.PostID{"cgj": "county/deputy.1", "zjj": "county/deputy.2", "jyj": org.PostHotlineDeputy}

func unitName(u org.UnitID) string {
	long := string(u)
	for n, id := range unitNames {
		if id == u && len(n) > len(long) {
			long = n
		}
	}
	return long
}

func target(u org.UnitID) order.Target {
	return order.Target{Unit: u, Above: above(u), Deputy: deputies[u]}
}

func actorAt(post org.PostID, account string) org.Actor {
	return org.Actor{Account: org.AccountID(account), Post: org.Post{ID: post, Unit: post.UnitOf(), Kind: post.KindOf()}}
}

func desk(k org.Kind) org.Actor { return actorAt(org.PostOf(org.HotlineOffice, k), string(k)+"-1") }

func inUnit(u org.UnitID, k org.Kind) org.Actor {
	a := actorAt(org.PostOf(u, k), string(u)+"-"+string(k))
	a.Circle = append([]org.UnitID{u}, above(u)...)
	return a
}

// holder is who holds a post.
func holder(p org.PostID) org.Actor { return actorAt(p, "holder of "+string(p)) }

func twoPosts() org.Actor {
	a := actorAt("county/deputy.1", "one person")
	a.Holds = []org.PostID{"county/deputy.1", org.PostHotlineDeputy}
	return a
}

var fixedActors = map[string]org.Actor{
	"话务员": desk(org.Operator), "外包话务员": desk(org.Outsourced), "分办员": desk(org.Dispatcher), "分办员乙": actorAt("hotline/dispatcher", "dispatcher-2"),
	"审核员": desk(org.Reviewer), "回访员": desk(org.Visitor), "督办员": desk(org.Supervisor),
	"热线办负责人": holder(org.PostOfficeHead), "县政府办负责人": holder(org.PostGovHead), "分管热线副县长": holder(org.PostHotlineDeputy),
	"分管副县长": holder("county/deputy.1"), "另一分管副县长": holder("county/deputy.2"), "县长": holder(org.PostMagistrate),
	"兼任两职的副县长": twoPosts(), "程序": {}, "诉求人": {}, "审核员兼回访员": actorAt("hotline/visitor", "reviewer-1"),
	"审核员兼城管局具办": actorAt("hotline/reviewer", "cgj-handler"), "继任县长": actorAt(org.PostMagistrate, "successor"), "继任分管热线副县长": actorAt(org.PostHotlineDeputy, "successor-2"),
	"受托的分管副县长": under(actorAt(org.PostHotlineDeputy, "holder of county/deputy.1"), false, org.WholePost), "主持工作的副县长": under(actorAt(org.PostMagistrate, "holder of county/deputy.1"), true, org.WholePost),
	"只受托转办签批的副县长": under(actorAt(org.PostMagistrate, "holder of county/deputy.2"), false, org.ForDispatch),
	"受托的审核员":      under(actorAt(org.PostOfficeHead, "reviewer-1"), false, org.WholePost), "受托的具办人员": under(actorAt("cgj/principal", "cgj-handler"), false, org.WholePost),
	"受托的城管局副职": under(actorAt("cgj/principal", "cgj-unit_deputy"), false, org.WholePost), "只受托分办的城管局副职": under(actorAt("cgj/principal", "cgj-unit_deputy"), false, org.ForAssign),
	"主持城管局工作的副职": under(actorAt("cgj/principal", "cgj-unit_deputy"), true, org.WholePost),
}

// under is an actor who acts by a dated paper.
func under(a org.Actor, presiding bool, scope org.Scope) org.Actor {
	a.Under = org.Authority{ID: "d1", Presiding: presiding, Scope: scope, Document: "蒙政办〔2026〕3号"}
	return a
}

// actorOf reads a post in Chinese: 分办员, 城管局具办人员.
func actorOf(name string) (org.Actor, bool) {
	if a, ok := fixedActors[name]; ok {
		return a, true
	}
	for _, k := range org.Kinds() {
		if u, ok := strings.CutSuffix(name, k.Name()); ok && k.InUnit() && unitNames[u] != "" {
			return inUnit(unitNames[u], k), true
		}
	}
	return org.Actor{}, false
}

// postName is the scenario's name of a post.
func postName(p org.PostID) string {
	for _, n := range []string{"话务员", "分办员", "审核员", "回访员", "督办员", "热线办负责人", "县政府办负责人", "分管热线副县长", "分管副县长", "另一分管副县长", "县长"} {
		if fixedActors[n].Post.ID == p {
			return n
		}
	}
	if k := p.KindOf(); k.InUnit() {
		return unitName(p.UnitOf()) + k.Name()
	}
	return string(p)
}
