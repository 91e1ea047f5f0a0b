package console

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// The acts of an extension (Art. 19; form F7): to ask, to record the upper platform's consent, to decide, to tell the caller.
var (
	askExtension = act{permission: access.Extending, button: "提交延期申请", done: "延期申请已提交，等县热线办审批", specs: askExtensionSpecs, commands: func(in input) ([]order.Command, error) {
		days, _ := strconv.Atoi(in.get("days"))
		cmd := order.AskExtension{By: in.by, ChainID: web.NewKey(), Days: days, Done: in.private("done"), Reason: in.private("reason"), Told: in.yes("told"), Seal: in.scan()}
		return withFiles(in, "extension", cmd), nil
	}}
	recordConsent = act{permission: access.Reviewing, button: "登记上级同意", done: "上级同意已登记，可以审批", specs: only(
		spec{kind: "date", name: "consent_on", label: "上级平台同意的日期", half: true}, spec{kind: "area", name: "consent", label: "谁同意的、以什么方式（电话、系统、文件）", max: 500, rows: 2}),
		commands: func(in input) ([]order.Command, error) {
			return []order.Command{order.RecordConsent{By: in.by, On: in.times["consent_on"], Note: in.private("consent")}}, nil
		}}
	decideExtension = act{permission: access.Reviewing, button: "办理审批意见", done: "延期申请已审批", specs: func(ctx context.Context, c *Console, s session, v desk.OrderView, _ desk.Panel) []spec {
		return append([]spec{{kind: "seg", name: "decision", label: "审批意见", options: parts.Options("yes", "同意延期", "no", "不同意"), value: "yes"},
			{kind: "area", name: "opinion", label: "意见（不同意时必填）", optional: true, max: 500, rows: 2, phrases: []string{"同意延期，按期办结。", "请向诉求人说明延期原因。", "理由不充分，请按原时限办结。"}}}, pinSpecs(ctx, c, s)...)
	}, commands: func(in input) ([]order.Command, error) {
		chain, _ := chainOf(in.v, in.f)
		return []order.Command{order.DecideExtension{By: in.by, Chain: chain, Refuses: in.get("decision") == "no", Opinion: in.private("opinion"), Confirmed: in.confirmed}}, nil
	}}
	tellExtension = act{permission: access.Telling, button: "登记已告知", done: "已登记告知诉求人", specs: func(_ context.Context, c *Console, _ session, _ desk.OrderView, _ desk.Panel) []spec {
		return []spec{nowField("at", "告知时间", c), {kind: "seg", name: "means", label: "方式", options: parts.Options("phone", "电话", "visit", "上门", "message", "短信"), value: "phone", half: true},
			note("note", "告知情况（延到哪天、什么原因、诉求人怎么说）", true)}
	}, commands: func(in input) ([]order.Command, error) {
		return []order.Command{order.TellExtension{By: in.by, At: in.times["at"], Means: in.get("means"), Note: in.private("note")}}, nil
	}}
)

// askExtensionSpecs offers each number of days with the limit it would give, so that nobody reckons; the last choice says where it ends and why.
func askExtensionSpecs(_ context.Context, _ *Console, _ session, v desk.OrderView, _ desk.Panel) []spec {
	x := v.Extension
	if x == nil {
		x = &desk.ExtensionView{}
	}
	var options []parts.Option
	sealed, loose := false, false
	var needs []string // the days that need the seal
	for _, c := range x.Choices {
		options = append(options, parts.Option{Value: strconv.Itoa(c.Days), Label: choiceWords(c, x.Ceiling)})
		if c.Refused == "" {
			sealed, loose = sealed || c.Sealed, loose || !c.Sealed
			if c.Sealed {
				needs = append(needs, strconv.Itoa(c.Days))
			}
		}
	}
	seal := spec{kind: "file", name: "seal", label: "主要负责人签字盖章的延期申请（扫描或照片）", asked: true, camera: true, hint: "须有主要负责人签字和单位公章"}
	if sealed && loose {
		seal.hint, seal.when = "累计超过10个工作日的必须有；不超过的不用", "days:"+strings.Join(needs, " ")
	}
	out := []spec{{kind: "select", name: "days", label: "延长到（自动算好新的时限）", options: options},
		{kind: "area", name: "done", label: "已开展的工作", max: 2000, rows: 2},
		{kind: "area", name: "reason", label: "延期原因", max: 2000, rows: 2, hint: "写清为什么到期办不完、还要做什么"}}
	if sealed || !loose {
		out = append(out, seal)
	}
	return append(out, spec{kind: "check", name: "told", label: "已告知诉求人要延期和原因", optional: true})
}

func choiceWords(c desk.ExtensionChoice, ceiling int) string {
	s := fmt.Sprintf("+%d个工作日，到 %s，累计%d个工作日", c.Days, c.Last, c.Total)
	switch {
	case c.Refused != "" && c.Total > ceiling:
		return s + fmt.Sprintf("（超过%d个，不能延）", ceiling)
	case c.Refused != "":
		return s + "（超过上级截止，不能延）"
	}
	if c.Sealed {
		s += "，须签字盖章"
	}
	if c.Consent {
		s += "，须上级同意"
	}
	return s
}

// extensionBounds says what is left of the ceiling.
func extensionBounds(x *desk.ExtensionView) string {
	return fmt.Sprintf("已用%d个工作日，现在的时限累计%d个工作日；连同延期最多%d个工作日，本次交办可延%d次，已延%d次。到限以前提出才算。", x.Used, x.Total, x.Ceiling, x.Most, x.Times)
}

func askedSpan(a *desk.ExtensionAsked) string {
	return fmt.Sprintf("%s → %s（+%d个工作日，累计%d个工作日）", a.Was, a.Last, a.Days, a.Total)
}

func askedPairs(v desk.OrderView) []parts.Pair {
	a := v.Extension.Asked
	out := []parts.Pair{parts.P("申请", v.Unit+"　"+a.By+"　"+a.At), parts.P("时限", askedSpan(a)), parts.P("延期原因", orDash(a.Reason)), parts.P("已开展的工作", orDash(a.Done)),
		parts.P("告知诉求人", yesWord(a.Told, "申请前已告知", "批准后由单位告知")), parts.P("签字盖章", yesWord(a.Sealed, "有", "无（累计不超过10个工作日，不用）")), parts.P("审批", a.Approver+"，"+a.Until+" 前")}
	if a.Consent {
		out = append(out, parts.P("上级截止", a.OuterDue+yesWord(a.Consented, "；上级已同意（"+a.ConsentOn+"）", "；上级平台还没有同意")))
	}
	return out
}

// consentLinks lead to the record of the upper platform's consent, where the reader may make it.
func consentLinks(p orderProps) []parts.Anchor {
	for _, x := range p.others {
		if x.Act == "record_consent" {
			return []parts.Anchor{{Text: "登记上级同意", Href: "/orders/" + p.v.ID + "?do=record_consent#now"}}
		}
	}
	return nil
}
