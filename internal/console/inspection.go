package console

import (
	"net/http"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// inspectionRoutes are 到单位检查 (Art. 6(5)): planned, made, with findings that the unit mends and the office closes.
func (c *Console) inspectionRoutes() []web.Route {
	see, check := string(access.Inspections), string(access.Checking)
	return []web.Route{{Method: "GET", Pattern: "/inspections", Permission: see, Handler: c.inspections},
		{Method: "GET", Pattern: "/inspections/new", Permission: check, Handler: c.newInspection},
		{Method: "POST", Pattern: "/inspections", Permission: check, Handler: c.planInspection},
		{Method: "GET", Pattern: "/inspections/{id}", Permission: see, Handler: c.inspection},
		{Method: "POST", Pattern: "/inspections/{id}/cancel", Permission: check, Handler: c.cancelInspection},
		{Method: "POST", Pattern: "/inspections/{id}/make", Permission: check, Handler: c.makeInspection},
		{Method: "POST", Pattern: "/inspections/{id}/answer", Permission: see, Handler: c.answerFinding},
		{Method: "POST", Pattern: "/inspections/{id}/judge", Permission: check, Handler: c.judgeFinding}}
}

// findingRows is how many findings the page has room for at once.
const findingRows = 8

type inspectionsProps struct {
	page desk.InspectionPage
	over bool
	next string
}

type inspectionForm struct {
	f     *web.Form
	units []parts.Option
}

type inspectionProps struct {
	v      desk.InspectionView
	make   *web.Form
	cancel *web.Form
	word   *web.Form // about one finding
	n      int       // which
}

func (p inspectionProps) filled() inspectionProps {
	if p.make == nil {
		p.make = web.NewForm("day", p.v.Today)
	}
	if p.cancel == nil {
		p.cancel = web.NewForm()
	}
	return p
}

// wordOf is the form about a finding: what was typed where it was refused.
func (p inspectionProps) wordOf(n int) *web.Form {
	if p.word != nil && p.n == n {
		return p.word
	}
	return web.NewForm()
}

func (c *Console) inspections(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := inspectionsProps{over: q.Bool("over", "已了结")}
	before := q.Text("before", "页", web.Optional(), web.AtMost(20))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	from, ok := pageFrom(before)
	if !ok {
		return web.Redirect("/inspections"), nil
	}
	if p.page, err = who(r).reader.Inspections(r.Context(), p.over, from); err != nil {
		return web.Page{}, err
	}
	if p.page.Next != "" {
		p.next = "/inspections?before=" + p.page.Next
		if p.over {
			p.next += "&over=1"
		}
	}
	return web.Show("到单位检查", inspectionsView(p)).In("inspections"), nil
}

func (c *Console) newInspection(r *http.Request) (web.Page, error) {
	f := web.NewForm("day", calendar.DateOf(c.desk.Now()).AddDays(3).String())
	return web.Show("计划检查", newInspectionView(inspectionForm{f, unitOptions(who(r))})).In("inspections"), nil
}

func (c *Console) planInspection(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	units := unitOptions(who(r))
	unit, day, purpose, key := f.Choice("unit", "单位", units), dateText(f.Date("day", "检查日期")), f.Lines("purpose", "检查内容", web.AtMost(300)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		id, err := who(r).reader.PlanInspection(r.Context(), org.UnitID(unit), day, purpose, key)
		if err == nil {
			c.flash(r, "已计划。")
			return web.Redirect("/inspections/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return web.Show("计划检查", newInspectionView(inspectionForm{f, units})).In("inspections").Again(), nil
}

func (c *Console) inspection(r *http.Request) (web.Page, error) {
	return c.showInspection(r, inspectionProps{}, false)
}

func (c *Console) showInspection(r *http.Request, p inspectionProps, again bool) (web.Page, error) {
	var err error
	if p.v, err = who(r).reader.Inspection(r.Context(), r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	page := web.Show("到单位检查", inspectionView(p.filled())).In("inspections")
	if again {
		page = page.Again()
	}
	return page, nil
}

// onInspection runs one of the page's forms; back says where in the page what was typed stands when it is refused.
func (c *Console) onInspection(r *http.Request, said string, read func(*web.Form) func(*desk.Reader, string) error, back func(*web.Form) inspectionProps) (web.Page, error) {
	reader, id := who(r).reader, r.PathValue("id")
	if _, err := reader.Inspection(r.Context(), id); err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	do := read(f)
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := do(reader, id)
		if err == nil {
			c.flash(r, said)
			return web.Redirect("/inspections/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showInspection(r, back(f), true)
}

func (c *Console) cancelInspection(r *http.Request) (web.Page, error) {
	return c.onInspection(r, "已取消。", func(f *web.Form) func(*desk.Reader, string) error {
		reason, key := f.Text("reason", "取消的理由", web.AtMost(200)), f.Key()
		return func(x *desk.Reader, id string) error { return x.CancelInspection(r.Context(), id, reason, key) }
	}, func(f *web.Form) inspectionProps { return inspectionProps{cancel: f} })
}

func (c *Console) makeInspection(r *http.Request) (web.Page, error) {
	return c.onInspection(r, "检查已登记，发现的问题已告知单位。", func(f *web.Form) func(*desk.Reader, string) error {
		a := desk.InspectionWish{Day: dateText(f.Date("day", "检查日期")), Met: f.Lines("met", "参加人员", web.AtMost(300)), Seen: f.Lines("seen", "检查情况", web.AtMost(2000))}
		for n := 1; n <= findingRows; n++ {
			what, due := f.Lines("what"+itoa(n), "问题", web.Optional(), web.AtMost(500)), f.Date("due"+itoa(n), "整改期限", web.Optional())
			switch {
			case strings.TrimSpace(what) != "":
				if len(a.What) != n-1 {
					f.Fail("what"+itoa(n), "前面空了一行，请从第一行起依次写。")
				}
				a.What, a.Due = append(a.What, what), append(a.Due, dateText(due))
			case !due.IsZero():
				f.Fail("what"+itoa(n), "写了期限，没有写问题。")
			}
		}
		key := f.Key()
		return func(x *desk.Reader, id string) error { return x.MakeInspection(r.Context(), id, a, key) }
	}, func(f *web.Form) inspectionProps { return inspectionProps{make: f} })
}

func (c *Console) answerFinding(r *http.Request) (web.Page, error) {
	n := 0
	return c.onInspection(r, "已报告，等县热线办认定。", func(f *web.Form) func(*desk.Reader, string) error {
		n = f.Int("n", "问题", 1, 99)
		words, key := f.Lines("words", "整改情况", web.AtMost(1000)), f.Key()
		return func(x *desk.Reader, id string) error { return x.AnswerFinding(r.Context(), id, n, words, key) }
	}, func(f *web.Form) inspectionProps { return inspectionProps{word: f, n: n} })
}

func judgements() []parts.Option {
	return []parts.Option{{Value: "yes", Label: "已整改，销号"}, {Value: "no", Label: "没有整改到位"}}
}

func (c *Console) judgeFinding(r *http.Request) (web.Page, error) {
	n := 0
	return c.onInspection(r, "认定已登记。", func(f *web.Form) func(*desk.Reader, string) error {
		n = f.Int("n", "问题", 1, 99)
		mended, due, words, key := f.Choice("mended", "认定", judgements()) == "yes", dateText(f.Date("due", "新的整改期限", web.Optional())), f.Lines("words", "认定意见", web.AtMost(500)), f.Key()
		return func(x *desk.Reader, id string) error {
			return x.JudgeFinding(r.Context(), id, n, mended, due, words, key)
		}
	}, func(f *web.Form) inspectionProps { return inspectionProps{word: f, n: n} })
}

func inspectionTone(v desk.InspectionView) parts.Badge {
	tone := map[string]parts.Tone{"已计划": parts.Blue, "待整改": parts.Orange, "已了结": parts.Green}[v.State]
	return parts.Badge{Text: v.State, Tone: tone}
}

func findingTone(f desk.FindingView) parts.Badge {
	switch {
	case f.Mended:
		return parts.Badge{Text: "已销号", Tone: parts.Green}
	case f.Waits:
		return parts.Badge{Text: "待认定", Tone: parts.Yellow}
	case f.Late:
		return parts.Badge{Text: "整改超期", Tone: parts.Red}
	}
	return parts.Badge{Text: "待整改", Tone: parts.Orange}
}
