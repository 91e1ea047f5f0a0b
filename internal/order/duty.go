package order

import (
	"fmt"
	"slices"
	"time"

	"huiyin/internal/org"
	"huiyin/internal/policy"
	"huiyin/internal/regulation"
)

// Act is what somebody owes an order now: the verb of the button.
type Act string

// The acts.
const (
	ActDispose      Act = "dispose"       // 处置
	ActSignDispatch Act = "sign_dispatch" // 签批转办
	ActConfirmPaper Act = "confirm_paper" // 核对纸质签批
	ActDispatch     Act = "dispatch"      // 转办
	ActSignFor      Act = "sign_for"      // 签收
	ActContact      Act = "contact"       // 联系诉求人
	ActAssign       Act = "assign"        // 单位分办
	ActReply        Act = "reply"         // 办理答复
	ActSignReply    Act = "sign_reply"    // 签字盖章
	ActReview       Act = "review"        // 审核
	ActSignResult   Act = "sign_result"   // 签批办理结果
	ActFeedback     Act = "feedback"      // 反馈
	ActUnitVisit    Act = "unit_visit"    // 单位回访
	ActVisit        Act = "visit"         // 回访
	ActDecide       Act = "decide"        // 决定转不予受理
	ActReturn       Act = "decide_return" // 审核退回申请
	ActDesignate    Act = "designate"     // 会商指定
	ActExtend       Act = "extend"        // 审批延期
	ActTellExtend   Act = "tell_extend"   // 告知诉求人延期
	ActCoSign       Act = "co_sign"       // 签收协办
	ActCo           Act = "co"            // 协办
	ActCoTake       Act = "co_take"       // 采用协办结果
	ActCoDecide     Act = "co_decide"     // 决定协办异议
	ActCoUrge       Act = "co_urge"       // 催办协办单位
	ActCall         Act = "call"          // 协调
	ActRelay        Act = "relay"         // 转达
	ActSight        Act = "sight"         // 同意查看
	ActTermReview   Act = "term_review"   // 审核终结申请
	ActTermBatch    Act = "term_batch"    // 汇总呈批终结
	ActSignTerm     Act = "sign_term"     // 批示终结
	ActCancel       Act = "cancel"        // 报市热线办销号
	ActProgress     Act = "progress"      // 反馈进展
	ActPhone        Act = "phone"         // 电话通知承办单位
	ActStatute      Act = "statute"       // 审批法定时限
	ActReclass      Act = "reclass"       // 审核类型变更
	ActExempt       Act = "exempt"        // 审批不计考核
)

// Acts lists the acts in the order of the road.
func Acts() []Act {
	return []Act{ActDispose, ActSignDispatch, ActConfirmPaper, ActDispatch, ActReturn, ActDesignate, ActSignFor, ActContact, ActAssign, ActReply, ActSignReply, ActReview, ActSignResult,
		ActFeedback, ActUnitVisit, ActVisit, ActDecide, ActExtend, ActTellExtend,
		ActTermReview, ActTermBatch, ActSignTerm, ActCancel, ActProgress, ActPhone, ActStatute, ActReclass, ActExempt,
		ActRelay, ActSight, ActCoSign, ActCo, ActCoTake, ActCoDecide, ActCall, ActCoUrge}
}

// Name is the Chinese name: the work list's tab.
func (a Act) Name() string {
	return map[Act]string{ActDispose: "待处置", ActSignDispatch: "待签批转办", ActConfirmPaper: "待核对签批", ActDispatch: "待转办", ActSignFor: "待签收",
		ActContact: "待联系", ActAssign: "待单位分办", ActReply: "待答复", ActSignReply: "待签字盖章", ActReview: "待审核", ActSignResult: "待签批结果",
		ActFeedback: "待反馈", ActUnitVisit: "待单位回访", ActVisit: "待回访", ActDecide: "待决定",
		ActRelay: "待转达", ActSight: "待同意查看", ActCoSign: "待签收协办", ActCo: "待协办", ActCoTake: "待采用协办", ActCoDecide: "待定协办异议", ActCoUrge: "待催协办", ActCall: "待协调",
		ActTermReview: "待审核终结", ActTermBatch: "待汇总呈批", ActSignTerm: "待批示终结", ActCancel: "待销号",
		ActProgress: "待反馈进展", ActPhone: "待电话通知", ActStatute: "待审批法定时限", ActReclass: "待审类型变更", ActExempt: "待审批不计考核",
		ActExtend: "待审批延期", ActTellExtend: "待告知延期", ActReturn: "待审退回", ActDesignate: "待会商"}[a]
}

// Duty says that a post owes an act, by a clock.
type Duty struct {
	Act   Act
	Post  org.PostID
	Limit LimitKind
	Co    org.UnitID // whose request it belongs to, for what Art. 14 asks
}

// Due is the end of the limit that a duty has; zero where none runs.
func (d Duty) Due(s State) time.Time { return s.Clock(Timer{Kind: d.Limit, Co: d.Co}).Due }

// coDuties say who owes what on the open requests. Of several requests that ask the same act of one post, the most pressing speaks.
func coDuties(s State) []Duty {
	if !s.Status.AtUnit() {
		return nil
	}
	var out []Duty
	owe := func(a Act, l LimitKind, post org.PostID, co org.UnitID) {
		d := Duty{Act: a, Post: post, Limit: l, Co: co}
		i := slices.IndexFunc(out, func(x Duty) bool { return x.Act == a && x.Post == post })
		switch {
		case i < 0:
			out = append(out, d)
		case d.Due(s).Before(out[i].Due(s)):
			out[i] = d
		}
	}
	office := org.PostOf(org.HotlineOffice, org.Dispatcher)
	for _, c := range s.CoOpen() {
		handler := org.PostOf(c.Unit, org.UnitHandler)
		switch c.Status {
		case CoWaiting:
			owe(ActCoSign, LimitCoSign, handler, c.Unit)
		case CoWorking:
			owe(ActCo, LimitCo, handler, c.Unit)
		case CoDisputed:
			owe(ActCoDecide, LimitCoReview, office, c.Unit)
		case CoHandedIn:
			owe(ActCoTake, LimitResult, org.PostOf(s.Lead, org.UnitHandler), "")
		}
		if (c.Status == CoWaiting || c.Status == CoWorking) && c.Limit.Missed && !c.Chased {
			owe(ActCoUrge, LimitCo, office, c.Unit)
		}
	}
	if s.Call != nil {
		owe(ActCall, LimitCall, office, "")
	}
	return out
}

// Duties says who must act on the order now. An order that is not done always has somebody.
func Duties(s State) []Duty {
	var out []Duty
	owe := func(a Act, l LimitKind, posts ...org.PostID) {
		for _, p := range posts {
			// Whoever is reported owes nothing: the next above does.
			if d := (Duty{Act: a, Post: s.standIn(p), Limit: l}); !slices.Contains(out, d) {
				out = append(out, d)
			}
		}
	}
	desk := func(k org.Kind) org.PostID { return org.PostOf(org.HotlineOffice, k) }
	unit := func(k org.Kind) org.PostID { return org.PostOf(s.Lead, k) }
	switch s.Status {
	case Registered:
		owe(ActDispose, LimitHandle, desk(org.Operator), desk(org.Dispatcher))
	case PendingDispatch:
		if s.Level == policy.ByOfficeHead && s.standIn(org.PostOfficeHead) == org.PostOfficeHead {
			owe(ActDispatch, LimitDispatch, org.PostOfficeHead)
		} else {
			owe(ActDispatch, LimitDispatch, desk(org.Dispatcher))
		}
	case Dispatched:
		owe(ActSignFor, LimitSign, unit(org.UnitHandler))
	case ReturnReview:
		owe(ActReturn, LimitReturnReview, desk(org.Dispatcher))
	case Coordination:
		owe(ActDesignate, LimitCoordinate, org.PostOfficeHead)
	case UnitAssigning:
		owe(ActAssign, LimitAssign, unit(org.UnitPrincipal))
	case InProgress:
		owe(ActReply, LimitResult, unit(org.UnitHandler))
	case UnitSigning:
		owe(ActSignReply, LimitResult, unit(org.UnitPrincipal))
	case Submitted:
		owe(ActReview, LimitReview, desk(org.Reviewer))
	case Terminating:
		switch {
		case !s.Termination.Reviewed:
			owe(ActTermReview, LimitTermReview, desk(org.Reviewer))
		case s.Termination.Chain.Empty():
			owe(ActTermBatch, LimitTermBatch, org.PostOfficeHead)
		}
	case AwaitingCancel:
		owe(ActCancel, LimitCancel, desk(org.Dispatcher))
	case ToFeedback:
		owe(ActFeedback, LimitFeedback, desk(org.Visitor))
	case Visiting:
		owe(ActVisit, LimitVisit, desk(org.Visitor))
		if s.Clocks.Get(LimitUnitVisit).On {
			owe(ActUnitVisit, LimitUnitVisit, unit(org.UnitHandler))
		}
	}
	if s.Status.AtUnit() && s.Clocks.Get(LimitContact).On {
		owe(ActContact, LimitContact, unit(org.UnitHandler))
	}
	if s.Status != Dispatched && s.Status.AtUnit() && s.Clocks.Get(LimitProgress).On {
		owe(ActProgress, LimitProgress, unit(org.UnitHandler))
	}
	if s.Status.AtUnit() && s.Clocks.Get(LimitPhone).On {
		owe(ActPhone, LimitPhone, desk(org.Dispatcher))
	}
	if s.Status.AtUnit() && s.Reclass != nil {
		owe(ActReclass, LimitReclass, desk(org.Dispatcher))
	}
	if s.ExemptAsk != nil {
		owe(ActExempt, LimitArchive, org.PostOfficeHead)
	}
	if s.Status.AtUnit() && s.TellExtension {
		// Of a secret order no unit calls: the office relays it (Art. 23(6)).
		teller := unit(org.UnitHandler)
		if s.Request.Secrecy == Secret {
			teller = desk(org.Visitor)
		}
		owe(ActTellExtend, LimitResult, teller)
	}
	out = append(out, coDuties(s)...)
	if s.Relay != nil && !s.Status.Done() {
		owe(ActRelay, LimitRelay, desk(org.Visitor), desk(org.Dispatcher))
	}
	if !s.Status.Done() {
		for _, x := range s.Sights {
			if x.Until.IsZero() {
				owe(ActSight, LimitRelay, s.consenter(x))
			}
		}
	}
	for _, c := range s.OpenChains() {
		act, limit := ActDecide, LimitSigner
		switch {
		case s.extensionChain(c.ID):
			act, limit = ActExtend, LimitExtension
		case s.statuteChain(c.ID):
			act, limit = ActStatute, LimitStatute
		case s.terminationChain(c.ID):
			act = ActSignTerm
		case s.RefusalAsk != nil && c.ID == s.RefusalAsk.Chain.ID:
		case s.Status == PendingApproval:
			act = ActSignDispatch
		default:
			act = ActSignResult
		}
		for _, i := range c.Open() {
			if c.Steps[i].Pending != nil {
				owe(ActConfirmPaper, limit, desk(org.Dispatcher), desk(org.Reviewer), org.PostOfficeHead)
			} else {
				owe(act, limit, c.Steps[i].Post)
			}
		}
	}
	return out
}

// Why explains a clock: the rule and how it was counted, for the page's 为什么.
func (l Limit) Why() (article regulation.Clause, text string) {
	switch l.Kind {
	case LimitSign:
		text = "自接到交办工单之日起1个工作日内未签收也未申请退回的，到时视同已接收。"
	case LimitContact:
		text = "接到交办工单后1个工作日内与诉求人取得联系，告知受理情况和承办单位联系方式。"
	case LimitResult:
		text = "自接到交办工单之日起计算，当日不计，次日起数工作日。"
		switch {
		case l.Buffered && l.Basis == regulation.Art10_3:
			text = "并入的工单中有上级来件，按其中最近的上级截止时间提前1个工作日，留出反馈的时间。"
		case l.Buffered:
			text = "重点交办件有上级截止时间，提前留出县领导签批的工作日。"
		}
		if l.Extended > 0 {
			text += fmt.Sprintf("经批准延期%d个工作日，连原来的时限累计%d个工作日（第十九条）。", l.Extended, l.Days)
		}
	case LimitAssign:
		text = "办件工单经单位主要负责人签批后分办。"
	case LimitSigner:
		text = "签批人应在收到呈批件后及时签批，本县定为1个工作日。"
	case LimitHandle:
		text = "登记后应逐一处置：直接办理、电话转办、网络转办或不予受理。"
	case LimitDispatch:
		text = "以工单形式转办承办单位，并明确办理要求。"
	case LimitReturnReview:
		text = "承办单位申请退回后，县热线办在1个工作日内审核；同意的改派另起时限，不同意的原时限照算。"
	case LimitCoordinate:
		text = "职责界定不清、权责不明的事项，由县热线办召集会商，指定承办单位。"
	case LimitReview:
		text = "办理结果经单位主要负责人签字盖章后，由县热线办审核；审核期间单位时限暂停计时。"
	case LimitFeedback:
		text = "办结后2个工作日内告诉诉求人；县热线办内部为末次签批后1个工作日。"
	case LimitUnitVisit:
		text = "承办单位应及时对办结事项进行回访。"
	case LimitVisit:
		text = "县热线办对诉求事项进行满意度回访。"
	case LimitExtension:
		text = "承办单位在限办日期前申请延期的，由县热线办审批，本县定为1个工作日；审批期间到了原来的时限，等审批结果再定是否逾期。"
	case LimitCoSign:
		text = "各成员单位应每日登录平台查看、签收；协办单位认为不属于本单位职责的，在第一个工作日内提出异议，逾期视同接收。"
	case LimitCo:
		text = "其他有关单位密切配合，在规定期限内将办理结果报送首接单位。本县定为主办单位办结时限前2个工作日，至少1个工作日；主办单位的时限变动，协办期限随之变动。"
	case LimitCoReview:
		text = "协办单位提出异议的，由县热线办在1个工作日内决定仍由该单位协办、改由其他单位协办或不再协办；期间原期限照算。"
	case LimitCall:
		text = "首接单位牵头协调有困难的，可以请县热线办协调，本县定为1个工作日内答复。"
	case LimitRelay:
		text = "保密件由县热线办与诉求人联系、转达；承办单位的联系时限按提出转达请求的时间计算。本县定为1个工作日。"
	case LimitProgress:
		text = "法定时限件至少每5个工作日、并在原来的时限届满前反馈一次办理进展，告知诉求人。"
		if l.Days == 0 {
			text = "急件、特急自转办起24小时内反馈办理进展，告知诉求人；按钟点算，不扣除节假日。"
		}
	case LimitPhone:
		text = "特急工单转办后30分钟内，由县热线办电话通知承办单位值班人员或负责人。"
	case LimitStatute:
		text = "法律法规规章另有规定的时限，写明名称、条款和天数，由县热线办负责人审批，本县定为1个工作日。"
	case LimitReclass:
		text = "承办单位在时限过半以前可以申请一次类型变更，由县热线办在1个工作日内审核；改变类型的，从原来的接件日重新计算。"
	case LimitTermReview:
		text = "承办单位提交终结办理申请书后，由县热线办审核，本县定为1个工作日；审批期间单位时限暂停计时。"
	case LimitTermBatch:
		text = "县热线办把审核过的终结申请汇总编成呈批表，呈县长批示；件数、次数不限，最迟在这个时限内呈出。"
	case LimitCancel:
		text = "县长批示同意后，报市热线办销号；市平台没有的件报备。拿到回执登记后才算终结，在此之前单位时限暂停计时。"
	case LimitArchive:
		text = "办结后满期自动归档。"
	}
	return l.Basis, text
}
