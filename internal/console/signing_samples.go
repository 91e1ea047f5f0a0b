package console

import (
	"huiyin/internal/approval"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
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
	ending := func(id, title string) desk.SignCard {
		v := k.ending("magistrate")
		v.ID, v.Title = id, title
		p := panel
		p.Article, p.Step, p.Chain = "第二十条", 0, approval.Chain{ID: "t" + id, Steps: []approval.Step{{Label: "县长"}}}
		return desk.SignCard{Order: v, Panel: p, What: "终结批示", Light: desk.Light{Colour: "g", Word: "剩1个工作日"}, Unit: "县城管局", Summary: "县城管局提请终结：" + v.Termination.Ground + "。" + v.Termination.Reason,
			History: "第3次诉求，此前9月28日已办结、10月20日已办结", Yes: "同意终结办理，报市热线办报备"}
	}
	ends := []desk.SignCard{ending("5", "要求把小区道路全部改成沥青路面"), ending("8", "要求重新认定十年前的征收补偿")}
	page := func(name, state, route string, view parts.Pane, card *desk.SignCard, refuse bool, pin pinAsk, f *web.Form, cards ...desk.SignCard) web.Sample {
		if f == nil {
			f = k.filled("opinion", map[bool]string{true: otherWords, false: agreed}[refuse])
		}
		p := web.Whole(signPage(signProps{system: k.c.profile.System, view: view, cards: cards, total: len(cards), card: card, refuse: refuse, f: f, pin: pin, signer: "分管热线工作的副县长", today: "12月1日 周二", back: "/sign"}))
		if !f.OK() {
			p = p.Again()
		}
		return web.Sample{Group: "手机签批", Name: name, Title: "待我签批", State: state, Route: route, Page: p}.At(web.Phone, web.Laptop)
	}
	extends := desk.SignCard{Order: k.order(), Panel: desk.Panel{Act: "decide_extension", Title: "审批延期申请", Article: "第十九条", Now: true, Chain: approval.Chain{ID: "c3", Steps: []approval.Step{{Label: "县热线办负责人"}}}},
		What: "延期审批", Light: desk.Light{Colour: "o", Word: "今日24:00"}, Unit: "县城管局", Summary: "县城管局申请延期3个工作日，累计13个工作日。管段要定做，12月7日到货。", Yes: "同意延期3个工作日，到12月11日 周五 24:00"}
	extends.Order.Extension = &desk.ExtensionView{Asked: &desk.ExtensionAsked{Chain: "c3", Days: 3, Total: 13, Was: "12月8日 周二 24:00", Last: "12月11日 周五 24:00", At: "12月1日 09:10", By: "县城管局具办人员", Reason: "管段要定做，12月7日到货。",
		Done: "已查明错位管段，已签订货合同。", Told: true, Sealed: true, Approver: "县热线办负责人", Until: "12月2日 周三 24:00"}}
	set := pinAsk{PINState: desk.PINState{Set: true}}
	fresh := pinAsk{PINState: desk.PINState{Set: true}, Fresh: true}
	return []web.Sample{
		page("sign", "正常", "GET /sign", parts.PaneList, &result, false, fresh, nil, result, dispatch),
		page("sign-empty", "空", "GET /sign", parts.PaneList, nil, false, fresh, nil),
		page("sign-new", "还没有签名密码", "GET /sign", parts.PaneList, &result, false, pinAsk{}, nil, result),
		page("sign-doc", "呈阅件", "GET /sign/{id}", parts.PaneDoc, &result, false, fresh, nil, result, dispatch),
		page("sign-yes", "确认签批，问签名密码", "GET /sign/{id}/yes", parts.PaneSheet, &result, false, set, nil, result, dispatch),
		page("sign-error", "签名密码不对", "GET /sign/{id}/yes", parts.PaneSheet, &dispatch, false, set, k.wrong(k.filled("opinion", agreed), "pin", "签名密码不对，还可以试4次，再错停用15分钟。"), result, dispatch),
		page("sign-first", "没有签名密码，在这里设置", "GET /sign/{id}/yes", parts.PaneSheet, &result, false, pinAsk{}, nil, result, dispatch),
		page("sign-extension", "延期审批", "GET /sign/{id}", parts.PaneDoc, &extends, false, fresh, nil, extends, result),
		page("sign-extension-no", "不同意延期", "GET /sign/{id}/no", parts.PaneSheet, &extends, true, fresh, nil, extends, result),
		page("sign-no", "退回", "GET /sign/{id}/no", parts.PaneSheet, &dispatch, true, fresh, nil, result, dispatch),
		page("sign-termination", "终结批示，一张呈批表两件", "GET /sign/{id}", parts.PaneDoc, &ends[0], false, fresh, nil, ends...),
	}
}
