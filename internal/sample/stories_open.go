package sample

import "huiyin/internal/order"

// openStories wait at the office's desk or have just gone to a unit.
func openStories() []Story {
	return []Story{
		{ID: "ludeng-beicheng", Type: order.Complaint, Category: "0205", Town: qiyuan, Place: "碾盘社区", Title: "碾盘社区路灯又有两盏不亮", Name: "童先生", Sex: "m", Phone: "13800002001",
			Words: "碾盘社区小学门口的路灯，修好没多久又灭了两盏，麻烦再派人看看。", Ask: "修路灯", DaysAgo: 0, Clock: "15:10", Fate: FateRegistered},
		{ID: "dujie-xiaoxue", Type: order.Suggest, Category: "0402", Town: chengguan, Title: "建议学校门口放学时设潮汐车道", Name: "屠女士", Sex: "f", Phone: "13800005001", Channel: "D2",
			Words: "县长您好，小学门口放学时段堵得厉害，两边都停车接孩子，公交都过不去，建议交警设个潮汐车道，划出接送区。", Ask: "研究潮汐车道", DaysAgo: 0, Clock: "14:05", Fate: FateRegistered},
		{ID: "city-chaoshi", Channel: "C1", OuterNo: "BZ-YS-0042", OuterDue: 12, Type: order.Complaint, Category: "1303", Town: zhuangzhou, Title: "超市标价与结算价不一致", Name: "满女士", Sex: "f", Phone: "13800005002",
			Words: "货架上标九块九，结账算十二块八，问收银员说没来得及换价签。", Ask: "退差价，检查价签", DaysAgo: 0, Clock: "13:30", Fate: FateRegistered},
		{ID: "key-shengzhang", Channel: "P1", OuterNo: "SZ-YS-0007", OuterDue: 12, Type: order.Complaint, Category: "0702", Town: shuangjian, Title: "省热线转办：沟渠水体发黑", Name: "单先生", Sex: "m", Phone: "13800005003", Urgency: order.Urgent,
			Words: "镇东边通往涡河的支沟水发黑发臭，雨天往涡河里流，反映到省里希望重视。", Ask: "治理水体", DaysAgo: 0, Clock: "09:25", Fate: FatePendingApproval, Unit: "hbj",
			Requirements: "本件为重点交办，请主要负责人直接办理，查清污染源，提出治理时限，结果按第二十四条呈签。"},
		{ID: "fangjia-tuikuan", Type: order.Complaint, Category: "0103", Town: kaifaqu, Title: "楼盘逾期交房要求违约金", Name: "计先生", Sex: "m", Phone: "13800005004", Persons: 24,
			Words: "合同写的今年六月交房，现在还在装电梯，售楼部说年底，违约金不提。", Ask: "明确交房时间和违约金", DaysAgo: 0, Clock: "11:02", Fate: FatePendingDispatch, Unit: "zjj",
			Requirements: "请核查工程进度和合同约定，督促企业明确交房时间，告知业主维权途径。"},
		{ID: "luxian-xiaojian", Type: order.Consult, Category: "0303", Town: xiaojian, Title: "询问蒙小路公交是否改线", Name: "费女士", Sex: "f", Phone: "13800005005",
			Words: "听说蒙小路修路，公交要改线，想问改多长时间，老人看病咋坐车。", Ask: "告知改线安排", DaysAgo: 0, Clock: "13:05", Fate: FatePendingDispatch, Unit: "gjgs",
			Requirements: "请说明改线起止时间和临时站点，答复诉求人。"},
		{ID: "wuye-shuifei", Type: order.Complaint, Category: "0101", Town: qiyuan, Place: "北城社区", Title: "物业断水催缴物业费", Name: "仇女士", Sex: "f", Phone: "13800005006", Urgency: order.Urgent,
			Words: "因为小区绿化没人管，我拖了半年物业费，今天一早物业把我家水阀关了，老人孩子没水用。", Ask: "立即恢复供水", DaysAgo: 0, Clock: "08:50", Fate: FateDispatched, Unit: "zjj",
			Requirements: "请当天核实并督促恢复供水，物业费争议另行调解，依法处理物业断水行为。"},
		{ID: "gouqu-wangji", Type: order.Complaint, Category: "0602", Town: wangji, Title: "村中沟塘水葫芦泛滥", Name: "终先生", Sex: "m", Phone: "13800005007",
			Words: "村里大塘叫水葫芦长满了，天冷一烂臭得很，村干部说没钱捞。", Ask: "清理水面", DaysAgo: 0, Clock: "10:18", Fate: FateDispatched, Unit: wangji,
			Requirements: "请现场查看面积，安排打捞，明确管护人。"},
		{ID: "xuexiao-buke", Type: order.Report, Category: "0803", Secrecy: order.Anonymous, Town: letu, Title: "反映学校周末集体补课收费",
			Words: "镇上一所中学九年级周六全天上课，每人收两百块，说是自愿，不去老师打电话。", Ask: "制止补课退钱", DaysAgo: 0, Clock: "11:40", Fate: FateDispatched, Unit: "jyj",
			Requirements: "请不打招呼核查，依规处理违规补课和收费，保护举报线索。"},
		{ID: "city-zaosheng", Channel: "C1", OuterNo: "BZ-YS-0041", OuterDue: 10, Type: order.Complaint, Category: "0703", Town: zhuangzhou, Title: "凌晨工地打桩噪声", Name: "沙先生", Sex: "m", Phone: "13800005008",
			Words: "工地连着三晚打桩到凌晨两点，第二天还要上班，实在受不了。", Ask: "夜里停工", DaysAgo: 0, Clock: "09:08", Fate: FateDispatched, Unit: "cgj",
			Requirements: "请夜间到场核查有无夜间施工许可，依法处理，答复诉求人。"},
		{ID: "auto-guangdian", Type: order.Complaint, Category: "1507", Town: liba, Title: "有线电视故障报修无人上门", Name: "蔺先生", Sex: "m", Phone: "13800005009",
			Words: "电视没信号十来天了，打客服三次，每次都说登记了，没人来。", Ask: "派人上门", DaysAgo: 2, Clock: "09:30", Fate: FateAutoAccepted, Unit: "gdwl",
			Requirements: "请上门检修，说明报修未处理的原因。"},
		{ID: "auto-lucheng", Type: order.Complaint, Category: "0301", Town: sanyi, Title: "村道路肩塌陷存在隐患", Name: "谌先生", Sex: "m", Phone: "13800005010",
			Words: "村道靠沟那边塌了两米多，晚上看不见，怕车掉下去。", Ask: "修补路肩", DaysAgo: 2, Clock: "15:12", Fate: FateAutoAccepted, Unit: sanyi,
			Requirements: "请先设警示，再修补路肩，答复诉求人。"},
		{ID: "assign-taigao", Type: order.Complaint, Category: "1304", Town: chengguan, Title: "商场扶梯异响停停走走", Name: "幸女士", Sex: "f", Phone: "13800005011",
			Words: "商场二楼到三楼的扶梯走一下停一下，带小孩不敢上。", Ask: "检查扶梯", DaysAgo: 0, Clock: "09:20", Fate: FateAssigning, Unit: "scj", Requirements: "请现场检查设备检验和维保情况，存在隐患的停用整改。"},
		{ID: "assign-caiba", Type: order.Help, Category: "0507", Town: letu, Title: "村内危墙临街请求处置", Name: "蓝先生", Sex: "m", Phone: "13800005012",
			Words: "一户常年没人住，院墙歪得厉害，孩子上学从下面走。", Ask: "拆除或支护", DaysAgo: 0, Clock: "08:45", Fate: FateAssigning, Unit: letu, Requirements: "请先拉警戒线，联系房主处置危墙。"},
	}
}
