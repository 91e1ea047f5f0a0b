package office

import (
	"maps"
	"strconv"

	"huiyin/internal/org"
)

func init() {
	maps.Copy(recordCommands, exportCommands)
	maps.Copy(recordWords, map[string]string{"export_asked": "导出已提出", "export_packed": "已做好一部分", "export_taken": "已下载导出", "export_dropped": "导出已过期"})
}

func (w *world) seenExport(x Export, out map[string]string) {
	out["状态"], out["部分"], out["行"] = x.Stage(), strconv.Itoa(len(x.Parts)), strconv.Itoa(x.Rows())
	out["本人可看"], out["别人可看"] = yes(x.Sees(people["分办员"])), yes(x.Sees(people["负责人"]))
}

var exportCommands = map[string]func(*world, org.Actor, args) error{
	"导出": func(w *world, who org.Actor, a args) error {
		w.record = NewRecord(ExportRecord)
		n, _ := strconv.Atoi(a.get("行", "150000"))
		e, err := AskExport(ExportAsked{At: w.now, Account: who.Account, Post: who.Post.ID, List: "list-open", Title: "在办", Format: ExportFormat(a.get("格式", "xlsx")), Total: n})
		return w.recorded(e, err)
	},
	"做一部分": func(w *world, _ org.Actor, a args) error {
		n, _ := strconv.Atoi(a.get("行", "100000"))
		return w.recorded(ExportPacked{At: w.now, N: len(as[Export](w).Parts) + 1, Rows: n, Next: "k", Blob: "b", Size: 9, Whole: a.flag("全部")}, nil)
	},
	"下载导出": func(w *world, _ org.Actor, a args) error {
		n, _ := strconv.Atoi(a.get("部分", "1"))
		e, err := as[Export](w).Take(n, w.now)
		return w.recorded(e, err)
	},
	"过期": func(w *world, _ org.Actor, _ args) error { return w.recorded(ExportDropped{At: w.now}, nil) },
	"不再任职": func(w *world, _ org.Actor, _ args) error {
		return w.recorded(ExportDropped{At: w.now, Why: "已不在原来的岗位"}, nil)
	},
}
