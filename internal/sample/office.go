package sample

import (
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// Outage is the demo's running statement.
type Outage struct {
	Title, Category, Text string
	Town, Owner           org.UnitID
}

// OutageStatement is the demo's running statement.
func OutageStatement() Outage {
	return Outage{Title: "城南片区停水抢修", Town: chengguan, Category: "1502", Text: "城南片区主管道破裂停水，供水单位正在抢修，预计今天夜里十二点前恢复；恢复初期水可能发黄，放一会儿再用。急需用水的，社区门口有送水车。", Owner: "swgs"}
}

// OutageCall is a call about the same event.
type OutageCall struct {
	Type                             order.Type
	Title, Place, Name, Phone, Words string
}

// OutageCalls are calls that the statement answered.
func OutageCalls() []OutageCall {
	return []OutageCall{
		{order.Consult, "询问何时恢复供水", "城南片区", "佘女士", "13800008001", "家里从中午停水到现在，想问什么时候能来水。"},
		{order.Consult, "询问停水原因和送水点", "城南片区", "符先生", "13800008002", "没接到通知就停水了，是哪里坏了，有没有送水的地方。"},
		{order.Help, "停水影响卧床老人用水", "城南片区", "屠女士", "13800008003", "家里有卧床老人，下不了楼提水，能不能送上来。"},
	}
}

// ShiftItem is a line of a hand-over.
type ShiftItem struct{ Kind, Words string }

// Shifts are what two shifts handed on: the first was taken over, the second waits.
func Shifts() (night, day []ShiftItem) {
	return []ShiftItem{
			{"callback", "答应上午十点前回电说明低保复核的材料"},
			{"equipment", "3号座席耳机有杂音，已报信息中心"},
		}, []ShiftItem{
			{"call", "咨询养老认证的来电中途断线，没来得及问全，等他再打"},
			{"urgent", "城南片区停水：来电按事件口径登记，卧床老人一户盯送水"},
			{"leader", "分管副县长要下班前听停水来电量"},
		}
}

// DirectiveStory is a leader's word on a paper, with what one of its units answered.
type DirectiveStory struct {
	Title, Source, Words, Answer string
	Tasks                        []DirectivePart
}

// DirectivePart is what one unit shall do.
type DirectivePart struct {
	Unit org.UnitID
	What string
}

// PaperDirective is a word on a 热线信息专报.
func PaperDirective() DirectiveStory {
	return DirectiveStory{Title: "城区窨井盖缺失问题的情况", Source: "热线信息专报第12期", Words: "窨井盖关系群众安全，请城管局、住建局立即排查，限期补齐，不留死角。",
		Answer: "主次干道37处缺失、破损井盖全部更换为防沉降井盖，每周巡查一次，台账已建。",
		Tasks:  []DirectivePart{{"cgj", "查明城区窨井盖缺失的处数，限期补齐，并建立巡查台账。"}, {"zjj", "排查小区内窨井盖，督促物业更换。"}}}
}
