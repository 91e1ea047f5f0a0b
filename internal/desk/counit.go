package desk

import (
	"fmt"
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// CoView is a request to a co-unit as the reader may see it (Art. 14).
type CoView struct {
	No                   int
	Unit, Phone          string
	UnitID               org.UnitID
	Status               order.CoStatus
	StatusName           string
	Light                Light
	Last, Sign           string // its limit, and the end of its right to object
	Asked, Asker, Task   string
	Signed, Reported     string
	Result, Word         string // as far as the reader may see them
	Reason, Right        string // of an objection
	RightID              org.UnitID
	ReviewUntil          string
	Files                []FileView // of its result
	Given                []FileView // attachments it may open
	Urges                int
	Late, Open           bool
	Owes, Waits, Objects bool // it owes its result; it is handed in; it is disputed
	MayObject            bool // still within its first working day
}

// CoState is what an order's page says of co-units.
type CoState struct {
	All     []CoView
	Mine    *CoView // the reader's unit is the co-unit
	Limit   string  // the limit that a request made now would have
	Before  int     // so many working days before the lead's
	Call    string  // the lead's call for the office, and its limit
	CallAt  string
	Until   string
	Quiet   []string // units that may be silent in an answer given now, with a note
	Awaited []string // units that an answer must wait for
	Note    string   // the lead's word on silent units
}

// coUnits fills in the requests. A co-unit sees its own alone, without the caller and without what others say (trust.md B2).
func (r *Reader) coUnits(v *OrderView, st order.State, p policy.Policy, now time.Time, rel access.Relation, sees func(access.Field) access.Sight, open map[string]string) {
	out := CoState{Before: p.Limit.CoopBeforeMainWD.Value}
	full := sees(access.Handling) == access.Full
	words := func(own bool, k order.Kept) string {
		if own || full {
			return open[k.Ref]
		}
		return ""
	}
	for _, c := range st.Co {
		own := c.Unit == r.actor.Post.Unit && rel == access.Helper
		if rel == access.Helper && !own {
			continue
		}
		u, _ := r.dir.Unit(c.Unit)
		x := CoView{No: c.No, Unit: u.Name, UnitID: c.Unit, Phone: u.Phone, Status: c.Status, StatusName: c.Status.Name(), Last: dueWords(c.Limit.Due), Sign: dueWords(c.Sign.Due), Asked: clockTime(c.AskedAt),
			Asker: r.asker(c.Asker), Task: c.Task, Urges: c.Urges, Late: c.Late || c.Limit.Missed, Open: c.Status.Open(), Result: words(own, c.Result), Word: words(own, c.Word),
			Reason: words(own, c.Reason), RightID: c.Right, Waits: c.Status == order.CoHandedIn, Objects: c.Status == order.CoDisputed, MayObject: order.MayObjectCo(c, now)}
		x.Owes = c.Status == order.CoWaiting || c.Status == order.CoWorking
		if c.Right != "" {
			x.Right = r.dir.UnitName(c.Right)
		}
		if !c.SignedAt.IsZero() {
			x.Signed = clockTime(c.SignedAt)
		}
		if !c.ReportedAt.IsZero() {
			x.Reported = clockTime(c.ReportedAt)
		}
		if x.Objects {
			x.ReviewUntil = dueWords(c.Review.Due)
		}
		x.Light = coLight(p, c, now)
		if own || full {
			x.Files = r.someFiles(st, c.ResultIn, open)
		}
		x.Given = r.someFiles(st, c.Files, open)
		out.All = append(out.All, x)
		switch {
		case own:
			mine := x
			out.Mine = &mine
		case c.Limit.On:
			k := clockView(p, c.Limit, now)
			k.Name = "协办　" + u.Label()
			v.Clocks = append(v.Clocks, k)
		}
		switch {
		case c.Awaited(st, now):
			out.Awaited = append(out.Awaited, u.Label())
		case c.Status.Open() && !x.Waits:
			out.Quiet = append(out.Quiet, u.Label())
		}
	}
	if st.Status.AtUnit() && rel != access.Helper {
		out.Limit = dueWords(order.CoLimitNow(st, p, now).Due)
	}
	if st.Call != nil && full {
		out.Call, out.CallAt, out.Until = open[st.Call.Reason.Ref], clockTime(st.Call.At), dueWords(st.Clocks.Get(order.LimitCall).Due)
	}
	if full {
		out.Note = open[st.CoNote.Ref]
	}
	v.Co = out
}

// asker names who asked: the unit, or the office by the name that people use.
func (r *Reader) asker(u org.UnitID) string {
	if u == org.HotlineOffice {
		return "县热线办"
	}
	return r.dir.UnitName(u)
}

// coLight is how a request stands: its limit while it owes something, else what came of it.
func coLight(p policy.Policy, c order.CoUnit, now time.Time) Light {
	switch c.Status {
	case order.CoWaiting, order.CoWorking, order.CoDisputed:
		return LightOf(p.Calendar, c.Limit.Due, now)
	case order.CoHandedIn, order.CoTaken:
		if c.Late {
			return Light{"r", "逾期报送"}
		}
		return Light{"g", "按时报送"}
	case order.CoSilent:
		return Light{"r", "没有报送"}
	}
	return Light{"k", "已止"}
}

func (r *Reader) someFiles(st order.State, ids []string, open map[string]string) []FileView {
	var out []FileView
	for _, f := range st.Files {
		if slices.Contains(ids, f.ID) {
			out = append(out, FileView{ID: f.ID, Name: open[f.Name.Ref], Purpose: f.Purpose, MIME: f.MIME, Size: sizeWords(f.Size)})
		}
	}
	return out
}

// mayOpenAsHelper says whether a co-unit may open an attachment: what it was given, and what it handed in itself.
func mayOpenAsHelper(st order.State, p org.Post, file string) bool {
	return p.Kind != org.UnitDuty && slices.ContainsFunc(st.Co, func(c order.CoUnit) bool {
		return c.Unit == p.Unit && (slices.Contains(c.Files, file) || slices.Contains(c.ResultIn, file))
	})
}

// helped cuts an order's page down to what a co-unit may know: the matter, who leads and until when, and its own part.
func (r *Reader) helped(v *OrderView, st order.State, p policy.Policy, now time.Time) {
	v.Chains, v.Rounds, v.Reply, v.Proposal, v.Objected, v.Returning, v.Extension, v.Suggested, v.DraftText = nil, nil, nil, order.Proposal{}, "", ReturnView{}, nil, nil, ""
	v.Termination, v.Limits, v.Relay, v.Slips, v.Ended = nil, LimitsView{}, RelayView{}, nil, nil
	v.Files = nil
	for _, c := range v.Co.All {
		if r.actor.Post.Kind == org.UnitDuty {
			break // on duty one passes the request on; texts and files are for those who handle it
		}
		v.Files = append(append(v.Files, c.Given...), c.Files...)
	}
	v.Clocks = slices.DeleteFunc(v.Clocks, func(c ClockView) bool { return c.Kind != order.LimitResult })
	for i := range v.Clocks {
		v.Clocks[i].Name = "首接单位办结"
	}
	v.Head = nil
	if x, ok := st.CoOf(r.actor.Post.Unit); ok {
		own := clockView(p, x.Limit, now)
		v.Head, v.Clocks = &own, append([]ClockView{own}, v.Clocks...)
	}
}

// partOf reports whether an event belongs to what a co-unit may follow: its own part, also while it was that of the unit whose work it carries on.
func partOf(st order.State, u org.UnitID, e order.Event) bool {
	return isPart(u, e) || slices.ContainsFunc(st.Co, func(c order.CoUnit) bool { return c.Unit == u && c.Was != "" && isPart(c.Was, e) })
}

func isPart(u org.UnitID, e order.Event) bool {
	switch e := e.(type) {
	case order.Succeeded:
		return e.From == u || e.To == u || e.Held
	case order.DispatchedEvent, order.ExtensionGranted, order.ClosedEvent, order.ArchivedEvent:
		return true
	case order.CoAsked:
		return e.Unit == u
	case order.CoSigned:
		return e.Unit == u
	case order.CoObjected:
		return e.Unit == u
	case order.CoDecided:
		return e.Unit == u
	case order.CoReported:
		return e.Unit == u
	case order.CoAccepted:
		return e.Unit == u
	case order.CoSentBack:
		return e.Unit == u
	case order.CoUrged:
		return e.Unit == u
	case order.CoEnded:
		return e.Unit == u
	case order.CoMoved:
		return e.Unit == u
	case order.LimitMissed:
		return org.UnitID(e.Co) == u && e.Unit != ""
	}
	return false
}

// coItem tells the events of co-units in the timeline.
func coItem(it Item, e order.Event, handling func(order.Kept) string, unit func(org.UnitID) string) (Item, bool) {
	switch e := e.(type) {
	case order.CoAsked:
		it.Verb, it.Text, it.Quote, it.Tag = "协办", "请"+unit(e.Unit)+"协办，"+dayWords(e.Limit.LastDay)+"前报首接单位", "协办内容："+e.Task, "第十四条"
		if e.From != "" {
			it.Text = unit(e.From) + "的异议成立，改" + it.Text
		}
	case order.CoSigned:
		it.Verb, it.Text = "签收协办", unit(e.Unit)+"已签收"
	case order.CoObjected:
		it.Verb, it.Text, it.Quote = "协办异议", unit(e.Unit)+"认为不属于本单位职责，"+dayWords(e.Review.LastDay)+"前决定", handling(e.Reason)
		if e.Right != "" {
			it.Text += "；建议由" + unit(e.Right) + "协办"
		}
	case order.CoDecided:
		it.Verb, it.Text, it.Quote, it.Mark = "决定协办异议", unit(e.Unit)+"："+e.Outcome.Name(), handling(e.Note), "sup"
		it.Tag, it.Bad = inTime(e.Late)
	case order.CoReported:
		it.Verb, it.Text, it.Quote = "报送协办结果", unit(e.Unit)+"已把协办结果报"+unit(e.Lead), handling(e.Result)
		it.Tag, it.Bad = inTime(e.Late)
	case order.CoAccepted:
		it.Verb, it.Text, it.Quote = "采用协办结果", unit(e.Lead)+"采用"+unit(e.Unit)+"的协办结果", handling(e.Note)
		if e.Reply {
			it.Text += "，一并答复"
		}
	case order.CoSentBack:
		it.Verb, it.Text, it.Quote, it.Bad = "退回补充", "请"+unit(e.Unit)+"补充协办结果，"+dayWords(e.Limit.LastDay)+"前重报", handling(e.Note), true
	case order.CoUrged:
		it.Verb, it.Text, it.Quote, it.Mark = "催协办", fmt.Sprintf("催%s，第%d次", unit(e.Unit), e.Count), handling(e.Note), "sup"
	case order.CoEnded:
		it.Verb, it.Text, it.Quote, it.System = "协办终止", unit(e.Unit), handling(e.Note), e.Account == ""
		switch e.Why {
		case order.CoWithdrawn:
			it.Verb, it.Text = "撤回协办", "不再请"+unit(e.Unit)+"协办"
		case order.CoSilent:
			it.Text, it.Tag, it.Bad = unit(e.Unit)+"没有报送，首接单位已先行答复", "未报送", true
		default:
			it.Text = unit(e.Unit) + "不再协办：首接单位变更或工单结束"
		}
	case order.CoMoved:
		it.Verb, it.Text, it.System = "协办期限", unit(e.Unit)+"的协办期限随主办时限调整到"+dayWords(e.Limit.LastDay), true
	case order.OfficeCalled:
		it.Verb, it.Text, it.Quote, it.Mark = "请求协调", unit(e.Call.Unit)+"请县热线办协调，"+dayWords(e.Limit.LastDay)+"前答复", handling(e.Call.Reason), "sup"
	case order.CallAnswered:
		it.Verb, it.Text, it.Quote = "答复协调", "县热线办已答复协调请求", handling(e.Note)
		it.Tag, it.Bad = inTime(e.Late)
	default:
		return it, false
	}
	return it, true
}

// coPanels are what the reader may do about co-units now.
func coPanels(st order.State, rel access.Relation, k org.Kind, unit org.UnitID, now time.Time, owes map[order.Act]bool, add func(act, title, article string, p access.Permission, now bool)) {
	const art = "第十四条"
	if rel == access.Helper {
		c, ok := st.CoOf(unit)
		if !ok || !st.Status.AtUnit() && st.Status != order.ReturnReview && st.Status != order.Coordination {
			return
		}
		if c.Status == order.CoWaiting {
			add("sign_co", "签收协办", art, access.UnitWork, true)
		}
		if c.Status == order.CoWaiting || c.Status == order.CoWorking {
			add("report_co", "报送协办结果", art, access.UnitHandle, c.Status == order.CoWorking)
		}
		if order.MayObjectCo(c, now) {
			add("object_co", "对协办提出异议", art, access.UnitHandle, false)
		}
		return
	}
	lead := (rel == access.Handler || rel == access.Unit) && k != org.UnitDuty
	office := access.May(k, access.Coordinating)
	if !lead && !office {
		return
	}
	var owing, handed, disputed, takeable bool
	for _, c := range st.CoOpen() {
		owing = owing || c.Status == order.CoWaiting || c.Status == order.CoWorking
		handed = handed || c.Status == order.CoHandedIn
		disputed = disputed || c.Status == order.CoDisputed
		takeable = takeable || c.Status != order.CoHandedIn
	}
	if disputed && office {
		add("decide_co", "决定协办异议", art, access.Dispatching, owes[order.ActCoDecide])
	}
	if st.Call != nil && office {
		add("answer_call", "答复协调请求", art, access.Coordinating, owes[order.ActCall])
	}
	if handed && lead {
		add("settle_co", "采用协办结果", art, access.UnitHandle, owes[order.ActCoTake])
	}
	working := st.Status == order.UnitAssigning || st.Status == order.InProgress
	if working || office && st.Status == order.Dispatched {
		add("ask_co", "请其他单位协办", art, access.Helping, office && st.Call != nil)
	}
	if owing {
		add("urge_co", "催协办单位", art, access.Helping, owes[order.ActCoUrge])
	}
	if takeable {
		add("withdraw_co", "撤回协办", art, access.Helping, false)
	}
	if lead && working && st.Call == nil {
		add("call_office", "请热线办协调", art, access.UnitHandle, false)
	}
}

// tellsHelper reports whether a message speaks to a co-unit of an order that it may open.
func tellsHelper(n order.Notice) bool {
	switch n.Code {
	case order.NoticeCoAsked, order.NoticeCoNight, order.NoticeCoHalf, order.NoticeCoSentBack, order.NoticeCoUrged, order.NoticeCoMoved, order.NoticeCoStays:
		return true
	}
	return n.Limit == order.LimitCo || n.Limit == order.LimitCoSign
}
