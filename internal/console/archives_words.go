package console

import (
	"strconv"

	"huiyin/internal/desk"
	"huiyin/internal/web/parts"
)

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func fileStats(p archivesProps) []parts.StatProps {
	files, held := 0, 0
	for _, y := range p.page.Years {
		files, held = files+y.Files, held+y.Held
	}
	return []parts.StatProps{{Label: "全部案卷", Value: itoa(files), Unit: "卷", Href: "/archives", Current: p.ask.Tab == desk.FilesOfYear},
		{Label: "已到期", Value: itoa(p.page.Due), Unit: "卷", Detail: "等鉴定", Href: "/archives?tab=due", Current: p.ask.Tab == desk.FilesDue, Red: p.page.Due > 0},
		{Label: "暂停销毁", Value: itoa(held), Unit: "卷", Href: "/archives?tab=held", Current: p.ask.Tab == desk.FilesHeld}}
}

func filedYears(p desk.ArchivesPage) []parts.Option {
	var out []parts.Option
	for _, y := range p.Years {
		out = append(out, parts.Option{Value: itoa(y.Year), Label: itoa(y.Year) + "年度（" + itoa(y.Files) + "卷）"})
	}
	return out
}

func yearEmpty(p archivesProps) string {
	if p.page.Year == 0 {
		return "年度"
	}
	return "最近年度（" + itoa(p.page.Year) + "）"
}

func pagerNote(p archivesProps) string {
	switch p.ask.Tab {
	case desk.FilesDue:
		return "最先到期的在前"
	case desk.FilesHeld:
		return ""
	}
	return "按卷号"
}

func fileColumns(choose bool) []parts.Column {
	out := []parts.Column{{Title: "题名", Wide: true}, {Title: "卷号"}, {Title: "类别"}, {Title: "办结"}, {Title: "保管期限"}, {Title: "状态"}}
	if choose {
		out = append([]parts.Column{{Title: "选择", All: "id"}}, out...)
	}
	return out
}

func emptyFiles(p archivesProps) parts.EmptyProps {
	switch p.ask.Tab {
	case desk.FilesDue:
		return parts.EmptyProps{Title: "没有到期的案卷", Text: "保管期满的案卷列在这里，鉴定以后提出销毁。暂停销毁的不列。"}
	case desk.FilesHeld:
		return parts.EmptyProps{Title: "没有暂停销毁的案卷", Text: "诉讼、复议、纪检、审计要用的案卷，在案卷页暂停销毁。"}
	}
	if p.ask.Find != "" || p.ask.Class != "" || p.ask.Year > 0 {
		return parts.EmptyProps{Title: "没有符合条件的案卷", Text: "请换一个年度、类别，或者核对卷号、工单编号。"}
	}
	return parts.EmptyProps{Title: "还没有案卷", Text: "工单归档以后自动立卷编号，列在这里。"}
}

func fileWhy(v desk.CaseFileView) string {
	if v.Corrected {
		return "经办人调整"
	}
	return v.Why
}

func orJoin(at, by string) string {
	if by == "" {
		return ""
	}
	return at + "　" + by
}

func doneWords(v desk.DestructionView) string {
	out := "销毁" + itoa(v.Destroyed) + "卷，附件" + itoa(v.Blobs) + "个"
	if n := len(v.Files) + v.Hidden - v.Destroyed; n > 0 {
		out += "；" + itoa(n) + "卷没有销毁"
	}
	return out
}

func doomedWords(v desk.DestructionView, x desk.DoomedView) string {
	switch {
	case x.Spared != "":
		return "没有销毁：" + x.Spared
	case v.DoneAt != "":
		return "已销毁"
	}
	return "—"
}

func printLabel(v desk.DestructionView) string {
	if v.DoneAt != "" {
		return "打印销毁证书"
	}
	return "打印清册"
}

func paperTitle(v desk.DestructionView) string {
	if v.DoneAt != "" {
		return "档案销毁证书"
	}
	return "档案销毁清册"
}

func opinionOf(v desk.DestructionView) string {
	if v.Opinion == "" {
		return ""
	}
	return "\n" + v.Opinion
}

func sumOf(v desk.DestructionView) string {
	if v.DoneAt == "" {
		return ""
	}
	return "　" + doneWords(v)
}
