package console

import (
	"slices"

	"huiyin/internal/desk"
	"huiyin/internal/web"
)

func (k showroom) intakeSamples() []web.Sample {
	s := k.as("hotline/operator")
	r := k.request(s)
	page := func(name, state string, f *web.Form, likely []desk.Likely, looked bool) web.Sample {
		for _, x := range slices.Concat(k.c.intakeSpecs(r.Context(), s), k.c.moreSpecs(s), linkSpecs(), disposeSpecs(k.c, s, desk.OrderView{})) {
			if x.value != "" && f.Value(x.name) == "" {
				f.Set(x.name, x.value)
			}
		}
		p := k.c.showIntake(r, f, likely, looked)
		if !f.OK() {
			p = p.Again()
		}
		return k.page(s, "登记", name, state, "GET /intake", p)
	}
	typed := []string{"phone", "13800005678", "name", "李", "sex", "f", "words", "路口东南侧下水道堵了五六天，污水漫到非机动车道，早上送孩子差点滑倒。十月份反映过一次，疏通后没几天又堵了。", "place", "北城社区", "ask", "彻底疏通，查明反复堵塞的原因"}
	likely := []desk.Likely{
		{Order: "1", Number: "MC202609170023", Title: "路口下水道堵塞", Status: "已办结", Closed: "9月28日", Score: 86, Why: []string{"同一号码", "同一地点", "内容相近"}, Appeals: 2},
		{Order: "2", Number: "MC202611240016", Title: "污水漫上路面", Status: "办理中", Score: 71, Why: []string{"同一号码"}, Open: true, Appeals: 1},
		{Order: "3", Number: "MC202610090011", Title: "询问雨污分流改造安排", Status: "电话转办", Closed: "10月9日", Score: 40, Why: []string{"同一号码"}, Guided: true},
	}
	return []web.Sample{
		page("intake", "空白", k.filled(), nil, false),
		page("intake-likely", "有历史", k.filled(typed...), likely, true),
		page("intake-none", "没有历史", k.filled(typed[:2]...), nil, true),
		page("intake-error", "有错", k.wrong(k.wrong(k.filled(append(typed[2:len(typed):len(typed)], "phone", "138000056", "way", "refuse")...), "phone", "号码少2位，请补全"), "ground", "请选择不予受理的依据"), likely, true),
	}
}
