package office

import (
	"maps"
	"strconv"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

func init() {
	maps.Copy(recordCommands, archiveCommands)
	maps.Copy(recordWords, map[string]string{"case_filed": "已立卷", "case_filed_again": "已重新归档", "case_reclassed": "已调整期限", "case_held": "已暂停销毁", "hold_end_asked": "已申请解除", "hold_end_decided": "解除已审批", "case_destroyed": "已销毁",
		"transfer_asked": "移交已提出", "transfer_decided": "移交已审批", "transfer_packed": "已打包", "transfer_taken": "已下载", "transfer_handed": "已移交", "transfer_dropped": "移交已作废",
		"destruction_proposed": "销毁已提出", "destruction_decided": "销毁已审批", "destruction_done": "销毁已完成"})
}

func (w *world) seenArchive(out map[string]string) {
	today := calendar.DateOf(w.now).String()
	switch x := w.record.(type) {
	case CaseFile:
		out["状态"], out["类别"], out["期限"], out["保管到"], out["到期"], out["缘由"], out["卷号"] = x.Stage(today), x.Class.Name(), TermWords(x.Years), x.Until(), yes(x.Due(today)), x.Why, x.Filed.Number
	case Publication:
		w.seenPublication(x, out)
	case Export:
		w.seenExport(x, out)
	case Transfer:
		out["状态"], out["册"], out["装了"] = x.Stage(), strconv.Itoa(len(x.Parts)), strconv.Itoa(x.Packed())
	case Destruction:
		out["状态"], out["卷"] = x.Stage(), strconv.Itoa(len(x.Proposed.Files))
		if x.Decided != nil {
			out["证书"] = x.Decided.Number
		}
	}
}

func rules() policy.Policy {
	p, err := policy.Embedded()
	if err != nil {
		panic(err)
	}
	return p
}

func (a args) flag(name string) bool { return a.get(name, "否") == "是" }

var classes = map[string]RetentionClass{"永久": KeptForever, "重点": KeptKey, "一般": KeptDispatched, "不立卷": KeptDirect}

// filed is the file that a scenario's destruction is about: of the year 2015, kept ten years, unless it says another.
func (a args) filed() CaseFile {
	years, _ := strconv.Atoi(a.get("年", "10"))
	c := EvolveRecord(CaseFile{}, CaseFiled{Year: 2015, Number: "2015-000007", OrderNo: "MC201503020012", Closed: a.get("办结", "2015-03-09"), Class: KeptDispatched, Years: years}).(CaseFile)
	if a.flag("暂停") {
		c = EvolveRecord(c, CaseHeld{}).(CaseFile)
	}
	return c
}

var archiveCommands = map[string]func(*world, org.Actor, args) error{
	"立卷": func(w *world, _ org.Actor, a args) error {
		w.record = NewRecord(CaseRecord)
		n, _ := strconv.Atoi(a.get("次数", "1"))
		c, why := ProposeClass(CaseFacts{Terminated: a.flag("终结"), Leader: a.flag("县领导"), Key: a.flag("重点"), Supervised: a.flag("督办"), Led: a.flag("问责"), Appeals: n, Dispatched: a.get("转办", "是") == "是"})
		day := calendar.DateOf(w.now)
		y, _, _ := day.Parts()
		e := CaseFiled{At: w.now, Year: y, OrderNo: "MC1", Closed: day.String(), Class: c, Years: c.Years(rules()), Why: why}
		if c.Filed() {
			e.Number = strconv.Itoa(y) + "-000001"
		}
		return w.recorded(e, nil)
	},
	"重新归档": func(w *world, _ org.Actor, _ args) error {
		return w.recorded(CaseFiledAgain{At: w.now, Closed: calendar.DateOf(w.now).String(), Class: KeptKey, Years: 30, Why: "列入督办"}, nil)
	},
	"调整期限": func(w *world, who org.Actor, a args) error {
		e, err := as[CaseFile](w).Reclass(who, classes[a.get("到", "重点")], a.get("理由", "全县首例"), "2026-000002", rules(), w.now)
		return w.recorded(e, err)
	},
	"暂停销毁": func(w *world, who org.Actor, a args) error {
		e, err := as[CaseFile](w).Hold(who, a.get("理由", "法院调取"), w.now)
		return w.recorded(e, err)
	},
	"申请解除": func(w *world, who org.Actor, a args) error {
		e, err := as[CaseFile](w).AskHoldEnd(who, a.get("理由", "案件已结"), w.now)
		return w.recorded(e, err)
	},
	"审批解除": func(w *world, who org.Actor, a args) error {
		e, err := as[CaseFile](w).DecideHoldEnd(who, a.get("同意", "是") == "是", a.get("意见", "同意"), w.now)
		return w.recorded(e, err)
	},
	"提出销毁": func(w *world, who org.Actor, a args) error {
		w.record = NewRecord(DestructionRecord)
		n, _ := strconv.Atoi(a.get("卷", "1"))
		var files []CaseFile
		var orders []string
		for i := range n {
			files, orders = append(files, a.filed()), append(orders, "o"+strconv.Itoa(i))
		}
		e, err := Doom(who, files, orders, a.get("意见", "没有继续保存的价值"), func(string) string { return a.get("另有", "") }, w.now)
		return w.recorded(e, err)
	},
	"审批销毁": func(w *world, who org.Actor, a args) error {
		witness := org.AccountID("")
		if x, ok := people[a.get("监销", "话务员")]; ok {
			witness = x.Account
		}
		e, err := as[Destruction](w).Decide(who, a.get("同意", "是") == "是", witness, a.get("意见", "同意"), "蒙热销〔2026〕1号", func(id org.AccountID) bool { return id != people["城管局"].Account }, w.now)
		return w.recorded(e, err)
	},
	"完成销毁": func(w *world, _ org.Actor, _ args) error {
		return w.recorded(DestructionDone{At: w.now, Files: 1}, nil)
	},
	"提出移交": func(w *world, who org.Actor, a args) error {
		w.record = NewRecord(TransferRecord)
		year, _ := strconv.Atoi(a.get("年度", "2025"))
		files, _ := strconv.Atoi(a.get("卷", "3"))
		e, err := AskTransfer(who, year, calendar.NewDate(2025, 12, 1).Midnight(), files, a.flag("在办"), a.get("说明", "年度移交"), w.now)
		return w.recorded(e, err)
	},
	"审批移交": func(w *world, who org.Actor, a args) error {
		e, err := as[Transfer](w).Decide(who, a.get("同意", "是") == "是", a.get("意见", "同意"), w.now)
		return w.recorded(e, err)
	},
	"打包": func(w *world, _ org.Actor, a args) error {
		n := len(as[Transfer](w).Parts) + 1
		return w.recorded(TransferPacked{At: w.now, N: n, Files: 2, Whole: a.flag("全部")}, nil)
	},
	"下载": func(w *world, who org.Actor, a args) error {
		n, _ := strconv.Atoi(a.get("册", "1"))
		e, err := as[Transfer](w).Take(who, n, w.now)
		return w.recorded(e, err)
	},
	"登记移交": func(w *world, who org.Actor, a args) error {
		e, err := as[Transfer](w).Hand(who, a.get("日期", "2026-03-03"), a.get("单位", "县档案馆"), a.get("接收人", "陈科长"), w.now)
		return w.recorded(e, err)
	},
	"作废移交": func(w *world, who org.Actor, a args) error {
		e, err := as[Transfer](w).Drop(who, a.get("理由", "目录有误"), w.now)
		return w.recorded(e, err)
	},
}
