package console

import (
	"huiyin/internal/bulletin"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/web"
)

// sampleFigures is a county whose figures are made up by a small rule: enough of everything, the same each time.
type sampleFigures struct {
	units []org.Unit
	cats  []bulletin.Name
	chans []bulletin.Name
	types []bulletin.Name
}

func (k showroom) sampleFigures() sampleFigures {
	s := sampleFigures{units: k.dir.Units()}
	p, err := policy.Embedded()
	if err != nil {
		panic(err)
	}
	for _, c := range p.Categories() {
		s.cats = append(s.cats, bulletin.Name{Code: c.Code, Name: c.Name})
	}
	for _, c := range p.Channels {
		s.chans = append(s.chans, bulletin.Name{Code: c.Code, Name: c.Name})
	}
	for _, t := range order.Types() {
		s.types = append(s.types, bulletin.Name{Code: string(t), Name: t.Name()})
	}
	return s
}

// matters are what the sample county calls about, the most first.
var sampleMatters = []string{"0101", "0204", "1101", "0301", "0502", "1502", "0206", "0503", "0202", "0203", "0801", "1301"}

// sums are the facts of a span of days, scaled by times in tenths.
func (s sampleFigures) sums(from, to calendar.Date, times int64) []bulletin.Sum {
	var out []bulletin.Sum
	add := func(kind, unit, category, place, day string, n int64) {
		if n != 0 {
			out = append(out, bulletin.Sum{Kind: kind, Unit: unit, Category: category, Place: place, Day: day, N: n})
		}
	}
	var towns []string
	for _, u := range s.units {
		if u.Group == org.Township {
			towns = append(towns, string(u.ID))
		}
	}
	for d := from; !d.After(to); d = d.Next() {
		n := 96 + int64(d)%17 - int64(d.Weekday())*2
		if d.Weekend() {
			n = 52 - int64(d)%5
		}
		n = n * times / 10
		left := n
		for i, cat := range sampleMatters {
			x := max(1, n/int64(5+3*i))
			place := towns[(int(d)+i*i)%len(towns)]
			if i < 3 {
				place = towns[(int(d)+i)%4]
			}
			left -= x
			if i == len(sampleMatters)-1 {
				x += max(0, left)
			}
			add("registered", "", cat, place, d.String(), x)
			add("registered.channel."+s.chans[(i*i+int(d))%5].Code, "", cat, place, d.String(), x)
			add("registered.type."+s.types[i%5].Code, "", cat, place, d.String(), x)
			add("registered.way."+[]string{"direct", "direct", "phone", "network", "network", "written", "refused"}[i%7], "", cat, place, d.String(), x)
			if i == 4 {
				add("registered.repeat", "", cat, place, d.String(), x/2)
			}
		}
		for i, u := range s.units {
			if u.Group == org.County || (i+int(d))%3 != 0 {
				continue
			}
			m := int64(2 + (i*7+int(d))%5)
			bad := int64(0)
			if (i*5+int(d))%23 == 0 {
				bad = 1
			}
			id := string(u.ID)
			for kind, x := range map[string]int64{"sent": m, "sent.signed": m - bad, "sent.contactable": m, "sent.contacted": m - bad, "due": m, "due.met": m - bad, "due.late": bad * int64(i%2), "due.extended": int64(i % 2), "done": m, "done.days": m * int64(3+i%4),
				"done.first": m - int64(i%2), "done.early": m / 2, "done.visitable": m, "done.visited": m, "done.reached": m - int64(i%2), "heard": m, "heard.satisfied": m - bad, "heard.solved": m - int64(i%2), "dispatched": m, "return_asked": bad} {
				add(kind, id, "0204", towns[i%len(towns)], d.String(), x)
			}
		}
	}
	return out
}

// due are what is due of all days, and what is due after them.
func (s sampleFigures) due(few bool) []bulletin.Sum {
	var out []bulletin.Sum
	for i, u := range s.units {
		if u.Group == org.County {
			continue
		}
		n := int64(i % 4)
		open := int64(0)
		if i%9 == 2 {
			open = 1
		}
		if few {
			n, open = int64((i+1)%3), int64((i+1)%3)
		}
		if n+open > 0 {
			out = append(out, bulletin.Sum{Kind: "due", Unit: string(u.ID), Category: "0204", N: n + open}, bulletin.Sum{Kind: "due.met", Unit: string(u.ID), Category: "0204", N: n})
		}
	}
	return out
}

func (k showroom) overviewSample() desk.OverviewView {
	s, today := k.sampleFigures(), calendar.DateOf(k.now)
	now := s.sums(today.AddDays(-29), today, 10)
	now = append(now, bulletin.Sum{Kind: "supervise.sheet", Unit: "cgj", Category: "0204", Day: today.AddDays(-3).String(), N: 9}, bulletin.Sum{Kind: "supervise.sheet.in_time", Unit: "cgj", Category: "0204", Day: today.AddDays(-3).String(), N: 8})
	recent := append(s.sums(today.AddDays(-13), today.AddDays(-7), 7), s.sums(today.AddDays(-6), today, 11)...)
	recent = append(recent, bulletin.Sum{Kind: "cluster.contacts", Category: "1502", Place: "341622001", Day: today.AddDays(-1).String(), N: 7})
	o := bulletin.Look(bulletin.OverviewInput{Today: today, From: today.AddDays(-29), Now: now, Before: s.sums(today.AddDays(-59), today.AddDays(-30), 9), Ever: s.due(false), DueToday: s.due(true), After: s.due(true), Recent: recent,
		Units: s.units, Channels: s.chans, Types: s.types, Categories: s.cats})
	return desk.OverviewView{Overview: o, At: "12月1日 09:42", Span: desk.Last30, ToSend: 9, Open: 412, Key: 9, Third: 14, Cases: 11}
}

func (k showroom) figureSamples() []web.Sample {
	const group = "全县数据"
	head, leader := k.as("hotline/office_head"), k.as(org.PostMagistrate)
	v := k.overviewSample()
	nothing := desk.OverviewView{Overview: bulletin.Look(bulletin.OverviewInput{Today: calendar.DateOf(k.now), From: calendar.DateOf(k.now).AddDays(-29), Units: k.dir.Units()}), At: "12月1日 09:42", Span: desk.Last30}
	m, _ := bulletin.Find("in_time")
	from, to := lastDays(k.now, 30)
	list := desk.FigureList{Metric: m, Part: bulletin.Missed, Figure: bulletin.Figure{Form: bulletin.Rate, Num: 140, Den: 143}, Whose: "全县", Days: "11月2日至30日", Sum: 3, Orders: 3, Hidden: 1,
		Rows: []desk.FigureRow{{Row: desk.Row{ID: "o1", Number: "MC202611100004", Title: "小区下水道反复外溢", Type: "投诉", Unit: "县城管局", Status: "办理中", Registered: "11月10日 09:12"}, Times: 1},
			{Row: desk.Row{ID: "o2", Number: "MC202611110031", Title: "乡镇公交末班车过早", Type: "求助", Unit: "交通局", Status: "待回访", Registered: "11月11日 15:40"}, Times: 1}}}
	ask := desk.FigureAsk{Metric: "in_time", Part: bulletin.Missed, From: from, To: to}
	none := list
	none.Part, none.Figure, none.Sum, none.Orders, none.Hidden, none.Rows = bulletin.Counted, bulletin.Figure{Form: bulletin.Rate}, 0, 0, 0, nil
	show := func(s session, name, state, route string, p web.Page) web.Sample {
		return k.page(s, group, name, state, route, p)
	}
	wall := web.Sample{Group: group, Name: "overview-wall", Title: "投屏", State: "正常", Route: "GET /overview/wall", Page: web.Whole(wallDocument(wallProps{v, k.c.profile.System, k.c.profile.Public}))}
	return []web.Sample{
		show(head, "overview", "正常", "GET /overview", web.Show("全县总览", overviewView(overviewProps{v})).In("overview")).At(web.Laptop, web.Desktop, web.Phone),
		show(head, "overview-empty", "空", "GET /overview", web.Show("全县总览", overviewView(overviewProps{nothing})).In("overview")),
		show(leader, "overview-leader", "正常", "GET /overview/leader", web.Show("一张图", leaderView(overviewProps{v})).In("overview-leader")).At(web.Phone, web.Laptop),
		wall.At(web.Laptop, web.Desktop),
		show(head, "figures", "正常", "GET /figures", web.Show("指标口径", metricsView(metricsProps{bulletin.Metrics(), from, to})).In("overview")),
		show(head, "figure", "没有算进的", "GET /figures/{metric}", web.Show(m.Name, figureView(figureProps{list: list, ask: ask})).In("overview")).At(web.Laptop, web.Phone),
		show(head, "figure-empty", "空", "GET /figures/{metric}", web.Show(m.Name, figureView(figureProps{list: none, ask: desk.FigureAsk{Metric: "in_time", From: from, To: to, Pos: 4711}})).In("overview")),
	}
}
