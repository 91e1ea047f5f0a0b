package order

import (
	"fmt"

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
)

// Acts lists the acts in the order of the road.
func Acts() []Act {
	return []Act{ActDispose, ActSignDispatch, ActConfirmPaper, ActDispatch, ActReturn, ActDesignate, ActSignFor, ActContact, ActAssign, ActReply, ActSignReply, ActReview, ActSignResult,
		ActFeedback, ActUnitVisit, ActVisit, ActDecide, ActExtend, ActTellExtend}
}

// Name is the Chinese name: the work list's tab.
func (a Act) Name() string {
	return map[Act]string{ActDispose: "待处置", ActSignDispatch: "待签批转办", ActConfirmPaper: "待核对签批", ActDispatch: "待转办", ActSignFor: "待签收",
		ActContact: "待联系", ActAssign: "待单位分办", ActReply: "待答复", ActSignReply: "待签字盖章", ActReview: "待审核", ActSignResult: "待签批结果",
		ActFeedback: "待反馈", ActUnitVisit: "待单位回访", ActVisit: "待回访", ActDecide: "待决定",
		ActExtend: "待审批延期", ActTellExtend: "待告知延期", ActReturn: "待审退回", ActDesignate: "待会商"}[a]
}

// Duty says that a post owes an act, by a clock.
type Duty struct {
	Act   Act
	Post  org.PostID
	Limit LimitKind
}

// Duties says who must act on the order now. An order that is not done always has somebody.
func Duties(s State) []Duty {
	var out []Duty
	owe := func(a Act, l LimitKind, posts ...org.PostID) {
		for _, p := range posts {
			out = append(out, Duty{Act: a, Post: p, Limit: l})
		}
	}
	desk := func(k org.Kind) org.PostID { return org.PostOf(org.HotlineOffice, k) }
	unit := func(k org.Kind) org.PostID { return org.PostOf(s.Lead, k) }
	switch s.Status {
	case Registered:
		owe(ActDispose, LimitHandle, desk(org.Operator), desk(org.Dispatcher))
	case PendingDispatch:
		if s.Level == policy.ByOfficeHead {
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
	if s.Status.AtUnit() && s.TellExtension {
		// Of a secret order no unit calls: the office relays it (Art. 23(6)).
		teller := unit(org.UnitHandler)
		if s.Request.Secrecy == Secret {
			teller = desk(org.Visitor)
		}
		owe(ActTellExtend, LimitResult, teller)
	}
	for _, c := range s.OpenChains() {
		act, limit := ActDecide, LimitSigner
		switch {
		case s.extensionChain(c.ID):
			act, limit = ActExtend, LimitExtension
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
		if l.Buffered {
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
	case LimitArchive:
		text = "办结后满期自动归档。"
	}
	return l.Basis, text
}
