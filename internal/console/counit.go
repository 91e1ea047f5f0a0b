package console

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// The acts of co-units (Art. 14; form F6): the lead and the office ask, urge, withdraw and take; the co-unit signs, objects and reports; the office decides
// and coordinates.
var coActs = map[string]act{
	"ask_co": {permission: access.Helping, button: "请其协办", done: "已请协办", specs: askCoSpecs, commands: askCoCommands},
	"sign_co": {permission: access.UnitWork, button: "签收协办", done: "协办已签收", specs: only(), commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.SignCo{By: in.by}}, nil
	}},
	"report_co":   {permission: access.UnitHandle, button: "报首接单位", done: "协办结果已报首接单位", specs: reportCoSpecs, commands: reportCoCommands},
	"object_co":   {permission: access.UnitHandle, button: "提出异议", style: parts.RedText, done: "异议已提出，等县热线办决定", specs: objectCoSpecs, commands: objectCoCommands},
	"decide_co":   {permission: access.Dispatching, button: "办理决定", done: "协办异议已决定", specs: decideCoSpecs, commands: decideCoCommands},
	"settle_co":   {permission: access.UnitHandle, button: "办理协办结果", done: "协办结果已办理", specs: settleCoSpecs, commands: settleCoCommands},
	"urge_co":     {permission: access.Helping, button: "催协办单位", done: "已催协办单位", specs: urgeCoSpecs, commands: urgeCoCommands},
	"withdraw_co": {permission: access.Helping, button: "撤回协办", style: parts.RedText, done: "协办已撤回", specs: withdrawCoSpecs, commands: withdrawCoCommands},
	"call_office": {permission: access.UnitHandle, button: "请热线办协调", done: "已请县热线办协调", specs: only(spec{kind: "area", name: "reason", label: "需要协调什么、涉及哪些单位", max: 2000, rows: 3}),
		commands: func(in input) ([]order.Command, error) {
			return []order.Command{order.CallOffice{By: in.by, Reason: in.private("reason")}}, nil
		}},
	"answer_call": {permission: access.Coordinating, button: "答复首接单位", done: "已答复首接单位", specs: only(spec{kind: "area", name: "note", label: "协调的结果（也可以直接为它请协办单位）", max: 2000, rows: 3}),
		commands: func(in input) ([]order.Command, error) {
			return []order.Command{order.AnswerCall{By: in.by, Note: in.private("note")}}, nil
		}},
}

// helpers are the units that may be asked: neither the lead nor one that helps already.
func helpers(s session, v desk.OrderView) []parts.Option {
	busy := map[string]bool{string(v.UnitID): true}
	for _, c := range v.Co.All {
		busy[string(c.UnitID)] = busy[string(c.UnitID)] || c.Open
	}
	var out []parts.Option
	for _, o := range unitOptions(s) {
		if !busy[o.Value] {
			out = append(out, o)
		}
	}
	return out
}

// askedUnits offers the units whose request is so; the first one is chosen.
func askedUnits(v desk.OrderView, is func(desk.CoView) bool) spec {
	out := spec{kind: "select", name: "unit", label: "协办单位", half: true}
	for _, c := range v.Co.All {
		if c.Open && is(c) {
			out.options = append(out.options, parts.Option{Value: string(c.UnitID), Label: c.Unit + "（" + c.StatusName + "）"})
		}
	}
	if len(out.options) > 0 {
		out.value = out.options[0].Value
	}
	return out
}

func askCoSpecs(_ context.Context, _ *Console, s session, v desk.OrderView, _ desk.Panel) []spec {
	out := []spec{{kind: "select", name: "unit", label: "协办单位", options: helpers(s, v)},
		{kind: "area", name: "task", label: "需要协办的内容（不写诉求人姓名、电话）", max: 500, rows: 3, hint: "期限自动定为" + v.Co.Limit, phrases: []string{"请核查权属和管护责任。", "请派人到现场共同核实。", "请提供政策依据和处理意见。"}}}
	for _, f := range shareable(v) {
		out = append(out, spec{kind: "check", name: "give_" + f.ID, label: "给协办单位看附件：" + f.Name, optional: true})
	}
	return out
}

// shareable are the attachments that a lead may let a co-unit see: none is seen that was not chosen (trust.md B2).
func shareable(v desk.OrderView) []desk.FileView {
	var out []desk.FileView
	for _, f := range v.Files {
		if f.Purpose == "request" || f.Purpose == "handling" {
			out = append(out, f)
		}
	}
	return out[:min(len(out), 6)]
}

func askCoCommands(in input) ([]order.Command, error) {
	var files []string
	for _, f := range shareable(in.v) {
		if in.yes("give_" + f.ID) {
			files = append(files, f.ID)
		}
	}
	return []order.Command{order.AskCo{By: in.by, To: in.s.reader.TargetOf(org.UnitID(in.get("unit"))), Task: in.get("task"), Files: files, Names: in.c.desk.Known(in.r.Context(), in.v.ID)}}, nil
}

func reportCoSpecs(context.Context, *Console, session, desk.OrderView, desk.Panel) []spec {
	return []spec{{kind: "area", name: "result", label: "协办结果（做了什么、结果怎样、依据是什么）", max: 4000, rows: 4}, {kind: "file", name: "files", label: "照片、材料，或签字盖章的协办函", optional: true, camera: true}}
}

func reportCoCommands(in input) ([]order.Command, error) {
	for i := range in.files {
		in.files[i].Purpose = "co"
	}
	return []order.Command{order.ReportCo{By: in.by, Result: in.private("result"), Files: in.files}}, nil
}

func objectCoSpecs(_ context.Context, _ *Console, s session, v desk.OrderView, _ desk.Panel) []spec {
	return []spec{{kind: "area", name: "reason", label: "异议的理由（为什么不属于本单位职责）", max: 2000, rows: 3}, {kind: "select", name: "right", label: "应由哪个单位协办", options: helpers(s, v), optional: true, half: true}}
}

func objectCoCommands(in input) ([]order.Command, error) {
	return []order.Command{order.ObjectCo{By: in.by, Reason: in.private("reason"), Right: org.UnitID(in.get("right"))}}, nil
}

func decideCoSpecs(_ context.Context, _ *Console, s session, v desk.OrderView, _ desk.Panel) []spec {
	unit := askedUnits(v, func(c desk.CoView) bool { return c.Objects })
	to := spec{when: "outcome:other", kind: "select", name: "to", label: "改由哪个单位协办", options: helpers(s, v), optional: true, half: true}
	for _, c := range v.Co.All {
		if c.Objects && string(c.UnitID) == unit.value {
			to.value = string(c.RightID)
		}
	}
	return []spec{unit, {kind: "seg", name: "outcome", label: "决定", options: parts.Options(string(order.CoStays), order.CoStays.Name(), string(order.CoOther), order.CoOther.Name(), string(order.CoFreed), order.CoFreed.Name())},
		to, {kind: "area", name: "note", label: "理由（改由其他单位的可以不写）", max: 2000, rows: 2, optional: true}}
}

func decideCoCommands(in input) ([]order.Command, error) {
	return []order.Command{order.DecideCo{By: in.by, Unit: org.UnitID(in.get("unit")), Outcome: order.CoOutcome(in.get("outcome")), To: in.s.reader.TargetOf(org.UnitID(in.get("to"))), Note: in.private("note")}}, nil
}

func settleCoSpecs(_ context.Context, _ *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
	return []spec{askedUnits(v, func(c desk.CoView) bool { return c.Waits }), {kind: "seg", name: "decision", label: "办理", options: parts.Options("take", "采用", "back", "退回补充"), value: "take", half: true},
		{kind: "area", name: "note", label: "意见（退回补充的写明要补充什么）", max: 2000, rows: 2, optional: true}}
}

func settleCoCommands(in input) ([]order.Command, error) {
	return []order.Command{order.SettleCo{By: in.by, Unit: org.UnitID(in.get("unit")), Back: in.get("decision") == "back", Note: in.private("note")}}, nil
}

func urgeCoSpecs(_ context.Context, _ *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
	return []spec{askedUnits(v, func(c desk.CoView) bool { return c.Owes }), note("note", "催办内容", true)}
}

func urgeCoCommands(in input) ([]order.Command, error) {
	return []order.Command{order.UrgeCo{By: in.by, Unit: org.UnitID(in.get("unit")), Note: in.private("note")}}, nil
}

func withdrawCoSpecs(_ context.Context, _ *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
	return []spec{askedUnits(v, func(c desk.CoView) bool { return !c.Waits }), {kind: "area", name: "reason", label: "撤回协办的理由", max: 2000, rows: 2}}
}

func withdrawCoCommands(in input) ([]order.Command, error) {
	return []order.Command{order.WithdrawCo{By: in.by, Unit: org.UnitID(in.get("unit")), Reason: in.private("reason")}}, nil
}

// coNoteSpec asks the lead for a word where it answers without a co-unit that is silent.
func coNoteSpec(v desk.OrderView) []spec {
	if len(v.Co.Quiet) == 0 {
		return nil
	}
	return []spec{{kind: "area", name: "co_note", label: "协办情况（" + strings.Join(v.Co.Quiet, "、") + "没有报送，写明请过、催过没有）", max: 1000, rows: 2, optional: true}}
}

// dispatchCo are the fields by which the office names a co-unit when it dispatches.
func dispatchCo(s session) []spec {
	return []spec{{kind: "select", name: "co_unit", label: "协办单位（涉及其他单位的）", options: unitOptions(s), optional: true, half: true},
		{kind: "text", name: "co_task", label: "需要它协办的内容", max: 500, optional: true, half: true, hint: "首接单位办理中可以再请其他单位"}}
}

func dispatchCoCommands(in input, names []string) []order.Command {
	if in.get("co_unit") == "" && in.get("co_task") == "" {
		return nil
	}
	return []order.Command{order.AskCo{By: in.by, To: in.s.reader.TargetOf(org.UnitID(in.get("co_unit"))), Task: in.get("co_task"), Names: names}}
}

// coBadge says in the head of the page that others help.
func coBadge(v desk.OrderView) []parts.Badge {
	open := 0
	for _, c := range v.Co.All {
		if c.Open {
			open++
		}
	}
	switch {
	case v.Co.Mine != nil:
		return []parts.Badge{{Text: "本单位协办", Tone: parts.Blue}}
	case open > 0:
		return []parts.Badge{{Text: "协办" + strconv.Itoa(open) + "家", Tone: parts.Blue}}
	}
	return nil
}

func letterButton(v desk.OrderView, c desk.CoView) parts.Button {
	return parts.Button{Label: "打印协办函", Href: "/orders/" + v.ID + "/co/" + string(c.UnitID) + "/letter", Small: true, Icon: parts.IconPrint}
}

// coFacts names in the head of the page who helps.
func coFacts(v desk.OrderView) string {
	var names []string
	for _, c := range v.Co.All {
		if c.Open && v.Co.Mine == nil {
			names = append(names, c.Unit)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "协办 " + coNames(names)
}

// coPairs are a request in full.
// coBadges say how a request stands, and that it was late once: a result that was late stays late (Art. 14; domain.md §13.4).
func coBadges(c desk.CoView) []parts.Badge {
	out := []parts.Badge{{Text: c.StatusName, Tone: parts.Blue}}
	if c.Late {
		out = append(out, parts.Badge{Text: "协办逾期", Tone: parts.Red})
	}
	return out
}

func coAnyLate(v desk.OrderView) bool {
	return slices.ContainsFunc(v.Co.All, func(c desk.CoView) bool { return c.Late })
}

func coPairs(v desk.OrderView, c desk.CoView) []parts.Pair {
	out := []parts.Pair{parts.P("协办内容", c.Task), parts.P("请求", c.Asker+"　"+c.Asked), parts.P("期限", c.Last)}
	if c.Signed != "" {
		out = append(out, parts.P("签收", c.Signed))
	} else if c.Status == order.CoWaiting {
		out = append(out, parts.P("签收截止", c.Sign+"（到时视同接收）"))
	}
	if c.Urges > 0 {
		out = append(out, parts.P("催办", strconv.Itoa(c.Urges)+"次"))
	}
	if c.Reason != "" {
		w := c.Reason
		if c.Right != "" {
			w += "（建议由" + c.Right + "协办）"
		}
		out = append(out, parts.P("异议", w))
	}
	if c.Result != "" {
		out = append(out, parts.P("协办结果", c.Reported+"　"+c.Result))
	}
	if c.Word != "" {
		out = append(out, parts.P("意见", c.Word))
	}
	return out
}

// mayPrintCo says whether the letter of a request may be printed: by the lead, the office and the unit it goes to.
func mayPrintCo(s session, v desk.OrderView) bool {
	return s.actor.Post.Kind.Desk() || v.Co.Mine != nil || v.UnitID == s.actor.Post.Unit
}

func (c *Console) coRoutes() []web.Route {
	return []web.Route{{Method: "GET", Pattern: "/orders/{id}/co/{unit}/letter", Permission: string(access.Reading), Handler: c.coLetterPage}}
}

// coLetterPage is the letter to a co-unit (F6 协办函), one page to print.
func (c *Console) coLetterPage(r *http.Request) (web.Page, error) {
	s := who(r)
	v, err := s.reader.Order(r.Context(), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	for i := len(v.Co.All) - 1; i >= 0; i-- {
		if x := v.Co.All[i]; string(x.UnitID) == r.PathValue("unit") && mayPrintCo(s, v) {
			return web.Whole(coLetter(v, x, c.printedBy(r))), nil
		}
	}
	return web.Page{}, desk.ErrNotFound
}

func coNames(units []string) string { return strings.Join(units, "、") }

// withOnly is the order with these attachments alone.
func withOnly(v desk.OrderView, files []desk.FileView) desk.OrderView {
	v.Files = files
	return v
}
