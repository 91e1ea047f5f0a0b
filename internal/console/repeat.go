package console

import (
	"context"
	"errors"
	"strconv"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/regulation"
	"huiyin/internal/web/parts"
)

// mergeSpecs asks under which order this one is handled: those of the same place and category, of other callers and still open, or any by its number.
func mergeSpecs(ctx context.Context, _ *Console, s session, v desk.OrderView, _ desk.Panel) []spec {
	all, _ := s.reader.Leaders(ctx, v.ID)
	out := []spec{{kind: "text", name: "number", label: "主办工单编号", hint: "例如 MC202603020012", max: 40, half: true}}
	if len(all) > 0 {
		var options []parts.Option
		for _, x := range all {
			options = append(options, parts.Option{Value: x.Number, Label: x.Number + "　" + x.Title + "（" + x.Status + "）"})
		}
		out = []spec{{kind: "select", name: "leader", label: "主办工单（同地点、同分类、未办结）", options: options, value: options[0].Value, optional: true},
			{kind: "text", name: "number", label: "或者填别的工单编号", optional: true, max: 40, half: true}}
	}
	return append(out, spec{kind: "text", name: "reason", label: "是同一件事的理由", optional: true, max: 200})
}

func mergeCommands(in input) ([]order.Command, error) {
	field := "number"
	if in.get(field) == "" {
		field = "leader"
	}
	return in.mergeUnder(field)
}

// mergeUnder is the merge under the order whose number stands in a field.
func (in input) mergeUnder(field string) ([]order.Command, error) {
	if in.get(field) == "" {
		return nil, regulation.RefuseField(regulation.Art10_3, "no_leader", field, "没有填写主办工单的编号：请在右边点“并入这件”，或者填写编号。")
	}
	id, err := in.s.reader.FindNumber(in.r.Context(), in.get(field))
	if errors.Is(err, desk.ErrNotFound) {
		return nil, regulation.RefuseField(regulation.Art10_3, "no_leader", field, "没有找到主办工单，请核对编号。")
	}
	if err != nil {
		return nil, err
	}
	return []order.Command{order.Merge{By: in.by, Under: order.Leading{ID: id}, Reason: in.private("reason")}}, nil
}

// linkedNumber finds the earlier order whose number a form about repeats names.
func linkedNumber(in input) (string, error) {
	id, err := in.s.reader.FindNumber(in.r.Context(), in.get("number"))
	if errors.Is(err, desk.ErrNotFound) {
		return "", regulation.RefuseField(regulation.Art10_4, "no_earlier", "number", "没有找到这个编号的工单，请核对。")
	}
	if err != nil {
		return "", err
	}
	if id == in.v.ID {
		return "", regulation.RefuseField(regulation.Art10_4, "self", "number", "不能关联到这件工单自己，请填写以前的工单编号。")
	}
	return id, nil
}

func linkCommands(in input) ([]order.Command, error) {
	id, err := linkedNumber(in)
	if err != nil {
		return nil, err
	}
	link, target, err := in.s.reader.LinkAgain(in.r.Context(), in.v.ID, id, in.get("reason"), in.yes("count_guidance"))
	if err != nil {
		return nil, err
	}
	return []order.Command{order.LinkMatter{By: in.by, Target: target, Link: *link}}, nil
}

// notSameSpecs asks which proposal is set aside, and why where it is a high one.
func notSameSpecs(ctx context.Context, _ *Console, s session, v desk.OrderView, _ desk.Panel) []spec {
	all, _ := s.reader.Proposed(ctx, v.ID)
	first := ""
	if len(all) > 0 {
		first = all[0].Number
	}
	return []spec{{kind: "text", name: "number", label: "相似的工单编号", hint: "例如 MC202603020012", value: first, max: 40, half: true},
		{kind: "text", name: "not_same", label: "不是同一事项的理由（相似度高的必填）", optional: true, max: 200}}
}

func notSameCommands(in input) ([]order.Command, error) {
	id, err := linkedNumber(in)
	if err != nil {
		return nil, err
	}
	d, err := in.s.reader.Declined(in.r.Context(), in.v.ID, id, in.get("not_same"))
	if err != nil {
		return nil, err
	}
	return []order.Command{order.DeclineLink{By: in.by, Decline: d}}, nil
}

// mergedName is the state of an order that is handled under another and has no result yet.
var mergedName = order.Merged.Name()

// linkHidden is what the one key of a proposal sends.
func linkHidden(p orderProps, x desk.Likely) map[string]string {
	return map[string]string{"_v": strconv.FormatInt(p.v.Version, 10), "number": x.Number}
}

// mergeHidden is what the one key of a merge sends.
func mergeHidden(p orderProps, x desk.Likely) map[string]string {
	return map[string]string{"_v": strconv.FormatInt(p.v.Version, 10), "number": x.Under}
}

// mayTake reports whether one key links a proposal: a closed one that is alike enough to need no reason.
func mayTake(x desk.Likely) bool { return !x.Open && !x.Other }

func likelyTone(x desk.Likely) parts.Badge {
	return parts.Badge{Text: "相似 " + strconv.Itoa(x.Score), Tone: parts.Yellow}
}
