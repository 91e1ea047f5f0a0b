package oversight

import (
	"fmt"

	"huiyin/internal/order"
	"huiyin/internal/org"
)

func files(n int) []order.Attachment[order.Private] {
	var out []order.Attachment[order.Private]
	for i := range n {
		out = append(out, order.Attachment[order.Private]{ID: fmt.Sprintf("f%d", i), Blob: "b", Purpose: "handling", MIME: "image/jpeg", Size: 9, Name: order.Private{Ref: "n", Text: "现场.jpg", Digest: "n"}})
	}
	return out
}

func target(u org.UnitID) order.Target {
	return order.Target{Unit: u, Deputy: "county/deputy.1"}
}

// orderCommands move the orders; where no post is named, the one that usually does it acts.
var orderCommands = map[string]func(*world, org.Actor, bool, args){
	"登记": func(w *world, by org.Actor, named bool, a args) {
		id := "o-" + w.who
		r := order.Register{By: order.By{Actor: people["话务员"]}, ID: id, Number: "MC" + w.who, NewMatter: "m-" + w.who, NewMatterNo: "SX" + w.who, Request: order.Request[order.Private]{
			Channel: a.get("渠道", "D1"), OuterNo: a.get("上级编号", ""), TakenAt: w.now, Type: order.Complaint, Category: "0204", Urgency: order.Routine, Secrecy: order.Ordinary, NeedReply: true, Persons: 1, Title: "下水道堵塞反复外溢",
			CallerKind: order.Person, Name: w.private("李某某"), Phone: w.private(a.get("电话", "13900000001")), Town: "341622001", Place: a.get("地点", ""), Words: w.private("下水道又堵了。")}}
		w.callers[id] = r.Request.Phone.Text
		if a.yes("匿名") {
			r.Request.Secrecy, r.Request.Name, r.Request.Phone, w.callers[id] = order.Anonymous, order.Private{}, order.Private{}, ""
		}
		r.Request.Category = a.get("分类", r.Request.Category)
		if f := a.get("标记", ""); f != "" {
			r.Request.Flags = []string{f}
		}
		if to := a.get("关联", ""); to != "" {
			r.Link = &order.Link{Matter: w.orders[to].MatterID, Score: 90, Reason: w.private("同一件事")}
		}
		if a.get("反映", "") != "" {
			r.Request.ReportedUnit = units[a["反映"]]
		}
		w.onOrder(r)
	},
	// 转办 takes an order from the desk to a unit: proposal, signatures, dispatch.
	"转办": func(w *world, by org.Actor, named bool, a args) {
		u := units[a.get("单位", "城管局")]
		if s := w.load(w.who); s.Status == order.Registered {
			w.onOrder(order.SubmitForDispatch{By: order.By{Actor: people["分办员"]}, ChainID: "c" + w.who, Deputy: "county/deputy.1", Proposal: order.Proposal{Unit: u, Requirements: "疏通管道"}, NewFacts: w.private("又堵了")})
		}
		for w.err == nil && w.load(w.who).Status == order.PendingApproval {
			s := w.load(w.who)
			i := s.DispatchChain.Open()[0]
			p := s.DispatchChain.Steps[i].Post
			w.onOrder(order.SignStep{By: order.By{Actor: org.Actor{Account: org.AccountID(p), Post: org.Post{ID: p, Unit: p.UnitOf(), Kind: p.KindOf()}}}, Chain: s.DispatchChain.ID, Step: i, Opinion: w.private("同意。")})
		}
		who := people["分办员"]
		if s := w.load(w.who); s.Appeals() == 2 {
			who = people["县热线办负责人"]
		}
		if named {
			who = by
		}
		if w.err == nil {
			w.onOrder(order.Dispatch{By: order.By{Actor: who}, To: target(u), Requirements: "现场核查，疏通管道。", Text: "反映小区门口下水道堵塞，请核查处理。"})
		}
	},
	"签收": simple("具办人员", func(w *world, by order.By, a args) order.Command { return order.SignFor{By: by, Via: "button"} }),
	"分办": simple("主要负责人", func(w *world, by order.By, a args) order.Command {
		lead := org.UnitDeputy
		if w.load(w.who).PrincipalOwn {
			lead = org.UnitPrincipal
		}
		return order.AssignInUnit{By: by, Lead: lead, Handler: org.AccountID(string(by.Actor.Post.Unit) + "-handler"), Opinion: w.private("请办。")}
	}),
	"联系": simple("具办人员", func(w *world, by order.By, a args) order.Command {
		return order.RecordContact{By: by, At: w.now, Means: "phone", Reached: true, ToldTaken: true, ToldHow: true, Note: w.private("已说明。")}
	}),
	"进展": simple("具办人员", func(w *world, by order.By, a args) order.Command {
		return order.RecordProgress{By: by, Text: w.private("已进场施工。"), Told: "phone"}
	}),
	"报送": simple("具办人员", func(w *world, by order.By, a args) order.Command {
		return order.SubmitReply{By: by, Files: files(1), Reply: order.Reply[order.Private]{Finding: "yes", Solved: order.SolvedYes, Investigation: w.private("三月三日到现场查看。"), Measures: w.private("已疏通。"), Basis: "《安徽省市政设施管理条例》",
			Opinion: w.private("认可处理结果。"), Contact: "市政管理所所长", ContactPhone: "0558-7622345",
			Public: "经现场查看，小区门口下水道因油污板结堵塞，情况属实。我局已组织人员清掏疏通，并更换破损井盖两处，目前排水正常，今后每月清掏一次，防止再次堵塞。"}, CoNote: w.private("协办单位没有报来，先行答复。")}
	}),
	"盖章": simple("主要负责人", func(w *world, by order.By, a args) order.Command { return order.SignReply{By: by, Seal: "sealed"} }),
	"退回重写": desking("审核员", func(w *world, by order.By, a args) order.Command {
		return order.RejectReply{By: by, Code: a.get("原因", "Q2"), Note: w.private("没有写清楚。")}
	}),
	"审核通过": desking("审核员", func(w *world, by order.By, a args) order.Command {
		return order.PassReply{By: by, ChainID: "r" + w.who}
	}),
	"反馈": desking("回访员", func(w *world, by order.By, a args) order.Command {
		return order.GiveFeedback{By: by, At: w.now, Means: "phone"}
	}),
	"回访": desking("回访员", func(w *world, by order.By, a args) order.Command {
		return order.RecordVisit{By: by, At: w.now, Reached: true, Contacted: map[bool]string{true: "no", false: "yes"}[a.yes("没联系")], Solved: order.SolvedYes, Satisfaction: order.Satisfied, Manner: order.Satisfied}
	}),
	"催办": desking("话务员", func(w *world, by order.By, a args) order.Command {
		return order.Urge{By: by, Caller: a.get("诉求人", "是") == "是", Note: w.private("什么时候办好。")}
	}),
	"申请退回": simple("具办人员", func(w *world, by order.By, a args) order.Command {
		return order.AskReturn{By: by, Reason: w.private("不是本单位职责。"), Basis: "三定方案"}
	}),
	"审核退回": desking("分办员", func(w *world, by order.By, a args) order.Command {
		return order.DecideReturn{By: by, ChainID: "d" + w.who + w.now.String(), Accept: !a.yes("不同意"), Note: w.private("管护单位已查明。")}
	}),
	"提异议": simple("具办人员", func(w *world, by order.By, a args) order.Command {
		return order.ObjectReturn{By: by, Reason: w.private("三定方案里没有这项职责。")}
	}),
	"会商指定": desking("县热线办负责人", func(w *world, by order.By, a args) order.Command {
		return order.Designate{By: by, ChainID: "z" + w.who, To: target(units[a.get("单位", "住建局")]), Participants: "县热线办、城管局、住建局", Grounds: "三定方案明确。", Minutes: w.private("一致同意。"), Requirements: "疏通管道。", Text: "反映下水道堵塞，请核查。"}
	}),
	"请协办": simple("具办人员", func(w *world, by order.By, a args) order.Command {
		return order.AskCo{By: by, To: target(units[a.get("协办", "住建局")]), Task: "请核实管网归属。"}
	}),
	"撤回诉求": desking("话务员", func(w *world, by order.By, a args) order.Command {
		return order.Withdraw{By: by, At: w.now, Means: "phone", Note: w.private("已经好了。")}
	}),
	"撤回改派": desking("分办员", func(w *world, by order.By, a args) order.Command {
		return order.Recall{By: by, ChainID: "y" + w.who, Reason: w.private("管护单位是住建局。")}
	}),
	"登记批示": desking("分办员", func(w *world, by order.By, a args) order.Command {
		return order.Instruct{By: by, ChainID: "p" + w.who, Directive: "d1", Instruction: order.Instruction[order.Private]{Post: org.PostMagistrate, At: w.now, Words: w.private("请尽快办好。")}}
	}),
}

func simple(kind string, make func(*world, order.By, args) order.Command) func(*world, org.Actor, bool, args) {
	return func(w *world, by org.Actor, named bool, a args) {
		w.t.Helper()
		if !named {
			by = people[w.unitName(w.load(w.who).Lead)+kind]
		}
		w.onOrder(make(w, order.By{Actor: by}, a))
	}
}

func desking(name string, make func(*world, order.By, args) order.Command) func(*world, org.Actor, bool, args) {
	return func(w *world, by org.Actor, named bool, a args) {
		w.t.Helper()
		if !named {
			by = people[name]
		}
		w.onOrder(make(w, order.By{Actor: by}, a))
	}
}

func levelOf(name string) Level {
	for l := Track; l <= LevelThree; l++ {
		if l.Name() == name {
			return l
		}
	}
	return -1
}

func oneOf[T ~string](name string, all []T, label func(T) string) T {
	for _, x := range all {
		if label(x) == name {
			return x
		}
	}
	return T(name)
}

// watchCommands are those of the ledger; the 督办员 acts where nobody is named.
var watchCommands = map[string]func(*world, By, args) Command{
	"列入": func(w *world, by By, a args) Command {
		return List{By: by, ID: a.get("表", "f1"), Item: Item(a.num("项", 8)), Level: levelOf(a.get("级别", "一级")), Reason: w.private(a.get("事由", "群众反映强烈。"))}
	},
	"记督办": func(w *world, by By, a args) Command {
		on := w.now
		if a.yes("将来") {
			on = w.now.AddDate(0, 0, 1)
		}
		return Act{By: by, Case: a.num("行", 1), Means: oneOf(a.get("方式", "电话"), AllMeans(), Means.Name), On: on, Person: w.private(a.get("对象", "城管局分管负责人")), Content: w.private(a.get("内容", "催问办理情况。")),
			Response: w.private(a.get("答复", "明天办好。")), Place: w.private(a.get("地点", "")), Participants: w.private(a.get("参加", "")), Due: a.get("限定", ""), Result: oneOf(a.get("结果", "答应限期办理"), Results(), Result.Name), Files: files(a.num("照片", 0))}
	},
	"升级": func(w *world, by By, a args) Command {
		return Lift{By: by, Case: a.num("行", 1), Level: levelOf(a.get("级别", "二级")), Reason: w.private(a.get("理由", "多次催办没有进展。"))}
	},
	"出督办单": func(w *world, by By, a args) Command {
		w.numbers++
		c := Issue{By: by, Case: a.num("行", 1), Number: fmt.Sprintf("蒙热督〔2026〕%d号", w.numbers), Demand: w.private(a.get("要求", "两日内办结并报结果。")), Days: a.num("天数", 2)}
		switch a.get("联合", "") {
		case "是":
			c.Joint = JointBodies()
		case "":
		default:
			c.Joint = []org.UnitID{org.UnitID(a["联合"])}
		}
		return c
	},
	"反馈督办": func(w *world, by By, a args) Command {
		return Answer{By: by, Case: a.num("行", 1), Words: w.private(a.get("情况", "已经疏通，附照片。")), Files: files(a.num("附件", 0))}
	},
	"认定": func(w *world, by By, a args) Command {
		return Judge{By: by, Case: a.num("行", 1), Solved: a.get("落实", "是") == "是", Words: w.private(a.get("意见", "已核实。"))}
	},
	"销号": func(w *world, by By, a args) Command {
		return Close{By: by, Case: a.num("行", 1), Outcome: oneOf(a.get("结论", "已解决"), Outcomes(), Outcome.Name), Words: w.private(a.get("意见", "已经办好。"))}
	},
}
