package order_test

import (
	"time"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

func deskCommands() map[string]command {
	return map[string]command{
		"登记": {"话务员", func(w *world, s order.State, by order.By, a args) order.Command {
			id := "o-" + w.who
			c := order.Register{By: by, ID: id, Number: "MC" + w.who, NewMatter: "m-" + w.who, NewMatterNo: "SX" + w.who, Link: w.link(a), Request: w.request(a),
				LateReason: a.private("补录原因", ""), Plain: a.yes("导入", false)}
			if to := a.get("不是", ""); to != "" {
				d := w.decline(a, to)
				c.Declined = &d
			}
			if p := a.get("领导意见", ""); p != "" {
				c.Instruction = &order.Instruction[order.Private]{Post: fixedActors[p].Post.ID, At: a.when("意见时间", w.now), Words: a.private("意见", "请城管局三日内办结。")}
			}
			if p := a.get("接听领导", ""); p != "" {
				c.Answering = &order.Answering{Session: "s1", Post: fixedActors[p].Post.ID}
			}
			if u := a.get("接听部门", ""); u != "" {
				c.Answering = &order.Answering{Session: "s1", Unit: unitNames[u]}
			}
			return c
		}},
		"自行领办": {"话务员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.Claim{By: by, ChainID: w.chainID(), To: target(a.unit("城管局")), Requirements: a.get("办理要求", "自行领办，按时限办结并答复诉求人。"), Text: a.get("文本", "反映小区门口下水道堵塞，请核查处理。"),
				Names: callerNames, Clearing: a.clearing()}
		}},
		"接收": {"热线办负责人", takeOverCommand},
		"关联": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			l := w.link(a)
			if l == nil {
				w.fatalf("关联 needs 关联=甲")
			}
			return order.LinkMatter{By: by, Target: w.matter[l.Matter], Link: *l}
		}},
		"并单": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.Merge{By: by, Under: w.load(a.get("主办", "甲")).Leads(), Reason: a.private("理由", "")}
		}},
		"并办": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.Join{By: by, ChainID: w.chainID(), Under: w.load(a.get("主办", "甲")).Leads(), Reason: a.private("理由", ""), Ask: a.get("补充", ""), Names: callerNames}
		}},
		"设重点": {"热线办负责人", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.SwitchKey{By: by, Key: true, ChainID: w.chainID(), Reason: a.private("理由", "媒体关注。")}
		}},
		"取消重点": {"热线办负责人", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.SwitchKey{By: by, ChainID: w.chainID(), Reason: a.private("理由", "经核实是普通转办件。")}
		}},
		"拆分": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.Split{By: by, Reason: a.private("理由", "不是同一件事。")}
		}},
		"认定不同": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.DeclineLink{By: by, Decline: w.decline(a, a.get("不是", "甲"))}
		}},
		"直接答复": {"话务员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.AnswerDirectly{By: by, Knowledge: a.get("知识", ""), Answer: a.private("答复", "办理时间为工作日上午8点到12点。")}
		}},
		"电话转办": {"话务员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.TransferByPhone{By: by, Unit: a.unit("城管局"), Body: a.get("单位名称", "县城市管理局"), Phone: a.get("电话", "0558-7622345"), Mode: word(a.get("方式", "告知")),
				Connected: a.yes("接通", false)}
		}},
		"紧急转接": {"话务员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.TransferEmergency{By: by, Centre: a.get("中心", "120"), At: a.when("时间", w.now)}
		}},
		"登记办结": {"话务员", func(w *world, s order.State, by order.By, a args) order.Command {
			why := a.get("原因", "表扬感谢")
			for k, n := range order.LoggedReasons() {
				if n == why {
					why = k
				}
			}
			return order.CloseLogged{By: by, Why: why}
		}},
		"不予受理": {"话务员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.Refuse{By: by, Ground: a.get("依据", "8-1"), Told: a.private("告知", "这件事由邻县管辖，请向该县热线反映。"), Referral: a.get("应找", "邻县12345热线"),
				Phone: a.get("电话", "0558-12345"), Unknown: a.yes("无法确定", false), At: a.when("时间", time.Time{})}
		}},
		"退回上级": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.SendUp{By: by, Reason: a.private("理由", "不属本县管辖。")}
		}},
		"解释办结": {"热线办负责人", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.Explain{By: by, Told: a.private("解释", "这件事已依法办结，没有新的情况。")}
		}},
		"提交转办": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			u := a.unit(usualUnit(s))
			return order.SubmitForDispatch{By: by, ChainID: w.chainID(), NewFacts: a.private("新情况", ""), Deputy: deputies[u], Above: above(u), Names: callerNames, Clearing: a.clearing(),
				Proposal: order.Proposal{Unit: u, Requirements: a.get("办理要求", "疏通管道"), Text: a.get("文本", "")}}
		}},
		"转办": {"转办人", func(w *world, s order.State, by order.By, a args) order.Command {
			to := target(a.unit(usualUnit(s)))
			to.Closed, to.Pushed = a.yes("停用", false), a.yes("部门职责", false)
			return order.Dispatch{By: by, To: to, PushReason: a.get("下推理由", ""), Requirements: a.get("办理要求", "现场核查，疏通管道，把结果告诉诉求人。"), Text: a.get("文本", "反映小区门口下水道堵塞，请核查处理。"),
				Names: callerNames, Clearing: a.clearing()}
		}},
		"撤回改派": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.Recall{By: by, ChainID: w.chainID(), Reason: a.private("理由", "管护单位是住建局。")}
		}},
		"登记批示": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.Instruct{By: by, ChainID: w.chainID(), Directive: "d1", Instruction: order.Instruction[order.Private]{Post: a.post("领导", "县长"), At: a.when("日期", w.now), Words: a.private("批示", "请城管局尽快办好。")}}
		}},
		"变更分管领导": {"热线办负责人", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.ChangeDeputy{By: by, Deputy: a.post("领导", "另一分管副县长")}
		}},
	}
}

func takeOverCommand(w *world, s order.State, by order.By, a args) order.Command {
	status := oneOf(a, "状态", "办理中", order.Statuses(), order.Status.Name)
	c := order.TakeOver{By: by, ID: "o-" + w.who, NewMatter: "m-" + w.who, NewMatterNo: "SX" + w.who, Number: a.get("原编号", "202602010001"),
		RegisteredAt: a.when("登记时间", w.now), Status: status, DueDay: a.get("截止", ""), Late: a.yes("逾期", false), Appeals: a.num("诉求", 1), Assigns: a.num("交办", 1), Keys: a.num("重点", 0),
		Urges: a.num("催办", 0), DispatchText: a.get("文本", "反映小区门口下水道堵塞。")}
	a.m["来件时间"] = a.get("来件时间", a.get("登记时间", w.now.In(timeZone).Format("2006-01-02T15:04")))
	c.Request = w.request(a)
	if status == order.Closed {
		c.ClosedAt = a.when("办结时间", w.now)
		c.Satisfaction, c.Solved = a.satisfaction("满意", "满意"), a.solved("已解决")
	}
	if status != order.PendingDispatch {
		c.Unit = target(a.unit("城管局"))
		c.ReceivedAt = a.when("接到", c.RegisteredAt)
	}
	return c
}

func signCommands() map[string]command {
	return map[string]command{
		"签批": {"签批人", func(w *world, s order.State, by order.By, a args) order.Command {
			id, step := stepFor(s, by.Actor.Post.ID)
			c := order.SignStep{By: by, Chain: id, Step: a.num("步骤", step+1) - 1, Refuses: a.yes("不同意", false), Opinion: a.private("意见", "同意。")}
			if p := a.get("兼任", ""); p != "" {
				c.Also = []org.PostID{fixedActors[p].Post.ID}
			}
			return c
		}},
		"登记纸质签批": {"分办员乙", func(w *world, s order.State, by order.By, a args) order.Command {
			id, step := stepFor(s, a.post("签批人", ""))
			return order.RecordPaper{By: by, Chain: id, Step: a.num("步骤", step+1) - 1, Refuses: a.yes("不同意", false), On: a.when("日期", w.now), Opinion: a.private("意见", "同意。"), Blob: a.get("扫描", "scan"),
				Delegate: fixedActors[a.get("受托人", "程序")].Under, Signer: fixedActors[a.get("受托人", "程序")].Account}
		}},
		"核对纸质签批": {"督办员", func(w *world, s order.State, by order.By, a args) order.Command {
			id, step := stepFor(s, a.post("签批人", ""))
			return order.ConfirmPaper{By: by, Chain: id, Step: a.num("步骤", step+1) - 1, Reject: a.yes("不符", false)}
		}},
	}
}

// usualUnit is where an order goes when a line does not say: never to the unit it reports.
func usualUnit(s order.State) string {
	if s.RecusesUnit("cgj", nil) {
		return "住建局"
	}
	return "城管局"
}
