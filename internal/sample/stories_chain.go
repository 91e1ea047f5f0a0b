package sample

import "huiyin/internal/order"

// chainStories are matters raised again: second to fourth appeals (Art. 10(4), 17, 24), and what the desk makes of them.
func chainStories() []Story {
	drain := Story{Type: order.Complaint, Category: "0204", Town: qiyuan, Place: "北城社区", Name: "靳淑华", Sex: "f", Phone: "13900004001", Unit: "zjj"}
	drain1, drain2, drain3, drain4 := drain, drain, drain, drain
	drain1.ID, drain1.Title, drain1.DaysAgo, drain1.Clock, drain1.Fate = "xiashui-1", "北城社区下水道雨天倒灌", 82, "09:05", FateArchivedOther
	drain1.Words, drain1.Ask = "我家住一楼，一下雨下水道就往屋里倒灌，地板都泡坏了，小区十几户都这样。", "彻底解决倒灌"
	drain1.Requirements = "请查明倒灌原因，清淤疏通，提出长期办法，答复诉求人。"
	drain1.Reply = Reply{Finding: "yes", Solved: order.SolvedExplained, Investigation: "小区管网与市政管网标高差不足。", Measures: "清淤疏通，安装临时防倒灌阀。", Opinion: "诉求人要求尽早改造管网。", Basis: "《城镇排水与污水处理条例》",
		Public: "经勘查，小区管网建成较早，与市政管网标高差不足，雨大时易倒灌，情况属实。我局已清淤疏通并为低层住户安装防倒灌阀，管网整体改造需列入老旧小区改造计划，已向县里申报。"}
	drain1.Visit = Visit{Words: "说等计划，等到哪年啊，不满意。", Reason: "F"}
	drain2.ID, drain2.LinkTo, drain2.Title, drain2.DaysAgo, drain2.Clock, drain2.Fate = "xiashui-2", "xiashui-1", "再次反映北城社区下水道倒灌", 61, "10:12", FateArchivedOther
	drain2.Words, drain2.Ask = "上次装的那个阀不管用，前天下雨又灌进来了，跟你们反映过一回。", "尽早改造管网"
	drain2.Requirements = "本件为第二次诉求，请主要负责人直接办理，核查防倒灌阀效果，说明改造申报进度。"
	drain2.Reply = Reply{Finding: "yes", Solved: order.SolvedExplained, Investigation: "阀门被杂物卡住失效。", Measures: "更换阀门，增设移动泵一台，落实雨天值守。", Opinion: "诉求人仍要求改造管网。", Basis: "《城镇排水与污水处理条例》",
		Public: "经主要负责人带队现场核查，防倒灌阀被杂物卡住，雨天失效，情况属实。已更换阀门并增设一台移动泵，雨天安排专人值守；管网改造已完成设计，正在申报明年项目资金，进展每季度向住户公布。"}
	drain2.Visit = Visit{Words: "值班是有人了，但是根子没解决。", Reason: "F"}
	drain3.ID, drain3.LinkTo, drain3.Title, drain3.DaysAgo, drain3.Clock, drain3.Fate = "xiashui-3", "xiashui-2", "第三次反映下水道倒灌未根治", 38, "08:40", FateObjective
	drain3.Words, drain3.Ask = "这是第三次打电话了，泵是有了，可雨下大了还是不行，邻居们都很有意见。", "给个准信，什么时候动工"
	drain3.Requirements = "本件为第三次诉求，请主要负责人直接办理，给出动工时间和过渡办法，结果经县领导签批后反馈。"
	drain3.Opinion = "请住建局拿出动工时间表，过渡期排涝措施要落到人。"
	drain3.Reply = Reply{Finding: "yes", Solved: order.SolvedExplained, Investigation: "现有泵排量不足。", Measures: "增设排涝泵一台，改造已列入明年第一批老旧小区改造。", Opinion: "诉求人希望提前。", Basis: "老旧小区改造年度计划",
		Public: "经现场复核，现有移动泵排量不足，情况属实。已再增一台排涝泵并固定值守人员；该小区管网改造已列入明年第一批老旧小区改造项目，计划明年三月开工、六月完工，开工前在小区公示施工方案。"}
	drain3.Visit = Visit{Words: "有时间表了，可还得等半年，我不能说满意。", Reason: "F"}
	drain4.ID, drain4.LinkTo, drain4.Title, drain4.DaysAgo, drain4.Clock, drain4.Fate = "xiashui-4", "xiashui-3", "第四次反映下水道倒灌要求补偿", 0, "08:35", FatePendingApproval
	drain4.Words, drain4.Ask = "前天夜里又灌了，我家新换的地板又泡了，这回光说改造不行，损失咋办。", "改造前保证不再倒灌，商量损失"
	drain4.Requirements = "本件为第四次诉求，请主要负责人直接办理，核实损失和值守情况，提出过渡期保证措施。"

	labour := Story{Type: order.Complaint, Category: "1101", Town: kaifaqu, Name: "臧先生", Sex: "m", Phone: "13900004002", Unit: "rsj", Persons: 6}
	labour1, labour2 := labour, labour
	labour1.ID, labour1.Title, labour1.DaysAgo, labour1.Clock, labour1.Fate = "laowu-1", "服装厂拖欠计件工资", 30, "13:50", FateObjective
	labour1.Words, labour1.Ask = "服装厂两个月计件工资没发，厂里说订单亏了，让等等。", "要求按月发工资"
	labour1.Requirements = "请核实欠薪数额，责令限期支付，答复诉求人。"
	labour1.Reply = Reply{Finding: "yes", Solved: order.SolvedExplained, Investigation: "欠六名工人两个月工资，厂方资金困难。", Measures: "责令制定分期支付计划，首期已付一半。", Opinion: "诉求人不同意分期。", Basis: "《劳动法》第五十条",
		Public: "经调查，工厂拖欠六名工人两个月工资，情况属实。我局责令限期支付，厂方因资金困难提出分两期付清，首期已付一半，余款一个月内付清；逾期不付的，我局将依法作出行政处理决定。"}
	labour1.Visit = Visit{Words: "只给了一半，凭啥分期。", Reason: "F"}
	labour2.ID, labour2.LinkTo, labour2.Title, labour2.DaysAgo, labour2.Clock, labour2.Fate = "laowu-2", "laowu-1", "服装厂余下工资到期仍未付", 0, "09:55", FatePendingDispatch
	labour2.Words, labour2.Ask = "说好一个月付清剩下的，现在到期了，一分钱没有，老板也不见人。", "付清余款"
	labour2.Requirements = "本件为第二次诉求，请主要负责人直接办理，依法作出处理决定并告知诉求人。"

	site := Story{Type: order.Complaint, Category: "0503", Town: letu, Name: "冀先生", Sex: "m", Phone: "13900004003", Unit: letu}
	site1, site2, site3 := site, site, site
	site1.ID, site1.Title, site1.DaysAgo, site1.Clock, site1.Fate = "zhaiji-1", "邻居建房侵占公共巷道", 64, "16:20", FateArchived
	site1.Words, site1.Ask = "东边邻居盖新房，把两家中间的公用巷道占了半米，三轮车过不去了。", "让出巷道"
	site1.Requirements = "请现场丈量，核对宅基地批准面积，组织调解。"
	site1.Reply = Reply{Finding: "yes", Solved: order.SolvedYes, Investigation: "实测超占三十厘米。", Measures: "当事人拆除超出部分，巷道恢复通行。", Opinion: "诉求人认可。", Basis: "《土地管理法》第六十二条",
		Public: "经现场丈量，新建房屋墙基超出批准范围约三十厘米，占用公用巷道情况属实。经村镇两级调解，当事人已拆除超出部分，巷道恢复通行，双方签订了相邻通行协议，由村里监督履行。"}
	site1.Visit = Visit{Words: "让出来了。"}
	site2.ID, site2.LinkTo, site2.Title, site2.DaysAgo, site2.Clock, site2.Fate = "zhaiji-2", "zhaiji-1", "巷道再次被砖堆占用", 36, "09:38", FateArchived
	site2.Words, site2.Ask = "上次让出来的巷道，现在又叫他家堆了一大垛砖，说是自家地。", "清走砖堆"
	site2.Requirements = "本件为第二次诉求，请主要负责人直接办理，督促履行协议，明确巷道权属。"
	site2.Reply = Reply{Finding: "yes", Solved: order.SolvedYes, Investigation: "砖堆占道两米，属公用巷道。", Measures: "当日清走，立界桩两根。", Opinion: "诉求人认可。", Basis: "《民法典》相邻关系有关规定",
		Public: "经镇政府主要负责人到场核查，砖堆占用公用巷道约两米，情况属实。当日已清走砖堆，并在巷道两端立界桩，村里张贴了权属说明；再次占用的，将依照双方签订的协议和法律规定处理。"}
	site2.Visit = Visit{Words: "清了，看他再堆不堆。"}
	site3.ID, site3.LinkTo, site3.Title, site3.DaysAgo, site3.Clock, site3.Fate = "zhaiji-3", "zhaiji-2", "第三次反映巷道被砌墙堵死", 0, "10:40", FatePendingApproval
	site3.Words, site3.Ask = "这回直接砌了道矮墙，界桩也拔了，我家老人出门要绕一大圈。", "拆墙，彻底解决"
	site3.Requirements = "本件为第三次诉求，请主要负责人直接办理，依法拆除违建，固定证据，结果报县领导签批。"

	wall := Story{Type: order.Complaint, Category: "0107", Town: zhuangzhou, Name: "岑女士", Sex: "f", Phone: "13900004004", Unit: "cgj"}
	wall1, wall2 := wall, wall
	wall1.ID, wall1.Title, wall1.DaysAgo, wall1.Clock, wall1.Fate = "weijian-1", "楼顶私搭阳光房", 40, "11:22", FateReworkedLate
	wall1.Words, wall1.Ask = "顶楼住户在楼顶公共平台搭了个大玻璃房，我们楼下漏水。", "拆除违建"
	wall1.Requirements = "请核查审批手续，依法处理违建，协调解决漏水。"
	wall1.Reply = Reply{Finding: "yes", Solved: order.SolvedYes, Investigation: "搭建约四十平方米，无规划手续。", Measures: "下达责令限期拆除通知，当事人已拆除玻璃顶。", Opinion: "电话告知。", Basis: "《城乡规划法》第六十四条",
		Public: "经现场核查，该住户在楼顶搭建玻璃房约四十平方米，没有规划手续，属违法建设。我局下达限期拆除通知，当事人已拆除玻璃顶，框架将继续督促拆除，漏水处由当事人负责修补。",
		Again:  "经再次核查，此前仅拆除玻璃顶，钢框架未拆，漏水未修。当事人现已将框架全部拆除并做防水修补，经住户试水不再渗漏；我局同步对该楼栋其他平台进行了检查，未发现新增搭建。"}
	wall1.Visit = Visit{Words: "就拆了几块玻璃，架子还在，还是漏。", Reason: "E", Rework: "请督促框架全部拆除，漏水修到位并由住户确认。"}
	wall2.ID, wall2.LinkTo, wall2.Title, wall2.DaysAgo, wall2.Clock, wall2.Fate = "weijian-2", "weijian-1", "楼顶又搭起彩钢棚", 9, "08:58", FateCountySigning
	wall2.Words, wall2.Ask = "上次拆了，这个月又用彩钢板搭起来了，说是放杂物。", "再拆，罚他"
	wall2.Requirements = "本件为第二次诉求、第三次交办，请主要负责人直接办理，依法拆除并处罚，防止反弹。"
	wall2.Reply = Reply{Finding: "yes", Solved: order.SolvedYes, Investigation: "新搭彩钢棚约十五平方米。", Measures: "已强制拆除并立案处罚，物业承诺封闭上楼通道。", Opinion: "诉求人在场确认。", Basis: "《城乡规划法》第六十四条",
		Public: "经核查，该住户再次在楼顶搭建彩钢棚约十五平方米，情况属实。我局已依法组织拆除并立案处罚，物业服务企业已对楼顶通道加装门禁，执法中队每月巡查一次，再次搭建的将从重处理。"}
	wall2.Opinion = "同意反馈，注意防止反弹。"

	price1 := Story{ID: "tingche-1", Type: order.Complaint, Category: "1303", Town: chengguan, Title: "路边停车收费过高", Name: "桂先生", Sex: "m", Phone: "13900004005", Unit: "fgw",
		Words: "城区路边停车，半小时三块，一天下来比吃饭还贵，要求降价。", Ask: "降低收费", DaysAgo: 35, Clock: "12:18", Fate: FateArchivedOther, Requirements: "请说明收费标准依据和免费时段，研究群众意见。",
		Reply: Reply{Finding: "partly", Solved: order.SolvedExplained, Investigation: "收费按批复标准执行，公示牌个别缺失。", Measures: "补齐公示牌，说明免费时段。", Opinion: "诉求人不认可标准。", Basis: "机动车停放服务收费管理有关规定",
			Public: "经核查，该路段停车收费按批准的标准执行，前三十分钟和夜间免费，个别泊位公示牌缺失已补齐。收费标准的调整需经成本监审和听证，群众的意见已转交定价部门，作为下次调整的参考。"},
		Visit: Visit{Words: "还是贵，不满意。", Reason: "F"}}
	price2 := price1
	price2.ID, price2.LinkTo, price2.Title, price2.DaysAgo, price2.Clock, price2.Fate = "tingche-2", "tingche-1", "再次要求降低路边停车费", 6, "12:40", FateExplained
	price2.Words, price2.Ask, price2.Unit, price2.Reply, price2.Visit = "还是停车费的事，太贵了，我再说一遍要降价。", "降价", "", Reply{}, Visit{}
	price2.Answer = "同一事项上月已办结答复，没有新的事实和理由。已向诉求人解释收费依据、免费时段和调整程序，意见再次转交定价部门参考。"

	guide1 := Story{ID: "jiuye-1", Type: order.Complaint, Category: "1302", Town: xiaojian, Title: "买到疑似过期食品", Name: "卞女士", Sex: "f", Phone: "13900004006", Unit: "scj", BodyPhone: "12315",
		Words: "在镇上超市买的牛奶，回家一看过期十天了，超市不给赔。", Ask: "赔偿", DaysAgo: 10, Clock: "09:35", Fate: FatePhone, Answer: "引导拨打12315投诉，保留小票和包装，并告知食品安全法的赔偿规定。"}
	guide2 := guide1
	guide2.ID, guide2.LinkTo, guide2.CountGuidance, guide2.Title = "jiuye-2", "jiuye-1", true, "过期食品投诉后超市仍不赔"
	guide2.DaysAgo, guide2.Clock, guide2.Fate, guide2.Answer, guide2.BodyPhone = 4, "09:50", FateInProgress, "", ""
	guide2.Words, guide2.Ask = "按你们说的打了电话，超市说没有证据，还是不给赔，货架上还有过期的。", "查处并赔偿"
	guide2.Requirements = "本件为第二次诉求，请主要负责人直接办理，检查该超市食品，依法处理并组织调解。"
	guide2.Contact = "电话联系诉求人，约定次日一同到超市，请其保留小票和包装。"

	return []Story{drain1, drain2, drain3, drain4, labour1, labour2, site1, site2, site3, wall1, wall2, price1, price2, guide1, guide2}
}
