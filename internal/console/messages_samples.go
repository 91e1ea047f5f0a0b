package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
)

func (k showroom) messageSamples() []web.Sample {
	unit, head := k.as("cgj/handler"), k.as("hotline/office_head")
	page := desk.MessagePage{Unread: 2, Next: "12-0", Rows: []desk.Message{
		{Pos: 31, N: 0, Text: "工单MC202603030007第2次催办，请尽快办理。", Number: "MC202603030007", Href: "/orders/a", At: "3月3日 15:20", Day: "2026年3月3日", Urgent: true},
		{Pos: 29, N: 0, Text: "新交办工单MC202603030011，请于3月4日24:00前签收。", Number: "MC202603030011", Href: "/orders/b", At: "3月3日 10:02", Day: "2026年3月3日", Urgent: true},
		{Pos: 20, N: 0, Text: "工单MC202602240003剩2个工作日，3月5日24:00截止。", Number: "MC202602240003", Href: "/orders/c", At: "3月3日 8:20", Day: "2026年3月3日", Read: true},
		{Pos: 12, N: 0, Text: "工单MC202603020004已由县热线办撤回，本单位不再办理。", Number: "MC202603020004", At: "3月2日 16:41", Day: "2026年3月2日", Urgent: true, Read: true}}}
	show := func(p messagesProps) web.Page { return web.Show("消息", messagesView(p)).In("messages") }
	queue := desk.OutboxPage{SMS: 2, Robot: 1, Rows: []desk.Outgoing{
		{Channel: "短信", To: "诉求人", Text: "编号MC202603030011的事项已转承办单位，3月4日24:00前与您联系。查询请拨打7812345。", Number: "MC202603030011", Href: "/orders/b", State: "待发", Send: "3月3日 10:02", N: 1},
		{Channel: "短信", To: "县城市管理局具办人员", Text: "您有4条新消息，请登录系统查看。", State: "待发", Send: "3月3日 10:10", N: 4},
		{Channel: "群机器人", To: "县城市管理局主要负责人", Text: "您有2条新消息，请登录系统查看。", State: "待发", Send: "3月3日 14:30", N: 2}}}
	dead := desk.OutboxPage{Works: true, OnlyDead: true, Dead: 2, Sent: 318, Rows: []desk.Outgoing{
		{ID: "1", Channel: "短信", To: "诉求人", Text: "编号MC202603030011的事项已转承办单位，3月4日24:00前与您联系。查询请拨打7812345。", Number: "MC202603030011", Href: "/orders/b", State: "没有发出", Fault: "诉求人留的不是手机号，收不到短信", Send: "3月3日 10:02", N: 1, Dead: true},
		{ID: "2", Channel: "短信", To: "县城市管理局具办人员", Text: "您有4条新消息，请登录系统查看。", State: "没有发出", Fault: "连不上网关，或者它没有及时回答", Send: "3月3日 10:10", N: 4, Dead: true}}}
	working := queue
	working.Works, working.Dead, working.Sent = true, 2, 318
	working.Rows = append([]desk.Outgoing{{Channel: "短信", To: "诉求人", Text: "您反映的事项已登记，编号MC202603030012。查询进度请拨打7812345。", Number: "MC202603030012", Href: "/orders/c", State: "试过2次，再发", Fault: "网关现在办不了（503）", Send: "3月3日 10:05", N: 1, Attempts: 2}}, queue.Rows...)
	return []web.Sample{
		k.page(unit, "消息", "messages", "正常", "GET /messages", show(messagesProps{page: page})).At(web.Phone, web.Laptop),
		k.page(unit, "消息", "messages-empty", "空", "GET /messages", show(messagesProps{unread: true})),
		k.page(head, "消息", "messages-catalogue", "正常", "GET /messages/catalogue", web.Show("消息目录", catalogueView(order.Wordings())).In("messages")),
		k.page(head, "消息", "messages-outbox", "正常", "GET /messages/outbox", web.Show("待发短信", outboxView(outboxProps{page: queue})).In("messages")),
		k.page(head, "消息", "messages-outbox-dead", "没有发出的", "GET /messages/outbox", web.Show("待发短信", outboxView(outboxProps{page: dead})).In("messages")).At(web.Phone, web.Laptop),
		k.page(head, "消息", "messages-outbox-works", "接通了，有没发出的", "GET /messages/outbox", web.Show("待发短信", outboxView(outboxProps{page: working})).In("messages")),
		k.page(head, "消息", "messages-outbox-empty", "空", "GET /messages/outbox", web.Show("待发短信", outboxView(outboxProps{})).In("messages")),
	}
}
