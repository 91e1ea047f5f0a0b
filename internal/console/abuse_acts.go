package console

import (
	"net/http"

	"huiyin/internal/desk"
	"huiyin/internal/office"
	"huiyin/internal/org"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

func (c *Console) warnAbuse(r *http.Request) (web.Page, error) {
	return c.onAbuse(r, "告诫已登记。", func(f *web.Form) func(*desk.Reader, string) error {
		when, words, key := f.DateTime("when", "告诫时间"), f.Lines("words", "告诫的话", web.AtMost(office.MostAbuseWords)), f.Key()
		return func(x *desk.Reader, id string) error { return x.WarnAbuse(r.Context(), id, when, words, key) }
	}, func(f *web.Form) abuseForms { return abuseForms{warn: f} })
}

func abuseDecisions() []parts.Option {
	return []parts.Option{{Value: "yes", Label: "批准"}, {Value: "no", Label: "不批准"}}
}

func (c *Console) decideAbuse(r *http.Request) (web.Page, error) {
	return c.onAbuse(r, "审批意见已登记。", func(f *web.Form) func(*desk.Reader, string) error {
		yes, words, key := f.Choice("yes", "审批", abuseDecisions()) == "yes", f.Lines("words", "审批意见", web.Optional(), web.AtMost(office.MostAbuseWords)), f.Key()
		return func(x *desk.Reader, id string) error { return x.DecideAbuse(r.Context(), id, yes, words, key) }
	}, func(f *web.Form) abuseForms { return abuseForms{decide: f} })
}

func (c *Console) handAbuse(r *http.Request) (web.Page, error) {
	return c.onAbuse(r, "已编号移交，请打印移交函盖章送出。", func(f *web.Form) func(*desk.Reader, string) error {
		to, basis, key := f.Choice("to", "移交给", c.abuseBodies(who(r))), f.Lines("basis", "依据", web.AtMost(500)), f.Key()
		return func(x *desk.Reader, id string) error { return x.HandAbuse(r.Context(), id, org.UnitID(to), basis, key) }
	}, func(f *web.Form) abuseForms { return abuseForms{hand: f} })
}

func (c *Console) receiveAbuse(r *http.Request) (web.Page, error) {
	return c.onAbuse(r, "回执已登记。", func(f *web.Form) func(*desk.Reader, string) error {
		day, words, key := dateText(f.Date("day", "签收日期")), f.Lines("words", "签收情况", web.AtMost(office.MostAbuseWords)), f.Key()
		return func(x *desk.Reader, id string) error { return x.ReceiveAbuse(r.Context(), id, day, words, key) }
	}, func(f *web.Form) abuseForms { return abuseForms{receive: f} })
}

func (c *Console) concludeAbuse(r *http.Request) (web.Page, error) {
	return c.onAbuse(r, "处理结果已登记。", func(f *web.Form) func(*desk.Reader, string) error {
		day, o, words, key := dateText(f.Date("day", "告知日期")), f.Choice("outcome", "处理结果", abuseOutcomes()), f.Lines("words", "处理情况", web.AtMost(office.MostAbuseWords)), f.Key()
		return func(x *desk.Reader, id string) error {
			return x.ConcludeAbuse(r.Context(), id, day, office.AbuseOutcome(o), words, key)
		}
	}, func(f *web.Form) abuseForms { return abuseForms{result: f} })
}

func (c *Console) endAbuse(r *http.Request) (web.Page, error) {
	return c.onAbuse(r, "提示已解除。", func(f *web.Form) func(*desk.Reader, string) error {
		words, key := f.Lines("words", "解除理由", web.AtMost(office.MostAbuseWords)), f.Key()
		return func(x *desk.Reader, id string) error { return x.EndAbuse(r.Context(), id, words, key) }
	}, func(f *web.Form) abuseForms { return abuseForms{end: f} })
}

// abuseState is the badge of a record.
func abuseState(v desk.AbuseView) parts.Badge {
	tone := map[office.AbuseStage]parts.Tone{office.AbuseWaits: parts.Orange, office.AbuseHints: parts.Red}[v.Stage]
	return parts.Badge{Text: v.Stage.Name(), Tone: tone}
}

// abuseRoad is the badge of the hand-over.
func abuseRoad(v desk.AbuseView) string {
	switch {
	case v.Outcome != "":
		return "已移交，" + v.Outcome
	case v.Receipt != nil:
		return "已移交，有回执"
	case v.Number != "":
		return "已移交，等回执"
	}
	return "未移交"
}
