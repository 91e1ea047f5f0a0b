package office

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// answerers of the scenarios.
var answerers = SessionNames{
	Leader: func(p org.PostID) bool {
		return p == org.PostMagistrate || p == org.PostHotlineDeputy || p == "county/deputy.1"
	},
	Department: func(u org.UnitID) bool { return u == "cgj" || u == "jyj" },
}

var sessionPosts = map[string]org.PostID{"县长": org.PostMagistrate, "热线副县长": org.PostHotlineDeputy, "政府办负责人": org.PostGovHead}

func sessionPlan(w *world, a args) SessionPlan {
	kind := map[string]SessionKind{}
	for _, k := range SessionKinds() {
		kind[k.Name()] = k
	}
	p := SessionPlan{Day: a.get("日期", w.now.In(calendar.Beijing).Format("2006-01-02")), From: a.get("从", "08:30"), Until: a.get("到", "11:30"), Kind: kind[a.get("接听", "县直部门")],
		Place: a.get("地点", "县长热线受理中心"), Topic: a.get("主题", ""), Contact: a.get("联系", "县热线办0558-7622100")}
	switch p.Kind {
	case ByDepartment:
		p.Unit = units[a.get("部门", "城管局")]
	case ByMagistrate:
		p.Post = sessionPosts[a.get("领导", "县长")]
	default:
		p.Post = sessionPosts[a.get("领导", "热线副县长")]
	}
	return p
}

// dayCommands are those of the answering days, the rosters and what else the office keeps by day.
var dayCommands = map[string]func(*world, org.Actor, args) error{
	"安排接听": func(w *world, who org.Actor, a args) error {
		w.about = "接听"
		p := sessionPlan(w, a)
		if err := p.Check(answerers, calendar.DateOf(w.now)); err != nil {
			return err
		}
		w.session, w.event = Session{ID: "s1"}.Evolve(SessionPlanned{At: w.now, Account: who.Account, Plan: p}), "已安排接听"
		w.facts = w.seen()
		return nil
	},
	"改接听": func(w *world, who org.Actor, a args) error {
		w.about = "接听"
		e, err := w.session.Change(who, sessionPlan(w, a), answerers, w.now)
		return w.evolved(e, err, "已改安排")
	},
	"取消接听": func(w *world, who org.Actor, a args) error {
		w.about = "接听"
		n, _ := strconv.Atoi(a.get("来电", "0"))
		e, err := w.session.Cancel(who, a.get("原因", "县里有全县性会议"), n, w.now)
		return w.evolved(e, err, "已取消接听")
	},
	"登记预告": func(w *world, who org.Actor, a args) error {
		w.about = "接听"
		e, err := w.session.Announce(who, a.get("地方", "县政府网站"), w.now)
		return w.evolved(e, err, "已登记预告")
	},
	"写纪要": func(w *world, who org.Actor, a args) error {
		w.about = "接听"
		e, err := w.session.Minute(who, a.get("纪要", "接听3个来电，当场分办2件。"), 3, w.now)
		return w.evolved(e, err, "已写纪要")
	},
	"接听来电": func(w *world, _ org.Actor, a args) error {
		w.about = "接听"
		p, err := policy.Embedded()
		if err != nil {
			return err
		}
		c, _ := p.Channel(a.get("渠道", "D4"))
		if err := w.session.Take(c, w.day(a.get("来电时间", w.now.In(calendar.Beijing).Format("2006-01-02T15:04")))); err != nil {
			return err
		}
		w.event = "可以登记"
		w.facts = w.seen()
		return nil
	},
	"排轮流表": func(w *world, _ org.Actor, a args) error {
		w.about = "接听"
		var turns []RotaTurn
		for _, x := range strings.FieldsFunc(a.get("名单", "县长、城管局、教育局"), func(r rune) bool { return r == '、' }) {
			switch {
			case x == "县长":
				turns = append(turns, RotaTurn{Kind: ByMagistrate, Post: org.PostMagistrate})
			case sessionPosts[x] != "":
				turns = append(turns, RotaTurn{Kind: ByLeader, Post: sessionPosts[x]})
			default:
				turns = append(turns, RotaTurn{Kind: ByDepartment, Unit: units[x]})
			}
		}
		first, _ := calendar.ParseDate(a.get("起", ""))
		last, _ := calendar.ParseDate(a.get("止", ""))
		taken := strings.Split(a.get("已有", ""), "、")
		day := strings.IndexRune("日一二三四五六", []rune(a.get("周", "四"))[0]) / len("日")
		out, err := Rota{First: first, Last: last, Weekday: time.Weekday(day), Plan: SessionPlan{From: "08:30", Until: "11:30", Place: "县长热线受理中心", Contact: "县热线办"}, Turns: turns}.
			Plans(calendar.Embedded(), func(m calendar.Date) bool { return slices.Contains(taken, m.String()) }, answerers, calendar.DateOf(w.now))
		if err != nil {
			return err
		}
		w.event = "已排轮流表"
		w.facts = map[string]string{"次数": strconv.Itoa(len(out)), "首次": out[0].Day, "末次": out[len(out)-1].Day}
		for i, p := range out {
			w.facts["第"+strconv.Itoa(i+1)+"次"] = p.Day + "/" + p.Who()
		}
		return nil
	},
	"排班": func(w *world, who org.Actor, a args) error {
		w.about = "值班表"
		monday, _ := calendar.ParseDate(a.get("周", w.now.In(calendar.Beijing).Format("2006-01-02")))
		var all []ShiftEntry
		for _, x := range strings.FieldsFunc(a.get("班", ""), func(r rune) bool { return r == '、' }) {
			f := strings.Split(x, "/") // 2026-03-02/夜班/张三/0558-7000201
			s := map[string]Shift{"白班": DayShift, "夜班": NightShift}[f[1]]
			all = append(all, ShiftEntry{Day: f[0], Shift: s, Name: f[2], Phone: f[3]})
		}
		if a.get("全夜班", "否") == "是" {
			for i := range 7 {
				all = append(all, ShiftEntry{Day: monday.AddDays(i).String(), Shift: NightShift, Name: "张三", Phone: "0558-7000201"})
			}
		}
		e, kept, err := FillWeek(who, monday, all, "7812345", w.now)
		if err != nil {
			return err
		}
		w.roster, w.event = w.roster.Evolve(e), "已排班"
		w.facts = w.seen()
		w.facts["本次"] = strconv.Itoa(len(kept))
		return nil
	},
	"值班时刻": func(w *world, _ org.Actor, _ args) error {
		d, s := ShiftAt(w.now)
		w.event, w.facts = "已查", map[string]string{"日期": d.String(), "班次": s.Name()}
		return nil
	},
	"查本周": func(w *world, _ org.Actor, a args) error {
		w.about = "接听"
		n, _ := strconv.Atoi(a.get("安排", "0"))
		p, err := policy.Embedded()
		if err != nil {
			return err
		}
		w.event = "已查"
		w.facts = map[string]string{"缺": yes(Lacking(calendar.Embedded(), calendar.DateOf(w.now).Monday(), n, p.Answering.PerWeekMin.Value))}
		return nil
	},
}

// evolved applies what a rule answered.
func (w *world) evolved(e any, err error, name string) error {
	if err != nil {
		return err
	}
	w.session, w.event = w.session.Evolve(e), name
	w.facts = w.seen()
	return nil
}

func TestPreview(t *testing.T) {
	plan := SessionPlan{Day: "2026-03-05", From: "08:30", Until: "11:30", Kind: ByDepartment, Unit: "cgj", Place: "县长热线受理中心", Topic: "城市管理", Contact: "县热线办0558-7622100"}
	other := plan
	other.Day, other.Topic = "2026-03-06", ""
	gone := Session{Plan: other, Cancelled: &SessionCancelled{}}
	who := func(p SessionPlan) string { return map[org.UnitID]string{"cgj": "县城市管理局"}[p.Unit] }
	got := Preview([]Session{{Plan: plan}, gone}, who, "7812345")
	want := "县长热线接听日预告\n3月5日 周四 8:30—11:30，县城市管理局在县长热线受理中心接听群众来电，主题：城市管理。联系：县热线办0558-7622100。\n欢迎拨打7812345，反映问题，提出意见建议。"
	if got != want {
		t.Errorf("got %s", got)
	}
	if s := Preview([]Session{gone}, who, "7812345"); s != "" {
		t.Errorf("of a week with nothing: %q", s)
	}
}

func TestCopyAndCountShifts(t *testing.T) {
	monday, _ := calendar.ParseDate("2026-03-09")
	last := []ShiftEntry{{Day: "2026-03-02", Shift: NightShift, Name: "张三", Phone: "1"}, {Day: "2026-03-08", Shift: DayShift, Name: "李四", Phone: "2"}, {Day: "2026-03-08", Shift: NightShift, Name: "张三", Phone: "1"}}
	got := CopyWeek(last, monday)
	if len(got) != 3 || got[0].Day != "2026-03-09" || got[1].Day != "2026-03-15" || got[1].Name != "李四" {
		t.Errorf("copied: %+v", got)
	}
	n := CountShifts(last, calendar.Embedded())
	if len(n) != 2 || n[0] != (ShiftCount{Name: "张三", Nights: 2, Free: 1}) || n[1] != (ShiftCount{Name: "李四", Days: 1, Free: 1}) {
		t.Errorf("counted: %+v", n)
	}
}
