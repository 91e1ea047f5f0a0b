package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (k showroom) alarmSamples() []web.Sample {
	const group = "极端情形"
	op := k.as("hotline/operator")
	o := desk.SignOrder{ID: "o1", Number: "MC202611270004", Title: "站在楼顶要求当天结清工资", Status: "待转办", At: "11月27日 08:41", Open: true}
	open := desk.AlarmView{Order: o, Open: true, Calls: []desk.AlarmCall{{Kind: "轻生、自伤", Service: "110", At: "11月27日 08:43", Taker: "110接警员 3027号，警情 20261127-0312", Note: "说清楼栋和来电号码，话务员一直没有挂机", By: "话务员01"}, {Kind: "轻生、自伤", Service: "120", At: "11月27日 08:46", Taker: "120调度 12号", By: "话务员01"}},
		Followed: []desk.CaseLine{{At: "11月27日 08:58", By: "话务员01", Text: "跟进", Words: "民警到场，人还在楼顶。"}}}
	ended := open
	ended.Open = false
	ended.Followed = append(append([]desk.CaseLine{}, open.Followed...), desk.CaseLine{At: "11月27日 09:20", By: "县热线办负责人", Text: "跟进，已了结", Words: "人已劝下，交家属看护；人社局到场。"})
	one := func(name, state string, p alarmProps) web.Sample {
		return k.page(op, group, name, state, "GET /orders/{id}/alarm", web.Show("极端情形 "+o.Number, alarmView(p.filled())))
	}
	return []web.Sample{
		one("alarm", "待跟进", alarmProps{v: open}).At(web.Phone, web.Laptop, web.Desktop),
		one("alarm-ended", "已了结", alarmProps{v: ended}).At(web.Laptop),
		one("alarm-none", "没有转过", alarmProps{v: desk.AlarmView{Order: o}}),
		one("alarm-error", "登记有错", alarmProps{v: open, call: k.wrong(k.filled("alarm_kind", "self", "alarm", "110"), "alarm_taker", "没有填写接警人（工号、姓名或警情编号），请补充。")}),
	}
}
