package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/policy"
	"huiyin/internal/web"
)

func (k showroom) channelSamples() []web.Sample {
	head, op := k.as("hotline/office_head"), k.as("hotline/operator")
	given := desk.ChannelView{Channel: policy.Channel{Code: "D1", Name: "县长热线电话7812345", Medium: "phone"}, MediumName: "电话", State: "在用", Live: true}
	board := desk.ChannelView{Channel: policy.Channel{Code: "N1", Name: "人民网留言板", Medium: "web", Outer: true, Key: true}, MediumName: "网络留言", State: "在用", Live: true}
	own := desk.ChannelView{Channel: policy.Channel{Code: "K01", Name: "省营商环境投诉平台", Medium: "outer", Outer: true, Key: true, DueNeeded: true, Own: true, From: "2026-11-16"}, MediumName: "上级平台转来", State: "在用", Live: true,
		Basis: "市营商办〔2026〕12号：投诉件由县热线办统一受理"}
	gone := own
	gone.Code, gone.Name, gone.Key, gone.DueNeeded, gone.Outer, gone.Medium, gone.MediumName, gone.Until, gone.State, gone.Live = "K02", "大走访意见箱", false, false, false, "paper", "书面、来访", "2026-11-30", "已停用", false
	history := []desk.ChannelHistory{{When: "11月16日 8:40", By: "张主任（县热线办负责人）", Text: "设立“省营商环境投诉平台”，默认重点交办，自2026-11-16启用。" + own.Basis}}
	form := k.filled("medium", "outer", "name", "市营商环境投诉平台", "due", "1", "basis", "市营商办〔2026〕12号")
	return []web.Sample{
		k.page(head, "来源渠道", "channels", "正常", "GET /channels", web.Show("来源渠道", channelListView(channelListProps{all: []desk.ChannelView{given, board, own, gone}, may: true})).In("channels")).At(web.Laptop, web.Phone),
		k.page(op, "来源渠道", "channels-read", "只看", "GET /channels", web.Show("来源渠道", channelListView(channelListProps{all: []desk.ChannelView{given, board}})).In("channels")),
		k.page(head, "来源渠道", "channel-new", "新增", "GET /channels/new", web.Show("新增渠道", channelFormPage(k.filled("medium", "web"))).In("channels")).At(web.Laptop, web.Phone),
		k.page(head, "来源渠道", "channel-new-error", "有错", "GET /channels/new", web.Show("新增渠道", channelFormPage(k.wrong(form, "due", "只有上级或留言平台的来件按对方的时限答复，请勾选“上级或留言平台”，或按本县时限。"))).In("channels").Again()),
		k.page(head, "来源渠道", "channel", "自设的渠道", "GET /channels/{code}", web.Show("来源渠道", channelPage(channelProps{v: own, history: history, change: k.filled("name", own.Name, "key", "1"), end: k.filled()})).In("channels")).At(web.Laptop, web.Phone),
		k.page(op, "来源渠道", "channel-ended", "已停用", "GET /channels/{code}", web.Show("来源渠道", channelPage(channelProps{v: gone, history: history})).In("channels")),
	}
}
