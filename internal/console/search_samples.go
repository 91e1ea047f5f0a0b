package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

// searchSamples: what was found with the marks, nothing, not yet all, a search that cannot be, and what a unit is told that it may look for.
func (k showroom) searchSamples() []web.Sample {
	s := k.as(org.PostOf(org.HotlineOffice, org.Dispatcher))
	help := s.reader.SearchHelp()
	show := func(p searchProps) web.Page { return web.Show("搜索", searchView(p)).In("search") }
	hit := func(no, title, status, unit string, l desk.Light, titled []desk.Piece, spots ...desk.Spot) desk.Hit {
		return desk.Hit{Row: desk.Row{ID: no, Number: no, Title: title, Status: status, Unit: unit, Type: "投诉", Registered: "3月2日 09:14", Light: l, Appeals: 1}, Titled: titled, Spots: spots}
	}
	on := func(t string) desk.Piece { return desk.Piece{Text: t, Hit: true} }
	off := func(t string) desk.Piece { return desk.Piece{Text: t} }
	hits := []desk.Hit{
		hit("MC202603020012", "仁和小区东门外路灯不亮", "办理中", "城管局", desk.Light{Colour: "y", Word: "剩1个工作日"}, []desk.Piece{off("仁和小区东门外"), on("路灯"), off("不亮")},
			desk.Spot{Label: "来电原话", Pieces: []desk.Piece{off("…东门外一排"), on("路灯"), off("坏了半个月，晚上接孩子看不见路，【姓名】的电动车摔过一次，请尽快修好。")}}),
		hit("MC202602270031", "夜间照明不足", "待签收", "住建局", desk.Light{Colour: "o", Word: "今日 24:00"}, []desk.Piece{off("夜间照明不足")},
			desk.Spot{Label: "转办文本", Pieces: []desk.Piece{off("请核实"), on("路灯"), off("产权，先行修复后再分清责任。")}}, desk.Spot{Label: "分类", Pieces: []desk.Piece{off("城乡建设 / "), on("路灯")}}),
		hit("MC202601150007", "路灯电费应由谁承担", "已归档", "城管局", desk.Light{Colour: "k", Word: "已办结"}, []desk.Piece{on("路灯"), off("电费应由谁承担")}),
	}
	long := hit("MC202603020044", "反映某某家园二期与三期之间的道路因雨水管网多次改造长期破损积水夜间无照明老人和学生通行困难多次反映未果", "办理中", "住房和城乡建设局", desk.Light{Colour: "r", Word: "超2个工作日"},
		[]desk.Piece{off("反映某某家园二期与三期之间的道路因雨水管网多次改造长期破损"), on("积水"), off("夜间无照明老人和学生通行困难多次反映未果")})
	long.Key, long.Urges = true, 3
	unit := k.as("cgj/handler")
	return []web.Sample{
		k.page(s, "搜索", "search", "正常", "POST /search", show(searchProps{form: k.filled("q", "路灯", "which", ""), help: help, asked: true, found: desk.Found{How: "按内容", Hits: hits, Next: "9"}})).At(web.Laptop, web.Desktop, web.Phone),
		k.page(s, "搜索", "search-start", "还没有输入", "GET /search", show(searchProps{help: help})),
		k.page(s, "搜索", "search-empty", "没有找到", "POST /search", show(searchProps{form: k.filled("q", "绝无此词", "which", "open"), help: help, asked: true, found: desk.Found{How: "按内容"}})),
		k.page(s, "搜索", "search-more", "还没有找完", "POST /search", show(searchProps{form: k.filled("q", "的 路", "which", ""), help: help, asked: true, later: true, found: desk.Found{How: "按内容", More: true, Next: "9", Till: "2026年1月5日"}})),
		k.page(s, "搜索", "search-phone", "按号码，遮住", "POST /search", show(searchProps{form: k.filled("q", "5678"), help: help, asked: true, found: desk.Found{How: "按来电号码后四位",
			Hits: []desk.Hit{hit("MC202603020012", "仁和小区东门外路灯不亮", "办理中", "城管局", desk.Light{Colour: "y", Word: "剩1个工作日"}, []desk.Piece{off("仁和小区东门外路灯不亮")},
				desk.Spot{Label: "来电号码", Pieces: []desk.Piece{on("138****5678")}})}}})),
		k.page(s, "搜索", "search-long", "长文字", "POST /search", show(searchProps{form: k.filled("q", "积水"), help: help, asked: true, found: desk.Found{How: "按内容", Hits: []desk.Hit{long}}})).At(web.Laptop, web.Phone),
		k.page(unit, "搜索", "search-error", "输入有误", "POST /search", show(searchProps{form: k.wrong(k.filled("q", "？！"), "q", "“？！”里没有可以查找的字，请输入汉字、字母或数字。"), help: unit.reader.SearchHelp(), asked: true})),
	}
}
