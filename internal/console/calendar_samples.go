package console

import (
	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

func (k showroom) calendarSamples() []web.Sample {
	s, reader, gov := k.as("hotline/office_head"), k.as("hotline/operator"), k.as(org.PostGovHead)
	page := func(s session, name, state string, st desk.CalendarState, year, special *web.Form) web.Sample {
		p := web.Show("工作日历", calendarView(calendarProps{state: st, year: year, special: special, undo: web.NewForm(), sees: access.May(s.actor.Post.Kind, access.CalAgreeing)})).In("calendar")
		if !year.OK() || !special.OK() {
			p = p.Again()
		}
		return k.page(s, "规则", name, state, "GET /calendar", p)
	}
	ice, _ := calendar.ParseDate("2026-01-20")
	list := []desk.MovedOrder{
		{ID: "4", Number: "MC202611190004", Title: "乡镇公交末班车时间过早，学生返家不便", Unit: "县交通运输局", Moves: []desk.MoveLine{{Name: "办结", Was: "1月5日 周二 24:00", Now: "1月6日 周三 24:00", Way: "延后"}, {Name: "县城市管理局协办", Was: "12月31日 周四 24:00", Now: "1月4日 周一 24:00", Way: "延后"}}},
		{ID: "5", Number: "MC202611240016", Title: "路口下水道反复堵塞，污水漫上路面", Unit: "县城市管理局", Moves: []desk.MoveLine{{Name: "办结", Was: "1月8日 周五 24:00", Now: "1月8日 周五 24:00", Way: "转为确定"}, {Name: "联系", Was: "1月4日 周一 24:00", Now: "1月3日 周日 24:00", Way: "提前", Sooner: true}}}}
	provisional := []desk.MovedOrder{{ID: "5", Number: "MC202611240016", Title: "路口下水道反复堵塞，污水漫上路面", Unit: "县城市管理局", Moves: []desk.MoveLine{{Name: "办结", Was: "1月8日 周五 24:00", Way: "暂定"}}}}
	waiting := desk.ChangeView{ID: "c", Why: "2027年1月4日停工：暴雪橙色预警", Document: "蒙政办秘〔2026〕31号", By: "李负责人（县热线办负责人）", At: "11月27日 9:10", State: "待确认", Open: true,
		Days: []string{"2027年1月4日 周一：上班 → 不上班"}, List: list, Orders: 3, Limits: 5, Hidden: 1, CanConfirm: true, CanDrop: true}
	done := desk.ChangeView{ID: "d", Why: "2026年1月20日停工：冰冻天气", Document: "蒙政办秘〔2026〕2号", By: "李负责人（县热线办负责人）", At: "1月19日 16:00", State: "已确认", Second: "1月19日 16:20 王主任（县政府办负责人）", Version: 2, Orders: 41, Limits: 63}
	dropped := desk.ChangeView{ID: "e", Why: "2026年3月3日停工：暴雪", By: "系统管理命令", At: "3月2日 9:00", State: "已撤回", Second: "3月2日 11:00 王主任（县政府办负责人）：雪停了"}
	full := desk.CalendarState{Version: 3, Years: []int{2025, 2026}, Missing: []int{2027}, CanChange: true, Specials: []calendar.SpecialDay{{Date: ice, Rest: true, Reason: "冰冻天气停工"}}, Provisional: provisional, History: []desk.ChangeView{done, dropped}}
	waits := full
	waits.Waiting, waits.Left = &waiting, 12
	quiet := desk.CalendarState{Version: 1, Years: []int{2025, 2026}}
	change := func(s session, name, state string, v desk.ChangeView, confirm *web.Form) web.Sample {
		p := web.Show("日历变动", changeView(changeProps{v: v, confirm: confirm, drop: web.NewForm()})).In("calendar")
		if !confirm.OK() {
			p = p.Again()
		}
		return k.page(s, "规则", name, state, "GET /calendar/changes/{change}", p)
	}
	own := waiting
	own.IsOwn, own.CanConfirm = true, false
	none := waiting
	none.List, none.Orders, none.Limits, none.Hidden = nil, 0, 0, 0
	moving := done
	moving.Left = 12
	return []web.Sample{
		page(s, "calendar", "有暂定的时限", full, web.NewForm(), web.NewForm()).At(web.Laptop, web.Phone),
		page(gov, "calendar-waiting", "有变动待确认", waits, web.NewForm(), web.NewForm()),
		page(reader, "calendar-read", "只能看", quiet, web.NewForm(), web.NewForm()),
		page(s, "calendar-error", "有错", full, k.wrong(k.filled(), "file", "文件里没有 2027 年 10 月 1 日，请核对通知。"), k.wrong(k.filled("day", "2026-01-20", "rest", "rest", "reason", "冰冻"), "document", "没有填写文号。临时停工、调班须有县政府或上级的通知，请填写通知的文号。")),
		change(gov, "calendar-change", "待第二人确认", waiting, web.NewForm()).At(web.Laptop, web.Phone),
		change(gov, "calendar-change-stale", "清单变了", waiting, k.wrong(k.filled(), "", "您打开清单以后有2个时限是新的或变了，请核对新的清单后再确认。")),
		change(s, "calendar-change-own", "自己提出的", own, web.NewForm()),
		change(gov, "calendar-change-none", "没有要变的", none, web.NewForm()),
		change(gov, "calendar-change-done", "已确认，正在调整", moving, web.NewForm()),
	}
}
