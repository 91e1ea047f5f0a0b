package console

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// spec is one field of an act's form.
type spec struct {
	kind     string // text, area, select, seg, check, datetime, date, file
	name     string
	label    string
	hint     string
	options  []parts.Option
	optional bool
	max      int
	value    string // at first
	rows     int
	half     bool
	phrases  []string
	fills    []parts.Option // longer texts that fill it, under a short label
	when     string         // "way:dispatch direct": shown only when one of these is chosen, where script runs
	camera   bool
	asked    bool     // of a file: the rule itself asks for it and says when, so it is neither optional nor refused by the form
	mode     string   // of a secret: the phone's keyboard
	complete string   // of a secret: what the browser may fill in
	list     []string // of a text: proposals
}

// act is something a person may do on an order's page: its form, and the commands it means.
type act struct {
	permission access.Permission
	button     string
	style      parts.ButtonStyle
	done       string // said afterwards
	specs      func(ctx context.Context, c *Console, s session, v desk.OrderView, p desk.Panel) []spec
	commands   func(in input) ([]order.Command, error)
	answer     func(in input, done desk.Done) (web.Page, error) // what is shown where it is not the order's page again
}

// input is a form as it was read, with what its commands need.
type input struct {
	c     *Console
	r     *http.Request
	f     *web.Form
	s     session
	v     desk.OrderView
	by    order.By
	files []order.Attachment[order.Private]
	times map[string]time.Time
	specs []spec

	answering *order.Answering // the answering day it was taken on
	text      string           // the caller's words as a unit may read them

	proof     desk.Proof         // as it was typed, where the form asks for it
	confirmed approval.Confirmed // how a signature on screen is confirmed
}

func (in input) get(name string) string { return strings.TrimSpace(in.f.Value(name)) }
func (in input) private(name string) order.Private {
	return order.Private{Text: in.get(name)}
}
func (in input) yes(name string) bool { return in.f.Value(name) == "1" }
func (in input) scan() string {
	if len(in.files) == 0 {
		return ""
	}
	return in.files[0].Blob
}

func actNames() []string {
	var out []string
	for n := range acts {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

var yesNo = parts.Options("yes", "同意", "no", "不同意")

func nowField(name, label string, c *Console) spec {
	return spec{kind: "datetime", name: name, label: label, value: c.desk.Now().In(calendar.Beijing).Format("2006-01-02T15:04"), half: true}
}

func note(name, label string, optional bool) spec {
	return spec{kind: "area", name: name, label: label, optional: optional, max: 2000}
}

func only(specs ...spec) func(context.Context, *Console, session, desk.OrderView, desk.Panel) []spec {
	return func(context.Context, *Console, session, desk.OrderView, desk.Panel) []spec { return specs }
}

func groundOptions() []parts.Option {
	var out []parts.Option
	for _, g := range order.Grounds() {
		out = append(out, parts.Option{Value: g.Code, Label: g.Clause.String() + " " + g.Name})
	}
	return out
}

func reasonOptions(rs []order.RejectReason) []parts.Option {
	var out []parts.Option
	for _, x := range rs {
		out = append(out, parts.Option{Value: x.Code, Label: x.Code + " " + x.Name})
	}
	return out
}

func unitOptions(s session, first ...org.UnitID) []parts.Option {
	var out []parts.Option
	dir := s.reader.Directory()
	first = standing(dir, first)
	for _, id := range first {
		if u, ok := dir.Unit(id); ok {
			out = append(out, parts.Option{Value: string(id), Label: u.Name + "（按分类推荐）"})
		}
	}
	for _, u := range dir.Units() {
		if u.Open() && !slices.Contains(first, u.ID) {
			out = append(out, parts.Option{Value: string(u.ID), Label: u.Name})
		}
	}
	return out
}

func townOptions(s session) []parts.Option {
	var out []parts.Option
	for _, u := range s.reader.Directory().Units() {
		if u.Group == org.Township {
			out = append(out, parts.Option{Value: string(u.ID), Label: u.Name})
		}
	}
	return out
}

func deputyOptions(s session) []parts.Option {
	var out []parts.Option
	for _, p := range s.reader.Directory().Posts() {
		if p.Kind == org.Deputy || p.Kind == org.HotlineDeputy {
			out = append(out, parts.Option{Value: string(p.ID), Label: p.Title})
		}
	}
	return out
}

func typeOptions() []parts.Option {
	var out []parts.Option
	for _, t := range order.Types() {
		out = append(out, parts.Option{Value: string(t), Label: t.Name()})
	}
	return out
}

// acts is the table of what can be done on an order's page.
var acts = withCo(map[string]act{
	"dispose": {permission: access.Intake, button: "处置", done: "已处置", specs: func(ctx context.Context, c *Console, s session, v desk.OrderView, _ desk.Panel) []spec {
		return disposeSpecs(ctx, c, s, v)
	}, commands: disposeCommands},
	"explain": {permission: access.Intake, button: "解释办结", done: "已解释办结", specs: only(note("told", "向来电人解释的内容", false)),
		commands: func(in input) ([]order.Command, error) {
			return []order.Command{order.Explain{By: in.by, Told: in.private("told")}}, nil
		}},
	"link": {permission: access.Intake, button: "关联", done: "已关联到以前的事项", specs: only(
		spec{kind: "text", name: "number", label: "以前的工单编号", hint: "例如 MC202603020012"}, spec{kind: "text", name: "reason", label: "认定为同一事项的理由", optional: true, max: 200},
		spec{kind: "check", name: "count_guidance", label: "此前电话引导过的，计为一次诉求", optional: true, value: "1"}),
		commands: linkCommands},
	"not_same": {permission: access.Intake, button: "认定不是同一事项", done: "已认定不是同一事项", specs: notSameSpecs, commands: notSameCommands},
	"merge":    {permission: access.Intake, button: "并单", done: "已并单，编号不变，结果单独反馈", specs: mergeSpecs, commands: mergeCommands},
	"split": {permission: access.Dispatching, button: "拆分", done: "已拆分，单独办理", specs: only(note("reason", "拆分的理由", false)), commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.Split{By: in.by, Reason: in.private("reason")}}, nil
	}},
	"join":    {permission: access.Intake, button: "并办", done: "已提交，见工单状态；编号和上级时限不变", specs: joinSpecs, commands: joinCommands},
	"key_on":  {permission: access.Heading, button: "设为重点交办件", done: "已设为重点交办件", specs: keySpecs, commands: keyCommands(true)},
	"key_off": {permission: access.Heading, button: "取消重点交办件", style: parts.RedText, done: "已取消重点交办件", specs: keySpecs, commands: keyCommands(false)},
	"send_up": {permission: access.SendingUp, button: "退回上级", style: parts.RedText, done: "已退回上级", specs: only(note("reason", "退回上级的理由", false)),
		commands: func(in input) ([]order.Command, error) {
			return []order.Command{order.SendUp{By: in.by, Reason: in.private("reason")}}, nil
		}},
	"dispatch": {permission: access.Dispatching, button: "转办", done: "已转办", specs: func(ctx context.Context, c *Console, s session, v desk.OrderView, _ desk.Panel) []spec {
		duty := suggestedUnits(v)
		pre := string(v.Proposal.Unit)
		if v.Returning.RightID != "" {
			pre = string(v.Returning.RightID)
		}
		if pre == "" && len(duty) > 0 {
			pre = string(duty[0])
		}
		req := v.Proposal.Requirements
		if req == "" {
			req = "请调查核实，依法依规办理，并在规定时限内答复诉求人。"
		}
		out := append([]spec{{kind: "select", name: "unit", label: "承办单位（首接）", options: receivers(s, v, duty...), value: pre}}, pushSpec(s, v)...)
		out = append(out, spec{kind: "area", name: "requirements", label: "办理要求", value: req, max: 500, rows: 2, phrases: []string{"请现场核实，限期整改。", "请与诉求人联系，说明政策依据。", "请牵头协调相关单位办理。"}},
			spec{kind: "area", name: "text", label: "转办文本（单位看到的内容，已自动遮盖身份信息）", value: v.DraftText, max: 20000, rows: 6})
		return append(out, dispatchCo(s)...)
	}, commands: func(in input) ([]order.Command, error) {
		return append([]order.Command{order.Dispatch{By: in.by, To: in.s.reader.TargetOf(org.UnitID(in.get("unit"))), Requirements: in.get("requirements"), Text: in.get("text"),
			PushReason: in.get("push_reason"), Clearing: in.clearing()}}, dispatchCoCommands(in, in.c.desk.Known(in.r.Context(), in.v.ID))...), nil
	}},
	"recall": {permission: access.Dispatching, button: "撤回改派", style: parts.RedText, done: "已撤回，可以改派", specs: only(note("reason", "撤回改派的理由（不计入单位考核）", false)),
		commands: func(in input) ([]order.Command, error) {
			return []order.Command{order.Recall{By: in.by, ChainID: web.NewKey(), Reason: in.private("reason")}}, nil
		}},
	"ask_return":    {permission: access.UnitHandle, button: "申请退回", style: parts.RedText, done: "已申请退回，等县热线办审核", specs: askReturnSpecs, commands: askReturnCommands},
	"decide_return": {permission: access.Dispatching, button: "办理审核意见", done: "退回申请已审核", specs: decideReturnSpecs, commands: decideReturnCommands},
	"object_return": {permission: access.UnitHandle, button: "提出异议", style: parts.RedText, done: "已提出异议，由县热线办会商指定", specs: objectReturnSpecs, commands: objectReturnCommands},
	"designate":     {permission: access.Heading, button: "指定并转办", done: "已会商指定", specs: designateSpecs, commands: designateCommands},
	"sign_for": {permission: access.UnitWork, button: "签收", done: "已签收", specs: only(), commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.SignFor{By: in.by}}, nil
	}},
	"assign": {permission: access.UnitSign, button: "签批分办", done: "已分办", specs: func(ctx context.Context, c *Console, s session, v desk.OrderView, _ desk.Panel) []spec {
		lead := parts.Options("unit_deputy", "分管负责人牵头", "principal", "主要负责人直接办理")
		value := "unit_deputy"
		if v.PrincipalOwn {
			lead, value = lead[1:], "principal"
		}
		staff, _ := s.reader.UnitStaff(ctx, s.actor.Post.Unit, org.UnitHandler)
		var handlers []parts.Option
		for _, a := range staff {
			handlers = append(handlers, parts.Option{Value: string(a.ID), Label: a.Title})
		}
		out := []spec{{kind: "seg", name: "lead", label: "牵头", options: lead, value: value}, {kind: "select", name: "handler", label: "具办人员", options: handlers, half: true}, note("opinion", "签批意见", true)}
		if len(handlers) > 0 {
			out[1].value = handlers[0].Value
		}
		if s.actor.Post.Kind != org.UnitPrincipal {
			return append(out, spec{kind: "file", name: "scan", label: "主要负责人签批的办理单（扫描或照片）", hint: "您不是主要负责人，凭签过字的纸面办理单登记", camera: true})
		}
		return append(out, pinSpecs(ctx, c, s)...)
	}, commands: func(in input) ([]order.Command, error) {
		cmd := order.AssignInUnit{By: in.by, Lead: org.Kind(in.get("lead")), Handler: org.AccountID(in.get("handler")), Opinion: in.private("opinion"), Paper: in.scan(), Confirmed: in.confirmed}
		return withFiles(in, "paper", cmd), nil
	}},
	"contact": {permission: access.UnitHandle, button: "登记联系", done: "联系已登记", specs: func(ctx context.Context, c *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
		return []spec{nowField("at", "联系时间", c), {kind: "seg", name: "means", label: "方式", options: parts.Options("phone", "电话", "visit", "上门", "message", "短信"), value: "phone", half: true},
			{kind: "seg", name: "reached", label: "结果", options: parts.Options("yes", "已联系上", "no", "没有联系上"), value: "yes", hint: "联系不上的，须在不同半天至少试3次"},
			{kind: "check", name: "told", label: "已告知受理情况和承办单位联系方式（" + v.UnitPhone + "）", value: "1", optional: true}, note("note", "联系情况", true)}
	}, commands: func(in input) ([]order.Command, error) {
		ok := in.get("reached") == "yes"
		return []order.Command{order.RecordContact{By: in.by, At: in.times["at"], Means: in.get("means"), Reached: ok, ToldTaken: in.yes("told"), ToldHow: in.yes("told"), Note: in.private("note")}}, nil
	}},
	"recheck": recheckAct, "progress": progress, "ask_statute": askStatute, "ask_exemption": askExemption, "decide_exemption": decideExemption, "ask_reclass": askReclass, "decide_reclass": decideReclass, "phone_unit": phoneUnit,
	"reply": {permission: access.UnitHandle, button: "报送办理结果", done: "已报主要负责人签字盖章", specs: replySpecs, commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.SubmitReply{By: in.by, Files: in.files, Known: in.c.desk.Known(in.r.Context(), in.v.ID), Reply: order.Reply[order.Private]{
			Finding: in.get("finding"), Solved: order.Solved(in.get("solved")), Investigation: in.private("investigation"), Measures: in.private("measures"), Basis: in.get("basis"),
			Unsolved: in.private("unsolved"), Opinion: in.private("opinion"), Contact: in.get("contact"), ContactPhone: in.get("contact_phone"), Public: in.get("public")}, CoNote: in.private("co_note")}}, nil
	}},
	"sign_reply": {permission: access.UnitSign, button: "签字盖章并报送", done: "已签字盖章，报县热线办审核", specs: func(ctx context.Context, c *Console, s session, _ desk.OrderView, _ desk.Panel) []spec {
		out := []spec{{kind: "file", name: "seal", label: "盖章件（扫描或照片）", hint: "办理结果反馈表须有主要负责人签字和单位公章", camera: true}}
		if s.actor.Post.Kind != org.UnitPrincipal {
			return append(out, spec{kind: "date", name: "on", label: "纸面签字日期", half: true})
		}
		return append(out, pinSpecs(ctx, c, s)...)
	}, commands: func(in input) ([]order.Command, error) {
		cmd := order.SignReply{By: in.by, Seal: in.scan(), Paper: in.s.actor.Post.Kind != org.UnitPrincipal, On: in.times["on"], Confirmed: in.confirmed}
		return withFiles(in, "seal", cmd), nil
	}},
	"send_back_reply": {permission: access.UnitSign, button: "退回修改", style: parts.RedText, done: "已退回修改", specs: only(note("reason", "退回修改的意见", false)),
		commands: func(in input) ([]order.Command, error) {
			return []order.Command{order.SendBackReply{By: in.by, Reason: in.private("reason")}}, nil
		}},
	"unit_visit": {permission: access.UnitHandle, button: "登记单位回访", done: "单位回访已登记", specs: func(ctx context.Context, c *Console, _ session, _ desk.OrderView, _ desk.Panel) []spec {
		return []spec{nowField("at", "回访时间", c), {kind: "seg", name: "reached", label: "是否联系上", options: parts.Options("yes", "联系上", "no", "没有联系上"), value: "yes", half: true},
			{kind: "seg", name: "satisfaction", label: "诉求人意见", options: satisfactionOptions(), optional: true}, note("note", "回访情况", true)}
	}, commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.RecordUnitVisit{By: in.by, At: in.times["at"], Reached: in.get("reached") == "yes", Satisfaction: order.Satisfaction(in.get("satisfaction")), Note: in.private("note")}}, nil
	}},
	"review": {permission: access.Reviewing, button: "办理审核意见", done: "审核意见已登记", specs: only(
		spec{kind: "seg", name: "decision", label: "审核意见", options: parts.Options("pass", "审核通过", "reject", "退回重写"), value: "pass"},
		spec{when: "decision:reject", kind: "select", name: "code", label: "退回原因（退回时必选）", options: reasonOptions(order.RejectReasons()), optional: true, half: true},
		note("note", "意见（退回时写明哪里不行、怎么改）", true)),
		commands: func(in input) ([]order.Command, error) {
			if in.get("decision") == "reject" {
				return []order.Command{order.RejectReply{By: in.by, Code: in.get("code"), Note: in.private("note")}}, nil
			}
			return []order.Command{order.PassReply{By: in.by, ChainID: web.NewKey(), Note: in.private("note"), Clearing: in.clearing()}}, nil
		}},
	"feedback": {permission: access.FeedingBack, button: "登记反馈", done: "反馈已登记", specs: func(ctx context.Context, c *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
		out := []spec{nowField("at", "反馈时间", c), {kind: "seg", name: "means", label: "方式", options: parts.Options("phone", "电话", "sms", "短信", "letter", "书面", "web", "网上"), value: "phone", half: true}}
		if v.OuterNo != "" {
			out = append(out, spec{kind: "check", name: "outer", label: "已把公开答复回填到原平台（" + v.OuterNo + "）", optional: true})
		}
		return append(out, note("note", "反馈情况", true))
	}, commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.GiveFeedback{By: in.by, At: in.times["at"], Means: in.get("means"), Outer: in.yes("outer"), Note: in.private("note")}}, nil
	}},
	"visit": {permission: access.VisitingOut, button: "登记回访", done: "回访已登记", specs: visitSpecs, commands: visitCommands},
	"archive": {permission: access.Dispatching, button: "归档", done: "已归档", specs: only(), commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.Archive{By: in.by}}, nil
	}},
	"sign_step": {permission: access.Signing, button: "签批", done: "已签批", specs: func(ctx context.Context, c *Console, s session, _ desk.OrderView, _ desk.Panel) []spec {
		return append([]spec{{kind: "seg", name: "decision", label: "意见", options: yesNo, value: "yes"},
			{kind: "area", name: "opinion", label: "签批意见", optional: true, max: 500, rows: 2, phrases: []string{"同意。", "请速办并报结果。", "请查明原因，一次性解决到位。"}}}, pinSpecs(ctx, c, s)...)
	},
		commands: func(in input) ([]order.Command, error) {
			chain, step := chainOf(in.v, in.f)
			return []order.Command{order.SignStep{By: in.by, Chain: chain, Step: step, Refuses: in.get("decision") == "no", Opinion: in.private("opinion"),
				Also: desk.OtherPosts(in.s.account, in.s.actor.Post.ID), Confirmed: in.confirmed}}, nil
		}},
	"record_paper": {permission: access.Clerking, button: "登记纸质签批", done: "已登记，等第二人核对", specs: recordPaperSpecs,
		commands: func(in input) ([]order.Command, error) {
			chain, step := chainOf(in.v, in.f)
			cmd := order.RecordPaper{By: in.by, Chain: chain, Step: step, Refuses: in.get("decision") == "no", On: in.times["on"], Opinion: in.private("opinion"), Blob: in.scan(), Delegation: in.get("delegation")}
			return withFiles(in, "paper", cmd), nil
		}},
	"confirm_paper": {permission: access.Clerking, button: "核对", done: "纸质签批已核对", specs: only(
		spec{kind: "seg", name: "decision", label: "扫描件与登记是否一致", options: parts.Options("yes", "一致，确认", "no", "不一致，退回登记"), value: "yes"}),
		commands: func(in input) ([]order.Command, error) {
			chain, step := chainOf(in.v, in.f)
			return []order.Command{order.ConfirmPaper{By: in.by, Chain: chain, Step: step, Reject: in.get("decision") == "no"}}, nil
		}},
	"ask_refusal": {permission: access.Reviewing, button: "提请转不予受理", style: parts.RedText, done: "已提请，等县热线办负责人决定", specs: func(ctx context.Context, c *Console, s session, _ desk.OrderView, _ desk.Panel) []spec {
		return refusalSpecs(c.bodies(ctx, s))
	}, commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.AskRefusal{By: in.by, ChainID: web.NewKey(), Ground: in.get("ground"), Told: in.private("told"), Body: in.get("referral"), Phone: in.bodyPhone(), Unknown: in.yes("unknown")}}, nil
	}},
	"give_slip": giveSlip, "revoke_slip": revokeSlip,
	"ask_relay": askRelay, "record_relay": recordRelay, "ask_sight": askSight, "decide_sight": decideSight, "lift_recusal": liftRecusal,
	"ask_extension": askExtension, "record_consent": recordConsent, "decide_extension": decideExtension, "tell_extension": tellExtension,
	"ask_termination": askTermination, "review_termination": reviewTermination, "submit_termination": submitTermination, "withdraw_termination": withdrawTermination, "record_cancellation": recordCancellation,
	"urge": {permission: access.Desking, button: "催办", done: "已催办", specs: only(
		spec{kind: "seg", name: "from", label: "催办人", options: parts.Options("caller", "诉求人来电催办", "office", "县热线办催办"), value: "caller"}, note("note", "催办内容", true)),
		commands: func(in input) ([]order.Command, error) {
			return []order.Command{order.Urge{By: in.by, Caller: in.get("from") == "caller", Note: in.private("note")}}, nil
		}},
	"withdraw": {permission: access.Desking, button: "登记撤回", style: parts.RedText, done: "已按诉求人意愿撤回", specs: func(ctx context.Context, c *Console, _ session, _ desk.OrderView, _ desk.Panel) []spec {
		return []spec{nowField("at", "提出时间", c), {kind: "seg", name: "means", label: "方式", options: parts.Options("phone", "来电", "letter", "书面", "visit", "当面"), value: "phone", half: true}, note("note", "诉求人的原话", false)}
	}, commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.Withdraw{By: in.by, At: in.times["at"], Means: in.get("means"), Note: in.private("note")}}, nil
	}},
	"correct": {permission: access.Correcting, button: "更正", done: "已更正", specs: func(ctx context.Context, c *Console, s session, v desk.OrderView, _ desk.Panel) []spec {
		return append([]spec{{kind: "select", name: "type", label: "诉求类型", options: typeOptions(), value: v.TypeCode, half: true}, {kind: "select", name: "category", label: "诉求分类", options: c.categories(ctx), value: v.CategoryCode, half: true},
			{kind: "text", name: "title", label: "标题", value: v.Title, max: 60}, {kind: "text", name: "place", label: "村、社区", value: v.Place, optional: true, max: 40, half: true},
			{kind: "text", name: "contact", label: "新的联系电话", optional: true, hint: "不改就不填", half: true}, {kind: "text", name: "reason", label: "更正原因", max: 200}}, partySpecs(s, v)...)
	}, commands: func(in input) ([]order.Command, error) {
		cmd := order.Correct{By: in.by, Type: order.Type(in.get("type")), Category: in.get("category"), Contact: in.private("contact"), Reason: in.private("reason"), Party: in.partyIn(), Reported: in.private("reported")}
		if t := in.get("title"); t != in.v.Title {
			cmd.Title = t
		}
		if p := in.get("place"); p != in.v.Place {
			cmd.Place = &p
		}
		return []order.Command{cmd}, nil
	}},
	"change_deputy": {permission: access.Heading, button: "变更分管领导", done: "已变更分管领导", specs: func(ctx context.Context, _ *Console, s session, _ desk.OrderView, _ desk.Panel) []spec {
		return []spec{{kind: "select", name: "deputy", label: "分管承办单位的副县长", options: deputyOptions(s)}}
	}, commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.ChangeDeputy{By: in.by, Deputy: org.PostID(in.get("deputy"))}}, nil
	}},
})

// withCo adds the acts of co-units to the table.
func withCo(m map[string]act) map[string]act {
	maps.Copy(m, coActs)
	return m
}

func satisfactionOptions() []parts.Option {
	return parts.Options("satisfied", "满意", "fairly", "基本满意", "dissatisfied", "不满意")
}

func solvedOptions() []parts.Option {
	return parts.Options("yes", "已解决", "partly", "部分解决", "no", "未解决", "explained", "已解释")
}

// refusalSpecs is the form of a refusal after dispatch; bodies are what the referral directory proposes (Art. 8).
func refusalSpecs(bodies []string) []spec {
	return []spec{{kind: "select", name: "ground", label: "不予受理的依据（第八条）", options: groundOptions(), optional: true}, {kind: "area", name: "told", label: "告知来电人的内容", optional: true, max: 1000, rows: 2},
		{kind: "text", name: "referral", label: "应由哪个单位办理", optional: true, max: 60, half: true, list: bodies, hint: "可从引导去处里选"}, {kind: "text", name: "referral_phone", label: "该单位联系方式", optional: true, max: 40, half: true, hint: "不填的按引导去处"},
		{kind: "check", name: "unknown", label: "办理单位无法确定", optional: true}}
}

func visitSpecs(_ context.Context, c *Console, _ session, _ desk.OrderView, _ desk.Panel) []spec {
	return []spec{nowField("at", "回访时间", c), {kind: "seg", name: "outcome", label: "是否接通", options: parts.Options("reached", "接通", "unreached", "未接通", "declined", "谢绝回访"), value: "reached", half: true},
		{when: "outcome:reached", kind: "seg", name: "contacted", label: "单位是否与您联系", options: parts.Options("yes", "是", "no", "否", "unsure", "记不清"), optional: true},
		{when: "outcome:reached", kind: "seg", name: "solved", label: "反映的问题是否解决", options: solvedOptions(), optional: true},
		{when: "outcome:reached", kind: "seg", name: "satisfaction", label: "对办理结果", options: satisfactionOptions(), optional: true},
		{when: "outcome:reached", kind: "seg", name: "manner", label: "对工作人员态度", options: satisfactionOptions(), optional: true},
		{when: "satisfaction:dissatisfied", kind: "select", name: "reason", label: "不满意的原因", options: reasonOptions(order.DissatisfiedReasons()), optional: true, half: true, hint: "A—E 发回重办；F、G 解释后办结"},
		{when: "satisfaction:dissatisfied", kind: "check", name: "subjective", label: "选“其他”时：属于办理原因，发回重办", optional: true, half: true},
		note("words", "诉求人原话（不满意必填）", true), note("rework", "重办要求", true)}
}

func visitCommands(in input) ([]order.Command, error) {
	return []order.Command{order.RecordVisit{By: in.by, At: in.times["at"], Reached: in.get("outcome") == "reached", Declined: in.get("outcome") == "declined", Contacted: in.get("contacted"),
		Solved: order.Solved(in.get("solved")), Satisfaction: order.Satisfaction(in.get("satisfaction")), Manner: order.Satisfaction(in.get("manner")), Reason: in.get("reason"),
		Subjective: in.yes("subjective"), Words: in.private("words"), Rework: in.private("rework")}}, nil
}

func replySpecs(ctx context.Context, c *Console, s session, v desk.OrderView, p desk.Panel) []spec {
	return append(replyFields(ctx, c, s, v, p), coNoteSpec(v)...)
}

func replyFields(ctx context.Context, _ *Console, s session, v desk.OrderView, _ desk.Panel) []spec {
	contact := []spec{{kind: "text", name: "contact", label: "承办单位联系人（股室、职务）", max: 40, half: true}, {kind: "text", name: "contact_phone", label: "联系电话", value: v.UnitPhone, max: 20, half: true}}
	public := spec{kind: "area", name: "public", label: "公开答复（40—2000字，不写诉求人姓名、电话）", max: 2000, rows: 5}
	if v.TypeCode == string(order.Consult) {
		public.fills = lastAnswer(ctx, s, v)
		return append([]spec{public, {kind: "text", name: "basis", label: "答复依据（政策名称、文号）", max: 200}}, append(contact, spec{kind: "file", name: "files", label: "附件", optional: true, camera: true})...)
	}
	return append([]spec{{kind: "seg", name: "finding", label: "诉求是否属实", options: parts.Options("yes", "属实", "partly", "部分属实", "no", "不属实"), half: true},
		{kind: "seg", name: "solved", label: "解决情况", options: solvedOptions(), half: true},
		{kind: "area", name: "investigation", label: "调查核实（时间、地点、人员）", max: 4000}, {kind: "area", name: "measures", label: "处理措施与结果", max: 4000},
		{kind: "text", name: "basis", label: "法律政策依据（文号）", optional: true, max: 200}, {kind: "area", name: "unsolved", label: "未解决事项的原因、措施、时限", hint: "没有全部解决的必填", optional: true, max: 2000, rows: 2},
		{kind: "area", name: "opinion", label: "与诉求人联系情况、诉求人意见", optional: !v.Answerable, max: 2000, rows: 2}, public}, append(contact, spec{kind: "file", name: "files", label: "办理照片、材料", hint: "诉求属实的至少一个", optional: true, camera: true})...)
}

// disposeOptions are the ways of Art. 8 and 10 at the desk.
func disposeOptions() []parts.Option {
	return []parts.Option{{Value: "dispatch", Label: "转办", Key: "F8"}, {Value: "direct", Label: "直接答复", Key: "F6"}, {Value: "phone", Label: "电话转办", Key: "F7"}, {Value: "refuse", Label: "不予受理", Key: "F9"},
		{Value: "emergency", Label: "紧急转接"}, {Value: "log", Label: "登记办结"}, {Value: "up", Label: "退回上级"}, {Value: "later", Label: "暂存待处置"}}
}

// standing are units to suggest: a unit that was merged is followed to its successor, one that takes no orders is left out.
func standing(dir org.Directory, units []org.UnitID) []org.UnitID {
	var out []org.UnitID
	for _, id := range units {
		id = dir.Current(id)
		if u, ok := dir.Unit(id); ok && u.Open() && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func disposeSpecs(ctx context.Context, c *Console, s session, v desk.OrderView) []spec {
	duty := suggestedUnits(v)
	pre := ""
	if len(duty) > 0 {
		pre = string(duty[0])
	}
	var logged []parts.Option
	for k, n := range order.LoggedReasons() {
		logged = append(logged, parts.Option{Value: k, Label: n})
	}
	slices.SortFunc(logged, func(a, b parts.Option) int { return strings.Compare(a.Value, b.Value) })
	ways := disposeOptions()
	if !access.May(s.actor.Post.Kind, access.SendingUp) {
		ways = slices.DeleteFunc(ways, func(o parts.Option) bool { return o.Value == "up" })
	}
	if v.Answering != nil && v.Answering.Unit != "" {
		ways = append([]parts.Option{claimWay}, ways...)
	}
	var fresh []spec
	if v.Ended != nil {
		fresh = []spec{{when: "way:dispatch", kind: "area", name: "new_facts", label: "新的事实和理由（已终结的事项，转办必须写明）", optional: true, max: 2000, rows: 2}}
	}
	out := append([]spec{{kind: "seg", name: "way", label: "处置方式", options: ways, value: "dispatch"}}, fresh...)
	return append(out,
		spec{when: "way:dispatch", kind: "select", name: "unit", label: "拟转单位（转办）", options: receivers(s, v, duty...), value: pre, optional: true, half: true},
		spec{when: "way:dispatch claim", kind: "text", name: "requirements", label: "拟办要求（转办）", optional: true, max: 500, half: true},
		spec{when: "way:direct phone refuse emergency log up", kind: "area", name: "answer", label: "答复、告知或说明的内容", optional: true, max: 2000, rows: 2},
		spec{when: "way:direct", kind: "text", name: "knowledge", label: "知识库条目编号（直接答复）", optional: true, max: 40, half: true},
		spec{when: "way:emergency", kind: "select", name: "centre", label: "报警、急救电话（紧急转接）", options: parts.Options("110", "110", "119", "119", "120", "120", "122", "122"), optional: true, half: true},
		spec{when: "way:phone", kind: "seg", name: "mode", label: "电话转办方式", options: parts.Options("told", "告知联系方式", "transferred", "电话转接已接通", "three_way", "三方通话已接通"), optional: true, value: "told"},
		spec{when: "way:log", kind: "select", name: "why", label: "登记办结原因", options: logged, optional: true, half: true},
		spec{when: "way:refuse", kind: "select", name: "ground", label: "不予受理的依据（第八条）", options: groundOptions(), optional: true, half: true},
		spec{when: "way:phone refuse", kind: "text", name: "referral", label: "引导到的单位", optional: true, max: 60, half: true, list: c.bodies(ctx, s)}, spec{when: "way:phone refuse", kind: "text", name: "referral_phone", label: "该单位联系方式", optional: true, max: 40, half: true},
		spec{when: "way:refuse", kind: "check", name: "unknown", label: "办理单位无法确定", optional: true})
}

func disposeCommands(in input) ([]order.Command, error) {
	switch in.get("way") {
	case "dispatch":
		unit := org.UnitID(in.get("unit"))
		u, _ := in.s.reader.Directory().Unit(unit)
		return []order.Command{order.SubmitForDispatch{By: in.by, ChainID: web.NewKey(), Deputy: u.Deputy, Clearing: in.clearing(), Proposal: order.Proposal{Unit: unit, Requirements: in.get("requirements")},
			NewFacts: in.private("new_facts")}}, nil
	case "claim":
		return claimCommands(in)
	case "direct":
		cmd := order.AnswerDirectly{By: in.by, Knowledge: in.get("knowledge"), Answer: in.private("answer")}
		if cmd.Knowledge != "" {
			var err error
			if cmd.Version, err = in.s.reader.Cite(in.r.Context(), cmd.Knowledge); err != nil {
				return nil, err
			}
		}
		return []order.Command{cmd}, nil
	case "phone":
		mode := in.get("mode")
		return []order.Command{order.TransferByPhone{By: in.by, Body: in.get("referral"), Phone: in.bodyPhone(), Mode: mode, Connected: mode != "told", Note: in.private("answer")}}, nil
	case "refuse":
		return []order.Command{order.Refuse{By: in.by, Ground: in.get("ground"), Told: in.private("answer"), Referral: in.get("referral"), Phone: in.bodyPhone(), Unknown: in.yes("unknown")}}, nil
	case "emergency":
		return []order.Command{order.TransferEmergency{By: in.by, Centre: in.get("centre"), At: in.c.desk.Now(), Note: in.private("answer")}}, nil
	case "log":
		return []order.Command{order.CloseLogged{By: in.by, Why: in.get("why"), Note: in.private("answer")}}, nil
	case "up":
		return []order.Command{order.SendUp{By: in.by, Reason: in.private("answer")}}, nil
	case "merge":
		return in.mergeUnder("under")
	case "later":
		return nil, nil
	}
	return nil, regulation.RefuseField(regulation.Art10, "no_way", "way", "没有选择处置方式。")
}

// withFiles adds the scans of an act to the order's files in the same append.
func withFiles(in input, purpose string, cmd order.Command) []order.Command {
	if len(in.files) == 0 {
		return []order.Command{cmd}
	}
	for i := range in.files {
		in.files[i].Purpose = purpose
	}
	return []order.Command{cmd, order.Attach{By: in.by, Files: in.files}}
}

// chainOf reads which step of which chain the form was shown for.
func chainOf(_ desk.OrderView, f *web.Form) (string, int) {
	n, err := strconv.Atoi(f.Value("step"))
	if err != nil {
		return "", -1
	}
	return f.Value("chain"), n
}
