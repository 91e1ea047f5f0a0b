package console

import (
	"huiyin/internal/approval"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
)

// ending is an order on its way to be terminated, as it stands after a step.
func (k showroom) ending(step string) desk.OrderView {
	v := k.order()
	v.Status, v.StatusName, v.Appeals = order.Terminating, order.Terminating.Name(), 3
	v.Title = "要求把小区道路全部改成沥青路面"
	v.Words.Shown, v.Ask.Shown = "隔壁小区都铺了沥青，我们小区还是水泥路，要求全部改铺，反映三次了。", "全部改铺沥青"
	v.Termination = &desk.TerminationView{Ground: "U1 超出政策规定", Basis: "《蒙城县城镇老旧小区改造实施方案》第四条", Reason: "小区道路完好，不在改造范围，两次现场查看都没有破损，仍要求全部改铺。",
		Answers: "9月28日、10月20日两次书面答复，附现场照片和改造范围图，诉求人均不满意。", Persuasion: "11月5日、11月18日分管负责人上门解释政策，诉求人不接受。", By: "县城管局主要负责人", At: "12月1日 09:12",
		Signed: "主要负责人在屏幕上提交，签名密码确认", Waits: true, Before: []desk.RoundView{{ID: "3", Number: "MC202609280007", Status: "已办结", Closed: "2026年9月28日", Title: "县城市管理局", N: 1},
			{ID: "4", Number: "MC202610200011", Status: "已办结", Closed: "2026年10月20日", Title: "县城市管理局", N: 2}}}
	t := v.Termination
	switch step {
	case "magistrate":
		t.Batch, t.Number = "b1", "蒙热终〔2026〕2号"
	case "city":
		v.Status, v.StatusName = order.AwaitingCancel, order.AwaitingCancel.Name()
		t.Batch, t.Number, t.Agreed, t.Report = "b1", "蒙热终〔2026〕2号", "2026年12月1日", true
	case "withdrawn":
		v.Status, v.StatusName = order.InProgress, order.InProgress.Name()
		t.Withdrawn, t.Opinion, t.Waits = "12月1日 10:20", "路面积水点属实，先处理好再答复。", false
	case "refused":
		v.Status, v.StatusName = order.InProgress, order.InProgress.Name()
		t.Batch, t.Number, t.Refused, t.Opinion, t.Waits = "b1", "蒙热终〔2026〕2号", "县长", "先把路面积水点处理好，再谈终结。", false
	}
	return v
}

func (k showroom) terminationItems() []desk.TerminationItem {
	item := func(id, number, title, unit, ground, reason, state string, n int, waits bool) desk.TerminationItem {
		return desk.TerminationItem{Row: desk.Row{ID: id, Number: number, Title: title, Unit: unit, Light: desk.Light{Colour: "k", Word: "暂停计时"}}, Ground: ground, Reason: reason, Appeals: n, State: state, Waits: waits, Version: 9}
	}
	return []desk.TerminationItem{
		item("5", "MC202611200006", "要求把小区道路全部改成沥青路面", "县城市管理局", "U1 超出政策规定", "小区道路完好，不在改造范围，两次现场查看都没有破损，仍要求全部改铺。", "待县长批示", 3, true),
		item("8", "MC202611180002", "要求重新认定十年前的征收补偿", "县房屋征收办", "U3 已依法处理完毕，仍以同一事实和理由反映", "补偿协议已履行完毕，法院判决已生效，没有新的事实。", "待县长批示", 2, true)}
}

func (k showroom) terminationSamples() []web.Sample {
	unit, handler, reviewer, head, sender, chief := k.as("cgj/principal"), k.as("cgj/handler"), k.as("hotline/reviewer"), k.as("hotline/office_head"), k.as("hotline/dispatcher"), k.as("county/magistrate")
	operator := k.as("hotline/operator")
	const onOrder = "GET /orders/{id}"
	page := func(s session, name, state string, v desk.OrderView, do string, f *web.Form, acts ...desk.Panel) web.Sample {
		v.Acts = acts
		out := k.page(s, "终结办理", name, state, onOrder, k.c.orderOf(k.request(s).Context(), s, v, do, f, nil))
		out.Title = "工单页"
		return out
	}
	now := func(act, title string) desk.Panel {
		return desk.Panel{Act: act, Title: title, Article: "第二十条", Now: true}
	}
	asks := k.atUnit()
	asks.Appeals = 3
	missing := k.wrong(k.filled("ground", "U1", "basis", "《蒙城县城镇老旧小区改造实施方案》第四条", "reason", "不在改造范围。", "answers", "两次书面答复。", "persuasion", "上门解释两次。"), "sheet",
		"终结办理申请书须由单位主要负责人签字：请主要负责人登录后提交，或上传签过字的申请书。")
	again := k.order()
	again.Status, again.StatusName, again.Ended = order.Registered, order.Registered.Name(), &desk.EndedView{ID: "5", Number: "MC202611200006", Day: "2026年12月1日"}
	again.Unit, again.Lead, again.Handler = "", "", ""
	signs := k.ending("magistrate")
	sign := now("sign_step", "县长签批")
	sign.Chain = approval.Chain{ID: "c5", Steps: []approval.Step{{Label: "县长", Post: "county/magistrate"}}}

	items := k.terminationItems()
	batch := desk.TerminationBatch{ID: "b1", Number: "蒙热终〔2026〕2号", Day: "2026年12月1日", Items: items, Mine: true}
	told := batch
	told.Mine, told.Items = false, k.terminationItems()
	told.Items[0].State, told.Items[0].Opinion, told.Items[0].Waits = "未同意", "县长：先把路面积水点处理好，再谈终结。", false
	told.Items[1].State, told.Items[1].Opinion, told.Items[1].Waits = "县长同意，待销号", "同意。", false
	set := pinAsk{PINState: desk.PINState{Set: true}}
	home := func(s session, name, state string, p terminationsProps) web.Sample {
		p.f, p.desk = k.filled(), s.actor.Post.Kind.Desk()
		return k.page(s, "终结办理", name, state, "GET /terminations", web.Show("终结办理", terminationsView(p)).In("terminations"))
	}
	on := func(s session, name, state string, p batchTermProps) web.Sample {
		pg := web.Show("终结呈批表 "+p.b.Number, terminationBatchView(p)).In("terminations")
		if p.f == nil {
			p.f = freshWords(p.b)
			pg = web.Show("终结呈批表 "+p.b.Number, terminationBatchView(p)).In("terminations")
		} else if !p.f.OK() {
			pg = pg.Again()
		}
		return k.page(s, "终结办理", name, state, "GET /terminations/{batch}", pg)
	}
	refused := freshWords(batch)
	refused.Set("word_5", "no")
	refused.Fail("opinion_5", "不同意须写明意见，供单位继续办理")
	waiting, gather := k.terminationItems(), k.terminationItems()
	return []web.Sample{
		page(unit, "termination-ask", "主要负责人申请", asks, "ask_termination", nil, desk.Panel{Act: "ask_termination", Title: "申请终结办理", Article: "第二十条"}).At(web.Phone, web.Laptop),
		page(handler, "termination-ask-error", "没有主要负责人签字", asks, "ask_termination", missing, desk.Panel{Act: "ask_termination", Title: "申请终结办理", Article: "第二十条"}),
		page(reviewer, "termination-review", "热线办审核", k.ending(""), "", nil, now("review_termination", "审核终结申请")).At(web.Phone, web.Laptop),
		page(handler, "termination-withdraw", "单位撤回申请", k.ending("magistrate"), "withdraw_termination", nil, desk.Panel{Act: "withdraw_termination", Title: "撤回终结申请", Article: "第二十条"}).At(web.Phone, web.Laptop),
		page(handler, "termination-withdrawn", "单位已撤回", k.ending("withdrawn"), "", nil, desk.Panel{Act: "progress", Title: "反馈进展", Article: "第十八条"}),
		page(head, "termination-single", "单独成表", k.ending(""), "", nil, now("submit_termination", "编入呈批表")),
		page(chief, "termination-magistrate", "县长批示", signs, "", nil, sign).At(web.Phone, web.Laptop),
		page(sender, "termination-cancel", "登记报备", k.ending("city"), "", nil, now("record_cancellation", "登记销号")).At(web.Phone, web.Laptop),
		page(unit, "termination-refused", "未同意，继续办理", k.ending("refused"), "", nil, desk.Panel{Act: "progress", Title: "反馈进展", Article: "第十八条"}),
		page(operator, "termination-again", "终结后再来电", again, "", nil, desk.Panel{Act: "explain", Title: "解释后登记办结", Article: "第二十条", Now: true}, desk.Panel{Act: "dispose", Title: "处置", Article: "第十条"}).At(web.Phone, web.Laptop),
		home(head, "terminations", "正常", terminationsProps{gather: true, h: desk.TerminationHome{Review: waiting[:1], Gather: gather, Batches: []desk.TerminationBatch{told}}}).At(web.Phone, web.Laptop),
		home(head, "terminations-empty", "空", terminationsProps{gather: true}),
		home(head, "terminations-failed", "有件没有编成", terminationsProps{gather: true, result: []desk.BatchOutcome{{Number: "MC202611200006", Why: "工单现在是“办理中”，不能编入终结呈批表；可能已由他人处理，请刷新页面。", Article: "第二十条"}}}),
		on(chief, "termination-batch", "县长逐件批示", batchTermProps{b: batch, pin: set}).At(web.Phone, web.Laptop),
		on(chief, "termination-batch-error", "不同意没有写意见", batchTermProps{b: batch, pin: set, f: refused}).At(web.Phone, web.Laptop),
		{Group: "终结办理", Name: "termination-paper", Title: "终结呈批表", State: "打印", Route: "GET /terminations/{batch}/paper", Page: web.Whole(terminationPaperView(k.c.profile, batch, "县热线办负责人 12月1日 09:40"))},
		on(head, "termination-batch-done", "已批示", batchTermProps{b: told, office: true}),
	}
}
