package desk

import (
	"slices"
	"time"

	"huiyin/internal/access"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// panels lists what this reader may do now; what he owes comes first.
func (r *Reader) panels(v *OrderView, st order.State, rel access.Relation, p policy.Policy, now time.Time) []Panel {
	var out []Panel
	k := r.actor.Post.Kind
	owes := map[order.Act]bool{}
	for _, d := range order.Duties(st) {
		if d.Post == r.actor.Post.ID || d.Post.UnitOf() == r.actor.Post.Unit && d.Post.KindOf() == k {
			owes[d.Act] = true
		}
	}
	add := func(act, title string, article string, p access.Permission, now bool) {
		if access.May(k, p) {
			out = append(out, Panel{Act: act, Title: title, Article: article, Now: now})
		}
	}
	if rel == access.Helper {
		coPanels(st, rel, k, r.actor.Post.Unit, now, owes, add)
		return out
	}
	unitSide := rel == access.Handler || rel == access.Unit
	switch st.Status {
	case order.Registered:
		add("dispose", "处置", "第十条", access.Intake, true)
		switch {
		case st.Matter.Ended() != "":
			if !st.Outer {
				add("explain", "解释后登记办结", "第二十条", access.Intake, true)
			}
		case k == org.OfficeHead && st.Matter.Appeals() > 0:
			add("explain", "解释办结", "第十条（四）", access.Heading, false)
		}
		add("link", "关联以前的诉求", "第十条（四）", access.Intake, false)
		add("not_same", "认定不是同一事项", "第十条（四）", access.Intake, false)
	case order.PendingDispatch:
		if st.Level != policy.ByOfficeHead || k == org.OfficeHead {
			add("dispatch", "转办", "第十条（三）", access.Dispatching, true)
		}
		if st.Outer {
			add("send_up", "退回上级", "第十条（三）", access.SendingUp, false)
		}
	case order.ReturnReview:
		add("decide_return", "审核退回申请", "第十六条", access.Dispatching, true)
	case order.Coordination:
		add("designate", "会商指定", "第二十一条（三）", access.Heading, true)
	}
	if order.MayMerge(st, p) == nil {
		add("merge", "并入主办工单", "第十条（三）", access.Intake, false)
	}
	if order.MayJoin(st) == nil {
		_, _, waits := st.JoinsUnder()
		add("join", "与在办工单并办", "第十条（四）", access.Intake, waits || st.Status == order.Registered && slices.ContainsFunc(v.Rounds, func(x RoundView) bool { return !x.Self && x.Joins }))
	}
	if st.Status == order.Merged {
		add("split", "拆分", "第十条（三）", access.Dispatching, false)
	}
	coPanels(st, rel, k, r.actor.Post.Unit, now, owes, add)
	if unitSide {
		switch st.Status {
		case order.Dispatched:
			add("sign_for", "签收", "第十四条", access.UnitWork, true)
		case order.UnitAssigning:
			if k == org.UnitPrincipal || k == org.UnitHandler || k == org.UnitDeputy {
				add("assign", "签批分办", "第十七条", access.UnitSign, k == org.UnitPrincipal)
			}
		case order.InProgress:
			add("reply", "报送办理结果", "第二十四条", access.UnitHandle, owes[order.ActReply])
		case order.UnitSigning:
			add("sign_reply", "签字盖章", "第二十四条", access.UnitSign, k == org.UnitPrincipal)
			if k == org.UnitPrincipal || k == org.UnitDeputy {
				add("send_back_reply", "退回修改", "第二十四条", access.UnitSign, false)
			}
		case order.Visiting:
			if !st.UnitVisit && !st.Relaying() {
				add("unit_visit", "登记单位回访", "第二十五条", access.UnitHandle, true)
			}
		}
		if k != org.UnitDuty && order.MayReturn(st, p, now) {
			add("ask_return", "申请退回", "第十六条", access.UnitHandle, false)
		}
		if k != org.UnitDuty && order.MayObject(st, p, now) {
			add("object_return", "对退回审核提出异议", "第二十一条（三）", access.UnitHandle, false)
		}
		if order.MayRelay(st) {
			add("ask_relay", "请热线办转达", "第十五条", access.UnitHandle, owes[order.ActContact] && st.Status != order.Dispatched)
		}
		if (st.Status.AtUnit() || st.Status == order.ReturnReview) && st.Reachable() && !st.Relaying() {
			add("contact", "登记联系", "第十五条", access.UnitHandle, owes[order.ActContact] && st.Status != order.Dispatched)
		}
		if st.Status == order.InProgress || st.Status == order.UnitAssigning {
			add("progress", "反馈进展", "第十八条", access.UnitHandle, owes[order.ActProgress] && st.Status == order.InProgress && st.Clocks.Get(order.LimitProgress).Due.Sub(now) < 24*time.Hour)
			add("ask_extension", "申请延期", "第十九条", access.Extending, false)
		}
		if order.MayReclass(st, p, now) && st.Reclass == nil && st.Extension == nil && st.StatuteAsk == nil {
			add("ask_reclass", "申请类型变更", "第十八条", access.Extending, false)
		}
		if st.Status == order.InProgress && st.Appeals() > 1 {
			add("ask_termination", "申请终结办理", "第二十条", access.Ending, false)
		}
	}
	if slipping := unitSide || k.Desk(); slipping && (st.Status == order.InProgress || st.Status == order.UnitAssigning) {
		add("give_slip", "给外勤联系单", "第十七条", access.Slipping, false)
		if slices.ContainsFunc(st.Slips, func(n order.SlipNote) bool { return st.SlipEnded(n, now) == order.SlipRuns }) {
			add("revoke_slip", "收回外勤联系单", "第十七条", access.Slipping, false)
		}
	}
	switch st.Status {
	case order.Submitted:
		add("review", "审核办理结果", "第二十四条", access.Reviewing, true)
	case order.Terminating:
		if unitSide && order.MayWithdrawTermination(st) == nil {
			add("withdraw_termination", "撤回终结申请", "第二十条", access.Ending, false)
		}
		switch {
		case !st.Termination.Reviewed:
			add("review_termination", "审核终结申请", "第二十条", access.EndReviewing, k == org.Reviewer)
		case st.Termination.Chain.Empty():
			add("submit_termination", "编入呈批表", "第二十条", access.EndReviewing, owes[order.ActTermBatch])
		}
	case order.AwaitingCancel:
		add("record_cancellation", "登记销号", "第二十条", access.Cancelling, owes[order.ActCancel])
	case order.ToFeedback:
		add("feedback", "反馈", "第二十四条", access.FeedingBack, k == org.Visitor)
	case order.Visiting:
		add("visit", "回访", "第二十五条", access.VisitingOut, k == org.Visitor)
	case order.Closed:
		add("archive", "归档", "第六条（三）", access.Dispatching, false)
	}
	if order.MayRecheck(st) && r.actor.Account != st.Reviewer {
		add("recheck", "回头看", "第二十三条（八）", access.Supervising, v.Recheck != nil)
	}
	for _, c := range st.OpenChains() {
		for _, i := range c.Open() {
			step := c.Steps[i]
			p := Panel{Chain: c, Step: i, Article: step.Basis.String()}
			switch {
			case step.Pending != nil && access.May(k, access.Clerking):
				p.Act, p.Title, p.Now = "confirm_paper", "核对"+step.Label+"的纸质签批", r.actor.Account != step.Pending.RecordedBy
			case step.Pending == nil && step.Post == r.actor.Post.ID && st.Extension != nil && c.ID == st.Extension.Chain.ID:
				p.Act, p.Title, p.Now = "decide_extension", "审批延期申请", true
			case step.Pending == nil && step.Post == r.actor.Post.ID && st.StatuteAsk != nil && c.ID == st.StatuteAsk.Chain.ID:
				p.Act, p.Title, p.Now = "sign_step", "审批法定时限", true
			case step.Pending == nil && step.Post == r.actor.Post.ID:
				p.Act, p.Title, p.Now = "sign_step", step.Label+"签批", true
			case step.Pending == nil && access.May(k, access.Clerking):
				p.Act, p.Title = "record_paper", "登记"+step.Label+"的纸质签批"
			default:
				continue
			}
			out = append(out, p)
		}
	}
	if st.Relay != nil && !st.Status.Done() {
		add("record_relay", "转达诉求人", "第十五条", access.Relaying, owes[order.ActRelay])
	}
	if x, ok := st.SightWaits(r.actor); ok && x.Account != r.actor.Account && !st.Status.Done() {
		add("decide_sight", "审核查看申请", "第二十三条（六）", access.Consenting, true)
	}
	if order.MayLift(st) == nil {
		add("lift_recusal", "解除回避", "第二十三条（六）", access.Heading, false)
	}
	if st.ExemptAsk != nil {
		add("decide_exemption", "审批不计考核", "第二十五条", access.Heading, st.Status.Done() && r.actor.Account != st.ExemptAsk.Account)
	} else if order.MayExempt(st) && (st.Status == order.Closed || st.Status == order.Visiting || unitSide || k.Desk()) {
		add("ask_exemption", "申请不计考核", "第二十五条", access.Exempting, false)
	}
	if len(v.MayLook) > 0 {
		add("ask_sight", "申请查看诉求人", "第二十三条（六）", access.Looking, false)
	}
	if !st.Status.Done() {
		if st.Status.AtUnit() {
			if st.Extension != nil {
				add("record_consent", "登记上级同意延期", "第十九条", access.Reviewing, false)
			} else if st.StatuteAsk != nil && st.StatuteAsk.Consent == nil && order.StatuteConsent(st, p) {
				add("record_consent", "登记上级同意法定时限", "第十八条", access.Reviewing, false)
			}
			if st.TellExtension && (k.Desk() || st.Request.Secrecy != order.Secret) {
				add("tell_extension", "告知诉求人延期", "第十九条", access.Telling, owes[order.ActTellExtend])
			}
			if st.Clocks.Get(order.LimitPhone).On {
				add("phone_unit", "登记电话通知", "第十二条", access.Desking, owes[order.ActPhone])
			}
			if st.Reclass != nil {
				add("decide_reclass", "审核类型变更", "第十八条", access.Reviewing, owes[order.ActReclass])
			}
			if (st.Status == order.InProgress || st.Status == order.UnitAssigning) && st.StatuteAsk == nil && st.Extension == nil && st.Reclass == nil && !st.Reworking {
				add("ask_statute", "申请法定时限", "第十八条", access.Statuting, false)
			}
			add("recall", "撤回改派", "第六条（三）", access.Dispatching, false)
			if st.RefusalAsk == nil && !st.Outer {
				add("ask_refusal", "转不予受理", "第八条", access.Reviewing, false)
			}
		}
		switch {
		case !st.Key && order.MaySwitchKey(st, true) == nil:
			add("key_on", "设为重点交办件", "第十条（四）", access.Heading, false)
		case st.Key && order.MaySwitchKey(st, false) == nil:
			add("key_off", "取消重点交办件", "第十条（四）", access.Heading, false)
		}
		add("urge", "催办", "第二十一条", access.Desking, false)
		add("correct", "更正", "第九条", access.Correcting, false)
		if !st.Outer {
			add("withdraw", "诉求人撤回", "第九条", access.Desking, false)
		}
		if st.Lead != "" && st.Status != order.ToFeedback && st.Status != order.Visiting {
			add("change_deputy", "变更分管领导", "第二十四条", access.Heading, false)
		}
	}
	slices.SortStableFunc(out, func(a, b Panel) int {
		switch {
		case a.Now == b.Now:
			return 0
		case a.Now:
			return -1
		}
		return 1
	})
	return out
}
