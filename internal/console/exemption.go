package console

import (
	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web/parts"
)

// Not counting an order in the assessment (Art. 25): asked by the unit or the office, decided by the head.
var (
	askExemption = act{permission: access.Exempting, button: "提交申请", done: "申请已提交，等县热线办负责人审批", specs: only(
		spec{kind: "seg", name: "ground", label: "事由", options: exemptOptions()}, spec{kind: "area", name: "reason", label: "理由（写明案号、文书或有关情况）", max: 2000, rows: 2}),
		commands: func(in input) ([]order.Command, error) {
			return []order.Command{order.AskExemption{By: in.by, Ground: order.ExemptGround(in.get("ground")), Reason: in.private("reason")}}, nil
		}}
	decideExemption = act{permission: access.Heading, button: "办理审批意见", done: "不计考核的申请已审批", specs: only(
		spec{kind: "seg", name: "decision", label: "审批意见", options: parts.Options("yes", "同意，不计考核", "no", "不同意，照常计入")}, spec{kind: "area", name: "note", label: "意见（不同意的必须写明理由）", optional: true, max: 2000, rows: 2}),
		commands: func(in input) ([]order.Command, error) {
			return []order.Command{order.DecideExemption{By: in.by, Accept: in.get("decision") == "yes", Note: in.private("note")}}, nil
		}}
)

func exemptOptions() []parts.Option {
	var out []parts.Option
	for _, g := range order.ExemptGrounds() {
		out = append(out, parts.Option{Value: string(g), Label: g.Name()})
	}
	return out
}

func exemptionPairs(a *desk.ExemptionAsk) []parts.Pair {
	return []parts.Pair{parts.P("申请", a.By+"　"+a.At), parts.P("事由", a.Ground), parts.P("理由", orDash(a.Reason))}
}
