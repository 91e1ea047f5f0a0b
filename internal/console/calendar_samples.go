package console

import (
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (k showroom) calendarSamples() []web.Sample {
	s, reader := k.as("hotline/office_head"), k.as("hotline/operator")
	page := func(s session, name, state string, st desk.CalendarState, year, special *web.Form) web.Sample {
		p := web.Show("工作日历", calendarView(calendarProps{state: st, year: year, special: special, f: web.NewForm()})).In("calendar")
		if !year.OK() || !special.OK() {
			p = p.Again()
		}
		return k.page(s, "规则", name, state, "GET /calendar", p)
	}
	ice, _ := calendar.ParseDate("2026-01-20")
	full := desk.CalendarState{Version: 3, Years: []int{2025, 2026}, Missing: []int{2027}, CanChange: true, Specials: []calendar.SpecialDay{{Date: ice, Rest: true, Reason: "冰冻天气停工"}},
		Affected: []desk.Affected{{ID: "4", Number: "MC202611190004", Title: "乡镇公交末班车时间过早，学生返家不便", Moves: []string{"办结 1月5日 → 1月6日"}}, {ID: "5", Number: "MC202611240016", Title: "路口下水道反复堵塞，污水漫上路面", Provisional: true}}}
	quiet := desk.CalendarState{Version: 1, Years: []int{2025, 2026}}
	out := []web.Sample{
		page(s, "calendar", "有暂定的时限", full, web.NewForm(), web.NewForm()),
		page(reader, "calendar-read", "只能看", quiet, web.NewForm(), web.NewForm()),
		page(s, "calendar-error", "有错", full, k.wrong(k.filled(), "file", "文件里没有 2027 年 10 月 1 日，请核对通知。"), k.wrong(k.filled("day", "2026-01-20", "rest", "rest"), "day", "这一天已经登记过：停工放假")),
	}
	if policy, err := k.c.desk.Policy(k.ctx); err == nil {
		out = append(out, k.page(reader, "规则", "rules", "正常", "GET /rules", web.Show("规则参数", rulesView(policy)).In("rules")))
	}
	return out
}
