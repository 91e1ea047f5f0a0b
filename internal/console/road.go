package console

import (
	"slices"

	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/web/parts"
)

// station is a place of the 流程图: the states in which an order waits there, and the verbs of the timeline that leave it.
type station struct {
	label string
	waits order.Status
	left  []string
	only  string // title of the chain without which an order does not come by
}

var stations = []station{
	{"登记", order.Registered, []string{"登记", "接收"}, ""}, {"转办签批", order.PendingApproval, []string{"批办"}, "转办签批"}, {"转办", order.PendingDispatch, []string{"转办", "改派"}, ""},
	{"签收", order.Dispatched, []string{"签收", "视同接收"}, ""}, {"单位分办", order.UnitAssigning, []string{"单位分办"}, ""}, {"办理", order.InProgress, []string{"报送答复"}, ""},
	{"签字盖章", order.UnitSigning, []string{"签字盖章"}, ""}, {"审核", order.Submitted, []string{"审核"}, ""}, {"县领导签批", order.CountySigning, []string{"定稿"}, "办理结果签批"},
	{"反馈", order.ToFeedback, []string{"反馈"}, ""}, {"回访", order.Visiting, []string{"回访"}, ""}, {"办结", order.Closed, []string{"办结"}, ""}, {"归档", order.Archived, []string{"归档"}, ""},
}

// road is the 流程图 of an order. One that ended on another road shows its registration and its end.
func road(v desk.OrderView) []parts.Station {
	left := func(verbs []string) string {
		for _, it := range v.Items { // newest first
			if slices.Contains(verbs, it.Verb) {
				return desk.ClockWords(it.At)
			}
		}
		return ""
	}
	at := slices.IndexFunc(stations, func(s station) bool { return s.waits == v.Status })
	if at < 0 && (v.Status == order.Terminating || v.Status == order.AwaitingCancel) {
		return []parts.Station{{Label: "登记", State: parts.StepDone, At: left(stations[0].left)}, {Label: "转办", State: parts.StepDone, At: left([]string{"转办", "改派"})},
			{Label: "申请终结", State: parts.StepDone, At: left([]string{"申请终结"})}, {Label: v.StatusName, State: parts.StepNow, At: "现在"}}
	}
	if at < 0 && !v.Done() { // a return is beside the road
		return []parts.Station{{Label: "登记", State: parts.StepDone, At: left(stations[0].left)}, {Label: "转办", State: parts.StepDone, At: left([]string{"转办", "改派"})},
			{Label: "申请退回", State: parts.StepDone, At: left([]string{"申请退回"})}, {Label: v.StatusName, State: parts.StepNow, At: "现在"}}
	}
	if at < 0 {
		end := parts.Station{Label: v.StatusName, State: parts.StepDone}
		if len(v.Items) > 0 {
			end.At = desk.ClockWords(v.Items[0].At)
		}
		return []parts.Station{{Label: "登记", State: parts.StepDone, At: left(stations[0].left)}, end}
	}
	var out []parts.Station
	for i, s := range stations {
		if s.only != "" && i != at && !slices.ContainsFunc(v.Chains, func(c desk.ChainView) bool { return c.Title == s.only }) {
			continue
		}
		x := parts.Station{Label: s.label, State: parts.StepTodo}
		switch {
		case i < at || v.Status == order.Archived || v.Status == order.Closed && i == at:
			x.State, x.At = parts.StepDone, left(s.left)
		case i == at:
			x.State, x.At = parts.StepNow, "现在"
			if v.Head != nil {
				x.At = v.Head.Light.Word
			}
		}
		out = append(out, x)
	}
	return out
}

// flowTab is a way to look at 流转过程.
type flowTab struct {
	label, flow string
	n           int
}

func flowTabs(v desk.OrderView) []flowTab {
	imp, contact := 0, 0
	for _, it := range v.Items {
		imp += one(inFlow(it, "imp"))
		contact += one(inFlow(it, "contact"))
	}
	return []flowTab{{"全部", "", len(v.Items)}, {"批示", "imp", imp}, {"联系", "contact", contact}}
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// inFlow reports whether an item belongs to what the tab shows: the words of leaders, or what was said with the caller.
func inFlow(it desk.Item, flow string) bool {
	switch flow {
	case "imp":
		return it.Mark == "imp" || it.Words && (it.Verb == "批办" || it.Verb == "签批" || it.Verb == "登记纸质签批")
	case "contact":
		return slices.Contains([]string{"联系", "反馈", "单位回访", "回访"}, it.Verb)
	}
	return true
}

func onlyFlow(v desk.OrderView, flow string) desk.OrderView {
	if flow == "" {
		return v
	}
	var items []desk.Item
	for _, it := range v.Items {
		if inFlow(it, flow) {
			items = append(items, it)
		}
	}
	v.Items, v.Acts = items, nil
	return v
}

// headActs are the acts that stand as buttons in the head; the others are under 更多.
func headActs(all []desk.Panel) (head, more []desk.Panel) {
	for _, p := range all {
		if p.Act == "urge" {
			head = append(head, p)
		} else {
			more = append(more, p)
		}
	}
	return head, more
}

func moreHead(p orderProps) []desk.Panel { h, _ := headActs(p.others); return h }
func moreActs(p orderProps) []desk.Panel { _, m := headActs(p.others); return m }

// showsReply are the acts for which the reader needs the answer before his eyes.
func showsReply(p orderProps) bool {
	return p.form != nil && slices.Contains([]string{"review", "sign_reply", "sign_step", "visit", "feedback"}, p.form.act)
}
