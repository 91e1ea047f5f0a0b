package console

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/policy"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// trialRoutes run a draft of the rules over the real history (试算, Art. 29).
func (c *Console) trialRoutes() []web.Route {
	p := string(access.RuleDrafting)
	return []web.Route{
		{Method: "GET", Pattern: "/rules/trials", Permission: p, Handler: c.trials}, {Method: "GET", Pattern: "/rules/trials/new", Permission: p, Handler: c.newTrial},
		{Method: "POST", Pattern: "/rules/trials", Permission: p, Handler: c.runTrial}, {Method: "GET", Pattern: "/rules/trials/{trial}", Permission: p, Handler: c.trial},
		{Method: "POST", Pattern: "/rules/trials/{trial}/again", Permission: p, Handler: c.againTrial},
	}
}

// trialParams are the numbers that a trial can show the effect of.
var trialParams = []string{"limit.consult_wd", "limit.other_wd", "limit.contact_wd", "limit.assign_wd", "limit.rework_wd", "limit.handle_wd", "limit.dispatch_wd", "limit.submit_review_wd",
	"limit.feedback_wd", "limit.unit_visit_wd", "visit.start_wd", "approval.office_head_from_appeal", "approval.gov_head_from_appeal", "approval.leader_from_appeal", "approval.gov_head_from_key",
	"approval.leader_from_key", "approval.result_from_assignment"}

type trialForm struct {
	f      *web.Form
	drafts []parts.Option
	params []policy.Meta
	now    policy.Policy
}

func (c *Console) trials(r *http.Request) (web.Page, error) {
	all, err := who(r).reader.Trials(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("规则试算", trialsView(all)).In("rules"), nil
}

func (c *Console) trialForm(r *http.Request, f *web.Form) (trialForm, error) {
	p := trialForm{f: f}
	v, err := who(r).reader.Rules(r.Context())
	if err != nil {
		return p, err
	}
	p.now = v.Policy
	all, err := who(r).reader.RuleVersions(r.Context())
	if err != nil {
		return p, err
	}
	for _, d := range all {
		if d.Draft != "" && d.Withdrawn == "" {
			p.drafts = append(p.drafts, parts.Option{Value: d.Draft, Label: versionName(d) + "：" + d.Name + "（" + d.Status + "）"})
		}
	}
	for _, key := range trialParams {
		if m, ok := policy.ParamOf(key); ok {
			p.params = append(p.params, m)
		}
	}
	return p, nil
}

func (c *Console) newTrial(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	draft := q.Text("draft", "草案", web.Optional(), web.AtMost(64))
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	today := calendar.DateOf(c.desk.Now())
	f := web.NewForm("from", today.AddDays(-90).String(), "to", today.String(), "draft", draft)
	p, err := c.trialForm(r, f)
	if err != nil {
		return web.Page{}, err
	}
	for _, m := range p.params {
		f.Set(m.Field(), p.now.Value(m.Key))
	}
	return web.Show("试算", trialFormView(p)).In("rules"), nil
}

func (c *Console) runTrial(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	p, err := c.trialForm(r, f)
	if err != nil {
		return web.Page{}, err
	}
	date := func(t time.Time) calendar.Date {
		if t.IsZero() {
			return 0
		}
		return calendar.DateOf(t)
	}
	w := desk.TrialWish{From: date(f.Date("from", "从哪天起")), To: date(f.Date("to", "到哪天止")), Draft: f.Choice("draft", "草案", p.drafts, web.Optional()), Values: map[string]string{}}
	for _, m := range p.params {
		w.Values[m.Key] = f.Text(m.Field(), m.Name, web.AtMost(20))
	}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		id, err := c.desk.RunTrial(r.Context(), who(r).actor, w, key)
		if err == nil {
			return web.Redirect("/rules/trials/" + url.PathEscape(id)), nil
		}
		if !refuseRules(f, err) {
			return web.Page{}, err
		}
	}
	return web.Show("试算", trialFormView(p)).In("rules").Again(), nil
}

func (c *Console) trial(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	from := q.Int("from", "从第几条起", 0, 1_000_000, web.Optional())
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	v, err := who(r).reader.Trial(r.Context(), r.PathValue("trial"), from)
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("规则试算", trialView(v)).In("rules"), nil
}

func (c *Console) againTrial(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if err := c.desk.AgainTrial(r.Context(), who(r).actor, r.PathValue("trial")); err != nil {
		return web.Page{}, asInvalid(err)
	}
	c.flash(r, "正在按同一段历史再算一遍。")
	return web.Redirect("/rules/trials/" + url.PathEscape(r.PathValue("trial"))), nil
}

func trialHref(id string) string { return "/rules/trials/" + url.PathEscape(id) }

// difference prints how much more or less: +3, −2, 0.
func difference(was, would int) string {
	switch d := would - was; {
	case d > 0:
		return "+" + strconv.Itoa(d)
	case d < 0:
		return "−" + strconv.Itoa(-d)
	}
	return "0"
}

func trialState(h desk.TrialHead) parts.Badge {
	if h.Running {
		return parts.Badge{Text: fmt.Sprintf("已算%d/%d件", h.Done, h.Total), Tone: parts.Yellow}
	}
	return parts.Badge{Text: "已算完", Tone: parts.Green}
}

func trialPairs(v desk.TrialView) []parts.Pair {
	out := []parts.Pair{parts.P("试算的规则", v.Name), parts.P("工单", fmt.Sprintf("%s 至 %s 登记的，共%d件", v.From, v.To, v.Total)), parts.P("历史", fmt.Sprintf("到日志第%d条为止（%s）", v.Pos, v.At)), parts.P("试算人", v.By)}
	if v.Sum != "" {
		out = append(out, parts.P("结果指纹", v.Sum[:16]+"…"))
	}
	switch {
	case v.Again < 0:
		out = append(out, parts.P("再算", "与原来的结果不一致，请告诉系统管理员"))
	case v.Again > 0 && !v.Running:
		out = append(out, parts.P("再算", fmt.Sprintf("%d次，结果逐字节相同", v.Again)))
	}
	return out
}

func lineTag(l desk.TrialLine) parts.Badge {
	switch {
	case l.Sign:
		return parts.Badge{Text: "签批人不同", Tone: parts.Blue}
	case l.Late:
		return parts.Badge{Text: "会逾期", Tone: parts.Red}
	}
	return parts.Badge{Text: "不会逾期", Tone: parts.Green}
}

func trialNote(v desk.TrialView) string {
	s := fmt.Sprintf("%d条", v.Of)
	if len(v.Lines) > 0 && len(v.Lines) < v.Of {
		s += fmt.Sprintf("，这里是第%d—%d条", v.First, v.First+len(v.Lines)-1)
	}
	if v.Left > 0 {
		s += fmt.Sprintf("，另有%d条只计数不列出", v.Left)
	}
	return s
}

func newKey() string { return web.NewKey() }
