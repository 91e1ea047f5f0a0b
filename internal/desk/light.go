package desk

import (
	"fmt"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/order"
	"huiyin/internal/policy"
	"huiyin/internal/store"
)

// LightOf says how a limit stands at now: overdue red, ends today orange, one working day or less yellow, else green (ux C1).
func LightOf(c *calendar.Calendar, due, now time.Time) Light {
	today, last := calendar.DateOf(now), calendar.LastDay(due)
	switch {
	case due.IsZero():
		return Light{"k", "无时限"}
	case !now.Before(due):
		n := c.WorkdaysBetween(last, today)
		if n < 1 {
			return Light{"r", "已超期"}
		}
		return Light{"r", fmt.Sprintf("超%d个工作日", n)}
	case today == last:
		return Light{"o", "今日" + endWords(due)}
	}
	n := c.WorkdaysBetween(today, last)
	if n <= 1 {
		return Light{"y", fmt.Sprintf("剩%d个工作日", n)}
	}
	return Light{"g", fmt.Sprintf("剩%d个工作日", n)}
}

// waitingForWord is the light of a limit that is past while an application for a later one waits (domain.md §13.4).
var waitingForWord = Light{"y", "等审批"}

// lightOfRow is the light of an order in a list, by the limit that the list shows.
func lightOfRow(p policy.Policy, l store.OrderRow, due, now time.Time) Light {
	if l.Waits && !due.IsZero() && due.UnixMilli() == l.ResultDueMS && !now.Before(due) {
		return waitingForWord
	}
	return LightOf(p.Calendar, due, now)
}

// endWords prints the end of a limit: midnight is 24:00.
func endWords(due time.Time) string {
	t := due.In(calendar.Beijing)
	if t.Hour() == 0 && t.Minute() == 0 {
		return "24:00"
	}
	return t.Format("15:04")
}

// dueWords is the end of a limit in full: 12月8日 周二 24:00.
func dueWords(due time.Time) string {
	if due.IsZero() {
		return ""
	}
	return calendar.LastDay(due).ChineseShort() + " " + endWords(due)
}

func clockView(p policy.Policy, c order.Clock, now time.Time) ClockView {
	article, why := c.Why()
	v := ClockView{Kind: c.Kind, Name: c.Kind.Name(), Last: dueWords(c.Due), Due: c.Due, Total: c.Days, Provisional: c.Provisional, Article: article.String()}
	from := calendar.DateOf(c.From)
	v.Why = why + counting(p, c, from)
	v.Used = min(p.Calendar.WorkdaysBetween(from, calendar.DateOf(now)), max(c.Days, 0))
	switch {
	case c.Paused():
		v.Light = Light{"k", "暂停计时"}
	case !c.On && !c.MetAt.IsZero():
		v.Done = true
		v.DoneWords = c.MetAt.In(calendar.Beijing).Format("1月2日 15:04")
		v.Light = Light{"g", "按时"}
		if c.Late(c.MetAt) {
			v.Light = Light{"r", "逾期"}
		}
	case !c.On:
		v.Done = true
		v.Light = Light{"k", "已止"}
		if c.Missed {
			v.Light = Light{"r", "已超期"}
		}
	default:
		v.Light = LightOf(p.Calendar, c.Due, now)
	}
	return v
}

// counting tells how a limit was counted: day zero, and the rest days and make-up days on the way.
func counting(p policy.Policy, c order.Clock, from calendar.Date) string {
	last, err := calendar.ParseDate(c.LastDay)
	if err != nil || c.Days == 0 {
		return ""
	}
	s := fmt.Sprintf("%s起算，当日不计，第%d个工作日为%s。", c.From.In(calendar.Beijing).Format("1月2日 15:04"), c.Days, last.ChineseShort())
	rest, work := "", ""
	for d := from.Next(); !d.After(last); d = d.Next() {
		name := p.Calendar.DayName(d)
		if name == "" {
			continue
		}
		if p.Calendar.IsWorkday(d) {
			work += " " + d.ChineseShort()
		} else if rest == "" {
			rest = name
		}
	}
	if rest != "" {
		s += "期间" + rest + "放假不计。"
	}
	if work != "" {
		s += "调休上班照计：" + work[1:] + "。"
	}
	if c.Provisional {
		s += "期间有尚未公布放假安排的年份，先按法定节假日和双休日暂算，公布后经确认再调整。"
	}
	return s
}
