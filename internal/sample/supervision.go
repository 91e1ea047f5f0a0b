package sample

import "huiyin/internal/oversight"

// CaseStory is what the office and a unit have done about a row of the ledger of an item and a level, for the demo.
type CaseStory struct {
	Item     oversight.Item
	Call     [3]string // whom, what was said, what was answered
	Demand   string    // of the sheet; empty: none was issued
	Reply    string    // of the unit's principal; empty: it waits
	Verdict  string    // the office's word on it; empty: it waits
	Unsolved bool
}

// CaseStories are told in this order, each on the first open row of its item that no other has taken.
func CaseStories() []CaseStory {
	return []CaseStory{
		{Item: 2, Call: [3]string{"承办单位分管负责人", "催问为什么逾期，什么时候报结果。", "正在会签，明天报。"}},
		{Item: 2, Demand: "立即办结，两个工作日内报送结果，说明逾期的原因。"},
		{Item: 4, Demand: "重新核查，写清做了什么、现在怎样，附现场照片。", Reply: "已重新核查，灯具、水管已修好，保洁改为每天三次，附照片。"},
		{Item: 6, Call: [3]string{"承办单位主要负责人", "诉求人已多次来电，请主要负责人过问。", "今天召集相关单位研究。"}},
		{Item: 6, Demand: "主要负责人牵头，三个工作日内与诉求人见面，拿出解决办法。", Reply: "已与诉求人见面，约定了解决时间。", Verdict: "已向诉求人核实，认可。"},
		{Item: 7, Demand: "两个工作日内查清情况，对外口径报县政府办。"},
	}
}
