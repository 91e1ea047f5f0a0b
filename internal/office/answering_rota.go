package office

import (
	"fmt"
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
)

// RotaTurn is one line of the list from which a rota is made.
type RotaTurn struct {
	Kind SessionKind
	Post org.PostID
	Unit org.UnitID
}

// Rota is a year's plan: one session a week on a weekday, the turns of the list one after the other, from the beginning again when they are used up (Art. 11).
type Rota struct {
	First, Last calendar.Date
	Weekday     time.Weekday
	Plan        SessionPlan // times, place, contact
	Turns       []RotaTurn
}

// Plans makes the sessions. A week that has one already, and a week without a working day, take no turn; where the weekday is no working day the nearest later one
// of that week is taken, else the nearest earlier.
func (r Rota) Plans(cal *calendar.Calendar, taken func(monday calendar.Date) bool, n SessionNames, today calendar.Date) ([]SessionPlan, error) {
	switch {
	case r.First.IsZero():
		return nil, sessionRefusal("first", "no_first", "没有填写从哪天起，请选日期。")
	case r.First.Before(today):
		return nil, sessionRefusal("first", "past", "轮流表只能排今天和以后的，请改起始日期。")
	case r.Last.IsZero() || r.Last.Before(r.First):
		return nil, sessionRefusal("last", "bad_last", "没有填写到哪天止，或早于起始日期，请核对。")
	case r.Last.After(r.First.AddDays(366)):
		return nil, sessionRefusal("last", "too_long", "一次最多排一年，请缩短。")
	case r.Weekday < time.Monday || r.Weekday > time.Friday:
		return nil, sessionRefusal("weekday", "bad_weekday", "请从周一到周五里选一天。")
	case len(r.Turns) == 0:
		return nil, sessionRefusal("turns", "no_turns", "没有填写轮流名单，一行写一个领导岗位或部门。")
	case len(r.Turns) > 120:
		return nil, sessionRefusal("turns", "many_turns", "名单超过120行，请分次安排。")
	}
	var out []SessionPlan
	for week := r.First.Monday(); !week.After(r.Last); week = week.AddDays(7) {
		day, ok := workdayOf(cal, week, r.Weekday)
		if !ok || day.Before(r.First) || day.After(r.Last) || taken(week) {
			continue
		}
		t := r.Turns[len(out)%len(r.Turns)]
		p := r.Plan
		p.Day, p.Kind, p.Post, p.Unit = day.String(), t.Kind, t.Post, t.Unit
		if err := p.Check(n, today); err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	if len(out) == 0 {
		return nil, sessionRefusal("first", "nothing_to_plan", "这段时间每周都已有安排，或没有工作日，没有要排的。")
	}
	return out, nil
}

// workdayOf is the working day of a week nearest to a weekday: that day, else a later one, else an earlier.
func workdayOf(cal *calendar.Calendar, monday calendar.Date, w time.Weekday) (calendar.Date, bool) {
	want := monday.AddDays((int(w) + 6) % 7)
	for d := want; d.Before(monday.AddDays(7)); d = d.Next() {
		if cal.IsWorkday(d) {
			return d, true
		}
	}
	for d := want.AddDays(-1); !d.Before(monday); d = d.AddDays(-1) {
		if cal.IsWorkday(d) {
			return d, true
		}
	}
	return 0, false
}

// Lacking says that a week has fewer sessions than Art. 11 asks for (原则上每周一次); have is how many are not cancelled. A week without a working day lacks none.
func Lacking(cal *calendar.Calendar, monday calendar.Date, have, perWeek int) bool {
	if have >= perWeek {
		return false
	}
	_, works := workdayOf(cal, monday, time.Monday)
	return works
}

// Preview is the text that announces a week's sessions to citizens, to be copied. who names a post or unit; hotline is the citizens' number.
func Preview(all []Session, who func(SessionPlan) string, hotline string) string {
	var lines []string
	for _, s := range all {
		if s.Cancelled != nil {
			continue
		}
		p := s.Plan
		line := fmt.Sprintf("%s %s—%s，%s在%s接听群众来电", p.Date().ChineseShort(), clockWord(p.From), clockWord(p.Until), who(p), p.Place)
		if p.Topic != "" {
			line += "，主题：" + p.Topic
		}
		lines = append(lines, line+"。联系："+p.Contact+"。")
	}
	if len(lines) == 0 {
		return ""
	}
	return "县长热线接听日预告\n" + strings.Join(lines, "\n") + "\n欢迎拨打" + hotline + "，反映问题，提出意见建议。"
}

// clockWord prints 08:30 as 8:30.
func clockWord(s string) string { return strings.TrimPrefix(s, "0") }
