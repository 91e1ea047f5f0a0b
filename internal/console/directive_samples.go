package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

func (k showroom) directiveSamples() []web.Sample {
	const group = "批示件"
	desker, unit, leader := k.as("hotline/dispatcher"), k.as("cgj/handler"), k.as(org.PostMagistrate)
	tasks := []desk.DirectiveTaskView{
		{Unit: "cgj", UnitName: "县城市管理局", What: "查明城区窨井盖缺失的处数，今冬雨雪前补齐，并建立巡查台账。", Due: "12月10日", Done: true, Lines: []desk.DirectiveLine{
			{At: "12月1日 10:20", By: "县城管局承办人员", Verb: "进展", Words: "已排查主次干道，发现缺失、破损37处，补齐21处。"},
			{At: "12月3日 16:05", By: "县城管局承办人员", Verb: "报办结", Words: "37处全部更换为防沉降井盖，每周巡查一次，台账已建。"}}},
		{Unit: "zjj", UnitName: "县住房和城乡建设局", What: "排查小区内窨井盖，督促物业更换。", Due: "12月10日", Light: desk.Light{Colour: "g", Word: "剩5个工作日"}, Lines: []desk.DirectiveLine{
			{At: "12月2日 09:00", By: "县住建局承办人员", Verb: "报办结", Words: "已通知物业。"}, {At: "12月2日 15:30", By: "分办员01", Verb: "退回补充", Words: "请写明排查了多少个小区、更换了多少处。", Back: true},
			{At: "12月3日 09:10", By: "分办员01", Verb: "催办1", Words: "县长催问，请今天报进展。", Back: true}}}}
	v := desk.DirectiveView{ID: "d1", Leader: "县长", Day: "2026年11月27日", Kind: "信息专报", Title: "城区窨井盖缺失问题的情况", Source: "热线信息专报第12期", Paper: true, By: "分办员01", At: "11月27日 16:40", Open: true, MayManage: true,
		Words: "窨井盖关系群众安全，请城管局、住建局立即排查，限期补齐，不留死角。", Tasks: tasks}
	ready := v
	ready.Tasks = append([]desk.DirectiveTaskView{}, tasks...)
	ready.Tasks[1].Done, ready.Ready = true, true
	ready.Tasks[1].Lines = append(append([]desk.DirectiveLine{}, tasks[1].Lines...), desk.DirectiveLine{At: "12月3日 17:30", By: "县住建局承办人员", Verb: "报办结", Words: "排查86个小区，物业更换52处，住建局已逐处验收。"})
	told := ready
	told.Open, told.Ready, told.MayManage = false, false, false
	told.Report = &desk.DirectiveLine{At: "12月4日 09:10", By: "县热线办负责人", Verb: "书面呈报", Words: "城管局补齐37处，住建局督促物业更换52处，均已验收；两家每周巡查一次。"}
	mine := v
	mine.MayManage, mine.MayAnswer, mine.Tasks = false, true, append([]desk.DirectiveTaskView{}, tasks[0])
	mine.Tasks[0].Done, mine.Tasks[0].Mine, mine.Tasks[0].Lines, mine.Tasks[0].Light = false, true, tasks[0].Lines[:1], desk.Light{Colour: "g", Word: "剩7个工作日"}
	onOrder := v
	onOrder.Kind, onOrder.Title, onOrder.Source, onOrder.Order, onOrder.Number, onOrder.Paper = "工单", "路口下水道反复堵塞", "", "o1", "MC202611200017", false
	page := func(s session, name, state string, p directivesProps) web.Sample {
		return k.page(s, group, name, state, "GET /directives", web.Show("批示件", directivesView(p)).In("directives"))
	}
	one := func(s session, name, state string, p directiveProps, v desk.DirectiveView) web.Sample {
		return k.page(s, group, name, state, "GET /directives/{id}", web.Show("批示件", directiveView(p.filled(v))).In("directives"))
	}
	form := func(name, state string, f *web.Form) web.Sample {
		return k.page(desker, group, name, state, "GET /directives/new", web.Show("登记批示", newDirectiveView(k.c.directiveFormOf(k.request(desker), f))).In("directives"))
	}
	typed := func() *web.Form {
		return k.filled("post", string(org.PostMagistrate), "day", "2026-11-27", "kind", "report", "title", v.Title, "source", v.Source, "words", v.Words, "unit_1", "cgj", "what_1", tasks[0].What, "due_1", "2026-12-10")
	}
	all := desk.DirectivePage{MayNew: true, Items: []desk.DirectiveView{v, ready, onOrder}}
	return []web.Sample{
		page(desker, "directives", "落实中", directivesProps{page: all}).At(web.Laptop, web.Desktop),
		page(desker, "directives-done", "已反馈", directivesProps{page: desk.DirectivePage{MayNew: true, Items: []desk.DirectiveView{told}}, done: true}),
		page(unit, "directives-unit", "单位的", directivesProps{page: desk.DirectivePage{Items: []desk.DirectiveView{mine}}}).At(web.Phone, web.Laptop),
		page(desker, "directives-empty", "空", directivesProps{page: desk.DirectivePage{MayNew: true}}),
		one(desker, "directive", "有单位未报", directiveProps{}, v),
		one(desker, "directive-ready", "已报齐", directiveProps{}, ready).At(web.Laptop, web.Desktop),
		one(desker, "directive-report-error", "没有选反馈方式", directiveProps{report: k.wrong(k.filled("words", told.Report.Words), "means", "没有选择反馈方式，请选一项。")}, ready),
		one(desker, "directive-urge-error", "催办没有写内容", directiveProps{urge: k.wrong(k.filled("urge_unit", "zjj"), "urge_words", "没有写催什么，请写一句，例如“县长催问，请今天报进展”。")}, v).At(web.Phone, web.Laptop),
		one(unit, "directive-unit", "单位报落实情况", directiveProps{}, mine).At(web.Phone, web.Laptop),
		one(unit, "directive-unit-error", "没有写落实情况", directiveProps{answer: k.wrong(k.filled("done", "1"), "words", "没有填写落实情况，请写明做了什么、结果怎样。")}, mine),
		one(leader, "directive-told", "领导看结果", directiveProps{}, told).At(web.Phone),
		form("directive-new", "登记", typed()).At(web.Laptop, web.Desktop),
		form("directive-new-error", "没有写要做什么", k.wrong(typed(), "what_1", "第1项没有写要做什么，请补充。")),
	}
}
