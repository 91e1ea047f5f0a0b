package office

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Threefold are the three posts that every unit must fill (Art. 5(2)): two 责任人 and the 具办人员.
func Threefold() []org.Kind { return []org.Kind{org.UnitPrincipal, org.UnitDeputy, org.UnitHandler} }

// Vacant lists which of the three nobody holds.
func Vacant(holders map[org.Kind]int) []org.Kind {
	var out []org.Kind
	for _, k := range Threefold() {
		if holders[k] == 0 {
			out = append(out, k)
		}
	}
	return out
}

// Next is who stands in while nobody holds a unit's post: handler, deputy, principal; behind the principal the hotline office's head (domain.md §13.9).
func Next(p org.PostID, filled func(org.PostID) bool) org.PostID {
	ladder := []org.Kind{org.UnitHandler, org.UnitDeputy, org.UnitPrincipal}
	at := slices.Index(ladder, p.KindOf())
	if at < 0 {
		return p
	}
	for _, k := range ladder[at:] {
		if q := org.PostOf(p.UnitOf(), k); filled(q) {
			return q
		}
	}
	return org.PostOfficeHead
}

// CheckActivation refuses a new unit whose three posts are not filled. A unit that works already keeps receiving though a post falls empty (domain.md §13.9).
func CheckActivation(u org.Unit, holders map[org.Kind]int) *regulation.Refusal {
	if !u.Pending {
		return regulation.RefuseState(regulation.Art5_2, "active_already", "%s已经启用。", u.Name)
	}
	var names []string
	for _, k := range Vacant(holders) {
		names = append(names, k.Name())
	}
	if len(names) > 0 {
		return regulation.RefuseState(regulation.Art5_2, "posts_vacant", "%s还缺%s。启用前须配齐主要负责人、分管负责人和至少1名具办人员，请先在“人员”里登记。", u.Name, strings.Join(names, "、"))
	}
	return nil
}

var unitCode = regexp.MustCompile(`^[a-z0-9]{2,20}$`)

// CheckUnit refuses a unit that cannot be entered, or changed, as it is written. fresh: it is a new one.
func CheckUnit(d org.Directory, u org.Unit, fresh bool, on, today org.Day) *regulation.Refusal {
	a := regulation.Art4
	old, known := d.Unit(u.ID)
	switch {
	case !unitCode.MatchString(string(u.ID)):
		return regulation.RefuseField(a, "bad_code", "code", "单位编码应为2到20位小写字母或数字，例如 341622001。")
	case fresh && known:
		return regulation.RefuseField(a, "code_taken", "code", "编码“%s”已是%s，请换一个；单位改名请在该单位里办理。", u.ID, old.Name)
	case !fresh && !known:
		return regulation.RefuseState(a, "no_unit", "没有这个单位，请刷新页面。")
	case !fresh && old.Closed:
		return regulation.RefuseState(a, "closed", "%s已撤销，不能再改。", old.Name)
	case utf8.RuneCountInString(strings.TrimSpace(u.Name)) < 2:
		return regulation.RefuseField(a, "no_name", "name", "没有填写单位全称。")
	case u.Group != org.Township && u.Group != org.Department && u.Group != org.Enterprise:
		return regulation.RefuseField(a, "no_group", "group", "没有选择考核组别：乡镇街道、县直部门或企事业与垂管单位。")
	case on == "":
		return regulation.RefuseField(a, "no_day", "on", "没有填写生效日期。")
	case on < today:
		return regulation.RefuseField(a, "past_day", "on", "生效日期早于今天；机构变动从登记之日起或以后生效，以前的工单和数字不改。")
	}
	for _, other := range d.Units() {
		if other.ID != u.ID && !other.Closed && other.Name == u.Name {
			return regulation.RefuseField(a, "name_taken", "name", "已有单位叫“%s”（%s），请核对。", u.Name, other.ID)
		}
	}
	return nil
}

// CheckSuccession refuses a merger that cannot be: the one that goes must stand, the one that carries on must be open on that day, and a paper says so.
func CheckSuccession(d org.Directory, e org.UnitSucceeded, today org.Day) *regulation.Refusal {
	a := regulation.Art4
	from, ok := d.Unit(e.From)
	to, known := d.Unit(e.To)
	switch {
	case !ok || from.Group == org.County:
		return regulation.RefuseState(a, "no_unit", "没有这个成员单位，请刷新页面。")
	case from.Closed:
		return regulation.RefuseState(a, "closed", "%s已经撤销。", from.Name)
	case e.To == "" || !known:
		return regulation.RefuseField(a, "no_successor", "to", "没有选择承接单位。")
	case e.To == e.From:
		return regulation.RefuseField(a, "same_unit", "to", "承接单位不能是它自己；只改名的请用“改名”。")
	case !to.Open():
		return regulation.RefuseField(a, "successor_shut", "to", "%s没有启用，不能承接，请先启用。", to.Name)
	case strings.TrimSpace(e.Document) == "":
		return regulation.RefuseField(a, "no_document", "document", "没有填写机构调整文件的文号。")
	case e.On == "":
		return regulation.RefuseField(a, "no_day", "on", "没有填写生效日期。")
	case e.On < today:
		return regulation.RefuseField(a, "past_day", "on", "生效日期早于今天；以前的工单和数字仍归原单位。")
	}
	return nil
}

// CheckPosts refuses posts that one person may not hold together, of those he has and is given: the three administrators stand apart from each other and from
// all business (domain.md §6.3).
func CheckPosts(d org.Directory, posts []org.PostID) *regulation.Refusal {
	a := regulation.Art5_2
	if len(posts) == 0 {
		return regulation.RefuseField(a, "no_post", "post", "没有选择岗位。")
	}
	apart := 0
	for _, p := range posts {
		if _, ok := d.Post(p); !ok {
			return regulation.RefuseField(a, "unknown_post", "post", "没有岗位“%s”，请核对单位编码和岗位。", p)
		}
		if p.KindOf().Administers() {
			apart++
		}
	}
	if apart > 1 || apart == 1 && len(posts) > 1 {
		return regulation.RefuseField(a, "separate_duties", "post", "系统管理员、安全管理员、审计员三员分立，不能兼任，也不能兼业务岗位。")
	}
	return nil
}
