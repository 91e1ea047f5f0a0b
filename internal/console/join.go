package console

import (
	"context"
	"errors"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/regulation"
	"huiyin/internal/web/parts"
)

// joinSpecs ask with which open order a key letter is handled: the open ones of its matter and those likeness proposes, or any by its number.
func joinSpecs(ctx context.Context, _ *Console, s session, v desk.OrderView, _ desk.Panel) []spec {
	all, _ := s.reader.Joinable(ctx, v.ID)
	number := v.Proposal.JoinNumber
	out := []spec{{kind: "text", name: "number", label: "在办工单编号", hint: "例如 MC202603020012", value: number, max: 40, half: true}}
	if len(all) > 0 {
		var options []parts.Option
		for _, x := range all {
			options = append(options, parts.Option{Value: x.Number, Label: x.Number + "　" + x.Title + "（" + x.Status + "）"})
		}
		if number == "" {
			number = options[0].Value
		}
		out = []spec{{kind: "select", name: "open", label: "在办工单（同一事项、相似的）", options: options, value: number, optional: true},
			{kind: "text", name: "number", label: "或者填别的工单编号", optional: true, max: 40, half: true}}
	}
	return append(out, spec{kind: "text", name: "requirements", label: "来件另外要求答复的事（给承办单位看，不写诉求人身份）", optional: true, max: 200},
		spec{kind: "text", name: "reason", label: "是同一件事的理由", optional: true, max: 200})
}

func joinCommands(in input) ([]order.Command, error) {
	number := in.get("number")
	if number == "" {
		number = in.get("open")
	}
	id, err := in.s.reader.FindNumber(in.r.Context(), number)
	if errors.Is(err, desk.ErrNotFound) {
		return nil, regulation.RefuseField(regulation.Art10_4, "no_leader", "number", "没有找到在办的工单，请核对编号。")
	}
	if err != nil {
		return nil, err
	}
	link, target, err := in.s.reader.JoinLink(in.r.Context(), in.v.ID, id)
	if err != nil {
		return nil, err
	}
	var out []order.Command
	if link != nil {
		out = append(out, order.LinkMatter{By: in.by, Target: target, Link: *link})
	}
	return append(out, order.Join{By: in.by, Under: order.Leading{ID: id}, Ask: in.get("requirements"), Reason: in.private("reason"), Clearing: in.clearing()}), nil
}

// keySpecs ask why an order is made key, or key no more, and say what follows.
func keySpecs(_ context.Context, _ *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
	label := "设为重点交办件的理由（留痕；由单位主要负责人直接办理，结果报县领导签批）"
	if v.Key {
		label = "取消重点交办件的理由（留痕；已经告诉过的时限不往后改）"
	}
	return []spec{{kind: "area", name: "reason", label: label, max: 500, rows: 2}}
}

func keyCommands(key bool) func(in input) ([]order.Command, error) {
	return func(in input) ([]order.Command, error) {
		return []order.Command{order.SwitchKey{By: in.by, Key: key, Reason: in.private("reason")}}, nil
	}
}

func dueOr(due string) string {
	if due == "" {
		return "上级没有时限"
	}
	return "上级截止 " + due
}
