package order_test

import (
	"strconv"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/org"
)

var timeZone = calendar.Beijing

func unitCommands() map[string]command {
	return map[string]command{
		"签收": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			via := map[string]string{"按钮": "button", "查看号码": "number", "批量": "batch"}[a.get("方式", "按钮")]
			return order.SignFor{By: by, Via: via}
		}},
		"申请退回": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.AskReturn{By: by, Reason: a.private("理由", "下水道由市政单位管护，不属于本单位职责。"), Basis: a.get("政策", ""), Right: a.unit(""), Body: a.get("归属", ""), Files: files("handling", a.num("附件", 0))}
		}},
		"提异议": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.ObjectReturn{By: by, Reason: a.private("理由", "三定方案里没有这项职责。")}
		}},
		"分办": {"主要负责人", func(w *world, s order.State, by order.By, a args) order.Command {
			lead := "分管负责人"
			if s.PrincipalOwn {
				lead = "主要负责人"
			}
			return order.AssignInUnit{By: by, Lead: oneOf(a, "牵头", lead, org.Kinds(), org.Kind.Name), Handler: org.AccountID(a.get("具办", string(s.Lead)+"-handler")),
				Opinion: a.private("意见", "请抓紧办理。"), Paper: a.get("纸质", "")}
		}},
		"联系": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			reached := a.yes("接通", true)
			return order.RecordContact{By: by, At: a.when("时间", w.now), Means: word(a.get("方式", "电话")), Reached: reached, ToldTaken: a.yes("告知受理", reached), ToldHow: a.yes("告知联系方式", reached),
				Note: a.private("记录", "已说明受理情况。"), Attachment: files("contact", a.num("附件", 0))}
		}},
		"请求转达": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.AskRelay{By: by, Ask: a.private("请问", "")}
		}},
		"转达": {"回访员", func(w *world, s order.State, by order.By, a args) order.Command {
			reached := a.yes("接通", true)
			return order.RecordRelay{By: by, At: a.when("时间", w.now), Means: word(a.get("方式", "电话")), Reached: reached, ToldTaken: a.yes("告知受理", reached), ToldHow: a.yes("告知联系方式", reached),
				Answer: a.private("答复内容", "诉求人说晚上七点以后噪声最大。"), Names: callerNames, Clearing: a.clearing()}
		}},
		"申请查看": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.AskSight{By: by, Field: a.get("项目", "phone"), Reason: a.get("事由", "contact")}
		}},
		"同意查看": {"热线办负责人", func(w *world, s order.State, by order.By, a args) order.Command {
			c := order.DecideSight{By: by, Field: a.get("项目", "phone"), Asker: "dispatcher-1", Refuses: a.yes("不同意", false)}
			if v := a.get("申请人", ""); v != "" {
				x, _ := actorOf(v)
				c.Asker = x.Account
			}
			return c
		}},
		"解除回避": {"热线办负责人", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.LiftRecusal{By: by, Reason: a.private("理由", "反映的是本单位职责内的工作，须由该单位办理。"), Paper: a.get("扫描", "scan")}
		}},
		"进展": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.RecordProgress{By: by, Text: a.private("进展", "已进场施工。"), Told: progressTold(a), Files: files("handling", a.num("附件", 0))}
		}},
		"申请延期": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.AskExtension{By: by, ChainID: w.chainID(), Days: a.num("延长", 5), Done: a.private("已办", "已完成测绘和设计。"), Reason: a.private("延期原因", "管道需要定制，到货要五天。"),
				Told: a.yes("已告知", false), Seal: a.get("盖章件", "sealed")}
		}},
		"给联系单": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			id := a.get("联系单", "slip"+strconv.Itoa(len(s.Slips)+1))
			return order.GiveSlip{By: by, ID: id, Hash: a.get("摘要", "hash of "+id), Name: a.private("姓名", "王大田"), Body: a.private("所在", "北城社区"), Purpose: a.private("事由", "到现场核实并联系诉求人。"),
				Until: calendar.DateOf(w.now).AddDays(a.num("天数", 3) + 1).Midnight(), Contact: a.yes("可联系", true), Progress: a.yes("可留进展", true), Number: a.yes("可看号码", false)}
		}},
		"用联系单": {"程序", func(w *world, s order.State, by order.By, a args) order.Command {
			what := map[string]order.SlipUse{"打开": order.SlipOpened, "查看号码": order.SlipNumber, "联系": order.SlipContact, "进展": order.SlipProgress}[a.get("用途", "打开")]
			reached := a.yes("接通", true)
			return order.UseSlip{By: by, Slip: a.get("联系单", "slip1"), What: what, At: a.when("时间", w.now), Means: word(a.get("方式", "上门")), Reached: reached, ToldTaken: a.yes("告知受理", reached),
				ToldHow: a.yes("告知联系方式", reached), Text: a.private("记录", "到现场看了，井盖已坏。"), Files: files("handling", a.num("附件", 0))}
		}},
		"收回联系单": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.RevokeSlip{By: by, Slip: a.get("联系单", "slip1"), Reason: a.private("理由", "换人去。")}
		}},
		"申请终结": {"主要负责人", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.AskTermination{By: by, Ground: oneOf(a, "不合理", "超出政策规定", order.Unreasonables(), order.Unreasonable.Name), Basis: a.get("政策", "《安徽省市政设施管理条例》第九条"),
				Reason: a.private("理由", "要求超出改造范围，没有政策依据。"), Answers: a.private("答复经过", "两次书面答复，附现场照片。"), Persuasion: a.private("疏导", "上门解释两次。"), Sheet: a.get("申请书", "")}
		}},
		"申请法定时限": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.AskStatute{By: by, ChainID: w.chainID(), Law: a.get("法律", "《中华人民共和国行政许可法》"), Clause: a.get("条", "第四十二条"), Days: a.num("天数", 20), Reason: a.private("理由", "须现场勘验和公示。")}
		}},
		"申请类型变更": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.AskReclass{By: by, Type: a.typ("求助"), Reason: a.private("理由", "诉求人要的是帮助，不只是咨询。")}
		}},
		"告知延期": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.TellExtension{By: by, At: a.when("时间", w.now), Means: word(a.get("方式", "电话")), Note: a.private("记录", "已说明延期原因，诉求人理解。")}
		}},
		"报送答复": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.SubmitReply{By: by, Files: files("handling", a.num("附件", 1)), Known: []string{"李某某"}, Reply: order.Reply[order.Private]{
				Finding: map[string]string{"是": "yes", "部分": "partly", "否": "no"}[a.get("属实", "是")], Solved: a.solved("已解决"),
				Investigation: a.private("调查", "三月三日到现场查看。"), Measures: a.private("措施", "已疏通。"), Basis: a.get("依据", "《安徽省市政设施管理条例》"),
				Unsolved: a.private("未解决", ""), Opinion: a.private("诉求人意见", "认可处理结果。"), Contact: a.get("联系人", "市政管理所所长"),
				ContactPhone: a.get("联系电话", "0558-7622345"), Public: a.get("答复", goodReply)}, CoNote: a.private("协办情况", "")}
		}},
		"签字盖章": {"主要负责人", func(w *world, s order.State, by order.By, a args) order.Command {
			paper := a.yes("纸质", false)
			on := time.Time{}
			if paper {
				on = w.now
			}
			return order.SignReply{By: by, Seal: a.get("盖章件", "sealed"), Paper: paper, On: a.when("日期", on)}
		}},
		"退回修改": {"主要负责人", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.SendBackReply{By: by, Reason: a.private("意见", "把整改时限写清楚。")}
		}},
		"撤回终结申请": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.WithdrawTermination{By: by, Reason: a.private("理由", "诉求里有合理部分，继续办理。")}
		}},
		"单位回访": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.RecordUnitVisit{By: by, At: a.when("时间", w.now), Reached: a.yes("接通", true), Satisfaction: a.satisfaction("满意", "满意"), Note: a.private("记录", "诉求人表示认可。")}
		}},
	}
}

// progressTold is how the caller was told of a progress; by telephone where nothing is said.
func progressTold(a args) string {
	if v := a.get("告知", "电话"); v != "" {
		return word(v)
	}
	return ""
}

func officeCommands() map[string]command {
	return map[string]command{
		"机构承接": {"程序", func(w *world, s order.State, by order.By, a args) order.Command {
			to := a.unit("")
			return order.Succeed{By: by, ChainID: w.chainID(), From: unitNames[a.get("原单位", "城管局")], To: to, Deputy: deputies[to]}
		}},
		"审核退回": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.DecideReturn{By: by, ChainID: w.chainID(), Accept: !a.yes("不同意", false), Note: a.private("意见", "管护单位已查明。")}
		}},
		"会商指定": {"热线办负责人", func(w *world, s order.State, by order.By, a args) order.Command {
			to := target(a.unit("住建局"))
			to.Closed = a.yes("停用", false)
			return order.Designate{By: by, ChainID: w.chainID(), To: to, Participants: a.get("参加", "县热线办、县委编办、城管局、住建局"), Grounds: a.get("理由", "三定方案明确由住建局管护。"), Minutes: a.private("纪要", "各单位一致同意。"),
				Requirements: a.get("办理要求", "现场核查，疏通管道。"), Text: a.get("文本", "反映小区门口下水道堵塞，请核查处理。"), Names: callerNames, Clearing: a.clearing()}
		}},
		"审核通过": {"审核员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.PassReply{By: by, ChainID: w.chainID(), Note: a.private("意见", ""), Names: callerNames, Clearing: a.clearing()}
		}},
		"退回重写": {"审核员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.RejectReply{By: by, Code: a.get("原因", "Q2"), Note: a.private("意见", "没有写整改完成的时间。")}
		}},
		"反馈": {"回访员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.GiveFeedback{By: by, At: a.when("时间", w.now), Means: word(a.get("方式", "电话")), Outer: a.yes("回填", false), Note: a.private("记录", "")}
		}},
		"回访": {"回访员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.RecordVisit{By: by, At: a.when("时间", w.now), Reached: a.yes("接通", true), Declined: a.yes("谢绝", false),
				Contacted: map[string]string{"是": "yes", "否": "no", "记不清": "unsure"}[a.get("单位联系过", "是")], Solved: a.solved("已解决"), Satisfaction: a.satisfaction("满意", "满意"),
				Manner: a.satisfaction("态度", "满意"), Reason: a.get("原因", ""), Subjective: a.yes("主观", false), Words: a.private("原话", "下雨又漫出来了。"), Rework: a.private("要求", "重新疏通。")}
		}},
		"回填": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.MarkBackfilled{By: by, At: a.when("时间", w.now)}
		}},
		"上级更新": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			c := order.UpdateOuter{By: by, Urges: a.num("上级催办", 0), State: oneOf(a, "上级状态", "", []order.OuterState{order.OuterPlain, order.OuterRework, order.OuterReturn}, order.OuterState.Name)}
			if d := a.when("上级截止", time.Time{}); !d.IsZero() {
				c.Due = &d
			}
			return c
		}},
		"补充情况": {"诉求人", func(w *world, s order.State, by order.By, a args) order.Command {
			p := a.private("内容", "昨天又堵了。")
			return order.Supplement{By: by, Words: p, Clear: a.get("文本", p.Text)}
		}},
		"催办": {"话务员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.Urge{By: by, Caller: a.yes("诉求人", true), Note: a.private("内容", "诉求人问什么时候能办好。")}
		}},
		"撤回诉求": {"话务员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.Withdraw{By: by, At: a.when("时间", w.now), Means: word(a.get("方式", "电话")), Note: a.private("原话", "已经自己解决了。")}
		}},
		"审批延期": {"签批人", func(w *world, s order.State, by order.By, a args) order.Command {
			id, _ := stepFor(s, by.Actor.Post.ID)
			return order.DecideExtension{By: by, Chain: id, Refuses: a.yes("不同意", false), Opinion: a.private("意见", "同意。")}
		}},
		"审核终结": {"审核员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.ReviewTermination{By: by, Refuses: a.yes("不同意", false), Note: a.private("意见", "材料齐全。")}
		}},
		"终结呈批": {"热线办负责人", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.SubmitTermination{By: by, ChainID: w.chainID(), Batch: a.get("呈批表", "b1"), Number: a.get("字号", "蒙热终〔2026〕1号")}
		}},
		"登记销号": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.RecordCancellation{By: by, Refuses: a.yes("不同意", false), Receipt: a.get("回执", "BZXH-0031"), On: a.when("日期", w.now), Note: a.private("意见", "市热线办已销号。")}
		}},
		"申请不计考核": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.AskExemption{By: by, Ground: oneOf(a, "事由", "执法办案", order.ExemptGrounds(), order.ExemptGround.Name), Reason: a.private("理由", "已立案查处。")}
		}},
		"审批不计考核": {"热线办负责人", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.DecideExemption{By: by, Accept: !a.yes("不同意", false), Note: a.private("意见", "没有立案文书。")}
		}},
		"回头看": {"督办员", func(w *world, s order.State, by order.By, a args) order.Command {
			c := order.Recheck{By: by, Draw: a.num("第几次抽取", 0), Why: a.get("缘由", ""), On: a.when("时间", w.now), Means: oneOf(a, "方式", "电话核实", order.RecheckMeansAll(), order.RecheckMeans.Name),
				Result: oneOf(a, "结果", "属实", []order.RecheckResult{order.RecheckHolds, order.RecheckRebound}, order.RecheckResult.Name), Rework: a.yes("重办", false), UnitGone: a.yes("单位撤并", false),
				Words: a.private("情况", "再次到场查看。"), Note: a.private("意见", "")}
			for range a.num("照片", 0) {
				c.Files = append(c.Files, order.Attachment[order.Private]{ID: w.chainID(), Blob: "b", Purpose: "handling", MIME: "image/jpeg", Size: 1, Name: a.private("文件", "现场.jpg")})
			}
			return c
		}},
		"审核类型变更": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.DecideReclass{By: by, Accept: !a.yes("不同意", false), Note: a.private("意见", "登记时的类型没有错。")}
		}},
		"电话通知": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.PhoneUnit{By: by, At: a.when("时间", w.now), Note: a.private("记录", "值班室接听，已通知负责人。")}
		}},
		"登记上级同意": {"热线办负责人", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.RecordConsent{By: by, On: a.when("日期", w.now), Note: a.private("同意", "市热线办值班员电话同意。")}
		}},
		"转不予受理": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.AskRefusal{By: by, ChainID: w.chainID(), Ground: a.get("依据", "8-2a"), Told: a.private("告知", "这件事已由法院受理。"), Body: a.get("应找", "县人民法院"),
				Phone: a.get("电话", "0558-7623456"), Unknown: a.yes("无法确定", false)}
		}},
		"更正": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			c := order.Correct{By: by, Category: a.get("分类", ""), Town: a.get("乡镇", ""), Title: a.get("标题", ""), Phone: a.private("电话", ""), Contact: a.private("联系电话", ""),
				Name: a.private("姓名", ""), Address: a.private("地址", ""), Reason: a.private("理由", "登记时听错。"), ChainID: w.chainID(), LeadAbove: above(s.Lead),
				Urgency: oneOf(a, "紧急", "", []order.Urgency{order.Routine, order.Urgent, order.Critical}, order.Urgency.Name)}
			if t := a.get("类型", ""); t != "" {
				c.Type = a.typ("")
			}
			if v := a.get("地点", ""); v != "" {
				c.Place = &v
			}
			if _, ok := a.m["被反映"]; ok {
				p := a.party()
				c.Party = &p
			}
			return c
		}},
		"传附件": {"话务员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.Attach{By: by, Files: files("request", a.num("附件", 1))}
		}},
		"采用日历": {"程序", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.AdoptCalendar{By: by, Change: order.CalendarChange{ID: "change", Why: a.get("事由", "载入2027年放假安排"), Proposed: org.AccountID(a.get("提出人", "head-1")), Confirmed: org.AccountID(a.get("确认人", "gov-1"))}}
		}},
		"归档": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command { return order.Archive{By: by} }},
	}
}

// smooth takes an order along the plain road up to a state, everybody doing what is owed at once.
func (w *world) smooth(who string, a args) {
	w.t.Helper()
	goal := oneOf(a, "", "已办结", order.Statuses(), order.Status.Name)
	none := args{w: w, m: map[string]string{}, seen: map[string]bool{}}
	if w.load(who).Status == order.None {
		for k, v := range a.m {
			if k != "" && k != "单位" && k != "满意" && k != "原因" {
				none.m[k] = v
				a.seen[k] = true
			}
		}
	}
	for range 40 {
		s := w.load(who)
		if s.Status == goal {
			return
		}
		name := plainNext(s)
		c, ok := commands[name]
		if !ok {
			w.fatalf("the plain road ends at %s", s.Status.Name())
		}
		step := args{w: w, m: map[string]string{}, seen: map[string]bool{}}
		switch name {
		case "登记":
			step = none
		case "转办", "提交转办":
			step.m["单位"] = a.get("单位", usualUnit(s))
		case "反馈":
			step.m["回填"] = "是"
		case "回访":
			step.m["满意"], step.m["原因"] = a.get("满意", "满意"), a.get("原因", "")
		}
		w.do(who, c.command(w, s, org.Actor{}, false, step))
		if w.err != nil {
			return
		}
	}
	w.fatalf("%s is not on the plain road", goal.Name())
}

// plainNext is the command that usually comes next, "" where the plain road ends.
func plainNext(s order.State) string {
	name := map[order.Status]string{order.None: "登记", order.Registered: "提交转办", order.PendingApproval: "签批", order.PendingDispatch: "转办", order.Dispatched: "签收",
		order.UnitAssigning: "分办", order.InProgress: "报送答复", order.UnitSigning: "签字盖章", order.Submitted: "审核通过", order.CountySigning: "签批", order.ToFeedback: "反馈",
		order.Visiting: "回访", order.ReturnReview: "审核退回", order.Coordination: "会商指定", order.AwaitingCancel: "登记销号"}[s.Status]
	if s.Status == order.Terminating {
		name = map[bool]string{true: "终结呈批", false: "审核终结"}[s.Termination.Reviewed]
		if !s.Termination.Chain.Empty() {
			name = "签批"
		}
	}
	if name == "报送答复" && (s.Clocks.Get(order.LimitContact).On || s.Answerable() && len(s.Contacts) == 0) {
		switch {
		case !s.Relaying():
			return "联系"
		case s.Relay != nil:
			return "转达"
		}
		return "请求转达"
	}
	return name
}

// rule sets a parameter of the county for orders that are registered from now on.
func (w *world) rule(words []string) {
	w.p.Version++
	for _, kv := range words {
		a := w.args([]string{kv})
		switch {
		case a.m["县领导签批顺序"] != "":
			w.p.Approval.DeputiesOrder.Value = a.m["县领导签批顺序"]
		case a.m["三级签批人"] != "":
			w.p.Approval.L3Signer.Value = a.m["三级签批人"]
		case a.m["重点沿用"] != "":
			w.p.Repeat.KeySticky.Value = a.m["重点沿用"] == "是"
		case a.m["重办计交办"] != "":
			w.p.Repeat.ReworkCounts.Value = a.m["重办计交办"] == "是"
		case a.m["非咨询时限"] != "":
			w.p.Limit.OtherWD.Value = a.num("非咨询时限", 10)
		case a.m["每日截止"] != "":
			w.p.Clock.Cutoff.Value = a.m["每日截止"]
		case a.m["下班后次日起算"] != "":
			w.p.Clock.AfterHoursAsNextDay.Value = a.m["下班后次日起算"] == "是"
		default:
			w.fatalf("no rule %s", kv)
		}
	}
	w.rules[w.p.Version] = w.p
}

// loadCalendar announces a year. The notice of 2027 does not exist yet: this one is made up for the scenario, with New Year's holiday from 1 to 4
// January with a make-up Sunday on the 10th.
func (w *world) loadCalendar(year string) {
	w.t.Helper()
	if d, err := calendar.ParseDate(year); err == nil { // 2026-03-03: the county stops work on that day
		c, err := w.p.Calendar.WithSpecial(calendar.SpecialDay{Date: d, Rest: d.Weekday() != time.Sunday, Reason: "暴雪停工"})
		if err != nil {
			w.fatalf("%v", err)
		}
		w.cals[c.Version] = c
		w.p.Calendar = c
		return
	}
	if year != "2027" {
		w.fatalf("only 2027 can be announced")
	}
	day := func(m time.Month, d int, rest bool) calendar.YearDay {
		return calendar.YearDay{Date: calendar.NewDate(2027, m, d), Rest: rest, Name: "元旦"}
	}
	c, err := w.p.Calendar.WithYear(calendar.Year{Year: 2027, Papers: []string{"https://www.gov.cn/made-up"},
		Days: []calendar.YearDay{day(1, 1, true), day(1, 2, true), day(1, 3, true), day(1, 4, true), day(1, 10, false),
			day(5, 1, true), day(10, 1, true)}})
	if err != nil {
		w.fatalf("%v", err)
	}
	w.cals[c.Version] = c
	w.p.Calendar = c
}
