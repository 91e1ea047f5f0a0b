package console

import (
	"time"

	"huiyin/internal/access"
	"huiyin/internal/approval"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func (k showroom) orderSamples() []web.Sample {
	const route = "GET /orders/{id}"
	reviewer, unit, head := k.as("hotline/reviewer"), k.as("cgj/handler"), k.as("hotline/office_head")
	page := func(s session, name, state string, v desk.OrderView, do string, f *web.Form, shown map[string]desk.Revealed) web.Sample {
		out := k.page(s, "工单", name, state, route, k.c.orderOf(k.request(s).Context(), s, v, do, f, shown))
		out.Title = "工单页"
		return out
	}
	owed := func(v desk.OrderView, acts ...desk.Panel) desk.OrderView { v.Acts = acts; return v }
	v := k.order()
	review := owed(v, desk.Panel{Act: "review", Title: "审核办理结果", Article: "第二十四条", Now: true}, desk.Panel{Act: "urge", Title: "催办", Article: "第二十一条"}, desk.Panel{Act: "correct", Title: "更正", Article: "第九条"},
		desk.Panel{Act: "ask_refusal", Title: "转不予受理", Article: "第八条"})
	review.Status, review.StatusName, review.Reply = order.Submitted, order.Submitted.Name(), k.reply()
	reply := owed(k.atUnit(), desk.Panel{Act: "reply", Title: "报送办理结果", Article: "第二十四条", Now: true}, desk.Panel{Act: "contact", Title: "登记联系", Article: "第十五条"}, desk.Panel{Act: "progress", Title: "反馈进展", Article: "第十八条"})
	signs := owed(review, desk.Panel{Act: "sign_step", Title: "分管热线工作的副县长签批", Article: "第二十四条", Now: true, Chain: approval.Chain{ID: "c1"}, Step: 1})
	signs.Status, signs.StatusName = order.CountySigning, order.CountySigning.Name()
	bare := desk.OrderView{ID: "6", Number: "MC202612010031", Title: "反映窗口工作人员态度问题", Status: order.Registered, StatusName: order.Registered.Name(), Type: "投诉", Channel: "县长热线电话", Secrecy: "匿名", Urgency: "平件",
		TakenAt: "12月1日 09:20", Appeals: 1,
		Words: full("words", "今天上午到窗口办营业执照变更，工作人员说话生硬，问了三遍才答复，还让我自己上网查。希望改进。")}
	puddle := bare
	puddle.Title, puddle.Town, puddle.Place, puddle.Secrecy = "北城社区路口又积水", "漆园街道", "北城社区", "一般"
	puddle.Words = full("words", "北城社区路口又积水了，和上个月反映的是同一个地方，早晚接送孩子的电动车过不去，请一次修好。")
	puddle.Items = []desk.Item{{At: k.now.Add(-22 * time.Minute), Verb: "登记", Text: "受理登记", By: "话务员06"}}
	long := review
	long.Title = "路口东南侧下水道反复堵塞污水漫上路面早晚接送孩子的电动车经过容易滑倒希望有关部门一次性查明原因彻底解决不要再疏通了事"
	long.Words.Shown = longWords()
	long.Unit = "县城市管理行政执法局综合行政执法大队第一中队"
	asks, waits, barred := k.extending()
	done := owed(v)
	done.Status, done.StatusName, done.Head, done.Reply = order.Closed, order.Closed.Name(), nil, k.reply()
	shown := map[string]desk.Revealed{"phone": {Value: "13800005678", Until: k.now.Add(5 * time.Minute)}}
	wrong := k.wrong(k.filled("decision", "reject", "note", "缺少疏通前后的照片，也没有写明谁到的现场。"), "code", "退回重写时请选择原因")
	with := func(s session, name, state string, v desk.OrderView, extra orderProps) web.Sample {
		out := k.page(s, "工单", name, state, route, k.c.orderWith(k.request(s).Context(), s, v, extra, "", nil, nil))
		out.Title = "工单页"
		return out
	}
	sender := k.as("hotline/dispatcher")
	toSend := owed(v, desk.Panel{Act: "dispatch", Title: "转办", Article: "第十条（三）", Now: true}, desk.Panel{Act: "urge", Title: "催办", Article: "第二十一条"})
	toSend.Status, toSend.StatusName, toSend.Unit, toSend.Lead, toSend.Handler = order.PendingDispatch, order.PendingDispatch.Name(), "", "", ""
	back := owed(v, desk.Panel{Act: "decide_return", Title: "审核退回申请", Article: "第十六条", Now: true})
	back.Status, back.StatusName = order.ReturnReview, order.ReturnReview.Name()
	back.Returning = desk.ReturnView{Asked: true, Unit: "县城市管理局", At: "12月1日 10:05", Reason: "这段路尚未移交，由建设单位管护。", Basis: "《城市道路管理条例》第六条", Right: "县住房和城乡建设局", RightID: "zjj"}
	meet := owed(v, desk.Panel{Act: "designate", Title: "会商指定", Article: "第二十一条（三）", Now: true})
	meet.Status, meet.StatusName, meet.Returning = order.Coordination, order.Coordination.Name(), back.Returning
	meet.Returning.Returns = 2
	meet.Suggested = []desk.Suggestion{{Unit: "zjj", Name: "县住房和城乡建设局", Reason: "会商指定（2026年11月5日）：未移交道路由建设单位管护。", Here: true}}
	returns := owed(k.atUnit(), desk.Panel{Act: "ask_return", Title: "申请退回", Article: "第十六条"}, desk.Panel{Act: "contact", Title: "登记联系", Article: "第十五条"})
	returns.Returning = desk.ReturnView{Until: "12月2日 周三 24:00", Left: "13小时20分"}
	merged := owed(puddle, desk.Panel{Act: "split", Title: "拆分", Article: "第十条（三）"}, desk.Panel{Act: "urge", Title: "催办", Article: "第二十一条"})
	merged.Status, merged.StatusName = order.Merged, mergedName
	letter := owed(puddle, desk.Panel{Act: "join", Title: "与在办工单并办", Article: "第十条（四）", Now: true}, desk.Panel{Act: "dispose", Title: "处置", Article: "第十条"})
	letter.Key, letter.Channel, letter.OuterNo, letter.OuterDue, letter.Proposal = true, "人民网网友留言", "20261201003", "12月15日 周二 24:00", order.Proposal{JoinNumber: "MC202612010007"}
	letters := []desk.LetterView{{ID: "13", Number: "MC202612010012", Status: mergedName, Channel: "人民网网友留言", Due: "12月15日 24:00", Ask: "网友另问何时修好，请一并答复。"}, {ID: "14", Number: "MC202612010015", Status: "待反馈", Channel: "市长热线电子督办单"}}
	flagged := owed(v, desk.Panel{Act: "key_on", Title: "设为重点交办件", Article: "第十条（四）"}, desk.Panel{Act: "urge", Title: "催办", Article: "第二十一条"})
	flagged.Key = false
	answered := owed(puddle, desk.Panel{Act: "feedback", Title: "反馈", Article: "第二十四条", Now: true})
	answered.Status, answered.StatusName = order.ToFeedback, order.ToFeedback.Name()
	again := owed(puddle, desk.Panel{Act: "dispose", Title: "处置", Article: "第十条", Now: true}, desk.Panel{Act: "link", Title: "关联以前的诉求", Article: "第十条（四）"}, desk.Panel{Act: "not_same", Title: "认定不是同一事项", Article: "第十条（四）"})
	repeats := []desk.Likely{{Order: "1", Number: "MC202609170023", Title: "路口下水道堵塞", Status: "已办结", Closed: "2026年9月28日", Score: 86, Why: []string{"同一电话", "同一地点", "同一分类"}, Appeals: 1},
		{Order: "2", Number: "MC202611240016", Title: "污水漫上路面", Status: "办理中", Score: 71, Why: []string{"同一电话", "同一地点"}, Open: true, Appeals: 1},
		{Order: "3", Number: "MC202610090011", Title: "北城社区路口积水", Status: "已办结", Closed: "2026年10月20日", Score: 43, Why: []string{"同一地点", "同一分类", "内容相似55%"}, Appeals: 1, Other: true},
		{Order: "4", Number: "MC202612010005", Title: "北城社区路口冒污水", Status: "办理中", Score: 46, Why: []string{"同一地点", "同一分类", "内容相似71%"}, Open: true, Appeals: 1, Other: true, Under: "MC202612010005"}}
	missing := k.wrong(k.filled("reason", "这段路尚未移交。"), "basis", "只有理由还不够，缺政策法规依据或归属单位：请写明依据的名称和条款，或者选出应由哪个单位办理。")
	objects := owed(k.atUnit(), desk.Panel{Act: "object_return", Title: "对退回审核提出异议", Article: "第二十一条（三）"})
	objects.Returning = desk.ReturnView{ObjectUntil: "12月3日 周四 24:00"}
	held := desk.Held{ID: "h1", Order: "5", Number: v.Number, Act: "dispatch", Due: k.now.Add(9 * time.Second), Left: 9 * time.Second, Mine: true}
	theirs := held
	theirs.Mine, theirs.By = false, "分办员02"
	late := held
	late.Refused, late.Why = true, "您提交以后、生效以前，这件工单已被他人办理：12月1日 09:41 话务员06 更正。"
	pictures := v
	pictures.Files = append(pictures.Files, desk.FileView{ID: "f3", Name: "反馈表.docx", Purpose: "handling", Size: "38 KB", MIME: "application/msword"})
	return []web.Sample{
		page(sender, "return-review", "审核退回申请", back, "", nil, nil).At(web.Phone, web.Laptop),
		page(head, "return-meeting", "会商指定", meet, "", nil, nil).At(web.Phone, web.Laptop),
		page(unit, "return-ask", "单位申请退回", returns, "ask_return", nil, nil).At(web.Phone, web.Laptop),
		page(unit, "return-missing", "申请退回缺依据", returns, "ask_return", missing, nil),
		page(unit, "return-object", "单位提出异议", objects, "object_return", nil, nil),
		with(sender, "order-held", "等待生效，可撤销", toSend, orderProps{held: &held}).At(web.Phone, web.Laptop, web.Desktop),
		with(reviewer, "order-held-other", "他人刚提交", toSend, orderProps{held: &theirs}),
		with(sender, "order-late-refusal", "生效时没有办成", toSend, orderProps{refused: []desk.Held{late}}),
		with(k.as("hotline/operator"), "order-likely", "可能是同一事项", again, orderProps{likely: repeats}).At(web.Phone, web.Laptop, web.Desktop),
		with(sender, "order-merged", "已并单", merged, orderProps{merge: desk.MergeView{Leader: "4", LeaderNumber: "MC202612010007"}}).At(web.Phone, web.Laptop, web.Desktop),
		with(sender, "order-joined", "并办的重点来件", owed(merged, desk.Panel{Act: "split", Title: "拆分", Article: "第十条（三）"}), orderProps{merge: desk.MergeView{Leader: "4", LeaderNumber: "MC202612010007", Letter: true}}).At(web.Phone, web.Laptop),
		page(sender, "order-join", "重点来件，与在办工单并办", letter, "join", nil, nil).At(web.Phone, web.Laptop),
		with(sender, "order-join-likely", "重点来件，相似的在办", letter, orderProps{likely: repeats}).At(web.Phone, web.Laptop),
		with(sender, "order-letters", "并办着重点来件", v, orderProps{merge: desk.MergeView{Letters: letters}}).At(web.Phone, web.Laptop, web.Desktop),
		with(unit, "order-letters-unit", "承办单位看并办的来件", k.atUnit(), orderProps{merge: desk.MergeView{Letters: []desk.LetterView{{Channel: letters[0].Channel, Due: letters[0].Due, Ask: letters[0].Ask}, {Channel: letters[1].Channel}}}}).At(web.Phone, web.Laptop),
		page(head, "order-key-on", "设为重点交办件", flagged, "key_on", nil, nil).At(web.Phone, web.Laptop),
		page(head, "order-key-error", "设为重点，没有理由", flagged, "key_on", k.wrong(k.filled("reason", ""), "reason", "没有填写设为或取消重点交办件的理由，请补充。"), nil),
		with(sender, "order-leading", "主办工单", v, orderProps{merge: desk.MergeView{Count: 2, Times: 5, Persons: 3, MayGather: true, Members: []desk.RoundView{{ID: "11", Number: "MC202612010008", Title: "北城社区停水", Status: mergedName}, {ID: "12", Number: "MC202612010009", Title: "停水", Status: "待反馈"}}}}).At(web.Phone, web.Laptop, web.Desktop),
		with(k.as("hotline/visitor"), "order-merged-answer", "并入的工单有了结果", answered, orderProps{merge: desk.MergeView{Leader: "4", LeaderNumber: "MC202612010007", Unit: "县水务公司", Answer: "经现场核查，碾盘社区菜场门口水管爆裂情况属实。我公司已于当日抢修完毕，18时恢复供水，今后停水将提前公告。感谢您的监督。"}}).At(web.Phone, web.Laptop),
		with(unit, "order-leading-unit", "承办单位看主办工单", k.atUnit(), orderProps{merge: desk.MergeView{Count: 2}}).At(web.Phone, web.Laptop),
		with(reviewer, "order-chart", "流程图", review, orderProps{flow: "chart", same: []desk.RoundView{{ID: "9", Number: "MC202608110007", Title: "路灯不亮", Status: "已办结", Closed: "8月14日"}}}).At(web.Phone, web.Laptop, web.Desktop),
		k.page(reviewer, "工单", "order-file", "附件", "GET /orders/{id}/files/{file}/view", web.Show("反馈表.docx", parts.PictureView(picture(pictures, 2))).As(parts.NarrowMenu)).At(web.Phone, web.Laptop),
		page(reviewer, "order", "审核", review, "", nil, nil).At(web.Phone, web.Laptop, web.Desktop),
		page(reviewer, "order-error", "有错", review, "", wrong, nil),
		page(unit, "order-unit", "单位办理，号码遮盖", reply, "", nil, nil).At(web.Phone, web.Laptop),
		page(unit, "order-extend", "申请延期", asks, "ask_extension", nil, nil).At(web.Phone, web.Laptop),
		page(unit, "order-extend-error", "申请延期，超过上限", asks, "ask_extension", k.wrong(k.filled("days", "6", "done", "已完成管道检测。", "reason", "管材没有到货。"), "days", "延长6个工作日后，办理总时长累计16个工作日；累计办理总时长不得超过15个工作日，请减少延期天数。"), nil),
		page(head, "order-extend-decide", "审批延期", waits, "", nil, nil).At(web.Phone, web.Laptop),
		page(head, "order-extend-consent", "延期须上级同意", barred, "", nil, nil),
		page(unit, "order-extend-waits", "延期待批", owed(waits, desk.Panel{Act: "progress", Title: "反馈进展", Article: "第十八条"}), "", nil, nil),
		page(unit, "order-contact", "单位登记联系", reply, "contact", nil, nil).At(web.Phone, web.Laptop),
		page(unit, "order-shown", "已显示号码", reply, "", nil, shown).At(web.Phone, web.Laptop),
		page(k.as(org.PostHotlineDeputy), "order-sign", "领导签批", signs, "", nil, nil).At(web.Phone, web.Laptop),
		page(head, "order-new", "刚登记，匿名", owed(bare, desk.Panel{Act: "dispose", Title: "处置", Article: "第十条", Now: true}), "", nil, nil),
		page(reviewer, "order-done", "已办结", done, "", nil, nil),
		page(reviewer, "order-long", "长文字", long, "", nil, nil).At(web.Phone, web.Laptop, web.Desktop),
		k.page(head, "工单", "order-seen", "有记录", "GET /orders/{id}/seen", web.Show("查看记录", seenView(v, []desk.Seen{{At: k.now, Who: "县城管局承办人员", Field: "phone", Reason: access.ToContact}}))),
		k.page(head, "工单", "order-seen-empty", "空", "GET /orders/{id}/seen", web.Show("查看记录", seenView(v, nil))),
	}
}

// full is something that the reader may see whole.
func full(field, text string) desk.Masked {
	return desk.Masked{Shown: text, Field: field, Sight: access.Full, Has: true}
}

// order is a third appeal on its way, as the hotline office sees it.
func (k showroom) order() desk.OrderView {
	hidden := func(field, text string) desk.Masked {
		return desk.Masked{Shown: text, Field: field, Sight: access.Reveal, Has: true, Reveal: true}
	}
	result := desk.ClockView{Kind: order.LimitResult, Name: "办结", Light: desk.Light{Colour: "g", Word: "剩5个工作日"}, Last: "12月8日 周二 24:00", Used: 5, Total: 10, Article: "第十八条",
		Why: "11月24日接到工单，次日起算10个工作日，12月8日 24:00前办结。期间没有放假和调休。"}
	v := desk.OrderView{
		ID: "5", Version: 12, Number: "MC202611240016", Title: "路口下水道反复堵塞，污水漫上路面", Status: order.InProgress, StatusName: order.InProgress.Name(),
		Type: "投诉", TypeCode: string(order.Complaint), Category: "城市管理 / 下水道积水", CategoryCode: "0201", Channel: "县长热线电话", ChannelCode: "D1", Place: "北城社区", Town: "漆园街道",
		Secrecy: "一般", Urgency: "平件", Unit: "县城管局", UnitID: "cgj", UnitPhone: "0558-9990-120", Deputy: "分管城建交通的副县长", TakenAt: "11月24日 08:52", RegisteredAt: "11月24日 08:55", ReceivedAt: "11月24日 15:32",
		NeedReply: true, Public: true, CallerKind: "个人",
		Words: full("words", "路口东南侧下水道堵了五六天，污水漫到非机动车道，早上送孩子差点滑倒。十月份反映过一次，疏通后没几天又堵了，希望查清楚为什么老堵。"), Ask: full("ask", "彻底疏通，查明反复堵塞的原因"),
		Name: full("name", "李女士"), Phone: hidden("phone", "138****5678"), Home: hidden("home", "漆园街道北城社区"), Address: full("address", "路口东南侧"),
		DispatchText: "路口东南侧下水道堵塞，污水漫到非机动车道；十月份疏通后又堵，诉求人要求查明反复堵塞的原因。", Requirements: "主要负责人直接办理，查明反复堵塞的原因，提出根治办法和完成时间。",
		Matter: "SX2026-000417", Appeals: 3, Assigns: 3, Urges: 1, Level: policy.ByGovHead, LevelWhy: "第3次诉求，县政府办负责人签批", PrincipalOwn: true, Lead: "县城管局主要负责人", Handler: "县城管局承办人员",
		Head: &result, Clocks: []desk.ClockView{result, {Kind: order.LimitContact, Name: "联系诉求人", Light: desk.Light{Colour: "g", Word: "按时"}, Done: true, DoneWords: "11月25日 09:40 已联系", Last: "11月25日 24:00", Article: "第十五条", Why: "签收后1个工作日内联系诉求人。"}},
		Chains: []desk.ChainView{{ID: "c0", Title: "转办签批", Article: "第十条（四）", Why: "三次诉求事项由县政府办负责人签批后转办。", Steps: []desk.StepView{{Chain: "c0", Label: "县政府办负责人", State: "done", At: "11月24日", Paper: true, By: "分办员02登记"}}},
			{ID: "c1", Title: "办理结果签批", Article: "第二十四条", Why: "三次以上交办工单的办理结果，报两位副县长签批，并经县长同意后反馈。", Steps: []desk.StepView{{Chain: "c1", Index: 0, Label: "分管城建交通的副县长", State: "now"}, {Chain: "c1", Index: 1, Label: "分管热线工作的副县长", State: "now"}, {Chain: "c1", Index: 2, Label: "县长", State: "todo"}}}},
		Rounds: []desk.RoundView{{ID: "1", Number: "MC202609170023", Status: "已办结", Closed: "9月28日", N: 1}, {ID: "2", Number: "MC202610120008", Status: "已办结", Closed: "10月20日", N: 2}, {ID: "5", Number: "MC202611240016", Status: "办理中", N: 3, Self: true}},
		Told:   []desk.ToldView{{What: "登记", State: "已发", At: "11月24日 08:56"}, {What: "转办", State: "没有发出", At: "11月24日 15:33", Fault: "短信网关没有收下（1102）", Bad: true}},
		Files:  []desk.FileView{{ID: "f3", Name: "物业通知.pdf", Purpose: "request", Size: "96 KB", Held: "正在查毒"}, {ID: "f1", Name: "路口积水.jpg", Purpose: "request", Size: "1.2 MB"}, {ID: "f2", Name: "办理结果反馈表（盖章）.pdf", Purpose: "seal", Size: "412 KB"}},
	}
	at := func(days, hour, minute int) time.Time {
		return k.now.Add(-time.Duration(days)*24*time.Hour + time.Duration(hour-9)*time.Hour + time.Duration(minute-42)*time.Minute)
	}
	v.Items = []desk.Item{
		{At: at(1, 17, 20), Verb: "催办", Text: "诉求人催办，第1次", Quote: "路面还是湿的，晚上看不清。", By: "话务员06", Mark: "sup"},
		{At: at(6, 9, 40), Verb: "联系", Text: "已联系诉求人，告知受理情况和联系方式（电话，11月25日 09:40）", By: "县城管局承办人员", Tag: "按时"},
		{At: at(7, 16, 2), Verb: "单位分办", Text: "县城管局主要负责人牵头，县城管局承办人员具办", Quote: "今天下午到现场，查清管线走向。", Words: true, By: "县城管局主要负责人"},
		{At: at(7, 15, 32), Verb: "签收", Text: "县城管局", By: "县城管局值守人员", Tag: "按时"},
		{At: at(7, 15, 25), Verb: "转办", Text: "→ 县城管局，12月8日 24:00前办结", Quote: "办理要求：查明反复堵塞的原因，提出根治办法和完成时间。", By: "分办员02"},
		{At: at(7, 15, 20), Verb: "批示", Text: "县政府办负责人同意（纸质签批，11月24日，分办员02登记，分办员01核对）", Quote: "请城管局牵头、住建局配合，查明反复堵塞原因，一次性解决到位。", Words: true, By: "县政府办负责人", Mark: "imp", Paper: true},
		{At: at(7, 8, 55), Verb: "登记", Text: "受理登记", By: "话务员06"},
	}
	return v
}

// atUnit is the same order as the unit sees it: who called is masked.
func (k showroom) atUnit() desk.OrderView {
	v := k.order()
	v.Name = desk.Masked{Shown: "李女士", Field: "name", Sight: access.Salutation, Has: true}
	v.Home = desk.Masked{Shown: "诉求人信息保密", Field: "home", Sight: access.Never, Has: true}
	return v
}

// reply is a unit's answer.
func (k showroom) reply() *desk.ReplyView {
	return &desk.ReplyView{Finding: "属实", Solved: "已解决", Investigation: "11月26日上午，我局市政股两名工作人员到路口查看，打开检查井，发现支管与主管接口错位，杂物在此聚积。",
		Measures: "11月28日更换错位管段3米，疏通上下游60米，注水试验通畅；列入每周巡查。", Basis: "《城镇排水与污水处理条例》", Opinion: "11月29日电话联系诉求人，表示认可。", Contact: "市政股", ContactPhone: "0558-9990-121",
		Public: "您反映的路口下水道堵塞问题属实。经查，支管与主管接口错位造成杂物聚积。我局已于11月28日更换错位管段并疏通上下游管道，今后每周巡查一次。感谢您的监督。", Warnings: []string{"公开答复里没有写明今后的联系电话。"}}
}

// longWords is a letter that does not end.
func longWords() string {
	out := ""
	for range 12 {
		out += "我们小区门口的这条路，从前年修地下管道以后就没有平整过，下雨天两边的水全往中间流，骑车的走路的都得绕到机动车道上去，老人孩子特别危险。\n"
	}
	return out
}
