package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (k showroom) inspectionSamples() []web.Sample {
	const group = "到单位检查"
	check, clerk, unit := k.as("hotline/supervisor"), k.as("hotline/dispatcher"), k.as("cgj/handler")
	planned := desk.InspectionView{ID: "i1", Unit: "cgj", UnitName: "县城市管理局", Day: "2026年12月3日", Purpose: "看签收和联系是否及时，值班电话有没有人接，签批手续全不全。", PlannedBy: "督办员01", PlannedAt: "11月27日 9:00", State: "已计划", Open: true, MayMake: true, MayCancel: true, Today: "2026-11-27"}
	made := planned
	made.ID, made.State, made.Made, made.MayMake, made.MayCancel, made.Day, made.Left = "i2", "待整改", true, false, false, "2026年11月12日", 2
	made.By, made.MadeAt, made.Met, made.Seen = "督办员01", "11月12日 17:10", "督办员01、审核员01；县城管局分管负责人、具办人员", "抽看二十件，十七件规范；两件签收超过一天，一件没有联系记录。"
	made.Findings = []desk.FindingView{
		{N: 1, What: "一件没有联系诉求人就报了结果。", Due: "11月20日 周五", Waits: true, MayJudge: true, Lines: []desk.AbuseLine{{Verb: "报告整改", At: "11月19日 16:00", By: "县城管局承办人员", Words: "已补联系，结果告知诉求人；承办人员重新学习了流程。"}}},
		{N: 2, What: "夜间值班电话两次没有人接。", Due: "11月25日 周三", Late: true, MayJudge: true},
		{N: 3, What: "两件签收超过一个工作日。", Due: "11月18日 周三", Mended: true, Lines: []desk.AbuseLine{{Verb: "报告整改", At: "11月17日 9:00", By: "县城管局承办人员", Words: "每天三次登录查看。"}, {Verb: "认定已整改", At: "11月18日 10:00", By: "督办员01", Words: "一周内全部当天签收。"}}}}
	own := made
	own.Findings = append([]desk.FindingView{}, made.Findings...)
	for i := range own.Findings {
		own.Findings[i].MayJudge, own.Findings[i].MayAnswer = false, i == 1
	}
	clean := made
	clean.ID, clean.State, clean.Findings, clean.Left = "i3", "已了结", nil, 0
	gone := planned
	gone.ID, gone.State, gone.Cancelled, gone.MayMake, gone.MayCancel = "i4", "已取消", "单位防汛值守，另约", false, false
	list := func(s session, name, state string, p inspectionsProps) web.Sample {
		return k.page(s, group, name, state, "GET /inspections", web.Show("到单位检查", inspectionsView(p)).In("inspections"))
	}
	one := func(s session, name, state string, p inspectionProps) web.Sample {
		return k.page(s, group, name, state, "GET /inspections/{id}", web.Show("到单位检查", inspectionView(p.filled())).In("inspections"))
	}
	form := func(name, state string, f *web.Form) web.Sample {
		return k.page(check, group, name, state, "GET /inspections/new", web.Show("计划检查", newInspectionView(inspectionForm{f, unitOptions(check)})).In("inspections"))
	}
	return []web.Sample{
		list(check, "inspections", "在办", inspectionsProps{page: desk.InspectionPage{Whole: true, May: true, Items: []desk.InspectionView{planned, made}}}).At(web.Laptop, web.Phone),
		list(clerk, "inspections-over", "已了结", inspectionsProps{page: desk.InspectionPage{Whole: true, Items: []desk.InspectionView{clean, gone}}, over: true}),
		list(unit, "inspections-unit", "单位看自己的", inspectionsProps{page: desk.InspectionPage{Items: []desk.InspectionView{own}}}).At(web.Phone, web.Laptop),
		list(check, "inspections-empty", "空", inspectionsProps{page: desk.InspectionPage{Whole: true, May: true}}),
		form("inspection-new", "计划", k.filled("day", "2026-12-03")),
		form("inspection-new-error", "有错", k.wrong(k.filled("unit", "cgj", "day", "2026-01-01", "purpose", "看签收"), "day", "检查日期早于10月28日 周三，请核对。")),
		one(check, "inspection-planned", "登记检查", inspectionProps{v: planned}).At(web.Laptop, web.Phone),
		one(check, "inspection-made-error", "登记有错", inspectionProps{v: planned, make: k.wrong(k.filled("day", "2026-11-27", "met", "督办员01", "seen", "抽看二十件。", "what1", "值班电话没人接"), "due1", "第1个问题的整改期限没有填写，请选日期。")}),
		one(check, "inspection", "待整改", inspectionProps{v: made}).At(web.Laptop, web.Phone),
		one(unit, "inspection-unit", "单位报告整改", inspectionProps{v: own}).At(web.Phone, web.Laptop),
		one(clerk, "inspection-clean", "没有问题", inspectionProps{v: clean}),
		one(check, "inspection-cancelled", "已取消", inspectionProps{v: gone}),
	}
}
