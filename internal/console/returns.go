package console

import (
	"context"
	"strings"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// suggestedUnits are the units that the dispatch directory proposes for an order, the likeliest first.
func suggestedUnits(v desk.OrderView) []org.UnitID {
	var out []org.UnitID
	for _, s := range v.Suggested {
		out = append(out, s.Unit)
	}
	return out
}

// pushSpec asks why a department's own matter goes to a township (国办函〔2025〕66号); it is shown when one is chosen.
func pushSpec(s session, v desk.OrderView) []spec {
	if !v.DepartmentDuty {
		return nil
	}
	var towns []string
	for _, u := range s.reader.Directory().Units() {
		if u.Group == org.Township {
			towns = append(towns, string(u.ID))
		}
	}
	return []spec{{kind: "text", name: "push_reason", label: "转给乡镇街道的理由", hint: "派单目录写明这类诉求是部门职责，不得推给乡镇街道（国办函〔2025〕66号）；确需转的写明理由", optional: true, max: 200, when: "unit:" + strings.Join(towns, " ")}}
}

func askReturnSpecs(_ context.Context, _ *Console, s session, v desk.OrderView, _ desk.Panel) []spec {
	var units []parts.Option
	for _, o := range unitOptions(s) {
		if o.Value != string(v.UnitID) {
			units = append(units, o)
		}
	}
	return []spec{{kind: "area", name: "reason", label: "退回理由（为什么不属于本单位职责）", max: 2000, rows: 2, optional: true},
		{kind: "area", name: "basis", label: "政策法规依据（名称、文号、条款，不写诉求人信息）", max: 500, rows: 2, optional: true, hint: "依据和归属单位至少写一项"},
		{kind: "select", name: "right", label: "归属单位（应由哪个成员单位办理）", options: units, optional: true, half: true},
		{kind: "text", name: "body", label: "归属单位不在成员单位里的，写名称", max: 60, optional: true, half: true},
		{kind: "file", name: "files", label: "依据材料", optional: true}}
}

func askReturnCommands(in input) ([]order.Command, error) {
	return []order.Command{order.AskReturn{By: in.by, Reason: in.private("reason"), Basis: in.get("basis"), Right: org.UnitID(in.get("right")), Body: in.get("body"), Files: in.files}}, nil
}

func decideReturnSpecs(_ context.Context, _ *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
	yes := "同意退回，改派"
	if v.Returning.Returns > 0 {
		yes = "同意退回，转会商指定"
	}
	return []spec{{kind: "seg", name: "decision", label: "审核意见", options: parts.Options("yes", yes, "no", "不同意，继续办理")},
		{kind: "area", name: "note", label: "意见（不同意的必须写明理由）", max: 2000, rows: 2, optional: true}}
}

func decideReturnCommands(in input) ([]order.Command, error) {
	return []order.Command{order.DecideReturn{By: in.by, ChainID: web.NewKey(), Accept: in.get("decision") == "yes", Note: in.private("note")}}, nil
}

func objectReturnSpecs(_ context.Context, _ *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
	return []spec{{kind: "area", name: "reason", label: "异议内容（" + v.Returning.ObjectUntil + "前书面提出，一次为限）", max: 2000, rows: 3}}
}

func objectReturnCommands(in input) ([]order.Command, error) {
	return []order.Command{order.ObjectReturn{By: in.by, Reason: in.private("reason")}}, nil
}

func designateSpecs(_ context.Context, _ *Console, s session, v desk.OrderView, _ desk.Panel) []spec {
	req, text := v.Requirements, v.DispatchText
	if req == "" {
		req = v.Proposal.Requirements
	}
	if text == "" {
		text = v.DraftText
	}
	return append(append([]spec{{kind: "select", name: "unit", label: "指定承办单位", options: receivers(s, v, suggestedUnits(v)...), value: string(v.Returning.RightID)}}, pushSpec(s, v)...), []spec{
		{kind: "area", name: "participants", label: "参加会商的单位和岗位", max: 500, rows: 2, value: "县热线办负责人、分办员；"},
		{kind: "area", name: "grounds", label: "指定的依据和理由（写进派单目录，不写诉求人信息）", max: 500, rows: 2},
		{kind: "area", name: "minutes", label: "会商纪要（密封保存）", max: 4000, rows: 4},
		{kind: "area", name: "requirements", label: "办理要求", value: req, max: 500, rows: 2},
		{kind: "area", name: "text", label: "转办文本（单位看到的内容，不写诉求人信息）", value: text, max: 20000, rows: 4}}...)
}

func designateCommands(in input) ([]order.Command, error) {
	return []order.Command{order.Designate{By: in.by, ChainID: web.NewKey(), To: in.s.reader.TargetOf(org.UnitID(in.get("unit"))), Participants: in.get("participants"), Grounds: in.get("grounds"),
		Minutes: in.private("minutes"), Requirements: in.get("requirements"), Text: in.get("text"), PushReason: in.get("push_reason"), Clearing: in.clearing()}}, nil
}

// returnLimit says until when the office must have decided.
func returnLimit(p orderProps) string {
	if p.v.Head == nil {
		return ""
	}
	return "请于" + p.v.Head.Last + "前办理（" + p.v.Head.Light.Word + "）。"
}
