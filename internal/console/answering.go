package console

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// answeringRoutes are 接听日 (Art. 11): the schedule, a year's rota, the preview for citizens, a day with its register of calls, its minutes and its print.
func (c *Console) answeringRoutes() []web.Route {
	see, plan := string(access.Sessions), string(access.Planning)
	return []web.Route{{Method: "GET", Pattern: "/answering", Permission: see, Handler: c.answering},
		{Method: "GET", Pattern: "/answering/print", Permission: see, Handler: c.answeringPrint},
		{Method: "GET", Pattern: "/answering/preview", Permission: see, Handler: c.answeringPreview},
		{Method: "POST", Pattern: "/answering/preview", Permission: plan, Handler: c.announce},
		{Method: "GET", Pattern: "/answering/new", Permission: plan, Handler: c.newSession},
		{Method: "POST", Pattern: "/answering", Permission: plan, Handler: c.planSession},
		{Method: "GET", Pattern: "/answering/rota", Permission: plan, Handler: c.rota},
		{Method: "POST", Pattern: "/answering/rota", Permission: plan, Handler: c.makeRota},
		{Method: "GET", Pattern: "/answering/{id}", Permission: see, Handler: c.answeringDay},
		{Method: "GET", Pattern: "/answering/{id}/print", Permission: see, Handler: c.answeringDayPrint},
		{Method: "GET", Pattern: "/answering/{id}/edit", Permission: plan, Handler: c.editSession},
		{Method: "POST", Pattern: "/answering/{id}", Permission: plan, Handler: c.changeSession},
		{Method: "POST", Pattern: "/answering/{id}/cancel", Permission: plan, Handler: c.cancelSession},
		{Method: "POST", Pattern: "/answering/{id}/minutes", Permission: plan, Handler: c.minuteSession}}
}

type answeringProps struct {
	page desk.AnsweringPage
	days []desk.SessionView // today's
	may  bool               // calls are registered by this reader
}

type sessionForm struct {
	f                    *web.Form
	id, title            string // of the day that is changed; empty for a new one
	leaders, departments []parts.Option
}

type rotaProps struct {
	f     *web.Form
	plans []rotaLine
	names []string
}

type rotaLine struct{ Day, Who string }

type dayProps struct {
	v               desk.SessionView
	cancel, minutes *web.Form
}

type previewProps struct {
	f                  *web.Form
	text, week, monday string
	prev, next         string
	sessions           []desk.SessionView
	may                bool
}

// monday reads the day of a week from an address; a wrong one is this week's.
func readDay(q *web.Form, name string) calendar.Date {
	d, err := calendar.ParseDate(q.Text(name, "日期", web.Optional(), web.AtMost(10)))
	if err != nil {
		return 0
	}
	return d
}

func (c *Console) answering(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	from := readDay(q, "from")
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	s := who(r)
	p := answeringProps{may: access.May(s.actor.Post.Kind, access.Intake)}
	if p.page, err = s.reader.AnsweringDays(r.Context(), from); err != nil {
		return web.Page{}, err
	}
	if p.days, err = s.reader.TodaysSessions(r.Context()); err != nil {
		return web.Page{}, err
	}
	return web.Show("接听日", answeringView(p)).In("answering"), nil
}

func (c *Console) answeringPrint(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	from := readDay(q, "from")
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	page, err := who(r).reader.AnsweringDays(r.Context(), from)
	if err != nil {
		return web.Page{}, err
	}
	return web.Whole(answeringPaper(c.profile, page, c.printedBy(r))), nil
}

func (c *Console) sessionFormOf(s session, f *web.Form) sessionForm {
	p := sessionForm{f: f}
	for _, x := range s.reader.Directory().Posts() {
		if x.Kind == org.Magistrate || x.Kind == org.Deputy || x.Kind == org.HotlineDeputy {
			p.leaders = append(p.leaders, parts.Option{Value: string(x.ID), Label: x.Title})
		}
	}
	for _, u := range s.reader.Directory().Units() {
		if u.Open() && (u.Group == org.Department || u.Group == org.Enterprise) {
			p.departments = append(p.departments, parts.Option{Value: string(u.ID), Label: u.Name})
		}
	}
	return p
}

// usualSession is what a new form begins with: Thursday morning in the hotline's own room.
func (c *Console) usualSession(f *web.Form) *web.Form {
	f.Set("from", "08:30")
	f.Set("until", "11:30")
	f.Set("place", "县长热线受理中心")
	f.Set("contact", strings.TrimSpace(c.profile.Office+" "+c.profile.Internal))
	return f
}

func (c *Console) newSession(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	week := readDay(q, "week")
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	f := c.usualSession(web.NewForm())
	if !week.IsZero() {
		f.Set("day", week.Monday().AddDays(3).String())
	}
	return web.Show("安排接听日", sessionFormView(c.sessionFormOf(who(r), f))).In("answering"), nil
}

// readPlan reads what stands on the form of an answering day.
func readPlan(f *web.Form, p sessionForm) office.SessionPlan {
	day := ""
	if d := f.Date("day", "接听日期"); !d.IsZero() {
		day = calendar.DateOf(d).String()
	}
	return office.SessionPlan{Day: day, From: f.Text("from", "开始时间", web.AtMost(5)), Until: f.Text("until", "结束时间", web.AtMost(5)),
		Kind: office.SessionKind(f.Choice("kind", "由谁接听", sessionKindOptions())), Post: org.PostID(f.Choice("post", "接听领导", p.leaders, web.Optional())), Unit: org.UnitID(f.Choice("unit", "接听部门", p.departments, web.Optional())),
		Place: f.Text("place", "接听地点", web.AtMost(40)), Topic: f.Text("topic", "主题", web.Optional(), web.AtMost(60)), Contact: f.Text("contact", "联系科室和电话", web.AtMost(60))}
}

func sessionKindOptions() []parts.Option {
	var out []parts.Option
	for _, k := range office.SessionKinds() {
		out = append(out, parts.Option{Value: string(k), Label: k.Name()})
	}
	return out
}

func (c *Console) planSession(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	s := who(r)
	p := c.sessionFormOf(s, f)
	plan := readPlan(f, p)
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		id, err := s.reader.PlanSession(r.Context(), plan, key)
		if err == nil {
			c.flash(r, "已安排，请在预告里发布。")
			return web.Redirect("/answering/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return web.Show("安排接听日", sessionFormView(p)).In("answering").Again(), nil
}

func (c *Console) editSession(r *http.Request) (web.Page, error) {
	s := who(r)
	v, err := s.reader.Session(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	x := v.Plan
	p := c.sessionFormOf(s, web.NewForm("day", x.Day, "from", x.From, "until", x.Until, "kind", string(x.Kind), "post", string(x.Post), "unit", string(x.Unit), "place", x.Place, "topic", x.Topic, "contact", x.Contact))
	p.id, p.title = v.ID, v.Day+" "+v.Who
	return web.Show("改接听日", sessionFormView(p)).In("answering"), nil
}

func (c *Console) changeSession(r *http.Request) (web.Page, error) {
	s := who(r)
	v, err := s.reader.Session(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	p := c.sessionFormOf(s, f)
	p.id, p.title = v.ID, v.Day+" "+v.Who
	plan := readPlan(f, p)
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := s.reader.ChangeSession(r.Context(), v.ID, plan, key)
		if err == nil {
			c.flash(r, "安排已改；发布过的预告请重新发布。")
			return web.Redirect("/answering/" + v.ID), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return web.Show("改接听日", sessionFormView(p)).In("answering").Again(), nil
}

func (c *Console) answeringDay(r *http.Request) (web.Page, error) {
	return c.showDay(r, dayProps{})
}

func (c *Console) showDay(r *http.Request, p dayProps) (web.Page, error) {
	v, err := who(r).reader.Session(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	p = p.filled(v)
	page := web.Show("接听日 "+v.Day, dayView(p)).In("answering")
	if !p.cancel.OK() || !p.minutes.OK() {
		page = page.Again()
	}
	return page, nil
}

func (p dayProps) filled(v desk.SessionView) dayProps {
	p.v = v
	if p.cancel == nil {
		p.cancel = web.NewForm()
	}
	if p.minutes == nil {
		p.minutes = web.NewForm("words", v.Minutes)
	}
	return p
}

func (c *Console) answeringDayPrint(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.Session(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Whole(dayPaper(c.profile, v, c.printedBy(r))), nil
}

// onDay runs one of the short forms of a day's page.
func (c *Console) onDay(r *http.Request, said string, read func(*web.Form) func() error, back func(*web.Form) dayProps) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	do := read(f)
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := do()
		if err == nil {
			c.flash(r, said)
			return web.Redirect("/answering/" + r.PathValue("id")), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showDay(r, back(f))
}

func (c *Console) cancelSession(r *http.Request) (web.Page, error) {
	return c.onDay(r, "已取消。", func(f *web.Form) func() error {
		reason, key := f.Text("reason", "取消的原因", web.AtMost(100)), f.Key()
		return func() error { return who(r).reader.CancelSession(r.Context(), r.PathValue("id"), reason, key) }
	}, func(f *web.Form) dayProps { return dayProps{cancel: f} })
}

func (c *Console) minuteSession(r *http.Request) (web.Page, error) {
	return c.onDay(r, "纪要已保存。", func(f *web.Form) func() error {
		words, key := f.Lines("words", "纪要", web.AtMost(3000)), f.Key()
		return func() error { return who(r).reader.MinuteSession(r.Context(), r.PathValue("id"), words, key) }
	}, func(f *web.Form) dayProps { return dayProps{minutes: f} })
}

// weekdays a rota may be on.
func weekdayOptions() []parts.Option {
	return parts.Options("1", "周一", "2", "周二", "3", "周三", "4", "周四", "5", "周五")
}

func (c *Console) rota(r *http.Request) (web.Page, error) {
	today := calendar.DateOf(c.desk.Now())
	year, _, _ := today.Parts()
	f := c.usualSession(web.NewForm("weekday", "4", "first", today.Monday().AddDays(7).String(), "last", calendar.NewDate(year, time.December, 31).String()))
	return web.Show("生成轮流表", rotaView(rotaProps{f: f, names: turnNames(who(r))})).In("answering"), nil
}

// turnNames are the names that a line of the list may hold.
func turnNames(s session) []string {
	var out []string
	p := (&Console{}).sessionFormOf(s, nil)
	for _, o := range append(p.leaders, p.departments...) {
		out = append(out, o.Label)
	}
	return out
}

func (c *Console) makeRota(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	s := who(r)
	day := func(name, label string) calendar.Date {
		if d := f.Date(name, label); !d.IsZero() {
			return calendar.DateOf(d)
		}
		return 0
	}
	a := desk.RotaWish{First: day("first", "从哪天起"), Last: day("last", "到哪天止"), List: f.Lines("turns", "轮流名单", web.AtMost(4000)),
		Plan: office.SessionPlan{From: f.Text("from", "开始时间", web.AtMost(5)), Until: f.Text("until", "结束时间", web.AtMost(5)), Place: f.Text("place", "接听地点", web.AtMost(40)),
			Contact: f.Text("contact", "联系科室和电话", web.AtMost(60))}}
	if n, err := strconv.Atoi(f.Choice("weekday", "每周哪一天", weekdayOptions())); err == nil {
		a.Weekday = time.Weekday(n)
	}
	make := f.Choice("do", "做什么", parts.Options("look", "先看一看", "make", "生成"), web.Optional()) == "make"
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	p := rotaProps{f: f, names: turnNames(s)}
	if f.OK() {
		if make {
			n, err := s.reader.MakeRota(r.Context(), a, key)
			if err == nil {
				c.flash(r, fmt.Sprintf("已排%d次，每一次都可以单独改或取消。", n))
				return web.Redirect("/answering?from=" + a.First.String()), nil
			}
			if !f.Refuse(asInvalid(err)) {
				return web.Page{}, err
			}
		} else {
			plans, err := s.reader.Rota(r.Context(), a)
			if err != nil && !f.Refuse(asInvalid(err)) {
				return web.Page{}, err
			}
			for _, x := range plans {
				p.plans = append(p.plans, rotaLine{x.Date().ChineseShort(), planWho(s, x)})
			}
		}
	}
	page := web.Show("生成轮流表", rotaView(p)).In("answering")
	if !f.OK() {
		page = page.Again()
	}
	return page, nil
}

func planWho(s session, p office.SessionPlan) string {
	if p.Kind == office.ByDepartment {
		return s.reader.Directory().UnitName(p.Unit)
	}
	return s.reader.Directory().Title(p.Post)
}

func (c *Console) answeringPreview(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	week := readDay(q, "week")
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	return c.showPreview(r, week, web.NewForm("where", "县政府网站、微信公众号"))
}

func (c *Console) showPreview(r *http.Request, week calendar.Date, f *web.Form) (web.Page, error) {
	s := who(r)
	if week.IsZero() {
		week = calendar.DateOf(c.desk.Now())
	}
	week = week.Monday()
	p := previewProps{f: f, monday: week.String(), prev: week.AddDays(-7).String(), next: week.AddDays(7).String(), may: access.May(s.actor.Post.Kind, access.Planning)}
	var err error
	if p.text, p.sessions, err = s.reader.PreviewOf(r.Context(), week, c.profile.Public); err != nil {
		return web.Page{}, err
	}
	_, m, d := week.Parts()
	p.week = fmt.Sprintf("%d月%d日起的一周", m, d)
	page := web.Show("接听日预告", previewView(p)).In("answering")
	if !f.OK() {
		page = page.Again()
	}
	return page, nil
}

func (c *Console) announce(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	where, ids, key := f.Text("where", "发布的地方", web.AtMost(60)), f.IDs("session", "接听日"), f.Key()
	week := readDay(f, "week")
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := who(r).reader.AnnounceSessions(r.Context(), ids, where, key)
		if err == nil {
			c.flash(r, "已登记：预告已发布。")
			return web.Redirect("/answering/preview?week=" + week.String()), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showPreview(r, week, f)
}

// sessionBadge says where a day stands.
func sessionBadge(v desk.SessionView) parts.Badge {
	tone := map[office.SessionState]parts.Tone{office.SessionAhead: parts.Blue, office.SessionToday: parts.Orange, office.SessionUnsaid: parts.Red, office.SessionHeld: parts.Green}[v.State]
	return parts.Badge{Text: v.State.Name(), Tone: tone}
}

func callWay(x desk.SessionCall) parts.Badge {
	switch x.Way {
	case "当场分办", "自行领办":
		return parts.Badge{Text: x.Way, Tone: parts.Green}
	case "待处置":
		return parts.Badge{Text: x.Way, Tone: parts.Orange}
	}
	return parts.Badge{Text: x.Way}
}
