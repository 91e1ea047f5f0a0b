package sample

import "huiyin/internal/order"

// returnStories are orders whose unit says that they are not its own (Art. 16, 21(3)).
func returnStories() []Story {
	return []Story{
		{ID: "return-ludeng", Type: order.Complaint, Category: "0207", Town: qiyuan, Title: "河堤步道路灯不亮", Name: "晋先生", Sex: "m", Phone: "13800009001", Words: "河堤步道的路灯坏了一排，晚上散步看不见路。", Ask: "修好路灯",
			DaysAgo: 0, Clock: "08:40", Fate: FateReturnReview, WrongUnit: "cgj", Unit: "slj", Requirements: "请尽快检修照明，答复诉求人。", Note: "河堤步道照明随河道工程建设，未移交城市照明管理。"},
		{ID: "return-jinggai", Type: order.Complaint, Category: "0206", Town: chengguan, Title: "通信井盖松动响声大", Name: "从女士", Sex: "f", Phone: "13800009002", Words: "门口通信井盖松了，车一压就咣当响，夜里睡不着。", Ask: "固定井盖",
			DaysAgo: 0, Clock: "08:10", Fate: FateReturned, WrongUnit: "cgj", Unit: "zjj", Requirements: "请现场核查权属，固定井盖。", Note: "井盖属在建道路管线，工程没有移交。"},
		{ID: "return-refused", Type: order.Complaint, Category: "0201", Town: chengguan, Title: "沿街门店油污倒进下水口", Name: "冉先生", Sex: "m", Phone: "13800009003", Words: "烧烤店把油污直接倒进路边下水口，夏天味道大。", Ask: "查处倾倒",
			DaysAgo: 1, Clock: "09:05", Fate: FateReturnRefused, WrongUnit: "cgj", Unit: "hbj", Requirements: "请现场查处，清理油污。", Note: "油污属环境污染，应由环保部门办理。"},
		{ID: "return-meeting", Type: order.Complaint, Category: "0208", Town: zhuangzhou, Title: "高压线下树木需要修剪", Name: "柴先生", Sex: "m", Phone: "13800009005", Words: "村口大树长到高压线上了，刮风冒火花，没人管。", Ask: "修剪树枝",
			DaysAgo: 0, Clock: "08:02", Fate: FateCoordination, WrongUnit: "lyz", Unit: "cgj", Requirements: "请排查隐患，协调修剪。", Note: "树木不在本单位管护范围。"},
		{ID: "return-designated", Type: order.Complaint, Category: "0602", Town: licang, Title: "沟渠边堆放的淤泥没人清运", Name: "桑女士", Sex: "f", Phone: "13800009004", Words: "清沟挖出来的淤泥堆在路边半个月了，没人拉走。", Ask: "清运淤泥",
			DaysAgo: 1, Clock: "08:20", Fate: FateDesignated, WrongUnit: "slj", Unit: "nyj", Requirements: "请清运淤泥，恢复道路通行。", Note: "这条沟渠不在本单位管护名录。", Answer: "田间沟渠清淤由农业农村部门按高标准农田管护，淤泥随工程清运。"},
	}
}
