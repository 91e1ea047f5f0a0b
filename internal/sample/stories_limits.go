package sample

import (
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// ByLaw is a limit that a law sets otherwise, and its decision.
type ByLaw struct {
	Law, Clause, Reason string
	Days                int
	Granted             bool
}

// Retype is a unit's request for another type.
type Retype struct {
	To       order.Type
	Reason   string
	Decision string // yes, no; empty: it waits
	Note     string
}

// limitStories show Art. 18 beside the ordinary limits: limits by law, changes of type, urgent orders.
func limitStories() []Story {
	return []Story{
		{ID: "statute-granted", Type: order.Help, Category: "0104", Town: qiyuan, Title: "小区加装电梯规划许可办理", Name: "尉先生", Sex: "m", Phone: "13800007201",
			Words: "我们单元都同意加装电梯，材料交上去了，问规划许可什么时候能办下来。", Ask: "尽早办理许可", DaysAgo: 9, Clock: "09:18", Fate: FateInProgress, Unit: "zrj",
			Requirements: "请依法办理规划许可，告知公示安排和办理时间。", Contact: "电话联系诉求人，说明了公示和审批的步骤。", Progress: "已受理申请，正在组织现场踏勘。",
			Statute: &ByLaw{Law: "《中华人民共和国行政许可法》", Clause: "第四十二条", Days: 20, Reason: "规划许可须现场踏勘并公示，依法自受理之日起二十日内作出决定。", Granted: true}},
		{ID: "statute-waits", Type: order.Complaint, Category: "0701", Town: licang, Title: "反映企业排污要求立案查处", Name: "澹台先生", Sex: "m", Phone: "13800007202",
			Words: "村口加工厂晚上偷着排污水，要求立案处罚。", Ask: "立案查处", DaysAgo: 3, Clock: "10:26", Fate: FateInProgress, Unit: "hbj",
			Requirements: "请现场核查取样，依法处理，及时反馈进展。", Contact: "电话联系诉求人，约定夜间一同到现场。",
			Statute: &ByLaw{Law: "《环境行政处罚办法》", Clause: "第二十二条", Days: 7, Reason: "涉嫌违法的应在七个工作日内决定是否立案。"},
			Exempt:  &Exempt{Ground: order.ExemptEnforcement, Reason: "涉嫌违法排污，拟立案查处，办案期间不便答复结果。"}},
		{ID: "reclass-waits", Type: order.Consult, Category: "0303", Town: banqiao, Title: "询问客运班车什么时候恢复", Name: "百里女士", Sex: "f", Phone: "13800007203",
			Words: "到县城的班车停了半个月，问什么时候恢复，老人看病没车坐。", Ask: "恢复班车", DaysAgo: 0, Clock: "08:32", Fate: FateInProgress, Unit: "jtj",
			Requirements: "请说明停运原因和恢复安排。", Contact: "电话联系诉求人，了解了乘车需求。",
			Reclass: &Retype{To: order.Help, Reason: "诉求人要求恢复班车，须与客运公司协调，不只是咨询。"}},
		{ID: "reclass-refused", Type: order.Complaint, Category: "1501", Town: letu, Title: "反映农网电压低空调带不动", Name: "东郭先生", Sex: "m", Phone: "13800007204",
			Words: "一到晚上电压低，空调打不着，报修几回都说没问题。", Ask: "改造线路", DaysAgo: 3, Clock: "15:08", Fate: FateInProgress, Unit: "gdgs",
			Requirements: "请实测电压，提出改造办法。", Contact: "电话联系诉求人，约定晚上测电压。",
			Reclass: &Retype{To: order.Consult, Reason: "认为诉求人只是询问电压标准。", Decision: "no", Note: "诉求人要求改造线路，属投诉，请按原类型办理。"}},
		{ID: "critical-luqiao", Type: order.Help, Category: "0301", Town: licang, Title: "桥面护栏被撞断有坠车危险", Name: "南宫先生", Sex: "m", Phone: "13800007205", Urgency: order.Critical,
			Words: "村东桥上护栏昨夜被货车撞断一截，晚上看不见，再不围起来要出人命。", Ask: "马上围挡修护栏", DaysAgo: 2, Clock: "09:20", Fate: FateInProgress, Unit: "jtj",
			Requirements: "请立即到场围挡，24小时内反馈进展。", Contact: "电话联系诉求人，核实了位置。", Progress: "已连夜设置水马和警示灯，正在加工护栏。"},
	}
}

// byLaw plays the application for a limit by law and the head's word (Art. 18).
func (r *road) byLaw(x ByLaw) {
	r.wait(20)
	r.do(r.unitPost(org.UnitHandler), func(h Hand) order.Command {
		return order.AskStatute{By: order.By{Actor: h.Actor}, ChainID: h.ID + "-statute", Law: x.Law, Clause: x.Clause, Days: x.Days, Reason: private(x.Reason)}
	})
	if !x.Granted {
		return
	}
	r.wait(40)
	r.sign(org.PostOfficeHead, "-statute", 0, "同意，依法办理，按期反馈进展。")
	r.next(4, "10:20")
	r.do(r.unitPost(org.UnitHandler), func(h Hand) order.Command {
		return order.RecordProgress{By: order.By{Actor: h.Actor}, Text: private("已完成现场踏勘，方案正在小区公示。"), Told: "phone"}
	})
}

// retype plays a unit's request for another type and the office's answer (Art. 18).
func (r *road) retype(x Retype) {
	r.wait(15)
	r.do(r.unitPost(org.UnitHandler), func(h Hand) order.Command {
		return order.AskReclass{By: order.By{Actor: h.Actor}, Type: x.To, Reason: private(x.Reason)}
	})
	if x.Decision == "" {
		return
	}
	r.wait(50)
	r.do(desk(org.Dispatcher), func(h Hand) order.Command {
		return order.DecideReclass{By: order.By{Actor: h.Actor}, Accept: x.Decision == "yes", Note: private(x.Note)}
	})
}

// phoneUnit plays the telephone call with which a 特急 order goes to its unit (Art. 12).
func (r *road) phoneUnit() {
	if r.story.Urgency != order.Critical {
		return
	}
	r.wait(12)
	at := squeeze(r.at, r.now)
	r.do(desk(org.Dispatcher), func(h Hand) order.Command {
		return order.PhoneUnit{By: order.By{Actor: h.Actor}, At: at, Note: private("值班室接听，已转告分管负责人，正在派人到场。")}
	})
}
