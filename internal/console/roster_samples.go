package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func (k showroom) rosterSamples() []web.Sample {
	const group = "值班表"
	unit, desker := k.as("cgj/handler"), k.as("hotline/dispatcher")
	days := []string{"11月23日 周一", "11月24日 周二", "11月25日 周三", "11月26日 周四", "11月27日 周五", "11月28日 周六", "11月29日 周日"}
	people := []string{"值班员甲", "值班员乙", "值班员丙"}
	week := desk.RosterWeekView{Unit: "cgj", UnitName: "县城市管理局", Monday: "2026-11-23", Name: "11月23日—11月29日", Prev: "2026-11-16", Next: "2026-11-30", By: "县城管局承办人员", At: "11月20日 16:30", MayFill: true}
	for i, d := range days {
		date := "2026-11-" + itoa(23+i)
		day := desk.ShiftView{Day: date, Date: d, Shift: office.DayShift, Free: i > 4}
		night := desk.ShiftView{Day: date, Date: d, Shift: office.NightShift, Free: i > 4, Name: people[i%3], Phone: "0558-9990131", Now: i == 4}
		if i == 5 {
			day.Name, day.Phone = people[0], "0558-9990131"
		}
		if i == 6 {
			day.Gap, week.Gaps = true, 1
		}
		week.Days = append(week.Days, []desk.ShiftView{day, night})
	}
	units := []desk.OnDuty{{Unit: "jyj", UnitName: "县教育局", Phone: "0558-9990140", From: "通讯录", Gaps: 5}, {Unit: "cgj", UnitName: "县城市管理局", Name: "值班员乙", Phone: "0558-9990131", From: "夜班", Gaps: 1},
		{Unit: "hotline", UnitName: "县热线办", Name: "话务员01", Phone: "0558-9990100", From: "夜班"}, {Unit: "341622001", UnitName: "漆园街道", Name: "值班员丁", Phone: "0558-9990150", From: "夜班"}}
	page := desk.RosterPage{Own: &week, Units: units, Shift: "11月27日 周五 夜班", Missing: 2}
	empty := week
	empty.Days, empty.By, empty.At, empty.Gaps = nil, "", "", 9
	for _, day := range week.Days {
		var bare []desk.ShiftView
		for _, x := range day {
			bare = append(bare, desk.ShiftView{Day: x.Day, Date: x.Date, Shift: x.Shift, Free: x.Free, Gap: x.Shift == office.NightShift || x.Free})
		}
		empty.Days = append(empty.Days, bare)
	}
	filled := func() *web.Form {
		f := web.NewForm()
		for _, day := range week.Days {
			for _, x := range day {
				f.Set(shiftField("name", x), x.Name)
				f.Set(shiftField("phone", x), x.Phone)
			}
		}
		return f
	}
	sheet := desk.ShiftSheet{Unit: "cgj", UnitName: "县城市管理局", Month: "2026-11", Name: "2026年11月", Prev: "2026-10", Next: "2026-12", Counts: []office.ShiftCount{{Name: "值班员甲", Days: 2, Nights: 10, Free: 5}, {Name: "值班员乙", Days: 1, Nights: 10, Free: 4}, {Name: "值班员丙", Days: 1, Nights: 10, Free: 4}},
		Lines: []desk.ShiftView{{Date: "11月1日 周日", Shift: office.DayShift, Name: "值班员甲", Phone: "0558-9990131"}, {Date: "11月1日 周日", Shift: office.NightShift, Name: "值班员乙", Phone: "0558-9990131"}}}
	none := sheet
	none.Counts, none.Lines = nil, nil
	show := func(s session, name, state string, p rosterProps) web.Sample {
		return k.page(s, group, name, state, "GET /roster", web.Show("值班表", rosterView(p)).In("roster"))
	}
	form := func(name, state string, p weekProps) web.Sample {
		return k.page(unit, group, name, state, "GET /roster/week", web.Show("排班", weekFormView(p)).In("roster"))
	}
	first := week.Days[0][1]
	by := "打印人 县城管局承办人员　2026年11月27日 09:30"
	return []web.Sample{
		show(unit, "roster", "本单位", rosterProps{page: page}).At(web.Laptop, web.Phone),
		show(desker, "roster-none", "没有相符", rosterProps{page: desk.RosterPage{Own: &empty, Shift: page.Shift, Missing: 2}, query: "气象", handover: true}),
		form("roster-week", "照上周填", weekProps{f: filled(), week: week, copied: true}).At(web.Laptop, web.Phone),
		form("roster-week-empty", "空白", weekProps{f: web.NewForm(), week: empty}),
		form("roster-week-error", "没有写电话", weekProps{f: k.wrong(k.filled(shiftField("name", first), "值班员甲"), shiftField("phone", first), "11月23日 周一夜班没有写值班电话，请补充。"), week: week}),
		k.page(unit, group, "roster-shifts", "本单位", "GET /roster/shifts", web.Show("值班统计", shiftsView(shiftsProps{sheet: sheet})).In("roster")).At(web.Laptop),
		k.page(desker, group, "roster-shifts-none", "没有排班", "GET /roster/shifts", web.Show("值班统计", shiftsView(shiftsProps{sheet: none, units: parts.Options("cgj", "县城市管理局", "jyj", "县教育局")})).In("roster")),
		{Group: group, Name: "roster-print", Title: "值班电话", State: "打印", Route: "GET /roster/print", Page: web.Whole(rosterPaper(k.c.profile, page, by))},
		{Group: group, Name: "roster-shifts-print", Title: "值班统计表", State: "打印", Route: "GET /roster/shifts/print", Page: web.Whole(shiftsPaper(sheet, by))},
	}
}
