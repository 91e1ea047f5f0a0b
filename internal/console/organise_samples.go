package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func (k showroom) organiseSamples() []web.Sample {
	admin, security, head, dispatcher := k.as("hotline/system_admin"), k.as("hotline/security_admin"), k.as("hotline/office_head"), k.as("hotline/dispatcher")
	units := []desk.UnitLine{
		{ID: "cgj", Name: "县城市管理局", Group: "县直部门", GroupCode: "department", Phone: "0558-9990-120", State: "启用", Deputy: "分管城建交通的副县长", Open: 12},
		{ID: "lyj", Name: "县林业局", Group: "县直部门", GroupCode: "department", Phone: "0558-9990-131", State: "启用", Vacant: []string{"具办人员"}, Open: 3},
		{ID: "sjj", Name: "县数据资源管理局", Group: "县直部门", GroupCode: "department", State: "未启用", Vacant: []string{"主要负责人", "分管负责人"}},
		{ID: "wjj", Name: "县物价局", Group: "县直部门", State: "已撤销", Successor: "县发展和改革委员会"},
	}
	one := desk.UnitPage{UnitLine: units[1], Unit: org.Unit{ID: "lyj", Name: "县林业局", Group: org.Department, Phone: "0558-9990-131"}, Posts: []desk.PostLine{
		{Post: "lyj/handler", Kind: "具办人员", Holders: []desk.HolderLine{{Account: "a", Login: "linye1", Name: "林业局具办人员", From: "2025年3月1日", Until: "2026年11月20日", Past: true}}},
		{Post: "lyj/unit_deputy", Kind: "分管负责人", Holders: []desk.HolderLine{{Account: "b", Login: "linye2", Name: "林业局分管负责人", From: "2025年3月1日"}}},
		{Post: "lyj/principal", Kind: "主要负责人", Holders: []desk.HolderLine{{Account: "c", Login: "linye3", Name: "林业局主要负责人", From: "2024年6月1日"}}, Acting: []string{"林业局分管负责人（受托代签，蒙林〔2026〕8号）"}},
		{Post: "lyj/duty", Kind: "值班员"}},
		History: []desk.HistoryLine{{On: "2026年11月20日", At: "2026年11月20日", By: "系统管理员", Text: "林业局具办人员不再任县林业局具办人员"}, {At: "2025年3月1日", By: "系统", Text: "建库时登记：县林业局"}}}
	fresh := desk.UnitPage{UnitLine: units[2], Unit: org.Unit{ID: "sjj", Name: "县数据资源管理局", Group: org.Department, Pending: true}, Posts: []desk.PostLine{{Post: "sjj/principal", Kind: "主要负责人"}, {Post: "sjj/unit_deputy", Kind: "分管负责人"},
		{Post: "sjj/handler", Kind: "具办人员", Holders: []desk.HolderLine{{Account: "d", Login: "shuju1", Name: "数据局具办人员", From: "2026年11月23日"}}}, {Post: "sjj/duty", Kind: "值班员"}}}
	show := func(v desk.UnitPage, may bool, forms unitForms, entered *desk.Entered) web.Page {
		p := k.c.withForms(unitProps{v: v, may: may, forms: forms, entered: entered, successors: parts.Options("zrj", "县自然资源和规划局"), key: web.NewKey()})
		for _, x := range v.Posts {
			p.posts = append(p.posts, parts.Option{Value: string(x.Post), Label: x.Kind})
		}
		return web.Show(v.Name, oneUnitView(p)).In("org")
	}
	lost := unitForms{succeed: k.wrong(k.filled("to", "", "document", "蒙编〔2026〕5号", "on", "2026-12-01"), "to", "没有选择承接单位。"), open: "succeed"}
	people := []desk.PersonLine{{Account: "a", Login: "linye2", Name: "林业局分管负责人", Posts: []desk.PersonPost{{Post: "lyj/unit_deputy", Title: "县林业局分管负责人", From: "2025年3月1日"}}},
		{Account: "b", Login: "linye1", Name: "林业局具办人员", Shut: true, Posts: []desk.PersonPost{{Post: "lyj/handler", Title: "县林业局具办人员", Until: "2026年11月20日", Past: true}}},
		{Account: "c", Login: "guanli", Name: "系统管理员", Self: true, Posts: []desk.PersonPost{{Post: "hotline/system_admin", Title: "县热线办系统管理员"}}}}
	crew := peopleProps{people: people, posts: parts.Options("lyj/handler", "县林业局具办人员"), units: parts.Options("lyj", "县林业局"), may: true, today: "2026-11-27"}
	back := crew
	back.bad, back.badOf = k.wrong(k.filled("post", "", "from", "2026-11-27"), "post", "没有选择岗位。"), "a"
	seen := crew
	seen.may = false
	here := desk.Attendance{Day: "2026年11月27日", Workday: true, Here: 76, Missing: []desk.AttendanceRow{{Unit: "lyj", Name: "县林业局", Phone: "0558-9990-131", Open: 3, Times: 4}, {Unit: "qxj", Name: "县气象局", Phone: "0558-9990-150"}},
		Past: []desk.AttendanceDay{{Day: "11月26日 周四", Absent: []string{"县林业局"}, Of: 78}, {Day: "11月25日 周三", Absent: []string{"县林业局", "县气象局"}, Of: 78}}}
	m := deputiesProps{f: web.NewForm(), units: parts.Options("cgj", "县城市管理局"), deputies: parts.Options("county/deputy.1", "分管城建交通的副县长"), m: desk.DeputyMap{Units: []desk.DeputyLine{
		{Unit: "cgj", Name: "县城市管理局", Default: "分管城建交通的副县长", ByCat: []desk.DeputyCategory{{Code: "0703", Name: "生态环境·噪声", Deputy: "分管政法的副县长"}}}, {Unit: "lyj", Name: "县林业局", Missing: true}}}}
	bad := m
	bad.f = k.wrong(k.filled("unit", ""), "unit", "请选择单位")
	return []web.Sample{
		k.page(admin, "机构与人员", "org", "正常", "GET /org", web.Show("机构与人员", orgView(orgOf(units, true))).In("org")).At(web.Laptop, web.Phone),
		k.page(security, "机构与人员", "org-read", "只能看", "GET /org", web.Show("机构与人员", orgView(orgOf(units, false))).In("org")),
		k.page(admin, "机构与人员", "org-new", "正常", "GET /org/new", web.Show("登记新单位", newUnitView(web.NewForm("on", "2026-11-27"))).In("org")),
		k.page(admin, "机构与人员", "org-new-error", "错误", "GET /org/new", web.Show("登记新单位", newUnitView(k.wrong(k.filled("code", "数据局", "name", "县数据局"), "code", "单位编码应为2到20位小写字母或数字，例如 341622001。"))).In("org")),
		k.page(admin, "机构与人员", "org-unit", "缺具办人员", "GET /org/units/{unit}", show(one, true, unitForms{}, nil)).At(web.Laptop, web.Phone),
		k.page(admin, "机构与人员", "org-unit-new", "未启用", "GET /org/units/{unit}", show(fresh, true, unitForms{}, &desk.Entered{Login: "shuju1", Title: "数据局具办人员", Password: "样例密码不能登录"})),
		k.page(admin, "机构与人员", "org-unit-error", "错误", "GET /org/units/{unit}", show(one, true, lost, nil)),
		k.page(dispatcher, "机构与人员", "org-unit-read", "只能看", "GET /org/units/{unit}", show(one, false, unitForms{}, nil)),
		k.page(admin, "机构与人员", "people", "正常", "GET /org/people", web.Show("人员", peopleView(crew)).In("people")),
		k.page(admin, "机构与人员", "people-error", "错误", "GET /org/people", web.Show("人员", peopleView(back)).In("people")),
		k.page(security, "机构与人员", "people-read", "只能看", "GET /org/people", web.Show("人员", peopleView(seen)).In("people")),
		k.page(dispatcher, "每日登录", "attendance", "有未登录", "GET /attendance", web.Show("每日登录", attendanceView(here)).In("attendance")).At(web.Laptop, web.Phone),
		k.page(dispatcher, "每日登录", "attendance-all", "都已登录", "GET /attendance", web.Show("每日登录", attendanceView(desk.Attendance{Day: "2026年11月28日", Here: 78})).In("attendance")),
		k.page(head, "分管领导", "deputies", "正常", "GET /deputies", web.Show("分管领导", deputiesView(m)).In("deputies")),
		k.page(head, "分管领导", "deputies-error", "错误", "GET /deputies", web.Show("分管领导", deputiesView(bad)).In("deputies")),
	}
}

func (k showroom) orgImportSamples() []web.Sample {
	admin := k.as("hotline/system_admin")
	show := func(p importProps) web.Page { return web.Show("批量导入", importView(p)).In("org-import") }
	f := func() *web.Form { return web.NewForm("kind", "people") }
	rows := []desk.ImportRow{{Line: 2, Cells: []string{"数据局具办人员", "shuju1", "县数据资源管理局", "具办人员", "2026-11-23"}},
		{Line: 3, Cells: []string{"数据局主要负责人", "数据3", "sjj", "主要负责人", ""}, Fault: "登录名应为3到32位小写字母、数字，以字母开头，现为“数据3”。"},
		{Line: 4, Cells: []string{"林业局护林员", "linye9", "县林业和草原局", "具办人员", ""}, Fault: "没有单位“县林业和草原局”，请填单位全称或编码；新单位请先导入单位。"}}
	entered := []desk.Entered{{Login: "shuju1", Title: "数据局具办人员", Post: "县数据资源管理局具办人员", Password: "样例密码不能登录"}}
	return []web.Sample{
		k.page(admin, "批量导入", "org-import", "正常", "GET /org/import", show(importProps{f: f()})),
		k.page(admin, "批量导入", "org-import-preview", "预览，有坏行", "GET /org/import", show(importProps{f: f(), kind: desk.ImportPeople, rows: rows, good: 1, packed: "[]"})).At(web.Laptop),
		k.page(admin, "批量导入", "org-import-bad", "没有好行", "GET /org/import", show(importProps{f: f(), kind: desk.ImportPeople, rows: rows[1:]})),
		k.page(admin, "批量导入", "org-import-error", "错误", "GET /org/import", show(importProps{f: k.wrong(f(), "file", "表头缺少：“姓名”。")})),
		k.page(admin, "批量导入", "org-imported", "已导入", "GET /org/import", web.Show("批量导入", importedView(importProps{kind: desk.ImportPeople, rows: rows, taken: 1, entered: entered})).In("org-import")),
	}
}

func (k showroom) delegationSamples() []web.Sample {
	chief, head, mayor := k.as("cgj/principal"), k.as("hotline/office_head"), k.as("county/magistrate")
	lines := []desk.DelegationLine{{ID: "d1", Post: "县城管局主要负责人", To: "县城管局分管负责人", Kind: "授权（AB角）", Scope: "全部职责", Document: "蒙城管〔2026〕12号", From: "2026年11月25日", Until: "2026年12月4日", State: "生效中", Now: true, Mine: true},
		{ID: "d2", Post: "县城管局主要负责人", To: "县城管局分管负责人", Kind: "授权（AB角）", Scope: "单位分办签批", Document: "蒙城管〔2026〕3号", From: "2026年3月2日", Until: "2026年3月6日", State: "已到期"}}
	posts := []org.Post{{ID: "cgj/principal", Title: "县城管局主要负责人"}}
	people := []desk.Delegatee{{Account: "a", Name: "县城管局分管负责人", Posts: "县城管局分管负责人"}}
	show := func(p desk.DelegationPage, f *web.Form) web.Page {
		return web.Show("授权", delegationView(delegationOf(p, f))).In("delegations")
	}
	start := func() *web.Form {
		return web.NewForm("kind", "ab", "scope", "all", "from", "2026-11-27", "post", "cgj/principal")
	}
	away := chief
	away.actor.Under = org.Authority{ID: "d1", Scope: org.WholePost, Document: "蒙城管〔2026〕12号"}
	return []web.Sample{
		k.page(chief, "授权", "delegations", "正常", "GET /delegations", show(desk.DelegationPage{Lines: lines, Posts: posts, People: people}, start())).At(web.Laptop, web.Phone),
		k.page(mayor, "授权", "delegations-empty", "空", "GET /delegations", show(desk.DelegationPage{Posts: []org.Post{{ID: "county/magistrate", Title: "县长"}}}, start())),
		k.page(head, "授权", "delegations-error", "错误", "GET /delegations", show(desk.DelegationPage{Lines: lines, Posts: posts, People: people, Office: true}, k.wrong(start(), "document", "没有填写授权文件的文号，例如“蒙城管〔2026〕3号”。"))),
		k.page(away, "授权", "delegations-acting", "受托代行时", "GET /delegations", show(desk.DelegationPage{Lines: lines, Mine: []desk.Acting{{Post: posts[0], Under: away.actor.Under}}}, start())),
	}
}
