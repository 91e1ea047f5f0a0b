package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/web"
)

func (k showroom) leadSamples() []web.Sample {
	const group = "问责线索"
	sup, gov := k.as("hotline/supervisor"), k.as(org.PostGovHead)
	base := desk.LeadView{ID: "l1", Fault: 8, Clause: "第二十三条（八）", Name: "多次督办未解决、回头看仍有问题", Unit: "县城市管理局", UnitID: "cgj", Posts: []string{"主要负责人", "具办人员"}, Order: "o1", Number: "MC202611100009", Title: "早市散场后路面脏乱", State: oversight.LeadDraft, StateName: "待报批",
		Source: "督办多次未落实", By: "督办员01", At: "12月4日 11:20", Facts: "11月28日、12月4日两次下达督办单，要求固定清扫时间和责任人。单位两次反馈已落实，现场查看散场一小时后仍有垃圾，没有落实。",
		Proof: "督办单蒙热督〔2026〕31号、35号\n12月4日现场照片3张", Handling: "建议约谈主要负责人，限期整改。", Evidence: []desk.CaseLine{{At: "12月4日 10:40", Text: "同一督办认定2次未落实"}},
		Course: []desk.CaseLine{{At: "12月4日 11:20", By: "督办员01", Text: "提出线索"}}, MaySubmit: true, MayTakeBack: true}
	step := func(v desk.LeadView, s oversight.LeadState, l desk.CaseLine) desk.LeadView {
		v.State, v.StateName, v.MaySubmit, v.MayTakeBack, v.MayDecide, v.MayHand, v.MayReceive = s, s.Name(), false, false, false, false, false
		v.Course = append(v.Course[:len(v.Course):len(v.Course)], l)
		return v
	}
	waits := step(base, oversight.LeadWaits, desk.CaseLine{At: "12月4日 11:30", By: "督办员01", Text: "报县政府办负责人"})
	decide := waits
	decide.MayDecide = true
	approved := step(waits, oversight.LeadApproved, desk.CaseLine{At: "12月4日 16:00", By: "县政府办负责人", Text: "批准移送", Words: "事实清楚，同意移送县效能办。"})
	approved.Approver, approved.Opinion, approved.Day, approved.MayHand = "县政府办公室负责人", "事实清楚，同意移送县效能办。", "2026年12月4日", true
	handed := step(approved, oversight.LeadAway, desk.CaseLine{At: "12月7日 09:00", By: "督办员01", Text: "移送县效能办", Words: "蒙热移〔2026〕3号"})
	handed.Letter, handed.To, handed.HandedAt, handed.MayReceive = "蒙热移〔2026〕3号", "县效能办", "2026年12月7日", true
	taken := step(handed, oversight.LeadTaken, desk.CaseLine{At: "12月8日 10:00", By: "督办员01", Text: "12月7日已接收", Words: "接收人：县效能办综合科"})
	taken.MayConclude = true
	done := step(taken, oversight.LeadDone, desk.CaseLine{At: "12月18日 15:00", By: "督办员01", Text: "12月18日结果：约谈提醒", Words: "县效能办12月17日约谈主要负责人，责令一周内整改。"})
	done.Finding, done.MayConclude = "约谈提醒", false
	other := base
	other.ID, other.Fault, other.Clause, other.Name, other.Unit, other.Order, other.Number, other.Title, other.Source, other.State, other.StateName, other.At = "l2", 5, "第二十三条（五）", "信息公开不当、失实", "县住房和城乡建设局", "", "", "", "人工提出", oversight.LeadRefused, "未批准", "11月20日 09:00"
	hint := desk.HintView{ID: "o7.1.overdue", Clause: "第二十三条（二）", Name: "逾期办理", Fault: 2, Unit: "县交通运输局", UnitID: "jtj", Order: "o7", Number: "MC202611050021", Title: "校门前道路坑洼", Source: "长期逾期", Words: "逾期督办升到三级，仍没有办结", At: "12月2日 00:00"}
	visit := desk.HintView{ID: "o8.visit.1", Clause: "第二十三条（三）", Name: "弄虚作假、谎报瞒报漏报", Fault: 3, Unit: "县教育局", UnitID: "jyj", Order: "o8", Number: "MC202611120003", Title: "校车停靠点太远", Source: "回访与单位记录不符", Words: "单位答复已解决，诉求人说没有解决", At: "12月1日 10:12"}
	states := map[oversight.LeadState]int{oversight.LeadDraft: 1, oversight.LeadWaits: 1, oversight.LeadAway: 1}
	full := desk.LeadPage{Items: []desk.LeadView{base, waits, handed}, States: states, Hints: 2, MayNew: true}
	list := func(s session, name, state string, p leadsProps) web.Sample {
		return k.page(s, group, name, state, "GET /leads", web.Show("问责线索", leadsView(p.filled())).In("leads"))
	}
	one := func(s session, name, state string, p leadProps, v desk.LeadView) web.Sample {
		return k.page(s, group, name, state, "GET /leads/{id}", web.Show("问责线索", leadView(p.filled(v, "2026-12-08"))).In("leads"))
	}
	form := func(name, state string, f *web.Form, h *desk.HintView) web.Sample {
		p, _ := k.c.leadFormOf(k.request(sup), f, "") // without a suggestion nothing is read
		p.hint = h
		return k.page(sup, group, name, state, "GET /leads/new", web.Show("提出问责线索", newLeadView(p)).In("leads"))
	}
	typed := func() *web.Form {
		return k.filled("fault", "2", "unit", "jtj", "posts", string(org.UnitPrincipal), "number", hint.Number, "facts", "11月24日到期，12月2日仍未办结，三次催办都说在排计划。", "proof", "督办台账；催办记录三次", "handling", "建议县效能办约谈。")
	}
	pick := func(f *web.Form) web.Sample {
		s, state := "lead-hint", "采用或不采用"
		if !f.OK() {
			s, state = "lead-hint-error", "没有写不采用的理由"
		}
		return k.page(sup, group, s, state, "GET /lead-hints/{id}", web.Show("问责提示", hintView(hintProps{hint, f})).In("leads"))
	}
	return []web.Sample{
		list(sup, "leads", "办理中", leadsProps{page: full}).At(web.Phone, web.Laptop, web.Desktop),
		list(gov, "leads-head", "县政府办负责人看", leadsProps{page: desk.LeadPage{Items: []desk.LeadView{waits, handed}, States: states}}),
		list(sup, "leads-ended", "已结束", leadsProps{page: desk.LeadPage{Items: []desk.LeadView{done, other}, States: states, Hints: 2, MayNew: true}, ask: desk.LeadFilter{Ended: true}}),
		list(sup, "leads-empty", "空", leadsProps{page: desk.LeadPage{MayNew: true}}),
		k.page(sup, group, "lead-hints", "系统提示", "GET /lead-hints", web.Show("问责提示", hintsView(hintsProps{page: desk.HintPage{Items: []desk.HintView{hint, visit}}, leads: full})).In("leads")).At(web.Phone, web.Laptop),
		k.page(sup, group, "lead-hints-empty", "没有提示", "GET /lead-hints", web.Show("问责提示", hintsView(hintsProps{leads: desk.LeadPage{MayNew: true}})).In("leads")),
		pick(web.NewForm()).At(web.Phone, web.Laptop),
		pick(k.wrong(web.NewForm(), "reason", "没有填写不采用的理由，请写清楚。")),
		form("lead-new", "提出", typed(), nil).At(web.Phone, web.Laptop),
		form("lead-new-hint", "采用提示", typed(), &hint),
		form("lead-new-error", "没有选岗位", k.wrong(typed(), "posts", "没有选择涉及岗位，请至少选一个；写岗位，不写姓名。"), nil),
		one(sup, "lead-draft", "待报批", leadProps{}, base).At(web.Laptop),
		one(gov, "lead-decide", "待批准", leadProps{}, decide).At(web.Phone, web.Laptop),
		one(gov, "lead-decide-error", "没有写意见", leadProps{decide: k.wrong(k.filled("verdict", "yes"), "opinion", "没有填写审批意见，请写清楚。")}, decide),
		one(sup, "lead-approved", "待移送", leadProps{}, approved),
		one(sup, "lead-handed", "待回执", leadProps{}, handed),
		one(sup, "lead-taken", "待结果", leadProps{}, taken),
		one(sup, "lead-done", "已有结果", leadProps{}, done).At(web.Laptop, web.Desktop),
		web.Sample{Group: group, Name: "lead-print", Title: "问责线索移送单", State: "打印页", Route: "GET /leads/{id}/print", Page: web.Whole(leadPaper(k.c.profile, handed, "督办员01 12月7日 09:05 打印"))}.At(web.Laptop),
	}
}
