package console

import (
	"huiyin/internal/bulletin"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

// bulletinSample is a week's draft of the sample county.
func (k showroom) bulletinSample(stage bulletin.Stage, duty string) desk.BulletinView {
	s, today := k.sampleFigures(), calendar.DateOf(k.now)
	p := bulletin.PeriodOf(bulletin.Week, today.AddDays(-7))
	from, to := today.AddDays(-7).Monday(), today.AddDays(-7).Monday().AddDays(6)
	d := bulletin.Compile(bulletin.Input{Period: p, Pos: 4711, Now: s.sums(from, to, 10), Before: s.sums(from.AddDays(-7), to.AddDays(-7), 9), Ever: s.due(false), After: s.due(true), Units: s.units, Channels: s.chans, Types: s.types, Categories: s.cats,
		Key: []bulletin.KeyOrder{{ID: "o1", Number: "MC202611240016", Channel: "市长热线电子督办单", Title: "蒙坛路口下水道反复堵塞", Unit: "县城市管理局", Due: "12月8日", Progress: "办理中", Means: "二级督办"},
			{ID: "o2", Number: "MC202611190004", Channel: "县长热线电话7812345", Title: "乡镇公交末班车过早", Unit: "县交通运输局", Due: "12月2日", Progress: "待审核", Means: "跟踪"}}})
	v := desk.BulletinView{ID: p.ID(), Version: 3, Stage: stage, Draft: d, Text: bulletin.Evolve(bulletin.Bulletin{}, bulletin.CompiledEvent{Draft: d}).Text, Made: "11月30日 06:00", MadeBy: "系统按时编成", Cut: "11月29日 周日 24:00", Duty: duty, Signer: "县热线办负责人"}
	v.Text.Sections[7].Sentences = []string{"各承办单位应当在1个工作日内与诉求人取得联系；逾期未办结的，请于本周内办结并报告原因。"}
	if stage != bulletin.Editing {
		v.Sent = "督办员01　11月30日 08:40"
	}
	if stage == bulletin.Signing || stage == bulletin.Signed || stage == bulletin.Published {
		v.Looked = "审核员01　11月30日 09:05"
	}
	if stage == bulletin.Signed || stage == bulletin.Published {
		v.Signed, v.SignedTitle = "热线办负责人　11月30日 09:30", "县热线办负责人"
	}
	if stage == bulletin.Published {
		v.Number, v.Issued, v.IssuedDay = "2026年第48期", "督办员01　11月30日 09:40", "2026年11月30日"
	}
	return v
}

func (k showroom) bulletinSamples() []web.Sample {
	const group = "简报通报"
	sup, rev, head, unit := k.as("hotline/supervisor"), k.as("hotline/reviewer"), k.as("hotline/office_head"), k.as("cgj/handler")
	names := k.c.bulletinNames()
	list := func(s session, name, state string, p bulletinsProps) web.Sample {
		return k.page(s, group, name, state, "GET /bulletins", web.Show("简报通报", bulletinsView(p.filled(calendar.DateOf(k.now)))).In("bulletins"))
	}
	one := func(s session, name, state string, p bulletinProps) web.Sample {
		p.names, p.figure = names, s.actor.Post.ID != unit.actor.Post.ID
		return k.page(s, group, name, state, "GET /bulletins/{id}", bulletinPage(p.filled()))
	}
	line := func(from string, stage bulletin.Stage, number, issued string) desk.BulletinLine {
		d, _ := calendar.ParseDate(from)
		p := bulletin.PeriodOf(bulletin.Week, d)
		return desk.BulletinLine{ID: p.ID(), Title: bulletin.Title(p), Kind: p.Kind.Name(), Days: p.Range(), Number: number, Issued: issued, Stage: stage, Period: p}
	}
	work := desk.BulletinPage{Items: []desk.BulletinLine{line("2026-11-23", bulletin.Editing, "", "")}, Edits: true, Work: 1}
	out := desk.BulletinPage{Items: []desk.BulletinLine{line("2026-11-16", bulletin.Published, "2026年第47期", "11月23日 周一"), line("2026-11-09", bulletin.Published, "2026年第46期", "11月16日 周一")}}
	edit := bulletinProps{v: k.bulletinSample(bulletin.Editing, "edit")}
	back := edit
	back.v.Back, back.v.BackBy = "“存在问题”里请写明岳坊镇逾期的原因。", "审核员01　11月30日 09:00"
	wrong := bulletinProps{v: edit.v}
	wrong = wrong.filled()
	wrong.f.Set("cases.0", "群众满意率【满意度】。")
	wrong.f.Fail("", "“典型案例”里的【满意度】不是这一期的数字，请从数字表里选，或去掉【】。")
	noReason := bulletinProps{v: k.bulletinSample(bulletin.Reviewing, "review"), act: k.wrong(k.filled("reason", ""), "reason", "没有填写退回的理由，请说明哪里要改。")}
	sign := bulletinProps{v: k.bulletinSample(bulletin.Signing, "sign"), pin: pinAsk{PINState: desk.PINState{Set: true}}}
	badPIN := sign
	badPIN.act = k.wrong(k.filled(), "pin", "签名密码不对，还可以试4次。")
	return []web.Sample{
		list(sup, "bulletins", "在编", bulletinsProps{page: work}).At(web.Laptop, web.Phone),
		list(sup, "bulletins-empty", "没有在编的", bulletinsProps{page: desk.BulletinPage{Edits: true}}),
		list(sup, "bulletins-error", "编一份有错", bulletinsProps{page: work, f: k.wrong(k.filled("kind", "quarter", "from", "2026-11-30", "to", ""), "to", "这一期到12月31日 周四为止，还没有过完，请过完再编。")}),
		list(unit, "bulletins-out", "单位看已印发的", bulletinsProps{page: out, out: true}).At(web.Laptop, web.Phone),
		one(sup, "bulletin-edit", "编辑中", edit).At(web.Laptop, web.Desktop, web.Phone),
		one(sup, "bulletin-back", "退回修改", back),
		one(sup, "bulletin-error", "引用了没有的数字", wrong),
		one(rev, "bulletin-review", "待审核", bulletinProps{v: k.bulletinSample(bulletin.Reviewing, "review")}).At(web.Laptop, web.Desktop),
		one(rev, "bulletin-review-error", "退回没有理由", noReason),
		one(head, "bulletin-sign", "待签发", sign).At(web.Laptop, web.Phone),
		one(head, "bulletin-sign-error", "签名密码不对", badPIN),
		one(sup, "bulletin-publish", "待印发", bulletinProps{v: k.bulletinSample(bulletin.Signed, "publish")}),
		one(unit, "bulletin-read", "单位看已印发的", bulletinProps{v: k.bulletinSample(bulletin.Published, "")}).At(web.Laptop, web.Phone),
	}
}
