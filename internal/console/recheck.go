package console

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// recheckRoutes are 回头看: what is to be looked back on, and the draw (Art. 23(8)). The look-back itself is an act on its order's page.
func (c *Console) recheckRoutes() []web.Route {
	do := string(access.Supervising)
	return []web.Route{{Method: "GET", Pattern: "/rechecks", Permission: do, Handler: c.rechecks}, {Method: "POST", Pattern: "/rechecks/draw", Permission: do, Handler: c.drawRechecks}}
}

// recheckAct records a look-back.
var recheckAct = act{permission: access.Supervising, button: "登记回头看", done: "回头看已登记", specs: func(_ context.Context, c *Console, _ session, _ desk.OrderView, _ desk.Panel) []spec {
	return []spec{nowField("on", "时间", c), {kind: "seg", name: "means", label: "方式", options: recheckMeansOptions(), value: string(order.RecheckSite)},
		{kind: "seg", name: "result", label: "结果", options: recheckResultOptions(), hint: "属实：答复的结果仍然成立；反弹：没有解决，或者又出现了"},
		note("words", "看到、听到的情况", false),
		{when: "result:rebound", kind: "seg", name: "rework", label: "怎么办", options: parts.Options("yes", "发回重办，列入二级督办", "no", "不重办"), value: "yes", optional: true},
		{when: "result:rebound", kind: "area", name: "note", label: "重办要求；不重办的，写明理由", optional: true, max: 2000, rows: 2},
		{kind: "file", name: "files", label: "照片、材料", hint: "现场查看的必须有照片", optional: true, camera: true}}
}, commands: func(in input) ([]order.Command, error) {
	result := order.RecheckResult(in.get("result"))
	return []order.Command{order.Recheck{By: in.by, On: in.times["on"], Means: order.RecheckMeans(in.get("means")), Result: result, Rework: result == order.RecheckRebound && in.get("rework") == "yes",
		Words: in.private("words"), Note: in.private("note"), Files: in.files}}, nil
}}

func recheckMeansOptions() []parts.Option {
	var out []parts.Option
	for _, m := range order.RecheckMeansAll() {
		out = append(out, parts.Option{Value: string(m), Label: m.Name()})
	}
	return out
}

func recheckResultOptions() []parts.Option {
	return parts.Options(string(order.RecheckHolds), order.RecheckHolds.Name(), string(order.RecheckRebound), order.RecheckRebound.Name())
}

func pickOptions() []parts.Option {
	var out []parts.Option
	for _, p := range []oversight.Pick{oversight.PickKey, oversight.PickSupervised, oversight.PickSample} {
		out = append(out, parts.Option{Value: string(p), Label: p.Name()})
	}
	return out
}

type rechecksProps struct {
	page   desk.RecheckPage
	ask    desk.RecheckFilter
	f      *web.Form // of the filter
	draw   *web.Form
	units  []parts.Option
	narrow bool
	next   string
}

func (c *Console) rechecks(r *http.Request) (web.Page, error) { return c.showRechecks(r, nil) }

func (c *Console) showRechecks(r *http.Request, draw *web.Form) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := rechecksProps{units: caseUnits(who(r)), draw: draw}
	p.ask = desk.RecheckFilter{Done: q.Text("done", "已看", web.Optional(), web.AtMost(1)) == "1", Why: oversight.Pick(q.Choice("why", "缘由", pickOptions(), web.Optional())),
		Result: order.RecheckResult(q.Choice("result", "结果", recheckResultOptions(), web.Optional())), Unit: org.UnitID(q.Choice("unit", "承办单位", p.units, web.Optional())), Before: q.Text("before", "页", web.Optional(), web.AtMost(120))}
	if n, err := strconv.Atoi(q.Text("draw", "第几次抽取", web.Optional(), web.AtMost(6))); err == nil && n > 0 {
		p.ask.Draw = n
	}
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	if p.page, err = who(r).reader.Rechecks(r.Context(), p.ask); err != nil {
		return web.Page{}, err
	}
	return web.Show("回头看", rechecksView(p.filled())).In("rechecks"), nil
}

// filled makes the forms and the way to the next page.
func (p rechecksProps) filled() rechecksProps {
	p.f = web.NewForm("why", string(p.ask.Why), "result", string(p.ask.Result), "unit", string(p.ask.Unit))
	if p.draw == nil {
		p.draw = web.NewForm()
	}
	p.narrow = p.ask.Why != "" || p.ask.Unit != "" || p.ask.Draw > 0 || p.ask.Result != ""
	if p.page.Next != "" {
		p.next = p.href("before", p.page.Next)
	}
	return p
}

// href is the list as it is narrowed, with one more word.
func (p rechecksProps) href(key, value string) string {
	v := url.Values{}
	set := func(k, x string) {
		if x != "" {
			v.Set(k, x)
		}
	}
	if p.ask.Done {
		v.Set("done", "1")
	}
	set("why", string(p.ask.Why))
	set("result", string(p.ask.Result))
	set("unit", string(p.ask.Unit))
	if p.ask.Draw > 0 {
		v.Set("draw", strconv.Itoa(p.ask.Draw))
	}
	set(key, value)
	return "/rechecks?" + v.Encode()
}

func (c *Console) drawRechecks(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		n, err := who(r).reader.DrawRechecks(r.Context(), key)
		if err == nil {
			c.flash(r, "抽出"+strconv.Itoa(n)+"件，请在看完的日子以前逐件回头看。")
			return web.Redirect("/rechecks"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	page, err := c.showRechecks(r, f)
	return page.Again(), err
}

// recheckLight is the light of the last day, or what came of it.
func recheckBadge(v desk.RecheckView) parts.Badge {
	if v.Result == order.RecheckRebound {
		return parts.Badge{Text: v.Result.Name(), Tone: parts.Red}
	}
	return parts.Badge{Text: v.Result.Name(), Tone: parts.Green}
}

func emptyRechecks(p rechecksProps) parts.EmptyProps {
	switch {
	case p.narrow:
		return parts.EmptyProps{Title: "没有符合条件的工单", Text: "换个条件，或清除条件看全部。"}
	case p.ask.Done:
		return parts.EmptyProps{Title: "还没有看过的", Text: "登记了属实或反弹的工单列在这里。"}
	case p.page.MayDraw:
		return parts.EmptyProps{Title: "没有待看的工单", Text: "又有办结满期的工单，请先抽取。"}
	}
	return parts.EmptyProps{Title: "没有待看的工单", Text: "办结满" + strconv.Itoa(p.page.FromDays) + "天的工单可以抽取；任何办结的工单，也可以在工单页点名回头看。"}
}

func clearRechecks(p rechecksProps) string {
	if p.ask.Done {
		return "/rechecks?done=1"
	}
	return "/rechecks"
}

func recheckTabs(p rechecksProps) []parts.TabProps {
	return []parts.TabProps{{Label: "待看", Count: p.page.Open, Current: !p.ask.Done, Href: "/rechecks"}, {Label: "已看", Count: p.page.Holds + p.page.Rebound, Current: p.ask.Done && p.ask.Result == "", Href: "/rechecks?done=1"},
		{Label: "反弹", Count: p.page.Rebound, Current: p.ask.Done && p.ask.Result == order.RecheckRebound, Href: "/rechecks?done=1&result=rebound"}}
}
