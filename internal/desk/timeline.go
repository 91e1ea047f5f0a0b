package desk

import (
	"fmt"
	"strings"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/approval"
	"huiyin/internal/calendar"
	"huiyin/internal/ledger"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// Item is one line of the timeline (流转过程).
type Item struct {
	At     time.Time
	When   string     // the end of a limit in words, where it is not an instant: 11月23日 24:00
	Verb   string     // 登记、转办、签收 …
	Text   string     // what happened, in clear
	Quote  string     // private words the reader may see
	Words  bool       // Quote is a leader's or signer's opinion
	Post   org.PostID // whose opinion it is
	By     string     // who did it: the post's title
	Paper  bool       // 纸质签批
	Mark   string     // imp for a county leader's word, sup for urges and misses, now
	Tag    string     // 按时、逾期 …
	Bad    bool       // the tag tells of a breach
	System bool
	Ledger bool // supervision opened a row by its rules: no step of the matter
}

// byCaller is who did what a citizen does himself on the citizens' pages.
const byCaller = "诉求人"

func clockTime(t time.Time) string { return t.In(calendar.Beijing).Format("1月2日 15:04") }

// endOfDay prints the end of a limit: midnight belongs to the day it closes.
func endOfDay(due time.Time) string {
	y := calendar.LastDay(due)
	_, m, d := y.Parts()
	return fmt.Sprintf("%d月%d日 %s", int(m), d, endWords(due))
}

func dayWords(day string) string {
	d, err := calendar.ParseDate(day)
	if err != nil {
		return day
	}
	return d.ChineseShort() + " 24:00"
}

func inTime(late bool) (string, bool) {
	if late {
		return "逾期", true
	}
	return "按时", false
}

// describe tells one event. quote returns the text behind a reference when the reader may see the field it belongs to.
func (r *Reader) describe(rec ledger.Record, e order.Event, quote func(ref string, f access.Field) string) (Item, bool) {
	r = r.then(rec.At()) // units and persons bear the names of that day
	it := Item{At: rec.At(), By: r.who(rec.Actor, org.PostID(rec.Post)), System: rec.Actor == ""}
	handling := func(k order.Kept) string { return quote(k.Ref, access.Handling) }
	unit := func(u org.UnitID) string { return r.dir.UnitName(u) }
	switch e := e.(type) {
	case order.RegisteredEvent:
		it.Verb, it.Text = "登记", "受理登记"
		if rec.Actor == "" && e.Request.Channel == mailbox {
			it.Text, it.By, it.System = "诉求人来信，自动登记", byCaller, false
		}
		if e.Late {
			it.Tag, it.Quote = "补录", handling(e.LateReason)
		}
		if e.Answering != nil {
			it.Text += "，接听日" + r.answeredBy(*e.Answering) + "接听"
		}
		if e.Instruction != nil {
			it.Quote, it.Words, it.Mark, it.Post = handling(e.Instruction.Words), true, "imp", e.Instruction.Post
			it.Text += "，" + r.dir.Title(e.Instruction.Post) + "当场批示"
		}
	case order.TakenOver:
		it.Verb, it.Text = "接收", "由原平台接收，原编号"+e.Number
	case order.Instructed:
		it.Verb, it.Text, it.Quote, it.Words, it.Mark, it.Post = "批示", r.dir.Title(e.Instruction.Post)+"批示", handling(e.Instruction.Words), true, "imp", e.Instruction.Post
	case order.KeyChanged:
		it.Verb, it.Text, it.Quote = "重点", keyWords(e), handling(e.Reason)
	case order.Linked:
		it.Verb, it.Text, it.Quote = "关联", fmt.Sprintf("认定为同一事项的再次诉求，相似度%d分", e.Score), handling(e.Reason)
	case order.MergedEvent:
		it.Verb, it.Text, it.Quote = "并单", "并入"+e.Number+"一并办理，编号不变，单独反馈", handling(e.Reason)
		if e.Letter {
			it.Verb, it.Text = "并办", "重点来件，与在办的"+e.Number+"并办，编号、上级时限不变，单独答复"
		}
	case order.MemberJoined:
		it.Verb, it.Text = "并单", fmt.Sprintf("并入%s，共并入%d件", r.memberWords(e.Number), e.Count)+hurriedWords(e.Result, "它有上级截止，")
		if e.Letter != nil {
			it = r.letterItem(it, e)
		}
	case order.SplitOff:
		it.Verb, it.Text, it.Quote = "拆分", "自"+e.Number+"拆出，单独办理，退回“"+e.To.Name()+"”", handling(e.Reason)
		if e.Why == "dissatisfied" {
			it.Text = "诉求人不满意" + e.Number + "的办理结果，拆出单独办理"
		}
	case order.MemberLeft:
		it.Verb, it.Text = "拆分", fmt.Sprintf("%s拆出，尚并入%d件", r.memberWords(e.Number), e.Count)+hurriedWords(e.Result, "")
	case order.MemberMoved:
		it.Verb, it.Text, it.Mark = "上级更新", "并入的"+r.memberWords(e.Number)+"上级截止改为"+endOfDay(e.OuterDue)+hurriedWords(e.Result, ""), "sup"
	case order.ResultShared:
		it.Verb, it.Text = "结果送达", "主办工单有了结果，待反馈诉求人"
		if !e.Visit {
			it.Text += fmt.Sprintf("（并入%d件，回访抽样，本件未抽中）", e.Of)
		}
	case order.LinkDeclined:
		it.Verb, it.Text, it.Quote = "认定不同", fmt.Sprintf("认定与相似的诉求（相似度%d分）不是同一事项", e.Score), handling(e.Reason)
	case order.AnsweredDirectly:
		it.Verb, it.Text, it.Quote = "直接答复", "当场答复来电人", handling(e.Answer)
		if e.Knowledge == "" {
			it.Tag = "无库答复"
		} else {
			it.Text += citedWords(e)
		}
	case order.TransferredByPhone:
		it.Verb, it.Text, it.Quote = "电话转办", phoneWords(e, unit), handling(e.Note)
	case order.TransferredEmergency:
		it.Verb, it.Text, it.Quote = "紧急转接", clockTime(e.At)+"转接"+e.Centre, handling(e.Note)
	case order.LoggedClosedEvent:
		it.Verb, it.Text, it.Quote = "登记办结", order.LoggedReasons()[e.Why], handling(e.Note)
	case order.Refused:
		g, _ := order.GroundOf(e.Ground)
		it.Verb, it.Text, it.Quote = "不予受理", g.Clause.String()+"："+g.Name+referral(e.Referral, e.Phone, e.Unknown), handling(e.Told)
		if e.After {
			it.Verb = "转不予受理"
		}
	case order.SentUp:
		it.Verb, it.Text, it.Quote = "退回上级", "退回原平台", handling(e.Reason)
	case order.ExplainedEvent:
		it.Verb, it.Text, it.Quote = "解释办结", "同一事项无新情况，向来电人解释", handling(e.Told)
		if e.Ended != "" {
			it.Text = "同一事项已终结办理，没有新的事实和理由，向来电人解释，不计诉求"
		}
	case order.SubmittedForDispatch:
		it.Verb, it.Text = "提交转办", fmt.Sprintf("第%d次诉求，%s", e.Appeals, levelWords(e.Level, e.Instead))
		if e.Proposal.Unit != "" {
			it.Text += "，拟转" + unit(e.Proposal.Unit)
		}
		if e.NewFacts != nil {
			it.Text, it.Quote = it.Text+"；同一事项已终结，有新的事实和理由", handling(*e.NewFacts)
		}
	case order.StepSigned:
		return r.signed(it, e.Sign, e.Also, quote), true
	case order.PaperRecorded:
		it.Verb, it.Text, it.Paper = "登记纸质签批", r.dir.Title(e.Sign.Post)+"已在纸面签批"+underWords(e.Sign.Under)+"，等第二人核对", true
		it.Quote, it.Words = quote(e.Sign.Opinion, access.Handling), true
	case order.PaperRejected:
		it.Verb, it.Text = "核对纸质签批", "扫描件与登记不符，退回重新登记"
	case order.DispatchApproved:
		it.Verb, it.Text = "批办", "签批完成，等待转办"
	case order.DispatchObjected:
		it.Verb, it.Text, it.Quote, it.Bad = "批办", "签批人不同意，退回热线办", handling(e.Opinion), true
	case order.DeputyChanged:
		it.Verb, it.Text = "变更分管领导", "改为"+r.dir.Title(e.Deputy)
	case order.DispatchedEvent:
		it.Verb, it.Text = "转办", "→ "+unit(e.Unit)+"，"+dayWords(e.Result.LastDay)+"前办结"
		if e.Again {
			it.Verb = "改派"
		}
		it.Quote = "办理要求：" + e.Requirements
	case order.Recalled:
		it.Verb, it.Text, it.Quote = "撤回", "自"+unit(e.Unit)+"撤回，准备改派", handling(e.Reason)
	case order.ReturnAsked:
		it.Verb, it.Text, it.Quote = "申请退回", unit(e.Unit)+"申请退回"+returnWords(e.Return, unit)+"，"+dayWords(e.Review.LastDay)+"前审核", handling(e.Return.Reason)
	case order.ReturnAccepted:
		it.Verb, it.Text, it.Quote = "同意退回", "同意"+unit(e.Unit)+"退回，改派其他单位，原时限作废", handling(e.Note)
		if e.Count > 1 {
			it.Text = fmt.Sprintf("同意%s退回，是第%d次，转会商指定", unit(e.Unit), e.Count)
		}
		it.Tag, it.Bad = inTime(e.Late)
	case order.ReturnRefused:
		it.Verb, it.Text, it.Quote, it.Mark = "不同意退回", unit(e.Unit)+"的退回申请未获同意，原时限照算，不能再申请退回（第十六条）", handling(e.Note), "sup"
		it.Tag, it.Bad = inTime(e.Late)
	case order.ReturnDisputed:
		it.Verb, it.Text, it.Quote = "提出异议", unit(e.Unit)+"书面提出异议，转会商指定", handling(e.Reason)
	case order.DesignatedEvent:
		it.Verb, it.Text, it.Quote, it.Mark, it.Tag = "会商指定", "指定"+unit(e.Unit)+"承办，不能退回。参加："+e.Participants+"。理由："+e.Grounds, handling(e.Minutes), "sup", "第二十一条（三）"
	case order.SignedFor:
		it.Verb, it.Text = "签收", unit(e.Unit)+map[string]string{"number": "（查看号码视同签收）", "contact": "（联系诉求人视同签收）", "return": "（申请退回视同签收）", order.ViaClaim: "（接听日自行领办，视同签收）"}[e.Via]
		it.Tag, it.Bad = inTime(e.Late)
	case order.AutoAcceptedEvent:
		it.Verb, it.Text, it.Tag, it.Bad, it.Mark = "视同接收", unit(e.Unit)+"逾期未签收，视同已接收工单", "第十六条", true, "sup"
		it.At, it.When, it.System = e.At, endOfDay(e.At), true // time did it, whoever came next and found it undone (adr/0006)
	case order.Assigned:
		it.Verb, it.Text, it.Quote, it.Words = "单位分办", r.dir.Title(e.Lead)+"牵头，"+r.account(e.Handler)+"具办", handling(e.Opinion), true
		it.Paper = e.Paper != ""
		it.Text += underWords(e.Under)
	case order.Contacted:
		it.Verb, it.Quote = "联系", handling(e.Note)
		it.Text = map[bool]string{true: "已联系诉求人，告知受理情况和联系方式", false: "联系诉求人未果"}[e.Reached] + "（" + contactMeans[e.Means] + "，" + clockTime(e.At) + "）"
		if e.Met {
			it.Tag, it.Bad = inTime(e.Late)
		}
	case order.Progressed:
		it.Verb, it.Text, it.Quote = "办理", "反馈进展", handling(e.Text)
		if e.Told != "" {
			it.Text += "，已告知诉求人（" + contactMeans[e.Told] + "）"
		}
		if e.Met {
			it.Tag, it.Bad = inTime(e.Late)
		}
	case order.ReplySubmitted:
		it.Verb, it.Text = "报送答复", "办理结果报主要负责人签字盖章"
		if !e.CoNote.Empty() {
			it.Quote = handling(e.CoNote)
		}
	case order.ReplySigned:
		it.Verb, it.Text = "签字盖章", unit(e.Unit)+"主要负责人签字并盖章，报县热线办审核"+underWords(e.Under)
		it.Paper = e.Paper
		it.Tag, it.Bad = inTime(e.Late)
	case order.ReplySentBack:
		it.Verb, it.Text, it.Quote = "退回修改", "主要负责人退回修改", handling(e.Reason)
	case order.ReplyPassed:
		it.Verb, it.Text, it.Quote = "审核", "审核通过", handling(e.Note)
		if !e.Chain.Empty() {
			it.Text = "审核通过，报县领导签批"
		}
	case order.ReplyRejected:
		it.Verb, it.Text, it.Quote, it.Bad = "退回重写", e.Code+" "+order.RejectName(e.Code)+"，"+dayWords(e.Result.LastDay)+"前重新报送", handling(e.Note), true
		it.Mark = "sup"
	case order.ResultApproved:
		it.Verb, it.Text = "定稿", "办理结果可以反馈"
	case order.ResultObjected:
		it.Verb, it.Text, it.Quote, it.Bad = "签批", "县领导不同意，退回单位办理", handling(e.Opinion), true
	case order.FedBack:
		it.Verb, it.Text, it.Quote = "反馈", "办理结果已告知诉求人", handling(e.Note)
		if e.Outer {
			it.Text += "，已回填原平台"
		}
		it.Tag, it.Bad = inTime(e.Late)
	case order.UnitVisited:
		it.Verb, it.Text, it.Quote = "单位回访", visitWords(e.Reached, e.Satisfaction), quote(e.Note.Ref, access.Visit)
	case order.Visited:
		it.Verb, it.Text, it.Quote = "回访", fmt.Sprintf("第%d次，%s", e.Attempt, visitWords(e.Reached, e.Satisfaction)), quote(e.Words.Ref, access.Visit)
		if e.Declined {
			it.Text = "诉求人谢绝回访"
		}
		if e.Own {
			it.Text, it.By, it.System = "诉求人网上评价，"+visitWords(e.Reached, e.Satisfaction), byCaller, false
		}
		// A clue for the office; the unit is asked about it, not told by a page.
		if len(e.Contradicts) > 0 && r.actor.Post.Kind.Desk() {
			it.Tag, it.Bad = "与单位记录不一致", true
			for _, c := range e.Contradicts {
				it.Text += "；" + c.Name()
			}
		}
	case order.Reworked:
		it.Verb, it.Text, it.Quote, it.Bad = "发回重办", fmt.Sprintf("第%d次重办，主要负责人牵头，%s前办结", e.Round, dayWords(e.Result.LastDay)), handling(e.Note), true
		it.Mark = "sup"
	case order.ClosedEvent:
		it.Verb, it.Text = "办结", e.Result.Name()+fmt.Sprintf("，用时%d个工作日", e.UsedDays)
		if e.Late {
			it.Tag, it.Bad = "逾期办结", true
		} else if !e.SubmittedAt.IsZero() {
			it.Tag = "按期办结"
		}
	case order.Urged:
		it.Verb, it.Text, it.Quote, it.Mark = "催办", fmt.Sprintf("第%d次催办", e.Count), handling(e.Note), "sup"
		if e.Caller {
			it.Text = fmt.Sprintf("诉求人催办，第%d次", e.Count)
		}
		if e.Caller && it.System {
			it.By = byCaller
		}
	case order.Supplemented:
		it.Verb, it.Text, it.By, it.System, it.Quote = "补充情况", "诉求人网上补充", byCaller, false, quote(e.Words.Ref, access.Words)
		if it.Quote == "" {
			it.Quote = e.Clear
		}
		if n := len(e.Files); n > 0 {
			it.Text += fmt.Sprintf("，%d个附件", n)
		}
	case order.Backfilled:
		it.Verb, it.Text = "回填", "答复已回填到上级平台"
		if e.Editor {
			it.Verb, it.Text = "回复栏目", "办理结果已回复栏目编辑"
		}
		if e.Late {
			it.Tag, it.Bad = "晚于上级截止", true
		}
	case order.OuterUpdated:
		it.Verb, it.Text, it.Mark = "上级更新", outerWords(e), "sup"
	case order.Succeeded:
		it.Verb, it.Text = "机构调整", "原承办单位"+unit(e.From)+"的职责由"+unit(e.To)+"承接，工单随转，时限不变"
		if !e.Held {
			it.Text = unit(e.From) + "的职责由" + unit(e.To) + "承接，工单里的单位随之更换"
		}
	case order.WithdrawnEvent:
		it.Verb, it.Text, it.Quote = "撤回", "诉求人撤回", handling(e.Note)
	case order.RefusalAsked:
		g, _ := order.GroundOf(e.Ask.Ground)
		it.Verb, it.Text, it.Quote = "转不予受理", "提请："+g.Clause.String()+"："+g.Name, handling(e.Ask.Told)
	case order.RefusalDeclined:
		it.Verb, it.Text, it.Quote = "转不予受理", "不同意，继续办理", handling(e.Opinion)
	case order.Corrected:
		it.Verb, it.Text, it.Quote = "更正", r.corrected(e), handling(e.Reason)
	case order.Attached:
		it.Verb, it.Text = "附件", fmt.Sprintf("上传%d个附件", len(e.Files))
	case order.LimitMissed:
		it.Verb, it.Text, it.Bad, it.Mark = "超期", e.Limit.Name()+"已过时限", true, "sup"
		if e.Co != "" {
			it.Text = unit(org.UnitID(e.Co)) + it.Text
		}
		it.At, it.When, it.System = e.Due, endOfDay(e.Due), true
	case order.CalendarAdopted:
		it.Verb, it.Text = "时限调整", r.calendarWords(e)
	case order.ArchivedEvent:
		it.Verb, it.Text = "归档", "已归档"
	case order.SlipGiven, order.SlipUsed, order.SlipRevoked:
		return slipItem(it, e, handling)
	default:
		if item, ok := coItem(it, e, handling, unit); ok {
			return item, true
		}
		if out, ok := r.secrecyItem(it, e, handling); ok {
			return out, true
		}
		if it, ok := limitsItem(it, e, handling); ok {
			return it, true
		}
		if it, ok := exemptionItem(it, e, handling); ok {
			return it, true
		}
		if it, ok := recheckItem(it, e, quote); ok {
			return it, true
		}
		if it, ok := terminationItem(it, e, handling); ok {
			return it, true
		}
		return extensionItem(it, e, handling)
	}
	return it, true
}

// keyWords tell what an order's turning key brings.
func keyWords(e order.KeyChanged) string {
	if !e.Key {
		return "不再是重点件"
	}
	out := "转为重点件"
	switch {
	case e.Already:
		out = "又并办一件重点来件"
	case e.Letter != "":
		out = "因并办重点来件，转为重点件"
	}
	if e.Chain != nil && !e.Chain.Empty() {
		out += "，转办前由" + e.Chain.Steps[0].Label + "签批"
	}
	if e.PrincipalOwn {
		out += "，由单位主要负责人直接办理"
	}
	if e.Result != nil {
		out += "，办结时限提前到" + endOfDay(e.Result.Due)
	}
	return out
}

var contactMeans = map[string]string{"phone": "电话", "visit": "上门", "message": "短信"}

func phoneWords(e order.TransferredByPhone, unit func(org.UnitID) string) string {
	body := e.Body
	if body == "" {
		body = unit(e.Unit)
	}
	switch e.Mode {
	case "transferred":
		return "电话转接" + body + "（" + e.Phone + "），已接通"
	case "three_way":
		return "与" + body + "三方通话（" + e.Phone + "）"
	}
	return "告知来电人向" + body + "反映，电话" + e.Phone
}

func referral(body, phone string, unknown bool) string {
	if unknown || body == "" {
		return "；办理单位无法确定"
	}
	return "；引导向" + body + "（" + phone + "）反映"
}

func levelWords(l policy.Level, instead bool) string {
	if instead {
		return "县领导已当场批示，不再签批"
	}
	return l.Name()
}

func visitWords(reached bool, s order.Satisfaction) string {
	if !reached {
		return "未接通"
	}
	return "诉求人" + s.Name()
}

func (r *Reader) signed(it Item, s approval.Signature, also []org.PostID, quote func(string, access.Field) string) Item {
	it.Verb, it.Text = "签批", r.dir.Title(s.Post)+map[bool]string{true: "不同意", false: "同意"}[s.Refuses]
	if k := s.Post.KindOf(); k == org.Magistrate || k == org.Deputy || k == org.HotlineDeputy {
		it.Verb, it.Mark = "批示", "imp"
	}
	for _, p := range also {
		it.Text += "，一并作为" + r.dir.Title(p) + "签批"
	}
	it.Quote, it.Words, it.Post = quote(s.Opinion, access.Handling), true, s.Post
	if s.Means == approval.Paper {
		it.Paper = true
		it.By = r.dir.Title(s.Post)
		it.Text += fmt.Sprintf("（纸质签批，%s，%s登记，%s核对）", s.At.In(calendar.Beijing).Format("1月2日"), r.account(s.RecordedBy), r.account(s.ConfirmedBy))
	}
	it.Text += underWords(s.Under)
	if s.Confirmed == approval.ByPIN {
		it.Text += "（签名密码确认）"
	}
	it.Bad = s.Refuses
	return it
}

func (r *Reader) corrected(e order.Corrected) string {
	out := "更正"
	for _, f := range []struct {
		yes  bool
		name string
	}{{e.Type != "", "诉求类型为" + e.Type.Name()}, {e.Category != "", "诉求分类"}, {e.Town != "" || e.Place != nil, "地点"}, {e.Title != "", "标题"}, {e.Urgency != "", "紧急程度"},
		{e.Phone != nil || e.Contact != nil, "联系电话"}, {e.Name != nil, "姓名"}, {e.Address != nil, "详细地址"}} {
		if f.yes {
			if out != "更正" {
				out += "、"
			}
			out += f.name
		}
	}
	if e.Result != nil {
		out += "，办结时限改为" + dayWords(e.Result.LastDay)
	}
	return out
}

// ClockWords prints an instant as pages do: 3月2日 14:05.
func ClockWords(t time.Time) string { return clockTime(t) }

// DayWords prints a day in full: 2026年3月2日.
func DayWords(t time.Time) string { return calendar.DateOf(t).Chinese() }

func outerWords(e order.OuterUpdated) string {
	var out []string
	if e.Due != nil {
		out = append(out, "上级截止改为"+endOfDay(*e.Due))
	}
	if e.Urges > 0 {
		out = append(out, fmt.Sprintf("上级催办共%d次", e.Urges))
	}
	if n := e.State.Name(); n != "" {
		out = append(out, n)
	}
	return strings.Join(out, "；")
}

// hurriedWords tell of the limit that a merged order's upper platform asks of the leading one.
func hurriedWords(l *order.Limit, why string) string {
	if l == nil {
		return ""
	}
	return "；" + why + "办结时限改为" + endOfDay(l.Due)
}

// underWords tell of a delegate's paper behind what he did.
func underWords(a *org.Authority) string {
	if a == nil {
		return ""
	}
	return "（" + a.Words() + "）"
}
