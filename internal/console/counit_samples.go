package console

import (
	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
)

// helping are orders with co-units: the lead's page with one at work and one handed in, the office's with an objection and a call, and the co-unit's own.
func (k showroom) helping() (lead, office, mine desk.OrderView) {
	working := desk.CoView{No: 1, Unit: "县住房和城乡建设局", UnitID: "zjj", Phone: "0558-9990-130", Status: order.CoWorking, StatusName: order.CoWorking.Name(), Light: desk.Light{Colour: "g", Word: "剩3个工作日"},
		Last: "12月4日 周五 24:00", Sign: "11月26日 周四 24:00", Asked: "11月25日 10:20", Asker: "县城市管理局", Task: "请核查路口东南侧支管的产权和移交情况，提供竣工图。", Signed: "11月25日 15:02", Open: true, Owes: true, Urges: 1}
	handed := desk.CoView{No: 2, Unit: "漆园街道办事处", UnitID: "341622001", Status: order.CoHandedIn, StatusName: order.CoHandedIn.Name(), Light: desk.Light{Colour: "g", Word: "按时报送"}, Last: "12月4日 周五 24:00", Sign: "11月26日 周四 24:00",
		Asked: "11月25日 10:22", Asker: "县城市管理局", Task: "请社区告知沿街商户不要向雨水口倒餐厨水。", Signed: "11月25日 11:00", Reported: "11月27日 16:40", Result: "社区已逐户告知沿街12家餐饮店，签了承诺书，并在雨水口设了警示牌。",
		Open: true, Waits: true, Files: []desk.FileView{{ID: "f5", Name: "承诺书.pdf", Purpose: "co", Size: "310 KB", MIME: "application/pdf"}}}
	lead = k.atUnit()
	lead.Co = desk.CoState{All: []desk.CoView{working, handed}, Limit: "12月4日 周五 24:00", Before: 2, Awaited: []string{"县住建局"}}
	lead.Acts = []desk.Panel{{Act: "settle_co", Title: "采用协办结果", Article: "第十四条", Now: true}, {Act: "reply", Title: "报送办理结果", Article: "第二十四条"}, {Act: "ask_co", Title: "请其他单位协办", Article: "第十四条"},
		{Act: "urge_co", Title: "催协办单位", Article: "第十四条"}, {Act: "withdraw_co", Title: "撤回协办", Article: "第十四条"}, {Act: "call_office", Title: "请热线办协调", Article: "第十四条"}}
	office = k.order()
	objects := working
	objects.Status, objects.StatusName, objects.Owes, objects.Objects = order.CoDisputed, order.CoDisputed.Name(), false, true
	objects.Reason, objects.Right, objects.RightID, objects.ReviewUntil = "这段支管没有移交本单位，由开发企业管护。", "漆园街道办事处", "341622001", "11月27日 周五 24:00"
	office.Co = desk.CoState{All: []desk.CoView{objects}, Limit: "12月4日 周五 24:00", Before: 2, Call: "支管产权不清，请热线办召集住建局、街道一起定。", CallAt: "11月26日 09:10", Until: "11月27日 周五 24:00"}
	office.Acts = []desk.Panel{{Act: "decide_co", Title: "决定协办异议", Article: "第十四条", Now: true}, {Act: "answer_call", Title: "答复协调请求", Article: "第十四条", Now: true}, {Act: "ask_co", Title: "请其他单位协办", Article: "第十四条"}}
	mine = k.atUnit()
	own := working
	mine.Co = desk.CoState{All: []desk.CoView{own}, Mine: &own}
	head := desk.ClockView{Kind: order.LimitCo, Name: "协办", Light: own.Light, Last: own.Last, Used: 4, Total: 7, Article: "第十四条", Why: "其他有关单位密切配合，在规定期限内将办理结果报送首接单位。"}
	mine.Head, mine.Clocks = &head, []desk.ClockView{head}
	mine.Chains, mine.Rounds, mine.Files = nil, nil, nil
	for _, m := range []*desk.Masked{&mine.Words, &mine.Ask, &mine.Name, &mine.Phone, &mine.Home, &mine.Address} {
		m.Shown, m.Sight, m.Reveal = "不显示", access.Never, false
	}
	mine.Items = []desk.Item{{At: k.now, Verb: "催协办", Text: "催县住房和城乡建设局，第1次", By: "县城管局承办人员", Mark: "sup"}, {At: k.now, Verb: "协办", Text: "请县住房和城乡建设局协办，12月4日 周五 24:00前报首接单位", Quote: "协办内容：" + own.Task, By: "县城管局承办人员", Tag: "第十四条"}}
	mine.Acts = []desk.Panel{{Act: "report_co", Title: "报送协办结果", Article: "第十四条", Now: true}, {Act: "object_co", Title: "对协办提出异议", Article: "第十四条"}}
	return lead, office, mine
}

func (k showroom) coSamples() []web.Sample {
	lead, office, mine := k.helping()
	unit, head, helper := k.as("cgj/handler"), k.as("hotline/dispatcher"), k.as("zjj/handler")
	page := func(s session, name, state string, v desk.OrderView, do string, f *web.Form) web.Sample {
		out := k.page(s, "协办", name, state, "GET /orders/{id}", k.c.orderOf(k.request(s).Context(), s, v, do, f, nil))
		out.Title = "工单页"
		return out
	}
	silent := lead
	silent.Co.Quiet, silent.Co.Awaited = []string{"县住建局"}, nil
	late := silent.Co.All[0]
	late.Light, late.Late = desk.Light{Colour: "r", Word: "超1个工作日"}, true
	silent.Co.All = []desk.CoView{late, lead.Co.All[1]}
	fresh := mine
	waiting := *mine.Co.Mine
	waiting.Status, waiting.StatusName, waiting.Signed, waiting.Urges, waiting.MayObject = order.CoWaiting, order.CoWaiting.Name(), "", 0, true
	fresh.Co.Mine = &waiting
	fresh.Acts = []desk.Panel{{Act: "sign_co", Title: "签收协办", Article: "第十四条", Now: true}, {Act: "report_co", Title: "报送协办结果", Article: "第十四条"}, {Act: "object_co", Title: "对协办提出异议", Article: "第十四条"}}
	letter := web.Sample{Group: "协办", Name: "co-letter", Title: "协办函", State: "打印页", Route: "GET /orders/{id}/co/{unit}/letter", Page: web.Whole(coLetter(lead, lead.Co.All[0], "县城管局承办人员　12月1日 09:42打印"))}
	return []web.Sample{
		page(unit, "co-lead", "首接单位：有已报送的", lead, "", nil).At(web.Phone, web.Laptop),
		page(unit, "co-ask", "请协办", lead, "ask_co", nil).At(web.Phone, web.Laptop),
		page(unit, "co-ask-error", "请协办，内容有身份信息", lead, "ask_co", k.wrong(k.filled("unit", "jyj", "task", "请与138****5678联系核实。"), "task", "协办内容里有电话号码，会暴露诉求人身份，请删去或用代称。")),
		page(unit, "co-silent", "协办到期未报，首接单位答复", silent, "reply", nil).At(web.Phone, web.Laptop),
		page(head, "co-office", "热线办决定异议", office, "", nil).At(web.Phone, web.Laptop),
		page(head, "co-call", "热线办答复协调", office, "answer_call", nil),
		page(helper, "co-new", "协办单位待签收", fresh, "", nil).At(web.Phone, web.Laptop),
		page(helper, "co-report", "协办单位报送", mine, "", nil).At(web.Phone, web.Laptop),
		page(helper, "co-object", "协办单位提异议", fresh, "object_co", nil),
		letter,
	}
}
