package office

import (
	"maps"

	"huiyin/internal/org"
)

func init() {
	maps.Copy(recordCommands, publicationCommands)
	maps.Copy(recordWords, map[string]string{"publication_proposed": "公开已提出", "publication_decided": "公开已核对", "publication_shut": "公开已撤下"})
}

func (w *world) seenPublication(x Publication, out map[string]string) {
	out["状态"], out["群众可看"] = x.Stage(), yes(x.Public())
}

var publicationCommands = map[string]func(*world, org.Actor, args) error{
	"提出公开答复": func(w *world, who org.Actor, a args) error {
		w.record = NewRecord(PublicationRecord)
		f := PublicationFacts{Over: !a.flag("在办"), Agreed: !a.flag("没有同意"), Ordinary: !a.flag("保密"), Busy: a.flag("已有"), Tells: []string{"王秀兰", "13800001234", "幸福小区3号楼"}}
		e, err := ProposePublication(who, f, a.get("标题", "路口下水道堵了找谁"), a.get("问题", "小区门口的下水道堵了，找谁处理？"), a.get("答复", "由县城市管理局市政股负责，两日内疏通。"), w.now)
		return w.recorded(e, err)
	},
	"核对公开答复": func(w *world, who org.Actor, a args) error {
		e, err := as[Publication](w).Decide(who, a.get("同意", "是") == "是", a.get("理由", ""), w.now)
		return w.recorded(e, err)
	},
	"撤下公开答复": func(w *world, who org.Actor, a args) error {
		e, err := as[Publication](w).TakeDown(who, a.get("理由", "政策已经调整"), w.now)
		return w.recorded(e, err)
	},
}
