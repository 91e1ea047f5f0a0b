package office

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// lawWorld is the county's rules and calendar in a scenario.
type lawWorld struct {
	law   Law
	days  Workdays
	cal   *calendar.Calendar
	draft string   // the last one
	shown int64    // of the page that was opened last
	list  []string // the marks on the page that was opened last
	now   []string // the marks as they are
}

var lawPeople = map[string]org.Actor{
	"热线办负责人": headOf("head-1", org.HotlineOffice, org.OfficeHead, "县热线办负责人"), "热线办负责人乙": headOf("head-2", org.HotlineOffice, org.OfficeHead, "县热线办负责人"),
	"政府办负责人": headOf("gov-1", org.GovOffice, org.GovOfficeHead, "县政府办负责人"), "兼任政府办": headOf("head-1", org.GovOffice, org.GovOfficeHead, "县政府办负责人"), "程序": {},
}

func headOf(id org.AccountID, u org.UnitID, k org.Kind, title string) org.Actor {
	a := post(u, k)
	a.Account, a.Post.Title = id, title
	return a
}

// The words of living law are joined to those of the room's other scenarios.
var _ = func() bool {
	for k, v := range lawPeople {
		people[k] = v
	}
	for k, v := range lawCommands {
		commands[k] = v
	}
	return true
}()

func (w *world) first() policy.Policy {
	p, err := policy.Embedded()
	if err != nil {
		w.fatalf("%v", err)
	}
	return p
}

// version reads a version as the archive has it.
func (w *world) version(n int) policy.Policy {
	for _, v := range w.law.law.Versions() {
		if v.Version == n {
			p, err := policy.Restore(v.File)
			if err != nil {
				w.fatalf("%v", err)
			}
			return p
		}
	}
	return w.first()
}

func (w *world) baseFor(day string) policy.Policy {
	at := w.now
	if d, err := calendar.ParseDate(day); err == nil && d.Midnight().After(at) {
		at = d.Midnight()
	}
	return w.version(w.law.law.InForce(1, at))
}

func (w *world) calendar() *calendar.Calendar {
	if w.law.cal == nil {
		w.law.cal = calendar.Embedded()
	}
	return w.law.cal
}

func (w *world) seenLaw() map[string]string {
	out := map[string]string{"日历版本": strconv.Itoa(w.calendar().Version), "3月3日上班": yes(w.calendar().IsWorkday(calendar.NewDate(2026, time.March, 3)))}
	if _, ok := w.law.days.Waiting(); true {
		out["日历待确认"] = yes(ok)
	}
	in := w.law.law.InForce(1, w.now)
	out["现行"] = strconv.Itoa(in)
	out["非咨询"] = w.version(in).Value("limit.other_wd")
	if d, ok := w.law.law.Draft(w.law.draft); ok {
		out["草案"], out["草案版本"] = d.Status.Name(), strconv.Itoa(d.Version)
	}
	out["解释"] = strconv.Itoa(len(w.law.law.Notes))
	return out
}

// write puts an event down as the log does and reads it again.
func (w *world) write(e any, err error, word string) error {
	if err != nil {
		return err
	}
	kind, body, err := EncodeLaw(e)
	if err != nil {
		w.fatalf("%v", err)
	}
	again, err := DecodeLaw(kind, body)
	if err != nil {
		w.fatalf("%v", err)
	}
	if _, second, err := EncodeLaw(again); err != nil || !bytes.Equal(body, second) {
		w.fatalf("%s reads back as %s: %v", body, second, err)
	}
	if strings.HasPrefix(kind, "calendar_") {
		w.about, w.law.days = "日历", w.law.days.Evolve(again)
		if s, ok := again.(CalendarSaved); ok {
			w.law.cal = s.Calendar
		}
	} else {
		w.about, w.law.law = "规则", w.law.law.Evolve(again)
	}
	w.event, w.facts = word, w.seenLaw()
	return nil
}

func (w *world) proposed(a args) policy.Policy {
	from := a.get("施行", w.now.In(calendar.Beijing).Format(time.DateOnly))
	p := w.baseFor(from)
	p, bad := p.With(map[string]string{"limit.other_wd": a.get("非咨询", p.Value("limit.other_wd")), "limit.consult_wd": a.get("咨询", p.Value("limit.consult_wd")),
		"limit.return_wd": a.get("退回", p.Value("limit.return_wd")), "approval.result_from_assignment": a.get("县领导自", p.Value("approval.result_from_assignment")),
		"visit.start_wd": a.get("回访", p.Value("visit.start_wd"))})
	if len(bad) > 0 {
		w.fatalf("%v", bad)
	}
	p.Name, p.Document, p.EffectiveFrom = a.get("名称", "县长热线规则（修订）"), a.get("文号", ""), from
	if a.get("去掉渠道", "否") == "是" {
		p.Channels = p.Channels[1:]
	}
	return p
}

var lawCommands = map[string]func(*world, org.Actor, args) error{
	"起草规则": func(w *world, who org.Actor, a args) error {
		p := w.proposed(a)
		w.law.draft = a.get("草案", "d"+strconv.FormatInt(w.law.law.N, 10))
		e, err := w.law.law.DraftRules(who, w.law.draft, p, w.baseFor(p.EffectiveFrom), a.get("理由", "群众等不了十天"), false, w.now)
		return w.write(e, err, "草案已起草")
	},
	"修改草案": func(w *world, who org.Actor, a args) error {
		p := w.proposed(a)
		e, err := w.law.law.DraftRules(who, w.law.draft, p, w.baseFor(p.EffectiveFrom), a.get("理由", "按意见改"), true, w.now)
		return w.write(e, err, "草案已修改")
	},
	"打开对照": func(w *world, _ org.Actor, a args) error {
		d, _ := w.law.law.Draft(a.get("草案", w.law.draft))
		w.law.draft, w.law.shown = d.ID, w.law.law.Shown(d)
		w.about, w.event, w.facts = "规则", "对照表", map[string]string{}
		p, err := policy.Restore(d.File)
		if err != nil {
			return err
		}
		for _, c := range policy.Compare(w.baseFor(p.EffectiveFrom), p) {
			w.facts[c.Name] = c.Old + "→" + c.New
			w.facts[c.Name+"依据"], w.facts[c.Name+"影响"] = c.Basis, c.Who
		}
		return nil
	},
	"批准草案": func(w *world, who org.Actor, a args) error {
		d, _ := w.law.law.Draft(w.law.draft)
		p, err := policy.Restore(d.File)
		if err != nil {
			return err
		}
		e, err := w.law.law.ApproveRules(who, w.law.draft, a.get("意见", ""), w.law.shown, w.baseFor(p.EffectiveFrom), 1, w.now)
		return w.write(e, err, "已批准规则")
	},
	"退回草案": func(w *world, who org.Actor, a args) error {
		e, err := w.law.law.ReturnRules(who, w.law.draft, a.get("意见", "请把施行日期推后"), w.law.shown, w.now)
		return w.write(e, err, "草案已退回")
	},
	"撤回规则": func(w *world, who org.Actor, a args) error {
		e, err := w.law.law.WithdrawRules(who, a.get("草案", w.law.draft), a.get("理由", "上级另有安排"), w.now)
		return w.write(e, err, "规则已撤回")
	},
	"解释参数": func(w *world, who org.Actor, a args) error {
		e, err := w.law.law.ExplainParam(who, a.get("参数", "limit.other_wd"), a.get("解释", "从单位收到那天的第二天起算。"), a.get("文号", ""), w.now)
		return w.write(e, err, "已解释")
	},
	"看规则": func(w *world, _ org.Actor, _ args) error {
		w.about, w.event, w.facts = "规则", "规则", w.seenLaw()
		return nil
	},
	"提出停工": func(w *world, who org.Actor, a args) error {
		d, err := calendar.ParseDate(a.get("日期", "2026-03-03"))
		if err != nil {
			w.fatalf("%v", err)
		}
		e, err := w.law.days.ProposeCalendar(who, CalendarProposed{ID: a.get("变动", "c1"), Document: a.get("文号", "蒙政办秘〔2026〕8号"),
			Special: &calendar.SpecialDay{Date: d, Rest: true, Reason: a.get("原因", "暴雪停工")}}, w.calendar(), w.now)
		return w.write(e, err, "日历变动已提出")
	},
	"撤销停工": func(w *world, who org.Actor, a args) error {
		d, _ := calendar.ParseDate(a.get("日期", "2026-03-03"))
		e, err := w.law.days.ProposeCalendar(who, CalendarProposed{ID: a.get("变动", "c2"), Undo: d}, w.calendar(), w.now)
		return w.write(e, err, "日历变动已提出")
	},
	"清单变为": func(w *world, _ org.Actor, a args) error {
		w.law.now = strings.FieldsFunc(a.get("时限", ""), func(r rune) bool { return r == '、' })
		w.about, w.event, w.facts = "日历", "清单", map[string]string{}
		return nil
	},
	"打开清单": func(w *world, _ org.Actor, _ args) error {
		w.law.list = slices.Clone(w.law.now)
		w.about, w.event, w.facts = "日历", "清单", map[string]string{}
		return nil
	},
	"确认变动": func(w *world, who org.Actor, a args) error {
		e, err := w.law.days.ConfirmCalendar(who, a.get("变动", "c1"), w.calendar(), w.law.list, w.law.now, w.now)
		return w.write(e, err, "日历已变动")
	},
	"撤回变动": func(w *world, who org.Actor, a args) error {
		e, err := w.law.days.DropCalendar(who, a.get("变动", "c1"), a.get("理由", "雪停了"), w.now)
		return w.write(e, err, "变动已撤回")
	},
}
