package portal

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// Samples is the gallery of the citizens' pages: every page in every state, values only (adr/0014).
func Samples(p Profile) []web.Sample {
	k := gallery{p: p}
	return slices.Concat(k.front(), k.letters(), k.receipts(), k.roads(), k.words())
}

type gallery struct{ p Profile }

// page is a sample in the citizens' shell, at the width of an old telephone's and of a screen.
func (k gallery) page(name, title, state, route string, page web.Page) web.Sample {
	door := &Portal{profile: k.p}
	return web.Sample{Group: "群众页", Name: "portal-" + name, Title: title, State: state, Route: route, Page: page, Widths: []int{web.Phone, web.Laptop},
		Frame: func(h web.Head, body templ.Component) templ.Component {
			return web.Within(parts.PublicShell(door.layout(view{here: "/"}, h)), body)
		}}
}

func (k gallery) answersHere() []desk.PublicAnswer {
	return []desk.PublicAnswer{
		{ID: "1", Title: "城乡居民医保什么时候缴费？", Answer: "每年9月至12月集中缴费。可以在村、社区办理，也可以在手机上交。新生儿出生90天内随时可以办。", Unit: "县医保局", Phone: "0558-7000301", Day: "11月3日 周二", ValidTo: "2026年12月31日"},
		{ID: "2", Title: "宅基地确权证书丢了怎么补办？", Answer: "带身份证到所在乡镇自然资源所登记，公告15天后补发，不收费。", Unit: "县自然资源和规划局", Phone: "0558-7000302", Day: "10月20日 周二", ValidTo: "2027年6月30日"},
		{ID: "3", Title: "家里水压不足找谁报修？", Answer: "打县自来水公司报修电话，24小时有人接。", Unit: "县自来水公司", Phone: "0558-7000303", Day: "10月9日 周五", ValidTo: "2027年3月31日"},
	}
}

func (k gallery) front() []web.Sample {
	open := k.open()
	h := homeProps{p: k.p, hot: k.answersHere(), last: &open[0]}
	begun := h
	begun.letter = "/write/0/say"
	all := web.NewForm()
	sought := web.NewForm("q", "医保")
	return []web.Sample{
		k.page("home", "首页", "正常", "GET /{$}", web.Show("首页", homeView(h))),
		k.page("home-begun", "首页", "有没写完的信", "GET /{$}", web.Show("首页", homeView(begun))),
		k.page("home-empty", "首页", "还没有公开的答复", "GET /{$}", web.Show("首页", homeView(homeProps{p: k.p}))),
		k.page("answers", "公开答复", "全部", "GET /answers", web.Show("公开答复", answersView(view{}, k.p, all, "", k.answersHere()))),
		k.page("answers-none", "公开答复", "没有找到", "GET /answers", web.Show("公开答复", answersView(view{}, k.p, sought, "医保", nil))),
		k.page("answer", "一条答复", "正常", "GET /answers/{id}", web.Show("城乡居民医保什么时候缴费？", answerView(view{}, k.p, k.answersHere()[0]))),
		k.page("open", "办得怎么样", "正常", "GET /open", web.Show("办得怎么样", openView(view{}, k.p, open))),
		k.page("open-empty", "办得怎么样", "还没有公开", "GET /open", web.Show("办得怎么样", openView(view{}, k.p, nil))),
		k.page("privacy", "隐私告知", "正常", "GET /privacy", web.Show("隐私告知与您的权利", privacyView(view{}, k.p, "2026-11-27"))),
		k.page("privacy-version", "隐私告知", "以前的一版", "GET /privacy/{version}", web.Show("隐私告知与您的权利", privacyView(view{}, k.p, "2026-11-27"))),
		k.page("lost", "没有这一页", "出错", "", web.TroublePage(k.trouble(), "", "R-1201-0942-7F3AC2")),
	}
}

func (k gallery) open() []desk.OpenPeriod {
	week := func(days, n, rate, good string) desk.OpenPeriod {
		return desk.OpenPeriod{Days: days, Issued: "11月30日 周一", Week: true, Figures: []desk.OpenFigure{{Name: "受理量", Text: n, Of: "本期登记的诉求，每件一次"}, {Name: "按期办结率", Text: rate, Of: "按期办结的"},
			{Name: "平均办理时长", Text: "4.3个工作日", Of: "送达到审核通过的答复提交"}, {Name: "满意率", Text: good, Of: "满意和基本满意的"}, {Name: "解决率", Text: "样本不足", Of: "反映人认为已解决的"}}}
	}
	return []desk.OpenPeriod{week("11月23日至29日", "612", "97.9%", "95.2%"), week("11月16日至22日", "588", "96.4%", "94.8%")}
}

func (k gallery) trouble() web.Answer {
	a, _ := (&Portal{profile: k.p}).explain(desk.ErrNotFound)
	return a
}

// begun is a letter as far as it is written on the page to check.
func (k gallery) begun() page {
	return page{p: k.p, token: "0", f: web.NewForm(), l: desk.Letter{Type: order.Complaint, Words: "家里水压很小，三楼以上早晚放不出水，已经有一周了。希望尽快恢复正常供水。", Place: "庄周街道某小区北门", Secrecy: order.Ordinary,
		Phone: "138 0000 1234", Name: "王女士", Files: []desk.LetterFile{{ID: "1", MIME: "image/png", Name: "水表.png", Size: 20480}, {ID: "2", MIME: "application/pdf", Name: "物业通知.pdf", Size: 81920}}}}
}

func (k gallery) towns() []parts.Option {
	return parts.Options("341622001", "漆园街道", "341622002", "庄周街道", "341622101", "双涧镇")
}

func (k gallery) filled(g page, pairs ...string) page {
	g.f = web.NewForm(pairs...)
	return g
}

func (k gallery) wrong(g page, field, what string) page {
	g.f.Fail(field, what)
	return g
}

func (k gallery) riddled(g page) page {
	g.riddle = "0123456789abcdef0123456789abcdef"
	return g
}

func (k gallery) letters() []web.Sample {
	g := k.begun()
	first := page{p: k.p, f: web.NewForm()}
	chosen := k.filled(g, "kind", "complaint")
	say := k.filled(g, "words", g.l.Words, "place", "", "town", "")
	delicate := k.begun()
	delicate.l.Type, delicate.l.Party, delicate.l.Secrecy = order.Report, "某村村干部", order.Secret
	delicate.l.Words = "村干部收了各家的钱，账目一直不公开。"
	home := k.begun()
	home.l.Home, home.l.Type, home.l.Secrecy = true, order.Help, order.Secret
	anonymous := k.begun()
	anonymous.l.Secrecy, anonymous.l.Phone, anonymous.l.Name, anonymous.l.Files = order.Anonymous, "", "", nil
	picks := []desk.Pick{{Code: "1502", Label: "公用事业 / 供水"}, {Code: "0101", Label: "住房和城乡建设 / 物业服务"}, {Code: "0107", Label: "住房和城乡建设 / 老旧小区改造"}}
	who := k.filled(g, "secrecy", "ordinary", "phone", "138 0000 1234", "name", "王女士")
	show := func(title string, body templ.Component, g page) web.Page {
		p := web.Show(title, body)
		if g.l.Delicate() {
			p = p.In(leaving)
		}
		return p
	}
	photoless := g
	photoless.l.Files = nil
	unfinished := k.wrong(k.filled(anonymous), "", "请写下发生了什么事（在“事情和地点”里改）")
	return []web.Sample{
		k.page("write", "写信：类型", "第一页", "GET /write", show("我要写信", whatView(first), first)),
		k.page("write-what", "写信：类型", "改类型", "GET /write/{draft}/what", show("您想做什么", whatView(chosen), g)),
		k.page("write-what-error", "写信：类型", "没有选", "GET /write", show("我要写信", whatView(k.wrong(page{p: k.p, f: web.NewForm()}, "kind", "请选一项")), first).Again()),
		k.page("write-safe", "写信：安全提示", "家里有人打我", "GET /write/{draft}/safe", show("先看安全提示", safeView(home), home)),
		k.page("write-say", "写信：事情和地点", "正常", "GET /write/{draft}/say", show("发生了什么事", sayView(k.filled(g, "words", g.l.Words, "place", g.l.Place, "town", "341622002"), k.towns()), g)),
		k.page("write-say-error", "写信：事情和地点", "缺地点", "GET /write/{draft}/say", show("发生了什么事", sayView(k.wrong(say, "place", "请写明地点，例如“庄周街道某小区北门”"), k.towns()), g).Again()),
		k.page("write-party", "写信：反映的人", "举报", "GET /write/{draft}/party", show("您反映的是谁", partyView(k.filled(delicate, "party", delicate.l.Party), k.towns()), delicate)),
		k.page("write-answers", "写信：先看答复", "有答复", "GET /write/{draft}/answers", show("先看看是不是这样", lookView(k.filled(g), k.answersHere(), picks), g)),
		k.page("write-answers-kind", "写信：先看答复", "只问哪一类", "GET /write/{draft}/answers", show("先看看是不是这样", lookView(k.filled(g), nil, picks), g)),
		k.page("write-photo", "写信：照片", "有两个", "GET /write/{draft}/photo", show("有照片吗", photoView(g), g)),
		k.page("write-photo-none", "写信：照片", "没有", "GET /write/{draft}/photo", show("有照片吗", photoView(photoless), g)),
		k.page("write-who", "写信：保密和电话", "一般", "GET /write/{draft}/who", show("您愿意让承办单位知道您是谁吗", whoView(who), g)),
		k.page("write-who-error", "写信：保密和电话", "电话少一位", "GET /write/{draft}/who", show("您愿意让承办单位知道您是谁吗", whoView(k.wrong(k.filled(delicate, "secrecy", "secret", "phone", "138000012"), "phone", "手机号应为11位，现在9位，请补全")), delicate).Again()),
		k.page("write-check", "写信：核对", "正常", "GET /write/{draft}/check", show("请核对，再寄出", checkView(k.filled(g), "庄周街道", ""), g)),
		k.page("write-check-busy", "写信：核对", "寄信的太多，要等一分钟", "GET /write/{draft}/check", show("请核对，再寄出", checkView(k.riddled(k.filled(g)), "庄周街道", ""), g).Status(http.StatusServiceUnavailable)),
		k.page("write-check-report", "写信：核对", "举报", "GET /write/{draft}/check", show("请核对，再寄出", checkView(k.filled(delicate), "", "双涧镇"), delicate)),
		k.page("write-check-error", "写信：核对", "缺事情", "GET /write/{draft}/check", show("请核对，再寄出", checkView(unfinished, "", ""), anonymous).Again()),
	}
}

func (k gallery) receipts() []web.Sample {
	rec := desk.Receipt{Number: "MC202612010046", Code: "4827193506", Link: "0", First: "12月2日 周三 24:00", Contact: "1个工作日内", Result: "10个工作日内", Notice: "2026-11-27"}
	path, n, err := desk.Square(k.p.Base + "/q/0123456789abcdef0123456789abcdef0000000000")
	if err != nil {
		panic("portal: square code of a sample: " + err.Error())
	}
	anonymous := rec
	anonymous.Anonymous, anonymous.First, anonymous.Provisional = true, "1月4日 周一 24:00", true
	g := page{p: k.p, token: "0"}
	return []web.Sample{
		k.page("done", "回执", "正常", "GET /write/{draft}/done", web.Show("已收到您的来信", doneView(g, rec, path, n))),
		k.page("done-anonymous", "回执", "匿名，日子暂定", "GET /write/{draft}/done", web.Show("已收到您的来信", doneView(g, anonymous, path, n))),
	}
}

func (k gallery) road() desk.Track {
	return desk.Track{Number: "MC202612010046", Title: "三楼以上水压不足", Head: "正在办理", Say: "县自来水公司正在办理，12月15日 周二 24:00前完成。", Tone: "g", Why: "非咨询类事项，自单位接到之日起10个工作日内办结。第十八条",
		MayAdd: true, MayUrge: true, Steps: []desk.TrackStep{{Words: "已收到", When: "12月1日 10:52", State: "done"}, {Words: "已转给县自来水公司", When: "12月1日 11:20", Text: "应在12月15日 周二 24:00前办结", State: "done"},
			{Words: "已与您联系", When: "12月2日 09:15", Text: "电话", State: "done"}, {Words: "正在办理", State: "now"}, {Words: "告诉您结果", State: "todo"}, {Words: "请您评价", State: "todo"}}}
}

func (k gallery) roads() []web.Sample {
	t := trackProps{p: k.p, link: "0", f: web.NewForm(), t: k.road()}
	late, told, over := t, t, t
	late.t.Tone, late.t.Say, late.t.UrgedToday, late.t.MayUrge = "r", "县自来水公司正在办理，本应在12月15日 周二 24:00前完成，现在已经超过。县热线办正在督促。", true, false
	late.said = saids["urge"]
	told.t.Head, told.t.Say, told.t.Why, told.t.MayUrge, told.t.MayJudge = "请您评价", "办理结果已经告诉您。满意不满意，请您说一声；您不评价，我们会打电话问您。", "", false, true
	told.t.Answer = &desk.TrackAnswer{Unit: "县自来水公司", Text: "经查，加压泵故障，已于12月3日更换配件，供水恢复正常。", Basis: "《安徽省城镇供水条例》", Contact: "客服部", Phone: "0558-7000303"}
	over.t = told.t
	over.t.Head, over.t.Say, over.t.MayJudge, over.t.MayAdd, over.t.Judged, over.t.Over = "已办结", "这件事已经办结。有新情况，可以再写信或打电话。", false, false, "满意", true
	ask := askProps{p: k.p, f: web.NewForm()}
	wrong := askProps{p: k.p, f: web.NewForm("number", "MC202612010046", "code", "")}
	wrong.f.Fail("code", "编号或查询码不对，请对照回执再填一次。连错5次，30分钟内不能再查。")
	shut := askProps{p: k.p, f: web.NewForm("number", "MC202612010046")}
	shut.f.Fail("", fmt.Sprintf("这个编号试错5次，30分钟内不能再查。急着查，请打 %s。", k.p.Phone))
	provisional := t
	provisional.t.Provisional = true
	return []web.Sample{
		k.page("track", "查进度", "填编号", "GET /track", web.Show("查进度", askView(ask))),
		k.page("track-error", "查进度", "查询码不对", "GET /track", web.Show("查进度", askView(wrong)).Again()),
		k.page("track-shut-error", "查进度", "错5次", "GET /track", web.Show("查进度", askView(shut)).Again()),
		k.page("road", "进度", "正在办理", "GET /q/{link}", web.Show("进度", trackView(t))),
		k.page("road-late", "进度", "超期，刚催过", "GET /q/{link}", web.Show("进度", trackView(late))),
		k.page("road-told", "进度", "等评价", "GET /q/{link}", web.Show("进度", trackView(told))),
		k.page("road-over", "进度", "已办结", "GET /q/{link}", web.Show("进度", trackView(over))),
		k.page("road-provisional", "进度", "日子暂定", "GET /q/{link}", web.Show("进度", trackView(provisional))),
	}
}

func (k gallery) words() []web.Sample {
	t := trackProps{p: k.p, link: "0", f: web.NewForm(), t: k.road()}
	judge := t
	judge.t.MayJudge, judge.t.MayUrge = true, false
	wrong := judge
	wrong.f = web.NewForm("satisfaction", "dissatisfied", "solved", "no", "contacted", "no", "words", "")
	wrong.f.Fail("reason", "不满意的，请选一个最主要的原因")
	wrong.f.Fail("words", "不满意的，请写一句为什么")
	urged := t
	urged.t.UrgedToday = true
	empty := t
	empty.f = web.NewForm()
	empty.f.Fail("words", "请写下要补充的情况，或者选一张照片。")
	return []web.Sample{
		k.page("add", "补充情况", "正常", "GET /q/{link}/add", web.Show("补充情况", addView(t))),
		k.page("add-error", "补充情况", "什么都没写", "GET /q/{link}/add", web.Show("补充情况", addView(empty)).Again()),
		k.page("urge", "催一催", "正常", "GET /q/{link}/urge", web.Show("催一催", urgeView(t))),
		k.page("urge-again", "催一催", "今天催过", "GET /q/{link}/urge", web.Show("催一催", urgeView(urged))),
		k.page("judge", "评价办理结果", "正常", "GET /q/{link}/judge", web.Show("评价办理结果", judgeView(judge))),
		k.page("judge-error", "评价办理结果", "不满意没有写原因", "GET /q/{link}/judge", web.Show("评价办理结果", judgeView(wrong)).Again()),
		k.page("judge-early", "评价办理结果", "还没到时候", "GET /q/{link}/judge", web.Show("评价办理结果", judgeView(t))),
	}
}
