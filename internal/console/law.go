package console

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// lawRoutes are the county's rules: parameters, drafts with their comparison, versions and their files (Art. 29).
func (c *Console) lawRoutes() []web.Route {
	read, write, agree := string(access.RuleReading), string(access.RuleDrafting), string(access.RuleAgreeing)
	return []web.Route{
		{Method: "GET", Pattern: "/rules", Permission: read, Handler: c.rules}, {Method: "GET", Pattern: "/rules/param/{key}", Permission: read, Handler: c.ruleParam},
		{Method: "POST", Pattern: "/rules/param/{key}", Permission: agree, Handler: c.explainParam},
		{Method: "GET", Pattern: "/rules/versions", Permission: read, Handler: c.ruleVersions}, {Method: "GET", Pattern: "/rules/versions/{version}/file", Permission: read, Handler: c.ruleFile},
		{Method: "GET", Pattern: "/rules/drafts/new", Permission: write, Handler: c.newDraft}, {Method: "POST", Pattern: "/rules/drafts", Permission: write, Handler: c.saveDraft},
		{Method: "POST", Pattern: "/rules/drafts/file", Permission: write, Handler: c.uploadDraft, MaxBody: 1 << 20},
		{Method: "GET", Pattern: "/rules/drafts/{draft}", Permission: read, Handler: c.ruleDraft}, {Method: "GET", Pattern: "/rules/drafts/{draft}/edit", Permission: write, Handler: c.editDraft},
		{Method: "POST", Pattern: "/rules/drafts/{draft}/approve", Permission: agree, Handler: c.approveDraft}, {Method: "POST", Pattern: "/rules/drafts/{draft}/return", Permission: agree, Handler: c.returnDraft},
		{Method: "POST", Pattern: "/rules/drafts/{draft}/withdraw", Permission: read, Handler: c.withdrawDraft},
	}
}

func (c *Console) rules(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.Rules(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("规则参数", rulesView(v)).In("rules"), nil
}

type paramProps struct {
	l       desk.RuleLine
	explain *web.Form // nil for who may not
}

func (c *Console) ruleParam(r *http.Request) (web.Page, error) {
	return c.showParam(r, web.NewForm())
}

func (c *Console) showParam(r *http.Request, f *web.Form) (web.Page, error) {
	l, may, err := who(r).reader.Rule(r.Context(), r.PathValue("key"))
	if err != nil {
		return web.Page{}, err
	}
	p := paramProps{l: l}
	if may {
		p.explain = f
	}
	page := web.Show(l.Name, paramView(p)).In("rules")
	if !f.OK() {
		page = page.Again()
	}
	return page, nil
}

func (c *Console) explainParam(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	words, document, key := f.Lines("text", "解释", web.AtMost(500)), f.Text("document", "文号", web.Optional(), web.AtMost(40)), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := c.desk.ExplainParam(r.Context(), who(r).actor, r.PathValue("key"), words, document, key)
		if err == nil {
			c.flash(r, "解释已附在这个参数上。")
			return web.Redirect("/rules/param/" + url.PathEscape(r.PathValue("key"))), nil
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showParam(r, f)
}

func (c *Console) ruleVersions(r *http.Request) (web.Page, error) {
	all, err := who(r).reader.RuleVersions(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	return web.Show("规则版本", versionsView(all, access.May(who(r).actor.Post.Kind, access.RuleDrafting))).In("rules"), nil
}

// ruleFile downloads a version exactly as the archive has it.
func (c *Console) ruleFile(r *http.Request) (web.Page, error) {
	n, err := strconv.Atoi(r.PathValue("version"))
	if err != nil {
		return web.Page{}, desk.ErrNotFound
	}
	text, sum, err := who(r).reader.RuleFile(r.Context(), n)
	if err != nil {
		return web.Page{}, err
	}
	return web.Download(fmt.Sprintf("规则第%d版-%s.toml", n, sum[:12]), "application/toml", int64(len(text)), func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}), nil
}

// ruleForm is the form of a draft: every parameter, as it would be.
type ruleForm struct {
	f      *web.Form
	upload *web.Form
	groups []desk.RuleGroup
	draft  string
	now    map[string]string // what holds, as it is said
}

func (c *Console) ruleForm(r *http.Request, draft string, f, upload *web.Form) (ruleForm, error) {
	p := ruleForm{f: f, upload: upload, draft: draft, now: map[string]string{}}
	v, err := who(r).reader.Rules(r.Context())
	if err != nil {
		return p, err
	}
	p.groups = v.Groups
	for _, g := range v.Groups {
		for _, l := range g.Lines {
			p.now[l.Key] = l.Value
		}
	}
	return p, nil
}

// fillRules puts a policy's values into a form.
func fillRules(f *web.Form, p policy.Policy) {
	for _, l := range p.Lines() {
		if m, ok := policy.ParamOf(l.Key); ok {
			f.Set(m.Field(), l.Value)
		}
	}
}

func (c *Console) newDraft(r *http.Request) (web.Page, error) {
	v, err := who(r).reader.Rules(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	f := web.NewForm("name", v.Policy.Name+"（修订）")
	fillRules(f, v.Policy)
	return c.showDraftForm(r, "", f, web.NewForm())
}

func (c *Console) editDraft(r *http.Request) (web.Page, error) {
	d, err := who(r).reader.RuleDraft(r.Context(), r.PathValue("draft"))
	if err != nil {
		return web.Page{}, err
	}
	if !d.CanRevise {
		return web.Redirect("/rules/drafts/" + url.PathEscape(d.Draft)), nil
	}
	f := web.NewForm("name", d.Name, "document", d.Document, "effective", d.From, "reason", d.Reason)
	fillRules(f, d.Policy)
	return c.showDraftForm(r, d.Draft, f, web.NewForm())
}

func (c *Console) showDraftForm(r *http.Request, draft string, f, upload *web.Form) (web.Page, error) {
	p, err := c.ruleForm(r, draft, f, upload)
	if err != nil {
		return web.Page{}, err
	}
	page := web.Show(draftTitle(draft), draftFormView(p)).In("rules")
	if !f.OK() || !upload.OK() {
		page = page.Again()
	}
	return page, nil
}

func draftTitle(draft string) string {
	if draft == "" {
		return "起草规则"
	}
	return "修改草案"
}

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return calendar.DateOf(t).String()
}

func (c *Console) saveDraft(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	w := desk.RulesWish{Draft: f.Text("_draft", "草案", web.Optional(), web.AtMost(64)), Name: f.Text("name", "名称", web.AtMost(60)), Document: f.Text("document", "文号", web.Optional(), web.AtMost(40)),
		From: dayOf(f.Date("effective", "施行日期")), Reason: f.Lines("reason", "修改理由", web.AtMost(300)), Values: map[string]string{}}
	for _, m := range policy.Params() {
		w.Values[m.Key] = f.Text(m.Field(), m.Name, web.AtMost(20))
	}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		id, err := c.desk.DraftRules(r.Context(), who(r).actor, w, key)
		if err == nil {
			c.flash(r, "草案已保存，等县政府办负责人批准；现行规则没有变。")
			return web.Redirect("/rules/drafts/" + url.PathEscape(id)), nil
		}
		if !refuseRules(f, err) {
			return web.Page{}, err
		}
	}
	return c.showDraftForm(r, w.Draft, f, web.NewForm())
}

// refuseRules puts what is wrong with values at their fields.
func refuseRules(f *web.Form, err error) bool {
	if bad, ok := errors.AsType[*desk.RuleFaults](err); ok {
		for _, m := range policy.Params() {
			if why := bad.By[m.Key]; why != "" {
				f.Fail(m.Field(), why)
			}
		}
		if why := bad.By[""]; why != "" {
			f.Fail("file", why)
		}
		return true
	}
	return f.Refuse(asInvalid(err))
}

func (c *Console) uploadDraft(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	files := f.Files("file", "规则文件", web.FileRule{Required: true, Most: 1, Each: 256 << 10})
	w := desk.RulesWish{From: dayOf(f.Date("effective", "施行日期")), Reason: f.Lines("reason", "修改理由", web.AtMost(300))}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		if w.File, err = web.Open(files[0]); err != nil {
			return web.Page{}, err
		}
		id, err := c.desk.DraftRules(r.Context(), who(r).actor, w, key)
		if err == nil {
			c.flash(r, "草案已保存，等县政府办负责人批准；现行规则没有变。")
			return web.Redirect("/rules/drafts/" + url.PathEscape(id)), nil
		}
		if !refuseRules(f, err) {
			return web.Page{}, err
		}
	}
	blank := web.NewForm()
	v, err := who(r).reader.Rules(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	fillRules(blank, v.Policy)
	return c.showDraftForm(r, "", blank, f)
}

type draftProps struct {
	v    desk.RuleDraftView
	f    *web.Form // of the form that came back, else fresh
	open string    // which form came back: approve, return, withdraw
}

func (c *Console) ruleDraft(r *http.Request) (web.Page, error) {
	return c.showDraft(r, web.NewForm(), "")
}

func (c *Console) showDraft(r *http.Request, f *web.Form, open string) (web.Page, error) {
	v, err := who(r).reader.RuleDraft(r.Context(), r.PathValue("draft"))
	if err != nil {
		return web.Page{}, err
	}
	page := web.Show("规则对照", draftView(draftProps{v: v, f: f, open: open})).In("rules")
	if !f.OK() {
		page = page.Again()
	}
	return page, nil
}

func (c *Console) onDraft(r *http.Request, open, done string, read func(*web.Form) string, act func(words string, shown int64, key string) error) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	words, shown, key := read(f), f.Version("_shown"), f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		err := act(words, shown, key)
		if err == nil {
			c.flash(r, done)
			return web.Redirect("/rules/drafts/" + url.PathEscape(r.PathValue("draft"))), nil
		}
		if no, ok := errors.AsType[*regulation.Refusal](err); ok && no.State {
			f.Fail("", no.Reason) // the comparison below is the new one
		} else if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showDraft(r, f, open)
}

func (c *Console) approveDraft(r *http.Request) (web.Page, error) {
	return c.onDraft(r, "approve", "已批准。到施行日期那天零点起，新登记的工单用这一版；已登记的不变。", func(f *web.Form) string {
		return f.Text("opinion", "批准意见", web.Optional(), web.AtMost(200))
	}, func(words string, shown int64, key string) error {
		return c.desk.ApproveRules(r.Context(), who(r).actor, r.PathValue("draft"), words, shown, key)
	})
}

func (c *Console) returnDraft(r *http.Request) (web.Page, error) {
	return c.onDraft(r, "return", "已退回起草人修改。", func(f *web.Form) string { return f.Lines("opinion", "退回意见", web.AtMost(200)) }, func(words string, shown int64, key string) error {
		return c.desk.ReturnRules(r.Context(), who(r).actor, r.PathValue("draft"), words, shown, key)
	})
}

func (c *Console) withdrawDraft(r *http.Request) (web.Page, error) {
	return c.onDraft(r, "withdraw", "已撤回。", func(f *web.Form) string { return f.Lines("reason", "撤回理由", web.AtMost(200)) }, func(words string, _ int64, key string) error {
		return c.desk.WithdrawRules(r.Context(), who(r).actor, r.PathValue("draft"), words, key)
	})
}

// fieldOptions are the values of a parameter that is one of a few.
func fieldOptions(m policy.Meta) []parts.Option {
	var out []parts.Option
	for _, x := range m.Choices {
		out = append(out, parts.Option{Value: x[0], Label: x[1]})
	}
	return out
}

// formOf is the form of a panel of a draft: the one that came back, or a fresh one.
func (p draftProps) formOf(panel string) *web.Form {
	if p.open == panel {
		return p.f
	}
	return web.NewForm()
}

func versionName(v desk.VersionView) string {
	if v.Version > 0 {
		return fmt.Sprintf("第%d版", v.Version)
	}
	return "草案"
}

func versionTone(v desk.VersionView) parts.Tone {
	switch {
	case v.InForce:
		return parts.Green
	case v.Open:
		return parts.Yellow
	case v.Status == "已批准，待施行":
		return parts.Blue
	}
	return parts.Plain
}
