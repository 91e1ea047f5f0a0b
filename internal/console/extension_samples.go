package console

import (
	"huiyin/internal/approval"
	"huiyin/internal/desk"
)

// extending is an order whose unit may ask for an extension, one whose application waits for the head, and one that needs the upper platform's consent.
func (k showroom) extending() (asks, waits, barred desk.OrderView) {
	x := desk.ExtensionView{Last: "12月8日 周二 24:00", Used: 5, Total: 10, Ceiling: 15, Most: 2}
	for i, last := range []string{"12月9日 周三 24:00", "12月10日 周四 24:00", "12月11日 周五 24:00", "12月14日 周一 24:00", "12月15日 周二 24:00", "12月16日 周三 24:00"} {
		c := desk.ExtensionChoice{Days: i + 1, Total: 11 + i, Last: last, Sealed: true}
		if c.Total > 15 {
			c.Refused = "累计办理总时长不得超过15个工作日"
		}
		x.Choices = append(x.Choices, c)
	}
	asks = k.atUnit()
	asks.Extension = &x
	asks.Acts = []desk.Panel{{Act: "reply", Title: "报送办理结果", Article: "第二十四条"}, {Act: "ask_extension", Title: "申请延期", Article: "第十九条"}, {Act: "progress", Title: "反馈进展", Article: "第十八条"}}
	waits = k.order()
	asked := desk.ExtensionAsked{Days: 5, Total: 15, Was: "12月8日 周二 24:00", Last: "12月15日 周二 24:00", At: "12月1日 08:48", By: "县城管局承办人员", Done: "已完成管道检测和改造设计。",
		Reason: "须更换六十米管道，管材定制和施工要五个工作日。", Sealed: true, SealFile: "f2", Approver: "县热线办负责人", Until: "12月2日 周三 24:00"}
	one := x
	one.Asked = &asked
	waits.Extension = &one
	chain := approval.Chain{ID: "c2"}
	waits.Acts = []desk.Panel{{Act: "decide_extension", Title: "审批延期申请", Article: "第十九条", Now: true, Chain: chain}, {Act: "urge", Title: "催办", Article: "第二十一条"}}
	barred = waits
	needs, two := asked, x
	needs.Consent, needs.OuterDue = true, "12月10日 周四 24:00"
	two.Asked = &needs
	barred.Extension = &two
	barred.Acts = append([]desk.Panel{waits.Acts[0]}, desk.Panel{Act: "record_consent", Title: "登记上级同意延期", Article: "第十九条"})
	return asks, waits, barred
}
