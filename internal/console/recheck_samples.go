package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
)

func (k showroom) recheckSamples() []web.Sample {
	const group = "回头看"
	sup := k.as("hotline/supervisor")
	waits := []desk.RecheckView{
		{Order: "o1", Number: "MC202609280004", Title: "小区下水道反复外溢", Unit: "县城市管理局", UnitID: "cgj", Why: "督办件", Draw: 2, Closed: "10月9日 周五", Due: "12月8日 周二", Light: desk.Light{Colour: "o", Word: "今日24:00"}},
		{Order: "o2", Number: "MC202610120011", Title: "校门前道路坑洼，雨天积水", Unit: "县交通运输局", UnitID: "jtj", Why: "重点件", Draw: 2, Closed: "10月23日 周五", Due: "12月22日 周二", Light: desk.Light{Colour: "g", Word: "剩10个工作日"}},
		{Order: "o3", Number: "MC202610140003", Title: "烧烤店油烟扰民", Unit: "漆园街道办事处", UnitID: "qy", Why: "抽样", Draw: 2, Closed: "10月27日 周二", Due: "12月26日 周六", Light: desk.Light{Colour: "g", Word: "剩14个工作日"}},
	}
	draws := []desk.DrawView{{N: 2, At: "11月30日 09:20", By: "督办员01", From: "10月1日 周四", To: "10月31日 周六", Pool: 118, Percent: 5, Drawn: 17}, {N: 1, At: "11月2日 09:05", By: "督办员01", From: "9月3日 周四", To: "9月30日 周三", Pool: 96, Percent: 5, Drawn: 12}}
	done := []desk.RecheckView{{Order: "o4", Number: "MC202609030007", Title: "早市散场后路面脏乱", Unit: "县城市管理局", UnitID: "cgj", Why: "督办件", Draw: 1, Closed: "9月14日 周一", Due: "11月13日 周五", Result: order.RecheckRebound, Done: "11月6日 19:40"},
		{Order: "o5", Number: "MC202609080015", Title: "路灯不亮", Unit: "县城市管理局", UnitID: "cgj", Why: "抽样", Draw: 1, Closed: "9月16日 周三", Due: "11月15日 周日", Result: order.RecheckHolds, Done: "11月9日 20:10"}}
	base := desk.RecheckPage{Draws: draws, Open: 3, Late: 0, Holds: 11, Rebound: 1, Percent: 5, FromDays: 30}
	page := func(name, state string, p rechecksProps) web.Sample {
		if p.units == nil {
			p.units = caseUnits(sup)
		}
		return k.page(sup, group, name, state, "GET /rechecks", web.Show("回头看", rechecksView(p.filled())).In("rechecks"))
	}
	list := base
	list.Items, list.Pool, list.MayDraw, list.From, list.To = waits, 34, true, "2026年11月1日", "2026年11月8日"
	seen := base
	seen.Items = done
	nothing := desk.RecheckPage{Percent: 5, FromDays: 30}
	refused := list
	act := desk.Panel{Act: "recheck", Title: "回头看", Article: "第二十三条（八）", Now: true}
	one := func(name, state string, f *web.Form) web.Sample {
		v := k.order()
		v.Status, v.StatusName, v.Acts = order.Archived, order.Archived.Name(), []desk.Panel{act}
		v.Recheck = &waits[0]
		out := k.page(sup, group, name, state, "GET /orders/{id}", k.c.orderOf(k.request(sup).Context(), sup, v, "recheck", f, nil))
		out.Title = "工单页"
		return out
	}
	typed := k.filled("on", "2026-12-01T15:10", "means", "site", "result", "rebound", "words", "到小区东门查看，井盖边缘又有污水渗出，门卫说一周前开始。", "rework", "yes")
	return []web.Sample{
		page("rechecks", "待看", rechecksProps{page: list}).At(web.Phone, web.Laptop, web.Desktop),
		page("rechecks-done", "已看", rechecksProps{page: seen, ask: desk.RecheckFilter{Done: true}}),
		page("rechecks-empty", "空", rechecksProps{page: nothing}),
		page("rechecks-drawn", "同时有人抽过", rechecksProps{page: refused, draw: k.wrong(web.NewForm(), "_key", "没有到了回头看时候的工单：办结满30天的，都已经抽过。")}),
		one("recheck", "登记回头看", nil).At(web.Phone, web.Laptop),
		one("recheck-error", "反弹没有写重办要求", k.wrong(typed, "note", "反弹的要写明重办要求。")),
	}
}
