package console

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// The acts of a termination on an order's page (Art. 20; form F9): the unit's application, the office's review, a batch of one, the city's answer.
var (
	askTermination = act{permission: access.Ending, button: "提交终结办理申请书", done: "终结申请已提交，等县热线办审核，单位时限暂停计时", specs: askTerminationSpecs, commands: func(in input) ([]order.Command, error) {
		cmd := order.AskTermination{By: in.by, Ground: order.Unreasonable(in.get("ground")), Basis: in.get("basis"), Reason: in.private("reason"), Answers: in.private("answers"),
			Persuasion: in.private("persuasion"), Sheet: in.scan(), Confirmed: in.confirmed}
		return withFiles(in, "termination", cmd), nil
	}}
	reviewTermination = act{permission: access.EndReviewing, button: "办理审核意见", done: "终结申请已审核", specs: only(
		spec{kind: "seg", name: "decision", label: "审核意见", options: parts.Options("yes", "通过，汇总呈批", "no", "不同意，继续办理"), value: "yes"},
		spec{kind: "area", name: "note", label: "意见（不同意的必须写明理由）", optional: true, max: 2000, rows: 2, phrases: []string{"材料齐全，理由成立。", "解释疏导不够，请再上门说明。", "诉求有合理部分，请继续办理。"}}),
		commands: func(in input) ([]order.Command, error) {
			return []order.Command{order.ReviewTermination{By: in.by, Refuses: in.get("decision") == "no", Note: in.private("note")}}, nil
		}}
	submitTermination = act{permission: access.EndReviewing, button: "单独成表呈县长", done: "已编入呈批表，等县长批示", specs: only(), commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.SubmitTermination{By: in.by, ChainID: web.NewKey(), Batch: web.NewKey(), Number: web.NewKey(), Allot: true}}, nil
	}}
	withdrawTermination = act{permission: access.Ending, button: "撤回终结申请", style: parts.RedText, done: "终结申请已撤回，按原时限继续办理", specs: only(note("reason", "撤回的理由", false)), commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.WithdrawTermination{By: in.by, Reason: in.private("reason")}}, nil
	}}
	recordCancellation = act{permission: access.Cancelling, button: "登记", done: "已登记", specs: func(_ context.Context, _ *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
		receipt := spec{kind: "text", name: "receipt", label: "市热线办销号回执号", optional: true, max: 60, half: true}
		done := "已销号，工单终结"
		if v.Termination != nil && v.Termination.Report {
			done, receipt.label = "已报备，工单终结", "报备的文号、回执号（没有的不填）"
		}
		return []spec{{kind: "seg", name: "decision", label: "市热线办", options: parts.Options("yes", done, "no", "不同意，退回单位办理"), value: "yes"},
			receipt, {kind: "date", name: "on", label: "回执日期", half: true}, note("note", "说明（不同意的写明市热线办的理由）", true)}
	}, commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.RecordCancellation{By: in.by, Refuses: in.get("decision") == "no", Receipt: in.get("receipt"), On: in.times["on"], Note: in.private("note")}}, nil
	}}
)

func askTerminationSpecs(ctx context.Context, c *Console, s session, _ desk.OrderView, _ desk.Panel) []spec {
	var grounds []parts.Option
	for _, u := range order.Unreasonables() {
		grounds = append(grounds, parts.Option{Value: string(u), Label: string(u) + " " + u.Name()})
	}
	out := []spec{{kind: "select", name: "ground", label: "不合理的认定", options: grounds}, {kind: "area", name: "basis", label: "政策法规依据（名称、文号、条款，不写诉求人信息）", max: 500, rows: 2},
		{kind: "area", name: "reason", label: "认定理由", max: 2000, rows: 3, hint: "写清诉求人要什么、为什么不合理"},
		{kind: "area", name: "answers", label: "历次诉求和答复情况", max: 2000, rows: 3, hint: "每次什么时候、怎么答复的、诉求人满意不满意"},
		{kind: "area", name: "persuasion", label: "已做的解释疏导", max: 2000, rows: 2, hint: "什么时候、谁、怎么解释的"}}
	if s.actor.Post.Kind != org.UnitPrincipal {
		return append(out, spec{kind: "file", name: "sheet", label: "主要负责人签字的终结办理申请书（扫描或照片，不用盖章）", optional: true, camera: true, hint: "您不是主要负责人，凭签过字的申请书提交"})
	}
	return append(out, pinSpecs(ctx, c, s)...)
}

// terminationRoutes are the office's page of terminations and the batches.
func (c *Console) terminationRoutes() []web.Route {
	get := func(p string, h web.Handler) web.Route {
		return web.Route{Method: "GET", Pattern: p, Permission: string(access.EndReading), Handler: h}
	}
	return []web.Route{get("/terminations", c.terminations), get("/terminations/{batch}", c.terminationBatch), get("/terminations/{batch}/paper", c.terminationPaper),
		{Method: "POST", Pattern: "/terminations", Permission: string(access.EndReviewing), Handler: c.gatherTerminations},
		{Method: "POST", Pattern: "/terminations/{batch}", Permission: string(access.Signing), Handler: c.signTerminations}}
}

type terminationsProps struct {
	h      desk.TerminationHome
	f      *web.Form
	gather bool // the reader may make a batch
	desk   bool
	result []desk.BatchOutcome
}

func (c *Console) terminations(r *http.Request) (web.Page, error) {
	return c.showTerminations(r, nil, nil)
}

func (c *Console) showTerminations(r *http.Request, f *web.Form, failed []desk.BatchOutcome) (web.Page, error) {
	s := who(r)
	h, err := s.reader.Terminations(r.Context())
	if err != nil {
		return web.Page{}, err
	}
	p := terminationsProps{h: h, f: f, gather: access.May(s.actor.Post.Kind, access.EndReviewing), desk: s.actor.Post.Kind.Desk(), result: failed}
	if f == nil {
		p.f = web.NewForm()
	}
	page := web.Show("终结办理", terminationsView(p)).In("terminations")
	if f != nil {
		return page.Again(), nil
	}
	return page, nil
}

// gatherTerminations makes a batch of what was chosen.
func (c *Console) gatherTerminations(r *http.Request) (web.Page, error) {
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	var items []desk.BatchItem
	for _, x := range f.IDs("id", "要呈批的件") {
		id, v, _ := strings.Cut(x, ".")
		shown, _ := strconv.ParseInt(v, 10, 64)
		items = append(items, desk.BatchItem{ID: id, Shown: shown})
	}
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if f.OK() {
		batch, out, err := c.desk.SubmitTerminations(r.Context(), who(r).actor, items, key)
		var failed []desk.BatchOutcome
		for _, o := range out {
			if !o.OK {
				failed = append(failed, o)
			}
		}
		switch {
		case err == nil && batch != "" && len(failed) == 0:
			c.flash(r, fmt.Sprintf("已编成呈批表，%d件呈县长批示", len(out)))
			return web.Redirect("/terminations/" + batch), nil
		case err == nil:
			return c.showTerminations(r, web.NewForm(), failed)
		case !f.Refuse(asInvalid(err)):
			return web.Page{}, err
		}
	}
	return c.showTerminations(r, f, nil)
}

type batchTermProps struct {
	b      desk.TerminationBatch
	f      *web.Form
	pin    pinAsk
	result []desk.BatchOutcome
	office bool
}

func (c *Console) terminationBatch(r *http.Request) (web.Page, error) {
	return c.showTermination(r, nil, nil)
}

func (c *Console) showTermination(r *http.Request, f *web.Form, failed []desk.BatchOutcome) (web.Page, error) {
	s := who(r)
	b, err := s.reader.TerminationBatch(r.Context(), r.PathValue("batch"))
	if err != nil {
		return web.Page{}, err
	}
	p := batchTermProps{b: b, f: f, result: failed, office: s.actor.Post.Kind.Desk()}
	if p.pin, err = c.pinOf(r.Context(), s); err != nil {
		return web.Page{}, err
	}
	if f == nil {
		p.f = freshWords(b)
	}
	page := web.Show("终结呈批表 "+b.Number, terminationBatchView(p)).In("terminations")
	if f != nil && !f.OK() {
		page = page.Again()
	}
	return page, nil
}

// freshWords is the form of the magistrate's words: a yes for each line until he says otherwise.
func freshWords(b desk.TerminationBatch) *web.Form {
	f := web.NewForm()
	for _, it := range b.Items {
		f.Set("word_"+it.ID, "yes")
	}
	return f
}

// signTerminations are the magistrate's words, line by line, under one signature.
func (c *Console) signTerminations(r *http.Request) (web.Page, error) {
	s := who(r)
	b, err := s.reader.TerminationBatch(r.Context(), r.PathValue("batch"))
	if err != nil {
		return web.Page{}, err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return web.Page{}, err
	}
	var words []desk.TerminationWord
	for _, it := range b.Items {
		name := "word_" + it.ID
		if _, sent := r.PostForm[name]; !sent {
			continue
		}
		w := desk.TerminationWord{Order: it.ID, Refuses: f.Choice(name, it.Number, yesNo) == "no", Opinion: strings.TrimSpace(f.Lines("opinion_"+it.ID, it.Number+"的意见", web.Optional(), web.AtMost(500)))}
		if w.Refuses && w.Opinion == "" {
			f.Fail("opinion_"+it.ID, "不同意须写明意见，供单位继续办理")
		}
		if w.Opinion == "" {
			w.Opinion = "同意。"
		}
		words = append(words, w)
	}
	typed := readProof(f)
	key := f.Key()
	if err := f.Done(); err != nil {
		return web.Page{}, err
	}
	if len(words) == 0 && f.OK() {
		f.Fail("", "这张呈批表上没有等您批示的件，可能已经批过。")
	}
	if f.OK() {
		how, err := c.confirmPIN(r.Context(), s, typed)
		if err == nil {
			var out, failed []desk.BatchOutcome
			out, err = c.desk.SignTerminations(r.Context(), s.reader, b.ID, words, desk.OtherPosts(s.account, s.actor.Post.ID), how, key)
			for _, o := range out {
				if !o.OK {
					failed = append(failed, o)
				}
			}
			if err == nil && len(failed) == 0 {
				c.flash(r, fmt.Sprintf("已批示%d件", len(out)))
				return web.Redirect("/terminations/" + b.ID), nil
			}
			if err == nil {
				return c.showTermination(r, nil, failed)
			}
		}
		if !f.Refuse(asInvalid(err)) {
			return web.Page{}, err
		}
	}
	return c.showTermination(r, f, nil)
}

// terminationPaper is the batch as it is printed (F9b).
func (c *Console) terminationPaper(r *http.Request) (web.Page, error) {
	b, err := who(r).reader.TerminationBatch(r.Context(), r.PathValue("batch"))
	if err != nil {
		return web.Page{}, err
	}
	return web.Whole(terminationPaperView(c.profile, b, c.printedBy(r))), nil
}

// terminationPairs are the application as everybody on its way reads it.
func terminationPairs(v desk.OrderView) []parts.Pair {
	t := v.Termination
	return []parts.Pair{parts.P("申请", v.Unit+"　"+t.By+"　"+t.At), parts.P("签字", t.Signed), parts.P("不合理的认定", t.Ground), parts.P("政策法规依据", t.Basis), parts.P("认定理由", orDash(t.Reason)),
		parts.P("历次诉求和答复", orDash(t.Answers)), parts.P("解释疏导", orDash(t.Persuasion))}
}

// terminationWhere says where the application stands.
func terminationWhere(t *desk.TerminationView) parts.Badge {
	switch {
	case t.Withdrawn != "":
		return parts.Badge{Text: "单位已撤回", Tone: parts.Plain}
	case t.Refused != "":
		return parts.Badge{Text: t.Refused + "未同意", Tone: parts.Red}
	case t.Receipt != "" || !t.Waits:
		return parts.Badge{Text: "已终结", Tone: parts.Green}
	case t.Agreed != "":
		return parts.Badge{Text: "县长已同意，待" + map[bool]string{true: "报备", false: "销号"}[t.Report], Tone: parts.Blue}
	case t.Number != "":
		return parts.Badge{Text: "待县长批示", Tone: parts.Blue}
	}
	return parts.Badge{Text: "县热线办审核中", Tone: parts.Blue}
}

func terminationTone(state string) parts.Tone {
	switch state {
	case "已终结":
		return parts.Green
	case "未同意":
		return parts.Red
	case "单位已撤回", "已撤出":
		return parts.Plain
	}
	return parts.Blue
}

func itemKey(it desk.TerminationItem) string { return it.ID + "." + strconv.FormatInt(it.Version, 10) }

// showsTermination are the acts for which the application stands in the form's own card.
func showsTermination(p orderProps) bool {
	if p.form == nil || p.v.Termination == nil {
		return false
	}
	switch p.form.act {
	case "review_termination", "submit_termination", "withdraw_termination", "record_cancellation":
		return true
	}
	return p.panel.Article == "第二十条" && p.form.act != "ask_termination" && p.form.act != "explain"
}
