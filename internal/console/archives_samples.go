package console

import (
	"strings"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func (k showroom) archiveSamples() []web.Sample {
	const group = "档案"
	keep, head := k.as("hotline/dispatcher"), k.as("hotline/office_head")
	row := func(id, number, no, title, class, term, until, stage string) desk.CaseFileRow {
		return desk.CaseFileRow{ID: id, Number: number, OrderNo: no, Title: title, Class: class, Term: term, Closed: "2026年3月9日", Until: until, Unit: "县城市管理局", Stage: stage}
	}
	rows := []desk.CaseFileRow{row("o1", "2026-000131", "MC202603020012", "北城社区东侧路口下水道堵塞污水外溢", "一般", "10年", "2036年12月31日", "在管"), row("o2", "2026-000132", "MC202603030007", "庄周路夜间施工噪声扰民，第三次反映", "重点", "30年", "2056年12月31日", "暂停销毁"),
		row("o3", "2026-000133", "MC202603040021", "违建拆除补偿诉求终结办理", "永久", "永久", "", "在管")}
	years := []desk.YearFiles{{Year: 2026, Files: 133, Unfiled: 412, Held: 1}, {Year: 2025, Files: 1286, Unfiled: 3977, Destroyed: 2}}
	page := desk.ArchivesPage{Rows: rows, Years: years, Year: 2026, Due: 2, Waiting: 1, May: true}
	list := func(s session, name, state string, p archivesProps) web.Sample {
		if p.f == nil {
			p.f = k.filled()
		}
		if p.doom == nil {
			p.doom = k.filled()
		}
		return k.page(s, group, name, state, "GET /archives", web.Show("档案", archivesView(p)).In("archives"))
	}
	closed := func(x desk.CaseFileRow, day string) desk.CaseFileRow {
		x.Closed = day
		return x
	}
	due := page
	due.Rows = []desk.CaseFileRow{closed(row("o4", "2015-000007", "MC201503020012", "路灯不亮", "一般", "10年", "2025年12月31日", "已到期"), "2015年3月9日"), closed(row("o5", "", "MC202203020044", "咨询公积金提取", "不立卷", "3年", "2025年12月31日", "已到期"), "2022年3月2日")}
	index := []desk.IndexLine{{N: 1, Title: "登记：受理登记", By: "话务员01", Day: "2026-03-02", Kind: "记录"}, {N: 2, Title: "转办：转县城市管理局", By: "分办员01", Day: "2026-03-02", Kind: "记录"}, {N: 3, Title: "批示：县长批示", By: "县长", Day: "2026-03-03", Kind: "批示意见"},
		{N: 4, Title: "答复：提交办理结果", By: "县城市管理局具办人员", Day: "2026-03-05", Kind: "记录"}, {N: 5, Title: "疏通后.png", Kind: "附件"}}
	file := desk.CaseFileView{CaseFileRow: rows[0], ClassCode: office.KeptDispatched, Why: "转办件", Index: index, Lines: []desk.AbuseLine{{At: "2026-04-08 00:00", By: "系统", Verb: "立卷", Words: "一般，保管10年（转办件）"}}, OrderOpen: true, MayReclass: true, MayHold: true}
	held := file
	held.CaseFileRow, held.MayHold, held.MayReclass, held.MayDecideEnd, held.Corrected = rows[1], false, false, true, true
	held.Stage = "待解除"
	held.Lines = append([]desk.AbuseLine{{At: "2026-11-20 09:10", By: "分办员01", Verb: "申请解除", Words: "案件已经审结，法院退回材料"}, {At: "2026-06-02 15:00", By: "督办员01", Verb: "暂停销毁", Words: "县法院调取，案号（2026）皖1622民初18号"}}, file.Lines...)
	gone := file
	gone.CaseFileRow, gone.OrderOpen, gone.MayHold, gone.MayReclass, gone.Certificate, gone.Destruction = closed(row("o4", "2015-000007", "MC201503020012", "路灯不亮", "一般", "10年", "2025年12月31日", "已销毁"), "2015年3月9日"), true, false, false, "蒙热销〔2026〕1号", "d1"
	gone.Index = append([]desk.IndexLine{}, index[:4]...)
	gone.Index = append(gone.Index, desk.IndexLine{N: 5, Title: "附件1", Kind: "附件"})
	one := func(s session, name, state string, p fileProps) web.Sample {
		return k.page(s, group, name, state, "GET /archives/files/{id}", web.Show("案卷 "+fileName(p.v.CaseFileRow), fileView(p.filled())).In("archives"))
	}
	sum := strings.Repeat("9f86d081884c7d65", 4)
	waits := desk.TransferView{ID: "t2", Stage: "待审批", Asked: "2026-11-26 15:20", By: "分办员01", Purpose: "按县档案馆通知移交2025年度案卷。", Year: 2025, Files: 1286, MayDecide: true}
	working := desk.TransferView{ID: "t2", Stage: "正在打包", Asked: waits.Asked, By: waits.By, Purpose: waits.Purpose, DecidedBy: "2026-11-27 08:40　县热线办负责人", Opinion: "同意", Year: 2025, Files: 1286, Packed: 400, Working: true, MayDrop: true, MayTake: true,
		Parts: []desk.VolumeView{{N: 1, Files: 200, First: "2025-000001", Last: "2025-000200", SHA256: sum, Size: "84 MB"}, {N: 2, Files: 200, First: "2025-000201", Last: "2025-000400", SHA256: sum, Size: "91 MB"}}}
	ready := working
	ready.Stage, ready.Working, ready.Files, ready.MayHand, ready.Taken = "待移交", false, 400, true, []string{"2026-11-27 09:30　分办员01 下载第1册"}
	handed := ready
	handed.Stage, handed.MayHand, handed.MayTake, handed.MayDrop, handed.Handed, handed.Receiver, handed.Person = "已移交", false, false, false, "2026年11月27日", "县档案馆", "陈科长"
	transfers := func(s session, name, state string, p transfersProps) web.Sample {
		if p.f == nil {
			p.f = k.filled()
		}
		return k.page(s, group, name, state, "GET /archives/transfers", web.Show("档案移交", transfersView(p)).In("archives"))
	}
	transfer := func(s session, name, state string, p transferProps) web.Sample {
		return k.page(s, group, name, state, "GET /archives/transfers/{id}", web.Show("档案移交", transferView(p.filled())).In("archives"))
	}
	years2 := []parts.Option{{Value: "2025", Label: "2025年度"}}
	asked := desk.DestructionView{ID: "d2", Stage: "待审批", Proposed: "2026-11-26 16:00", By: "分办员01", Reason: "保管期满，经逐卷鉴定没有继续保存的价值。", MayDecide: true, Staff: []desk.Staff{{ID: "a1", Name: "审核员01", Post: "审核员"}},
		Files: []desk.DoomedView{{ID: "o4", Number: "2015-000007", OrderNo: "MC201503020012", Class: "一般", Term: "10年", Closed: "2015年3月9日", Until: "2025年12月31日"}, {ID: "o5", OrderNo: "MC202203020044", Class: "不立卷", Term: "3年", Closed: "2022年3月2日", Until: "2025年12月31日"}}}
	done := asked
	done.Stage, done.MayDecide, done.Number, done.DecidedBy, done.DecidedAt, done.Witness, done.Opinion, done.DoneAt, done.Destroyed, done.Blobs = "已销毁", false, "蒙热销〔2026〕1号", "县热线办负责人", "2026-11-27 08:50", "审核员01", "同意销毁。", "2026年11月27日", 1, 3
	done.Files = append([]desk.DoomedView{}, asked.Files...)
	done.Files[1].Spared = "现为暂停销毁"
	destruction := func(s session, name, state string, p destructionProps) web.Sample {
		if p.f == nil {
			p.f = k.filled()
		}
		return k.page(s, group, name, state, "GET /archives/destructions/{id}", web.Show("销毁清册", destructionView(p)).In("archives"))
	}
	backlog := desk.ArchivesPage{May: true, Backlog: true}
	return []web.Sample{
		list(keep, "archives", "正常", archivesProps{page: page}).At(web.Laptop, web.Phone),
		list(keep, "archives-empty", "空，有待补立卷", archivesProps{page: backlog}),
		list(keep, "archives-due", "已到期", archivesProps{page: due, ask: desk.ArchivesAsk{Tab: desk.FilesDue}}).At(web.Laptop, web.Phone),
		list(keep, "archives-due-error", "提出有错", archivesProps{page: due, ask: desk.ArchivesAsk{Tab: desk.FilesDue}, doom: k.wrong(k.filled(), "reason", "没有填写鉴定意见，请补充。")}),
		one(keep, "archives-file", "在管", fileProps{v: file}).At(web.Laptop, web.Phone),
		one(keep, "archives-file-error", "调整期限有错", fileProps{v: file, class: k.wrong(k.filled("class", "key"), "reason", "没有填写调整的理由，请补充。")}),
		one(head, "archives-file-held", "暂停销毁，待解除", fileProps{v: held}),
		one(keep, "archives-file-gone", "已销毁", fileProps{v: gone}),
		transfers(keep, "archives-transfers", "正常", transfersProps{items: []desk.TransferView{waits, handed}, years: years2, may: true}).At(web.Laptop, web.Phone),
		transfers(head, "archives-transfers-empty", "空", transfersProps{may: true}),
		transfer(head, "archives-transfer", "待审批", transferProps{v: waits}),
		transfer(keep, "archives-transfer-working", "正在打包", transferProps{v: working}),
		transfer(keep, "archives-transfer-ready", "待移交", transferProps{v: ready, hand: k.filled("day", "2026-11-27", "receiver", "县档案馆")}).At(web.Laptop, web.Phone),
		transfer(keep, "archives-transfer-handed", "已移交", transferProps{v: handed}),
		k.page(head, group, "archives-destructions", "正常", "GET /archives/destructions", web.Show("档案销毁", destructionsView([]desk.DestructionView{asked, done})).In("archives")),
		k.page(head, group, "archives-destructions-empty", "空", "GET /archives/destructions", web.Show("档案销毁", destructionsView(nil)).In("archives")),
		destruction(head, "archives-destruction", "待审批", destructionProps{v: asked}).At(web.Laptop, web.Phone),
		destruction(head, "archives-destruction-error", "没有选监销人", destructionProps{v: asked, f: k.wrong(k.filled("word", "yes"), "witness", "没有选监销人，请选一位。")}),
		destruction(keep, "archives-destruction-done", "已销毁", destructionProps{v: done}),
		{Group: group, Name: "archives-certificate", Title: "销毁证书", State: "打印", Route: "GET /archives/destructions/{id}/paper", Page: web.Whole(destructionPaperView(k.c.profile, done, "县热线办负责人 11月27日 09:40"))},
	}
}
