package console

import (
	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (k showroom) reconcileSamples() []web.Sample {
	s, op := k.as("hotline/dispatcher"), k.as("hotline/operator")
	v := desk.DayOfTallies{Day: "2026-11-30", Words: "2026年11月30日 周一", Before: "2026-11-29", After: "2026-12-01", Unequal: 1, Unchecked: 1, May: true, Rows: []desk.TallyRow{
		{Channel: "D1", Name: "县长热线电话7812345", Registered: 41},
		{Channel: "C1", Name: "市长热线电话（12345转办）", Outer: true, Registered: 12, Checked: true, Received: 13, Then: 12, Note: "市平台一件重复派发，已电话请市热线撤销。", By: "分办员01", At: "12月1日 08:40"},
		{Channel: "N1", Name: "人民网留言板", Outer: true, Registered: 2, Checked: true, Received: 2, Then: 2, By: "分办员01", At: "12月1日 08:41"},
		{Channel: "P1", Name: "省长热线电话", Outer: true}}}
	read := v
	read.May = false
	show := func(p reconcileProps) web.Page { return web.Show("对账", reconcileView(p)).In("reconciliation") }
	day := web.NewForm("day", v.Day)
	wrong := k.wrong(k.filled("received", "3", "note", ""), "note", "来件3件、登记0件，不一致，请写明差在哪里、怎么补。")
	return []web.Sample{
		k.page(s, "对账", "reconciliation", "有不一致", "GET /reconciliation", show(reconcileProps{v: v, day: day})).At(web.Laptop, web.Phone),
		k.page(s, "对账", "reconciliation-form", "登记来件数", "GET /reconciliation", show(reconcileProps{v: v, day: day, row: v.Rows[3], form: k.filled("received", "0", "note", "")})).At(web.Laptop, web.Phone),
		k.page(s, "对账", "reconciliation-error", "不一致没有说明", "GET /reconciliation", show(reconcileProps{v: v, day: day, row: v.Rows[3], form: wrong}).Again()),
		k.page(op, "对账", "reconciliation-read", "只看", "GET /reconciliation", show(reconcileProps{v: read, day: day})),
	}
}
