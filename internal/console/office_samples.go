package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (k showroom) handoverSamples() []web.Sample {
	out, in := k.as("hotline/dispatcher"), k.as("hotline/operator")
	items := []desk.HandoverItem{{ID: "i1", Kind: "答应回拨的", Words: "北城社区王女士，下午三点回电问水费", Since: "3月3日 7:55", Times: 1},
		{ID: "i2", Kind: "设备和系统", Words: "二号座席耳机没声音，已报修", Since: "3月2日 15:58", Times: 3}}
	history := []desk.HandoverView{{ID: "h2", Out: "话务员01", OutAt: "3月3日 7:55", In: "分办员01", InAt: "3月3日 8:02", Taken: true, Items: items, Settled: items[:1]},
		{ID: "h1", Out: "话务员02", OutAt: "3月2日 23:58", In: "话务员01", InAt: "3月3日 0:03", Taken: true, Items: items[:1]}}
	urgent := []desk.HandoverOrder{{ID: "a", Number: "MC202603030007", Title: "主干道井盖缺失", Light: desk.Light{Colour: "o", Word: "今日24:00"}}}
	taken := desk.HandoverView{ID: "h2", Out: "话务员01", OutAt: "3月3日 7:55", In: "分办员01", InAt: "3月3日 8:02", Taken: true, Items: items, Settled: items[:1]}
	waits := desk.HandoverView{ID: "h3", Out: "话务员01", OutAt: "3月3日 15:58", Items: items}
	show := func(p desk.HandoverPage, f *web.Form) web.Page {
		return web.Show("交接班", handoverView(handoverProps{p, f})).In("handover")
	}
	mine := waits
	mine.Mine = true
	return []web.Sample{
		k.page(out, "交接班", "handover", "正常", "GET /handover", show(desk.HandoverPage{Last: &taken, Urgent: urgent, History: history}, web.NewForm())).At(web.Laptop, web.Phone),
		k.page(in, "交接班", "handover-waits", "待接班", "GET /handover", show(desk.HandoverPage{Last: &waits, History: history}, web.NewForm())),
		k.page(in, "交接班", "handover-mine", "等人接班", "GET /handover", show(desk.HandoverPage{Last: &mine, History: history}, web.NewForm())),
		k.page(in, "交接班", "handover-empty", "空", "GET /handover", show(desk.HandoverPage{}, web.NewForm())),
		k.page(in, "交接班", "handover-error", "错误", "GET /handover", show(desk.HandoverPage{Last: &taken, History: history}, k.wrong(k.filled("call", "半路断线的一个"), "call", "交接事项超过60条，请先销去办完的。"))),
		k.page(out, "交接班", "handover-one", "正常", "GET /handover/{id}", web.Show("交接班记录", oneHandoverView(taken)).In("handover")),
	}
}

func (k showroom) statementSamples() []web.Sample {
	s, op := k.as("hotline/dispatcher"), k.as("hotline/operator")
	v := desk.StatementView{ID: "s1", Title: "城南片区停水", Text: "城南主管道破裂，供水公司正在抢修，预计今晚八点恢复。", Town: "庄周街道", Category: "停水", Owner: "县供水公司", By: "分办员01", From: "3月3日 9:10", Until: "3月3日 20:00",
		State: "使用中", V: 2, Uses: 80, Runs: true, Orders: []desk.StatementOrder{{ID: "a", Number: "MC202603030031", Status: "直接答复"}, {ID: "b", Number: "MC202603030030", Status: "待转办"}}}
	past := desk.StatementView{ID: "s2", Title: "307省道临时封闭", Text: "因交通事故，307省道东段临时封闭，请绕行。", Town: "全县", Owner: "县交通运输局", Until: "3月1日 18:00", State: "已到期", Uses: 12, V: 1}
	form := &statementForm{f: web.NewForm(), title: "发布事件口径"}
	wrong := &statementForm{f: k.wrong(k.filled("title", "停水", "text", "停水"), "text", "口径太短，请写清发生了什么、谁在处理、什么时候恢复。"), title: "发布事件口径"}
	next := &statementForm{f: web.NewForm("title", v.Title, "text", v.Text), id: "s1", title: "改口径（出第3版）"}
	return []web.Sample{
		k.page(op, "事件口径", "statements", "正常", "GET /statements", web.Show("事件口径", statementsView(statementsProps{all: []desk.StatementView{v, past}})).In("statements")),
		k.page(s, "事件口径", "statements-empty", "空", "GET /statements", web.Show("事件口径", statementsView(statementsProps{may: true})).In("statements")),
		k.page(s, "事件口径", "statement-new", "正常", "GET /statements/new", web.Show(form.title, statementFormView(form)).In("statements")),
		k.page(s, "事件口径", "statement-new-error", "错误", "GET /statements/new", web.Show(form.title, statementFormView(wrong)).In("statements")),
		k.page(s, "事件口径", "statement", "正常", "GET /statements/{id}", web.Show("事件口径", statementView(statementProps{v: v, form: next})).In("statements")),
		k.page(op, "事件口径", "statement-keys", "登记单里的一块", "GET /statements/for", web.Show("登记", statementKeys([]desk.StatementView{v})).In("intake")),
	}
}
