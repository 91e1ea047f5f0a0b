package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/web"
)

func (k showroom) shelfSamples() []web.Sample {
	const group = "制度汇编"
	keep, unit := k.as("hotline/dispatcher"), k.as("cgj/handler")
	file := desk.DocumentFileView{ID: "f1", Name: "热线工单办理工作制度.pdf", MIME: "application/pdf", Size: "214 KB"}
	first := desk.DocumentVersionView{N: 1, Number: "蒙热〔2025〕2号", From: "2025年3月1日", To: "2026年5月31日", Files: []desk.DocumentFileView{file}}
	now := desk.DocumentVersionView{N: 2, Number: "蒙热〔2026〕4号", From: "2026年6月1日", Note: "加了催办和回头看两节。", InForce: true, Files: []desk.DocumentFileView{file, {ID: "f2", Name: "附件 流程图.png", MIME: "image/png", Size: "88 KB"}}}
	next := desk.DocumentVersionView{N: 3, Number: "蒙热〔2026〕9号", From: "2027年1月1日", Note: "按新的办理规范改了时限。", Planned: true, Files: []desk.DocumentFileView{file}}
	now.To = "2026年12月31日"
	rule := desk.DocumentView{ID: "d1", Title: "热线工单办理工作制度", Kind: "工作制度", KindCode: office.RuleDocument, State: "有效", Versions: []desk.DocumentVersionView{next, now, first}, MayKeep: true}
	plan := desk.DocumentView{ID: "d2", Title: "县长热线三年发展规划", Kind: "发展规划", KindCode: office.PlanDocument, State: "待施行", Versions: []desk.DocumentVersionView{{N: 1, From: "2027年1月1日", Planned: true, Files: []desk.DocumentFileView{file}}}, MayKeep: true}
	gone := desk.DocumentView{ID: "d3", Title: "热线值班暂行规定", Kind: "工作制度", KindCode: office.RuleDocument, State: "已废止", Repealed: "并入新的工作制度", RepealedTo: "2026年5月31日", Versions: []desk.DocumentVersionView{first}}
	page := desk.ShelfPage{Day: "2026-11-27", Today: "2026-11-27", May: true, Groups: []desk.ShelfGroup{{Name: "工作制度", Docs: []desk.DocumentView{rule, gone}}, {Name: "发展规划", Docs: []desk.DocumentView{plan}}}, Past: true}
	list := func(s session, name, state string, p desk.ShelfPage) web.Sample {
		return k.page(s, group, name, state, "GET /shelf", web.Show("制度汇编", shelfView(shelfProps{p, k.filled("day", "2026-11-27")})).In("shelf"))
	}
	one := func(s session, name, state string, p documentProps) web.Sample {
		return k.page(s, group, name, state, "GET /shelf/{id}", web.Show(p.v.Title, documentView(p.filled())).In("shelf"))
	}
	read := rule
	read.MayKeep = false
	return []web.Sample{
		list(keep, "shelf", "正常", page).At(web.Laptop, web.Phone),
		list(unit, "shelf-empty", "空", desk.ShelfPage{Day: "2026-11-27"}),
		k.page(keep, group, "shelf-new", "上架", "GET /shelf/new", web.Show("上架", newDocumentView(k.filled("from", "2026-11-27"))).In("shelf")).At(web.Laptop, web.Phone),
		k.page(keep, group, "shelf-new-error", "没有正文", "GET /shelf/new", web.Show("上架", newDocumentView(k.wrong(k.filled("title", "热线工单办理工作制度", "from", "2026-11-27"), "files", "没有上传文件，请上传制度的正文。"))).In("shelf")),
		one(keep, "shelf-document", "有效，有新版待施行", documentProps{v: rule}).At(web.Laptop, web.Phone),
		one(keep, "shelf-document-error", "换版有错", documentProps{v: rule, revise: k.wrong(k.filled("note", "改了时限"), "from", "新版的施行日期要晚于上一版的2027-01-01。")}),
		one(unit, "shelf-document-read", "只看", documentProps{v: read}),
		one(unit, "shelf-document-gone", "已废止", documentProps{v: gone}),
	}
}
