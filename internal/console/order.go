package console

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/oversight"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// formProps is an act's form as the page prints it.
type formProps struct {
	act    string
	title  string
	button string
	style  parts.ButtonStyle
	action string
	f      *web.Form
	specs  []spec
	hidden map[string]string
	upload bool
	hits   []desk.HitView // what the detector marks in what would leave
}

type orderProps struct {
	v        desk.OrderView
	hits     []desk.HitView
	form     *formProps
	panel    desk.Panel
	others   []desk.Panel
	reveal   map[string]desk.Revealed
	keys     map[string]string
	now      time.Time
	seenLink bool
	publish  bool   // its answer may be proposed for citizens
	alarms   bool   // may put an emergency on record
	flow     string // which part of 流转过程 is shown: "" all, imp, contact, chart
	held     *desk.Held
	refused  []desk.Held
	same     []desk.RoundView // other orders of the same caller
	likely   []desk.Likely    // what it may repeat
	merge    desk.MergeView   // under what it is handled, or what under it
	printed  string           // who prints it
	source   *desk.Source     // what the caller was answered from
	copies   bool             // may copy it for a chat group

	directives []desk.DirectiveView // leaders' words on it
	instruct   bool                 // may put one on record

	cases    []desk.CaseView // rows of the ledger on it
	leads    []desk.LeadView // accountability leads on it
	listCase bool            // may list it by hand
	fileLead bool            // may propose a lead about it
}

// orderQuery is what the address of an order's page may ask for.
type orderQuery struct {
	do, flow string
	held     string // a held command whose typed text the form takes up
}

func (c *Console) orderPage(r *http.Request) (web.Page, error) {
	q, err := web.ReadQuery(r)
	if err != nil {
		return web.Page{}, err
	}
	ask := orderQuery{do: q.Text("do", "办理", web.Optional()), flow: q.Text("flow", "流转过程", web.Optional()), held: q.Text("held", "撤销的办理", web.Optional())}
	if err := q.Done(); err != nil {
		return web.Page{}, err
	}
	return c.showAsked(r, ask, nil, nil)
}

// showOrder is the order's page with the form of an act: the one asked for, or the one the reader owes.
func (c *Console) showOrder(r *http.Request, do string, f *web.Form, revealed map[string]desk.Revealed) (web.Page, error) {
	return c.showAsked(r, orderQuery{do: do}, f, revealed)
}

func (c *Console) showAsked(r *http.Request, ask orderQuery, f *web.Form, revealed map[string]desk.Revealed) (web.Page, error) {
	s, ctx := who(r), r.Context()
	v, err := s.reader.Order(ctx, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	extra := orderProps{flow: ask.flow, printed: s.account.Title + " " + desk.ClockWords(c.desk.Now())}
	if extra.held, err = s.reader.HeldOn(ctx, v); err != nil {
		return web.Page{}, err
	}
	all, err := s.reader.Held(ctx)
	if err != nil {
		return web.Page{}, err
	}
	extra.refused = refusedHere(all, v.ID)
	if extra.same, err = s.reader.SameCaller(ctx, v.ID); err != nil {
		return web.Page{}, err
	}
	if extra.merge, err = s.reader.Merging(ctx, v.ID); err != nil {
		return web.Page{}, err
	}
	if extra.likely, err = s.reader.Proposed(ctx, v.ID); err != nil {
		return web.Page{}, err
	}
	if extra.source, err = s.reader.Answered(ctx, v.ID); err != nil {
		return web.Page{}, err
	}
	extra.copies = s.reader.MayCopy()
	if extra.directives, err = s.reader.DirectivesOf(ctx, v.ID); err != nil {
		return web.Page{}, err
	}
	extra.instruct = access.May(s.actor.Post.Kind, access.Instructing)
	if extra.cases, err = s.reader.CasesOf(ctx, v.ID); err != nil {
		return web.Page{}, err
	}
	if extra.leads, err = s.reader.LeadsOf(ctx, v.ID); err != nil {
		return web.Page{}, err
	}
	extra.fileLead = access.May(s.actor.Post.Kind, access.Leading) && v.Unit != ""
	extra.listCase = access.May(s.actor.Post.Kind, access.SuperListing) && !v.Done()
	if ask.held != "" && f == nil {
		if _, was, err := s.reader.HeldTyped(ctx, v.ID, ask.held); err != nil {
			return web.Page{}, err
		} else if len(was) > 0 {
			f = web.NewForm()
			for name, value := range was {
				f.Set(name, value)
			}
		}
	}
	return c.orderWith(ctx, s, v, extra, ask.do, f, revealed), nil
}

// orderOf makes the page of an order that has been read.
func (c *Console) orderOf(ctx context.Context, s session, v desk.OrderView, do string, f *web.Form, revealed map[string]desk.Revealed) web.Page {
	return c.orderWith(ctx, s, v, orderProps{}, do, f, revealed)
}

func (c *Console) orderWith(ctx context.Context, s session, v desk.OrderView, extra orderProps, do string, f *web.Form, revealed map[string]desk.Revealed) web.Page {
	p := orderProps{v: v, flow: extra.flow, held: extra.held, refused: extra.refused, same: extra.same, likely: extra.likely, merge: extra.merge, printed: extra.printed, source: extra.source, copies: extra.copies, directives: extra.directives, instruct: extra.instruct, cases: extra.cases, listCase: extra.listCase, leads: extra.leads, fileLead: extra.fileLead, reveal: revealed, now: c.desk.Now(), keys: map[string]string{"reveal": web.NewKey()}, seenLink: access.May(s.actor.Post.Kind, access.Heading), publish: s.reader.MayPublish(v), alarms: access.May(s.actor.Post.Kind, access.Intake)}
	for i, panel := range v.Acts {
		name := panelKey(panel)
		if p.form == nil && (do == name || do == "" && i == 0 && panel.Now) {
			p.form, p.panel = c.formOf(ctx, s, v, panel, f), panel
			if len(extra.hits) > 0 { // a sample's
				p.form.hits, p.form.specs = extra.hits, append(p.form.specs, hitSpecs(extra.hits)...)
			}
			continue
		}
		p.others = append(p.others, panel)
	}
	title := v.Number + " " + v.Title
	page := web.Show(title, orderView(p)).As(parts.NarrowMenu).Flush()
	if f != nil && !f.OK() {
		page = page.Again()
	}
	return page
}

// panelKey tells panels of the same act on different steps apart.
func panelKey(p desk.Panel) string {
	if p.Chain.ID != "" {
		return p.Act + "." + strconv.Itoa(p.Step)
	}
	return p.Act
}

func (c *Console) formOf(ctx context.Context, s session, v desk.OrderView, p desk.Panel, f *web.Form) *formProps {
	a := acts[p.Act]
	specs := a.specs(ctx, c, s, v, p)
	if f == nil {
		f = web.NewForm()
		for _, x := range specs {
			if x.value != "" {
				f.Set(x.name, x.value)
			}
		}
	}
	hits, err := c.hitsOf(ctx, s, v, p.Act, f.Value)
	if err != nil {
		hits = nil // the rules look again when the form is sent
	}
	specs = append(specs, hitSpecs(hits)...)
	fp := &formProps{hits: hits, act: p.Act, title: p.Title, button: a.button, style: a.style, action: "/orders/" + v.ID + "/" + p.Act, f: f, specs: specs,
		hidden: map[string]string{"_v": strconv.FormatInt(v.Version, 10)}}
	if shown := f.Value("_v"); shown != "" { // a form that comes back keeps the version it was filled in on
		fp.hidden["_v"] = shown
	}
	if fp.style == "" {
		fp.style = parts.Main
	}
	if p.Chain.ID != "" {
		fp.hidden["chain"], fp.hidden["step"] = p.Chain.ID, strconv.Itoa(p.Step)
	}
	for _, x := range specs {
		fp.upload = fp.upload || x.kind == "file"
	}
	return fp
}

// act is the POST of one act: parse, one call, next page.
func (c *Console) act(name string) web.Handler {
	a := acts[name]
	return func(r *http.Request) (web.Page, error) {
		s, id := who(r), r.PathValue("id")
		v, err := s.reader.Order(r.Context(), id)
		if err != nil {
			return web.Page{}, err
		}
		f, err := web.ReadForm(r)
		if err != nil {
			return web.Page{}, err
		}
		shown := f.Version("_v")
		chain, step := f.Text("chain", "", web.Optional()), f.Text("step", "", web.Optional())
		panel := desk.Panel{Act: name}
		for _, p := range v.Acts {
			if p.Act == name && (p.Chain.ID == chain && (chain == "" || strconv.Itoa(p.Step) == step)) {
				panel = p
			}
		}
		in := input{c: c, r: r, f: f, s: s, v: v, by: order.By{Actor: s.actor}, times: map[string]time.Time{}}
		hits, err := c.hitsOf(r.Context(), s, v, name, r.PostFormValue)
		if err != nil {
			return web.Page{}, err
		}
		specs := append(a.specs(r.Context(), c, s, v, panel), hitSpecs(hits)...)
		in.specs = specs
		if err := in.read(specs); err != nil {
			return web.Page{}, err
		}
		key := f.Key()
		if err := f.Done(); err != nil {
			return web.Page{}, err
		}
		if f.OK() {
			if in.confirmed, err = c.confirmSigner(in, name); err != nil {
				if f.Refuse(asInvalid(err)) {
					return c.showOrder(r, panelKey(panel), f, nil)
				}
				return web.Page{}, err
			}
			commands, err := a.commands(in)
			var result desk.Done
			if err == nil && len(commands) > 0 {
				result, err = c.desk.Submit(r.Context(), desk.Ask{Actor: s.actor, Order: id, Shown: shown, Route: "console/" + name, Key: key, Commands: commands},
					desk.Hold{Act: panelKey(panel), Typed: typedIn(f, specs)})
			}
			if err == nil && a.answer != nil {
				return a.answer(in, result)
			}
			if err == nil {
				if len(commands) > 0 && result.Held == "" {
					c.flash(r, a.done)
				}
				return web.Redirect("/orders/" + id), nil
			}
			if page, ok, err := c.conflicted(r, name, chain, step, f, err); ok {
				return page, err
			}
			if !f.Refuse(asInvalid(err)) {
				return web.Page{}, err
			}
		}
		return c.showOrder(r, panelKey(panel), f, nil)
	}
}

// asInvalid lets a form take up the desk's invalid fields.
func asInvalid(err error) error {
	var bad *desk.Invalid
	if errors.As(err, &bad) {
		return web.Invalid(parts.FieldError{Name: bad.Field, Message: bad.Reason})
	}
	return err
}

// read takes every field of the form by its spec; what is wrong stays in the form.
func (in *input) read(specs []spec) error {
	in.proof = readProof(in.f)
	for _, x := range specs {
		var rules []web.Rule
		if x.optional {
			rules = append(rules, web.Optional())
		}
		if x.max > 0 {
			rules = append(rules, web.AtMost(x.max))
		}
		label := plainLabel(x.label)
		switch x.kind {
		case "text":
			in.f.Text(x.name, label, rules...)
		case "area":
			in.f.Lines(x.name, label, rules...)
		case "select", "seg":
			in.f.Choice(x.name, label, x.options, rules...)
		case "check":
			in.f.Bool(x.name, label)
		case "datetime":
			in.times[x.name] = in.f.DateTime(x.name, label, rules...)
		case "date":
			in.times[x.name] = in.f.Date(x.name, label, rules...)
		case "file":
			for _, h := range in.f.Files(x.name, label, web.FileRule{Required: !x.optional && !x.asked}) {
				b, err := web.Open(h)
				if err != nil {
					return err
				}
				a, err := in.c.desk.Keep(in.r.Context(), desk.Upload{Name: h.Filename, Bytes: b}, "handling")
				var bad *desk.Invalid
				if errors.As(err, &bad) {
					in.f.Fail(x.name, bad.Reason)
					continue
				}
				if err != nil {
					return err
				}
				in.files = append(in.files, a)
			}
		}
	}
	return nil
}

func plainLabel(s string) string {
	for i, r := range s {
		if r == '（' {
			return s[:i]
		}
	}
	return s
}

func revealReasons() []parts.Option {
	var out []parts.Option
	for _, x := range access.Reasons() {
		if x != access.ToOther {
			out = append(out, parts.Option{Value: string(x), Label: x.Name()})
		}
	}
	return out
}

func (c *Console) reveal(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	reason := access.Reason(f.Choice("reason", "事由", revealReasons(), web.Optional()))
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	field := r.PathValue("field")
	out, err := c.desk.Reveal(r.Context(), who(r).actor, r.PathValue("id"), field, reason, "")
	if err != nil {
		return web.Page{}, err
	}
	return c.showOrder(r, "", nil, map[string]desk.Revealed{field: out})
}

func (c *Console) seen(r *http.Request) (web.Page, error) {
	s := who(r)
	v, err := s.reader.Order(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	all, err := s.reader.WhoSaw(r.Context(), v.ID)
	if err != nil {
		return web.Page{}, err
	}
	slices.Reverse(all)
	return web.Show("查看记录", seenView(v, all)), nil
}

func orderTags(v desk.OrderView) []parts.Badge {
	var out []parts.Badge
	if v.Key {
		out = append(out, parts.Badge{Text: "重点交办", Tone: parts.Purple})
	}
	if v.Pressed > 0 {
		out = append(out, parts.Badge{Text: "督办 " + oversight.Level(v.Pressed).Name(), Tone: parts.Purple})
	}
	if v.Appeals > 1 {
		out = append(out, parts.Badge{Text: fmt.Sprintf("第%d次诉求", v.Appeals), Tone: parts.Orange})
	}
	if v.Rework > 0 {
		out = append(out, parts.Badge{Text: fmt.Sprintf("重办%d次", v.Rework), Tone: parts.Red})
	}
	if x := v.Extension; x != nil && x.Asked != nil {
		out = append(out, parts.Badge{Text: "延期待批", Tone: parts.Blue})
	} else if x != nil && x.Times > 0 {
		out = append(out, parts.Badge{Text: fmt.Sprintf("已延期%d次", x.Times), Tone: parts.Blue})
	}
	out = append(out, coBadge(v)...)
	if v.Limits.Law != "" {
		out = append(out, parts.Badge{Text: "法定时限", Tone: parts.Blue})
	}
	if v.Limits.Ask != nil {
		out = append(out, parts.Badge{Text: "法定时限待批", Tone: parts.Blue})
	}
	if v.Limits.Reclass != nil {
		out = append(out, parts.Badge{Text: "类型变更待审", Tone: parts.Blue})
	}
	if v.Exemption.Asked != nil {
		out = append(out, parts.Badge{Text: "不计考核待批", Tone: parts.Blue})
	} else if v.Exemption.Ground != "" {
		out = append(out, parts.Badge{Text: "不计考核", Tone: parts.Plain})
	}
	if t := v.Termination; t != nil && t.Waits {
		out = append(out, terminationWhere(t))
	}
	if v.Ended != nil {
		out = append(out, parts.Badge{Text: "同一事项已终结", Tone: parts.Red})
	}
	if v.AutoAccepted {
		out = append(out, parts.Badge{Text: "视同接收", Tone: parts.Yellow})
	}
	if v.Secrecy != "一般" {
		out = append(out, parts.Badge{Text: v.Secrecy, Tone: parts.Blue})
	}
	if v.Urgency != "平件" {
		out = append(out, parts.Badge{Text: v.Urgency, Tone: parts.Red})
	}
	if v.OldNo != "" {
		out = append(out, parts.Badge{Text: "原平台接收"})
	}
	return out
}

func moments(v desk.OrderView) []parts.Moment {
	var out []parts.Moment
	if len(v.Acts) > 0 && v.Acts[0].Now && !v.Done() {
		out = append(out, parts.Moment{Kind: parts.Happening, Verb: v.Acts[0].Title, What: v.StatusName, At: "现在"})
	}
	for _, it := range v.Items {
		m := parts.Moment{Kind: parts.MomentKind(it.Mark), Verb: it.Verb, What: it.Text, At: desk.ClockWords(it.At)}
		if it.When != "" {
			m.At = it.When
		}
		if it.By != "" && !it.System {
			m.What = it.By + "　" + it.Text
		}
		if it.Tag != "" {
			b := parts.Badge{Text: it.Tag, Tone: parts.Green}
			if it.Bad {
				b.Tone = parts.Red
			}
			m.Tags = append(m.Tags, b)
		}
		if it.Paper {
			m.Tags = append(m.Tags, parts.Badge{Text: "纸质", Tone: parts.Line})
		}
		switch {
		case it.Quote == "":
		case it.Mark == "imp":
			m.Pishi = &parts.Pishi{Text: it.Quote, Signer: it.By, Date: desk.DayWords(it.At)}
		default:
			m.Text = it.Quote
		}
		out = append(out, m)
	}
	return out
}

// waiting is the paper that a second person is asked to compare.
func waiting(p orderProps) (desk.StepView, bool) {
	for _, c := range p.v.Chains {
		if c.ID == p.panel.Chain.ID && p.panel.Step < len(c.Steps) {
			return c.Steps[p.panel.Step], true
		}
	}
	return desk.StepView{}, false
}

func clockProps(all []desk.ClockView) []parts.ClockProps {
	var out []parts.ClockProps
	for _, k := range all {
		p := parts.ClockProps{Name: k.Name, Lamp: lamp(k.Light), Words: k.Light.Word, Used: k.Used, Total: k.Total, Due: k.Last, Provisional: k.Provisional,
			Why: &parts.Reason{Article: k.Article, Text: k.Why}}
		if k.Done {
			p.Total = 0
			if k.DoneWords != "" {
				p.Due = k.DoneWords
			}
		}
		out = append(out, p)
	}
	return out
}

func chainSteps(order string, cv desk.ChainView) []parts.Step {
	var out []parts.Step
	for _, s := range cv.Steps {
		p := parts.Step{State: parts.StepState(s.State), Label: s.Label, At: s.At, Paper: s.Paper, Detail: s.By}
		if s.Scan != "" {
			p.Href = "/orders/" + order + "/files/" + s.Scan
		}
		if s.Refused {
			p.State = parts.StepRefused
		}
		out = append(out, p)
	}
	return out
}
