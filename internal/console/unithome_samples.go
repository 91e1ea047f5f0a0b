package console

import (
	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (k showroom) unitHomeSamples() []web.Sample {
	waiting := func(ns ...int) []desk.Counter {
		var out []desk.Counter
		for i, n := range ns {
			w := desk.Waits()[i]
			out = append(out, desk.Counter{Name: w.Name(), N: n, Wait: w})
		}
		return out
	}
	row := func(title, left, colour, what, do string) desk.UnitRow {
		return desk.UnitRow{Row: desk.Row{ID: "5", Title: title, Type: "投诉", Place: "庄周街道", Registered: "11月30日 09:12", Light: desk.Light{Colour: colour, Word: left}}, What: what, Do: do, Result: "12月14日 周一 24:00"}
	}
	key := row("人民网留言：主城区公厕夜间关门早", "剩1个工作日", "y", "签收", "sign_for")
	key.Key = true
	h := desk.UnitHome{Unit: "县城市管理局", Day: "2026年12月1日 星期二", Doing: 17, ToSign: []desk.UnitRow{row("夜市油烟和噪声影响居民休息", "今日24:00", "o", "签收", "sign_for"), key,
		row("人行道共享单车乱停放，盲道被占", "剩1个工作日", "y", "签收", "sign_for")}, Over: []desk.UnitRow{row("背街小巷垃圾清运不及时", "超1个工作日", "r", "提交办理结果", "reply")},
		Today:   []desk.UnitRow{row("绿化带树枝遮挡信号灯", "今日24:00", "o", "提交办理结果", "reply"), row("井盖松动，车辆经过有响声", "今日24:00", "o", "联系诉求人", "contact")},
		Signing: []desk.UnitRow{row("下水道反复堵塞", "剩2个工作日", "g", "主要负责人签批分办", "assign")}, Waits: waiting(1, 2, 5, 0, 1)}
	h.Helping = []desk.UnitRow{row("小区内雨水井盖缺失，产权不清", "今日24:00", "o", "签收协办", "sign_co"), row("工地夜间施工噪声", "剩4个工作日", "g", "报送协办结果", "report_co")}
	h.Tasks = []desk.DirectiveView{{ID: "d1", Leader: "县长", Tasks: []desk.DirectiveTaskView{{Mine: true, What: "一周内补齐主城区缺失的窨井盖，建立巡查台账。", Due: "12月4日 周五", Light: desk.Light{Colour: "y", Word: "剩3个工作日"}}}}}
	home := func(s session, name, state string, h desk.UnitHome) web.Sample {
		return k.page(s, "单位首页", name, state, "GET /{$}", web.Show("首页", unitHomeView(unitHomeProps{home: h, who: s, key: web.NewKey()})).In("home")).At(web.Phone, web.Laptop, web.Desktop)
	}
	v := k.atUnit()
	v.Phone = desk.Masked{Shown: "138****5678", Field: "phone", Sight: access.Reveal, Has: true, Reveal: true}
	contact := func(name, state string, p contactProps) web.Sample {
		p.v, p.number, p.key = v, v.Phone, web.NewKey()
		page := web.Show("联系诉求人", contactView(p)).In("home")
		if !p.f.OK() {
			page = page.Again()
		}
		return k.page(k.as("cgj/handler"), "单位首页", name, state, "GET /unit/contact/{id}", page).At(web.Phone, web.Laptop)
	}
	return []web.Sample{
		home(k.as("cgj/handler"), "unit-home", "正常", h),
		home(k.as("cgj/principal"), "unit-home-principal", "主要负责人", h),
		home(k.as("cgj/unit_deputy"), "unit-home-vacant", "缺具办人员、昨天没有登录", desk.UnitHome{Unit: h.Unit, Day: h.Day, Doing: 3, ToSign: h.ToSign[:1], Vacant: []string{"具办人员"}, StandIn: true, Absent: "11月30日 周一", Waits: waiting(0, 0, 2, 0, 0)}),
		home(k.as("cgj/handler"), "unit-home-empty", "空", desk.UnitHome{Unit: h.Unit, Day: h.Day, Waits: waiting(0, 0, 0, 0, 0)}),
		contact("unit-contact", "正常", contactProps{f: k.filled(), may: true}),
		contact("unit-contact-shown", "号码已显示", contactProps{f: k.filled(), may: true, shown: &desk.Revealed{Value: "13900005678"}, left: 1500}),
		contact("unit-contact-error", "有错", contactProps{f: k.wrong(k.filled(), "note", "最多2000字"), may: true}),
	}
}
