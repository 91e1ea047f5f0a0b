package office

import (
	"strconv"
	"strings"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

func (w *world) seenAbuse() map[string]string {
	a := w.abuse
	until := ""
	if t := a.HintUntil(); !t.IsZero() {
		until = calendar.LastDay(t).String()
	}
	return map[string]string{"状态": a.Stage(w.now).Name(), "提示": yes(a.Stage(w.now) == AbuseHints), "提示至": until, "告诫": strconv.Itoa(len(a.Warnings)), "可移交": yes(a.MayHand()), "已移交": yes(a.Handed != nil),
		"有结果": yes(a.Result != nil), "城管局可看": yes(a.Sees(people["城管局"])), "教育局可看": yes(a.Sees(people["教育局"])), "话务员可看": yes(a.Sees(people["话务员"]))}
}

func (w *world) abused(e any, err error, name string) error {
	if err != nil {
		return err
	}
	w.abuse, w.event = w.abuse.Evolve(e), name
	w.facts = w.seenAbuse()
	return nil
}

// abuseCommands are those of 恶意占用 (Art. 13).
var abuseCommands = map[string]func(*world, org.Actor, args) error{
	"提出占用": func(w *world, who org.Actor, a args) error {
		w.about = "占用"
		kinds := map[string]Behaviour{}
		for _, b := range Behaviours() {
			kinds[b.Name()] = b
		}
		calls, _ := strconv.Atoi(a.get("次数", "12"))
		c := ProposeAbuse{Actor: who, Caller: a.get("号码", "x"), Facts: a.get("事实", "每天深夜来电，不说事项，只骂人。"), Evidence: AbuseEvidence{Behaviour: kinds[a.get("行为", "骚扰")],
			Orders: strings.FieldsFunc(a.get("工单", "o1、o2"), func(r rune) bool { return r == '、' }), Calls: calls, First: a.get("从", "2026-02-20"), Last: a.get("到", "2026-03-01")}}
		if err := c.Check(w.now); err != nil {
			return err
		}
		w.abuse = Abuse{ID: "a1"}
		return w.abused(AbuseProposed{At: w.now, Account: who.Account, Unit: who.Post.Unit, Caller: c.Caller, Evidence: c.Evidence}, nil, "已提出")
	},
	"告诫": func(w *world, who org.Actor, a args) error {
		e, err := w.abuse.Warn(who, w.day(a.get("时间", w.now.In(calendar.Beijing).Format("2006-01-02T15:04"))), a.get("话", "再这样就移交公安机关。"), w.now)
		return w.abused(e, err, "已告诫")
	},
	"审批占用": func(w *world, who org.Actor, a args) error {
		p, err := policy.Embedded()
		if err != nil {
			return err
		}
		e, err := w.abuse.Decide(who, a.get("批准", "是") == "是", a.get("意见", "同意。"), p.Abuse.FlagDays.Value, w.now)
		return w.abused(e, err, "已审批")
	},
	"移交": func(w *world, who org.Actor, a args) error {
		e, err := w.abuse.HandOver(who, org.UnitID(a.get("给", "gaj")), a.get("依据", AbuseBasis(w.abuse.Proposed.Evidence.Behaviour)), "蒙热移〔2026〕1号", w.now)
		return w.abused(e, err, "已移交")
	},
	"登记回执": func(w *world, who org.Actor, a args) error {
		e, err := w.abuse.Receive(who, a.get("日期", calendar.DateOf(w.now).String()), a.get("情况", "治安大队签收。"), w.now)
		return w.abused(e, err, "回执已登记")
	},
	"登记结果": func(w *world, who org.Actor, a args) error {
		kinds := map[string]AbuseOutcome{}
		for _, o := range AbuseOutcomes() {
			kinds[o.Name()] = o
		}
		e, err := w.abuse.Conclude(who, a.get("日期", calendar.DateOf(w.now).String()), kinds[a.get("结果", "批评教育")], a.get("情况", "已训诫，本人写了保证。"), w.now)
		return w.abused(e, err, "结果已登记")
	},
	"解除提示": func(w *world, who org.Actor, a args) error {
		e, err := w.abuse.End(who, a.get("理由", "本人已道歉，此后来电正常。"), w.now)
		return w.abused(e, err, "已解除")
	},
}
