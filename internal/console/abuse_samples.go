package console

import (
	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
	"time"
)

func (k showroom) abuseSamples() []web.Sample {
	const group = "恶意占用"
	desker, head, unit := k.as("hotline/dispatcher"), k.as(org.PostOfficeHead), k.as("cgj/handler")
	waits := desk.AbuseView{ID: "a1", Stage: office.AbuseWaits, Behaviour: office.Insulting, Unit: "县热线办", By: "分办员01", At: "11月26日 16:10", Masked: "139****0000", Calls: 9, First: "2026年11月2日", Last: "2026年11月25日",
		Facts: "三周内九次来电，不说诉求，对接听人员辱骂；两次回访核实，没有未办结的事项。", Orders: []desk.AbuseOrder{{ID: "o1", Number: "MC202611020004", Day: "2026年11月2日", Title: "咨询公交线路"}}, MayWarn: true, MayReveal: true,
		Warnings: []desk.AbuseLine{{At: "11月25日 21:40", By: "县热线办 话务员01", Words: "请文明用语；再辱骂工作人员，将依法移交公安机关。"}}}
	hints := waits
	hints.Stage, hints.Until, hints.MayHand, hints.Basics = office.AbuseHints, "2027年5月26日", true, office.AbuseBasis(office.Insulting)
	hints.Decided = &desk.AbuseLine{At: "11月27日 09:00", By: "县热线办负责人", Verb: "批准", Words: "同意，做好录音留存。"}
	lacks := hints
	lacks.Warnings, lacks.MayHand, lacks.LacksWarning = nil, false, true
	handed := hints
	handed.MayHand, handed.MayWarn, handed.MayReceive = false, false, true
	handed.Number, handed.To, handed.Basis, handed.HandedAt, handed.HandedBy = "蒙热移〔2026〕3号", "县公安局", hints.Basics, "11月27日 10:05", "分办员01"
	done := handed
	done.MayReceive, done.Outcome = false, "批评教育"
	done.Receipt, done.Result = &desk.AbuseLine{At: "2026年11月27日", Words: "治安大队签收。"}, &desk.AbuseLine{At: "2026年12月4日", Words: "已训诫，本人书面保证。"}
	done.Seen = []desk.Seen{{At: time.Date(2026, 11, 27, 2, 6, 0, 0, time.UTC), Who: "分办员01", Reason: access.ToOther}}
	expired := done
	expired.Stage, expired.Until = office.AbuseExpired, "2026年10月30日"
	decide := waits
	decide.MayDecide = true
	mine := waits
	mine.Masked, mine.MayReveal, mine.Unit = "", false, "县城市管理局"
	list := func(s session, name, state string, stage office.AbuseStage, whole bool, all ...desk.AbuseView) web.Sample {
		return k.page(s, group, name, state, "GET /abuse", web.Show("恶意占用", abusesView(abusesProps{page: desk.AbusePage{Items: all, Whole: whole}, stage: stage})).In("abuse"))
	}
	one := func(s session, name, state string, v desk.AbuseView, f abuseForms) web.Sample {
		p := abuseProps{f: f, key: web.NewKey(), bodies: []parts.Option{{Value: "gaj", Label: "县公安局"}}}
		return k.page(s, group, name, state, "GET /abuse/{id}", web.Show("恶意占用", abuseView(p.filled(v))).In("abuse"))
	}
	form := func(s session, name, state string, f *web.Form, office bool) web.Sample {
		return k.page(s, group, name, state, "GET /abuse/new", web.Show("提出恶意占用", newAbuseView(abuseForm{f, office})).In("abuse"))
	}
	return []web.Sample{
		list(desker, "abuses", "待审批", office.AbuseWaits, true, waits, decide).At(web.Laptop, web.Desktop),
		list(desker, "abuses-over", "已了结", "over", true, expired),
		list(unit, "abuses-unit", "单位的", office.AbuseWaits, false, mine).At(web.Phone, web.Laptop),
		list(desker, "abuses-empty", "空", office.AbuseWaits, true),
		one(head, "abuse-decide", "负责人审批", decide, abuseForms{}),
		one(desker, "abuse-hints", "可以移交", hints, abuseForms{}).At(web.Laptop, web.Desktop),
		one(desker, "abuse-lacks", "还没告诫", lacks, abuseForms{warn: k.wrong(k.filled("when", "2026-11-26T21:40"), "words", "没有填写告诫的话，请写清楚。")}),
		one(desker, "abuse-handed", "等回执", handed, abuseForms{}),
		one(head, "abuse-done", "有结果", done, abuseForms{}),
		one(unit, "abuse-unit", "单位看自己提的", mine, abuseForms{}).At(web.Phone, web.Laptop),
		form(desker, "abuse-new", "提出", k.filled("behaviour", "insulting", "calls", "9", "phone", "13966660000", "first", "2026-11-02", "last", "2026-11-25", "facts", waits.Facts), true).At(web.Laptop, web.Desktop),
		form(unit, "abuse-new-error", "没有写工单", k.wrong(k.filled("behaviour", "insulting", "calls", "9"), "orders", "没有填写工单编号，请至少写一件本单位办理的工单。"), false),
		web.Sample{Group: group, Name: "abuse-print", Title: "移交函", State: "打印页", Route: "GET /abuse/{id}/print", Page: web.Whole(abusePaperView(k.c.profile, done, "", "分办员01 11月27日 10:06 打印"))}.At(web.Laptop),
	}
}
