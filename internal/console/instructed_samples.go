package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

func (k showroom) instructedSamples() []web.Sample {
	rows := k.rows()
	items := []desk.Instructed{
		{Row: rows[0], Words: "请城管局牵头，查明反复堵塞的原因，一次性解决到位。", On: "2026年11月24日", Last: "11月30日 09:40 反馈进展：已更换错位管段，正在做注水试验。"},
		{Row: rows[1], Words: "速办并报结果。", On: "2026年11月20日", Last: "11月27日 15:20 申请延期：延长3个工作日，到12月8日 24:00，报县热线办负责人审批"},
		{Row: rows[2], Words: "同意。", On: "2026年11月18日", Last: "还没有新的进展"},
		{Row: rows[3]},
	}
	page := func(name, state string, p instructedProps) web.Sample {
		return k.page(k.as(org.PostMagistrate), "手机签批", name, state, "GET /instructions", web.Show("批示落实", instructedView(p)).In("instructions")).At(web.Phone, web.Laptop)
	}
	for i := range items[:3] {
		items[i].Signer = "县长"
	}
	done := append([]desk.Instructed{}, items[:1]...)
	done[0].Light, done[0].Status = desk.Light{Colour: "k", Word: "已办结"}, "已办结"
	return []web.Sample{
		page("instructions", "未办结", instructedProps{list: desk.InstructedList{Items: items, Open: desk.Tally{N: 4}, Next: "1~5"}}),
		page("instructions-done", "已办结", instructedProps{done: true, list: desk.InstructedList{Items: done, Open: desk.Tally{N: 4}}}),
		page("instructions-papers", "专报上的批示", instructedProps{list: desk.InstructedList{Items: items[:1], Open: desk.Tally{N: 1}}, papers: []desk.DirectiveView{{ID: "d1", Leader: "县长", Day: "2026年11月27日", Kind: "信息专报", Title: "城区窨井盖缺失问题的情况",
			Source: "热线信息专报第12期", Open: true, Words: "请城管局、住建局立即排查，限期补齐。", Tasks: []desk.DirectiveTaskView{{UnitName: "县城市管理局", Due: "12月10日", Done: true, Lines: []desk.DirectiveLine{{Verb: "报办结", Words: "37处全部补齐，每周巡查。"}}}, {UnitName: "县住房和城乡建设局", Due: "12月10日"}}}}}),
		page("instructions-empty", "空", instructedProps{}),
	}
}
