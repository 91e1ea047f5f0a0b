package console

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/org"
	"huiyin/internal/oversight"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// leadRoutes are 问责线索: suggestions, leads, their steps, the letter that hands one over (Art. 23).
func (c *Console) leadRoutes() []web.Route {
	see, run, decide := string(access.LeadReading), string(access.Leading), string(access.LeadDeciding)
	return []web.Route{{Method: "GET", Pattern: "/leads", Permission: see, Handler: c.leads},
		{Method: "GET", Pattern: "/leads/new", Permission: run, Handler: c.newLead},
		{Method: "POST", Pattern: "/leads", Permission: run, Handler: c.fileLead},
		{Method: "GET", Pattern: "/leads/{id}", Permission: see, Handler: c.leadPage},
		{Method: "GET", Pattern: "/leads/{id}/print", Permission: see, Handler: c.leadPrint},
		{Method: "POST", Pattern: "/leads/{id}/submit", Permission: run, Handler: c.submitLead},
		{Method: "POST", Pattern: "/leads/{id}/back", Permission: run, Handler: c.takeBackLead},
		{Method: "POST", Pattern: "/leads/{id}/decide", Permission: decide, Handler: c.decideLead},
		{Method: "POST", Pattern: "/leads/{id}/hand", Permission: run, Handler: c.handLead},
		{Method: "POST", Pattern: "/leads/{id}/receive", Permission: run, Handler: c.receiveLead},
		{Method: "POST", Pattern: "/leads/{id}/conclude", Permission: run, Handler: c.concludeLead},
		{Method: "GET", Pattern: "/lead-hints", Permission: run, Handler: c.leadHints},
		{Method: "GET", Pattern: "/lead-hints/{id}", Permission: run, Handler: c.leadHint},
		{Method: "POST", Pattern: "/lead-hints/{id}/drop", Permission: run, Handler: c.dropHint}}
}

type leadsProps struct {
	page desk.LeadPage
	ask  desk.LeadFilter
	next string
}

type hintsProps struct {
	page  desk.HintPage
	leads desk.LeadPage
	next  string
}

type leadForm struct {
	f     *web.Form
	units []parts.Option
	hint  *desk.HintView
}

type leadProps struct {
	v                                             desk.LeadView
	submit, back, decide, hand, receive, conclude *web.Form
}

type hintProps struct {
	v desk.HintView
	f *web.Form
}

func faultOptions() []parts.Option {
	var out []parts.Option
	for _, f := range oversight.Faults() {
		out = append(out, parts.Option{Value: strconv.Itoa(int(f)), Label: "（" + []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}[f] + "）" + f.Name()})
	}
	return out
}

var leadPostOptions = parts.Options(string(org.UnitPrincipal), "主要负责人", string(org.UnitDeputy), "分管负责人", string(org.UnitHandler), "具办人员")

var leadVerdicts = parts.Options("yes", "批准移送", "no", "不批准")

func recipientOptions() []parts.Option {
	var out []parts.Option
	for _, r := range oversight.Recipients() {
		out = append(out, parts.Option{Value: string(r), Label: r.Name()})
	}
	return out
}

func findingOptions() []parts.Option {
	var out []parts.Option
	for _, f := range oversight.Findings() {
		out = append(out, parts.Option{Value: string(f), Label: f.Name()})
	}
	return out
}

// leadStates are the tabs of what is under way.
var leadStates = []oversight.LeadState{oversight.LeadDraft, oversight.LeadWaits, oversight.LeadApproved, oversight.LeadAway, oversight.LeadTaken}

func leadStateOptions() []parts.Option {
	var out []parts.Option
	for _, s := range leadStates {
		out = append(out, parts.Option{Value: string(s), Label: s.Name()})
	}
	return out
}

func (c *Console) leads(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	p := leadsProps{ask: desk.LeadFilter{Ended: q.Text("ended", "已结束", web.Optional(), web.AtMost(1)) == "1", State: oversight.LeadState(q.Choice("state", "进度", leadStateOptions(), web.Optional())),
		Before: q.Text("before", "页", web.Optional(), web.AtMost(120))}}
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	if p.page, err = who(r).reader.Leads(r.Context(), p.ask); err != nil {
		return web.Page{}, err
	}
	return web.Show("问责线索", leadsView(p.filled())).In("leads"), nil
}

// filled makes the way to the next page.
func (p leadsProps) filled() leadsProps {
	if p.page.Next == "" {
		return p
	}
	v := url.Values{"before": {p.page.Next}}
	if p.ask.Ended {
		v.Set("ended", "1")
	}
	if p.ask.State != "" {
		v.Set("state", string(p.ask.State))
	}
	p.next = "/leads?" + v.Encode()
	return p
}

func (c *Console) leadHints(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	before := q.Text("before", "页", web.Optional(), web.AtMost(120))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	var p hintsProps
	if p.page, err = who(r).reader.LeadHints(r.Context(), before); err != nil {
		return web.Page{}, err
	}
	if p.leads, err = who(r).reader.Leads(r.Context(), desk.LeadFilter{}); err != nil {
		return web.Page{}, err
	}
	if p.page.Next != "" {
		p.next = "/lead-hints?before=" + url.QueryEscape(p.page.Next)
	}
	return web.Show("问责提示", hintsView(p)).In("leads"), nil
}

func (c *Console) leadHint(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.LeadHint(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("问责提示", hintView(hintProps{v, web.NewForm()})).In("leads"), nil
}

func (c *Console) dropHint(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	reason, key := f.Lines("reason", "不采用的理由", web.AtMost(oversight.MostDemand)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := who(r).reader.DropHint(r.Context(), r.PathValue("id"), reason, key)
		if err == nil {
			c.flash(r, "已记下：这条提示不采用。")
			return web.Redirect("/lead-hints"), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	v, err := who(r).reader.LeadHint(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("问责提示", hintView(hintProps{v, f})).In("leads").Again(), nil
}

func (c *Console) leadFormOf(r *http.Request, f *web.Form, hint string) (*leadForm, error) {
	p := &leadForm{f: f}
	for _, u := range caseUnits(who(r)) {
		if u.Value != string(org.GovOffice) && u.Value != string(org.HotlineOffice) {
			p.units = append(p.units, u)
		}
	}
	if hint == "" {
		return p, nil
	}
	v, err := who(r).reader.LeadHint(r.Context(), hint)
	if err != nil {
		return nil, err
	}
	p.hint = &v
	return p, nil
}

func (c *Console) newLead(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	hint, number := q.Text("hint", "提示", web.Optional(), web.AtMost(80)), q.Text("order", "工单编号", web.Optional(), web.AtMost(40))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	f := web.NewForm("number", number)
	p, err := c.leadFormOf(r, f, hint)
	if err != nil {
		return web.Page{}, err
	}
	if v := p.hint; v != nil {
		f.Set("hint", v.ID)
		f.Set("fault", strconv.Itoa(v.Fault))
		f.Set("unit", string(v.UnitID))
		f.Set("number", v.Number)
		f.Set("proof", v.At+"　"+v.Words)
	}
	return web.Show("提出问责线索", newLeadView(p)).In("leads"), nil
}

func (c *Console) fileLead(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	a := desk.LeadWish{Hint: f.Text("hint", "提示", web.Optional(), web.AtMost(80))}
	units := caseUnits(who(r))
	fault, _ := strconv.Atoi(f.Choice("fault", "问责情形", faultOptions()))
	a.Fault, a.Unit = oversight.Fault(fault), org.UnitID(f.Choice("unit", "涉及单位", units))
	for _, k := range f.Many("posts", "涉及岗位", leadPostOptions) {
		a.Posts = append(a.Posts, org.Kind(k))
	}
	a.Number, a.Facts = f.Text("number", "工单编号", web.Optional(), web.AtMost(40)), f.Lines("facts", "事实", web.AtMost(oversight.MostWords))
	a.Proof, a.Handling = f.Lines("proof", "证据清单", web.AtMost(oversight.MostWords)), f.Lines("handling", "处理建议", web.AtMost(oversight.MostDemand))
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		id, err := who(r).reader.FileLead(r.Context(), a, key)
		if err == nil {
			c.flash(r, "线索已提出。核对无误后，报县政府办负责人批准。")
			return web.Redirect("/leads/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	p, err := c.leadFormOf(r, f, a.Hint)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("提出问责线索", newLeadView(p)).In("leads").Again(), nil
}

func (c *Console) leadPage(r *http.Request) (web.Page, error) { return c.showLead(r, leadProps{}) }

func (c *Console) showLead(r *http.Request, p leadProps) (web.Page, error) {
	v, err := who(r).reader.Lead(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	p = p.filled(v, calendar.DateOf(c.desk.Now()).String())
	page := web.Show("问责线索", leadView(p)).In("leads")
	for _, f := range []*web.Form{p.back, p.decide, p.hand, p.receive, p.conclude} {
		if !f.OK() {
			page = page.Again()
		}
	}
	return page, nil
}

// filled makes the forms that did not come back.
func (p leadProps) filled(v desk.LeadView, today string) leadProps {
	p.v = v
	for _, f := range []**web.Form{&p.submit, &p.back, &p.decide, &p.hand} {
		if *f == nil {
			*f = web.NewForm()
		}
	}
	for _, f := range []**web.Form{&p.receive, &p.conclude} {
		if *f == nil {
			*f = web.NewForm("on", today)
		}
	}
	return p
}

// onLead runs one of the steps of a lead: what it reads, what it does, and where it comes back.
func (c *Console) onLead(r *http.Request, said string, read func(*web.Form) func(ctx context.Context, id string) error, back func(*web.Form) leadProps) (web.Page, error) {
	id := r.PathValue("id")
	if _, err := who(r).reader.Lead(r.Context(), id); err != nil {
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
		err := do(r.Context(), id)
		if err == nil {
			c.flash(r, said)
			return web.Redirect("/leads/" + id), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showLead(r, back(f))
}

func (c *Console) submitLead(r *http.Request) (web.Page, error) {
	return c.onLead(r, "已报县政府办负责人。", func(f *web.Form) func(context.Context, string) error {
		key := f.Key()
		return func(ctx context.Context, id string) error { return who(r).reader.SubmitLead(ctx, id, key) }
	}, func(f *web.Form) leadProps { return leadProps{} })
}

func (c *Console) takeBackLead(r *http.Request) (web.Page, error) {
	return c.onLead(r, "线索已撤回。", func(f *web.Form) func(context.Context, string) error {
		reason, key := f.Lines("reason", "撤回的理由", web.AtMost(oversight.MostDemand)), f.Key()
		return func(ctx context.Context, id string) error {
			return who(r).reader.TakeBackLead(ctx, id, reason, key)
		}
	}, func(f *web.Form) leadProps { return leadProps{back: f} })
}

func (c *Console) decideLead(r *http.Request) (web.Page, error) {
	return c.onLead(r, "审批意见已记录。", func(f *web.Form) func(context.Context, string) error {
		verdict, opinion, key := f.Choice("verdict", "是否批准", leadVerdicts), f.Lines("opinion", "审批意见", web.AtMost(oversight.MostDemand)), f.Key()
		return func(ctx context.Context, id string) error {
			return who(r).reader.DecideLead(ctx, id, verdict == "yes", opinion, key)
		}
	}, func(f *web.Form) leadProps { return leadProps{decide: f} })
}

func (c *Console) handLead(r *http.Request) (web.Page, error) {
	return c.onLead(r, "已编号。请打印移送单，盖章后送达。", func(f *web.Form) func(context.Context, string) error {
		to, key := f.Choice("to", "移送给", recipientOptions()), f.Key()
		return func(ctx context.Context, id string) error {
			return who(r).reader.HandLead(ctx, id, oversight.Recipient(to), key)
		}
	}, func(f *web.Form) leadProps { return leadProps{hand: f} })
}

func (c *Console) receiveLead(r *http.Request) (web.Page, error) {
	return c.onLead(r, "回执已登记。", func(f *web.Form) func(context.Context, string) error {
		on, whom, key := f.Date("on", "接收日期"), f.Text("who", "接收人", web.AtMost(100)), f.Key()
		return func(ctx context.Context, id string) error {
			return who(r).reader.ReceiveLead(ctx, id, calendar.DateOf(on).String(), whom, key)
		}
	}, func(f *web.Form) leadProps { return leadProps{receive: f} })
}

func (c *Console) concludeLead(r *http.Request) (web.Page, error) {
	return c.onLead(r, "处理结果已登记。", func(f *web.Form) func(context.Context, string) error {
		on, finding, words, key := f.Date("on", "结果日期"), f.Choice("finding", "处理结果", findingOptions()), f.Lines("words", "结果说明", web.AtMost(oversight.MostDemand)), f.Key()
		return func(ctx context.Context, id string) error {
			return who(r).reader.ConcludeLead(ctx, id, calendar.DateOf(on).String(), oversight.Finding(finding), words, key)
		}
	}, func(f *web.Form) leadProps { return leadProps{conclude: f} })
}

func (c *Console) leadPrint(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.Lead(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	if v.Letter == "" {
		return web.Page{}, desk.ErrNotFound
	}
	return web.Whole(leadPaper(c.profile, v, c.printedBy(r))), nil
}
