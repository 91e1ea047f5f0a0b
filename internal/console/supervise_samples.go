package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/web"
)

func (k showroom) superviseSamples() []web.Sample {
	const group = "督办"
	sup, unit, body := k.as("hotline/supervisor"), k.as("cgj/handler"), k.as(org.PostOf(org.EfficiencyOffice, org.JointBody))
	joint := []string{"县绩效评价中心", "县效能办"}
	base := desk.CaseView{ID: "o1.1", N: 1, Order: "o1", Number: "MC202611100009", Title: "早市散场后路面脏乱", Status: "办理中", Clause: "第二十一条（二）", Item: "逾期", Level: 1, LevelName: "一级", Means: "电话", Unit: "县城市管理局", UnitID: "cgj",
		Opened: "11月25日 00:00", Evidence: []desk.CaseLine{{At: "11月25日 00:00", Text: "办结期限11月24日已过，没有办结"}}, Step: "to_urge", StepName: "待催办", Inside: true, MayManage: true, MayIssue: true, ReplyDays: 2}
	call := desk.ActionView{At: "11月25日 09:20", By: "督办员01", Means: "电话", Person: "县城管局分管负责人", Content: "催问散场后清扫为什么还没有落实，什么时候报结果。", Response: "保洁员已固定，今天下午报结果。", Due: "11月26日", Result: "答应限期办理"}
	site := desk.ActionView{At: "11月29日 06:40", By: "督办员01", Means: "现场", Person: "县城管局市容大队负责人", Content: "查看早市散场后的清扫情况。", Response: "当场安排两名保洁员，9点半前扫完。", Result: "正在办理", Place: "北城社区早市", Participants: "县城管局、漆园街道、北城社区",
		Files: []desk.FileView{{ID: "f1", Name: "早市现场.jpg", MIME: "application/pdf", Size: "412 KB"}}}
	issue := base
	issue.Level, issue.LevelName, issue.Step, issue.StepName, issue.Actions = 2, "二级", "to_issue", "待出督办单", []desk.ActionView{call}
	issue.Evidence = append(issue.Evidence[:1:1], desk.CaseLine{At: "11月28日 00:00", Text: "逾期已满3个工作日"})
	issue.Raised = []desk.CaseLine{{At: "11月28日 00:00", Text: "升为二级"}}
	sheet := desk.SheetView{N: 1, Number: "蒙热督〔2026〕31号", At: "11月28日 09:10", By: "督办员", Unit: "县城市管理局", Level: "二级", Joint: joint, Demand: "两个工作日内固定清扫时间和责任人，报送连续三天散场后的照片。", Due: "12月2日 周三 24:00", Light: desk.Light{Colour: "y", Word: "剩1个工作日"}, State: oversight.Waiting,
		StateName: "待反馈", Waits: true}
	waiting := issue
	waiting.Step, waiting.StepName, waiting.Sheets, waiting.Joint, waiting.Light, waiting.Due, waiting.MayIssue = "waiting", "待单位反馈", []desk.SheetView{sheet}, joint, sheet.Light, sheet.Due, false
	waiting.Actions = []desk.ActionView{call, site}
	done := sheet
	done.State, done.StateName, done.Waits, done.Reply, done.ReplyBy, done.ReplyAt, done.Late, done.Days = oversight.Answered, "已反馈，待认定", false, "早市每天9点散场，9点半前由两名保洁员清扫冲洗，责任人为市容大队二中队。连续三天照片附后。", "县城市管理局具办人员", "12月3日 10:15", true, 3
	done.Files = []desk.FileView{{ID: "f2", Name: "督办反馈盖章件.pdf", MIME: "application/pdf", Size: "1.2 MB"}}
	judged := waiting
	judged.Step, judged.StepName, judged.Sheets, judged.Light, judged.Due = "to_judge", "待认定", []desk.SheetView{done}, desk.Light{}, ""
	first := done
	first.State, first.StateName, first.Verdict, first.VerdictBy, first.VerdictAt = oversight.Unsolved, "认定未落实", "12月4日现场看，散场一小时后仍有垃圾，没有落实。", "督办员01", "12月4日 10:40"
	second := sheet
	second.N, second.Number, second.At, second.State, second.StateName, second.Waits, second.Reply, second.ReplyBy, second.ReplyAt, second.Days = 2, "蒙热督〔2026〕35号", "12月4日 11:00", oversight.Accepted, "认定已落实", false, "增加一辆冲洗车，9点20分前清扫完毕。", "县城市管理局主要负责人", "12月7日 16:20", 1
	second.Verdict, second.VerdictBy, second.VerdictAt = "连续三天抽查，已落实。", "督办员01", "12月10日 09:00"
	closed := judged
	closed.Level, closed.LevelName, closed.Step, closed.StepName, closed.MayManage, closed.MayIssue, closed.Sheets, closed.Unsolved = 3, "三级", "closed", "已销号", false, false, []desk.SheetView{first, second}, 1
	closed.Closed, closed.Outcome = &desk.CaseLine{At: "12月10日 09:05", By: "督办员01", Text: "已解决", Words: "清扫时间、责任人已固定，诉求人认可。"}, "已解决"
	lead := judged
	lead.Unsolved, lead.Lead, lead.Step, lead.StepName, lead.MayIssue = 2, true, "to_issue", "待出督办单", true
	lead.Sheets = []desk.SheetView{first, first}
	mine := waiting
	mine.Inside, mine.MayManage, mine.MayReply, mine.Actions, mine.Joint = false, false, true, nil, joint
	key := base
	key.ID, key.Number, key.Title, key.Clause, key.Item, key.Level, key.LevelName, key.Means, key.Step, key.StepName, key.Unit = "o2.1", "MC202611200031", "省长留言：小学大班额问题", "第二十一条（一）", "重点和领导批示", 0, "跟踪", "网络", "following", "跟踪中", "县教育局"
	media := issue
	media.ID, media.Number, media.Title, media.Clause, media.Item, media.Means, media.Unit = "o3.1", "MC202611230002", "网友视频反映校门前道路坑洼", "第二十一条（七）", "媒体曝光", "现场", "县交通运输局"
	steps := map[string]int{"to_urge": 1, "to_issue": 2, "waiting": 1, "to_judge": 1, "following": 1}
	list := func(s session, name, state string, p casesProps) web.Sample {
		p.f, p.units = web.NewForm(), caseUnits(s)
		if p.ask.Level == 0 {
			p.ask.Level = -1
		}
		return k.page(s, group, name, state, "GET /supervise", web.Show("督办台账", casesView(p.filled())).In("supervise"))
	}
	one := func(s session, name, state string, p caseProps, v desk.CaseView) web.Sample {
		return k.page(s, group, name, state, "GET /supervise/{id}", web.Show("督办 "+v.Number, caseView(p.filled(v, k.now))).In("supervise"))
	}
	hand := func(name, state string, f *web.Form) web.Sample {
		return k.page(sup, group, name, state, "GET /orders/{id}/supervise", web.Show("列入督办", listCaseView(listCaseProps{desk.OrderView{ID: "o3", Number: "MC202611230002", Title: "校门前道路坑洼"}, f})).In("supervise"))
	}
	typed := func() *web.Form {
		return k.filled("item", "7", "level", "2", "reason", "县报12月1日二版刊登读者来信，反映校门前道路坑洼半年无人修。")
	}
	all := desk.CasePage{Items: []desk.CaseView{media, judged, waiting, issue, base, key}, Steps: steps, Units: true}
	return []web.Sample{
		list(sup, "supervise", "台账", casesProps{page: all}).At(web.Phone, web.Laptop, web.Desktop),
		list(sup, "supervise-closed", "已销号", casesProps{page: desk.CasePage{Items: []desk.CaseView{closed}, Steps: steps, Units: true}, ask: desk.CaseFilter{Closed: true}}),
		list(sup, "supervise-empty", "空", casesProps{page: desk.CasePage{Units: true}}),
		list(body, "supervise-joint", "联合督办单位", casesProps{page: desk.CasePage{Items: []desk.CaseView{waiting}, Steps: map[string]int{"waiting": 1}, Units: true}}),
		list(unit, "supervise-unit", "单位的", casesProps{page: desk.CasePage{Items: []desk.CaseView{mine}}, unit: true}).At(web.Phone, web.Laptop),
		one(sup, "supervise-urge", "待催办", caseProps{}, base).At(web.Laptop, web.Desktop),
		one(sup, "supervise-act-error", "没有写对方答复", caseProps{act: k.wrong(k.filled("means", "phone", "on", "2026-12-01T09:40", "person", "县城管局分管负责人", "content", "催问。", "result", "promised"), "response", "没有填写对方答复，请写清楚。")}, base),
		one(sup, "supervise-issue", "待出督办单", caseProps{}, issue).At(web.Laptop, web.Desktop),
		one(sup, "supervise-waiting", "待单位反馈", caseProps{}, waiting),
		one(sup, "supervise-judge", "待认定，逾期反馈", caseProps{}, judged).At(web.Laptop, web.Desktop),
		one(sup, "supervise-lead", "两次未落实", caseProps{}, lead),
		one(sup, "supervise-done", "已销号", caseProps{}, closed).At(web.Laptop),
		one(body, "supervise-body", "联合督办单位看", caseProps{}, func() desk.CaseView { v := closed; v.Order = ""; return v }()),
		one(unit, "supervise-reply", "单位反馈", caseProps{}, mine).At(web.Phone, web.Laptop),
		one(unit, "supervise-reply-error", "没有盖章件", caseProps{reply: k.wrong(k.filled("words", done.Reply), "files", "督办反馈要主要负责人签字、单位盖章：请上传盖章件，或由主要负责人登录反馈。")}, mine).At(web.Phone),
		hand("supervise-list", "列入", typed()),
		hand("supervise-list-error", "级别不够", k.wrong(typed(), "level", "没有选择督办级别；媒体曝光的事项至少二级。")),
		web.Sample{Group: group, Name: "supervise-print", Title: "督办单", State: "打印页", Route: "GET /supervise/{id}/print", Page: web.Whole(casePaper(k.c.profile, closed, "督办员01 12月10日 09:10 打印"))}.At(web.Laptop),
	}
}
