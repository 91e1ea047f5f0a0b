package office

import (
	"strconv"
	"strings"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
)

var recordWords = map[string]string{"quality_drawn": "已抽样", "quality_scored": "已评分", "quality_appealed": "已申诉", "quality_decided": "已复核", "training_held": "培训已登记", "training_struck": "培训已作废",
	"inspection_planned": "已计划", "inspection_cancelled": "已取消", "inspection_made": "检查已登记", "finding_answered": "整改已报告", "finding_judged": "整改已认定",
	"sign_found": "已发现", "sign_settled": "已处置", "media_recorded": "报道已登记", "media_linked": "已关联", "media_answered": "已回应", "media_closed": "不回应",
	"petitions_received": "清单已收", "petition_decided": "已认定", "petitions_handed": "已移送", "petitions_fetched": "已下载", "alarm_called": "已转警", "alarm_followed": "已跟进",
	"document_shelved": "已上架", "document_revised": "已换版", "document_repealed": "已废止"}

// recorded writes an event down as the log does, reads it again and applies it.
func (w *world) recorded(e any, err error) error {
	w.t.Helper()
	w.about = "记录"
	if err != nil {
		return err
	}
	kind, body, err := EncodeRecord(e)
	if err != nil {
		w.fatalf("%v", err)
	}
	again, err := DecodeRecord(kind, Version, body)
	if err != nil {
		w.fatalf("%v", err)
	}
	if _, err := DecodeRecord(kind, Version+1, body); err == nil {
		w.fatalf("an event of a newer program was read")
	}
	w.record, w.event = EvolveRecord(w.record, again), recordWords[kind]
	w.facts = w.seenRecord()
	return nil
}

func (w *world) seenRecord() map[string]string {
	out := map[string]string{}
	row := w.record.Row()
	out["待办"], out["最近期限"] = yes(row.Open), row.Due
	switch x := w.record.(type) {
	case Quality:
		p, _ := x.Points()
		out["状态"], out["得分"] = x.Stage(), strconv.Itoa(p.Sum())
		out["本人可看"], out["别的话务员可看"], out["单位可看"] = yes(x.Sees(people["话务员"])), yes(x.Sees(people["话务员乙"])), yes(x.Sees(people["城管局"]))
		if x.Scored != nil {
			out["申诉到"] = calendar.LastDay(x.Scored.Until).String()
		}
	case Training:
		out["人数"], out["作废"] = strconv.Itoa(len(x.Held.People)), yes(x.Struck != nil)
	case Inspection:
		out["未销号"], out["城管局可看"], out["教育局可看"] = strconv.Itoa(x.Left()), yes(x.Sees(people["城管局"])), yes(x.Sees(people["教育局"]))
	case Sign:
		out["听到"], out["次数"], out["以前处置"] = dangerNames(x.Dangers()), strconv.Itoa(len(x.Found)), strconv.Itoa(len(x.Past))
		if x.Settled != nil {
			out["怎么处置"] = x.Settled.Way.Name()
		}
	case Media:
		out["工单"] = strconv.Itoa(len(x.Orders))
		if x.Answered != nil {
			out["晚"] = yes(x.Answered.Late)
		}
	case Petitions:
		out["待认定"], out["件数"], out["下载"] = strconv.Itoa(x.Left()), strconv.Itoa(len(x.Lines())), strconv.Itoa(len(x.Fetched))
	case Alarm:
		out["转接"] = strconv.Itoa(len(x.Calls))
	case Document:
		v, ok := x.InForce(calendar.DateOf(w.now).String())
		out["有效"], out["版本"], out["文号"] = yes(ok), strconv.Itoa(v.N), v.Number
		out["第一版到"] = x.LastDay(1)
	}
	w.seenArchive(out)
	return out
}

func split(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '、' })
}

func (a args) points(d string) Points {
	var n [4]int
	for i, x := range strings.Split(a.get("分", d), "/") {
		n[i], _ = strconv.Atoi(x)
	}
	return Points{n[0], n[1], n[2], n[3]}
}

func as[T Record](w *world) T {
	r, ok := w.record.(T)
	if !ok {
		w.fatalf("the record is a %T", w.record)
	}
	return r
}

// recordCommands are those of the office's own records: 质检、培训、检查、制度.
var recordCommands = map[string]func(*world, org.Actor, args) error{
	"抽样": func(w *world, who org.Actor, a args) error {
		w.about = "记录"
		if err := DrawQuality(who, a.get("月", "2026-02"), w.now); err != nil {
			return err
		}
		w.record = NewRecord(QualityRecord)
		return w.recorded(QualityDrawn{At: w.now, Account: who.Account, Month: a.get("月", "2026-02"), Order: "o1", Operator: people[a.get("话务员", "话务员")].Account}, nil)
	},
	"评分": func(w *world, who org.Actor, a args) error {
		until := calendar.Embedded().AddWorkdays(calendar.DateOf(w.now), 3).Next().Midnight()
		e, err := as[Quality](w).Score(who, a.points("25/20/25/25"), a.get("理由", "没有报工号。"), until, w.now)
		return w.recorded(e, err)
	},
	"申诉": func(w *world, who org.Actor, a args) error {
		e, err := as[Quality](w).Contest(who, a.get("理由", "报了工号，请听录音。"), w.now)
		return w.recorded(e, err)
	},
	"复核申诉": func(w *world, who org.Actor, a args) error {
		e, err := as[Quality](w).Decide(who, a.points("25/25/25/25"), a.get("意见", "录音里报了工号，改回。"), w.now)
		return w.recorded(e, err)
	},
	"登记培训": func(w *world, who org.Actor, a args) error {
		w.record = NewRecord(TrainingRecord)
		minutes, _ := strconv.Atoi(a.get("分钟", "90"))
		var ids []org.AccountID
		for _, p := range split(a.get("人", "话务员、话务员乙、话务员")) {
			if x, ok := people[p]; ok {
				ids = append(ids, x.Account)
			} else {
				ids = append(ids, org.AccountID(p))
			}
		}
		known := func(id org.AccountID) bool {
			return id == people["话务员"].Account || id == people["话务员乙"].Account || id == people["外包话务员"].Account
		}
		e, err := HoldTraining(who, a.get("日期", "2026-03-01"), a.get("内容", "接听规范和常见政策"), a.get("授课", "县政府办李主任"), minutes, ids, known, w.now)
		return w.recorded(e, err)
	},
	"作废培训": func(w *world, who org.Actor, a args) error {
		e, err := as[Training](w).Strike(who, a.get("理由", "重复登记"), w.now)
		return w.recorded(e, err)
	},
	"计划检查": func(w *world, who org.Actor, a args) error {
		w.record = NewRecord(InspectionRecord)
		e, err := PlanInspection(who, units[a.get("单位", "城管局")], a.get("日期", "2026-03-05"), a.get("内容", "看签收、联系、值班三项"), w.now)
		return w.recorded(e, err)
	},
	"取消检查": func(w *world, who org.Actor, a args) error {
		e, err := as[Inspection](w).Cancel(who, a.get("理由", "单位防汛，另约"), w.now)
		return w.recorded(e, err)
	},
	"登记检查": func(w *world, who org.Actor, a args) error {
		whats, dues := split(a.get("问题", "三件没有联系记录、值班电话没人接")), split(a.get("期限", "2026-03-12、2026-03-20"))
		e, err := as[Inspection](w).Make(who, a.get("日期", "2026-03-05"), a.get("参加", "督办员01；城管局分管负责人"), a.get("情况", "抽看二十件，十七件规范。"), whats, dues, w.now)
		return w.recorded(e, err)
	},
	"报告整改": func(w *world, who org.Actor, a args) error {
		n, _ := strconv.Atoi(a.get("第", "1"))
		e, err := as[Inspection](w).Answer(who, n, a.get("情况", "已补联系记录，专人盯办。"), w.now)
		if err := w.recorded(e, err); err != nil {
			return err
		}
		w.facts["晚"] = yes(e.Late)
		return nil
	},
	"认定整改": func(w *world, who org.Actor, a args) error {
		n, _ := strconv.Atoi(a.get("第", "1"))
		e, err := as[Inspection](w).Judge(who, n, a.get("整改", "是") == "是", a.get("期限", "2026-03-30"), a.get("意见", "已抽看，属实。"), w.now)
		return w.recorded(e, err)
	},
	"上架": func(w *world, who org.Actor, a args) error {
		w.record = NewRecord(ShelfRecord)
		kinds := map[string]DocumentKind{}
		for _, k := range DocumentKinds() {
			kinds[k.Name()] = k
		}
		files, _ := strconv.Atoi(a.get("文件", "1"))
		e, err := Shelve(who, kinds[a.get("类别", "工作制度")], a.get("名称", "热线工单办理工作制度"), DocumentVersion{Number: a.get("文号", "蒙热〔2026〕1号"), From: a.get("施行", "2026-03-10")}, files, w.now)
		return w.recorded(e, err)
	},
	"换版": func(w *world, who org.Actor, a args) error {
		e, err := as[Document](w).Revise(who, DocumentVersion{Number: a.get("文号", "蒙热〔2026〕2号"), From: a.get("施行", "2026-06-01"), Note: a.get("说明", "加了催办一节")}, 1, w.now)
		return w.recorded(e, err)
	},
	"废止": func(w *world, who org.Actor, a args) error {
		e, err := as[Document](w).Repeal(who, a.get("到", "2026-12-31"), a.get("理由", "并入新制度"), w.now)
		return w.recorded(e, err)
	},
}
