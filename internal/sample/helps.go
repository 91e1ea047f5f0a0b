package sample

import (
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// helpStories have co-units (Art. 14): asked and not signed for, at work, with an objection, handed in, silent past the limit, taken into the answer.
func helpStories() []Story {
	return []Story{
		{ID: "help-jinggai", Type: order.Complaint, Category: "0204", Town: qiyuan, Place: "北城社区", Title: "小区内雨水井盖缺失产权不清", Name: "印女士", Sex: "f", Phone: "13800006051",
			Words: "楼前雨水井盖丢了半个月，物业说归城管，城管说是小区里面的，晚上差点踩进去。", Ask: "尽快补上井盖", DaysAgo: 3, Clock: "09:12", Fate: FateInProgress, Unit: "cgj",
			Requirements: "请先行围挡，查明产权，牵头补装井盖。", Contact: "电话联系诉求人，当天设置了围挡。", Progress: "已设围挡和警示灯，正查产权资料。",
			Helps: []Help{{Unit: "zjj", Task: "请核查该小区雨水井的竣工移交情况，明确管护责任。", Signed: true}, {Unit: qiyuan, Task: "请社区督促物业在补装前每天巡查围挡。"}}},
		{ID: "help-youyan", Type: order.Complaint, Category: "0702", Town: zhuangzhou, Title: "烧烤店油烟扰民多部门推诿", Name: "阚先生", Sex: "m", Phone: "13800006052",
			Words: "楼下烧烤店油烟直往楼上灌，找环保说归城管，找城管说要看证照。", Ask: "把油烟管住", DaysAgo: 5, Clock: "15:40", Fate: FateInProgress, Unit: "cgj",
			Requirements: "请牵头会同有关单位核查证照和油烟净化设施，一次性答复。", Contact: "电话联系诉求人，约定晚间到场。", Progress: "已责令停用无净化设施的灶台。",
			Helps: []Help{{Unit: "scj", Task: "请核查该店营业执照和食品经营许可。", Signed: true, Result: "该店营业执照有效，食品经营许可证经营项目不含烧烤，已责令限期办理变更。"},
				{Unit: "hbj", Task: "请对油烟排放进行监测，提供数据。", Signed: true, Objects: "餐饮油烟的监管职责在城管部门，本单位不承担日常监测。"}}},
		{ID: "help-silent", Type: order.Complaint, Category: "0402", Town: shuangjian, Title: "学校门口道路缺少减速带", Name: "仇女士", Sex: "f", Phone: "13800006053",
			Words: "学校门口车开得飞快，放学孩子过马路吓人，反映过没人管。", Ask: "装减速带和标线", DaysAgo: 10, Clock: "10:18", Fate: FateInProgress, Unit: "gaj",
			Requirements: "请现场勘察，会同公路管理单位研究设置减速设施。", Contact: "电话联系诉求人并到校门口查看。", Progress: "已完成勘察，需公路管理单位同意施工。",
			Helps: []Help{{Unit: "jtj", Task: "请就在该路段施划标线、安装减速带提出意见并安排施工。", Signed: true}}},
		{ID: "help-taken", Type: order.Complaint, Category: "1101", Town: kaifaqu, Title: "劳务公司扣押务工人员押金", Name: "束先生", Sex: "m", Phone: "13800006054",
			Words: "劳务公司进厂收了五百块押金，干满三个月不退，说厂里没结账。", Ask: "退押金", DaysAgo: 9, Clock: "11:05", Fate: FateSubmitted, Unit: "rsj", Days: 5,
			Requirements: "请查处收取押金的行为，责令退还。", Contact: "电话联系诉求人，核实了收据。",
			Helps: []Help{{Unit: "scj", Task: "请核查该劳务公司的登记和经营范围。", Signed: true, Result: "该公司登记在册，经营范围含劳务派遣，许可证在有效期内。", Taken: true}},
			Reply: Reply{Finding: "yes", Solved: order.SolvedYes, Investigation: "执法人员到公司和工厂核查，收取押金情况属实，涉及务工人员十一人。", Measures: "责令公司退还全部押金，并予以警告；十一人的押金已全部退还。", Opinion: "电话回复诉求人，已收到退款，表示满意。",
				Basis: "《中华人民共和国劳动合同法》第九条、第八十四条", Public: "您反映的劳务公司收取押金问题属实。县人社局会同市场监管部门调查后，已责令该公司退还全部十一名务工人员的押金，并依法给予警告。感谢您的监督。"}},
	}
}

// help plays a request to a co-unit as far as it goes.
func (r *road) help(x Help) {
	asker := r.unitPost(org.UnitHandler)
	if x.Office {
		asker = desk(org.Dispatcher)
	}
	r.wait(15)
	unit, _ := r.dir.Unit(x.Unit)
	r.do(asker, func(h Hand) order.Command {
		return order.AskCo{By: order.By{Actor: h.Actor}, To: order.Target{Unit: x.Unit, Deputy: unit.Deputy}, Task: x.Task, Names: []string{r.story.Name, r.story.Phone}}
	})
	helper := org.PostOf(x.Unit, org.UnitHandler)
	if x.Signed {
		r.wait(30)
		r.do(helper, func(h Hand) order.Command { return order.SignCo{By: order.By{Actor: h.Actor}} })
	}
	if x.Objects != "" {
		r.wait(20)
		r.do(helper, func(h Hand) order.Command {
			return order.ObjectCo{By: order.By{Actor: h.Actor}, Reason: private(x.Objects)}
		})
	}
	if x.Result != "" {
		r.wait(90)
		r.do(helper, func(h Hand) order.Command {
			return order.ReportCo{By: order.By{Actor: h.Actor}, Result: private(x.Result), Files: []order.Attachment[order.Private]{h.File("协办材料.png")}}
		})
	}
	if x.Taken {
		r.wait(40)
		r.do(r.unitPost(org.UnitHandler), func(h Hand) order.Command {
			return order.SettleCo{By: order.By{Actor: h.Actor}, Unit: x.Unit}
		})
	}
}
