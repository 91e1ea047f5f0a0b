package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

func (k showroom) signSamples() []web.Sample {
	const group = "苗头和舆情"
	sup, gov, clerk := k.as("hotline/supervisor"), k.as(org.PostGovHead), k.as("hotline/dispatcher")
	order := func(id, number, title, status, unit, at string, open bool) desk.SignOrder {
		return desk.SignOrder{ID: id, Number: number, Title: title, Status: status, Unit: unit, At: at, Open: open, Light: desk.Light{Colour: "g", Word: "剩4个工作日"}}
	}
	a := order("o1", "MC202611270004", "拖欠工资三个月，要求当天解决", "办理中", "县人力资源和社会保障局", "11月27日 08:41", true)
	b := order("o2", "MC202611270011", "小区变压器旁电线裸露", "待转办", "", "11月27日 09:20", true)
	threat := desk.SignView{Kind: office.ThreatRecord, ID: "o1", Dangers: []string{"轻生、自伤", "聚集、堵路"}, Times: 2, Order: a, Found: "11月27日 08:41", Open: true, MaySettle: true}
	hazard := desk.SignView{Kind: office.ThreatRecord, ID: "o2", Dangers: []string{"安全隐患"}, Times: 1, Order: b, Found: "11月27日 09:20", Open: true, MaySettle: true, Marked: true}
	weeks := []desk.SignWeek{{Label: "11月21日—11月27日", N: 13}}
	for i, n := range []int{4, 3, 5, 2, 4, 3, 2, 4} {
		weeks = append(weeks, desk.SignWeek{Label: []string{"11月14日—11月20日", "11月7日—11月13日", "10月31日—11月6日", "10月24日—10月30日", "10月17日—10月23日", "10月10日—10月16日", "10月3日—10月9日", "9月26日—10月2日"}[i], Back: i + 1, N: n})
	}
	trend := desk.SignView{Kind: office.TrendRecord, ID: "0204.341622001.2026-11-23", Category: "城市管理 / 下水道积水", Town: "漆园街道办事处", CategoryCode: "0204", TownCode: "341622001", Day: "2026-11-27", Weeks: weeks, MeanTenths: 34, Found: "11月27日 10:02", Open: true, MaySettle: true,
		Orders:   []desk.SignOrder{order("o3", "MC202611270015", "3号楼前污水外溢", "办理中", "县城市管理局", "11月27日 10:02", true), order("o4", "MC202611260009", "南环路积水", "待转办", "", "11月26日 15:30", true)},
		Clusters: []desk.ClusterView{{ID: "k1", Town: "漆园街道", Place: "梦蝶小区", Category: "城市管理 / 下水道积水", Runs: true}}}
	settled := threat
	settled.Open, settled.MaySettle, settled.Way, settled.By, settled.At, settled.Reason, settled.Case = false, false, "列入督办", "督办员01", "11月27日 09:05", "已请公安、人社到场，当天见面答复。", "o1.1"
	settled.Earlier = []desk.CaseLine{{At: "11月26日 16:20", By: "督办员01", Text: "不作为苗头", Words: "话务员已核实，是气话。"}}
	dropped := trend
	dropped.Open, dropped.MaySettle, dropped.Way, dropped.By, dropped.At, dropped.Reason, dropped.Orders, dropped.Clusters = false, false, "不作为苗头", "县热线办负责人", "11月27日 11:30", "连日降雨，雨停已退；已请城管局清淤。", nil, nil
	m := desk.MediaView{ID: "m1", Outlet: "短视频", Source: "某平台本地生活号", Day: "2026年11月26日", Due: "11月27日 周五", DueDay: "2026-11-27", Title: "校门口的坑，孩子天天绕着走", Link: "https://example.com/v/20261126",
		Gist: "视频拍了学校门前道路坑洼，家长说反映过两次没有人管；播放三万次，评论三百多条。", By: "分办员01", At: "11月27日 08:30", Open: true, State: "待回应", May: true, Today: "2026-11-27",
		Orders: []desk.MediaOrder{{SignOrder: order("o5", "MC202611230002", "校门前道路坑洼", "办理中", "县交通运输局", "11月23日 17:10", true), Case: "o5.1", Step: "待出督办单"}}}
	late := m
	late.ID, late.State, late.Late, late.Title, late.Source, late.Outlet, late.Orders = "m2", "回应超期", true, "夜市噪声扰民何时休", "本地论坛", "论坛、微博、公众号", nil
	late.Day, late.Due, late.DueDay = "2026年11月24日", "11月25日 周三", "2026-11-25"
	done := m
	done.ID, done.Open, done.May, done.State, done.AnswerDay, done.Where, done.Answer, done.EndBy, done.EndAt = "m3", false, false, "已回应", "2026年11月27日", "县交通运输局，县政府网站", "坑洼路段已于11月27日修补，后续纳入大修计划。", "分办员01", "11月27日 16:00"
	closed := late
	closed.ID, closed.Open, closed.May, closed.Late, closed.State, closed.Closed, closed.EndBy, closed.EndAt = "m4", false, false, false, "不回应", "发布者已自行删除并说明与事实不符。", "督办员01", "11月27日 10:10"
	list := func(s session, name, state string, p signsProps) web.Sample {
		return k.page(s, group, name, state, "GET /signs", web.Show("苗头和舆情", signsView(p)).In("signs"))
	}
	one := func(s session, name, state string, p clueProps) web.Sample {
		return k.page(s, group, name, state, "GET /signs/{kind}/{id}", web.Show(signTitle(p.v), signView(p.filled())).In("signs"))
	}
	orders := func(name, state string, p desk.RequestPage) web.Sample {
		return k.page(sup, group, name, state, "GET /signs/orders", web.Show(p.Category, signOrdersView(signOrdersProps{page: p})).In("signs"))
	}
	medias := func(s session, name, state string, p mediaListProps) web.Sample {
		return k.page(s, group, name, state, "GET /media", web.Show("媒体报道", mediaListView(p)).In("signs"))
	}
	report := func(s session, name, state string, p mediaProps) web.Sample {
		return k.page(s, group, name, state, "GET /media/{id}", web.Show("媒体报道", mediaView(p.filled())).In("signs"))
	}
	form := func(name, state string, f *web.Form) web.Sample {
		return k.page(clerk, group, name, state, "GET /media/new", web.Show("登记媒体报道", newMediaView(f)).In("signs"))
	}
	typed := k.filled("outlet", "video", "source", "某平台本地生活号", "day", "2026-11-26", "due", "2026-11-27", "title", "校门口的坑", "link", "example.com/v", "gist", "视频拍了学校门前道路坑洼。", "orders", "MC202611230002")
	return []web.Sample{
		list(sup, "signs", "待处置", signsProps{page: desk.SignPage{Threats: []desk.SignView{threat, hazard}, Trends: []desk.SignView{trend}}, media: desk.MediaPage{Items: []desk.MediaView{m, late}, May: true}}).At(web.Phone, web.Laptop, web.Desktop),
		list(gov, "signs-leader", "县政府办看", signsProps{page: desk.SignPage{Threats: []desk.SignView{threat}, Trends: []desk.SignView{trend}}, media: desk.MediaPage{Items: []desk.MediaView{m}}}).At(web.Phone, web.Laptop),
		list(sup, "signs-over", "已处置", signsProps{page: desk.SignPage{Threats: []desk.SignView{settled}, Trends: []desk.SignView{dropped}}, media: desk.MediaPage{Items: []desk.MediaView{done, closed}, May: true}, over: true}),
		list(sup, "signs-empty", "空", signsProps{media: desk.MediaPage{May: true}}),
		one(sup, "sign-threat", "威胁", clueProps{v: threat}).At(web.Phone, web.Laptop),
		one(sup, "sign-threat-error", "处置有错", clueProps{v: threat, f: k.wrong(k.filled("way", "dismissed"), "reason", "没有填写理由，请补充。")}),
		one(gov, "sign-threat-settled", "已处置", clueProps{v: settled}),
		one(sup, "sign-trend", "趋势", clueProps{v: trend}).At(web.Phone, web.Laptop, web.Desktop),
		one(sup, "sign-trend-dropped", "不作为苗头", clueProps{v: dropped}),
		orders("sign-orders", "一个数的工单", desk.RequestPage{Items: trend.Orders, Category: trend.Category, Town: trend.Town, Label: weeks[0].Label, N: 2}).At(web.Phone, web.Laptop),
		orders("sign-orders-empty", "空", desk.RequestPage{Category: trend.Category, Town: trend.Town, Label: weeks[1].Label}),
		medias(clerk, "media-list", "待回应", mediaListProps{page: desk.MediaPage{Items: []desk.MediaView{m, late}, May: true}}).At(web.Phone, web.Laptop),
		medias(gov, "media-list-empty", "空", mediaListProps{over: true}),
		form("media-new", "登记", k.filled("day", "2026-11-27", "due", "2026-11-28")),
		form("media-new-error", "有错", k.wrong(typed, "link", "链接应以 http:// 或 https:// 开头，不超过500个字符；没有链接的空着。")),
		report(clerk, "media", "待回应", mediaProps{v: m}).At(web.Phone, web.Laptop, web.Desktop),
		report(clerk, "media-error", "回应有错", mediaProps{v: late, answer: k.wrong(k.filled("day", "2026-11-27", "where", "县城管局"), "words", "没有填写回应内容，请补充。")}),
		report(gov, "media-answered", "已回应", mediaProps{v: done}).At(web.Phone, web.Laptop),
		report(gov, "media-closed", "不回应", mediaProps{v: closed}),
	}
}
