package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func (k showroom) intakeSamples() []web.Sample {
	s := k.as("hotline/operator")
	r := k.request(s)
	var day *desk.SessionView
	page := func(name, state string, f *web.Form, side desk.Side, d desk.DraftView) web.Sample {
		for _, x := range k.c.sheetSpecs(r.Context(), s) {
			if x.value != "" && f.Value(x.name) == "" {
				f.Set(x.name, x.value)
			}
		}
		p := k.c.intakeProps(r.Context(), s, f, d, sideProps{v: side, way: f.Value("way"), cat: f.Value("category"), link: f.Value("link"), spot: f.Value("instruction") != ""})
		p.day = day
		show := web.Show("登记单", intakeView(p)).In("intake").As(parts.DeskFrame)
		if !f.OK() {
			show = show.Again()
		}
		return k.page(s, "登记", name, state, "GET /intake", show)
	}
	typed := []string{"phone", "13800005678", "name", "李", "sex", "f", "category", "0203", "words", "路口东南侧下水道堵了五六天，污水漫到非机动车道，早上送孩子差点滑倒。十月份反映过一次，疏通后没几天又堵了。", "place", "北城社区", "town", "341622001", "ask", "彻底疏通，查明反复堵塞的原因"}
	past := []desk.Past{
		{Likely: desk.Likely{Order: "2", Number: "MC202611240016", Title: "污水漫上路面", Status: "办理中", Score: 71, Open: true, Appeals: 1}, Light: desk.Light{Colour: "g", Word: "剩4个工作日"}, Day: "11月24日", Unit: "城管局"},
		{Likely: desk.Likely{Order: "1", Number: "MC202609170023", Title: "路口下水道堵塞", Status: "已办结", Closed: "9月28日", Score: 86, Appeals: 2}, Day: "9月17日", Unit: "城管局", Satisfaction: "基本满意"},
		{Likely: desk.Likely{Order: "3", Number: "MC202610090011", Title: "询问雨污分流改造安排", Status: "电话转办", Closed: "10月9日", Score: 40, Guided: true}, Day: "10月9日"},
	}
	cgj, _ := k.dir.Unit("cgj")
	full := desk.Side{Phone: "138****5678", Name: "李* 女士", Place: "漆园街道 北城社区", Past: past, Times: 4, Trigger: 5, Days: 10, Appeals: 3, Level: policy.ByGovHead, Units: []org.Unit{cgj},
		Alike: []desk.AlikeView{{ID: "4", Title: "北城社区路口积水", Open: true, Light: desk.Light{Colour: "y", Word: "剩1个工作日"}}},
		Picks: []desk.Pick{{Code: "0203", Label: "城市管理 / 市容环境", Percent: 92}, {Code: "0204", Label: "城市管理 / 下水道", Percent: 5}},
		Hits:  []desk.ArticleView{{Number: "ZS2026-0003", Title: "排水管网由谁管护", UnitName: "城管局", Changed: "11月3日"}}}
	onDay := func(name, state string, v desk.SessionView, f *web.Form) web.Sample {
		day = &v
		defer func() { day = nil }()
		return page(name, state, f, full, desk.DraftView{})
	}
	leads := desk.SessionView{ID: "s2", Day: "11月27日 周五", Time: "8:30—11:30", Who: "县长", Count: 2, Plan: office.SessionPlan{Kind: office.ByMagistrate, Post: org.PostMagistrate}}
	dept := desk.SessionView{ID: "s4", Day: "12月3日 周四", Time: "8:30—11:30", Who: "县城市管理局", Plan: office.SessionPlan{Kind: office.ByDepartment, Unit: "cgj"}}
	return []web.Sample{
		onDay("intake-day-leader", "县长接听日", leads, k.filled(append(typed[:len(typed):len(typed)], "session", "s2", "channel", "D3", "unit", "cgj", "instruction", "城管局三天内查明反复堵塞的原因，拿出根治办法。")...)).At(web.Laptop),
		onDay("intake-day-claim", "部门接听日", dept, k.filled(append(typed[:len(typed):len(typed)], "session", "s4", "channel", "D4", "way", "claim")...)).At(web.Laptop),
		page("intake", "空白", k.filled(), desk.Side{Trigger: 5, Days: 10}, desk.DraftView{}),
		page("intake-likely", "有历史", k.filled(typed...), full, desk.DraftView{Saved: "08:53:16", Rev: 3}),
		page("intake-none", "首次来电", k.filled(typed[:2]...), desk.Side{Phone: "138****5678", Trigger: 5, Days: 10}, desk.DraftView{}),
		page("intake-refuse", "不予受理", k.filled(append(typed[:len(typed):len(typed)], "way", "refuse", "ground", "8-2a", "referral", "县人民法院", "referral_phone", "12368")...), full, desk.DraftView{}),
		page("intake-error", "有错", k.wrong(k.wrong(k.filled(append(typed[2:len(typed):len(typed)], "phone", "138000056", "way", "refuse")...), "phone", "号码少2位，请补全"), "ground", "请选择不予受理的依据"), full, desk.DraftView{}),
	}
}

func (k showroom) knowledgeSamples() []web.Sample {
	s, unit := k.as("hotline/reviewer"), k.as("cgj/handler")
	a := desk.ArticleView{ID: "1", Number: "ZS2026-0001", Title: "结婚登记要带什么", Words: "领证 结婚证", Answer: "双方带本人有效身份证件，到任何一个婚姻登记机关共同申请，不再要求户口簿。", Unit: "mzj", UnitName: "县民政局", ValidTo: "2027-05-31", Status: "已发布",
		Version: 2, Live: true, Changed: "11月3日", MayPublish: true, MayPropose: true, MayReview: true, History: []desk.Item{{At: k.now, By: "审核员01", Verb: "发布", Text: "第2版"}}}
	b := a
	b.ID, b.Number, b.Title, b.Version, b.Live, b.Status, b.Waits = "2", "ZS2026-0002", "排水管网由谁管护", 0, false, "待审核", true
	c := a
	c.ID, c.Number, c.Title, c.Expired, c.Live, c.ValidTo = "3", "ZS2026-0003", "秸秆禁烧期", true, false, "2026-06-30"
	r := k.request(s)
	gap := func(order, number, title, day string) gapRow {
		return gapRow{desk.Gap{Order: order, Number: number, Title: title}, day}
	}
	gaps := []gapRow{gap("9", "MC202611240031", "咨询家电以旧换新补贴", "11月24日"), gap("8", "MC202611200012", "咨询残疾人电动车补贴", "11月20日")}
	gaps[1].g.Article, gaps[1].g.ArticleNumber, gaps[1].g.State = "5", "ZS2026-0031", "待起草"
	a.Public, c.Nearing = true, true
	a.Versions = []desk.ArticleVersion{{N: 2, At: k.now, Content: office.Content{Title: a.Title, Answer: a.Answer}}, {N: 1, At: k.now.AddDate(0, -6, 0), Content: office.Content{Title: a.Title, Answer: "双方带户口簿和身份证，到一方户口所在地的婚姻登记机关共同申请。"}}}
	offered := a
	offered.Public, offered.Offered, offered.MayOpen, offered.MayShut = false, true, true, true
	asked := desk.ArticleView{ID: "5", Number: "ZS2026-0031", Title: "残疾人电动车补贴", Unit: "mzj", UnitName: "县民政局", Status: "待起草", Asked: true, MayPropose: true, History: []desk.Item{{At: k.now, By: "审核员01", Verb: "请县民政局起草", Text: "来自一件无库答复"}}}
	waits := a
	waits.MayOffer, waits.Public = true, false
	waits.Proposal = &office.Content{Title: a.Title, Answer: a.Answer + "可以跨省办理。", Unit: "mzj", ValidTo: "2027-12-31"}
	return []web.Sample{
		k.page(s, "知识库", "knowledge", "正常", "GET /knowledge", web.Show("知识库", knowledgeView(knowledgeProps{all: []desk.ArticleView{a, b, c}, edits: true, mayNew: true, units: unitOptions(s), gaps: gaps})).In("knowledge")).At(web.Laptop, web.Phone),
		k.page(s, "知识库", "knowledge-gap-error", "请单位起草，有错", "GET /knowledge", web.Show("知识库", knowledgeView(knowledgeProps{all: []desk.ArticleView{a}, edits: true, units: unitOptions(s), gaps: gaps, asked: k.wrong(k.filled("order", "9", "title", "补"), "title", "标题太短，至少写2个字。")})).In("knowledge").Again()),
		k.page(unit, "知识库", "knowledge-empty", "没有找到", "GET /knowledge", web.Show("知识库", knowledgeView(knowledgeProps{q: "xyz"})).In("knowledge")),
		k.page(s, "知识库", "article", "有修改待发布", "GET /knowledge/{id}", k.c.showArticle(r, waits, nil)),
		k.page(s, "知识库", "article-offered", "等另一人核对公开", "GET /knowledge/{id}", k.c.showArticle(r, offered, nil)),
		k.page(unit, "知识库", "article-asked", "单位起草", "GET /knowledge/{id}", k.c.showArticle(k.request(unit), asked, nil)),
		k.page(s, "知识库", "article-new", "新建", "GET /knowledge/new", web.Show("新建条目", articleView(articleProps{f: k.filled(), spec: k.c.articleSpecs(r, s)})).In("knowledge")),
		k.page(s, "知识库", "article-error", "有错", "GET /knowledge/new", web.Show("新建条目", articleView(articleProps{f: k.wrong(k.filled("title", "结婚登记"), "answer", "答复口径太短，至少写10个字。"), spec: k.c.articleSpecs(r, s)})).In("knowledge").Again()),
	}
}
