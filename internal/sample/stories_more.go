package sample

import "huiyin/internal/order"

// sameOutage is one burst main that five people asked about within two days: what the desk answers with one statement, and what a cluster is made of.
func sameOutage() []Story {
	const told = "城关街道主管道爆裂抢修，停水范围为街道东片，水务公司正在更换管段，预计当晚二十时前恢复；社区门口有应急供水车，老人可以请社区帮忙送水。"
	base := Story{Type: order.Consult, Category: "1502", Town: chengguan, Ask: "告知恢复供水时间", Fate: FateDirect, Knowledge: "城关街道爆管停水口径", Answer: told}
	call := func(id, title, name, sex, phone, words string, days int, clock string) Story {
		s := base
		s.ID, s.Title, s.Name, s.Sex, s.Phone, s.Words, s.DaysAgo, s.Clock = id, title, name, sex, phone, words, days, clock
		return s
	}
	return []Story{
		call("baoguan-1", "询问城关街道停水何时恢复", "郎女士", "f", "13900008001", "早上起来就没水了，是不是管子爆了，啥时候能来水。", 2, "07:12"),
		call("baoguan-2", "询问停水原因和恢复时间", "耿先生", "m", "13900008002", "我开早点铺的，一滴水没有，生意做不成，到底几点来水。", 2, "07:35"),
		call("baoguan-3", "询问停水期间哪里可以接水", "温女士", "f", "13900008003", "家里有奶娃娃，没水冲奶，听说有送水车，停在哪。", 2, "09:18"),
		call("baoguan-4", "询问停水是否影响学校供餐", "终女士", "f", "13900008004", "停水了，学校中午还管饭不，用不用去接孩子。", 2, "10:06"),
		call("baoguan-5", "询问来水后水发黄能否饮用", "习先生", "m", "13900008005", "昨晚来水了，水有点发黄，能喝吗，放多长时间才行。", 1, "08:02"),
	}
}

// moreStories are further questions, and sources that the other tables lack.
func moreStories() []Story {
	return append(sameOutage(), []Story{
		{ID: "shenfenzheng", Type: order.Consult, Category: "0401", Title: "咨询外地能否补办身份证", Name: "冉先生", Sex: "m", Phone: "13900008011",
			Words: "人在浙江打工，身份证掉了，能不能在那边补，要不要户口本。", Ask: "告知补办办法", DaysAgo: 44, Clock: "12:50", Fate: FateDirect, Knowledge: "居民身份证异地办理",
			Answer: "可以在现居住地任一户籍派出所异地补领，本人到场采集信息，带户口簿或其他能证明身份的材料；急用可同时申请临时身份证。"},
		{ID: "jiaoshizige", Type: order.Consult, Category: "1601", Title: "咨询教师资格认定时间", Name: "花女士", Sex: "f", Phone: "13900008012",
			Words: "考过了教师资格证笔试面试，想问县里下半年认定是几月份，体检在哪做。", Ask: "告知认定时间", DaysAgo: 31, Clock: "16:08", Fate: FateDirect,
			Answer: "认定一般分春秋两批，时间和体检医院以县教育局公告为准，先在中国教师资格网报名再现场确认，户籍、居住证、就读地三者有一在本县即可。"},
		{ID: "huoche", Type: order.Consult, Category: "0304", Title: "咨询汽车站到亳州高铁站班车", Name: "干女士", Sex: "f", Phone: "13900008013",
			Words: "要去亳州南站坐高铁，想问汽车站有没有直达班车，几点一班。", Ask: "告知班次", DaysAgo: 23, Clock: "08:25", Fate: FateDirect,
			Answer: "班次随季节和客流调整，请以客运站当日公告或购票平台为准；节假日前后会加开班车，请至少提前一小时出发。"},
		{ID: "fangchong", Type: order.Consult, Category: "0505", Town: sanyi, Title: "咨询小麦返青期防治技术", Name: "莘先生", Sex: "m", Phone: "13900008014",
			Words: "麦苗有点发黄，叶子上有斑，不知道是病还是缺肥，农技站谁能给看看。", Ask: "请农技人员指导", DaysAgo: 7, Clock: "09:37", Fate: FateSatisfied, Unit: "nyj", Days: 1,
			Requirements: "请安排农技人员联系指导，必要时到田间查看。",
			Reply:        Reply{Basis: "小麦田间管理技术意见", Public: "农技人员已到田间查看，麦苗发黄主要是前期雨水多、根系缺氧，并伴有轻微纹枯病，不是缺肥。建议先清沟排湿、中耕散墒，病株率超过标准再用药，具体药剂和用量已书面留给诉求人，一周后再去复查。"},
			Visit:        Visit{Words: "专家到地里看了，很实在。"}},
		{ID: "gongzuozheng", Type: order.Consult, Category: "1105", Town: kaifaqu, Title: "咨询创业担保贷款条件", Name: "璩女士", Sex: "f", Phone: "13900008015",
			Words: "返乡想开个童装加工点，听说有贴息的创业贷款，要什么条件，能贷多少。", Ask: "告知条件", DaysAgo: 11, Clock: "14:33", Fate: FateSatisfied, Unit: "rsj", Days: 2,
			Requirements: "请告知申请条件、额度和经办银行，提供一对一指导。",
			Reply:        Reply{Basis: "创业担保贷款有关规定", Public: "返乡创业人员办理营业执照并正常经营后，可以申请创业担保贷款，由财政按规定贴息，额度和期限以当年政策为准。办理地点为县就业服务窗口，带身份证、营业执照和经营场所证明即可，我局已安排专人对接帮办。"},
			Visit:        Visit{Words: "已经约好时间去办。"}},
		{ID: "shouyi-xian", Channel: "D4", Type: order.Consult, Category: "1003", Title: "部门接听：询问门诊统筹报销", Name: "冼先生", Sex: "m", Phone: "13900008016",
			Words: "在药店买降压药能不能走门诊统筹，为啥有的药店行有的不行。", Ask: "告知可报销的药店", DaysAgo: 10, Clock: "10:22", Fate: FateDirect, Knowledge: "职工医保门诊统筹",
			Answer: "县医保局当场解答：开通门诊统筹的定点药店可凭处方结算，名单在医保公众号查询，未开通的只能用个人账户。"},
		{ID: "pian-zhengce", Channel: "D2", Type: order.Consult, Category: "1604", Town: kaifaqu, CallerKind: order.Company, Title: "咨询企业技改项目扶持政策", Name: "某机械公司厉女士", Sex: "f", Phone: "13900008017",
			Words: "我公司准备更新一批数控设备，想了解省市县技改补助的申报条件和截止时间。", Ask: "提供政策清单", DaysAgo: 9, Clock: "09:58", Fate: FateSatisfied, Unit: "jxj", Days: 2,
			Requirements: "请提供可申报政策清单，安排专人上门讲解。",
			Reply:        Reply{Basis: "工业企业技术改造支持政策", Public: "我局已安排专人上门服务，按照设备投资额和行业，企业可以申报省级设备更新和县级技改奖补两项，申报通知一般在每年一季度发布。建议先完成项目备案并保留合同和发票，我局将在通知发布当天告知企业。"},
			Visit:        Visit{Words: "上门讲得很细。"}},
		{ID: "lingdao-pijian", Channel: "L1", Type: order.Complaint, Category: "0302", Town: zhuangzhou, Flags: []string{"媒体"}, Title: "县领导批办：校门前道路坑洼", Name: "谷先生", Sex: "m", Phone: "13900008018",
			Words: "学校门前一百多米路坑坑洼洼，孩子骑车摔倒的视频在网上传开了。", Ask: "尽早修好", DaysAgo: 12, Clock: "09:15", Fate: FateSatisfied, Unit: "zjj", Days: 4, Opinion: "同意反馈。",
			Instruction:  &Instruction{Post: "county/magistrate", Words: "请住建局三天内先填平，寒假前彻底修好，学校周边道路要全面排查。"},
			Requirements: "本件为县领导批办，请主要负责人直接办理，先应急后根治，排查学校周边道路。",
			Reply: Reply{Finding: "yes", Solved: order.SolvedYes, Investigation: "破损一百二十米，坑槽九处。", Measures: "两天内填平坑槽，利用周末重铺沥青；排查学校周边道路十一处。", Opinion: "诉求人和学校都满意。", Basis: "《城市道路管理条例》",
				Public: "经核查，学校门前道路破损约一百二十米、坑槽九处，情况属实。我局两天内填平坑槽，利用周末重新铺筑沥青路面；同时对城区学校周边道路全面排查，发现的十一处破损已列出清单，寒假前修复完毕。"},
			Visit: Visit{Words: "路修得又快又好。"}},
		{ID: "baixing-duihua", Channel: "H1", Type: order.Suggest, Category: "2101", Town: qiyuan, Title: "百姓对话：建议图书馆延时开放", Name: "贝女士", Sex: "f", Phone: "13900008019",
			Words: "在节目里提的建议，希望图书馆晚上开到九点，上班族下班也能去。", Ask: "延长开放时间", DaysAgo: 4, Clock: "15:05", Fate: FateInProgress, Unit: "wlj",
			Requirements: "请研究延时开放的人员和经费，答复建议人。", Contact: "电话联系建议人，了解到主要是周末晚上的需要。"},
	}...)
}
