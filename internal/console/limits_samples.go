package console

import (
	"huiyin/internal/approval"
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

// limitsSamples are the pages of Art. 18 beside the ordinary limit.
func (k showroom) limitsSamples() []web.Sample {
	unit, head, sender := k.as("cgj/handler"), k.as("hotline/office_head"), k.as("hotline/dispatcher")
	page := func(s session, name, state string, v desk.OrderView, do string, f *web.Form, acts ...desk.Panel) web.Sample {
		v.Acts = acts
		out := k.page(s, "时限", name, state, "GET /orders/{id}", k.c.orderOf(k.request(s).Context(), s, v, do, f, nil))
		out.Title = "工单页"
		return out
	}
	at := k.atUnit()
	at.Limits.ReclassUntil, at.Limits.Ordinary = "12月4日 周五 24:00", 10
	statute := desk.Panel{Act: "ask_statute", Title: "申请法定时限", Article: "第十八条"}
	wrong := k.wrong(k.filled("law", "《中华人民共和国行政许可法》", "clause", "第四十二条", "days", "10", "reason", "须现场勘验和公示。"), "days", "10个工作日就是现在的时限，不用申请。")
	waits := k.order()
	waits.Limits.Ordinary = 10
	waits.Limits.Ask = &desk.StatuteView{By: "县城管局承办人员", At: "12月1日 08:50", Law: "《中华人民共和国行政许可法》第四十二条", Days: 20, Reason: "占道经营许可须现场勘验并公示，法定二十个工作日。", Was: "12月8日 周二 24:00", Last: "12月22日 周二 24:00"}
	sign := desk.Panel{Act: "sign_step", Title: "审批法定时限", Article: "第十八条", Now: true, Chain: approval.Chain{ID: "c7", Steps: []approval.Step{{Label: "县热线办负责人", Post: "hotline/office_head"}}}}
	holds := k.atUnit()
	holds.Limits = desk.LimitsView{Law: "《中华人民共和国行政许可法》第四十二条，20个工作日", Progress: true, Tell: true, Ordinary: 10}
	told := k.wrong(k.filled("text", "已完成现场勘验，正在公示。"), "told", "急件和法定时限件的进展要告知诉求人，请先告知，再选择告知的方式。")
	moved := k.order()
	moved.Limits.Reclass = &desk.ReclassView{By: "县城管局承办人员", At: "12月1日 09:05", From: "咨询", To: "求助", Reason: "诉求人要的是疏通，不只是问由谁管。", Type: "help"}
	exempt := k.order()
	exempt.Exemption.Asked = &desk.ExemptionAsk{By: "县城管局承办人员", At: "12月1日 09:20", Ground: "执法办案", Reason: "一户逾期不改，已立案查处（蒙城管立〔2026〕118号）。"}
	counted := k.atUnit()
	counted.Exemption.Ground = "执法办案"
	critical := k.atUnit()
	critical.Urgency = "特急"
	return []web.Sample{
		page(unit, "limits-statute", "申请法定时限", at, "ask_statute", nil, statute).At(web.Phone, web.Laptop),
		page(unit, "limits-statute-error", "天数不对", at, "ask_statute", wrong, statute),
		page(head, "limits-statute-decide", "审批法定时限", waits, "", nil, sign).At(web.Phone, web.Laptop),
		page(unit, "limits-statute-waits", "等审批", waits, "", nil, desk.Panel{Act: "progress", Title: "反馈进展", Article: "第十八条"}),
		page(unit, "limits-progress", "进展要告知诉求人", holds, "progress", told, desk.Panel{Act: "progress", Title: "反馈进展", Article: "第十八条", Now: true}).At(web.Phone, web.Laptop),
		page(unit, "limits-reclass", "申请类型变更", at, "ask_reclass", nil, desk.Panel{Act: "ask_reclass", Title: "申请类型变更", Article: "第十八条"}).At(web.Phone, web.Laptop),
		page(sender, "limits-reclass-decide", "审核类型变更", moved, "", nil, desk.Panel{Act: "decide_reclass", Title: "审核类型变更", Article: "第十八条", Now: true}).At(web.Phone, web.Laptop),
		page(unit, "exemption-ask", "申请不计考核", at, "ask_exemption", nil, desk.Panel{Act: "ask_exemption", Title: "申请不计考核", Article: "第二十五条"}).At(web.Phone, web.Laptop),
		page(head, "exemption-decide", "审批不计考核", exempt, "", nil, desk.Panel{Act: "decide_exemption", Title: "审批不计考核", Article: "第二十五条", Now: true}).At(web.Phone, web.Laptop),
		page(unit, "exemption-granted", "不计考核", counted, "", nil),
		page(sender, "limits-call", "特急电话通知", critical, "", nil, desk.Panel{Act: "phone_unit", Title: "登记电话通知", Article: "第十二条", Now: true}),
	}
}
