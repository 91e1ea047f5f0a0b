package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

func (k showroom) answeringSamples() []web.Sample {
	const group = "接听日"
	desker, unit, leader := k.as("hotline/dispatcher"), k.as("cgj/handler"), k.as(org.PostMagistrate)
	day := func(id, date, name, who string, kind office.SessionKind, state office.SessionState) desk.SessionView {
		return desk.SessionView{ID: id, Date: date, Day: name, Time: "8:30—11:30", Kind: kind.Name(), Who: who, Place: "县长热线受理中心", Contact: "县热线办 0558-9990100", State: state, By: "分办员01", At: "11月16日 09:12", MayManage: true,
			Plan: office.SessionPlan{Day: date, From: "08:30", Until: "11:30", Kind: kind, Place: "县长热线受理中心", Contact: "县热线办 0558-9990100"}}
	}
	held := day("s1", "2026-11-19", "11月19日 周四", "县教育局", office.ByDepartment, office.SessionHeld)
	held.Count, held.Noticed, held.NoticedAt, held.Topic = 3, "县政府网站、微信公众号", "11月16日 09:30", "学前教育、校车"
	held.Minutes, held.MinutedBy, held.MinutedAt, held.MayMinute = "接听3个来电：2件由教育局自行领办，1件转县住建局。", "分办员01", "11月19日 11:50", true
	held.Plan.Unit = "jyj"
	today := day("s2", "2026-11-27", "11月27日 周五", "县长", office.ByMagistrate, office.SessionToday)
	today.Plan.Post, today.Count, today.Noticed, today.NoticedAt, today.MayRegister, today.MayMinute = org.PostMagistrate, 2, "县政府网站、微信公众号", "11月23日 09:05", true, true
	today.Calls = []desk.SessionCall{
		{N: 1, ID: "o1", Number: "MC202611270003", At: "08:42", Title: "城南片区三天没有供水", Status: "待转办", Unit: "县水利局", Way: "当场分办", Words: "水利局今天派人到现场，晚上八点前恢复供水，处理结果报我。"},
		{N: 2, ID: "o2", Number: "MC202611270005", At: "09:10", Title: "校门口早高峰车辆拥堵", Status: "待处置", Way: "待处置"}}
	unsaid := day("s3", "2026-11-12", "11月12日 周四", "县人力资源和社会保障局", office.ByDepartment, office.SessionUnsaid)
	unsaid.Count, unsaid.MayMinute = 1, true
	ahead := day("s4", "2026-12-03", "12月3日 周四", "县城市管理局", office.ByDepartment, office.SessionAhead)
	ahead.Topic, ahead.Plan.Unit = "冬季扫雪、市容", "cgj"
	gone := day("s5", "2026-12-10", "12月10日 周四", "分管城建副县长", office.ByLeader, office.SessionDropped)
	gone.Cancelled, gone.CancelledAt = "当天参加市里会议，另行安排", "11月26日 16:20"
	page := desk.AnsweringPage{From: "2026-11-16", Prev: "2026-10-05", Next: "2026-12-28", Unsaid: 1, MayManage: true, Weeks: []desk.SessionWeek{
		{Monday: "2026-11-16", Name: "11月16日—11月22日", Sessions: []desk.SessionView{held}}, {Monday: "2026-11-23", Name: "11月23日—11月29日", Sessions: []desk.SessionView{today}, This: true},
		{Monday: "2026-11-30", Name: "11月30日—12月6日", Sessions: []desk.SessionView{ahead}}, {Monday: "2026-12-07", Name: "12月7日—12月13日", Sessions: []desk.SessionView{gone}, Lacks: true},
		{Monday: "2026-12-14", Name: "12月14日—12月20日", Lacks: true}, {Monday: "2026-12-21", Name: "12月21日—12月27日", Lacks: true}}}
	plain := page
	plain.MayManage, plain.Unsaid = false, 0
	schedule := func(s session, name, state string, p answeringProps) web.Sample {
		return k.page(s, group, name, state, "GET /answering", web.Show("接听日", answeringView(p)).In("answering"))
	}
	one := func(s session, name, state string, p dayProps, v desk.SessionView) web.Sample {
		return k.page(s, group, name, state, "GET /answering/{id}", web.Show("接听日", dayView(p.filled(v))).In("answering"))
	}
	form := func(pattern, name, state, id string, f *web.Form) web.Sample {
		p := k.c.sessionFormOf(desker, f)
		if id != "" {
			p.id, p.title = id, "12月3日 县城市管理局"
		}
		return k.page(desker, group, name, state, pattern, web.Show("安排接听日", sessionFormView(p)).In("answering"))
	}
	typed := func() *web.Form {
		return k.filled("day", "2026-12-17", "from", "08:30", "until", "11:30", "kind", "department", "unit", "cgj", "place", "县长热线受理中心", "contact", "县热线办 0558-9990100", "topic", "市容环境")
	}
	list := func() *web.Form {
		return k.filled("first", "2026-12-14", "last", "2026-12-31", "weekday", "4", "from", "08:30", "until", "11:30", "place", "县长热线受理中心", "contact", "县热线办 0558-9990100", "turns", "县长\n县城市管理局\n县教育局")
	}
	seen := today
	seen.MayManage, seen.MayMinute, seen.MayRegister = false, false, false
	mine := held
	mine.MayManage, mine.MayMinute, mine.Calls = false, false, nil
	preview := previewProps{f: k.filled("where", "县政府网站、微信公众号"), week: "11月30日起的一周", monday: "2026-11-30", prev: "2026-11-23", next: "2026-12-07", may: true, sessions: []desk.SessionView{ahead},
		text: "县长热线接听日预告\n12月3日 周四 8:30—11:30，县城市管理局在县长热线受理中心接听群众来电，主题：冬季扫雪、市容。联系：县热线办 0558-9990100。\n欢迎拨打7812345，反映问题，提出意见建议。"}
	nothing := preview
	nothing.text, nothing.sessions, nothing.week = "", nil, "12月14日起的一周"
	return []web.Sample{
		schedule(desker, "answering", "安排", answeringProps{page: page, days: []desk.SessionView{today}, may: true}).At(web.Laptop, web.Desktop, web.Phone),
		schedule(unit, "answering-unit", "单位看", answeringProps{page: plain}).At(web.Laptop),
		one(desker, "answering-day", "今天接听", dayProps{}, today).At(web.Laptop, web.Phone),
		one(leader, "answering-day-leader", "领导看登记表", dayProps{}, seen).At(web.Phone),
		one(desker, "answering-day-held", "已开展", dayProps{}, held),
		one(desker, "answering-day-unsaid", "待写纪要", dayProps{}, unsaid),
		one(desker, "answering-day-gone", "已取消", dayProps{}, gone),
		one(unit, "answering-day-unit", "别的单位看", dayProps{}, mine),
		one(desker, "answering-day-ahead", "没有写取消的原因", dayProps{cancel: k.wrong(web.NewForm(), "reason", "没有填写取消的原因，取消接听日必须说明原因。")}, ahead),
		form("GET /answering/new", "answering-new", "安排", "", typed()).At(web.Laptop),
		form("GET /answering/new", "answering-new-error", "没有选部门", "", k.wrong(typed(), "unit", "县直部门接听的，请从列表中选一个部门。")),
		form("GET /answering/{id}/edit", "answering-edit", "改安排", "s4", typed()),
		k.page(desker, group, "answering-rota", "填名单", "GET /answering/rota", web.Show("生成轮流表", rotaView(rotaProps{f: list(), names: turnNames(desker)})).In("answering")).At(web.Laptop),
		k.page(desker, group, "answering-rota-look", "先看一看", "GET /answering/rota", web.Show("生成轮流表", rotaView(rotaProps{f: list(), names: turnNames(desker), plans: []rotaLine{{"12月17日 周四", "县长"}, {"12月24日 周四", "县城市管理局"}, {"12月31日 周四", "县教育局"}}})).In("answering")).At(web.Laptop),
		k.page(desker, group, "answering-preview", "预告", "GET /answering/preview", web.Show("接听日预告", previewView(preview)).In("answering")).At(web.Laptop),
		k.page(desker, group, "answering-preview-none", "没有接听日", "GET /answering/preview", web.Show("接听日预告", previewView(nothing)).In("answering")),
		{Group: group, Name: "answering-print", Title: "接听日安排表", State: "打印", Route: "GET /answering/print", Page: web.Whole(answeringPaper(k.c.profile, page, "打印人 分办员01　2026年11月27日 09:30"))},
		{Group: group, Name: "answering-day-print", Title: "接听记录", State: "打印", Route: "GET /answering/{id}/print", Page: web.Whole(dayPaper(k.c.profile, today, "打印人 分办员01　2026年11月27日 11:30"))},
	}
}
