package console

import (
	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

// secrecySamples are the pages of a secret order and of one that reports somebody, in each of their states.
func (k showroom) secrecySamples() []web.Sample {
	const route = "GET /orders/{id}"
	unit, head, sender, visitor := k.as("cgj/handler"), k.as("hotline/office_head"), k.as("hotline/dispatcher"), k.as("hotline/visitor")
	page := func(s session, name, state string, v desk.OrderView, do string, f *web.Form, hits []desk.HitView) web.Sample {
		out := k.page(s, "工单", name, state, route, k.c.orderWith(k.request(s).Context(), s, v, orderProps{hits: hits}, do, f, nil))
		out.Title = "工单页"
		return out
	}
	hidden := func(field string) desk.Masked {
		return desk.Masked{Shown: "诉求人信息保密", Field: field, Sight: access.Never, Has: true}
	}
	secret := func(acts ...desk.Panel) desk.OrderView {
		v := k.order()
		v.Title, v.Secrecy, v.Secret, v.Acts = "反映饭店油烟扰民", order.Secret.Name(), true, acts
		v.Words, v.Ask, v.Name, v.Phone, v.Home, v.Address = hidden("words"), hidden("ask"), hidden("name"), hidden("phone"), hidden("home"), desk.Masked{}
		v.DispatchText, v.Requirements = "反映北城社区一饭店油烟直排，晚上最严重，希望安装净化设备。", "现场核查油烟净化设备，依法处理。"
		v.Rounds, v.LevelWhy, v.Chains, v.Appeals, v.Assigns, v.Urges, v.Files = nil, "", nil, 1, 1, 0, nil
		return v
	}
	ask := desk.Panel{Act: "ask_relay", Title: "请热线办转达", Article: "第十五条"}
	asks := secret(ask, desk.Panel{Act: "progress", Title: "反馈进展", Article: "第十八条"})
	asks.Relay = desk.RelayView{May: true, First: true}
	waits := secret(desk.Panel{Act: "progress", Title: "反馈进展", Article: "第十八条"})
	waits.Relay = desk.RelayView{Waits: true, First: true, N: 1, At: "12月1日 08:58", Ask: "请问晚上几点到几点油烟最严重？", Due: "12月2日 周三 24:00"}
	does := waits
	does.Acts = []desk.Panel{{Act: "record_relay", Title: "转达诉求人", Article: "第十五条", Now: true}, {Act: "ask_sight", Title: "申请查看诉求人", Article: "第二十三条（六）"}}
	does.MayLook = []desk.LookChoice{{Field: "name", Label: "姓名"}, {Field: "phone", Label: "来电号码"}}
	decides := secret(desk.Panel{Act: "decide_sight", Title: "审核查看申请", Article: "第二十三条（六）", Now: true})
	decides.Sight = desk.SightView{Asker: "x", Who: "回访员01", Post: "回访员", Field: "phone", Label: "来电号码", Reason: access.ToContact.Name(), At: "12月1日 09:31"}
	sends := secret(desk.Panel{Act: "dispatch", Title: "转办", Article: "第十条（三）", Now: true})
	sends.Status, sends.StatusName, sends.Unit, sends.Lead, sends.Handler, sends.DispatchText = order.PendingDispatch, order.PendingDispatch.Name(), "", "", "", ""
	hits := []desk.HitView{{Code: "a1", Label: "转办文本", Kind: "门牌号", Text: "3栋2单元"}, {Code: "a2", Label: "转办文本", Kind: "车牌号", Text: "皖S12345"}}
	own := append([]desk.HitView{{Code: "a0", Label: "转办文本", Kind: "姓名", Text: "王某某", Own: true}}, hits...)
	typed := "我是3栋2单元的王某某，楼下饭店油烟直排，皖S12345的车天天往里送货。"
	recused := sends
	recused.Secret, recused.Secrecy, recused.Title = false, order.Ordinary.Name(), "反映执法人员态度生硬"
	recused.Party = desk.PartyView{Unit: "县城市管理局", UnitID: "cgj", Posts: []string{"县城市管理局具办人员"}}
	recused.Barred = []org.UnitID{"cgj"}
	lifts := recused
	lifts.Party = desk.PartyView{Unit: "县城市管理局", UnitID: "cgj", May: true}
	lifts.Acts = []desk.Panel{{Act: "dispatch", Title: "转办", Article: "第十条（三）", Now: true}, {Act: "lift_recusal", Title: "解除回避", Article: "第二十三条（六）"}}
	return []web.Sample{
		page(unit, "relay-ask", "保密件，单位请热线办转达", asks, "ask_relay", nil, nil).At(web.Phone, web.Laptop),
		page(unit, "relay-waits", "单位等转达", waits, "", nil, nil),
		page(visitor, "relay-record", "热线办转达", does, "", nil, nil).At(web.Phone, web.Laptop),
		page(visitor, "sight-ask", "申请查看保密件", does, "ask_sight", nil, nil),
		page(head, "sight-decide", "第二人同意查看", decides, "", nil, nil).At(web.Phone, web.Laptop),
		page(sender, "secret-dispatch", "保密件转办，逐处确认", sends, "", k.filled("text", typed, "requirements", "现场核查，依法处理。"), hits).At(web.Laptop, web.Desktop),
		page(sender, "secret-dispatch-error", "保密件转办，必须遮盖", sends, "", k.wrong(k.filled("text", typed, "requirements", "现场核查，依法处理。"), "text", "转办文本里有诉求人本人的姓名“王某某”，必须遮盖，不能放行。"), own),
		page(sender, "recusal-dispatch", "被反映单位回避", recused, "", nil, nil).At(web.Phone, web.Laptop),
		page(head, "recusal-lift", "解除回避", lifts, "lift_recusal", nil, nil),
	}
}
