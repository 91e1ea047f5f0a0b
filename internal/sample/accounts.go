package sample

import "huiyin/internal/org"

// Account is a demo account: a title and its posts, nobody's name. Passwords are set where the demo is made.
type Account struct {
	Login string
	Title string // what the page's head shows: 话务员01
	Posts []org.PostID
}

// staffedLogins are the six units with an account for each of their posts, by the stem of the login; in the others one demo account holds them all.
var staffedLogins = map[org.UnitID]string{"cgj": "chengguan", "zjj": "zhujian", "jyj": "jiaoyu", "rsj": "renshe", "341622001": "qiyuan", "341622112": "letu"}

// Accounts lists the demo accounts. The logins are stable.
func Accounts() []Account {
	out := []Account{
		{"huawu01", "话务员01", []org.PostID{desk(org.Operator)}},
		{"huawu02", "话务员02", []org.PostID{desk(org.Operator)}},
		{"waibao01", "外包话务员01", []org.PostID{desk(org.Outsourced)}},
		{"fenban01", "分办员01", []org.PostID{desk(org.Dispatcher)}},
		{"fenban02", "分办员02", []org.PostID{desk(org.Dispatcher)}},
		{"shenhe01", "审核员01", []org.PostID{desk(org.Reviewer)}},
		{"huifang01", "回访员01", []org.PostID{desk(org.Visitor)}},
		{"duban01", "督办员01", []org.PostID{desk(org.Supervisor)}},
		{"rexianban", "县热线办负责人", []org.PostID{org.PostOfficeHead}},
		{"zhengfuban", "县政府办负责人", []org.PostID{org.PostGovHead}},
		{"fuxianzhang", "分管热线工作的副县长", []org.PostID{org.PostHotlineDeputy}},
		{"fuxianzhang1", "副县长（城建交通）", []org.PostID{deputyBuilding}},
		{"fuxianzhang2", "副县长（农业水利）", []org.PostID{deputyFarming}},
		{"fuxianzhang3", "副县长（教育文体卫健）", []org.PostID{deputyCulture}},
		{"xianzhang", "县长", []org.PostID{org.PostMagistrate}},
		{"jixiao01", "县绩效评价中心01", []org.PostID{org.PostOf(org.PerformanceCentre, org.JointBody)}},
		{"xiaoneng01", "县效能办01", []org.PostID{org.PostOf(org.EfficiencyOffice, org.JointBody)}},
		{"guanli", "系统管理员", []org.PostID{desk(org.SystemAdmin)}},
		{"anquan", "安全管理员", []org.PostID{desk(org.SecurityAdmin)}},
		{"shenji", "审计员", []org.PostID{desk(org.Auditor)}},
	}
	for _, u := range countyUnits() {
		if u.Group == org.County {
			continue
		}
		stem := staffedLogins[u.ID]
		if stem == "" {
			out = append(out, Account{"u-" + string(u.ID), u.Label() + "值守人员",
				[]org.PostID{org.PostOf(u.ID, org.UnitHandler), org.PostOf(u.ID, org.UnitDeputy), org.PostOf(u.ID, org.UnitPrincipal), org.PostOf(u.ID, org.UnitDuty)}})
			continue
		}
		for _, k := range []struct {
			suffix string
			kind   org.Kind
		}{{"1", org.UnitHandler}, {"2", org.UnitDeputy}, {"3", org.UnitPrincipal}} {
			out = append(out, Account{stem + k.suffix, u.Label() + k.kind.Name(), []org.PostID{org.PostOf(u.ID, k.kind)}})
		}
		if u.ID == "cgj" {
			out = append(out, Account{stem + "4", u.Label() + org.UnitDuty.Name(), []org.PostID{org.PostOf(u.ID, org.UnitDuty)}})
		}
	}
	return out
}
