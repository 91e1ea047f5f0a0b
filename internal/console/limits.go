package console

import (
	"context"
	"strconv"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// The acts of Art. 18 beside the ordinary limit: a limit by law, another type, and the call about a 特急 order.
var (
	askStatute = act{permission: access.Statuting, button: "提交申请", done: "法定时限的申请已提交，等县热线办负责人审批", specs: only(
		spec{kind: "text", name: "law", label: "法律、法规、规章的名称", max: 100, hint: "例如《中华人民共和国行政许可法》"}, spec{kind: "text", name: "clause", label: "第几条", max: 100, half: true, hint: "例如 第四十二条"},
		spec{kind: "text", name: "days", label: "几个工作日（从接件日起算）", max: 3, half: true}, spec{kind: "area", name: "reason", label: "为什么适用这一条", max: 2000, rows: 2}),
		commands: func(in input) ([]order.Command, error) {
			days, _ := strconv.Atoi(in.get("days"))
			return []order.Command{order.AskStatute{By: in.by, ChainID: web.NewKey(), Law: in.get("law"), Clause: in.get("clause"), Days: days, Reason: in.private("reason")}}, nil
		}}
	askReclass = act{permission: access.Extending, button: "提交申请", done: "类型变更的申请已提交，等县热线办审核", specs: func(_ context.Context, _ *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
		var types []parts.Option
		for _, o := range typeOptions() {
			if o.Value != v.TypeCode {
				types = append(types, o)
			}
		}
		return []spec{{kind: "select", name: "type", label: "改为", options: types, half: true}, {kind: "area", name: "reason", label: "类型变更的理由", max: 2000, rows: 2}}
	}, commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.AskReclass{By: in.by, Type: order.Type(in.get("type")), Reason: in.private("reason")}}, nil
	}}
	decideReclass = act{permission: access.Reviewing, button: "办理审核意见", done: "类型变更已审核", specs: only(
		spec{kind: "seg", name: "decision", label: "审核意见", options: parts.Options("yes", "同意，从接件日重新计算", "no", "不同意，时限不变")}, spec{kind: "area", name: "note", label: "意见（不同意的必须写明理由）", optional: true, max: 2000, rows: 2}),
		commands: func(in input) ([]order.Command, error) {
			return []order.Command{order.DecideReclass{By: in.by, Accept: in.get("decision") == "yes", Note: in.private("note")}}, nil
		}}
	phoneUnit = act{permission: access.Desking, button: "登记电话通知", done: "已登记电话通知", specs: func(_ context.Context, c *Console, _ session, _ desk.OrderView, _ desk.Panel) []spec {
		return []spec{nowField("at", "通知时间", c), note("note", "谁接的电话、怎么说的", false)}
	}, commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.PhoneUnit{By: in.by, At: in.times["at"], Note: in.private("note")}}, nil
	}}
	progress = act{permission: access.UnitHandle, button: "反馈进展", done: "进展已登记", specs: func(_ context.Context, _ *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
		told := spec{kind: "seg", name: "told", label: "告知诉求人的方式", options: parts.Options("phone", "电话", "visit", "上门", "message", "短信"), optional: true, half: true}
		if v.Limits.Tell {
			told.label, told.hint = "已怎样告知诉求人（必选）", "急件和法定时限件的进展要告知诉求人"
		}
		return []spec{note("text", "办理进展", false), told, {kind: "file", name: "files", label: "照片或材料", optional: true, camera: true}}
	}, commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.RecordProgress{By: in.by, Text: in.private("text"), Told: in.get("told"), Files: in.files}}, nil
	}}
)

func statutePairs(v desk.OrderView) []parts.Pair {
	a := v.Limits.Ask
	out := []parts.Pair{parts.P("申请", v.Unit+"　"+a.By+"　"+a.At), parts.P("依据", a.Law), parts.P("天数", strconv.Itoa(a.Days)+"个工作日（一般时限"+strconv.Itoa(v.Limits.Ordinary)+"个）"),
		parts.P("时限", a.Was+" → "+a.Last), parts.P("理由", orDash(a.Reason))}
	if a.Consent {
		out = append(out, parts.P("上级截止", a.OuterDue+yesWord(a.Consented, "；上级已同意（"+a.ConsentOn+"）", "；上级平台还没有同意")))
	}
	return out
}

func reclassPairs(v desk.OrderView) []parts.Pair {
	a := v.Limits.Reclass
	return []parts.Pair{parts.P("申请", v.Unit+"　"+a.By+"　"+a.At), parts.P("类型", a.From+" → "+a.To), parts.P("理由", orDash(a.Reason))}
}
