package console

import (
	"time"

	"github.com/a-h/templ"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func (k showroom) slipSamples() []web.Sample {
	const open, group = "GET /field/{token}", "外勤联系单"
	unit := k.as("cgj/handler")
	v := k.atUnit()
	v.SlipDays, v.GivesNumber = 7, true
	v.Acts = []desk.Panel{{Act: "give_slip", Title: "给外勤联系单", Article: "第十七条"}, {Act: "revoke_slip", Title: "收回外勤联系单", Article: "第十七条"}}
	v.Slips = []desk.SlipView{
		{ID: "s2", Name: "葛守田", Body: "北城社区", Purpose: "请到路口核实堵塞位置并拍照，说明受理情况。", By: "县城管局承办人员", At: "12月1日 09:10", Until: "12月4日 周五 24:00", Uses: 3, LastUse: "12月1日 09:36", Contact: true, Progress: true, Number: true},
		{ID: "s1", Name: "牛师傅", Body: "市政养护二队", Purpose: "请疏通支管并拍照。", By: "县城管局承办人员", At: "11月26日 10:20", Until: "11月29日 周日 24:00", End: order.SlipExpired, Uses: 5, LastUse: "11月28日 16:02", Progress: true}}
	act := func(name, state, do string, v desk.OrderView, f *web.Form) web.Sample {
		s := k.page(unit, group, name, state, "GET /orders/{id}", k.c.orderOf(k.request(unit).Context(), unit, v, do, f, nil))
		s.Title = "工单页"
		return s
	}
	secret := v
	secret.Secrecy, secret.GivesNumber, secret.Slips = "保密", false, nil
	paper := slipProps{v: v, name: "葛守田", body: "北城社区", purpose: "请到路口核实堵塞位置并拍照，说明受理情况。", until: "12月4日 周五 24:00", contact: true, progress: true, number: true,
		link: "http://127.0.0.1:7812/field/9f4f9f5a0d0e4c51b6b1d2a7c3e8f901", by: "打印人 县城管局承办人员　2026年12月1日 09:42"}
	var err error
	if paper.square, paper.size, err = desk.Square(paper.link); err != nil {
		panic(err)
	}
	field := desk.FieldView{Number: v.Number, Title: v.Title, Place: "漆园街道 北城社区路口东南侧", Text: v.DispatchText, Requirements: v.Requirements, Due: "12月8日 周二 24:00", Unit: "县城市管理局", UnitPhone: "0558-9990-121",
		Name: "葛守田", Body: "北城社区", Purpose: "请到路口核实堵塞位置并拍照，说明受理情况。", Until: "12月4日 周五 24:00", Caller: "李女士", Secrecy: "一般", Reachable: true, Contact: true, Progress: true, Phone: true}
	if field.Text == "" {
		field.Text = "反映路口东南侧下水道堵塞，污水漫上路面，早晚接送孩子的电动车容易滑倒。"
	}
	left := field
	left.Left = []desk.FieldNote{{At: "12月1日 09:36", What: "现场情况", Text: "东南角雨水井堵了，水没过井盖，已放警示桩。", Photos: 2}, {At: "12月1日 09:30", What: "已联系诉求人", Text: "说早上七点最严重。"}}
	plain := field
	plain.Phone = false
	hidden := field
	hidden.Caller, hidden.Secrecy, hidden.Phone = "", "保密", false
	phone := func(name, state string, v desk.FieldView, p fieldProps) web.Sample {
		page := k.c.fieldPage(v, p, "sample")
		return web.Sample{Group: group, Name: name, Title: "外勤人员手机页", State: state, Route: open, Page: page, Frame: k.outside}.At(web.Phone)
	}
	gone := fieldGone()
	return []web.Sample{
		act("slip-give", "给联系单", "give_slip", v, nil).At(web.Phone, web.Laptop),
		act("slip-give-error", "给联系单，有错", "give_slip", v, k.wrong(k.filled("name", "葛守田", "body", "北城社区", "purpose", "请到现场核实。", "days", "3", "number", "1"), "number", "查看号码只为联系诉求人，请同时允许登记联系。")),
		act("slip-give-secret", "保密件", "give_slip", secret, nil),
		act("slip-revoke", "收回", "revoke_slip", v, nil).At(web.Phone, web.Laptop),
		{Group: group, Name: "slip-paper", Title: "外勤联系单", State: "打印", Page: web.Show("外勤联系单", slipBody(paper)), Frame: k.outside},
		phone("field", "刚打开", field, fieldProps{}),
		phone("field-number", "已显示号码", field, fieldProps{number: &desk.Revealed{Value: "13800005678", Until: k.now.Add(30 * time.Minute)}}),
		phone("field-left", "留过记录", left, fieldProps{said: "现场情况已提交，承办单位已收到。"}),
		phone("field-plain", "不能看号码", plain, fieldProps{}),
		phone("field-secret", "保密件", hidden, fieldProps{}),
		phone("field-error", "有错", field, fieldProps{contact: k.wrong(k.filled("at", "2026-12-01T09:30", "means", "visit", "reached", "yes", "note", "说早上七点最严重。"), "told", "联系时应告知受理情况和承办单位联系方式，请确认两项都已告知。")}),
		web.Sample{Group: group, Name: "field-gone", Title: "打不开", State: "失效、收回或写错", Route: open, Page: gone, Frame: k.outside}.At(web.Phone),
	}
}

// outside frames a page for whoever is not logged in.
func (k showroom) outside(h web.Head, body templ.Component) templ.Component {
	return web.Within(parts.Bare(h.Fill(k.c.outside())), body)
}
