package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (k showroom) petitionSamples() []web.Sample {
	const group = "信访清单"
	d, sup := k.as("hotline/dispatcher"), k.as("hotline/supervisor")
	order := func(id, number, title, status, unit string, open bool) desk.SignOrder {
		return desk.SignOrder{ID: id, Number: number, Title: title, Status: status, Unit: unit, At: "11月20日 09:12", Open: open, Light: desk.Light{Colour: "g", Word: "剩3个工作日"}}
	}
	a, b := order("o1", "MC202611200004", "村道损坏多年没有修", "办理中", "县交通运输局", true), order("o2", "MC202611180009", "拆迁补偿款没有到账", "不予受理", "", false)
	wait := desk.PetitionLineView{N: 1, Cells: desk.PetitionCells{No: "2026112700031", Name: "张某某", Phone: "138****5678", Place: "双涧镇东街", Gist: "反映村道损坏，多次向热线反映没有修，要求明确时间。"},
		Matches: []desk.PetitionMatch{{SignOrder: a, Why: "同一号码、地点相同"}}}
	none := desk.PetitionLineView{N: 2, Cells: desk.PetitionCells{No: "2026112700032", Name: "李某某", Place: "漆园街道", Gist: "反映退休待遇核定问题。"}}
	done := desk.PetitionLineView{N: 3, Cells: desk.PetitionCells{No: "2026112700033", Name: "王某某", Place: "庄周街道", Gist: "反映拆迁补偿款没有到账。"}, Decided: true, Way: "与热线工单是同一事项", Order: b, By: "分办员01", At: "11月27日 10:20"}
	in := desk.PetitionView{ID: "p1", In: true, Day: "2026年11月27日", Number: "蒙信函〔2026〕31号", By: "分办员01", At: "11月27日 09:30", Count: 3, Left: 2, Lines: []desk.PetitionLineView{wait, none, done}}
	out := desk.PetitionView{ID: "p2", Day: "2026年11月20日", Purpose: "已进入信访渠道的诉求，请信访局并案处理", By: "分办员01", At: "11月20日 16:00", Count: 1,
		Lines:   []desk.PetitionLineView{{N: 1, Order: b, Given: []string{"MC202611180009", "拆迁补偿款没有到账", "自然资源 / 征地拆迁", "庄周街道办事处", "", "不予受理", "1", "11月18日 10:00"}}},
		Fetched: []desk.CaseLine{{At: "11月20日 16:02", By: "分办员01", Text: "下载清单"}}}
	rows := []desk.PetitionRow{{Line: 2, Cells: wait.Cells}, {Line: 3, Cells: none.Cells}, {Line: 4, Cells: desk.PetitionCells{No: "2026112700031", Gist: "重复的一行。"}, Fault: "信访编号与第2行重复，请核对。"}}
	list := func(name, state string, p petitionListsProps) web.Sample {
		return k.page(d, group, name, state, "GET /petitions", web.Show("信访清单", petitionListsView(p)).In("petitions"))
	}
	one := func(s session, name, state string, p petitionsProps) web.Sample {
		return k.page(s, group, name, state, "GET /petitions/{id}", web.Show(petitionTitle(p.v), petitionsView(p)).In("petitions"))
	}
	take := func(name, state, route string, p petitionsInProps) web.Sample {
		return k.page(d, group, name, state, route, web.Show("导入信访清单", petitionsInView(p)).In("petitions"))
	}
	hand := func(name, state string, p petitionsOutProps) web.Sample {
		return k.page(d, group, name, state, "GET /petitions/out", web.Show("移送信访局", petitionsOutView(p)).In("petitions"))
	}
	return []web.Sample{
		list("petitions", "待认定", petitionListsProps{page: desk.PetitionPage{Items: []desk.PetitionView{in}}}).At(web.Phone, web.Laptop),
		list("petitions-done", "已认定和移送的", petitionListsProps{page: desk.PetitionPage{Items: []desk.PetitionView{out}}, done: true}),
		list("petitions-empty", "空", petitionListsProps{}),
		take("petitions-in", "上传", "GET /petitions/in", petitionsInProps{f: k.filled("day", "2026-11-27")}),
		take("petitions-preview", "预览", "GET /petitions/in", petitionsInProps{f: k.filled("day", "2026-11-27", "number", "蒙信函〔2026〕31号"), rows: rows, packed: "[]", good: 2}).At(web.Phone, web.Laptop),
		take("petitions-in-error", "表格不对", "GET /petitions/in", petitionsInProps{f: k.wrong(k.filled("day", "2026-11-27"), "file", "表里没有“信访编号”一列，请用模板。")}),
		one(sup, "petition-list", "来件逐件认定", petitionsProps{v: in}).At(web.Phone, web.Laptop, web.Desktop),
		one(sup, "petition-list-error", "认定有错", petitionsProps{v: in, n: 2, f: k.wrong(k.filled("way", "none"), "reason", "没有填写理由，请补充。")}),
		one(d, "petition-out", "移送的清单", petitionsProps{v: out}).At(web.Phone, web.Laptop),
		hand("petitions-out", "移送", petitionsOutProps{k.filled(), []desk.SignOrder{b, a}}).At(web.Phone, web.Laptop),
		hand("petitions-out-error", "有错", petitionsOutProps{k.wrong(k.filled("purpose", "并案处理"), "orders", "清单里一件也没有，请核对后再提交。"), nil}),
	}
}
