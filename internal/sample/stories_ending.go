package sample

import (
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// endingStories are matters raised again after they had been answered lawfully: how a termination (Art. 20) looks at each of its steps.
func endingStories() []Story {
	var out []Story
	matter := func(id, title string, ground order.Unreasonable, fate Fate, s Story, investigation, public, visit string) {
		first := s
		first.ID, first.Title, first.DaysAgo, first.Clock, first.Fate, first.Days = id+"-1", title, s.DaysAgo+26, "09:20", FateObjective, 4
		first.Reply = Reply{Finding: "partly", Solved: order.SolvedExplained, Investigation: investigation, Measures: "现场说明政策，书面答复。", Opinion: "诉求人听了解释，不认可。", Basis: s.Reply.Basis, Public: public}
		first.Visit = Visit{Words: visit, Reason: "F"}
		again := s
		again.ID, again.LinkTo, again.Fate, again.Days = id+"-2", first.ID, fate, 2
		again.Title = "再次反映：" + title
		again.End = &End{Ground: ground, Reason: investigation + "诉求人仍坚持原来的要求，没有新的事实和理由。", Answers: "上一次已现场核查、书面答复，回访时诉求人对政策本身不满；这一次再次上门核查，情况没有变化。",
			Persuasion: "分管负责人上门解释政策，社区一同做工作，诉求人不接受。"}
		out = append(out, first, again)
	}
	matter("term-lumian", "要求小区道路全部改成沥青", order.BeyondPolicy, FateTermAsked, Story{Type: order.Suggest, Category: "0106", Town: chengguan, Name: "郏先生", Sex: "m", Phone: "13800007101", DaysAgo: 6, Clock: "09:40", Unit: "zjj",
		Words: "我们小区水泥路看着旧，隔壁小区都铺沥青了，我们也要全部铺沥青。", Ask: "全部铺沥青", Requirements: "请核查道路状况和改造计划，说明政策。", Reply: Reply{Basis: "《蒙城县城镇老旧小区改造实施方案》"}},
		"小区道路完好，没有坑洼积水，不在本年度老旧小区改造范围。", "经现场查看，该小区道路为水泥路面，完好平整，没有坑洼和积水，不符合老旧小区改造的范围和条件，暂不列入沥青改造。若今后路面损坏，我局将督促物业及时维修，感谢理解。", "隔壁能铺我们也得铺，这个规定不合理。")
	matter("term-nongji", "要求补发五年前农机补贴", order.AlreadyDone, FateTermGather, Story{Type: order.Complaint, Category: "0505", Town: maji, Name: "仉先生", Sex: "m", Phone: "13800007102", DaysAgo: 8, Clock: "10:15", Unit: "nyj",
		Words: "五年前买的旋耕机没有给补贴，我说过好多回，到现在也没补。", Ask: "补发补贴", Requirements: "请核对当年补贴目录和申请记录，答复诉求人。", Reply: Reply{Basis: "《农业机械购置补贴实施指导意见》"}},
		"该机型当年不在补贴目录内，诉求人也没有在期限内申请，已两次查档核对。", "经查阅当年补贴目录和申请台账，诉求人购买的机型不在补贴目录之内，也没有在规定期限内提出申请，依照政策不能补发。今年新的补贴目录和申报办法已当面告知诉求人。", "不管啥目录，买了就该补。")
	matter("term-zhengshou", "要求重新认定征收面积", order.AlreadyDone, FateTermGather, Story{Type: order.Complaint, Category: "0105", Town: kaifaqu, Name: "钭女士", Sex: "f", Phone: "13800007103", DaysAgo: 9, Clock: "14:30", Unit: "zsb",
		Words: "拆迁时院子里的棚子没有算面积，要求重新量。", Ask: "重新认定面积", Requirements: "请核对测绘资料、协议和判决，答复诉求人。", Reply: Reply{Basis: "《国有土地上房屋征收与补偿条例》"}},
		"面积由测绘单位测定并公示，诉求人签字领款，法院已判决驳回其请求。", "经核对测绘成果、公示材料和补偿协议，该户房屋面积认定程序完整，协议已签字履行，相关诉讼已由人民法院判决驳回，不能重新认定。判决书和测绘资料的查阅办法已告知诉求人。", "法院判的我也不认。")
	matter("term-zaosheng", "要求对面幼儿园停止做操", order.WithoutFacts, FateTermSigning, Story{Type: order.Complaint, Category: "0703", Town: qiyuan, Name: "鄢女士", Sex: "f", Phone: "13800007104", DaysAgo: 9, Clock: "08:50", Unit: "jyj",
		Words: "对面幼儿园每天上午放音乐做操，吵得我睡不着，要求以后都不准做操。", Ask: "停止做操", Requirements: "请监测音量，核实做操时间，妥善答复。", Reply: Reply{Basis: "《中华人民共和国噪声污染防治法》"}},
		"两次监测，做操时段音量没有超过标准，每天只有二十分钟，已调低音箱朝向。", "经会同环保部门两次监测，幼儿园上午做操时段的音量符合国家标准，每天一次、时长二十分钟，属正常教学活动。园方已调整音箱朝向并再次调低音量，感谢您的监督和理解。", "一点声音都不能有。")
	matter("term-tingche", "要求门前道路划为私人车位", order.AgainstMorals, FateTermCancel, Story{Type: order.Help, Category: "0202", Town: zhuangzhou, Name: "宓先生", Sex: "m", Phone: "13800007105", DaysAgo: 14, Clock: "16:05", Unit: "cgj",
		Words: "我家门前的马路，别人老停车，要求划给我一家用。", Ask: "划私人车位", Requirements: "请核查道路性质，说明停车管理规定。", Reply: Reply{Basis: "《安徽省城市道路管理办法》"}},
		"该处是城市道路，停车泊位供公众使用，不能划给个人。", "经现场查看，诉求人门前为城市公共道路，停车泊位面向公众开放使用，依照规定不能划为私人车位，也不得私自设置地锁。我局已加强该路段停车秩序管理，感谢理解和支持。", "我门口就该归我停。")
	matter("term-dibao", "要求给在外务工子女办低保", order.BeyondPolicy, FateTerminated, Story{Type: order.Help, Category: "1201", Town: shuangjian, Name: "阙女士", Sex: "f", Phone: "13800007106", DaysAgo: 16, Clock: "10:32", Unit: "mzj",
		Words: "我儿子在外地打工，一个月六七千，开销也大，要求给他办低保。", Ask: "办低保", Requirements: "请核查家庭收入，说明低保条件。", Reply: Reply{Basis: "《最低生活保障审核确认办法》"}},
		"经核对，其家庭人均收入高于低保标准，不符合条件。", "经入户调查和收入核对，诉求人家庭人均月收入高于现行城乡低保标准，不符合最低生活保障的条件。工作人员已当面说明政策，并告知临时救助的条件和申请办法，感谢理解。", "别人能办我儿子也得办。")
	after := out[len(out)-1]
	after.ID, after.LinkTo, after.Title, after.DaysAgo, after.Clock, after.Fate, after.End = "term-dibao-3", after.ID, "又问在外务工子女办低保", 1, "11:05", FateExplained, nil
	after.Answer = "这件事已经终结办理，您家收入没有变化，仍不符合低保条件；收入有变化时带材料到乡镇民政窗口申请。"
	out = append(out, after)
	matter("term-shudai", "要求砍掉公园全部柳树", order.InBadFaith, FateTermRefused, Story{Type: order.Complaint, Category: "0208", Town: qiyuan, Name: "郗先生", Sex: "m", Phone: "13800007107", DaysAgo: 9, Clock: "15:18", Unit: "cgj",
		Words: "公园柳絮飞得到处都是，要求把柳树全砍了。", Ask: "砍掉柳树", Requirements: "请说明防治措施，答复诉求人。", Reply: Reply{Basis: "《城市绿化条例》"}},
		"公园柳树长势良好，依法不得随意砍伐，已安排打针抑絮和湿化清扫。", "经现场查看，公园柳树长势良好，依照城市绿化条例不得擅自砍伐。我局已对雌株注射抑絮药剂，飞絮期每天喷水湿化、增加清扫，明年起分批更换为雄株，感谢您的关注和支持。", "不砍树就是不解决。")
	return out
}

// End is how a story's termination is argued.
type End struct {
	Ground                      order.Unreasonable
	Reason, Answers, Persuasion string
}

// terminate plays a termination (Art. 20) up to the story's fate.
func (r *road) terminate() {
	s := r.story
	r.next(1, "09:30")
	r.do(r.unitPost(org.UnitPrincipal), func(h Hand) order.Command {
		return order.AskTermination{By: order.By{Actor: h.Actor}, Ground: s.End.Ground, Basis: s.Reply.Basis, Reason: private(s.End.Reason), Answers: private(s.End.Answers), Persuasion: private(s.End.Persuasion),
			Sheet: h.Scan("主要负责人签字的终结办理申请书")}
	})
	if s.Fate == FateTermAsked {
		return
	}
	r.wait(100)
	r.do(desk(org.Reviewer), func(h Hand) order.Command {
		return order.ReviewTermination{By: order.By{Actor: h.Actor}, Note: private("材料齐全，两次答复都有依据，同意汇总呈批。")}
	})
	if s.Fate == FateTermGather {
		return
	}
	r.next(1, "10:00")
	r.do(org.PostOfficeHead, func(h Hand) order.Command {
		return order.SubmitTermination{By: order.By{Actor: h.Actor}, ChainID: h.ID + "-termination", Batch: "batch-" + h.ID, Number: "number-" + h.ID, Allot: true}
	})
	if s.Fate == FateTermSigning {
		return
	}
	r.next(1, "08:45")
	refuses := s.Fate == FateTermRefused
	r.do(org.PostMagistrate, func(h Hand) order.Command {
		c := order.SignStep{By: order.By{Actor: h.Actor}, Chain: h.ID + "-termination", Opinion: private("同意终结，请做好解释稳定工作。"), Refuses: refuses}
		if refuses {
			c.Opinion = private("飞絮影响群众生活，先把今年的防治落实好，再谈终结。")
		}
		return c
	})
	if refuses || s.Fate == FateTermCancel {
		return
	}
	r.next(2, "15:00")
	on := squeeze(r.at, r.now)
	r.do(desk(org.Dispatcher), func(h Hand) order.Command {
		return order.RecordCancellation{By: order.By{Actor: h.Actor}, On: on, Note: private("已报市热线办备案。")}
	})
}
