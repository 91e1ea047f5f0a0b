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
	return []web.Sample{
		k.page(unit, "消息", "messages", "正常", "GET /messages", show(messagesProps{page: page})).At(web.Phone, web.Laptop),
		k.page(unit, "消息", "messages-empty", "空", "GET /messages", show(messagesProps{unread: true})),
		k.page(head, "消息", "messages-catalogue", "正常", "GET /messages/catalogue", web.Show("消息目录", catalogueView(order.Wordings())).In("messages")),
		k.page(head, "消息", "messages-outbox", "正常", "GET /messages/outbox", web.Show("待发短信", outboxView(outboxProps{queue})).In("messages")),
		k.page(head, "消息", "messages-outbox-empty", "空", "GET /messages/outbox", web.Show("待发短信", outboxView(outboxProps{})).In("messages")),
	}
}
