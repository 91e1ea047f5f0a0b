package sample

import "huiyin/internal/order"

// mergeStories are one event that several callers tell: a burst main. One order is handled, the others hang on it (并单; domain.md §6.0).
func mergeStories() []Story {
	const category = "1502"
	return []Story{
		{ID: "baoguan-zhu", Type: order.Complaint, Category: category, Town: qiyuan, Place: "碾盘社区", Title: "碾盘社区水管爆裂停水", Name: "端木先生", Sex: "m", Phone: "13800008101",
			Words: "碾盘社区菜场门口的水管昨夜爆了，水流了一路，整个社区从早上到现在没水。", Ask: "尽快抢修供水", DaysAgo: 1, Clock: "08:12", Fate: FateInProgress, Unit: "swgs",
			Requirements: "请立即抢修，公告停水范围和恢复时间，答复诉求人。", Contact: "电话联系诉求人，告知正在抢修。"},
		{ID: "baoguan-er", MergeTo: "baoguan-zhu", Type: order.Complaint, Category: category, Town: qiyuan, Place: "碾盘社区", Title: "碾盘社区一早没水", Name: "钟离女士", Sex: "f", Phone: "13800008102",
			Words: "家里一早就没水，做饭都做不成，听说是菜场门口水管爆了，啥时候能来水。", Ask: "告知恢复时间", DaysAgo: 1, Clock: "10:30", Fate: FateMerged, Note: "同一处水管爆裂",
			Urges: []Urge{{Clock: "16:20", Note: "来电人问几点能来水。"}}},
		{ID: "baoguan-baomi", MergeTo: "baoguan-zhu", Type: order.Complaint, Category: category, Town: qiyuan, Place: "碾盘社区", Secrecy: order.Secret, Title: "反映碾盘社区停水没人通知", Name: "宇文女士", Sex: "f", Phone: "13800008103",
			Words: "停水也没人通知，我家老人要透析，一点准备都没有，不想让人知道是我反映的。", Ask: "以后提前通知", DaysAgo: 1, Clock: "11:05", Fate: FateMerged},
		{ID: "baoguan-shi", MergeTo: "baoguan-zhu", Channel: "C1", OuterNo: "BZ-YS-0051", OuterDue: 7, Type: order.Complaint, Category: category, Town: qiyuan, Place: "碾盘社区", Title: "市热线转办：碾盘社区停水", Name: "万俟先生", Sex: "m", Phone: "13800008104",
			Words: "市民反映蒙城县漆园街道碾盘社区大面积停水，要求尽快恢复。", Ask: "恢复供水", DaysAgo: 0, Clock: "09:05", Fate: FateMerged},
	}
}
