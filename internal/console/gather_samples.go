package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (k showroom) gatherSamples() []web.Sample {
	s := k.as("hotline/dispatcher")
	page := func(name, state, route string, p web.Page) web.Sample {
		return k.page(s, "并入其他工单", name, state, route, p).At(web.Phone, web.Laptop)
	}
	v := desk.Gathering{ID: "5", Number: "MC202612010007", Title: "碾盘社区水管爆裂停水", Status: "办理中", All: []desk.Joinable{
		{RoundView: desk.RoundView{ID: "11", Number: "MC202612010008", Title: "碾盘社区一早没水", Status: "待处置"}, Version: 2, Score: 72, At: "12月1日 08:40"},
		{RoundView: desk.RoundView{ID: "12", Number: "MC202612010009", Title: "反映停水没人通知", Status: "待转办"}, Version: 3, Score: 31, At: "12月1日 08:55"}}}
	none, closed := v, v
	none.All = nil
	closed.All, closed.Why, closed.Status = nil, "这件是“待反馈”，不能再并入别的工单。", "待反馈"
	const get, post = "GET /orders/{id}/gather", "POST /orders/{id}/gather"
	return []web.Sample{
		page("gather", "勾选", get, web.Show("并入其他工单", gatherView(gatherProps{v: v, f: k.filled()}))),
		page("gather-none", "没有可以并入的", get, web.Show("并入其他工单", gatherView(gatherProps{v: none, f: k.filled()}))),
		page("gather-closed", "不能并入", get, web.Show("并入其他工单", gatherView(gatherProps{v: closed, f: k.filled()}))),
		page("gather-wrong", "没有勾选", post, web.Show("并入其他工单", gatherView(gatherProps{v: v, f: k.wrong(k.filled(), "id", "请勾选要并入的工单，或者填写编号。")})).Again()),
		page("gather-result", "结果", post, web.Show("并单结果", gatherResultView(gatherProps{v: v, result: []desk.BatchOutcome{
			{ID: "11", Number: "MC202612010008", Title: "碾盘社区一早没水", OK: true},
			{ID: "12", Number: "MC202612010009", Title: "反映停水没人通知", Why: "这件工单反映的单位或人员没有被主办工单回避，不能并入；请单独办理。", Article: "第二十三条（六）"}}}))),
	}
}
