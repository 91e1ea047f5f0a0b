package order_test

import (
	"strings"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

// unitNames are the member units of the scenarios, by the names that people use.
var unitNames = map[string]org.UnitID{
	"县城市管理局": "cgj", "城管局": "cgj", "县住房和城乡建设局": "zjj", "住建局": "zjj", "县教育局": "jyj", "教育局": "jyj", "县气象局": "qxj", "气象局": "qxj",
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

func target(u org.UnitID) order.Target { return order.Target{Unit: u, Deputy: deputies[u]} }

func actorAt(post org.PostID, account string) org.Actor {
	return org.Actor{Account: org.AccountID(account), Post: org.Post{ID: post, Unit: post.UnitOf(), Kind: post.KindOf()}}
}

func desk(k org.Kind) org.Actor { return actorAt(org.PostOf(org.HotlineOffice, k), string(k)+"-1") }

func inUnit(u org.UnitID, k org.Kind) org.Actor {
	return actorAt(org.PostOf(u, k), string(u)+"-"+string(k))
}

// holder is who holds a post.
func holder(p org.PostID) org.Actor { return actorAt(p, "holder of "+string(p)) }

var fixedActors = map[string]org.Actor{
	"话务员": desk(org.Operator), "外包话务员": desk(org.Outsourced), "分办员": desk(org.Dispatcher), "分办员乙": actorAt("hotline/dispatcher", "dispatcher-2"),
	"审核员": desk(org.Reviewer), "回访员": desk(org.Visitor), "督办员": desk(org.Supervisor),
	"热线办负责人": holder(org.PostOfficeHead), "县政府办负责人": holder(org.PostGovHead), "分管热线副县长": holder(org.PostHotlineDeputy),
	"分管副县长": holder("county/deputy.1"), "另一分管副县长": holder("county/deputy.2"), "县长": holder(org.PostMagistrate),
	"兼任两职的副县长": actorAt("county/deputy.1", "one person"), "程序": {}, "审核员兼回访员": actorAt("hotline/visitor", "reviewer-1"),
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
