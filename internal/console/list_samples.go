package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func (k showroom) listSamples() []web.Sample {
	s := k.as("hotline/reviewer")
	const list = "GET /list/{kind}"
	work := func(name, state, current string, p worklistProps) web.Sample {
		return k.page(s, "清单", name, state, list, web.Show(p.title, worklistView(p)).In(current))
	}
	return []web.Sample{
		work("list-todo", "待办", "list-todo", k.worklist(desk.ListTodo, listRows(desk.ListTodo, k.rows()))).At(web.Phone, web.Laptop, web.Desktop),
		work("list-open", "在办，按灯和条件筛选", "list-open", k.narrowed()).At(web.Laptop, web.Desktop),
		work("list-empty", "空", "list-done", k.worklist(desk.ListDone, nil)),
		work("list-long", "长文字", "list-mine", k.worklist(desk.ListMine, listRows(desk.ListMine, k.longRows()))),
		k.page(s, "清单", "views", "常用视图", "GET /views", web.Show("常用视图", viewsView(viewsProps{views: sampleViews}))),
		k.page(s, "清单", "views-empty", "没有视图", "GET /views", web.Show("常用视图", viewsView(viewsProps{}))),
		k.page(s, "清单", "views-error", "名称写了电话", "POST /views", web.Show("常用视图", viewsView(viewsProps{views: sampleViews,
			f: k.wrong(k.filled("name", "138"), "name", "名称里有“138”，视图名称不能写诉求人的信息，请改一个")})).Again()),
	}
}

var sampleViews = []view{{ID: "v1", Name: "三次以上", Kind: desk.ListOpen, Query: "times=3"}, {ID: "v2", Name: "城管局超期", Kind: desk.ListOpen, Query: "light=r&unit=cgj"},
	{ID: "v3", Name: "重点交办", Kind: desk.ListOpen, Query: "key=1"}}

// worklist is a list with everything that stands around it.
func (k showroom) worklist(kind desk.ListKind, rows []parts.WorkRow) worklistProps {
	p := worklistProps{title: kind.Name(), note: listNote(kind), kind: kind, rows: rows, columns: parts.UsualColumns(), look: &look{Size: 20}, key: "k",
		query: query{kind: kind, size: 20}, views: sampleViews, f: k.filled(), next: "#"}
	for i, x := range []desk.ListKind{desk.ListTodo, desk.ListRead, desk.ListOpen, desk.ListMine, desk.ListDone} {
		p.tabs = append(p.tabs, parts.TabProps{Label: x.Name(), Href: "/list/" + string(x), Count: []int{12, 3, 48, 206, 1000}[i], More: i == 4, Current: x == kind})
	}
	if kind == desk.ListTodo || kind == desk.ListOpen {
		p.lights = lightStats(k.home())
	}
	if kind == desk.ListTodo {
		p.acts = []parts.Badge{{Text: "全部 12", Tone: parts.Blue, Href: "/list/todo"}, {Text: "待审核 9", Tone: parts.Line, Href: "/list/todo?act=review"},
			{Text: "待核对签批 3", Tone: parts.Line, Href: "/list/todo?act=confirm_paper"}}
	}
	return p
}

func (k showroom) narrowed() worklistProps {
	p := k.worklist(desk.ListOpen, listRows(desk.ListOpen, k.rows()))
	p.export = "/exports/new?of=open"
	p.query.n, p.f, p.total = desk.Narrow{Light: "r", Category: "0204", Key: true}, k.filled("category", "0204", "key", "1"), desk.Tally{N: 6}
	return p
}

// rows are a page of a work list.
func (k showroom) rows() []desk.Row {
	l := func(colour, word string) desk.Light { return desk.Light{Colour: colour, Word: word} }
	return []desk.Row{
		{ID: "1", Number: "MC202611130021", Title: "岳坊镇村道路面破损，雨天积水无法通行", Type: "投诉", Channel: "县长热线电话", Unit: "岳坊镇", Status: "办理中", Appeals: 1, Urges: 2, Late: true, Light: l("r", "超2个工作日"), Due: "11月27日 24:00", Registered: "11月13日"},
		{ID: "2", Number: "MC202611160009", Title: "物业公司长期不清运装修垃圾", Type: "投诉", Channel: "12345转办", Unit: "县住建局", Status: "办理中", Appeals: 2, Late: true, Light: l("r", "超1个工作日"), Due: "11月30日 24:00", Registered: "11月16日"},
		{ID: "3", Number: "MC202611170002", Title: "建议在学校门口增设减速带和人行信号灯", Type: "建议", Channel: "县长信箱", Unit: "县公安局", Status: "待热线办审核", Appeals: 1, Light: l("o", "今日24:00"), Due: "12月1日 24:00", Registered: "11月17日"},
		{ID: "4", Number: "MC202611190004", Title: "乡镇公交末班车时间过早，学生返家不便", Type: "建议", Channel: "人民网留言", Unit: "县交通运输局", Status: "办理中", Appeals: 1, Key: true, Light: l("y", "剩1个工作日"), Due: "12月2日 24:00", Registered: "11月19日"},
		{ID: "5", Number: "MC202611240016", Title: "路口下水道反复堵塞，污水漫上路面", Type: "投诉", Channel: "县长热线电话", Unit: "县城管局", Status: "办理中", Appeals: 3, Key: true, Light: l("g", "剩5个工作日"), Due: "12月8日 24:00", Registered: "11月24日"},
		{ID: "6", Number: "MC202612010031", Title: "反映窗口工作人员态度问题", Type: "举报", Channel: "县长热线电话", Unit: "", Status: "待转办", Appeals: 1, Secret: true, Light: l("k", "尚未计时"), Registered: "12月1日"},
	}
}

func (k showroom) longRows() []desk.Row {
	rows := k.rows()
	rows[0].Title = "路口东南侧下水道反复堵塞污水漫上路面早晚接送孩子的电动车经过容易滑倒希望有关部门一次性查明原因彻底解决不要再疏通了事"
	rows[0].Unit, rows[0].Channel = "县城市管理行政执法局综合行政执法大队第一中队", "国务院“互联网+督查”平台转办"
	rows[0].Urges, rows[0].Key, rows[0].Secret, rows[0].Provisional = 12, true, true, true
	return rows
}
