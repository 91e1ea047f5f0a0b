package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

// samplePrinted is a name with the look of a code.
var samplePrinted = desk.Printed{SheetID: "7QK2M4ZT9XW3B6HD", Square: "M0 0h7v1h-7zM0 6h7v1h-7z", SquareSize: 25}

func (k showroom) folderSamples() []web.Sample {
	step := func(title, what, signer, left, colour string) desk.FolderStep {
		v := k.order()
		v.Title = title
		return desk.FolderStep{Order: v, Chain: "c1", Signer: signer, What: what, Summary: "转县城管局。请现场核查，一周内答复。", Light: desk.Light{Colour: colour, Word: left}, Printed: samplePrinted}
	}
	steps := []desk.FolderStep{step("路口下水道反复堵塞，污水漫上路面", "转办呈批", "县政府办负责人", "今日24:00", "o"), step("校内课后服务收费标准不清楚", "办理结果呈批", "分管热线工作的副县长", "剩1个工作日", "y")}
	steps[1].Order.ID, steps[1].Order.Number, steps[1].Order.Reply = "7", "MC202611260004", k.reply()
	s := k.as("hotline/dispatcher")
	show := func(name, state, route string, p web.Page) web.Sample {
		return k.page(s, "呈批夹", name, state, route, p.In("folder"))
	}
	back := func(p folderBackProps) web.Page {
		p.steps, p.today, p.f = steps, "2026-12-01", k.filled()
		if p.forms == nil {
			p.forms = map[string]*web.Form{}
		}
		return web.Show("签批页收回", folderBackView(p))
	}
	scans := []desk.Scan{{ID: "s1", Step: &steps[0]}, {ID: "s2", Why: "没有读出二维码，请看照片选择是哪一件"}}
	wrong := k.wrong(k.filled("step", steps[0].Key(), "on", "2026-12-05", "decision", "yes", "opinion", "同意。"), "on", "签批日期没有填写或晚于今天，请按纸面日期填写。")
	return []web.Sample{
		show("folder", "正常", "GET /folder", web.Show("呈批夹", stackView(folderStack(folderProps{steps: steps, f: k.filled(), back: 2})))),
		show("folder-empty", "空", "GET /folder", web.Show("呈批夹", stackView(folderStack(folderProps{f: k.filled()})))),
		show("folder-back", "归件", "GET /folder/back", back(folderBackProps{scans: scans})),
		show("folder-back-empty", "空", "GET /folder/back", back(folderBackProps{})),
		show("folder-back-error", "有错", "GET /folder/back", back(folderBackProps{scans: scans, forms: map[string]*web.Form{"s1": wrong}}).Again()),
	}
}
