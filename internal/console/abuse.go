package console

import (
	"net/http"
	"strconv"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// abuseRoutes are 恶意占用热线: proposed, warned, approved by the head, handed over by letter, answered; the hint about a number runs out by itself (Art. 13).
func (c *Console) abuseRoutes() []web.Route {
	see, do, head := string(access.Abuse), string(access.AbuseOffice), string(access.AbuseHeading)
	return []web.Route{{Method: "GET", Pattern: "/abuse", Permission: see, Handler: c.abuses},
		{Method: "GET", Pattern: "/abuse/new", Permission: see, Handler: c.newAbuse},
		{Method: "POST", Pattern: "/abuse", Permission: see, Handler: c.proposeAbuse},
		{Method: "GET", Pattern: "/abuse/{id}", Permission: see, Handler: c.abuse},
		{Method: "GET", Pattern: "/abuse/{id}/print", Permission: do, Handler: c.abusePrint},
		{Method: "POST", Pattern: "/abuse/{id}/print", Permission: do, Handler: c.abuseLetter},
		{Method: "POST", Pattern: "/abuse/{id}/reveal", Permission: do, Handler: c.revealAbuse},
		{Method: "POST", Pattern: "/abuse/{id}/warn", Permission: see, Handler: c.warnAbuse},
		{Method: "POST", Pattern: "/abuse/{id}/decide", Permission: head, Handler: c.decideAbuse},
		{Method: "POST", Pattern: "/abuse/{id}/hand", Permission: do, Handler: c.handAbuse},
		{Method: "POST", Pattern: "/abuse/{id}/receive", Permission: do, Handler: c.receiveAbuse},
		{Method: "POST", Pattern: "/abuse/{id}/result", Permission: do, Handler: c.concludeAbuse},
		{Method: "POST", Pattern: "/abuse/{id}/end", Permission: head, Handler: c.endAbuse}}
}

type abusesProps struct {
	page  desk.AbusePage
	stage office.AbuseStage
	next  string
}

type abuseForm struct {
	f      *web.Form
	office bool
}

// abuseForms are the short forms of the page.
type abuseForms struct{ warn, decide, hand, receive, result, end *web.Form }

type abuseProps struct {
	v      desk.AbuseView
	f      abuseForms
	shown  string // the number, just let out
	bodies []parts.Option
	key    string
}

func (p abuseProps) filled(v desk.AbuseView) abuseProps {
	p.v = v
	for _, f := range []**web.Form{&p.f.warn, &p.f.decide, &p.f.hand, &p.f.receive, &p.f.result, &p.f.end} {
		if *f == nil {
			*f = web.NewForm()
		}
	}
	if p.f.hand.Value("basis") == "" {
		p.f.hand.Set("basis", v.Basics)
	}
	return p
}

func (c *Console) abuses(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := abusesProps{stage: office.AbuseStage(q.Text("stage", "状态", web.Optional(), web.AtMost(10)))}
	before := q.Text("before", "页", web.Optional(), web.AtMost(20))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	if p.stage == "" {
		p.stage = office.AbuseWaits
	}
	var from time.Time
	if before != "" {
		n, err := strconv.ParseInt(before, 10, 64)
		if err != nil || n < 0 {
			return web.Redirect("/abuse"), nil
		}
		from = time.UnixMilli(n)
	}
	if p.page, err = who(r).reader.Abuses(r.Context(), p.stage, from); err != nil {
		return web.Page{}, err
	}
	if p.page.Next != "" {
		p.next = "/abuse?stage=" + string(p.stage) + "&before=" + p.page.Next
	}
	return web.Show("恶意占用", abusesView(p)).In("abuse"), nil
}

func behaviourOptions() []parts.Option {
	var out []parts.Option
	for _, b := range office.Behaviours() {
		out = append(out, parts.Option{Value: string(b), Label: b.Name()})
	}
	return out
}

func abuseOutcomes() []parts.Option {
	var out []parts.Option
	for _, o := range office.AbuseOutcomes() {
		out = append(out, parts.Option{Value: string(o), Label: o.Name()})
	}
	return out
}

// abuseBodies are whom the letter may go to: the county's units.
func (c *Console) abuseBodies(s session) []parts.Option {
	var out []parts.Option
	for _, u := range s.reader.Directory().Units() {
		if u.Group != org.County && !u.Closed && u.ID != org.HotlineOffice {
			out = append(out, parts.Option{Value: string(u.ID), Label: u.Name})
		}
	}
	return out
}

func (c *Console) newAbuse(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	number := q.Text("order", "工单编号", web.Optional(), web.AtMost(40))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	f := web.NewForm("last", calendar.DateOf(c.desk.Now()).String(), "orders", number)
	return web.Show("提出恶意占用", newAbuseView(abuseForm{f, !who(r).actor.Post.Kind.InUnit()})).In("abuse"), nil
}

func dateText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return calendar.DateOf(t).String()
}

func (c *Console) proposeAbuse(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	a := desk.AbuseWish{Behaviour: office.Behaviour(f.Choice("behaviour", "行为", behaviourOptions())), Phone: f.Text("phone", "来电号码", web.Optional(), web.AtMost(30)),
		Numbers: f.Lines("orders", "工单编号", web.Optional(), web.AtMost(600)), Calls: f.Int("calls", "通话次数", 1, 9999), First: dateText(f.Date("first", "最早一次")),
		Last: dateText(f.Date("last", "最近一次")), Facts: f.Lines("facts", "事实", web.AtMost(office.MostAbuseWords))}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		id, err := who(r).reader.ProposeAbuse(r.Context(), a, key)
		if err == nil {
			c.flash(r, "已提出，等县热线办负责人审批。这位诉求人的来电照常受理。")
			return web.Redirect("/abuse/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return web.Show("提出恶意占用", newAbuseView(abuseForm{f, !who(r).actor.Post.Kind.InUnit()})).In("abuse").Again(), nil
}

func (c *Console) abuse(r *http.Request) (web.Page, error) {
	return c.showAbuse(r, abuseProps{}, false)
}

func (c *Console) showAbuse(r *http.Request, p abuseProps, again bool) (web.Page, error) {
	s := who(r)
	v, err := s.reader.Abuse(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	p.bodies, p.key = c.abuseBodies(s), web.NewKey()
	page := web.Show("恶意占用", abuseView(p.filled(v))).In("abuse")
	if again {
		page = page.Again()
	}
	return page, nil
}

func (c *Console) revealAbuse(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	reason := access.Reason(f.Choice("reason", "事由", revealReasons(), web.Optional()))
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	out, err := who(r).reader.RevealAbuse(r.Context(), r.PathValue("id"), reason, "")
	if err != nil {
		return web.Page{}, err
	}
	return c.showAbuse(r, abuseProps{shown: out.Value}, false)
}

func (c *Console) abusePrint(r *http.Request) (web.Page, error) { return c.abusePaper(r, "") }

// abuseLetter prints the letter with the whole number; that it was let out is on record.
func (c *Console) abuseLetter(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if v, err := who(r).reader.Abuse(r.Context(), r.PathValue("id")); err != nil || v.Number == "" {
		return web.Page{}, notYet(err)
	}
	out, err := who(r).reader.RevealAbuse(r.Context(), r.PathValue("id"), access.ToOther, "打印移交函")
	if err != nil {
		return web.Page{}, err
	}
	return c.abusePaper(r, out.Value)
}

// notYet is a letter that was not sent yet.
func notYet(err error) error {
	if err == nil {
		err = desk.ErrNotFound
	}
	return err
}

func (c *Console) abusePaper(r *http.Request, number string) (web.Page, error) {
	v, err := who(r).reader.Abuse(r.Context(), r.PathValue("id"))
	if err != nil || v.Number == "" {
		return web.Page{}, notYet(err)
	}
	return web.Whole(abusePaperView(c.profile, v, number, c.printedBy(r))), nil
}

// onAbuse runs one of the short forms.
func (c *Console) onAbuse(r *http.Request, said string, read func(*web.Form) func(*desk.Reader, string) error, back func(*web.Form) abuseForms) (web.Page, error) {
	reader, id := who(r).reader, r.PathValue("id")
	if _, err := reader.Abuse(r.Context(), id); err != nil {
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
			return web.Redirect("/abuse/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showAbuse(r, abuseProps{f: back(f)}, true)
}
