package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

func (k showroom) dutySamples() []web.Sample {
	s, op := k.as("hotline/dispatcher"), k.as("hotline/operator")
	own := desk.DutyView{Duty: office.Duty{Category: "0204", Units: []org.UnitID{"zjj", "cgj"}, Department: true, Basis: "县住建局三定方案第三条：负责城市排水设施管护"}, Label: "城市管理 / 下水道积水", TownName: "全县",
		UnitNames: []string{"县住建局", "县城管局"}, Own: true, Since: "3月2日", At: 1}
	here := own
	here.Town, here.TownName, here.Units, here.UnitNames, here.Department, here.Basis = "341622101", "双涧镇人民政府", []org.UnitID{office.TheTown}, []string{"属地乡镇街道"}, false, "双涧镇综合执法权责清单"
	given := desk.DutyView{Duty: office.Duty{Category: "0503", Units: []org.UnitID{office.TheTown, "nyj", "zrj"}, Basis: "属地管理，部门指导（参考目录，待县热线办核定）"}, Label: "农业农村 / 宅基地", TownName: "全县", UnitNames: []string{"属地乡镇街道", "县农业农村局", "县自然资源局"}}
	r := k.request(s)
	form := func(f *web.Form) *dutyForm { return k.c.dutyForm(r, f, "新增一行") }
	edit := k.c.dutyForm(r, k.filled("category", "0204", "unit1", "zjj", "unit2", "cgj", "basis", own.Basis, "department", "1"), "修改")
	edit.fixed, edit.shown = true, 1
	history := []desk.DutyHistory{{When: "3月2日 9:10", By: "分办员01（县热线办分办员）", Verb: "写入", Text: "县住建局、县城管局。" + own.Basis}}
	met := []desk.Suggestion{{Unit: "zjj", Name: "县住房和城乡建设局", Reason: "2月5日，城关街道办事处：未移交道路由建设单位管护。"}}
	return []web.Sample{
		k.page(s, "派单目录", "directory", "正常", "GET /directory", web.Show("派单目录", dutyListView(dutyListProps{all: []desk.DutyView{own, here, given}, may: true})).In("directory")).At(web.Laptop, web.Phone),
		k.page(op, "派单目录", "directory-empty", "没有找到", "GET /directory", web.Show("派单目录", dutyListView(dutyListProps{q: "飞机"})).In("directory")),
		k.page(s, "派单目录", "directory-new", "新增", "GET /directory/new", web.Show("新增一行", dutyFormPage(form(k.filled()))).In("directory")),
		k.page(s, "派单目录", "directory-new-error", "有错", "GET /directory/new", web.Show("新增一行", dutyFormPage(form(k.wrong(k.filled("category", "0204", "unit1", "cgj", "unit2", "cgj", "basis", "三定方案"), "unit1", "同一个单位写了两次，请去掉一个。")))).In("directory").Again()),
		k.page(s, "派单目录", "directory-line", "本县的一行", "GET /directory/{line}", web.Show("派单目录", dutyView(dutyProps{v: own, history: history, met: met, form: edit, end: k.filled()})).In("directory")).At(web.Laptop, web.Phone),
		k.page(op, "派单目录", "directory-line-given", "参考目录的一行", "GET /directory/{line}", web.Show("派单目录", dutyView(dutyProps{v: given})).In("directory")),
	}
}
