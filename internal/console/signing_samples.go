package console

import (
	"huiyin/internal/approval"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
)

func (k showroom) signingSamples() []web.Sample {
	steps := []approval.Step{{Label: "分管承办单位的副县长"}, {Label: "分管热线工作的副县长"}, {Label: "县长同意"}}
	panel := desk.Panel{Act: "sign_step", Title: "分管热线工作的副县长签批", Article: "第二十四条", Now: true, Chain: approval.Chain{ID: "c1", Steps: steps}, Step: 1}
	result := desk.SignCard{Order: k.order(), Panel: panel, What: "办理结果签批", Nth: "2/3", Light: desk.Light{Colour: "o", Word: "今日24:00"}, Unit: "县城管局",
		Summary: "县城管局：已更换错位管段并疏通，注水试验通畅，今后每周巡查。", History: "第3次诉求，此前9月28日已办结、10月20日已办结；催办1次", Yes: "同意办理结果"}
	result.Order.Status, result.Order.Reply = order.CountySigning, k.reply()
	dispatch := desk.SignCard{Order: k.order(), Panel: panel, What: "转办签批", Light: desk.Light{Colour: "y", Word: "剩1个工作日"}, Unit: "县教育局", Summary: "拟办：转县教育局，请核实收费依据，一周内答复。",
		Yes: "同意按拟办意见转办"}
	dispatch.Order.ID, dispatch.Order.Title, dispatch.Order.Appeals, dispatch.Order.Key, dispatch.Order.Channel, dispatch.Order.Reply = "7", "校内课后服务收费标准不清楚", 1, true, "人民网留言板", nil
	dispatch.Panel.Chain.ID, dispatch.Panel.Article = "c9", "第十条（四）"
	page := func(name, state, route string, view signView, card *desk.SignCard, refuse bool, pin pinAsk, f *web.Form, cards ...desk.SignCard) web.Sample {
		if f == nil {
			f = k.filled("opinion", map[bool]string{true: otherWords, false: agreed}[refuse])
		}
		p := web.Whole(signPage(signProps{system: k.c.profile.System, view: view, cards: cards, total: len(cards), card: card, refuse: refuse, f: f, pin: pin, signer: "分管热线工作的副县长", today: "12月1日 周二"}))
		if !f.OK() {
			p = p.Again()
		}
		return web.Sample{Group: "手机签批", Name: name, Title: "待我签批", State: state, Route: route, Page: p}.At(web.Phone, web.Laptop)
	}
	set := pinAsk{PINState: desk.PINState{Set: true}}
	fresh := pinAsk{PINState: desk.PINState{Set: true}, Fresh: true}
	return []web.Sample{
		page("sign", "正常", "GET /sign", signOnList, &result, false, fresh, nil, result, dispatch),
		page("sign-empty", "空", "GET /sign", signOnList, nil, false, fresh, nil),
		page("sign-new", "还没有签名密码", "GET /sign", signOnList, &result, false, pinAsk{}, nil, result),
		page("sign-doc", "呈阅件", "GET /sign/{id}", signOnDoc, &result, false, fresh, nil, result, dispatch),
		page("sign-yes", "确认签批，问签名密码", "GET /sign/{id}/yes", signOnSheet, &result, false, set, nil, result, dispatch),
		page("sign-error", "签名密码不对", "GET /sign/{id}/yes", signOnSheet, &dispatch, false, set, k.wrong(k.filled("opinion", agreed), "pin", "签名密码不对，还可以试4次，再错停用15分钟。"), result, dispatch),
		page("sign-no", "退回", "GET /sign/{id}/no", signOnSheet, &dispatch, true, fresh, nil, result, dispatch),
	}
}
