package console

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/web/parts"
)

// The acts of secrecy and recusal (Art. 15, 23(6)): the relay, the second person, the guard lifted.
var (
	askRelay = act{permission: access.UnitHandle, button: "请热线办转达", done: "已请热线办转达，联系时限按现在计算", specs: func(_ context.Context, _ *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
		return []spec{{kind: "area", name: "ask", label: "要转达什么、要问诉求人什么", optional: v.Relay.First, max: 1000, rows: 3, hint: "受理情况和本单位联系方式由热线办一并告知，不用写",
			phrases: []string{"请问问题在什么时间最严重？", "请问具体在哪个位置？", "请转告处理意见，问是否认可。"}}}
	}, commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.AskRelay{By: in.by, Ask: in.private("ask")}}, nil
	}}
	recordRelay = act{permission: access.Relaying, button: "登记转达", done: "转达已登记", specs: func(_ context.Context, c *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
		out := []spec{nowField("at", "转达时间", c), {kind: "seg", name: "means", label: "方式", options: contactMeans(), value: "phone", half: true},
			{kind: "seg", name: "reached", label: "结果", options: parts.Options("yes", "已联系上", "no", "没有联系上"), value: "yes", hint: "联系不上的，须在不同半天至少试3次"}}
		if v.Relay.First {
			out = append(out, spec{kind: "check", name: "told", label: "已告知受理情况和承办单位联系方式（" + v.Unit + " " + v.UnitPhone + "）", value: "1", optional: true})
		}
		return append(out, spec{kind: "area", name: "answer", label: "诉求人的答复（承办单位看得到，不写姓名、电话、住址）", optional: true, max: 2000, rows: 3})
	}, commands: func(in input) ([]order.Command, error) {
		ok := in.get("reached") == "yes"
		return []order.Command{order.RecordRelay{By: in.by, At: in.times["at"], Means: in.get("means"), Reached: ok, ToldTaken: ok && in.yes("told"), ToldHow: ok && in.yes("told"),
			Answer: in.private("answer"), Clearing: in.clearing()}}, nil
	}}
	askSight = act{permission: access.Looking, button: "申请查看", done: "已申请，等第二人同意", specs: func(_ context.Context, _ *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
		var fields []parts.Option
		for _, x := range v.MayLook {
			fields = append(fields, parts.Option{Value: x.Field, Label: x.Label})
		}
		first := ""
		for _, x := range fields {
			if first == "" || x.Value == "phone" {
				first = x.Value
			}
		}
		return []spec{{kind: "seg", name: "field", label: "要看哪一项", options: fields, value: first}, {kind: "seg", name: "reason", label: "事由", options: revealReasons(), value: string(access.ToContact)}}
	}, commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.AskSight{By: in.by, Field: in.get("field"), Reason: in.get("reason")}}, nil
	}}
	decideSight = act{permission: access.Consenting, button: "办理", done: "查看申请已决定", specs: only(
		spec{kind: "seg", name: "decision", label: "意见", options: parts.Options("yes", "同意，半小时内可看", "no", "不同意"), value: "yes"}),
		commands: func(in input) ([]order.Command, error) {
			return []order.Command{order.DecideSight{By: in.by, Asker: in.v.Sight.Asker, Field: in.v.Sight.Field, Refuses: in.get("decision") == "no"}}, nil
		}}
	liftRecusal = act{permission: access.Heading, button: "解除回避", style: parts.RedText, done: "回避已解除，可以转给被反映单位", specs: only(note("reason", "解除回避的理由", false),
		spec{kind: "file", name: "scan", label: "县政府办负责人签字的书面意见（扫描或照片）", camera: true}),
		commands: func(in input) ([]order.Command, error) {
			return withFiles(in, "paper", order.LiftRecusal{By: in.by, Reason: in.private("reason"), Paper: in.scan()}), nil
		}}
)

// hitsOf are the places that the detector marks in what an act would let out of a secret order; typed gives what stands in the form.
func (c *Console) hitsOf(ctx context.Context, s session, v desk.OrderView, act string, typed func(string) string) ([]desk.HitView, error) {
	if !v.Secret {
		return nil, nil
	}
	switch act {
	case "dispatch", "designate":
		return s.reader.DispatchHits(ctx, v.ID, typed("requirements"), typed("text"))
	case "dispose", "join":
		return s.reader.DispatchHits(ctx, v.ID, typed("requirements"), "")
	case "review":
		return s.reader.ReplyHits(ctx, v.ID)
	case "record_relay":
		return s.reader.AnswerHits(ctx, v.ID, typed("answer"))
	}
	return nil, nil
}

// hitSpecs ask a person to clear each marked place by itself, and once why.
func hitSpecs(hits []desk.HitView) []spec {
	var out []spec
	for _, h := range hits {
		if !h.Own {
			out = append(out, spec{kind: "check", name: "clear_" + h.Code, label: fmt.Sprintf("%s“%s”（%s）：已核对，不涉及诉求人", h.Label, h.Text, h.Kind), optional: true})
		}
	}
	if len(out) > 0 {
		out = append(out, spec{kind: "text", name: "clear_reason", label: "放行理由（勾选时必填）", optional: true, max: 200})
	}
	return out
}

// clearing is what a person cleared.
func (in input) clearing() order.Clearing {
	out := order.Clearing{Reason: in.private("clear_reason")}
	for _, x := range in.specs {
		if code, ok := strings.CutPrefix(x.name, "clear_"); ok && x.kind == "check" && in.yes(x.name) {
			out.Cleared = append(out.Cleared, code)
		}
	}
	return out
}

// hitWords tell what must go and what may be cleared.
func hitWords(hits []desk.HitView, own bool) string {
	var out []string
	for _, h := range hits {
		if h.Own == own {
			out = append(out, h.Label+"“"+h.Text+"”（"+h.Kind+"）")
		}
	}
	return strings.Join(out, "、")
}

// reportedPosts are the posts that may be named as reported; the magistrate's matters are none of the office's.
func reportedPosts(s session) []parts.Option {
	var out []parts.Option
	for _, p := range s.reader.Directory().Posts() {
		if (p.Kind.InUnit() || p.Kind.Leader() || p.Kind.Desk()) && p.ID != org.PostMagistrate {
			out = append(out, parts.Option{Value: string(p.ID), Label: p.Title})
		}
	}
	return out
}

// partySpecs name the party complained of on the form of a correction.
func partySpecs(s session, v desk.OrderView) []spec {
	return []spec{{kind: "select", name: "reported_unit", label: "被反映单位（该单位和下属单位看不到这件）", options: unitOptions(s), value: string(v.Party.UnitID), optional: true, half: true},
		{kind: "select", name: "reported_post", label: "被反映的人员（按岗位）", options: reportedPosts(s), value: string(v.Party.Post), optional: true, half: true},
		{kind: "text", name: "reported", label: "被反映方名称", optional: true, max: 60, hint: "不改就不填"}}
}

// partyIn is the party as the form of a correction says; nil where it is as before.
func (in input) partyIn() *order.Party {
	unit, post := org.UnitID(in.get("reported_unit")), org.PostID(in.get("reported_post"))
	if unit == in.v.Party.UnitID && post == in.v.Party.Post {
		return nil
	}
	p := order.Party{Unit: unit}
	if post != "" {
		p.Posts = []org.PostID{post}
	}
	return &p
}

func partyPairs(v desk.PartyView) []parts.Pair {
	var out []parts.Pair
	if v.Unit != "" {
		out = append(out, parts.P("单位", v.Unit))
	}
	if len(v.Posts) > 0 {
		out = append(out, parts.P("人员", strings.Join(v.Posts, "、")))
	}
	return out
}

// recusedWords say who cannot see an order, and what may be done instead.
func recusedWords(v desk.PartyView) string {
	who := strings.Join(nonEmpty(v.Unit, strings.Join(v.Homes, "、")), "、")
	if who != "" {
		who += "（含下属单位）"
	} else {
		who = strings.Join(v.Posts, "、")
	}
	return who + "须回避：看不到这件，也不能办理、签批。可以转其上级主管单位或其他单位；属于违纪违法的，告知向纪检监察机关反映。"
}

// receivers are the units an order may go to.
func receivers(s session, v desk.OrderView, first ...org.UnitID) []parts.Option {
	var out []parts.Option
	for _, o := range unitOptions(s, first...) {
		if s.reader.MayReceive(v, org.UnitID(o.Value)) {
			out = append(out, o)
		}
	}
	return out
}

func relayPairs(v desk.OrderView) []parts.Pair {
	first := ""
	if v.Relay.First {
		first = "受理情况；由" + v.Unit + "办理，联系电话" + v.UnitPhone
	}
	out := []parts.Pair{parts.P("请求", fmt.Sprintf("第%d次　%s", v.Relay.N, v.Relay.At)), parts.P("转达截止", orDash(v.Relay.Due))}
	if first != "" {
		out = append(out, parts.P("须告知", first))
	}
	out = append(out, parts.P("要问的", orDash(v.Relay.Ask)))
	if v.Relay.Tries > 0 {
		out = append(out, parts.P("已试", fmt.Sprintf("%d次没有联系上", v.Relay.Tries)))
	}
	return out
}

// hiddenWords stand where a caller's own words may not be read yet.
func hiddenWords(v desk.OrderView) string {
	if slices.ContainsFunc(v.MayLook, func(x desk.LookChoice) bool { return x.Field == "words" }) {
		return "原话保密。要看原话拟写转办文本的，先“申请查看诉求人”，选“诉求原话”。"
	}
	return "原话保密。"
}
