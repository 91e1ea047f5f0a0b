package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (k showroom) backfillSamples() []web.Sample {
	s, unit := k.as("hotline/dispatcher"), k.as("cgj/handler")
	long := "经核查，您反映的路口下水道堵塞情况属实。县城市管理局已于3月4日组织人员疏通管道，清运淤泥两车，并更换破损井盖一处。今后每月巡查一次。感谢您的监督。"
	rows := []desk.ToBackfill{
		{ID: "a", Number: "MC202603020004", OuterNo: "BZ20260302118", Channel: "市长热线电话（12345转办）", Title: "路口下水道堵塞", Due: "3月5日 24:00", Light: desk.Light{Colour: "o", Word: "今日24:00"}, Reply: long, Short: long, Length: 70, Most: 500},
		{ID: "b", Number: "MC202603020009", OuterNo: "BZ20260302207", Channel: "市长热线电话（12345转办）", Title: "小区供水时断时续", Due: "3月9日 24:00", Light: desk.Light{Colour: "g", Word: "剩2个工作日"}, State: "上级退回答复", Reply: long + long, Short: "经核查，您反映的供水问题属实。详细情况已告知诉求人。", Cut: true, Length: 620, Most: 500},
		{ID: "d", Number: "MC202603020011", Channel: "百姓对话", Title: "建议图书馆延长开放时间", Reply: long, Short: long, Length: 70, Programme: true}}
	show := func(p desk.BackfillPage, f *web.Form, id string) web.Page {
		return web.Show("待回填", backfillView(backfillProps{page: p, f: f, id: id, update: true})).In("backfill")
	}
	page := desk.BackfillPage{Total: 3, Rows: rows, Done: []desk.ToBackfill{{ID: "c", Number: "MC202602270001", OuterNo: "BZ20260227003", Title: "路灯不亮", Done: "3月5日 9:12", By: "分办员01"}}}
	wrong := k.wrong(k.filled(), "shot", "不能上传这类文件；可以上传照片（jpg、png、webp）。")
	report := desk.CityReport{Dry: true, Changed: 1, Same: 1, Other: 1, Wrong: 1, Lines: []desk.CityLine{
		{Line: 2, OuterNo: "BZ20260302118", Number: "MC202603020004", ID: "a", What: "上级截止改为3月10日 24:00；上级催办共1次", Changed: true},
		{Line: 3, OuterNo: "BZ20260302207", Number: "MC202603020009", ID: "b", What: "没有变化"},
		{Line: 4, OuterNo: "BZ20260305001", What: "本系统没有这个编号，请用导入登记"},
		{Line: 5, OuterNo: "BZ20260305002", What: "截止时间“下周”读不懂，请改成 2026-03-20 这样的写法", Wrong: true}}}
	text := desk.CopyText{Text: "@县城市管理局 工单MC202603020004（求助）\n事项：路口下水道堵塞\n地点：漆园街道 北城社区\n办结时限：3月16日 周一 24:00（剩5个工作日）\n请登录系统办理，群内不要发诉求人姓名、电话。"}
	return []web.Sample{
		k.page(s, "待回填", "backfill", "正常", "GET /backfill", show(page, nil, "")).At(web.Laptop, web.Phone),
		k.page(s, "待回填", "backfill-empty", "空", "GET /backfill", show(desk.BackfillPage{}, nil, "")),
		k.page(s, "待回填", "backfill-error", "错误", "GET /backfill", show(page, wrong, "a")),
		k.page(s, "待回填", "backfill-update", "正常", "GET /backfill/update", web.Show("市平台更新导入", cityView(cityProps{f: web.NewForm("dry", "1"), report: &report})).In("backfill")),
		k.page(unit, "复制到群", "copy-order", "正常", "GET /orders/{id}/copy", web.Show("复制到群", copyView(copyProps{title: "复制到群", back: "回到工单", backTo: "/orders/a", text: text}))),
		k.page(s, "复制到群", "copy-day", "正常", "GET /copy/day", web.Show("群发待办", copyView(copyProps{title: "群发待办", back: "工作台", backTo: "/", text: desk.CopyText{Text: "【县长热线】3月5日待办提醒\n@县城市管理局 超期1件：MC202602200003；今日到期2件：MC202603020004、MC202603020008\n请登录系统办理，群内不要发诉求人姓名、电话。"}})).In("copy-day")),
	}
}
