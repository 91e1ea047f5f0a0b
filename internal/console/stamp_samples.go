package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (k showroom) stampSamples() []web.Sample {
	sheet := func(id, no, title, left, colour string) desk.StampSheet {
		v := k.order()
		v.ID, v.Number, v.Title, v.Reply = id, no, title, k.reply()
		return desk.StampSheet{Order: v, Light: desk.Light{Colour: colour, Word: left}, Nth: 1, Printed: samplePrinted}
	}
	sheets := []desk.StampSheet{sheet("5", "MC202611240016", "路口下水道反复堵塞，污水漫上路面", "今日24:00", "o"), sheet("7", "MC202611260004", "公厕夜间关门早", "剩1个工作日", "y")}
	scans := []desk.Stamped{{ID: "s1", Sheet: &sheets[0]}, {ID: "s2", Why: "没有读出二维码，请看照片选择是哪一件"}}
	show := func(s session, name, state, route string, p web.Page) web.Sample {
		return k.page(s, "盖章件", name, state, route, p.In("stamp"))
	}
	handler, principal := k.as("cgj/handler"), k.as("cgj/principal")
	back := func(p stampBackProps) web.Page {
		p.sheets, p.f = sheets, k.filled()
		if p.sign == nil {
			p.sign = k.filled("on", "2026-12-01")
		}
		return web.Show("盖章件收回", stampBackView(p))
	}
	set := pinAsk{PINState: desk.PINState{Set: true}}
	wrong := k.wrong(k.filled("on", "2026-12-05"), "on", "纸面签字日期晚于今天，请按纸面填写")
	done := []desk.BatchOutcome{{ID: "5", Number: sheets[0].Order.Number, Title: sheets[0].Order.Title, OK: true},
		{ID: "7", Number: sheets[1].Order.Number, Title: sheets[1].Order.Title, Why: "这一件现在不用签字盖章，或有两张照片选了同一件，请核对后重选。"}}
	return []web.Sample{
		show(handler, "stamp", "正常", "GET /stamp", web.Show("盖章件", stackView(stampStack(stampProps{sheets: sheets, f: k.filled(), back: 2})))),
		show(handler, "stamp-empty", "空", "GET /stamp", web.Show("盖章件", stackView(stampStack(stampProps{f: k.filled()})))),
		{Group: "盖章件", Name: "stamp-paper", Title: "办理结果反馈表", State: "打印", Page: web.Whole(stampPaper(k.c.profile, sheets, "打印人 县城管局承办人员　2026年12月1日 09:42"))},
		show(handler, "stamp-back", "归件", "GET /stamp/back", back(stampBackProps{scans: scans})),
		show(principal, "stamp-back-own", "主要负责人，问签名密码", "GET /stamp/back", back(stampBackProps{scans: scans, own: true, pin: set})),
		show(principal, "stamp-back-new", "还没有签名密码", "GET /stamp/back", back(stampBackProps{scans: scans, own: true})),
		show(handler, "stamp-back-empty", "空", "GET /stamp/back", back(stampBackProps{})),
		show(handler, "stamp-back-error", "有错", "GET /stamp/back", back(stampBackProps{scans: scans, sign: wrong}).Again()),
		show(handler, "stamp-back-done", "逐件结果", "GET /stamp/back", back(stampBackProps{scans: scans[1:], result: done})),
	}
}
